"""Document, answers, and what the document was written with: what changed where, answer by answer.

What changed in the document alone is taken; what changed in the answers alone stays. Where both changed, or something
is gone that was there, a person decides: nothing is erased and no side is taken in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from s55draft.errors import AnswerPath
from s55draft.markup import parse
from s55draft.model import Response
from s55draft.pulling.places import (
    COMMENTS,
    COMMENTS_BY_ENTRY,
    NOT_IN_LETTERS,
    Known,
    Shape,
    entry_of,
    path_of,
    shape_of,
)
from s55draft.pulling.values import as_written_before, text_in, value_of
from s55draft.word.form import NAME_TAG
from s55draft.word.reader import Control, Document
from s55draft.word.written import Written, digest_of, read_written, settled


class State(StrEnum):
    """What became of an answer."""

    TAKEN = "changed in Word"
    KEPT = "changed in the answers"
    CONFLICT = "changed in Word and in the answers"
    EMPTIED = "emptied in Word"
    DELETED = "no longer in the document"
    COPIED = "in the document more than once, and not alike"
    UNFIT = "changed in Word, and cannot be taken over"
    UNKNOWN = "not in the answers"
    ABSENT = "in the answers, and not in the document"
    UNANSWERED = "not answered in the form"


class Change(NamedTuple):
    """An answer that is not the same in document and answers. Texts are empty where nothing is answered.

    `written` is what the document was written with; None where that is not known. `value` is what the answers would
    hold; `remark` says more, or why it cannot be taken.
    """

    tag: str
    title: str
    state: State
    word: str
    answers: str
    written: str | None
    path: AnswerPath = ()
    value: Any = None
    remark: str = ""
    others: tuple[str, ...] = ()
    """The texts of further controls of the same tag."""


class Merger:
    """Compares one document with one answers file."""

    def __init__(
        self, document: Document, response: Response, known: Mapping[str, Known], *, same_source: bool, is_form: bool
    ) -> None:
        self._document = document
        self._response = response
        self._known = known
        self._written = read_written(document.written)
        self._same_source = same_source
        self._is_form = is_form

    def changes(self) -> Iterator[Change]:
        """Every answer that differs, in the order of the document; then those that it has not."""
        by_tag: dict[str, list[Control]] = {}
        for control in self._document.controls:
            by_tag.setdefault(control.tag, []).append(control)
        for tag, controls in by_tag.items():
            change = self._met(tag, controls)
            if change is not None:
                yield change
        for tag, known in self._known.items():
            if tag not in by_tag:
                yield from self._missed(known)

    def _met(self, tag: str, controls: Sequence[Control]) -> Change | None:
        known = self._known.get(tag) or self._known_before(tag, controls[0])
        shape = known.shape if known else shape_of(tag)
        texts = [text_in(control, shape, self._reference(tag, known)) for control in controls]
        now = known.text if known else ""
        if shape is Shape.DAY:
            texts = [as_written_before(text, now, self._reference(tag, known)) for text in texts]
        word = texts[0]
        if known is None:
            return self._unknown(tag, controls[0], word)
        if any(text != word for text in texts):
            copied = Change(tag, known.title, State.COPIED, word, now, self._text_before(tag, known), known.path)
            return copied._replace(others=tuple(texts[1:]))
        if word == now:
            silent = self._is_form and shape is Shape.TEXT and not word and is_asked(tag)
            return Change(tag, known.title, State.UNANSWERED, "", "", None, known.path) if silent else None
        state = self._state(tag, shape, word, now)
        change = Change(tag, known.title, state, word, now, self._text_before(tag, known), known.path)
        return self._with_value(change, known, controls[0])

    def _state(self, tag: str, shape: Shape, word: str, now: str) -> State:
        word_is_old, now_is_old = self._is_as_written(tag, shape, word), self._is_as_written(tag, shape, now)
        if word_is_old is None and now_is_old is None:
            now_is_old = not now  # nothing can be lost where nothing was answered
        if word_is_old:
            return State.KEPT
        if not now_is_old:
            return State.CONFLICT
        return State.TAKEN if word else State.EMPTIED

    def _with_value(self, change: Change, known: Known, control: Control) -> Change:
        if change.state not in (State.TAKEN, State.CONFLICT) or not change.word:
            return change
        clash = _clash(known.path, self._response)
        taken = value_of(known, control, change.word)
        fault = clash or taken.fault
        if fault is not None:
            return change._replace(state=State.UNFIT, remark=fault)
        return change._replace(value=taken.value)

    def _known_before(self, tag: str, control: Control) -> Known | None:
        """An answer that the letter of today would not print, and the answers could hold."""
        path = path_of(tag, self._response)
        if path is None:
            return None
        return Known(tag, path, control.title or tag, shape_of(tag))

    def _unknown(self, tag: str, control: Control, word: str) -> Change | None:
        if not word or tag == NAME_TAG or (entry_of(tag) and self._is_as_written(tag, shape_of(tag), word)):
            return None
        remark = "the answers have no such entry" if entry_of(tag) else "s55draft knows no such answer"
        return Change(tag, control.title or tag, State.UNKNOWN, word, "", None, remark=remark)

    def _missed(self, known: Known) -> Iterator[Change]:
        """An answer that the document has not."""
        if known.tag in NOT_IN_LETTERS or (not known.text and known.shape is not Shape.TEXT):
            return
        written = self._text_before(known.tag, known)
        was_there = self._written is not None and known.tag in self._written.texts
        if was_there or (self._written is None and self._same_source):
            if known.text:
                yield Change(known.tag, known.title, State.DELETED, "", known.text, written, known.path)
        elif not self._is_form:
            yield Change(known.tag, known.title, State.ABSENT, "", known.text, None, known.path)
        elif is_asked(known.tag) and not known.text:
            remark = "it came into the answers after the form was made"
            yield Change(known.tag, known.title, State.UNANSWERED, "", "", None, known.path, remark=remark)

    def _reference(self, tag: str, known: Known | None) -> str:
        """The text by which lost looks are put back: as it was written, else as the answers have it."""
        text = self._written.texts.get(tag, "") if self._written and not self._written.is_final else ""
        return text or (known.text if known else "")

    def _text_before(self, tag: str, known: Known) -> str | None:
        if self._written is None:
            return known.text if self._same_source else None
        if self._written.is_final or tag not in self._written.texts:
            return None
        return _compared(self._written.texts[tag], known.shape)

    def _is_as_written(self, tag: str, shape: Shape, text: str) -> bool | None:
        """Whether a text is what the document was written with; None where that is not known."""
        written: Written | None = self._written
        if written is None:
            known = self._known.get(tag)
            return text == (known.text if known else "") if self._same_source else None
        if tag not in written.texts:
            return None
        if written.is_final:
            return written.texts[tag] == (digest_of(text) if text else "")
        return _compared(written.texts[tag], shape) == text


def is_asked(tag: str) -> bool:
    """Whether the form for the chief officer asks for this answer."""
    return tag == COMMENTS or (bool(entry_of(tag)) and tag.endswith(COMMENTS_BY_ENTRY))


def _compared(text: str, shape: Shape) -> str:
    """A text as it was written, in the form in which answers are compared."""
    return settled(parse(text)) if shape is Shape.TEXT and text else text


def _clash(path: AnswerPath, response: Response) -> str | None:
    """What stands in the way of an answer's place: the PCC's answer is a text, or has parts."""
    if len(path) < 3 or path[2] != "pcc":  # noqa: PLR2004 - list, position, key
        return None
    entry = getattr(response, str(path[0]))[path[1]]
    if entry.pcc is None:
        return None
    if entry.pcc.is_plain and len(path) > 3:  # noqa: PLR2004
        return "the answers now give the PCC's answer as one text; copy it over by hand"
    if not entry.pcc.is_plain and len(path) == 3:  # noqa: PLR2004
        return "the answers now give the PCC's answer in parts; copy it over by hand"
    if {path[-1]} & {"action", "no_action"}:
        other = "no_action" if path[-1] == "action" else "action"
        if getattr(entry.pcc, other) is not None and getattr(entry.pcc, str(path[-1])) is None:
            return f"the answers now have '{other}' instead; only one of the two can stand there"
    return None
