"""Paragraphs behind an answer whose control another program has lost: they belong to that answer.

In Word one types on inside the control. LibreOffice keeps only the bookmark, which ends with the last paragraph that it
was set around; whatever is typed behind it is outside, though for the person who typed it is part of the answer.
"""

from s55draft.markup import parse, runs_text, to_text
from s55draft.word.reader import Control, Document, Item, blocks_of


def with_what_follows(document: Document, expected: Document | None) -> Document:
    """The document; each answer that stands in a bookmark alone goes on to the next thing that a letter prints."""
    marked = {control.tag for control in document.controls if control.is_bookmark and control.ticked is None}
    if not marked or expected is None:
        return document
    printed = {_words(item) for item in expected.items if item.fixed}
    items: list[Item] = []
    added: dict[str, list[Item]] = {}
    last: str | None = None
    for item in document.items:
        if item.tag is not None:
            last = item.tag if item.tag in marked and not item.fixed else None
        elif last is not None and item.heading is None and item.cell is None and _words(item) not in printed:
            added.setdefault(last, []).append(item)
            items.append(item._replace(tag=last, fixed=()))
            continue
        else:
            last = None
        items.append(item)
    controls = tuple(_longer(control, added.get(control.tag, [])) for control in document.controls)
    return document._replace(items=tuple(items), controls=controls)


def _words(item: Item) -> str:
    return " ".join(runs_text(item.fixed).split())


def _longer(control: Control, more: list[Item]) -> Control:
    if not more or not control.is_bookmark:
        return control
    text = "\n\n".join(filter(None, (to_text(control.blocks), to_text(blocks_of(more)))))
    return control._replace(blocks=parse(text))
