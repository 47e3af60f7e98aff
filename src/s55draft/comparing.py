"""Two texts, or two sets of answers, compared: which answers differ, and in which words.

Pure functions on texts. Words are compared within paragraphs, so that a changed word is told as that word and not as
its paragraph; very long passages that differ throughout are told as a whole, so that time stays bounded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(r"\w[\w'\u2019-]*[^\S\n]*|[^\w\s]|\n+|[^\S\n]+")
_MOST_PAIRS = 1_000_000
"""How many pairs of words are compared with one another; beyond, a passage counts as changed throughout."""
_CONTEXT = 8  # words of an unchanged passage that are shown on each side of a change
_ALIKE = 0.25  # of the words; below, two texts are told one after the other


class Kind(StrEnum):
    """What became of a piece of text, or of an answer."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    RENUMBERED = "renumbered"


class Piece(NamedTuple):
    """A piece of text that is the same in both, or in one of them alone."""

    kind: Kind
    text: str


class Difference(NamedTuple):
    """An answer that is not the same in both. `path` is its tag; None: it is not there.

    Of an entry that moved, `old` and `new` name the entry before it; empty: it comes first. Of one that was renumbered,
    they are its tags.
    """

    path: str
    kind: Kind
    old: str | None
    new: str | None

    def pieces(self) -> tuple[Piece, ...]:
        """Its text, piece by piece."""
        return word_changes(self.old or "", self.new or "")


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """The answers that differ, in the order of the new; those that are gone stand where they were."""
    found = []
    for path in _merged_order(list(old), list(new)):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
        found.append(Difference(path, kind, before, after))
    return found


def moves(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """The entries, by name, that stand in another order; as few of them as explain it."""
    common_old, common_new = [name for name in old if name in set(new)], [name for name in new if name in set(old)]
    kept = _longest_in_order([common_old.index(name) for name in common_new])
    stayed = {common_old[place] for place in kept}
    return [
        Difference(name, Kind.MOVED, _before(common_old, name), _before(common_new, name))
        for name in common_new
        if name not in stayed
    ]


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts: what is the same, what only the old has, what only the new. A removal comes first."""
    if old == new:
        return (Piece(Kind.SAME, old),) if old else ()
    return tuple(_joined(_settled(list(_joined(_by_paragraph(old, new))))))


def marked(pieces: Iterable[Piece], *, whole: bool = False) -> str:
    """The pieces as one text: `[-old-]{+new+}`, long unchanged passages shortened to the words around a change."""
    given = _without_shared_edges(list(pieces))
    out = ""
    for place, piece in enumerate(given):
        if piece.kind is Kind.SAME:
            out += piece.text if whole else _shortened(piece.text, place > 0, place < len(given) - 1)
        else:
            out += _marked(piece)
    return out


def _without_shared_edges(pieces: list[Piece]) -> list[Piece]:
    """White space that both a removal and the addition after it begin or end with is shown once."""
    out = list(pieces)
    for place in range(len(out) - 1):
        gone, come = out[place].text, out[place + 1].text
        if (out[place].kind, out[place + 1].kind) != (Kind.REMOVED, Kind.ADDED) or not (gone.strip() and come.strip()):
            continue
        ending, beginning = gone[len(gone.rstrip()) :], come[: len(come) - len(come.lstrip())]
        if come[len(come.rstrip()) :] == ending:
            gone = gone.rstrip()
        if gone[: len(gone) - len(gone.lstrip())] == beginning:
            come = come.lstrip()
        out[place : place + 2] = [Piece(Kind.REMOVED, gone), Piece(Kind.ADDED, come)]
    return out


def _marked(piece: Piece) -> str:
    opening, closing = ("[-", "-]") if piece.kind is Kind.REMOVED else ("{+", "+}")
    core = piece.text.strip()
    if not core:
        return opening + (piece.text if "\n" not in piece.text else "\u00b6") + closing + _line_ends(piece.text)
    start = piece.text.index(core[0])
    return piece.text[:start] + opening + core + closing + piece.text[start + len(core) :]


def _line_ends(text: str) -> str:
    return "\n" * text.count("\n")


def _shortened(text: str, after_change: bool, before_change: bool) -> str:  # noqa: FBT001
    """An unchanged passage: the words next to the changes, and how many are left out."""
    tokens = _TOKEN.findall(text)
    head = _CONTEXT if after_change else 0
    tail = _CONTEXT if before_change else 0
    left_out = len(tokens) - head - tail
    if left_out <= _CONTEXT:
        return text
    first = "".join(tokens[:head]).rstrip()
    last = "".join(tokens[len(tokens) - tail :]) if tail else ""
    return f"{first}{' ' if head else ''}\u2026{' ' if tail else ''}{last}"


def _by_paragraph(old: str, new: str) -> Iterator[Piece]:
    before, after = _paragraphs(old), _paragraphs(new)
    if len(before) * len(after) > _MOST_PAIRS:
        yield from _with_common_ends(before, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Piece(Kind.SAME, gone)
        else:
            yield from _by_word(gone, come)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs and what parts them, each by itself."""
    return [part for part in re.split(r"(\n+)", text) if part]


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        yield from _with_common_ends(before, after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if before and after and matcher.ratio() < _ALIKE:
        yield from (Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new))
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(before[a:b]))
        else:
            yield from (Piece(Kind.REMOVED, "".join(before[a:b])), Piece(Kind.ADDED, "".join(after[c:d])))


def _with_common_ends(before: list[str], after: list[str]) -> Iterator[Piece]:
    """What both begin and end with, and all between as changed."""
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    yield Piece(Kind.SAME, "".join(before[:head]))
    yield Piece(Kind.REMOVED, "".join(before[head : len(before) - tail]))
    yield Piece(Kind.ADDED, "".join(after[head : len(after) - tail]))
    yield Piece(Kind.SAME, "".join(before[len(before) - tail :]))


def _settled(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces in which a mark or white space alone between two changes counts as changed with them."""
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if piece.kind is Kind.SAME and inside and not re.search(r"\w", piece.text) and "\n" not in piece.text:
            yield Piece(Kind.REMOVED, piece.text)
            yield Piece(Kind.ADDED, piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of one kind put together; between two unchanged passages one removal, then one addition."""
    held = {Kind.SAME: "", Kind.REMOVED: "", Kind.ADDED: ""}
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind is Kind.SAME:
            yield from _taken(held, Kind.REMOVED, Kind.ADDED)
        else:
            yield from _taken(held, Kind.SAME)
        held[piece.kind] += piece.text
    yield from _taken(held, Kind.SAME, Kind.REMOVED, Kind.ADDED)


def _taken(held: dict[Kind, str], *kinds: Kind) -> Iterator[Piece]:
    for kind in kinds:
        if held[kind]:
            yield Piece(kind, held[kind])
            held[kind] = ""


def _merged_order(old: list[str], new: list[str]) -> list[str]:
    """The new order, each name that is gone behind the one that it stood behind."""
    out, known = list(new), set(new)
    for place, name in enumerate(old):
        if name not in known:
            at = out.index(old[place - 1]) + 1 if place else 0
            out.insert(at, name)
            known.add(name)
    return out


def _before(names: Sequence[str], name: str) -> str:
    place = names.index(name)
    return names[place - 1] if place else ""


def _longest_in_order(places: Sequence[int]) -> list[int]:
    """The longest rising part of a row of different numbers."""
    best: list[list[int]] = []
    for place in places:
        longest = max((row for row in best if row[-1] < place), key=len, default=[])
        best.append([*longest, place])
    return max(best, key=len, default=[])
