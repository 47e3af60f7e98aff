"""The register as a table of 80 columns, which reads sensibly from left to right and from top to bottom.

Colour, where it is wanted, says again what words say.
"""

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from s55draft.days import day_in_words, weekday
from s55draft.drift import LetterState
from s55draft.register.entries import Damaged, Entry, Row, file_name
from s55draft.register.next_steps import listed
from s55draft.register.overview import Overview
from s55draft.register.stages import Stage
from s55draft.typed import as_typed

_WIDTH = 80
_INDENT = "  "
_LEFT, _DAY = 24, 20
_SOON = 7
_MOST_MISSING = 3
_COMMAND = ": s55draft "


class Line(NamedTuple):
    """A line of the table. `mark` is `late`, `soon`, `damaged` or empty."""

    text: str
    mark: str = ""


def table(shown: Overview) -> Iterator[Line]:
    """The lines of the register."""
    head = f"Responses on {weekday(shown.today)} {day_in_words(shown.today)}: {_counted(shown)}."
    yield from (Line(each) for each in textwrap.wrap(head, _WIDTH))
    if not shown.rows:
        yield Line("To begin one: s55draft new")
        return
    yield Line("")
    yield Line(f"{'Days left':<{_LEFT}}{'Last lawful day':<{_DAY}}Stage")
    for row in shown.rows:
        yield Line("")
        yield from _damaged(row) if isinstance(row, Damaged) else _entry(row, shown.today)
    yield Line("")
    for year in shown.uncertain_years:
        text = (
            f"The bank holidays of {year} are not known here yet. Days of the office's own in that year keep clear of "
            "weekends and of the usual bank holidays; look at gov.uk/bank-holidays for others."
        )
        yield from (Line(each) for each in textwrap.wrap(text, _WIDTH))
    sentence = most_urgent(shown)
    at = sentence.rfind(_COMMAND) + 1  # a title or a folder may have the program's name too
    words, command = (sentence[:at], sentence[at:].strip()) if at else (sentence, "")
    yield from (Line(each) for each in textwrap.wrap(words, _WIDTH, break_on_hyphens=False))
    if command:  # on a line of its own, whole, so that it can be copied
        yield Line(f"{_INDENT}{command}")


def _counted(shown: Overview) -> str:
    counts = [
        (len(shown.entries), "response"),
        (len(shown.rows) - len(shown.entries), "file that cannot be counted"),
        (shown.passed_over, "other YAML file passed over"),
    ]
    words = [f"{count} {_plural(what, count)}" for count, what in counts if count or what == "response"]
    return ", ".join(words)


def _plural(what: str, count: int) -> str:
    return what if count == 1 else what.replace("file", "files").replace("response", "responses")


def _entry(entry: Entry, today: date) -> Iterator[Line]:
    last = _short(entry.last_day) if entry.last_day else "none (before 2017)"
    yield Line(f"{days_left_words(entry):<{_LEFT}}{last:<{_DAY}}{entry.stage_words}", _mark(entry))
    yield from _wrapped(f"{entry.title} (published {day_in_words(entry.published_on)})")
    yield from _wrapped(f"File: {file_name(entry.path)}")
    if entry.missing:
        yield from _wrapped(f"Missing: {listed(entry.missing, _MOST_MISSING)}")
    if entry.stage is Stage.READY and entry.to_judge:
        yield from _wrapped(f"To judge: {'; '.join(entry.to_judge)}")
    if entry.letter is not LetterState.NO_LETTER or entry.stage.is_published:
        yield from _wrapped(f"Letter: {entry.letter.value}")
    if not entry.stage.is_published:
        to_come = (each for each in entry.milestones if each.day >= today)
        coming = [f"{each.key.replace('_', ' ')} {_short(each.day)[4:-5]}" for each in to_come]
        yield from _wrapped(f"Planned: {', '.join(coming)}" if coming else "")
    done = [f"{step.key} {step.done}" if isinstance(step.done, date) else step.key for step in entry.steps if step.done]
    yield from _wrapped(f"Done: {'; '.join(done)}" if done else "")
    if entry.stage.is_published:
        yield from _wrapped(f"Open: {', '.join(entry.open_steps)}" if entry.open_steps else "")


def _damaged(row: Damaged) -> Iterator[Line]:
    yield Line(f"{'unknown':<{_LEFT}}{'unknown':<{_DAY}}{row.stage_words}", "" if row.is_begun else "damaged")
    yield from _wrapped(f"File: {file_name(row.path)}")
    yield from _wrapped(f"Why: {row.why}")


def days_left_words(entry: Entry) -> str:
    """`30 days left`, `due today`, `3 days late`; of a published response, whether it was in time."""
    days = entry.days_left
    if entry.last_day is None:
        return "no statutory day"
    if entry.stage.is_published:
        return "published" if days is None else f"published {_days(-days)} late" if days < 0 else "published in time"
    if days is None or days == 0:
        return "due today"
    return f"{_days(days)} left" if days > 0 else f"{_days(-days)} late"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _mark(entry: Entry) -> str:
    if entry.days_left is None or entry.stage.is_published:
        return ""
    return "late" if entry.days_left < 0 else "soon" if entry.days_left <= _SOON else ""


def _short(day: date) -> str:
    """`Thu 31 Aug 2023`."""
    number, month, year = day_in_words(day).split()
    return f"{weekday(day)[:3]} {number} {month[:3]} {year}"


def _wrapped(text: str) -> Iterator[Line]:
    for line in textwrap.wrap(
        text, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT * 2, break_on_hyphens=False
    ):
        yield Line(line)


def most_urgent(shown: Overview) -> str:
    """One sentence: what to do next for the most urgent response."""
    first: Row | None = next(iter(shown.rows), None)
    if first is None or (isinstance(first, Entry) and first.stage is Stage.ALL_SENT):
        return "Nothing is left to do."
    if isinstance(first, Damaged):
        name = as_typed(file_name(first.path))
        if first.is_begun:
            return f"Next: go on with it: s55draft edit {name}"
        return f"Next: put {file_name(first.path)} right; what is wrong in it says: s55draft check {name}"
    end = "" if _COMMAND in first.next_step else "."  # a command ends where it ends
    return f"Next, for {first.title} ({days_left_words(first)}): {first.next_step}{end}"
