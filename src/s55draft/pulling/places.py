"""Tags of a document → where their answers stand in the answers file, and what stands there now."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from s55draft import context
from s55draft.context import ENTRY_TAG, Passage, TickBox, Value
from s55draft.days import day_in_words
from s55draft.errors import AnswerPath
from s55draft.layout import Layout
from s55draft.model import Response
from s55draft.office import Office
from s55draft.statute import entries
from s55draft.word.written import line_text, settled

NOT_IN_LETTERS = ("chief_constable.none_received", "chief_constable.received_on")
"""Tags that stand only in the form for the chief officer."""
_PLAIN_TAGS = frozenset((
    *("report.title", "report.published_on", "report.type", "report.publication_types", "report.forces"),
    *("report.link", "response_deadline", "key_findings", "recommendations_note"),
    *("chief_constable.comments", "chief_constable.closing", "pcc.comments", "pcc.closing"),
    *NOT_IN_LETTERS,
))  # fmt: skip
LISTS = ("recommendations", "areas_for_improvement")
"""Tags that stand in a letter while a whole list is awaited."""
COMMENTS = "chief_constable.comments"
COMMENTS_BY_ENTRY = ".chief_constable"


class Shape(Enum):
    """What kind of value an answer is."""

    TEXT = "text of any length"
    LINE = "words on one line"
    DAY = "a day"
    WORDS = "a list of words"
    LINK = "a link"
    TICK = "a step of the office-use list"
    FLAG = "true or false"
    LIST = "a list of entries"


class Known(NamedTuple):
    """An answer that a tag stands for. `text` is what the answers print there now; empty: not answered."""

    tag: str
    path: AnswerPath
    title: str
    shape: Shape
    text: str = ""


def known_answers(response: Response, office: Office, layout: Layout) -> dict[str, Known]:
    """Every answer that a letter of this response prints or awaits, by tag."""
    found: dict[str, Known] = {}
    for answer in context.build(response, office, layout).answers:
        path = path_of(answer.path, response)
        if path is not None:
            found[answer.path] = Known(answer.path, path, answer.title, shape_of(answer.path), _text_of(answer))
    return found | {known.tag: known for known in _of_the_form(response, office)}


def known_in_form(response: Response, office: Office, layout: Layout) -> dict[str, Known]:
    """As `known_answers`, with the chief officer's answer to every entry, for each of which the form has a field."""
    found = known_answers(response, office, layout)
    for member in entries(response):
        tag = f"{member.path[0]}[{member.key}]{COMMENTS_BY_ENTRY}"
        title = f"{member.kind.capitalize()} {member.key}: {office.chief_officer}"
        found.setdefault(tag, Known(tag, (*member.path, "chief_constable"), title, Shape.TEXT))
    return found


def _of_the_form(response: Response, office: Office) -> Iterator[Known]:
    """Answers that stand in no letter, only in the form for the chief officer."""
    theirs, whose = response.chief_constable, office.chief_officer
    flag, day = NOT_IN_LETTERS
    came = day_in_words(theirs.received_on) if theirs.received_on else ""
    yield Known(flag, tuple(flag.split(".")), f"{whose}: no comments", Shape.FLAG, _said(theirs.none_received))
    yield Known(day, tuple(day.split(".")), f"{whose}: day of the comments", Shape.DAY, came)


def _said(flag: bool) -> str:  # noqa: FBT001
    return "true" if flag else "false"


def _text_of(answer: Value | Passage | TickBox) -> str:
    if isinstance(answer, TickBox):
        return _said(answer.ticked)
    if answer.awaited:
        return ""
    return settled(answer.blocks) if isinstance(answer, Passage) else line_text(answer.runs)


def path_of(tag: str, response: Response) -> AnswerPath | None:
    """The place of a tag's answer in the answers file; None where it can have none."""
    match = ENTRY_TAG.fullmatch(tag)
    if match is not None:
        held = next((m for m in entries(response) if m.path[0] == match["name"] and m.key == match["key"]), None)
        return None if held is None else (*held.path, *match["rest"].split("."))
    section, _, rest = tag.partition(".")
    if section == "checklist" and rest:
        return (section, rest)
    return tuple(tag.split(".")) if tag in _PLAIN_TAGS or tag in LISTS else None


def entry_of(tag: str) -> str:
    """The tag of the entry that an answer belongs to, such as `recommendations[2]`; empty for all other answers."""
    match = ENTRY_TAG.fullmatch(tag)
    return f"{match['name']}[{match['key']}]" if match else ""


def shape_of(tag: str) -> Shape:
    """What kind of value a tag's answer is."""
    if tag.startswith("checklist."):
        return Shape.TICK
    if tag in LISTS:
        return Shape.LIST
    shapes = {
        "report.published_on": Shape.DAY,
        "response_deadline": Shape.DAY,
        "chief_constable.received_on": Shape.DAY,
        "chief_constable.none_received": Shape.FLAG,
        "report.publication_types": Shape.WORDS,
        "report.link": Shape.LINK,
    }
    one_line = tag.startswith("report.") or tag.endswith("].title")
    return shapes.get(tag, Shape.LINE if one_line else Shape.TEXT)
