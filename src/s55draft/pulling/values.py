"""What stands in a document's control → the value as the answers file holds it, and what is wrong with it."""

import re
from typing import Any, NamedTuple

from s55draft.cleaning import clean
from s55draft.context import PLACEHOLDER, listed
from s55draft.markup import Blocks, Paragraph, parse, runs_text
from s55draft.pulling.places import Known, Shape
from s55draft.wizard.dates import as_date
from s55draft.wizard.wording import fault_of
from s55draft.word.form import PROMPTS
from s55draft.word.reader import Control
from s55draft.word.written import line_text, runs_on_one_line, settled

_PROMPTS = {
    *PROMPTS,
    *("Click or tap here to enter text.", "Click here to enter text.", "Click or tap to enter a date."),
}
"""What stands in a field that nobody has filled in: our own words, and Word's."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Taken(NamedTuple):
    """A value for the answers file, or in plain words why there is none."""

    value: Any
    fault: str | None = None


def text_in(control: Control, shape: Shape, reference: str) -> str:
    """A control's text in the form in which answers are compared; empty where nothing was answered.

    `reference` is the text as it was written: by it, looks that another program has lost are put back.
    """
    if control.ticked is not None:
        return "true" if control.ticked else "false"
    line = line_text(runs_on_one_line(control.blocks))
    if _is_prompt(line) and (control.is_placeholder or not reference):
        return ""
    if shape is not Shape.TEXT:
        return _without_prompts(line)
    blocks = _mended(control.blocks, parse(reference)) if control.is_bookmark and reference else control.blocks
    return _without_prompts(settled(blocks))


def as_written_before(day: str, *before: str) -> str:
    """A day in the form in which it was written before, where it is one of those: 4/8/2023 is 4 August 2023."""
    return next((other for other in before if other and as_date(other) == as_date(day)), day)


def _is_prompt(line: str) -> bool:
    """Whether words only ask for an answer. Their style does not tell: who types over them types in it."""
    return line in _PROMPTS or PLACEHOLDER.fullmatch(line) is not None


def _without_prompts(text: str) -> str:
    """The text without the prompt of a form's field, which stays where a program does not know what a prompt is."""
    for prompt in PROMPTS:
        if prompt in text:
            text = text.replace(prompt, "").strip()
    return text


def _mended(blocks: Blocks, reference: Blocks) -> Blocks:
    """The blocks, the looks of the first put back: LibreOffice loses them with the tag."""
    if blocks and reference and isinstance(blocks[0], Paragraph) and isinstance(reference[0], Paragraph):
        first, wanted = blocks[0], reference[0]
        if runs_text(first.runs).strip() == runs_text(wanted.runs).strip():
            return (wanted, *blocks[1:])
    return blocks


def value_of(known: Known, control: Control, text: str) -> Taken:
    """The value of an answer that was changed in a document."""
    if known.shape is Shape.LIST:
        return Taken(None, "a list of the report's entries cannot be read from text; add them to the answers file")
    faults = clean(text).faults
    if faults:
        return Taken(None, f"it holds {faults[0].description}, which cannot stand in a letter")
    value: Any = text
    if known.shape is Shape.DAY:
        value = as_date(text)
        if _DAY.fullmatch(value) is None:
            return Taken(None, f"\u201c{text[:40]}\u201d is not a day as 7 July 2023 is")
    elif known.shape is Shape.WORDS:
        value = _words(text)
        if listed(tuple(value)) != text:
            return Taken(None, "it is not clear where one type ends and the next begins")
    elif known.shape is Shape.LINK:
        return _link(control)
    fault = fault_of(known.path, value, text) if known.shape not in (Shape.TICK, Shape.FLAG) else None
    return Taken(value, fault)


def _words(text: str) -> list[str]:
    first, _, last = text.rpartition(" and ")
    return [*first.split(", "), last] if first else [last]


def _link(control: Control) -> Taken:
    runs = runs_on_one_line(control.blocks)
    urls = {run.url for run in runs if run.url}
    words = "".join(run.text for run in runs).strip()
    if len(urls) != 1:
        return Taken(None, "one link is wanted here, with words that say where it leads")
    url = urls.pop()
    value = {"text": words, "url": url}
    return Taken(value, fault_of(("report", "link", "text"), words) or fault_of(("report", "link", "url"), url))
