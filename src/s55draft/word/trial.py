"""Letters of invented responses, made with a template before it is used for a real one.

A template may be sound tag by tag and still leave an answer out under some condition, or print it twice. The responses
here take every branch that answers can take; each letter is read back as every letter is.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from s55draft import context
from s55draft.errors import TemplateError
from s55draft.layout import Layout
from s55draft.model import Response
from s55draft.office import NORFOLK
from s55draft.word.package import XML_NAMES, Parts
from s55draft.word.render import Renderer
from s55draft.word.template import Template
from s55draft.word.verify import verify

_TEXT = "Words.\n\n**A heading**\n\n- bullet\n  1. number\n\n1. number\n\n*Words* and a [link](https://example.org)."
_ANSWERS = {"chief_constable": _TEXT, "pcc": {"comment": "Comment.", "action": "Action."}}
_KNOWN: dict[str, Any] = {"title": "Title", "published_on": "2023-07-07"}
_ENTRIES = [
    {"number": "2", "text": "Words.", **_ANSWERS},
    {"number": "3b", "title": "Title", "text": _TEXT, **_ANSWERS},
]
_UNNUMBERED = [{"title": "Title", "text": "Words.", **_ANSWERS}, {"text": _TEXT, **_ANSWERS}]
_NONE: dict[str, Any] = {"recommendations": [], "areas_for_improvement": []}
_FULL: dict[str, Any] = {
    "report": {
        **_KNOWN,
        "type": "Type",
        "publication_types": ["One", "Two"],
        "forces": "Forces",
        "link": {"text": "The report", "url": "https://example.org/report"},
    },
    "key_findings": _TEXT,
    "recommendations_note": "Note.",
    "recommendations": _ENTRIES,
    "causes_of_concern": [*_ENTRIES, *_UNNUMBERED],
    "areas_for_improvement": [*_ENTRIES, *_UNNUMBERED],
    "chief_constable": {"comments": _TEXT, "closing": "Closing."},
    "pcc": {"comments": _TEXT, "closing": "Closing."},
}
_AREA = "a response with one area for improvement"
RESPONSES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("a complete response", _FULL),
    ("a response with one answer missing", {**_FULL, "key_findings": None}),
    ("a response with nothing answered yet", {"report": _KNOWN}),
    ("a response to a report that recommends nothing", {**_FULL, **_NONE, "causes_of_concern": []}),
    ("a response without comments", {**_FULL, **_NONE, "chief_constable": {"none_received": True}}),
    (_AREA, {**_FULL, "areas_for_improvement": [_TEXT]}),
    (f"{_AREA} that has a number", {**_FULL, "areas_for_improvement": _ENTRIES[:1]}),
    (f"{_AREA} that has a title", {**_FULL, "areas_for_improvement": _UNNUMBERED[:1]}),
)


def _without_pictures(parts: Parts) -> Parts:
    """The parts with nothing in those that are not XML: the letters are read for their words alone."""
    return {name: data if name.lower().endswith(XML_NAMES) else b"" for name, data in parts.items()}


def faults_in_letters(template: Template, layout: Layout) -> Iterator[str]:
    """A message for each thing that would be wrong with letters made with the template."""
    try:
        renderer = Renderer(replace(template, parts=_without_pictures(template.parts)))
    except TemplateError as exc:
        yield from (problem.message for problem in exc.problems)
        return
    said: set[str] = set()
    for what, answers in RESPONSES:
        made = context.build(Response.model_validate({"layout": layout.name, **answers}), NORFOLK, layout)
        faults = [fault for fault in verify(renderer.render(made, ""), made.answers) if fault not in said]
        yield from (f"the letter of {what} would not be right: {fault}" for fault in faults)
        said.update(faults)
