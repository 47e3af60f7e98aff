"""A story of a template (body, header, footer) → Jinja source that prints finished Word XML.

Tags inside a paragraph are cut out of their runs here, so that an answer can stand in its own content control and the
run's look is kept. What a `{%p %}` or `{%tr %}` tag takes with it is left to docxtpl's own rules.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from lxml import etree

from s55draft.context import Kind
from s55draft.word.tags import BRACES, TAG, Scope, Tag, TagFault

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_URI}}}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {
    "w": W_URI,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
"""Prefixes that the writer uses, and that each story must declare."""
_MARK = "s55tag"
_MARKED = re.compile(rf"<{_MARK} n=\"(\d+)\"/>")
_DECLARATION = re.compile(r"\sxmlns:\w+=\"[^\"]*\"")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
_HEADING = re.compile(r"heading \d", re.IGNORECASE)

Element = etree._Element  # noqa: SLF001 - lxml's public type has no other name


@dataclass(slots=True)
class Looks:
    """XML of the template that a rendered answer takes over, by number."""

    runs: list[str] = field(default_factory=list)
    """Run properties."""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    """Paragraph properties, and the runs of the label that stands before an answer that runs on."""

    def run(self, xml: str) -> int:
        """The number of these run properties."""
        if xml not in self.runs:
            self.runs.append(xml)
        return self.runs.index(xml)


@dataclass(slots=True)
class Lowered:
    """What came of a story: its Jinja source, the names it prints, and its faults with the paragraphs' words."""

    source: str
    printed: set[str]
    faults: list[str]


