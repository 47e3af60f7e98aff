"""What stands in one paragraph: runs, links, fields, tracked changes, and controls within it (ECMA-376 Part 1, 17.3).

Each piece of text has a holder: the innermost control with a tag, or None.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from s55draft.cleaning import clean
from s55draft.inline import Run, is_link_target
from s55draft.word.reader.document import Kind
from s55draft.word.reader.holders import Holder, Holders
from s55draft.word.reader.names import MC, VALUE, Element, R, W, is_on, words_in
from s55draft.word.reader.remarks import Remarks
from s55draft.word.reader.styles import NO_STYLE, Style, Styles

_NEAR = 40
_FIELD_LINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"(?:.*?\\l\s+"([^"]+)")?', re.DOTALL)
_LETTER_OF = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
_TICKS = {
    "wingdings": {"A8": "☐", "6F": "☐", "FC": "✓", "FE": "☑", "FD": "☒", "FB": "✗", "78": "☒"},
    "wingdings 2": {"A3": "☐", "50": "✓", "52": "☑", "54": "☒", "4F": "✗"},
    "segoe ui symbol": {},
}
"""Boxes and ticks of Word's symbol fonts, by code, and the letters that everybody has for them."""
_BULLET = {"symbol": {"B7": "•"}, "wingdings": {"A7": "▪"}}
_PRIVATE = {0xF000 + int(code, 16): letter for code, letter in (*_TICKS["wingdings"].items(), ("B7", "•"), ("A7", "▪"))}
"""The same where a program writes them as letters of Unicode's private area."""


def letter_of_symbol(font: str, code: str) -> str:
    """The letter that everybody has for a symbol, by its code in hexadecimal digits; empty where there is none."""
    bare = code.upper().removeprefix("F0").removeprefix("00")
    return _TICKS.get(font.lower(), {}).get(bare) or _BULLET.get(font.lower(), {}).get(bare) or ""


class Piece(NamedTuple):
    """Text of one look, and who holds it. `is_placeholder`: it has the style of placeholders."""

    run: Run
    holder: Holder | None = None
    is_placeholder: bool = False


class Fields:
    """Fields that are open: their code is not text; what they show is, with its link if it is one."""

    def __init__(self) -> None:
        self._open: list[list[str] | str | None] = []
        self._codes = 0
        """How many of them show nothing yet."""
        self._links: list[str] = []

    @property
    def in_code(self) -> bool:
        """Whether what comes now is code, or what a field within a code shows."""
        return self._codes > 0

    @property
    def link(self) -> str | None:
        """The address of the innermost link that is open."""
        return self._links[-1] if self._links else None

    def mark(self, kind: str) -> None:
        """A field begins, shows what it stands for, or ends."""
        if kind == "begin":
            self._open.append([])
            self._codes += 1
        elif kind == "separate" and self._open and isinstance(self._open[-1], list):
            link = link_of("".join(self._open[-1]))
            self._open[-1] = link
            self._codes -= 1
            self._links += [] if link is None else [link]
        elif kind == "end" and self._open:
            self._end()

    def _end(self) -> None:
        ended = self._open.pop()
        if isinstance(ended, list):
            self._codes -= 1
        elif ended is not None:
            self._links.pop()

    def add(self, code: str) -> None:
        """Goes on with a code."""
        held = self._open[-1] if self._open else None
        if isinstance(held, list):
            held.append(code)

    def end_paragraph(self) -> None:
        """A code that goes on over the paragraph's end is none; what follows is text."""
        while self.in_code:
            self._end()


def link_of(code: str) -> str | None:
    """The address in the code of a field HYPERLINK."""
    found = _FIELD_LINK.search(code)
    if found is None:
        return None
    address = _with_place(found[1], found[2])
    return address if is_link_target(address) else None


def _with_place(address: str, place: str | None) -> str:
    """The address with its place in the page, which Word keeps apart (17.16.22, 17.16.5.25)."""
    return f"{address}#{place}" if place and "#" not in address else address


