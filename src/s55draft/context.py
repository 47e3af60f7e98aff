"""Response + office + layout → what a template may print. Presentation only: no law, no Word.

The context is plain data: words, flags, lists, and answers, each with the path that names it in the answers file.
`NAMES` is the published list of what a tag may use.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from s55draft.days import day_in_words
from s55draft.errors import AnswerPath, path_text
from s55draft.inline import Run, Runs
from s55draft.layout import FACTS, Layout
from s55draft.markup import Block, Paragraph, parse
from s55draft.model import Response
from s55draft.office import Office, checklist_steps, fill_names, inspectorate_on
from s55draft.statute import AnswerTo, Awaited, awaited, entries, printed_deadline

DRAFT_MARK = "DRAFT \u2013 not for publication"
_AWAITED_FACT, _AWAITED_TEXT = "[{}: not answered yet]", "[Not answered yet: {}]"
PLACEHOLDER = re.compile("|".join(re.escape(words).replace(r"\{\}", ".*") for words in (_AWAITED_FACT, _AWAITED_TEXT)))
"""What is printed where an answer is awaited."""
ENTRY_TAG = re.compile(
    r"(?P<name>recommendations|causes_of_concern|areas_for_improvement)\[(?P<key>.*)\]\."
    r"(?P<rest>title|text|chief_constable|pcc(?:\.(?:comment|action|no_action))?)",
    re.DOTALL,
)
"""The tag of an answer that belongs to an entry of the report."""


class Kind(Enum):
    """What a name stands for, and so in which tag it may stand."""

    WORD = "words, printed as they are: {{ name }}"
    FLAG = "yes or no: {% if name %}"
    VALUE = "an answer of one line, in its own content control: {{ name }}"
    TEXT = "an answer of any length, in its own content control: {{p name }}"
    PICTURE = "a picture: {{p name }}"


class Value(NamedTuple):
    """An answer of one line. `path` is its tag; `awaited` makes it a placeholder."""

    path: str
    title: str
    runs: Runs
    awaited: bool = False


class Passage(NamedTuple):
    """An answer of any length. `again`: the same answer printed a second time, in bold. `source`: as it was typed."""

    path: str
    title: str
    blocks: tuple[Block, ...]
    awaited: bool = False
    again: bool = False
    source: str = ""


class TickBox(NamedTuple):
    """An office-use check box."""

    path: str
    title: str
    ticked: bool


class Picture(NamedTuple):
    """The office's logo."""

    path: Path
    alt: str


Passages = tuple[Passage, ...]

_ENTRY: dict[str, Any] = {
    "number": Kind.WORD,
    "label": Kind.WORD,
    "numbered": Kind.FLAG,
    "title": Kind.VALUE,
    "text": Kind.TEXT,
    "text_again": Kind.TEXT,
}
_ANSWER: dict[str, Any] = {"number": Kind.WORD, "label": Kind.WORD, "text_again": Kind.TEXT, "answer": Kind.TEXT}
_COMMENTS: dict[str, Any] = {"comments": Kind.TEXT, "answers": [_ANSWER], "closing": Kind.TEXT}

NAMES: dict[str, Any] = {
    "office": dict.fromkeys(
        (
            "name",
            "short_name",
            "area",
            "local_policing_body",
            "local_policing_body_short",
            "force",
            "chief_officer",
            "panel",
            "website",
        ),
        Kind.WORD,
    ),
    "inspectorate": {"name": Kind.WORD, "short_name": Kind.WORD},
    "draft": Kind.FLAG,
    "draft_mark": Kind.WORD,
    "logo": Kind.PICTURE,
    "report": {fact.partition(".")[2]: Kind.VALUE for fact in FACTS if "." in fact},
    "response_deadline": Kind.VALUE,
    "key_findings": Kind.TEXT,
    "recommendations_note": Kind.TEXT,
    "recommendations": [_ENTRY],
    "recommendations_state": Kind.TEXT,
    "recommendations_awaited": Kind.FLAG,
    "causes_of_concern": [_ENTRY],
    "areas_for_improvement": [_ENTRY],
    "areas_for_improvement_single": _ENTRY,
    "areas_for_improvement_state": Kind.TEXT,
    "areas_for_improvement_awaited": Kind.FLAG,
    "chief_constable": _COMMENTS,
    "pcc": _COMMENTS,
    "checklist": [{"box": Kind.VALUE, "text": Kind.WORD}],
}
"""Every name that a tag may use. A dict holds names after a dot; a list holds what one of its members has."""


class Context(NamedTuple):
    """What one letter prints: the values of `NAMES`, and the document's properties."""

    values: dict[str, Any]
    title: str
    author: str
    answers: tuple[Value | Passage | TickBox, ...]
    """Every answer that must stand in the letter, in the order of the answers format."""


