"""Text out of other people's Word files → blocks, and plain words on whatever could not be kept.

Tracked insertions count, deletions do not. Lists come from numbering.xml, by the paragraph or its style
(ECMA-376 Part 1, 17.9).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from s55draft.cleaning import clean
from s55draft.errors import Location, SourceError, TemplateError, error
from s55draft.inline import Run, Runs, canonical, is_link_target
from s55draft.markup import Block, Blocks, Heading, ListBlock, ListItem, Paragraph, parse, stripped, to_text
from s55draft.word.package import DOCUMENT, DOCUMENT_RELATIONSHIPS, Parts, open_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
_NEAR = 40
_LEVELS = 2
_LETTERS = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}
_LIST_STYLE = re.compile(r"list (?:bullet|number) ([2-5])")
_FIELD_LINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"')
_Element = etree._Element  # noqa: SLF001 - lxml's own name for its elements


class Read(NamedTuple):
    """The text of a Word file, and plain words on what could not be kept."""

    blocks: Blocks
    messages: tuple[str, ...]


def read_text(path: Path) -> Read:
    """The text of a Word file from outside.

    Raises SourceError that says what makes the file unfit.
    """
    try:
        parts = open_package(path)
        return _Reader(parts).read()
    except TemplateError as exc:
        problems = [
            error("source", problem.message.replace("the template", "the file"), problem.hint).at(Location(str(path)))
            for problem in exc.problems
        ]
        raise SourceError(problems) from exc
    except etree.XMLSyntaxError as exc:
        hint = "open it in Word and save it again as a Word Document (.docx)"
        raise SourceError(error("source", "this Word file is damaged", hint).at(Location(str(path)))) from exc


class _Level(NamedTuple):
    """How one level of a list is numbered: its format and its first number."""

    form: str
    start: int


class _Look(NamedTuple):
    """The look of a run; None: whatever is around it."""

    bold: bool | None = None
    italic: bool | None = None


class _Par(NamedTuple):
    """A paragraph as read: its runs, and its place in a list. `level` counts from 0; None: in no list."""

    runs: Runs
    level: int | None = None
    number: int | None = None
    list_id: str = ""
    heading: bool = False


class _Reader:
    """Reads one file."""

    def __init__(self, parts: Parts) -> None:
        self.body = _xml(parts[DOCUMENT]).find(f"{_W}body")
        self.links = _links(parts.get(DOCUMENT_RELATIONSHIPS, b""))
        self.styles = _styles(parts.get("word/styles.xml"))
        self.levels, self.abstract = _numbering(parts.get("word/numbering.xml"))
        self.counts: dict[tuple[str, int], int] = {}
        self.found: dict[str, list[str]] = {}
        self.last_words = ""
        self.field: list[str] | None = None
        self.field_url: str | None = None

    def read(self) -> Read:
        if self.body is None:
            return Read((), ("The file has no text.",))
        paragraphs = list(self._paragraphs(self.body))
        blocks = tuple(_blocks(paragraphs))
        settled = parse(to_text(blocks))
        return Read(settled, tuple(self._messages()))

    def _note(self, what: str, words: str = "") -> None:
        self.found.setdefault(what, []).append(_near(words or self.last_words))

    def _messages(self) -> Iterator[str]:
        for what, places in self.found.items():
            near = next((place for place in places if place), "")
            count = f" ({len(places)} times)" if len(places) > 1 else ""
            yield f"{what}{count}" + (f", near \u201c{near}\u201d" if near else "")

    def _paragraphs(self, holder: _Element) -> Iterator[_Par]:
        for node in holder:
            if node.tag == f"{_W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{_W}tbl":
                words = "".join(node.itertext(f"{_W}t"))
                self._note("A table was taken in paragraph by paragraph; its rows and columns are lost", words)
                for cell in node.iter(f"{_W}tc"):
                    yield from self._paragraphs(cell)
            elif node.tag in (f"{_W}sdt", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
                content = node.find(f"{_W}sdtContent") if node.tag == f"{_W}sdt" else node
                if content is not None:
                    yield from self._paragraphs(content)
            elif node.tag in (f"{_W}del", f"{_W}moveFrom"):
                self._note("A tracked deletion was left out", "".join(node.itertext(f"{_W}delText")))

    def _paragraph(self, node: _Element) -> Iterator[_Par]:
        style = _value(node.find(f"{_W}pPr/{_W}pStyle"))
        look, pieces = self._style_look(style), list(self._runs(node, _Look(), None))
        runs = canonical(stripped(piece._replace(bold=piece.bold or bool(look.bold)) for piece in pieces))
        text = "".join(run.text for run in runs).strip()
        if not text:
            return
        self.last_words = text
        yield self._placed(node, style, runs)

    def _placed(self, node: _Element, style: str, runs: Runs) -> _Par:
        num_id, level = self._list_of(node, style)
        name = self.styles.get(style, _Style()).name.lower()
        if num_id:
            form = self.levels.get((num_id, level), _Level("bullet", 1))
            if level >= _LEVELS:
                self._note("A list of more than two levels was flattened to two")
            if form.form == "none":
                return _Par(runs)
            number = None if form.form == "bullet" else self._count(num_id, level, form)
            if form.form in _LETTERS:
                self._note("A list counted by letters or Roman numbers is now counted 1, 2, 3")
            return _Par(runs, min(level, _LEVELS - 1), number, num_id)
        return _Par(runs, heading=name.startswith("heading") or name in ("title", "subtitle"))

    def _count(self, num_id: str, level: int, form: _Level) -> int:
        counter = self.abstract.get(num_id, num_id)
        key = (num_id if num_id in self.abstract and self.abstract[num_id] == "" else counter, level)
        self.counts[key] = self.counts.get(key, form.start - 1) + 1
        for deeper in [known for known in self.counts if known[0] == key[0] and known[1] > level]:
            del self.counts[deeper]
        return self.counts[key]

    def _list_of(self, node: _Element, style: str) -> tuple[str, int]:
        own = node.find(f"{_W}pPr/{_W}numPr")
        num_id = _value(own.find(f"{_W}numId")) if own is not None else ""
        level = _value(own.find(f"{_W}ilvl")) if own is not None else ""
        styled = self.styles.get(style, _Style())
        num_id = num_id or styled.num_id
        deeper = _LIST_STYLE.fullmatch(styled.name.lower()) if not level else None
        return ("" if num_id == "0" else num_id), int(deeper[1]) - 1 if deeper else int(level or styled.level or 0)

    def _style_look(self, style: str) -> _Look:
        known = self.styles.get(style, _Style())
        return _Look(bold=known.bold and not known.name.lower().startswith(("heading", "title", "subtitle")))

    def _runs(  # noqa: C901 - one element each
        self, holder: _Element, look: _Look, url: str | None
    ) -> Iterator[Run]:
        for node in holder:
            tag = node.tag
            if tag == f"{_W}r":
                yield from self._run(node, url)
            elif tag == f"{_W}hyperlink":
                yield from self._runs(node, look, self._target(node))
            elif tag in (f"{_W}del", f"{_W}moveFrom"):
                self._note("A tracked deletion was left out", "".join(node.itertext(f"{_W}delText")))
            elif tag == f"{_W}sdt":
                content = node.find(f"{_W}sdtContent")
                if content is not None:
                    yield from self._runs(content, look, url)
            elif tag == f"{_W}fldSimple":
                found = _FIELD_LINK.search(node.get(f"{_W}instr", ""))
                yield from self._runs(node, look, found[1] if found else url)
            elif tag in (f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag", f"{_W}customXml", f"{_W}dir", f"{_W}bdo"):
                yield from self._runs(node, look, url)
            elif tag == f"{_W}commentRangeStart":
                self._note("A comment was left out", _after(node))
            elif isinstance(tag, str) and tag.endswith("}oMath"):
                self._note("A formula was left out")

    def _target(self, node: _Element) -> str | None:
        target = self.links.get(node.get(f"{_R}id", ""))
        if target is None:
            return None
        if not is_link_target(target):
            self._note(f"A link to {target[:_NEAR]} was taken as plain words", "".join(node.itertext(f"{_W}t")))
            return None
        return target

    def _run(self, node: _Element, url: str | None) -> Iterator[Run]:
        properties = node.find(f"{_W}rPr")
        style = _value(properties.find(f"{_W}rStyle")) if properties is not None else ""
        known = self.styles.get(style, _Style())
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            self._note("Hidden text was left out", "".join(node.itertext(f"{_W}t")))
            return
        bold = _toggled(properties, "b", known.bold)
        italic = _toggled(properties, "i", known.italic)
        align = _value(properties.find(f"{_W}vertAlign")) if properties is not None else ""
        for child in node:
            text = self._text_of(child)
            if text and self.field is None:
                yield Run(text, bold, italic, align == "superscript", url or self.field_url)

    def _text_of(self, child: _Element) -> str:
        tag = etree.QName(child).localname
        if tag == "t":
            return clean(child.text or "").text
        if tag in ("br", "cr", "tab", "noBreakHyphen", "softHyphen"):
            return {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}.get(tag, "\n")
        if tag == "fldChar":
            self._field(child.get(f"{_W}fldCharType", ""))
        elif tag == "instrText" and self.field is not None:
            self.field.append(child.text or "")
        elif tag == "sym":
            self._note("A symbol of a special font was left out")
        elif tag in ("drawing", "pict", "object") or child.tag == f"{_MC}AlternateContent":
            boxed = "".join(next(iter(child.iter(f"{_W}txbxContent")), child).itertext(f"{_W}t"))
            self._note("A text box was left out" if boxed else "A picture was left out", boxed)
        elif tag in ("footnoteReference", "endnoteReference"):
            self._note("A footnote was left out")
        return ""

    def _field(self, kind: str) -> None:
        """A field's code is not text; what it shows is, with its link if it is one."""
        if kind == "begin":
            self.field = []
        elif kind == "separate" and self.field is not None:
            found = _FIELD_LINK.search("".join(self.field))
            self.field, self.field_url = None, found[1] if found and is_link_target(found[1]) else None
        elif kind == "end":
            self.field, self.field_url = None, None


