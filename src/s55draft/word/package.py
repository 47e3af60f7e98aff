"""A Word file as a zip of parts, opened with distrust (ECMA-376 Part 2).

Templates come from people and from e-mail: a file that could run, fetch or hide something, or that would swell
beyond all measure, is refused before any of it is parsed into a tree. What its parts may hold is in `allowed`.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from s55draft.errors import Location, Problem, TemplateError, error

MAX_PARTS = 400
MAX_XML_BYTES = 2_000_000
"""A letter's largest part has some 100,000 bytes."""
MAX_BYTES = 20_000_000
_MAX_NAME = 200
_MAX_TOLD = 50

Parts = dict[str, bytes]

DOCUMENT = "word/document.xml"
DOCUMENT_RELATIONSHIPS = "word/_rels/document.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
XML_NAMES = (".xml", ".rels")
PACKAGE_RELATIONSHIPS = "_rels/.rels"
_SIGNATURE, _DIRECTORY_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
_LOCAL_HEADER = 30  # bytes, without the name
NOT_WORD = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "this is an old .doc file, or one protected by a password",
    b"%PDF": "this is a PDF file, whatever its name says",
    b"{\\rtf": "this is an RTF file, whatever its name says",
}
_SAVE_AGAIN = "open it in Word and save it as a Word Document (.docx), without a password"
_PART_NAME = re.compile(r"(?:(?!\.{1,2}/)[\w\[\]()~+ ,&'=@!$.-]+/)*(?!\.{1,2}$)[\w\[\]()~+ ,&'=@!$.-]*", re.ASCII)


def read_parts(data: bytes) -> Parts:
    """The parts of a Word file that this program itself brings along, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_package(path: Path) -> Parts:
    """The parts of a Word file from outside, by name: a sound zip of bounded size, nothing said of what is in it.

    Raises TemplateError.
    """
    return _unpacked(read_file(path), path, MAX_BYTES)


def open_package(path: Path, data: bytes | None = None) -> Parts:
    """The parts of a Word file from outside, by name; `data` is its content if it was read already.

    Raises TemplateError that names all that makes the file unfit for a template.
    """
    from s55draft.word.allowed import faults_of  # noqa: PLC0415 - not needed for what this program wrote itself

    parts = _unpacked(read_file(path) if data is None else data, path, MAX_XML_BYTES)
    refuse_for(path, faults_of(parts))
    return parts


def read_file(path: Path) -> bytes:
    """The content of a file that may be a template. Raises TemplateError."""
    try:
        if path.exists() and not path.is_file():
            raise _refused(path, "the template is no file", "name a Word Document (.docx)")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise _refused(path, f"the template cannot be read: {exc.strerror}") from exc
    if len(data) > MAX_BYTES:
        raise _refused(path, "the file is too large", "a template has less than 20 MB in all")
    return data


def _unpacked(data: bytes, path: Path, xml_bytes: int) -> Parts:
    for start, message in NOT_WORD.items():
        if data.startswith(start):
            raise _refused(path, message, _SAVE_AGAIN)
    if not data:
        raise _refused(path, "the file is empty")
    if not data.startswith(_SIGNATURE):
        raise _refused(path, "this is no Word document", _SAVE_AGAIN)
    if (count := data.count(_DIRECTORY_ENTRY)) > MAX_PARTS:
        raise _refused(path, f"the file has {count} parts; a template has some twenty")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            odd = next(_odd_entries(infos), None)
            if odd is not None:
                raise _refused(path, odd)
            return _inflated(archive, infos, path, xml_bytes)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as exc:
        raise _refused(path, "this is no Word document, or a damaged one", _SAVE_AGAIN) from exc


def _odd_entries(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """What no office program does when it packs a file."""
    seen = set()
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        name = info.filename
        if not name or len(name) > _MAX_NAME or _PART_NAME.fullmatch(name) is None:
            yield f"the part {name[:60]!r} has a name that points out of the file, or that no Word file has"
        elif name.lower() in seen:
            yield f"the part {name} stands in the file twice"
        elif info.flag_bits & 1:
            yield f"the part {name} is encrypted; save the template without a password"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"the part {name} is packed in a way that no Word file is"
        elif info.header_offset < end:
            yield f"the part {name} overlaps another; the file would unpack to more than it holds"
        seen.add(name.lower())
        end = info.header_offset + _LOCAL_HEADER + len(name) + info.compress_size
    if sum(info.file_size for info in infos) > MAX_BYTES:
        yield "the file unpacks to an unreasonable size; a template has less than 20 MB in all"


def _inflated(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], path: Path, xml_bytes: int) -> Parts:
    parts: Parts = {}
    room = MAX_BYTES
    for info in infos:
        name = info.filename
        limit = min(room, xml_bytes if name.lower().endswith(XML_NAMES) else room)
        with archive.open(info) as part:
            data = b"" if info.file_size > limit else part.read(info.file_size + 1)  # a bare read() knows no bound
        if len(data) != info.file_size:
            raise _refused(
                path,
                f"the part {name[:60]} is too large, or not of the size that it says",
                "a template's text is a few dozen kB; its pictures are below 20 MB in all",
            )
        room -= len(data)
        if not name.endswith("/"):
            parts[name] = data
    return parts


def refuse_for(path: Path, faults: Iterable[str]) -> None:
    """Raises TemplateError if there are faults, with each of them once and in letters that a terminal can show."""
    told = list(dict.fromkeys(_readable(fault) for fault in faults))
    if len(told) > _MAX_TOLD:
        told[_MAX_TOLD:] = [f"and {len(told) - _MAX_TOLD} faults more"]
    if told:
        raise TemplateError([_problem(path, fault) for fault in told])


def _readable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in " ".join(text.split()))


def _problem(path: Path, message: str, hint: str | None = None) -> Problem:
    return error("template", message, hint).at(Location(str(path)))


def _refused(path: Path, message: str, hint: str | None = None) -> TemplateError:
    return TemplateError(_problem(path, message, hint))
