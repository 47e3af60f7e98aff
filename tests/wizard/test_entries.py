"""Changing, taking out and moving the entries of a list; writing in an editor; a disk that is full."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from person import EXAMPLES, PROGRAM, PlainRun, data_of, no_letter
from screen import Screen

from s55draft.wizard import session
from s55draft.wizard.prompter import Prompt, Word
from s55draft.wizard.review import reviewer
from s55draft.wizard.scripted import Scripted


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "half.yaml"
    path.write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    return path


def at_the_list(path: Path, *said: str) -> Scripted:
    """Goes to the end of the recommendations by the outline, says these things there, and stops."""
    left = list(said)

    def answer(prompt: Prompt) -> str:
        if prompt.where == "Outline":
            return next(choice.value for choice in prompt.choices if "Causes of concern" in choice.label)
        if prompt.key == "causes_of_concern" and left:
            return Word.BACK
        if prompt.message.startswith("Should some words stand before"):
            return Word.BACK
        if (prompt.key == "recommendations" or not prompt.key) and left:
            return left.pop(0)
        return Word.STOP if not left else Word.OUTLINE

    prompter = Scripted(answer)
    session.run(path, prompter, lambda: reviewer(no_letter))
    assert not left
    return prompter


def numbers(path: Path) -> list[str]:
    return [entry["number"] for entry in data_of(path)["recommendations"]]


def test_an_entry_is_moved_with_its_answers(path: Path) -> None:
    before = data_of(path)["recommendations"]
    first, *others = numbers(path)
    prompter = at_the_list(path, "reorder", "0", str(len(others)))
    assert numbers(path) == [*others, first]
    assert data_of(path)["recommendations"][-1] == before[0]
    assert f"The recommendations are now: {', '.join([*others, first])}." in prompter.heard


def test_an_entry_is_taken_out_only_when_that_is_said_twice(path: Path) -> None:
    before = numbers(path)
    at_the_list(path, "remove", "1", "no")
    assert numbers(path) == before
    prompter = at_the_list(path, "remove", "1", "yes")
    assert numbers(path) == [before[0], *before[2:]]
    asked = next(prompt.message for prompt in prompter.asked if prompt.message.startswith("Take out"))
    assert asked == f"Take out recommendation {before[1]}? Its text and answers are deleted."


def test_changing_an_entry_goes_to_its_first_question(path: Path) -> None:
    prompter = at_the_list(path, "change", "1")
    assert prompter.asked[-1].key == "recommendations[1].number"
    assert prompter.asked[-1].default == numbers(path)[1]


def test_a_number_used_twice_is_said_under_the_question_and_stays_to_be_mended(path: Path) -> None:
    screen = Screen(["edit", path.name], path.parent)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    for question in ("What does recommendation 1 say?", "Whom is recommendation 1 addressed to?"):
        screen.type("back\r")
        screen.until(question)
    screen.type("back\r")
    screen.until("What number does the report give this recommendation?")
    screen.type("\x15" + numbers(path)[1] + "\r")
    screen.until(f"The number {numbers(path)[1]} is used already. Give the report's own.")
    screen.until(f"> {numbers(path)[1]}")
    screen.type("\x159\r")
    screen.until("What does the Chief Constable answer to recommendation 9?")
    assert numbers(path)[0] == "9"


@pytest.mark.skipif(os.name == "nt", reason="a terminal of another system")
def test_a_text_written_in_the_persons_editor_is_taken_over_with_the_question_on_top(path: Path) -> None:
    seen = path.parent / "seen by the editor"
    editor = path.parent / "an editor.py"
    editor.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[1])\n"
        f"pathlib.Path({str(seen)!r}).write_text(file.read_text(encoding='utf-8'), encoding='utf-8')\n"
        "file.write_bytes(file.read_bytes() + 'Accepted \u2013 in full.\\r\\n\\r\\n- by May\\r\\n'.encode())\n",
        encoding="utf-8",
    )
    command = shlex.join([sys.executable, str(editor)])
    screen = Screen(["edit", path.name], path.parent, VISUAL=command)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    screen.type("2\r")
    screen.until("Keep this text?")
    screen.type("1\r")
    screen.until("-- Recommendations \u00b7 15 of")
    stored = data_of(path)["recommendations"][0]["chief_constable"]
    assert stored.strip() == "Accepted \u2013 in full.\n\n- by May"
    assert seen.read_text(encoding="utf-8").startswith("What does the Chief Constable answer to recommendation 1?")
    assert [file.name for file in path.parent.glob("*.txt")] == []


def test_an_editor_that_is_not_there_is_said_and_nothing_is_lost(path: Path) -> None:
    before = path.read_bytes()
    screen = Screen(["edit", path.name], path.parent, VISUAL="no-such-editor --wait")
    screen.until("What does the Chief Constable answer to recommendation 1?")
    screen.type("2\r")
    screen.until("The editor no-such-editor could not be used")
    screen.settle()
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="a limit of another system stands for the full disk")
def test_a_full_disk_is_said_the_old_file_stays_and_the_answer_can_be_saved_later(path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = path.read_bytes()
    run = PlainRun(["edit", path.name], path.parent)
    run.until_asked()
    limits = len(before) + 200, resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, limits)
    for line in ("1\n", "Words enough to be more than the disk holds. " * 40 + "\n", ".\n", "1\n"):
        run.send(line)
        said = run.until_asked()
    assert "Not saved: the answers could not be written: File too large." in said
    assert "Try again" in said
    assert path.read_bytes() == before
    resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (limits[1], limits[1]))
    run.send("1\n")
    said = run.until_asked()
    assert "about recommendation 1?" in said
    assert "Words enough" in data_of(path)["recommendations"][0]["chief_constable"]
    run.rest()


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "new", str(tmp_path / "no such folder" / "a.yaml"), "--plain"],
        input=b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"there is no folder" in done.stderr
