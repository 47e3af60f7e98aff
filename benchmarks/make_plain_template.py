"""Makes what the docxtpl baselines need: their templates, and the letter's data as JSON.

    python benchmarks/make_plain_template.py

The templates are the house template `opccn-2023` with its tags written out as plain docxtpl needs them; styles,
headers, footers, page set-up and the office-use box are the same parts. The data are those of
`examples/getting-a-grip.yaml`, worked out ahead of time. Same inputs, same bytes.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from s55draft import answers
from s55draft import context as letter_context
from s55draft.context import Passage, Value
from s55draft.inline import Run, Runs
from s55draft.markup import Block, Heading, ListBlock
from s55draft.office import NORFOLK
from s55draft.word.template import open_layout

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LAYOUT = "opccn-2023"
HOUSE_TEMPLATE = ROOT / "templates" / LAYOUT / "letter.docx"
EXAMPLE = ROOT / "examples" / "getting-a-grip.yaml"
DATA = HERE / "getting-a-grip.json"
DOCUMENT = "word/document.xml"
EPOCH = (1980, 1, 1, 0, 0, 0)

_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_PASSAGE = re.compile(r"<w:p>(?:(?!<w:p>).)*?\{\{p (?P<name>[\w.]+) \}\}.*?</w:p>")
_FACTS = {
    "report.title": "Inspection title",
    "report.published_on": "Date published",
    "report.publication_types": "Publication types",
    "report.forces": "Police forces",
    "response_deadline": "Response deadline",
}
_TITLES = {
    "key_findings": "Key findings",
    "recommendations_note": "Note on the recommendations",
    "chief_constable.comments": "Chief Constable: comments",
    "chief_constable.closing": "Chief Constable: closing",
    "pcc.comments": "PCC: comments",
    "pcc.closing": "PCC: closing",
}
Printer = Callable[[str, int], str]
"""The template's paragraphs that print a text, by the text's name and the level of minor headings in it."""


def paragraph(style: str, text: str) -> str:
    """A paragraph of the template."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_RUN.format(text)}</w:p>'


def tag(words: str) -> str:
    """The paragraph of a `{%p … %}` tag."""
    return paragraph("BodyText", f"{{%p {words} %}}")


def control(name: str, title: str, inner: str) -> str:
    """A content control around paragraphs or runs. Without an id: Word gives it one of its own."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{name}"/></w:sdtPr>'
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def with_branches(name: str, heading_level: int) -> str:
    """A loop with a branch, and so a paragraph of its own, for each kind of block."""
    styles = {
        "paragraph": "BodyText",
        "heading": f"Heading{heading_level}",
        "bullet": "ListBullet",
        "bullet_2": "ListBullet2",
        "number": "ListNumber",
        "number_2": "ListNumber2",
    }
    out = tag(f"for b in {name}")
    word = "if"
    for kind, style in styles.items():
        out += tag(f"{word} b.kind == '{kind}'") + paragraph(style, "{{r b.rt }}")
        word = "elif"
    return out + tag("endif") + tag("endfor")


def as_one_tag(name: str, _heading_level: int) -> str:
    """One tag, for a RichTextParagraph."""
    return paragraph("BodyText", f"{{{{p {name} }}}}")


def _passage(match: re.Match[str], printed: Printer) -> str:
    """What plain docxtpl needs in the place of one of the house template's `{{p name }}`."""
    name = match["name"]
    if name == "logo":
        return ""
    if name.endswith("_state"):
        listed = name.removesuffix("_state")
        words = paragraph("BodyText", f"There are no {listed.replace('_', ' ')} made.")
        return tag(f"if not {listed}") + words + tag("endif")
    if name == "e.text":
        return control("{{ e.kind }}[{{ e.number }}].text", "{{ e.label }}: the report's words", printed(name, 4))
    if name == "e.text_again":
        return printed(name, 4)
    if name == "e.answer":
        held = control("{{ e.kind }}[{{ e.number }}].{{ part.name }}", "{{ part.title }}", printed("part.text", 4))
        return tag("for part in e.answer") + held + tag("endfor")
    level = 4 if name.endswith(".closing") else 3
    return tag(f"if {name}") + control(name, _TITLES[name], printed(name, level)) + tag("endif")


def _tick_box(*, ticked: bool) -> str:
    font = 'w14:font="Wingdings"'
    return (
        '<w:sdt><w:sdtPr><w:alias w:val="{{ item.text }}"/><w:tag w:val="checklist.{{ item.key }}"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="00FE" {font}/>'
        f'<w14:uncheckedState w14:val="00A8" {font}/></w14:checkbox></w:sdtPr><w:sdtContent>'
        f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if ticked else "F0A8"}"/></w:r></w:sdtContent></w:sdt>'
    )


