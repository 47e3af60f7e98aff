"""A text as it will stand in the letter, in lines for the screen."""

from collections.abc import Iterable, Iterator

from s55draft.inline import Run
from s55draft.markup import Block, Heading, ListBlock, block_texts, parse
from s55draft.wizard.prompter import Span

_INDENT = "   "
PreviewLine = list[Span]


def preview(text: str) -> list[PreviewLine]:
    """The lines of a text as it will stand in the letter: marks turned into looks, lists with their bullets."""
    lines: list[PreviewLine] = []
    for block in parse(text):
        if lines:
            lines.append([Span("")])
        lines += _block_lines(block, "")
    return lines


def _block_lines(block: Block, indent: str) -> Iterator[PreviewLine]:
    if isinstance(block, ListBlock):
        for i, item in enumerate(block.items):
            mark = "\u2022 " if block.start is None else f"{block.start + i}. "
            yield from _lines(item.runs, indent + mark, indent + " " * len(mark))
            for under in item.lists:
                yield from _block_lines(under, indent + _INDENT)
        return
    yield from _lines(block.runs, indent, indent, "bold" if isinstance(block, Heading) else "")


def _lines(runs: Iterable[Run], first: str, more: str, look: str = "") -> Iterator[PreviewLine]:
    line = [Span(first)] if first else []
    for run in runs:
        parts = run.text.split("\n")
        for i, part in enumerate(parts):
            if i:
                yield line or [Span("")]
                line = [Span(more)] if more else []
            if part:
                line.append(Span(part, look or _look(run)))
        if run.url is not None and run.url != run.text:
            line.append(Span(f" <{run.url}>", "quiet"))
    yield line or [Span("")]


def _look(run: Run) -> str:
    if run.url is not None:
        return "link"
    return "bold" if run.bold else "italic" if run.italic else ""


def word_count(text: str) -> int:
    """How many words the letter will have of a text."""
    return sum(len(words.split()) for words in block_texts(parse(text)))


def measure(text: str) -> str:
    """A text's length in words: `1,234 words in 12 paragraphs`."""
    words, parts = word_count(text), sum(1 for _ in block_texts(parse(text)))
    one = f"{words:,} word{'' if words == 1 else 's'}"
    return one if parts == 1 else f"{one} in {parts} paragraphs"


def excerpt(text: str, width: int) -> str:
    """The beginning of a text on one line."""
    words = " ".join(" ".join(block_texts(parse(text))).split()) if text else ""
    return words if len(words) <= width else words[: width - 1].rstrip() + "\u2026"
