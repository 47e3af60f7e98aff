#!/usr/bin/env python3
"""The look of the letters: styles.xml and numbering.xml of the two templates.

Sizes of letters are half-points, all other lengths twentieths of a point (A4: 11906 x 16838).
"""

from dataclasses import dataclass
from typing import Literal

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BLUE = "1F3864"  # headings: contrast 11.6 on white
GREY = "404040"  # header, footer, statute note: 10.4
LINK_BLUE = "0563C1"  # 5.9
DRAFT_RED = "9C0006"  # 7.4 on DRAFT_SHADE
DRAFT_SHADE = "FBE9E7"
AWAITED_SHADE = "FFF2A8"  # black text: 18.5

EN_DASH = "\N{EN DASH}"
BULLET_LIST, NUMBER_LIST = 1, 2  # w:numId
LIST_STEP = 454  # 8 mm: each list level stands this much further in
ITEM_INDENT = 454  # between a check box and its text

Kind = Literal["paragraph", "character", "table", "numbering"]


@dataclass(frozen=True)
class Style:
    """One style; `ppr`, `rpr` and `extra` are Word's own elements, in the schema's order."""

    id: str
    name: str
    kind: Kind = "paragraph"
    based_on: str = ""
    next: str = ""
    ppr: str = ""
    rpr: str = ""
    extra: str = ""  # what follows w:rPr: the properties of a table style
    priority: int = 99
    quick: bool = False  # shown in Word's gallery
    default: bool = False
    own: bool = False  # ours, not one that Word knows by name

    def xml(self) -> str:
        """Return the w:style element."""
        marks = f'w:type="{self.kind}"'
        marks += ' w:default="1"' if self.default else ""
        marks += ' w:customStyle="1"' if self.own else ""
        parts = [
            f'<w:name w:val="{self.name}"/>',
            f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else "",
            f'<w:next w:val="{self.next}"/>' if self.next else "",
            f'<w:uiPriority w:val="{self.priority}"/>',
            "<w:qFormat/>" if self.quick else "",
            f"<w:pPr>{self.ppr}</w:pPr>" if self.ppr else "",
            f"<w:rPr>{self.rpr}</w:rPr>" if self.rpr else "",
            self.extra,
        ]
        return f'<w:style {marks} w:styleId="{self.id}">{"".join(parts)}</w:style>'


def spacing(before: int, after: int, line: int = 276) -> str:
    """Return w:spacing; `line` is in 240ths of a line."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def size(half_points: int) -> str:
    """Return the size for all scripts."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def colour(rgb: str) -> str:
    """Return w:color."""
    return f'<w:color w:val="{rgb}"/>'


BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"


def heading(level: int, half_points: int, before: int, after: int, rgb: str = BLUE) -> Style:
    """Return Word's built-in heading style of this level, in our look."""
    return Style(
        f"Heading{level}",
        f"heading {level}",
        based_on="Normal",
        next="BodyText",
        ppr="<w:keepNext/><w:keepLines/>" + spacing(before, after, 259) + f'<w:outlineLvl w:val="{level - 1}"/>',
        rpr=BOLD + colour(rgb) + size(half_points),
        priority=level,
        quick=True,
    )


def list_style(style_id: str, name: str, list_id: int, level: int) -> Style:
    """Return a list style; marks and indents are those of its level in numbering.xml."""
    inner = f'<w:ilvl w:val="{level}"/>' if level else ""
    return Style(
        style_id,
        name,
        based_on="BodyText",
        ppr=f'<w:numPr>{inner}<w:numId w:val="{list_id}"/></w:numPr>' + spacing(0, 120),
        priority=12 + level,
        quick=True,
    )


def defaults() -> list[Style]:
    """Return the four styles that every Word file has."""
    cell = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    no_width = '<w:tblInd w:w="0" w:type="dxa"/>'
    return [
        Style("Normal", "Normal", default=True, quick=True, priority=0),
        Style("DefaultParagraphFont", "Default Paragraph Font", "character", default=True),
        Style(
            "TableNormal",
            "Normal Table",
            "table",
            default=True,
            extra=f"<w:tblPr>{no_width}<w:tblCellMar>{cell}</w:tblCellMar></w:tblPr>",
        ),
        Style("NoList", "No List", "numbering", default=True),
    ]


