"""Pydantic's findings and the faults of a file's form → Problems in plain words, each at its line and column."""

import difflib
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from s55draft.answers.nodes import Mapping, Mark, Node, Scalar, Source, SourceFault, mark_in_scalar, places
from s55draft.answers.slips import no_break_space_fault
from s55draft.errors import AnswerPath, Location, Problem, Severity, error

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

_SINGULAR = {
    "recommendations": "recommendation",
    "causes_of_concern": "cause of concern",
    "areas_for_improvement": "area for improvement",
    "checklist": "step",
    "publication_types": "publication type",
}
_MONTH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORDY_DATE = re.compile(r"(?:[A-Za-z]+,? +)?(\d{1,2})(?:st|nd|rd|th)? +([A-Za-z]{3})[A-Za-z]*\.?,? +(\d{4})")
_SLASHED_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LOOSE_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


class Places:
    """Where each answer stands in its file."""

    def __init__(self, file: str, source: Source, root: Node) -> None:
        self.source = source
        self._file = file
        self._root = root
        self._found: dict[AnswerPath, tuple[Node, Mark]] | None = None

    def location(self, path: AnswerPath) -> Location:
        """The place of an answer, or of the nearest thing above it."""
        node, mark = self._nearest(path)
        return Location(self._file) if node is self._root else self.at(mark)

    def value(self, path: AnswerPath, offset: int | None = None) -> Location:
        """The place of an answer's value, or of a character in it."""
        node, mark = self._nearest(path)
        if isinstance(node, Scalar) and path in self._known():
            mark = node.start if offset is None else mark_in_scalar(self.source, node, offset)
        return self.at(mark)

    def node(self, path: AnswerPath) -> Node | None:
        """The node at a path, if there is one."""
        found = self._known().get(path)
        return found[0] if found else None

    def key_mark(self, path: AnswerPath) -> Mark | None:
        """The place of a key."""
        found = self._known().get(path)
        return found[1] if found else None

    def at(self, mark: Mark) -> Location:
        """A place of the source as people count it, from 1."""
        return Location(self._file, mark.line + 1, mark.column + 1)

    def _known(self) -> dict[AnswerPath, tuple[Node, Mark]]:
        if self._found is None:
            self._found = places(self._root)
        return self._found

    def _nearest(self, path: AnswerPath) -> tuple[Node, Mark]:
        known = self._known()
        while path not in known:
            path = path[:-1]
        return known[path]


def fault_problem(fault: SourceFault, file: str) -> Problem:
    """A fault of the file's form as a Problem."""
    return error(fault.code, fault.message, fault.hint).at(Location(file, fault.mark.line + 1, fault.mark.column + 1))


def duplicates(root: Node) -> Iterator[SourceFault]:
    """A fault for each key that stands twice in one place."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            seen: dict[str, Scalar] = {}
            for key, value in node.items:
                if key.value in seen:
                    first = seen[key.value].start.line + 1
                    message = f"the key '{key.value}' stands here and in line {first}; one of the two would be lost"
                    yield SourceFault("duplicate_key", key.start, message, "keep one, with the text of both")
                seen.setdefault(key.value, key)
                waiting.append(value)
        elif not isinstance(node, Scalar):
            waiting.extend(node.items)


def validation_problems(exc: "ValidationError", model: "type[BaseModel]", where: Places) -> list[Problem]:
    """All of pydantic's findings, in the order of the file."""
    problems = [_problem(dict(found), model, where) for found in exc.errors(include_url=False)]
    return sorted(
        problems,
        key=lambda problem: (problem.location.line or 0, problem.location.column or 0) if problem.location else (0, 0),
    )


def _problem(found: dict[str, Any], model: "type[BaseModel]", where: Places) -> Problem:
    path: AnswerPath = tuple(part for part in found["loc"] if isinstance(part, int | str))
    code, context = found["type"], found.get("ctx", {})
    name = _name(path, where)
    if code == "extra_forbidden":
        return _unknown_key(path, model, where)
    if code == "missing":
        key = str(path[-1])
        hint = f"add '{key}:' {'under ' + _name(path[:-1], where) if path[:-1] else 'at the start of a line'}"
        return _at(where.location(path[:-1]), code, f"{name} is missing", hint, path)
    if code == "number_used_twice":
        path = (*path, context["position"])
        hint = "give each the number that the report gives it"
        return _at(
            where.value((*path, "number")),
            code,
            f"{_plural(path)}: the number {context['number']} is used twice",
            hint,
            path,
        )
    message, hint = _words(code, context, found.get("input"), name, path)
    return _at(where.value(path, context.get("offset")), code, message, hint, path)


def _at(location: Location, code: str, message: str, hint: str | None, path: AnswerPath) -> Problem:
    return Problem(Severity.ERROR, code, message, hint, location, path)


_TEXT_HINT = (
    "write the text behind the colon, or under '{key}: |' with each line indented by two spaces more than the key"
)


