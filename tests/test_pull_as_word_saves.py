"""What Word itself does to a letter when it saves it, and what people do in it that leaves no trace elsewhere."""

from copy import deepcopy
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from letters import ROOT
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


@pytest.mark.parametrize("final", [False, True])
def test_the_letter_of_another_response_is_refused_and_both_are_named(tmp_path: Path, final: bool) -> None:  # noqa: FBT001
    case = Case(tmp_path, final=final)
    case.answers.write_bytes((ROOT / "examples" / "peel-2018-19.yaml").read_bytes())
    before = case.answers.read_bytes()
    done = case.run("--yes", "--prefer", "word")
    assert done.returncode == 1
    assert "about another report, \u201cPEEL Spotlight" in done.stderr
    assert "these answers are about \u201cPEEL: Police effectiveness" in done.stderr
    assert case.answers.read_bytes() == before


@pytest.mark.parametrize("final", [False, True])
def test_a_report_that_got_another_title_and_day_is_still_the_same(tmp_path: Path, final: bool) -> None:  # noqa: FBT001
    case = Case(tmp_path, final=final)

    def change(letter: Letter) -> None:
        letter.replace("report.title", "Getting a grip", "Getting a hold")
        letter.replace("report.published_on", "7 July", "8 July")

    case.edit(change)
    assert case.states() == {"report.title": State.TAKEN, "report.published_on": State.TAKEN}
    text = case.answers.read_text(encoding="utf-8").replace("2023-07-07", "2023-07-08")
    case.answers.write_text(text, encoding="utf-8")
    assert case.states() == {"report.title": State.TAKEN, "response_deadline": State.KEPT}


def _kinds(case: Case) -> list[tuple[str, str]]:
    return [(remark.kind.value, remark.what) for remark in case.pulled().remarks]


def test_a_field_that_was_copied_as_it_is_is_told_to_stand_twice(case: Case) -> None:
    def change(letter: Letter) -> None:
        letter.body.find(f"{W}sectPr").addprevious(deepcopy(letter.control("key_findings")))

    case.edit(change)
    assert case.states() == {}
    assert _kinds(case) == [("field out of its place", "The field \u201cKey findings\u201d stands twice, alike")]


def test_an_answer_put_into_another_is_told(case: Case) -> None:
    def change(letter: Letter) -> None:
        paragraph = parse_xml(f"<w:p {_R}/>")
        paragraph.append(letter.control("recommendations[3].text"))
        letter.paragraphs("pcc.closing")[0].addprevious(paragraph)

    case.edit(change)
    assert case.states() == {}
    [(kind, what)] = _kinds(case)
    assert kind == "field out of its place"
    assert what.startswith(
        "The field \u201cRecommendation 3: the report's words\u201d stands within \u201cPCC: closing\u201d"
    )


def test_a_control_of_another_document_pasted_into_an_answer_is_part_of_the_answer(case: Case) -> None:
    foreign = (
        '<w:sdt><w:sdtPr><w:alias w:val="Date"/><w:tag w:val="meeting"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>12 July 2023</w:t></w:r></w:sdtContent></w:sdt>"
    )
    case.edit(lambda letter: _put_before(letter, "pcc.closing", f"{foreign}<w:r><w:t>: we met.</w:t></w:r>"))
    [change] = case.pulled().changes
    assert (change.state, change.word.split("\n")[0]) == (State.TAKEN, "12 July 2023: we met.")


def test_words_struck_through_are_told_since_somebody_may_have_meant_to_delete_them(case: Case) -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>Not this.</w:t></w:r>"
    case.edit(lambda letter: _put_before(letter, "pcc.closing", struck))
    assert [kind for kind, _ in _kinds(case)] == ["words struck through"]


def test_a_paragraph_made_bold_is_told_to_become_a_minor_heading(case: Case) -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>All of this is important.</w:t></w:r>"
    case.edit(lambda letter: _put_before(letter, "pcc.closing", bold))
    assert _kinds(case) == [("paragraph in bold", "A paragraph that is bold as a whole becomes a minor heading")]


@pytest.mark.parametrize("day", ["07/07/2023", "Friday, 7 July 2023", "7th July 2023"])
def test_a_day_typed_anew_in_another_form_is_the_same_day(case: Case, day: str) -> None:
    case.edit(lambda letter: letter.replace("report.published_on", "7 July 2023", day))
    assert case.states() == {}


def test_a_letter_made_in_another_layout_is_told_to_be_one(case: Case) -> None:
    text = case.answers.read_text(encoding="utf-8").replace("layout: opccn-2023", "layout: opccn-2017")
    case.answers.write_text(text, encoding="utf-8")
    [(kind, what)] = _kinds(case)
    assert kind == "layout"
    assert "was made in the layout opccn-2023, and the answers now say opccn-2017" in what
