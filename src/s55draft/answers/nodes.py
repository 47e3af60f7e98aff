"""The text of a YAML file → a tree of scalars, mappings and lists, each with its place.

Every scalar stays the text that was typed: no dates, no numbers, no Norway. Anchors, aliases and tags have no use in
answers and are refused, so nothing can blow up; depth and size are bounded.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import yaml

from s55draft.answers.source import Mark, Source, SourceFault
from s55draft.cleaning import unshield
from s55draft.errors import AnswerPath

MAX_BYTES = 5_000_000
MAX_LINES = 50_000
MAX_DEPTH = 20
MAX_NODES = 20_000
_LONGEST_NAME = 100  # letters
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Scalar(NamedTuple):
    """A text as typed. `style` is `|`, `>`, a quote, or empty for a plain one."""

    value: str
    start: Mark
    end: Mark
    style: str


class Sequence(NamedTuple):
    """A list."""

    items: list["Node"]
    start: Mark


class Mapping(NamedTuple):
    """Keys and values, in order; a key may stand twice here."""

    items: list[tuple[Scalar, "Node"]]
    start: Mark


Node = Scalar | Sequence | Mapping


class Tree(NamedTuple):
    """The tree of a source, its scalars in order, and the faults of its form. `root` is None where there is none."""

    root: Node | None
    scalars: list[Scalar]
    faults: list[SourceFault]


class _TooMuchError(Exception):
    def __init__(self, fault: SourceFault) -> None:
        self.fault = fault


def compose(source: Source) -> Tree:
    """The tree of a source.

    Raises yaml.YAMLError where the text is no YAML.
    """
    builder = _Builder(source)
    loader = _LOADER(source.text)
    try:
        while True:
            event = loader.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                break
            builder.take(event)
    except _TooMuchError as exc:
        return Tree(None, [], [exc.fault])
    finally:
        loader.dispose()
    return Tree(builder.root, builder.scalars, builder.faults)


def _mark(mark: Any) -> Mark:  # noqa: ANN401 - yaml's marks have no type of their own
    return cast("Mark", mark)  # it has a Mark's three fields; hundreds of them need no copying


def _as_meant(value: str, style: str, *, shielded: bool) -> str:
    """A scalar's text as the person meant it who wrote it.

    The line end before the next key is no part of a text. In a plain text, YAML leaves one line end of the empty line
    between two paragraphs.
    """
    if style in ("|", ">"):
        value = value.rstrip("\n")
    elif not style and "\n" in value:
        value = value.replace("\n", "\n\n")
    return unshield(value) if shielded else value


class _Builder:
    """Builds a tree from YAML's events, without recursion."""

    def __init__(self, source: Source) -> None:
        self.root: Node | None = None
        self.faults: list[SourceFault] = []
        self.scalars: list[Scalar] = []
        self._source = source
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - yaml's events have no type of their own
        """Takes an event."""
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            style = event.style or ""
            scalar = Scalar(
                _as_meant(event.value, style, shielded=self._source.shielded),
                _mark(event.start_mark),
                _mark(event.end_mark),
                style,
            )
            self.scalars.append(scalar)
            self._add(scalar)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check(event)
            kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
            self._descend(kind([], _mark(event.start_mark)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._begin_document(_mark(event.start_mark))

    def _descend(self, node: Sequence | Mapping) -> None:
        if len(self._open) >= MAX_DEPTH:
            message = f"from here on the file is nested more than {MAX_DEPTH} levels deep"
            raise _TooMuchError(SourceFault("too_deep", node.start, message, "answers need six levels at most"))
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _begin_document(self, mark: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "this line of dashes ends the answers; what follows it would be lost"
            raise _TooMuchError(SourceFault("second_document", mark, message, "delete the line"))

    def _alias(self, event: Any) -> Scalar:  # noqa: ANN401
        """The fault of a repetition, and what stands in its place."""
        self._count(_mark(event.start_mark))
        mark = _mark(event.start_mark)
        message, hint = self._words(mark, "*", "repeat another part of the file")
        self.faults.append(SourceFault("alias", mark, message, hint))
        return Scalar(f"*{event.anchor}", mark, _mark(event.end_mark), "")

    def _count(self, mark: Mark) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"the file has more than {MAX_NODES:,} keys and values"
            hint = "a response has a few hundred; is this the right file?"
            raise _TooMuchError(SourceFault("too_large", mark, message, hint))

    def _check(self, event: Any) -> None:  # noqa: ANN401
        mark = _mark(event.start_mark)
        self._count(mark)
        if event.anchor is not None:
            message, hint = self._words(mark, "&", "name a part of the file")
            self.faults.append(SourceFault("anchor", mark, message, hint))
        elif event.tag is not None:
            message, hint = self._words(mark, "!", "give a type")
            self.faults.append(SourceFault("tag", mark, message, hint))

    def _words(self, mark: Mark, sign: str, use: str) -> tuple[str, str]:
        """Message and hint on a sign that has a meaning of its own in YAML, but none in answers."""
        from s55draft.answers.line_slips import quotation_hint  # noqa: PLC0415 - only for a message

        line = self._source.lines[mark.line]
        whose, hint = quotation_hint(line, mark.column)
        if sign != "*" and " " not in line[mark.column : mark.column + _LONGEST_NAME].strip():
            hint = "take it out"
        return f"{whose} begins with '{sign}', so it must stand in quotation marks; here '{sign}' cannot {use}", hint

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif self._keys[-1] is None:
            self._add_key(node)
        else:
            holder.items.append((self._keys[-1], node))
            self._keys[-1] = None

    def _add_key(self, node: Node) -> None:
        if not isinstance(node, Scalar):
            message = "a key cannot begin with a bracket or a brace"
            hint = "take the bracket out; put text that begins with one in quotation marks"
            self.faults.append(SourceFault("key", node.start, message, hint))
            node = Scalar("", node.start, node.start, "")
        self._keys[-1] = node


def places(root: Node) -> dict[AnswerPath, tuple[Node, Mark]]:
    """Every value's node by its path, with the place of its key."""
    found: dict[AnswerPath, tuple[Node, Mark]] = {(): (root, root.start)}
    waiting: list[tuple[AnswerPath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        members: Iterator[tuple[str | int, Node, Mark]]
        if isinstance(node, Mapping):
            members = ((key.value, value, key.start) for key, value in node.items)
        elif isinstance(node, Sequence):
            members = ((position, value, value.start) for position, value in enumerate(node.items))
        else:
            continue
        for name, value, mark in members:
            found[(*path, name)] = (value, mark)
            waiting.append(((*path, name), value))
    return found
