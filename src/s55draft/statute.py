"""Section 55 of the Police Act 1996: deadline, obligations, what is missing. The only module that knows law.

As amended by section 37 of the Policing and Crime Act 2017. An error is what makes a response unlawful or incomplete;
a warning is what a person must judge.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from s55draft.days import day_in_words, weekday
from s55draft.errors import AnswerPath, Problem, error, warning
from s55draft.layout import FACTS, Layout
from s55draft.model import CauseOfConcern, Entry, Recommendation, Response, entry_key

_DAYS_TO_PUBLISH = 56
_FIRST_DAY_WITH_A_LIMIT = date(2017, 1, 1)
_SATURDAY = 5
COPIES = {
    "hmicfrs": "the inspectors of constabulary, s.55(6)(a)",
    "home_office": "the Secretary of State (Home Office), s.55(6)(b)",
}
"""Keys of the office-use steps that record the copies which the Act asks for, and to whom they go."""


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


def printed_deadline(response: Response) -> date | None:
    """The deadline that the letter prints: the response's own, else the last lawful day."""
    return response.response_deadline or last_publication_day(response.report.published_on)


class AnswerTo(NamedTuple):
    """An entry of the report with its place in the answers and the name it goes by."""

    path: AnswerPath
    entry: Entry
    key: str
    kind: str


_KINDS = {
    "recommendations": "recommendation",
    "causes_of_concern": "cause of concern",
    "areas_for_improvement": "area for improvement",
}


def entries(response: Response) -> Iterator[AnswerTo]:
    """Every recommendation, cause of concern and area for improvement, in the order of the letter."""
    lists: tuple[tuple[str, Sequence[Entry]], ...] = (
        ("recommendations", response.recommendations or ()),
        ("causes_of_concern", response.causes_of_concern),
        ("areas_for_improvement", response.areas_for_improvement or ()),
    )
    for name, members in lists:
        for position, entry in enumerate(members):
            yield AnswerTo((name, position), entry, entry_key(entry, position), _KINDS[name])


class Awaited(NamedTuple):
    """An answer that must stand in the letter and is not there yet."""

    path: AnswerPath
    what: str
    code: str = "unanswered"
    hint: str | None = None


def awaited(response: Response, layout: Layout) -> list[Awaited]:
    """What is not answered yet, in the order of the letter."""
    return [
        *_awaited_report(response, layout),
        *_awaited_chief_officer(response, layout),
        *_awaited_local_policing_body(response, layout),
    ]


def _awaited_report(response: Response, layout: Layout) -> Iterator[Awaited]:
    for fact in layout.facts:
        section, _, key = fact.partition(".")
        if key and getattr(response.report, key) is None:
            yield Awaited((section, key), FACTS[fact].lower(), hint=f"under report: add '{key}:'")
    if response.key_findings is None:
        yield Awaited(("key_findings",), "key findings", hint="add 'key_findings: |' and the text under it, indented")
    for name in ("recommendations", "areas_for_improvement"):
        if getattr(response, name) is None:
            words = name.replace("_", " ")
            yield Awaited(
                (name,), words, hint=f"add '{name}:' with the report's {words}, or '{name}: []' if it makes none"
            )
    for path, entry, key, kind in entries(response):
        if entry.text is None:
            yield Awaited((*path, "text"), f"words of {kind} {key}", hint="copy them from the report, under 'text: |'")


def _awaited_chief_officer(response: Response, layout: Layout) -> Iterator[Awaited]:
    theirs = response.chief_constable
    if theirs.none_received:
        return
    recommendations = [member for member in entries(response) if isinstance(member.entry, Recommendation)]
    silent = [member for member in recommendations if member.entry.chief_constable is None]
    each = layout.answers_each_recommendation
    if theirs.comments is None and not (each and recommendations and not silent):
        hint = (
            "under chief_constable: add 'comments: |' and the text, "
            "or 'none_received: true' if they were invited and none came"
        )
        yield Awaited(("chief_constable", "comments"), "the Chief Constable's comments", "s55-5", hint)
    if each:
        for member in silent:
            yield Awaited(
                (*member.path, "chief_constable"),
                f"the Chief Constable's answer to recommendation {member.key}",
                "s55-5",
                "add 'chief_constable: |' and the text",
            )


def _awaited_local_policing_body(response: Response, layout: Layout) -> Iterator[Awaited]:
    recommendations = [member for member in entries(response) if isinstance(member.entry, Recommendation)]
    all_answered = bool(recommendations) and all(member.entry.pcc is not None for member in recommendations)
    if response.pcc.comments is None and not (layout.answers_each_recommendation and all_answered):
        yield Awaited(("pcc", "comments"), "the PCC's comments", "s55-5", "under pcc: add 'comments: |' and the text")
    for path, entry, key, kind in entries(response):
        if entry.pcc is None and _binds(entry, response, layout):
            hint = f"under {kind} {key} add 'pcc:' with 'action:', or with 'no_action:' and the reason"
            yield Awaited(
                (*path, "pcc"),
                f"the PCC's answer to {kind} {key}: neither an action nor a reason for none",
                "s55-5B",
                hint,
            )


