"""What must hold in every letter for Word to open it clean; checked on each example in both layouts."""

import functools
import itertools
import posixpath
import re
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from letters import (
    EXAMPLES,
    LAYOUTS,
    ROOT,
    W14,
    W,
    document,
    example,
    letter,
    outline,
    paragraphs,
    parts,
    response,
    text_of,
)

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LETTERS = [(path, layout) for path in EXAMPLES for layout in LAYOUTS]
each_letter = pytest.mark.parametrize(
    ("path", "layout"), LETTERS, ids=[f"{path.stem}-{layout}" for path, layout in LETTERS]
)


@functools.cache
def made(path: Path, layout: str) -> bytes:
    return example(path, layout)


@each_letter
def test_ids_are_unique(path: Path, layout: str) -> None:
    ids = Counter(item.attrib[f"{W}val"] for item in document(made(path, layout)).iterfind(f".//{W}sdtPr/{W}id"))
    assert ids
    assert max(ids.values()) == 1


@each_letter
def test_tags_are_unique_and_every_control_has_a_title_that_word_accepts(path: Path, layout: str) -> None:
    tags = []
    for properties in document(made(path, layout)).iter(f"{W}sdtPr"):
        alias, tag = properties.find(f"{W}alias"), properties.find(f"{W}tag")
        assert alias is not None
        assert tag is not None
        assert 0 < len(alias.attrib[f"{W}val"]) <= 64
        assert 0 < len(tag.attrib[f"{W}val"]) <= 64
        tags.append(tag.attrib[f"{W}val"])
    assert len(set(tags) - {"label"}) == len([tag for tag in tags if tag != "label"])


@each_letter
def test_relationships_resolve(path: Path, layout: str) -> None:
    held = parts(made(path, layout))
    known = {item.attrib["Id"] for item in ET.fromstring(held["word/_rels/document.xml.rels"])}
    used = {
        value
        for element in document(made(path, layout)).iter()
        for key, value in element.attrib.items()
        if key.startswith(R)
    }
    assert used <= known
    for item in ET.fromstring(held["word/_rels/document.xml.rels"]):
        target = posixpath.normpath(f"word/{item.attrib['Target']}")
        assert item.get("TargetMode") == "External" or target in held


@each_letter
def test_styles_and_lists_that_are_used_are_defined(path: Path, layout: str) -> None:
    held = parts(made(path, layout))
    styles = {style.attrib[f"{W}styleId"] for style in ET.fromstring(held["word/styles.xml"]).iter(f"{W}style")}
    lists = {number.attrib[f"{W}numId"] for number in ET.fromstring(held["word/numbering.xml"]).iter(f"{W}num")}
    body = document(made(path, layout))
    assert {use.attrib[f"{W}val"] for mark in ("pStyle", "rStyle") for use in body.iter(f"{W}{mark}")} <= styles
    assert {use.attrib[f"{W}val"] for use in body.iter(f"{W}numId")} <= lists


@each_letter
def test_no_template_tag_is_left_anywhere(path: Path, layout: str) -> None:
    for name, data in parts(made(path, layout)).items():
        words = re.sub(rb"<[^>]*>", b"", data)
        assert not re.search(rb"\{\{|\{%|\{#|%\}|\}\}", words), name


@each_letter
def test_every_part_has_a_content_type_and_the_types_come_first(path: Path, layout: str) -> None:
    with zipfile.ZipFile(BytesIO(made(path, layout))) as archive:
        names = archive.namelist()
        types = ET.fromstring(archive.read("[Content_Types].xml"))
    assert len(names) == len(set(names))
    overrides = {item.get("PartName", "").lstrip("/") for item in types}
    defaults = {item.get("Extension") for item in types}
    assert all(
        name in overrides or name.rpartition(".")[2] in defaults for name in names if name != "[Content_Types].xml"
    )
    assert overrides - {""} <= set(names)


ORDER = {
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "numPr",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
        "rPr",
        "sectPr",
    ],
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "color",
        "sz",
        "szCs",
        "highlight",
        "u",
        "shd",
        "vertAlign",
        "lang",
    ],
    "sdtPr": ["rPr", "alias", "tag", "id", "lock", "checkbox"],
    "sdt": ["sdtPr", "sdtContent"],
}


