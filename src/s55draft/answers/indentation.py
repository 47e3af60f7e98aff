"""Slips of indentation: a line that does not stand where the lines it belongs to stand."""

import re

from s55draft.answers.keys import Kind, Model, is_known, kind_at, may_hold
from s55draft.answers.line_slips import Slip, below_a_bar, missing_sign, name_of, start_of
from s55draft.answers.outline import Form, Line, Open, Outline
from s55draft.answers.source import Source, SourceFault

_STRAY_REACH = 30


def spaces(count: int) -> str:
    """`no space`, `1 space`, `4 spaces`."""
    return f"{count or 'no'} space{'s' if count > 1 else ''}"


def stray_text(source: Source, outline: Outline, number: int, model: Model) -> Slip | None:
    """A line of text that stands by itself, at this line or a little above it; the first where there are several."""
    at, last = number, max(number - _STRAY_REACH, 0)
    while at >= last:
        line, above = outline.lines[at], outline.above(at)
        found = missing_sign(source, line, model) if _begins_text(line) else None
        if found is not None:
            return found
        if _begins_text(line) or (at == number and above is not None and _may_be_text(line, above, model)):
            if above is None:
                return text_before_all_keys(source, line)
            if _begins_text(above):  # they are told as one
                at, last = above.number, min(last, above.number)
                continue
            found = _stray(source, outline, line, above, model)
            if found is not None:
                return found
        at -= 1
    return None


def _begins_text(line: Line) -> bool:
    return line.form is Form.TEXT and line.begun is None


def _stray(source: Source, outline: Outline, line: Line, above: Line, model: Model) -> Slip | None:
    """A line of text that begins afresh, below a line with text."""
    header = outline.lines[above.begun] if above.begun is not None else above
    comment = outline.comment_between(above, line)
    first = next(
        (other for other in outline.lines[header.number + 1 :] if other.form is Form.BLOCK and other.text.strip()), line
    )
    if comment is not None and above.form in (Form.BLOCK, Form.TEXT) and line.indent >= first.indent:
        return _ended_by_comment(source, comment, header)
    if above.form is Form.BLOCK:
        return _left_its_text(source, line, header, first, model)
    if above.form in (Form.KEY, Form.ITEM) and above.value[:1] in ("|", ">"):
        return _text_not_indented(source, line, above, model)
    if above.form is Form.KEY and not above.value:
        return _below_its_key(source, line, above, model) if line.indent <= above.column else None
    return _text_alone(source, line, above, model) if above.value and above.form is not Form.BRACKETED else None


def _below_its_key(source: Source, line: Line, above: Line, model: Model) -> Slip:
    """Text below a key with nothing behind it, not indented."""
    wanted = above.column + 2
    rest = line.text.strip()
    hint, dash = f"write it behind '{above.key}:', on the same line", ""
    if kind_at(above.path, model) is Kind.LIST:
        hint, dash = f"if it is an item of the list, begin it with {spaces(wanted)}, a dash and a space", "- "
    elif rest in ("|", ">"):
        hint = f"write '{above.key}: {rest}' on one line"
    fault = SourceFault(
        "indentation", source.place(line.number, line.indent), f"this line is not indented below '{above.key}:'", hint
    )
    return Slip(fault, " " * wanted + dash + line.text.lstrip())


def text_before_all_keys(source: Source, line: Line) -> Slip:
    """The slip of a line above the first key that is none."""
    place = source.place(line.number, line.indent)
    message = "this line stands by itself: it is neither a key nor part of a text"
    return Slip(SourceFault("no_colon", place, message, "if it is a comment, put a # and a space before it"), "")


def _ended_by_comment(source: Source, comment: Line, header: Line) -> Slip:
    place = source.place(comment.number, comment.indent)
    message = f"this comment cuts the text of {name_of(header)} in two"
    return Slip(SourceFault("comment", place, message, "move it to a place above that text, or take it out"), "")


