"""Styles of a document: what each says of its text, with what it inherits (ECMA-376 Part 1, 17.7)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from s55draft.word.reader.names import Element, W, is_on, tree, value

_HEADING = re.compile(r"heading ([1-9])")
_BUILT_IN_HEADING = re.compile(r"[Hh]eading ?([1-9])")
_LIST_STYLE = re.compile(r"list (?:bullet|number) ([2-5])")
_MOST_ANCESTORS = 30


class Style(NamedTuple):
    """What a style says, its ancestors' words included. `heading` is a heading's level, 0 for a title."""

    name: str = ""
    num_id: str = ""
    level: str = ""
    bold: bool = False
    italic: bool = False
    heading: int | None = None

    @property
    def list_level(self) -> int | None:
        """The level that the name of a list style says: 1 for `List Bullet 2`."""
        found = _LIST_STYLE.fullmatch(self.name.lower())
        return int(found[1]) - 1 if found else None


NO_STYLE = Style()


class Styles:
    """The styles of a document; each is worked out when it is first asked for."""

    def __init__(self, data: bytes | None) -> None:
        self._nodes: dict[str, Element] = {}
        self._known: dict[str, Style] = {"": NO_STYLE}
        self.default = ""
        """The id of the style of paragraphs that name none."""
        for node in tree(data).iter(f"{W}style") if data is not None else ():
            key = node.get(f"{W}styleId", "")
            self._nodes[key] = node
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true"):
                self.default = key

    def get(self, key: str) -> Style:
        """The style of that id; one that says nothing where there is none."""
        if key not in self._known:
            self._known[key] = _style(key, self._nodes) if key in self._nodes else NO_STYLE
        return self._known[key]


def _style(key: str, nodes: Mapping[str, Element]) -> Style:
    found, seen = Style(heading=_named_level(key, _BUILT_IN_HEADING)), set[str]()
    bold: bool | None = None
    italic: bool | None = None
    while key in nodes and key not in seen and len(seen) < _MOST_ANCESTORS:
        seen.add(key)
        node = nodes[key]
        number = node.find(f"{W}pPr/{W}numPr")
        name = value(node.find(f"{W}name"))
        bold = _said(node, "b") if bold is None else bold
        italic = _said(node, "i") if italic is None else italic
        found = Style(
            found.name or name,
            found.num_id or (value(number.find(f"{W}numId")) if number is not None else ""),
            found.level or (value(number.find(f"{W}ilvl")) if number is not None else ""),
            heading=found.heading if found.heading is not None else _level_of(node, name),
        )
        key = value(node.find(f"{W}basedOn"))
    return found._replace(bold=bool(bold), italic=bool(italic))


def _said(node: Element, name: str) -> bool | None:
    toggle = node.find(f"{W}rPr/{W}{name}")
    return None if toggle is None else is_on(toggle)


def _level_of(node: Element, name: str) -> int | None:
    """The level of a heading, by its name or its outline level (17.3.1.20)."""
    if name.lower() in ("title", "subtitle"):
        return 0
    named = _named_level(name.lower(), _HEADING)
    if named is not None:
        return named
    outline = value(node.find(f"{W}pPr/{W}outlineLvl"))
    return int(outline) + 1 if outline in set("012345678") else None


def _named_level(name: str, form: re.Pattern[str]) -> int | None:
    found = form.fullmatch(name)
    return int(found[1]) if found else None
