"""Letters of both layouts made by other means: with python-docx from nothing, from HTML by LibreOffice, by pandoc.

What such a letter says is taken from a Response; how people type it varies: `Variation`.
"""

import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import docx

from libreoffice import converted
from s55draft import context
from s55draft.inline import Run, Runs
from s55draft.markup import Block, Heading, ListBlock, Paragraph
from s55draft.model import Response
from s55draft.office import NORFOLK
from s55draft.word.template import open_layout


class Variation(NamedTuple):
    """How a letter is typed. Headings: `style`, `bold`, `capitals`, `numbered`, `spaced`; `missing` names one left out.

    Facts: `tab`, `colon`, `table`, `below`, `lines` (all in one paragraph). Ticks: a pair of signs for ticked and not;
    `table`: in a cell of their own.
    """

    headings: str = "style"
    facts: str = "tab"
    ticks: tuple[str, str] = ("\u2611 ", "\u2610 ")
    ticks_in_table: bool = False
    missing: str = ""
    colon: bool = True


class Part(NamedTuple):
    """A piece of a letter: `heading` with its level, `fact`, `blocks`, `bold`, `run on` or `tick`."""

    kind: str
    words: str = ""
    level: int = 0
    runs: Runs = ()
    blocks: tuple[Block, ...] = ()
    ticked: bool = False


def parts(response: Response) -> Iterator[Part]:
    """What the letter of a response says, in its order; the words are those of the layout."""
    layout = open_layout(response.layout)
    values: dict[str, Any] = context.build(response, NORFOLK, layout).values
    names = {"chief_officer": "Chief Constable", "pcc": "PCC", "lpb": ""}

    def section(name: str) -> Part:
        return Part("heading", layout.headings[name][0].format(**names), 2, runs=(Run(name),))

    yield Part("heading", "Norfolk Police and Crime Commissioner (PCC) response to inspections of Norfolk", 1)
    for fact in layout.facts:
        group, _, key = fact.partition(".")
        value = values[group][key] if key else values[group]
        yield Part("fact", layout.fact_labels[fact][0], runs=value.runs)
    yield section("key_findings")
    yield from _passages(values["key_findings"])
    for name in ("recommendations", "causes_of_concern", "areas_for_improvement"):
        yield from _entries(name, values, section(name), layout.empty.get(name, ""))
    for whose in ("chief_constable", "pcc"):
        yield section(whose)
        comments = values[whose]["comments"]
        yield from (
            [Part("blocks", blocks=(Paragraph((Run(comments),)),))]
            if isinstance(comments, str)
            else _passages(comments)
        )
        for answer in values[whose]["answers"]:
            yield Part("heading", answer["label"], 3)
            if whose == "chief_constable" and layout.answers_each_recommendation:
                yield from (part._replace(kind="bold") for part in _passages(answer["text_again"]))
            yield from _passages(answer["answer"])
        if values[whose]["closing"]:
            yield Part("heading", "Closing comments", 3)
            yield from _passages(values[whose]["closing"])
    yield section("checklist")
    for item in values["checklist"]:
        yield Part("tick", item["text"], ticked=item["box"].ticked)


def _entries(name: str, values: dict[str, Any], heading: Part, empty: str) -> Iterator[Part]:
    members = values[name]
    if not members and not empty:
        return
    alone = len(members) == 1 and not members[0]["numbered"] and not members[0]["title"]
    if alone and not empty:
        yield Part("run on", heading.words, blocks=members[0]["text"][0].blocks)
        return
    yield heading
    if name == "recommendations":
        yield from _passages(values["recommendations_note"])
    if not members:
        yield Part("blocks", blocks=(Paragraph((Run(empty),)),))
    for entry in members:
        title = f" {entry['title'].runs[0].text}" if entry["title"] else ""
        if entry["numbered"]:
            yield Part("heading", f"{entry['label']}:{title}", 3)
        elif title:
            yield Part("heading", title.strip(), 3)
        yield from _passages(entry["text"])


def _passages(passages: Any) -> Iterator[Part]:
    yield from (Part("blocks", blocks=passage.blocks) for passage in passages)


def _typed(part: Part, variation: Variation, count: list[int]) -> str:
    """A heading as it is typed."""
    words = part.words if variation.colon else part.words.rstrip(":")
    if variation.headings == "capitals" and part.level == 2:
        return words.upper()
    if variation.headings == "spaced":
        return f" {words.replace(' ', '  ').lower() if part.level == 2 else words} :"
    if variation.headings == "numbered" and part.level == 2:
        count[0] += 1
        return f"{count[0]}. {words}"
    return words


def written_by_python_docx(response: Response, path: Path, variation: Variation) -> Path:
    """The letter made with python-docx, from its default document."""
    document = docx.Document()
    writer = _Writer(document, variation)
    table: Any = None
    for part in parts(response):
        if part.kind == "fact" and variation.facts == "table":
            table = table or document.add_table(0, 2)
            label, value = table.add_row().cells
            label.paragraphs[0].add_run(part.words.rstrip(":")).bold = True
            writer.runs(value.paragraphs[0], part.runs)
        elif part.kind == "tick" and variation.ticks_in_table:
            table = (
                table if table is not None and len(table.columns) == 2 and writer.ticks else document.add_table(0, 2)
            )
            writer.ticks += 1
            cells = table.add_row().cells
            cells[0].text = part.words
            cells[1].text = variation.ticks[not part.ticked].strip()
        else:
            writer.part(part)
    document.save(str(path))
    return path


