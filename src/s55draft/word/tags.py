"""The tags of a template: what they may say, and what they mean.

docxtpl's tags are Jinja's, so a sandbox alone is not enough: a template could still hang or flood the machine. Here
each tag is read by a grammar of names, `if`, `for` and a filter or two, and rewritten from what was understood; what
the grammar does not know never runs.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from s55draft.context import NAMES, Kind

BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
FILTERS = ("upper", "lower")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MAX_LENGTH = 200
_MAX_DEPTH = 10

_SHAPE = re.compile(
    r"\{(?P<mark>[{%])(?P<prefix>p|r|tr|tc)?(?P<dash>-?)(?(prefix)\s)\s*(?P<inner>.*?)\s*(?P<end>-?)[}%]\}", re.DOTALL
)
_NAME = r"(?!(?:and|or|not)\b)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_PRINT = re.compile(rf"(?P<name>{_NAME})(?:\s*\|\s*(?P<filter>\w+))?")
_FOR = re.compile(rf"for\s+(?P<variable>[a-z]\w*)\s+in\s+(?P<name>{_NAME})")
_IF = re.compile(r"(?P<word>if|elif)\s+(?P<condition>.+)", re.DOTALL)
_CONDITION = re.compile(rf"(?:not\s+)?{_NAME}(?:\s+(?:and|or)\s+(?:not\s+)?{_NAME})*")
_RESERVED = frozenset(
    (
        *(*NAMES, "loop", "self", "super", "writer", "true", "false", "none"),
        *("and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for", "endfor"),
    )
)
"""What a loop may not call its members."""
_LOOP = {"first": Kind.FLAG, "last": Kind.FLAG, "index": Kind.WORD}


class Tag(NamedTuple):
    """A tag as understood. `source` is what runs; `kind` and the names are set where it prints.

    `full_name` has a loop's variable written out: `recommendations[].text`.
    """

    prefix: str
    source: str
    kind: Kind | None = None
    name: str = ""
    full_name: str = ""


class TagError(Exception):
    """A tag that says what no tag may say. Its text is the message."""


def find_tags(words: str) -> list[tuple[int, int]]:
    """Where the tags of a paragraph begin and end. Raises TagError for a brace without its counterpart."""
    spans = []
    opened: re.Match[str] | None = None
    for brace in BRACES.finditer(words):
        if opened is None and brace[0] in _CLOSING:
            opened = brace
        elif opened is not None and brace[0] == _CLOSING[opened[0]]:
            spans.append((opened.start(), brace.end()))
            opened = None
        else:
            raise _unpaired(opened or brace)
    if opened is not None:
        raise _unpaired(opened)
    return spans


def _unpaired(brace: re.Match[str]) -> TagError:
    if brace[0] in _CLOSING:
        return TagError(
            f"the tag that begins with '{brace[0]}' does not end with '{_CLOSING[brace[0]]}' in its paragraph"
        )
    return TagError(f"'{brace[0]}' ends a tag that does not begin in its paragraph")


@dataclass(slots=True)
class _Open:
    """An `if` or `for` that is not closed yet."""

    word: str
    tag: str
    prefix: str
    names: dict[str, Any] = field(default_factory=dict)
    members_of: str = ""
    has_else: bool = False


class Scope:
    """Reads the tags of one story in order, and knows what each name means where it stands."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.printed: set[str] = set()

    def read(self, text: str) -> Tag | None:
        """What the tag means; None for a comment. Raises TagError."""
        if text.startswith("{#"):
            return None
        shape = _SHAPE.fullmatch(text) if len(text) <= _MAX_LENGTH else None
        if shape is None:
            raise TagError(f"the tag {text if len(text) <= _MAX_LENGTH else f'{text[:40]}…'} is not of a known form")
        if shape["dash"] or shape["end"]:
            raise TagError(f"the tag {text} has a '-' beside its brace, which would join paragraphs; leave it out")
        prefix, inner = shape["prefix"] or "", shape["inner"]
        if prefix == "tc":
            raise TagError(f"the tag {text} makes table columns, which no letter here has")
        if shape["mark"] == "{":
            return self._print(text, prefix, inner)
        return Tag(prefix, self._statement(text, prefix, inner))

    def unclosed(self) -> Iterator[str]:
        """A message for each tag that was opened and never closed."""
        for opened in self._open:
            yield f"the tag {opened.tag} is never closed; it needs {{%{opened.prefix} end{opened.word} %}}"

    def _print(self, text: str, prefix: str, inner: str) -> Tag:
        match = _PRINT.fullmatch(inner)
        if match is None:
            raise TagError(
                f"the tag {text} does more than print a name; a tag may print a name, as in {{{{ report.title }}}}"
            )
        name, change = match["name"], match["filter"]
        if change and change not in FILTERS:
            raise TagError(f"the tag {text} uses the filter '{change}'; known are {' and '.join(FILTERS)}")
        kind = self._kind(name, text)
        if kind is Kind.FLAG:
            raise TagError(f"the tag {text} prints a yes or no; ask for it, as in {{% if {name} %}}")
        if change and kind is not Kind.WORD:
            raise TagError(f"the tag {text} changes an answer with '{change}'; only words may be changed")
        full_name = self._in_full(name)
        if kind is Kind.PICTURE and (full_name in self.printed or any(opened.word == "for" for opened in self._open)):
            raise TagError(f"the tag {text} prints a picture more than once")
        self.printed.add(full_name)
        return Tag(prefix, f"{name}|{change}" if change else name, kind, name, full_name)

    def _in_full(self, name: str) -> str:
        """The name with a loop's variable written out: `recommendations[].text`."""
        first, dot, rest = name.partition(".")
        for opened in reversed(self._open):
            if first in opened.names and first != "loop":
                return f"{opened.members_of}[]{dot}{rest}"
        return name

    def _kind(self, name: str, text: str) -> Kind:
        meaning = self._meaning(name, text)
        if isinstance(meaning, Kind):
            return meaning
        if isinstance(meaning, list):
            raise TagError(f"the tag {text} prints a list; go through it with {{%p for e in {name} %}}")
        raise TagError(f"the tag {text} needs a name after a dot: {', '.join(f'{name}.{key}' for key in meaning)}")

    def _statement(self, text: str, prefix: str, inner: str) -> str:
        if inner in ("else", "endif", "endfor"):
            return self._continue(text, prefix, inner)
        opened = _Open(inner.partition(" ")[0], text, prefix)
        if opened.word in ("if", "for"):
            self._open.append(opened)  # even if it is wrong, so that what closes it is not called wrong too
        if len(self._open) > _MAX_DEPTH:
            raise TagError(f"the tag {text} stands inside {_MAX_DEPTH} others; a letter needs three or four")
        if match := _FOR.fullmatch(inner):
            return self._loop(opened, match["variable"], match["name"])
        if match := _IF.fullmatch(inner):
            return self._condition(text, prefix, match["word"], match["condition"])
        raise TagError(f"the tag {text} is none that a template may use: for, if, elif, else, endif, endfor")

    def _loop(self, opened: _Open, variable: str, name: str) -> str:
        text = opened.tag
        members = self._meaning(name, text)
        if not isinstance(members, list):
            raise TagError(f"the tag {text} goes through '{name}', which is no list")
        opened.names = {variable: members[0], "loop": _LOOP}
        opened.members_of = self._in_full(name)
        if variable in _RESERVED:
            raise TagError(f"the tag {text} calls each member '{variable}', which is the name of something else")
        if outer := next((other.tag for other in self._open[:-1] if other.word == "for"), ""):
            raise TagError(f"the tag {text} stands inside {outer}; a letter has no list within a list")
        return f"for {variable} in {name}"

    def _condition(self, text: str, prefix: str, word: str, condition: str) -> str:
        if _CONDITION.fullmatch(condition) is None:
            raise TagError(f"the tag {text} asks more than a template may: names with and, or, not")
        for name in re.findall(rf"\b{_NAME}", condition):
            self._meaning(name, text)
        if word == "elif":
            self._expect_branch(text, prefix)
        return f"{word} {' '.join(condition.split())}"

    def _continue(self, text: str, prefix: str, word: str) -> str:
        if word == "else":
            self._expect_branch(text, prefix)
            self._open[-1].has_else = True
        else:
            self._expect(word.removeprefix("end"), text, prefix)
            self._open.pop()
        return word

    def _expect_branch(self, text: str, prefix: str) -> None:
        self._expect("if", text, prefix)
        if self._open[-1].has_else:
            raise TagError(
                f"the tag {text} stands behind the 'else' of {self._open[-1].tag}, and would never be reached"
            )

    def _expect(self, word: str, text: str, prefix: str) -> None:
        if not self._open or self._open[-1].word != word:
            before = f"; the last tag still open is {self._open[-1].tag}" if self._open else ""
            raise TagError(f"the tag {text} has no '{word}' before it{before}")
        if self._open[-1].prefix != prefix:
            raise TagError(
                f"the tag {text} belongs to {self._open[-1].tag} and must begin alike: {{%{self._open[-1].prefix}"
            )

    def _meaning(self, name: str, text: str) -> Any:  # noqa: ANN401 - the shape of NAMES
        names: Any = dict(NAMES)
        for opened in self._open:
            names |= opened.names
        so_far = ""
        for part in name.split("."):
            if not isinstance(names, dict) or part not in names:
                advice = _advice(part, names, so_far)
                raise TagError(f"the tag {text} names '{so_far}{part}', which does not exist; {advice}")
            names = names[part]
            so_far += f"{part}."
        return names


def _advice(part: str, names: Any, so_far: str) -> str:  # noqa: ANN401 - the shape of NAMES
    """What to write instead of a name that does not exist."""
    whole = so_far.removesuffix(".")
    if isinstance(names, list):
        return f"'{whole}' is a list: go through it with {{%p for e in {whole} %}}"
    if not isinstance(names, dict):
        return f"'{whole}' has no parts"
    near = difflib.get_close_matches(part, names, n=1, cutoff=0.5)
    return f"did you mean '{so_far}{near[0]}'?" if near else f"known are {', '.join(so_far + key for key in names)}"
