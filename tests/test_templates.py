"""Templates that people made, changed or saved again work as the house's own; those are as their maker makes them."""

import importlib
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from letters import EXAMPLES, LAYOUTS, ROOT, controls, paragraphs, parts, response
from s55draft import answers, context
from s55draft.drafting import Drafter
from s55draft.markup import block_texts, runs_text
from s55draft.office import NORFOLK, Office
from s55draft.statute import awaited
from s55draft.word.package import open_package, read_package
from s55draft.word.render import Renderer
from s55draft.word.template import house_folder, open_layout, open_template, prepare
from s55draft.word.trial import RESPONSES
from s55draft.word.verify import verify
from word_files import (
    DOCUMENT,
    FOOTER,
    HEADER,
    STYLES,
    TEMPLATES,
    TYPES,
    Parts,
    cell,
    changed,
    field,
    house,
    opened,
    packed,
    paragraph,
    run,
    with_body,
    with_part,
)

GRIP = ROOT / "examples" / "getting-a-grip.yaml"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\5\xfe\2"
    b"\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82"
)


def drafted(template: Parts | bytes | None, folder: Path, source: Path = GRIP) -> bytes:
    """The letter of an example, made with a template."""
    path = None
    if template is not None:
        path = folder / "template.docx"
        path.write_bytes(packed(template) if isinstance(template, dict) else template)
    return Drafter(template=path).draft(answers.read(source), source.parent).data


def body_of(letter: bytes) -> str:
    return parts(letter)[DOCUMENT].decode()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_house_templates_are_what_their_maker_makes(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TEMPLATES)
    maker = importlib.import_module("make_templates")
    made = next(maker.package(letter) for letter in maker.LETTERS if letter.name == layout)
    assert made == (TEMPLATES / layout / "letter.docx").read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_prepared_is_what_preparing_gives_now(layout: str) -> None:
    assert prepare(house_folder() / layout) == (TEMPLATES / layout / "letter.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
def test_a_prepared_template_and_a_fresh_one_make_the_same_letter(source: Path, tmp_path: Path) -> None:
    layout = answers.read(source).response.layout
    assert drafted((TEMPLATES / layout / "letter.docx").read_bytes(), tmp_path, source) == drafted(
        None, tmp_path, source
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_invented_responses_take_every_branch(layout: str) -> None:
    known = {what: response(**{**made, "layout": layout}) for what, made in RESPONSES}
    waiting = {what: bool(awaited(made, open_layout(layout))) for what, made in known.items()}
    assert not waiting["a complete response"]
    assert waiting["a response with one answer missing"]
    assert waiting["a response with nothing answered yet"]


def test_a_template_changed_in_another_program_is_used_as_it_is(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "opccn-2023" / "letter.docx"))
    heading = next(one for one in document.paragraphs if one.text == "Key Findings")
    heading.runs[0].text = "What was found"
    document.add_paragraph("Yours sincerely")
    document.save(str(tmp_path / "changed.docx"))
    texts = [text for _, text in paragraphs(drafted((tmp_path / "changed.docx").read_bytes(), tmp_path))]
    before = [text for _, text in paragraphs(drafted(None, tmp_path))]
    assert texts == ["What was found" if text == "Key Findings" else text for text in before] + ["Yours sincerely"]


@pytest.fixture(scope="session")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The house templates as LibreOffice saves them."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for layout in LAYOUTS:
        shutil.copy(TEMPLATES / layout / "letter.docx", folder / f"{layout}.docx")
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "docx"]
    files = [str(folder / f"{layout}.docx") for layout in LAYOUTS]
    subprocess.run([*command, "--outdir", str(folder / "out"), *files], check=True, capture_output=True, timeout=120)
    return {layout: (folder / "out" / f"{layout}.docx").read_bytes() for layout in LAYOUTS}


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
def test_a_template_saved_by_libreoffice_fills_with_the_same_words(
    source: Path, saved_again: dict[str, bytes], tmp_path: Path
) -> None:
    layout = answers.read(source).response.layout
    again, own = drafted(saved_again[layout], tmp_path, source), drafted(None, tmp_path, source)
    assert [text for _, text in paragraphs(again)] == [text for _, text in paragraphs(own)]
    assert controls(again) == controls(own)


