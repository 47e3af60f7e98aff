"""Whatever is handed to `pull`: no traceback, under five seconds, and the answers stay as they are."""

import contextlib
import io
import os
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from letters import ROOT, example, parts
from s55draft.drafting import Drafter
from s55draft.errors import S55Error, SourceError
from s55draft.pulling import open_pull
from s55draft.word.reader import read_document, read_text

EXAMPLE = ROOT / "examples" / "getting-a-grip.yaml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)  # fmt: skip
PARAGRAPH = "<w:p><w:pPr><w:pStyle w:val='ListNumber'/></w:pPr><w:r><w:t>Some words of a paragraph.</w:t></w:r></w:p>"
SECONDS = 5


def packed(held: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    return packed({**parts(example(EXAMPLE)), name: data})


def with_body(inner: str, head: str = "") -> bytes:
    return with_part(
        "word/document.xml", f'{head}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'.encode()
    )


def changed(old: bytes, new: bytes) -> bytes:
    return packed({name: data.replace(old, new) for name, data in parts(example(EXAMPLE)).items()})


def encrypted() -> bytes:
    """A zip whose parts are said to be encrypted."""
    data = bytearray(example(EXAMPLE))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PDF": (lambda: b"%PDF-1.7\n", "this is a PDF file"),
    "an old or protected file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "protected by a password"),
    "an RTF file": (lambda: b"{\\rtf1}", "this is an RTF file"),
    "nothing": (lambda: b"", "the file is empty"),
    "a text": (lambda: b"hello", "no Word document"),
    "encrypted parts": (encrypted, "encrypted"),
    "macros": (lambda: changed(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"), "run macros"),
    "a macro part": (lambda: with_part("word/vbaProject.bin", b"x"), "can run macros"),
    "entities": (lambda: with_body("<w:p/>", '<!DOCTYPE w [<!ENTITY a "b">]>'), "declares a document type"),
    "a bomb of elements": (lambda: with_body("<w:p/>" * 3_000_000), "too long"),
    "a bomb of bytes": (lambda: with_body(" " * 41_000_000), "unreasonable size"),
    "deep nesting": (lambda: with_body("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), "deeper"),
    "no XML": (lambda: with_part("word/document.xml", b"\0\1"), "damaged"),
    "another kind of file": (lambda: with_part("word/document.xml", b"<a/>"), "no Word document"),
    "an unknown encoding": (lambda: with_body("", '<?xml version="1.0" encoding="x-none"?>'), "damaged"),
}  # fmt: skip
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    "<w:r><w:t>x</w:t></w:r>"
)
LONG = {
    "50,000 paragraphs": PARAGRAPH * 50_000,
    "50,000 paragraphs in an answer": '<w:sdt><w:sdtPr><w:tag w:val="key_findings"/></w:sdtPr><w:sdtContent>'
    f"{PARAGRAPH * 50_000}</w:sdtContent></w:sdt>",
    "one paragraph of 100,000 runs": f"<w:p>{'<w:r><w:t>a </w:t></w:r>' * 100_000}</w:p>",
    "30,000 copies of an answer": '<w:sdt><w:sdtPr><w:tag w:val="key_findings"/></w:sdtPr><w:sdtContent>'
    "<w:p><w:r><w:t>x</w:t></w:r></w:p></w:sdtContent></w:sdt>" * 30_000,
    "40,000 answers": "".join(
        f'<w:sdt><w:sdtPr><w:tag w:val="recommendations[{place}].text"/></w:sdtPr><w:sdtContent>{PARAGRAPH}'
        "</w:sdtContent></w:sdt>"
        for place in range(40_000)
    ),
    "40,000 fields in one another": f"<w:p>{_FIELD * 40_000}</w:p>",
    "50,000 paragraphs whose ends were deleted": 50_000
    * "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
    "100,000 deletions": f"<w:p>{'<w:del><w:r><w:delText>x</w:delText></w:r></w:del>' * 100_000}</w:p>",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_unfit_is_refused_in_plain_words(what: str, tmp_path: Path) -> None:
    make, words = REFUSED[what]
    file = tmp_path / "file.docx"
    file.write_bytes(make())
    begin = time.monotonic()
    for read in (read_document, read_text):
        with pytest.raises(SourceError, match=words):
            read(file)
    assert time.monotonic() - begin < 2 * SECONDS


@pytest.mark.parametrize("what", LONG)
def test_a_document_without_end_is_read_in_time_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "long.docx").write_bytes(with_body(LONG[what]))
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000));"
        if os.name != "nt" and sys.platform == "linux"
        else "import sys;"
    )
    script += "from s55draft.cli import main; sys.exit(main(['pull', 'long.docx', 'answers.yaml']))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=12, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert answers.read_bytes() == EXAMPLE.read_bytes()


