"""A letter read back before it gets its name: does it hold exactly what the answers say?

Shares nothing with the writer but the standard library's zip and XML parser.
"""

import functools
import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.parsers import expat

from s55draft.context import Passage, TickBox, Value
from s55draft.inline import Run, Runs
from s55draft.markup import Blocks, ListBlock, block_texts, runs_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DOCUMENT = "word/document.xml"
_KEPT = "customXml/item55.xml"
"""What the program keeps for itself in a letter: well-formed, and nothing in it is shown."""
_EACH_ITS_OWN = (
    _DOCUMENT,
    "word/_rels/document.xml.rels",
    "docProps/core.xml",
    "docProps/custom.xml",
)
_VALUE, _ID, _CONTROL_PROPERTIES = f"{_W}val", f"{_W}id", f"{_W}sdtPr"
_STYLE, _PARAGRAPH_STYLE, _RUN_STYLE = f"{_W}style", f"{_W}pStyle", f"{_W}rStyle"
_LIST, _USED_LIST, _PICTURE = f"{_W}num", f"{_W}numId", f"{_WP}docPr"
_COLLECTED = {
    _STYLE: f"{_W}styleId",
    _LIST: f"{_W}numId",
    _PARAGRAPH_STYLE: _VALUE,
    _RUN_STYLE: _VALUE,
    _USED_LIST: _VALUE,
    _PICTURE: "id",
}
"""Elements that define or use something, with the attribute that names it."""
_PLAIN = frozenset(
    f"{_W}{name}"
    for name in (
        *("p", "pPr", "r", "rPr", "t", "tab", "br", "sdt", "sdtPr", "sdtContent", "tag", "alias", "id"),
        *("bookmarkStart", "bookmarkEnd"),
    )
)
"""Elements of which a letter has many, and that never name a relationship."""
_TAG_BRACES = re.compile(r"\{\{|\{%|\{#")
_LABEL = "label"
_RUN, _TEXT, _CONTROL, _HYPERLINK = f"{_W}r", f"{_W}t", f"{_W}sdt", f"{_W}hyperlink"
_PARAGRAPH, _CONTENT, _TAG, _TAG_PATH = f"{_W}p", f"{_W}sdtContent", f"{_W}tag", f"{_W}sdtPr/{_W}tag"
_CHECKED = f"{_W14}checkbox/{_W14}checked"
_SHOWN = {f"{_W}tab": "\t", f"{_W}br": "\n"}
_SILENT = (f"{_W}pPr", _CONTROL_PROPERTIES, f"{_W}bookmarkStart", f"{_W}bookmarkEnd")


class Found(NamedTuple):
    """A content control of the letter, as read back."""

    tag: str
    texts: list[str]
    links: list[tuple[str, str]]
    ticked: bool | None


class _Part(NamedTuple):
    """A part of the letter as read back: what it defines and what it refers to."""

    root: Element
    relationships: tuple[str, ...]
    """Ids of relationships that its elements name."""
    styles: frozenset[str]
    lists: frozenset[str]
    used_styles: frozenset[str]
    used_lists: frozenset[str]
    controls: tuple[str, ...]
    pictures: tuple[str, ...]


def _read(data: bytes) -> _Part:
    root = ET.fromstring(data)  # noqa: S314 - our own bytes
    values: dict[str, list[str]] = {kind: [] for kind in _COLLECTED}
    relationships: list[str] = []
    for element in root.iter():
        kind = element.tag
        if kind in values:
            values[kind].append(element.get(_COLLECTED[kind], ""))
        elif kind not in _PLAIN and element.attrib:
            relationships += [value for key, value in element.items() if key.startswith(_R)]
    numbers = [control.find(_ID) for control in root.iter(_CONTROL_PROPERTIES)]
    return _Part(
        root,
        tuple(relationships),
        styles=frozenset(values[_STYLE]),
        lists=frozenset(values[_LIST]),
        used_styles=frozenset(values[_PARAGRAPH_STYLE] + values[_RUN_STYLE]),
        used_lists=frozenset(values[_USED_LIST]),
        controls=tuple("none" if number is None else number.get(_VALUE, "") for number in numbers),
        pictures=tuple(values[_PICTURE]),
    )


_read_again = functools.lru_cache(maxsize=64)(_read)
"""As `_read`, for the parts that are alike in letter after letter: parsed once for each content."""


