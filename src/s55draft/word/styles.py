"""A template's styles by their role in letters, and the numbering of its lists (ECMA-376 Part 1, 17.7 and 17.9).

Analysis. Layouts name styles as people see them; Word knows them by ids, which differ with the language that a style
was made in. A style that is not there, or of another kind, is passed over by Word without a word.
"""

from collections.abc import Mapping

from lxml import etree

from s55draft.layout import Layout
from s55draft.word.allowed import related
from s55draft.word.package import DOCUMENT
from s55draft.word.places import Element, W, parse
from s55draft.word.template import HEADING_LEVELS

_CHARACTER_ROLES = ("bold", "italic", "hyperlink", "placeholder")
_DEEPEST = 20


class Styles:
    """The styles and lists of a template that passed `package.open_package`."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.numbering_part = next(iter(related(parts, DOCUMENT, "numbering")), "")
        part = next(iter(related(parts, DOCUMENT, "styles")), "")
        self._numbering = _parsed(parts.get(self.numbering_part))
        found = [] if (root := _parsed(parts.get(part))) is None else list(root.iter(f"{W}style"))
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}
        self._by_name = {_value(style, "name").lower(): style for style in found}

    def ids(self, layout: Layout, faults: list[str]) -> dict[str, str]:
        """Style ids by role, with `heading_1` and so on; what is not as the layout wants it goes to `faults`."""
        ids = {}
        wanted = {**layout.styles, **{f"heading_{level}": f"heading {level}" for level in HEADING_LEVELS}}
        for role, name in wanted.items():
            style = self._by_name.get(name.lower())
            kind = "character" if role in _CHARACTER_ROLES else "paragraph"
            if style is None:
                if role != "heading_6":
                    faults.append(f"the template lacks the style '{name}'; copy it from the house template")
            elif style.get(f"{W}type", "paragraph") != kind:
                faults.append(f"the style '{name}' is no {kind} style")
            elif self._hides(style):
                faults.append(f"the style '{name}' hides its text")
            else:
                ids[role] = style.get(f"{W}styleId", "")
        return ids

    def named(self, name: str, kind: str) -> str | None:
        """The id of a style by the name that people see; None if the template has none of that kind."""
        style = self._by_name.get(name.lower())
        return style.get(f"{W}styleId") if style is not None and style.get(f"{W}type", "paragraph") == kind else None

    def list_number(self, style_id: str) -> str | None:
        """The abstract numbering that a paragraph style counts by; None if it is tied to no numbered list."""
        numbers = [style.find(f"{W}pPr/{W}numPr/{W}numId") for style in self._lineage(self._by_id.get(style_id))]
        number = next((found.get(f"{W}val") for found in numbers if found is not None), None)
        if number is None or self._numbering is None:
            return None
        lists = {item.get(f"{W}numId"): _value(item, "abstractNumId") for item in self._numbering.iter(f"{W}num")}
        for abstract in self._numbering.iter(f"{W}abstractNum"):
            form = abstract.find(f"{W}lvl/{W}numFmt")
            if abstract.get(f"{W}abstractNumId") == lists.get(number) and form is not None:
                return None if form.get(f"{W}val") in ("bullet", "none") else lists[number]
        return None

    def _hides(self, style: Element) -> bool:
        marks = [older.find(f"{W}rPr/{W}vanish") for older in self._lineage(style)]
        mark = next((found for found in marks if found is not None), None)
        return mark is not None and mark.get(f"{W}val", "on") not in ("0", "false", "off")

    def _lineage(self, style: Element | None) -> list[Element]:
        """The style and those it is based on."""
        out: list[Element] = []
        while style is not None and len(out) < _DEEPEST:
            out.append(style)
            style = self._by_id.get(_value(style, "basedOn"))
        return out


def _parsed(xml: bytes | None) -> Element | None:
    try:
        return None if xml is None else parse(xml)
    except etree.XMLSyntaxError:
        return None


def _value(element: Element, name: str) -> str:
    """The `w:val` of a child; empty if there is none."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")
