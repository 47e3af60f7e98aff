"""Templates that would flood the machine end within a second and 200 MB, in a process of their own with limits set.

Each is tried as a user would meet it: `s55draft build … --template`. Nothing is written and no traceback shows.
"""

import functools
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from test_template_zips import overlapping
from word_files import (
    HEADER,
    RELS,
    SECONDS,
    STYLES,
    TEMPLATES,
    TRIES,
    TYPES,
    Parts,
    cell,
    changed,
    field,
    house,
    packed,
    paragraph,
    refusal,
    run,
    with_body,
)

MEGABYTES = 200
ANSWERS = TEMPLATES.parent / "examples" / "getting-a-grip.yaml"
MEASURED = """
import os, re, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from s55draft.cli import main
began = time.process_time()
code = main(sys.argv[1:])
seconds, status = time.process_time() - began, "/proc/self/status"
if os.path.exists(status):  # a child begins with the peak of its parent in ru_maxrss, not in this file
    memory = int(re.search(r"VmHWM:\\s*(\\d+)", open(status).read())[1]) / 1024
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
print(seconds, memory)
sys.exit(code)
"""
MORE = 100_000
BIG = 1_900_000


def nested(count: int, name: str = "w:p") -> str:
    return f"<{name}>" * count + f"</{name}>" * count


def larger(data: bytes, name: str, size: int, *, said: int | None = None) -> bytes:
    """A zip with a further part of zeros, of which the directory says that it has `said` bytes."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open(name, "w") as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    whole = bytearray(out.getvalue())
    if said is not None:
        at = whole.rindex(b"PK\x01\x02")
        whole[at + 24 : at + 28] = said.to_bytes(4, "little")
    return bytes(whole)


def with_text(text: str) -> Parts:
    return with_body(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


def with_texts(text: str, count: int) -> Parts:
    return with_body(paragraph(run(text)) * count)


def many(count: int) -> Parts:
    return {**house(), **{f"word/media/x{number}.png": b"" for number in range(count)}}


TAGS = "{{ office.name }}"
Made = Callable[[], bytes | Parts]
FLOODS: dict[str, tuple[Made, str]] = {
    "a text of 100 MB": (lambda: larger(packed(house()), "word/x.xml", 100_000_000), "unreasonable size"),
    "a text of 10 MB": (lambda: larger(packed(house()), "word/x.xml", 10_000_000), "the part word/x.xml is too large"),
    "a picture of 300 MB": (lambda: larger(packed(house()), "word/x.png", 300_000_000), "unreasonable size"),
    "300 MB that claim to be 100 bytes": (
        lambda: larger(packed(house()), "word/x.png", 300_000_000, said=100),
        "this is no Word document, or a damaged one",
    ),
    "300 MB of text that claim to be 100 bytes": (
        lambda: larger(packed(house()), "word/x.xml", 300_000_000, said=100),
        "this is no Word document, or a damaged one",
    ),
    "100 bytes that claim to be 15 MB": (
        lambda: larger(packed(house()), "word/x.png", 1_000_000, said=15_000_000),
        "is too large, or not of the size that it says",
    ),
    "pictures of 15 MB and 15 MB": (
        lambda: larger(larger(packed(house()), "word/x.png", 15_000_000), "word/y.png", 15_000_000),
        "unreasonable size",
    ),
    "a file of 50 MB": (lambda: packed(house()) + bytes(50_000_000), "the file is too large"),
    "100,000 parts": (lambda: packed(many(MORE)), "parts; a template has some twenty"),
    "500 parts": (lambda: packed(many(500)), "the file has 514 parts; a template has some twenty"),
    "19 MB of pictures and an answer printed twice": (
        lambda: {
            **with_body(paragraph("{{ report.title }}")),
            "word/media/x.png": os.urandom(19_000_000),
        },
        "report.title: stands in the letter 2 times",
    ),
    "45,000 elements and an answer printed twice": (
        lambda: with_body(paragraph("{{ report.title }}") + "<w:p/>" * 45_000),
        "report.title: stands in the letter 2 times",
    ),
    "parts that overlap": (lambda: overlapping(300), "overlaps another"),
    "elements nested 100,000 deep": (lambda: with_body(nested(MORE)), "is nested deeper than any letter"),
    "styles nested 100,000 deep": (
        lambda: changed(STYLES, "<w:docDefaults>", nested(MORE, "a") + "<w:docDefaults>"),
        "is nested deeper",
    ),
    "relationships nested 100,000 deep": (
        lambda: changed(RELS, "</Relationships>", nested(MORE, "a") + "</Relationships>"),
        "is nested deeper than any letter",
    ),
    "100,000 elements": (lambda: with_body("<w:p/>" * MORE), "more elements than any letter"),
    "100,000 relationships": (
        lambda: changed(RELS, "</Relationships>", "<a/>" * MORE + "</Relationships>"),
        "more elements than any letter",
    ),
    "100,000 attributes": (
        lambda: with_body("<w:p " + " ".join(f'a{number}=""' for number in range(MORE)) + "/>"),
        "is nested deeper than any letter",
    ),
    "20,000 namespaces": (
        lambda: with_body("<w:p " + " ".join(f'xmlns:a{number}="u"' for number in range(20_000)) + "/>"),
        "more namespaces than any letter",
    ),
    "100,000 tags in a paragraph": (lambda: with_text(TAGS * MORE), "characters, which is more than any letter"),
    "12,000 tags in paragraphs": (
        lambda: with_body(f"<w:p><w:r><w:t>{TAGS}</w:t></w:r></w:p>" * 12_000),
        "more than 500 tags",
    ),
    "10,000 tags in paragraphs": (lambda: with_body(paragraph(TAGS) * 10_000), "more than 500 tags"),
    "10,000 tags in a header": (
        lambda: changed(HEADER, "</w:hdr>", paragraph(TAGS) * 10_000 + "</w:hdr>"),
        "more than 500 tags",
    ),
    "10,000 tags that say what they may not": (
        lambda: with_body(paragraph("{{ 1+1 }}") * 10_000),
        "more than 500 tags",
    ),
    "400 tags that say what they may not": (lambda: with_body(paragraph("{{ 1+1 }}") * 400), "does more than print"),
    "400 row tags in one row": (
        lambda: with_body(cell(paragraph("{%tr if draft %}") * 400 + "<w:p/>" * 30_000)),
        "must stand alone in its table row",
    ),
    "400 answers": (lambda: with_body(paragraph("{{p key_findings }}") * 400), "stands in the letter 401 times"),
    "400 answers in a loop": (
        lambda: with_body(
            paragraph("{%p for e in recommendations %}"), paragraph("{{p e.text }}") * 400, paragraph("{%p endfor %}")
        ),
        "recommendations[2].text: stands in the letter 401 times",
    ),
    "100 loops": (
        lambda: with_body(paragraph("{% for e in checklist %}{{ e.text }}{% endfor %}{{ report.title }}") * 100),
        "report.title: stands in the letter 101 times",
    ),
    "a paragraph of 1.9 MB": (lambda: with_text("a" * BIG), "has 1900000 characters, which is more than any letter"),
    "a paragraph of 1.9 MB with a tag": (lambda: with_text(TAGS + "a" * BIG), "which is more than any letter"),
    "a paragraph of 30,000 runs": (lambda: with_body(paragraph(*["<w:r><w:t>{</w:t></w:r>"] * 30_000)), "any letter"),
    "a tag of 10,000 runs": (
        lambda: with_body(paragraph(run("{{ "), *["<w:r><w:t>a</w:t></w:r>"] * 10_000, run(" }}"))),
        "known form",
    ),
    "1.9 MB of braces in an attribute": (lambda: with_body('<w:p w:x="' + "{" * BIG + '"/>'), "outside the text"),
    "1.9 MB of a field's code": (
        lambda: with_body(paragraph(field("begin", "code:" + "PAGE " * (BIG // 5), "end"), run("{{ 1 }}"))),
        "does more than print",
    ),
    "a code of 10,000 pieces": (
        lambda: with_body(paragraph(field("begin", *["code:D"] * 10_000, "end"))),
        "can read other files or programs",
    ),
    "10,000 fields in one another": (
        lambda: with_body(paragraph(field("begin") * 10_000, run("{{ office.name }}"), field("end") * 10_000)),
        "can read other files or programs",
    ),
    "30,000 tags in attributes": (
        lambda: with_body("".join(f'<w:p w:x="{{{{ {number}"/>' for number in range(30_000))),
        "faults more",
    ),
    "10,000 styles": (
        lambda: changed(
            STYLES,
            "</w:styles>",
            '<w:style w:type="table" w:styleId="a"><w:name w:val="Body Text"/><w:basedOn w:val="a"/></w:style>' * 10_000
            + "</w:styles>",
        ),
        "is no paragraph style",
    ),
    "10,000 content types": (
        lambda: changed(
            TYPES, "</Types>", '<Override PartName="/x" ContentType="macroEnabled"/>' * 10_000 + "</Types>"
        ),
        "can run macros",
    ),
}
HOSTILE = (
    *("{", "{{ ", "{% ", "{#", "{{}", "{%p ", "{{r ", "{%{%-", "}} ", "{{ report.titel }} ", "{% if draft and "),
    *("<w:t>{{</w:t>", "<w:tc >{% colspan ", "<w:r >{%r ", "<w:tc >{% vm "),
)
"""Text that costs docxtpl's regular expressions most."""
FLOODS |= {
    f"{count} paragraphs of {text!r} over and over": (partial(with_texts, (text * 19_000)[:19_000], count), "tag")
    for text in HOSTILE
    for count in (1, 40)
}


