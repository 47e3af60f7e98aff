"""A letter template, ready to be filled any number of times.

House templates are lowered ahead of time into `letter.json` beside them (`python -m s55draft.word.prepare`); any
other, or one that a colleague has changed since, is lowered when it is opened.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from s55draft.layout import FACTS, Layout, layout_from, read_layout
from s55draft.word.package import DOCUMENT, Parts, open_package, read_file, read_parts, refuse_for

LETTER = "letter.docx"
LAYOUT = "layout.toml"
PREPARED = "letter.json"
_PREPARED_FORM = 3
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
    chosen = path or layout.folder / LETTER
    data = read_file(chosen)
    if path is None:
        digest = _digest(data)
        prepared = _read_prepared(layout.folder)
        if prepared is not None and prepared["letter_digest"] == digest:
            return _from_prepared(prepared, read_parts(data), layout, digest)
    return _lowered(chosen, data, layout)


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
    letter = folder / LETTER
    template = _lowered(letter, read_file(letter), layout)
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


def _lowered(path: Path, data: bytes, layout: Layout) -> Template:
    from s55draft.word.allowed import related  # noqa: PLC0415 - these cost a third of a cold start
    from s55draft.word.lowering import Looks, lower  # noqa: PLC0415
    from s55draft.word.places import left_over_elsewhere  # noqa: PLC0415
    from s55draft.word.styles import Styles  # noqa: PLC0415
    from s55draft.word.trial import faults_in_letters  # noqa: PLC0415

    parts = open_package(path, data)
    looks = Looks()
    sources: dict[str, str] = {}
    faults: list[str] = []
    printed: dict[str, set[str]] = {}
    headers = related(parts, DOCUMENT, "header")
    stories = (DOCUMENT, *headers, *related(parts, DOCUMENT, "footer"))
    for name in sorted(set(stories)):
        lowered = lower(parts[name], looks, is_body=name == DOCUMENT)
        place = "" if name == DOCUMENT else f"{'header' if name in headers else 'footer'} ({name}): "
        faults += [f"{place}{fault}" for fault in lowered.faults]
        printed[name] = lowered.printed
        if lowered.source:
            sources[name] = lowered.source
    faults += left_over_elsewhere(parts, stories)
    styles = Styles(parts)
    ids = styles.ids(layout, faults)
    list_number = styles.list_number(ids.get("number", ""))
    if list_number is None and "number" in ids:
        faults.append(f"the style '{layout.styles['number']}' is not tied to a numbered list")
    faults += _unprinted(printed[DOCUMENT], layout)
    faults += _never_known(set().union(*printed.values()), layout)
    template = Template(
        name=layout.name,
        digest=_digest(data),
        parts=parts,
        sources=sources,
        run_looks=tuple(looks.runs),
        paragraph_looks=tuple(looks.paragraphs),
        styles=ids,
        list_number=list_number or "",
        numbering_part=styles.numbering_part,
    )
    refuse_for(path, faults or faults_in_letters(template, layout))
    return template


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


_ALWAYS_KNOWN = ("report.title", "report.published_on")


def _unprinted(printed: set[str], layout: Layout) -> Iterable[str]:
    """A message for each thing that the layout prints and no tag of the body does."""
    for name in (*layout.facts, *_MUST_PRINT):
        if name not in printed:
            yield f"no tag of the text prints {name}; its answer would be missing from the letter"


def _never_known(printed: set[str], layout: Layout) -> Iterable[str]:
    """A message for each fact that a tag prints and the layout does not ask for: it would stay blank."""
    for name in sorted(printed & set(FACTS) - {*layout.facts, *_ALWAYS_KNOWN}):
        yield f"the layout {layout.name} does not ask for {name}, so its tag would print nothing; take the tag out"