def text_styles(*, fact_indent: int, statute_italic: bool) -> list[Style]:
    """Return the paragraph styles of the letter's own parts."""
    fact_tab = f'<w:tabs><w:tab w:val="left" w:pos="{fact_indent}"/></w:tabs>'
    fact_hang = f'<w:ind w:left="{fact_indent}" w:hanging="{fact_indent}"/>'
    banner = f'<w:shd w:val="clear" w:color="auto" w:fill="{DRAFT_SHADE}"/>'
    return [
        Style("BodyText", "Body Text", based_on="Normal", ppr=spacing(0, 160), priority=10, quick=True),
        Style(
            "StatuteNote",
            "Statute Note",
            based_on="BodyText",
            next="Fact",
            ppr=spacing(0, 280),
            rpr=(ITALIC if statute_italic else "") + colour(GREY),
            priority=20,
            quick=True,
            own=True,
        ),
        Style(
            "Fact",
            "Fact",
            based_on="BodyText",
            ppr="<w:keepLines/>" + fact_tab + spacing(0, 60) + fact_hang,
            priority=21,
            quick=True,
            own=True,
        ),
        Style(
            "DraftMark",
            "Draft Mark",
            based_on="BodyText",
            next="BodyText",
            ppr="<w:keepNext/>" + banner + spacing(0, 240) + '<w:jc w:val="center"/>',
            rpr=BOLD + colour(DRAFT_RED) + size(28),
            priority=23,
            own=True,
        ),
        Style(
            "Logo",
            "Logo",
            based_on="Normal",
            next="BodyText",
            ppr="<w:keepNext/>" + spacing(0, 240, 240),
            priority=24,
            own=True,
        ),
    ]


def character_styles() -> list[Style]:
    """Return the styles of words within a paragraph."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{AWAITED_SHADE}"/>'
    line = '<w:u w:val="single"/>'
    base = "DefaultParagraphFont"
    return [
        Style("Strong", "Strong", "character", base, rpr=BOLD, priority=15, quick=True),
        Style("Emphasis", "Emphasis", "character", base, rpr=ITALIC, priority=16, quick=True),
        Style("FactLabel", "Fact Label", "character", base, rpr=BOLD, priority=22, quick=True, own=True),
        Style("Hyperlink", "Hyperlink", "character", base, rpr=colour(LINK_BLUE) + line),
        Style("FollowedHyperlink", "FollowedHyperlink", "character", base, rpr=colour("954F72") + line),
        Style("PlaceholderText", "Placeholder Text", "character", base, rpr=colour("000000") + shade),
    ]


def page_styles() -> list[Style]:
    """Return the styles of the header and the footer."""
    tabs = '<w:tabs><w:tab w:val="center" w:pos="4513"/><w:tab w:val="right" w:pos="9026"/></w:tabs>'
    return [
        Style("Header", "header", based_on="Normal", ppr=tabs + spacing(0, 160, 240), rpr=colour(GREY)),
        Style("Footer", "footer", based_on="Normal", ppr=tabs + spacing(0, 0, 240), rpr=colour(GREY)),
    ]


def office_use_styles() -> list[Style]:
    """Return the styles of the box at the end, and Word's plain grid for tables of the staff."""
    sides = ("top", "left", "bottom", "right")
    box = "".join(f'<w:{s} w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>' for s in sides)
    grid = "".join(
        f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for s in (*sides, "insideH", "insideV")
    )
    pad = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in zip(sides, (40, 170, 40, 170), strict=True))
    plain = spacing(0, 0, 240)
    hang = f'<w:tabs><w:tab w:val="left" w:pos="{ITEM_INDENT}"/></w:tabs>' + spacing(40, 40, 259)
    hang += f'<w:ind w:left="{ITEM_INDENT}" w:hanging="{ITEM_INDENT}"/>'
    return [
        Style(
            "OfficeUseHeading",
            "Office Use Heading",
            based_on="Heading2",
            next="OfficeUseItem",
            ppr=spacing(320, 80, 259),
            priority=25,
            own=True,
        ),
        Style(
            "OfficeUseItem",
            "Office Use Item",
            based_on="Normal",
            ppr="<w:keepNext/><w:keepLines/>" + hang,
            priority=26,
            own=True,
        ),
        Style(
            "TableGrid",
            "Table Grid",
            "table",
            "TableNormal",
            ppr=plain,
            extra=f"<w:tblPr><w:tblBorders>{grid}</w:tblBorders></w:tblPr>",
            priority=39,
        ),
        Style(
            "OfficeUseBox",
            "Office Use Box",
            "table",
            "TableNormal",
            ppr=plain,
            extra=f"<w:tblPr><w:tblBorders>{box}</w:tblBorders><w:tblCellMar>{pad}</w:tblCellMar></w:tblPr>",
            priority=40,
            own=True,
        ),
    ]


