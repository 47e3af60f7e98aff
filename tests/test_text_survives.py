"""Any text survives into the letter exactly, or is refused with its place."""

import io
from xml.etree import ElementTree as ET

import mammoth
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from letters import LAYOUTS, controls, letter, parts, response, text_of
from s55draft import answers
from s55draft.errors import AnswersError
from s55draft.inline import Run
from s55draft.markup import Paragraph, block_texts, parse, to_text
from strategies import clean_characters

STRANGE = {
    "ampersand and brackets": "Kent & Essex <b>bold</b> > 5 < 6 \"double\" 'single'",
    "entities": "&amp; &lt; &#65; &nbsp; &unknown;",
    "cdata end": "a ]]> b <![CDATA[ c ]]>",
    "xml": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><w:p/>",
    "jinja print": "{{ 7 * 7 }} {{ office.name }} {{p key_findings }}",
    "jinja statement": "{% if x %} {%p for e in y %} {%tr endfor %} {# note #}",
    "docxtpl escapes": "{_{ a }_} {_% b %_}",
    "literal escapes": r"\a \b \v \f \n \t \x1c \\ \{ \}",
    "sums": "2 * 3 * 4 and 2*3*4 and a*b, 5^2 and x^2+y^2, #5 a_b_c ~x~ `y`",
    "paths": r"\\server\share\[x]\*.docx C:\temp\new",
    "emoji with joiners": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "emoji with tags": "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202babc\u202c \u2067def\u2069 \u200f",
    "combining": "e\u0301 a\u0308\u0323 Z\u0351\u036b\u0343 n\u0303",
    "spaces": "no\u00a0break thin\u2009 em\u2003 zero\u200bwidth word\u2060joiner two  three   end",
    "edges": "  two spaces before and two after  ",
    "tabs": "a\tb\t\tc\t",
    "curly": "\u2018a\u2019 \u201cb\u201d \u2013 \u2014 \u2026 \u2022 inside",
    "soft hyphen": "co\u00adoperate non\u2011breaking",
    "byte order mark": "a\ufeffb",
    "private use": "\ue000 \uf0b7x",
    "astral": "\U00020000 \U0010fffd",
    "long word": "x" * 5_000,
    "one letter": "x",
    "looks like YAML": "key: value # no comment\n- no list? yes\n? a\n| b\n> c\n--- d\n... e\n% f\n@ g\n! h\n& i\n* j",
    "brackets": "[a](b) [a](javascript:alert(1)) [a](file:///etc) ![x](https://e.org) [ ] [x]",
    "stars": "* ** *** **** a* *b **c d** *e f*g* ***",
}


def plain(text: str) -> str:
    """The text as an answers file must say it so that nothing in it is a mark."""
    lines = [to_text([Paragraph((Run(line),))]) for line in text.split("\n")]
    return "\n".join(lines)


def in_letter(text: str, layout: str) -> list[str]:
    """The paragraphs of key findings in the letter, after a way through a file."""
    made = response(layout=layout, key_findings=text)
    again = answers.load(answers.dump(made).encode("utf-8"), "x.yaml").response
    return controls(letter(again))["key_findings"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_strange_text_stands_in_the_letter_as_typed(text: str, layout: str) -> None:
    assert "\n".join(in_letter(plain(text), layout)) == text


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_mammoth_reads_a_strange_text_as_typed(text: str) -> None:
    data = letter(response(key_findings=plain(text)))
    read = mammoth.extract_raw_text(io.BytesIO(data)).value
    assert all(part in read for part in text.split("\n"))


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_strange_title_stands_in_facts_header_and_properties(text: str) -> None:
    title = text.replace("\n", " ")
    data = letter(response(report={**response().report.model_dump(), "title": title, "published_on": "2024-02-20"}))
    assert controls(data)["report.title"] == [title]
    assert text_of(ET.fromstring(parts(data)["word/header1.xml"])) == title
    properties = ET.fromstring(parts(data)["docProps/core.xml"])
    assert properties.findtext("{http://purl.org/dc/elements/1.1/}title") == f"Response to {title}"


@settings(deadline=None, max_examples=400)
@given(st.text(clean_characters, min_size=1, max_size=80).filter(lambda text: not text.isspace()))
@example("\u2022")
@example("1.\t\u2003x")
def test_any_characters_stand_in_the_letter_as_typed(text: str) -> None:
    assert in_letter(plain(text), "opccn-2023") == [text]


@settings(deadline=None, max_examples=300)
@given(st.text(st.one_of(clean_characters, st.sampled_from("*^[]()\\-.1 \n\u2022{}%#")), min_size=1, max_size=80))
def test_what_is_seen_is_what_the_marks_say(text: str) -> None:
    if text.isspace():
        return
    assert in_letter(text, "opccn-2023") == list(block_texts(parse(text)))


FORBIDDEN = [
    *range(9),
    0x0C,
    *range(0x0E, 0x1E),
    0x7F,
    0x81,
    0x8D,
    0x8F,
    0x90,
    0x9D,
    0xFDD5,
    0xFFFD,
    0xFFFE,
    0xFFFF,
    0x1FFFE,
    0x10FFFF,
]


@pytest.mark.parametrize("code", FORBIDDEN, ids=lambda code: f"U+{code:04X}")
def test_what_no_letter_can_hold_is_refused_with_its_place(code: int) -> None:
    text = answers.dump(response(key_findings="One.\n\nTwo is here.")).replace("is here", f"is{chr(code)} here")
    with pytest.raises(AnswersError, match=f"U\\+{code:04X}") as caught:
        answers.load(text.encode(), "x.yaml")
    lines = text.split("\n")
    line = next(number for number, words in enumerate(lines, 1) if "Two is" in words)
    location = caught.value.problems[0].location
    assert location is not None
    assert (location.line, location.column) == (line, lines[line - 1].index(chr(code)) + 1)


def test_half_a_character_pair_is_refused() -> None:
    with pytest.raises(AnswersError, match=r"U\+D800"):
        answers.load(
            answers.dump(response()).replace("Findings.", "Find\ud800ings.").encode("utf-16", "surrogatepass"), "x.yaml"
        )


def test_words_own_marks_are_put_right() -> None:
    text = "A soft\x0breturn, a no\x1ebreak and an op\x1ftional hyphen\r\nand a line end."
    assert controls(letter(response(key_findings=text)))["key_findings"] == [
        "A soft\nreturn, a no\u2011break and an op\u00adtional hyphen\nand a line end."
    ]


def test_a_paragraph_of_a_megabyte_survives() -> None:
    text = "The force is well led & cares for its people. " * 22_000
    assert in_letter(text.strip(), "opccn-2023") == [text.strip()]


def test_ten_thousand_paragraphs_survive() -> None:
    wanted = [f"Paragraph {number} of many." for number in range(10_000)]
    assert in_letter("\n\n".join(wanted), "opccn-2017") == wanted
