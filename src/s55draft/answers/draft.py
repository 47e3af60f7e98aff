"""An answers file that is being filled in: the wizard's saved state, and any unfinished response.

Plain data, each answer as it was typed, whether or not it is valid: nothing a person wrote is dropped because the
program would not have it. Whatever stands in the file and is not changed here keeps its lines, comments and order.
"""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from s55draft.answers import nodes
from s55draft.answers.emitting import mapping_lines
from s55draft.answers.merging import merged
from s55draft.answers.rewriting import plain, rewritten
from s55draft.answers.source import decode, read_source
from s55draft.errors import AnswerPath, AnswersError, Location, Problem, error, path_text
from s55draft.publishing import free_name_beside, save

_NOTE = re.compile(r"# wizard: (?P<key>\S+) = (?P<value>.+)")
_NOTES_HEAD = "# Where the wizard stands, so that it can go on. Not part of the letter; may be deleted."
_BOM = b"\xef\xbb\xbf"


class Draft:
    """An answers file in the making. `path` is where it is saved; the file need not exist yet.

    `notes` is what the wizard must remember that is no answer, by question: `left empty`, a choice, or text that was
    typed and not finished. It stands in the file as comments. `remark` is what a person should know of the last save.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        self.notes: dict[str, str] = {}
        self._text = ""
        self._ends = "\n"
        self._mark = b""
        self._on_disk: bytes | None = None
        self.remark = ""

    @classmethod
    def open(cls, path: Path) -> "Draft":
        """The draft in a file; an empty one where there is no file.

        Raises AnswersError with what makes the file unreadable; answers that are merely wrong are no reason.
        """
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(path)
        except OSError as exc:
            message = "this is a folder, not a file" if path.is_dir() else f"the file cannot be read: {exc.strerror}"
            raise AnswersError(error("file", message).at(Location(str(path)))) from exc
        if len(data) > nodes.MAX_BYTES:
            raise AnswersError(error("too_large", "the file is larger than 5 MB").at(Location(str(path))))
        return cls.holding(path, data)

    @classmethod
    def holding(cls, path: Path, data: bytes) -> "Draft":
        """The draft in a file whose bytes were read already. Raises AnswersError, as `open` does."""
        draft = cls(path)
        draft._read(data)
        return draft

    def _read(self, data: bytes) -> None:
        name = str(self.path)
        self._on_disk = data
        self._mark = _BOM if data.startswith(_BOM) else b""
        self._ends = "\r\n" if b"\r\n" in data.replace(b"\0", b"") else "\n"  # in UTF-16 too
        self._text, self.notes = _without_notes(decode(data))
        root = _root(self._text, name)
        self.data = plain(root) if root is not None else {}

    def get(self, path: AnswerPath) -> Any:  # noqa: ANN401 - any part of an answers file
        """The answer at a path; None where there is none, or nothing behind its key."""
        at: Any = self.data
        for place, part in enumerate(path):
            if isinstance(at, str) and part == _key_of_words(path[:place], at):
                continue
            at = _member(at, part)
            if at is None:
                return None
        return None if isinstance(at, str) and not at.strip() else at

    def set(self, path: AnswerPath, value: Any) -> None:  # noqa: ANN401
        """Gives an answer, in the place among its neighbours where the format has it."""
        holder: Any = self.data
        for place, (part, following) in enumerate(pairwise(path)):
            words = _member(holder, part)
            if isinstance(words, str) and words.strip() and isinstance(following, str):
                _put(holder, part, {_key_of_words(path[: place + 1], words): words})
            holder = _step(holder, part, {} if isinstance(following, str) else [])
        _put(holder, path[-1], value)

    def remove(self, path: AnswerPath) -> None:
        """Takes an answer out, and whatever is left with nothing in it; a list that empties stays, saying none."""
        holder = self.get(path[:-1]) if path[:-1] else self.data
        if isinstance(holder, str) and path[-1] == "comment":  # the PCC's answer, written as its comment alone
            self.remove(path[:-1])
        elif isinstance(holder, str) and path[-1] == "text":  # an area for improvement, written as its words alone
            self.set(path[:-1], {})
        elif isinstance(holder, list) and isinstance(path[-1], int):
            del holder[path[-1]]
        elif isinstance(holder, dict):
            holder.pop(str(path[-1]), None)
            if not holder and path[:-1] and isinstance(path[-2], str):
                self.remove(path[:-1])

    def move(self, path: AnswerPath, place: int) -> None:
        """Moves an item of a list to another place in it, with what was noted about it."""
        items, at = self.get(path[:-1]), path[-1]
        if isinstance(items, list) and isinstance(at, int):
            items.insert(place, items.pop(at))
            order = list(range(len(items)))
            order.insert(place, order.pop(at))
            self._renumber_notes(path_text(path[:-1]), {old: new for new, old in enumerate(order)})

    def remove_item(self, path: AnswerPath) -> None:
        """Takes an item out of a list, with what was noted about it."""
        items, at = self.get(path[:-1]), path[-1]
        if isinstance(items, list) and isinstance(at, int):
            del items[at]
            places = {old: old - (old > at) for old in range(len(items) + 2) if old != at}
            self._renumber_notes(path_text(path[:-1]), places)

    def _renumber_notes(self, name: str, places: Mapping[int, int]) -> None:
        """Notes on the items of a list follow them; those on an item that is gone go too."""
        pattern = re.compile(re.escape(name) + r"\[(\d+)\](.*)")
        renumbered: dict[str, str] = {}
        for key, value in self.notes.items():
            match = pattern.fullmatch(key)
            if match is None:
                renumbered[key] = value
            elif int(match[1]) in places:
                renumbered[f"{name}[{places[int(match[1])]}]{match[2]}"] = value
        self.notes = renumbered

    def text(self) -> str:
        """The file's text as `save` writes it, with line feeds."""
        return self._answers_text() + _notes_text(self.notes)

    def save(self, *, bare: bool = False) -> None:
        """Writes the file, whole or not at all; `bare` leaves out notes other than unfinished texts.

        What somebody else has changed in it meanwhile stays; `remark` then says so. Raises ExportError; the old file
        is then as it was.
        """
        self._take_in_changes()
        answers = self._answers_text()
        data = self._data(answers, bare=bare)
        save(data, self.path)
        self._text, self._on_disk = answers, data

    def data_to_save(self) -> bytes:
        """The file's bytes as `save` writes them."""
        return self._data(self._answers_text(), bare=False)

    def _data(self, answers: str, *, bare: bool) -> bytes:
        notes = {key: note for key, note in self.notes.items() if not bare or key.endswith(".typed")}
        whole = (answers + _notes_text(notes)).replace("\n", self._ends)
        return self._mark + whole.encode("utf-8", "replace")

    def _take_in_changes(self) -> None:
        """Puts together what was changed here and what somebody else changed in the file since it was read."""
        self.remark = ""
        found = self.path.read_bytes() if self.path.is_file() else None
        if found is None or found == self._on_disk:
            return
        theirs = Draft(self.path)
        try:
            theirs._read(found)
        except AnswersError:
            self.remark = self._kept_beside(found, "cannot be read now")
            return
        root = _root(self._text, "")
        both = merged({} if root is None else plain(root), self.data, theirs.data)
        self.remark = "The file was changed elsewhere meanwhile; those changes are kept."
        if both.clashes:
            self.remark = self._kept_beside(found, f"has another answer at {path_text(both.clashes[0])}")
        self.data = both.data
        self._text, self._ends, self._mark = theirs._text, theirs._ends, theirs._mark

    def _kept_beside(self, found: bytes, why: str) -> str:
        beside = free_name_beside(self.path)
        save(found, beside)
        return f"The file was changed elsewhere meanwhile and {why}. Your answer counts; the other is in {beside}."

    def _answers_text(self) -> str:
        root = _root(self._text, str(self.path))
        if root is None:  # nothing in it but comments, if that
            above = self._text if not self._text or self._text.endswith("\n") else self._text + "\n"
            return above + "".join(f"{line}\n" for line in mapping_lines(self.data, 0))
        if plain(root) == self.data:
            return self._text
        if self.data:
            text = rewritten(self._text, root, self.data)
            if _reads_as(text, self.data):
                return text
        return "".join(f"{line}\n" for line in mapping_lines(self.data, 0))


