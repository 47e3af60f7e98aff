"""A Word file as a zip of parts, opened with distrust (ECMA-376 Part 2).

Templates come from people and from e-mail: a file that could run, fetch or hide something, or that would swell
beyond all measure, is refused before any of it is parsed.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from s55draft.errors import Location, Problem, TemplateError, error

MAX_PARTS = 400
MAX_XML_BYTES = 2_000_000
"""A letter's largest part has some 100,000 bytes."""
MAX_BYTES = 40_000_000

DOCUMENT = "word/document.xml"
DOCUMENT_RELATIONSHIPS = "word/_rels/document.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"

_XML_NAMES = (".xml", ".rels")
_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|embeddings/|\.bin$|\.ocx$|\.exe$|\.dll$|\.js$|\.vbs$|altchunk|afchunk", re.IGNORECASE
)
_MACRO_TYPE = re.compile(rb"macroEnabled|ms-word\.(vba|template\.macro)", re.IGNORECASE)
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_FETCHING_FIELD = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDE|DDEAUTO|LINK|IMPORT|DATABASE|MACROBUTTON|AUTOTEXT|RD|MERGEFIELD)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr\s*=\s*\"([^\"]*)\"|w:instr\s*=\s*'([^']*)'", re.DOTALL
)

Parts = dict[str, bytes]


def read_parts(path: Path) -> Parts:
    """The parts of a Word file that this program itself brings along, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def open_package(path: Path) -> Parts:
    """The parts of a Word file from outside, by name.

    Raises TemplateError that names what makes the file unfit.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise _refused(path, f"the template cannot be read: {exc.strerror}") from exc
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _refused(
            path,
            "this is an old .doc file, or one protected by a password",
            "open it in Word and save it as a Word Document (.docx) without a password",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _inflated(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as exc:
        raise _refused(
            path,
            "this is no Word document, or a damaged one",
            "open it in Word and save it again as a Word Document (.docx)",
        ) from exc
    faults = list(_faults(parts))
    if faults:
        raise TemplateError([_problem(path, fault) for fault in faults])
    return parts


def _inflated(archive: zipfile.ZipFile, path: Path) -> Parts:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise _refused(path, f"the file has {len(infos)} parts; a template has some twenty")
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise _refused(path, "the file unpacks to an unreasonable size", "a template has less than 40 MB in all")
    parts: Parts = {}
    room = MAX_BYTES
    for info in infos:
        name = info.filename
        if name in parts:
            raise _refused(path, f"the part {name} stands in the file twice")
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name:
            raise _refused(path, f"the part {name!r} points out of the file")
        limit = min(room, MAX_XML_BYTES if name.lower().endswith(_XML_NAMES) else room)
        with archive.open(info) as part:
            data = part.read(limit + 1)
        if len(data) > limit:
            raise _refused(
                path,
                f"the part {name} is too large",
                "a template's text is a few dozen kB; pictures are below 40 MB in all",
            )
        room -= len(data)
        if not name.endswith("/"):
            parts[name] = data
    return parts


def _faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    for needed in (CONTENT_TYPES, "_rels/.rels", DOCUMENT):
        if needed not in parts:
            yield f"this is no Word document: it lacks the part {needed}"
    if _MACRO_TYPE.search(parts.get(CONTENT_TYPES, b"")):
        yield "the template can run macros; save it as a Word Document (.docx), without macros"
    for name, data in parts.items():
        if _ACTIVE.search(name):
            yield f"the part {name} can run or hide something; save the template without macros, controls and embedded files"
        if not name.lower().endswith(_XML_NAMES):
            continue
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
            yield f"the part {name} is not in UTF-8"
        if _DTD.search(data):
            yield f"the part {name} declares entities, which a Word file never does"
        if name.lower().endswith(".rels"):
            yield from _reaching_out(name, data)
        else:
            yield from _fetching_fields(name, data)


def _reaching_out(name: str, data: bytes) -> Iterator[str]:
    for match in _RELATIONSHIP.finditer(data):
        if _EXTERNAL.search(match[0]) and not _HYPERLINK.search(match[0]):
            yield f"the template fetches something from elsewhere ({name}); put pictures into the file itself and attach no other template"


def _fetching_fields(name: str, data: bytes) -> Iterator[str]:
    codes = b"".join(b"".join(part or b"" for part in match.groups()) for match in _FIELD.finditer(data)).decode(
        "utf-8", "replace"
    )
    found = _FETCHING_FIELD.search(codes)
    if found is not None:
        yield f"a field in {name} reads other files or programs: {found[0]}"


def _problem(path: Path, message: str, hint: str | None = None) -> Problem:
    return error("template", message, hint).at(Location(str(path)))


def _refused(path: Path, message: str, hint: str | None = None) -> TemplateError:
    return TemplateError(_problem(path, message, hint))


def relationship_targets(owner: str, rels: bytes) -> dict[str, str]:
    """Part names by relationship id, of the internal relationships of part `owner`."""
    targets = {}
    for match in _RELATIONSHIP.finditer(rels):
        fields = {key.decode(): value.decode() for key, value in re.findall(rb"(\w+)\s*=\s*\"([^\"]*)\"", match[0])}
        if fields.get("TargetMode") != "External" and "Id" in fields:
            target = fields.get("Target", "")
            targets[fields["Id"]] = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
            )
    return targets
