"""What section 55 asks of a response, and whether it is met: the one source for all who tell of it.

A rule looks at one thing that the Act asks. `check`, the register and the wizard's review tell what the rules found.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import partial
from typing import NamedTuple

from s55draft.days import day_in_words, weekday
from s55draft.errors import AnswerPath, Location, Problem, Severity, error
from s55draft.layout import Layout
from s55draft.model import CauseOfConcern, ChiefConstable, Recommendation, Response
from s55draft.statute.awaiting import (
    UNANSWERED,
    AnswerTo,
    Awaited,
    awaited,
    awaited_chief_officer,
    awaited_local_policing_body,
    binds,
    entries,
)
from s55draft.statute.days import PUBLICATION, SATURDAY, last_publication_day

COPIES = {
    "hmicfrs": "the inspectors of constabulary, s.55(6)(a)",
    "home_office": "the Secretary of State (Home Office), s.55(6)(b)",
}
"""Keys of the office-use steps that record the copies which the Act asks for, and to whom they go."""


class State(Enum):
    """Whether what the Act asks is met. The value says it in words."""

    MET = "met"
    NOT_MET = "not met"
    TO_JUDGE = "a person must judge"
    LATER = "not yet"
    NOT_ASKED = "does not apply"


class Obligation(NamedTuple):
    """One thing that section 55 asks of one response.

    `finding` says what is so, and why where it does not apply. `severity` is that of the problem it makes now: None
    where it makes none, or where the answer that it waits for is told as not given yet.
    """

    provision: str
    asks: str
    state: State
    finding: str
    todo: str | None = None
    path: AnswerPath = ()
    severity: Severity | None = None

    @property
    def code(self) -> str:
        """The code of its problem: `s55-5B` for s.55(5B)."""
        return f"s55-{self.provision.removeprefix('s.55(').removesuffix(')')}"

    def as_dict(self, place: Location) -> dict[str, str | int | None]:
        """The obligation for `--format json`: as a problem at `place`, with what is asked and whether it is met.

        Its severity is None where it makes no problem.
        """
        problem = Problem(Severity.NOTE, self.code, self.finding, self.todo, place, self.path)
        severity = None if self.severity is None else str(self.severity)
        told = {"provision": self.provision, "asks": self.asks, "state": self.state.value}
        return {**problem.as_dict(), "severity": severity, **told}

    def problem(self) -> Problem | None:
        """The problem that it makes now."""
        if self.severity is None:
            return None
        return Problem(self.severity, self.code, self.finding, self.todo, None, self.path)


class Case(NamedTuple):
    """What a rule looks at. `printed_steps` are the keys of the office-use list as the letter prints it."""

    response: Response
    layout: Layout
    printed_steps: Sequence[str]
    final: bool

    @property
    def theirs(self) -> ChiefConstable:
        """The Chief Constable's part."""
        return self.response.chief_constable


Rule = Callable[[Case], Iterator[Obligation]]
_Of = Callable[..., Obligation]
_INVITE = partial(Obligation, "s.55(4)", "invite the Chief Constable's comments, by a date")
_OWN = partial(Obligation, "s.55(5)", "publish the PCC's comments")
_THEIRS = partial(Obligation, "s.55(5)", "publish the Chief Constable's comments")
_IN_TIME = partial(Obligation, "s.55(5A)", "publish within 56 days, the day of the report being the first")


def _judge(of: _Of, finding: str, todo: str | None, path: AnswerPath) -> Obligation:
    return of(State.TO_JUDGE, finding, todo, path, Severity.WARNING)


def _lacking(of: _Of, item: Awaited) -> Obligation:
    return of(State.NOT_MET, f"not answered yet: {item.what}", item.hint, item.path, Severity.ERROR)


def _chief_officers_comments(case: Case) -> Iterator[Obligation]:
    if case.theirs.none_received:
        yield _THEIRS(
            State.NOT_ASKED, "the Chief Constable sent no comments", None, ("chief_constable", "none_received")
        )
        return
    missing = [item for item in awaited_chief_officer(case.response, case.layout) if item.path[0] == "chief_constable"]
    yield from (_lacking(_THEIRS, item) for item in missing)
    if not missing:
        given = "the Chief Constable's comments are there"
        if not case.theirs.comments:
            given = "each recommendation has the Chief Constable's answer"
        yield _THEIRS(State.MET, given, None, ("chief_constable", "comments"))


def _chief_officers_answers(case: Case) -> Iterator[Obligation]:
    for item in awaited_chief_officer(case.response, case.layout):
        if item.path[0] != "chief_constable":
            yield _lacking(_THEIRS, item)


def _own_comments(case: Case) -> Iterator[Obligation]:
    missing = [item for item in awaited_local_policing_body(case.response, case.layout) if item.path[0] == "pcc"]
    yield from (_lacking(_OWN, item) for item in missing)
    if not missing:
        given = "the PCC's comments are there"
        if not case.response.pcc.comments:
            given = "each recommendation has the PCC's answer"
        yield _OWN(State.MET, given, None, ("pcc", "comments"))


