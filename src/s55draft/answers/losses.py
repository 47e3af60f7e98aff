"""What YAML reads without complaint, though something would be lost or run together."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from pydantic import BaseModel

from s55draft.answers.nodes import Mapping, Node, Scalar, Tree
from s55draft.answers.source import Source, SourceFault
from s55draft.cleaning import MOST_FAULTS, Fault
from s55draft.errors import AnswerPath

_LIST_MARK = r"[ \t]*(?:[-•·▪◦‣●○■□*][ \t\xa0]+|-\xa0|(?:0|[1-9]\d{0,2})\.[ \t]+)(?=\S)"


def losses(source: Source, tree: Tree, model: type[BaseModel]) -> Iterator[SourceFault]:
    """A fault for each place where something would be lost."""
    if "#" in source.text:
        yield from _swallowed(source, tree.scalars)
    for scalar in tree.scalars:
        if scalar.style != "|" and scalar.end.line > scalar.start.line and not re.match(_LIST_MARK, scalar.value):
            yield from _run_together(source, scalar)
    if "\\" in source.text:
        yield from islice(_escaped_stand_ins(source, tree.scalars), MOST_FAULTS)
    if tree.root is not None:
        yield from _duplicates(tree.root, model)


def _swallowed(source: Source, scalars: list[Scalar]) -> Iterator[SourceFault]:
    """A fault for each `#` straight before a letter or digit that made YAML take text for a comment."""
    text, starts = source.text, [scalar.start.index for scalar in scalars]
    offset = text.find("#")
    while offset >= 0:
        at = bisect_right(starts, offset) - 1
        if at >= 0 and offset < scalars[at].end.index:
            offset = text.find("#", scalars[at].end.index)
        elif offset and not text[offset - 1].isspace():
            offset = text.find("#", offset + 1)
        else:
            if re.match(r"#[^\W_]", text[offset : offset + 2]):
                yield _comment(source, offset)
            line_end = text.find("\n", offset)
            offset = text.find("#", line_end) if line_end >= 0 else -1


def _comment(source: Source, offset: int) -> SourceFault:
    from s55draft.answers.line_slips import quotation_hint, shortened  # noqa: PLC0415 - only for a message

    mark = source.mark(offset)
    text = source.lines[mark.line]
    shown = shortened(text[mark.column :].rstrip())
    if text[: mark.column].strip():
        begins = re.match(r" *(?:- +)?(?:[A-Za-z_]+: +)?", text)
        message = f"everything from '{shown}' on would be lost: '#' begins a comment"
        _, quoted = quotation_hint(text, begins.end() if begins else 0)
        hint = f"if it is a comment, put a space after the #; else {quoted}"
    else:
        message = f"this line, '{shown}', would be lost: '#' begins a comment"
        hint = "if it is a comment, put a space after the #; if it is text, indent it under the key it belongs to"
    return SourceFault("comment", mark, message, hint)


def _run_together(source: Source, scalar: Scalar) -> Iterator[SourceFault]:
    """A fault where list items in a text would become one paragraph, since only `|` keeps line ends."""
    first = scalar.start.line + (1 if scalar.style == ">" else 0)
    lines = source.lines[first : min(scalar.end.line + 1, len(source.lines))]
    indent = len(lines[0]) - len(lines[0].lstrip(" ")) if scalar.style == ">" and lines else None
    for number, text in enumerate(lines[1:], first + 1):
        match = re.match(_LIST_MARK, text)
        if match is None or not source.lines[number - 1].strip():
            continue
        column = len(text) - len(text.lstrip())
        if source.place(number, column).index >= scalar.end.index or (indent is not None and column != indent):
            continue
        yield _joined(source, scalar, number, column)
        return


def _joined(source: Source, scalar: Scalar, number: int, column: int) -> SourceFault:
    from s55draft.answers.line_slips import below_a_bar  # noqa: PLC0415 - only for a message

    before = source.lines[scalar.start.line][: scalar.start.column]
    place = source.place(number, column)
    item = re.fullmatch(r"( *)(?:- +)+", before)
    if item is not None and source.lines[number].lstrip().startswith("- "):
        message = f"this line would be joined to the text of the list item in line {scalar.start.line + 1}"
        hint = f"begin it with {len(item[1])} spaces, as that line does, if it is an item of the same list"
    else:
        message = "this line would be joined to the one above it: without '|' a text becomes one paragraph"
        key = re.search(r"([\w ]+):\s*$", before if before.strip() else source.line(scalar.start.line - 1))
        start = f"{key[1].strip()}: " if key else "- "
        hint = below_a_bar(start)
    return SourceFault("list_indentation", place, message, hint)


def _escaped_stand_ins(source: Source, scalars: list[Scalar]) -> Iterator[SourceFault]:
    """A fault for each noncharacter typed as an escape that stands for a line end in a shielded source."""
    noncharacter = r"[uU](?:0000)?([fF][dD][dD][0-2])"
    if re.search(rf"\\{noncharacter}", source.text) is None:
        return
    escape = re.compile(rf"\\(?:{noncharacter}|.)", re.DOTALL)
    for scalar in scalars:
        if scalar.style != '"':
            continue
        for match in escape.finditer(source.text, scalar.start.index, scalar.end.index):
            if match[1] is not None:
                message = f"{Fault(0, chr(int(match[1], 16))).description} cannot stand in a letter"
                hint = "delete it here, with its backslash, and type what was meant"
                yield SourceFault("character", source.mark(match.start()), message, hint)


def _duplicates(root: Node, model: type[BaseModel]) -> Iterator[SourceFault]:
    """A fault for each key that stands twice in one place."""
    waiting: list[tuple[AnswerPath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Mapping):
            if len({key.value for key, _ in node.items}) < len(node.items):
                yield from _twice(node, path, model)
            waiting.extend(((*path, key.value), value) for key, value in node.items)
        elif not isinstance(node, Scalar):
            waiting.extend(((*path, position), item) for position, item in enumerate(node.items))


def _twice(node: Mapping, path: AnswerPath, model: type[BaseModel]) -> Iterator[SourceFault]:
    from s55draft.answers.keys import may_hold  # noqa: PLC0415 - only for a message
    from s55draft.answers.line_slips import shortened  # noqa: PLC0415

    seen: dict[str, Scalar] = {}
    empty: str | None = None
    for key, value in node.items:
        if key.value in seen:
            first = seen[key.value].start.line + 1
            message = f"'{shortened(key.value)}' stands here and in line {first} already; one of the two would be lost"
            hint = "keep one, with the text of both"
            if empty is not None and may_hold((*path, empty), key.value, model):
                hint = (
                    f"indent it by two spaces more if it belongs under '{empty}'; else keep one, with the text of both"
                )
            yield SourceFault("duplicate_key", key.start, message, hint)
        seen.setdefault(key.value, key)
        if isinstance(value, Scalar) and not value.value and not value.style:
            empty = key.value