def build(response: Response, office: Office, layout: Layout) -> Context:
    """What the letter of this response prints. It is a draft while anything is awaited."""
    missing = awaited(response, layout)
    builder = _Builder(response, office, layout, {item.path: item for item in missing})
    values = builder.values()
    answers = tuple(answer for answer in builder.answers if not (isinstance(answer, Passage) and answer.again))
    return Context(values, f"Response to {response.report.title}", office.name, answers)


class _Builder:
    """Builds the values of one context, and keeps a list of the answers among them."""

    def __init__(self, response: Response, office: Office, layout: Layout, missing: dict[AnswerPath, Awaited]) -> None:
        self.response = response
        self.office = office
        self.layout = layout
        self.missing = missing
        self.inspectorate = inspectorate_on(response.report.published_on)
        self.answers: list[Value | Passage | TickBox] = []

    def values(self) -> dict[str, Any]:
        response, office = self.response, self.office
        recommendations, causes, areas = (
            self._entries(name) for name in ("recommendations", "causes_of_concern", "areas_for_improvement")
        )
        return {
            "office": {name: getattr(office, name) for name in NAMES["office"]},
            "inspectorate": self.inspectorate._asdict(),
            "draft": bool(self.missing),
            "draft_mark": DRAFT_MARK,
            "logo": Picture(office.logo_path, office.logo_alt or f"Logo of the {office.name}")
            if office.logo_path
            else None,
            "report": {name: self._fact(f"report.{name}") for name in NAMES["report"]},
            "response_deadline": self._fact("response_deadline"),
            "key_findings": self._text(("key_findings",), response.key_findings, "Key findings"),
            "recommendations_note": self._text(
                ("recommendations_note",), response.recommendations_note, "Note on the recommendations"
            ),
            "recommendations": recommendations,
            "recommendations_state": self._state("recommendations", recommendations),
            "recommendations_awaited": ("recommendations",) in self.missing,
            "causes_of_concern": causes,
            "areas_for_improvement": areas,
            "areas_for_improvement_single": areas[0] if len(areas) == 1 else None,
            "areas_for_improvement_state": self._state("areas_for_improvement", areas),
            "areas_for_improvement_awaited": ("areas_for_improvement",) in self.missing,
            "chief_constable": self._chief_officer(),
            "pcc": self._local_policing_body(),
            "checklist": self._checklist(),
        }

    def _fact(self, name: str) -> Value | None:
        section, _, key = name.partition(".")
        path: AnswerPath = (section, key) if key else (section,)
        if name not in self.layout.facts:
            return (
                Value(name, FACTS[name], _fact_runs(self.response, name, self.layout))
                if name in ("report.title", "report.published_on")
                else None
            )
        if path in self.missing:
            value = Value(name, FACTS[name], (Run(_AWAITED_FACT.format(FACTS[name])),), awaited=True)
        else:
            value = Value(name, FACTS[name], _fact_runs(self.response, name, self.layout))
        self.answers.append(value)
        return value

    def _text(self, path: AnswerPath, text: str | None, title: str, tag: str | None = None) -> Passages:
        """The answer's passage; a placeholder where it is awaited; nothing where it is absent."""
        tag = tag or path_text(path)
        if text is not None:
            passage = Passage(tag, title, parse(text), source=text)
        elif path in self.missing:
            words = self.missing[path].what.partition(":")[0]
            passage = Passage(tag, title, (Paragraph((Run(_AWAITED_TEXT.format(words)),)),), awaited=True)
        else:
            return ()
        self.answers.append(passage)
        return (passage,)

    def _state(self, name: str, members: list[dict[str, Any]]) -> Passages | str:
        """What stands in place of a list: a placeholder, the layout's sentence that there is none, or nothing."""
        if (name,) in self.missing:
            return self._text((name,), None, name.replace("_", " ").capitalize())
        return "" if members else self._empty(name)

    def _empty(self, name: str) -> str:
        return fill_names(self.layout.empty.get(name, ""), self.office, self.inspectorate)

    def _entries(self, name: str) -> list[dict[str, Any]]:
        return [self._entry(member) for member in entries(self.response) if member.path[0] == name]

    def _entry(self, member: AnswerTo) -> dict[str, Any]:
        entry, tag, label = member.entry, _tag(member), self._label(member)
        title = Value(f"{tag}.title", f"{label}: title", (Run(entry.title),)) if entry.title else None
        if title is not None:
            self.answers.append(title)
        text = self._text((*member.path, "text"), entry.text, f"{label}: the report's words", f"{tag}.text")
        return {
            "number": member.key,
            "label": label,
            "numbered": entry.number is not None,
            "title": title,
            "text": text,
            "text_again": _again(text),
        }

    def _label(self, member: AnswerTo) -> str:
        """`Recommendation 2`; where the report gives a title and no number, the title."""
        if member.entry.number is None and member.entry.title is not None:
            return member.entry.title
        return self.layout.labels[member.kind.replace(" ", "_")].replace("{number}", member.key)

    def _chief_officer(self) -> dict[str, Any]:
        theirs, whose = self.response.chief_constable, self.office.chief_officer
        comments: Passages | str = self._text(("chief_constable", "comments"), theirs.comments, f"{whose}: comments")
        if theirs.none_received:
            comments = self._empty("chief_constable")
        answers = []
        for member in entries(self.response):
            answer = self._text(
                (*member.path, "chief_constable"),
                member.entry.chief_constable,
                f"{self._label(member)}: {whose}",
                f"{_tag(member)}.chief_constable",
            )
            answers += self._answer(member, answer)
        return {
            "comments": comments,
            "answers": answers,
            "closing": self._text(("chief_constable", "closing"), theirs.closing, f"{whose}: closing"),
        }

    def _local_policing_body(self) -> dict[str, Any]:
        own, whose = self.response.pcc, self.office.local_policing_body_short
        comments = self._text(("pcc", "comments"), own.comments, f"{whose}: comments")
        answers = []
        for member in entries(self.response):
            answers += self._answer(member, self._own_answer(member, f"{self._label(member)}: {whose}"))
        return {
            "comments": comments,
            "answers": answers,
            "closing": self._text(("pcc", "closing"), own.closing, f"{whose}: closing"),
        }

    def _own_answer(self, member: AnswerTo, title: str) -> Passages:
        path, tag, answer = (*member.path, "pcc"), f"{_tag(member)}.pcc", member.entry.pcc
        if answer is None or answer.is_plain:
            return self._text(path, answer.comment if answer else None, title, tag)
        parts: list[Passage] = []
        for part in ("comment", "action", "no_action"):
            parts += self._text(
                (*path, part), getattr(answer, part), f"{title}, {part.replace('_', ' ')}", f"{tag}.{part}"
            )
        return tuple(parts)

    def _answer(self, member: AnswerTo, answer: Passages) -> list[dict[str, Any]]:
        """The answer under its label and the report's words once more; nothing where there is none."""
        if not answer:
            return []
        text = member.entry.text
        words = (
            (Passage(f"{_tag(member)}.text", f"{self._label(member)}: the report's words", parse(text)),)
            if text
            else ()
        )
        return [{"number": member.key, "label": self._label(member), "text_again": _again(words), "answer": answer}]

    def _checklist(self) -> list[dict[str, Any]]:
        items = []
        for key, text, ticked in printed_checklist(self.response, self.office, self.layout):
            words = fill_names(text, self.office, self.inspectorate)
            box = TickBox(f"checklist.{key}", words, bool(ticked))
            self.answers.append(box)
            items.append({"box": box, "text": words})
        return items


