"""Answers → Word XML, as text (ECMA-376 Part 1, 17).

Analysis. Word keeps one paragraph's text in runs `w:r`; a tab and a line break inside it are elements of their own, and
`w:t` loses its outer spaces unless `xml:space="preserve"` stands on it. A content control is `w:sdt`: around paragraphs
when it holds any length of text, around runs when it holds one line. Its `w:tag` is the answer's path; its `w:alias` is
the title that people see. Ids must differ in the whole document. A numbered list starts anew with a `w:num` of its own
whose `w:lvlOverride` says where (17.9.8); lists of the second level start anew by themselves under each first one, and
get a `w:num` too, so that they may begin at any number.
"""

import re
from collections.abc import Iterable, Iterator

from s55draft.context import Passage, Passages, Picture, TickBox, Value
from s55draft.inline import Run, Runs
from s55draft.markup import Block, Heading, ListBlock, Paragraph
from s55draft.word.marks import LABEL_TAG, bookmark_ends, bookmarked
from s55draft.word.pictures import PictureFile, read_picture
from s55draft.word.template import Template

REPEATED = "repeated"
MINOR_HEADING = "s55-minor-heading"
"""Stands for a style id until the levels of the headings before it are known."""
_TICKED, _NOT_TICKED = "00FE", "00A8"
_EMU_PER_CM = 360_000
_PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_LOGO_CM = (7.0, 3.0)
_SHORT_TITLE = 60


def xml_text(text: str) -> str:
    """The text as XML character data."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def xml_attribute(text: str) -> str:
    """The text as an XML attribute's value, line ends and tabs included."""
    return xml_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def text_elements(text: str) -> str:
    """`w:t`, `w:tab` and `w:br` for a run's text."""
    if "\t" not in text and "\n" not in text:
        return _text_element(text)
    out = ""
    for part in re.split(r"([\t\n])", text):
        if part == "\t":
            out += "<w:tab/>"
        elif part == "\n":
            out += "<w:br/>"
        elif part:
            out += _text_element(part)
    return out


def _text_element(text: str) -> str:
    kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f"<w:t{kept}>{xml_text(text)}</w:t>"


