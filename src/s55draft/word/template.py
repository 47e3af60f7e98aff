"""A letter template, ready to be filled any number of times.

House templates are lowered ahead of time into `letter.json` beside them (`python -m s55draft.word.prepare`); any
other, or one that a colleague has changed since, is lowered when it is opened.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from s55draft.errors import Location, TemplateError, error
from s55draft.layout import Layout, layout_from, read_layout
from s55draft.word.package import (
    CONTENT_TYPES,
    DOCUMENT,
    DOCUMENT_RELATIONSHIPS,
    Parts,
    open_package,
    read_parts,
    relationship_targets,
)

LETTER = "letter.docx"
LAYOUT = "layout.toml"
PREPARED = "letter.json"
_PREPARED_FORM = 3
_STORY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_STYLE = re.compile(rb"<w:style\b[^>]*?w:styleId=\"([^\"]+)\"[^>]*>.*?</w:style>", re.DOTALL)
_STYLE_NAME = re.compile(rb"<w:name w:val=\"([^\"]+)\"")
_STYLE_NUM = re.compile(rb"<w:numId w:val=\"(\d+)\"")
_NUM = re.compile(rb"<w:num\b[^>]*w:numId=\"(\d+)\"[^>]*>\s*<w:abstractNumId w:val=\"(\d+)\"")
HEADING_LEVELS = range(1, 7)


@dataclass(frozen=True, slots=True)
class Template:
    """A template's parts, its stories as Jinja source, and what the writer takes from it.

    `styles` gives style ids by role, with `heading_1` and so on. `list_number` is the abstract numbering that
    numbered lists count by.
    """

    name: str
    digest: str
    parts: Parts
    sources: dict[str, str]
    run_looks: tuple[str, ...]
    paragraph_looks: tuple[tuple[str, str], ...]
    styles: dict[str, str]
    list_number: str
    numbering_part: str


def house_folder() -> Path:
    """The folder of the house layouts: in the installed package, or beside `src` in a checkout."""
    installed = Path(__file__).resolve().parent.parent / "templates"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "templates"


def house_layouts() -> list[str]:
    """The names of the house layouts."""
    return sorted(folder.name for folder in house_folder().iterdir() if (folder / LAYOUT).is_file())


def open_layout(name: str) -> Layout:
    """The house layout of that name, which must be one of `house_layouts()`."""
    folder = house_folder() / name
    prepared = _read_prepared(folder)
    if prepared is not None and prepared["layout_digest"] == _digest((folder / LAYOUT).read_bytes()):
        return layout_from(prepared["layout"], folder / LAYOUT)
    return read_layout(folder / LAYOUT)


def open_template(layout: Layout, path: Path | None = None) -> Template:
    """The layout's own template, or the one at `path` in its stead.

    Raises TemplateError with every fault of a template that may not be used.
    """
    own = layout.folder / LETTER
    if path is None:
        digest = _digest(own.read_bytes())
        prepared = _read_prepared(layout.folder)
        if prepared is not None and prepared["letter_digest"] == digest:
            return _from_prepared(prepared, read_parts(own), layout, digest)
    return _lowered(path or own, layout)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_prepared(folder: Path) -> dict[str, Any] | None:
    try:
        prepared: dict[str, Any] = json.loads((folder / PREPARED).read_bytes())
    except (OSError, ValueError):
        return None
    return prepared if prepared.get("form") == _PREPARED_FORM else None


def _from_prepared(prepared: dict[str, Any], parts: Parts, layout: Layout, digest: str) -> Template:
    return Template(
        name=layout.name,
        digest=digest,
        parts=parts,
        sources=prepared["sources"],
        run_looks=tuple(prepared["run_looks"]),
        paragraph_looks=tuple((properties, label) for properties, label in prepared["paragraph_looks"]),
        styles=prepared["styles"],
        list_number=prepared["list_number"],
        numbering_part=prepared["numbering_part"],
    )


def prepare(folder: Path) -> str:
    """The text of `letter.json` for the layout in this folder."""
    layout = read_layout(folder / LAYOUT)
    template = _lowered(folder / LETTER, layout)
    import tomllib  # noqa: PLC0415 - only here

    prepared = {
        "form": _PREPARED_FORM,
        "letter_digest": template.digest,
        "layout_digest": _digest((folder / LAYOUT).read_bytes()),
        "layout": tomllib.loads((folder / LAYOUT).read_text(encoding="utf-8")),
        "sources": template.sources,
        "run_looks": template.run_looks,
        "paragraph_looks": template.paragraph_looks,
        "styles": template.styles,
        "list_number": template.list_number,
        "numbering_part": template.numbering_part,
    }
    return json.dumps(prepared, ensure_ascii=False, indent=1) + "\n"


def _lowered(path: Path, layout: Layout) -> Template:
    from s55draft.word.lowering import Looks, left_over_braces, lower  # noqa: PLC0415 - lxml and docxtpl cost a third of a cold start

    parts = open_package(path)
    looks = Looks()
    sources: dict[str, str] = {}
    faults: list[str] = []
    printed: set[str] = set()
    stories = [name for name in parts if _STORY.fullmatch(name)]
    for name in sorted(stories):
        lowered = lower(parts[name], looks, is_body=name == DOCUMENT)
        faults += [fault if name == DOCUMENT else f"{name}: {fault}" for fault in lowered.faults]
        printed |= lowered.printed if name == DOCUMENT else set()
        if "{{" in lowered.source or "{%" in lowered.source:
            sources[name] = lowered.source
    faults += left_over_braces(parts, set(stories))
    styles = _style_ids(parts.get("word/styles.xml", b""), layout, faults)
    numbering_part = _part_of_type(parts, b"wordprocessingml.numbering+xml")
    list_number = _abstract_number(parts, styles.get("number", ""), numbering_part)
    if list_number is None:
        faults.append(f"the style '{layout.styles['number']}' is not tied to a numbered list")
    faults += _unprinted(printed, layout)
    if faults:
        raise TemplateError([error("template", fault).at(Location(str(path))) for fault in dict.fromkeys(faults)])
    return Template(
        layout.name,
        _digest(path.read_bytes()),
        parts,
        sources,
        tuple(looks.runs),
        tuple(looks.paragraphs),
        styles,
        list_number or "",
        numbering_part,
    )


def _style_ids(styles: bytes, layout: Layout, faults: list[str]) -> dict[str, str]:
    by_name = {}
    for match in _STYLE.finditer(styles):
        name = _STYLE_NAME.search(match[0])
        if name is not None:
            by_name[name[1].decode().lower()] = match[1].decode()
    ids = {}
    for role, name in [*layout.styles.items(), *((f"heading_{level}", f"heading {level}") for level in HEADING_LEVELS)]:
        if name.lower() in by_name:
            ids[role] = by_name[name.lower()]
        elif role != "heading_6":
            faults.append(f"the template lacks the style '{name}'")
    return ids


def _part_of_type(parts: Parts, content_type: bytes) -> str:
    """The name of the first part of a content type; empty if there is none."""
    pattern = rb"<Override\b[^>]*PartName=\"/([^\"]+)\"[^>]*ContentType=\"[^\"]*" + re.escape(content_type)
    found = re.search(pattern, parts.get(CONTENT_TYPES, b""))
    return found[1].decode() if found else ""


def _abstract_number(parts: Parts, style_id: str, numbering_part: str) -> str | None:
    for match in _STYLE.finditer(parts.get("word/styles.xml", b"")):
        number = _STYLE_NUM.search(match[0])
        if match[1].decode() == style_id and number is not None:
            abstract = {num.decode(): to.decode() for num, to in _NUM.findall(parts.get(numbering_part, b""))}
            return abstract.get(number[1].decode())
    return None


_MUST_PRINT = (
    "key_findings",
    "recommendations_note",
    "recommendations_state",
    "recommendations[].text",
    "causes_of_concern[].text",
    "areas_for_improvement_state",
    "areas_for_improvement[].text",
    "chief_constable.comments",
    "chief_constable.answers[].answer",
    "chief_constable.closing",
    "pcc.comments",
    "pcc.answers[].answer",
    "pcc.closing",
    "checklist[].box",
)


def _unprinted(printed: set[str], layout: Layout) -> Iterable[str]:
    """A message for each thing that the layout prints and no tag of the body does."""
    for name in (*layout.facts, *_MUST_PRINT):
        if name not in printed:
            yield f"no tag prints {name}; its answer would be missing from the letter"


def story_relationships(template: Template) -> dict[str, str]:
    """Part names by relationship id, of the document."""
    return relationship_targets(DOCUMENT, template.parts.get(DOCUMENT_RELATIONSHIPS, b""))
