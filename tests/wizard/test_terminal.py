import signal
from pathlib import Path

import pytest
from person import GETTING_A_GRIP, Step, data_of, steps_for
from screen import Screen, marker

from s55draft import answers
from s55draft.drafting import Drafter


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    return steps_for(GETTING_A_GRIP, tmp_path_factory.mktemp("recorded"))


def test_a_whole_response_on_a_terminal_is_the_file_written_by_hand_and_its_letter(
    steps: list[Step], tmp_path: Path
) -> None:
    screen = Screen(["new", "grip.yaml"], tmp_path)
    for step in steps[:-1]:
        screen.answer(step)
        if step.prompt.key == "report.published_on":
            screen.until("Publish by Thursday 31 August 2023: the 56 days begin with 7 July.")
    screen.until("Nothing is missing: the response is complete.")
    screen.type("1\r")
    screen.until("The letter is here: grip.docx")
    screen.until("Open the letter now?")
    screen.type("\r")
    assert screen.end() == 0
    made = tmp_path / "grip.yaml"
    assert data_of(made) == data_of(GETTING_A_GRIP)
    assert answers.read(made).response == answers.read(GETTING_A_GRIP).response
    built = Drafter().build(made, tmp_path / "built.docx")
    assert (tmp_path / "grip.docx").read_bytes() == built.path.read_bytes()


SIGNALS = {"closed window": signal.SIGHUP, "terminated": signal.SIGTERM, "killed": signal.SIGKILL}
KEYS = {"ctrl-c": "\x03", "ctrl-d": "\x04"}


@pytest.mark.parametrize("interrupt", [*KEYS, *SIGNALS])
def test_an_interrupt_on_a_terminal_loses_nothing_and_edit_goes_on_there(
    interrupt: str, steps: list[Step], tmp_path: Path
) -> None:
    questions = [i for i, step in enumerate(steps) if i == 0 or step.prompt.key != steps[i - 1].prompt.key]
    stops = set(questions[1:])
    arguments, screen = ["new", "grip.yaml"], None
    for i, step in enumerate(steps[:-1]):
        if i in stops and screen is not None:
            screen.until(marker(step))
            _interrupt(screen, interrupt)
            assert data_of(tmp_path / "grip.yaml") == step.before
            screen = None
            arguments = ["edit", "grip.yaml"]
        if screen is None:
            screen = Screen(arguments, tmp_path)
        screen.answer(step)
    assert screen is not None
    screen.until("-- Review --")
    assert data_of(tmp_path / "grip.yaml") == data_of(GETTING_A_GRIP)


def _interrupt(screen: Screen, interrupt: str) -> None:
    if interrupt in KEYS:
        screen.type(KEYS[interrupt])
    else:
        screen.child.kill(SIGNALS[interrupt])
    code = screen.end()
    if interrupt not in ("killed", "closed window"):
        assert code == 130
        assert "To go on: s55draft edit grip.yaml" in screen.text()
        assert b"\x1b[?2004l" in screen.raw  # the terminal is as it was
