"""Hypothesis strategies: text, runs, blocks, responses."""

from hypothesis import strategies as st

from s55draft.inline import Run, canonical
from s55draft.markup import Block, Blocks, Heading, ListBlock, ListItem, Paragraph, parse, to_text

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