class _Style(NamedTuple):
    """What a style says, its ancestors' words included."""

    name: str = ""
    num_id: str = ""
    level: str = ""
    bold: bool = False
    italic: bool = False


def _xml(data: bytes) -> _Element:
    return etree.fromstring(data, _XML)


def _value(node: _Element | None) -> str:
    return "" if node is None else node.get(f"{_W}val", "")


def _is_on(node: _Element | None) -> bool:
    return node is not None and node.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _toggled(properties: _Element | None, name: str, styled: bool) -> bool:  # noqa: FBT001
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return styled if found is None else _is_on(found)


def _links(rels: bytes) -> dict[str, str]:
    if not rels:
        return {}
    return {
        node.get("Id", ""): node.get("Target", "") for node in _xml(rels) if node.get("Type", "").endswith("/hyperlink")
    }


def _styles(data: bytes | None) -> dict[str, _Style]:
    if data is None:
        return {}
    nodes = {node.get(f"{_W}styleId", ""): node for node in _xml(data).iter(f"{_W}style")}
    return {key: _style(key, nodes) for key in nodes}


def _style(key: str, nodes: dict[str, _Element]) -> _Style:
    found, seen = _Style(), set()
    while key in nodes and key not in seen:
        seen.add(key)
        node = nodes[key]
        number = node.find(f"{_W}pPr/{_W}numPr")
        found = _Style(
            found.name or _value(node.find(f"{_W}name")),
            found.num_id or (_value(number.find(f"{_W}numId")) if number is not None else ""),
            found.level or (_value(number.find(f"{_W}ilvl")) if number is not None else ""),
            found.bold or _is_on(node.find(f"{_W}rPr/{_W}b")),
            found.italic or _is_on(node.find(f"{_W}rPr/{_W}i")),
        )
        key = _value(node.find(f"{_W}basedOn"))
    return found


