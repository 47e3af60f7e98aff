"""House layouts: what a letter of one kind prints, as data read from `layout.toml`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from s55draft.errors import Location, TemplateError, error

FACTS = {
    "report.title": "Inspection title",
    "report.published_on": "Date published",
    "report.type": "Type of inspection",
    "report.publication_types": "Publication types",
    "report.forces": "Police forces",
    "report.link": "Link to the report",
    "response_deadline": "Response deadline",
}
"""Facts of a report that a letter may print, with the names that placeholders and messages use."""
STYLE_ROLES = (
    "paragraph",
    "bullet",
    "bullet_2",
    "number",
    "number_2",
    "bold",
    "italic",
    "hyperlink",
    "placeholder",
    "logo",
)
_LABELS = ("recommendation", "cause_of_concern", "area_for_improvement")


class ChecklistStep(NamedTuple):
    """One step of the office-use list. An optional one is printed only where the answers name it."""

    key: str
    text: str
    optional: bool = False


class Layout(NamedTuple):
    """One layout. `folder` holds its `letter.docx`.

    `facts` are dotted paths, in the order printed. `date_form` is `plain` (7 July 2023) or `ordinal` (7th July 2023).
    `answers_each_recommendation`: each recommendation has its own answers, and then general comments may be missing.
    `empty` holds the sentences for what there is none of; a missing one prints nothing.
    """

    name: str
    title: str
    folder: Path
    facts: tuple[str, ...]
    date_form: str
    answers_each_recommendation: bool
    labels: Mapping[str, str]
    empty: Mapping[str, str]
    styles: Mapping[str, str]
    checklist: tuple[ChecklistStep, ...]
    headings: Mapping[str, Sequence[str]]
    """The headings of the letter's sections: as printed, then as people type them."""
    fact_labels: Mapping[str, Sequence[str]]
    """Likewise the labels of the facts."""


def read_layout(path: Path) -> Layout:
    """The layout in a `layout.toml`.

    Raises TemplateError that names the key at fault.
    """
    import tomllib  # noqa: PLC0415 - house layouts are read ahead of time

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise TemplateError(error("layout", f"the layout cannot be read: {exc}").at(Location(str(path)))) from exc
    return layout_from(data, path)


def layout_from(data: dict[str, Any], path: Path) -> Layout:
    """The layout in the parsed tables of a `layout.toml` that lies at `path`."""
    faults = list(_faults(data))
    if faults:
        raise TemplateError([error("layout", fault).at(Location(str(path))) for fault in faults])
    return Layout(
        name=data["name"],
        title=data["title"],
        folder=path.parent,
        facts=tuple(data["facts"]),
        date_form=data["date_form"],
        answers_each_recommendation=data["comments_optional_when_answered"],
        labels=data["labels"],
        empty=data.get("empty", {}),
        styles=data["styles"],
        checklist=tuple(
            ChecklistStep(step["key"], step["text"], step.get("optional", False)) for step in data["checklist"]
        ),
        headings=data.get("headings", {}),
        fact_labels=data.get("fact_labels", {}),
    )


def _faults(data: dict[str, Any]) -> list[str]:
    shapes = {
        "name": str,
        "title": str,
        "facts": list,
        "date_form": str,
        "comments_optional_when_answered": bool,
        "labels": dict,
        "styles": dict,
        "checklist": list,
    }
    out = [
        f"'{key}' is missing or of the wrong kind"
        for key, kind in shapes.items()
        if not isinstance(data.get(key), kind)
    ]
    if out:
        return out
    out += [
        f"facts: '{fact}' is no fact that a letter can print; it knows {', '.join(FACTS)}"
        for fact in data["facts"]
        if fact not in FACTS
    ]
    if data["date_form"] not in ("plain", "ordinal"):
        out.append('date_form: write "plain" or "ordinal"')
    out += [f"styles: '{role}' is missing" for role in STYLE_ROLES if not isinstance(data["styles"].get(role), str)]
    out += [f"labels: '{label}' is missing" for label in _LABELS if not isinstance(data["labels"].get(label), str)]
    out += [
        "checklist: each step needs a key and a text"
        for step in data["checklist"]
        if not (isinstance(step, dict) and isinstance(step.get("key"), str) and isinstance(step.get("text"), str))
    ]
    return out