class RunReader:
    """Reads what stands in paragraphs."""

    def __init__(self, styles: Styles, links: dict[str, str], remarks: Remarks, holders: Holders) -> None:
        self._styles = styles
        self._links = links
        self._remarks = remarks
        self._holders = holders
        self._fields = Fields()
        self._by_tag: dict[str, Callable[[Element, str | None], Iterator[Piece]]] = {
            f"{W}r": self._run,
            f"{W}hyperlink": self._hyperlink,
            f"{W}sdt": self._control,
            f"{W}fldSimple": self._simple_field,
            f"{W}ins": self._inserted,
            f"{W}moveTo": self._inserted,
            f"{W}del": self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{W}smartTag": self.pieces,
            f"{W}customXml": self.pieces,
            f"{W}dir": self.pieces,
            f"{W}bdo": self.pieces,
            f"{MC}AlternateContent": self._alternate,
            f"{W}bookmarkStart": self._mark,
            f"{W}bookmarkEnd": self._mark,
            f"{W}commentRangeStart": self._commented,
        }

    def paragraph(self, node: Element) -> list[Piece]:
        """The pieces of a paragraph."""
        found = list(self.pieces(node, None))
        self._fields.end_paragraph()
        return found

    def pieces(self, holder: Element, url: str | None) -> Iterator[Piece]:
        """The pieces of whatever holds runs."""
        for node in holder:
            tag = str(node.tag)
            read = self._by_tag.get(tag)
            if read is not None:
                yield from read(node, url)
            elif tag.endswith(("}oMath", "}oMathPara")):
                self._remarks.add(Kind.FORMULA, "A formula was left out", "".join(node.itertext()))

    def _hyperlink(self, node: Element, _url: str | None) -> Iterator[Piece]:
        target = self._links.get(node.get(f"{R}id", ""))
        if target is not None:
            target = _with_place(target, node.get(f"{W}anchor"))
        if target is not None and not is_link_target(target):
            what = f"A link to {target[:_NEAR]} was taken as plain words"
            self._remarks.add(Kind.LINK, what, words_in(node))
            target = None
        yield from self.pieces(node, target)

    def _control(self, node: Element, url: str | None) -> Iterator[Piece]:
        content = node.find(f"{W}sdtContent")
        if content is None:
            return
        with self._holders.control(node):
            yield from self.pieces(content, url)

    def _simple_field(self, node: Element, url: str | None) -> Iterator[Piece]:
        yield from self.pieces(node, link_of(node.get(f"{W}instr", "")) or url)

    def _inserted(self, node: Element, url: str | None) -> Iterator[Piece]:
        self._remarks.add_change(Kind.INSERTION, node, words_in(node))
        yield from self.pieces(node, url)

    def _deleted(self, node: Element, _url: str | None) -> Iterator[Piece]:
        self._remarks.add_change(Kind.DELETION, node, words_in(node, "delText", "t"))
        return iter(())

    def _alternate(self, node: Element, url: str | None) -> Iterator[Piece]:
        """The newer of two forms of the same thing (Part 3, 7.5)."""
        if node.find(f".//{W}r") is not None and not _is_drawn(node):
            choice = node.find(f"{MC}Choice")
            yield from self.pieces(choice if choice is not None else node, url)
        else:
            self._drawing(node)

    def _mark(self, node: Element, _url: str | None) -> Iterator[Piece]:
        self._holders.mark(node)
        return iter(())

    def _commented(self, node: Element, _url: str | None) -> Iterator[Piece]:
        following = node.getnext()
        words = words_in(following) if following is not None else ""
        self._remarks.add_comment(node.get(f"{W}id", ""), words)
        return iter(())

    def _run(self, node: Element, url: str | None) -> Iterator[Piece]:
        if self._holders.in_box():
            return
        properties = node.find(f"{W}rPr")
        style, look = NO_STYLE, Run("")
        if properties is not None and len(properties):
            style, hidden, look = self._look(properties)
            if hidden:
                self._remarks.add(Kind.HIDDEN, "Hidden text was left out", words_in(node))
                return
        holder = self._holders.innermost()
        is_placeholder = style.name.lower() == "placeholder text"
        for child in node:
            text = self._text_of(child)
            if text and not self._fields.in_code:
                run = Run(text, look.bold, look.italic, look.raised, url or self._fields.link)
                yield Piece(run, holder, is_placeholder)

    def _look(self, properties: Element) -> tuple[Style, bool, Run]:
        style, said, hidden, raised = NO_STYLE, {}, False, False
        for node in properties:
            tag = node.tag
            if tag == f"{W}rStyle":
                style = self._styles.get(node.get(VALUE, ""))
            elif tag in (f"{W}b", f"{W}i", f"{W}strike", f"{W}dstrike"):
                said[tag] = is_on(node)
            elif tag == f"{W}vanish":
                hidden = is_on(node)
            elif tag == f"{W}vertAlign":
                raised = node.get(VALUE) == "superscript"
            elif tag == f"{W}position":  # LibreOffice's form of it, in a file that was a web page
                raised = raised or node.get(VALUE, "")[:1] in set("123456789")
            elif tag == f"{W}rPrChange":
                self._remarks.add_change(Kind.FORMATTING, node, "")
        if said.get(f"{W}strike") or said.get(f"{W}dstrike"):
            self._struck(properties.getparent(), hidden=hidden)
        bold, italic = said.get(f"{W}b", style.bold), said.get(f"{W}i", style.italic)
        return style, hidden, Run("", bold, italic, raised)

    def _struck(self, run: Element | None, *, hidden: bool) -> None:
        words = "" if run is None else words_in(run)
        if words.strip() and not hidden:
            what = "Words struck through were taken as any others; to take them out, delete them"
            self._remarks.add(Kind.STRUCK, what, words)

    def _text_of(self, child: Element) -> str:
        tag = child.tag
        if tag == f"{W}t":
            text = child.text or ""
            return clean(text if text.isascii() else text.translate(_PRIVATE)).text
        if tag in _LETTER_OF:
            return _LETTER_OF[tag]
        if tag == f"{W}fldChar":
            self._field(child)
        elif tag == f"{W}instrText":
            self._fields.add(child.text or "")
        elif tag == f"{W}sym":
            return self._symbol(child)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._remarks.add_note(child)
        elif tag == f"{W}commentReference":
            self._remarks.add_comment(child.get(f"{W}id", ""), "")
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"):
            self._drawing(child)
        return ""

    def _field(self, node: Element) -> None:
        kind = node.get(f"{W}fldCharType", "")
        box = node.find(f"{W}ffData/{W}checkBox")
        if kind == "begin" and box is not None:
            ticked = box.find(f"{W}checked")
            name = node.find(f"{W}ffData/{W}name")
            default = is_on(box.find(f"{W}default"))
            self._holders.add_field_box(name, ticked=default if ticked is None else is_on(ticked))
        self._fields.mark(kind)

    def _symbol(self, node: Element) -> str:
        known = letter_of_symbol(node.get(f"{W}font", ""), node.get(f"{W}char", ""))
        if not known:
            self._remarks.add(Kind.SYMBOL, "A symbol of a special font was left out")
        return known

    def _drawing(self, node: Element) -> None:
        boxed = next(node.iter(f"{W}txbxContent"), None)
        if boxed is None or not words_in(boxed).strip():
            title = next((part.get("descr") or part.get("name") or "" for part in node.iter() if _is_title(part)), "")
            self._remarks.add(Kind.PICTURE, "A picture was left out", text=title)
        else:
            words = " ".join(filter(None, (words_in(par) for par in boxed.iter(f"{W}p"))))
            self._remarks.add(Kind.TEXT_BOX, "A text box was left out", words)


def _is_drawn(node: Element) -> bool:
    return any(next(node.iter(f"{W}{name}"), None) is not None for name in ("drawing", "pict", "object"))


def _is_title(node: Element) -> bool:
    return isinstance(node.tag, str) and node.tag.endswith("}docPr")