def styles_xml(*, fact_indent: int, statute_italic: bool) -> str:
    """Return word/styles.xml; `fact_indent` is where the values of the facts stand."""
    fonts = "".join(f' w:{script}="Arial"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    language = '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    styles = [
        *defaults(),
        heading(1, 34, 0, 200),
        heading(2, 30, 360, 120),
        heading(3, 26, 260, 80),
        heading(4, 24, 220, 60),
        heading(5, 24, 200, 60, "262626"),
        *text_styles(fact_indent=fact_indent, statute_italic=statute_italic),
        list_style("ListBullet", "List Bullet", BULLET_LIST, 0),
        list_style("ListBullet2", "List Bullet 2", BULLET_LIST, 1),
        list_style("ListNumber", "List Number", NUMBER_LIST, 0),
        list_style("ListNumber2", "List Number 2", NUMBER_LIST, 1),
        *character_styles(),
        *page_styles(),
        *office_use_styles(),
    ]
    # The defaults hide all styles that are not here, so that Word's gallery shows the letter's own.
    hidden = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )
    return (
        f'{XML_HEAD}<w:styles xmlns:w="{W_NS}"><w:docDefaults>'
        f"<w:rPrDefault><w:rPr><w:rFonts{fonts}/>{size(24)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr><w:widowControl/>{spacing(0, 160)}</w:pPr></w:pPrDefault>"
        f"</w:docDefaults>{hidden}{''.join(style.xml() for style in styles)}</w:styles>"
    )


def level_xml(level: int, form: str, mark: str, style_id: str) -> str:
    """Return one w:lvl; the mark hangs in front of its text."""
    fonts = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/></w:rPr>'
    linked = f'<w:pStyle w:val="{style_id}"/>' if style_id else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{LIST_STEP * (level + 1)}" w:hanging="{LIST_STEP}"/></w:pPr>{fonts}</w:lvl>'
    )


def numbering_xml() -> str:
    """Return word/numbering.xml: one list of bullets and one of numbers, of nine levels each.

    The letter uses two levels; the further ones serve people who press Tab in Word.
    """
    forms = [("decimal", "%{}."), ("decimal", "%{}."), ("lowerRoman", "(%{})")] * 3
    bullet_styles = ["ListBullet", "ListBullet2"] + [""] * 7
    number_styles = ["ListNumber", "ListNumber2"] + [""] * 7
    bullets = "".join(
        level_xml(level, "bullet", EN_DASH if level % 2 else "•", style) for level, style in enumerate(bullet_styles)
    )
    numbers = "".join(
        level_xml(level, form, mark.format(level + 1), style)
        for level, ((form, mark), style) in enumerate(zip(forms, number_styles, strict=True))
    )
    lists = ((BULLET_LIST, "5B550001", bullets), (NUMBER_LIST, "5B550002", numbers))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{list_id}"><w:nsid w:val="{nsid}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{nsid}"/>{levels}</w:abstractNum>'
        for list_id, nsid, levels in lists
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _, _ in lists)
    return f'{XML_HEAD}<w:numbering xmlns:w="{W_NS}">{abstract}{nums}</w:numbering>'
