#!/usr/bin/env python3
"""The wording of the letters: document.xml, the header and the footers of the two templates.

Every tag stands whole in one run, and every answer in a run of its own.
"""

from html import escape

from make_styles import BLUE, EN_DASH, W_NS, XML_HEAD

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": W_NS,
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
ROOT = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items()) + ' mc:Ignorable="w14 w15"'

TITLE = (
    "{{ office.area }} {{ office.local_policing_body }} ({{ office.local_policing_body_short }}) response to "
    "inspections of {{ office.force }} published by {{ inspectorate.name }} ({{ inspectorate.short_name }})"
)
STATUTE_NOTE = (
    "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) requires "
    "local policing bodies to respond to recommendations in inspectors reports within 56 days"
)
TAB = "<w:r><w:tab/></w:r>"
TAG_LOOK = '<w:color w:val="5F5F5F"/>'  # tags that vanish stand back behind the words that stay


def run(text: str, style: str = "", look: str = "") -> str:
    """Return a run; `style` is the id of a character style, `look` further run properties."""
    props = (f'<w:rStyle w:val="{style}"/>' if style else "") + look
    props = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(style: str, *runs: str, props: str = "") -> str:
    """Return a paragraph; a plain text becomes one run."""
    inner = "".join(r if r.startswith("<w:r>") else run(r) for r in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{inner}</w:p>'


def heading(level: int, *runs: str) -> str:
    """Return a heading."""
    return paragraph(f"Heading{level}", *runs)


def control(tag: str) -> str:
    """Return the paragraph of a {%p … %} tag: it vanishes, the paragraphs between stay."""
    return paragraph("BodyText", run(f"{{%p {tag} %}}", look=TAG_LOOK))


def block(name: str, style: str = "BodyText") -> str:
    """Return the paragraph that all paragraphs of a text come to stand for."""
    return paragraph(style, f"{{{{p {name} }}}}")


def fact(label: str, name: str) -> str:
    """Return a label and its answer, aligned by the tab stop of the style."""
    return paragraph("Fact", run(label, "FactLabel"), TAB, f"{{{{ {name} }}}}")


def when(condition: str, *parts: str) -> list[str]:
    """Return the parts between if and endif."""
    return [control(f"if {condition}"), *parts, control("endif")]


def each(name: str, *parts: str) -> list[str]:
    """Return the parts in a loop; the entry is called e."""
    return [control(f"for e in {name}"), *parts, control("endfor")]


def numbered_heading(level: int) -> str:
    """Return `Recommendation 2:`, with the entry's own title where it has one."""
    return heading(level, "{{ e.label }}:{% if e.title %} ", "{{ e.title }}", "{% endif %}")


def entry_headings(level: int, *, always: bool) -> list[str]:
    """Return the heading of an entry: number and title, or the title alone; with `always`, at least its label."""
    untitled = [control("else"), heading(level, "{{ e.label }}:")] if always else []
    return [
        control("if e.numbered"),
        numbered_heading(level),
        control("elif e.title"),
        heading(level, "{{ e.title }}"),
        *untitled,
        control("endif"),
    ]


def opening(statute_note: str, *facts: str) -> list[str]:
    """Return all that stands above the first section."""
    return [
        block("logo", "Logo"),
        *when("draft", paragraph("DraftMark", "{{ draft_mark }}")),
        heading(1, TITLE),
        paragraph("StatuteNote", statute_note),
        *facts,
    ]


def answers(who: str, title: str, *parts: str) -> list[str]:
    """Return a section of answers: `parts` is what each entry prints."""
    return [
        heading(2, title),
        block(f"{who}.comments"),
        *each(f"{who}.answers", *parts),
        block(f"{who}.closing"),
    ]


def office_use_row(*paragraphs: str, props: str = "", cell: str = "") -> str:
    """Return a row of the box, which never breaks over two pages."""
    return (
        f'<w:tr><w:trPr><w:cantSplit/>{props}</w:trPr><w:tc><w:tcPr><w:tcW w:w="9026" w:type="dxa"/>{cell}</w:tcPr>'
        f"{''.join(paragraphs)}</w:tc></w:tr>"
    )


def office_use_box() -> str:
    """Return the list that the office ticks: a table of one column, kept on one page.

    Its heading stands above the frame, so that it keeps its distance from whatever text comes before.
    """
    line = f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>'
    none = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left"))
    above = f'<w:tcBorders>{none}{line}<w:right w:val="nil"/></w:tcBorders>'
    above += '<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>'  # level with the headings of the letter
    description = "The steps that the office takes after sign-off, each with a box to tick."
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="OfficeUseBox"/><w:tblW w:w="9026" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="For office use only"/>'
        f'<w:tblDescription w:val="{description}"/></w:tblPr><w:tblGrid><w:gridCol w:w="9026"/></w:tblGrid>'
        + office_use_row(paragraph("OfficeUseHeading", "For Office Use Only:"), props="<w:tblHeader/>", cell=above)
        + office_use_row(paragraph("OfficeUseItem", run("{%tr for item in checklist %}", look=TAG_LOOK)))
        + office_use_row(paragraph("OfficeUseItem", "{{ item.box }}", TAB, "{{ item.text }}"))
        + office_use_row(paragraph("OfficeUseItem", run("{%tr endfor %}", look=TAG_LOOK)))
        + "</w:tbl>"
    )


