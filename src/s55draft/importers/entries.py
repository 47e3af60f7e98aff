"""Recommendations, causes of concern and areas for improvement of a letter, and the answers under each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from s55draft.importers.doubts import Doubts
from s55draft.importers.landmarks import EntryHead, Landmarks, cut, is_like_heading, normal, text_of
from s55draft.inline import Runs
from s55draft.markup import block_texts, parse, stripped, to_text
from s55draft.word.reader import Item, blocks_of

_TYPED_NUMBER = re.compile(r"\s*(?P<number>\d{1,3}[a-z]?)[.)]\s+(?=\S)")
LISTS = ("recommendations", "causes_of_concern", "areas_for_improvement")
_CALLED = {
    "recommendations": "recommendation",
    "causes_of_concern": "cause of concern",
    "areas_for_improvement": "area for improvement",
}


@dataclass
class Entry:
    """An entry of the report as it is put together."""

    number: str = ""
    title: str = ""
    items: list[Item] = field(default_factory=list)
    answers: dict[str, list[Item]] = field(default_factory=dict)
    """The paragraphs of each answer, by whose it is."""
    has_number: bool = True
    """Whether the letter gives the number."""

    def data(self, list_name: str) -> Any:  # noqa: ANN401 - a text or a mapping
        """The entry as the answers file has it."""
        out: dict[str, Any] = {}
        if self.number and (self.has_number or list_name == "recommendations"):
            out["number"] = self.number
        if self.title:
            out["title"] = self.title
        if self.items:
            out["text"] = text(self.items)
        for whose, items in self.answers.items():
            if items:
                out[whose] = text(items)
        return out["text"] if list_name == "areas_for_improvement" and set(out) == {"text"} else out


Entries = dict[str, list[Entry]]


def text(items: Iterable[Item]) -> str:
    """The text of paragraphs, in the format of answers."""
    return to_text(parse(to_text(blocks_of(item for item in items if text_of(item.runs).strip()))))


class EntryReader:
    """Reads the entries, section by section."""

    def __init__(self, landmarks: Landmarks, doubts: Doubts) -> None:
        self.entries: Entries = {}
        self.note: list[Item] = []
        self._landmarks = landmarks
        self._doubts = doubts

    def read(self, name: str, items: Sequence[Item]) -> None:
        """Takes the paragraphs of one section."""
        members = self.entries.setdefault(name, [])
        lead: list[Item] = []
        current: Entry | None = None
        for item in items:
            head = self._landmarks.entry(item)
            if head is not None:
                current = self._begun(head, item)
            elif is_titled(item, name):
                current = Entry(title=_without_colon(item.runs), number=str(len(members) + 1), has_number=False)
                members.append(current)
            elif current is None:
                lead.append(item)
            else:
                current.items.append(item)
        if any(self.entries.values()) and members:
            self._lead(name, lead, members)
        else:
            self._without_heads(name, lead, members)

    def _begun(self, head: EntryHead, item: Item) -> Entry:
        known = self.find(head.list_name, head.number)
        if known is not None:
            self._doubts.add(
                f"{_CALLED[head.list_name]} {head.number} stands twice; both were put together", near=text_of(item.runs)
            )
            if text_of(head.rest).strip():
                known.items.append(item._replace(runs=stripped(head.rest)))
            return known
        entry = Entry(number=head.number)
        if text_of(head.rest).strip():
            if _is_title(item, head.rest):
                entry.title = " ".join(text_of(head.rest).split())
            else:
                entry.items.append(item._replace(runs=stripped(head.rest), heading=None, level=None))
        self.entries.setdefault(head.list_name, []).append(entry)
        return entry

    def find(self, name: str, number: str) -> Entry | None:
        """The entry of a list with a number."""
        return next((entry for entry in self.entries.get(name, ()) if normal(entry.number) == normal(number)), None)

    def _lead(self, name: str, lead: list[Item], members: list[Entry]) -> None:
        """What stands above the first entry."""
        shown = [item for item in lead if text_of(item.runs).strip()]
        if not shown:
            return
        if name == "recommendations":
            self.note += shown
            return
        self._doubts.add(f"the words above the first {_CALLED[name]} were put into it", near=text_of(shown[0].runs))
        members[0].items[:0] = shown

    def _without_heads(self, name: str, lead: list[Item], members: list[Entry]) -> None:
        """Entries without a heading: those of a numbered list, or paragraph by paragraph."""
        shown = [item for item in lead if text_of(item.runs).strip()]
        if len(shown) == 1 and self._landmarks.says_none(name, text_of(shown[0].runs)):
            return
        numbered = [place for place, item in enumerate(shown) if _number_of(item)]
        if numbered:
            first = numbered[0]
            if name == "recommendations":
                self.note += shown[:first]
            else:
                members += self._by_paragraph(name, shown[:first], 0)
            for item in shown[first:]:
                number, runs = _number_of(item) or ("", ())
                if number and item.level in (0, None):
                    members.append(Entry(number=number, items=[item._replace(runs=runs, level=None, number=None)]))
                else:
                    members[-1].items.append(item)
            return
        members += self._by_paragraph(name, shown, len(members))

    def _by_paragraph(self, name: str, items: list[Item], count: int) -> list[Entry]:
        out: list[Entry] = []
        for item in items:
            in_list = item.level is not None
            led = out and text_of(out[-1].items[-1].runs).rstrip().endswith(":")
            goes_on = out and in_list and (led or (out[-1].items[-1].level is not None and len(out[-1].items) > 1))
            if goes_on:
                out[-1].items.append(item)
            else:
                bare = item._replace(level=None, number=None)
                out.append(Entry(str(count + len(out) + 1), items=[bare], has_number=False))
        called = _CALLED[name]
        if name == "recommendations" and out:
            self._doubts.add(
                "the recommendations have no numbers in the letter; they were counted from 1",
                near=text_of(items[0].runs),
            )
        if len(out) > 1:
            self._doubts.add(f"each paragraph was taken for one {called}", near=text_of(out[1].items[0].runs))
        return out

    def answers(self, whose: str, items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
        """Shares out a section of answers; the comments before the first entry, and those after the last."""
        opening: list[Item] = []
        closing: list[Item] = []
        held = opening
        last = ""
        for item in items:
            entry, rest = self._answered(item)
            if entry is not None:
                held = entry.answers.setdefault(whose, [])
                last = entry.title or next(
                    f"{_CALLED[name]} {entry.number}" for name in LISTS if entry in self.entries.get(name, ())
                )
                if text_of(rest).strip():
                    held.append(item._replace(runs=stripped(rest), heading=None, level=None))
            elif last and self._is_closing(item):
                held = closing
            else:
                held.append(item)
        for name in LISTS:
            for entry in self.entries.get(name, ()):
                if whose in entry.answers:
                    entry.answers[whose] = self._without_repeated(entry, entry.answers[whose], name)
        if last and held is not closing and len(held) > 1:
            self._doubts.add(
                "the last paragraphs may be closing comments; they were left in the last answer",
                last,
                text_of(held[-1].runs),
            )
        return opening, closing

    def _is_closing(self, item: Item) -> bool:
        found = self._landmarks.section(item)
        return found is not None and found.name == "closing" and not found.rest

    def _answered(self, item: Item) -> tuple[Entry | None, Runs]:
        head = self._landmarks.entry(item)
        if head is not None:
            known = self.find(head.list_name, head.number)
            if known is None:
                self._doubts.add(
                    f"{_CALLED[head.list_name]} {head.number} is answered, and stands nowhere above",
                    near=text_of(item.runs),
                )
                known = Entry(number=head.number)
                self.entries.setdefault(head.list_name, []).append(known)
            rest = head.rest if normal(text_of(head.rest)) != normal(known.title) else ()
            return known, rest
        if is_like_heading(item):
            bare = normal(text_of(item.runs))
            for member in self._members():
                if member.title and normal(member.title) == bare:
                    return member, ()
        return None, ()

    def _members(self) -> Iterator[Entry]:
        for name in LISTS:
            yield from self.entries.get(name, ())

    def _without_repeated(self, entry: Entry, items: list[Item], name: str) -> list[Item]:
        """The answer without the report's words that stand above it once more."""
        wanted = " ".join(normal(words) for words in block_texts(parse(text(entry.items)))) if entry.items else ""
        so_far = ""
        for place, item in enumerate(items):
            so_far = f"{so_far} {normal(text_of(item.runs))}".strip()
            if wanted and so_far == wanted:
                return items[place + 1 :]
            if not wanted.startswith(so_far):
                break
        if items and items[0].runs and all(run.bold for run in items[0].runs if run.text.strip()) and entry.items:
            self._doubts.add(
                f"the words repeated in bold are not those of the {_CALLED[name]} above; they were left in the answer",
                entry.title or entry.number,
                text_of(items[0].runs),
            )
        return items


def is_titled(item: Item, name: str) -> bool:
    """Whether a paragraph is the title of an entry that has no number."""
    if name == "recommendations" or item.level is not None:
        return False
    in_bold = is_like_heading(item) and all(run.bold for run in item.runs if run.text.strip())
    return item.heading is not None or in_bold


def _is_title(item: Item, rest: Runs) -> bool:
    """Whether what follows a number is a title, and not the words of the report."""
    words = text_of(rest).strip()
    if item.heading is not None:
        return True
    return all(run.bold for run in rest if run.text.strip()) and is_like_heading(item) and not words.endswith(".")


def _without_colon(runs: Runs) -> str:
    return " ".join(text_of(runs).split()).rstrip(" :")


def _number_of(item: Item) -> tuple[str, Runs] | None:
    """The number of a paragraph in a numbered list, or typed before it, and its words."""
    if item.number is not None and item.level == 0:
        return str(item.number), item.runs
    if item.level is None and (match := _TYPED_NUMBER.match(text_of(item.runs))) is not None:
        return match["number"], cut(item.runs, match.end())
    return None
