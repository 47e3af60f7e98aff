"""The office's own days, worked back from the last lawful day.

The lawful day never moves. A milestone that would fall on a weekend or bank holiday comes earlier, but not before
the first working day of the 56.
"""

from datetime import date, timedelta
from typing import NamedTuple

from s55draft.office import Milestones, Office
from s55draft.statute import last_publication_day
from s55draft.working_days import are_announced, working_day_from, working_day_until


class Milestone(NamedTuple):
    """A day of the office's own. `is_certain`: all bank holidays of that year were known."""

    key: str
    what: str
    day: date
    is_certain: bool


def milestones(published_on: date, office: Office) -> tuple[Milestone, ...]:
    """The milestones of a report, in order; none where no lawful day exists."""
    lawful = last_publication_day(published_on)
    if lawful is None:
        return ()
    first = working_day_from(published_on)
    found = []
    for key in Milestones.model_fields:
        wanted = lawful - timedelta(days=getattr(office.milestones, key))
        day = max(working_day_until(wanted), first)
        found.append(Milestone(key, _what(key, office), day, are_announced(max(day, wanted).year)))
    return tuple(found)


def _what(key: str, office: Office) -> str:
    return {
        "comments_due": f"comments due from the {office.chief_officer}",
        "draft": f"draft to the {office.local_policing_body_short}",
        "sign_off": f"sign-off by the {office.local_policing_body_short}",
        "publish": "publish the response",
    }[key]
