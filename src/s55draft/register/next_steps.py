"""What to do next with a response, in one sentence."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from s55draft import context
from s55draft.days import day_in_words
from s55draft.milestones import Milestone
from s55draft.model import Response
from s55draft.office import Office
from s55draft.register.entries import file_name
from s55draft.register.stages import Stage, Ticks
from s55draft.statute import PUBLICATION, last_publication_day
from s55draft.typed import as_typed

_MOST_NAMED = 2


class Situation(NamedTuple):
    """What the next step depends on. `path` is that of the answers file."""

    path: Path
    response: Response
    office: Office
    stage: Stage
    missing: Sequence[str]
    milestones: Sequence[Milestone]
    ticks: Ticks
    letter_is_ready: bool
    today: date


def next_step(situation: Situation) -> str:
    """What to do next, without a full stop; it begins with a verb, and ends with a command where there is one."""
    return _STEPS[situation.stage](situation)


def listed(words: Sequence[str], most: int = _MOST_NAMED) -> str:
    """`a, b and 3 more`."""
    if len(words) <= most:
        return context.listed(tuple(words)) if words else ""
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def _by(situation: Situation, key: str) -> str:
    """`, by 3 August 2023` for a milestone to come; else the last lawful day; nothing where there is none."""
    to_come = (each.day for each in situation.milestones if each.key == key and each.day >= situation.today)
    planned = next(to_come, None)
    if planned is not None:
        return f", by {day_in_words(planned)}"
    last = last_publication_day(situation.response.report.published_on)
    if last is None:
        return ""
    if last < situation.today:
        return " as soon as you can: the last lawful day is past"
    return f", at the latest by {day_in_words(last)}, the last lawful day"


def _invite(situation: Situation) -> str:
    whom = situation.office.chief_officer
    return f"record requested_on and due_on, and invite the {whom} to comment{_by(situation, 'comments_due')}"


def _set_a_day(situation: Situation) -> str:
    return f"record by what day the {situation.office.chief_officer}'s comments are due, with due_on"


def _due(situation: Situation) -> str:
    due = situation.response.chief_constable.due_on
    return "" if due is None else day_in_words(due)


def _await(situation: Situation) -> str:
    return f"await the {situation.office.chief_officer}'s comments, due on {_due(situation)}"


def _remind(situation: Situation) -> str:
    return f"remind the {situation.office.chief_officer}, whose comments were due on {_due(situation)}"


def _complete(situation: Situation) -> str:
    return f"add {listed(situation.missing)}"


def _draft(situation: Situation) -> str:
    whose = f"{situation.office.local_policing_body_short}'s"
    own = [each for each in situation.missing if whose in each or "the PCC's" in each]
    return f"draft {listed(own or situation.missing)}{_by(situation, 'draft')}"


def _publish(situation: Situation) -> str:
    typed, by = as_typed(file_name(situation.path)), _by(situation, "publish")
    if not situation.letter_is_ready:
        return f"build the letter and publish it{by}; first: s55draft build --final {typed}"
    step = PUBLICATION if PUBLICATION in situation.ticks else next(iter(situation.ticks), PUBLICATION)
    return f"publish it{by}; then: s55draft tick {typed} {step}"


def _send(situation: Situation) -> str:
    first = next(key for key, done in situation.ticks.items() if not done)
    return f"send the copies, then tick each: s55draft tick {as_typed(file_name(situation.path))} {first}"


_STEPS: dict[Stage, Callable[[Situation], str]] = {
    Stage.REPORT_IN: _invite,
    Stage.INVITED: _set_a_day,
    Stage.AWAITED: _await,
    Stage.OVERDUE: _remind,
    Stage.COMMENTS_IN: _complete,
    Stage.OWN_MISSING: _draft,
    Stage.READY: _publish,
    Stage.PUBLISHED: _send,
    Stage.ALL_SENT: lambda _: "nothing is left to do",
}
