"""A step of the office-use list recorded in an answers file, every other byte of which stays as it is."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from s55draft.answers.nodes import Mapping, Node, Scalar, compose
from s55draft.answers.source import decode, read_source

_ENDS = re.compile(r"(\r\n|\r|\n)")
_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CHECKLIST = "checklist"
_NOTES = "# Where the wizard stands"


class _Text(NamedTuple):
    """A file's text in lines with their ends, as they are, and the way back to its bytes."""

    lines: list[str]
    ends: list[str]
    encoding: str

    def data(self) -> bytes:
        """The bytes."""
        return "".join(line + end for line, end in zip(self.lines, self.ends, strict=True)).encode(self.encoding)


def with_tick(data: bytes, path: Path, step: str, done: date | None) -> bytes:
    """A file's bytes with a step done on a day, or with None not done.

    `data` are those of an answers file that can be read.
    """
    text = _text(data)
    value = "false" if done is None else done.isoformat()
    changed = None if text is None else _edited(text, step, value)
    return changed.data() if changed is not None else _written_anew(data, path, step, value)


def _text(data: bytes) -> _Text | None:
    """None where the encoding does not lead back to the same bytes."""
    meant = decode(data)
    for encoding in (_BOMS.get(data[:2], "utf-8"), "cp1252"):
        try:
            raw = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _ENDS.sub("\n", raw.removeprefix("\ufeff")) == meant and raw.encode(encoding) == data:
            parts = _ENDS.split(raw)
            return _Text(parts[::2], [*parts[1::2], ""], encoding)
    return None


def _edited(text: _Text, step: str, value: str) -> _Text | None:
    """The text with one line changed or added; None where its form does not let that be."""
    try:
        root = compose(read_source("\n".join(text.lines).removeprefix("\ufeff"))).root
    except yaml.YAMLError:
        return None
    if not isinstance(root, Mapping):
        return None
    held = {key.value: (key, node) for key, node in root.items}.get(_CHECKLIST)
    return _at_the_end(text, step, value) if held is None else _in_checklist(text, *held, step, value)


def _in_checklist(text: _Text, key: Scalar, node: Node, step: str, value: str) -> _Text | None:
    if isinstance(node, Scalar) and not node.value and text.lines[key.start.line].rstrip() == f"{_CHECKLIST}:":
        return _inserted(text, key.start.line + 1, f"  {step}: {value}")
    if not isinstance(node, Mapping) or not node.items:
        return None
    found = next(((name, given) for name, given in node.items if name.value == step), None)
    if found is not None:
        return _replaced(text, *found, value)
    if node.start.line == key.start.line:  # in braces
        return None
    column = node.items[0][0].start.column
    last = max(_last_line(given, name) for name, given in node.items)
    return _inserted(text, last + 1, f"{' ' * column}{step}: {value}")


def _last_line(node: Node, key: Scalar) -> int:
    return node.end.line if isinstance(node, Scalar) and node.value else key.start.line


def _replaced(text: _Text, key: Scalar, node: Node, value: str) -> _Text | None:
    """The value's own characters replaced; a comment behind it stays."""
    if not isinstance(node, Scalar):
        return None
    number, line = key.start.line, text.lines[key.start.line]
    shift = 1 if number == 0 and line.startswith("\ufeff") else 0
    if not node.value:
        at = line.find(":", key.end.column + shift)
        return None if at < 0 else _with_line(text, number, f"{line[: at + 1]} {value}{line[at + 1 :]}")
    start, end = node.start.column + shift, node.end.column + shift
    if node.start.line != number or node.end.line != number or line[start:end].strip("\"'") != node.value:
        return None
    return _with_line(text, number, line[:start] + value + line[end:])


def _with_line(text: _Text, number: int, line: str) -> _Text:
    return text._replace(lines=[*text.lines[:number], line, *text.lines[number + 1 :]])


def _inserted(text: _Text, number: int, *lines: str) -> _Text:
    """The text with lines before the one of that number, counted from 0, ended as its first line is."""
    end = text.ends[0] or "\n"
    ends = list(text.ends)
    if number > 0 and not ends[number - 1]:  # the last line of a file that ends without a line end
        ends[number - 1] = end
    last = "" if number == len(text.lines) else end
    added = [end] * (len(lines) - 1) + [last]
    return text._replace(
        lines=[*text.lines[:number], *lines, *text.lines[number:]], ends=[*ends[:number], *added, *ends[number:]]
    )


def _at_the_end(text: _Text, step: str, value: str) -> _Text:
    """The text with a checklist after its last line, before the wizard's notes."""
    notes = (number for number, line in enumerate(text.lines) if line.startswith(_NOTES))
    number = next(notes, len(text.lines) - (not text.lines[-1]))
    while number > 0 and not text.lines[number - 1].strip():
        number -= 1
    return _inserted(text, number, "", f"{_CHECKLIST}:", f"  {step}: {value}")


def _written_anew(data: bytes, path: Path, step: str, value: str) -> bytes:
    """The checklist written anew, where its form does not let one line be changed."""
    from s55draft.answers.draft import Draft  # noqa: PLC0415 - hardly ever needed

    draft = Draft.holding(path, data)
    draft.set((_CHECKLIST, step), value)
    return draft.data_to_save()
