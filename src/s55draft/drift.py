"""Whether a letter still is what this program wrote, and from which answers.

A letter carries two digests among its custom properties: of the answers that it was made from, and of its own parts
as they were written. Comparing both says who changed what since; nothing here asks when.
"""

from enum import Enum
from pathlib import Path

from s55draft.errors import TemplateError


class LetterState(Enum):
    """How a letter stands to its answers. The value says it in words, after 'letter: '."""

    NO_LETTER = "none yet"
    CURRENT = "up to date"
    ANSWERS_CHANGED = "answers changed since"
    LETTER_CHANGED = "changed in Word"
    BOTH = "changed in Word, and so were the answers"
    FOREIGN = "not written by s55draft"
    UNREADABLE = "cannot be read"

    @property
    def holds_work(self) -> bool:
        """Whether somebody's work may be in the file, so that it must not be replaced unasked."""
        return self in _HOLD_WORK


_HOLD_WORK = {LetterState.LETTER_CHANGED, LetterState.BOTH, LetterState.FOREIGN, LetterState.UNREADABLE}


def letter_state(answers: str | None, letter: Path) -> LetterState:
    """How the letter at a path stands to the answers with this digest (`answers.source.digest`).

    None for answers that are not at hand: they then count as not changed.
    """
    from s55draft.word.package import read_package  # noqa: PLC0415 - only where a letter is there already
    from s55draft.word.render import (  # noqa: PLC0415
        ANSWERS_DIGEST,
        CUSTOM_PROPERTIES,
        LETTER_DIGEST,
        custom_properties,
        letter_digest,
    )

    if not letter.exists():
        return LetterState.NO_LETTER
    try:
        parts = read_package(letter)
    except TemplateError:
        return LetterState.UNREADABLE
    written = custom_properties(parts.get(CUSTOM_PROPERTIES, b""))
    if LETTER_DIGEST not in written or ANSWERS_DIGEST not in written:
        return LetterState.FOREIGN
    letter_changed = written[LETTER_DIGEST] != letter_digest(parts)
    if answers is not None and written[ANSWERS_DIGEST] != answers:
        return LetterState.BOTH if letter_changed else LetterState.ANSWERS_CHANGED
    return LetterState.LETTER_CHANGED if letter_changed else LetterState.CURRENT


def was_final(letter: Path) -> bool:
    """Whether a letter of ours was built for publication."""
    from s55draft.word.package import read_package  # noqa: PLC0415 - only where a letter is there already
    from s55draft.word.written import read_written, written_part  # noqa: PLC0415

    try:
        parts = read_package(letter)
    except TemplateError:
        return False
    kept = (data for name, data in parts.items() if name.startswith("customXml/item") and "Props" not in name)
    written = read_written(written_part(kept))
    return written is not None and written.is_final
