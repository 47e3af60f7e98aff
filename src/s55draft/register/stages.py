"""How far a response is, and what it still lacks, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from s55draft.errors import Severity
from s55draft.model import Response
from s55draft.statute import PUBLICATION, UNANSWERED, Awaited, Obligation, State

Ticks = Mapping[str, bool | date]
"""The office-use steps as the letter prints them, and whether or when each was done."""


class Stage(Enum):
    """How far a response is. The value says it in words; `{chief_officer}` and `{body}` are the office's."""

    REPORT_IN = "report in"
    INVITED = "{chief_officer} invited"
    AWAITED = "comments awaited"
    OVERDUE = "comments overdue"
    COMMENTS_IN = "comments in"
    OWN_MISSING = "{body}'s comments missing"
    READY = "ready"
    PUBLISHED = "published"
    ALL_SENT = "all sent"

    @property
    def is_published(self) -> bool:
        """Whether the response is out."""
        return self in (Stage.PUBLISHED, Stage.ALL_SENT)


class Lacking(NamedTuple):
    """What is not there yet: of the Chief Constable's part, of the PCC's, and anything at all."""

    theirs: bool
    own: bool
    anything: bool


def stage_of(response: Response, lacking: Lacking, ticks: Ticks, today: date) -> Stage:
    """How far a response is on a day."""
    done = list(ticks.values())
    if done and all(done):
        return Stage.ALL_SENT
    if ticks.get(PUBLICATION):
        return Stage.PUBLISHED
    if lacking.theirs and response.chief_constable.received_on is None:
        return _before_the_comments(response, today)
    if lacking.theirs:
        return Stage.COMMENTS_IN
    if lacking.own:
        return Stage.OWN_MISSING
    return Stage.COMMENTS_IN if lacking.anything else Stage.READY


def _before_the_comments(response: Response, today: date) -> Stage:
    requested, due = response.chief_constable.requested_on, response.chief_constable.due_on
    if requested is None or requested > today:
        return Stage.REPORT_IN
    if due is None:
        return Stage.INVITED
    return Stage.AWAITED if due >= today else Stage.OVERDUE


def lacking_of(open_items: Sequence[Awaited], missing: Sequence[str]) -> Lacking:
    """What a response lacks, sorted by whose it is."""
    asked = [item for item in open_items if item.code != UNANSWERED]
    theirs = any("chief_constable" in item.path for item in asked)
    own = any("chief_constable" not in item.path for item in asked)
    return Lacking(theirs, own, bool(missing))


def missing_words(open_items: Sequence[Awaited], obligations: Iterable[Obligation]) -> list[str]:
    """What a response still lacks for publication, in words; answers to several recommendations in one phrase."""
    told = {item.path for item in open_items}
    found: dict[str, list[str]] = {}
    for item in open_items:
        what = item.what.partition(":")[0]
        phrase, _, key = what.rpartition(" ")
        several = len(item.path) > 1 and isinstance(item.path[1], int)
        found.setdefault(phrase if several else what, []).extend([key] if several else [])
    words = [_with_keys(phrase, keys) for phrase, keys in found.items()]
    for each in obligations:
        if each.state is State.NOT_MET and each.severity is Severity.ERROR and each.path not in told:
            invited = each.provision == "s.55(4)"
            words.append("the record of the invitation" if invited else each.finding)
    return words


_PLURALS = {
    "cause of concern": "causes of concern",
    "area for improvement": "areas for improvement",
    "recommendation": "recommendations",
}


def _with_keys(phrase: str, keys: Sequence[str]) -> str:
    """`the PCC's answers to recommendations 1 and 4` of `the PCC's answer to recommendation`."""
    if len(keys) < 2:  # noqa: PLR2004 - one is no list
        return " ".join([phrase, *keys])
    plural = phrase.replace("'s answer to", "'s answers to")
    plural = (
        plural.replace("cause of", "causes of")
        .replace("area for", "areas for")
        .replace("recommendation", "recommendations")
    )
    return f"{plural} {', '.join(keys[:-1])} and {keys[-1]}"
