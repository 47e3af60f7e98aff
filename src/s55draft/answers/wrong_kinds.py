"""A list where a text belongs, a text where keys belong, and the like, in plain words."""

import re

from s55draft.answers.keys import is_one_line, keys_at, required_keys
from s55draft.answers.line_slips import FURTHER_IN, below_a_bar, in_quotation_marks, shortened
from s55draft.answers.nodes import Mapping, Node, Scalar, Sequence
from s55draft.answers.source import Mark
from s55draft.answers.wording import Finding, Words
from s55draft.errors import Problem, Severity

_BULLETS = "•·▪◦‣●○■□\u2013\u2014*"


def wrong_kind(finding: Finding) -> Problem:
    """The problem of an answer that is of the wrong kind."""
    node = finding.where.node(finding.path)
    for finder in (_bracket, _colon_in_text, _lines_without_dash, _item_without_dash):
        found = finder(finding, node)
        if found is not None:
            return found
    if finding.code == "tuple_type":
        message, hint = _no_list(finding, node)
    elif finding.code in ("string_type", "date_type"):
        message, hint = _no_text(finding, node)
    else:
        message, hint = _no_keys(finding, node)
    return Problem(Severity.ERROR, finding.code, message, hint, finding.where.value(finding.path), finding.path)


def _told(finding: Finding, code: str, mark: Mark, message: str, hint: str) -> Problem:
    return Problem(Severity.ERROR, code, message, hint, finding.where.at(mark), finding.path)


def _a(node: Node | None) -> str:
    return "a list" if isinstance(node, Sequence) else "keys" if isinstance(node, Mapping) else "a text"


def _key(finding: Finding) -> str:
    """The key behind which the answer stands, or the dash of an item."""
    return "- " if isinstance(finding.path[-1], int) else f"{finding.key}: "


def _bracket(finding: Finding, node: Node | None) -> Problem | None:
    """A text that begins with a bracket."""
    if finding.code != "string_type" or not isinstance(node, Mapping | Sequence):
        return None
    source = finding.where.source
    text = source.lines[node.start.line][node.start.column :].rstrip()
    if text[:1] not in ("[", "{") or text[-1] not in "]}" or text in ("[]", "{}"):
        return None
    message = f"the text of '{finding.key}' begins with '{text[0]}', so it must stand in quotation marks"
    return _told(finding, "first_character", node.start, message, in_quotation_marks(_key(finding), text))


def _colon_in_text(finding: Finding, node: Node | None) -> Problem | None:
    """A text that holds a colon, what comes before it taken for a key."""
    if finding.code != "string_type" or not isinstance(node, Mapping) or len(node.items) != 1:
        return None
    key = node.items[0][0]
    source = finding.where.source
    text = source.lines[key.start.line]
    meant = text[key.start.column :].rstrip()
    if re.fullmatch(r" *(?:- +)+", text[: key.start.column]):
        message, hint = "this text holds a colon, so it must stand in quotation marks", in_quotation_marks("- ", meant)
    else:
        message = f"the text of '{finding.key}' holds a colon, which needs another way of writing the text"
        hint = below_a_bar(_key(finding))
    return _told(finding, "colon", key.end, message, hint)


def _lines_without_dash(finding: Finding, node: Node | None) -> Problem | None:
    """A list whose items begin with something else than a dash and a space."""
    if finding.code != "tuple_type" or not isinstance(node, Scalar) or node.style:
        return None
    first = node.value[:1]
    rest = node.value[1:].split("\n")[0]
    if first == "-" and rest[:1].isspace() and rest[:1] != " ":
        message = "after the dash stands a no-break space, which only looks like a space"
        mark = finding.where.source.place(node.start.line, node.start.column + 1)
        return _told(finding, "no_break_space", mark, message, "delete it and type a space")
    if first == "-" and rest:
        message = "after the dash that begins a list item a space is missing"
    elif first and first in _BULLETS:
        message = f"a list item begins with a dash and a space here, not with '{first}'"
    else:
        return None
    line = finding.where.source.lines[node.start.line].strip()
    if node.end.line > node.start.line:
        message += "; likewise in the lines below"
    return _told(finding, "dash", node.start, message, f"write: - {shortened(line[1:].strip())}")


