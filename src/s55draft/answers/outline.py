"""The lines of an answers file as a person indents them: keys, list items, and the text that belongs to them.

Where YAML gives up it says little of what came before; this reading by indentation goes on, and knows at every line
which keys and lists are open, and in which columns they stand.
"""

import re
from enum import Enum
from typing import NamedTuple

from s55draft.answers.source import Source
from s55draft.errors import AnswerPath

_KEY = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|(?:[^\s"'#&*!|>%@`,\[\]{}?:-]|[-?:](?=\S)).*?)[ \t]*:(?=[ \t]|$)[ \t]*(?P<value>.*)"""
)
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}(?:[ \t]+#.*|[ \t]*)")
_DASH = re.compile(r"-(?: +|$)")
_MOST_DASHES = 20
_LONGEST = 2000  # letters of a line that are looked at for its key


class Form(Enum):
    """What a line is."""

    BLANK = "blank"
    COMMENT = "comment"
    KEY = "key"
    ITEM = "item"
    """A list item without a key."""
    TEXT = "text"
    """Neither key nor item."""
    BLOCK = "block"
    """Within the text under `key: |`."""
    QUOTED = "quoted"
    """Within quotation marks that were opened on a line above."""
    BRACKETED = "bracketed"
    """Within brackets that were opened on a line above."""


class Open(NamedTuple):
    """A mapping or list that goes on, and the column in which its keys or dashes stand."""

    column: int
    path: AnswerPath
    is_list: bool
    first: int
    """The line in which it begins."""


class Line(NamedTuple):
    """A line of the file, counted from 0. `column` is where its key or text begins, after any dashes."""

    number: int
    form: Form
    text: str
    indent: int
    dashes: tuple[int, ...]
    column: int
    key: str
    value: str
    value_column: int
    path: AnswerPath
    """The path of the key; of a text, the path of what it belongs to."""
    begun: int | None
    """The line of the key or item whose text, quotation or bracket goes on here."""
    open: tuple[Open, ...]
    """The mappings and lists that were open before this line."""


class Outline:
    """The lines of a source up to one of them, and one more."""

    def __init__(self, source: Source, last: int) -> None:
        self.lines: list[Line] = []
        self._open: list[Open] = []
        self._last_key: dict[int, str] = {}
        self._last_item: dict[int, int] = {}
        self._going_on: tuple[Form, int, int] | None = None  # form, line of its beginning, column of its holder
        self._block_column: int | None = None
        self._closer = ""
        self._depth = 0
        for number in range(min(last + 2, len(source.lines))):
            self.lines.append(self._read(number, source.lines[number]))

    def above(self, number: int) -> Line | None:
        """The nearest line above that is neither blank nor a comment."""
        for line in map(self.lines.__getitem__, range(number - 1, -1, -1)):
            if line.form not in (Form.BLANK, Form.COMMENT):
                return line
        return None

    def comment_between(self, above: Line, line: Line) -> Line | None:
        """The first comment between two lines."""
        return next((one for one in self.lines[above.number + 1 : line.number] if one.form is Form.COMMENT), None)

    def _read(self, number: int, text: str) -> Line:
        indent = len(text) - len(text.lstrip(" "))
        form = self._form_going_on(text, indent)
        if form is None:
            return self._read_afresh(number, text, indent)
        begun = self._going_on[1] if self._going_on and form not in (Form.BLANK, Form.COMMENT) else None
        path = self.lines[begun].path if begun is not None else ()
        if form in (Form.QUOTED, Form.BRACKETED):
            self._close(text)
        return Line(number, form, text, indent, (), indent, "", text.strip(), indent, path, begun, tuple(self._open))

    def _form_going_on(self, text: str, indent: int) -> Form | None:
        """The form of a line that belongs to something begun above; None where it begins afresh."""
        form, _, column = self._going_on or (Form.BLANK, 0, 0)
        if form in (Form.QUOTED, Form.BRACKETED) or (form is Form.BLOCK and self._is_in_block(text, indent, column)):
            return form
        if not text or text.isspace():
            return Form.BLANK
        if form is Form.TEXT and indent > column and text[indent] != "#":
            return Form.TEXT
        self._going_on = None  # a comment, too, ends a text
        return Form.COMMENT if text[indent] == "#" else None

    def _is_in_block(self, text: str, indent: int, column: int) -> bool:
        """Whether a line belongs to the block text below a key in `column`; its first line sets the indentation."""
        if not text or text.isspace():
            return True
        if self._block_column is None and indent > column:
            self._block_column = indent
        return self._block_column is not None and indent >= self._block_column

    def _read_afresh(self, number: int, text: str, indent: int) -> Line:
        was_open = tuple(self._open)
        column = indent
        dashes: list[int] = []
        while len(dashes) < _MOST_DASHES and (dash := _DASH.match(text, column)):
            self._take_dash(number, column)
            dashes.append(column)
            column = dash.end()
        match = _KEY.match(text[:_LONGEST], column)
        if match is None:
            path = self._path_of_text(column)
            value = text[column:].rstrip()
            form = Form.ITEM if dashes else Form.TEXT
            line = Line(number, form, text, indent, tuple(dashes), column, "", value, column, path, None, was_open)
            self._begin_value(
                line, max((holder.column for holder in self._open if holder.column <= column), default=-1)
            )
            return line
        key = match["key"].strip("\"'")
        path = self._take_key(number, column, key)
        value = text[match.start("value") :].rstrip()
        line = Line(
            number,
            Form.KEY,
            text,
            indent,
            tuple(dashes),
            column,
            key,
            value,
            match.start("value"),
            path,
            None,
            was_open,
        )
        self._begin_value(line, column)
        return line

    def _begin_value(self, line: Line, column: int) -> None:
        """Takes note of what goes on below a line: a block text, a quotation, a bracket or a plain text."""
        value = line.value
        self._going_on, self._block_column = None, None
        if _BLOCK_HEADER.fullmatch(value):
            self._going_on = (Form.BLOCK, line.number, column)
        elif value[:1] in ("'", '"'):
            self._closer = value[0]
            self._going_on = (Form.QUOTED, line.number, column)
            self._close(value[1:])
        elif value[:1] in ("[", "{"):
            self._depth = 0
            self._going_on = (Form.BRACKETED, line.number, column)
            self._close(value)
        elif value and not value.startswith("#"):
            self._going_on = (Form.TEXT, line.number, column)

    def _close(self, text: str) -> None:
        """Looks in a line for the end of the open quotation or bracket."""
        if self._going_on is None:
            return
        if self._going_on[0] is Form.QUOTED:
            if end_of_quotation(text, self._closer) is not None:
                self._going_on = None
            return
        bare = re.sub(r'"[^"]*"', "", text)
        self._depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
        if self._depth <= 0:
            self._going_on = None

    def _take_dash(self, number: int, column: int) -> None:
        while self._open and (self._open[-1].column > column):
            self._open.pop()
        if self._open and self._open[-1].is_list and self._open[-1].column == column:
            self._last_item[column] += 1
            return
        self._open.append(Open(column, self._value_path(), is_list=True, first=number))
        self._last_item[column] = 0

    def _take_key(self, number: int, column: int, key: str) -> AnswerPath:
        while self._open and self._open[-1].column > column:
            self._open.pop()
        if self._open and self._open[-1].is_list and self._open[-1].column == column:
            self._open.pop()
        if not self._open or self._open[-1].column < column:
            self._open.append(Open(column, self._value_path(), is_list=False, first=number))
        self._last_key[column] = key
        return (*self._open[-1].path, key)

    def _value_path(self) -> AnswerPath:
        """The path of what would now begin further in."""
        if not self._open:
            return ()
        holder = self._open[-1]
        last = self._last_item[holder.column] if holder.is_list else self._last_key[holder.column]
        return (*holder.path, last)

    def _path_of_text(self, column: int) -> AnswerPath:
        holders = [holder for holder in self._open if holder.column <= column]
        if not holders:
            return ()
        holder = holders[-1]
        last = self._last_item[holder.column] if holder.is_list else self._last_key[holder.column]
        return (*holder.path, last)


def end_of_quotation(text: str, quote: str) -> int | None:
    """Where a quotation ends, in the text after the opening mark; None where it does not end."""
    pattern = r"(?:[^']|'')*+'" if quote == "'" else r'(?:[^"\\]|\\.)*+"'
    match = re.match(pattern, text)
    return match.end() - 1 if match else None