def verify(letter: bytes, answers: Sequence[Value | Passage | TickBox]) -> list[str]:
    """What is wrong with a letter, answer by answer; an empty list if nothing is."""
    try:
        with zipfile.ZipFile(io.BytesIO(letter)) as archive:
            names = archive.namelist()
            data = {name: archive.read(name) for name in names}
        parts = {
            name: (_read if name in _EACH_ITS_OWN else _read_again)(content)
            for name, content in data.items()
            if name.endswith((".xml", ".rels")) and name != _KEPT
        }
        if _KEPT in data:
            expat.ParserCreate().Parse(data[_KEPT], True)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, expat.ExpatError) as exc:
        return [f"the letter cannot be read back: {exc}"]
    faults = [f"the part {name} stands in the file twice" for name, count in Counter(names).items() if count > 1]
    faults += _relationships(data, parts)
    faults += _references(parts)
    if _DOCUMENT not in parts:
        return [*faults, "the letter has no document"]
    controls = list(_controls(parts[_DOCUMENT].root, _link_targets(parts)))
    faults += _answers(controls, answers)
    faults += _left_tags({name: part.root for name, part in parts.items() if b"{" in data[name]}, answers)
    return faults


def _relationships(data: Mapping[str, bytes], parts: Mapping[str, _Part]) -> Iterator[str]:
    """Relationships that lead nowhere, and ids that no relationship has (ECMA-376 Part 2, 9.3)."""
    known: dict[str, set[str]] = {}
    for name, part in parts.items():
        if not name.endswith(".rels"):
            continue
        folder, base = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        ids = known.setdefault(owner, set())
        for item in part.root:
            if item.get("Id") in ids:
                yield f"{name}: the id {item.get('Id')} is used twice"
            ids.add(item.get("Id", ""))
            target = item.get("Target", "")
            if item.get("TargetMode") == "External":
                continue
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
            if (target.lstrip("/") if target.startswith("/") else beside) not in data:
                yield f"{name}: {target} is not in the letter"
    for name, part in parts.items():
        for number in part.relationships:
            if number not in known.get(name, ()):
                yield f"{name}: the relationship {number} does not exist"


def _references(parts: Mapping[str, _Part]) -> Iterator[str]:
    """Ids that are used twice; styles and lists that are used and not defined."""
    styles = frozenset[str]().union(*(part.styles for part in parts.values()))
    lists = frozenset[str]().union(*(part.lists for part in parts.values()), ("0",))
    for name, part in parts.items():
        yield from (f"{name}: the style {style} is not defined" for style in sorted(part.used_styles - styles))
        yield from (f"{name}: the list {number} is not defined" for number in sorted(part.used_lists - lists))
    for what, ids in (
        ("control", Counter(number for part in parts.values() for number in part.controls)),
        ("picture", Counter(number for part in parts.values() for number in part.pictures)),
    ):
        yield from (f"the {what} id {number} is used {count} times" for number, count in ids.items() if count > 1)


def _link_targets(parts: Mapping[str, _Part]) -> dict[str, str]:
    part = parts.get("word/_rels/document.xml.rels")
    return (
        {}
        if part is None
        else {item.get("Id", ""): item.get("Target", "") for item in part.root if item.get("TargetMode") == "External"}
    )


def _controls(root: Element, targets: Mapping[str, str]) -> Iterator[Found]:
    for control in root.iter(_CONTROL):
        properties, content = control.find(_CONTROL_PROPERTIES), control.find(_CONTENT)
        if properties is None or content is None:
            continue
        tag = properties.find(_TAG)
        name = tag.get(_VALUE, "") if tag is not None else ""
        if name == _LABEL:
            continue
        box = properties.find(_CHECKED)
        ticked = None if box is None else box.get(f"{_W14}val") == "1"
        paragraphs = list(content.iter(_PARAGRAPH)) or [content]
        links: list[tuple[str, str]] = []
        texts = [_text(paragraph, targets, links) for paragraph in paragraphs]
        yield Found(name, texts, links, ticked)


