"""The one cleaning that every string of the answers passes, whatever field it is for.

Text is pasted out of Word, PDFs and e-mail. What such text carries for the eye is kept; what programs left
in it is put right; what Word cannot hold is a fault with its place. Nothing is dropped or joined.
"""

import re
import unicodedata
from typing import NamedTuple

_SUSPECT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffd-\U0010ffff]")
"""Holds all that is odd, and a little more; ordinary text is past it at once."""
_PLANE_ENDS = "".join(f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(1, 17))
_ODD = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff" + _PLANE_ENDS + "]"
_ODD_IN_TEXT = f"\r\n?|{_ODD}"
_ODD_IN_SOURCE = f"\ufeff|{_ODD}"

_PLAIN_SWAPS = {
    "\r\n": "\n",
    "\r": "\n",
    "\x0b": "\n",  # Word's soft return (Shift+Enter)
    "\u2028": "\n",  # line separator
    "\u2029": "\n\n",  # paragraph separator
    "\x1e": "\u2011",  # Word's no-break hyphen
    "\x1f": "\u00ad",  # Word's optional hyphen
}


def _windows_1252() -> dict[str, str]:
    swaps = {}
    for code in range(0x80, 0xA0):
        try:
            swaps[chr(code)] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:  # five codes stand for nothing
            continue
    return swaps


_MISREAD = _windows_1252()


class Repair(NamedTuple):
    """A character that was put right and that a person should know of. `offset` counts in the given text."""

    offset: int
    found: str
    meant: str


class Fault(NamedTuple):
    """A character that cannot stand in a letter. `offset` counts in the given text."""

    offset: int
    character: str

    @property
    def description(self) -> str:
        """The character by number and by what it is, in plain words."""
        return f"U+{ord(self.character):04X} ({_what(self.character)})"


class Cleaned(NamedTuple):
    """Clean text, and what was met on the way. With faults, those characters still stand in the text."""

    text: str
    repairs: tuple[Repair, ...] = ()
    faults: tuple[Fault, ...] = ()


def is_clean(text: str) -> bool:
    """Whether `clean` would change nothing and find nothing."""
    return _SUSPECT.search(text) is None or re.search(_ODD_IN_TEXT, text) is None


def clean(text: str) -> Cleaned:
    """Text with line ends, soft returns, Word's hyphens and misread Windows-1252 put right."""
    return _put_right(text, _ODD_IN_TEXT, _PLAIN_SWAPS, None)


def _put_right(text: str, odd: str, swaps: dict[str, str], in_fault_stead: str | None) -> Cleaned:
    """Text with each odd character swapped; a fault stays, or leaves `in_fault_stead` behind."""
    if _SUSPECT.search(text) is None:
        return Cleaned(text)
    repairs: list[Repair] = []
    faults: list[Fault] = []

    def swap(match: re.Match[str]) -> str:
        found = match[0]
        if found in swaps:
            return swaps[found]
        if found in _MISREAD:
            repairs.append(Repair(match.start(), found, _MISREAD[found]))
            return _MISREAD[found]
        faults.append(Fault(match.start(), found))
        return found if in_fault_stead is None else in_fault_stead

    return Cleaned(re.sub(odd, swap, text), tuple(repairs), tuple(faults))


# In a YAML source these must not act as line ends, nor stop the reader; each has a stand-in of one character,
# so that columns stay true. The stand-ins are noncharacters, which no clean text can hold.
_STAND_INS = {"\x0b": "\ufdd0", "\u2028": "\ufdd0", "\u2029": "\ufdd1", "\ufeff": "\ufdd2"}
_MEANT = str.maketrans({"\ufdd0": "\n", "\ufdd1": "\n\n", "\ufdd2": "\ufeff"})
_HAS_STAND_IN = re.compile("[\ufdd0-\ufdd2]")


def shield_source(source: str) -> Cleaned:
    """The text of a YAML file, made safe for a YAML reader, each character at its old offset.

    Undo it in each scalar with `unshield`. Line ends are left to the YAML reader; a fault leaves a space behind.
    """
    return _put_right(source, _ODD_IN_SOURCE, _PLAIN_SWAPS | _STAND_INS, " ")


def unshield(text: str) -> str:
    """A scalar of a shielded source as it was meant."""
    return text.translate(_MEANT) if _HAS_STAND_IN.search(text) else text


_NAMES = {
    "\x00": "a null character",
    "\x07": "a bell, Word's end-of-cell mark",
    "\x08": "a backspace",
    "\x0c": "a page break",
    "\x1b": "an escape character",
    "\x7f": "a delete character",
    "\ufffd": "a replacement character: the letter that stood here is lost",
}


def _what(character: str) -> str:
    if character in _NAMES:
        return _NAMES[character]
    category = unicodedata.category(character)
    if category == "Cs":
        return "half of a character pair"
    return "a control character" if category == "Cc" else "no character"