def _item_without_dash(finding: Finding, node: Node | None) -> Problem | None:
    """A list item, its dash forgotten."""
    if finding.code != "tuple_type" or not isinstance(node, Mapping):
        return None
    known = keys_at((*finding.path, 0), finding.model)
    if not node.items or node.items[0][0].value not in known:
        return None
    first = node.items[0][0]
    line = finding.where.source.lines[first.start.line].strip()
    message = f"{finding.name} is a list: before the first key of each item stands a dash"
    return _told(
        finding,
        "dash",
        first.start,
        message,
        f"write: - {line[:60]}, and the item's other keys below that '{first.value}'",
    )


def _no_list(finding: Finding, node: Node | None) -> Words:
    none = f"; if there are none, write '{finding.key}: []'" if finding.path and len(finding.path) == 1 else ""
    hint = f"write each item on a line of its own below '{finding.key}:', with a dash and a space before it{none}"
    known = keys_at((*finding.path, 0), finding.model)
    if known:
        hint = f"write each below '{finding.key}:', beginning with '- {known[0]}:'{none}"
    elif isinstance(node, Scalar) and not node.style and ":" not in node.value:
        hint = f"write: {finding.key}: [{shortened(node.value.strip('[]'))}]"
    return f"{finding.name} must be a list, not {_a(node)}", hint


def _no_text(finding: Finding, node: Node | None) -> Words:
    if finding.code == "date_type" and finding.path[0] != "checklist":
        return f"{finding.name} must be a date, not {_a(node)}", "write it behind the colon, such as 2023-08-31"
    if finding.code == "date_type":
        hint = "write false while it is not done, then the day on which it was done, such as 2023-08-31"
        return f"{finding.name} must be false, true or a date, not {_a(node)}", hint
    if isinstance(node, Sequence):
        hint = f"write '{_key(finding)}|', and leave the items below it as they are: they become bullets of the text"
        if is_one_line(finding.path, finding.model):
            hint = f"write the text behind '{_key(finding).rstrip()}', on the same line"
        return f"{finding.name} must be a text, not a list", hint
    hint = f"write the text behind '{_key(finding).rstrip()}', or under '{_key(finding)}|', each line {FURTHER_IN}"
    return f"{finding.name} must be a text, not keys", hint


def _no_keys(finding: Finding, node: Node | None) -> Words:
    name, key, path = finding.name, finding.key, finding.path
    known = keys_at(path, finding.model)
    below = f"below it, each on a line of its own and {FURTHER_IN}"
    if path and path[-1] == "pcc" and len(path) > 1:
        return (
            f"{name} must be a text or keys, not {_a(node)}",
            f"write 'pcc: |' and the text below it, in which bullets may stand; or some of {_listed(known)} {below}",
        )
    if finding.code == "dict_type":
        hint = f"below '{key}:' write each step with its state and without a dash, such as 'hmicfrs: false'"
        return f"{name} needs keys below it, not {_a(node)}", hint
    if path and isinstance(path[-1], int):
        hint = f"begin it with '- {known[0]}:', and write the other keys ({', '.join(known[1:])}) in line with that one"
        return f"{name} must have keys, and is {_a(node)}", hint
    hint = f"end the line after '{key}:', and write what is known of {_listed(known)} {below}"
    if known == required_keys(path, finding.model):
        hint = f"end the line after '{key}:', and write {_listed(known)} {below}"
    if isinstance(node, Sequence):
        hint = f"take the dashes out: {_listed(known)} stand below '{key}:', each on a line of its own"
    return f"{name} needs keys below it, not {_a(node)}", hint


def _listed(keys: tuple[str, ...]) -> str:
    quoted = [f"'{key}:'" for key in keys]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)
