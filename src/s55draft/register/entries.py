"""One line of the register: a response with all that is told of it, or a file that cannot be read."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from s55draft.drift import LetterState
from s55draft.milestones import Milestone
from s55draft.register.stages import Stage
from s55draft.statute import Obligation, State


def file_name(path: Path) -> str:
    """A file as it is named in the register: letters that no terminal or text can show are written as codes."""
    name = str(path).encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in name)


class Step(NamedTuple):
    """An office-use step: its key, and whether or when it was done."""

    key: str
    done: bool | date


class Entry(NamedTuple):
    """A response as the register tells of it.

    `last_day` is None where no limit existed; `days_left` too, and it is negative when the last lawful day is past.
    Of a published response both say how it was on the day of publication, where that is known.
    """

    path: Path
    title: str
    published_on: date
    last_day: date | None
    days_left: int | None
    stage: Stage
    stage_words: str
    missing: tuple[str, ...]
    letter: LetterState
    milestones: tuple[Milestone, ...]
    steps: tuple[Step, ...]
    next_step: str
    obligations: tuple[Obligation, ...]

    @property
    def to_judge(self) -> tuple[str, ...]:
        """What a person must judge before publication."""
        return tuple(each.finding for each in self.obligations if each.state is State.TO_JUDGE)

    @property
    def open_steps(self) -> tuple[str, ...]:
        """Keys of the office-use steps that are not done."""
        return tuple(step.key for step in self.steps if not step.done)


class Damaged(NamedTuple):
    """A file that is meant for answers and cannot be read. `why` is the first reason, with its line.

    `is_begun`: nothing is wrong in it, but what a deadline is counted from is not there yet.
    """

    path: Path
    why: str
    is_begun: bool = False

    @property
    def stage_words(self) -> str:
        """What the register says in place of a stage."""
        return "just begun" if self.is_begun else "cannot be read"


Row = Entry | Damaged


def urgency(row: Row) -> tuple[int, int, str]:
    """What rows are sorted by: what is to be published by its day; without a day; damaged; published; all sent."""
    name = str(row.path)
    if isinstance(row, Damaged):
        return 2, 0, name
    if row.stage is Stage.ALL_SENT:
        return 4, -row.published_on.toordinal(), name
    if row.stage is Stage.PUBLISHED:
        return 3, row.published_on.toordinal(), name
    if row.days_left is None:
        return 1, row.published_on.toordinal(), name
    return 0, row.days_left, name