def _text(element: Element, targets: Mapping[str, str], links: list[tuple[str, str]]) -> str:
    """The text of a paragraph or run, its links noted."""
    kind = element.tag
    if kind == _RUN:
        return "".join([(part.text or "") if part.tag == _TEXT else _SHOWN.get(part.tag, "") for part in element])
    if kind in _SILENT:
        return ""
    if kind == _CONTROL:
        tag = element.find(_TAG_PATH)
        if tag is not None and tag.get(_VALUE) == _LABEL:
            return ""
    text = "".join([_text(child, targets, links) for child in element])
    if kind == _HYPERLINK:
        links.append((text, targets.get(element.get(f"{_R}id", ""), "")))
    return text


def _answers(controls: list[Found], answers: Sequence[Value | Passage | TickBox]) -> Iterator[str]:
    found: dict[str, list[Found]] = {}
    for control in controls:
        found.setdefault(control.tag, []).append(control)
    for answer in answers:
        held = found.pop(answer.path, [])
        if len(held) != 1:
            yield f"{answer.path}: stands in the letter {len(held)} times instead of once"
            continue
        yield from _compared(held[0], answer)
    yield from (f"{tag}: stands in the letter but not in the answers" for tag in found)
    yield from _out_of_order([control.tag for control in controls], [answer.path for answer in answers])


def _compared(held: Found, answer: Value | Passage | TickBox) -> Iterator[str]:
    if isinstance(answer, TickBox):
        if held.ticked is not answer.ticked:
            yield f"{answer.path}: the box is {'' if held.ticked else 'not '}ticked in the letter"
        return
    wanted = list(block_texts(answer.blocks)) if isinstance(answer, Passage) else [runs_text(answer.runs)]
    if held.texts != wanted:
        differing = next(
            (i for i, (a, b) in enumerate(zip(held.texts, wanted, strict=False)) if a != b),
            min(len(held.texts), len(wanted)),
        )
        yield f"{answer.path}: paragraph {differing + 1} in the letter is not what the answers say"
    links = list(_wanted_links(answer.blocks if isinstance(answer, Passage) else answer.runs))
    if _joined(held.links) != _joined(links):
        yield f"{answer.path}: the links in the letter are not those of the answers"


def _wanted_links(within: Blocks | Runs) -> Iterator[tuple[str, str]]:
    for part in within:
        if isinstance(part, ListBlock):
            for item in part.items:
                yield from _wanted_links(item.runs)
                yield from _wanted_links(item.lists)
        elif isinstance(part, Run):
            if part.url is not None:
                yield part.text, part.url
        else:
            yield from _wanted_links(part.runs)


def _joined(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Links with the parts of one that changes its look put together."""
    out: list[tuple[str, str]] = []
    for text, url in links:
        if out and out[-1][1] == url:
            out[-1] = (out[-1][0] + text, url)
        else:
            out.append((text, url))
    return out


def _out_of_order(tags: list[str], wanted: list[str]) -> Iterator[str]:
    """Entries of one kind stand in the order of the answers."""
    place = {tag: number for number, tag in enumerate(tags)}
    last: dict[str, str] = {}
    for tag in wanted:
        kind = re.sub(r"\[.*\]", "[]", tag)
        if kind in last and place.get(tag, 0) < place.get(last[kind], 0):
            yield f"{tag}: stands before {last[kind]} in the letter"
        last[kind] = tag


def _left_tags(trees: Mapping[str, Element], answers: Sequence[Value | Passage | TickBox]) -> Iterator[str]:
    """Braces of a template that no answer holds."""
    said: set[str] | None = None
    for name, root in trees.items():
        for paragraph in root.iter(f"{_W}p"):
            text = "".join(part.text or "" for part in paragraph.iter(f"{_W}t"))
            if _TAG_BRACES.search(text) is None:
                continue
            if said is None:
                said = {words for answer in answers for words in _words(answer) if _TAG_BRACES.search(words)}
            for words in sorted(said, key=len, reverse=True):
                text = text.replace(words, "")
            if _TAG_BRACES.search(text):
                yield f"{name}: a template tag is left in '{text[:60]}'"


def _words(answer: Value | Passage | TickBox) -> Iterator[str]:
    if isinstance(answer, TickBox):
        yield answer.title
        return
    for text in block_texts(answer.blocks) if isinstance(answer, Passage) else [runs_text(answer.runs)]:
        yield from re.split(r"[\t\n]", text)
        yield text.replace("\t", "").replace("\n", "")