@functools.cache
def flood(what: str) -> bytes:
    made = FLOODS[what][0]()
    return packed(made) if isinstance(made, dict) else made


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_ends_within_a_second(what: str, tmp_path: Path) -> None:
    assert FLOODS[what][1] in refusal(flood(what), tmp_path)


HEAVIEST = (
    "a text of 100 MB",
    "a picture of 300 MB",
    "300 MB that claim to be 100 bytes",
    "300 MB of text that claim to be 100 bytes",
    "pictures of 15 MB and 15 MB",
    "a file of 50 MB",
    "100,000 parts",
    "19 MB of pictures and an answer printed twice",
    "45,000 elements and an answer printed twice",
    "parts that overlap",
    "elements nested 100,000 deep",
    "100,000 attributes",
    "10,000 tags in paragraphs",
    "400 answers in a loop",
    "a paragraph of 1.9 MB with a tag",
    "40 paragraphs of '{' over and over",
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
@pytest.mark.parametrize("what", HEAVIEST)
def test_a_flood_ends_within_its_memory(what: str, tmp_path: Path) -> None:
    template, letter = tmp_path / "template.docx", tmp_path / "letter.docx"
    template.write_bytes(flood(what))
    command = [sys.executable, "-c", MEASURED, "build", str(ANSWERS), "--template", str(template), "-o", str(letter)]
    for _ in range(TRIES):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        seconds, memory = (float(figure) for figure in done.stdout.split())
        if seconds < SECONDS:
            break
    assert done.returncode == 1, done.stderr[-2000:]
    assert FLOODS[what][1] in done.stderr
    assert "Traceback" not in done.stderr
    assert not letter.exists()
    assert seconds < SECONDS
    assert memory < MEGABYTES
