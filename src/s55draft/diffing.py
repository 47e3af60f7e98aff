"""Two answers files, or an answers file and a letter, answer by answer in the order of the letter."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from s55draft import answers as answers_file
from s55draft.comparing import Difference, Kind, differences, moves
from s55draft.context import listed
from s55draft.days import day_in_words
from s55draft.drafting import Drafter
from s55draft.errors import Location, SourceError, error
from s55draft.layout import FACTS
from s55draft.markup import parse
from s55draft.model import Response
from s55draft.pulling import MOST_FIELDS
from s55draft.pulling.places import NOT_IN_LETTERS, Shape, entry_of, known_answers, shape_of
from s55draft.pulling.values import text_in
from s55draft.statute import AnswerTo, entries, printed_deadline
from s55draft.wizard.dates import as_date
from s55draft.word.marks import LABEL_TAG
from s55draft.word.reader import Document, read_document
from s55draft.word.written import settled

_ZIP = b"PK"
LISTS = ("recommendations", "causes_of_concern", "areas_for_improvement")
_DONE, _NOT_DONE = "done", "not done"
_NAMES = {
    "layout": "Layout",
    **FACTS,
    "key_findings": "Key findings",
    "recommendations_note": "Note on the recommendations",
    "recommendations": "Recommendations",
    "areas_for_improvement": "Areas for improvement",
}
_PARTS = {
    "title": "title",
    "addressed_to": "addressed to",
    "text": "the report's words",
    "chief_constable": "the Chief Constable's answer",
    "pcc": "the PCC's answer",
}
_SECTIONS = {"chief_constable": "Chief Constable", "pcc": "PCC", "checklist": "Office-use list"}


class Texts(NamedTuple):
    """What one side says, by tag, in the order of the letter. `entries` are the tags of the report's entries.

    `printed` are the tags that its letter has; None where all that it says counts.
    """

    answers: dict[str, str]
    entries: tuple[str, ...]
    is_letter: bool
    printed: frozenset[str]


def compared(old: Path, new: Path, drafter: Drafter) -> list[Difference]:
    """What differs between two files, each an answers file or a letter.

    Raises AnswersError, or SourceError for a Word file that s55draft did not make.
    """
    if _is_letter(old) and not _is_letter(new):  # a letter is read by what the answers say
        after = _texts(new, drafter, None)
        before = _texts(old, drafter, after)
    else:
        before = _texts(old, drafter, None)
        after = _texts(new, drafter, before)
    names = dict(_renumbered(before, after))
    one = {_renamed(tag, names): text for tag, text in before.answers.items()}
    other = after.answers
    if before.is_letter or after.is_letter:
        shown = frozenset(_renamed(tag, names) for tag in before.printed) | after.printed
        one, other = (_as_in_letters(held, shown) for held in (one, other))
    return [
        *(Difference(number, Kind.RENUMBERED, was, number) for was, number in names.items()),
        *_moved(before._replace(entries=tuple(names.get(entry, entry) for entry in before.entries)), after),
        *differences(one, other),
    ]


def _renumbered(before: Texts, after: Texts) -> Iterator[tuple[str, str]]:
    """Entries that have another number, by their words: the old tag and the new."""
    new = {after.answers.get(f"{entry}.text"): entry for entry in after.entries if entry not in before.entries}
    for entry in before.entries:
        words = before.answers.get(f"{entry}.text")
        if entry not in after.entries and words and words in new:
            yield entry, new.pop(words)


def _renamed(tag: str, names: dict[str, str]) -> str:
    entry = entry_in(tag)
    return names[entry] + tag.removeprefix(entry) if entry in names else tag


def entry_in(path: str) -> str:
    """The tag of the entry to which an answer belongs, or the entry itself; empty for all other answers."""
    if path.endswith("]"):
        return path
    head, joint, _ = path.rpartition("].")
    return head + "]" if joint and head.startswith(LISTS) else ""


def name_of(path: str) -> str:
    """What an answer is called: `Recommendation 2: the report's words`."""
    entry = entry_in(path)
    if entry:
        name, _, key = entry.removesuffix("]").partition("[")
        label = f"{_singular(name)} {key}"
        part, _, detail = path.removeprefix(f"{entry}.").partition(".")
        told = _PARTS.get(part, part) + (f", {detail.replace('_', ' ')}" if detail else "")
        return label if path == entry else f"{label}: {told}"
    if path in _NAMES:
        return _NAMES[path]
    section, _, rest = path.partition(".")
    return f"{_SECTIONS.get(section, section)}: {rest.replace('_', ' ')}"


def _singular(name: str) -> str:
    return {"causes_of_concern": "Cause of concern", "areas_for_improvement": "Area for improvement"}.get(
        name, "Recommendation"
    )


def _is_letter(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == _ZIP or path.suffix.lower() in (".docx", ".doc")
    except OSError:
        return False


def _texts(path: Path, drafter: Drafter, other: Texts | None) -> Texts:
    if _is_letter(path):
        return _of_letter(path, other)
    read = answers_file.read(path)
    texts = dict(_of_response(read.response))
    known = known_answers(read.response, drafter.office_for(path.parent), drafter.layout_for(read))
    printed = frozenset(tag for tag, answer in known.items() if answer.text and tag not in NOT_IN_LETTERS)
    return Texts(texts, tuple(map(_tag, entries(read.response))), is_letter=False, printed=printed)


def _of_letter(path: Path, other: Texts | None) -> Texts:
    found: Document = read_document(path, tags=other.answers if other else ())
    controls = {control.tag: control for control in found.controls if control.tag != LABEL_TAG}
    if not controls:
        hint = "to make an answers file of it: s55draft import DOCX -o ANSWERS"
        message = "this document was not made by s55draft, so its answers cannot be told apart"
        raise SourceError(error("source", message, hint).at(Location(str(path))))
    if len(controls) > MOST_FIELDS:
        message = f"this document has {len(controls):,} fields; the longest letter has some hundreds"
        raise SourceError(error("source", message, "is this the right file?").at(Location(str(path))))
    texts: dict[str, str] = {}
    for tag, control in controls.items():
        shape = shape_of(tag)
        text = text_in(control, shape, other.answers.get(tag, "") if other else "")
        if shape is Shape.DAY:
            text = _day_as_written(text)
        elif shape is Shape.TICK:
            text = _DONE if text == "true" else _NOT_DONE
        if text:
            texts[tag] = text
    members = tuple(dict.fromkeys(entry for tag in controls if (entry := entry_of(tag))))
    return Texts(texts, members, is_letter=True, printed=frozenset(controls))


def _day_as_written(text: str) -> str:
    try:
        return day_in_words(date.fromisoformat(as_date(text.replace("^", ""))))
    except ValueError:
        return text


def _as_in_letters(texts: dict[str, str], shown: frozenset[str]) -> dict[str, str]:
    """What a letter can show of answers: no days behind ticks, nothing behind empty boxes, only what is printed."""
    return {
        tag: (_DONE if tag.startswith("checklist.") and text.startswith(_DONE) else text)
        for tag, text in texts.items()
        if tag in shown and text != _NOT_DONE
    }


def _moved(before: Texts, after: Texts) -> Iterator[Difference]:
    for name in LISTS:
        own = [[entry for entry in side.entries if entry.startswith(f"{name}[")] for side in (before, after)]
        yield from moves(*own)


def _tag(member: AnswerTo) -> str:
    return f"{member.path[0]}[{member.key}]"


def _of_response(response: Response) -> Iterator[tuple[str, str]]:
    """Every answer of a response by its tag, as a letter would word it, in the order of the letter."""
    yield "layout", response.layout
    for name in type(response.report).model_fields:
        yield from _said(f"report.{name}", getattr(response.report, name))
    yield from _said("response_deadline", printed_deadline(response))
    for name in ("key_findings", "recommendations_note"):
        yield from _said(name, getattr(response, name))
    for name in ("recommendations", "areas_for_improvement"):
        if getattr(response, name) == ():
            yield name, "none"
    members = list(entries(response))
    for member in members:
        for name in ("title", "addressed_to", "text"):
            yield from _said(f"{_tag(member)}.{name}", getattr(member.entry, name))
    yield from _answers("chief_constable", response.chief_constable, members)
    yield from _answers("pcc", response.pcc, members)
    for step, state in (response.checklist or {}).items():
        when = f" on {day_in_words(state)}" if isinstance(state, date) else ""
        yield f"checklist.{step}", f"{_DONE}{when}" if state else _NOT_DONE


def _answers(whose: str, comments: Any, members: list[AnswerTo]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    yield from _said(f"{whose}.comments", comments.comments)
    for member in members:
        answer, tag = getattr(member.entry, whose), f"{_tag(member)}.{whose}"
        if answer is None or isinstance(answer, str):
            yield from _said(tag, answer)
        elif answer.is_plain:
            yield from _said(tag, answer.comment)
        else:
            for part in ("comment", "action", "no_action"):
                yield from _said(f"{tag}.{part}", getattr(answer, part))
    for name in type(comments).model_fields:
        if name != "comments":
            yield from _said(f"{whose}.{name}", getattr(comments, name))


def _said(tag: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any answer
    if value is None or value is False:
        return
    if isinstance(value, str):
        yield tag, settled(parse(value)) if shape_of(tag) is Shape.TEXT else value
    elif isinstance(value, date):
        yield tag, day_in_words(value)
    elif isinstance(value, tuple):
        yield tag, listed(value)
    elif value is True:
        yield tag, "yes"
    else:
        yield tag, f"[{value.text}]({value.url})"


def whole_entries(found: list[Difference]) -> dict[str, Kind]:
    """The entries of which everything is new, or gone, by their tag."""
    kinds: dict[str, set[Kind]] = {}
    for one in found:
        if entry_in(one.path):
            kinds.setdefault(entry_in(one.path), set()).add(one.kind)
    with_words = {entry_in(one.path) for one in found if one.path.endswith("].text")}
    return {
        entry: kind
        for kind in (Kind.ADDED, Kind.REMOVED)
        for entry, held in kinds.items()
        if held == {kind} and entry in with_words
    }
