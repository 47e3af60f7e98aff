"""Parts → the bytes of a zip (ECMA-376 Part 2, annex C). Same parts, same bytes.

The standard library writes zips too, and reads back each letter in `verify`; but half of its time goes into what a
letter never has: dates, large files, files that grow.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_STORED, _DEFLATED = 0, 8
_VERSION = 20
_SMALL = 2200
"""Bytes below which it takes longer to compress a part, and to unpack it again, than it is worth."""
_UTF_8 = 0x800
_NO_DATE = (0, 33)  # 1 January 1980
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


class Packed(NamedTuple):
    """One part of a zip: its head as both places of a zip have it, its name, and its content."""

    name: bytes
    flags: int
    method: int
    checksum: int
    data: bytes
    size: int


def pack(name: str, data: bytes, level: int) -> Packed:
    """A part of a zip, compressed at `level`; 0 stores it as it is."""
    encoded = name.encode()
    flags = 0 if encoded.isascii() else _UTF_8
    if level == 0:
        return Packed(encoded, flags, _STORED, zlib.crc32(data), data, len(data))
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(encoded, flags, _DEFLATED, zlib.crc32(data), deflate.compress(data) + deflate.flush(), len(data))


def zip_of(parts: Iterable[Packed]) -> bytes:
    """The zip of the parts, in the given order."""
    out: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, flags, method, checksum, data, size in parts:
        head = (_VERSION, flags, method, *_NO_DATE, checksum, len(data), size, len(name), 0)
        local = _LOCAL.pack(b"PK\3\4", *head)
        out += (local, name, data)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *head, 0, 0, 0, 0, at), name)
        at += len(local) + len(name) + len(data)
    listed = b"".join(directory)
    count = len(directory) // 2
    return b"".join((*out, listed, _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0)))


def packed(parts: Mapping[str, bytes], level: int, stored: tuple[str, ...]) -> list[Packed]:
    """The parts of a zip; those that are small, or whose names end as in `stored`, are not compressed."""
    return [
        pack(name, data, 0 if len(data) < _SMALL or name.endswith(stored) else level) for name, data in parts.items()
    ]
