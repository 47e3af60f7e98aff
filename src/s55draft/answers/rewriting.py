"""An answers file with some of its answers changed, and every other line as its author left it.

Lines are kept as they are wherever their answers are; only the answers that changed are written anew. A comment above
a key belongs to that key. ruamel.yaml could keep the comments too, but it folds, quotes and indents a hand-made file
its own way, and takes longer over a long one than a person should wait.
"""

import re
from collections.abc import Mapping as AnyMapping
from typing import Any, NamedTuple

from s55draft.answers.emitting import dashed, item_lines, sequence_lines, value_lines
from s55draft.answers.nodes import Mapping, Node, Scalar, Sequence

_DASH = re.compile(r" *- +")
_LINE_COMMENT = re.compile(r"\s+#.*$")
Plain = Any
"""Texts, lists and mappings, as the file holds them: every scalar is a text."""


def plain(node: Node) -> Plain:
    """The tree as plain data, keys with nothing behind them included."""
    if isinstance(node, Scalar):
        return node.value.rstrip("\n") if node.style in ("|", ">") else node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.items}


class _Piece(NamedTuple):
    """A key or an item with its value: the comment lines above it, and its own lines, by number."""

    lead: tuple[int, int]
    own: tuple[int, int]
    value: Node


def rewritten(text: str, root: Mapping, new: dict[str, Plain]) -> str:
    """The text of a file with the answers `new`; `root` is the tree of that text."""
    source = text.split("\n")
    if source[-1] == "":
        source.pop()
    lines = _Rewriter(source).mapping(root, new, (0, len(source)))
    return "\n".join(lines) + "\n"


