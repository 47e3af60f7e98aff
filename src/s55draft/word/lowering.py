"""A story of a template (body, header, footer) → Jinja source that prints finished Word XML.

Tags are cut out of their runs here, so that an answer can stand in its own content control and the run's look is kept.
What a `{%p %}` or `{%tr %}` tag takes with it is docxtpl's to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from lxml import etree

from s55draft.context import Kind
from s55draft.word.marks import LABEL_TAG
from s55draft.word.places import (
    PICTURE,
    TRACKED,
    W_URI,
    Element,
    Mark,
    W,
    emptied,
    field_texts,
    left_over,
    misnested,
    misplaced,
    parse,
    repeated,
)
from s55draft.word.runs import Pieces, gather, xml_of
from s55draft.word.tags import BRACES, Scope, Tag, TagError, find_tags

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
_MAX_TAGS = 500
"""In one story. A letter's body has some 70."""
_MAX_PARAGRAPH = 20_000
_MAX_HOLDERS = 400_000
_SHOWN = 78
_TARGET = "s55tag"
_MARKED = re.compile(rf"<\?{_TARGET} (\d+)\?>")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
_BETWEEN = "<s55next/>"
_TEXT_ONLY = frozenset(f"{W}{name}" for name in ("rPr", "t", "tab", "lastRenderedPageBreak", "proofErr"))
_LABEL = frozenset(f"{W}{name}" for name in ("r", "hyperlink", "smartTag", "sdt"))
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_BEFORE_TAG = (f"{W}rPr", f"{W}alias")
_TICK_BOX = "checklist[].box"
_MAY_BE_A_SENTENCE = ("recommendations_state", "areas_for_improvement_state", "chief_constable.comments")
"""Texts in whose place the layout may put a sentence of its own, which has no control and no paragraph to run on in."""

Read = list[tuple[str, Tag | None]]
"""The tags of a paragraph, as written and as understood; a comment means nothing."""


@dataclass(slots=True)
class Looks:
    """XML of the template that a rendered answer takes over, by number."""

    runs: list[str] = field(default_factory=list)
    """Run properties."""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    """Paragraph properties, and the runs of the label that stands before an answer that runs on."""

    ids: int = 1_000_000
    """The last id given to a picture or content control of the template; the writer's own begin at 1."""

    def next_id(self) -> str:
        """An id for a picture or content control of the template."""
        self.ids += 1
        return str(self.ids)

    def run(self, xml: str) -> int:
        """The number of these run properties."""
        if xml not in self.runs:
            self.runs.append(xml)
        return self.runs.index(xml)


@dataclass(slots=True)
class Lowered:
    """What came of a story: its Jinja source, the names it prints, and its faults with the paragraphs' words.

    The source is empty where the part can stay as it is.
    """

    source: str
    printed: set[str]
    faults: list[str]


