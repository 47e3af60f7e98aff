"""One session of the wizard from start to end: the file, interrupts, and the words of farewell."""

import os
import re
import signal
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from s55draft.answers.draft import Draft
from s55draft.typed import as_typed
from s55draft.wizard import asking
from s55draft.wizard.case import TYPED, Case
from s55draft.wizard.engine import Outcome, Review, Wizard
from s55draft.wizard.prompter import Line, Prompter, Span, Told, Word
from s55draft.word.template import house_layouts, open_layout

if TYPE_CHECKING:
    from s55draft.office import Office

OFFICE_FILE = "office.yaml"
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_LONGEST_NAME = 60
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""What Windows takes for a device, whatever its ending: what is written to `nul.yaml` is gone."""


def open_case(path: Path | None) -> Case:
    """The response in an answers file, or a new one; without a path, one that has no file yet.

    Raises AnswersError for a file that cannot be read.
    """
    draft = Draft(Path()) if path is None else Draft.open(path)

    def office() -> "Office":
        from s55draft.answers import read_office  # noqa: PLC0415 - the first question is shown without it
        from s55draft.office import NORFOLK  # noqa: PLC0415

        profile = draft.path.parent / OFFICE_FILE
        return read_office(profile) if profile.is_file() else NORFOLK

    case = Case(draft, {name: open_layout(name) for name in house_layouts()}, office)
    if draft.data and all(key.endswith(TYPED) for key in draft.notes):
        asking.assume_passed(case)
    return case


def run(path: Path | None, prompter: Prompter, review: Callable[[], Review]) -> Outcome:
    """Asks, reviews and builds on one answers file; without a path, the report's title names a new one.

    Raises AnswersError for a file that cannot be read, and ExportError where it cannot be written.
    """
    interrupts = Interrupts(prompter)
    with interrupts:
        try:
            case = open_case(path)
            namer = None if path is not None else _namer(case, prompter)
            _welcome(case, prompter, named=path is not None)
            late = lambda wizard: review()(wizard)  # noqa: E731, PLW0108 - the review is loaded when it is needed
            wizard = Wizard(case, prompter, late, lambda save: interrupts.saving(save, namer))
            outcome = wizard.run()
        except Told:
            outcome = Outcome.STOPPED
        if outcome is Outcome.STOPPED:
            with suppress(Told, OSError):
                _farewell(case, prompter)
    return outcome


def _welcome(case: Case, prompter: Prompter, *, named: bool) -> None:
    if case.draft.data:
        prompter.say([Span(asking.shown(case, asking.ordered(case)[0]) or case.draft.path.name, "bold")])
        prompter.say("It goes on at the first question that is open. Type help at any question.")
        return
    prompter.say(
        [Span("A new response under section 55", "bold")],
        "Answer one question at a time. Every answer is saved at once"
        + (f" in {case.draft.path}." if named else ", in a file named after the report."),
        "You can stop at any time and go on later. Type help at any question.",
    )


def _farewell(case: Case, prompter: Prompter) -> None:
    path = case.draft.path
    if not path.is_file():
        prompter.say("", "Stopped. Nothing was answered yet, so no file was written.")
        return
    prompter.say("", [Span(f"Stopped. Everything you answered is saved in {path}.", "good")])
    prompter.say([Span(f"To go on: s55draft edit {as_typed(path)}", "bold")])


def _namer(case: Case, prompter: Prompter) -> Callable[[], None]:
    """Gives the file of a new response its name at the first save."""

    def name() -> None:
        if case.draft.path == Path():
            case.draft.path = free_name(case.text(("report", "title")) or "response", Path())
            line: Line = f"Saved from now on in {case.draft.path}."
            prompter.say(line)

    return name


def free_name(title: str, folder: Path) -> Path:
    """A name for a new answers file, from the report's title; no file has it yet."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].rstrip("-") or "response"
    words = f"{words}-response" if _DEVICES.fullmatch(words) else words
    path, number = folder / f"{words}.yaml", 2
    while path.exists():
        path, number = folder / f"{words}-{number}.yaml", number + 1
    return path


class Interrupts:
    """Turns the system's signals to stop into `Told`, and keeps them away from a save that is going on."""

    def __init__(self, prompter: Prompter) -> None:
        self._prompter = prompter
        self._is_saving = False
        self._is_pending = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._take)
        if os.name != "nt":
            self._before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _take(self, _: int, __: FrameType | None) -> None:
        if self._is_saving:
            self._is_pending = True
            return
        interrupt: Callable[[], bool] | None = getattr(self._prompter, "interrupt", None)
        if interrupt is None or not interrupt():
            raise Told(Word.STOP)

    def saving(self, save: Callable[[], None], name: Callable[[], None] | None = None) -> None:
        """Saves without being interrupted; an interrupt that came meanwhile stops the session afterwards."""
        with self._deferred():
            if name is not None:
                name()
            save()
        if self._is_pending:
            self._is_pending = False
            raise Told(Word.STOP)

    @contextmanager
    def _deferred(self) -> Iterator[None]:
        self._is_saving = True
        try:
            yield
        finally:
            self._is_saving = False
