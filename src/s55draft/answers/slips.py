"""The slips that people make who do not know YAML, said in plain words.

YAML's own messages speak of mappings, tokens and block collections. Here the lines around the place are looked at, and
the message says what to type instead.
"""

import re
from typing import Any

import yaml

from s55draft.answers.indentation import right_column, slip_of_indentation, spaces, stray_text, text_before_all_keys
from s55draft.answers.keys import Model, is_known
from s55draft.answers.line_slips import (
    FURTHER_IN,
    Slip,
    below_a_bar,
    in_quotation_marks,
    indentation_fault,
    requoted,
    slip_in_line,
    start_of,
    whose_text,
)
from s55draft.answers.outline import Form, Line, Outline, end_of_quotation
from s55draft.answers.source import Mark, Source, SourceFault


class Stop:
    """Where YAML gave up, and why."""

    def __init__(self, source: Source, error: yaml.MarkedYAMLError, model: Model) -> None:
        at: Any = error.problem_mark or error.context_mark
        context: Any = error.context_mark
        self.source = source
        self.model = model
        self.problem = f"{error.context or ''} {error.problem or ''}"
        self.line = _with_text(source, at.line if at is not None else 0)
        self.column = at.column if at is not None and at.line == self.line else len(source.line(self.line).rstrip())
        self.context = context.line if context is not None else None
        self.context_column = context.column if context is not None else None
        self.outline = Outline(source, self.line)

    @property
    def here(self) -> Line:
        """The line in which YAML gave up."""
        return self.outline.lines[self.line]


def _with_text(source: Source, line: int) -> int:
    """The nearest line from here upwards that is not blank."""
    line = min(line, len(source.lines) - 1)
    while line > 0 and not source.line(line).strip():
        line -= 1
    return line


