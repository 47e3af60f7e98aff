"""The ways in which the wizard is started, and the names that it gives to files."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from person import EXAMPLES, PROGRAM, PlainRun, data_of

from s55draft.wizard import home
from s55draft.wizard.session import free_name


def said(folder: Path, *arguments: str, given: str = "") -> tuple[int, str, str]:
    """The exit code, and what is said on both streams."""
    done = subprocess.run([*PROGRAM, *arguments], cwd=folder, input=given.encode(), capture_output=True, check=False)
    return done.returncode, " ".join(done.stdout.decode().split()), done.stderr.decode()


def test_plain_alone_is_the_home_screen_in_plain_lines(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    code, shown, wrong = said(tmp_path, "--plain", given="2\n")
    assert (code, wrong) == (0, "")
    assert "1. Begin a new response" in shown
    assert "Not yet found" in shown


@pytest.mark.parametrize("arguments", [["new"], ["--plain"], ["new", "--plain"]])
def test_a_closed_standard_input_is_no_terminal(arguments: list[str], tmp_path: Path) -> None:
    command = ["sh", "-c", 'exec "$0" "$@" <&-', *PROGRAM, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"this is not a terminal" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_command_that_is_named_has_quotation_marks_where_a_shell_needs_them(tmp_path: Path) -> None:
    (tmp_path / "my file.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    assert 's55draft edit "my file.yaml"' in said(tmp_path, "new", "my file")[2]
    assert 's55draft new "no file"' in said(tmp_path, "edit", "no file")[2]
    run = PlainRun(["edit", "my file.yaml"], tmp_path)
    heard = run.until_asked()
    for _ in range(40):
        if "Review" in heard:
            break
        run.send("skip\n")
        heard = run.until_asked()
    run.send("1\n")
    assert 'Go on later with: s55draft edit "my file.yaml"' in " ".join(run.until_asked().split())
    assert run.rest()[1] == 130


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("NUL", "nul-response.yaml"),
        ("Con", "con-response.yaml"),
        ("COM1", "com1-response.yaml"),
        ("???", "response.yaml"),
        ("\N{POLICE OFFICER}", "response.yaml"),
        ("Children\u2019s safety: a re\u0301sume\u0301", "childrens-safety-a-resume.yaml"),
        ("Conduct", "conduct.yaml"),
    ],
)
def test_a_title_makes_a_name_that_every_system_takes(title: str, name: str, tmp_path: Path) -> None:
    assert free_name(title, tmp_path).name == name


def begun(path: Path, published_on: str, website: str = "false") -> None:
    report = f"layout: opccn-2023\nreport:\n  title: {path.stem}\n  published_on: {published_on}\n"
    path.write_text(f"{report}checklist:\n  website: {website}\n")


def test_the_home_screen_begins_with_what_is_still_to_be_published_and_calls_the_rest_published(tmp_path: Path) -> None:
    begun(tmp_path / "sent last year.yaml", "2022-01-04", website="2022-02-01")
    begun(tmp_path / "sent this year.yml", "2023-01-04", website="true")
    begun(tmp_path / "late.yaml", "2023-05-02")
    begun(tmp_path / "under way.yml", "2023-07-07")
    begun(tmp_path / ".hidden.yaml", "2023-07-07")
    (tmp_path / "broken link.yaml").symlink_to(tmp_path / "gone")
    found = home.entries(tmp_path)
    assert [entry.title for entry in found] == ["late", "under way", "sent this year", "sent last year"]
    lines = [home.label(entry, date(2023, 6, 27)).partition("\n")[2].partition(";")[0] for entry in found]
    assert lines == ["26 June 2023, 1 day late", "31 August 2023, 65 days left", "published", "published"]


def test_of_very_many_files_the_home_screen_shows_those_changed_last_and_says_so(tmp_path: Path) -> None:
    for number in range(70):
        path = tmp_path / f"report-{number:02}.yaml"
        begun(path, "2023-07-07")
        os.utime(path, (1_000_000 + number, 1_000_000 + number))
    begun(tmp_path / "report-00.yaml", "2023-07-07")
    shown = said(tmp_path, "--plain", given="2\n")[1]
    assert "Only the 60 files that were changed last are shown. All of them: s55draft status" in shown
    assert "report-00 " in shown
    assert "report-69 " in shown
    assert "report-10 " not in shown


def test_a_folder_that_cannot_be_read_is_a_home_screen_without_files(tmp_path: Path) -> None:
    assert home.entries(tmp_path / "gone") == []


def test_publication_types_written_as_one_text_are_asked_about_and_enter_makes_a_list_of_them(tmp_path: Path) -> None:
    path = tmp_path / "types.yaml"
    begun(path, "2023-07-07")
    path.write_text(path.read_text().replace("checklist", "  publication_types: PEEL, Spotlight\nchecklist"))
    shown = said(tmp_path, "edit", "types.yaml", "--plain", given="\n")[1]
    assert "Now: PEEL, Spotlight" in shown
    assert data_of(path)["report"]["publication_types"] == ["PEEL", "Spotlight"]


def test_a_file_in_utf_16_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "notepad.yaml"
    begun(path, "2023-07-07")
    path.write_bytes(path.read_text().replace("\n", "\r\n").encode("utf-16"))
    said(tmp_path, "edit", "notepad.yaml", "--plain", given="PEEL\n")
    written = path.read_bytes()
    assert b"PEEL" in written
    assert written.count(b"\r\n") == written.count(b"\n") > 5
