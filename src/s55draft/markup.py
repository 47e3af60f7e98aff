"""Text in answers ⇄ blocks: paragraphs, lists of two levels, minor headings.

Paragraphs are parted by a blank line; a line end inside one is a line break. `- ` and `1.` begin list items, a line
that is bold alone is a minor heading. Bullets pasted out of Word or a PDF are list items too. A backslash before a
bullet or after a number keeps the line as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from s55draft.inline import Run, Runs, canonical, inline_text, parse_inline


class Paragraph(NamedTuple):
    """A paragraph of text."""

    runs: Runs


class Heading(NamedTuple):
    """A minor heading: a line that is bold alone. Its runs do not carry `bold`."""

    runs: Runs


class ListItem(NamedTuple):
    """One item, and the lists of the second level under it."""

    runs: Runs
    lists: "tuple[ListBlock, ...]" = ()


class ListBlock(NamedTuple):
    """A list. `start` is the first item's number, counting on from there; None makes it a bulleted list."""

    items: tuple[ListItem, ...]
    start: int | None = None


Block = Paragraph | Heading | ListBlock
Blocks = tuple[Block, ...]

_BULLETS = "-•·▪◦‣●○■□\uf0b7\uf0a7"
_SECOND_LEVEL_BULLETS = "◦○o"
_ITEM = re.compile(
    rf"(?P<indent>[ \t\xa0]*)(?:(?P<bullet>[{_BULLETS}])[ \t\xa0]+|(?P<letter>o)\t\s*"
    r"|(?P<number>0|[1-9]\d{0,2})\.[ \t\xa0]+)(?=\S)"
)
_KEPT_LITERAL = re.compile(
    rf"([ \t\xa0]*)(?:(\\+)(?=[{_BULLETS}][ \t\xa0]+\S|o\t\s*\S)|((?:0|[1-9]\d{{0,2}}))(\\+)(?=\.[ \t\xa0]+\S))"
)
_TAB = 4
_STEP = 2  # columns by which an item of the second level stands further in


def parse(text: str) -> Blocks:
    """The blocks of a text. Every text has a reading; nothing in it is an error."""
    if (
        "\n" not in text
        and text
        and not text.isspace()
        and _ITEM.match(text) is None
        and _KEPT_LITERAL.match(text) is None
    ):
        return tuple(_paragraph(parse_inline(text)))
    reader = _Reader()
    for line in text.split("\n"):
        reader.take(line)
    return reader.finish()


class _OpenItem(NamedTuple):
    """A list item as it was typed: column of its mark, its number (None: a bullet), its lines."""

    column: int
    number: int | None
    second_level: bool
    lines: list[str]


