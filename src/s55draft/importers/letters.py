"""An old letter, or one that was made by other means → draft answers (`import`).

Goes through the paragraphs once: a heading begins a section, and the head of an entry begins one where the heading is
missing. Every paragraph ends in an answer, in the fixed words of a letter, or among the leftovers.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from s55draft.answers.dates import guessed_day
from s55draft.context import DRAFT_MARK
from s55draft.errors import Location, Problem, SourceError, error, warning
from s55draft.importers.doubts import Doubts
from s55draft.importers.entries import LISTS, EntryReader, text
from s55draft.importers.facts import Facts, fill_facts, find_facts
from s55draft.importers.landmarks import FIXED, Landmarks, Section, comes_first, may_follow, normal, text_of
from s55draft.importers.own import answers_of, is_own
from s55draft.importers.ticks import fill_checklist, key_of, steps_in
from s55draft.layout import Layout
from s55draft.markup import block_texts, stripped
from s55draft.office import Office, checklist_steps, fill_names, inspectorate_on
from s55draft.word.reader import Document, Item, Kind
from s55draft.word.render import LAYOUT

_FEWEST_LANDMARKS = 2
MAX_PARAGRAPHS = 3_000
_OPENING = "opening"
_ORDER = (
    "layout",
    "report",
    "response_deadline",
    "key_findings",
    "recommendations_note",
    *LISTS,
    "chief_constable",
    "pcc",
    "checklist",
)


class Imported(NamedTuple):
    """Draft answers, and what a person should look at. `leftovers` is text that found no place in them."""

    data: dict[str, Any]
    problems: tuple[Problem, ...]
    leftovers: tuple[str, ...]


def import_letter(
    document: Document, layouts: Sequence[Layout], office: Office, name: str, layout: str = ""
) -> Imported:
    """The answers of a letter; `layout` names its layout where it is known.

    Raises SourceError if the document has none of a letter's headings.
    """
    reading = _Reading(document, Landmarks(layouts, office), office)
    return reading.imported(name, layout)


class _Reading:
    """Reads one letter."""

    def __init__(self, document: Document, landmarks: Landmarks, office: Office) -> None:
        self._document = document
        self._landmarks = landmarks
        self._office = office
        self._doubts = Doubts()
        self._sections: dict[str, list[Item]] = {_OPENING: []}
        self._matched: list[str] = []
        self._seen: dict[str, set[tuple[str, str]]] = {}
        """The entries that have begun, in the sections of the report and in each of the answers."""

    def imported(self, name: str, wanted: str) -> Imported:
        if is_own(self._document):
            return self._own(name, wanted)
        self._share_out()
        facts = find_facts(self._sections[_OPENING], self._landmarks)
        self._matched += facts.values
        if len(self._matched) < _FEWEST_LANDMARKS:
            hint = "import reads responses with the headings of a house layout, such as 'Key Findings'"
            raise SourceError(
                error("source", "this document has none of the headings of a response", hint).at(Location(name))
            )
        layout = self._layout(wanted)
        data = self._data(facts, layout)
        return self._told(data, name)

    def _own(self, name: str, wanted: str) -> Imported:
        """A letter of ours: its fields tell more than its headings."""
        said = self._document.properties.get(LAYOUT, "")
        known = [layout.name for layout in self._landmarks.layouts]
        layout = wanted or (said if said in known else self._layout("").name)
        self._doubts.add("this letter was made by s55draft; its answers were read from their fields alone")
        data = answers_of(self._document, self._landmarks, self._doubts)
        printed = self._printed()
        for item in self._document.items:
            bare = item._replace(runs=stripped(item.fixed))
            if normal(text_of(bare.runs)) not in printed and not self._is_landmark(bare):
                self._doubts.leave(text_of(bare.runs), item.under)
        return self._told({"layout": layout, **data}, name)

    def _printed(self) -> set[str]:
        """What a letter of ours prints outside its fields: steps, and the report's words once more."""
        report = (control for control in self._document.controls if control.tag.endswith((".text", ".title")))
        said = {normal(words) for control in report for words in block_texts(control.blocks)}
        days = ("2016-01-01", "2018-01-01", "2023-01-01")  # as the inspectorate was called
        known = [step for layout in self._landmarks.layouts for day in days for step in self._steps(layout, day)]
        return said | {normal(step) for _, step in known} | {""}

    def _is_landmark(self, item: Item) -> bool:
        """Whether words outside the fields of a letter of ours are a heading, a label or the like, and nothing more."""
        words = text_of(item.runs)
        section, entry = self._landmarks.section(item), self._landmarks.entry(item)
        return (
            self._is_fixed(item)
            or (section is not None and section.is_sure and not section.rest)
            or (entry is not None and not entry.rest)
            or normal(words) in self._landmarks.fact_labels
            or any(self._landmarks.says_none(name, words) for name in (*LISTS, "chief_constable"))
        )

    def _told(self, data: dict[str, Any], name: str) -> Imported:
        self._tell_of_remarks()
        problems = tuple(warning("import", str(doubt)).at(Location(name)) for doubt in self._doubts.found)
        return Imported({key: data[key] for key in _ORDER if key in data}, problems, tuple(self._doubts.leftovers))

    def _share_out(self) -> None:
        """Gives each section its paragraphs."""
        items = self._document.items
        found = {place: begun for place, item in enumerate(items) if (begun := self._landmarks.section(item))}
        ahead = {begun.name for begun in found.values()}
        now = _OPENING
        for place, item in enumerate(items):
            begun = found.get(place)
            if begun is not None and begun.name in FIXED and now == _OPENING:
                continue
            if begun is not None and now == _OPENING:
                later = (other.name for at, other in found.items() if at > place and other.is_sure)
                if not comes_first(begun.name, later):  # the letter's title may sound like the heading of an answer
                    begun = None
            if begun is not None and may_follow(now, begun.name, set(self._sections)):
                now = self._begin(begun, item)
                continue
            guessed = self._guessed(item, now, ahead)
            if guessed:
                self._note_head(item, guessed)
                self._doubts.add(
                    f"{_quoted(guessed)} has no heading; it was taken to begin here", near=text_of(item.runs)
                )
                now = guessed
            self._sections.setdefault(now, []).append(item)

    def _begin(self, begun: Section, item: Item) -> str:
        words = text_of(item.runs)
        self._matched.append(begun.name)
        if not begun.is_sure:
            self._doubts.add(f"this was taken for the heading of {_quoted(begun.name)}", near=words)
        self._sections[begun.name] = (
            [item._replace(runs=stripped(begun.rest), heading=None, level=None)] if begun.rest else []
        )
        return begun.name

    def _guessed(self, item: Item, now: str, ahead: set[str]) -> str:
        """The section that begins here without its heading; empty where none does."""
        head = self._landmarks.entry(item)
        if head is not None:
            key = (head.list_name, normal(head.number))
            if now in (_OPENING, "key_findings", *LISTS) and head.list_name not in self._sections:
                return head.list_name if head.list_name not in ahead or now not in LISTS else ""
            seen = self._seen.setdefault("entries" if now in LISTS else now, set())
            if key in seen and now in LISTS and "chief_constable" not in ahead:
                return "chief_constable"
            if key in seen and now == "chief_constable" and "pcc" not in ahead:
                return "pcc"
            seen.add(key)
        if now in ("chief_constable", "pcc") and "checklist" not in ahead and self._is_step(item):
            return "checklist"
        return ""

    def _note_head(self, item: Item, section: str) -> None:
        """The entry with which a section begins that has no heading."""
        head = self._landmarks.entry(item)
        if head is not None:
            where = "entries" if section in LISTS else section
            self._seen.setdefault(where, set()).add((head.list_name, normal(head.number)))

    def _is_step(self, item: Item) -> bool:
        known = [pair for layout in self._landmarks.layouts for pair in self._steps(layout, "2023-01-01")]
        return any(step.text and key_of(step, list(dict.fromkeys(known))) for step in steps_in([item])) and (
            len(text_of(item.runs)) < 160  # noqa: PLR2004 - a line
        )

    def _steps(self, layout: Layout, published: str) -> list[tuple[str, str]]:
        day = guessed_day(published) or guessed_day("2023-01-01")
        assert day is not None  # noqa: S101 - the second is a day
        inspectorate = inspectorate_on(day)
        return [
            (step.key, fill_names(step.text, self._office, inspectorate))
            for step in checklist_steps(layout, self._office)
        ]

    def _layout(self, wanted: str) -> Layout:
        """The layout named, else the one of whose headings and labels the letter has most."""
        layouts = self._landmarks.layouts
        if wanted:
            return next(layout for layout in layouts if layout.name == wanted)
        words = [text_of(item.runs) for item in self._document.items if len(text_of(item.runs)) < 300]  # noqa: PLR2004
        scores = [sum(self._landmarks.is_printed(line, layout) for line in words) for layout in layouts]
        best = max(scores)
        if scores.count(best) > 1:
            names = " and ".join(layout.name for layout, score in zip(layouts, scores, strict=True) if score == best)
            self._doubts.add(f"the headings are as much those of {names}; to say which it is: --layout NAME")
        return layouts[len(scores) - 1 - scores[::-1].index(best)]

    def _data(self, facts: Facts, layout: Layout) -> dict[str, Any]:
        data: dict[str, Any] = {"layout": layout.name}
        fill_facts(facts.values, data, self._doubts)
        self._place_opening(facts)
        if "key_findings" in self._sections:
            data["key_findings"] = text(self._sections["key_findings"])
        reader = EntryReader(self._landmarks, self._doubts)
        for name in (name for name in self._sections if name in LISTS):
            reader.read(name, self._sections[name])
        for whose in ("chief_constable", "pcc"):
            self._comments(whose, reader, data)
        self._entries(reader, layout, data)
        steps = self._steps(layout, data["report"].get("published_on", ""))
        fill_checklist(self._sections.get("checklist", ()), steps, data, self._doubts)
        return {key: value for key, value in data.items() if value not in ("", {}) or key == "report"}

    def _place_opening(self, facts: Facts) -> None:
        """What stands above the first section and is no fact: the letter's title; or text without a heading."""
        for item in facts.before:
            self._leave_unless_fixed(item)
        words = [item for item in facts.after if not self._is_fixed(item)]
        if not facts.values or "key_findings" in self._sections:
            for item in words:
                self._leave_unless_fixed(item)
        elif words:
            self._doubts.add(
                f"{_quoted('key_findings')} has no heading; it was taken to begin here", near=text_of(words[0].runs)
            )
            self._sections["key_findings"] = words

    def _is_fixed(self, item: Item) -> bool:
        words = text_of(item.runs)
        found = self._landmarks.section(item)
        return not words.strip() or (found is not None and found.name in FIXED) or normal(words) == normal(DRAFT_MARK)

    def _leave_unless_fixed(self, item: Item) -> None:
        if not self._is_fixed(item):
            self._doubts.leave(text_of(item.runs), item.under)

    def _comments(self, whose: str, reader: EntryReader, data: dict[str, Any]) -> None:
        items = self._sections.get(whose)
        if items is None:
            called = (
                self._office.chief_officer if whose == "chief_constable" else self._office.local_policing_body_short
            )
            self._doubts.add(f"no response of the {called} was found")
            return
        opening, closing = reader.answers(whose, items)
        if len(opening) == 1 and self._landmarks.says_none(whose, text_of(opening[0].runs)):
            data[whose] = {"none_received": "true"}
            return
        parts = {"comments": text(opening), "closing": text(closing)}
        data[whose] = {key: words for key, words in parts.items() if words}

    def _entries(self, reader: EntryReader, layout: Layout, data: dict[str, Any]) -> None:
        if reader.note:
            data["recommendations_note"] = text(reader.note)
        for name in LISTS:
            members = reader.entries.get(name)
            if members:
                data[name] = [member.data(name) for member in members]
            elif members is not None and name != "causes_of_concern":
                data[name] = []
            elif name != "causes_of_concern":
                self._absent(name, layout, data)

    def _absent(self, name: str, layout: Layout, data: dict[str, Any]) -> None:
        """A section that is not there: in a layout that prints nothing where there is none, that says so."""
        called = name.replace("_", " ")
        if name in layout.empty:
            self._doubts.add(f"no {called} were found, nor words that there are none; '{name}' was left open")
        else:
            self._doubts.add(f"no {called} were found; taken as none")
            data[name] = []

    def _tell_of_remarks(self) -> None:
        """What the reader left out: its words are kept where it has any."""
        for remark in self._remarks():
            self._doubts.add(remark.what, remark.under, remark.words)
            if remark.kind in (Kind.TEXT_BOX, Kind.FOOTNOTE, Kind.HIDDEN, Kind.COMMENT):
                kept = remark.text or remark.words
                if kept:
                    self._doubts.leavings(kept)

    def _remarks(self) -> Iterator[Any]:
        tables = {
            id(item.cell) for name in (_OPENING, "checklist") for item in self._sections.get(name, ()) if item.cell
        }
        for remark in self._document.remarks:
            if remark.kind in (Kind.INSERTION, Kind.FORMATTING, Kind.TABLE_OF_BOXES):
                continue
            if remark.kind is Kind.TABLE and tables and self._is_of_facts(remark.words):
                continue
            yield remark

    def _is_of_facts(self, words: str) -> bool:
        cells = [item for name in (_OPENING, "checklist") for item in self._sections.get(name, ()) if item.cell]
        return any(normal(text_of(item.runs)) in normal(words) for item in cells)


def _quoted(name: str) -> str:
    return f"the section \u201c{name.replace('_', ' ')}\u201d"
