"""Plain data → the lines of an answers file, in the form in which people write it by hand."""

import re
from collections.abc import Mapping
from typing import Any

TEXT_KEYS = frozenset(
    {
        "key_findings",
        "recommendations_note",
        "text",
        "comments",
        "closing",
        "chief_constable",
        "pcc",
        "comment",
        "action",
        "no_action",
    }
)
"""Keys whose texts are written as `|` blocks, however short."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,'()/\u2019\u2013-]*[\w.,')\u2019])?")
_BARE = re.compile(r"\d{4}-\d\d-\d\d|true|false|https?://[^\s#\"',\[\]{}]+")
_OTHERWISE_READ = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|nan|inf")
_STEP = 2


def value_lines(key: str, value: Any, indent: int, within: str = "") -> list[str]:  # noqa: ANN401 - any part
    """`key: value`, with the lines that it takes; `within` is the key above.

    `indent` counts the spaces before the key.
    """
    lead = " " * indent + key + ":"
    if isinstance(value, str):
        head, *more = _scalar(value, indent, block=key in TEXT_KEYS and within not in ("link", "checklist"))
        return [f"{lead} {head}" if head else lead, *more]
    if not value:
        return [f"{lead} {'{}' if isinstance(value, Mapping) else '[]'}"]
    if isinstance(value, Mapping):
        return [lead, *mapping_lines(value, indent + _STEP, key)]
    return [lead, *sequence_lines(value, indent + _STEP)]


def mapping_lines(value: Mapping[str, Any], indent: int, within: str = "") -> list[str]:
    """The lines of a mapping's keys and values."""
    return [line for key, part in value.items() for line in value_lines(key, part, indent, within)]


def sequence_lines(value: list[Any], indent: int) -> list[str]:
    """The lines of a list's items; `indent` counts the spaces before the dashes."""
    return [line for item in value for line in item_lines(item, indent)]


def item_lines(item: Any, indent: int) -> list[str]:  # noqa: ANN401
    """The lines of one item of a list."""
    if isinstance(item, str):
        head, *more = _scalar(item, indent, block="\n" in item)
        return [" " * indent + f"- {head}".rstrip(), *more]
    if not item:
        return [" " * indent + ("- {}" if isinstance(item, Mapping) else "- []")]
    lines = mapping_lines(item, indent + _STEP) if isinstance(item, Mapping) else sequence_lines(item, indent + _STEP)
    return dashed(lines, indent)


def dashed(lines: list[str], indent: int) -> list[str]:
    """Lines of an item, with the dash before the first."""
    return [" " * indent + "- " + lines[0].lstrip(" "), *lines[1:]]


def _scalar(text: str, indent: int, *, block: bool) -> list[str]:
    if text and (block or "\n" in text) and not text.isspace() and text == text.strip("\n"):
        mark = f"|{_STEP}" if text[0] in " \t" else "|"
        return [mark, *(" " * (indent + _STEP) + line if line else "" for line in text.split("\n"))]
    if not text:
        return [""]
    if _BARE.fullmatch(text) or (_PLAIN.fullmatch(text) and not _OTHERWISE_READ.fullmatch(text)):
        return [text]
    return [quoted(text)]


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{out}"'
