"""Which number a paragraph of a list has (ECMA-376 Part 1, 17.9).

All lists of one abstract numbering count on together; a list that says where it starts does so at its first paragraph
(17.9.26), and a paragraph of a higher level lets the lower levels begin again.
"""

from typing import NamedTuple

from s55draft.word.reader.names import Element, W, number_of, tree, value
from s55draft.word.reader.runs import letter_of_symbol
from s55draft.word.reader.styles import Style

_ABSTRACT = "abstract "
_LETTERS = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}


class Level(NamedTuple):
    """How one level of a list is numbered: its format, its first number, and the symbol of a bullet."""

    form: str = "bullet"
    start: int = 1
    mark: str = ""

    @property
    def is_lettered(self) -> bool:
        """Whether it is counted by letters or Roman numbers."""
        return self.form in _LETTERS


class Numbering:
    """The lists of one document, and how far each has counted."""

    def __init__(self, data: bytes | None) -> None:
        self._levels: dict[tuple[str, int], Level] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._style_levels: dict[str, int] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        if data is not None:
            self._read(tree(data))

    def _read(self, root: Element) -> None:
        for node in root.iter(f"{W}abstractNum"):
            self._read_levels(_ABSTRACT + node.get(f"{W}abstractNumId", ""), node)
        for num in root.iter(f"{W}num"):
            num_id, abstract = num.get(f"{W}numId", ""), value(num.find(f"{W}abstractNumId"))
            self._abstract[num_id] = _ABSTRACT + abstract
            for override in num.iter(f"{W}lvlOverride"):
                place = _place(override)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[num_id, place] = number_of(start, 1)
                self._read_levels(num_id, override)

    def _read_levels(self, num_id: str, holder: Element) -> None:
        for level in holder.iterchildren(f"{W}lvl"):
            place = _place(level)
            form = value(level.find(f"{W}numFmt")) or "decimal"
            self._levels[num_id, place] = Level(form, number_of(level.find(f"{W}start"), 1), _mark(level))
            style = value(level.find(f"{W}pStyle"))
            if style:
                self._style_levels[style] = place

    def place(self, properties: Element | None, style_id: str, style: Style) -> tuple[str, int]:
        """The list of a paragraph and its level in it, from 0; an empty id where it is in none."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        num_id = value(own.find(f"{W}numId")) if own is not None else ""
        level = value(own.find(f"{W}ilvl")) if own is not None else ""
        num_id = num_id or style.num_id
        if not num_id or num_id == "0":
            return "", 0
        if level.isdecimal():
            return num_id, int(level[:3])
        if style.list_level is not None:
            return num_id, style.list_level
        if style.level.isdecimal():
            return num_id, int(style.level[:3])
        return num_id, self._style_levels.get(style_id, 0)

    def level(self, num_id: str, level: int) -> Level:
        """How a level of a list is numbered."""
        own = self._levels.get((num_id, level))
        return own or self._levels.get((self._abstract.get(num_id, ""), level), Level())

    def count(self, num_id: str, level: int) -> int:
        """The number of the next paragraph of this level of a list."""
        together = self._abstract.get(num_id, num_id)
        key = (together, level)
        if (num_id, level) in self._starts and (num_id, level) not in self._begun:
            self._counts[key] = self._starts[num_id, level] - 1
        self._begun.add((num_id, level))
        self._counts[key] = self._counts.get(key, self.level(num_id, level).start - 1) + 1
        self.restart_below(num_id, level)
        return self._counts[key]

    def restart_below(self, num_id: str, level: int) -> None:
        """Lets the levels below begin again."""
        together = self._abstract.get(num_id, num_id)
        for deeper in range(level + 1, 9):
            self._counts.pop((together, deeper), None)


def _place(node: Element) -> int:
    text = node.get(f"{W}ilvl", "0")
    return int(text) if text.isdecimal() and len(text) == 1 else 0


def _mark(level: Element) -> str:
    """The symbol of a bullet, in letters that everybody has."""
    text, fonts = value(level.find(f"{W}lvlText")), level.find(f"{W}rPr/{W}rFonts")
    font = fonts.get(f"{W}ascii", "") if fonts is not None else ""
    return (letter_of_symbol(font, f"{ord(text):04X}") or text) if len(text) == 1 else ""
