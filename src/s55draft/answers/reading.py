"""YAML ⇄ Response, with line and column. The only package that knows YAML."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from s55draft.answers.findings import Places, duplicates, fault_problem, validation_problems
from s55draft.answers.nodes import MAX_BYTES, Mapping, Node, Scalar, Sequence, Source, compose, decode, read_source
from s55draft.answers.slips import explain
from s55draft.errors import AnswersError, Location, OfficeError, Problem, S55Error, Severity, error
from s55draft.model import Response
from s55draft.office import Office

_SHOWN_CHARACTERS = 20
_Model = TypeVar("_Model", bound=BaseModel)


class Answers(NamedTuple):
    """An answers file as read. `problems` are notes on what was put right; `digest` names the file's content."""

    response: Response
    problems: tuple[Problem, ...]
    places: Places
    digest: str

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems, each at its place in the file."""
        return [problem.at(self.places.location(problem.path)) for problem in problems]


def read(path: Path) -> Answers:
    """The answers in a file. Raises AnswersError with all of its problems."""
    return load(_bytes_of(path, AnswersError), str(path))


def load(data: bytes, name: str) -> Answers:
    """The answers in a file's bytes; `name` stands in messages. Raises AnswersError with all of its problems."""
    response, notes, where = _load(data, name, Response, AnswersError)
    return Answers(response, notes, where, hashlib.sha256(data).hexdigest())


def read_office(path: Path) -> Office:
    """The office profile in a file. Raises OfficeError with all of its problems."""
    office, _, _ = _load(_bytes_of(path, OfficeError), str(path), Office, OfficeError)
    return office.in_folder(path.parent)


def _bytes_of(path: Path, kind: type[S55Error]) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise kind(_too_large(str(path)))
        return path.read_bytes()
    except FileNotFoundError as exc:
        raise kind(error("file", "there is no such file", _hint_of_near(path)).at(Location(str(path)))) from exc
    except IsADirectoryError as exc:
        raise kind(
            error("file", "this is a folder, not a file", "name the file in it").at(Location(str(path)))
        ) from exc
    except OSError as exc:
        raise kind(error("file", f"the file cannot be read: {exc.strerror}").at(Location(str(path)))) from exc


def _hint_of_near(path: Path) -> str:
    import difflib  # noqa: PLC0415 - only for a message

    folder = path.parent
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {folder / near[0]}?" if near else "check its name and folder"


def _too_large(name: str) -> Problem:
    return error(
        "too_large", "the file is larger than 5 MB", "a response has a few hundred kB at most; is this the right file?"
    ).at(Location(name))


def _load(
    data: bytes, name: str, model: type[_Model], kind: type[S55Error]
) -> tuple[_Model, tuple[Problem, ...], Places]:
    if len(data) > MAX_BYTES:
        raise kind(_too_large(name))
    source = read_source(decode(data))
    problems = _character_problems(source, name)
    try:
        root, faults = compose(source)
    except yaml.YAMLError as exc:
        raise kind([*problems, fault_problem(explain(source, exc), name)]) from exc
    if root is None and not faults:
        raise kind(
            [
                *problems,
                error("empty", "the file is empty", "fill it in, beginning with 'layout:' and 'report:'").at(
                    Location(name)
                ),
            ]
        )
    problems += [fault_problem(fault, name) for fault in faults]
    if root is None:
        raise kind(problems)
    problems += [fault_problem(fault, name) for fault in duplicates(root)]
    where = Places(name, source, root)
    if not isinstance(root, Mapping):
        raise kind(
            [
                *problems,
                error("model_type", "this is no answers file: it has no keys", "begin with 'layout:' and 'report:'").at(
                    Location(name, 1, 1)
                ),
            ]
        )
    try:
        value = model.model_validate(_plain(root))
    except ValidationError as exc:
        raise kind(_in_order([*problems, *validation_problems(exc, model, where)])) from exc
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise kind(_in_order(problems))
    return value, tuple(problems), where


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Problems by place, each once."""
    unique = list(dict.fromkeys(problems))
    return sorted(
        unique,
        key=lambda problem: (problem.location.line or 0, problem.location.column or 0) if problem.location else (0, 0),
    )


def _character_problems(source: Source, name: str) -> list[Problem]:
    problems = []
    for fault in source.faults[:_SHOWN_CHARACTERS]:
        mark = source.mark(fault.offset)
        problem = error(
            "character", f"{fault.description} cannot stand in a letter", "delete it and type what was meant"
        )
        problems.append(problem.at(Location(name, mark.line + 1, mark.column + 1)))
    more = len(source.faults) - _SHOWN_CHARACTERS
    if more > 0:
        problems.append(error("character", f"{more} more such characters", "is this a text file?").at(Location(name)))
    if source.repairs:
        first = source.repairs[0]
        mark = source.mark(first.offset)
        count = len(source.repairs)
        message = f"{'a character' if count == 1 else f'{count} characters'} of an older Windows encoding {'was' if count == 1 else 'were'} put right, the first as '{first.meant}'"
        problems.append(
            Problem(Severity.NOTE, "misread", message, None, Location(name, mark.line + 1, mark.column + 1))
        )
    return problems


def _plain(node: Node) -> Any:  # noqa: ANN401 - whatever the file holds
    """The tree as plain data; a key with nothing behind it is not answered yet, and so left out."""
    if isinstance(node, Scalar):
        return node.value.rstrip("\n") if node.style in ("|", ">") else node.value
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {
        key.value: _plain(value)
        for key, value in node.items
        if not (isinstance(value, Scalar) and not value.value.strip())
    }


class _Dumper(yaml.SafeDumper):
    """Writes long texts as block scalars."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - yaml's own signature
        return super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def dump(response: Response) -> str:
    """The text of an answers file from which `load` reads the same response."""
    data = _written(response)
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**20)


def _written(value: Any) -> Any:  # noqa: ANN401 - any part of a response
    if isinstance(value, BaseModel):
        if getattr(value, "is_plain", False):
            return _written(getattr(value, "comment"))  # noqa: B009 - only plain answers have it
        fields = type(value).model_fields
        pairs = ((name, getattr(value, name)) for name in fields if name != "is_plain")
        kept = {name: _written(part) for name, part in pairs if part is not None and part != fields[name].default}
        return kept
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    if isinstance(value, dict):
        return {key: _written(part) for key, part in value.items()}
    return value if isinstance(value, str | bool) else value.isoformat()
