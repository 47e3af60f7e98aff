"""How a letter stands to its answers: who changed what since it was written."""

import shutil
import zipfile
from pathlib import Path

import pytest

from letters import ROOT, SMALLEST
from s55draft import answers
from s55draft.answers.source import digest
from s55draft.drafting import Drafter
from s55draft.drift import LetterState, letter_state
from s55draft.model import Response


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "response.yaml"
    path.write_text(answers.dump(Response.model_validate(SMALLEST)), encoding="utf-8")
    return path


@pytest.fixture
def letter(source: Path) -> Path:
    return Drafter().build(source).path


def state(source: Path) -> LetterState:
    return letter_state(digest(source.read_bytes()), source.with_suffix(".docx"))


def change_answers(source: Path) -> None:
    source.write_bytes(source.read_bytes() + b"# a word to myself\n")


def change_in_word(letter: Path) -> None:
    with zipfile.ZipFile(letter) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held["word/document.xml"] = held["word/document.xml"].replace(b"Own comments.", b"Own comments, mended.")
    with zipfile.ZipFile(letter, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)


def test_where_there_is_no_letter_there_is_none(source: Path) -> None:
    assert state(source) is LetterState.NO_LETTER


def test_a_letter_as_it_was_written_is_up_to_date(source: Path, letter: Path) -> None:
    assert letter.is_file()
    assert state(source) is LetterState.CURRENT


def test_answers_that_changed_since_are_told_from_a_letter_that_did(source: Path, letter: Path) -> None:
    change_answers(source)
    assert state(source) is LetterState.ANSWERS_CHANGED
    change_in_word(letter)
    assert state(source) is LetterState.BOTH


def test_a_letter_changed_in_word_is_told(source: Path, letter: Path) -> None:
    change_in_word(letter)
    assert state(source) is LetterState.LETTER_CHANGED
    assert letter_state(None, letter) is LetterState.LETTER_CHANGED


def test_a_letter_packed_anew_without_a_change_is_no_changed_letter(source: Path, letter: Path) -> None:
    with zipfile.ZipFile(letter) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(letter, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(held):
            archive.writestr(name, held[name])
    assert state(source) is LetterState.CURRENT


def test_a_word_file_of_another_program_is_foreign(source: Path) -> None:
    shutil.copy(ROOT / "templates" / "opccn-2023" / "letter.docx", source.with_suffix(".docx"))
    assert state(source) is LetterState.FOREIGN


@pytest.mark.parametrize("data", [b"", b"not a letter", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_unreadable(source: Path, data: bytes) -> None:
    source.with_suffix(".docx").write_bytes(data)
    assert state(source) is LetterState.UNREADABLE


def test_a_folder_of_that_name_is_unreadable(source: Path) -> None:
    source.with_suffix(".docx").mkdir()
    assert state(source) is LetterState.UNREADABLE


def test_only_what_may_hold_somebodys_work_is_guarded() -> None:
    assert {each for each in LetterState if not each.holds_work} == {
        LetterState.NO_LETTER,
        LetterState.CURRENT,
        LetterState.ANSWERS_CHANGED,
    }
