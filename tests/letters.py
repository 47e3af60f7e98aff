"""Reads letters for the tests, by the standard library alone; and makes them from responses."""

import functools
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from s55draft import answers, context
from s55draft.drafting import Drafter
from s55draft.model import Response
from s55draft.office import NORFOLK, Office
from s55draft.word.render import Renderer
from s55draft.word.template import open_layout, open_template
from s55draft.word.verify import verify

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*.yaml") if path.name != "office.yaml")
LAYOUTS = ("opccn-2017", "opccn-2023")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

SMALLEST: dict[str, Any] = {
    "layout": "opccn-2023",
    "report": {
        "title": "Custody inspection",
        "published_on": "2024-02-20",
        "type": "Force inspection",
        "publication_types": ["Custody"],
        "forces": "Norfolk Constabulary",
        "link": {"text": "Custody inspection on the inspectorate's website", "url": "https://example.org/report"},
    },
    "key_findings": "Findings.",
    "recommendations": [],
    "areas_for_improvement": [],
    "chief_constable": {"comments": "Comments."},
    "pcc": {"comments": "Own comments."},
}


def response(**changes: Any) -> Response:
    """A complete response in few words, with some answers changed."""
    return Response.model_validate({**SMALLEST, **changes})


@functools.cache
def _renderer(layout: str) -> Renderer:
    return Renderer(open_template(open_layout(layout)))


def letter(made: Response, office: Office = NORFOLK) -> bytes:
    """The response's letter, rendered and found right by `verify`."""
    built = context.build(made, office, open_layout(made.layout))
    data = _renderer(made.layout).render(built, "digest")
    assert verify(data, built.answers) == []
    return data


def example(path: Path, layout: str | None = None) -> bytes:
    """The letter of an example, in its own layout or another."""
    text = path.read_text(encoding="utf-8")
    read = answers.load(text.encode(), path.name)
    if layout is not None:
        text = text.replace(f"layout: {read.response.layout}", f"layout: {layout}")
        read = answers.load(text.encode(), path.name)
    return Drafter().draft(read, path.parent).data


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(data: bytes) -> ET.Element:
    return ET.fromstring(parts(data)["word/document.xml"])


def text_of(element: ET.Element) -> str:
    """The text of a paragraph as Word shows it: tabs and line breaks included, list marks not."""
    out = ""
    for child in element.iter():
        if child.tag == f"{W}t":
            out += child.text or ""
        elif child.tag == f"{W}tab" and f"{W}val" not in child.attrib:
            out += "\t"
        elif child.tag == f"{W}br":
            out += "\n"
    return out


def controls(data: bytes) -> dict[str, list[str]]:
    """The paragraphs of each content control, by its tag."""
    found = {}
    for control in document(data).iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        assert tag is not None
        assert content is not None
        found[tag.attrib[f"{W}val"]] = [text_of(part) for part in list(content.iter(f"{W}p")) or [content]]
    return found


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style id and text of every paragraph of the body, in order."""
    out = []
    for paragraph in document(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        out.append(("" if style is None else style.attrib[f"{W}val"], text_of(paragraph)))
    return out


def outline(data: bytes) -> str:
    """The letter as text to compare: style, numbering, runs, links, controls. Never zip bytes."""
    links = {
        item.attrib["Id"]: item.attrib["Target"] for item in ET.fromstring(parts(data)["word/_rels/document.xml.rels"])
    }
    lines: list[str] = []
    _outline(document(data), lines, links, 0)
    return "\n".join(lines) + "\n"


_INLINE = {f"{W}r", f"{W}hyperlink"}


def _outline(element: ET.Element, lines: list[str], links: dict[str, str], depth: int) -> None:
    indent = "  " * depth
    for child in element:
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            number = child.find(f"{W}pPr/{W}numPr/{W}numId")
            named = "" if style is None else style.attrib[f"{W}val"]
            listed = "" if number is None else f" #{number.attrib[f'{W}val']}"
            lines.append(f"{indent}{named}{listed}: {_inline(child, links)}")
        elif child.tag == f"{W}sdt":
            tag = child.find(f"{W}sdtPr/{W}tag")
            content = child.find(f"{W}sdtContent")
            assert tag is not None
            assert content is not None
            lines.append(f"{indent}<{tag.attrib[f'{W}val']}>")
            _outline(content, lines, links, depth + 1)
        else:
            _outline(child, lines, links, depth)


def _inline(element: ET.Element, links: dict[str, str]) -> str:
    out = ""
    for child in element:
        if child.tag == f"{W}r":
            looks = [part.tag.removeprefix(W) for part in child.findall(f"{W}rPr/*") if part.tag != f"{W}rStyle"]
            style = child.find(f"{W}rPr/{W}rStyle")
            looks += [] if style is None else [style.attrib[f"{W}val"]]
            symbol = "".join(f"[{mark.attrib[f'{W}char']}]" for mark in child.findall(f"{W}sym"))
            text = text_of(child) + symbol
            out += f"{{{' '.join(looks)}|{text}}}" if looks else text
        elif child.tag == f"{W}hyperlink":
            identity = child.attrib["{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"]
            out += f"[{_inline(child, links)}]({links[identity]})"
        elif child.tag == f"{W}sdt":
            tag = child.find(f"{W}sdtPr/{W}tag")
            content = child.find(f"{W}sdtContent")
            assert tag is not None
            assert content is not None
            out += f"<{tag.attrib[f'{W}val']}: {_inline(content, links)}>"
    return out.replace("\n", "\\n").replace("\t", "\\t")
