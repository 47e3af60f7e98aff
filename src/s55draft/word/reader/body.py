"""The body of a document, paragraph by paragraph (ECMA-376 Part 1, 17.2)."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree

from s55draft.inline import Run, Runs, canonical
from s55draft.markup import stripped
from s55draft.word.marks import LABEL_TAG
from s55draft.word.reader.document import Cell, Item, Kind, Remark
from s55draft.word.reader.holders import Holder, Holders, Line
from s55draft.word.reader.names import MC, VALUE, W14, Element, W, value, words_in
from s55draft.word.reader.numbering import Numbering
from s55draft.word.reader.opening import Package, body_of
from s55draft.word.reader.remarks import Remarks
from s55draft.word.reader.runs import Piece, RunReader
from s55draft.word.reader.styles import Style, Styles

_LEVELS = 2
_WRAPPERS = (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag")
_TABLE = "A table was taken in paragraph by paragraph; its rows and columns are lost"


class Body:
    """Reads the body of one document."""

    def __init__(self, package: Package, marks: Mapping[str, str]) -> None:
        self._root = body_of(package)
        self._styles = Styles(package.parts.get("styles"))
        self._numbering = Numbering(package.parts.get("numbering"))
        self._remarks = Remarks(package.parts)
        controlled = {value(tag) for tag in self._root.iter(f"{W}tag")}
        lost = {name: tag for name, tag in marks.items() if tag not in controlled}
        self.holders = Holders(lost, {LABEL_TAG, *marks.values()})
        self._runs = RunReader(self._styles, package.links, self._remarks, self.holders)
        self._tables = 0
        self._carried: list[Piece] = []
        """Pieces of paragraphs whose end was deleted with changes tracked."""

    def paragraphs(self) -> int:
        """How many paragraphs with words there are: quickly counted, before any is read."""
        return sum(next(node.iter(f"{W}t"), None) is not None for node in self._root.iter(f"{W}p"))

    def items(self) -> Iterator[Item]:
        """The paragraphs that hold anything, in their order."""
        yield from self._within(self._root, None)
        if self._carried:
            yield from self._paragraph(etree.Element(f"{W}p"), None)

    @property
    def remarks(self) -> list[Remark]:
        """What was met and left out, or should be known."""
        return self._remarks.found

    def _within(self, holder: Element, cell: Cell | None) -> Iterator[Item]:
        for node in holder:
            tag = node.tag
            if tag == f"{W}p":
                yield from self._paragraph(node, cell)
            elif tag == f"{W}tbl":
                yield from self._table(node)
            elif tag == f"{W}sdt":
                content = node.find(f"{W}sdtContent")
                if content is not None:
                    with self.holders.control(node):
                        yield from self._within(content, cell)
            elif tag in _WRAPPERS:
                yield from self._within(node, cell)
            elif tag == f"{MC}AlternateContent":
                choice = node.find(f"{MC}Choice")
                yield from self._within(choice if choice is not None else node, cell)
            else:
                self._apart(node)

    def _apart(self, node: Element) -> None:
        """What stands between paragraphs."""
        if node.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            self.holders.mark(node)
        elif node.tag in (f"{W}del", f"{W}moveFrom"):
            self._remarks.add_change(Kind.DELETION, node, words_in(node, "delText", "t"))
        elif node.tag == f"{W}commentRangeStart":
            following = node.getnext()
            words = words_in(following) if following is not None else ""
            self._remarks.add_comment(node.get(f"{W}id", ""), words)
        elif node.tag == f"{W}altChunk":
            self._remarks.add(Kind.TEXT_BOX, "A file put into the document was left out")

    def _table(self, node: Element) -> Iterator[Item]:
        number = self._tables
        self._tables += 1
        has_boxes = next(node.iter(f"{W14}checkbox", f"{W}checkBox"), None) is not None
        self._remarks.add(Kind.TABLE_OF_BOXES if has_boxes else Kind.TABLE, _TABLE, words_in(node))
        yield from self._rows(node, number, [-1])

    def _rows(self, holder: Element, table: int, last_row: list[int]) -> Iterator[Item]:
        for node in holder:
            if node.tag == f"{W}tr":
                if node.find(f"{W}trPr/{W}del") is not None:
                    self._remarks.add_change(Kind.DELETION, node, words_in(node, "delText", "t"))
                    continue
                last_row[0] += 1
                yield from self._cells(node, table, last_row[0], [-1])
            elif node.tag == f"{W}sdt":
                content = node.find(f"{W}sdtContent")
                if content is not None:
                    with self.holders.control(node):
                        yield from self._rows(content, table, last_row)
            elif node.tag in _WRAPPERS:
                yield from self._rows(node, table, last_row)
            else:
                self._apart(node)

    def _cells(self, holder: Element, table: int, row: int, last: list[int]) -> Iterator[Item]:
        for node in holder:
            if node.tag == f"{W}tc":
                last[0] += 1
                yield from self._within(node, Cell(table, row, last[0]))
            elif node.tag == f"{W}sdt":
                content = node.find(f"{W}sdtContent")
                if content is not None:
                    with self.holders.control(node):
                        yield from self._cells(content, table, row, last)
            elif node.tag in _WRAPPERS:
                yield from self._cells(node, table, row, last)
            else:
                self._apart(node)

    def _paragraph(self, node: Element, cell: Cell | None) -> Iterator[Item]:
        properties = node.find(f"{W}pPr")
        style_id = self._styles.default
        named = properties.find(f"{W}pStyle") if properties is not None else None
        if named is not None:
            style_id = named.get(VALUE, "")
        style = self._styles.get(style_id)
        self.holders.boxes.clear()
        self._carried += self._runs.paragraph(node)
        if properties is not None and self._is_joined_to_next(properties):
            return
        pieces, self._carried = self._carried, []
        if style.bold and style.heading is None:
            pieces = [piece._replace(run=piece.run._replace(bold=True)) for piece in pieces]
        boxes = tuple(self.holders.boxes)
        if not boxes and not any(_shows(piece.run) for piece in pieces):
            return
        level, number, mark = self._listed(properties, style_id, style)
        heading = style.heading if level is None else None
        line = Line((), heading, level, number)
        runs = canonical(stripped(piece.run for piece in pieces))
        fixed = canonical(stripped(piece.run for piece in pieces if _is_fixed(piece.holder)))
        yield Item(
            runs, style.name, heading, level, number, _only_tag(pieces), fixed, cell, boxes, self._remarks.under, mark
        )
        self._share_out(pieces, line)
        self._go_on(runs, heading)

    def _go_on(self, runs: Runs, heading: int | None) -> None:
        text = "".join(run.text for run in runs).strip()
        if text:
            self._remarks.last_words = text
            if heading is not None:
                self._remarks.under = self.holders.under = text

    def _is_joined_to_next(self, properties: Element) -> bool:
        """Whether the paragraph's end was deleted with changes tracked: what follows then belongs to it."""
        change = properties.find(f"{W}pPrChange")
        if change is not None:
            self._remarks.add_change(Kind.FORMATTING, change, "")
        mark = properties.find(f"{W}rPr")
        if mark is None:
            return False
        inserted = mark.find(f"{W}ins")
        if inserted is not None:
            self._remarks.add_change(Kind.INSERTION, inserted, "")
        deleted = mark.find(f"{W}del")
        if deleted is None:
            return False
        self._remarks.add_change(Kind.DELETION, deleted, "")
        return True

    def _listed(self, properties: Element | None, style_id: str, style: Style) -> tuple[int | None, int | None, str]:
        """Level in a list, number, and the symbol of a bullet."""
        num_id, level = self._numbering.place(properties, style_id, style)
        if not num_id:
            return None, None, ""
        form = self._numbering.level(num_id, level)
        if form.form == "none" or (style.heading is not None and form.form != "bullet"):
            return None, None, ""
        if level >= _LEVELS:
            self._remarks.add(Kind.LIST, "A list of more than two levels was flattened to two")
        if form.is_lettered:
            self._remarks.add(Kind.LIST, "A list counted by letters or Roman numbers is now counted 1, 2, 3")
        if form.form == "bullet":
            self._numbering.restart_below(num_id, level)
            return min(level, _LEVELS - 1), None, form.mark
        return min(level, _LEVELS - 1), self._numbering.count(num_id, level), ""

    def _share_out(self, pieces: list[Piece], line: Line) -> None:
        """Gives each holder what it has of a paragraph."""
        shares: dict[int, tuple[Holder, list[Run]]] = {}
        for holder, own in groupby((piece for piece in pieces if piece.holder is not None), _holder_of):
            runs = list(own)
            shares.setdefault(id(holder), (holder, []))[1].extend(piece.run for piece in runs)
            if any(not piece.is_placeholder and piece.run.text.strip() for piece in runs):
                holder.has_words = True
            elif any(piece.run.text.strip() for piece in runs):
                holder.shows_placeholder = True
        for holder, own_runs in shares.values():
            if any(_shows(run) for run in own_runs) and holder.ticked is None:
                holder.lines.append(Line(canonical(own_runs), line.heading, line.level, line.number))


def _shows(run: Run) -> bool:
    """Whether a run is more than white space."""
    return bool(run.text.strip() or run.url)


def _holder_of(piece: Piece) -> Holder:
    assert piece.holder is not None  # noqa: S101 - for the type checker; the caller has seen to it
    return piece.holder


def _is_fixed(holder: Holder | None) -> bool:
    return holder is None or holder.is_label


def _only_tag(pieces: list[Piece]) -> str | None:
    """The tag of the only control that holds text of a paragraph; None where there is none or several."""
    tags = {piece.holder.tag for piece in pieces if piece.holder is not None and not piece.holder.is_label}
    return tags.pop() if len(tags) == 1 else None