def _explaining(member: AnswerTo | None = None) -> _Of:
    if member is None:
        return partial(Obligation, "s.55(5B)", "explain the action on each recommendation, or why there is none")
    whom = f" (addressed to {member.entry.addressed_to})" if member.entry.addressed_to else ""
    what = f"explain the action on {member.kind} {member.key}{whom}, or why there is none"
    return partial(Obligation, "s.55(5B)", what)


def _bound(case: Case) -> list[AnswerTo]:
    kinds = Recommendation | CauseOfConcern
    return [member for member in entries(case.response) if isinstance(member.entry, kinds)]


def _recommendations_known(case: Case) -> Iterator[Obligation]:
    path: AnswerPath = ("recommendations",)
    if case.response.recommendations is None:
        lacking = next((item for item in awaited(case.response, case.layout) if item.path == path), None)
        finding = "it is not recorded yet what the report recommends"
        yield _explaining()(State.NOT_MET, finding, lacking.hint if lacking else None, path)
    elif not _bound(case):
        yield _explaining()(State.NOT_ASKED, "the report makes no recommendations", None, path)


def _unexplained(case: Case) -> Iterator[Obligation]:
    silent = {member.path: member for member in _bound(case)}
    for item in awaited_local_policing_body(case.response, case.layout):
        if item.path[:-1] in silent:
            yield _lacking(_explaining(silent[item.path[:-1]]), item)


def _explained_in_general(case: Case) -> Iterator[Obligation]:
    for member in _bound(case):
        if member.entry.pcc is None and not binds(member.entry, case.response, case.layout):
            message = (
                f"{member.kind} {member.key}: the PCC does not answer it by itself; "
                "the general comments must explain the action, or why there is none"
            )
            todo = "read the PCC's comments for it, or add 'pcc:' under it"
            yield _judge(_explaining(member), message, todo, member.path)


def _explained(case: Case) -> Iterator[Obligation]:
    for member in _bound(case):
        answer, of, path = member.entry.pcc, _explaining(member), (*member.path, "pcc")
        if answer is None:
            continue
        if answer.action is not None or answer.no_action is not None:
            given = "the action" if answer.action is not None else "the reason for no action"
            yield of(State.MET, f"{member.kind} {member.key}: {given} is given", None, path)
        else:
            message = f"{member.kind} {member.key}: the PCC's answer names neither 'action' nor 'no_action'"
            todo = (
                "see that the text says what the PCC has done or will do, or why nothing; "
                "or give it under 'action:' or 'no_action:'"
            )
            yield _judge(of, message, todo, path)


def _deadline_after_publication(case: Case) -> Iterator[Obligation]:
    printed = case.response.response_deadline
    if printed is not None and printed < case.response.report.published_on:
        message = "the response deadline lies before the report was published"
        yield _IN_TIME(State.NOT_MET, message, "check both dates", ("response_deadline",), Severity.ERROR)


def _deadline_within_the_law(case: Case) -> Iterator[Obligation]:
    lawful, printed = last_publication_day(case.response.report.published_on), case.response.response_deadline
    if lawful is not None and printed is not None and printed > lawful:
        message = (
            f"the printed deadline, {day_in_words(printed)}, is later than the Act allows: "
            f"the last lawful day is {weekday(lawful)} {day_in_words(lawful)}"
        )
        todo = "the 56 days begin with the day of publication; leave response_deadline out to print the lawful day"
        yield _judge(_IN_TIME, message, todo, ("response_deadline",))


def _deadline_at_a_weekend(case: Case) -> Iterator[Obligation]:
    lawful = last_publication_day(case.response.report.published_on)
    if lawful is not None and lawful.weekday() >= SATURDAY:
        friday = lawful - timedelta(days=lawful.weekday() - SATURDAY + 1)
        message = f"the last lawful day, {day_in_words(lawful)}, is a {weekday(lawful)}"
        todo = f"aim to publish by {weekday(friday)} {day_in_words(friday)}"
        yield _judge(_IN_TIME, message, todo, ("report", "published_on"))


def _published_in_time(case: Case) -> Iterator[Obligation]:
    reported = case.response.report.published_on
    lawful, path = last_publication_day(reported), ("checklist", PUBLICATION)
    done = (case.response.checklist or {}).get(PUBLICATION, False)
    if lawful is None:
        yield _IN_TIME(State.NOT_ASKED, "no limit existed for a report published before 2017", None, path)
    elif done is True:
        message = "it is recorded that the response was published, but not on which day"
        yield _judge(_IN_TIME, message, f"under checklist: write the day behind '{PUBLICATION}:'", path)
    elif done is False:
        last = f"{weekday(lawful)} {day_in_words(lawful)}"
        yield _IN_TIME(State.LATER, "the response is not published yet", f"publish by {last}", path)
    elif done < reported:
        message = "the response is recorded as published before the report was"
        yield _judge(_IN_TIME, message, f"check '{PUBLICATION}:' under checklist, and published_on", path)
    elif done <= lawful:
        yield _IN_TIME(State.MET, f"the response was published on {day_in_words(done)}", None, path)
    else:
        late = (done - lawful).days
        days = f"{late} day{'s' if late > 1 else ''}"
        message = f"the response was published on {day_in_words(done)}, {days} after the last lawful day"
        todo = "check the day; if it is right, tell your legal adviser"
        yield _IN_TIME(State.NOT_MET, message, todo, path, Severity.WARNING)