def lower(xml: bytes, looks: Looks, *, is_body: bool) -> Lowered:
    """Lowers a story that passed `package.open_package`. Its faults come all at once."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as exc:
        return Lowered("", set(), [f"the file is damaged: {exc.msg}"])
    if etree.QName(root).namespace != W_URI:
        return Lowered("", set(), ["the file is in the Strict form of Open XML; save it as a Word Document (.docx)"])
    story = _Story(looks, is_body=is_body)
    for paragraph in list(root.iter(f"{W}p")):
        story.read(paragraph)
    story.faults += story.scope.unclosed()
    if story.faults:
        return Lowered("", story.scope.printed, story.faults)
    source = etree.tostring(_with_namespaces(root), encoding="unicode")
    source = DocxTemplate("").patch_xml(source)
    source = _MARKED.sub(lambda mark: story.marks[int(mark[1])], source)
    return Lowered('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + source, story.scope.printed, [])


class _Story:
    """Reads one story's paragraphs in order and puts marks where Jinja is to stand."""

    def __init__(self, looks: Looks, *, is_body: bool) -> None:
        self.scope = Scope()
        self.faults: list[str] = []
        self.marks: list[str] = []
        self._looks = looks
        self._is_body = is_body

    def read(self, paragraph: Element) -> None:
        texts = [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p"), None) is paragraph]
        words = "".join(text.text or "" for text in texts)
        if BRACES.search(words) is None:
            return
        leftover = BRACES.search(TAG.sub("", words))
        if leftover is not None:
            self._fault(f"the tag with '{leftover[0]}' is not closed, or was never opened", words)
            return
        _gather(texts, words)
        tags = []
        for match in TAG.finditer(words):
            try:
                tags.append((match[0], self.scope.read(match[0].translate(_QUOTES))))
            except TagFault as fault:
                self._fault(str(fault), words)
                return
        self._place(paragraph, words, tags)

    def _fault(self, message: str, words: str) -> None:
        shown = " ".join(words.split())
        self.faults.append(f"{message} (in the paragraph \u201c{shown[:77] + '…' if len(shown) > 78 else shown}\u201d)")

    def _place(self, paragraph: Element, words: str, tags: list[tuple[str, Tag | None]]) -> None:
        alone = [tag for _, tag in tags if tag is not None and tag.prefix in ("p", "tr")]
        if alone:
            self._place_alone(paragraph, words, tags, alone[0])
            return
        texts = [(raw, tag) for raw, tag in tags if tag is not None and tag.kind in (Kind.TEXT, Kind.PICTURE)]
        if texts:
            self._place_run_on(paragraph, words, tags, *texts[0])
            return
        for run in [run for run in paragraph.iter(f"{W}r") if next(run.iterancestors(f"{W}p"), None) is paragraph]:
            self._cut_run(run, tags)

    def _place_alone(self, paragraph: Element, words: str, tags: list[tuple[str, Tag | None]], tag: Tag) -> None:
        """A tag that stands for its whole paragraph or table row."""
        holder = next(paragraph.iterancestors(f"{W}tr"), None) if tag.prefix == "tr" else paragraph
        if holder is None:
            self._fault(f"the tag {tags[0][0]} must stand in a table row", words)
            return
        held = "".join(text.text or "" for text in holder.iter(f"{W}t"))
        if held.strip() != tags[0][0] or any(True for _ in holder.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
            what = "table row" if tag.prefix == "tr" else "paragraph"
            self._fault(
                f"the tag {tags[0][0]} must stand alone in its {what}; what stands beside it would be lost", words
            )
            return
        if tag.kind is None:
            statement = f"{{%{tag.prefix} {tag.source} %}}"
        elif tag.prefix == "p" and tag.kind in (Kind.TEXT, Kind.PICTURE, Kind.WORD):
            if not self._is_body and tag.kind is not Kind.WORD:
                self._fault(
                    f"the tag {tags[0][0]} prints a whole answer, which only the body of a letter can hold", words
                )
                return
            method = {Kind.TEXT: "passages", Kind.PICTURE: "picture", Kind.WORD: "paragraph"}[tag.kind]
            statement = f"{{{{p writer.{method}({tag.source}) }}}}"
        else:
            self._fault(f"the tag {tags[0][0]} prints one line; write {{{{ {tag.name} }}}}", words)
            return
        for text in list(holder.iter(f"{W}t")):
            text.text = statement if text.text and text.text.strip() else ""

    def _place_run_on(
        self, paragraph: Element, words: str, tags: list[tuple[str, Tag | None]], raw: str, tag: Tag
    ) -> None:
        """A long answer whose first paragraph runs on behind a label."""
        if (
            not self._is_body
            or tag.kind is Kind.PICTURE
            or len(tags) > 1
            or not words.rstrip().endswith(raw)
            or words.strip() == raw
        ):
            self._fault(
                f"the tag {raw} prints paragraphs; write {{{{p {tag.name} }}}}, alone in its paragraph, or last behind a label",
                words,
            )
            return
        properties = paragraph.find(f"{W}pPr")
        label = ""
        for run in paragraph.iter(f"{W}r"):
            for text in run.iter(f"{W}t"):
                text.text = (text.text or "").replace(raw, "")
            label += _xml(run)
        self._looks.paragraphs.append((_xml(properties) if properties is not None else "", label))
        for child in list(paragraph):
            paragraph.remove(child)
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(
            run, f"{W}t"
        ).text = f"{{{{p writer.run_on({tag.source}, {len(self._looks.paragraphs) - 1}) }}}}"

    def _cut_run(self, run: Element, tags: list[tuple[str, Tag | None]]) -> None:
        """Replaces a run with tags by runs without, and marks between them; words are printed in place."""
        known = dict(tags)
        if not any(TAG.search(text.text or "") for text in run.iter(f"{W}t")):
            return
        properties = run.find(f"{W}rPr")
        pieces: list[Element] = []
        for child in run:
            if child.tag == f"{W}t":
                for part in re.split(f"({TAG.pattern})", child.text or "", flags=re.DOTALL):
                    if part:
                        self._add_part(pieces, part, known, properties)
            elif child is not properties:
                _open_run(pieces, properties).append(deepcopy(child))
        parent = run.getparent()
        assert parent is not None
        at = parent.index(run)
        pieces_tail = run.tail
        parent[at : at + 1] = pieces
        if pieces and pieces_tail:
            pieces[-1].tail = pieces_tail

    def _add_part(
        self, pieces: list[Element], part: str, known: dict[str, Tag | None], properties: Element | None
    ) -> None:
        if TAG.fullmatch(part) is None:
            _add_text(pieces, part, properties)
            return
        tag = known[part]
        if tag is None:
            return
        if tag.kind is Kind.WORD or tag.kind is Kind.FLAG:
            _add_text(pieces, f"{{{{ {tag.source} }}}}", properties)
        elif tag.kind is Kind.VALUE:
            look = self._looks.run(_xml(properties) if properties is not None else "")
            method = "value" if self._is_body else "plain"
            self._mark(pieces, f"{{{{ writer.{method}({tag.source}, {look}) }}}}")
        else:
            self._mark(pieces, f"{{% {tag.source} %}}")

    def _mark(self, pieces: list[Element], source: str) -> None:
        self.marks.append(source)
        mark = etree.Element(_MARK)
        mark.set("n", str(len(self.marks) - 1))
        pieces.append(mark)


def _gather(texts: list[Element], words: str) -> None:
    """Moves a tag that Word has spread over several runs into the first of them."""
    ends = []
    at = 0
    for text in texts:
        at += len(text.text or "")
        ends.append(at)
    owners = [0] * len(words)
    start = 0
    for number, end in enumerate(ends):
        owners[start:end] = [number] * (end - start)
        start = end
    for match in TAG.finditer(words):
        owners[match.start() : match.end()] = [owners[match.start()]] * len(match[0])
    kept: list[list[str]] = [[] for _ in texts]
    for character, owner in zip(words, owners, strict=True):
        kept[owner].append(character)
    for text, characters in zip(texts, kept, strict=True):
        text.text = "".join(characters)
        text.set(_XML_SPACE, "preserve")


def _open_run(pieces: list[Element], properties: Element | None) -> Element:
    """The run that further children may go into: the last piece, or a new one."""
    if not pieces or pieces[-1].tag == _MARK:
        run = etree.Element(f"{W}r")
        if properties is not None:
            run.append(deepcopy(properties))
        pieces.append(run)
    return pieces[-1]


def _add_text(pieces: list[Element], words: str, properties: Element | None) -> None:
    run = _open_run(pieces, properties)
    last = run[-1] if len(run) else None
    if last is None or last.tag != f"{W}t":
        last = etree.SubElement(run, f"{W}t")
        last.set(_XML_SPACE, "preserve")
    last.text = (last.text or "") + words


def _xml(element: Element) -> str:
    """The element's XML as it stands inside a story, where the prefixes are declared."""
    copied = deepcopy(element)
    copied.tail = None
    return _DECLARATION.sub("", etree.tostring(copied, encoding="unicode"))


def _with_namespaces(root: Element) -> Element:
    """The root with every prefix that the writer uses."""
    lacking = {prefix: uri for prefix, uri in NAMESPACES.items() if root.nsmap.get(prefix) != uri}
    ignorable = f"{{{NAMESPACES['mc']}}}Ignorable"
    prefixes = root.get(ignorable, "").split()
    if lacking:
        whole = etree.Element(root.tag, nsmap={**{k: v for k, v in root.nsmap.items() if k not in lacking}, **lacking})
        for key, value in root.attrib.items():
            whole.set(key, value)
        whole.extend(list(root))
        root = whole
    if "w14" not in prefixes:
        root.set(ignorable, " ".join([*prefixes, "w14"]))
    return root


def left_over_braces(parts: dict[str, bytes], lowered: set[str]) -> Iterator[str]:
    """A message for each part with a tag that nothing fills; in lowered parts, for tags outside of text."""
    for name, data in parts.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        text = data.decode("utf-8", "replace")
        if name in lowered:
            text = " ".join(re.findall(r"<[^>]*>", text)) + " ".join(
                re.findall(r"<w:(?:instrText|delText)[^>]*>([^<]*)<", text)
            )
        else:
            text = re.sub(r"<[^>]*>", "", text) + " ".join(re.findall(r"<[^>]*>", text))
        if "{{" in text or "{%" in text:
            place = "outside the text of" if name in lowered else "in"
            yield f"a tag stands {place} {name}, where no tag is filled; move it into the body, a header or a footer"
