"""The same letter with docxtpl used plainly: the baseline of `run.py`.

    python benchmarks/plain_docxtpl.py benchmarks/getting-a-grip.json letter.docx

Written as its documentation teaches: a Word template with tags (`plain-2023.docx`), a context of strings, lists and
RichText, `render`, `save`. It needs nothing of s55draft. It prints the words, styles and content controls of
`s55draft build examples/getting-a-grip.yaml`, and does less on the way:

- its data are a JSON file made beforehand, so no YAML is read, no text is parsed, and no names or dates are worked out;
- nothing is validated: unknown keys, missing answers, section 55, characters that Word cannot hold;
- content controls have no ids (Word gives them their own), numbered lists do not start anew, links have no tooltip;
- the file is not read back and compared with the answers;
- it is saved straight to its name: no temporary file, no fsync, no look whether a letter was changed or is open.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate, RichText
from jinja2 import Environment

TEMPLATE = Path(__file__).with_name("plain-2023.docx")
ENVIRONMENT = Environment(autoescape=True)

Data = dict[str, Any]
Passage = Callable[[DocxTemplate, list[Data], bool], Any]
"""Makes what the template prints for the blocks of a text; the flag says that all of it is bold."""


def rich_text(tpl: DocxTemplate, runs: list[Data], *, bold: bool = False) -> RichText:
    """Runs with their bold, italic and raised letters, and their links."""
    text = RichText()
    for run in runs:
        url = run.get("url")
        text.add(
            run["text"],
            bold=bold or run.get("bold", False),
            italic=run.get("italic", False),
            superscript=run.get("raised", False),
            style="Hyperlink" if url else None,
            url_id=tpl.build_url_id(url) if url else None,
        )
    return text


def blocks(tpl: DocxTemplate, text: list[Data], bold: bool) -> list[Data]:  # noqa: FBT001 - one shape for both baselines
    """Blocks for the template's `{%p for b in … %}`, which chooses the paragraph's style by `b.kind`."""
    return [{"kind": block["kind"], "rt": rich_text(tpl, block["runs"], bold=bold)} for block in text]


def context(tpl: DocxTemplate, data: Data, passage: Passage) -> Data:
    """What the tags print."""

    def entries(kind: str) -> list[Data]:
        return [{**given, "text": passage(tpl, given["text"], False)} for given in data[kind]]

    def answer(given: Data) -> Data:
        made = {**given, "answer": [{**part, "text": passage(tpl, part["text"], False)} for part in given["answer"]]}
        if "text_again" in given:
            made["text_again"] = passage(tpl, given["text_again"], True)
        return made

    def comments(who: str) -> Data:
        given = data[who]
        return {
            "comments": passage(tpl, given["comments"], False),
            "answers": [answer(one) for one in given["answers"]],
            "closing": passage(tpl, given["closing"], False),
        }

    link = data["report"]["link"]
    return {
        **data,
        "report": {**data["report"], "link": rich_text(tpl, [link])},
        "key_findings": passage(tpl, data["key_findings"], False),
        "recommendations_note": passage(tpl, data["recommendations_note"], False),
        "recommendations": entries("recommendations"),
        "causes_of_concern": entries("causes_of_concern"),
        "areas_for_improvement": entries("areas_for_improvement"),
        "chief_constable": comments("chief_constable"),
        "pcc": comments("pcc"),
    }


def write_letter(data_file: Path, letter: Path, template: Path = TEMPLATE, passage: Passage = blocks) -> None:
    """Fills the template with the data in a JSON file and saves the letter."""
    data = json.loads(data_file.read_bytes())
    tpl = DocxTemplate(template)
    tpl.render(context(tpl, data, passage), ENVIRONMENT)
    tpl.docx.core_properties.title = data["document_title"]
    tpl.save(letter)


if __name__ == "__main__":
    write_letter(Path(sys.argv[1]), Path(sys.argv[2]))
