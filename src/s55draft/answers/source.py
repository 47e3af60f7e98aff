"""A file's bytes → its text, made safe for a YAML reader, with places in it."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from s55draft.cleaning import Cleaned, Fault, Repair, shield_source


class Mark:
    """A place in the source: offset, line and column, all counted from 0."""

    __slots__ = ("column", "index", "line")

    def __init__(self, index: int, line: int, column: int) -> None:
        self.index = index
        self.line = line
        self.column = column


class SourceFault(NamedTuple):
    """Something that answers may not hold, at a place of the source."""

    code: str
    mark: Mark
    message: str
    hint: str | None


class Source:
    """A file's text made safe for YAML, and what was put right or is wrong in its characters."""

    __slots__ = ("_lines", "_starts", "faults", "repairs", "shielded", "text")

    def __init__(
        self, text: str, repairs: tuple[Repair, ...] = (), faults: tuple[Fault, ...] = (), *, shielded: bool = True
    ) -> None:
        self.text = text
        self.shielded = shielded
        self.repairs = repairs
        self.faults = faults
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def line(self, number: int) -> str:
        """A line, counted from 0; empty where there is none."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def mark(self, offset: int) -> Mark:
        """The place of a character."""
        line = bisect_right(self._line_starts, offset) - 1
        return Mark(offset, line, offset - self._line_starts[line])

    def place(self, line: int, column: int) -> Mark:
        """The place in a line."""
        return Mark(self._line_starts[line] + column, line, column)

    def with_lines(self, texts: Mapping[int, str]) -> "Source":
        """The same source with other texts in some lines."""
        lines = list(self.lines)
        for number, text in texts.items():
            lines[number] = text
        return Source("\n".join(lines), self.repairs, self.faults)

    @property
    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]
        return self._starts


def digest(data: bytes) -> str:
    """The digest that names an answers file's content, as letters carry it."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes) -> str:
    """The text of a file as Notepad saves it: UTF-8 with or without a mark, UTF-16, Windows-1252.

    Line ends become a single line feed each.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "surrogatepass" if len(data) % 2 == 0 else "replace")
    elif (unmarked := _unmarked_utf_16(data)) is not None:
        text = data.decode(unmarked, "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace") if _is_windows_1252(data) else data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_SAMPLE = 1000


def _unmarked_utf_16(data: bytes) -> str | None:
    """The kind of UTF-16 that a file without a byte order mark is in: every other byte of English is a null."""
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) * 4 > len(sample) and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) * 4 > len(sample) and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _is_windows_1252(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 read better as Windows-1252 than as damaged UTF-8."""
    if re.search(rb"[\x81\x8d\x8f\x90\x9d]", data):  # these stand for nothing in Windows-1252
        return False
    whole = re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data)
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    return len(whole) < beyond_ascii - len(b"".join(whole))


_KINDS_OF_FILE = (
    (b"PK\x03\x04", "a Word file or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an older Word file"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
)


def other_kind_of_file(data: bytes) -> str | None:
    """What a file is that was given by mistake; None where it may be plain text."""
    return next((kind for start, kind in _KINDS_OF_FILE if data.startswith(start)), None)


def read_source(text: str, *, odd: bool = True) -> Source:
    """The text, shielded for YAML where it is `odd`, that is, not `is_plain`.

    Lines that show nothing count as empty, whatever white space they hold.
    """
    shielded = shield_source(text) if odd else Cleaned(text)
    safe = shielded.text
    if "\t" in safe or "\xa0" in safe:
        safe = re.sub(r"^[^\S\n]+$", lambda match: " " * len(match[0]), safe, flags=re.MULTILINE)
    return Source(safe, shielded.repairs, shielded.faults, shielded=odd)
