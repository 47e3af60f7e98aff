"""What people change in a letter in Word comes back into the answers, and nothing else changes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path

import docx
import pexpect
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from letters import ROOT
from s55draft import answers
from s55draft.drafting import Drafter
from s55draft.pulling import Pulled, State, open_pull
from s55draft.requesting import request
from test_office import png
from word_edits import Letter, W

EXAMPLE = ROOT / "examples" / "getting-a-grip.yaml"
UNFINISHED = ROOT / "examples" / "half-finished.yaml"
NOW = "2026-01-05T10:00:00Z"
BY = f'{nsdecls("w")} w:id="900" w:author="A. Person" w:date="{NOW}"'


class Case:
    """An answers file and its letter."""

    def __init__(self, folder: Path, example: Path = EXAMPLE, *, final: bool = False) -> None:
        self.answers = folder / "answers.yaml"
        self.answers.write_bytes(example.read_bytes())
        self.letter = Drafter().build(self.answers, final=final).path

    def edit(self, change: Callable[[Letter], object]) -> None:
        letter = Letter(self.letter)
        change(letter)
        letter.save()

    def pulled(self) -> Pulled:
        return open_pull(self.letter, self.answers, Drafter()).pulled()

    def states(self) -> dict[str, State]:
        return {change.tag: change.state for change in self.pulled().changes}

    def run(self, *options: str, **kwargs: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "s55draft", "pull", self.letter.name, self.answers.name, *options]
        environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **kwargs}
        folder = self.answers.parent
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=folder, check=False)

    def at(self, *path: str | int) -> object:
        found = answers.read(self.answers).response.model_dump()
        for part in path:
            found = found[part]  # type: ignore[index]
        return found


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_a_letter_that_nobody_touched_says_the_same(case: Case) -> None:
    before = case.answers.read_bytes()
    done = case.run("--yes")
    assert done.returncode == 0
    assert "say the same" in done.stdout
    assert case.answers.read_bytes() == before


def test_a_changed_sentence_is_taken_and_every_other_line_stays(case: Case) -> None:
    case.edit(lambda letter: letter.replace("key_findings", "It does not grade anyone.", "It grades nobody."))
    before = case.answers.read_text(encoding="utf-8").split("\n")
    assert case.states() == {"key_findings": State.TAKEN}
    shown = case.run()
    assert shown.returncode == 1
    assert "[-does not grade anyone-]{+grades nobody+}" in " ".join(shown.stdout.split()).replace("-] {+", "-]{+")
    assert "add --yes" in shown.stderr
    assert case.answers.read_text(encoding="utf-8").split("\n") == before
    done = case.run("--yes")
    assert done.returncode == 0
    after = case.answers.read_text(encoding="utf-8").split("\n")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert "It grades nobody." in changed[0][1]
    assert case.states() == {}


def test_every_line_of_what_is_shown_fits_80_columns(case: Case) -> None:
    case.edit(lambda letter: letter.replace("key_findings", "It does not grade anyone.", "It grades nobody."))
    assert max(len(line) for line in case.run("--dry-run").stdout.split("\n")) <= 80


def test_paragraphs_and_bullets_come_back_in_their_place(case: Case) -> None:
    def change(letter: Letter) -> None:
        bullet = next(p for p in letter.paragraphs("key_findings") if "ListBullet" in str(p.xml))
        letter.add_after(bullet, "a bullet that was added;")
        last = letter.paragraphs("pcc.closing")[-1]
        letter.add_after(last, "A paragraph that was added at the end.")

    case.edit(change)
    assert case.states() == {"key_findings": State.TAKEN, "pcc.closing": State.TAKEN}
    assert case.run("--yes").returncode == 0
    assert "has worked;\n- a bullet that was added;\n- it cannot put a price" in str(case.at("key_findings"))
    assert str(case.at("pcc", "closing")).endswith("\n\nA paragraph that was added at the end.")


def test_a_list_that_became_numbered_is_numbered(case: Case) -> None:
    def change(letter: Letter) -> None:
        for paragraph in letter.paragraphs("recommendations[2].text"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            if style.get(f"{W}val") == "ListBullet":
                style.set(f"{W}val", "ListNumber")

    case.edit(change)
    assert case.states() == {"recommendations[2].text": State.TAKEN}
    case.run("--yes")
    assert "\n\n1. how the force listens" in str(case.at("recommendations", 0, "text"))


def test_placeholders_that_were_typed_over_are_answers(tmp_path: Path) -> None:
    case = Case(tmp_path, UNFINISHED)
    assert case.states() == {}

    def change(letter: Letter) -> None:
        awaited = letter.content("pcc.comments").find(f".//{W}t")
        awaited.text = "The Commissioner welcomes the report."

    case.edit(change)
    assert case.states() == {"pcc.comments": State.TAKEN}
    assert case.run("--yes").returncode == 0
    assert case.at("pcc", "comments") == "The Commissioner welcomes the report."


def test_boxes_ticked_in_word_are_ticks(case: Case) -> None:
    case.edit(lambda letter: letter.tick("hmicfrs"))
    assert case.states() == {"checklist.hmicfrs": State.TAKEN}
    assert "ticked in Word, not ticked in the answers" in case.run("--yes").stdout
    assert case.at("checklist", "hmicfrs") is True


def test_a_day_of_a_tick_stays_while_the_box_is_ticked(case: Case) -> None:
    text = case.answers.read_text(encoding="utf-8")
    case.answers.write_text(text.replace("hmicfrs: false", "hmicfrs: 2023-08-30"), encoding="utf-8")
    Drafter().build(case.answers)
    before = case.answers.read_bytes()
    assert case.states() == {}
    case.edit(lambda letter: letter.tick("hmicfrs", ticked=False))
    assert case.states() == {"checklist.hmicfrs": State.TAKEN}
    case.edit(lambda letter: letter.tick("hmicfrs"))
    case.run("--yes")
    assert case.answers.read_bytes() == before


def test_facts_are_read_back_in_the_form_of_the_file(case: Case) -> None:
    def change(letter: Letter) -> None:
        letter.replace("report.published_on", "7 July 2023", "8 July 2023")
        letter.replace("report.publication_types", "PEEL, Police performance and Spotlight", "PEEL and Spotlight")
        letter.replace("response_deadline", "31 August 2023", "soon")

    case.edit(change)
    states = case.states()
    assert states["report.published_on"] is State.TAKEN
    assert states["report.publication_types"] is State.TAKEN
    assert states["response_deadline"] is State.UNFIT
    assert case.run("--yes").returncode == 1
    assert str(case.at("report", "published_on")) == "2023-07-08"
    assert case.at("report", "publication_types") == ("PEEL", "Spotlight")


class TestBothSides:
    """The letter and the answers were changed since the letter was written."""

    def both(self, case: Case) -> None:
        case.edit(lambda letter: letter.replace("pcc.closing", "cares for them", "looks after them"))
        text = case.answers.read_text(encoding="utf-8")
        text = text.replace("knows how it is doing", "knows how it does").replace("Its purpose is to ask", "It asks")
        case.answers.write_text(text, encoding="utf-8")

    def test_what_only_the_answers_changed_stays(self, case: Case) -> None:
        self.both(case)
        assert case.states() == {"key_findings": State.KEPT, "pcc.closing": State.CONFLICT}
        shown = case.run("--dry-run").stdout
        assert "Changed in the answers since the document was written; they stay:" in shown
        assert "in Word: " in shown
        assert "in answers: " in shown

    def test_no_side_is_taken_in_silence(self, case: Case) -> None:
        self.both(case)
        before = case.answers.read_bytes()
        done = case.run("--yes")
        assert done.returncode == 1
        assert "PCC: closing" in done.stderr
        assert case.answers.read_bytes() == before

    def test_a_script_may_prefer_a_side(self, case: Case) -> None:
        self.both(case)
        before = case.answers.read_bytes()
        assert case.run("--yes", "--prefer", "answers").returncode == 0
        assert case.answers.read_bytes() == before
        assert case.run("--yes", "--prefer", "word").returncode == 0
        assert "looks after them" in str(case.at("pcc", "closing"))
        assert "It asks" in str(case.at("key_findings"))

    def test_a_final_letter_tells_the_sides_apart_by_digests(self, tmp_path: Path) -> None:
        case = Case(tmp_path, ROOT / "examples" / "legitimacy-2017.yaml", final=True)
        case.edit(lambda letter: letter.replace("pcc.comments", "grateful", "thankful"))
        text = case.answers.read_text(encoding="utf-8").replace("ethics", "ethical questions", 1)
        case.answers.write_text(text, encoding="utf-8")
        states = case.states()
        assert states.pop("pcc.comments") is State.TAKEN
        assert set(states.values()) == {State.KEPT}


def test_an_emptied_answer_is_erased_only_if_said(case: Case) -> None:
    def change(letter: Letter) -> None:
        for text in letter.content("recommendations_note").iter(f"{W}t"):
            text.text = ""

    case.edit(change)
    assert case.states() == {"recommendations_note": State.EMPTIED}
    before = case.answers.read_bytes()
    assert case.run("--yes").returncode == 1
    assert case.answers.read_bytes() == before
    assert case.run("--yes", "--erase").returncode == 0
    assert case.at("recommendations_note") is None


def test_a_deleted_control_is_told_and_its_answer_stays(case: Case) -> None:
    def change(letter: Letter) -> None:
        control = letter.control("recommendations[3].chief_constable")
        control.getparent().remove(control)

    case.edit(change)
    assert case.states() == {"recommendations[3].chief_constable": State.DELETED}
    before = case.answers.read_bytes()
    done = case.run("--yes")
    assert done.returncode == 1
    assert "Deleted in Word" in done.stdout
    assert case.answers.read_bytes() == before


def test_an_answer_whose_control_was_removed_is_found_by_its_bookmark(case: Case) -> None:
    def change(letter: Letter) -> None:
        letter.replace("recommendations[3].chief_constable", "is accepted", "is accepted in full")
        control = letter.control("recommendations[3].chief_constable")
        for child in reversed(list(control.find(f"{W}sdtContent"))):
            control.addnext(child)
        control.getparent().remove(control)

    case.edit(change)
    assert case.states() == {"recommendations[3].chief_constable": State.TAKEN}


def test_a_copied_control_is_taken_by_neither_text(case: Case) -> None:
    def change(letter: Letter) -> None:
        control = letter.control("recommendations[2].text")
        copy = deepcopy(control)
        control.getparent().append(copy)
        next(copy.iter(f"{W}t")).text = "Another text"

    case.edit(change)
    assert case.states() == {"recommendations[2].text": State.COPIED}
    before = case.answers.read_bytes()
    assert case.run("--yes").returncode == 1
    assert case.answers.read_bytes() == before


def test_unknown_tags_and_entries_are_told(case: Case) -> None:
    def change(letter: Letter) -> None:
        for old, new in (("pcc.closing", "pcc.finally"), ("recommendations[6].pcc.action", "recommendations[9].pcc")):
            letter.control(old).find(f"{W}sdtPr/{W}tag").set(f"{W}val", new)

    case.edit(change)
    states = case.states()
    assert states["pcc.finally"] is State.UNKNOWN
    assert states["recommendations[9].pcc"] is State.UNKNOWN
    assert case.run("--yes").returncode == 1


def test_recommendations_added_since_are_told_as_not_in_the_document(case: Case) -> None:
    text = case.answers.read_text(encoding="utf-8")
    entry = '  - number: "7"\n    text: |\n      By June, forces should do one more thing.\n'
    case.answers.write_text(text.replace("recommendations:\n", f"recommendations:\n{entry}", 1), encoding="utf-8")
    states = case.states()
    assert states == {
        "recommendations[7].text": State.ABSENT,
        "recommendations[7].chief_constable": State.ABSENT,
        "recommendations[7].pcc": State.ABSENT,
    }
    assert case.pulled().outside == ()
    assert case.run("--yes").returncode == 0


class TestOutside:
    """Words outside every answer are never dropped in silence."""

    def test_a_renamed_heading_is_told(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            next(letter.fixed("Key Findings").iter(f"{W}t")).text = "Main findings"

        case.edit(change)
        pulled = case.pulled()
        assert pulled.changes == ()
        assert [(one.old, one.new) for one in pulled.outside] == [("Key Findings", "Main findings")]
        assert "heading changed:" in case.run().stdout

    def test_text_typed_between_answers_is_told_with_its_heading(self, case: Case) -> None:
        case.edit(lambda letter: letter.add_after(letter.fixed("Areas for Improvement"), "A stray note.", "BodyText"))
        assert [(one.old, one.new, one.under) for one in case.pulled().outside] == [
            ("", "A stray note.", "Areas for Improvement")
        ]

    def test_text_pasted_at_the_end_is_told(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            letter.file.add_paragraph("Pasted at the very end.")

        case.edit(change)
        assert [one.new for one in case.pulled().outside] == ["Pasted at the very end."]

    def test_a_changed_or_deleted_fixed_paragraph_is_told(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            next(letter.fixed("Section 55").iter(f"{W}t")).text = "Section 55 of the Police Act requires a response."
            heading = letter.fixed("There are no areas")
            heading.getparent().remove(heading)

        case.edit(change)
        outside = case.pulled().outside
        assert [bool(one.old) for one in outside] == [True, True]
        assert {one.new for one in outside} == {"Section 55 of the Police Act requires a response.", ""}


class TestWhatAnswersCannotHold:
    """Tracked changes, comments, pictures, tables, footnotes."""

    def test_tracked_changes_are_read_as_accepted_and_told(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            paragraph = letter.paragraphs("pcc.closing")[0]
            run = paragraph.find(f"{W}r")
            run.addnext(parse_xml(f"<w:ins {BY}><w:r><w:t> Put in.</w:t></w:r></w:ins>"))
            deleted = parse_xml(f"<w:del {BY}><w:r><w:delText> Gone.</w:delText></w:r></w:del>")
            run.addnext(deleted)

        case.edit(change)
        done = case.run("--yes")
        assert "Tracked changes: 1 deletion and 1 insertion, by A. Person, read as accepted." in done.stdout
        assert str(case.at("pcc", "closing")).split("\n")[0].endswith("Put in.")

    def test_tracked_changes_can_be_refused(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            run = letter.paragraphs("pcc.closing")[0].find(f"{W}r")
            run.addnext(parse_xml(f"<w:ins {BY}><w:r><w:t> Put in.</w:t></w:r></w:ins>"))

        case.edit(change)
        before = case.answers.read_bytes()
        done = case.run("--yes", "--tracked", "refuse")
        assert done.returncode == 1
        assert "tracked changes: 1 insertion, by A. Person" in done.stderr.replace("Tracked", "tracked")
        assert case.answers.read_bytes() == before

    def test_comments_are_told_with_whom_and_where(self, case: Case) -> None:
        def change(letter: Letter) -> None:
            paragraph = next(p for p in letter.file.paragraphs if p.text.startswith("Key Findings"))
            letter.file.add_comment(paragraph.runs, text="Is this right?", author="B. Reader")

        case.edit(change)
        shown = case.run().stdout
        assert "A comment by B. Reader" in shown
        assert "Is this right?" in shown

    def test_tables_and_pictures_are_told_with_the_heading(self, case: Case) -> None:
        picture = case.answers.with_name("dot.png")
        picture.write_bytes(png(1, 1))

        def change(letter: Letter) -> None:
            table = letter.file.add_table(1, 2)
            table.cell(0, 0).text = "left"
            letter.fixed("Areas for Improvement").addnext(table._tbl)
            paragraph = letter.file.add_paragraph()
            paragraph.add_run().add_picture(str(picture))
            letter.fixed("Areas for Improvement").addnext(paragraph._p)

        case.edit(change)
        remarks = [(remark.kind.value, remark.under) for remark in case.pulled().remarks]
        assert remarks == [("picture", "Areas for Improvement"), ("table", "Areas for Improvement")]


def test_json_gives_each_change_with_its_three_texts(case: Case) -> None:
    case.edit(lambda letter: letter.replace("pcc.closing", "cares for them", "looks after them"))
    done = case.run("--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["written"] is False
    (change,) = found["changes"]
    assert change["state"] == "taken"
    assert "looks after them" in change["word"]
    assert change["written"] == change["answers"]


def test_answers_that_changed_since_they_were_read_are_not_written_over(case: Case) -> None:
    case.edit(lambda letter: letter.replace("pcc.closing", "cares for them", "looks after them"))
    opened = open_pull(case.letter, case.answers, Drafter())
    changes = {change.tag: change for change in opened.pulled().changes}
    text = case.answers.read_bytes() + b"# somebody else was here\n"
    case.answers.write_bytes(text)
    with pytest.raises(Exception, match="changed by somebody else meanwhile"):
        opened.write(changes)
    assert case.answers.read_bytes() == text


def test_areas_that_are_written_as_their_words_alone_stay_so(tmp_path: Path) -> None:
    case = Case(tmp_path, ROOT / "examples" / "legitimacy-2017.yaml")
    text = case.answers.read_text(encoding="utf-8")
    before = answers.read(case.answers).response.areas_for_improvement
    assert before is not None
    case.edit(lambda letter: letter.replace("areas_for_improvement[1].text", "The force should", "The force must"))
    assert case.run("--yes").returncode == 0
    after = case.answers.read_text(encoding="utf-8")
    assert after.replace("The force must", "The force should").split() == text.split()


def test_a_document_of_somebody_else_is_refused(case: Case, tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("Not ours.")
    file.save(str(tmp_path / "other.docx"))
    case.letter = tmp_path / "other.docx"
    done = case.run("--yes")
    assert done.returncode == 1
    assert "was not made by s55draft" in done.stderr


def test_the_name_in_a_form_is_told(case: Case) -> None:
    case.letter = request(case.answers, None, Drafter(), date(2023, 7, 10), force=True).path
    case.edit(lambda letter: letter.replace("form.name", "Click here and type a name.", "B. Staff Officer"))
    assert "Filled in by: B. Staff Officer." in case.run().stdout


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is wanted")
@pytest.mark.parametrize(("side", "words"), [("w", "It grades nobody."), ("a", "It does not grade any force.")])
def test_on_a_terminal_the_person_chooses_a_side(case: Case, side: str, words: str) -> None:
    case.edit(lambda letter: letter.replace("key_findings", "It does not grade anyone.", "It grades nobody."))
    text = case.answers.read_text(encoding="utf-8").replace("grade anyone", "grade any force")
    case.answers.write_text(text, encoding="utf-8")
    command = ["-m", "s55draft", "pull", case.letter.name, case.answers.name]
    screen = pexpect.spawn(sys.executable, command, cwd=str(case.answers.parent), encoding="utf-8", timeout=20)
    screen.expect("Key findings: take Word's text")
    screen.sendline(side)
    if side == "w":
        screen.expect("Write 1 answer to answers.yaml")
        screen.sendline("y")
    screen.expect(pexpect.EOF)
    screen.close()
    assert words in case.answers.read_text(encoding="utf-8")
