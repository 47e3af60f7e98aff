"""The home screen: the answers files here, how far each is, and what to do with them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from s55draft.days import day_in_words
from s55draft.errors import S55Error
from s55draft.statute.days import PUBLICATION
from s55draft.wizard import asking
from s55draft.wizard.case import Case
from s55draft.wizard.preview import excerpt
from s55draft.wizard.prompter import HELP_LINES, Choice, Prompt, Prompter, Span, Told, Word
from s55draft.wizard.session import open_case

_NEW, _QUIT = ":new", ":quit"
_ENDINGS = (".yaml", ".yml")
_MOST_FILES = 60
_TITLE_WIDTH = 60
ANSWERED = "every question answered"


class Entry(NamedTuple):
    """An answers file of this folder."""

    path: Path
    title: str
    deadline: date | None
    state: str
    is_published: bool = False


class Chosen(NamedTuple):
    """What to do next: `new`, `edit` or `build`, and with which file."""

    action: str
    path: Path | None = None


def entries(folder: Path) -> list[Entry]:
    """The answers files of a folder: those not published yet, the nearest deadline first, then the others.

    Where there are very many files, those that were changed last.
    """
    found = []
    for path in _files(folder)[:_MOST_FILES]:
        try:
            case = open_case(path)
        except S55Error:
            if path.name != "office.yaml":
                found.append(Entry(path, path.name, None, "cannot be read; s55draft check says why"))
            continue
        if case.get(("layout",)) is None and case.get(("report",)) is None:
            continue
        left = sum(not asking.has_answer(case, asked) for asked in asking.ordered(case))
        title = case.text(("report", "title")) or path.name
        state = f"{left} open" if left else ANSWERED
        found.append(Entry(path, title, case.deadline(), state, _is_published(case)))
    return sorted(found, key=_urgency)


def _files(folder: Path) -> list[Path]:
    """What may be answers, the file that was changed last first; nothing where the folder cannot be read."""
    changed: dict[Path, float] = {}
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _ENDINGS and not path.name.startswith(".") and path.is_file():
                changed[path] = path.stat().st_mtime
    return sorted(changed, key=lambda path: -changed[path])


def _is_published(case: Case) -> bool:
    return (case.text(("checklist", PUBLICATION)) or "false").strip() != "false"


def _urgency(entry: Entry) -> tuple[bool, int, str]:
    day = (entry.deadline or date.max).toordinal()
    return entry.is_published, -day if entry.is_published else day, str(entry.path)


def label(entry: Entry, today: date) -> str:
    """The lines for an answers file: its title; deadline, days left and state."""
    due = "published" if entry.is_published else _days_left(entry.deadline, today)
    return f"{excerpt(entry.title, _TITLE_WIDTH)}\n{due}; {entry.state}"


def _days_left(deadline: date | None, today: date) -> str:
    if deadline is None:
        return "no deadline yet"
    days = (deadline - today).days
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    left = "due today" if days == 0 else f"{count} left" if days > 0 else f"{count} late"
    return f"{day_in_words(deadline)}, {left}"


def choose(folder: Path, prompter: Prompter, today: Callable[[], date]) -> Chosen | None:
    """What the person wants to do; None to quit."""
    while True:
        files = entries(folder)
        choices = [
            Choice(_NEW, "Begin a new response", "What next"),
            Choice(_QUIT, "Quit", "What next"),
            *(Choice(str(entry.path), label(entry, today()), "Responses in this folder") for entry in files),
        ]
        prompter.say([Span("s55draft: responses to inspection reports", "bold")])
        if len(_files(folder)) > _MOST_FILES:
            prompter.say(f"Only the {_MOST_FILES} files that were changed last are shown. All of them: s55draft status")
        try:
            chosen = prompter.choose(
                Prompt("What would you like to do?", "Home", choices=tuple(choices), default=_first(files))
            )
            if chosen == _QUIT:
                return None
            if chosen == _NEW:
                return Chosen("new")
            action = _ask_action(prompter, Path(chosen))
            if action is not None:
                return action
        except Told as told:
            if told.word is Word.STOP:
                return None
            if told.word is Word.HELP:
                prompter.say(*HELP_LINES)


def _first(files: list[Entry]) -> str:
    return next((str(entry.path) for entry in files if not entry.is_published), "")


def _ask_action(prompter: Prompter, path: Path) -> Chosen | None:
    choices = (
        Choice("edit", "Go on with it"),
        Choice("build", "Build the letter"),
        Choice("home", "Choose another"),
    )
    chosen = prompter.choose(Prompt(f"What about {path.name}?", "Home", choices=choices))
    return None if chosen == "home" else Chosen(chosen, path)
