"""Files that are no Word document, damaged ones, and zips that no office program packs."""

import io
import os
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from s55draft.errors import TemplateError
from s55draft.word.template import open_layout, open_template
from word_files import DOCUMENT, house, opened, packed, refusal


def zipped(entries: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with entries as they are given, twice if need be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "an old .doc file, or one protected by a password"),
        (b"%PDF-1.7\n%...", "this is a PDF file, whatever its name says"),
        (b"{\\rtf1\\ansi Dear {{ office.name }}}", "this is an RTF file, whatever its name says"),
        (b"Dear {{ office.name }}", "this is no Word document"),
        (b"<html>{{ office.name }}</html>", "this is no Word document"),
        (b"MZ" + packed(house()), "this is no Word document"),
        (b"PK\x03\x04", "this is no Word document, or a damaged one"),
        (b"PK\x05\x06" + bytes(18), "this is no Word document"),
        (b"PK\x03\x04" + bytes(20) + b"PK\x05\x06" + bytes(18), "it lacks the part [Content_Types].xml"),
        (
            b"PK\x03\x04" + b"PK\x05\x06" + bytes(8) + b"\xff" * 8 + bytes(2),
            "this is no Word document, or a damaged one",
        ),
        (zipped([("mimetype", b"application/vnd.oasis.opendocument.text")]), "it lacks the part word/document.xml"),
        (zipped([("xl/workbook.xml", b"<workbook/>")]), "it lacks the part word/document.xml"),
    ],
)
def test_a_file_that_is_no_word_document_is_called_that(data: bytes, says: str, tmp_path: Path) -> None:
    assert says in refusal(data, tmp_path)


def test_a_name_that_leads_to_no_file_is_called_that(tmp_path: Path) -> None:
    layout = open_layout("opccn-2023")
    with pytest.raises(TemplateError, match="the template cannot be read: No such file or directory"):
        open_template(layout, tmp_path / "none.docx")
    with pytest.raises(TemplateError, match="the template is no file"):
        open_template(layout, tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.docx")
        with pytest.raises(TemplateError, match="the template is no file"):
            open_template(layout, tmp_path / "pipe.docx")


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    data = packed(house())
    for length in range(1, len(data), len(data) // 60):
        assert "this is no Word document" in refusal(data[:length], tmp_path)


def test_a_file_with_spoilt_bytes_is_refused_or_means_the_same(tmp_path: Path) -> None:
    whole = packed(house())
    sources = opened(whole, tmp_path).sources
    chance = random.Random(55)  # noqa: S311 - the same bytes at each run
    for _ in range(300):
        spoilt = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            template = opened(bytes(spoilt), tmp_path)
        except TemplateError:
            continue
        assert template.sources == sources


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "word/../../evil.xml",
        "word/./x.xml",
        "/etc/passwd",
        "//server/share/x.xml",
        "\\\\server\\share\\x.xml",
        "word\\..\\x.xml",
        "C:/x.xml",
        "C:x.xml",
        "word/%2e%2e/x.xml",
        "word//x.xml",
        "..",
        "word/\n.xml",
        "word/\u202excod.xml",
        "word/" + "x" * 300 + ".xml",
    ],
)
def test_a_part_that_points_out_of_the_file_is_refused(name: str, tmp_path: Path) -> None:
    assert "has a name that points out of the file" in refusal({**house(), name: b"<x/>"}, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [DOCUMENT, "Word/Document.xml", "word/document.xml\0.png"])
def test_a_part_that_stands_in_the_file_twice_is_refused(name: str, tmp_path: Path) -> None:
    said = refusal(zipped([*house().items(), (name, b"<x/>")]), tmp_path)
    assert "stands in the file twice" in said


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed(house()))
    local, entry = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[entry + 8] |= 1
    assert "is encrypted; save the template without a password" in refusal(bytes(data), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_as_no_word_file_is_refused(method: int, tmp_path: Path) -> None:
    assert "is packed in a way that no Word file is" in refusal(zipped([*house().items()], method), tmp_path)


def test_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    assert "overlaps another" in refusal(overlapping(40), tmp_path)


def overlapping(count: int, size: int = 900_000) -> bytes:
    """A zip in which each part quotes the header of the next and goes on into it (after D. Fifield, WOOT '19)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream, content = packer.compress(bytes(size)) + packer.flush(), bytes(size)
    names = [f"word/x{number}.xml" for number in range(count)]
    locals_, entries = [], []
    for name in reversed(names):
        sizes = struct.pack("<III", zlib.crc32(content), len(stream), len(content))
        common = struct.pack("<HHHHH", 20, 0, 8, 0, 33)
        header = b"PK\x03\x04" + common + sizes + struct.pack("<HH", len(name), 0) + name.encode()
        locals_.append((header, stream))
        entries.append((name, common, sizes))
        content = header + content
        stream = b"\0" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + header + stream
    body = locals_[-1][0] + locals_[-1][1]
    directory = b""
    for (name, common, sizes), (header, stream) in zip(entries, locals_, strict=True):
        at = len(body) - len(stream) - len(header)
        directory += b"PK\x01\x02\x14\0" + common + sizes + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at)
        directory += name.encode()
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