def _invitation(case: Case) -> Iterator[Obligation]:
    requested, due, path = case.theirs.requested_on, case.theirs.due_on, ("chief_constable",)
    if requested is not None and due is not None:
        found = f"the Chief Constable was invited on {day_in_words(requested)}, to comment by {day_in_words(due)}"
        yield _INVITE(State.MET, found, None, path)
        return
    lacking = " and ".join(name for name, day in (("requested_on", requested), ("due_on", due)) if day is None)
    message = "it is not recorded when the Chief Constable was invited to comment, and by what date"
    nothing_came = case.theirs.none_received or (case.final and case.theirs.comments is None)
    severity = Severity.ERROR if nothing_came else Severity.WARNING
    yield _INVITE(State.NOT_MET, message, f"under chief_constable: add {lacking}", path, severity)


def _due_after_invitation(case: Case) -> Iterator[Obligation]:
    yield from _before_the_invitation(case, case.theirs.due_on, "due_on", "were due")


def _received_after_invitation(case: Case) -> Iterator[Obligation]:
    yield from _before_the_invitation(case, case.theirs.received_on, "received_on", "came in")


def _before_the_invitation(case: Case, day: date | None, key: str, verb: str) -> Iterator[Obligation]:
    if case.theirs.requested_on is not None and day is not None and day < case.theirs.requested_on:
        message = f"the Chief Constable's comments {verb} before they were asked for"
        yield _judge(_INVITE, message, f"check requested_on and {key}", ("chief_constable", key))


def _copy_to_inspectors(case: Case) -> Iterator[Obligation]:
    yield _copy(case, "hmicfrs")


def _copy_to_secretary_of_state(case: Case) -> Iterator[Obligation]:
    yield _copy(case, "home_office")


def _copy(case: Case, key: str) -> Obligation:
    whom = COPIES[key]
    name = whom.partition(",")[0]
    of = partial(Obligation, "s.55(6)", f"send a copy to {name}")
    done = (case.response.checklist or {}).get(key, False)
    if key not in case.printed_steps:
        message = f"the office-use list has no line for the copy to {whom}"
        return _judge(of, message, f"under checklist: add '{key}: false'", ("checklist",))
    if done is False:
        todo = f"send it once the response is published, then tick {key}"
        return of(State.LATER, f"the copy to {name} is not sent yet", todo, ("checklist", key))
    found = f"the copy to {name} was sent{'' if done is True else f' on {day_in_words(done)}'}"
    return of(State.MET, found, None, ("checklist", key))


RULES: tuple[Rule, ...] = (
    _chief_officers_comments,
    _chief_officers_answers,
    _own_comments,
    _recommendations_known,
    _unexplained,
    _deadline_after_publication,
    _deadline_within_the_law,
    _deadline_at_a_weekend,
    _published_in_time,
    _invitation,
    _due_after_invitation,
    _received_after_invitation,
    _explained_in_general,
    _explained,
    _copy_to_inspectors,
    _copy_to_secretary_of_state,
)
"""All rules, in the order in which `check` tells of them: that of the letter."""
_PROVISIONS = ("s.55(4)", "s.55(5)", "s.55(5A)", "s.55(5B)", "s.55(6)")


def _found(case: Case) -> Iterator[Obligation]:
    for rule in RULES:
        yield from rule(case)


def obligations(
    response: Response, layout: Layout, printed_steps: Sequence[str], *, final: bool = True
) -> list[Obligation]:
    """All that section 55 asks of a response, met or not, in the order of the Act and then of the letter."""
    found = _found(Case(response, layout, printed_steps, final))
    return sorted(found, key=lambda obligation: (_PROVISIONS.index(obligation.provision), _place(obligation.path)))


def _place(path: AnswerPath) -> tuple[bool, int]:
    """Where an entry of the report stands among the others of its kind; all else comes first."""
    position = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    return path[:1] == ("causes_of_concern",), position


def check(response: Response, layout: Layout, printed_steps: Sequence[str], *, final: bool) -> list[Problem]:
    """All that section 55 and the layout still ask of a response.

    `printed_steps` are the keys of the office-use list as the letter prints it. `final`: the letter is about to be
    published, so the record of the invitation must be there too.
    """
    unanswered = [
        error(item.code, f"not answered yet: {item.what}", item.hint, item.path)
        for item in awaited(response, layout)
        if item.code == UNANSWERED
    ]
    problems = (obligation.problem() for obligation in _found(Case(response, layout, printed_steps, final)))
    return [*unanswered, *(problem for problem in problems if problem is not None)]
