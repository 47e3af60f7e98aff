"""What was found between a document and the answers, in lines for the screen."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from s55draft.comparing import marked, word_changes
from s55draft.pulling import Change, Outside, Pulled, State
from s55draft.word.reader import Kind, Remark

_INDENT = "    "
_LONG = 300
_NEAR = 60
_TRACKED = {Kind.INSERTION: "insertion", Kind.DELETION: "deletion", Kind.FORMATTING: "change of looks"}
_HEADS = {
    State.TAKEN: "Changed in Word",
    State.EMPTIED: "Emptied in Word (the answers still have it)",
    State.DELETED: "Deleted in Word, field and all (the answers still have it)",
    State.CONFLICT: "Changed in Word and in the answers",
    State.COPIED: "In the document more than once, and not alike; nothing of it is taken",
    State.UNFIT: "Changed in Word, and cannot be taken over",
    State.UNKNOWN: "In the document, and not in the answers",
    State.KEPT: "Changed in the answers since the document was written; they stay",
    State.ABSENT: "In the answers, and not in the document",
    State.UNANSWERED: "Not answered in the form",
}
_ORDER = tuple(_HEADS)


def lines_of(pulled: Pulled, width: int) -> list[str]:
    """All that was found, under a heading for each kind."""
    lines: list[str] = []
    for state in _ORDER:
        found = pulled.of(state)
        if found:
            lines += ["", f"{_HEADS[state]}:"]
            for change in found:
                lines += change_lines(change, width)
    if pulled.outside:
        lines += ["", "Outside every answer (the layout prints this; it is not taken over):"]
        for one in pulled.outside:
            lines += _outside_lines(one, width)
    told = list(_remark_lines(pulled.remarks, width))
    if told:
        lines += ["", "Also in the document:", *told]
    return lines[1:] if lines else lines


def change_lines(change: Change, width: int) -> list[str]:
    """One answer: its name, and what changed in it."""
    lines = _wrapped(change.title, width, "  ", "  ")
    if change.remark:
        lines += _wrapped(f"({change.remark})", width, _INDENT)
    if change.tag.startswith("checklist.") or change.word in ("true", "false"):
        return [*lines, *_tick_lines(change)]
    return [*lines, *_text_lines(change, width)]


def _text_lines(change: Change, width: int) -> list[str]:
    """What changed in a text: seen from what was written, where both sides went on from there."""
    written = change.answers if change.written is None else change.written
    views: dict[State, list[tuple[str, str, str]]] = {
        State.ABSENT: [],
        State.UNANSWERED: [],
        State.KEPT: [(written, change.answers, "")],
        State.COPIED: [(change.answers, text, "a copy: ") for text in (change.word, *change.others)],
        State.CONFLICT: [(written, change.word, "in Word:    "), (written, change.answers, "in answers: ")],
    }
    shown = views.get(change.state, [(change.answers, change.word, "")])
    return [line for old, new, label in shown if old != new for line in _difference(old, new, width, label)]


def _tick_lines(change: Change) -> list[str]:
    if change.state is State.DELETED:
        return []
    was, now = ("not ticked", "ticked") if change.word == "true" else ("ticked", "not ticked")
    return [f"{_INDENT}{now} in Word, {was} in the answers"]


def _difference(old: str, new: str, width: int, label: str = "") -> list[str]:
    if not old:
        return _paragraphs(f"{{+{new}+}}" if len(new) < _LONG else new, width, label)
    if not new:
        return _wrapped(f"[-{_shortened(old)}-]", width, _INDENT + label)
    return _paragraphs(marked(word_changes(old, new)), width, label)


def _paragraphs(text: str, width: int, label: str) -> list[str]:
    first, later = _INDENT + label, _INDENT + " " * len(label)
    out: list[str] = []
    for paragraph in text.split("\n"):
        if paragraph.strip():
            out += _wrapped(paragraph, width, later if out else first, later)
    return out


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONG else bare[: _LONG - 1].rstrip() + "\u2026"


def _wrapped(text: str, width: int, first: str, later: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _outside_lines(one: Outside, width: int) -> list[str]:
    place = f" (under \u201c{_near(one.under)}\u201d)" if one.under and not one.is_heading else ""
    if not one.old:
        return _wrapped(f"typed{place}: {one.new}", width, "  ", _INDENT)
    if not one.new:
        return _wrapped(f"taken out{place}: {one.old}", width, "  ", _INDENT)
    what = "heading changed" if one.is_heading else f"changed{place}"
    return _wrapped(f"{what}: {marked(word_changes(one.old, one.new))}", width, "  ", _INDENT)


def _remark_lines(remarks: Iterable[Remark], width: int) -> Iterator[str]:
    tracked = [remark for remark in remarks if remark.kind in _TRACKED]
    if tracked:
        yield from _wrapped(f"{tracked_words(tracked)}, read as accepted.", width, "  ", _INDENT)
    for remark in remarks:
        if remark.kind not in _TRACKED:
            yield from _wrapped(_remark(remark), width, "  ", _INDENT)


def tracked_words(remarks: Iterable[Remark]) -> str:
    """`Tracked changes: 2 insertions and 1 deletion, by A. Person`."""
    tracked = [remark for remark in remarks if remark.kind in _TRACKED]
    counts = Counter(_TRACKED[remark.kind] for remark in tracked)
    counted = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items()]
    authors = ", ".join(dict.fromkeys(remark.author for remark in tracked if remark.author))
    told = " and ".join(filter(None, (", ".join(counted[:-1]), counted[-1])))
    return f"Tracked changes: {told}{f', by {authors}' if authors else ''}"


def _remark(remark: Remark) -> str:
    under = f" under \u201c{_near(remark.under)}\u201d" if remark.under else ""
    if remark.kind is Kind.COMMENT:
        on = f", on \u201c{_near(remark.words)}\u201d" if remark.words else ""
        return f"A comment by {remark.author or 'somebody'}{under}{on}: {remark.text}"
    near = f", near \u201c{_near(remark.words)}\u201d" if remark.words else ""
    text = f": {_near(remark.text)}" if remark.text else ""
    return f"{remark.what}{under}{near}{text}."


def _near(words: str) -> str:
    return words if len(words) <= _NEAR else words[: _NEAR - 1].rstrip() + "\u2026"


def as_json(change: Change) -> dict[str, object]:
    """A change for `--format json`."""
    return {
        "tag": change.tag,
        "title": change.title,
        "state": change.state.name.lower(),
        "word": change.word,
        "answers": change.answers,
        "written": change.written,
        "remark": change.remark or None,
    }
