"""Answers as people type them → as the file holds them, and what is wrong with them in plain words.

Whether an answer is good is decided by the type of its own field in the model, so that the wizard and a file can never
disagree; here are only the ways in which people write, and the words for what the model finds.
"""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from s55draft.errors import AnswerPath
from s55draft.model import Response

_DATE_HINT = "Write the day, the month and the year, such as 7 July 2023 or 7/7/2023."


def fault_of(path: AnswerPath, value: Any, typed: str | None = None) -> str | None:  # noqa: ANN401 - any answer
    """What the model finds wrong with the answer at a path, in plain words; None if nothing."""
    try:
        _type_at(tuple("*" if isinstance(part, int) else part for part in path)).validate_python(value)
    except ValidationError as exc:
        return _words(dict(exc.errors(include_url=False)[0]), value, typed)
    return None


@cache
def _type_at(path: tuple[str, ...]) -> TypeAdapter[Any]:
    """The type of the model's own field; `*` stands for any item of a list."""
    annotation: Any = Response
    for part in path:
        if part == "*" or not _models_in(annotation):
            annotation = _item_of(annotation)
            continue
        field = _models_in(annotation)[0].model_fields[part]
        annotation = field.annotation
        for extra in field.metadata:
            annotation = Annotated[annotation, extra]
    return TypeAdapter(annotation)


def _item_of(annotation: Any) -> Any:  # noqa: ANN401
    """What the items of a list, or the values of a mapping, are."""
    origin = getattr(annotation, "__origin__", None)
    arguments: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if origin is tuple:
        return arguments[0]
    if origin is dict:
        return arguments[1]
    for argument in arguments:
        found = _item_of(argument)
        if found is not None:
            return found
    return None


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in _models_in(argument)]


def _words(found: dict[str, Any], value: object, typed: str | None) -> str:
    code, context = found["type"], found.get("ctx", {})
    given = typed or context.get("given", value)
    shown = f"\u201c{given[:40]}\u201d" if isinstance(given, str) else "This"
    too_long = f"{shown} is too long: at most {context.get('max_length', 0)} letters go here."
    table = {
        "blank": "This cannot be empty. Type the answer, or skip the question for later.",
        "missing": "This cannot be empty. Type the answer, or skip the question for later.",
        "one_line": "This answer goes on one line. Take out the line ends.",
        "url": f"{shown} is no web address. Copy it from the browser: it begins with https:// and has no spaces.",
        "date_form": f"{shown} is not a date. {_DATE_HINT}",
        "date_impossible": f"There is no such day as {shown}. {_DATE_HINT}",
        "character": f"{context.get('what', 'A character')} cannot stand in a letter. "
        "Delete it and type what was meant.",
        "string_too_long": too_long,
        "too_long": too_long,
        "too_short": "Name at least one.",
        "number_used_twice": f"The number {context.get('number')} is used already. Give the report's own.",
        "none_received_and_comments": "There are comments already, so it cannot be that none were received.",
    }
    return table.get(code, f"{shown} will not do here.")
