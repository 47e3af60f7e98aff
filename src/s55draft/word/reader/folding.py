"""Paragraphs as read → blocks: those of a list are put together again."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from s55draft.inline import Runs, canonical
from s55draft.markup import Block, Heading, ListBlock, ListItem, Paragraph, numbered_alike


class _Line(Protocol):
    """What a paragraph must say to become part of blocks."""

    @property
    def runs(self) -> Runs: ...
    @property
    def heading(self) -> int | None: ...
    @property
    def level(self) -> int | None: ...
    @property
    def number(self) -> int | None: ...


_Numbered = tuple[int | None, ListItem]


def blocks_of(lines: Iterable[_Line]) -> tuple[Block, ...]:
    """The blocks that paragraphs make, lists of more than two levels flattened to two."""
    return tuple(_blocks(lines))


def _blocks(lines: Iterable[_Line]) -> Iterator[Block]:
    held: list[_Line] = []
    for line in lines:
        if line.level is not None:
            held.append(line)
            continue
        yield from _lists(held)
        held = []
        if line.heading is None:
            yield Paragraph(line.runs)
        else:
            yield Heading(canonical(run._replace(bold=False) for run in line.runs))
    yield from _lists(held)


def _lists(lines: list[_Line]) -> Iterator[ListBlock]:
    tops: list[tuple[_Numbered, list[_Numbered]]] = []
    for line in lines:
        item = (line.number, ListItem(line.runs))
        if line.level == 0 or not tops:
            tops.append((item, []))
        else:
            tops[-1][1].append(item)
    yield from numbered_alike(
        (number, ListItem(item.runs, tuple(numbered_alike(under)))) for (number, item), under in tops
    )
