"""What must stand in the letter and is not answered yet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from s55draft.errors import AnswerPath
from s55draft.layout import FACTS, Layout
from s55draft.model import CauseOfConcern, Entry, Recommendation, Response, entry_key


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


UNANSWERED = "unanswered"
"""The code of what the layout asks for, and not the Act."""


class Awaited(NamedTuple):
    """An answer that must stand in the letter and is not there yet."""

    path: AnswerPath
    what: str
    code: str = UNANSWERED
    hint: str | None = None


def awaited(response: Response, layout: Layout) -> list[Awaited]:
    """What is not answered yet, in the order of the letter."""
    return [
        *_awaited_report(response, layout),
        *awaited_chief_officer(response, layout),
        *awaited_local_policing_body(response, layout),
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


def awaited_chief_officer(response: Response, layout: Layout) -> Iterator[Awaited]:
    """What is not there yet of the Chief Constable's comments, s.55(5)(b)."""
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


def awaited_local_policing_body(response: Response, layout: Layout) -> Iterator[Awaited]:
    """What is not there yet of the PCC's comments, s.55(5)(a) and (5B)."""
    recommendations = [member for member in entries(response) if isinstance(member.entry, Recommendation)]
    all_answered = bool(recommendations) and all(member.entry.pcc is not None for member in recommendations)
    if response.pcc.comments is None and not (layout.answers_each_recommendation and all_answered):
        yield Awaited(("pcc", "comments"), "the PCC's comments", "s55-5", "under pcc: add 'comments: |' and the text")
    for path, entry, key, kind in entries(response):
        if entry.pcc is None and binds(entry, response, layout):
            hint = f"under {kind} {key} add 'pcc:' with 'action:', or with 'no_action:' and the reason"
            yield Awaited(
                (*path, "pcc"),
                f"the PCC's answer to {kind} {key}: neither an action nor a reason for none",
                "s55-5B",
                hint,
            )


def binds(entry: Entry, response: Response, layout: Layout) -> bool:
    """Whether s.55(5B) asks for an answer to this very entry that no general comment can stand for."""
    if not isinstance(entry, Recommendation | CauseOfConcern):
        return False
    return layout.answers_each_recommendation or response.pcc.comments is None