def _may_be_text(line: Line, above: Line, model: Model) -> bool:
    """Whether a line that looks like a key or an item was most likely meant as text."""
    after_text = above.form is Form.BLOCK or above.value[:1] == "|"
    if line.form is Form.ITEM:
        return after_text and not any(holder.is_list and holder.column == line.indent for holder in line.open)
    is_sentence = line.form is Form.KEY and not line.dashes and " " in line.key and not is_known(line.key, model)
    return is_sentence and bool(after_text or above.value)


def _text_not_indented(source: Source, line: Line, header: Line, model: Model) -> Slip:
    wanted = header.column + 2
    fault = SourceFault(
        "indentation",
        source.place(line.number, line.indent),
        f"the text under '{start_of(header)}{header.value}' must be indented",
        f"begin each of its lines with {spaces(wanted)}",
    )
    likewise = _rest_of_text(source, line, wanted, model)
    return Slip(fault, " " * wanted + line.text.lstrip(), ("block_text", header.number), likewise)


def _left_its_text(source: Source, line: Line, header: Line, first: Line, model: Model) -> Slip:
    name = name_of(header)
    if line.indent > header.column and first.indent > header.column + 2:
        message = f"this line stands further left than the first line of the text of {name}, and so is not part of it"
        hint = f"begin line {first.number + 1}, and all other lines of that text, with {spaces(line.indent)} as here"
    else:
        message = f"this line stands further left than the text of {name} above it, and so is not part of it"
        hint = f"begin it with {spaces(first.indent)}, like each line of that text, if it is part of it"
    fault = SourceFault("indentation", source.place(line.number, line.indent), message, hint)
    likewise = _rest_of_text(source, line, first.indent, model)
    return Slip(fault, " " * first.indent + line.text.lstrip(), ("block_text", header.number), likewise)


def _rest_of_text(source: Source, line: Line, column: int, model: Model) -> dict[int, str]:
    """The lines below that belong to the same text, up to the next key that is known, indented as far as `column`."""
    mended = {}
    for number in range(line.number + 1, len(source.lines)):
        text = source.lines[number]
        match = re.match(r" *(?:- +)?([a-z_]+):(?: |$)", text)
        if (match is not None and is_known(match[1], model)) or text.lstrip().startswith("#"):
            break
        if len(text) - len(text.lstrip(" ")) < column:
            mended[number] = " " * column + text.lstrip() if text.strip() else ""
    return mended


def _text_alone(source: Source, line: Line, above: Line, model: Model) -> Slip:
    place = source.place(line.number, line.indent)
    message = "this line stands by itself: it is neither a key nor part of a text"
    if above.key and kind_at(above.path, model) is Kind.TEXT:
        hint = f"if it goes on with the text of '{above.key}', {below_a_bar(start_of(above))}"
    else:
        hint = "if it is a key, put a colon and a space after it; if it is text, indent it under the key it belongs to"
    return Slip(SourceFault("no_colon", place, message, hint), "")


def slip_of_indentation(source: Source, outline: Outline, number: int, model: Model) -> Slip | None:
    """A key or an item in a wrong column, at this line or at the one above."""
    line = outline.lines[number]
    if line.form not in (Form.KEY, Form.ITEM, Form.TEXT):
        return None
    above = outline.above(number)
    if above is not None and _stands_too_far_left(above, line, model):
        return _told(source, above, line.indent)
    if line.dashes:
        return _item(source, outline, line, model)
    wanted = right_column(line, line.text.strip(), outline, model)
    if wanted is not None and wanted != line.indent:
        return _told(source, line, wanted)
    return None


def _stands_too_far_left(above: Line, line: Line, model: Model) -> bool:
    """Whether the line above, and not this one, has left the keys to which both belong."""
    key = re.match(r" *([a-z_]+):(?: |$)", line.text)
    if above.form is not Form.KEY or key is None or above.dashes or above.indent >= line.indent:
        return False
    if may_hold(above.path[:-1], above.key, model):
        return False
    return any(
        holder.column == line.indent
        and may_hold(holder.path, above.key, model)
        and may_hold(holder.path, key[1], model)
        for holder in above.open
        if not holder.is_list
    )


