"""Content controls and the bookmarks beside them: who holds the text that is being read (ECMA-376 Part 1, 17.5.2).

LibreOffice before version 24 drops the tags of controls when it saves, and keeps bookmarks; so each answer of a letter
stands in a bookmark too, whose name stands for the tag.
"""

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager

from s55draft.inline import Runs
from s55draft.word.marks import LABEL_TAG
from s55draft.word.reader.document import Box, Control
from s55draft.word.reader.folding import blocks_of
from s55draft.word.reader.names import VALUE, W14, Element, W, is_on, value


class Line:
    """A paragraph, or what one holder has of it."""

    __slots__ = ("heading", "level", "number", "runs")

    def __init__(self, runs: Runs, heading: int | None, level: int | None, number: int | None) -> None:
        self.runs = runs
        self.heading = heading
        self.level = level
        self.number = number


class Holder:
    """A control, or a bookmark of ours, with what was read in it so far."""

    def __init__(self, tag: str, title: str = "", *, is_bookmark: bool = False) -> None:
        self.tag = tag
        self.title = title
        self.is_bookmark = is_bookmark
        self.ticked: bool | None = None
        self.shows_placeholder = False
        self.has_words = False
        self.under = ""
        self.within = ""
        self.lines: list[Line] = []

    @property
    def is_label(self) -> bool:
        """Whether it holds fixed words within an answer."""
        return self.tag == LABEL_TAG

    def control(self) -> Control:
        """What was read."""
        empty = self.shows_placeholder and not self.has_words
        blocks = blocks_of(self.lines)
        return Control(self.tag, self.title, blocks, empty, self.ticked, self.under, self.is_bookmark, self.within)


class Holders:
    """The controls and bookmarks that are open, and all that were met.

    `marks` are the tags by bookmark, of those answers alone whose control is lost: what is typed between a bookmark and
    its control is no part of the answer. `known` are the tags of answers; what stands in another control within an
    answer, such as a date that was pasted with its own, belongs to the answer.
    """

    def __init__(self, marks: Mapping[str, str], known: Container[str]) -> None:
        self.met: list[Holder] = []
        self.boxes: list[Box] = []
        """Boxes of the paragraph that is being read."""
        self.under = ""
        self._marks = marks
        self._known = known
        self._controls: list[Holder | Box | None] = []
        """A control without a tag is None, or its box."""
        self._mark: Holder | None = None
        """The bookmark that is open: answers do not stand in one another, so the start of one ends the one before."""
        self._mark_ids: dict[str, Holder] = {}

    @contextmanager
    def control(self, node: Element) -> Iterator[None]:
        """A control is open while its content is read; one without a tag counts for nothing."""
        held = self._held(node)
        self._controls.append(held)
        try:
            yield
        finally:
            self._controls.pop()

    def _held(self, node: Element) -> Holder | Box | None:
        properties = node.find(f"{W}sdtPr")
        if properties is None:
            return None
        tag, title = value(properties.find(f"{W}tag")), value(properties.find(f"{W}alias"))
        box = properties.find(f"{W14}checkbox")
        ticked = None if box is None else _is_ticked(box)
        if ticked is not None:
            if not tag and self._mark is not None:
                self._mark.ticked = ticked
            self.boxes.append(Box(tag or (self._mark.tag if self._mark else ""), title, ticked))
        around = next((one for one in self._controls if isinstance(one, Holder) and not one.is_label), None)
        is_foreign = around is not None and tag not in self._known
        if not tag or is_foreign:
            return None if ticked is None else self.boxes[-1]
        holder = Holder(tag, title)
        holder.within = "" if around is None else around.title or around.tag
        holder.under, holder.ticked = self.under, ticked
        holder.shows_placeholder = is_on(properties.find(f"{W}showingPlcHdr"))
        self.met.append(holder)
        return holder

    def mark(self, node: Element) -> None:
        """The start or end of a bookmark; only those that stand for a tag count."""
        identity = node.get(f"{W}id", "")
        if node.tag == f"{W}bookmarkEnd":
            ended = self._mark_ids.pop(identity, None)
            if ended is self._mark:  # LibreOffice may start one twice and end it once
                self._mark = None
            return
        tag = self._marks.get(node.get(f"{W}name", ""))
        if tag is not None:
            known = next((held for held in self.met if held.is_bookmark and held.tag == tag), None)
            holder = known or Holder(tag, is_bookmark=True)
            holder.under = holder.under or self.under
            if known is None:
                self.met.append(holder)
            self._mark = self._mark_ids[identity] = holder
            around = self._controls[-1] if self._controls else None
            if isinstance(around, Box):  # LibreOffice puts the bookmark into the control
                holder.ticked = around.ticked
                self.boxes[-1] = around._replace(tag=tag)

    def innermost(self) -> Holder | None:
        """Who holds the text that comes now."""
        for held in reversed(self._controls):
            if isinstance(held, Holder):
                return held
        return self._mark

    def in_box(self) -> bool:
        """Whether what is read now is the symbol of a box."""
        held = self._controls[-1] if self._controls else None
        return isinstance(held, Box) or (isinstance(held, Holder) and held.ticked is not None)

    def add_field_box(self, name: Element | None, *, ticked: bool) -> None:
        """A box of Word's older form fields (17.16.7)."""
        self.boxes.append(Box("", value(name), ticked))

    def controls(self) -> list[Control]:
        """All controls with a tag, and bookmarks that are not empty."""
        return [
            held.control()
            for held in self.met
            if not held.is_label and (not held.is_bookmark or held.lines or held.ticked is not None)
        ]


def _is_ticked(box: Element) -> bool:
    checked = box.find(f"{W14}checked")
    state = "0" if checked is None else checked.get(f"{W14}val") or checked.get(VALUE) or "1"
    return state in ("1", "true", "on")