def _words(code: str, context: dict[str, Any], given: object, name: str, path: AnswerPath) -> tuple[str, str | None]:
    """Message and hint for a kind of finding."""
    key = str(path[-1]) if path else ""
    shown = f"'{given[:40]}'" if isinstance(given, str) else "this"
    if code in ("date_form", "date_impossible"):
        return _date_words(code, str(context["given"]), name, ticks=bool(path) and path[0] == "checklist")
    if code in ("model_type", "model_attributes_type", "dict_type"):
        return (
            f"{name} needs keys under it, not a {'list' if isinstance(given, list) else 'text'}",
            "look at an example for the keys that belong here",
        )
    if code == "tuple_type":
        return (
            f"{name} must be a list",
            f"write each item on a line of its own, with '- ' before it; '{key}: []' says that there are none",
        )
    if code == "string_type":
        return (
            f"{name} must be a text, not {'a list' if isinstance(given, list) else 'keys'}",
            f"{_TEXT_HINT.format(key=key)}; text with a colon goes in quotes",
        )
    if code.startswith("bool"):
        return f"{name} must be true or false, not {shown}", None
    table = {
        "blank": (f"{name} is empty", "write it, or take the key out if it is not answered yet"),
        "one_line": (f"{name} goes over several lines", "put it on one line"),
        "url": (
            f"{name}: {shown} is not a web address",
            "copy the address from the browser; it begins with https:// and has no spaces",
        ),
        "character": (
            f"{name}: {context.get('what', '')} cannot stand in a letter",
            "delete it and type what was meant",
        ),
        "string_too_long": (
            f"{name}: {shown} is too long",
            f"at most {context.get('max_length', 0)} letters; longer words go under 'title:' or 'text:'",
        ),
        "too_short": (f"{name} is an empty list", "name at least one"),
        "action_and_no_action": (
            f"{name} says both what is done and why nothing is done",
            "keep 'action' or 'no_action'; what else there is to say goes under 'comment'",
        ),
        "none_received_and_comments": (
            f"{name} says that no comments were received, yet gives some",
            "take out 'none_received', or the comments",
        ),
    }
    return table.get(code, (f"{name} is not as the file needs it", None))


def _date_words(code: str, given: str, name: str, *, ticks: bool) -> tuple[str, str]:
    if code == "date_impossible":
        return f"{name}: there is no day {given}", "check the day and the month; a date is written year-month-day"
    guess = guessed_day(given)
    if guess is not None:
        return f"{name}: '{given[:40]}' is not written as a date is here", f"write {guess.isoformat()}"
    if ticks:
        return (
            f"{name}: '{given[:40]}' is neither false, true nor a date",
            "write false while it is not done, then the day on which it was done, such as 2023-08-31",
        )
    return f"{name}: '{given[:40]}' is not a date", "write the year, the month and the day, such as 2023-08-31"


def guessed_day(given: str) -> date | None:
    """The day that a person most likely meant, British order."""
    if (match := _WORDY_DATE.fullmatch(given.strip())) and match[2].lower() in _MONTH:
        parts = (int(match[3]), _MONTH.index(match[2].lower()) + 1, int(match[1]))
    elif match := _SLASHED_DATE.fullmatch(given.strip()):
        parts = (int(match[3]), int(match[2]), int(match[1]))
    elif match := _LOOSE_ISO_DATE.fullmatch(given.strip()):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _unknown_key(path: AnswerPath, model: "type[BaseModel]", where: Places) -> Problem:
    from s55draft.model import known_keys  # noqa: PLC0415 - drafts use this module without it

    key, holder = str(path[-1]), path[:-1]
    mark = where.key_mark(path)
    if mark is not None:
        fault = no_break_space_fault(where.source, mark)
        if fault is not None:
            return Problem(Severity.ERROR, fault.code, fault.message, fault.hint, where.at(fault.mark), path)
    known = list(known_keys(_model_at(holder, model)))
    near = difflib.get_close_matches(key.lower().replace(" ", "_").replace("-", "_"), known, n=1, cutoff=0.6)
    place = f" of {_name(holder, where)}" if holder else ""
    hint = f"did you mean '{near[0]}'?" if near else f"the keys here are {', '.join(known)}"
    return _at(where.location(path), "extra_forbidden", f"'{key}' is not a key{place}", hint, path)


def _model_at(path: AnswerPath, model: "type[BaseModel]") -> "type[BaseModel]":
    """The model that the answers at a path are read by."""
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        found = next(_models_in(field.annotation), None) if field is not None else None
        if found is None:
            return model
        model = found
    return model


def _models_in(annotation: Any) -> "Iterator[type[BaseModel]]":  # noqa: ANN401 - any annotation
    from pydantic import BaseModel  # noqa: PLC0415

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _name(path: AnswerPath, where: Places) -> str:
    """An answer as people call it: `report: published_on`, `recommendation 3: text`."""
    words: list[str] = []
    so_far: AnswerPath = ()
    for part in path:
        so_far = (*so_far, part)
        if isinstance(part, int):
            number = where.node((*so_far, "number"))
            called = number.value if isinstance(number, Scalar) and number.value else str(part + 1)
            words[-1] = f"{_plural(so_far)} {called}"
        else:
            words.append(part)
    return ": ".join(words) or "the file"


def _plural(path: AnswerPath) -> str:
    return _SINGULAR.get(str(path[-2]), str(path[-2]))
