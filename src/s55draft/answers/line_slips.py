"""Slips within one line: quotation marks, colons, first characters, spaces that are missing or are none."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from s55draft.answers.keys import Kind, Model, is_known, keys_at, kind_at, may_hold
from s55draft.answers.outline import Form, Line, end_of_quotation
from s55draft.answers.source import Source, SourceFault

NO_BREAK_SPACES = "\xa0\u2007\u202f"
_NO_BREAK_SPACE = "a no-break space, which only looks like a space"
_SHOWN = 70
_RESERVED = "%@`,]}&!"


FURTHER_IN = "indented by two spaces more"


class Slip(NamedTuple):
    """What is wrong in a line. `mended` is the line as it was most likely meant, None where nobody can tell.

    Slips of one `cause` are told once; `likewise` has other lines of it, mended.
    """

    fault: SourceFault
    mended: str | None = None
    cause: object = None
    likewise: Mapping[int, str] = {}


def slip_in_line(source: Source, line: Line, model: Model) -> Slip | None:
    """The slip in what a line says; where it stands is not looked at."""
    if line.form in (Form.BLANK, Form.COMMENT, Form.BLOCK, Form.QUOTED, Form.BRACKETED):
        return None
    found = missing_sign(source, line, model)
    if found is not None:
        return found
    if line.form is Form.TEXT and line.begun is not None:
        return _colon_in_further_line(source, line, model)
    if not line.value:
        return None
    for finder in (_text_after_quotation, _first_character, _text_after_bar, _list_after_key, _keys_in_line, _colon):
        found = finder(source, line, model)
        if found is not None:
            return found
    return None


def missing_sign(source: Source, line: Line, model: Model) -> Slip | None:
    """The slip of a line to which only a space or a colon is missing."""
    for finder in (_space_that_is_none, _no_space_after_dash, _no_space_after_colon):
        found = finder(source, line, model)
        if found is not None:
            return found
    return None


def name_of(line: Line) -> str:
    """What a key or a list item is called."""
    return f"'{shortened(line.key)}'" if line.key else "this item"


def start_of(line: Line) -> str:
    """A line up to its value, as it should be written."""
    return ("- " if line.dashes else "") + (f"{shortened(line.key)}: " if line.key else "")


def whose_text(line: Line) -> str:
    """What a line's value is called."""
    return f"the text of '{shortened(line.key)}'" if line.key else "this text"


def shortened(text: str) -> str:
    """A text as a message shows it: on one line, and not too long."""
    if len(text) > _SHOWN:
        text = f"{text[:45].rstrip()} … {text[-15:].lstrip()}"
    return " ".join(text.split("\n")) if "\n" in text else text


def below_a_bar(start: str) -> str:
    """The hint that shows how to write a text of several lines."""
    return f"write '{start}|', and all of the text below it, each line {FURTHER_IN}"


def in_quotation_marks(start: str, meant: str) -> str:
    """The hint that shows how to put a text in quotation marks."""
    if '"' not in meant and "\\" not in meant:
        return f'write: {start}"{shortened(meant)}"'
    if "'" not in meant:
        return f"write: {start}'{shortened(meant)}'"
    return f"write '{start}|', and the text alone on the next line, {FURTHER_IN}"


def quotation_hint(text: str, column: int) -> tuple[str, str]:
    """What the text in a column of a line belongs to, and the hint to put it in quotation marks."""
    match = re.fullmatch(r" *((?:- +)?)(?:([A-Za-z_]+): +)?", text[:column]) if column < _SHOWN else None
    if match is None:
        return "this text", "put the whole text in quotation marks"
    dash, key = "- " if match[1] else "", match[2]
    meant = text[column : column + 2 * _SHOWN].rstrip()
    hint = in_quotation_marks(f"{dash}{key}: " if key else dash, meant)
    return f"the text of '{key}'" if key else "this text", hint


def requoted(line: Line, meant: str) -> str:
    """The line with its value in quotation marks."""
    escaped = meant.replace("\\", "\\\\").replace('"', '\\"')
    return f'{line.text[: line.value_column]}"{escaped}"'


def _space_that_is_none(source: Source, line: Line, _model: Model) -> Slip | None:
    """The slip of a no-break space or a tab where YAML needs a plain space: before a key, after a colon or a dash."""
    match = re.match(rf"( *(?:- +)*(?:-|[A-Za-z_]+:)?)([{NO_BREAK_SPACES}\t])", line.text)
    if match is None or (line.form is Form.TEXT and line.begun is not None and match[1].strip()):
        return None
    column, tab, before = match.end(1), match[2] == "\t", match[1].strip()
    if tab and before.endswith(":"):
        return None
    mended = line.text[:column] + re.sub(rf"^[{NO_BREAK_SPACES}\t]+", _as_spaces, line.text[column:])
    if not before:
        return Slip(indentation_fault(source, line.number, column, tab=tab), mended)
    what = "a tab" if tab else _NO_BREAK_SPACE
    message = f"after the {'dash' if before.endswith('-') else 'colon'} stands {what}"
    place = source.place(line.number, column)
    return Slip(SourceFault("tab" if tab else "no_break_space", place, message, "delete it and type a space"), mended)


