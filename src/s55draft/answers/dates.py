"""Days as people write them, for the hint that says how to write them here."""

import re
from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|'?\d\d)"
_SIGN = "[-/.\u2010-\u2015\u2212 ]"
_FORMS = (
    rf"(?:[A-Za-z]+,? +)?(?:the +)?{_DAY}(?: +of)?[ -]+{_MONTH},?[ -]+{_YEAR}",
    rf"(?:[A-Za-z]+,? +)?{_MONTH} +{_DAY},? +{_YEAR}",
    rf"(?P<day>\d{{1,2}}){_SIGN}(?P<month>\d{{1,2}}){_SIGN}{_YEAR}",
    rf"(?P<year>\d{{4}}){_SIGN}(?P<month>\d{{1,2}}){_SIGN}(?P<day>\d{{1,2}})(?:[T ]+\d.*)?",
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
)
_MOST_MONTHS = 12
_CENTURY = 2000


def guessed_day(given: str) -> date | None:
    """The day that a person most likely meant, British order; None where none can be made out."""
    text = " ".join(given.split())
    for form in _FORMS:
        match = re.fullmatch(form, text)
        if match is None:
            continue
        month = _month(match["month"])
        if month is None:
            continue
        year, day = int(match["year"].lstrip("'")), int(match["day"])
        year += _CENTURY if year < 100 else 0  # noqa: PLR2004 - two digits
        if month > _MOST_MONTHS and day <= _MOST_MONTHS:  # the American order
            month, day = day, month
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def _month(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    names = [name for name in _MONTHS if word.lower().startswith(name)]
    return _MONTHS.index(names[0]) + 1 if names else None
