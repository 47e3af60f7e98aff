"""The marks inside a paragraph: bold, italic, raised, links. Text ⇄ runs.

A small subset of Markdown in which everything that is not plainly a mark is literal: white space and line ends
count as typed, a `*` in a sum is a `*`. A backslash before a mark makes the mark literal, and of several
backslashes before a mark each pair stands for one; any other backslash is just itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple


class Run(NamedTuple):
    """Text of one look. A line end in `text` is a line break; `url` is http, https or mailto."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    url: str | None = None


Runs = tuple[Run, ...]

_URL = r"(?:https?://|mailto:)[^\s()<>\[\]\\]*(?:\([^\s()<>\[\]\\]*\)[^\s()<>\[\]\\]*)*"
_HAS_MARK = re.compile(r"[*^\[\\]")
_MARKS = (
    r"(?P<slashes>(?<!\\)\\++)(?P<escaped>[*^\[\]])"
    rf"|\[(?P<label>(?:\\[^\n]|[^\[\]\\\n])+)\]\((?P<url>{_URL})\)"
    r"|\^(?P<raised>[^\W_]+)\^"
    r"|(?P<stars>\*+)"
)
_MARK_CHARACTERS = r"((?<!\\)\\++)?([*^\[\]])"
_ALIKE_RAISED = r"[^\W_]+|[\W_]+"
_FIRST_WORD = re.compile(r"[^\W_]+")


_ITALIC, _BOLD = 1, 2  # the width of their marks, in stars
_OPENED_BY = {_ITALIC: (_ITALIC,), _BOLD: (_BOLD,), _ITALIC + _BOLD: (_BOLD, _ITALIC)}


def is_link_target(url: str) -> bool:
    """Whether an address may stand behind a link: http, https or mailto, and writable between brackets."""
    return re.fullmatch(_URL, url) is not None


class _Stars:
    """A `*` or `**` that opens or closes emphasis once its partner is found; literal until then."""

    __slots__ = ("paired", "width")

    def __init__(self, width: int, *, paired: bool = False) -> None:
        self.width = width
        self.paired = paired


_Piece = Run | _Stars


def parse_inline(text: str) -> Runs:
    """Runs of a paragraph's text, in canonical form (see `canonical`)."""
    if not text:
        return ()
    if _HAS_MARK.search(text) is None:
        return (Run(text),)
    return canonical(_flatten(_pieces(text, None)))


def _pieces(text: str, url: str | None) -> list[_Piece]:
    pieces: list[_Piece] = []
    opened: dict[int, _Stars] = {}
    marks = re.compile(_MARKS)
    at = 0
    while (match := marks.search(text, at)) is not None:
        if match.start() > at:
            pieces.append(Run(text[at : match.start()], url=url))
        at = match.end()
        if match["slashes"]:
            at = _add_escaped(pieces, match, url)
        elif match["label"] and url is None:
            pieces.extend(_flatten(_pieces(_halved_at_end(match["label"]), match["url"])))
        elif match["raised"]:
            pieces.append(Run(match["raised"], raised=True, url=url))
        elif match["stars"]:
            _add_stars(pieces, opened, text, match)
        else:  # a link inside a link's text: its bracket is literal
            pieces.append(Run("[", url=url))
            at = match.start() + 1
    if at < len(text):
        pieces.append(Run(text[at:], url=url))
    return [
        Run("*" * piece.width, url=url) if isinstance(piece, _Stars) and not piece.paired else piece for piece in pieces
    ]


