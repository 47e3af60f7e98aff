#!/usr/bin/env python3
"""Makes opccn-2017/letter.docx and opccn-2023/letter.docx; the same bytes at each run.

    python templates/make_templates.py

Wording and order are in make_letters.py, looks in make_styles.py. A letter.docx is an ordinary Word
file: people may go on from it in Word, and these scripts are then no longer its source.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from make_letters import document_xml, footer_xml, header_xml, letter_2017, letter_2023
from make_styles import W_NS, XML_HEAD, numbering_xml, styles_xml

HERE = Path(__file__).resolve().parent
AUTHOR = "Office of the Police and Crime Commissioner for Norfolk"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold

_OFFICE = "http://schemas.openxmlformats.org"
_PACKAGE = f"{_OFFICE}/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

DEFAULT_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
}
PART_TYPES = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
    "word/styles.xml": f"{_WORD_TYPE}.styles+xml",
    "word/numbering.xml": f"{_WORD_TYPE}.numbering+xml",
    "word/settings.xml": f"{_WORD_TYPE}.settings+xml",
    "word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
    "word/header1.xml": f"{_WORD_TYPE}.header+xml",
    "word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
    "word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
}


@dataclass(frozen=True)
class Letter:
    """One template; `fact_indent` leaves room for its longest label in bold Arial 12."""

    name: str
    title: str
    body: Callable[[], list[str]]
    fact_indent: int
    statute_italic: bool


LETTERS = (
    Letter("opccn-2017", "Section 55 response, OPCCN layout of 2017", letter_2017, 2410, statute_italic=True),
    Letter("opccn-2023", "Section 55 response, OPCCN layout of 2023", letter_2023, 3742, statute_italic=False),
)


def content_types_xml() -> str:
    """Return [Content_Types].xml; it knows pictures, since an office may add its logo."""
    defaults = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in DEFAULT_TYPES.items())
    parts = "".join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in PART_TYPES.items())
    return f'{XML_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{parts}</Types>'


def relationships_xml(targets: list[tuple[str, str]]) -> str:
    """Return a .rels part from (type, target) in the order of their ids."""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{XML_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def package_relationships() -> str:
    """Return _rels/.rels."""
    office = f"{_OFFICE}/officeDocument/2006/relationships"
    return relationships_xml(
        [
            (f"{office}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{office}/extended-properties", "docProps/app.xml"),
            (f"{office}/custom-properties", "docProps/custom.xml"),
        ]
    )


def document_relationships() -> str:
    """Return word/_rels/document.xml.rels; the section names rId5 to rId7."""
    office = f"{_OFFICE}/officeDocument/2006/relationships"
    targets = ("styles", "numbering", "settings", "fontTable", "header1", "footer1", "footer2")
    return relationships_xml([(f"{office}/{name.rstrip('12')}", f"{name}.xml") for name in targets])


def core_xml(title: str) -> str:
    """Return docProps/core.xml: no dates, so that the same inputs give the same bytes."""
    return (
        f'{XML_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(AUTHOR)}</dc:creator>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def app_xml() -> str:
    """Return docProps/app.xml."""
    return (
        f'{XML_HEAD}<Properties xmlns="{_OFFICE}/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
    )


def custom_xml() -> str:
    """Return docProps/custom.xml, empty: the letter's own properties come here."""
    return (
        f'{XML_HEAD}<Properties xmlns="{_OFFICE}/officeDocument/2006/custom-properties"'
        f' xmlns:vt="{_OFFICE}/officeDocument/2006/docPropsVTypes"></Properties>'
    )


def settings_xml() -> str:
    """Return word/settings.xml: Word 2013 and later lay out the letter without compatibility mode."""
    word = "http://schemas.microsoft.com/office/word"
    options = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
        "useWord2013TrackBottomHyphenation": 0,
    }
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{word}" w:val="{value}"/>' for name, value in options.items()
    )
    return (
        f'{XML_HEAD}<w:settings xmlns:w="{W_NS}"><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="en-GB"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table_xml() -> str:
    """Return word/fontTable.xml: what to take where Arial is missing."""
    return (
        f'{XML_HEAD}<w:fonts xmlns:w="{W_NS}"><w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def parts(letter: Letter) -> dict[str, str]:
    """Return all parts of the package by name, in the order in which they are written."""
    return {
        "[Content_Types].xml": content_types_xml(),
        "_rels/.rels": package_relationships(),
        "docProps/app.xml": app_xml(),
        "docProps/core.xml": core_xml(letter.title),
        "docProps/custom.xml": custom_xml(),
        "word/_rels/document.xml.rels": document_relationships(),
        "word/document.xml": document_xml(letter.body()),
        "word/fontTable.xml": font_table_xml(),
        "word/footer1.xml": footer_xml(),
        "word/footer2.xml": footer_xml(),
        "word/header1.xml": header_xml(),
        "word/numbering.xml": numbering_xml(),
        "word/settings.xml": settings_xml(),
        "word/styles.xml": styles_xml(fact_indent=letter.fact_indent, statute_italic=letter.statute_italic),
    }


def package(letter: Letter) -> bytes:
    """Return the .docx; stored, not packed, so that no version of zlib changes its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts(letter).items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0  # the same on Windows and elsewhere
            archive.writestr(entry, text.encode())
    return out.getvalue()


def main() -> None:
    """Write both templates beside their layout.toml."""
    for letter in LETTERS:
        folder = HERE / letter.name
        folder.mkdir(exist_ok=True)
        (folder / "letter.docx").write_bytes(package(letter))


if __name__ == "__main__":
    main()
