"""The office's logo: PNG or JPEG, its size read from its first bytes."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from s55draft.errors import Location, OfficeError, error

_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_BYTES = 10_000_000
_PNG_HEADER = 24  # bytes up to the end of width and height
_MARKER = 0xFF
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as a part of the letter, which it enters under `name`. Width and height are in pixels."""

    data: bytes
    extension: str
    width: int
    height: int
    relationship_id: str = "rIdLogo"
    name: str = "logo"

    @property
    def part(self) -> str:
        """The part's name."""
        return f"word/media/{self.name}.{self.extension}"

    def beside(self, parts: Iterable[str]) -> "PictureFile":
        """The same picture under a name that none of the parts has, whatever their case."""
        taken = {part.lower() for part in parts}
        found, number = self, 2
        while found.part in taken:
            found, number = replace(self, name=f"{self.name}-{number}"), number + 1
        return found

    def fitted(self, max_width: int, max_height: int) -> tuple[int, int]:
        """Width and height within the given bounds, in their units, the shape kept."""
        scale = min(max_width / self.width, max_height / self.height)
        return max(1, int(self.width * scale)), max(1, int(self.height * scale))


def read_picture(path: Path) -> PictureFile:
    """The picture at `path`. Raises OfficeError if it is none that Word shows."""
    try:
        if path.exists() and not path.is_file():
            raise _refused(path, "the logo is no file")
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as exc:
        raise _refused(path, f"the logo cannot be read: {exc.strerror}") from exc
    if not 0 < len(data) <= _MAX_BYTES:
        raise _refused(path, "the logo is empty or larger than 10 MB")
    size_found = _png_size(data) or _jpeg_size(data)
    if size_found is None or 0 in size_found:
        raise _refused(path, "the logo is neither a PNG nor a JPEG picture")
    return PictureFile(data, "png" if data.startswith(_PNG) else "jpeg", *size_found)


def _refused(path: Path, message: str) -> OfficeError:
    return OfficeError(
        error("logo", message, "give a PNG or JPEG file under 'logo:' in the office profile").at(Location(str(path)))
    )


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < _PNG_HEADER:
        return None
    width, height = struct.unpack(">II", data[16:_PNG_HEADER])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """The size in the first frame header (ITU-T T.81, B.2.2)."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == _MARKER:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAME_HEADERS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
