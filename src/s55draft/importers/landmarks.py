"""By what one finds one's way in a letter of somebody else's: headings, labels and entries, as people type them.

The words come from the layouts. They are compared without regard to case, spacing, marks and a number before them;
those of something that looks like a heading also where they are typed a little differently.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from s55draft.inline import Runs
from s55draft.layout import Layout
from s55draft.office import Office
from s55draft.word.reader import Item

_ALIKE = 0.87
_LONGEST_HEADING = 160
_SHORTEST_ALIKE = 8
_NUMBER_BEFORE = re.compile(r"(?:(?:section|part) )?(?:\d{1,2}(?: \d{1,2})*|[a-h]|[ivx]{1,4}) ")
_NUMBER = r"(?P<number>\d{1,3}(?:[.(/-]?[0-9a-z]{1,3}\)?){0,3}|[ivx]{1,5}|[a-z])"
_AFTER_NUMBER = r"(?:\s*(?P<mark>[:.)\u2013\u2014-])\s*|\s+|$)"
FIXED = ("title", "statute_note")
"""Words that every letter has, and that hold no answer."""
ENTRY_LISTS = {
    "recommendation": "recommendations",
    "cause_of_concern": "causes_of_concern",
    "area_for_improvement": "areas_for_improvement",
}
_SHORT = {"recommendation": "rec", "cause_of_concern": "coc", "area_for_improvement": "afi"}
"""What people type for the names of entries."""
_RANKS = {
    "key_findings": 1,
    "recommendations": 2,
    "causes_of_concern": 2,
    "areas_for_improvement": 2,
    "chief_constable": 3,
    "pcc": 4,
    "checklist": 5,
}
_FIRST_ANSWER = 3


@functools.lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Words as they are compared: lower case, no marks, one space between them."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = re.sub(r"['\u2018\u2019\u02bc]", "", plain)
    return " ".join(re.sub(r"[^\w]+|_", " ", plain).split())


def alike(one: str, other: str, least: float = _ALIKE) -> bool:
    """Whether two normal texts are the same but for slips of typing."""
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _SHORTEST_ALIKE or 2 * shorter < least * (shorter + longer):
        return False
    return likeness(one, other) >= least


@functools.lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """How much of two normal texts is the same, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def text_of(runs: Runs) -> str:
    """The plain text of runs."""
    return "".join(run.text for run in runs)


class Section(NamedTuple):
    """A section that begins. `is_sure`: its heading has the words of a layout."""

    name: str
    is_sure: bool
    rest: Runs = ()
    """What follows the heading in the same paragraph."""


class EntryHead(NamedTuple):
    """The head of an entry, such as `Recommendation 2:`. `rest` follows it in the same paragraph."""

    list_name: str
    number: str
    rest: Runs


class Landmarks:
    """What the layouts' letters are recognised by; the names in them are those of one office."""

    def __init__(self, layouts: Sequence[Layout], office: Office) -> None:
        self.layouts = layouts
        self._office = office
        self._headings: dict[str, str] = {}
        for layout in layouts:
            for name, words in layout.headings.items():
                self._headings.update(dict.fromkeys(map(self._normal, words), name))
        self.fact_labels = {
            self._normal(label): fact
            for layout in layouts
            for fact, labels in layout.fact_labels.items()
            for label in labels
        }
        raw = sorted(
            {label for layout in layouts for labels in layout.fact_labels.values() for label in labels}, key=len
        )
        self._within = re.compile(
            "|".join(rf"(?<!\w){_spaced(label.rstrip(':'))}\s*:" for label in reversed(raw)), re.IGNORECASE
        )
        self._labels = [
            (ENTRY_LISTS[kind], _label_form(label.partition("{number}")[0], _SHORT[kind]))
            for kind, label in sorted({pair for layout in layouts for pair in layout.labels.items()})
        ]

    def _normal(self, words: str) -> str:
        office = self._office
        names = {
            "chief_officer": office.chief_officer,
            "pcc": office.local_policing_body_short,
            "lpb": office.local_policing_body,
        }
        for key, name in names.items():
            words = words.replace(f"{{{key}}}", name)
        return normal(words)

    def labels_within(self, words: str) -> Iterator[re.Match[str]]:
        """The labels of facts, each with its colon, that stand in a line."""
        return self._within.finditer(words)

    def section(self, item: Item) -> Section | None:
        """The section that a paragraph begins, or the fixed words that it is; None for all other text."""
        words = text_of(item.runs)
        if len(words) <= _LONGEST_HEADING:
            found = self._named(words, looks_so=is_like_heading(item) and self.entry(item) is None)
            if found is not None:
                return found
        if self._is_fixed(words):
            return Section("title", is_sure=True)
        return self._run_on(item.runs)

    def _named(self, words: str, *, looks_so: bool) -> Section | None:
        bare = normal(words)
        without = _NUMBER_BEFORE.sub("", bare, count=1) if _NUMBER_BEFORE.match(bare) else bare
        for form in (bare, without):
            if form in self._headings:
                return Section(self._headings[form], is_sure=True)
        if looks_so:
            begun = [name for known, name in self._headings.items() if _goes_on(without, known)]
            if begun:
                return Section(begun[0], is_sure=False)
            close = [name for known, name in self._headings.items() if alike(known, without)]
            if close:
                return Section(close[0], is_sure=False)
        return None

    def _is_fixed(self, words: str) -> bool:
        bare = normal(words)
        return any(name in FIXED and known in bare for known, name in self._headings.items())

    def _run_on(self, runs: Runs) -> Section | None:
        """A heading with its text behind it in one paragraph: set off by bold, or by a colon."""
        for label, rest in _beginnings(runs):
            name = self._headings.get(normal(label))
            if name is not None and name not in FIXED and text_of(rest).strip():
                return Section(name, is_sure=True, rest=rest)
        return None

    def is_printed(self, words: str, layout: Layout) -> bool:
        """Whether words are a heading or label exactly as this layout prints it, but for case and spacing."""
        printed = [words[0] for words in (*layout.headings.values(), *layout.fact_labels.values())]
        bare = normal(words)
        return any(bare == known or bare.startswith(f"{known} ") for known in map(self._normal, printed))

    def entry(self, item: Item) -> EntryHead | None:
        """The entry that a paragraph begins; None for all other text."""
        words = text_of(item.runs)
        for list_name, form in self._labels:
            match = form.match(words)
            if match is None:
                continue
            rest = cut(item.runs, match.end())
            told_apart = is_like_heading(item) or match["mark"] == ":" or not text_of(rest).strip() or _leads(item.runs)
            if told_apart:
                return EntryHead(list_name, match["number"].strip("()."), rest if normal(text_of(rest)) else ())
        return None

    def says_none(self, name: str, words: str) -> bool:
        """Whether a paragraph says that there is nothing of a kind, in a layout's words or nearly so."""
        for layout in self.layouts:
            known = layout.empty.get(name, "").replace("{chief_officer}", self._office.chief_officer)
            if known and alike(normal(known), normal(words), 0.75):
                return True
        what = normal(name)
        return (
            re.fullmatch(
                rf"(there (are|were) )?(none|no {what}|not applicable|n a)( (made|were made|given))?", normal(words)
            )
            is not None
        )


