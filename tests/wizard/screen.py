"""The program in a real pseudo-terminal, its screen read back by another terminal's code."""

import os
import time
from pathlib import Path

import pexpect
import pyte
from person import PROGRAM, Step

_QUIET_SECONDS = 0.03


class Screen:
    """A run of the program on a terminal of this size."""

    def __init__(self, arguments: list[str], folder: Path, columns: int = 80, rows: int = 24, **more: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "S55DRAFT_PLAIN")}
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **more}
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], *arguments], cwd=folder, env=environment, dimensions=(rows, columns)
        )
        self.child.delaybeforesend = None
        self.screen.write_process_input = self.child.send  # type: ignore[method-assign, assignment]

    def read(self, seconds: float = _QUIET_SECONDS) -> bool:
        """Takes in what the program writes for a while. False: it has ended."""
        try:
            data: bytes = self.child.read_nonblocking(65536, seconds)  # type: ignore[assignment]
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    def until(self, words: str, seconds: float = 10) -> str:
        """The screen once it shows these words, line ends not counting."""
        end = time.monotonic() + seconds
        while " ".join(words.split()) not in " ".join(self.text().split()):
            if time.monotonic() > end or not self.read():
                raise AssertionError(f"the screen never showed {words!r}:\n{self.text()}")
        return self.text()

    def settle(self, seconds: float = 0.25) -> str:
        """The screen after the program has had time to react."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read():
            pass
        return self.text()

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def type(self, text: str) -> None:
        """Types."""
        self.child.send(text)

    def paste(self, text: str) -> None:
        """Pastes, as a terminal does that marks pastes."""
        data = f"\x1b[200~{text}\x1b[201~".encode()
        for start in range(0, len(data), 1000):
            self.child.send(data[start : start + 1000])
            self.read(0.001)

    def answer(self, step: Step) -> None:
        """Answers a question as a person does."""
        self.until(marker(step))
        if step.kind == "choose":
            values = [choice.value for choice in step.prompt.choices]
            self.type(f"{values.index(step.answer) + 1}\r")
        elif step.kind == "write":
            self.paste(step.answer)
            self.type("\x05")
        else:
            self.type(f"{step.answer}\r")

    def end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + 10
        while self.read() and time.monotonic() < end:
            pass
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)


def marker(step: Step) -> str:
    """Words that stand on the screen when this question is asked, and not before."""
    if step.kind == "write":
        return "When the text is done"
    if step.prompt.message == "Keep this text?":
        return "Keep this text?"
    return f"-- {step.prompt.where} --"
