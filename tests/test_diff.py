"""`diff`: what differs between two answers files, or answers and a letter, by answer and by word."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from letters import EXAMPLES, ROOT
from s55draft.commands import program
from s55draft.commands.diff import _coloured
from s55draft.drafting import Drafter

GETTING_A_GRIP = ROOT / "examples" / "getting-a-grip.yaml"


def run(*arguments: Path | str) -> Result:
    done = CliRunner().invoke(program, ["diff", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    text = GETTING_A_GRIP.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
def test_answers_and_the_letter_made_of_them_say_the_same(source: Path, tmp_path: Path) -> None:
    for path in source.parent.glob("*"):
        if path.is_file():
            shutil.copy(path, tmp_path)
    answers = tmp_path / source.name
    letter = Drafter().build(answers).path
    for pair in ((answers, letter), (letter, answers), (answers, answers), (letter, letter)):
        done = run(*pair)
        assert done.return_value == 0, done.output
        assert "say the same" in done.output


def test_a_changed_word_is_told_under_the_name_of_its_answer(tmp_path: Path) -> None:
    other = changed(tmp_path, ("The recommendation is accepted. Screening", "The recommendation is noted. Screening"))
    done = run(GETTING_A_GRIP, other)
    assert done.return_value == 1
    assert "Recommendation 3: the Chief Constable's answer\n    The recommendation is [-accepted-]{+noted+}." in (
        done.output
    )
    assert "1 difference." in done.output


def test_what_was_changed_in_the_answers_since_the_letter_is_told_against_the_letter(tmp_path: Path) -> None:
    letter = Drafter().build(GETTING_A_GRIP, tmp_path / "letter.docx").path
    other = changed(tmp_path, ("published_on: 2023-07-07", "published_on: 2023-07-10"))
    done = run(letter, other)
    assert "Date published\n    [-7-]{+10+} July 2023" in done.output
    assert "Response deadline\n    [-31 August-]{+3 September+} 2023" in done.output
    assert "2 differences." in done.output


def test_entries_that_are_new_gone_moved_or_renumbered_are_named(tmp_path: Path) -> None:
    two, three, five, six = (
        f'  - number: "{number}"\n    text: |\n      Words of entry {number}, as the report has them.\n'
        for number in (2, 3, 5, 6)
    )
    head = "layout: opccn-2023\nreport:\n  title: Custody\n  published_on: 2024-02-20\nrecommendations:\n"
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(head + two + three + five + six, encoding="utf-8")
    new.write_text(head + six + two.replace('"2"', '"2a"') + three.replace("3", "4") + five, encoding="utf-8")
    done = run(old, new)
    assert "Recommendation 2a\n    it was Recommendation 2\n" in done.output
    assert "Recommendation 6\n    moved: it stood after Recommendation 5, and now stands first\n" in done.output
    assert "New: Recommendation 4\n  Recommendation 4: the report's words\n    {+Words of entry 4" in done.output
    assert "Gone: Recommendation 3\n  Recommendation 3: the report's words\n    [-Words of entry 3" in done.output


def test_scripts_get_every_piece(tmp_path: Path) -> None:
    other = changed(tmp_path, ("forces: All local forces", "forces: All forces"))
    found = {one["answer"]: one for one in json.loads(run(GETTING_A_GRIP, other, "--format", "json").output)}
    forces = found["report.forces"]
    assert (forces["name"], forces["kind"], forces["new"]) == (
        "Police forces",
        "changed",
        "All forces in England and Wales",
    )
    assert forces["words"] == [["same", "All "], ["removed", "local "], ["same", "forces in England and Wales"]]


def test_a_word_file_of_somebody_else_is_refused_with_the_way_out(tmp_path: Path) -> None:
    import docx  # noqa: PLC0415 - here alone

    document = docx.Document()
    document.add_paragraph("Key Findings")
    document.save(str(tmp_path / "foreign.docx"))
    with pytest.raises(Exception, match=r"not made by s55draft[^\n]*\n  hint: [^\n]*s55draft import"):
        run(GETTING_A_GRIP, tmp_path / "foreign.docx")


def test_nothing_is_written(tmp_path: Path) -> None:
    other = changed(tmp_path, ("All local forces", "All forces"))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    run(GETTING_A_GRIP, other)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_colour_is_a_second_signal_that_goes_on_over_lines() -> None:
    lines = list(_coloured(["same [-old", "older-] {+new+}"]))
    assert lines == [
        "same \x1b[31m[-old\x1b[0m",
        "\x1b[31molder-]\x1b[0m \x1b[32m{+new+}\x1b[0m",
    ]


def test_without_a_terminal_there_is_no_colour(tmp_path: Path) -> None:
    assert "\x1b" not in run(GETTING_A_GRIP, changed(tmp_path, ("All local forces", "All forces"))).output
