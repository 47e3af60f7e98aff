"""Where in a template a tag may stand: where a reader will see what it prints, and where the letter stays whole.

Analysis. Word shows nothing of hidden runs and rows, of the later cells of a merged column, of elements whose namespace
it may ignore; it puts its own words over the result of a field and over a content control that is bound to data; and
it keeps what stands in a text box twice, once for older programs. So an answer may stand only where every element
around it is one of a few. A table cell must end with a paragraph, and a header must have one: without, Word takes the
letter for damaged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from s55draft.context import Kind
from s55draft.word.package import XML_NAMES

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_URI}}}"
Element = etree._Element  # noqa: SLF001 - lxml's public type has no other name

TRACKED = tuple(
    f"{W}{name}"
    for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange")
)
_PLAIN = frozenset(
    f"{W}{name}"
    for name in (
        *("document", "body", "hdr", "ftr", "p", "r", "smartTag", "customXml"),
        *("tbl", "tr", "tc", "sdt", "sdtContent"),
    )
)
_PLAIN_CONTROLS = ("text", "date", "comboBox", "dropDownList", "picture", "equation")
_HOLDERS = frozenset(f"{W}{name}" for name in ("tbl", "tc", "hdr", "ftr", "txbxContent", "sdtContent"))
_OPENING, _CLOSING = re.compile(r"\{[{%#]"), re.compile(r"[}%#]\}")
_IN_WORDS = {
    "instrText": "the code of a field",
    "instr": "the code of a field",
    "delText": "deleted text",
    "descr": "the description of a picture",
    "alias": "the title of a content control",
    "tooltip": "the tooltip of a link",
}
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHOWN = 40


def parse(xml: bytes) -> Element:
    """The tree of a part that passed `package.open_package`. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    return etree.fromstring(xml, parser)


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag in the tree: a processing instruction that stands for the Jinja source in its place.

    `raw` is the tag as written, `words` those of its paragraph. `is_whole`: it took the place of a paragraph or row.
    """

    node: Element
    source: str
    raw: str
    words: str
    is_whole: bool = False

    @property
    def statement(self) -> str:
        """`if`, `elif`, `else`, `endif`, `for` or `endfor`; empty where the tag prints."""
        return self.source.split()[1] if self.source.startswith("{%") else ""


def field_texts(root: Element) -> set[Element]:
    """The texts within fields: Word shows none of a field's code, and writes its result anew."""
    found = {text for simple in root.iter(f"{W}fldSimple") for text in simple.iter(f"{W}t")}
    depth = 0
    for element in root.iter(f"{W}fldChar", f"{W}t"):
        if element.tag == f"{W}t":
            if depth:
                found.add(element)
        else:
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
    return found


def misplaced(text: Element, kind: Kind | None, *, is_body: bool) -> str:
    """Why what is printed at this text would not be seen as it should; empty if it may stand there."""
    if kind not in (Kind.VALUE, Kind.TEXT, Kind.PICTURE) or not is_body:
        return ""
    around = list(text.iterancestors())
    if any(element.tag not in _PLAIN for element in around):
        return "prints an answer in a text box, a link or the like, where it could stand twice or unseen; move it out"
    if any(_hides(element) for element in around):
        return (
            "stands where Word shows nothing or other words: hidden text, a merged cell, or a content control of"
            " another kind; move it"
        )
    return ""