class Writer:
    """Writes the answers of one letter; keeps count of its ids, links and numbered lists."""

    def __init__(self, template: Template) -> None:
        self.links: dict[str, str] = {}
        """Relationship ids by address."""
        self.list_starts: list[tuple[int, int]] = []
        """Level (0 or 1) and first number of each numbered list, in order."""
        self.pictures: list[PictureFile] = []
        self._template = template
        self._ids = 0

    def passages(self, value: Passages | str | None) -> str:
        """`{{p name }}`: each passage in a content control of its own; a plain sentence as a paragraph."""
        if not value:
            return ""
        if isinstance(value, str):
            return self.paragraph(value)
        return "".join(self._passage(passage) for passage in value)

    def paragraph(self, words: str) -> str:
        """Fixed words as a paragraph."""
        return self._paragraph((Run(words),), self._template.styles["paragraph"])

    def run_on(self, value: Passages | None, look: int) -> str:
        """A long answer that runs on behind a label, which is a locked control of its own inside."""
        out = ""
        for passage in value or ():
            properties, label = self._template.paragraph_looks[look]
            first, *rest = passage.blocks
            if isinstance(first, Paragraph) and not rest:
                runs = self._runs(first.runs, awaited=passage.awaited)
                out += f"<w:p>{properties}{label}{self._control(passage.path, passage.title, runs)}</w:p>"
                continue
            if not isinstance(first, Paragraph):
                control = self._control(passage.path, passage.title, self._blocks(passage.blocks, passage))
                out += f"<w:p>{properties}{label}</w:p>{control}"
                continue
            number = self._next_id()
            start, end = bookmark_ends(passage.path, number)
            words = self._runs(first.runs, awaited=passage.awaited)
            inner = f"<w:p>{properties}{self._label(label)}{start}{words}</w:p>{self._blocks(rest, passage)}"
            out += self._bare_control(passage.path, passage.title, number, inner) + end
        return out

    def value(self, value: Value | TickBox | None, look: int) -> str:
        """`{{ name }}` in the body: one line in a content control inside the paragraph."""
        if value is None:
            return ""
        if isinstance(value, TickBox):
            return self._tick_box(value)
        runs = self._runs(value.runs, self._template.run_looks[look], awaited=value.awaited)
        return self._control(value.path, value.title, runs)

    def plain(self, value: Value | None, look: int) -> str:
        """`{{ name }}` in a header or footer: the line without a control, links as plain words."""
        if value is None:
            return ""
        return self._runs(
            tuple(run._replace(url=None) for run in value.runs), self._template.run_looks[look], awaited=False
        )

    def picture(self, value: Picture | None) -> str:
        """The office's logo in a paragraph; nothing where there is none."""
        if value is None:
            return ""
        picture = read_picture(value.path).beside(self._template.parts)
        self.pictures.append(picture)
        width, height = picture.fitted(*(int(cm * _EMU_PER_CM) for cm in _LOGO_CM))
        number, alt = self._next_id(), xml_attribute(value.alt)
        extent = f'cx="{width}" cy="{height}"'
        style = f'<w:pPr><w:pStyle w:val="{self._template.styles["logo"]}"/></w:pPr>'
        return (
            f'<w:p>{style}<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="{number}" name="Logo" descr="{alt}"/>'
            f'<a:graphic><a:graphicData uri="{_PICTURE_URI}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="Logo" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{picture.relationship_id}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    def _passage(self, passage: Passage) -> str:
        """An answer's paragraphs in their control; the only paragraph of an answer holds the control inside it."""
        first = passage.blocks[0]
        if not passage.again and len(passage.blocks) == 1 and isinstance(first, Paragraph):
            control = self._control(passage.path, passage.title, self._runs(first.runs, awaited=passage.awaited))
            return f'<w:p><w:pPr><w:pStyle w:val="{self._template.styles["paragraph"]}"/></w:pPr>{control}</w:p>'
        inner = self._blocks(passage.blocks, passage)
        return inner if passage.again else self._control(passage.path, passage.title, inner)

    def _control(self, tag: str, title: str, inner: str) -> str:
        """A content control (17.5.2) around paragraphs or runs, and the bookmark around that."""
        number = self._next_id()
        return bookmarked(tag, number, self._bare_control(tag, title, number, inner))

    def _label(self, label: str) -> str:
        """Fixed words within an answer's control."""
        lock = '<w:lock w:val="sdtContentLocked"/>'
        return self._bare_control(LABEL_TAG, "Label", self._next_id(), label, lock)

    def _bare_control(self, tag: str, title: str, number: int, inner: str, more: str = "") -> str:
        short = title if len(title) <= _SHORT_TITLE else f"{title[: _SHORT_TITLE - 1].rstrip()}\u2026"
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{xml_attribute(short)}"/><w:tag w:val="{xml_attribute(tag)}"/>'
            f'<w:id w:val="{number}"/>{more}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        )

    def _tick_box(self, box: TickBox) -> str:
        """A check box that Word ticks (MS-DOCX 2.6.1.6), with the symbols of Word's own font for it."""
        short, number = box.title[:_SHORT_TITLE], self._next_id()
        return bookmarked(
            box.path,
            number,
            f'<w:sdt><w:sdtPr><w:alias w:val="{xml_attribute(short)}"/><w:tag w:val="{xml_attribute(box.path)}"/>'
            f'<w:id w:val="{number}"/><w14:checkbox><w14:checked w14:val="{int(box.ticked)}"/>'
            f'<w14:checkedState w14:val="{_TICKED}" w14:font="Wingdings"/>'
            f'<w14:uncheckedState w14:val="{_NOT_TICKED}" w14:font="Wingdings"/></w14:checkbox></w:sdtPr><w:sdtContent>'
            f'<w:r><w:sym w:font="Wingdings" w:char="F{(_TICKED if box.ticked else _NOT_TICKED)[1:]}"/></w:r>'
            "</w:sdtContent></w:sdt>",
        )

    def _blocks(self, blocks: Iterable[Block], passage: Passage) -> str:
        styles = self._template.styles
        out: list[str] = []
        blocks = tuple(blocks)
        for block, following in zip(blocks, (*blocks[1:], None), strict=False):
            if isinstance(block, ListBlock):
                out.extend(self._list(block, 0, passage))
            elif isinstance(block, Heading):
                out.append(self._paragraph(block.runs, MINOR_HEADING))
            else:
                runs = _bold(block.runs) if passage.again else block.runs
                keep = isinstance(following, ListBlock)
                out.append(self._paragraph(runs, styles["paragraph"], keep_next=keep, awaited=passage.awaited))
        return "".join(out)

    def _list(self, block: ListBlock, level: int, passage: Passage) -> Iterator[str]:
        kind = "bullet" if block.start is None else "number"
        style = self._template.styles[kind if level == 0 else f"{kind}_2"]
        number = ""
        if block.start is not None:
            self.list_starts.append((level, block.start))
            identity = list_number_id(len(self.list_starts))
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>'
        for item in block.items:
            runs = _bold(item.runs) if passage.again else item.runs
            yield self._paragraph(runs, style, number, keep_next=bool(item.lists))
            for under in item.lists:
                yield from self._list(under, 1, passage)

    def _paragraph(
        self, runs: Runs, style: str, number: str = "", *, keep_next: bool = False, awaited: bool = False
    ) -> str:
        keep = "<w:keepNext/>" if keep_next else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{number}</w:pPr>{self._runs(runs, awaited=awaited)}</w:p>'

    def _runs(self, runs: Runs, look: str = "", *, awaited: bool) -> str:
        out = ""
        for run in runs:
            properties = self._run_properties(run, look, awaited=awaited)
            if properties:
                properties = f"<w:rPr>{properties}</w:rPr>"
            xml = f"<w:r>{properties}{text_elements(run.text)}</w:r>"
            out += xml if run.url is None else self._hyperlink(run.url, xml)
        return out

    def _run_properties(self, run: Run, look: str, *, awaited: bool) -> str:
        """Inner XML of `w:rPr`, in the schema's order; the template's own look comes first where it does not clash."""
        if awaited:
            return f'<w:rStyle w:val="{self._template.styles["placeholder"]}"/>'
        inner = look.removeprefix("<w:rPr>").removesuffix("</w:rPr>") if look != "<w:rPr/>" else ""
        if not (run.bold or run.italic or run.raised or run.url):
            return inner
        role = "hyperlink" if run.url else "bold" if run.bold else "italic" if run.italic else ""
        marks = (
            f'<w:rStyle w:val="{self._template.styles[role]}"/>' if role else "",
            "<w:b/><w:bCs/>" if run.bold and role != "bold" else "",
            "<w:i/><w:iCs/>" if run.italic and role != "italic" else "",
            '<w:vertAlign w:val="superscript"/>' if run.raised else "",
        )
        return _merged(inner, "".join(marks))

    def _hyperlink(self, url: str, xml: str) -> str:
        relationship = self.links.setdefault(url, f"rIdLink{len(self.links) + 1}")
        tip = xml_attribute(_tooltip(url))
        return f'<w:hyperlink r:id="{relationship}" w:tooltip="{tip}" w:history="1">{xml}</w:hyperlink>'


_TOOLTIP_LENGTH = 250


def _tooltip(url: str) -> str:
    return url.removeprefix("mailto:")[:_TOOLTIP_LENGTH]


def list_number_id(ordinal: int) -> int:
    """The `w:numId` of a letter's numbered lists, counted from 1; above any that a template holds."""
    return 1000 + ordinal


def _bold(runs: Runs) -> Runs:
    return tuple(run._replace(bold=True) for run in runs)


_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
]
_PROPERTY = re.compile(r"<w:(\w+)\b[^>]*/>")


def _merged(look: str, marks: str) -> str:
    """Run properties of the template with a run's own marks put over them, in the schema's order (17.3.2.28)."""
    found = {match[1]: match[0] for match in _PROPERTY.finditer(look + marks)}
    return "".join(found[name] for name in _ORDER if name in found)