def printed_checklist(response: Response, office: Office, layout: Layout) -> Iterable[tuple[str, str, bool | date]]:
    """The office-use steps as the letter prints them: key, words, and whether or when each was done."""
    ticks = response.checklist or {}
    return [
        (step.key, step.text, ticks.get(step.key, False))
        for step in checklist_steps(layout, office)
        if not step.optional or step.key in ticks
    ]


def _again(text: Passages) -> Passages:
    return tuple(passage._replace(again=True) for passage in text if not passage.awaited)


def _tag(member: AnswerTo) -> str:
    """The entry's path with its number in place of its position: `recommendations[2]`."""
    return f"{member.path[0]}[{member.key}]"


def _fact_runs(response: Response, name: str, layout: Layout) -> Runs:
    report = response.report
    if name == "response_deadline":
        deadline = printed_deadline(response)
        return _day_runs(deadline, layout.date_form) if deadline else (Run(layout.empty.get(name, "None")),)
    value = getattr(report, name.partition(".")[2])
    if isinstance(value, date):
        return _day_runs(value, layout.date_form)
    if name == "report.link":
        return (Run(report.link.text, url=report.link.url),) if report.link else ()
    return (Run(listed(value) if isinstance(value, tuple) else value),)


def listed(words: tuple[str, ...]) -> str:
    """`PEEL, Police performance and Spotlight`."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _day_runs(day: date, form: str) -> Runs:
    words = day_in_words(day)
    if form == "plain":
        return (Run(words),)
    number, _, rest = words.partition(" ")
    return (Run(number), Run(_ordinal_ending(day.day), raised=True), Run(f" {rest}"))


def _ordinal_ending(number: int) -> str:
    if number in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
