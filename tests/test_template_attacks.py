"""Templates that try to run code or to hide an answer are refused, with words that name the fault.

What tags may not say is in `cases/templates/tags.toml`; each is tried in every place of a letter that can hold it.
Where no tag may stand is in `places.toml`.
"""

from pathlib import Path
from typing import Any

import pytest

from word_files import (
    DOCUMENT,
    FIRST_FOOTER,
    FOOTER,
    HEADER,
    OFFICE,
    SETTINGS,
    STYLES,
    W_NS,
    Parts,
    cases,
    cell,
    changed,
    house,
    opened,
    paragraph,
    refusal,
    run,
    with_body,
    with_part,
)

CASES = cases("tags")["case"]
NOWHERE = cases("places")
PLACES = ("body", "cell", "header", "footer", "first footer")
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def placed(paragraphs: list[str], place: str) -> Parts:
    """The house template with paragraphs in a place of the letter."""
    blocks = "".join(paragraph(text) for text in paragraphs)
    if place == "rows of a table":
        row = "<w:tr><w:tc>{}</w:tc></w:tr>"
        return with_body(f"<w:tbl>{row.format(blocks)}{row.format(paragraph('{%tr endif %}'))}</w:tbl>")
    if place == "body":
        return with_body(blocks)
    if place == "cell":
        return with_body(cell(blocks, paragraph()))
    if place == "last in a cell":
        return with_body(cell(blocks))
    part = {"footer": FOOTER, "first footer": FIRST_FOOTER}.get(place, HEADER)
    end = "</w:hdr>" if part == HEADER else "</w:ftr>"
    if place == "alone in a header":
        start, _, rest = house()[part].decode().partition("<w:p>")
        return {**house(), part: f"{start}{blocks}{rest[rest.index(end) :]}".encode()}
    return changed(part, end, f"{blocks}{end}")