def _halved_at_end(label: str) -> str:
    """A link's text, the backslashes before its closing bracket halved."""
    core = label.rstrip("\\")
    return core + "\\" * ((len(label) - len(core)) // 2)


def _add_escaped(pieces: list[_Piece], match: re.Match[str], url: str | None) -> int:
    """Half of the backslashes, and the mark if an odd one was left for it. Returns where to read on."""
    pairs, odd = divmod(len(match["slashes"]), 2)
    literal = "\\" * pairs + (match["escaped"] if odd else "")
    if literal:
        pieces.append(Run(literal, url=url))
    return match.end() if odd else match.start("escaped")


def _add_stars(pieces: list[_Piece], opened: dict[int, _Stars], text: str, match: re.Match[str]) -> None:
    """A row of stars: closes what is open and fits, opens with what is left, else is literal."""
    width = match.end() - match.start()
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    in_word = _is_letter(before) and _is_letter(after)
    can_close = not before.isspace() and not in_word
    can_open = not after.isspace() and not in_word
    if can_close:
        for mark in _closable(width, opened, can_open=can_open):
            partner = opened.pop(mark)
            partner.paired = True
            pieces.append(_Stars(mark, paired=True))
            width -= mark
    if can_open and width in _OPENED_BY:
        for mark in _OPENED_BY[width]:
            opened[mark] = _Stars(mark)  # the latest opener wins; an older one stays literal
            pieces.append(opened[mark])
    elif width:
        pieces.append(_Stars(width))


def _closable(width: int, opened: dict[int, _Stars], *, can_open: bool) -> tuple[int, ...]:
    """Which open marks a row of `width` stars closes, innermost first."""
    if _ITALIC in opened and _BOLD in opened:
        return tuple(reversed(opened)) if width >= _ITALIC + _BOLD else (width,)
    if _BOLD in opened and width >= _BOLD:
        return (_BOLD,)
    if _ITALIC in opened and (width != _BOLD or not can_open):
        return (_ITALIC,)
    return ()


def _flatten(pieces: Iterable[_Piece]) -> list[Run]:
    """Runs with the emphasis of the star marks around them."""
    look = {1: False, 2: False}
    runs = []
    for piece in pieces:
        if isinstance(piece, _Stars):
            look[piece.width] = not look[piece.width]
        else:
            runs.append(piece._replace(bold=piece.bold or look[2], italic=piece.italic or look[1]))
    return runs


def canonical(runs: Iterable[Run]) -> Runs:
    """The same text in the one form that text with marks can say.

    Neighbours of one look are one run; only letters and digits are raised; a word is bold or italic as a whole;
    white space is so only between two characters that are; a line break is no part of a link.
    """
    given = [piece for run in runs if run.text for piece in _unlinked_breaks(run)]
    if any(run.bold or run.italic or run.raised for run in given):
        given = _settled(_whole_words([piece for run in given for piece in _cut(run)]))
    return _joined(given)


def _joined(runs: Iterable[Run]) -> Runs:
    return tuple(Run("".join(run.text for run in same), *look) for look, same in groupby(runs, key=lambda run: run[1:]))


def _unlinked_breaks(run: Run) -> Iterable[Run]:
    if run.url is None or "\n" not in run.text:
        return (run,)
    return (
        run._replace(text=part, url=None if part == "\n" else run.url) for part in re.split("(\n)", run.text) if part
    )


def _cut(run: Run) -> Iterator[Run]:
    """The run in pieces that are white space or begin and end with none; only letters and digits stay raised."""
    if run.raised and not _FIRST_WORD.fullmatch(run.text):
        for part in re.findall(_ALIKE_RAISED, run.text):
            yield from _cut(run._replace(text=part, raised=_FIRST_WORD.match(part) is not None))
        return
    core = run.text.strip()
    if not core:
        yield run
        return
    start = run.text.index(core[0])
    for part in (run.text[:start], core, run.text[start + len(core) :]):
        if part:
            yield run._replace(text=part)


def _whole_words(pieces: list[Run]) -> list[Run]:
    """A word takes the bold and italic of its first letter."""
    out: list[Run] = []
    for piece in pieces:
        rest = piece
        if out and rest[1:] != out[-1][1:] and rest[3:] == out[-1][3:] and _is_letter(out[-1].text[-1]):
            word = _FIRST_WORD.match(rest.text)
            if word is not None:
                out.append(out[-1]._replace(text=word[0]))
                rest = rest._replace(text=rest.text[word.end() :])
        if rest.text:
            out.extend(_cut(rest))
    return out


def _is_letter(character: str) -> bool:
    return _FIRST_WORD.match(character) is not None


def _settled(pieces: list[Run]) -> list[Run]:
    """White space is bold or italic only where what stands before and after it is alike."""
    words = [(piece.bold, piece.italic) if not piece.text.isspace() else None for piece in pieces]
    after: list[tuple[bool, bool] | None] = [None] * len(pieces)
    following = None
    for i in range(len(pieces) - 1, -1, -1):
        after[i] = following
        following = words[i] or following
    out = []
    before = None
    for piece, own, behind in zip(pieces, words, after, strict=True):
        if own is not None:
            before = own
            out.append(piece)
        else:
            bold, italic = before if before is not None and before == behind else (False, False)
            out.append(piece._replace(bold=bold, italic=italic))
    return out


def inline_text(runs: Sequence[Run]) -> str:
    """Text with marks that `parse_inline` reads as exactly these runs; escapes only where they are needed."""
    bare = _marked(runs, escape=False)
    return bare if parse_inline(bare) == tuple(runs) else _marked(runs, escape=True)


def _marked(runs: Sequence[Run], *, escape: bool) -> str:
    out = ""
    for (bold, italic), group in groupby(runs, key=lambda run: (run.bold, run.italic)):
        inner = _links_and_raised(list(group), escape=escape)
        stars = "*" * (2 * bold + italic)
        out = _before_mark(out, stars) + _before_mark(inner, stars)
    return out


def _escaped(mark: re.Match[str]) -> str:
    return 2 * (mark[1] or "") + "\\" + mark[2]


def _before_mark(text: str, mark: str) -> str:
    """The text, then the mark, its last backslashes doubled so that they stay backslashes."""
    slashes = len(text) - len(text.rstrip("\\"))
    return text + "\\" * slashes + mark if mark else text


def _links_and_raised(runs: list[Run], *, escape: bool) -> str:
    out = ""
    for url, group in groupby(runs, key=lambda run: run.url):
        inner = ""
        for run in group:
            if run.raised:
                inner = _before_mark(inner, f"^{run.text}^")
            else:
                inner += re.sub(_MARK_CHARACTERS, _escaped, run.text) if escape else run.text
        if url is None:
            out += inner
        else:
            out = _before_mark(out, "[") + _before_mark(inner, f"]({url})")
    return out
