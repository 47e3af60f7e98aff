"""The days that section 55 counts."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s55draft.model import Response

_DAYS_TO_PUBLISH = 56
_FIRST_DAY_WITH_A_LIMIT = date(2017, 1, 1)
SATURDAY = 5
"""Its number in the week, counted from 0."""
PUBLICATION = "website"
"""Key of the office-use step that records the publication which the Act asks for."""


def last_publication_day(published_on: date) -> date | None:
    """Last day on which the comments may be published, s.55(5A); None where no limit existed.

    The 56 days begin with the day the report is published, so that day counts as the first.
    """
    if published_on < _FIRST_DAY_WITH_A_LIMIT:
        return None
    try:
        return published_on + timedelta(days=_DAYS_TO_PUBLISH - 1)
    except OverflowError:  # the calendar ends on 31 December 9999
        return None


def printed_deadline(response: "Response") -> date | None:
    """The deadline that the letter prints: the response's own, else the last lawful day."""
    return response.response_deadline or last_publication_day(response.report.published_on)
