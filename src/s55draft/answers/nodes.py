"""The text of a YAML file → a tree of scalars, mappings and lists, each with its place.

Every scalar stays the text that was typed: no dates, no numbers, no Norway. Anchors, aliases and tags have no use in
answers and are refused, so nothing can blow up; depth and size are bounded.
"""

import bisect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import yaml

from s55draft.cleaning import Fault, Repair, shield_source, unshield
from s55draft.errors import AnswerPath

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_COMMENT = re.compile(r"#(?=[^\W_])")


class Mark(NamedTuple):
    """A place in the source: offset, line and column, all counted from 0."""

    index: int
    line: int
    column: int


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


class SourceFault(NamedTuple):
    """Something that answers may not hold, at a place of the source."""

    code: str
    mark: Mark
    message: str
    hint: str | None


class Source(NamedTuple):
    """A file's text made safe for YAML, and what was put right or is wrong in its characters."""

    text: str
    repairs: tuple[Repair, ...]
    faults: tuple[Fault, ...]

    def mark(self, offset: int) -> Mark:
        """The place of a character."""
        line = self.text.count("\n", 0, offset)
        return Mark(offset, line, offset - (self.text.rfind("\n", 0, offset) + 1))

    def line(self, number: int) -> str:
        """A line of the source, counted from 0; empty where there is none."""
        lines = self.text.split("\n", number + 1)
        return lines[number] if number < len(lines) else ""


def decode(data: bytes) -> str:
    """The text of a file as Notepad saves it: UTF-8 with or without a mark, UTF-16, Windows-1252.

    Line ends become a single line feed each.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "surrogatepass" if len(data) % 2 == 0 else "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace") if _is_windows_1252(data) else data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def _is_windows_1252(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 read better as Windows-1252 than as damaged UTF-8."""
    return _NOT_IN_1252.search(data) is None and len(_UTF8_LETTER.findall(data)) * 2 < sum(
        byte >= 0x80 for byte in data
    )


def read_source(text: str) -> Source:
    """The text, shielded for YAML."""
    shielded = shield_source(text)
    return Source(shielded.text, shielded.repairs, shielded.faults)


class Tree(NamedTuple):
    """The tree of a source, and the faults of its form. `root` is None for an empty file."""

    root: Node | None
    faults: list[SourceFault]


class _TooMuch(Exception):
    def __init__(self, fault: SourceFault) -> None:
        self.fault = fault


def compose(source: Source) -> Tree:
    """The tree of a source.

    Raises yaml.YAMLError where the text is no YAML.
    """
    builder = _Builder()
    loader = _LOADER(source.text)
    try:
        while True:
            event = loader.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                break
            if not builder.take(event):
                break
    except _TooMuch as exc:
        return Tree(None, [exc.fault])
    finally:
        loader.dispose()
    if not builder.faults:
        builder.faults += _swallowed(source, builder.scalars)
    return Tree(builder.root, sorted(builder.faults, key=lambda fault: fault.mark.index))


def _mark(mark: Any) -> Mark:  # noqa: ANN401 - yaml's marks have no type of their own
    return cast("Mark", mark)  # it has a Mark's three fields; hundreds of them need no copying


class _Builder:
    """Builds a tree from YAML's events, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.faults: list[SourceFault] = []
        self.scalars: list[Scalar] = []
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: Any) -> bool:  # noqa: ANN401 - yaml's events have no type of their own
        """Takes an event. False: nothing after it matters."""
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            scalar = Scalar(unshield(event.value), _mark(event.start_mark), _mark(event.end_mark), event.style or "")
            self.scalars.append(scalar)
            self._add(scalar)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check(event)
            kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
            node = kind([], _mark(event.start_mark))
            if len(self._open) >= MAX_DEPTH:
                raise _TooMuch(
                    SourceFault(
                        "too_deep",
                        node.start,
                        f"the file is nested more than {MAX_DEPTH} levels deep",
                        "answers need six levels at most",
                    )
                )
            self._add(node)
            self._open.append(node)
            self._keys.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            message = f"'*{event.anchor}' repeats an earlier part of the file, which answers cannot do"
            self.faults.append(
                SourceFault(
                    "alias",
                    _mark(event.start_mark),
                    message,
                    "write the text out; put text that begins with * in quotes",
                )
            )
            self._add(Scalar("", _mark(event.start_mark), _mark(event.end_mark), ""))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                message = "a line of three dashes begins a second file within this one"
                self.faults.append(
                    SourceFault(
                        "second_document",
                        _mark(event.start_mark),
                        message,
                        "take the line out, or indent it if it belongs to a text",
                    )
                )
                return False
        return True

    def _check(self, event: Any) -> None:  # noqa: ANN401
        self._nodes += 1
        mark = _mark(event.start_mark)
        if self._nodes > MAX_NODES:
            raise _TooMuch(
                SourceFault(
                    "too_large",
                    mark,
                    f"the file has more than {MAX_NODES} keys and values",
                    "a response has a few hundred",
                )
            )
        if event.anchor is not None:
            message = f"'&{event.anchor}' names this part of the file for repetition, which answers cannot do"
            self.faults.append(
                SourceFault("anchor", mark, message, "take it out; put text that begins with & in quotes")
            )
        if event.tag is not None:
            message = f"'{event.tag}' gives this part of the file a type, which answers do not need"
            self.faults.append(SourceFault("tag", mark, message, "take it out; put text that begins with ! in quotes"))

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
            self.faults.append(
                SourceFault(
                    "key", node.start, "a key must be a plain word", "put text that begins with [ or { in quotes"
                )
            )
            node = Scalar("", node.start, node.start, "")
        self._keys[-1] = node


def _swallowed(source: Source, scalars: list[Scalar]) -> Iterator[SourceFault]:
    """A fault for each `#` straight before a letter or digit that made YAML take text for a comment."""
    starts = [scalar.start.index for scalar in scalars]
    for match in _COMMENT.finditer(source.text):
        if match.start() and not source.text[match.start() - 1].isspace():
            continue
        at = bisect.bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < scalars[at].end.index:
            continue
        mark = source.mark(match.start())
        lost = source.line(mark.line)[mark.column :]
        message = f"everything from '{lost[:40].rstrip()}' on would be lost: '#' begins a comment"
        yield SourceFault(
            "comment",
            mark,
            message,
            "put the whole text in double quotes, or write it under 'key: |'; a comment has a space after its #",
        )


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


def mark_in_scalar(source: Source, scalar: Scalar, offset: int) -> Mark:
    """The place in the source of a character of a scalar's value.

    White space may be folded or indented away, so the letters are matched one by one.
    """
    at = scalar.start.index
    if scalar.style in ("|", ">"):
        at = source.text.find("\n", at) + 1
    elif scalar.style in ("'", '"'):
        at += 1
    for character in scalar.value[:offset]:
        if character.isspace():
            continue
        while at < scalar.end.index and source.text[at] != character:
            at += 1
        at += 1
    while (
        at < scalar.end.index - 1
        and offset < len(scalar.value)
        and not scalar.value[offset].isspace()
        and source.text[at].isspace()
    ):
        at += 1
    return source.mark(min(at, max(scalar.end.index - 1, scalar.start.index)))
