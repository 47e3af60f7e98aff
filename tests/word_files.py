"""Word files for the tests, made from the house templates by changing their parts."""

import io
import sys
import time
import tomllib
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pytest

from s55draft.errors import TemplateError
from s55draft.word.template import Template, open_layout, open_template

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
DOCUMENT = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
PACKAGE_RELS = "_rels/.rels"
TYPES = "[Content_Types].xml"
STYLES = "word/styles.xml"
SETTINGS = "word/settings.xml"
HEADER, FOOTER, FIRST_FOOTER = "word/header1.xml", "word/footer1.xml", "word/footer2.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECONDS = 1.0
TRIES = 3

Parts = dict[str, bytes]


def cases(name: str) -> dict[str, Any]:
    """The cases of a file in `cases/templates`."""
    path = Path(__file__).parent / "cases/templates" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def house(layout: str = "opccn-2023") -> Parts:
    """The parts of a house template."""
    with zipfile.ZipFile(TEMPLATES / layout / "letter.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(part: str, old: str, new: str, parts: Parts | None = None) -> Parts:
    """The house template with `old` in a part replaced, once; `old` must be there."""
    parts = house() if parts is None else parts
    text = parts[part].decode()
    assert old in text
    return {**parts, part: text.replace(old, new, 1).encode()}


def run(text: str, properties: str = "") -> str:
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def field(*pieces: str) -> str:
    """Runs of a field: the marks begin, separate and end; `code:` and its text; XML."""
    out = ""
    for piece in pieces:
        if piece.startswith("code:"):
            out += f'<w:r><w:instrText xml:space="preserve">{piece.removeprefix("code:")}</w:instrText></w:r>'
        else:
            out += piece if piece.startswith("<") else f'<w:r><w:fldChar w:fldCharType="{piece}"/></w:r>'
    return out


def paragraph(*runs: str) -> str:
    """A paragraph; a plain text becomes one run."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tbl><w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc></w:tr></w:tbl>"


def with_body(*blocks: str, parts: Parts | None = None) -> Parts:
    """The house template with XML at the head of its body."""
    return changed(DOCUMENT, "<w:body>", f"<w:body>{''.join(blocks)}", parts)


def with_part(name: str, xml: str, kind: str, parts: Parts | None = None) -> Parts:
    """The house template with a further part that its document leads to; `kind` is the relationship's."""
    parts = house() if parts is None else parts
    owner = "/" if name.startswith("docProps/") else "word/"
    rels = PACKAGE_RELS if owner == "/" else RELS
    relationship = f'<Relationship Id="rIdNew" Type="{OFFICE}/{kind}" Target="{name.removeprefix("word/")}"/>'
    parts = changed(rels, "</Relationships>", f"{relationship}</Relationships>", parts)
    return {**parts, name: xml.encode()}


def with_relationship(kind: str, target: str, mode: str = "External", rels: str = RELS) -> Parts:
    """The house template with a further relationship."""
    item = f'<Relationship Id="rIdNew" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return changed(rels, "</Relationships>", f"{item}</Relationships>")


def opened(data: bytes | Parts, folder: Path, layout: str = "opccn-2023") -> Template:
    """The template in these bytes, opened from a file."""
    path = folder / "template.docx"
    path.write_bytes(packed(data) if isinstance(data, dict) else data)
    return open_template(open_layout(layout), path)


def refusal(data: bytes | Parts, folder: Path, layout: str = "opccn-2023") -> str:
    """The messages by which a file is refused as a template, each at its place and within a second of work."""
    for _ in range(TRIES):  # a machine that does much else at the time may be slow once
        began = time.process_time()
        with pytest.raises(TemplateError) as caught:
            opened(data, folder, layout)
        seconds = time.process_time() - began
        if seconds < SECONDS:
            break
    assert seconds < SECONDS * (3 if sys.gettrace() else 1)  # coverage makes it slower
    assert all(problem.code == "template" for problem in caught.value.problems)
    assert all(str(problem.location) == str(folder / "template.docx") for problem in caught.value.problems)
    return "\n".join(f"{problem.message}; {problem.hint}" for problem in caught.value.problems)