def _as_spaces(match: re.Match[str]) -> str:
    return match[0].replace("\t", "  ").translate(dict.fromkeys(map(ord, NO_BREAK_SPACES), " "))


def indentation_fault(source: Source, number: int, column: int, *, tab: bool) -> SourceFault:
    """The fault of a tab or a no-break space in a line's indentation."""
    place = source.place(number, column)
    if not tab:
        message = f"this line is indented with {_NO_BREAK_SPACE} (it comes with text copied from the web or from Word)"
        hint = "delete the white space at the start of the line and type ordinary spaces"
        return SourceFault("no_break_space", place, message, hint)
    others = sum("\t" in text[: len(text) - len(text.lstrip())] for text in source.lines) - 1
    more = f", and so {'is 1 other' if others == 1 else f'are {others:,} others'}" if others > 0 else ""
    return SourceFault(
        "tab",
        place,
        f"this line is indented with a tab{more}",
        "put spaces in place of each tab: two for each level",
    )


def _no_space_after_dash(source: Source, line: Line, model: Model) -> Slip | None:
    """A dash that begins a list item without a space; a text that goes on may begin so, an item's sign may not."""
    match = re.match(r"( *(?:- +)*)-(?=[^\s-])", line.text)
    if match is None or line.value.startswith("-") is line.key.startswith("-"):
        return None
    in_list = any(holder.is_list and holder.column <= match.end(1) for holder in line.open)
    if not in_list and kind_at(line.path, model) is Kind.TEXT:
        return None
    column = match.end(1)
    rest = line.text[column + 1 :].strip()
    fault = SourceFault(
        "dash",
        source.place(line.number, column),
        "after the dash that begins a list item a space is missing",
        f"write: - {shortened(rest)}",
    )
    return Slip(fault, f"{line.text[:column]}- {line.text[column + 1 :]}")


def _no_space_after_colon(source: Source, line: Line, model: Model) -> Slip | None:
    """A known key without its colon, or without the space after that."""
    if line.key or line.begun is not None:
        return None
    swallowing = re.search(r" #(?=[^\W_])", line.text)
    if swallowing is not None:
        return _swallowed(source, line, swallowing.start() + 1)
    match = re.match(r"( *(?:- +)*)(?P<key>[a-z_]+)(?P<colon>:?)(?P<gap> *)(?P<rest>.*)", line.text)
    if match is None or (match["colon"] and match["gap"]):
        return None
    key, rest, column = match["key"], match["rest"].rstrip(), match.start("key")
    holders = [(), line.path, *(holder.path for holder in line.open if not holder.is_list)]
    if not any(may_hold(path, key, model) for path in holders):
        return None
    if match["colon"]:
        place, message = match.end("colon"), f"after the colon of '{key}' a space is missing"
    elif "_" in key or re.match(r"$|[|\"\[]|\d{4}-\d|(?:true|false)$", rest):
        place, message = match.end("key"), f"after '{key}' a colon is missing"
    else:
        return None
    dash = "- " if "-" in match[1] else ""
    fault = SourceFault(
        "no_colon", source.place(line.number, place), message, f"write: {dash}{key}: {shortened(rest)}".rstrip()
    )
    return Slip(fault, f"{line.text[:column]}{key}: {rest}")


def _swallowed(source: Source, line: Line, column: int) -> Slip:
    message = f"everything from '{shortened(line.text[column:].rstrip())}' on would be lost: '#' begins a comment"
    hint = "if it is a comment, put a space after the #; else put the whole text in quotation marks"
    return Slip(SourceFault("comment", source.place(line.number, column), message, hint), None)


def _text_after_quotation(source: Source, line: Line, _model: Model) -> Slip | None:
    quote = line.value[0]
    if quote not in ("'", '"'):
        return None
    end = end_of_quotation(line.value[1:], quote)
    after = line.value[end + 2 :] if end is not None else ""
    if end is None or not after.strip() or after.lstrip(" \t").startswith("#"):
        return None
    meant = line.value
    if meant.endswith(quote):
        meant = meant[1:-1].replace("''", "'") if quote == "'" else meant[1:-1].replace('\\"', '"')
    sign = "apostrophe" if quote == "'" else "quotation mark"
    fault = SourceFault(
        "quote_inside",
        source.place(line.number, line.value_column + 1 + end),
        f"{whose_text(line)} ends at this {sign}; what follows is left over: {after.strip()[:30]}",
        in_quotation_marks(start_of(line), meant),
    )
    return Slip(fault, requoted(line, meant))


