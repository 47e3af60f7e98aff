"""Remarks on what text in answers cannot hold, each with the words near it and the heading above it."""

from s55draft.word.reader.document import Kind, Remark
from s55draft.word.reader.names import Element, W, tree, words_in

_LONGEST = 2000


class Remarks:
    """Collects the remarks on one document."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.found: list[Remark] = []
        self.last_words = ""
        """The paragraph read last."""
        self.under = ""
        """The heading read last."""
        self._parts = parts
        self._notes: dict[tuple[str, str], str] | None = None
        self._comments: dict[str, tuple[str, str]] | None = None
        self._told: set[str] = set()

    def add(self, kind: Kind, what: str, words: str = "", author: str = "", text: str = "") -> None:
        """Notes a thing; without `words`, those of the paragraph before stand for its place."""
        near = " ".join((words or self.last_words).split())[:_LONGEST]
        self.found.append(Remark(kind, what, near, self.under, author, text))

    def add_change(self, kind: Kind, node: Element, words: str) -> None:
        """Notes a tracked change."""
        what = {
            Kind.INSERTION: "A tracked insertion was taken as accepted",
            Kind.DELETION: "A tracked deletion was left out",
            Kind.FORMATTING: "A tracked change of looks was taken as accepted",
        }[kind]
        self.add(kind, what, words, author=node.get(f"{W}author", ""))

    def add_comment(self, identity: str, words: str) -> None:
        """Notes a comment, once however often it is referred to."""
        if identity in self._told:
            return
        self._told.add(identity)
        if self._comments is None:
            self._comments = {
                node.get(f"{W}id", ""): (node.get(f"{W}author", ""), _text_of(node)) for node in self._all("comments")
            }
        author, text = self._comments.get(identity, ("", ""))
        self.add(Kind.COMMENT, "A comment was left out", words, author, text)

    def add_note(self, node: Element) -> None:
        """Notes a footnote or an endnote."""
        if self._notes is None:
            self._notes = {
                (name, note.get(f"{W}id", "")): _text_of(note)
                for name in ("footnotes", "endnotes")
                for note in self._all(name)
            }
        name = "footnotes" if node.tag == f"{W}footnoteReference" else "endnotes"
        text = self._notes.get((name, node.get(f"{W}id", "")), "")
        self.add(Kind.FOOTNOTE, "A footnote was left out", text=text)

    def _all(self, part: str) -> list[Element]:
        return list(tree(self._parts[part])) if part in self._parts else []


def _text_of(node: Element) -> str:
    return " ".join(" ".join(words_in(paragraph) for paragraph in node.iter(f"{W}p")).split())[:_LONGEST]
