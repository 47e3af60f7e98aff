"""A key that the file does not have there: misspelt, in the wrong place, or no key at all."""

import re
import unicodedata

from s55draft.answers.keys import Kind, holders_of, keys_at, kind_at, likest, may_hold
from s55draft.answers.line_slips import NO_BREAK_SPACES, in_quotation_marks, indentation_fault, shortened
from s55draft.answers.nodes import Mapping, Scalar
from s55draft.answers.wording import Finding, named
from s55draft.errors import AnswerPath, Location, Problem, Severity

_WORDS_OF_A_SENTENCE = 3


def unknown_key(finding: Finding) -> Problem:
    """The problem of a key that is not known where it stands."""
    for finder in (_odd_white_space, _invisible, _belongs_under_the_empty_one, _misspelt, _of_another_place, _text):
        found = finder(finding)
        if found is not None:
            return found
    known = keys_at(finding.path[:-1], finding.model)
    return _told(finding, f"the keys here are {', '.join(known)}" if known else None)


def meant_key(finding: Finding) -> str | None:
    """The key that an unknown one was meant to be, or the empty one above to which it belongs."""
    return _empty_holder(finding) or _likest_missing(finding)


def _likest_missing(finding: Finding) -> str | None:
    """The known key that this one was most likely meant to be, and that does not stand there yet."""
    holder = finding.path[:-1]
    free = [key for key in keys_at(holder, finding.model) if finding.where.node((*holder, key)) is None]
    return likest(finding.key, tuple(free))


def _told(finding: Finding, hint: str | None, message: str | None = None) -> Problem:
    holder = finding.path[:-1]
    place = f" of {named(holder, finding.where)}" if holder else ""
    message = message or f"'{shortened(finding.key)}' is not a key{place}"
    return Problem(Severity.ERROR, finding.code, message, hint, finding.where.location(finding.path), finding.path)


def _at(finding: Finding, code: str, location: Location, message: str, hint: str | None) -> Problem:
    return Problem(Severity.ERROR, code, message, hint, location, finding.path)


def _odd_white_space(finding: Finding) -> Problem | None:
    mark = finding.where.key_mark(finding.path)
    if mark is None or not finding.key or finding.key[0] not in NO_BREAK_SPACES:
        return None
    fault = indentation_fault(finding.where.source, mark.line, mark.column, tab=False)
    return _at(finding, fault.code, finding.where.at(fault.mark), fault.message, fault.hint)


def _invisible(finding: Finding) -> Problem | None:
    odd = [
        character
        for character in finding.key
        if unicodedata.category(character) == "Cf" or character in f"{NO_BREAK_SPACES}\n"
    ]
    plain = "".join("" if character in odd else character for character in finding.key)
    if not odd or plain not in keys_at(finding.path[:-1], finding.model):
        return None
    message = f"the key '{plain}' holds an invisible character, U+{ord(odd[0]):04X}"
    return _told(finding, f"delete the key with the white space before it, and type it again: {plain}:", message)


def _siblings(finding: Finding) -> list[tuple[Scalar, object]]:
    """The keys above this one, under the same holder."""
    holder = finding.where.node(finding.path[:-1])
    if not isinstance(holder, Mapping):
        return []
    position = next((n for n, (key, _) in enumerate(holder.items) if key.value == finding.key), 0)
    return list(holder.items[:position])


def _empty_holder(finding: Finding) -> str | None:
    """The key above that has nothing behind it, if this one belongs there."""
    for key, value in reversed(_siblings(finding)):
        if isinstance(value, Scalar) and not value.value and not value.style:
            holds = may_hold((*finding.path[:-1], key.value), finding.key, finding.model)
            return key.value if holds else None
    return None


def _belongs_under_the_empty_one(finding: Finding) -> Problem | None:
    """A key that is not indented under the one above that has nothing else."""
    holder = _empty_holder(finding)
    mark = finding.where.key_mark(finding.path)
    if holder is None or mark is None:
        return None
    return _told(finding, f"it belongs under '{holder}': begin the line with {mark.column + 2} spaces")


def _misspelt(finding: Finding) -> Problem | None:
    near = _likest_missing(finding)
    return _told(finding, f"did you mean '{near}'?") if near else None


def _of_another_place(finding: Finding) -> Problem | None:
    holders = list(holders_of(finding.key, finding.model))
    if not holders:
        return None
    if () in holders:
        return _told(finding, "it is one of the main keys: begin its line without spaces")
    return _told(finding, f"it belongs under {' or '.join(_place_named(holder) for holder in holders)}")


def _place_named(path: AnswerPath) -> str:
    last = path[-1]
    return f"an item of '{path[-2]}'" if isinstance(last, int) else f"'{last}'"


def _text(finding: Finding) -> Problem | None:
    """No key at all, but a text with a colon, or one that YAML took for a key without a value."""
    mark = finding.where.key_mark(finding.path)
    if mark is None:
        return None
    source, key = finding.where.source, finding.key
    text = source.lines[mark.line]
    above = _siblings(finding)[-1:]
    for other, value in above:
        if isinstance(value, Scalar) and value.style in ("|", ">"):
            wanted = other.start.column + 2
            message = f"this line is not indented like the text of '{other.value}' above it, and was taken for a key"
            hint = f"begin it with {wanted} spaces, like each line of that text, if it is part of it"
            return _at(finding, "indentation", finding.where.at(mark), message, hint)
    value = finding.where.node(finding.path)
    if (
        isinstance(value, Scalar)
        and not value.value
        and text.lstrip().startswith(("{", "[")) | ("{" in text[: mark.column])
    ):
        message = f"'{shortened(key)}' stands between braces without a key"
        return _at(finding, "colon", finding.where.at(mark), message, "put text that holds a comma in quotation marks")
    if re.fullmatch(r" *(?:- +)+", text[: mark.column]) and kind_at(finding.path[:-1], finding.model) is Kind.KEYS:
        meant = text[mark.column :].rstrip()
        colon = source.place(mark.line, mark.column + len(key))
        message = "this text holds a colon, so it must stand in quotation marks"
        return _at(finding, "colon", finding.where.at(colon), message, in_quotation_marks("- ", meant))
    if len(key.split()) >= _WORDS_OF_A_SENTENCE:
        message = f"'{shortened(key)}' was taken for a key, since a colon follows it"
        hint = "if it is text, indent it below the 'key: |' it belongs to, or put the whole line in quotation marks"
        return _at(finding, finding.code, finding.where.at(mark), message, hint)
    return None
