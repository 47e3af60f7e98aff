"""Which keys belong where in an answers file, read off the model."""

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel

from s55draft.errors import AnswerPath
from s55draft.model import known_keys

Model = type[BaseModel]
_LIKE_ENOUGH = 0.6


class Kind(Enum):
    """What stands behind a key, or as an item of a list."""

    KEYS = "keys"
    LIST = "list"
    TEXT = "text"
    """A text, a date, true or false: whatever stands on one line."""
    FREE = "free"
    """Keys of any name, as in the checklist."""
    UNKNOWN = "unknown"


def model_at(path: AnswerPath, model: Model) -> Model | None:
    """The model of the keys at a path; None where none are known."""
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        found = next(_models_in(field.annotation), None) if field is not None else None
        if found is None:
            return None
        model = found
    return model


def keys_at(path: AnswerPath, model: Model) -> tuple[str, ...]:
    """The keys that may stand at a path."""
    holder = model_at(path, model) if kind_at(path, model) is Kind.KEYS else None
    return tuple(known_keys(holder)) if holder is not None else ()


def required_keys(path: AnswerPath, model: Model) -> tuple[str, ...]:
    """The keys that must stand at a path."""
    holder = model_at(path, model)
    return tuple(key for key in keys_at(path, model) if holder and holder.model_fields[key].is_required())


def kind_at(path: AnswerPath, model: Model) -> Kind:
    """What stands at a path."""
    if not path:
        return Kind.KEYS
    if isinstance(path[-1], int):
        return Kind.KEYS if model_at(path, model) else Kind.TEXT
    holder = model_at(path[:-1], model)
    field = holder.model_fields.get(path[-1]) if holder is not None else None
    if field is None:
        return Kind.UNKNOWN
    origins = set(_origins_in(field.annotation))
    if tuple in origins:
        return Kind.LIST
    if dict in origins:
        return Kind.FREE
    return Kind.KEYS if next(_models_in(field.annotation), None) else Kind.TEXT


def is_one_line(path: AnswerPath, model: Model) -> bool:
    """Whether a text at a path must stand on one line."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - only for a message

    holder = model_at(path[:-1], model)
    field = holder.model_fields.get(str(path[-1])) if holder is not None else None
    if field is None:
        return True
    adapter: Any = TypeAdapter(Annotated[field.annotation, "as in the model", *field.metadata])  # type: ignore[arg-type]
    try:
        adapter.validate_python("a\nb")
    except ValidationError:
        return True
    return False


def may_hold(path: AnswerPath, key: str, model: Model) -> bool:
    """Whether a key may stand at a path."""
    return kind_at(path, model) is Kind.FREE or key in keys_at(path, model)


def holders_of(key: str, model: Model, path: AnswerPath = ()) -> Iterator[AnswerPath]:
    """The paths at which a key may stand; an item of a list is 0."""
    if key in known_keys(model):
        yield path
    for name in known_keys(model):
        inner = next(_models_in(model.model_fields[name].annotation), None)
        if inner is not None:
            item = (0,) if kind_at((name,), model) is Kind.LIST else ()
            yield from holders_of(key, inner, (*path, name, *item))


def is_known(key: str, model: Model) -> bool:
    """Whether a key may stand anywhere."""
    return next(holders_of(key, model), None) is not None


def keys_below(model: Model) -> tuple[set[str], set[str]]:
    """All keys of a model at any level, and those below which a key may have any name."""
    known, free = set(known_keys(model)), set()
    for name in tuple(known):
        if kind_at((name,), model) is Kind.FREE:
            free.add(name)
        inner = next(_models_in(model.model_fields[name].annotation), None)
        if inner is not None:
            below = keys_below(inner)
            known |= below[0]
            free |= below[1]
    return known, free


def likest(key: str, known: tuple[str, ...]) -> str | None:
    """The known key that a person most likely meant."""
    import difflib  # noqa: PLC0415 - only for a message

    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    near = difflib.get_close_matches(plain[:40], known, n=1, cutoff=_LIKE_ENOUGH)
    return near[0] if near else None


def described(path: AnswerPath, model: Model) -> str:
    """What the model says of an answer, in brackets; empty where it says nothing."""
    holder = model_at(path[:-1], model)
    field = holder.model_fields.get(str(path[-1])) if holder is not None else None
    words = field.description if field is not None else None
    return f" ({words[0].lower()}{words[1:].rstrip('.')})" if words else ""


def _models_in(annotation: Any) -> Iterator[Model]:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _origins_in(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    yield getattr(annotation, "__origin__", None)
    for argument in getattr(annotation, "__args__", ()):
        yield from _origins_in(argument)
