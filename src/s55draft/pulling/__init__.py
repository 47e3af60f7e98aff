"""Documents of ours that people edited in Word → what changed in them, and the answers with it.

`Pull` reads and compares; nothing is written until `write` is told what to take.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from s55draft import answers as answers_file
from s55draft.answers import Answers
from s55draft.answers.draft import Draft
from s55draft.context import DRAFT_MARK
from s55draft.drafting import Drafter
from s55draft.errors import AnswersError, Location, S55Error, SourceError, error, path_text
from s55draft.layout import Layout
from s55draft.office import Office, fill_names, inspectorate_on
from s55draft.pulling.attaching import with_what_follows
from s55draft.pulling.belonging import report_of_another
from s55draft.pulling.forms import as_said_in_form
from s55draft.pulling.merging import Change, Merger, State
from s55draft.pulling.outside import Outside, outside
from s55draft.pulling.places import Shape, entry_of, known_answers, known_in_form
from s55draft.pulling.standing import remarks_on_fields
from s55draft.pulling.values import text_in
from s55draft.typed import as_typed
from s55draft.word.form import FORM_KIND, KIND, NAME_TAG
from s55draft.word.reader import Document, Kind, Remark, read_document
from s55draft.word.render import ANSWERS_DIGEST, LAYOUT

__all__ = ["Change", "Outside", "Pull", "Pulled", "Remark", "Side", "State", "open_pull"]
MOST_FIELDS = 3_000
_LABELS = {
    "recommendations": "recommendation",
    "causes_of_concern": "cause_of_concern",
    "areas_for_improvement": "area_for_improvement",
}


class Side(StrEnum):
    """Whose text is to stand in the answers."""

    WORD = "word"
    ANSWERS = "answers"


class Pulled(NamedTuple):
    """What differs between a document and the answers, and what answers cannot hold."""

    changes: tuple[Change, ...]
    outside: tuple[Outside, ...]
    remarks: tuple[Remark, ...]

    def of(self, *states: State) -> list[Change]:
        """The changes in one of the states."""
        return [change for change in self.changes if change.state in states]


def open_pull(document: Path, answers: Path, drafter: Drafter) -> "Pull":
    """A document of ours and the answers file that it is to be read into.

    Raises SourceError if the document cannot be read, is none of ours, or is that of another response; AnswersError,
    OfficeError, TemplateError.
    """
    read = answers_file.read(answers)
    office, layout = drafter.office_for(answers.parent), drafter.layout_for(read)
    known = known_answers(read.response, office, layout)
    found = read_document(document, tags=known)
    if not found.controls and ANSWERS_DIGEST not in found.properties:
        hint = "for a response that was not made with s55draft: s55draft import DOCX -o ANSWERS"
        message = "this document was not made by s55draft, or has lost all of its answers' fields"
        raise SourceError(error("source", message, hint).at(Location(str(document))))
    if len(found.controls) > MOST_FIELDS:
        message = f"this document has {len(found.controls):,} fields; the longest letter has some hundreds"
        raise SourceError(error("source", message, "is this the right file?").at(Location(str(document))))
    other = report_of_another(found, known)
    if other is not None:
        own = known["report.title"].text
        message = (
            f"this document is about another report, \u201c{other}\u201d; these answers are about \u201c{own}\u201d"
        )
        hint = f"name the answers file that it was made from, not {as_typed(answers)}"
        raise SourceError(error("source", message, hint).at(Location(str(document))))
    return Pull(found, answers, read, drafter, office, layout)


class Pull:
    """One document read back into one answers file."""

    def __init__(  # noqa: PLR0913, PLR0917 - what was read, once
        self, document: Document, path: Path, read: Answers, drafter: Drafter, office: Office, layout: Layout
    ) -> None:
        self._path = path
        self._read = read
        self._drafter = drafter
        self._office = office
        self._layout = layout
        self._is_form = document.properties.get(KIND) == FORM_KIND
        self._same_source = document.properties.get(ANSWERS_DIGEST) == read.digest
        self._expected = None if self._is_form else self._as_drafted()
        self.document = with_what_follows(document, self._expected)

    def pulled(self) -> Pulled:
        """What differs."""
        known = (known_in_form if self._is_form else known_answers)(self._read.response, self._office, self._layout)
        merger = Merger(self.document, self._read.response, known, same_source=self._same_source, is_form=self._is_form)
        fixed = []
        if self._expected is not None:
            fixed = outside(self.document, self._expected, self._may_be_printed(), same_source=self._same_source)
        remarks = tuple(_not_in(self.document.remarks, self._expected.remarks if self._expected else ()))
        changes = tuple(as_said_in_form(merger.changes()) if self._is_form else merger.changes())
        standing = remarks_on_fields(self.document, known, changes)
        return Pulled(changes, tuple(fixed), (*self._filled_in_by(), *self._of_another_layout(), *standing, *remarks))

    def _of_another_layout(self) -> Iterator[Remark]:
        made_in, now = self.document.properties.get(LAYOUT, ""), self._layout.name
        if made_in and made_in != now and not self._is_form:
            what = f"The letter was made in the layout {made_in}, and the answers now say {now}; its fixed words differ"
            yield Remark(Kind.LAYOUT, what)

    def _filled_in_by(self) -> Iterator[Remark]:
        """The name in a form; the answers have no place for it."""
        control = self.document.control(NAME_TAG)
        text = text_in(control, Shape.LINE, "") if control is not None else ""
        if text:
            yield Remark(Kind.NAME, "Filled in by", text=text)

    def _as_drafted(self) -> Document | None:
        """The letter as the answers print it now; None where they make none."""
        try:
            return read_document(self._drafter.draft(self._read, self._path.parent).data)
        except S55Error:
            return None

    def _may_be_printed(self) -> Iterator[str]:
        """Fixed words that a letter of other answers has and one of these has not, or the other way round."""
        yield DRAFT_MARK
        if self._same_source:
            return
        inspectorate = inspectorate_on(self._read.response.report.published_on)
        yield from (fill_names(words, self._office, inspectorate) for words in self._layout.empty.values())
        for control in self.document.controls:
            entry = entry_of(control.tag)
            if entry:
                name, _, key = entry.removesuffix("]").partition("[")
                label = self._layout.labels[_LABELS[name]].replace("{number}", key)
                yield from (label, f"{label}:")

    def write(self, chosen: Mapping[str, Change]) -> None:
        """Puts the changes into the answers file, whole or not at all; lines of all other answers stay as they are.

        A change whose value is None takes its answer out. Raises AnswersError if the file was changed meanwhile, or
        if the answers would no longer be sound; ExportError. The old file is then as it was.
        """
        draft = Draft.open(self._path)
        for change in chosen.values():
            if change.value is None:
                draft.remove(change.path)
            else:
                _put(draft, change)
            draft.notes.pop(path_text(change.path), None)
        answers_file.load(draft.text().encode("utf-8", "replace"), str(self._path))
        if hashlib.sha256(self._path.read_bytes()).hexdigest() != self._read.digest:
            message = "the answers were changed by somebody else meanwhile; nothing was written"
            raise AnswersError(error("changed", message, "pull again").at(Location(str(self._path))))
        draft.save()


def _not_in(remarks: Iterable[Remark], printed: Iterable[Remark]) -> Iterator[Remark]:
    """The remarks, but for those on what every letter has: the office's logo, the table of boxes."""
    usual = Counter((remark.kind, remark.text) for remark in printed)
    for remark in remarks:
        if remark.kind is Kind.TABLE_OF_BOXES:
            continue
        if usual[remark.kind, remark.text]:
            usual[remark.kind, remark.text] -= 1
        else:
            yield remark


def _put(draft: Draft, change: Change) -> None:
    """The value in its place; an area for improvement that is written as its words alone stays so."""
    path = change.path
    held = draft.get(path[:-1])
    if isinstance(held, str) and path[-1] == "text":
        path = path[:-1]
    draft.set(path, change.value)