def letter_2017() -> list[str]:
    """Return the body of opccn-2017."""
    return [
        *opening(
            STATUTE_NOTE,
            fact("Inspection Title:", "report.title"),
            fact("Date Published:", "report.published_on"),
            fact("Type of Inspection:", "report.type"),
        ),
        heading(2, "KEY FINDINGS:"),
        block("key_findings"),
        control("if recommendations or recommendations_awaited"),
        heading(3, "Recommendations:"),
        block("recommendations_state"),
        block("recommendations_note"),
        *each("recommendations", numbered_heading(4), block("e.text")),
        control("else"),
        block("recommendations_note"),
        control("endif"),
        *when(
            "causes_of_concern",
            heading(3, "Causes of concern:"),
            *each("causes_of_concern", *entry_headings(4, always=True), block("e.text")),
        ),
        *areas_for_improvement_2017(),
        *answers(
            "chief_constable",
            "{{ office.chief_officer|upper }} RESPONSE TO REPORT AND ANY RECOMMENDATIONS:",
            heading(3, "{{ e.label }}"),
            block("e.answer"),
        ),
        *answers(
            "pcc",
            "{{ office.local_policing_body_short|upper }} RESPONSE TO REPORT AND ANY RECOMMENDATIONS:",
            heading(3, "{{ e.label }}"),
            block("e.answer"),
        ),
        office_use_box(),
    ]


def areas_for_improvement_2017() -> list[str]:
    """Return the areas for improvement: a single one without number or title runs on in one paragraph."""
    single = "areas_for_improvement_single"
    return [
        control(f"if {single} and not {single}.numbered and not {single}.title"),
        paragraph("BodyText", run("Areas for improvement: ", "Strong"), f"{{{{ {single}.text }}}}"),
        control("elif areas_for_improvement or areas_for_improvement_awaited"),
        heading(3, "Areas for improvement:"),
        block("areas_for_improvement_state"),
        *each("areas_for_improvement", *entry_headings(4, always=False), block("e.text")),
        control("endif"),
    ]


def letter_2023() -> list[str]:
    """Return the body of opccn-2023."""
    response = "response to report and any Recommendations/Areas for Improvement"
    return [
        *opening(
            f"{STATUTE_NOTE}.",
            fact("Inspection Title:", "report.title"),
            fact("Published on:", "report.published_on"),
            fact("Publication Types:", "report.publication_types"),
            fact("Police Forces:", "report.forces"),
            fact("Link to Report:", "report.link"),
            fact("Section 55 Response Deadline:", "response_deadline"),
        ),
        heading(2, "Key Findings"),
        block("key_findings"),
        heading(2, "Recommendations"),
        block("recommendations_state"),
        block("recommendations_note"),
        *each("recommendations", numbered_heading(3), block("e.text")),
        *when(
            "causes_of_concern",
            heading(2, "Causes of Concern"),
            *each("causes_of_concern", *entry_headings(3, always=True), block("e.text")),
        ),
        heading(2, "Areas for Improvement"),
        block("areas_for_improvement_state"),
        *each("areas_for_improvement", *entry_headings(3, always=False), block("e.text")),
        *answers(
            "chief_constable",
            f"{{{{ office.chief_officer }}}} {response}",
            heading(3, "{{ e.label }}"),
            block("e.text_again"),
            block("e.answer"),
        ),
        *answers(
            "pcc",
            f"{{{{ office.local_policing_body_short }}}} {response}",
            heading(3, "{{ e.label }}"),
            block("e.answer"),
        ),
        office_use_box(),
    ]


def document_xml(body: list[str]) -> str:
    """Return word/document.xml: A4, margins of 2.54 cm, no header on the first page."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        '<w:footerReference w:type="first" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="567" w:footer="567"'
        ' w:gutter="0"/><w:cols w:space="709"/><w:titlePg/></w:sectPr>'
    )
    return f"{XML_HEAD}<w:document {ROOT}><w:body>{''.join(body)}{section}</w:body></w:document>"


def header_xml() -> str:
    """Return the header of the second and all further pages."""
    mark = f"{{% if draft %}}{{{{ draft_mark }}}} {EN_DASH} {{% endif %}}"
    return f"{XML_HEAD}<w:hdr {ROOT}>{paragraph('Header', mark, '{{ report.title }}')}</w:hdr>"


def footer_xml() -> str:
    """Return `Page 1 of 1`; Word counts the pages when it lays them out."""

    def field(code: str) -> str:
        marks = ("begin", "separate", "end")
        begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in marks)
        instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        return begin + instruction + middle + run("1") + end

    line = paragraph("Footer", "Page ", field("PAGE"), " of ", field("NUMPAGES"), props='<w:jc w:val="right"/>')
    return f"{XML_HEAD}<w:ftr {ROOT}>{line}</w:ftr>"