def document(house: str, printed: Printer) -> str:
    """The body of a plain docxtpl template, from the house template's."""
    body = _PASSAGE.sub(partial(_passage, printed=printed), house)
    for name, title in _FACTS.items():
        run = _RUN.format(f"{{{{ {name} }}}}")
        body = body.replace(run, control(name, title, run))
    link = control("report.link", "Link to the report", _RUN.format("{{r report.link }}"))
    body = body.replace(_RUN.format("{{ report.link }}"), link)
    ticks = (
        f"{_RUN.format('{%r if item.ticked %}')}{_tick_box(ticked=True)}{_RUN.format('{%r else %}')}"
        f"{_tick_box(ticked=False)}{_RUN.format('{%r endif %}')}"
    )
    return body.replace(_RUN.format("{{ item.box }}"), ticks)


def make_template(path: Path, printed: Printer) -> None:
    """Writes a template with the house template's other parts."""
    with zipfile.ZipFile(HOUSE_TEMPLATE) as house, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in house.namelist():
            data = house.read(name)
            if name == DOCUMENT:
                data = document(data.decode(), printed).encode()
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, data)


def _run(run: Run) -> dict[str, Any]:
    """A run with only those marks that it has."""
    return {key: value for key, value in run._asdict().items() if value}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _blocks(blocks: Iterable[Block], level: str = "") -> Iterator[dict[str, Any]]:
    for block in blocks:
        if isinstance(block, ListBlock):
            kind = "bullet" if block.start is None else "number"
            for item in block.items:
                yield {"kind": kind + level, "runs": _runs(item.runs)}
                yield from _blocks(item.lists, "_2")
        else:
            yield {"kind": "heading" if isinstance(block, Heading) else "paragraph", "runs": _runs(block.runs)}


def _text(passages: tuple[Passage, ...]) -> list[dict[str, Any]]:
    return [block for passage in passages for block in _blocks(passage.blocks)]


def _words(value: Value) -> str:
    return "".join(run.text for run in value.runs)


def _entry(kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind,
        "number": entry["number"],
        "label": entry["label"],
        "numbered": entry["numbered"],
        "title": _words(entry["title"]) if entry["title"] else None,
        "text": _text(entry["text"]),
    }


def _answer(answer: dict[str, Any], *, again: bool) -> dict[str, Any]:
    """An answer in its parts; the name of a part is what follows the entry in its content control's tag."""
    kind = answer["answer"][0].path.partition("[")[0]
    parts = [
        {"name": part.path.partition("].")[2], "title": part.title, "text": _text((part,))} for part in answer["answer"]
    ]
    words = {"text_again": _text(answer["text_again"])} if again else {}
    return {"kind": kind, "number": answer["number"], "label": answer["label"], **words, "answer": parts}


def data() -> dict[str, Any]:
    """The example's letter as plain data."""
    read = answers.read(EXAMPLE)
    made = letter_context.build(read.response, NORFOLK, open_layout(LAYOUT))
    values = made.values
    report = values["report"]
    names = [name.partition(".")[2] for name in _FACTS if name.startswith("report.")]
    kinds = ("recommendations", "causes_of_concern", "areas_for_improvement")
    return {
        "document_title": made.title,
        **{name: values[name] for name in ("office", "inspectorate", "draft", "draft_mark")},
        "report": {name: _words(report[name]) for name in names} | {"link": _run(report["link"].runs[0])},
        "response_deadline": _words(values["response_deadline"]),
        "key_findings": _text(values["key_findings"]),
        "recommendations_note": _text(values["recommendations_note"]),
        **{kind: [_entry(kind, entry) for entry in values[kind]] for kind in kinds},
        **{
            who: {
                "comments": _text(values[who]["comments"]),
                "answers": [_answer(answer, again=who == "chief_constable") for answer in values[who]["answers"]],
                "closing": _text(values[who]["closing"]),
            }
            for who in ("chief_constable", "pcc")
        },
        "checklist": [
            {"key": item["box"].path.partition(".")[2], "text": item["text"], "ticked": item["box"].ticked}
            for item in values["checklist"]
        ],
    }


def main(folder: Path = HERE) -> None:
    """Writes the templates and the data into a folder."""
    make_template(folder / "plain-2023.docx", with_branches)
    make_template(folder / "paragraphs-2023.docx", as_one_tag)
    text = json.dumps(data(), ensure_ascii=False, indent=1) + "\n"
    (folder / DATA.name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