@each_letter
def test_elements_stand_in_the_schemas_order(path: Path, layout: str) -> None:
    for element in document(made(path, layout)).iter():
        wanted = ORDER.get(element.tag.rpartition("}")[2])
        if wanted is not None:
            places = [wanted.index(child.tag.rpartition("}")[2]) for child in element]
            assert places == sorted(places)


@each_letter
def test_there_is_no_empty_paragraph_and_no_empty_control(path: Path, layout: str) -> None:
    body = document(made(path, layout))
    for paragraph in body.iter(f"{W}p"):
        assert text_of(paragraph).strip() or paragraph.find(f".//{W}drawing") is not None
    for content in body.iter(f"{W}sdtContent"):
        assert text_of(content).strip() or content.find(f".//{W}sym") is not None


@each_letter
def test_headings_go_down_one_level_at_a_time_from_a_single_first(path: Path, layout: str) -> None:
    levels = [int(style[-1]) for style, _ in paragraphs(made(path, layout)) if style.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@each_letter
def test_the_language_is_british_english_and_the_title_is_set(path: Path, layout: str) -> None:
    held = parts(made(path, layout))
    languages = set(re.findall(rb"<w:lang [^>]*w:val=\"([^\"]+)\"", held["word/styles.xml"]))
    assert languages == {b"en-GB"}
    core = ET.fromstring(held["docProps/core.xml"])
    dublin = "{http://purl.org/dc/elements/1.1/}"
    assert core.findtext(f"{dublin}language") == "en-GB"
    assert str(core.findtext(f"{dublin}title")).startswith("Response to ")
    assert str(core.findtext(f"{dublin}creator")).startswith("Office of the Police and Crime Commissioner for ")


@each_letter
def test_nothing_of_the_clock_is_in_the_letter(path: Path, layout: str) -> None:
    held = parts(made(path, layout))
    assert b"dcterms" not in held["docProps/core.xml"]
    with zipfile.ZipFile(BytesIO(made(path, layout))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_ticks_are_word_check_boxes_ticked_where_a_step_was_done() -> None:
    data = made(ROOT / "examples" / "efficiency-2017.yaml", "opccn-2017")
    states = [box.attrib[f"{W14}val"] for box in document(data).iterfind(f".//{W14}checkbox/{W14}checked")]
    assert states == ["1"] * 5
    marks = [mark.attrib[f"{W}char"] for mark in document(data).iter(f"{W}sym")]
    assert marks == ["F0FE"] * 5


def test_each_numbered_list_starts_anew() -> None:
    data = letter(response(key_findings="1. a\n2. b\n\nText.\n\n1. c\n\nText.\n\n5. d\n   1. e\n   2. f\n6. g"))
    numbering = ET.fromstring(parts(data)["word/numbering.xml"])
    starts = {
        number.attrib[f"{W}numId"]: (override.attrib[f"{W}ilvl"], start.attrib[f"{W}val"])
        for number in numbering.iter(f"{W}num")
        for override in number.iter(f"{W}lvlOverride")
        for start in override.iter(f"{W}startOverride")
    }
    used = [number.attrib[f"{W}val"] for number in document(data).iterfind(f".//{W}pPr/{W}numPr/{W}numId")]
    assert [starts[number] for number in used] == [
        ("0", "1"),
        ("0", "1"),
        ("0", "1"),
        ("0", "5"),
        ("1", "1"),
        ("1", "1"),
        ("0", "5"),
    ]


def test_a_minor_heading_is_one_level_below_the_heading_it_stands_under() -> None:
    data = letter(
        response(
            key_findings="**A**\nText.",
            recommendations=[{"number": "1", "text": "**B**\nText.", "chief_constable": "C.", "pcc": "D."}],
        )
    )
    assert [(style, text) for style, text in paragraphs(data) if text in ("A", "B")] == [
        ("Heading3", "A"),
        ("Heading4", "B"),
        ("Heading4", "B"),
    ]


GOLDEN = ROOT / "tests" / "cases" / "letters"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_letter_is_as_it_was_last_looked_at(path: Path) -> None:
    """Its outline as text. After a change that is meant: python tests/letters_anew.py, and read the difference."""
    layout = re.search(r"^layout: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert layout is not None
    golden = GOLDEN / f"{path.stem}.txt"
    assert outline(made(path, layout[1])) == golden.read_text(encoding="utf-8")
