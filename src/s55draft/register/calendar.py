"""The register as a calendar (RFC 5545) that Outlook and others import.

An event keeps its identifier for as long as its answers file keeps its name and its report the day of publication:
whatever changes in title, folder or milestones, a second import puts the event right and makes no second one. Of two
reports of one day, with answers files of one name in two folders, the second one's identifiers have its title in them.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s55draft.errors import Location, OverwriteError, error
from s55draft.register.entries import Entry, file_name
from s55draft.register.overview import Overview
from s55draft.register.stages import Stage

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//s55draft//Section 55 register//EN"
_NAMES = uuid.UUID("5b1f7c0e-55a5-5a5b-8d55-1996c0160055")
_BEGINNING = date(2017, 1, 1)
_KEPT_AFTERWARDS = timedelta(days=90)
_REMINDER = timedelta(hours=-15)
"""From the midnight with which the day begins: nine in the morning of the day before."""

_COMMENTS_ARE_IN = (Stage.COMMENTS_IN, Stage.OWN_MISSING, Stage.READY)


class Appointment(NamedTuple):
    """A day in the calendar. `is_done`: it is kept so that an import can say so."""

    key: str
    summary: str
    day: date
    note: str
    is_done: bool


def as_calendar(shown: Overview, now: datetime) -> bytes:
    """The milestones and lawful days of all responses under way, and of those published in the last three months.

    `now`, in universal time, is the stamp of all events.
    """
    from icalendar import Calendar  # noqa: PLC0415 - only for a calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Section 55 responses")
    named = _named(shown.entries)
    for entry in shown.entries:
        if entry.path not in named:  # a copy of the same response in another folder
            continue
        for appointment in _appointments(entry, shown.today):
            calendar.add_component(_event(named[entry.path], appointment, now))
    return bytes(calendar.to_ical())


def _named(entries: Sequence[Entry]) -> dict[Path, str]:
    """The name that each response goes by in the calendar; none for a copy of one, in another folder."""
    titles: dict[str, str] = {}
    named: dict[Path, str] = {}
    for entry in sorted(entries, key=lambda entry: str(entry.path)):
        name = f"{file_name(Path(entry.path.stem)).casefold()}/{entry.published_on.isoformat()}"
        if titles.setdefault(name, entry.title) != entry.title:
            name = f"{name}/{entry.title}"
            if name in titles:
                continue
            titles[name] = entry.title
        elif name in named.values():
            continue
        named[entry.path] = name
    return named


def _appointments(entry: Entry, today: date) -> Iterator[Appointment]:
    out = entry.stage.is_published
    if entry.last_day is None or (out and entry.last_day < today - _KEPT_AFTERWARDS):
        return
    note = f"Answers file: {file_name(Path(entry.path.name))}. Stage on {today.isoformat()}: {entry.stage_words}."
    for each in entry.milestones:
        unsure = "" if each.is_certain else f" The bank holidays of {each.day.year} are not all announced yet."
        text = f"{each.what[0].upper()}{each.what[1:]}: {entry.title}"
        done = out or (each.key == "comments_due" and entry.stage in _COMMENTS_ARE_IN)
        yield Appointment(each.key, text, each.day, note + unsure, done)
    last = f"Last lawful day to publish, s.55(5A): {entry.title}"
    yield Appointment("last_lawful_day", last, entry.last_day, note, out)


def _event(name: str, appointment: Appointment, now: datetime) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{uuid.uuid5(_NAMES, f'{name}/{appointment.key}')}@s55draft")
    event.add("dtstamp", now)
    event.add("sequence", (now.date() - _BEGINNING).days)
    event.add("dtstart", appointment.day)
    event.add("dtend", appointment.day + timedelta(days=1))
    event.add("summary", f"Done: {appointment.summary}" if appointment.is_done else appointment.summary)
    event.add("description", appointment.note)
    event.add("categories", ["Section 55"])
    event.add("transp", "TRANSPARENT")
    if not appointment.is_done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", appointment.summary)
        alarm.add("trigger", _REMINDER)
        event.add_component(alarm)
    return event


def refuse_to_replace(path: Path) -> None:
    """Raises OverwriteError if a file at `path` is no calendar of this program's."""
    if not path.exists():
        return
    held = path.read_bytes() if path.is_file() else b""
    if not held.startswith(b"BEGIN:VCALENDAR") or PRODUCT.encode() not in held:
        message = "there is a file of that name already, which is no calendar of s55draft's; nothing was written"
        raise OverwriteError(error("changed", message, "choose another name for --ics").at(Location(str(path))))
