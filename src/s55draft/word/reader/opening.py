"""A Word file from outside as a zip of parts, opened with distrust; only what holds text is unpacked.

Templates must be as Word saves them (`word.package`); a document that somebody sends may hold pictures, charts and
embedded files, which nothing here opens. What would run, or swell beyond all measure, is refused in plain words.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

from s55draft.errors import Location, SourceError, error
from s55draft.word.package import CONTENT_TYPES, NOT_WORD, PACKAGE_RELATIONSHIPS
from s55draft.word.reader.names import W, tree
from s55draft.word.written import written_part

_MAX_FILE = 60_000_000
_MAX_PARTS = 5_000
_MAX_PART = 40_000_000
"""Bytes of one part. 50,000 paragraphs of a few words have some 10,000,000."""
_MAX_ELEMENTS = 1_200_000
_MAX_DEPTH = 120
_MAX_KEPT = 50
_HEAD = 400
"""Bytes by which a part of this program is known."""
_DIRECTORY_ENTRY = b"PK\x01\x02"
_SAVE_AGAIN = "open it in Word and save it as a Word Document (.docx), without a password"
_DAMAGED = "this is no Word document, or a damaged one"
_KINDS = ("styles", "numbering", "comments", "footnotes", "endnotes")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package(NamedTuple):
    """The parts of a Word file that hold text, by what leads to them, such as `document`, `custom-properties`.

    `links` are addresses by relationship id; `kept` the parts in which this program keeps data of its own (customXml).
    """

    parts: dict[str, bytes]
    links: dict[str, str]
    kept: tuple[bytes, ...]


class UnfitError(Exception):
    """What makes a file unfit, in plain words, and the way out."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def at(self, name: str) -> SourceError:
        """The same as a problem of the file of that name."""
        return SourceError(error("source", self.message, self.hint).at(Location(name)))


def open_document(source: Path | bytes) -> Package:
    """The parts of a Word file from outside. Raises UnfitError."""
    data = source if isinstance(source, bytes) else _content(source)
    for start, message in NOT_WORD.items():
        if data.startswith(start):
            raise UnfitError(message, _SAVE_AGAIN)
    if not data:
        raise UnfitError("the file is empty")
    if data.count(_DIRECTORY_ENTRY) > _MAX_PARTS:
        raise UnfitError("the file has more parts than any Word document", _SAVE_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Opener(archive).package()
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as exc:
        raise UnfitError(_DAMAGED, _SAVE_AGAIN) from exc
    except (NotImplementedError, RuntimeError, ValueError) as exc:  # packed or encrypted in ways that Word is not
        raise UnfitError(_DAMAGED, _SAVE_AGAIN) from exc
    except etree.XMLSyntaxError as exc:
        raise UnfitError("this Word file is damaged", _SAVE_AGAIN) from exc


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnfitError("this is a folder, not a file", "name a Word Document (.docx)")
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except FileNotFoundError as exc:
        raise UnfitError("there is no such file", "check its name and folder") from exc
    except OSError as exc:
        raise UnfitError(f"the file cannot be read: {exc.strerror}") from exc
    if len(data) > _MAX_FILE:
        raise UnfitError("the file is larger than 60 MB", "take large pictures out of it, and save it again")
    return data


class _Opener:
    """Unpacks what is needed of one archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = {info.filename: info for info in archive.infolist()}
        if len(self._infos) != len(archive.infolist()):
            raise UnfitError("a part stands in the file twice, as in no Word document", _SAVE_AGAIN)

    def package(self) -> Package:
        self._refuse_macros()
        top = list(self._relationships(PACKAGE_RELATIONSHIPS, ""))
        main = next((target for kind, _, target, external in top if kind == "officeDocument" and not external), "")
        if main not in self._infos:
            raise UnfitError("this is no Word document", _SAVE_AGAIN)
        folder, base = posixpath.split(main)
        own = list(self._relationships(posixpath.join(folder, "_rels", f"{base}.rels"), folder))
        parts = {"document": self._sound(main)}
        for kind, _, target, external in [*own, *top]:
            wanted = kind in _KINDS or kind == "custom-properties"
            if wanted and not external and target in self._infos and kind not in parts:
                parts[kind] = self._sound(target)
        links = {number: target for kind, number, target, _ in own if kind == "hyperlink"}
        kept = [target for kind, _, target, external in own if kind == "customXml" and not external]
        return Package(parts, links, tuple(self._kept(kept[:_MAX_KEPT])))

    def _kept(self, names: Iterable[str]) -> Iterator[bytes]:
        """The parts among these that this program has written; those of other programs are not unpacked."""
        for name in names:
            info = self._infos.get(name)
            if info is None or info.flag_bits & 1:
                continue
            with self._archive.open(info) as part:
                is_own = bool(written_part([part.read(_HEAD)]))
            if is_own:
                yield self._sound(name)

    def _refuse_macros(self) -> None:
        types = self._read(CONTENT_TYPES).lower() if CONTENT_TYPES in self._infos else b""
        if b"macroenabled" in types or any(name.lower().endswith("vbaproject.bin") for name in self._infos):
            raise UnfitError(
                "this Word file can run macros, so it is not opened",
                "save it in Word as a Word Document (.docx), without macros",
            )

    def _relationships(self, name: str, folder: str) -> Iterator[tuple[str, str, str, bool]]:
        """Kind, id, target and whether it leads out of the file."""
        if name not in self._infos:
            return
        for item in tree(self._sound(name)).iter(_RELATIONSHIP):
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                target = target.lstrip("/")
            yield item.get("Type", "").rpartition("/")[2], item.get("Id", ""), target, external

    def _read(self, name: str) -> bytes:
        info = self._infos[name]
        if info.flag_bits & 1:
            raise UnfitError("the file is encrypted", _SAVE_AGAIN)
        if info.file_size > _MAX_PART:
            raise UnfitError("the file unpacks to an unreasonable size", "copy its text into a new document")
        with self._archive.open(info) as part:
            data = part.read(_MAX_PART + 1)  # a bare read() knows no bound
        if len(data) != info.file_size:
            raise UnfitError(_DAMAGED, _SAVE_AGAIN)
        return data

    def _sound(self, name: str) -> bytes:
        """The content of a part that is sound XML of bounded size and depth, without a document type."""
        data = self._read(name)
        _Sounding().read(data)
        return data


class _Sounding:
    """Reads a part from end to end and keeps nothing of it."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError) as exc:  # LookupError: an encoding that nobody knows
            raise UnfitError("this Word file is damaged", _SAVE_AGAIN) from exc

    def _doctype(self, *_: object) -> None:
        raise UnfitError("this file declares a document type, as no Word document does", _SAVE_AGAIN)

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _MAX_ELEMENTS:
            raise UnfitError("the file is too long: it has more text than a response could", "split it")
        if self._depth > _MAX_DEPTH:
            raise UnfitError("the file is nested deeper than any letter", "copy its text into a new document")

    def _end(self, _name: str) -> None:
        self._depth -= 1


def body_of(package: Package) -> etree._Element:
    """The body of the document. Raises UnfitError."""
    root = tree(package.parts["document"])
    body = root.find(f"{W}body")
    if root.tag != f"{W}document" or body is None:
        raise UnfitError("this is no Word document", _SAVE_AGAIN)
    return body
