"""What section 55 asks, as lines that people read: provision, whether it is met, what to do."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s55draft.statute import Obligation

_WIDTH = 80
_INDENT = " " * 10


def obligation_lines(obligations: "Iterable[Obligation]") -> Iterator[str]:
    """The lines of a list of obligations; none for an empty list."""
    from s55draft.statute import State  # noqa: PLC0415 - `build` does without

    head = "Section 55 of the Police Act 1996 asks:"
    for each in obligations:
        if head:
            yield head
            head = ""
        state = each.state.value.upper() if each.state is State.NOT_MET else each.state.value
        yield from _wrapped(f"{each.provision:<8}  {state}: {each.finding}")
        if each.todo:
            yield from _wrapped(f"{_INDENT}To do: {each.todo}")


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False)