class _Reader:
    """Takes the lines of a text one by one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.paragraph: list[str] = []
        self.items: list[_OpenItem] = []
        self.after_blank = False

    def take(self, line: str) -> None:
        if not line or line.isspace():
            self._end_paragraph()
            self.after_blank = True
            return
        item = _ITEM.match(line)
        if item is not None:
            self._end_paragraph()
            self._open_item(item, line[item.end() :])
        elif self.items and not self.after_blank and _columns(line) > self.items[-1].column:
            self.items[-1].lines.append(_without_literal_mark(line).lstrip())
        else:
            self._end_list()
            self.paragraph.append(_without_literal_mark(line))
        self.after_blank = False

    def finish(self) -> Blocks:
        self._end_paragraph()
        self._end_list()
        return tuple(self.blocks)

    def _end_paragraph(self) -> None:
        if self.paragraph:
            self.blocks.extend(_paragraph(parse_inline("\n".join(self.paragraph))))
            self.paragraph = []

    def _open_item(self, match: re.Match[str], text: str) -> None:
        column = _columns(match["indent"])
        mark = match["bullet"] or match["letter"]
        number = int(match["number"]) if match["number"] else None
        second = False
        if self.items:
            first = self.items[0]
            under_bullet = number is None and (mark in _SECOND_LEVEL_BULLETS)
            second = column >= first.column + _STEP or under_bullet
        self.items.append(_OpenItem(column, number, second, [text]))

    def _end_list(self) -> None:
        if self.items:
            self.blocks.extend(_lists(self.items))
            self.items = []


def _columns(line: str) -> int:
    """Columns of white space before the first letter; a tab counts four."""
    white = line[: len(line) - len(line.lstrip(" \t\xa0"))]
    return len(white) + white.count("\t") * (_TAB - 1)


def _without_literal_mark(line: str) -> str:
    """The line without the backslash that kept it from being a list item."""
    match = _KEPT_LITERAL.match(line)
    if match is None:
        return line
    group = 2 if match[2] else 4
    return line[: match.end(group) - 1] + line[match.end(group) :]


def _lists(items: Sequence[_OpenItem]) -> Iterator[ListBlock]:
    tops: list[tuple[int | None, ListItem]] = []
    i = 0
    while i < len(items):
        end = i + 1
        while end < len(items) and items[end].second_level:
            end += 1
        under = [(item.number, ListItem(_item_runs(item))) for item in items[i + 1 : end]]
        tops.append((items[i].number, ListItem(_item_runs(items[i]), tuple(numbered_alike(under)))))
        i = end
    yield from numbered_alike(tops)


def _item_runs(item: _OpenItem) -> Runs:
    return parse_inline("\n".join(item.lines))


def numbered_alike(items: Iterable[tuple[int | None, ListItem]]) -> Iterator[ListBlock]:
    """Lists of bullets, and of numbers that count on by one: any other number begins a new list."""
    start: int | None = None
    held: list[ListItem] = []
    for number, item in items:
        expected = None if start is None else start + len(held)
        if held and number != expected:
            yield ListBlock(tuple(held), start)
            held = []
        if not held:
            start = number
        held.append(item)
    if held:
        yield ListBlock(tuple(held), start)


def _paragraph(runs: Runs) -> Iterator[Paragraph | Heading]:
    """The paragraph; where its first lines are bold alone, those as headings before it."""
    while runs:
        first, rest = _split_line(runs)
        if not all(run.bold or run.text.isspace() for run in first) or not any(run.bold for run in first):
            break
        yield Heading(canonical(run._replace(bold=False) for run in stripped(first)))
        runs = canonical(rest)
    if runs:
        yield Paragraph(runs)


def _split_line(runs: Runs) -> tuple[Runs, Runs]:
    """The runs of the first line, and those after its line break."""
    for i, run in enumerate(runs):
        head, line_end, tail = run.text.partition("\n")
        if line_end:
            first = (*runs[:i], run._replace(text=head)) if head else runs[:i]
            return first, ((run._replace(text=tail), *runs[i + 1 :]) if tail else runs[i + 1 :])
    return runs, ()


def stripped(runs: Iterable[Run]) -> Runs:
    """The runs without white space before the first and after the last letter."""
    kept = list(runs)
    while kept and not kept[0].text.lstrip():
        del kept[0]
    while kept and not kept[-1].text.rstrip():
        del kept[-1]
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return tuple(kept)


def to_text(blocks: Iterable[Block]) -> str:
    """Text that `parse` reads as exactly these blocks."""
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, ListBlock):
        return "\n".join(_list_lines(block, ""))
    if isinstance(block, Heading):
        return inline_text(canonical(run._replace(bold=True) for run in block.runs))
    return "\n".join(_kept_literal(line) for line in inline_text(block.runs).split("\n"))


def _kept_literal(line: str) -> str:
    """The line with a backslash where it would else be read as a list item."""
    match = _KEPT_LITERAL.match(line)
    if match is not None:
        place = match.end(2 if match[2] else 4)
    else:
        match = _ITEM.match(line)
        if match is None:
            return line
        place = match.end("number") if match["number"] else match.end("indent")
    return line[:place] + "\\" + line[place:]


def _list_lines(block: ListBlock, indent: str) -> Iterator[str]:
    for i, item in enumerate(block.items):
        mark = "- " if block.start is None else f"{block.start + i}. "
        first, *more = inline_text(item.runs).split("\n")
        yield indent + mark + first
        hang = indent + " " * len(mark)
        for line in more:
            yield hang + _kept_literal(line)
        for under in item.lists:
            yield from _list_lines(under, indent + "   ")


def block_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain text of each paragraph, heading and list item, in order; list marks are not part of it."""
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield runs_text(item.runs)
                yield from block_texts(item.lists)
        else:
            yield runs_text(block.runs)


def runs_text(runs: Iterable[Run]) -> str:
    """The plain text of runs."""
    return "".join(run.text for run in runs)
