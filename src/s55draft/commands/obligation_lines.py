"""What section 55 asks, as lines that people read: provision, whether it is met, what to do."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s55draft.errors import Location
    from s55draft.statute import Obligation

_WIDTH = 80
_INDENT = " " * 10


def obligation_lines(obligations: "Iterable[tuple[Obligation, Location]]", *, with_places: bool) -> Iterator[str]:
    """The lines of a list of obligations; none for an empty list.

    `with_places`: where something must be done, its place in the file is told too.
    """
    from s55draft.statute import State  # noqa: PLC0415 - `build` does without

    head = "Section 55 of the Police Act 1996 asks:"
    for each, place in obligations:
        if head:
            yield head
            head = ""
        state = each.state.value.upper() if each.state is State.NOT_MET else each.state.value
        yield from _wrapped(f"{each.provision:<8}  {state}: {each.finding}")
        if each.todo:
            yield from _wrapped(f"{_INDENT}To do: {each.todo}")
        if with_places and place.line and each.problem() is not None:
            yield f"{_INDENT}At: {place}"


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False)
