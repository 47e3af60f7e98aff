"""Lines for a terminal of any width, broken between words; wide characters count for what they take."""

from collections.abc import Iterator
from unicodedata import combining, east_asian_width

from s55draft.wizard.prompter import Span


def _columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def wrapped(spans: list[Span], width: int) -> Iterator[list[Span]]:
    """The spans in lines of at most `width` columns."""
    line: list[Span] = []
    used = 0
    for look, piece in ((span.look, piece) for span in spans for piece in _pieces(span.text)):
        word = piece
        if used and used + _columns(word.rstrip()) > width:
            yield line
            line, used, word = [], 0, word.lstrip()
        line.append(Span(word, look))
        used += _columns(word)
    yield line or [Span("")]


def _pieces(text: str) -> list[str]:
    """Words, each with the white space behind it."""
    out: list[str] = []
    for part in text.split(" "):
        if out:
            out[-1] += " "
        out.append(part)
    return [piece for piece in out if piece]