def lower(xml: bytes, looks: Looks, *, is_body: bool) -> Lowered:
    """Lowers a story that passed `package.open_package`. Its faults come all at once."""
    try:
        root = parse(xml)
    except etree.XMLSyntaxError:
        return Lowered("", set(), ["the part is damaged; open the template in Word and save it again"])
    story = _Story(root, looks, is_body=is_body)
    story.read()
    faults = story.faults()
    has_own = _set_apart(root, looks)
    if faults or not (story.marks or has_own):
        return Lowered("", story.scope.printed, faults)
    source = etree.tostring(_with_namespaces(root), encoding="unicode")
    if re.search(r"\{[{%#]", source):
        return Lowered("", story.scope.printed, ["a tag stands where none is filled"])
    source = _MARKED.sub(lambda mark: story.marks[int(mark[1])].source, source)
    return Lowered('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + source, story.scope.printed, [])


class _Story:
    """Reads one story's paragraphs in order and puts marks where Jinja is to stand.

    A mark is a processing instruction: no template brings any, since `parse` drops them.
    """

    def __init__(self, root: Element, looks: Looks, *, is_body: bool) -> None:
        self.scope = Scope()
        self.marks: list[Mark] = []
        self._root = root
        self._looks = looks
        self._is_body = is_body
        self._faults: list[str] = []
        self._crowded: set[Element] = set()
        self._whole: list[tuple[str, Mark]] = []
        self._field_texts = field_texts(root)
        self._tags = 0

    def read(self) -> None:
        if next(self._root.iter(*TRACKED), None) is not None:
            self._faults.append("there are tracked changes; accept or reject them all, on the Review tab of Word")
        if next(self._root.iter(f"{W}commentReference"), None) is not None:
            self._faults.append("there are comments, which every letter would show; delete them on the Review tab")
        own: dict[Element, list[Element]] = {}
        for text in self._root.iter(f"{W}t"):
            paragraph = next(text.iterancestors(f"{W}p"), None)
            if paragraph is not None:
                own.setdefault(paragraph, []).append(text)
        for paragraph, texts in own.items():
            self._read(paragraph, texts)
            if self._tags > _MAX_TAGS:
                self._faults = [f"there are more than {_MAX_TAGS} tags; a letter has some 70"]
                return
        self._check_with_docxtpl()

    def faults(self) -> list[str]:
        """All that is wrong with the story."""
        out = self._faults if self._tags > _MAX_TAGS else [*self._faults, *self.scope.unclosed()]
        if not out:
            found = (*misnested(self.marks), *emptied(self.marks), *repeated(self._root, self.marks))
            out = [_in_paragraph(message, mark.words) for mark, message in found]
        return [*out, *left_over(self._root)]

    def _fault(self, message: str, words: str) -> None:
        self._faults.append(_in_paragraph(message, words))

    def _read(self, paragraph: Element, texts: list[Element]) -> None:
        words = "".join(text.text or "" for text in texts)
        if len(words) > _MAX_PARAGRAPH:
            self._fault(f"a paragraph has {len(words)} characters, which is more than any letter's", words)
            return
        if BRACES.search(words) is None:
            return
        try:
            spans = find_tags(words)
        except TagError as fault:
            self._fault(str(fault), words)
            return
        self._tags += len(spans)
        tags = self._understood([words[start:end] for start, end in spans], words)
        holders = gather(texts, spans)
        if len(tags) == len(spans) and not self._any_misplaced(tags, holders, words):
            self._place(paragraph, words, tags, holders)

    def _understood(self, raws: list[str], words: str) -> Read:
        """The tags of a paragraph; fewer than there are if some say what they may not."""
        tags: Read = []
        for raw in raws:
            try:
                tags.append((raw, self.scope.read(raw.translate(_QUOTES))))
            except TagError as fault:
                self._fault(str(fault), words)
        return tags

    def _any_misplaced(self, tags: Read, holders: list[Element], words: str) -> bool:
        found = [(raw, self._misplaced(text, tag)) for (raw, tag), text in zip(tags, holders, strict=True)]
        for raw, message in found:
            if message:
                self._fault(f"the tag {raw} {message}", words)
        return any(message for _, message in found)

    def _misplaced(self, text: Element, tag: Tag | None) -> str:
        parent = text.getparent()
        if len(text) or parent is None or parent.tag != f"{W}r":
            return "stands in a part that Word did not write; type it again"
        if text in self._field_texts:
            return "stands in a field, and Word will put words of its own in its place; move it out of the field"
        if tag is not None and tag.full_name == _TICK_BOX and not self._is_body:
            return "prints a box to tick, which only the body of a letter can hold"
        return misplaced(text, tag.kind if tag else None, is_body=self._is_body)

    def _place(self, paragraph: Element, words: str, tags: Read, holders: list[Element]) -> None:
        alone = next(((raw, tag) for raw, tag in tags if tag is not None and tag.prefix in ("p", "tr")), None)
        if alone and not self._place_alone(paragraph, words, *alone):
            return
        answer = next(((raw, tag) for raw, tag in tags if tag and tag.kind in (Kind.TEXT, Kind.PICTURE)), None)
        if answer:
            self._place_run_on(paragraph, words, tags, *answer)
            return
        coming = iter(tags)
        for run in dict.fromkeys(text.getparent() for text in holders):
            if run is not None:
                self._cut_run(run, coming, words)

    def _place_alone(self, paragraph: Element, words: str, raw: str, tag: Tag) -> bool:
        """A tag that stands for its whole paragraph or table row; True if its paragraph stays, around fixed words."""
        holder = next(paragraph.iterancestors(f"{W}tr"), None) if tag.prefix == "tr" else paragraph
        if holder is None:
            self._fault(f"the tag {raw} must stand in a table row", words)
        elif words.strip() != raw or holder in self._crowded or not _holds_nothing_else(holder, raw):
            self._crowded.add(holder)
            what = "table row" if tag.prefix == "tr" else "paragraph"
            self._fault(f"the tag {raw} must stand alone in its {what}; what stands beside it would be lost", words)
        elif tag.kind is None:
            self._replace(holder, tag.prefix, f"{{% {tag.source} %}}", raw, words)
        elif tag.prefix != "p" or tag.kind is Kind.VALUE:
            self._fault(f"the tag {raw} prints one line; write {{{{ {tag.name} }}}}", words)
        elif tag.kind is Kind.WORD:
            return True
        elif not self._is_body:
            self._fault(f"the tag {raw} prints a whole answer, which only the body of a letter can hold", words)
        else:
            method = "picture" if tag.kind is Kind.PICTURE else "passages"
            self._replace(holder, "p", f"{{{{ writer.{method}({tag.source}) }}}}", raw, words)
        return False

    def _place_run_on(self, paragraph: Element, words: str, tags: Read, raw: str, tag: Tag) -> None:
        """A long answer whose first paragraph runs on behind a label."""
        behind_label = words.rstrip().endswith(raw) and words.strip() != raw and len(tags) == 1
        if not self._is_body or tag.kind is Kind.PICTURE or not behind_label:
            way_out = f"write {{{{p {tag.name} }}}}, alone in its paragraph, or last behind a label"
            self._fault(f"the tag {raw} prints paragraphs; {way_out}", words)
            return
        if tag.full_name in _MAY_BE_A_SENTENCE:
            self._fault(f"the tag {raw} may print a sentence of the layout; write {{{{p {tag.name} }}}}, alone", words)
            return
        properties = paragraph.find(f"{W}pPr")
        label = ""
        for child in list(paragraph):
            if child.tag in _LABEL:
                for text in child.iter(f"{W}t"):
                    text.text = (text.text or "").replace(raw, "")
                label += xml_of(child)
            if child is not properties:
                paragraph.remove(child)
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = raw
        self._looks.paragraphs.append((xml_of(properties), label))
        look = len(self._looks.paragraphs) - 1
        self._replace(paragraph, "p", f"{{{{ writer.run_on({tag.source}, {look}) }}}}", raw, words)

    def _replace(self, holder: Element, prefix: str, source: str, raw: str, words: str) -> None:
        """Puts a mark in place of a paragraph or row that holds nothing but a tag."""
        parent = holder.getparent()
        if parent is None:
            self._fault(f"the tag {raw} stands where no text can stand", words)
            return
        for text in holder.iter(f"{W}t"):
            text.text = f"{source[:2]}{prefix} {source[3:]}" if text.text and text.text.strip() else ""
        node = self._new_mark(source, raw, words, is_whole=True)
        node.tail = holder.tail
        parent.replace(holder, node)
        holder.tail = None
        self._whole.append((etree.tostring(holder, encoding="unicode"), self.marks[-1]))

    def _check_with_docxtpl(self) -> None:
        """A tag takes its paragraph or row with it as docxtpl has it: a template means the same there."""
        if not self._whole:
            return
        if sum(len(xml) for xml, _ in self._whole) > _MAX_HOLDERS:
            self._faults.append(
                "the paragraphs with tags are larger than any letter; copy the text into a new document"
            )
            return
        made = DocxTemplate("").patch_xml(_BETWEEN.join(xml for xml, _ in self._whole)).split(_BETWEEN)
        for number, (_, mark) in enumerate(self._whole):
            if len(made) != len(self._whole) or made[number] != mark.source:
                self._fault(
                    f"the tag {mark.raw} must stand alone in a plain paragraph; type it anew in one", mark.words
                )
                return

    def _cut_run(self, run: Element, coming: Iterator[tuple[str, Tag | None]], words: str) -> None:
        """Replaces a run with tags by runs without, and marks between them; words are printed in place."""
        pieces = Pieces(run)
        for child in list(run):
            if child.tag == f"{W}t":
                at = 0
                held = child.text or ""
                for start, end in find_tags(held):
                    pieces.add_words(held[at:start])
                    self._add_tag(pieces, *next(coming), words)
                    at = end
                pieces.add_words(held[at:])
            elif child is not pieces.properties:
                pieces.add_child(child)
        pieces.put_in_place()

    def _add_tag(self, pieces: Pieces, raw: str, tag: Tag | None, words: str) -> None:
        if tag is None:
            return
        if tag.kind is Kind.WORD:
            pieces.add_mark_in_text(self._new_mark(f"{{{{ {tag.source} }}}}", raw, words))
        elif tag.kind is Kind.VALUE:
            look = self._looks.run(xml_of(pieces.properties))
            method = "value" if self._is_body else "plain"
            pieces.add_mark(self._new_mark(f"{{{{ writer.{method}({tag.source}, {look}) }}}}", raw, words))
        else:
            pieces.add_mark(self._new_mark(f"{{% {tag.source} %}}", raw, words))

    def _new_mark(self, source: str, raw: str, words: str, *, is_whole: bool = False) -> Element:
        node = etree.ProcessingInstruction(_TARGET, str(len(self.marks)))
        self.marks.append(Mark(node, source, raw, words, is_whole))
        return node


def _in_paragraph(message: str, words: str) -> str:
    shown = " ".join(words[: 2 * _SHOWN].split())
    shown = f"{shown[: _SHOWN - 1]}\u2026" if len(shown) > _SHOWN else shown
    return f"{message} (in the paragraph \u201c{shown}\u201d)"


def _holds_nothing_else(holder: Element, raw: str) -> bool:
    """Whether a paragraph or row has no text but the tag, no picture or break, and ends no section."""
    if "".join(text.text or "" for text in holder.iter(f"{W}t")).strip() != raw:
        return False
    if next(holder.iter(f"{W}sectPr", _FORMULA), None) is not None:
        return False
    return all(child.tag in _TEXT_ONLY for run in holder.iter(f"{W}r") for child in run)


def _set_apart(root: Element, looks: Looks) -> bool:
    """Gives the template's own pictures and content controls ids that the writer never gives out.

    Its controls are named as labels are, so that no reader takes one for an answer. Returns whether there were any.
    """
    pictures = list(root.iter(PICTURE))
    controls = list(root.iter(f"{W}sdtPr"))
    for picture in pictures:
        picture.set("id", looks.next_id())
    for block in root.iter(f"{W}p", f"{W}tr"):
        for name in ("paraId", "textId"):
            block.attrib.pop(f"{{{NAMESPACES['w14']}}}{name}", None)
    for control in controls:
        for name, value in (("id", looks.next_id()), ("tag", LABEL_TAG)):
            for old in control.findall(f"{W}{name}"):
                control.remove(old)
            new = etree.Element(f"{W}{name}")
            new.set(f"{W}val", value)
            control.insert(sum(child.tag in _BEFORE_TAG for child in control), new)
    return bool(pictures or controls)


def _with_namespaces(root: Element) -> Element:
    """The root with every prefix that the writer uses."""
    lacking = {prefix: uri for prefix, uri in NAMESPACES.items() if root.nsmap.get(prefix) != uri}
    ignorable = f"{{{NAMESPACES['mc']}}}Ignorable"
    prefixes = root.get(ignorable, "").split()
    if lacking:
        nsmap = dict(root.nsmap)
        nsmap.update(lacking)
        whole = etree.Element(root.tag, nsmap=nsmap)
        for key, value in root.attrib.items():
            whole.set(key, value)
        whole.extend(list(root))
        root = whole
    if "w14" not in prefixes:
        root.set(ignorable, " ".join([*prefixes, "w14"]))
    return root