class _Writer:
    """Writes the parts of one document."""

    def __init__(self, document: Any, variation: Variation) -> None:
        self.document = document
        self.variation = variation
        self.count = [0]
        self.ticks = 0
        self.lines: Any = None

    def part(self, part: Part) -> None:
        if part.kind == "heading":
            if part.runs and part.runs[0].text == self.variation.missing:
                return
            words = _typed(part, self.variation, self.count)
            if self.variation.headings in ("style", "numbered"):
                self.document.add_heading(words, part.level)
            else:
                self.document.add_paragraph().add_run(words).bold = True
        elif part.kind == "fact":
            self.fact(part)
        elif part.kind == "tick":
            self.document.add_paragraph(self.variation.ticks[not part.ticked] + part.words)
        elif part.kind == "run on":
            first, *rest = part.blocks
            paragraph = self.document.add_paragraph()
            paragraph.add_run(part.words).bold = True
            assert isinstance(first, Paragraph)
            self.runs(paragraph, (Run(" "), *first.runs))
            self.blocks(rest, bold=False)
        else:
            self.blocks(part.blocks, bold=part.kind == "bold")

    def fact(self, part: Part) -> None:
        how = self.variation.facts
        if how == "lines":
            self.lines = self.lines or self.document.add_paragraph()
            if self.lines.runs:
                self.lines.add_run().add_break()
            paragraph = self.lines
        else:
            paragraph = self.document.add_paragraph()
        paragraph.add_run(part.words).bold = how != "lines"
        if how == "below":
            paragraph = self.document.add_paragraph()
        else:
            paragraph.add_run("\t" if how == "tab" else " ")
        self.runs(paragraph, part.runs)

    def runs(self, paragraph: Any, runs: Runs, *, bold: bool = False) -> None:
        for run in runs:
            if run.url:
                _link(paragraph, run)
                continue
            made = paragraph.add_run(run.text)
            made.bold, made.italic = (run.bold or bold) or None, run.italic or None
            made.font.superscript = run.raised or None

    def blocks(self, blocks: Any, *, bold: bool, level: int = 0) -> None:
        for block in blocks:
            if isinstance(block, ListBlock):
                style = "List Bullet" if block.start is None else "List Number"
                for item in block.items:
                    paragraph = self.document.add_paragraph(style=style + (" 2" if level else ""))
                    self.runs(paragraph, item.runs, bold=bold)
                    self.blocks(item.lists, bold=bold, level=1)
            elif isinstance(block, Heading):
                self.runs(self.document.add_paragraph(), block.runs, bold=True)
            else:
                self.runs(self.document.add_paragraph(), block.runs, bold=bold)


def _link(paragraph: Any, run: Run) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - here alone
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    number = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{number}"><w:r><w:t xml:space="preserve">{escape(run.text)}</w:t>'
            "</w:r></w:hyperlink>"
        )
    )


def html_of(response: Response) -> str:
    """The letter as a web page, as an office might have it on its site."""
    out = ["<html lang='en-GB'><head><meta charset='utf-8'><title>Response</title></head><body>"]
    facts = []
    for part in parts(response):
        if part.kind == "fact":
            facts.append(f"<tr><td><b>{escape(part.words)}</b></td><td>{_html_runs(part.runs)}</td></tr>")
            continue
        if facts:
            out.append(f"<table>{''.join(facts)}</table>")
            facts = []
        if part.kind == "heading":
            out.append(f"<h{part.level}>{escape(part.words)}</h{part.level}>")
        elif part.kind == "tick":
            box = "\u2611" if part.ticked else "\u2610"
            out.append(f"<p>{box} {escape(part.words)}</p>")
        elif part.kind == "run on":
            first, *rest = part.blocks
            assert isinstance(first, Paragraph)
            out.append(f"<p><b>{escape(part.words)}</b> {_html_runs(first.runs)}</p>{_html(tuple(rest))}")
        else:
            out.append(_html(part.blocks, bold=part.kind == "bold"))
    return "\n".join([*out, "</body></html>"])


def _html(blocks: tuple[Block, ...], *, bold: bool = False) -> str:
    out = ""
    for block in blocks:
        if isinstance(block, ListBlock):
            items = "".join(
                f"<li>{_html_runs(item.runs, bold=bold)}{_html(item.lists, bold=bold)}</li>" for item in block.items
            )
            kind = "ul" if block.start is None else "ol"
            start = f' start="{block.start}"' if block.start not in (None, 1) else ""
            out += f"<{kind}{start}>{items}</{kind}>"
        else:
            out += f"<p>{_html_runs(block.runs, bold=bold or isinstance(block, Heading))}</p>"
    return out


def _html_runs(runs: Runs, *, bold: bool = False) -> str:
    out = ""
    for run in runs:
        text = escape(run.text).replace("\n", "<br>")
        text = f"<sup>{text}</sup>" if run.raised else text
        text = f"<i>{text}</i>" if run.italic else text
        text = f"<b>{text}</b>" if run.bold or bold else text
        out += f'<a href="{escape(run.url)}">{text}</a>' if run.url else text
    return out


def written_by_libreoffice(response: Response, folder: Path) -> Path:
    """The web page as LibreOffice makes a .docx of it."""
    page = folder / "page.html"
    page.write_text(html_of(response), encoding="utf-8")
    return converted(page, folder, "--infilter=HTML (StarWriter)")


def written_by_pandoc(response: Response, folder: Path) -> Path:
    """The web page as pandoc makes a .docx of it."""
    page, path = folder / "page.html", folder / "pandoc.docx"
    page.write_text(html_of(response), encoding="utf-8")
    subprocess.run(["pandoc", "-f", "html", str(page), "-o", str(path)], check=True, capture_output=True)  # noqa: S607
    return path
