"""How answers stand in a document, where a person may have meant something else than what is read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from s55draft.markup import Paragraph, runs_text
from s55draft.pulling.merging import Change, State
from s55draft.pulling.places import Known, Shape, shape_of
from s55draft.word.reader import Control, Document, Kind, Remark


def remarks_on_fields(document: Document, known: Mapping[str, Known], changes: Iterable[Change]) -> Iterator[Remark]:
    """Fields that were copied or moved into one another, and paragraphs that are read as minor headings."""
    counts = Counter(control.tag for control in document.controls)
    state = {change.tag: change.state for change in changes}
    for control in document.controls:
        title, under = _title(control, known), control.under
        if control.within:
            place = f"stands within \u201c{control.within}\u201d, and is no part of that"
            yield Remark(Kind.FIELD, f"The field \u201c{title}\u201d {place}", under=under)
        if counts[control.tag] > 1 and state.get(control.tag) is not State.COPIED:
            yield Remark(
                Kind.FIELD,
                f"The field \u201c{title}\u201d stands {_times(counts.pop(control.tag))}, alike",
                under=under,
            )
        if state.get(control.tag) in (State.TAKEN, State.CONFLICT) and shape_of(control.tag) is Shape.TEXT:
            yield from _bold(control)


def _bold(control: Control) -> Iterator[Remark]:
    for block in control.blocks:
        if isinstance(block, Paragraph) and all(run.bold for run in block.runs):
            what = "A paragraph that is bold as a whole becomes a minor heading"
            yield Remark(Kind.BOLD, what, runs_text(block.runs), control.under)


def _title(control: Control, known: Mapping[str, Known]) -> str:
    return known[control.tag].title if control.tag in known else control.title or control.tag


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"  # noqa: PLR2004