def _numbering(data: bytes | None) -> tuple[dict[tuple[str, int], _Level], dict[str, str]]:
    """How each level of each list is numbered, and which lists count on together (empty: a list that starts anew)."""
    if data is None:
        return {}, {}
    root = _xml(data)
    abstracts = {node.get(f"{_W}abstractNumId", ""): node for node in root.iter(f"{_W}abstractNum")}
    levels: dict[tuple[str, int], _Level] = {}
    together: dict[str, str] = {}
    for num in root.iter(f"{_W}num"):
        num_id, abstract = num.get(f"{_W}numId", ""), _value(num.find(f"{_W}abstractNumId"))
        together[num_id] = "" if num.find(f"{_W}lvlOverride/{_W}startOverride") is not None else f"abstract {abstract}"
        for level in abstracts[abstract].iter(f"{_W}lvl") if abstract in abstracts else ():
            place = int(level.get(f"{_W}ilvl", "0"))
            start = int(_value(level.find(f"{_W}start")) or 1)
            levels[num_id, place] = _Level(_value(level.find(f"{_W}numFmt")) or "decimal", start)
        for override in num.iter(f"{_W}lvlOverride"):
            place = int(override.get(f"{_W}ilvl", "0"))
            begin = _value(override.find(f"{_W}startOverride"))
            if begin and (num_id, place) in levels:
                levels[num_id, place] = levels[num_id, place]._replace(start=int(begin))
    return levels, together


def _after(node: _Element) -> str:
    following = node.getnext()
    return "".join(following.itertext(f"{_W}t")) if following is not None else ""


def _near(words: str) -> str:
    bare = " ".join(words.split())
    return bare if len(bare) <= _NEAR else bare[: _NEAR - 1] + "\u2026"


def _blocks(paragraphs: list[_Par]) -> Iterator[Block]:
    held: list[_Par] = []
    for par in paragraphs:
        if par.level is not None:
            held.append(par)
            continue
        yield from _lists(held)
        held = []
        bare = tuple(run._replace(bold=False) for run in par.runs)
        yield Heading(canonical(bare)) if par.heading else Paragraph(par.runs)
    yield from _lists(held)


def _lists(items: list[_Par]) -> Iterator[ListBlock]:
    tops: list[tuple[int | None, ListItem]] = []
    for item in items:
        if item.level == 0 or not tops:
            tops.append((item.number, ListItem(item.runs)))
            continue
        number, top = tops[-1]
        under = _added(top.lists, item)
        tops[-1] = (number, ListItem(top.runs, under))
    start: int | None = None
    held: list[ListItem] = []
    for number, entry in tops:
        if held and number != (None if start is None else start + len(held)):
            yield ListBlock(tuple(held), start)
            held = []
        if not held:
            start = number
        held.append(entry)
    if held:
        yield ListBlock(tuple(held), start)


def _added(lists: tuple[ListBlock, ...], item: _Par) -> tuple[ListBlock, ...]:
    """The lists of the second level with one more item."""
    if lists:
        last = lists[-1]
        if item.number == (None if last.start is None else last.start + len(last.items)):
            return (*lists[:-1], ListBlock((*last.items, ListItem(item.runs)), last.start))
    return (*lists, ListBlock((ListItem(item.runs),), item.number))