def _reads_as(text: str, data: dict[str, Any]) -> bool:
    try:
        root = _root(text, "")
    except AnswersError:
        return False
    return root is not None and plain(root) == data


def _root(text: str, name: str) -> nodes.Mapping | None:
    """The tree of an answers file's text; None where it holds no answers."""
    source = read_source(text)
    try:
        tree = nodes.compose(source)
    except yaml.YAMLError as exc:
        raise AnswersError(_form_problems(text, name)) from exc
    root = tree.root
    if tree.faults or re.search(r"(?<!\S)#[^\W_]", text) or (root is not None and _has_keys_twice(root)):
        problems = _form_problems(text, name)
        if problems:
            raise AnswersError(problems)
    if root is None or (isinstance(root, nodes.Scalar) and not root.value.strip()):
        return None
    if not isinstance(root, nodes.Mapping):
        message = "this is no answers file: it has no keys"
        raise AnswersError(error("model_type", message, "begin with 'layout:' and 'report:'").at(Location(name, 1, 1)))
    return root if root.items else None


def _form_problems(text: str, name: str) -> list[Problem]:
    """What is wrong with the form of a file, whatever its answers say."""
    from s55draft.answers.reading import form_problems  # noqa: PLC0415 - a sound file does without
    from s55draft.model import Response  # noqa: PLC0415

    return form_problems(text, name, Response)


