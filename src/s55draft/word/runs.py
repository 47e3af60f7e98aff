"""Runs taken apart where tags stand in them (ECMA-376 Part 1, 17.3.2).

Analysis. Word starts a new run wherever the look, the language or the moment of typing changes, so a tag may be spread
over several; it is then gathered in the first, whose look it takes.
"""

import re
from copy import deepcopy

from lxml import etree

from s55draft.word.places import Element, W

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARATION = re.compile(r"\sxmlns:\w+=\"[^\"]*\"")


def gather(texts: list[Element], spans: list[tuple[int, int]]) -> list[Element]:
    """Moves each tag that Word has spread over several texts into the first of them; returns the text of each tag."""
    words = "".join(text.text or "" for text in texts)
    holders: list[Element] = []
    taken = end = 0
    for text in texts:
        begin, end = end, end + len(text.text or "")
        first, last = max(begin, taken), end
        while len(holders) < len(spans) and spans[len(holders)][0] < end:
            last = max(last, spans[len(holders)][1])
            holders.append(text)
        taken = max(taken, last)
        text.text = words[first:last]
        text.set(_XML_SPACE, "preserve")
    return holders


class Pieces:
    """What a run becomes when tags are cut out of it: runs of the same look, and marks between them."""

    def __init__(self, run: Element) -> None:
        self.properties = run.find(f"{W}rPr")
        self._run = run
        self._pieces: list[Element] = []

    def add_child(self, child: Element) -> None:
        """Goes on with something that is no text, such as a tab."""
        self._open_run().append(child)

    def add_words(self, words: str) -> None:
        """Goes on with text."""
        if not words:
            return
        text = self._open_text()
        if len(text):
            text[-1].tail = (text[-1].tail or "") + words
        else:
            text.text = (text.text or "") + words

    def add_mark_in_text(self, mark: Element) -> None:
        """Goes on with a mark that prints words."""
        self._open_text().append(mark)

    def add_mark(self, mark: Element) -> None:
        """Goes on with a mark that stands between runs."""
        self._pieces.append(mark)

    def put_in_place(self) -> None:
        """Replaces the run."""
        parent = self._run.getparent()
        if parent is not None:
            at = parent.index(self._run)
            if self._pieces:
                self._pieces[-1].tail = self._run.tail
            parent[at : at + 1] = self._pieces

    def _open_run(self) -> Element:
        if not self._pieces or self._pieces[-1].tag != f"{W}r":
            run = etree.Element(f"{W}r")
            if self.properties is not None:
                run.append(deepcopy(self.properties))
            self._pieces.append(run)
        return self._pieces[-1]

    def _open_text(self) -> Element:
        run = self._open_run()
        if len(run) == 0 or run[-1].tag != f"{W}t":
            etree.SubElement(run, f"{W}t").set(_XML_SPACE, "preserve")
        return run[-1]


def xml_of(element: Element | None) -> str:
    """The element's XML as it stands inside a story, where the prefixes are declared; empty for None."""
    if element is None:
        return ""
    copied = deepcopy(element)
    copied.tail = None
    xml = etree.tostring(copied, encoding="unicode")
    return re.sub(r"<[^>]*>", lambda tag: _DECLARATION.sub("", tag[0]), xml)