def right_column(line: Line, text: str, outline: Outline, model: Model) -> int | None:
    """The column in which a line should begin, by the key that it holds; None where that is unknown."""
    if text.startswith("- "):
        lists = [holder for holder in line.open if holder.is_list]
        return lists[-1].column if lists else None
    match = re.match(r"([A-Za-z_]+):(?: |$)", text)
    if match is None:
        above = outline.above(line.number)
        return above.indent if above is not None and above.form is Form.BLOCK else None
    key = match[1]
    columns = [holder.column for holder in line.open if not holder.is_list and may_hold(holder.path, key, model)]
    above = outline.above(line.number)
    if above is not None and above.form is Form.KEY and not above.value and may_hold(above.path, key, model):
        columns.append(above.column + 2)
    if not columns:
        columns = [holder.column for holder in line.open if not holder.is_list]
    return min(columns, key=lambda column: abs(column - line.indent)) if columns else None


def _told(source: Source, line: Line, wanted: int) -> Slip:
    holder = _holder_in(line, wanted)
    name = _name(holder) if holder is not None else "the keys to which it belongs"
    example = f", like line {holder.first + 1}" if holder is not None else ""
    fault = SourceFault(
        "list_indentation" if line.dashes else "indentation",
        source.place(line.number, line.indent),
        f"this line begins with {spaces(line.indent)}, but {name} with {spaces(wanted)}",
        f"begin it with {spaces(wanted)}{example}",
    )
    return Slip(fault, " " * wanted + line.text.lstrip())


def _holder_in(line: Line, column: int) -> Open | None:
    return next((holder for holder in reversed(line.open) if holder.column == column), None)


def _name(holder: Open) -> str:
    if not holder.path:
        return "the main keys"
    last = holder.path[-1]
    if holder.is_list:
        return f"the items of '{last}'"
    if isinstance(last, int):
        return "the other keys of its list item"
    return f"the keys of '{last}'"


def _item(source: Source, outline: Outline, line: Line, model: Model) -> Slip | None:
    """A list item that does not stand in line with the others, or that stands where no list can be."""
    lists = [holder for holder in line.open if holder.is_list]
    wanted = [holder for holder in lists if kind_at(holder.path, model) is Kind.LIST]
    if wanted:
        holder = min(wanted, key=lambda one: abs(one.column - line.indent))
        if holder.column != line.indent:
            return _told(source, line, holder.column)
        return None
    above = outline.above(line.number)
    if above is not None and kind_at(above.path, model) is Kind.LIST and above.value.replace(" ", "") == "[]":
        message = f"'{above.key}: []' says that there are none, yet here an item follows"
        fault = SourceFault(
            "list_indentation", source.place(line.number, line.indent), message, _without_brackets(above)
        )
        return Slip(fault, "", cause=("list", above.number))
    holders = [holder for holder in line.open if not holder.is_list]
    in_list = [holder for holder in holders if kind_at(holder.path, model) is Kind.LIST]
    if in_list:
        first = in_list[-1].first
        fault = SourceFault(
            "dash",
            source.place(first, in_list[-1].column),
            f"the first item of '{in_list[-1].path[-1]}' has no dash before it",
            "put a dash and a space before it, as before the others",
        )
        return Slip(fault, None)
    rest = line.text[line.column :]
    column = right_column(line, rest, outline, model)
    place = source.place(line.number, line.indent)
    if line.key and column is not None:
        hint = f"take the dash out, and begin the line with {spaces(column)}"
        fault = SourceFault("dash", place, "no list begins here, so no dash may stand here", hint)
        return Slip(fault, " " * column + rest)
    hint = "write the key of the list on a line of its own above it, such as 'areas_for_improvement:'"
    return Slip(SourceFault("dash", place, "this list item belongs to no key", hint), "")


def _without_brackets(above: Line) -> str:
    return f"in line {above.number + 1} write '{above.key}:' alone, without the brackets"