def _has_keys_twice(root: nodes.Node) -> bool:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Mapping):
            if len({key.value for key, _ in node.items}) < len(node.items):
                return True
            waiting.extend(value for _, value in node.items)
        elif isinstance(node, nodes.Sequence):
            waiting.extend(node.items)
    return False


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """A file's text without the wizard's notes, and those by question."""
    if "# wizard: " not in text:
        return text, {}
    kept, notes = [], {}
    for line in text.split("\n"):
        match = _NOTE.fullmatch(line)
        if match is not None:
            notes[match["key"]] = _note_value(match["value"])
        elif line != _NOTES_HEAD:
            kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n", notes


def _note_value(written: str) -> str:
    try:
        value = json.loads(written)
    except ValueError:
        return written
    return value if isinstance(value, str) else written


def _notes_text(notes: Mapping[str, str]) -> str:
    if not notes:
        return ""
    lines = [f"# wizard: {key} = {_written_note(value)}" for key, value in notes.items()]
    return "\n".join(["", _NOTES_HEAD, *lines, ""])


def _written_note(value: str) -> str:
    return value if re.fullmatch(r"[a-z][a-z_ ]*", value) else json.dumps(value)


def _member(holder: Any, part: str | int) -> Any:  # noqa: ANN401
    if isinstance(holder, dict) and isinstance(part, str):
        return holder.get(part)
    if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
        return holder[part]
    return None


def _step(holder: Any, part: str | int, empty: Any) -> Any:  # noqa: ANN401
    """The mapping or list at `part`, made where there is none."""
    found = _member(holder, part)
    if not isinstance(found, type(empty)):
        found = empty
        _put(holder, part, found)
    return found


def _key_of_words(path: AnswerPath, words: str) -> str:
    """Which key is meant where words stand alone in place of a mapping: an area's text, the PCC's comment."""
    if path[-1] == "link":
        return "url" if words.strip().startswith(("http://", "https://")) else "text"
    whole = {"report": "title", "chief_constable": "comments", "pcc": "comments"}
    if len(path) == 1:
        return whole.get(str(path[0]), "text")
    return "comment" if path[-1] == "pcc" else "text"


_ORDER = [
    "layout",
    "report",
    "title",
    "published_on",
    "type",
    "publication_types",
    "forces",
    "link",
    "url",
    "response_deadline",
    "key_findings",
    "recommendations_note",
    "recommendations",
    "causes_of_concern",
    "areas_for_improvement",
    "chief_constable",
    "pcc",
    "checklist",
]
_ORDER_OF_LINK = ["text", "url"]
_ORDER_OF_ENTRY = ["number", "title", "addressed_to", "text", "chief_constable", "pcc"]
_ORDER_OF_COMMENTS = ["comments", "closing", "requested_on", "due_on", "received_on", "none_received"]
_ORDER_OF_ANSWER = ["comment", "action", "no_action"]


def _put(holder: Any, part: str | int, value: Any) -> None:  # noqa: ANN401
    if isinstance(holder, list) and isinstance(part, int):
        if part < len(holder):
            holder[part] = value
        else:
            holder.append(value)
        return
    if part in holder:
        holder[part] = value
        return
    order = _order_of({*holder, str(part)})
    later = order[order.index(str(part)) + 1 :] if part in order else []
    after = {key: holder.pop(key) for key in _tail(holder, later)}
    holder[part] = value
    holder.update(after)


def _tail(holder: dict[str, Any], later: Iterable[str]) -> list[str]:
    """The keys from the first on that stands in `later`."""
    keys, late = list(holder), set(later)
    first = next((i for i, key in enumerate(keys) if key in late), len(keys))
    return keys[first:]


def _order_of(keys: set[str]) -> list[str]:
    """The order of the format for a mapping with these keys."""
    for order in (_ORDER, _ORDER_OF_LINK, _ORDER_OF_ENTRY, _ORDER_OF_COMMENTS, _ORDER_OF_ANSWER):
        if keys <= set(order):
            return order
    return [] if keys.isdisjoint(_ORDER) else _ORDER
