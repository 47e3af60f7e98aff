"""Starts the wizard: on a terminal, in plain words, or not at all; and builds letters for it.

What most people start first must show its first question at once, so the usual ways to call it are understood here
without the machinery of the other commands.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s55draft.clock import today
from s55draft.errors import ExportError, S55Error
from s55draft.typed import as_typed

if TYPE_CHECKING:
    from s55draft.wizard.prompter import Prompter
    from s55draft.wizard.review import Made

DONE, PROBLEMS, USAGE, OUTSIDE, STOPPED = 0, 1, 2, 3, 130
_NO_TERMINAL = (
    "s55draft: this is not a terminal, so no questions can be asked; "
    "to make a letter from an answers file: s55draft build ANSWERS\n"
)
_ENDINGS = (".yaml", ".yml")


def run(arguments: Sequence[str]) -> int | None:
    """Runs `new`, `edit` or the home screen as they are usually called; None where options need a closer look."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    gc.disable()  # a twentieth of the time until the first question; `terminal` puts it on again
    plain = "--plain" in arguments
    rest = [argument for argument in arguments if argument != "--plain"]
    if any(argument.startswith("-") for argument in rest) or len(rest) > 2 or rest == ["edit"]:  # noqa: PLR2004
        return None
    if rest and rest[0] not in ("new", "edit"):
        return None
    path = Path(rest[1]) if len(rest) > 1 else None
    if rest[:1] == ["edit"] and path is not None:
        return edit(path, plain=plain)
    return new(path, plain=plain) if rest else home(plain=plain)


def home(*, plain: bool) -> int:
    """The home screen, until the person quits."""
    prompter = _prompter(plain=plain)
    if prompter is None:
        return USAGE
    from s55draft.wizard import home as screen  # noqa: PLC0415

    while True:
        chosen = screen.choose(Path(), prompter, today)
        if chosen is None:
            return DONE
        if chosen.action == "build" and chosen.path is not None:
            _build_here(chosen.path, prompter)
            continue
        code = _session(chosen.path, prompter)
        if code != DONE:
            return code


def new(path: Path | None, *, plain: bool) -> int:
    """A new response, in the file named or in one named after the report."""
    if path is not None:
        if path.suffix.lower() not in _ENDINGS:
            path = path.with_name(f"{path.name}.yaml")
        if path.exists():
            sys.stderr.write(f"s55draft: {path} exists already; to go on with it: s55draft edit {as_typed(path)}\n")
            return USAGE
        if not path.parent.is_dir():
            sys.stderr.write(f"s55draft: there is no folder {path.parent}; make it first, or choose another name\n")
            return USAGE
    prompter = _prompter(plain=plain)
    return USAGE if prompter is None else _session(path, prompter)


def edit(path: Path, *, plain: bool) -> int:
    """An answers file, where it was left."""
    if not path.exists():
        sys.stderr.write(f"s55draft: there is no file {path}; to begin a new response: s55draft new {as_typed(path)}\n")
        return USAGE
    prompter = _prompter(plain=plain)
    return USAGE if prompter is None else _session(path, prompter)


def _prompter(*, plain: bool) -> "Prompter | None":
    """Whoever asks here; None, and a line that says so, where nobody can be asked."""
    chosen = plain or os.environ.get("S55DRAFT_PLAIN", "") not in ("", "0")
    if sys.stdin is None or sys.stdout is None:  # closed by whoever started the program
        if sys.stderr is not None:
            sys.stderr.write(_NO_TERMINAL)
        return None
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not chosen and not at_terminal:
        sys.stderr.write(_NO_TERMINAL)
        return None
    if chosen or os.environ.get("TERM") == "dumb":
        from s55draft.wizard.plain import Plain  # noqa: PLC0415

        gc.enable()
        return Plain()
    from s55draft.wizard.terminal import Terminal  # noqa: PLC0415

    return Terminal()


def _session(path: Path | None, prompter: "Prompter") -> int:
    from s55draft.wizard.engine import Outcome  # noqa: PLC0415
    from s55draft.wizard.session import run as run_session  # noqa: PLC0415

    def review() -> "Callable[..., str | None]":
        from s55draft.wizard.review import reviewer  # noqa: PLC0415 - the first question is shown without it

        return reviewer(_build)

    try:
        outcome = run_session(path, prompter, review)
    except S55Error as exc:
        for problem in exc.problems:
            sys.stderr.write(f"{problem}\n")
        return OUTSIDE if isinstance(exc, ExportError) else PROBLEMS
    return STOPPED if outcome is Outcome.STOPPED else DONE


def _build(path: Path, anew: bool) -> "Made":  # noqa: FBT001 - the review's own signature
    from s55draft.drafting import Drafter  # noqa: PLC0415
    from s55draft.wizard.review import Made  # noqa: PLC0415

    built = Drafter().build(path, force=anew)
    remarks = ("The letter is open in another program, so it has a new name.",) if built.path != built.wanted else ()
    return Made(built.path, built.missing, remarks)


def _build_here(path: Path, prompter: "Prompter") -> None:
    try:
        made = _build(path, anew=False)
    except S55Error as exc:
        for problem in exc.problems:
            prompter.say(f"No letter was built: {problem.message}.", *((problem.hint,) if problem.hint else ()))
        return
    prompter.say(f"The letter is here: {made.path}", *made.remarks, "")
