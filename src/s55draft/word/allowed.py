"""What the parts of a Word file from outside may hold: elements, relationships and fields against lists.

Parts are read by expat, which keeps nothing and knows no depth, so that a hostile one costs no more than its length.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from s55draft.word.package import (
    CONTENT_TYPES,
    DOCUMENT,
    DOCUMENT_RELATIONSHIPS,
    PACKAGE_RELATIONSHIPS,
    XML_NAMES,
    Parts,
)

_MAX_ELEMENTS = 50_000
_MAX_DEPTH = 100
_MAX_ATTRIBUTES = 100
_MAX_NAMESPACES = 200
_NEW_DOCUMENT = "copy its text into a new document"
_EXPECTED = {
    "officeDocument": DOCUMENT,
    "core-properties": "docProps/core.xml",
    "custom-properties": "docProps/custom.xml",
}
"""Where Word puts the parts that a letter rewrites, by the relationship that leads there."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_VML = "urn:schemas-microsoft-com:vml"
_VML_OFFICE = "urn:schemas-microsoft-com:office:office"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PREFIXES = {_W: "w", _RELS: None, _TYPES: None}
"""The prefixes by which every office program writes these namespaces, and by which `render` finds its places."""
_ITEMS = (f"{_RELS} Relationship", f"{_TYPES} Override", f"{_TYPES} Default")
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_HARMLESS_NAMES = (".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp", ".odttf")
"""Pictures and embedded fonts."""
_OFFICE_KINDS = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
)
_RELATIONSHIPS = frozenset(
    (
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail"),
        *("classificationlabels", "styles", "stylesWithEffects", "numbering", "settings", "webSettings", "fontTable"),
        *("font", "theme", "header", "footer", "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds"),
        *(
            "commentsExtensible",
            "people",
            "glossaryDocument",
            "customXml",
            "customXmlProps",
            "image",
            "hdphoto",
            "hyperlink",
        ),
    )
)
"""The last words of the relationship types that a letter may have."""
_IN_WORDS = {
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "attachedTemplate": "a tie to another template",
    "aFChunk": "a file that Word would take in on opening",
    "subDocument": "a subdocument",
    "frame": "a frame of another file",
    "webextensiontaskpanes": "an add-in",
    "webextension": "an add-in",
    "extensibility": "buttons of its own",
    "keyMapCustomizations": "keys of its own",
    "origin": "a digital signature, which filling it in would break",
    "chart": "a chart, which draws on an embedded file",
    "diagramData": "a SmartArt drawing; save it as a picture",
}
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|\bvba", re.IGNORECASE)
_ACTIVE = frozenset(
    f"{_W} {name}" for name in ("altChunk", "subDoc", "control", "object", "mailMerge", "entryMacro", "exitMacro")
)
_ACTIVE_ANYWHERE = frozenset(("OLEObject", "webVideoPr"))
_FIELD_CODES = (f"{_W} instrText", f"{_W} delInstrText")
_NESTED = "{\N{HORIZONTAL ELLIPSIS}}"  # stands in a field's code for a field within
_FIELDS = frozenset(
    (
        *("=", "ADVANCE", "AUTHOR", "COMMENTS", "CREATEDATE", "DATE", "DOCPROPERTY", "EDITTIME", "EQ", "FILENAME"),
        *("FILESIZE", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "HYPERLINK", "IF", "INDEX", "KEYWORDS"),
        *("LASTSAVEDBY", "LISTNUM", "NOTEREF", "NUMCHARS", "NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE"),
        *("QUOTE", "REF", "REVNUM", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL"),
        *("TC", "TEMPLATE", "TIME", "TITLE", "TOC", "XE"),
    )
)
"""Fields that read nothing but the letter itself and the clock."""
_CODE = re.compile(r"=|[A-Za-z]+")
_ARGUMENT = re.compile(r"\"[^\"]*\"|\S+")
_WITH_ARGUMENT = ("\\l", "\\o", "\\s", "\\t")
"""Switches of the field HYPERLINK that an argument follows: a place in the letter, a tooltip, a frame."""


def related(parts: Mapping[str, bytes], owner: str, kind: str) -> list[str]:
    """The names of the parts that a part leads to by relationships of a kind, in order."""
    folder, base = posixpath.split(owner)
    name = f"{folder}/_rels/{base}.rels"
    return [_target(name, item) for item in _Part(name, parts.get(name, b"<none/>")).items if _kind(item) == kind]


def faults_of(parts: Parts) -> Iterator[str]:
    """A message for each thing that no letter has."""
    for needed in (CONTENT_TYPES, PACKAGE_RELATIONSHIPS, DOCUMENT, DOCUMENT_RELATIONSHIPS):
        if needed not in parts:
            yield f"this is no Word document as Word saves it: it lacks the part {needed}"
    room = _MAX_ELEMENTS
    for name, data in parts.items():
        if name.lower().endswith(XML_NAMES):
            part = _Part(name, data, room)
            room -= part.elements
            yield from part.faults
            if name == CONTENT_TYPES:
                yield from _types(part.items)
            elif name.lower().endswith(".rels"):
                yield from _relationships(name, part.items, parts)
        elif not name.lower().endswith(_HARMLESS_NAMES):
            yield (
                f"the part {name} can run or hide something; save the template without macros, controls and embedded"
                " files, and its pictures as PNG or JPEG"
            )


def _types(items: "list[_Item]") -> Iterator[str]:
    main = " ".join(item.target for item in items if item.name.lower() == f"/{DOCUMENT}")
    if any(_MACRO_TYPE.search(item.target) for item in items):
        yield "the template can run macros; save it as a Word Document (.docx), without macros"
    elif main.endswith(".template.main+xml"):
        yield "this is a Word template (.dotx); save it as a Word Document (.docx)"
    elif main != _MAIN_TYPE:
        yield f"this is no Word document as Word saves it: {DOCUMENT} is said to be something else"


def _relationships(name: str, items: "list[_Item]", parts: Parts) -> Iterator[str]:
    if name == PACKAGE_RELATIONSHIPS and all(_kind(item) != "officeDocument" for item in items):
        yield f"this is no Word document as Word saves it: {name} does not lead to {DOCUMENT}"
    for item in items:
        kind, target = _kind(item), _target(name, item)
        if kind not in _RELATIONSHIPS:
            what = _IN_WORDS.get(kind, f"something that no letter has, '{kind[-60:]}'")
            yield f"the template holds {what} ({name}); take it out in Word, or copy the text into a new document"
        elif item.external and kind == "hyperlink":
            yield from _bad_link(item.target, name)
        elif item.external:
            yield f"the template fetches its {kind} from elsewhere ({name}); put pictures into the file itself"
        elif target not in parts:
            yield f"the part {target[:80]} is missing, which {name} names; open the template in Word and save it again"
        elif kind in _EXPECTED and target != _EXPECTED[kind]:
            yield f"the template keeps in {target} what Word keeps in {_EXPECTED[kind]}; save it again in Word"


def _bad_link(address: str, name: str) -> Iterator[str]:
    if _LINK.match(address) is None:
        yield f"a link in {name} leads to {address[:60]!r}; links may lead to http:, https: and mailto:"


class _Item(NamedTuple):
    """A relationship, or the content type of a part. `target` is where it leads, or the type."""

    name: str
    kind: str
    target: str
    external: bool = False


def _kind(item: _Item) -> str:
    return item.kind.rpartition("/")[2] if item.kind.startswith(_OFFICE_KINDS) else item.kind


def _target(rels: str, item: _Item) -> str:
    """The name of the part that an internal relationship leads to."""
    if item.target.startswith("/"):
        return item.target.lstrip("/")
    owner_folder = posixpath.dirname(posixpath.dirname(rels))
    return posixpath.normpath(posixpath.join(owner_folder, item.target))


def _item(attributes: Mapping[str, str]) -> _Item:
    return _Item(
        attributes.get("PartName", ""),
        attributes.get("Type", ""),
        attributes.get("Target") or attributes.get("ContentType", ""),
        attributes.get("TargetMode") == "External",
    )


class _PartError(Exception):
    """Reading a part stops here. Its text is the message."""


@dataclass(slots=True)
class _Field:
    """A field that is open. Its code may stand in many runs, all beside the one that opened it."""

    place: int
    code: list[str] = field(default_factory=list)
    has_result: bool = False


class _Part:
    """A part of XML read from end to end: what a template may not hold, and what it says of other parts."""

    def __init__(self, name: str, data: bytes, room: int = _MAX_ELEMENTS) -> None:
        self.faults: list[str] = []
        self.items: list[_Item] = []
        self.elements = 0
        self._name = name
        self._room = room
        self._namespaces = 0
        self._path: list[tuple[str, int]] = []
        self._fields: list[_Field] = []
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.EndNamespaceDeclHandler = self._end_namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
            if self._fields:
                self._scattered()
        except _PartError as fault:
            self.faults.append(str(fault))
        except expat.ExpatError as exc:
            self.faults.append(f"the part {name} is damaged, or not in UTF-8 (line {exc.lineno})")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            raise _PartError(f"the part {self._name} is not in UTF-8")

    def _doctype(self, *_: object) -> None:
        raise _PartError(f"the part {self._name} declares a document type or entities, which a Word file never does")

    def _namespace(self, prefix: str | None, uri: str) -> None:
        self._namespaces += 1
        if self._namespaces > _MAX_NAMESPACES:
            raise _PartError(f"the part {self._name} names more namespaces than any letter needs; {_NEW_DOCUMENT}")
        if uri == _STRICT:
            raise _PartError("the template is in the Strict form of Open XML; save it as a Word Document (.docx)")
        if prefix != _PREFIXES.get(uri, prefix) or (prefix == "w" and uri != _W):
            raise _PartError(
                f"the part {self._name} was written by an unusual program; save the template again in Word"
            )

    def _end_namespace(self, _prefix: str | None) -> None:
        self._namespaces -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > self._room:
            raise _PartError(f"the template has more elements than any letter; {_NEW_DOCUMENT}")
        if len(self._path) >= _MAX_DEPTH or len(attributes) > _MAX_ATTRIBUTES:
            raise _PartError(f"the part {self._name} is nested deeper than any letter; {_NEW_DOCUMENT}")
        self._path.append((name, self.elements))
        if name.startswith(_W):
            self._start_word(name, attributes)
        elif name in _ITEMS:
            self.items.append(_item(attributes))
        elif name.startswith(_VML):
            if attributes.get("src") or attributes.get(f"{_VML_OFFICE} href"):
                self.faults.append(f"a picture in {self._name} is fetched from elsewhere; put it into the file itself")
            self.faults += _bad_link(attributes.get("href", "#"), self._name)
        elif name.rpartition(" ")[2] in _ACTIVE_ANYWHERE:
            self._refuse_active(name)

    def _start_word(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_W} fldChar":
            self._mark_field(attributes.get(f"{_W} fldCharType", ""))
        elif name == f"{_W} fldSimple":
            self._read_code(attributes.get(f"{_W} instr", ""))
        elif name in _ACTIVE:
            self._refuse_active(name)

    def _refuse_active(self, name: str) -> None:
        what = name.rpartition(" ")[2]
        self.faults.append(f"the part {self._name} holds something that can run or fetch ({what}); take it out in Word")

    def _end(self, _name: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._path[-1][0] in _FIELD_CODES:
            held = self._fields[-1] if self._fields else None
            if held is None or held.place != self._place() or held.has_result:
                self._scattered()
            else:
                held.code.append(text)

    def _place(self) -> int:
        """What holds the run that is being read; 0 where no run is."""
        return self._path[-3][1] if len(self._path) > 2 and self._path[-2][0] == f"{_W} r" else 0  # noqa: PLR2004

    def _mark_field(self, kind: str) -> None:
        held = self._fields[-1] if self._fields else None
        if kind == "begin":
            if held is not None and not held.has_result:
                held.code.append(_NESTED)
            self._fields.append(_Field(self._place()))
            if not self._fields[-1].place:
                self._scattered()
        elif held is None or kind not in ("separate", "end"):
            self._scattered()
        else:
            if not held.has_result:
                self._read_code("".join(held.code))
            held.has_result = True
            if kind == "end":
                self._fields.pop()

    def _scattered(self) -> None:
        raise _PartError(f"a field in {self._name} is put together from pieces; delete it and put it in again")

    def _read_code(self, code: str) -> None:
        """Fields are known by their first word (ECMA-376 Part 1, 17.16)."""
        code = code.strip()
        match = _CODE.match(code)
        name = match[0].upper() if match else ""
        if name not in _FIELDS and code:
            what = name or code[:20]
            self.faults.append(f"a field in {self._name} can read other files or programs ({what}); delete it")
        elif name == "HYPERLINK":
            arguments = iter(_ARGUMENT.findall(code[len(name) :]))
            for argument in arguments:
                if argument.lower() in _WITH_ARGUMENT:
                    next(arguments, None)
                elif not argument.startswith("\\"):
                    self.faults += _bad_link(argument.strip('"'), self._name)
