"""The one reader of Word files: what people typed, whoever made the file, and plain words on all that is left out.

Tracked insertions count, deletions do not. `read_document` gives paragraphs, content controls and remarks;
`read_text` the text alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from s55draft.markup import Blocks, parse, to_text
from s55draft.word.marks import bookmark_name
from s55draft.word.reader.body import Body
from s55draft.word.reader.document import Box, Cell, Control, Document, Item, Kind, Remark
from s55draft.word.reader.folding import blocks_of
from s55draft.word.reader.opening import Package, UnfitError, open_document
from s55draft.word.render import custom_properties
from s55draft.word.written import tags_in, written_part

__all__ = [
    "Box",
    "Cell",
    "Control",
    "Document",
    "Item",
    "Kind",
    "Read",
    "Remark",
    "blocks_of",
    "read_document",
    "read_text",
]
_NEAR = 40


class Read(NamedTuple):
    """The text of a Word file, and plain words on what could not be kept."""

    blocks: Blocks
    messages: tuple[str, ...]


def read_document(
    source: Path | bytes, name: str = "the file", tags: Iterable[str] = (), most: int | None = None
) -> Document:
    """A Word file as read; `name` stands in messages where it is given as bytes.

    `tags` are those that the document is known to have had, for the case that another program has lost them.
    `most` is how many paragraphs it may have. Raises SourceError that says what makes the file unfit.
    """
    try:
        package = open_document(source)
        return _read(package, tags, most)
    except UnfitError as exc:
        raise exc.at(name if isinstance(source, bytes) else str(source)) from exc
    except (etree.XMLSyntaxError, RecursionError) as exc:
        hint = "open it in Word and save it again as a Word Document (.docx)"
        unfit = UnfitError("this Word file is damaged", hint)
        raise unfit.at(name if isinstance(source, bytes) else str(source)) from exc


def _read(package: Package, tags: Iterable[str], most: int | None) -> Document:
    written = written_part(package.kept)
    marks = {bookmark_name(tag): tag for tag in (*tags, *tags_in(written))}
    body = Body(package, marks)
    count = 0 if most is None else body.paragraphs()
    if most is not None and count > most:
        message = f"this document has {count:,} paragraphs; the longest response has some hundreds"
        raise UnfitError(message, "is this the right file?")
    items = tuple(body.items())
    properties = custom_properties(package.parts.get("custom-properties", b""))
    return Document(items, tuple(body.holders.controls()), tuple(body.remarks), properties, written)


def read_text(path: Path) -> Read:
    """The text of a Word file from outside.

    Raises SourceError that says what makes the file unfit.
    """
    document = read_document(path)
    settled = parse(to_text(blocks_of(item for item in document.items if item.runs)))
    return Read(settled, tuple(_messages(document.remarks)))


def _messages(remarks: Iterable[Remark]) -> Iterator[str]:
    """A sentence for each kind of remark, with how often and near what words."""
    left = [remark for remark in remarks if remark.kind not in (Kind.INSERTION, Kind.FORMATTING)]
    for what, count in Counter(remark.what for remark in left).items():
        near = next((_near(remark.words) for remark in left if remark.what == what and remark.words), "")
        often = f" ({count} times)" if count > 1 else ""
        yield f"{what}{often}" + (f", near \u201c{near}\u201d" if near else "")


def _near(words: str) -> str:
    bare = " ".join(words.split())
    return bare if len(bare) <= _NEAR else bare[: _NEAR - 1] + "\u2026"