def spread_out(document: bytes) -> bytes:
    """A body as Word leaves it after much editing: runs cut anywhere, with revision ids and spelling marks."""

    def cut(match: re.Match[str]) -> str:
        properties, text = match[1] or "", match[2]
        pieces = [text[at : at + 3] for at in range(0, len(text), 3)]
        between = '<w:proofErr w:type="spellStart"/>'
        return between.join(
            f'<w:r w:rsidR="00A{number:05X}">{properties}<w:t xml:space="preserve">{piece}</w:t></w:r>'
            for number, piece in enumerate(pieces)
        )

    text = re.sub(r"<w:p>", '<w:p w:rsidR="00B7714C" w:rsidRDefault="00B7714C">', document.decode())
    return re.sub(r'<w:r>(<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">([^<&]*)</w:t></w:r>', cut, text).encode()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tags_that_word_has_spread_over_runs_work_the_same(layout: str, tmp_path: Path) -> None:
    own = house(layout)
    spread = {**own, DOCUMENT: spread_out(own[DOCUMENT]), HEADER: spread_out(own[HEADER])}
    assert b"report.title" not in spread[HEADER]
    for source in EXAMPLES:
        if answers.read(source).response.layout == layout:
            assert outline_of_words(drafted(spread, tmp_path, source)) == outline_of_words(
                drafted(None, tmp_path, source)
            )


def outline_of_words(letter: bytes) -> tuple[list[tuple[str, str]], dict[str, list[str]], str]:
    header = re.sub(r"<[^>]*>", "", parts(letter)[HEADER].decode())
    return paragraphs(letter), controls(letter), header


def test_words_may_be_put_in_capitals_and_small_letters(tmp_path: Path) -> None:
    template = with_body(paragraph("{{ office.area|upper }}, {{office.area|lower}} and {{ office.area | upper }}"))
    assert paragraphs(drafted(template, tmp_path))[0][1] == "NORFOLK, norfolk and NORFOLK"


def test_words_alone_in_their_paragraph_keep_its_style(tmp_path: Path) -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="DraftMark"/></w:pPr>'
    tag = paragraph("{{p office.area|upper }}").replace("<w:p>", styled)
    counted = [paragraph("{%p for e in recommendations %}"), paragraph("{{p loop.index }}"), paragraph("{%p endfor %}")]
    letter = drafted(with_body(tag, *counted), tmp_path)
    assert paragraphs(letter)[:4] == [("DraftMark", "NORFOLK"), ("", "1"), ("", "2"), ("", "3")]


def test_a_style_is_known_by_its_name_whatever_its_id(tmp_path: Path) -> None:
    renamed = house()
    for part in (STYLES, DOCUMENT):
        for old, new in (("BodyText", "Textkoerper"), ("Heading2", "berschrift2"), ("Strong", "Fett")):
            pattern = rf'(w:styleId|<w:(?:pStyle|rStyle|basedOn|next|link) w:val)="{old}"'
            renamed[part] = re.sub(pattern.encode(), rf'\1="{new}"'.encode(), renamed[part])
    own = [(style, text) for style, text in paragraphs(drafted(None, tmp_path))]
    names = {"BodyText": "Textkoerper", "Heading2": "berschrift2"}
    assert paragraphs(drafted(renamed, tmp_path)) == [(names.get(style, style), text) for style, text in own]
    assert 'w:val="Strong"' not in body_of(drafted(renamed, tmp_path))


def looks_of(letter: bytes) -> list[tuple[str, str]]:
    """The properties and the text of every run of the body."""
    return re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", body_of(letter))


def test_words_and_answers_take_the_look_of_their_tag(tmp_path: Path) -> None:
    look = '<w:b/><w:color w:val="FF0000"/>'
    moved = changed(DOCUMENT, run("{{ report.forces }}"), run("in {{ report.forces }} alone", look))
    letter = drafted(with_body(paragraph(run("For {{ office.area }} only", look)), parts=moved), tmp_path)
    forces = "All local forces in England and Wales"
    assert {(look, text) for text in ("For Norfolk only", "in ", forces, " alone")} <= set(looks_of(letter))
    assert controls(letter)["report.forces"] == [forces]


def test_a_tag_spread_over_two_looks_takes_the_first(tmp_path: Path) -> None:
    letter = drafted(with_body(paragraph(run("{{ office.", "<w:b/>"), run("area }} and more", "<w:i/>"))), tmp_path)
    assert looks_of(letter)[:2] == [("<w:b/>", "Norfolk"), ("<w:i/>", " and more")]