def test_data_that_other_programs_keep_in_a_document_is_not_unpacked() -> None:
    held = parts(example(EXAMPLE))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    more = "".join(f'<Relationship Id="c{n}" Type="{kind}" Target="../customXml/i{n}.xml"/>' for n in range(20))
    links = "word/_rels/document.xml.rels"
    held[links] = held[links].replace(b"</Relationships>", f"{more}</Relationships>".encode())
    own = read_document(packed(held)).written
    data = packed(held | {f"customXml/i{n}.xml": b"<a>" + b" " * 20_000_000 + b"</a>" for n in range(20)})
    tracemalloc.start()
    try:
        assert read_document(data).written == own != b""
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_the_strict_form_is_read_as_any_other() -> None:
    data = example(EXAMPLE)
    strict = packed({name: part.replace(*STRICT[0]).replace(*STRICT[1]) for name, part in parts(data).items()})
    assert read_document(strict).controls == read_document(data).controls


def test_a_letter_cut_off_anywhere_is_refused_or_whole(tmp_path: Path) -> None:
    data = example(EXAMPLE)
    answers = tmp_path / "answers.yaml"
    answers.write_bytes(EXAMPLE.read_bytes())
    file = tmp_path / "cut.docx"
    for cut in range(200):
        file.write_bytes(data[: len(data) * cut // 200])
        with pytest.raises(S55Error):
            open_pull(file, answers, Drafter())


def test_a_letter_with_any_byte_turned_makes_no_traceback() -> None:
    data = example(EXAMPLE)
    for at in range(0, len(data), len(data) // 300):
        with contextlib.suppress(SourceError):
            read_document(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def test_a_kill_while_writing_leaves_the_old_answers(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_bytes(EXAMPLE.read_bytes())
    letter = Drafter().build(answers).path
    held = parts(letter.read_bytes())
    held["word/document.xml"] = held["word/document.xml"].replace(b"grade anyone", b"grade anybody")
    letter.write_bytes(packed(held))
    script = (
        "import os, sys, pathlib\n"
        "from s55draft.cli import main\n"
        "pathlib.Path.replace = lambda *_: os._exit(9)\n"
        "main(['pull', 'answers.docx', 'answers.yaml', '--yes'])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 9
    assert answers.read_bytes() == EXAMPLE.read_bytes()


def test_a_letter_of_forty_pages_goes_round_in_two_seconds(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    paragraph = "  " + "The Constabulary has looked at this with care and will look at it again. " * 8 + "\n\n"
    answers = tmp_path / "answers.yaml"
    answers.write_text(text.replace("key_findings: |\n", "key_findings: |\n" + paragraph * 170, 1), encoding="utf-8")
    begin = time.monotonic()
    letter = Drafter().build(answers).path
    held = parts(letter.read_bytes())
    held["word/document.xml"] = held["word/document.xml"].replace(b"grade anyone", b"grade anybody")
    letter.write_bytes(packed(held))
    opened = open_pull(letter, answers, Drafter())
    found = opened.pulled()
    opened.write({change.tag: change for change in found.changes})
    assert time.monotonic() - begin < 2
    assert [change.tag for change in found.changes] == ["key_findings"]
    assert "grade anybody" in answers.read_text(encoding="utf-8")
