"""A step of the office-use list recorded: in the answers file first, then in the letter, where nobody changed it.

One process at a time changes an answers file in this way; the file is put under its name whole or not at all.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from s55draft import answers as answers_file
from s55draft import context
from s55draft.answers import Answers
from s55draft.answers.reading import bytes_of
from s55draft.answers.ticking import with_tick
from s55draft.days import day_in_words
from s55draft.drafting import Drafter, letter_path
from s55draft.drift import LetterState, letter_state, was_final
from s55draft.errors import AnswersError, ExportError, Location, Problem, S55Error, error
from s55draft.office import checklist_steps
from s55draft.publishing import save
from s55draft.statute import PUBLICATION, last_publication_day

_PATIENCE = 10  # seconds


class Letter(Enum):
    """What became of the letter."""

    NONE = "there is none"
    BUILT = "built again"
    UNCHANGED = "as it was"
    CHANGED_IN_WORD = "changed in Word"
    NOT_OURS = "not ours"
    OTHER_MAKE = "made in another way"
    FAILED = "could not be built"


class Ticked(NamedTuple):
    """A step that was recorded.

    `before` is what was recorded until then; `open_steps` are those not done yet. `built` is the letter, `problems`
    are why it could not be built: the step is recorded all the same. `late` is how many days after the last lawful
    day the step was done, where it is the publication; 0 if in time.
    """

    step: str
    words: str
    before: bool | date
    open_steps: tuple[str, ...]
    letter: Letter
    built: Path | None = None
    problems: tuple[Problem, ...] = ()
    late: int = 0


def steps_of(path: Path, drafter: Drafter) -> dict[str, str]:
    """The office-use steps that may be ticked in an answers file, and their words.

    Raises AnswersError, OfficeError.
    """
    return _steps(answers_file.read(path), path, drafter)


def tick(path: Path, item: str, done: date | None, today: date, drafter: Drafter) -> Ticked:
    """Records that a step was done on a day, or with None that it was not.

    `item` is a step's key or the beginning of one. Raises AnswersError where the step or the day will not do;
    OfficeError; ExportError if the file cannot be written, or another process is writing it.
    """
    with _alone(path):
        data = bytes_of(path, AnswersError)
        read = answers_file.load(data, str(path))
        steps = _steps(read, path, drafter)
        step = _meant(item, steps, read)
        problem = None if done is None else _wrong_day(done, read, today)
        if problem is not None:
            raise AnswersError(read.located([problem]))
        before = (read.response.checklist or {}).get(step, False)
        if before == (False if done is None else done):
            return Ticked(step, steps[step], before, _open(read, path, drafter), Letter.UNCHANGED)
        letter = _letter(read, path, drafter)
        changed = with_tick(data, path, step, done)
        after = _checked(changed, read, step, path)
        if bytes_of(path, AnswersError) != data:  # by an editor, or the wizard
            raise ExportError(_busy(path))
        save(changed, path)
        ticked = Ticked(step, steps[step], before, _open(after, path, drafter), letter)
        return _with_letter(ticked, after, path, drafter)._replace(late=_days_late(read, step, done))


def _with_letter(ticked: Ticked, after: Answers, path: Path, drafter: Drafter) -> Ticked:
    """The letter built again, where it may be."""
    if ticked.letter is not Letter.BUILT:
        return ticked
    try:
        letter = letter_path(path, None)
        built = drafter.build_from(after, path.parent, letter, final=was_final(letter))
    except S55Error as exc:
        return ticked._replace(letter=Letter.FAILED, problems=exc.problems)
    return ticked._replace(built=built.path)


def _days_late(read: Answers, step: str, done: date | None) -> int:
    last = last_publication_day(read.response.report.published_on)
    return max(0, (done - last).days) if step == PUBLICATION and done is not None and last is not None else 0


def _steps(read: Answers, path: Path, drafter: Drafter) -> dict[str, str]:
    layout, office = drafter.layout_for(read), drafter.office_for(path.parent)
    return {step.key: step.text for step in checklist_steps(layout, office)}


def _open(read: Answers, path: Path, drafter: Drafter) -> tuple[str, ...]:
    layout, office = drafter.layout_for(read), drafter.office_for(path.parent)
    return tuple(key for key, _, done in context.printed_checklist(read.response, office, layout) if not done)


def matching(item: str, steps: Sequence[str]) -> list[str]:
    """The steps that an item may mean: the one of that name, or those that begin with it."""
    wanted = item.strip().lower().replace("-", "_")
    return [wanted] if wanted in steps else [step for step in steps if step.startswith(wanted)]


def _meant(item: str, steps: dict[str, str], read: Answers) -> str:
    found = matching(item, list(steps))
    if len(found) == 1:
        return found[0]
    if found and item.strip():
        message = f"'{item}' may mean {' or '.join(found)}"
        hint = "write more of it"
    else:
        message, hint = f"'{item}' is no step of the office-use list", f"the steps are {', '.join(steps)}"
    raise AnswersError(read.located([error("checklist", message, hint, ("checklist",))]))


def _wrong_day(done: date, read: Answers, today: date) -> Problem | None:
    published = read.response.report.published_on
    if done > today:
        message = f"{day_in_words(done)} is in the future: a step is recorded once it is done"
        return error("tick_day", message, f"today is {day_in_words(today)}", ("checklist",))
    if done < published:
        message = f"{day_in_words(done)} is before the report was published, on {day_in_words(published)}"
        return error("tick_day", message, "check the day, and published_on", ("report", "published_on"))
    return None


def _checked(changed: bytes, read: Answers, step: str, path: Path) -> Answers:
    """The answers in the new bytes, which must be the old but for the step."""
    after = answers_file.load(changed, str(path))
    old = {key: value for key, value in (read.response.checklist or {}).items() if key != step}
    new = {key: value for key, value in (after.response.checklist or {}).items() if key != step}
    blank = {"checklist": None}
    if old != new or read.response.model_copy(update=blank) != after.response.model_copy(update=blank):
        message = "the step cannot be recorded without changing other answers; nothing was written"
        raise AnswersError(
            error("checklist", message, "write it into the file by hand, under checklist").at(Location(str(path)))
        )
    return after


def _letter(read: Answers, path: Path, drafter: Drafter) -> Letter:
    """What may become of the letter: it is built again if nobody changed it and it can be made the same way."""
    letter = letter_path(path, None)
    state = letter_state(read.digest, letter)
    if state is LetterState.NO_LETTER:
        return Letter.NONE
    if state in (LetterState.LETTER_CHANGED, LetterState.BOTH):
        return Letter.CHANGED_IN_WORD
    if state.holds_work:
        return Letter.NOT_OURS
    with contextlib.suppress(S55Error):  # told when it is built
        if state is LetterState.CURRENT:
            again = drafter.draft(read, path.parent, final=was_final(letter))
            return Letter.BUILT if again.data == letter.read_bytes() else Letter.OTHER_MAKE
    return Letter.BUILT


def _busy(path: Path) -> Problem:
    message = "another program is writing this file"
    return error("busy", message, "save it there, then try again").at(Location(str(path)))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Lets one process at a time change an answers file; a lock file stands beside it meanwhile.

    It is removed while it is held: whoever waits for it then finds that it guards no name any more, and makes anew.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where something is recorded

    target = path.resolve()
    lock = target.with_name(f".{target.name}.lock")
    if not target.is_file():
        yield  # reading it says what is wrong
        return
    try:
        with FileLock(lock, timeout=_PATIENCE):
            try:
                yield
            finally:
                if os.name != "nt":
                    lock.unlink(missing_ok=True)
    except Timeout as exc:
        raise ExportError(_busy(path)) from exc
    except OSError as exc:
        message = f"the answers could not be written: {exc.strerror or exc}"
        raise ExportError(error("output", message, "is the folder protected?").at(Location(str(path)))) from exc
    finally:
        if os.name == "nt":
            with contextlib.suppress(OSError):  # somebody else holds it by now
                lock.unlink(missing_ok=True)