def explain(source: Source, error: yaml.YAMLError, model: Model) -> Slip:
    """What is wrong with a source that is no YAML, and what to type instead."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Slip(
            SourceFault("syntax", Mark(0, 0, 0), "the file cannot be read as answers", "compare it with an example")
        )
    stop = Stop(source, error, model)
    for finder in _FINDERS:
        found = finder(stop)
        if found is not None:
            return found
    return Slip(
        SourceFault(
            "syntax",
            source.place(stop.line, stop.column),
            "from here on the file cannot be read as answers",
            "look at the indentation and the colons of this line and the one before it; compare them with an example",
        )
    )


def _two_beginnings(stop: Stop) -> Slip | None:
    """A first line with text that is not the first key, so that the file ended for YAML before the keys began."""
    if "document start" not in stop.problem:
        return None
    dots = next((line for line in stop.outline.lines if re.match(r"\.\.\.(?:\s|$)", line.text)), None)
    if dots is not None:
        place = stop.source.place(dots.number, 0)
        message = "this line of dots ends the answers; what follows it would be lost"
        return Slip(SourceFault("second_document", place, message, "delete the line"), "")
    first = next(line for line in stop.outline.lines if line.form not in (Form.BLANK, Form.COMMENT))
    if first.form is Form.KEY and not first.dashes and is_known(first.key, stop.model):
        place = stop.source.place(first.number, 0)
        message = f"this line begins with {spaces(first.indent)}, but the main keys with no space"
        return Slip(SourceFault("indentation", place, message, "begin it with no space"), first.text.lstrip())
    return text_before_all_keys(stop.source, first)


def _white_space(stop: Stop) -> Slip | None:
    """A tab or a no-break space in the indentation of the line or of a neighbour, or where YAML gave up."""
    for number in (stop.line, stop.line - 1, stop.line + 1):
        text = stop.source.line(number)
        white = text[: len(text) - len(text.lstrip())]
        if white.strip(" "):
            return _indented_with(stop, number, white)
    text = stop.source.line(stop.line)
    if text[stop.column : stop.column + 1] == "\t":
        place = stop.source.place(stop.line, stop.column)
        fault = SourceFault("tab", place, "a tab stands here, where only spaces may stand", "type a space in its place")
        return Slip(fault, text[: stop.column] + text[stop.column :].replace("\t", " ", 1))
    return None


def _indented_with(stop: Stop, number: int, white: str) -> Slip:
    text = stop.source.line(number)
    column = len(white) - len(white.lstrip(" "))
    tab = "\t" in white
    if tab:
        column = white.index("\t")
    fault = indentation_fault(stop.source, number, column, tab=tab)
    spaces = len(white)
    if tab:
        line = stop.outline.lines[number] if number < len(stop.outline.lines) else None
        wanted = right_column(line, text.strip(), stop.outline, stop.model) if line is not None else None
        spaces = wanted if wanted is not None else len(white.replace("\t", "  "))
    return Slip(fault, " " * spaces + text.lstrip(), cause="tab" if tab else None)


def _quotation(stop: Stop) -> Slip | None:
    """A quotation that goes on where it was not meant to."""
    begun = None
    if "quoted scalar" in stop.problem and "escape" not in stop.problem and stop.context is not None:
        begun = stop.context
    elif stop.here.form is Form.QUOTED or (stop.here.form is Form.KEY and _opens(stop.here)):
        begun = stop.here.begun if stop.here.begun is not None else stop.line
    if begun is None or begun >= len(stop.outline.lines):
        return None
    line = stop.outline.lines[begun]
    if not _opens(line):
        return _quotation_in_list(stop, line)
    swallowed = [stop.outline.lines[number] for number in range(begun + 1, stop.line + 1)]
    if stop.line > begun and not any(_looks_like_structure(other.text) for other in swallowed):
        found = _text_after_long_quotation(stop, line)
        if found is not None:
            return found
    sign, rest = line.value[0], line.value[1:]
    name = "an apostrophe" if sign == "'" else "a quotation mark"
    hint = in_quotation_marks(start_of(line), rest)
    if re.fullmatch(r"[\w-]*", rest):
        hint = f"write: {start_of(line)}{rest}"
    fault = SourceFault(
        "quote",
        stop.source.place(begun, line.value_column),
        f"{whose_text(line)} begins with {name} and does not end with one",
        hint,
    )
    return Slip(fault, requoted(line, rest))


def _opens(line: Line) -> bool:
    return line.value[:1] in ("'", '"') and end_of_quotation(line.value[1:], line.value[0]) is None


def _looks_like_structure(text: str) -> bool:
    return re.match(r" *(?:- +\S|[A-Za-z_]+:(?: |$))", text) is not None


def _quotation_in_list(stop: Stop, line: Line) -> Slip | None:
    column = stop.context_column
    if column is None or stop.source.line(line.number)[column : column + 1] not in ("'", '"'):
        return None
    sign = stop.source.line(line.number)[column]
    name = "an apostrophe" if sign == "'" else "a quotation mark"
    fault = SourceFault(
        "quote",
        stop.source.place(line.number, column),
        f"the text that begins here with {name} does not end with one",
        f"put {sign} at its end, too, or take it out here",
    )
    return Slip(fault, None)


def _text_after_long_quotation(stop: Stop, line: Line) -> Slip | None:
    """Text behind the end of a quotation over several lines, or a mark within it."""
    text, sign = stop.source.line(stop.line), line.value[0]
    end = end_of_quotation(text, sign)
    if end is None or not text[end + 1 :].strip():
        return None
    name = "apostrophe" if sign == "'" else "quotation mark"
    left_over = text[end + 1 :].strip()[:30]
    fault = SourceFault(
        "quote_inside",
        stop.source.place(stop.line, end),
        f"{whose_text(line)} ends at this {name}; what follows is left over: {left_over}",
        f"take the marks at its beginning and end out, and {below_a_bar(start_of(line))}",
    )
    return Slip(fault, None)


def _backslash(stop: Stop) -> Slip | None:
    if "escape" not in stop.problem and "hexdecimal" not in stop.problem and "hexadecimal" not in stop.problem:
        return None
    line = stop.here
    text = stop.source.line(stop.line)
    column = text.rfind("\\", 0, stop.column + 1)
    place = stop.source.place(stop.line, max(column, 0))
    value = line.value[1:-1] if line.value[:1] == '"' and line.value.endswith('"') and len(line.value) > 1 else None
    if value is not None and '"' not in value and "'" not in value:
        hint = f"with apostrophes it stands for itself; write: {start_of(line)}'{value}'"
        mended = requoted(line, value)
    else:
        hint, mended = "write two backslashes in place of each one", text.replace("\\", "\\\\")
    message = "a backslash between quotation marks means something else here"
    return Slip(SourceFault("backslash", place, message, hint), mended)


_ENDS = {"[": "]", "{": "}"}


def _brackets(stop: Stop) -> Slip | None:
    """A bracket that is not closed where it was meant to be, or text in brackets that needs quotation marks."""
    in_brackets = "flow" in stop.problem and stop.context is not None
    begun = stop.context if in_brackets else stop.here.begun if stop.here.form is Form.BRACKETED else None
    value = stop.here.value
    if value[:1] in _ENDS and ("mapping values" in stop.problem or _ENDS[value[0]] not in value):
        begun, in_brackets = stop.line, False
    if begun is None or begun >= len(stop.outline.lines):
        return None
    line = stop.outline.lines[begun]
    text = stop.source.line(begun)
    column = stop.context_column if in_brackets and stop.context_column is not None else line.value_column
    bracket = text[column : column + 1]
    if bracket not in _ENDS:
        return None
    at_colon = stop.source.line(stop.line)[stop.column : stop.column + 1] == ":"
    if stop.line == begun and ("mapping values" in stop.problem or at_colon):
        message = "this text within brackets holds a colon, so it must stand in quotation marks"
        hint = (
            f"put quotation marks around it, or write each key on a line of its own under '{line.key}:', {FURTHER_IN}"
        )
        place = stop.source.place(stop.line, stop.column)
        return Slip(SourceFault("colon", place, message, hint), None)
    if text.count('"', column) % 2:
        place = stop.source.place(begun, text.rindex('"'))
        message = "the text that begins here with a quotation mark does not end with one"
        return Slip(SourceFault("quote", place, message, 'put " at its end, too, or take it out here'), None)
    end = _ENDS[bracket]
    what = "list" if bracket == "[" else "list of keys"
    fault = SourceFault(
        "bracket",
        stop.source.place(begun, column),
        f"'{bracket}' is opened here and not closed by '{end}'",
        f"put '{end}' at the end of the {what}; if '{bracket}' begins a text, put the whole text in quotation marks",
    )
    wrong = "}" if end == "]" else "]"
    closed = text.rstrip().removesuffix(wrong) + end
    return Slip(fault, closed if stop.line != begun or "stream end" in stop.problem else None)


def _this_line(stop: Stop) -> Slip | None:
    begun = stop.here.begun
    above = stop.outline.above(stop.line)
    if stop.here.form is Form.TEXT and begun is None and above is not None and above.form is Form.BLOCK:
        return None
    if stop.here.form is Form.TEXT and begun is not None and stop.outline.lines[begun].form is Form.TEXT:
        found = slip_in_line(stop.source, stop.outline.lines[begun], stop.model)
        if found is not None:
            return found
    return slip_in_line(stop.source, stop.here, stop.model)


def _stray_text(stop: Stop) -> Slip | None:
    return stray_text(stop.source, stop.outline, stop.line, stop.model)


def _lines_near(stop: Stop) -> Slip | None:
    """A slip in the line that YAML was still busy with, or in the lines above."""
    above = stop.outline.above(stop.line)
    numbers = [stop.context, above.number if above is not None else None]
    for number in numbers:
        if number is None or number >= len(stop.outline.lines):
            continue
        found = slip_in_line(stop.source, stop.outline.lines[number], stop.model)
        if found is not None:
            return found
    return None


def _indentation(stop: Stop) -> Slip | None:
    return slip_of_indentation(stop.source, stop.outline, stop.line, stop.model)


_FINDERS = (
    _white_space,
    _two_beginnings,
    _quotation,
    _backslash,
    _brackets,
    _this_line,
    _stray_text,
    _lines_near,
    _indentation,
)