def _in_list(line: Line, model: Model) -> bool:
    path = line.path[:-1] if line.path and isinstance(line.path[-1], int) else line.path
    return kind_at(path, model) is Kind.LIST


def _first_character(source: Source, line: Line, model: Model) -> Slip | None:
    value = line.value
    first, then = value[0], value[1:2]
    if first == "*" and then == " " and line.form is Form.TEXT and _in_list(line, model):
        place, rest = source.place(line.number, line.column), value[1:].strip()
        message = "a list item begins with a dash here, not with '*'"
        fault = SourceFault("dash", place, message, f"write: - {shortened(rest)}")
        return Slip(fault, f"{line.text[: line.column]}-{value[1:]}")
    closed = re.match(r"\[[^\[\]]*\]|\{[^{}]*\}", value)
    if not (
        first in _RESERVED
        or first == "*"
        or (first == ">" and re.fullmatch(r">[-+0-9]{0,2}(\s+#.*|\s*)", value) is None)
        or (first == "?" and then in ("", " "))
        or (closed is not None and value[closed.end() :].lstrip()[:1] not in ("", "#"))
    ):
        return None
    fault = SourceFault(
        "first_character",
        source.place(line.number, line.value_column),
        f"{whose_text(line)} begins with '{first}', so it must stand in quotation marks",
        in_quotation_marks(start_of(line), value),
    )
    return Slip(fault, requoted(line, value))


def _text_after_bar(source: Source, line: Line, _model: Model) -> Slip | None:
    match = re.match(r"\|[-+0-9]{0,2}\s*(?=[^\s#])", line.value)
    if match is None:
        return None
    start = start_of(line)
    fault = SourceFault(
        "first_character",
        source.place(line.number, line.value_column + match.end()),
        f"behind '{start}|' nothing may stand on the same line",
        f"end the line after '{start}|', and move the text to the next line, {FURTHER_IN}",
    )
    return Slip(fault, line.text[: line.value_column + 1])


def _list_after_key(source: Source, line: Line, model: Model) -> Slip | None:
    if not line.key or not re.match(r"-(?:\s|$)", line.value):
        return None
    if kind_at(line.path, model) is Kind.LIST:
        hint = f"end the line after '{line.key}:', and put each item on a line of its own below it, {FURTHER_IN}"
        mended = line.text[: line.value_column] + "[]"
        message = f"a list cannot begin on the line of '{line.key}'"
    else:
        hint = in_quotation_marks(start_of(line), line.value)
        mended = requoted(line, line.value)
        message = f"{whose_text(line)} begins with '-', so it must stand in quotation marks"
    place = source.place(line.number, line.value_column)
    return Slip(SourceFault("dash", place, message, hint), mended)


def _keys_in_line(source: Source, line: Line, model: Model) -> Slip | None:
    match = re.match(r"([a-z_]+):(?:\s|$)", line.value)
    if match is None or not line.key or match[1] not in keys_at(line.path, model):
        return None
    fault = SourceFault(
        "colon",
        source.place(line.number, line.value_column),
        f"'{match[1]}' must stand on a line of its own, under '{line.key}'",
        f"end the line after '{line.key}:', and write '{match[1]}:' on the next line, {FURTHER_IN}",
    )
    return Slip(fault, None)


_CURLY = {"\u201c": "\u201d", "\u2018": "\u2019"}


def _colon(source: Source, line: Line, _model: Model) -> Slip | None:
    """A plain text that holds a colon."""
    if line.value[0] in "'\"|>[{" or not line.key:
        return None
    return colon_slip(source, line)


def colon_slip(source: Source, line: Line) -> Slip | None:
    """The slip of a plain text that holds a colon, which makes YAML take what comes before it for a key."""
    match = re.search(r":(?=\s|$)", line.value)
    if match is None:
        return None
    meant, why = line.value, "holds a colon, so it must stand in quotation marks"
    if _CURLY.get(meant[0]) == meant[-1]:
        meant, why = meant[1:-1], "holds a colon, so it must stand in straight quotation marks; curly ones do not count"
    fault = SourceFault(
        "colon",
        source.place(line.number, line.value_column + match.start()),
        f"{whose_text(line)} {why}",
        in_quotation_marks(start_of(line), meant),
    )
    return Slip(fault, requoted(line, line.value))


def _colon_in_further_line(source: Source, line: Line, model: Model) -> Slip | None:
    match = re.search(r":(?=\s|$)", line.text)
    if match is None or not line.path or is_known(line.text[: match.start()].strip(), model):
        return None
    key = next((part for part in reversed(line.path) if isinstance(part, str)), "")
    start = "- " if isinstance(line.path[-1], int) else f"{key}: "
    fault = SourceFault(
        "colon",
        source.place(line.number, match.start()),
        f"this line of the text of '{key}' holds a colon, which needs another way of writing the text",
        below_a_bar(start),
    )
    return Slip(fault, line.text.replace(":", " "))