def _goes_on(words: str, known: str) -> bool:
    """Whether a heading says more than the words known: `Chief Constable's response to the report`."""
    bare = words.removeprefix("the ")
    return bare.startswith((f"{known} to ", f"{known} on ", f"{known} about ")) or (bare != words and bare == known)


def _spaced(words: str) -> str:
    """A pattern of the words with any white space between them."""
    return r"\s+".join(map(re.escape, words.split()))


def _label_form(words: str, short: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{_spaced(words)}|{short}\b\.?)(?![a-z])\s*(?:no\.?|number|#)?\s*{_NUMBER}{_AFTER_NUMBER}",
        re.IGNORECASE,
    )


def is_like_heading(item: Item) -> bool:
    """Whether a paragraph looks like a heading: by its style, all in bold or capitals, or short with a colon."""
    words = text_of(item.runs).strip()
    if not words or len(words) > _LONGEST_HEADING:
        return False
    return (
        item.heading is not None
        or all(run.bold for run in item.runs if run.text.strip())
        or words.isupper()
        or words.endswith(":")
    )


def _leads(runs: Runs) -> bool:
    """Whether a paragraph begins in bold and goes on without."""
    shown = [run for run in runs if run.text.strip()]
    return len(shown) > 1 and shown[0].bold and not shown[-1].bold


def _beginnings(runs: Runs) -> Iterator[tuple[str, Runs]]:
    """What a paragraph may begin with as a heading, and what follows it."""
    if _leads(runs):
        count = next(i for i, run in enumerate(runs) if run.text.strip() and not run.bold)
        yield text_of(runs[:count]), runs[count:]
    words = text_of(runs)
    colon = words.find(":")
    if 0 < colon <= _LONGEST_HEADING:
        yield words[:colon], cut(runs, colon + 1)


def cut(runs: Runs, place: int) -> Runs:
    """The runs from the letter at `place` on."""
    out = []
    for run in runs:
        if place < len(run.text):
            out.append(run._replace(text=run.text[max(0, place) :]))
        place -= len(run.text)
    return tuple(out)


def until(runs: Runs, place: int | None) -> Runs:
    """The runs before the letter at `place`; all of them if it is None."""
    if place is None:
        return runs
    out = []
    for run in runs:
        if place > 0:
            out.append(run._replace(text=run.text[:place]))
        place -= len(run.text)
    return tuple(out)


def comes_first(name: str, others: Iterable[str]) -> bool:
    """Whether a section stands before all others in the order of the letter, the report's own sections at least."""
    return name in _RANKS and not any(_RANKS.get(other, 9) < min(_RANKS[name], _FIRST_ANSWER) for other in others)


def may_follow(section: str, name: str, seen: set[str]) -> bool:
    """Whether a section may begin after another: they stand in the order of the letter, those of entries in any."""
    return name in _RANKS and name not in seen and _RANKS[name] >= _RANKS.get(section, 0)
