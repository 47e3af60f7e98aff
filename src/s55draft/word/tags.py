"""The tags of a template: what they may say, and what they mean.

docxtpl's tags are Jinja's, so a sandbox alone is not enough: a template could still hang or flood the machine. Here
each tag is read by a grammar of names, `if`, `for` and a filter or two, and rewritten from what was understood; what
the grammar does not know never reaches Jinja.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from s55draft.context import NAMES, Kind

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
FILTERS = ("upper", "lower")

_SHAPE = re.compile(
    r"\{(?P<mark>[{%#])(?P<prefix>p|r|tr|tc)?(?P<dash>-?)(?(prefix)\s)\s*(?P<inner>.*?)\s*(?P<end>-?)[}%#]\}", re.DOTALL
)
_NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_PRINT = re.compile(rf"(?P<name>{_NAME})(?:\s*\|\s*(?P<filter>\w+))?")
_FOR = re.compile(rf"for\s+(?P<variable>[a-z]\w*)\s+in\s+(?P<name>{_NAME})")
_IF = re.compile(r"(?P<word>if|elif)\s+(?P<condition>.+)", re.DOTALL)
_CONDITION = re.compile(rf"(?:not\s+)?{_NAME}(?:\s+(?:and|or)\s+(?:not\s+)?{_NAME})*")
_LOOP = {"first": Kind.FLAG, "last": Kind.FLAG, "index": Kind.WORD}


class Tag(NamedTuple):
    """A tag as understood. `source` is what Jinja is given; `kind` and `name` are set where it prints."""

    prefix: str
    source: str
    kind: Kind | None = None
    name: str = ""


class TagFault(Exception):
    """A tag that says what no tag may say. Its text is the message."""


@dataclass(slots=True)
class _Open:
    """An `if` or `for` that is not closed yet."""

    word: str
    tag: str
    prefix: str
    names: dict[str, Any] = field(default_factory=dict)
    members_of: str = ""


class Scope:
    """Reads the tags of one story in order, and knows what each name means where it stands."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.printed: set[str] = set()

    def read(self, text: str) -> Tag | None:
        """What the tag means; None for a comment. Raises TagFault."""
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise TagFault(f"the tag {text} is not of a known form")
        if shape["dash"] or shape["end"]:
            raise TagFault(f"the tag {text} has a '-' beside its brace, which would join paragraphs; leave it out")
        prefix, inner = shape["prefix"] or "", shape["inner"]
        if prefix == "tc":
            raise TagFault(f"the tag {text} makes table columns, which no letter here has")
        if shape["mark"] == "#":
            return None
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
            raise TagFault(
                f"the tag {text} does more than print a name; a tag may print a name, as in {{{{ report.title }}}}"
            )
        if match["filter"] and match["filter"] not in FILTERS:
            raise TagFault(f"the tag {text} uses the filter '{match['filter']}'; known are {' and '.join(FILTERS)}")
        kind = self._kind(match["name"], text)
        if match["filter"] and kind is not Kind.WORD:
            raise TagFault(f"the tag {text} changes an answer with '{match['filter']}'; only words may be changed")
        self.printed.add(self._in_full(match["name"]))
        return Tag(prefix, match["name"] + (f"|{match['filter']}" if match["filter"] else ""), kind, match["name"])

    def _in_full(self, name: str) -> str:
        """The name with a loop's variable written out: `recommendations[].text`."""
        first, dot, rest = name.partition(".")
        for opened in reversed(self._open):
            if first in opened.names and first != "loop":
                return f"{opened.members_of}[]{dot}{rest}"
        return name

    def _kind(self, name: str, text: str) -> Kind:
        meaning = self._meaning(name, text)
        if isinstance(meaning, list):
            raise TagFault(f"the tag {text} prints a list; go through it with {{%p for e in {name} %}}")
        if isinstance(meaning, dict):
            raise TagFault(f"the tag {text} needs a name after a dot: {', '.join(f'{name}.{key}' for key in meaning)}")
        assert isinstance(meaning, Kind)
        return meaning

    def _statement(self, text: str, prefix: str, inner: str) -> str:
        if inner in ("else", "endif", "endfor"):
            return self._continue(text, prefix, inner)
        if match := _FOR.fullmatch(inner):
            members = self._meaning(match["name"], text)
            if not isinstance(members, list):
                raise TagFault(f"the tag {text} goes through '{match['name']}', which is no list")
            if match["variable"] in NAMES or match["variable"] == "loop":
                raise TagFault(
                    f"the tag {text} calls each member '{match['variable']}', which is the name of something else"
                )
            self._open.append(
                _Open("for", text, prefix, {match["variable"]: members[0], "loop": _LOOP}, self._in_full(match["name"]))
            )
            return f"for {match['variable']} in {match['name']}"
        if match := _IF.fullmatch(inner):
            return self._condition(text, prefix, match["word"], match["condition"])
        raise TagFault(f"the tag {text} is none that a template may use: for, if, elif, else, endif, endfor")

    def _condition(self, text: str, prefix: str, word: str, condition: str) -> str:
        if _CONDITION.fullmatch(condition) is None:
            raise TagFault(f"the tag {text} asks more than a template may: names with and, or, not")
        for name in re.findall(_NAME, condition):
            if name not in ("and", "or", "not"):
                self._meaning(name, text)
        if word == "if":
            self._open.append(_Open("if", text, prefix))
        else:
            self._expect("if", text, prefix)
        return f"{word} {' '.join(condition.split())}"

    def _continue(self, text: str, prefix: str, word: str) -> str:
        if word == "else":
            self._expect("if", text, prefix)
        else:
            self._expect(word.removeprefix("end"), text, prefix)
            self._open.pop()
        return word

    def _expect(self, word: str, text: str, prefix: str) -> None:
        if not self._open or self._open[-1].word != word:
            before = f"; the last tag still open is {self._open[-1].tag}" if self._open else ""
            raise TagFault(f"the tag {text} has no '{word}' before it{before}")
        if self._open[-1].prefix != prefix:
            raise TagFault(
                f"the tag {text} belongs to {self._open[-1].tag} and must begin alike: {{%{self._open[-1].prefix}"
            )

    def _meaning(self, name: str, text: str) -> Any:  # noqa: ANN401 - the shape of NAMES
        names: Any = dict(NAMES)
        for opened in self._open:
            names |= opened.names
        so_far = ""
        for part in name.split("."):
            if not isinstance(names, dict) or part not in names:
                known = list(names) if isinstance(names, dict) else []
                near = difflib.get_close_matches(part, known, n=1, cutoff=0.5)
                advice = (
                    f"did you mean '{so_far}{near[0]}'?"
                    if near
                    else f"known are {', '.join(so_far + key for key in known)}"
                    if known
                    else "it has no parts"
                )
                raise TagFault(f"the tag {text} names '{so_far}{part}', which does not exist; {advice}")
            names = names[part]
            so_far += f"{part}."
        return names
