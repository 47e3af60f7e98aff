"""Whether a document belongs to the answers that it is to be read into, or to those of another response."""

from collections.abc import Mapping

from s55draft.pulling.places import Known, shape_of
from s55draft.pulling.values import text_in
from s55draft.word.reader import Document
from s55draft.word.written import Written, digest_of, read_written

_TITLE = "report.title"
_BY = (_TITLE, "report.published_on")
"""What tells one report from another: nobody changes both by the way."""


def report_of_another(document: Document, known: Mapping[str, Known]) -> str | None:
    """The title of the report that a document is about, where it is not that of the answers; else None.

    The answers' title and day must both be neither what the document says nor what it was written with.
    """
    written = read_written(document.written)
    if any(_may_be_the_same(tag, document, known, written) for tag in _BY):
        return None
    return _said(_TITLE, document)


def _said(tag: str, document: Document) -> str:
    control = document.control(tag)
    return "" if control is None else text_in(control, shape_of(tag), "")


def _may_be_the_same(tag: str, document: Document, known: Mapping[str, Known], written: Written | None) -> bool:
    said, now = _said(tag, document), known[tag].text if tag in known else ""
    if not said or not now or said == now:
        return True
    if written is None:
        return False
    before = written.texts.get(tag, "")
    return before in ("", digest_of(now) if written.is_final else now)
