"""Texts out of files: Word documents, plain text, Markdown; and the paths of files dropped onto a window."""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlparse

from s55draft.answers.source import decode
from s55draft.cleaning import clean
from s55draft.errors import Location, SourceError, error

_MAX_BYTES = 5_000_000
_LONGEST_PATH = 2000
_TEXTS = {".txt", ".md", ".markdown", ".text"}


class Taken(NamedTuple):
    """A text out of a file, and plain words on what could not be kept."""

    text: str
    messages: tuple[str, ...] = ()


def dropped_path(typed: str) -> Path | None:
    """The file that a typed or dropped path names: quoted, escaped, or an address; None where there is none."""
    bare = typed.strip()
    if not bare or "\n" in bare or len(bare) > _LONGEST_PATH:
        return None
    for reading in _readings(bare):
        try:
            path = Path(reading).expanduser()
            if path.is_file():
                return path
        except (OSError, ValueError, RuntimeError):
            continue
    return None


def _readings(bare: str) -> list[str]:
    inner = re.sub(r"^&\s+", "", bare)  # as PowerShell writes a dropped file
    quoted = inner[1:-1] if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "\"'" else inner
    readings = [bare, quoted, re.sub(r"\\(.)", r"\1", quoted), quoted.replace("'\\''", "'")]
    if quoted.lower().startswith("file:"):
        readings.append(unquote(urlparse(quoted).path))
        readings.append(unquote(urlparse(quoted).path).lstrip("/"))
    return readings


def text_of_file(path: Path) -> Taken:
    """The text of a file. Raises SourceError with what makes it unfit."""
    kind = path.suffix.lower()
    if kind == ".docx":
        return _from_word(path)
    if kind in (".doc", ".rtf", ".odt", ".pdf", ".pages"):
        hint = "Open it, and save it as a Word Document (.docx); or copy the text there and paste it here."
        raise _refused(path, f"a {kind} file cannot be read here", hint)
    if kind not in _TEXTS:
        raise _refused(path, "this is no Word document (.docx) and no text file (.txt, .md)", "Choose another file.")
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _refused(path, "the file is larger than 5 MB", "Is it the right one?")
        data = path.read_bytes()
    except OSError as exc:
        raise _refused(path, f"the file cannot be read: {exc.strerror}") from exc
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(path, "this is no text file", "Choose another file.")
    return Taken(clean(decode(data)).text.strip("\n"))


def _from_word(path: Path) -> Taken:
    from s55draft.markup import to_text  # noqa: PLC0415 - only for Word files
    from s55draft.word.reader import read_text  # noqa: PLC0415

    read = read_text(path)
    return Taken(to_text(read.blocks), read.messages)


def _refused(path: Path, message: str, hint: str | None = None) -> SourceError:
    return SourceError(error("source", message, hint).at(Location(str(path))))