class _Rewriter:
    """Works through the lines of one source."""

    def __init__(self, source: list[str]) -> None:
        self.source = source

    def mapping(
        self, node: Mapping, new: AnyMapping[str, Plain], region: tuple[int, int], within: str = ""
    ) -> list[str]:
        """The lines of a block mapping that stands in the lines of `region`."""
        column = node.items[0][0].start.column
        starts = [key.start.line for key, _ in node.items]
        pieces = self._pieces(starts, [value for _, value in node.items], region, column)
        known = {key.value: piece for (key, _), piece in zip(node.items, pieces, strict=True)}
        removed = [piece for name, piece in known.items() if name not in new]
        lines = self._lines((region[0], pieces[0].lead[0]))
        after_fresh = False
        for key, value in new.items():
            while removed and key in known and removed[0].own[0] < known[key].own[0]:
                lines += self._comments(removed.pop(0).lead)
            if key not in known:
                fresh = value_lines(key, value, column, within)
                lines += ["", *fresh] if column == 0 and lines and lines[-1] else fresh
                after_fresh = column == 0
                continue
            lead = self._lines(known[key].lead)
            lines += ["", *lead] if after_fresh and not (lead and not lead[0]) else lead
            after_fresh = False
            lines += self._value(key, known[key], value, column, within)
        for piece in removed:
            lines += self._comments(piece.lead)
        return lines

    def _pieces(self, starts: list[int], values: list[Node], region: tuple[int, int], column: int) -> list[_Piece]:
        """The parts of a mapping or list: from each start, back over the comments above it, to the next."""
        leads = []
        floor = region[0]
        for start in starts:
            lead = start
            while lead > floor and self._is_apart(lead - 1, column):
                lead -= 1
            leads.append(lead)
            floor = start + 1
        ends = [*leads[1:], region[1]]
        return [
            _Piece((lead, start), (start, end), value)
            for lead, start, end, value in zip(leads, starts, ends, values, strict=True)
        ]

    def _is_apart(self, number: int, column: int) -> bool:
        """Whether a line is empty, or a comment that is not indented further than `column`."""
        line = self.source[number]
        bare = line.lstrip(" ")
        return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)

    def _value(self, key: str, piece: _Piece, value: Plain, column: int, within: str) -> list[str]:
        old, (start, end) = piece.value, piece.own
        if plain(old) == value:
            return [self._undashed(start, column), *self.source[start + 1 : end]]
        if isinstance(value, AnyMapping) and value and isinstance(old, Mapping) and self._is_block(old, start):
            return [self._undashed(start, column), *self.mapping(old, value, (start + 1, end), key)]
        if isinstance(value, list) and value and isinstance(old, Sequence) and self._is_block(old, start):
            kept = self.sequence(old, value, (start + 1, end))
            if kept is not None:
                return [self._undashed(start, column), *kept]
        first, *more = value_lines(key, value, column, within)
        return [first + self._line_comment(old, start), *more, *self._end_of(piece.own, column)]

    def _is_block(self, node: Mapping | Sequence, key_line: int) -> bool:
        return bool(node.items) and node.start.line > key_line

    def sequence(self, node: Sequence, new: list[Plain], region: tuple[int, int]) -> list[str] | None:
        """The lines of a block list; None where its dashes do not stand as they usually do."""
        starts = [item.start.line for item in node.items]
        heads = [_DASH.match(self.source[start]) for start in starts]
        columns = {head[0].index("-") for head in heads if head is not None}
        begin_there = all(
            head is not None and (item.start.column == head.end() or isinstance(item, Scalar))
            for head, item in zip(heads, node.items, strict=True)
        )
        if len(columns) != 1 or not begin_there or len(set(starts)) != len(starts):
            return None
        column = columns.pop()
        pieces = self._pieces(starts, node.items, region, column)
        lines = self._lines((region[0], pieces[0].lead[0]))
        for item, piece in zip(new, _matched([plain(old) for old in node.items], new, pieces), strict=True):
            if piece is None:
                lines += item_lines(item, column)
                continue
            lines += self._lines(piece.lead)
            lines += self._item(item, piece, column)
        return lines

    def _item(self, item: Plain, piece: _Piece, column: int) -> list[str]:
        start, end = piece.own
        if plain(piece.value) == item:
            return self.source[start:end]
        if isinstance(item, AnyMapping) and item and isinstance(piece.value, Mapping) and self._is_keyed(piece.value):
            return dashed(self.mapping(piece.value, item, piece.own), column)
        fresh = sequence_lines([item], column)
        return [*fresh, *self._end_of(piece.own, column)]

    def _is_keyed(self, node: Mapping) -> bool:
        """Whether a mapping in a list is in block form."""
        at = node.start
        return bool(node.items) and self.source[at.line][at.column : at.column + 1] != "{"

    def _undashed(self, number: int, column: int) -> str:
        """The line, with spaces in place of the dash of a list before its first key."""
        line = self.source[number]
        return " " * column + line[column:] if _DASH.match(line[:column]) else line

    def _line_comment(self, old: Node, line: int) -> str:
        """The comment behind a value of one line."""
        if not isinstance(old, Scalar) or old.start.line != line or old.style in ("|", ">") or old.end.line != line:
            return ""
        found = _LINE_COMMENT.fullmatch(self.source[line][old.end.column :])
        return found[0] if found else ""

    def _end_of(self, own: tuple[int, int], column: int) -> list[str]:
        """Empty lines and comments after a value that is written anew."""
        first = own[1]
        while first > own[0] + 1 and self._is_apart(first - 1, column):
            first -= 1
        return self.source[first : own[1]]

    def _comments(self, span: tuple[int, int]) -> list[str]:
        """The lines above something that is gone: its comments stay, mere empty lines do not."""
        lines = self._lines(span)
        return lines if any(line.strip() for line in lines) else []

    def _lines(self, span: tuple[int, int]) -> list[str]:
        return self.source[span[0] : span[1]]


def _matched(old: list[Plain], new: list[Plain], pieces: list[_Piece]) -> list[_Piece | None]:
    """For each new item the piece that it was: the one that is equal, else the one left over at its place."""
    left = list(range(len(old)))
    found: list[int | None] = []
    for item in new:
        same = next((k for k in left if old[k] == item), None)
        if same is not None:
            left.remove(same)
        found.append(same)
    for position, item in enumerate(new):
        if found[position] is None and isinstance(item, AnyMapping):
            number = item.get("number")
            near = next(
                (k for k in left if isinstance(old[k], dict) and number and old[k].get("number") == number), None
            )
            if near is None and position in left and len(new) == len(old):
                near = position
            if near is not None:
                left.remove(near)
                found[position] = near
    return [None if k is None else pieces[k] for k in found]
