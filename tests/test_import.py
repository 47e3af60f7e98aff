"""`import` of letters that were made by other means: the right answers, and a word on whatever is not sure."""

import functools
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from letters import ROOT
from libreoffice import needs_libreoffice
from other_letters import Variation, written_by_libreoffice, written_by_pandoc, written_by_python_docx
from s55draft import answers
from s55draft.commands import program
from s55draft.drafting import Drafter
from s55draft.errors import OverwriteError, SourceError
from s55draft.model import Entry, LocalPolicingBodyAnswer, Response
from s55draft.office import NORFOLK
from s55draft.pulling.places import known_answers
from s55draft.word.reader import read_document
from s55draft.word.template import open_layout
from word_files import DOCUMENT, W_NS, house, packed

SOURCES = [
    ROOT / "examples" / f"{name}.yaml"
    for name in (
        "efficiency-2017",
        "legitimacy-2017",
        "getting-a-grip",
        "peel-2018-19",
        "no-comments-received",
    )
]
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


@functools.cache
def response_of(source: Path) -> Response:
    return answers.read(source).response


def run(*arguments: Path | str) -> Result:
    done = CliRunner().invoke(program, ["import", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def as_a_letter_says_it(response: Response) -> dict[str, str]:
    """Every answer of a response by its tag; the PCC's answer to an entry as the one text that a letter shows."""
    changes: dict[str, Any] = {}
    for name in ("recommendations", "causes_of_concern", "areas_for_improvement"):
        members = getattr(response, name)
        if members:
            changes[name] = tuple(
                entry.model_copy(update={"pcc": _as_one_text(entry.pcc) if entry.pcc else None}) for entry in members
            )
    told = known_answers(response.model_copy(update=changes), NORFOLK, open_layout(response.layout))
    return {tag: known.text for tag, known in told.items() if known.text and tag != "chief_constable.received_on"}


def _as_one_text(answer: LocalPolicingBodyAnswer) -> LocalPolicingBodyAnswer:
    parts = (answer.comment, answer.action, answer.no_action)
    text = "\n\n".join(part.rstrip("\n") for part in parts if part)
    made = Entry.model_validate({"pcc": text}).pcc
    assert made is not None
    return made


def imported(letter: Path, *options: str) -> tuple[Response, str]:
    target = letter.with_name("imported.yaml")
    done = run(letter, "-o", target, "--force", *options)
    return answers.read(target).response, done.stderr


VARIATIONS = {
    "as printed": Variation(),
    "headings typed in bold, facts in a table": Variation("bold", "table", ("\u2713 ", "")),
    "headings in capitals, facts by colon": Variation("capitals", "colon", ("[x] ", "[ ] ")),
    "headings numbered, facts below their labels": Variation("numbered", "below", ("\u2612 ", "\u2610 ")),
    "headings spaced and in small letters": Variation("spaced", "lines", ("\u2714 ", "\u25a1 ")),
    "no colons, ticks in a table": Variation(colon=False, ticks=("\u2713", ""), ticks_in_table=True),
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("how", VARIATIONS)
def test_a_letter_made_with_python_docx_gives_the_right_answers(source: Path, how: str, tmp_path: Path) -> None:
    response = response_of(source)
    letter = written_by_python_docx(response, tmp_path / "letter.docx", VARIATIONS[how])
    back, _ = imported(letter)
    assert back.layout == response.layout
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@needs_libreoffice
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_letter_that_libreoffice_made_of_a_web_page_gives_the_right_answers(source: Path, tmp_path: Path) -> None:
    response = response_of(source)
    back, _ = imported(written_by_libreoffice(response, tmp_path))
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@needs_pandoc
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_letter_that_pandoc_made_gives_the_right_answers(source: Path, tmp_path: Path) -> None:
    response = response_of(source)
    back, _ = imported(written_by_pandoc(response, tmp_path))
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@pytest.mark.parametrize("missing", ["key_findings", "recommendations", "chief_constable", "pcc", "checklist"])
def test_a_section_whose_heading_is_missing_is_found_and_said_to_be_unsure(missing: str, tmp_path: Path) -> None:
    response = response_of(ROOT / "examples" / "getting-a-grip.yaml")
    letter = written_by_python_docx(response, tmp_path / "letter.docx", Variation(missing=missing))
    back, told = imported(letter)
    assert f"the section \u201c{missing.replace('_', ' ')}\u201d has no heading; it was taken to begin here" in told
    wanted, found = as_a_letter_says_it(response), as_a_letter_says_it(back)
    around = {
        "recommendations": ("key_findings", "recommendations_note"),
        "chief_constable": ("areas_for_improvement", "chief_constable"),
        "pcc": ("chief_constable", "pcc"),
    }.get(missing, ())
    apart = [tag for tag in {*wanted, *found} if wanted.get(tag) != found.get(tag) and not tag.startswith(around)]
    assert [tag for tag in apart if not tag.startswith("recommendations[6]")] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_letter_of_our_own_is_read_from_its_fields(source: Path, tmp_path: Path) -> None:
    response = response_of(source)
    letter = Drafter().build(source, tmp_path / "letter.docx").path
    back, told = imported(letter)
    assert "read from their fields" in told
    wanted = known_answers(response, NORFOLK, open_layout(response.layout))
    found = known_answers(back, NORFOLK, open_layout(response.layout))
    assert {tag: known.text for tag, known in found.items()} == {
        tag: known.text for tag, known in wanted.items() if tag != "chief_constable.received_on"
    } | {"chief_constable.received_on": ""}


HEADS = "".join(
    f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    for words in ("Published on: 7 July 2023", "Key Findings", "Recommendations")
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PDF under another name": (lambda: b"%PDF-1.7\n", "this is a PDF file, whatever its name says"),
    "an old or encrypted file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc file, or one"),
    "an empty file": (lambda: b"", "the file is empty"),
    "no zip": (lambda: b"PK\x03\x04 no more than that", "no Word document, or a damaged one"),
    "no letter": (
        lambda: with_body("<w:p><w:r><w:t>Minutes</w:t></w:r></w:p>"),
        "has none of the headings of a response",
    ),
    "entities": (
        lambda: packed({**house(), DOCUMENT: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "declares a document",
    ),
    "macros": (lambda: packed({**house(), "word/vbaProject.bin": b"x"}), "can run macros"),
    "50,000 paragraphs": (
        lambda: with_body("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>" * 50_000),
        "has 50,000 paragraphs",
    ),
    "3,000 recommendations": (
        lambda: with_body(
            HEADS + "".join(f"<w:p><w:r><w:t>Recommendation {n}:</w:t></w:r></w:p>" for n in range(3000))
        ),
        "has 3,003 paragraphs",
    ),
}


def with_body(body: str) -> bytes:
    text = house()[DOCUMENT].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.rindex("<w:sectPr>")
    return packed({**house(), DOCUMENT: (text[:start] + body + text[end:]).encode()})


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_letter_ends_in_a_clear_message_and_writes_nothing(what: str, tmp_path: Path) -> None:
    make, message = HOSTILE[what]
    (tmp_path / "letter.docx").write_bytes(make())
    started = time.perf_counter()
    with pytest.raises(SourceError, match=message):
        run(tmp_path / "letter.docx")
    assert time.perf_counter() - started < 5
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_a_letter_cut_off_anywhere_is_told_to_be_damaged(tmp_path: Path) -> None:
    whole = Drafter().build(SOURCES[2], tmp_path / "whole.docx").path.read_bytes()
    for place in range(1, 60):
        (tmp_path / "cut.docx").write_bytes(whole[: len(whole) * place // 60])
        with pytest.raises(SourceError, match=r"damaged|no Word document|declares"):
            run(tmp_path / "cut.docx")


def test_answers_that_are_there_already_are_never_replaced_without_being_told(tmp_path: Path) -> None:
    letter = written_by_python_docx(response_of(SOURCES[2]), tmp_path / "letter.docx", Variation())
    (tmp_path / "letter.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(OverwriteError, match="nothing was written"):
        run(letter)
    assert (tmp_path / "letter.yaml").read_text(encoding="utf-8") == "mine"
    run(letter, "--force")
    assert answers.read(tmp_path / "letter.yaml").response.report.title


def paragraphs_of(*words: str) -> bytes:
    return with_body("".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in words))


def read_back(tmp_path: Path, *words: str) -> tuple[str, str]:
    (tmp_path / "letter.docx").write_bytes(paragraphs_of(*words))
    done = run(tmp_path / "letter.docx", "--force")
    return (tmp_path / "letter.yaml").read_text(encoding="utf-8"), done.stderr


def test_text_that_finds_no_place_is_kept_as_a_comment_and_said(tmp_path: Path) -> None:
    text, told = read_back(
        tmp_path,
        "Our ref: 12 #3",
        "Inspection Title: Custody",
        "Date Published: soon",
        "Type of Inspection: Joint",
        "KEY FINDINGS:",
        "Found.",
        "For Office Use Only:",
        "\u2713 Response forwarded to HMIC",
        "Response framed and hung up",
    )
    assert "\n# Text of letter.docx that found no place in the answers:\n" in text
    assert "\n# Our ref: 12 #3\n" in text
    assert "\n# published_on: soon\n" in text
    assert "\n# Response framed and hung up\n" in text
    assert "published_on: no day could be made out of \u201csoon\u201d" in told
    assert "\n  hmicfrs: true\n" in text


@given(st.lists(st.text(alphabet="abc #:'\u2019*-&<\u2713 12", min_size=1, max_size=30), max_size=8), st.data())
@settings(max_examples=60)
def test_no_word_is_lost_wherever_it_stands(lines: list[str], data: st.DataObject) -> None:
    frame = ["Inspection Title: T", "Published on: 7 July 2023", "Key Findings", "Recommendations", "Recommendation 2:"]
    frame += [
        "Chief Constable response",
        "Recommendation 2",
        "PCC response",
        "Recommendation 2",
        "For Office Use Only:",
    ]
    for line in lines:
        frame.insert(data.draw(st.integers(0, len(frame))), line)
    with tempfile.TemporaryDirectory() as folder:
        text, _ = read_back(Path(folder), *frame)
    kept = words_in(text)
    for line in lines:
        assert not words_in(line) - kept, line


def words_in(text: str) -> Counter[str]:
    return Counter(re.findall(r"[abc]+", re.sub(r"\b[a-z_]+:", "", text)))


_SYMBOL = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
_BOX = (
    '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>'
)
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData>'
    '</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
STEP = "Response forwarded to Chief Constable"
TICKS = {
    "a check mark": ("", "\u2713 ", "", "true"),
    "a heavy check mark with a variation": ("", "\u2714\ufe0f ", "", "true"),
    "a ballot box with a check": ("", "\u2611", "", "true"),
    "a ballot box with a cross, which is Word's tick": ("", "\u2612 ", "", "true"),
    "an empty ballot box": ("", "\u2610 ", "", "false"),
    "brackets": ("", "[x] ", "", "true"),
    "empty brackets": ("", "[ ] ", "", "false"),
    "Wingdings' tick": (_SYMBOL.format("Wingdings", "F0FC"), " ", "", "true"),
    "Wingdings' ticked box": (_SYMBOL.format("Wingdings", "F0FE"), " ", "", "true"),
    "Wingdings' empty box": (_SYMBOL.format("Wingdings", "F0A8"), " ", "", "false"),
    "a tick behind the words": ("", "", " \u2713", "true"),
    "a box that Word ticks": (_BOX.format("1", "\u2612"), " ", "", "true"),
    "a box that Word has not ticked": (_BOX.format("0", "\u2610"), " ", "", "false"),
    "a box of an old form": (_FIELD.format("1"), " ", "", "true"),
    "an x before the words": ("", "x ", "", "true"),
    "an X behind the words": ("", "", "\t X", "true"),
    "a day behind the words": ("", "", " \u2013 31 August 2023", "2023-08-31"),
    "yes": ("", "", ": Yes", "true"),
    "nothing": ("", "", "", "false"),
}


@pytest.mark.parametrize("how", TICKS)
def test_each_way_of_ticking_is_understood(how: str, tmp_path: Path) -> None:
    xml, before, after, wanted = TICKS[how]
    head = "".join(
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("Published on: 7 July 2023", "Key Findings")
    )
    office = "<w:p><w:r><w:t>For Office Use Only:</w:t></w:r></w:p>"
    step = f'<w:p>{xml}<w:r><w:t xml:space="preserve">{before}{STEP}{after}</w:t></w:r></w:p>'
    (tmp_path / "letter.docx").write_bytes(with_body(head + office + step))
    done = run(tmp_path / "letter.docx")
    assert f"checklist:\n  chief_constable: {wanted}\n" in (tmp_path / "letter.yaml").read_text(encoding="utf-8")
    assert ("does not show whether these steps were done" in done.stderr) == (how == "nothing")


def test_bullets_that_are_ticks_tick(tmp_path: Path) -> None:
    bullet = '<w:lvlText w:val="\uf0fc"/><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    numbering = (
        f'<w:numbering {W_NS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="bullet"/>{bullet}</w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/>'
        "</w:num></w:numbering>"
    )
    lines = ("Published on: 7 July 2023", "Key Findings", "For Office Use Only:")
    head = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in lines)
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    parts = {**house(), "word/numbering.xml": numbering.encode()}
    text = parts[DOCUMENT].decode()
    step = f"<w:p>{listed}<w:r><w:t>{STEP}</w:t></w:r></w:p>"
    body = f"{text[: text.index('<w:body>') + 8]}{head}{step}</w:body></w:document>"
    (tmp_path / "letter.docx").write_bytes(packed({**parts, DOCUMENT: body.encode()}))
    run(tmp_path / "letter.docx")
    assert "checklist:\n  chief_constable: true\n" in (tmp_path / "letter.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Custody (2024): https://example.org/a.", "Custody (2024)"),
        ("Custody in Norfolk (https://example.org/a)", "Custody in Norfolk"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_an_address_that_is_only_typed_becomes_the_link(typed: str, words: str, tmp_path: Path) -> None:
    text, _ = read_back(tmp_path, "Published on: 7 July 2023", f"Link to Report: {typed}", "Key Findings", "Found.")
    link = answers.load(text.replace("report:", "report:\n  title: T").encode(), "x").response.report.link
    assert link is not None
    assert (link.text, link.url) == (words, "https://example.org/a")


@pytest.mark.parametrize("source", [SOURCES[1], SOURCES[3]], ids=["opccn-2017", "opccn-2023"])
def test_the_words_by_which_a_layout_is_recognised_are_those_that_it_prints(source: Path, tmp_path: Path) -> None:
    layout = open_layout(response_of(source).layout)
    letter = Drafter().build(source, tmp_path / "letter.docx").path
    printed = "\n".join("".join(run.text for run in item.runs) for item in read_document(letter).items)
    names = {"chief_officer": "Chief Constable", "pcc": "PCC"}
    for name, words in layout.headings.items():
        absent = (name == "closing") or (name in ("recommendations", "causes_of_concern") and "2017" in layout.name)
        if not absent:
            assert words[0].format(**names).casefold() in printed.casefold(), name
    for fact in layout.facts:
        assert f"{layout.fact_labels[fact][0]}\t" in printed


def entries_of(tmp_path: Path, *words: str) -> tuple[Response, str]:
    text, told = read_back(tmp_path, "Inspection Title: T", "Date Published: 9 November 2017", "KEY FINDINGS:", *words)
    return answers.load(text.encode(), "x").response, told


def test_recommendations_with_typed_numbers_keep_them(tmp_path: Path) -> None:
    back, _ = entries_of(
        tmp_path,
        "Recommendations:",
        "They are for forces.",
        "2. Look.",
        "And listen.",
        "6b) Act.",
        "PCC response",
        "Good.",
    )
    assert [(entry.number, entry.text) for entry in back.recommendations or ()] == [
        ("2", "Look.\n\nAnd listen."),
        ("6b", "Act."),
    ]
    assert (back.recommendations_note or "").strip() == "They are for forces."


def test_recommendations_without_numbers_are_counted_and_said_to_be(tmp_path: Path) -> None:
    back, told = entries_of(tmp_path, "Recommendations:", "Look.", "Act.", "PCC response", "Good.")
    assert [entry.number for entry in back.recommendations or ()] == ["1", "2"]
    assert "the recommendations have no numbers in the letter; they were counted from 1" in told
    assert "each paragraph was taken for one recommendation" in told


def test_an_answer_to_a_recommendation_that_stands_nowhere_is_kept(tmp_path: Path) -> None:
    back, told = entries_of(
        tmp_path,
        *("Recommendations:", "Recommendation 2:", "Look.", "Chief Constable response", "Welcome."),
        *("Recommendation 7:", "We did.", "PCC response", "Good."),
    )
    assert [(entry.number, entry.text is None) for entry in back.recommendations or ()] == [("2", False), ("7", True)]
    assert "recommendation 7 is answered, and stands nowhere above" in told


def test_words_that_differ_from_those_repeated_stay_in_the_answer(tmp_path: Path) -> None:
    back, _ = entries_of(
        tmp_path,
        *("Recommendations:", "Recommendation 2:", "Look.", "Chief Constable response"),
        *("Recommendation 2:", "Look!", "We did.", "PCC response", "Recommendation 2:", "Look twice.", "Good."),
    )
    (entry,) = back.recommendations or ()
    assert (entry.chief_constable or "").strip() == "We did."
    assert entry.pcc is not None
    assert (entry.pcc.comment or "").strip() == "Look twice.\n\nGood."