def test_tabs_breaks_and_pictures_beside_a_tag_stay(tmp_path: Path) -> None:
    mixed = "<w:r><w:t>a</w:t><w:tab/><w:t>{{ office.area }}</w:t><w:br/><w:t>b{{ office.area }}c</w:t></w:r>"
    assert paragraphs(drafted(with_body(paragraph(mixed)), tmp_path))[0][1] == "a\tNorfolk\nbNorfolkc"


def test_a_comment_of_the_template_is_not_in_the_letter(tmp_path: Path) -> None:
    letter = drafted(with_body(paragraph("Dear {# {who} % #}all{# " + "long " * 100 + "#}")), tmp_path)
    assert paragraphs(letter)[0][1] == "Dear all"


def test_text_like_the_stuff_of_templates_is_printed_as_it_stands(tmp_path: Path) -> None:
    text = "{<w:t>{ } %} <?s55tag 1?> {_{ &amp; <w:p> {"
    with_end = text.replace("%}", "% }")
    assert paragraphs(drafted(with_body(paragraph(run(with_end))), tmp_path))[0][1] == with_end


def test_a_template_may_have_tables_with_rows_for_each(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc></w:tr>"
    texts = ("All:", "{%tr for e in recommendations %}", "{{ e.label }}", "{%tr endfor %}")
    table = f"<w:tbl>{''.join(row.format(paragraph(text)) for text in texts)}</w:tbl>"
    letter = drafted(with_body(table), tmp_path)
    assert [text for _, text in paragraphs(letter)[1:4]] == [f"Recommendation {number}" for number in (2, 3, 6)]


def test_a_whole_answer_may_stand_in_a_table_cell_that_ends_with_a_paragraph(tmp_path: Path) -> None:
    moved = changed(DOCUMENT, paragraph("{{p key_findings }}").removeprefix("<w:p>"), "</w:p>")
    letter = drafted(with_body(cell(paragraph("{{p key_findings }}"), paragraph()), parts=moved), tmp_path)
    assert controls(letter)["key_findings"] == controls(drafted(None, tmp_path))["key_findings"]


def test_a_text_box_may_hold_words_and_a_header_answers_too(tmp_path: Path) -> None:
    boxed = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>'
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    inner = paragraph("{% if draft %}{{ draft_mark }}{% endif %}{{ office.short_name }}")
    template = with_body(paragraph(run("{{ office.area }}"), boxed.format(inner)))
    heading = paragraph(boxed.format(paragraph("{{ report.title }}")))
    letter = drafted(changed(HEADER, "</w:hdr>", f"{heading}</w:hdr>", template), tmp_path)
    assert body_of(letter).count(">OPCCN<") == 2
    assert parts(letter)[HEADER].decode().count("Getting a grip") == 3


def test_a_template_without_property_parts_gets_them(tmp_path: Path) -> None:
    bare = {name: data for name, data in house().items() if not name.startswith("docProps/")}
    bare["_rels/.rels"] = re.sub(rb'<Relationship [^>]*"docProps/[^>]*>', b"", bare["_rels/.rels"])
    bare[TYPES] = re.sub(rb'<Override PartName="/docProps/[^>]*>', b"", bare[TYPES])
    own, made = parts(drafted(None, tmp_path)), parts(drafted(bare, tmp_path))
    assert made["docProps/core.xml"] == own["docProps/core.xml"]
    assert set(own) - set(made) == {"docProps/app.xml"}
    assert docx.Document(io.BytesIO(drafted(bare, tmp_path))).core_properties.title.startswith("Response to ")


def test_pictures_and_controls_of_a_template_do_not_clash_with_the_letters_own(tmp_path: Path) -> None:
    pictured = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Crest"/></wp:inline></w:drawing></w:r>'
    control = '<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    template = with_body(paragraph(pictured), control)
    for part, end in ((HEADER, "</w:hdr>"), (FOOTER, "</w:ftr>")):
        template = changed(part, end, f"{paragraph(pictured)}{control}{end}", template)
    template["word/media/Logo.PNG"] = b"another"
    template[TYPES] = template[TYPES].replace(b'Extension="png"', b'Extension="PNG"')
    (tmp_path / "logo.png").write_bytes(PNG)
    made = context.build(
        answers.read(GRIP).response, Office(logo="logo.png").in_folder(tmp_path), open_layout("opccn-2023")
    )
    letter = Renderer(opened(template, tmp_path)).render(made, "digest")
    assert parts(letter)["word/media/logo-2.png"] == PNG
    assert parts(letter)["word/media/Logo.PNG"] == b"another"
    assert parts(letter)[TYPES].lower().count(b'extension="png"') == 1
    problems = [fault for fault in verify(letter, made.answers) if not fault.startswith("none")]
    assert problems == []


def test_notes_fields_and_links_of_a_template_stay_in_the_letter(tmp_path: Path) -> None:
    notes = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    numbered = field("begin", "code: PAGE ", "separate", run("1"), "end")
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>{{ office.website }}</w:t></w:r></w:hyperlink>'
    letter = drafted(
        with_body(
            paragraph(run("{{ office.area }} "), numbered, link),
            parts=with_part("word/footnotes.xml", notes, "footnotes"),
        ),
        tmp_path,
    )
    assert paragraphs(letter)[0][1] == "Norfolk 1OPCCN website"
    assert numbered in body_of(letter)
    assert parts(letter)["word/footnotes.xml"] == notes.encode()


ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not)
ALLOWED += (nodes.And, nodes.Or, nodes.Filter, nodes.Call, nodes.Const)  # type: ignore[assignment]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_runs_is_names_conditions_loops_and_the_writer(layout: str) -> None:
    """The lowered stories, read by Jinja's own parser."""
    for source in open_template(open_layout(layout)).sources.values():
        tree = SandboxedEnvironment().parse(source)
        found = list(tree.find_all(nodes.Node))
        assert {type(node) for node in found} <= set(ALLOWED)
        assert {node.name for node in found if isinstance(node, nodes.Filter)} <= {"upper", "lower"}
        for call in tree.find_all(nodes.Call):
            assert isinstance(call.node, nodes.Getattr)
            assert isinstance(call.node.node, nodes.Name)
            assert call.node.node.name == "writer"
            assert not call.kwargs
        assert not any(node.attr.startswith("_") for node in found if isinstance(node, nodes.Getattr))


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
def test_a_template_is_an_ordinary_docxtpl_template(source: Path, tmp_path: Path) -> None:
    """Docxtpl itself, given the same answers as plain words and paragraphs, prints the same words in the same order."""
    read = answers.read(source).response
    layout = open_layout(read.layout)
    office = NORFOLK if source.parent.name == "examples" else answers.read_office(source.parent / "office.yaml")
    made = context.build(read, office, layout)
    plain = DocxTemplate(str(TEMPLATES / read.layout / "letter.docx"))
    plain.render(in_plain(made.values), SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    plain.save(tmp_path / "plain.docx")
    assert words_of((tmp_path / "plain.docx").read_bytes()) == words_of(drafted(None, tmp_path, source))


def in_plain(value: Any, *, inline: bool = False) -> Any:
    """The context as one would write it for docxtpl: words, and paragraphs as XML."""
    if isinstance(value, context.Value):
        return runs_text(value.runs)
    if isinstance(value, context.TickBox):
        return ""
    if isinstance(value, tuple) and all(isinstance(one, context.Passage) for one in value):
        texts = [text for passage in value for text in block_texts(passage.blocks)]
        return Markup("").join(texts) if inline else Markup("").join(in_paragraph(text) for text in texts)
    if isinstance(value, dict):
        return {
            key: in_paragraph(part)
            if isinstance(part, str)
            and part
            and key in ("areas_for_improvement_state", "recommendations_state", "comments")
            else in_plain(part, inline=inline or key == "areas_for_improvement_single")
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [in_plain(part) for part in value]
    return "" if value is None else value


def in_paragraph(text: str) -> Markup:
    return Markup('<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>').format(text)


def words_of(letter: bytes) -> list[str]:
    """The words of every paragraph, without regard to spaces and line breaks."""
    lines = [re.sub(r"\s+", " ", text).strip() for _, text in paragraphs(letter)]
    return [line for line in lines if line]


def test_a_letter_is_read_without_a_question_and_a_template_with_many(tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(drafted(None, tmp_path))
    assert read_package(letter) == open_package(letter)
    with zipfile.ZipFile(letter) as archive:
        assert list(read_package(letter)) == archive.namelist()
