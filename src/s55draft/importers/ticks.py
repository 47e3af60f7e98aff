"""The office-use list of a letter: which steps it shows, and which of them as done."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from s55draft.answers.dates import guessed_day
from s55draft.importers.doubts import Doubts
from s55draft.importers.landmarks import alike, likeness, normal, text_of
from s55draft.word.reader import Item

_TICKED = "\u2713\u2714\u2611\u2612\u2705\U0001f5f8\u221a\U0001f5f9\U0001f5f7"
_EMPTY = "\u2610\u25a1\u25fb\u2b1c"
_CROSSED = "\u2717\u2718\u2715\u2716\u00d7\u274c"
_MARK = re.compile(
    rf"^\s*(?:(?P<ticked>[{_TICKED}]|(?<!\S)[xX](?!\S)|\[[xX{_TICKED}]\]|\([xX]\))|(?P<empty>[{_EMPTY}]|\[ ?\]|\( ?\))"
    rf"|(?P<crossed>[{_CROSSED}]))\ufe0f?\s*"
)
_MARK_AT_END = re.compile(_MARK.pattern.removeprefix(r"^\s*").removesuffix(r"\s*") + r"\s*$")
_DONE = re.compile(r"\b(?:yes|done|completed?)\b", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[ ./-](?:[A-Za-z]{3,9}|\d{1,2})[ ./-]\d{2,4}|\d{4}-\d\d-\d\d")
_ALIKE = 0.8
_MARGIN = 0.04


class Step(NamedTuple):
    """A step of the list as the letter words it. `state`: True, False, a day, or None where the letter shows none."""

    text: str
    state: bool | str | None
    item: Item


def steps_in(items: Sequence[Item]) -> list[Step]:
    """The lines of the list, those of a table's row together."""
    out: list[Step] = []
    for cell, group in groupby(items, key=lambda item: (item.cell.table, item.cell.row) if item.cell else id(item)):
        row = list(group)
        if isinstance(cell, int) or len({item.cell for item in row}) == 1:
            for item in row:
                out += [_step(line, item) for line in text_of(item.runs).split("\n") if line.strip() or item.boxes]
        else:
            out.append(_step(" ".join(text_of(item.runs) for item in row), _with_boxes(row)))
    return out


def _with_boxes(row: list[Item]) -> Item:
    boxes = tuple(box for item in row for box in item.boxes)
    return row[0]._replace(boxes=boxes)


def _step(words: str, item: Item) -> Step:
    state: bool | str | None = None
    mark = _MARK.match(words) or _MARK_AT_END.search(words)
    if mark is not None:
        words = words.replace(mark[0], " ", 1)
        state = _state_of(mark)
    if item.boxes:
        state = any(box.ticked for box in item.boxes)
    elif state is None and item.mark:
        on_bullet = _MARK.match(item.mark)
        state = _state_of(on_bullet) if on_bullet is not None else None
    day = _DAY.search(words)
    if day is not None and (known := guessed_day(day[0])) is not None:
        words, state = words.replace(day[0], " "), known.isoformat()
    return Step(" ".join(words.split()), state, item)


def _state_of(mark: re.Match[str]) -> bool | None:
    return True if mark["ticked"] else False if mark["empty"] else None


def key_of(step: Step, steps: Sequence[tuple[str, str]]) -> str | None:
    """The key of the step that a line means; None for any other line. `steps` are keys and words."""
    bare = normal(_DONE.sub("", step.text)) or normal(step.text)
    exact = [key for key, words in steps if normal(words) == bare]
    if exact:
        return exact[0]
    close = sorted((likeness(normal(words), bare), key) for key, words in steps if alike(normal(words), bare, _ALIKE))
    if not close or (len(close) > 1 and close[-1][0] - close[-2][0] < _MARGIN):
        return None
    return close[-1][1]


def fill_checklist(
    items: Sequence[Item], steps: Sequence[tuple[str, str]], data: dict[str, Any], doubts: Doubts
) -> None:
    """Writes the list into the answers: which steps the letter has, and whether each was done."""
    found: dict[str, bool | str] = {}
    unsaid: list[str] = []
    under = "For office use only"
    for step in steps_in(items):
        key = key_of(step, steps)
        if key is None:
            if step.text:
                doubts.leave(step.text, under)
            continue
        if key in found:
            doubts.add("a step of the office-use list stands twice; the first was taken", under, step.text)
            continue
        state = step.state
        if state is None and _DONE.search(step.text):
            state = True
        if state is None:
            unsaid.append(step.text)
        found[key] = state if state is not None else False
    if unsaid:
        doubts.add(
            "the letter does not show whether these steps were done; taken as not done", under, "; ".join(unsaid)
        )
    if found:
        data["checklist"] = {
            key: state if isinstance(state, str) else "true" if state else "false" for key, state in found.items()
        }
