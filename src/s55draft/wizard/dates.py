"""Days as people type them ⇄ as the file holds them."""

import re
from datetime import date

from s55draft.answers.dates import guessed_day
from s55draft.days import day_in_words

_SLASHED_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDY_DATE = re.compile(r"(?:[A-Za-z]+,? +)?(\d{1,2})(?:st|nd|rd|th)? +([A-Za-z]{3})[A-Za-z]*\.?,? +(\d{4})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def as_date(typed: str) -> str:
    """A day as the file holds it, however people write it; what is no day stays as typed."""
    guess = guessed_day(typed)
    if guess is not None:
        return guess.isoformat()
    match = _SLASHED_DATE.fullmatch(typed.strip())
    if match is not None:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    match = _WORDY_DATE.fullmatch(typed.strip())
    if match is not None and match[2].lower() in _MONTHS:
        return f"{match[3]}-{_MONTHS.index(match[2].lower()) + 1:02}-{int(match[1]):02}"
    return typed.strip()


def date_shown(value: str) -> str:
    """A day as people write it: `7 July 2023`."""
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value
