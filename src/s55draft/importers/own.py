"""A letter that s55draft made itself, whose answers file is lost: read from its fields, not by its headings."""

from collections.abc import Iterable
from typing import Any

from s55draft.context import ENTRY_TAG, PLACEHOLDER
from s55draft.importers.doubts import Doubts
from s55draft.importers.facts import fill_facts
from s55draft.importers.landmarks import Landmarks
from s55draft.inline import Run, Runs
from s55draft.layout import FACTS
from s55draft.markup import runs_text
from s55draft.word.reader import Control, Document, Item
from s55draft.word.written import runs_on_one_line, settled

_FEWEST = 3
_TEXTS = ("key_findings", "recommendations_note")
_COMMENTS = tuple(f"{whose}.{part}" for whose in ("chief_constable", "pcc") for part in ("comments", "closing"))
_LISTS = ("recommendations", "areas_for_improvement")


def is_own(document: Document) -> bool:
    """Whether a document has the fields of a letter of ours."""
    known = {control.tag for control in document.controls}
    return len(known & {*FACTS, *_TEXTS, *_COMMENTS}) >= _FEWEST


def answers_of(document: Document, landmarks: Landmarks, doubts: Doubts) -> dict[str, Any]:
    """The answers in the fields of a letter."""
    data: dict[str, Any] = {}
    facts: dict[str, Runs] = {}
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    open_lists: set[str] = set()
    for control in _once(document.controls, doubts):
        tag, text = control.tag, settled(control.blocks)
        if control.ticked is not None:
            if tag.startswith("checklist."):
                data.setdefault("checklist", {})[tag.partition(".")[2]] = "true" if control.ticked else "false"
        elif control.is_placeholder or PLACEHOLDER.fullmatch(text):
            open_lists |= {tag} & set(_LISTS)
        elif tag in FACTS:
            facts[tag] = runs_on_one_line(control.blocks)
        elif tag in _TEXTS:
            data[tag] = text
        elif tag in _COMMENTS:
            whose, _, part = tag.partition(".")
            data.setdefault(whose, {})[part] = text
        elif (match := ENTRY_TAG.fullmatch(tag)) is not None:
            _fill_entry(entries.setdefault((match["name"], match["key"]), {}), match["rest"], text, control, landmarks)
        else:
            doubts.leave(text, control.under)
    fill_facts(facts, data, doubts)
    _fill_lists(data, entries, open_lists)
    _fill_state(document.items, data, landmarks)
    return data


def _once(controls: Iterable[Control], doubts: Doubts) -> list[Control]:
    """Each field once; of one that stands twice, the second is left over."""
    found: dict[str, Control] = {}
    for control in controls:
        if control.tag not in found:
            found[control.tag] = control
        elif settled(control.blocks) != settled(found[control.tag].blocks):
            doubts.leave(settled(control.blocks), control.under)
    return list(found.values())


def _fill_entry(entry: dict[str, Any], part: str, text: str, control: Control, landmarks: Landmarks) -> None:
    whose, _, detail = part.partition(".")
    if detail:
        entry.setdefault(whose, {})[detail] = text
        return
    entry[whose] = " ".join(runs_text(runs_on_one_line(control.blocks)).split()) if part == "title" else text
    if part == "text":
        head = landmarks.entry(Item((Run(control.under),), heading=3))
        entry["is_numbered"] = head is not None


def _fill_lists(data: dict[str, Any], entries: dict[tuple[str, str], dict[str, Any]], open_lists: set[str]) -> None:
    order = ("number", "title", "text", "chief_constable", "pcc")
    for (name, key), held in entries.items():
        numbered = held.pop("is_numbered", True) or name == "recommendations"
        entry = {"number": key, **held} if numbered else held
        bare = {part: entry[part] for part in order if part in entry}
        data.setdefault(name, []).append(
            bare["text"] if name == "areas_for_improvement" and set(bare) == {"text"} else bare
        )
    for name in _LISTS:
        if name not in data and name not in open_lists:
            data[name] = []


def _fill_state(items: Iterable[Item], data: dict[str, Any], landmarks: Landmarks) -> None:
    """The sentence that no comments were received stands outside every field."""
    for item in items:
        words = "".join(run.text for run in item.fixed)
        if words and landmarks.says_none("chief_constable", words) and "chief_constable" not in data:
            data["chief_constable"] = {"none_received": "true"}
