"""The slips that people make who do not know YAML, said in plain words.

YAML's own messages speak of mappings, tokens and block collections. Here the lines around the place are looked at, and
the message says what to type instead.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from s55draft.answers.nodes import Mark, Source, SourceFault

_KEY = re.compile(r"^(?P<indent>[ ]*)(?P<dash>(?:- +)*)(?P<key>[A-Za-z_]\w*)(?P<colon> *: +| *:$)(?P<value>.*)$")
_NO_BREAK_SPACES = "\xa0\u2007\u202f"
_Finder = Callable[[Source, Mark, str], SourceFault | None]


def explain(source: Source, error: yaml.YAMLError) -> SourceFault:
    """What is wrong with a source that is no YAML, and what to type instead."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return SourceFault("syntax", Mark(0, 0, 0), "the file cannot be read as answers", "compare it with an example")
    at: Any = error.problem_mark or error.context_mark
    mark = Mark(at.index, at.line, at.column) if at is not None else Mark(0, 0, 0)
    mark = _at_text(source, mark)
    problem = f"{error.context or ''} {error.problem or ''}"
    for finder in (
        _tab,
        _no_break_space,
        _colon_in_text,
        _odd_first_character,
        _open_quote,
        _text_after_quote,
        _dash_without_space,
        _out_of_line,
        _open_bracket,
        _no_colon,
    ):
        found = finder(source, mark, problem)
        if found is not None:
            return found
    return SourceFault(
        "syntax",
        mark,
        "from here on the file cannot be read as answers",
        "look at the indentation and the colons of this line and the one before it",
    )


def _at_text(source: Source, mark: Mark) -> Mark:
    """The place, moved back to the last line with text where it is at an empty end."""
    line = mark.line
    while line > 0 and not source.line(line).strip():
        line -= 1
    if line == mark.line:
        return mark
    column = len(source.line(line).rstrip())
    return Mark(sum(len(source.line(n)) + 1 for n in range(line)) + column, line, column)


def _lines_back(source: Source, mark: Mark, reach: int = 40) -> Iterator[tuple[int, str]]:
    for number in range(mark.line, max(mark.line - reach, -1), -1):
        yield number, source.line(number)


def _place(source: Source, line: int, column: int) -> Mark:
    return Mark(sum(len(text) + 1 for text in source.text.split("\n")[:line]) + column, line, column)


def _tab(source: Source, mark: Mark, _problem: str) -> SourceFault | None:
    for number in (mark.line, mark.line - 1, mark.line + 1):
        text = source.line(number) if number >= 0 else ""
        white = text[: len(text) - len(text.lstrip())]
        if "\t" in white:
            return SourceFault(
                "tab",
                _place(source, number, white.index("\t")),
                "this line is indented with a tab",
                "indent with spaces, two for each level",
            )
    return None


def _no_break_space(source: Source, mark: Mark, _problem: str) -> SourceFault | None:
    for number in (mark.line, mark.line - 1, mark.line + 1):
        found = no_break_indentation(source.line(number)) if number >= 0 else None
        if found is not None:
            return SourceFault("no_break_space", _place(source, number, found), _NBSP_MESSAGE, _NBSP_HINT)
    return None


_NBSP_MESSAGE = "this line is indented with a no-break space, which only looks like a space (it comes with text copied from the web or from Word)"
_NBSP_HINT = "delete the white space at the start of the line and type ordinary spaces"


def no_break_indentation(line: str) -> int | None:
    """Column of a no-break space in a line's indentation; None if there is none."""
    white = line[: len(line) - len(line.lstrip())]
    columns = [white.index(space) for space in _NO_BREAK_SPACES if space in white]
    return min(columns) if columns else None


def no_break_space_fault(source: Source, mark: Mark) -> SourceFault | None:
    """The fault of a key that is unknown only because a no-break space stands in its indentation."""
    column = no_break_indentation(source.line(mark.line))
    return (
        None
        if column is None
        else SourceFault("no_break_space", _place(source, mark.line, column), _NBSP_MESSAGE, _NBSP_HINT)
    )