def _hides(element: Element) -> bool:
    if element.tag == f"{W}r":
        return _is_on(element.find(f"{W}rPr/{W}vanish")) or _is_on(element.find(f"{W}rPr/{W}webHidden"))
    if element.tag == f"{W}tr":
        return _is_on(element.find(f"{W}trPr/{W}hidden"))
    if element.tag == f"{W}tc":
        merged = [element.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge")]
        return any(mark is not None and mark.get(f"{W}val") != "restart" for mark in merged)
    if element.tag == f"{W}sdt":
        kinds = ("{*}dataBinding", *(f"{W}{name}" for name in _PLAIN_CONTROLS))
        return any(element.find(f"{W}sdtPr/{kind}") is not None for kind in kinds)
    return False


def _is_on(mark: Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val", "on") not in ("0", "false", "off")


def misnested(marks: Iterable[Mark]) -> Iterator[tuple[Mark, str]]:
    """Statements that open in one paragraph, cell or content control and go on in another."""
    opened: list[Mark] = []
    for mark in marks:
        if mark.statement in ("if", "for"):
            opened.append(mark)
        elif mark.statement and opened:
            first = opened.pop() if mark.statement.startswith("end") else opened[-1]
            if mark.node.getparent() is not first.node.getparent():
                places = "different paragraphs, table cells or content controls"
                way_out = "put each in a paragraph of its own, beside one another, as in {%p if draft %}"
                yield mark, f"the tags {first.raw} and {mark.raw} stand in {places}; {way_out}"


def emptied(marks: Iterable[Mark]) -> Iterator[tuple[Mark, str]]:
    """Tags that may leave a table cell, header or the like without the paragraph that it must have."""
    numbered = {mark.node: mark for mark in marks}
    seen = set()
    for mark in numbered.values():
        holder = mark.node.getparent() if mark.is_whole else None
        if holder is None or holder.tag not in _HOLDERS or holder in seen:
            continue
        seen.add(holder)
        if holder.tag == f"{W}tbl":
            if not _keeps(holder, f"{W}tr", numbered):
                yield mark, f"the tag {mark.raw} may leave its table without a row; add a heading row above it"
        elif not _keeps(holder, f"{W}p", numbered) or (holder.tag == f"{W}tc" and holder[-1].tag != f"{W}p"):
            what = "table cell, header, text box or content control"
            yield mark, f"the tag {mark.raw} may leave its {what} without a paragraph; add an empty one at its end"


def _keeps(holder: Element, wanted: str, marks: Mapping[Element, Mark]) -> bool:
    """Whether a paragraph or row of it stands between no tags."""
    depth = 0
    for child in holder:
        statement = marks[child].statement if child in marks else ""
        depth += (statement in ("if", "for")) - statement.startswith("end")
        if child.tag == wanted and depth == 0:
            return True
    return False


def repeated(root: Element, marks: Iterable[Mark]) -> Iterator[tuple[Mark, str]]:
    """Loops around a picture or content control, whose id may stand in a letter once."""
    numbered = {mark.node: mark for mark in marks}
    loop: Mark | None = None
    for element in root.iter():
        if element in numbered:
            mark = numbered[element]
            loop = mark if mark.statement == "for" else None if mark.statement == "endfor" else loop
        elif loop is not None and element.tag in (f"{W}sdtPr", PICTURE):
            what = "content control" if element.tag == f"{W}sdtPr" else "picture"
            yield loop, f"the tag {loop.raw} would repeat a {what}, which may stand in a letter once; take it out"
            loop = None


def left_over(root: Element) -> Iterator[str]:
    """A message for each tag of a story that stands outside its text."""
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        is_text = element.tag == f"{W}t" and next(element.iterancestors(f"{W}p"), None) is not None
        found = [(name, "" if is_text else element.text), (name, element.tail)]
        for key, value in element.attrib.items():
            local = etree.QName(key).localname
            found.append((name if local == "val" else local, value))
        for what, words in found:
            if words and (match := _OPENING.search(words)):
                shown = _shown(words[match.start() :])
                yield f"the tag {shown} stands outside the text, in {_IN_WORDS.get(what, what)}, where none is filled"


def left_over_elsewhere(parts: Mapping[str, bytes], stories: Iterable[str]) -> Iterator[str]:
    """A message for each part with a tag, other than the body, the headers and the footers."""
    for name, data in parts.items():
        if name in stories or not name.lower().endswith(XML_NAMES) or not (b"{" in data or b"&#" in data):
            continue
        try:
            root = parse(data)
        except etree.XMLSyntaxError:
            yield f"the part {name} is damaged; open the template in Word and save it again"
            continue
        texts = ["".join(root.itertext())]
        texts += [value for element in root.iter(etree.Element) for value in element.attrib.values()]
        for words in texts:
            if match := _OPENING.search(words):
                shown = _shown(words[match.start() :])
                what = "the document's properties" if name.startswith("docProps/") else name
                yield f"the tag {shown} stands in {what}, where none is filled; move it to the text or a header"


def _shown(words: str) -> str:
    """The tag at the beginning of these words, or as much of it as a message can hold."""
    end = _CLOSING.search(words, 2, _SHOWN)
    return words[: end.end() if end else _SHOWN]