@pytest.mark.parametrize(
    ("case", "place"),
    [
        pytest.param(case, place, id=f"{case['name']} in the {place}")
        for case in CASES
        for place in case.get("only", PLACES)
    ],
)
def test_a_tag_says_no_more_than_it_may(case: dict[str, Any], place: str, tmp_path: Path) -> None:
    assert case["says"] in refusal(placed(case["paragraphs"], place), tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_box_is_no_way_round(case: dict[str, Any], tmp_path: Path) -> None:
    boxed = TEXT_BOX.format("".join(paragraph(text) for text in case["paragraphs"]))
    assert refusal(with_body(paragraph(boxed)), tmp_path)


def test_a_tag_may_be_spread_over_runs_and_is_read_all_the_same(tmp_path: Path) -> None:
    pieces = [run(letter, "<w:b/>" if number % 2 else "") for number, letter in enumerate("{{ ''.__class__ }}")]
    said = refusal(with_body(paragraph(*pieces)), tmp_path)
    assert "the tag {{ ''.__class__ }} does more than print a name" in said


@pytest.mark.parametrize(
    "written",
    [
        "&#123;&#x7b; ''.__class__ &#125;&#x7D;",
        "<![CDATA[{{ ''.__class__ }}]]>",
        "{<!-- -->{ ''.__class__ }<?x y?>}",
    ],
)
def test_escaped_braces_are_braces(written: str, tmp_path: Path) -> None:
    said = refusal(with_body(f"<w:p><w:r><w:t>{written}</w:t></w:r></w:p>"), tmp_path)
    assert "the tag {{ ''.__class__ }} does more than print a name" in said


def test_a_template_cannot_forge_the_marks_that_stand_for_tags(tmp_path: Path) -> None:
    forged = opened(
        with_body("<?s55tag 1?><w:p><w:r><w:t>&lt;?s55tag 1?&gt;</w:t></w:r></w:p><s55tag n='1'/>"), tmp_path
    )
    assert sum(source.count("{%") for source in forged.sources.values()) == sum(
        source.count("{%") for source in opened(house(), tmp_path).sources.values()
    )


@pytest.mark.parametrize("tag", ["{{ ''.__class__ }}", "{{ report.title }}", "{% if draft %}", "{# note #}"])
@pytest.mark.parametrize("where", NOWHERE["outside"])
def test_a_tag_outside_the_text_is_refused(where: str, tag: str, tmp_path: Path) -> None:
    assert "tag" in refusal(with_body(NOWHERE["outside"][where].replace("TAG", tag)), tmp_path)


def test_a_tag_in_the_name_of_a_namespace_is_refused(tmp_path: Path) -> None:
    assert "the part is damaged" in refusal(with_body('<w:p xmlns:x="{{report.title}}"/>'), tmp_path)


def test_a_tag_in_the_code_of_a_field_is_refused(tmp_path: Path) -> None:
    field = (
        FIELD.format("begin") + "<w:r><w:instrText> REF {{ office.name }} </w:instrText></w:r>" + FIELD.format("end")
    )
    assert "in the code of a field" in refusal(with_body(paragraph(field)), tmp_path)
    simple = '<w:fldSimple w:instr=" REF {{ office.name }} "/>'
    assert "in the code of a field" in refusal(with_body(paragraph(simple)), tmp_path)


@pytest.mark.parametrize(
    "tag", ["{{ ''.__class__ }}", "{{ report.title }}", "{&#123; report.title }}", "{% if draft %}"]
)
@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(lambda tag: changed("docProps/core.xml", "<dc:title>", f"<dc:title>{tag}"), id="the title"),
        pytest.param(lambda tag: changed("docProps/app.xml", "<Application>", f"<Application>{tag}"), id="app.xml"),
        pytest.param(
            lambda tag: changed(
                "docProps/custom.xml",
                "</Properties>",
                f'<property fmtid="x" pid="2" name="n"><vt:lpwstr>{tag}</vt:lpwstr></property></Properties>',
            ),
            id="a custom property",
        ),
        pytest.param(lambda tag: changed(STYLES, 'w:val="Body Text"', f'w:val="Body Text {tag}"'), id="a style name"),
        pytest.param(
            lambda tag: changed(
                SETTINGS, "<w:compat>", f'<w:docVars><w:docVar w:name="a" w:val="{tag}"/></w:docVars><w:compat>'
            ),
            id="the settings",
        ),
        *(
            pytest.param(
                lambda tag, kind=kind: with_part(
                    f"word/{kind}.xml", f"<w:{kind} {W_NS}><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:{kind}>", kind
                ),
                id=kind,
            )
            for kind in ("footnotes", "endnotes", "comments")
        ),
        pytest.param(
            lambda tag: with_part(
                "word/footnotes.xml", f"<w:footnotes {W_NS}>{spread(tag)}</w:footnotes>", "footnotes"
            ),
            id="footnotes, spread over runs",
        ),
        pytest.param(
            lambda tag: with_part("word/glossary.xml", f"<a>{tag}</a>", "glossaryDocument"), id="the glossary"
        ),
        pytest.param(lambda tag: with_part("word/theme.xml", f'<a b="{tag}"/>', "theme"), id="the theme"),
        pytest.param(lambda tag: with_part("customXml/item1.xml", f"<a>{tag}</a>", "x"), id="custom XML"),
    ],
)
def test_a_tag_in_a_part_that_is_never_filled_is_refused(parts: Any, tag: str, tmp_path: Path) -> None:
    assert "where none is filled" in refusal(fixed_target(parts(tag)), tmp_path)


def spread(tag: str) -> str:
    """A tag with a run for each character."""
    tag = tag.replace("&#123;", "{")
    return f"<w:p>{''.join(f'<w:r><w:t>{letter}</w:t></w:r>' for letter in tag)}</w:p>"


def fixed_target(parts: Parts) -> Parts:
    """Custom XML lies beside the folder of the document, and has a kind of its own."""
    if "customXml/item1.xml" not in parts:
        return parts
    rels = parts["word/_rels/document.xml.rels"].replace(b'Target="customXml', b'Target="../customXml')
    return {
        **parts,
        "word/_rels/document.xml.rels": rels.replace(f"{OFFICE}/x".encode(), f"{OFFICE}/customXml".encode()),
    }