def _colon_in_text(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    if "mapping values are not allowed" not in problem:
        return None
    match = _KEY.match(source.line(mark.line))
    if match is None or match["value"][:1] in "'\"|>" or ": " not in match["value"] + " ":
        return None
    value = match["value"].rstrip()
    column = match.start("value") + value.find(":")
    return SourceFault(
        "colon",
        _place(source, mark.line, column),
        f"the text of '{match['key']}' holds a colon, which YAML takes for a key",
        f"put it in double quotes: {match['key']}: {_quoted(value)}",
    )


def _quoted(value: str) -> str:
    shown = value if len(value) <= 70 else f"{value[:69]}…"
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _odd_first_character(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    match = _KEY.match(source.line(mark.line)) or re.match(
        r"^(?P<indent> *)- +(?P<key>)(?P<value>.*)$", source.line(mark.line)
    )
    if match is None or not match["value"] or match["value"][0] not in "%@`,]}":
        return None
    first, value = match["value"][0], match["value"].rstrip()
    what = f"the text of '{match['key']}'" if match["key"] else "this text"
    return SourceFault(
        "first_character",
        _place(source, mark.line, match.start("value")),
        f"{what} begins with '{first}', which YAML keeps for itself",
        f"put it in double quotes: {_quoted(value)}",
    )


def _open_quote(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    if "quoted scalar" not in problem:
        return None
    for number, text in _lines_back(source, mark, 2000):
        match = _KEY.match(text)
        if match is not None and match["value"][:1] in ("'", '"') and not _closes(match["value"]):
            quote = match["value"][0]
            return SourceFault(
                "quote",
                _place(source, number, match.start("value")),
                f"the text of '{match['key']}' begins with {quote} and never ends with one",
                f"put {quote} at its end, or write the text under '{match['key']}: |'",
            )
    if "escape" in problem:
        return SourceFault(
            "backslash",
            mark,
            "a backslash in double quotes means something else in YAML",
            "put the text in single quotes, or write it under 'key: |'",
        )
    return None


def _closes(value: str) -> bool:
    quote, rest = value[0], value[1:]
    rest = rest.replace("''", "") if quote == "'" else re.sub(r"\\.", "", rest)
    return quote in rest


def _text_after_quote(source: Source, mark: Mark, _problem: str) -> SourceFault | None:
    match = _KEY.match(source.line(mark.line)) or _KEY.match(source.line(max(mark.line - 1, 0)))
    number = mark.line if _KEY.match(source.line(mark.line)) else mark.line - 1
    if match is None or match["value"][:1] not in ("'", '"') or not match["value"]:
        return None
    quote, rest = match["value"][0], match["value"][1:]
    end = rest.find(quote)
    after = rest[end + 1 :].strip() if end >= 0 else ""
    if not after or after.startswith("#"):
        return None
    what = "the apostrophe inside the text" if quote == "'" else "the quotation mark inside the text"
    hint = (
        f"write the text under '{match['key']}: |', or put it in double quotes"
        if quote == "'"
        else f"write the text under '{match['key']}: |', or write the inner marks as “ and ”"
    )
    return SourceFault(
        "quote_inside",
        _place(source, number, match.start("value") + 1 + end),
        f"{what} of '{match['key']}' ends it; '{after[:30]}' is left over",
        hint,
    )


def _dash_without_space(source: Source, mark: Mark, _problem: str) -> SourceFault | None:
    for number, text in _lines_back(source, mark, 3):
        match = re.match(r"^( *)-(?=[^\s-])", text)
        if match is not None:
            return SourceFault(
                "dash",
                _place(source, number, len(match[1])),
                "a dash that begins a list item needs a space after it",
                f"write: - {text.strip()[1:41]}",
            )
    return None


def _out_of_line(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    text = source.line(mark.line)
    indent = len(text) - len(text.lstrip(" "))
    if (
        "block sequence" in problem
        or ("block mapping" in problem and text.lstrip().startswith("- "))
        or "block sequence entries" in problem
    ):
        return SourceFault(
            "list_indentation",
            _place(source, mark.line, indent),
            "this line does not stand in line with the list it belongs to",
            _indentation_hint(source, mark.line),
        )
    if "expected <block end>" in problem or "block mapping" in problem or "mapping values are not allowed" in problem:
        return SourceFault(
            "indentation",
            _place(source, mark.line, indent),
            "this line is not indented like those it belongs to",
            _indentation_hint(source, mark.line),
        )
    return None


def _indentation_hint(source: Source, line: int) -> str:
    text = source.line(line)
    if not _KEY.match(text) and not text.lstrip().startswith("- "):
        return "if it goes on with the text above, write that text under 'key: |', each line indented by two spaces more than the key"
    wanted = "- " if text.lstrip().startswith("- ") else ""
    for number in range(line - 1, -1, -1):
        above = source.line(number)
        if above.strip() and (above.lstrip().startswith("- ") if wanted else _KEY.match(above)):
            spaces = len(above) - len(above.lstrip(" "))
            return f"the {'item' if wanted else 'key'} above it, in line {number + 1}, stands {spaces or 'no'} space{'' if spaces == 1 else 's'} in: give this line as many, or two more if it belongs under it"
    return "give it as many spaces as the lines it belongs to"


def _open_bracket(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    if "flow sequence" in problem or "flow mapping" in problem:
        for number, text in _lines_back(source, mark, 2000):
            for bracket, end in (("[", "]"), ("{", "}")):
                if text.count(bracket) > text.count(end):
                    return SourceFault(
                        "bracket",
                        _place(source, number, text.rindex(bracket)),
                        f"'{bracket}' is opened here and never closed",
                        f"put '{end}' at the end of the list, or put text that begins with '{bracket}' in double quotes",
                    )
    return None


def _no_colon(source: Source, mark: Mark, problem: str) -> SourceFault | None:
    if "could not find expected ':'" not in problem and "simple key" not in problem:
        return None
    for number, text in _lines_back(source, mark, 6):
        if text.strip() and not _KEY.match(text) and not text.lstrip().startswith(("#", "- ")):
            hint = "if it is a key, put a colon and a space after it; if it is text, write it under 'key: |', indented by two spaces more than the key"
            return SourceFault(
                "no_colon",
                _place(source, number, len(text) - len(text.lstrip(" "))),
                "this line stands by itself: it is neither a key nor part of a text",
                hint,
            )
    return None
