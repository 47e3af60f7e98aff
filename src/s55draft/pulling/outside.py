"""What stands in a document outside every answer, against what the layout prints there."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from s55draft.inline import Run
from s55draft.markup import block_texts
from s55draft.word.reader import Document

_ALIKE = 0.5
_MOST = 1_500
"""Paragraphs outside answers that are compared one by one; a letter has some fifty."""


class Outside(NamedTuple):
    """Words outside every answer: put in (`old` empty), taken out (`new` empty), or changed."""

    old: str
    new: str
    under: str
    is_heading: bool = False


class _Fixed(NamedTuple):
    """A paragraph outside answers."""

    text: str
    under: str
    is_heading: bool


def outside(document: Document, expected: Document, printed: Iterable[str], *, same_source: bool) -> list[Outside]:
    """What was typed, changed or taken out outside every answer.

    `expected` is the letter as these answers print it, `printed` are further words that a letter may have printed from
    answers of another day. Unless both come from the same answers, what is missing is told only where it is part of
    every letter.
    """
    allowed = set(printed) | _report_words(document) | _report_words(expected)
    here = [fixed for fixed in _fixed(document) if fixed.text not in allowed]
    there = [fixed for fixed in _fixed(expected) if fixed.text not in allowed]
    return [
        found
        for found in _differences(there, here)
        if same_source or found.new or (found.old and found.is_heading and _is_section(found.old, expected))
    ]


def _is_section(text: str, expected: Document) -> bool:
    return any(
        item.heading is not None and item.heading <= 2 and _words(item.fixed) == text  # noqa: PLR2004
        for item in expected.items
    )


def _report_words(document: Document) -> set[str]:
    """The words of the report, which a letter may repeat above each answer."""
    return {
        " ".join(text.split())
        for control in document.controls
        if control.tag.endswith((".text", ".title"))
        for text in block_texts(control.blocks)
    }


def _fixed(document: Document) -> list[_Fixed]:
    return [
        _Fixed(_words(item.fixed), item.under, item.heading is not None)
        for item in document.items
        if _words(item.fixed)
    ]


def _words(runs: Iterable[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _differences(there: list[_Fixed], here: list[_Fixed]) -> Iterator[Outside]:
    old, new = [fixed.text for fixed in there], [fixed.text for fixed in here]
    if len(old) > _MOST or len(new) > _MOST:
        known = set(old)
        yield from (Outside("", fixed.text, fixed.under) for fixed in here if fixed.text not in known)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(there[a:b], here[c:d])


def _paired(gone: list[_Fixed], come: list[_Fixed]) -> Iterator[Outside]:
    """Paragraphs that took the place of others: those that are alike are the same, changed."""
    left = list(gone)
    is_one = len(gone) == len(come) == 1
    for fixed in come:
        match = next((other for other in left if is_one or _is_alike(other, fixed)), None)
        if match is None:
            yield Outside("", fixed.text, fixed.under, fixed.is_heading)
        else:
            left.remove(match)
            yield Outside(match.text, fixed.text, fixed.under, match.is_heading)
    for fixed in left:
        yield Outside(fixed.text, "", fixed.under, fixed.is_heading)


def _is_alike(old: _Fixed, new: _Fixed) -> bool:
    if old.is_heading and new.is_heading:
        return True
    return SequenceMatcher(None, old.text[:400].lower(), new.text[:400].lower(), autojunk=False).ratio() >= _ALIKE
