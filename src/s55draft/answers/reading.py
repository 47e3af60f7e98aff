"""A file's bytes → a model, or all of the file's problems at once."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from s55draft.answers.losses import losses
from s55draft.answers.nodes import MAX_BYTES, MAX_LINES, Mapping, Node, Scalar, Sequence, Tree, compose
from s55draft.answers.places import Places
from s55draft.answers.source import Source, SourceFault, decode, other_kind_of_file, read_source
from s55draft.cleaning import MOST_FAULTS, is_no_text, is_plain
from s55draft.errors import AnswersError, Location, Problem, S55Error, Severity, error

MOST_OF_A_KIND = 20
"""How many problems of one kind are told; a file with more is not worth reading them all."""
UNTOLD = ""
"""The message of a problem that is only counted."""
_SHOWN = 20
_MOST_ROUNDS = 40
_LARGEST_MENDED = 500_000
Model = TypeVar("Model", bound=BaseModel)


class Read(NamedTuple):
    """A composed source: mended where it had slips, each of which is told."""

    source: Source
    tree: Tree
    slips: list[SourceFault]


def bytes_of(path: Path, kind: type[S55Error]) -> bytes:
    """A file's bytes; `kind` is raised where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as exc:
        raise kind(error("file", "there is no such file", _hint_of_near(path)).at(Location(str(path)))) from exc
    except OSError as exc:
        if path.is_dir():
            problem = error("file", "this is a folder, not a file", "name the file in it")
        else:
            problem = error("file", f"the file cannot be read: {exc.strerror}", "is it open elsewhere, or protected?")
        raise kind(problem.at(Location(str(path)))) from exc


def _hint_of_near(path: Path) -> str:
    import difflib  # noqa: PLC0415 - only for a message

    folder = path.parent
    try:
        names = sorted(other.name for other in folder.iterdir())
    except OSError:
        names = []
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {folder / near[0]}?" if near else "check its name and folder"


def load_model(
    data: bytes, name: str, model: type[Model], kind: type[S55Error]
) -> tuple[Model, tuple[Problem, ...], Places]:
    """The model in a file's bytes, notes on what was put right, and where everything stands.

    Raises `kind` with all problems of the file.
    """
    source = _source(data, name, model, kind)
    problems = _character_problems(source, name)
    source, tree, slips = _compose(source, model)
    faults = [*slips, *tree.faults, *losses(source, tree, model)]
    problems += [_as_problem(fault, name) for fault in faults]
    root = tree.root
    if root is None and not faults:
        problems.append(error("empty", "the file is empty", _beginning(model)).at(Location(name)))
    if root is not None and not isinstance(root, Mapping):
        message = f"this is no {_called(kind)}: it has no keys"
        problems.append(error("model_type", message, _beginning(model)).at(Location(name, 1, 1)))
    if not isinstance(root, Mapping):
        raise kind(_in_order(problems, name, len(source.faults)))
    where = Places(name, source, root)
    try:
        value = model.model_validate(_plain(root, model))
    except ValidationError as exc:
        from s55draft.answers.findings import validation_problems  # noqa: PLC0415 - not needed for a sound file

        problems += validation_problems(exc, model, where, faults)
        raise kind(_in_order(problems, name, len(source.faults))) from exc
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise kind(_in_order(problems, name, len(source.faults)))
    return value, tuple(problems), where


def form_problems(text: str, name: str, model: type[BaseModel]) -> list[Problem]:
    """What is wrong with the form of a file's text, whatever its answers say."""
    source, tree, slips = _compose(read_source(text), model)
    return [_as_problem(fault, name) for fault in (*slips, *tree.faults, *losses(source, tree, model))]


def _source(data: bytes, name: str, model: type[BaseModel], kind: type[S55Error]) -> Source:
    """The source of a file that may be an answers file. Raises `kind` for one that cannot be."""
    problem = None
    if len(data) > MAX_BYTES:
        hint = "a response has a few hundred kB at most; is this the right file?"
        problem = error("too_large", "the file is larger than 5 MB", hint)
    elif (other := other_kind_of_file(data)) is not None:
        problem = error(
            "file",
            f"this is {other}, not an {_called(kind)}",
            f"name the file that begins with '{next(iter(model.model_fields))}:'",
        )
    if problem is not None:
        raise kind(problem.at(Location(name)))
    text = decode(data)
    if text.count("\n") > MAX_LINES:
        hint = "a response has a few hundred; is this the right file?"
        raise kind(error("too_large", f"the file has more than {MAX_LINES:,} lines", hint).at(Location(name)))
    odd = not is_plain(text)
    if odd and is_no_text(text):
        hint = "name the file of answers; if this is it, some program has spoilt it: go back to an older copy"
        raise kind(error("character", "the file is no text: it is full of other characters", hint).at(Location(name)))
    return read_source(text, odd=odd)


