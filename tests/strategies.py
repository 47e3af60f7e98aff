"""Hypothesis strategies: text, runs, blocks, responses."""

from typing import Any

from hypothesis import strategies as st

from s55draft.inline import Run, canonical
from s55draft.markup import Block, Blocks, Heading, ListBlock, ListItem, Paragraph, parse, to_text
from s55draft.model import (
    AreaForImprovement,
    CauseOfConcern,
    ChiefConstable,
    Entry,
    Link,
    LocalPolicingBodyAnswer,
    Pcc,
    Recommendation,
    Report,
    Response,
    entry_key,
)

MARKS = "*^[]()\\ -.1•o\t\nab"
clean_characters = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs"],
    exclude_characters="".join(
        chr(n)
        for n in [
            *range(0xFDD0, 0xFDF0),
            0xFFFD,
            0x2028,
            0x2029,
            *(p * 0x10000 + e for p in range(17) for e in (0xFFFE, 0xFFFF)),
        ]
    ),
    include_characters="\t",
)
words = st.one_of(st.text("ab *^[]\\.-1•", max_size=8), st.text(clean_characters, max_size=8))
run_texts = st.lists(words, min_size=1, max_size=4).map("".join)
urls = st.sampled_from(
    [None, None, "https://example.org/a_(b)", "mailto:office@example.org", "http://example.org/?q=a*b^c"]
)
runs = st.lists(
    st.builds(Run, st.one_of(run_texts, st.just("\n")), st.booleans(), st.booleans(), st.booleans(), urls), max_size=5
)
items = st.lists(runs, min_size=1, max_size=3)


@st.composite
def raw_blocks(draw: st.DrawFn) -> list[Block]:
    """Blocks of any runs, not yet in canonical form."""
    out: list[Block] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["paragraph", "heading", "bullets", "numbers"]))
        some = tuple(canonical(draw(runs)))
        if kind == "paragraph" and some:
            out.append(Paragraph(some))
        elif kind == "heading" and some:
            out.append(Heading(some))
        elif some:
            start = None if kind == "bullets" else draw(st.integers(0, 30))
            under = ListBlock(tuple(ListItem(r) for r in draw(items) if r), draw(st.sampled_from([None, 1, 4])))  # type: ignore[arg-type]
            out.append(ListBlock((ListItem(some, (under,) if under.items else ()), ListItem(some)), start))
    return out


def blocks() -> st.SearchStrategy[Blocks]:
    """Blocks in canonical form: what some text reads as."""
    return st.one_of(
        raw_blocks().map(lambda b: parse(to_text(b))),
        st.text(MARKS, max_size=60).map(parse),
        st.text(clean_characters, max_size=60).map(parse),
    )


awkward = st.sampled_from([
    "#", " #", ": ", ":", "- ", "-", "'", '"', "''", "\\", "\\x07", "|", ">", "%",
    "@", "`", "&a", "*a", "!", "{}", "[", "]", "? ", ",", "~", "null", "true", "no",
    "2023-02-30", "---", "...", "<<", "=", " ", "  ", "\t", "\u00a0", "\ufeff",
])  # fmt: skip
"""What YAML takes for signs of its own, or changes."""
lines = st.lists(st.one_of(awkward, words, st.text(clean_characters, max_size=12)), min_size=1, max_size=6).map("".join)
answer_lines = lines.filter(lambda text: not text.isspace() and text != "")
answer_texts = st.lists(st.one_of(lines, st.just("")), min_size=1, max_size=5).map("\n".join).filter(str.strip)
optional_texts = st.one_of(st.none(), answer_texts)
days = st.one_of(st.none(), st.dates())
addresses = st.sampled_from(["https://example.org/a_(b)", "http://example.org/?q=a:b#c", "https://example.org/%20'x'"])
own_answers = st.one_of(
    st.none(),
    answer_texts,
    st.builds(LocalPolicingBodyAnswer, comment=optional_texts, action=optional_texts),
    st.builds(LocalPolicingBodyAnswer, comment=optional_texts, no_action=optional_texts),
)


def _entries(kind: type[Entry], numbers: st.SearchStrategy[str | None], least: int = 0) -> st.SearchStrategy[Any]:
    """Entries with different numbers."""
    optional_lines = st.one_of(st.none(), answer_lines)
    entry = st.builds(
        kind,
        number=numbers,
        title=optional_lines,
        addressed_to=optional_lines,
        text=optional_texts,
        chief_constable=optional_texts,
        pcc=own_answers,
    )
    several = st.lists(entry, min_size=least, max_size=3).map(tuple)
    return several.filter(
        lambda made: len({entry_key(one, position) for position, one in enumerate(made)}) == len(made)
    )


_numbers = answer_lines.filter(lambda text: len(text) <= 20)
_optional_numbers = st.one_of(st.none(), _numbers)


@st.composite
def responses(draw: st.DrawFn) -> Response:
    """Any well-formed response, complete or not."""
    silent = draw(st.booleans())
    theirs = st.none() if silent else optional_texts
    chief_constable = ChiefConstable(
        comments=draw(theirs),
        closing=draw(theirs),
        requested_on=draw(days),
        due_on=draw(days),
        received_on=None if silent else draw(days),
        none_received=silent,
    )
    report = Report(
        title=draw(answer_lines),
        published_on=draw(st.dates()),
        type=draw(st.one_of(st.none(), answer_lines)),
        publication_types=draw(st.one_of(st.none(), st.lists(answer_lines, min_size=1, max_size=3).map(tuple))),
        forces=draw(st.one_of(st.none(), answer_lines)),
        link=draw(st.one_of(st.none(), st.builds(Link, text=answer_lines, url=addresses))),
    )
    steps = st.dictionaries(answer_lines, st.one_of(st.booleans(), st.dates()), max_size=4)
    return Response(
        layout=draw(answer_lines),
        report=report,
        response_deadline=draw(days),
        key_findings=draw(optional_texts),
        recommendations_note=draw(optional_texts),
        recommendations=draw(st.one_of(st.none(), _entries(Recommendation, _numbers))),
        causes_of_concern=draw(_entries(CauseOfConcern, _optional_numbers)),
        areas_for_improvement=draw(st.one_of(st.none(), _entries(AreaForImprovement, _optional_numbers))),
        chief_constable=chief_constable,
        pcc=Pcc(comments=draw(optional_texts), closing=draw(optional_texts)),
        checklist=draw(st.one_of(st.none(), steps)),
    )
