"""Where each answer, and each character of it, stands in its file."""

import re
from collections.abc import Iterator
from itertools import islice

from s55draft.answers.nodes import Node, Scalar, places
from s55draft.answers.source import Mark, Source
from s55draft.errors import AnswerPath, Location

_WHITE = " \t\n\ufdd0\ufdd1"
"""White space, and the stand-ins for line ends in a shielded source."""
_ESCAPED = r"\\(?:x.{2}|u.{4}|U.{8}|\n[ \t]*|.)"
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"} | {
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


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


def mark_in_scalar(source: Source, scalar: Scalar, offset: int) -> Mark:
    """The place in the source of a character of a scalar's value.

    White space may be folded or indented away, so the other characters are counted.
    """
    before = _without_white_space(scalar.value[:offset])
    wanted = len(before)
    for at, piece in _pieces(source, scalar):
        written = _without_white_space(_meant(piece, scalar.style))
        if wanted < len(written):
            return source.mark(at if _is_escape(piece, scalar.style) else at + _nth(piece, wanted))
        wanted -= len(written)
    return scalar.start


def _without_white_space(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _WHITE)))


def _nth(text: str, wanted: int) -> int:
    """The offset of a text's nth character that is no white space, counted from 0."""
    found = re.finditer(f"[^{_WHITE}]", text)
    return next(islice(found, wanted, None)).start()


def _pieces(source: Source, scalar: Scalar) -> Iterator[tuple[int, str]]:
    """A scalar's text in the source: escaped characters one by one, all else in long runs."""
    start, end = scalar.start.index, scalar.end.index
    if scalar.style in ("|", ">"):
        start = source.text.find("\n", start) + 1
    elif scalar.style:
        start, end = start + 1, end - 1
    pattern = {'"': rf"{_ESCAPED}|[^\\]+", "'": r"''|[^']+"}.get(scalar.style, r".+")
    for match in re.compile(pattern, re.DOTALL).finditer(source.text, start, end):
        yield match.start(), match[0]


def _is_escape(piece: str, style: str) -> bool:
    return piece == "''" if style == "'" else style == '"' and piece[0] == "\\"


def _meant(piece: str, style: str) -> str:
    """What a piece of a scalar's source stands for, but for its white space."""
    if not _is_escape(piece, style):
        return piece
    if style == "'":
        return "'"
    sign = piece[1]
    if sign in "xuU":
        digits = piece[2:]
        return chr(int(digits, 16))
    return " " if sign == "\n" else _ESCAPES.get(sign, sign)
