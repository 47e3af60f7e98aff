"""A person who answers the wizard out of a finished answers file, and the ways in which answers reach a program."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from s55draft.answers.draft import Draft
from s55draft.wizard import session
from s55draft.wizard.engine import Outcome
from s55draft.wizard.prompter import Prompt
from s55draft.wizard.review import Made, reviewer
from s55draft.wizard.scripted import Scripted

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GETTING_A_GRIP = EXAMPLES / "getting-a-grip.yaml"
PROGRAM = [sys.executable, "-m", "s55draft"]
SECONDS = 20


def data_of(path: Path) -> dict[str, Any]:
    """An answers file as plain data."""
    return Draft.open(path).data


def answer_from(data: dict[str, Any]) -> Callable[[Prompt], str]:
    """Answers each question as the answers in `data` do, and leaves at the review."""

    def answer(prompt: Prompt) -> str:
        values = [choice.value for choice in prompt.choices]
        if prompt.where == "Review":
            return ":leave"
        found = _at(data, prompt.key)
        if "type" in values:
            return "type" if found is not None else "empty" if "empty" in values else "later"
        if "keep" in values:
            return "keep"
        if values:
            return _choice(data, prompt, values)
        return ", ".join(found) if isinstance(found, list) else str(found or "")

    return answer


def _at(data: Any, key: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", key):
        if isinstance(data, str) and part in ("comment", "text"):
            continue
        if isinstance(data, list):
            data = data[int(part)] if int(part) < len(data) else None
        elif isinstance(data, dict):
            data = data.get(part)
        else:
            return None
    return data


def _choice(data: dict[str, Any], prompt: Prompt, values: list[str]) -> str:
    if prompt.key == "layout":
        return str(data["layout"])
    if prompt.key in ("recommendations", "causes_of_concern", "areas_for_improvement"):
        wanted = len(data.get(prompt.key, []))
        there = len(prompt.message.partition("So far: ")[2].split(", ")) if "So far" in prompt.message else 0
        return "add" if there < wanted else "none" if wanted == 0 else "complete"
    if prompt.key.endswith(".how"):
        pcc = _at(data, prompt.key.removesuffix(".how"))
        return next((part for part in ("action", "no_action") if isinstance(pcc, dict) and part in pcc), "said")
    if prompt.key == "chief_constable.state":
        return "none" if _at(data, "chief_constable.none_received") else "received"
    return values[0]


class Step(NamedTuple):
    """A question as it was asked, how, and what was answered. `before` is the file's data by then."""

    kind: str
    prompt: Prompt
    answer: str
    before: dict[str, Any]

    @property
    def line(self) -> str:
        """The answer as it is typed in plain mode."""
        if self.kind == "choose":
            values = [choice.value for choice in self.prompt.choices]
            return f"{values.index(self.answer) + 1}\n"
        return f"{self.answer}\n.\n" if self.kind == "write" else f"{self.answer}\n"


class Recorder(Scripted):
    """Keeps each step, with the file's data before it."""

    def __init__(self, answer: Callable[[Prompt], str], path: Path) -> None:
        super().__init__(answer)
        self.path = path
        self.steps: list[Step] = []

    def _kept(self, kind: str, prompt: Prompt, given: str) -> str:
        self.steps.append(Step(kind, prompt, given, data_of(self.path)))
        return given

    def line(self, prompt: Prompt) -> str:
        return self._kept("line", prompt, super().line(prompt))

    def choose(self, prompt: Prompt) -> str:
        return self._kept("choose", prompt, super().choose(prompt))

    def write(self, prompt: Prompt) -> str:
        return self._kept("write", prompt, super().write(prompt))


def no_letter(path: Path, anew: bool) -> Made:  # noqa: FBT001
    """Builds nothing."""
    raise AssertionError(f"no letter was asked for: {path} {anew}")


def answered_by(prompter: Scripted, path: Path) -> Outcome:
    """A session with this prompter."""
    return session.run(path, prompter, lambda: reviewer(no_letter))


def steps_for(answers: Path, folder: Path) -> list[Step]:
    """The questions that lead to these answers, from a session in `folder`."""
    path = folder / "recorded.yaml"
    recorder = Recorder(answer_from(data_of(answers)), path)
    assert answered_by(recorder, path) is Outcome.DONE
    return recorder.steps


class PlainRun:
    """The program in plain mode, its streams being pipes."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        environment = {**os.environ, "S55DRAFT_PLAIN": "1"}
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def until_asked(self) -> str:
        """What the program says until it waits for an answer, or ends."""
        assert self.process.stdout is not None
        said = b""
        while not said.endswith(b"> ") and (chunk := os.read(self.process.stdout.fileno(), 65536)):
            said += chunk
        return said.decode()

    def send(self, text: str) -> None:
        """Types lines."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def rest(self) -> tuple[str, int]:
        """What it still says, the input being at its end, and its exit code."""
        out, _ = self.process.communicate(timeout=SECONDS)
        return out.decode(), self.process.returncode