def _binds(entry: Entry, response: Response, layout: Layout) -> bool:
    """Whether s.55(5B) asks for an answer to this very entry that no general comment can stand for."""
    if not isinstance(entry, Recommendation | CauseOfConcern):
        return False
    return layout.answers_each_recommendation or response.pcc.comments is None


def check(response: Response, layout: Layout, printed_steps: Sequence[str], *, final: bool) -> list[Problem]:
    """All that section 55 and the layout still ask of a response.

    `printed_steps` are the keys of the office-use list as the letter prints it. `final`: the letter is about to be
    published, so the record of the invitation must be there too.
    """
    problems = [
        error(item.code, f"not answered yet: {item.what}", item.hint, item.path) for item in awaited(response, layout)
    ]
    problems += _deadline(response)
    problems += _invitation(response, final=final)
    problems += _explanations(response, layout)
    problems += _copies(printed_steps)
    return problems


def _deadline(response: Response) -> Iterator[Problem]:
    """s.55(5A)."""
    published = response.report.published_on
    lawful = last_publication_day(published)
    printed = response.response_deadline
    if printed is not None and printed < published:
        yield error(
            "s55-5A",
            "the response deadline lies before the report was published",
            "check both dates",
            ("response_deadline",),
        )
    if lawful is None:
        return
    if printed is not None and printed > lawful:
        message = (
            f"the printed deadline, {day_in_words(printed)}, is later than the Act allows: "
            f"the last lawful day is {weekday(lawful)} {day_in_words(lawful)}"
        )
        yield warning(
            "s55-5A",
            message,
            "the 56 days begin with the day of publication; leave response_deadline out to print the lawful day",
            ("response_deadline",),
        )
    if lawful.weekday() >= _SATURDAY:
        friday = lawful - timedelta(days=lawful.weekday() - _SATURDAY + 1)
        message = f"the last lawful day, {day_in_words(lawful)}, is a {weekday(lawful)}"
        yield warning(
            "s55-5A", message, f"aim to publish by {weekday(friday)} {day_in_words(friday)}", ("report", "published_on")
        )


def _invitation(response: Response, *, final: bool) -> Iterator[Problem]:
    """s.55(4)."""
    theirs = response.chief_constable
    requested, due, received = theirs.requested_on, theirs.due_on, theirs.received_on
    at = ("chief_constable",)
    if requested is None or due is None:
        lacking = " and ".join(name for name, day in (("requested_on", requested), ("due_on", due)) if day is None)
        message = "it is not recorded when the Chief Constable was invited to comment, and by what date"
        hint = f"under chief_constable: add {lacking}"
        nothing_came = theirs.none_received or (final and theirs.comments is None)
        yield (error if nothing_came else warning)("s55-4", message, hint, at)
    if requested is not None and due is not None and due < requested:
        yield warning(
            "s55-4",
            "the Chief Constable's comments were due before they were asked for",
            "check requested_on and due_on",
            (*at, "due_on"),
        )
    if requested is not None and received is not None and received < requested:
        yield warning(
            "s55-4",
            "the Chief Constable's comments came in before they were asked for",
            "check requested_on and received_on",
            (*at, "received_on"),
        )


def _explanations(response: Response, layout: Layout) -> Iterator[Problem]:
    """s.55(5B), where there is an answer but a person must judge whether it says what the Act asks."""
    for path, entry, key, kind in entries(response):
        if not isinstance(entry, Recommendation | CauseOfConcern):
            continue
        if entry.pcc is None:
            if not _binds(entry, response, layout):
                message = (
                    f"{kind} {key}: the PCC does not answer it by itself; "
                    "the general comments must explain the action, or why there is none"
                )
                yield warning("s55-5B", message, "read the PCC's comments for it, or add 'pcc:' under it", path)
        elif entry.pcc.action is None and entry.pcc.no_action is None:
            message = f"{kind} {key}: the PCC's answer names neither 'action' nor 'no_action'"
            hint = (
                "see that the text says what the PCC has done or will do, or why nothing; "
                "or give it under 'action:' or 'no_action:'"
            )
            yield warning("s55-5B", message, hint, (*path, "pcc"))


def _copies(printed_steps: Sequence[str]) -> Iterator[Problem]:
    """s.55(6)."""
    for key, whom in COPIES.items():
        if key not in printed_steps:
            yield warning(
                "s55-6",
                f"the office-use list has no line for the copy to {whom}",
                f"under checklist: add '{key}: false'",
                ("checklist",),
            )