@pytest.mark.parametrize("where", NOWHERE["unseen"])
def test_an_answer_cannot_be_put_where_nobody_sees_it(where: str, tmp_path: Path) -> None:
    moved = changed(DOCUMENT, "{{ report.title }}", "Title")
    said = refusal(with_body(NOWHERE["unseen"][where].replace("TAG", "{{ report.title }}"), parts=moved), tmp_path)
    assert "{{ report.title }}" in said or "tracked changes" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{{p key_findings }}", "x", "no tag of the text prints key_findings"),
        ("{{ report.title }}", "x", "no tag of the text prints report.title"),
        ("{{ item.box }}", "x", "no tag of the text prints checklist[].box"),
        ("{{p e.answer }}", "x", "no tag of the text prints chief_constable.answers[].answer"),
        ("{{p key_findings }}", "{# {{p key_findings #}", "no tag of the text prints key_findings"),
        ("{{ e.title }}", "x", "recommendations[3b].title: stands in the letter 0 times instead of once"),
        ("{%p if causes_of_concern %}", "{%p if draft %}", "causes_of_concern[2].text: stands in the letter 0 times"),
        ("{%p if causes_of_concern %}", "{%p if not causes_of_concern %}", "causes_of_concern[2].text: stands in"),
        ("{%p for e in recommendations %}", "{%p for e in causes_of_concern %}", "prints recommendations[].text"),
        (
            "{{ report.title }}",
            "{% if draft %}{{ report.title }}{% endif %}",
            "report.title: stands in the letter 0 times",
        ),
    ],
)
def test_no_answer_is_left_out_in_silence(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(changed(DOCUMENT, old, new), tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('w:val="Body Text"', 'w:val="Body Words"', "the template lacks the style 'Body Text'"),
        ('w:val="heading 2"', 'w:val="my heading"', "the template lacks the style 'heading 2'"),
        ('w:val="Strong"', 'w:val="Weak"', "the template lacks the style 'Strong'"),
        (
            '<w:style w:type="character" w:styleId="Strong"',
            '<w:style w:type="paragraph" w:styleId="Strong"',
            "no character style",
        ),
        ("</w:styles>", "<!-- x --></w:styles>", ""),
    ],
)
def test_a_style_that_word_would_pass_over_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    if says:
        assert says in refusal(changed(STYLES, old, new), tmp_path)
    else:
        assert opened(changed(STYLES, old, new), tmp_path).styles["paragraph"] == "BodyText"


def test_comments_that_every_letter_would_show_are_named(tmp_path: Path) -> None:
    remark = paragraph('<w:r><w:commentReference w:id="1"/></w:r>')
    assert "there are comments, which every letter would show" in refusal(with_body(remark), tmp_path)


def test_a_section_break_or_picture_is_not_lost_with_a_tag(tmp_path: Path) -> None:
    section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if draft %}</w:t></w:r></w:p>"
    said = refusal(with_body(section, paragraph("{%p endif %}")), tmp_path)
    assert "the tag {%p if draft %} must stand alone in its paragraph" in said
    pictured = paragraph("{%p if draft %}", "<w:r><w:drawing/></w:r>")
    assert "must stand alone" in refusal(with_body(pictured, paragraph("{%p endif %}")), tmp_path)


def test_a_statement_cannot_go_on_in_another_cell(tmp_path: Path) -> None:
    cells = f"<w:tc>{paragraph('{%p if draft %}')}<w:p/></w:tc><w:tc>{paragraph('{%p endif %}')}<w:p/></w:tc>"
    said = refusal(with_body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), tmp_path)
    assert "stand in different paragraphs, table cells or content controls" in said


def test_all_that_is_wrong_is_said_at_once_with_the_words_of_the_paragraph(tmp_path: Path) -> None:
    parts = with_body(
        paragraph("Dear {{ office.nam }}, {{ x }}"), paragraph("From {{ 1+1 }}"), paragraph("{%p endfor %}")
    )
    parts = changed(HEADER, "{{ report.title }}", "{{ report.titel }}", parts)
    parts = changed("docProps/core.xml", "<dc:title>", "<dc:title>{{ report.title }}", parts)
    said = refusal(changed(STYLES, 'w:val="Emphasis"', 'w:val="Stress"', parts), tmp_path)
    for words in (
        "did you mean 'office.name'? (in the paragraph \u201cDear {{ office.nam }}, {{ x }}\u201d)",
        "the tag {{ x }} names 'x', which does not exist",
        "the tag {{ 1+1 }} does more than print a name",
        "has no 'for' before it (in the paragraph \u201c{%p endfor %}\u201d)",
        "header (word/header1.xml): the tag {{ report.titel }} names 'report.titel'",
        "the tag {{ report.title }} stands in the document's properties",
        "lacks the style 'Emphasis'",
    ):
        assert words in said
