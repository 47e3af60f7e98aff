"""The ways in which the wizard is started, and the names that it gives to files."""

import subprocess
from pathlib import Path

import pytest
from person import EXAMPLES, PROGRAM, PlainRun

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
