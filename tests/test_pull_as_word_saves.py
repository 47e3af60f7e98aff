"""What Word itself does to a letter when it saves it, and what people do in it that leaves no trace elsewhere."""

from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from s55draft.pulling import State
from test_pull import Case
from word_edits import Letter, W

_R = nsdecls("w", "r")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def _field(code: str, shown: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return f"{marks['begin']}{code}{marks['separate']}<w:r><w:t>{shown}</w:t></w:r>{marks['end']}"


def _code(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r>'


def _put_before(letter: Letter, tag: str, xml: str) -> None:
    """Puts a paragraph with these runs before the first of an answer."""
    letter.paragraphs(tag)[0].addprevious(parse_xml(f"<w:p {_R}>{xml}</w:p>"))


def test_the_place_in_a_page_that_a_link_leads_to_is_kept_where_word_parts_it_from_the_address(case: Case) -> None:
    def change(letter: Letter) -> None:
        link = next(letter.content("report.link").iter(f"{W}hyperlink"))
        link.set(f"{W}anchor", "findings")
        link = _field(_code('HYPERLINK "https://example.org/report" \\l "part-2" \\o "Report"'), "the report")
        _put_before(letter, "pcc.closing", link)

    case.edit(change)
    assert case.run("--yes").returncode == 0
    assert str(case.at("report", "link", "url")).endswith("/police-performance-getting-a-grip/#findings")
    assert str(case.at("pcc", "closing")).startswith("[the report](https://example.org/report#part-2)\n\n")


def test_what_a_field_within_the_code_of_another_shows_is_no_text(case: Case) -> None:
    inner = _field(_code("MERGEFIELD force"), "Hidden")
    case.edit(lambda letter: _put_before(letter, "pcc.closing", _field(f"{_code('IF')}{inner}{_code('= 1')}", "Shown")))
    [change] = case.pulled().changes
    assert (change.state, change.word.split("\n")[0]) == (State.TAKEN, "Shown")


@pytest.mark.parametrize("behind", [False, True])
def test_words_typed_beside_an_answer_in_its_paragraph_are_told(case: Case, behind: bool) -> None:  # noqa: FBT001
    def change(letter: Letter) -> None:
        control = letter.control("recommendations_note")
        run = parse_xml(f"<w:r {_R}><w:t>Typed beside it.</w:t></w:r>")
        (control.addnext if behind else control.addprevious)(run)

    case.edit(change)
    assert case.states() == {}
    assert [(one.new, one.under) for one in case.pulled().outside] == [("Typed beside it.", "Recommendations")]


def test_the_last_words_are_read_though_the_end_of_their_paragraph_was_deleted(case: Case) -> None:
    def change(letter: Letter) -> None:
        deleted = '<w:pPr><w:rPr><w:del w:id="1" w:author="A. Person"/></w:rPr></w:pPr>'
        last = parse_xml(f"<w:p {_R}>{deleted}<w:r><w:t>The last words.</w:t></w:r></w:p>")
        letter.body.find(f"{W}sectPr").addprevious(last)

    case.edit(change)
    assert [one.new for one in case.pulled().outside] == ["The last words."]
