"""What this program wrote into a letter, kept in the letter itself, so that later changes can be told apart.

A custom XML part (ECMA-376 Part 1, 15.2.5), which Word and LibreOffice keep as it is. It holds one text, in JSON: the
answers as printed, by tag. A final letter holds only their digests: what is taken out of it in Word later must not
travel on, hidden in a published file.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

NAMESPACE: Final = "urn:s55draft:written:1"
PART: Final = "customXml/item1.xml"
_DIGEST: Final = 32  # hexadecimal digits


class Written(NamedTuple):
    """The answers of a letter as it was written, by tag: texts, or in a final letter their digests."""

    texts: dict[str, str]
    is_final: bool

    def is_same(self, tag: str, text: str) -> bool | None:
        """Whether an answer is what the letter was written with; None where the letter had no such answer."""
        if tag not in self.texts:
            return None
        return self.texts[tag] == (digest_of(text) if self.is_final else text)

    def text(self, tag: str) -> str | None:
        """The answer as it was written; None where it is not known."""
        return None if self.is_final else self.texts.get(tag)


def digest_of(text: str) -> str:
    """The digest of an answer."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def written_xml(texts: dict[str, str], *, final: bool) -> bytes:
    """The part that keeps the answers of a letter."""
    kept = {tag: digest_of(text) for tag, text in texts.items()} if final else texts
    data = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    data = data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    state = "final" if final else "draft"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w xmlns="{NAMESPACE}" state="{state}">{data}</w>'.encode()


def written_part(kept: Iterable[bytes]) -> bytes:
    """Of the parts in which programs keep data of their own, the one of this program; empty where there is none."""
    return next((data for data in kept if NAMESPACE.encode() in data[:400]), b"")


def read_written(data: bytes) -> Written | None:
    """What a letter was written with; None where that cannot be known."""
    if not data:
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - `opening` has seen that it declares no entities
        texts = json.loads(root.text or "")
    except (ET.ParseError, ValueError, RecursionError):
        return None
    if root.tag != f"{{{NAMESPACE}}}w" or not isinstance(texts, dict):
        return None
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    return Written(texts, root.get("state") == "final")


def tags_in(data: bytes) -> tuple[str, ...]:
    """The tags of the letter's answers."""
    written = read_written(data)
    return tuple(written.texts) if written is not None else ()
