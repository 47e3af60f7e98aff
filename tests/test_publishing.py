"""A letter gets its name whole or not at all, and never over somebody's work."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from letters import ROOT, SMALLEST
from s55draft import answers
from s55draft.drafting import Drafter
from s55draft.errors import ExportError, OverwriteError
from s55draft.model import Response
from s55draft.publishing import free_name_beside, is_open_elsewhere, publish

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "response.yaml"
    path.write_text(answers.dump(Response.model_validate(SMALLEST)), encoding="utf-8")
    return path


def edit(source: Path, old: str = "Findings.", new: str = "Other findings.") -> None:
    source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def change_in_word(letter: Path) -> None:
    """As Word does on saving: every part written anew."""
    with zipfile.ZipFile(letter) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held["word/document.xml"] = held["word/document.xml"].replace(b"Own comments.", b"Own comments, mended.")
    with zipfile.ZipFile(letter, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)


def test_the_letter_stands_beside_its_answers_and_nothing_else_does(source: Path) -> None:
    built = Drafter().build(source)
    assert built.path == source.with_suffix(".docx")
    assert sorted(path.name for path in source.parent.iterdir()) == ["response.docx", "response.yaml"]


def test_a_letter_as_it_was_written_is_replaced_when_the_answers_change(source: Path) -> None:
    Drafter().build(source)
    edit(source)
    assert Drafter().build(source).changed
    assert not Drafter().build(source).changed


def test_a_letter_that_was_changed_in_word_is_not_replaced_and_loses_nothing(source: Path) -> None:
    letter = Drafter().build(source).path
    change_in_word(letter)
    before = letter.read_bytes()
    with pytest.raises(
        OverwriteError, match="was changed in Word since s55draft wrote it; nothing was written"
    ) as told:
        Drafter().build(source)
    assert f"s55draft pull {letter} {source};" in (told.value.problems[0].hint or "")
    edit(source)
    with pytest.raises(OverwriteError, match="since s55draft wrote it, and so were the answers; nothing was written"):
        Drafter().build(source)
    assert letter.read_bytes() == before
    assert Drafter().build(source, force=True).changed
    assert letter.read_bytes() != before


@pytest.mark.parametrize("data", [b"", b"not a letter", b"PK\x03\x04 broken"])
def test_a_file_that_we_did_not_write_is_not_replaced(source: Path, data: bytes) -> None:
    source.with_suffix(".docx").write_bytes(data)
    with pytest.raises(OverwriteError, match="which s55draft did not write"):
        Drafter().build(source)
    assert source.with_suffix(".docx").read_bytes() == data


def test_a_letter_by_another_program_is_not_replaced(source: Path) -> None:
    shutil.copy(ROOT / "templates" / "opccn-2023" / "letter.docx", source.with_suffix(".docx"))
    with pytest.raises(OverwriteError, match="which s55draft did not write"):
        Drafter().build(source)


@pytest.mark.parametrize("lock", ["~$sponse.docx", ".~lock.response.docx#"])
def test_a_letter_open_in_word_or_libreoffice_is_not_fought(source: Path, lock: str) -> None:
    letter = Drafter().build(source).path
    before = letter.read_bytes()
    (source.parent / lock).write_bytes(b"")
    edit(source)
    built = Drafter().build(source)
    assert built.path.name == "response (2).docx"
    assert letter.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("abc.docx", "~$abc.docx"),
        ("letter.docx", "~$letter.docx"),
        ("letters.docx", "~$etters.docx"),
        ("response.docx", "~$sponse.docx"),
    ],
)
def test_words_lock_files_are_known_by_the_way_word_names_them(tmp_path: Path, name: str, lock: str) -> None:
    assert not is_open_elsewhere(tmp_path / name)
    (tmp_path / lock).write_bytes(b"")
    assert is_open_elsewhere(tmp_path / name)


def test_a_free_name_counts_on(tmp_path: Path) -> None:
    (tmp_path / "a (2).docx").write_bytes(b"")
    assert free_name_beside(tmp_path / "a.docx").name == "a (3).docx"


@posix
def test_a_link_is_followed_and_the_mode_is_kept(source: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    target = real / "letter.docx"
    Drafter().build(source, target)
    target.chmod(0o640)
    link = tmp_path / "response.docx"
    link.symlink_to(target)
    edit(source)
    Drafter().build(source)
    assert link.is_symlink()
    assert b"Other findings." in zipfile.ZipFile(target).read("word/document.xml")
    assert target.stat().st_mode & 0o777 == 0o640


@posix
def test_a_new_letter_has_the_mode_that_new_files_have(source: Path) -> None:
    old = os.umask(0o027)
    try:
        assert Drafter().build(source).path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(old)


def test_a_missing_folder_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="the folder does not exist"):
        Drafter().build(source, tmp_path / "gone" / "letter.docx")


def test_a_folder_in_the_letters_place_is_said(source: Path) -> None:
    source.with_suffix(".docx").mkdir()
    read = answers.read(source)
    with pytest.raises(OverwriteError, match="no file that a letter could replace"):
        Drafter().build_from(read, source.parent, source.with_suffix(".docx"))


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
from s55draft.cli import main
sys.exit(main(sys.argv[1:]))
"""


@posix
def test_a_full_disk_leaves_the_old_letter_and_ends_with_3(source: Path) -> None:
    letter = Drafter().build(source).path
    before = letter.read_bytes()
    edit(source)
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, "build", str(source)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "the letter could not be written: File too large" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert letter.read_bytes() == before
    assert sorted(path.name for path in source.parent.iterdir()) == ["response.docx", "response.yaml"]


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_standard_output_that_is_full_ends_with_3(source: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "s55draft", "build", str(source)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr


@posix
def test_killed_at_any_moment_there_is_the_old_letter_or_the_new_one_whole(source: Path) -> None:
    letter = Drafter().build(source).path
    old = letter.read_bytes()
    edit(source)
    new = Drafter().draft(answers.read(source), source.parent).data
    command = [sys.executable, "-c", "from s55draft.cli import main; main(['build', 'response.yaml', '-q'])"]
    start = time.perf_counter()
    subprocess.run(command, cwd=source.parent, check=True, capture_output=True)
    moment = time.perf_counter() - start
    rng = random.Random(55)  # noqa: S311 - moments, not secrets
    seen = set()
    for _ in range(100):
        letter.write_bytes(old)
        process = subprocess.Popen(command, cwd=source.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.8, 1.2) * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        data = letter.read_bytes()
        assert data in (old, new)
        seen.add(data)
        moment *= 0.95 if data == new else 1.05  # stays about the moment at which the name is given
    assert len(seen) == 2


def test_what_is_published_is_flushed_before_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        order.append("flush")
        real_fsync(handle)

    def replace(self: Path, target: Path) -> Path:
        order.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    publish(b"data", tmp_path / "a.docx")
    assert order[:2] == ["flush", "name"]


def test_on_windows_a_letter_open_without_a_lock_file_gets_a_name_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    real = Path.replace

    def refusing(self: Path, to: Path) -> Path:
        if to == target:
            raise PermissionError(13, "The process cannot access the file")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", refusing)
    assert publish(b"new", target).name == "a (2).docx"
    assert target.read_bytes() == b"old"