def _called(kind: type[S55Error]) -> str:
    return "answers file" if kind is AnswersError else "office profile"


def _beginning(model: type[BaseModel]) -> str:
    first, second, *_ = model.model_fields
    return f"begin with '{first}:' and '{second}:', each at the start of a line; compare it with an example"


def _compose(source: Source, model: type[BaseModel]) -> Read:
    """The tree of a source. Where YAML gives up, the line is put right for the reading of the others, and told."""
    slips: list[SourceFault] = []
    causes: set[object] = set()
    for _ in range(_MOST_ROUNDS if len(source.text) < _LARGEST_MENDED else 1):
        try:
            return Read(source, compose(source), slips)
        except yaml.YAMLError as exc:
            from s55draft.answers.slips import explain  # noqa: PLC0415 - not needed for a sound file

            slip = explain(source, exc, model)
        line = slip.fault.mark.line
        known = (slip.cause is not None and slip.cause in causes) or line in {fault.mark.line for fault in slips}
        if not slips or not (known or slip.fault.code == "syntax"):
            slips.append(slip.fault)
        causes.add(slip.cause)
        if slip.mended is None or slip.mended == source.line(line):
            break
        source = source.with_lines({line: slip.mended, **slip.likewise})
    return Read(source, Tree(None, [], []), slips)


def _as_problem(fault: SourceFault, name: str) -> Problem:
    return error(fault.code, fault.message, fault.hint).at(Location(name, fault.mark.line + 1, fault.mark.column + 1))


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.location.line or 0, problem.location.column or 0) if problem.location else (0, 0)


def _in_order(problems: list[Problem], name: str, characters: int) -> list[Problem]:
    """Problems by place, each once; of very many of one kind, the first.

    `characters` counts those of the file that cannot stand in a letter.
    """
    found: Counter[str] = Counter()
    told: Counter[str] = Counter()
    kept: list[Problem] = []
    for problem in sorted(dict.fromkeys(problems), key=_place):
        found[problem.code] += 1
        if problem.message != UNTOLD and told[problem.code] < MOST_OF_A_KIND:
            told[problem.code] += 1
            kept.append(problem)
    found["character"] = max(found["character"], characters)
    for code, count in found.items():
        if count > MOST_OF_A_KIND:
            more = "many" if count >= MOST_FAULTS else f"{count - MOST_OF_A_KIND}"
            message = f"and {more} more problems of the same kind"
            kept.append(error(code, message, "put right what is told here, then check again").at(Location(name)))
    return kept


def _character_problems(source: Source, name: str) -> list[Problem]:
    """A problem for each of the first characters that cannot stand in a letter; a note on those put right."""
    problems = []
    for fault in source.faults[:MOST_OF_A_KIND]:
        mark = source.mark(fault.offset)
        before = source.line(mark.line)[: mark.column].split()[-1:]
        after = f" after '{before[0][-_SHOWN:]}'" if before else ""
        message = f"{fault.description}{after} cannot stand in a letter"
        problem = error("character", message, "delete it and type what was meant")
        problems.append(problem.at(Location(name, mark.line + 1, mark.column + 1)))
    if source.repairs:
        first, count = source.repairs[0], len(source.repairs)
        mark = source.mark(first.offset)
        what = "a character" if count == 1 else f"{count:,} characters"
        was = "was" if count == 1 else "were"
        message = f"{what} of an older Windows encoding {was} put right, the first as '{first.meant}'"
        place = Location(name, mark.line + 1, mark.column + 1)
        problems.append(Problem(Severity.NOTE, "misread", message, None, place))
    return problems


class _Keys(NamedTuple):
    """The keys that a model knows at any level, and those below which a key may have any name."""

    known: frozenset[str]
    free: frozenset[str]


@cache
def _keys(model: type[BaseModel]) -> _Keys:
    from s55draft.answers.keys import keys_below  # noqa: PLC0415 - only where a key has nothing behind it

    known, free = keys_below(model)
    return _Keys(frozenset(known), frozenset(free))


def _plain(node: Node, model: type[BaseModel], holder: str = "") -> Any:  # noqa: ANN401 - whatever the file holds
    """The tree as plain data; a known key with nothing behind it is not answered yet, and so left out."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_plain(item, model) for item in node.items]
    return {
        key.value: _plain(value, model, key.value)
        for key, value in node.items
        if not (isinstance(value, Scalar) and not value.value.strip() and _may_wait(key.value, holder, model))
    }


def _may_wait(key: str, holder: str, model: type[BaseModel]) -> bool:
    return key in _keys(model).known or holder in _keys(model).free
