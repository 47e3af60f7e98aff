"""A lowered story as a small program that prints its XML.

`tags` lets through no more than names, `if`, `for` and two filters, and `lowering` writes each tag anew from what it
understood. So little is left that it is run here, by name look-up in plain data: there is nothing to call, to import or
to compute, and nothing to start up. Words are escaped as they are printed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from s55draft.errors import TemplateError, error
from s55draft.word.writer import Writer, xml_text

_TAG = re.compile(r"\{([{%])\s*(.*?)\s*[}%]\}", re.DOTALL)
_PRINTED = re.compile(r"(?:writer\.(?P<method>\w+)\()?(?P<name>[\w.]+)(?:\|(?P<filter>\w+))?(?:, (?P<look>\d+))?\)?")
_FILTERS: dict[str | None, Callable[[str], str]] = {None: str, "upper": str.upper, "lower": str.lower}
_METHODS = ("passages", "picture", "paragraph", "run_on", "value", "plain")

Path = tuple[str, ...]
Names = Mapping[str, Any]


class Words(NamedTuple):
    """Prints fixed words of the context."""

    name: Path
    change: Callable[[str], str]


class Answer(NamedTuple):
    """Prints an answer by a method of the writer; `look` is the number of the run or paragraph it stands in."""

    name: Path
    method: str
    look: int | None


class Branch(NamedTuple):
    """What is printed if one of the terms holds: each is a row of (negated, name) that must all hold."""

    terms: tuple[tuple[tuple[bool, Path], ...], ...]
    body: "Program"


class Choice(NamedTuple):
    """The first branch that holds."""

    branches: tuple[Branch, ...]


class Loop(NamedTuple):
    """The body for each member of a list."""

    variable: str
    name: Path
    body: "Program"


Program = tuple["str | Words | Answer | Choice | Loop", ...]
_ALWAYS = ((),)


def compile_story(source: str) -> Program:
    """The program of a lowered story. Raises TemplateError where its tags do not nest."""
    tokens = _tokens(source)
    program, end = _sequence(tokens)
    if end:
        raise TemplateError(error("template", f"the tag '{end}' closes nothing"))
    return program


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """(mark, text): `{` prints, `%` steers, an empty mark is XML."""
    at = 0
    for match in _TAG.finditer(source):
        if match.start() > at:
            yield "", source[at : match.start()]
        yield match[1], match[2]
        at = match.end()
    yield "", source[at:]


def _sequence(tokens: Iterator[tuple[str, str]]) -> tuple[Program, str]:
    """What stands up to the next tag that ends a sequence, and that tag."""
    out: list[str | Words | Answer | Choice | Loop] = []
    for mark, text in tokens:
        if mark == "":
            out.append(text)
        elif mark == "{":
            out.append(_print(text))
        elif text.startswith("for "):
            _, variable, _, name = text.split()
            body, end = _sequence(tokens)
            _expect(end, "endfor", text)
            out.append(Loop(variable, tuple(name.split(".")), body))
        elif text.startswith("if "):
            out.append(_choice(text, tokens))
        else:
            return tuple(out), text
    return tuple(out), ""


def _choice(text: str, tokens: Iterator[tuple[str, str]]) -> Choice:
    branches = []
    tag = text
    while True:
        body, end = _sequence(tokens)
        terms = _ALWAYS if tag == "else" else _terms(tag.partition(" ")[2])
        branches.append(Branch(terms, body))
        if end == "endif":
            return Choice(tuple(branches))
        if end != "else" and not end.startswith("elif "):
            _expect(end, "endif", text)
        tag = end


def _expect(end: str, wanted: str, opened: str) -> None:
    if end != wanted:
        raise TemplateError(error("template", f"the tag '{opened}' is closed by '{end}', not by '{wanted}'"))


def _terms(condition: str) -> tuple[tuple[tuple[bool, Path], ...], ...]:
    """`a and not b or c`, in which `and` binds closer than `or`."""
    return tuple(tuple(_term(part) for part in row.split(" and ")) for row in condition.split(" or "))


def _term(text: str) -> tuple[bool, Path]:
    name = text.strip().removeprefix("not ").strip()
    return text.strip().startswith("not "), tuple(name.split("."))


def _print(text: str) -> Words | Answer:
    match = _PRINTED.fullmatch(text)
    if match is None or match["filter"] not in _FILTERS or match["method"] not in (None, *_METHODS):
        raise TemplateError(error("template", f"the tag '{text}' is none that can be printed"))
    name = tuple(match["name"].split("."))
    if match["method"] is None:
        return Words(name, _FILTERS[match["filter"]])
    if match["filter"] is not None:
        raise TemplateError(error("template", f"the tag '{text}' changes an answer; only words may be changed"))
    return Answer(name, match["method"], int(match["look"]) if match["look"] else None)


def run(program: Program, names: Names, writer: Writer) -> str:
    """The story's XML with the context's names filled in."""
    out: list[str] = []
    _run(program, names, writer, out)
    return "".join(out)


def _run(program: Program, names: Names, writer: Writer, out: list[str]) -> None:
    for step in program:
        if isinstance(step, str):
            out.append(step)
        elif isinstance(step, Words):
            words = _value(step.name, names)
            out.append("" if words is None else xml_text(step.change(str(words))))
        elif isinstance(step, Answer):
            method = getattr(writer, step.method)
            value = _value(step.name, names)
            out.append(method(value) if step.look is None else method(value, step.look))
        elif isinstance(step, Choice):
            for branch in step.branches:
                if any(all(bool(_value(name, names)) is not negated for negated, name in row) for row in branch.terms):
                    _run(branch.body, names, writer, out)
                    break
        else:
            members = _value(step.name, names)
            for number, member in enumerate(members, 1):
                loop = {"index": number, "first": number == 1, "last": number == len(members)}
                _run(step.body, {**names, step.variable: member, "loop": loop}, writer, out)


def _value(name: Path, names: Names) -> Any:  # noqa: ANN401 - whatever the context holds
    """The value of a name; a part of what is not there is not there either."""
    value: Any = names
    for part in name:
        if value is None:
            return None
        value = value[part]
    return value
