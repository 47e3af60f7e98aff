import os
import signal
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from person import EXAMPLES, GETTING_A_GRIP, PROGRAM, PlainRun, Step, data_of, steps_for

from s55draft import answers
from s55draft.drafting import Drafter


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    return steps_for(GETTING_A_GRIP, tmp_path_factory.mktemp("recorded"))


def test_a_whole_response_through_a_pipe_is_the_file_written_by_hand_and_its_letter(
    steps: list[Step], tmp_path: Path
) -> None:
    script = "".join(step.line for step in steps[:-1]) + "1\n1\n"
    done = subprocess.run(
        [*PROGRAM, "new", "grip", "--plain"], cwd=tmp_path, input=script.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()
    assert b"\x1b" not in done.stdout
    assert b"\r" not in done.stdout
    made = tmp_path / "grip.yaml"
    assert data_of(made) == data_of(GETTING_A_GRIP)
    assert answers.read(made).response == answers.read(GETTING_A_GRIP).response
    assert "# wizard:" not in made.read_text()
    built = Drafter().build(made, tmp_path / "built.docx")
    assert (tmp_path / "grip.docx").read_bytes() == built.path.read_bytes()


INTERRUPTS = {
    "ctrl-c": signal.SIGINT,
    "ctrl-d": None,
    "closed window": signal.SIGHUP,
    "terminated": signal.SIGTERM,
    "killed": signal.SIGKILL,
}


@pytest.mark.parametrize("interrupt", INTERRUPTS)
def test_an_interrupt_at_every_question_loses_nothing_and_edit_goes_on_there(
    interrupt: str, steps: list[Step], tmp_path: Path
) -> None:
    at, arguments = 0, ["new", "grip.yaml"]
    questions = [
        i for i, step in enumerate(steps) if i == 0 or step.prompt.key != steps[i - 1].prompt.key or _is_new(steps, i)
    ]
    for start, end in pairwise(questions):
        assert start == at
        run = PlainRun(arguments, tmp_path)
        said = run.until_asked()
        assert steps[start].prompt.message in said.replace("\n", " "), (steps[start].prompt, said)
        for step in steps[start:end]:
            for line in step.line.splitlines(keepends=True):
                run.send(line)
                said = run.until_asked()
            at += 1
        said = _interrupted(run, INTERRUPTS[interrupt])
        assert data_of(tmp_path / "grip.yaml") == steps[end].before, steps[end].prompt
        if interrupt not in ("killed", "closed window"):
            assert "To go on: s55draft edit grip.yaml" in said
            assert run.process.returncode == 130
        arguments = ["edit", "grip.yaml"]
    assert at == questions[-1]


def _is_new(steps: list[Step], i: int) -> bool:
    """Whether a question about the same key is a new one: a list asked about again."""
    return steps[i].kind == "choose" and steps[i].prompt.key == "recommendations"


def _interrupted(run: PlainRun, number: signal.Signals | None) -> str:
    if number is not None:
        os.kill(run.process.pid, number)
        try:
            run.process.wait(5)
        except subprocess.TimeoutExpired:  # it came in the very moment before the read began, which no program sees
            os.kill(run.process.pid, number)
            run.process.wait(20)
    said, _ = run.rest()
    return said


def test_a_text_that_is_being_typed_is_not_lost_either(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    run = PlainRun(["edit", "half.yaml"], tmp_path)
    run.until_asked()
    run.send("1\n")
    run.until_asked()
    run.send("A first paragraph.\n")
    run.until_asked()
    run.send("\n")
    run.until_asked()
    run.send("A second: \u201cquoted\u201d.\n")
    run.until_asked()
    os.kill(run.process.pid, signal.SIGTERM)
    _, code = run.rest()
    assert code == 130
    again = PlainRun(["edit", "half.yaml"], tmp_path)
    said = again.until_asked()
    assert "A first paragraph." in said
    assert "A second: \u201cquoted\u201d." in said
    assert "not your answer yet" in said
    again.send("1\n")
    again.until_asked()
    again.send("Third.\n.\n")
    again.until_asked()
    again.send("1\n")
    again.rest()
    stored = data_of(tmp_path / "half.yaml")["recommendations"][0]["chief_constable"]
    assert stored == "A first paragraph.\n\nA second: \u201cquoted\u201d.\n\nThird."


def test_without_a_terminal_one_line_names_build_and_the_exit_code_is_2(tmp_path: Path) -> None:
    for arguments in ([], ["new"], ["new", "a.yaml"]):
        done = subprocess.run([*PROGRAM, *arguments], cwd=tmp_path, input=b"", capture_output=True, check=False)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert b"s55draft build" in done.stderr
        assert not list(tmp_path.iterdir())


def test_a_text_is_begun_anew_with_the_word_clear(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    run = PlainRun(["edit", "half.yaml"], tmp_path)
    run.until_asked()
    for line in ("1\n", "Old.\n", ".\n", "2\n"):
        run.send(line)
        said = run.until_asked()
    assert 'To begin anew, type "clear" first.' in said.replace("\n", " ")
    for line in ("clear\n", "New.\n", ".\n", "1\n"):
        run.send(line)
        run.until_asked()
    run.rest()
    assert data_of(tmp_path / "half.yaml")["recommendations"][0]["chief_constable"] == "New."
