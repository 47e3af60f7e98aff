import time
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from person import EXAMPLES, data_of
from screen import Screen

from s55draft.cleaning import clean
from s55draft.errors import SourceError
from s55draft.markup import to_text
from s55draft.word.reader import read_text

WORDS = (
    "The \u2018inspectors\u2019 found \u2013 and \u201cwrote\u201d \u2014 that calls\twait\xa0too long\u2026 "
    "\u00a35 caf\u00e9 \u2022"
)
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def twenty_thousand() -> str:
    text = " ".join(f"{WORDS} {i}" for i in range(400))
    return text[:20_000].rstrip()


def two_hundred_paragraphs() -> str:
    ends = ["\r\n\r\n", "\r\r", "\n\n", "\r\n\x0b\r\n", "\r\n\t\r\n"]
    return "".join(f"{WORDS} {i}{ends[i % 5]}" for i in range(200)).strip()


def shown(text: str) -> list[str]:
    """The lines of a text; one that shows nothing is empty, whatever white space it holds."""
    return [line if line.strip() else "" for line in text.split("\n")]


@pytest.mark.parametrize(
    "text", [twenty_thousand(), two_hundred_paragraphs()], ids=["20,000 letters", "200 paragraphs"]
)
def test_a_long_paste_comes_in_whole_and_at_once(text: str, tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    screen = Screen(["edit", "half.yaml"], tmp_path)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    begin = time.monotonic()
    screen.paste(text)  # straight at the choice: it is taken for the answer
    screen.until("Keep this text?")
    assert time.monotonic() - begin < 5
    screen.type("1\r")
    screen.until("-- Recommendations \u00b7 15 of")
    stored = data_of(tmp_path / "half.yaml")["recommendations"][0]["chief_constable"]
    assert shown(stored) == shown(clean(text).text)


def test_a_dropped_file_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    (tmp_path / "the chief's answer.txt").write_text("First.\r\n\r\n\u2022 second", encoding="utf-8-sig")
    screen = Screen(["edit", "half.yaml"], tmp_path)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    dropped = tmp_path / "the chief's answer.txt"
    screen.paste(f'"{dropped}"')
    screen.until("Keep this text?")
    screen.type("1\r")
    screen.until("-- Recommendations \u00b7 15 of")
    assert data_of(tmp_path / "half.yaml")["recommendations"][0]["chief_constable"] == "First.\n\n\u2022 second"


def word_file(path: Path) -> None:
    file = docx.Document()
    file.add_heading("Our answer", 1)
    paragraph = file.add_paragraph("Plain, ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run(", ")
    paragraph.add_run("italic").italic = True
    paragraph.add_run(" and the 9")
    paragraph.add_run("th").font.superscript = True
    for style in ("List Bullet", "List Bullet 2", "List Bullet", "List Number", "List Number"):
        file.add_paragraph(f"in {style}", style=style)
    link = file.part.relate_to("https://example.org/report", LINK, is_external=True)
    paragraph = file.add_paragraph("See ")
    for xml in (
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>the report</w:t></w:r></w:hyperlink>',
        f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t xml:space="preserve"> put in</w:t></w:r></w:ins>',
        f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText> taken out</w:delText></w:r></w:del>',
        f'<w:sdt {nsdecls("w")}><w:sdtContent><w:r><w:t xml:space="preserve"> held</w:t></w:r></w:sdtContent></w:sdt>',
    ):
        paragraph._p.append(parse_xml(xml))  # type: ignore[arg-type]
    paragraph.add_run().add_break()
    paragraph.add_run("new line")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    file.save(str(path))


def test_a_word_file_keeps_what_it_can_and_says_what_it_cannot(tmp_path: Path) -> None:
    word_file(tmp_path / "answer.docx")
    read = read_text(tmp_path / "answer.docx")
    assert to_text(read.blocks) == (
        "**Our answer**\n\nPlain, **bold**, *italic* and the 9^th^\n\n"
        "- in List Bullet\n   - in List Bullet 2\n- in List Bullet\n\n1. in List Number\n2. in List Number\n\n"
        "See [the report](https://example.org/report) put in held\nnew line\n\nleft\n\nright"
    )
    assert read.messages == (
        "A tracked deletion was left out, near \u201ctaken out\u201d",
        "A table was taken in paragraph by paragraph; its rows and columns are lost, near \u201cleftright\u201d",
    )


def test_a_file_that_is_no_word_file_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "no.docx").write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(SourceError, match="no Word document, or a damaged one"):
        read_text(tmp_path / "no.docx")
