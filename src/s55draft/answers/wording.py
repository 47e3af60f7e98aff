"""What pydantic found in an answer, and the plain words for it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from s55draft.answers.dates import guessed_day
from s55draft.answers.keys import Model
from s55draft.answers.line_slips import shortened
from s55draft.answers.nodes import Scalar
from s55draft.answers.places import Places
from s55draft.errors import AnswerPath

_SINGULAR = {
    "recommendations": "recommendation",
    "causes_of_concern": "cause of concern",
    "areas_for_improvement": "area for improvement",
    "checklist": "step",
    "publication_types": "publication type",
}
_LONGEST_NUMBER = 20
Words = tuple[str, str | None]


class Finding(NamedTuple):
    """Something that pydantic found wrong with an answer."""

    code: str
    path: AnswerPath
    context: dict[str, Any]
    given: object
    model: Model
    where: Places

    @property
    def key(self) -> str:
        """The last key of the path."""
        return str(self.path[-1]) if self.path else ""

    @property
    def name(self) -> str:
        """The answer as people call it."""
        return named(self.path, self.where)

    @property
    def shown(self) -> str:
        """What was given, for a message."""
        return f"'{shortened(self.given)}'" if isinstance(self.given, str) else "this"


def named(path: AnswerPath, where: Places, *, called: str | None = None) -> str:
    """An answer as people call it: `report: published_on`, `recommendation 3: text`."""
    words: list[str] = []
    so_far: AnswerPath = ()
    for part in path:
        so_far = (*so_far, part)
        if isinstance(part, int):
            number = where.node((*so_far, "number"))
            given = number.value if isinstance(number, Scalar) else ""
            name = given if 0 < len(given) <= _LONGEST_NUMBER else str(part + 1)
            holder = str(so_far[-2]) if len(so_far) > 1 else ""
            kind = _SINGULAR.get(holder, holder)
            if words:
                words.pop()
            words.append(f"{kind} {name if called is None else called}")
        else:
            words.append(shortened(part))
    return ": ".join(words) or "the file"


def worded(finding: Finding) -> Words:
    """Message and hint for a finding."""
    if finding.code in ("date_form", "date_impossible"):
        return _date(finding)
    if finding.code.startswith("bool"):
        return f"{finding.name} must be true or false, not {finding.shown}", "write true or false"
    words = _WORDS.get(finding.code)
    if words is None:
        return f"{finding.name} is not as the file needs it", "compare it with an example"
    return words(finding)


def _date(finding: Finding) -> Words:
    given, name = str(finding.context["given"]), finding.name
    ticks = bool(finding.path) and finding.path[0] == "checklist"
    if finding.code == "date_impossible":
        year, month, day = given.strip().split("-")
        swapped = guessed_day(f"{year}-{day}-{month}")
        hint = "check the day and the month; a date is written year-month-day"
        if swapped is not None:
            hint = f"a date is written year-month-day; did you mean {swapped.isoformat()}?"
        return f"{name}: there is no day {given.strip()}", hint
    guess = guessed_day(given)
    if guess is not None:
        return f"{name}: {finding.shown} is not written as a date is here", f"write {guess.isoformat()}"
    if ticks:
        hint = "write false while it is not done, then the day on which it was done, such as 2023-08-31"
        return f"{name}: {finding.shown} is neither false, true nor a date", hint
    hint = "write the year, the month and the day, such as 2023-08-31; while the day is not known, leave the key out"
    return f"{name}: {finding.shown} is not a date", hint


def _blank(finding: Finding) -> Words:
    if finding.path and isinstance(finding.path[-1], int):
        return f"{finding.name} is empty", "write its text behind the dash, or take the dash out"
    return f"{finding.name} is empty", "write it, or take the key out if it is not answered yet"


def _one_line(finding: Finding) -> Words:
    start = "the dash" if finding.path and isinstance(finding.path[-1], int) else f"'{finding.key}:'"
    return f"{finding.name} goes over several lines", f"write all of it on one line, behind {start}"


def _url(finding: Finding) -> Words:
    given = finding.given.strip() if isinstance(finding.given, str) else ""
    hint = "copy the address from the browser; it begins with https:// and has no spaces"
    if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(?:/\S*)?", given):
        hint = f"write: {finding.key}: {shortened(f'https://{given}')}"
    elif re.match(r"https?://", given) and " " in given:
        hint = f"a web address has no spaces; write: {finding.key}: {shortened(given.replace(' ', '%20'))}"
    return f"{finding.name}: {finding.shown} is not a web address", hint


def _too_long(finding: Finding) -> Words:
    most = finding.context.get("max_length", _LONGEST_NUMBER)
    return (
        f"{finding.name}: {finding.shown} is longer than {most} letters",
        "write the number alone, such as 4b; longer words go under 'title:' or 'text:'",
    )


def _both(finding: Finding) -> Words:
    return (
        f"{finding.name} says both what is done and why nothing is done",
        "keep 'action' or 'no_action'; what else there is to say goes under 'comment'",
    )


def _none_and_some(finding: Finding) -> Words:
    return (
        f"{finding.name} says that no comments were received, yet gives some, or the day on which they came",
        "take out 'none_received', or else 'comments', 'closing' and 'received_on'",
    )


def _days(finding: Finding) -> Words:
    most = finding.context["most"]
    hint = f"write a whole number from 0 to {most}: days before the last lawful day"
    return f"{finding.name}: {finding.shown} is no number of days", hint


def _milestones_order(finding: Finding) -> Words:
    given = finding.context
    message = (
        f"{finding.name}: {given['earlier']} comes {given['before']} days before the last lawful day, "
        f"and {given['later']} {given['after']} days before it; that is the wrong order"
    )
    hint = "the numbers go down: comments_due, draft, sign_off, publish (28, 14, 7 and 2, where one is left out)"
    return message, hint


_WORDS: dict[str, Callable[[Finding], Words]] = {
    "blank": _blank,
    "one_line": _one_line,
    "url": _url,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "too_short": lambda finding: (f"{finding.name} is an empty list", "name at least one, or take the key out"),
    "action_and_no_action": _both,
    "none_received_and_comments": _none_and_some,
    "days": _days,
    "milestones_order": _milestones_order,
}
