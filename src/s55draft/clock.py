"""The clock, for the commands and the wizard's start; nothing below them reads it."""

import os
from datetime import UTC, date, datetime, time


def today() -> date:
    """The day on which days are counted from: today, or S55DRAFT_TODAY (for tests, and pictures of the screen)."""
    return _set_day() or datetime.now().date()  # noqa: DTZ005, TID251 - the clock is read here


def now() -> datetime:
    """This moment, in universal time and whole seconds; the start of the day S55DRAFT_TODAY where that is set."""
    day = _set_day()
    if day is not None:
        return datetime.combine(day, time(), UTC)
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - likewise


def _set_day() -> date | None:
    try:
        return date.fromisoformat(os.environ.get("S55DRAFT_TODAY", ""))
    except ValueError:
        return None
