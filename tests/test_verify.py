"""A letter that does not hold exactly what the answers say never gets its name."""

import io
import zipfile
from collections.abc import Callable

import pytest

from letters import letter, parts, response
from s55draft import context
from s55draft.office import NORFOLK
from s55draft.word.template import open_layout
from s55draft.word.verify import verify

MADE = response(
    key_findings="First.\n\n- one\n- two\n\nSee [the report](https://example.org/a).",
    recommendations=[
        {"number": number, "text": f"Do {number}.", "chief_constable": f"Done {number}.", "pcc": f"Good {number}."}
        for number in ("2", "6")
    ],
    checklist={"hmicfrs": "2024-03-01"},
)
ANSWERS = context.build(MADE, NORFOLK, open_layout("opccn-2023")).answers
LETTER = letter(MADE)


def changed(part: str, old: str, new: str, count: int = 1) -> bytes:
    held = parts(LETTER)
    text = held[part].decode()
    assert old in text
    held[part] = text.replace(old, new, count).encode()
    return packed(held)


def packed(held: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_right_letter_has_no_fault() -> None:
    assert verify(LETTER, ANSWERS) == []


DOC = "word/document.xml"
FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a word changed": (lambda: changed(DOC, "Done 6.", "Done 7."), "recommendations[6].chief_constable: paragraph 1"),
    "a space lost": (lambda: changed(DOC, "Good 2.", "Good2."), "recommendations[2].pcc: paragraph 1"),
    "a paragraph joined": (
        lambda: changed(DOC, "<w:t>one</w:t>", "<w:t>one</w:t><w:tab/>"),
        "key_findings: paragraph 2",
    ),
    "a control lost": (
        lambda: changed(DOC, 'w:val="key_findings"', 'w:val="other"'),
        "key_findings: stands in the letter 0 times",
    ),
    "a control too many": (
        lambda: changed(DOC, 'w:val="key_findings"', 'w:val="other"'),
        "other: stands in the letter but not in the answers",
    ),
    "a link changed": (
        lambda: changed("word/_rels/document.xml.rels", "https://example.org/a", "https://example.org/b"),
        "key_findings: the links",
    ),
    "a box ticked": (
        lambda: changed(DOC, 'w14:checked w14:val="0"', 'w14:checked w14:val="1"'),
        "checklist.chief_constable: the box",
    ),
    "a tag left": (lambda: changed(DOC, "Key Findings", "Key {{ findings }}"), "a template tag is left"),
    "an id twice": (lambda: changed(DOC, '<w:id w:val="2"/>', '<w:id w:val="1"/>'), "the control id 1 is used 2 times"),
    "a style unknown": (
        lambda: changed(DOC, 'w:pStyle w:val="ListBullet"', 'w:pStyle w:val="Gone"'),
        "the style Gone is not defined",
    ),
    "a relationship lost": (
        lambda: changed(DOC, 'r:id="rIdLink1"', 'r:id="rIdLink99"'),
        "the relationship rIdLink99 does not exist",
    ),
    "a part lost": (
        lambda: packed({name: data for name, data in parts(LETTER).items() if name != "word/footer1.xml"}),
        "footer1.xml is not in the letter",
    ),
    "broken XML": (lambda: changed(DOC, "</w:body>", ""), "cannot be read back"),
    "no zip": (lambda: LETTER[:-30], "cannot be read back"),
    "no document": (
        lambda: packed({name: data for name, data in parts(LETTER).items() if name != DOC}),
        "the letter has no document",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_is_named(case: str) -> None:
    damage, message = FAULTS[case]
    assert any(message in fault for fault in verify(damage(), ANSWERS)), verify(damage(), ANSWERS)


def test_entries_in_another_order_are_named() -> None:
    text = parts(LETTER)[DOC].decode()
    swapped = (
        text.replace("recommendations[2].pcc", "@")
        .replace("recommendations[6].pcc", "recommendations[2].pcc")
        .replace("@", "recommendations[6].pcc")
    )
    swapped = swapped.replace("Good 2.", "@").replace("Good 6.", "Good 2.").replace("@", "Good 6.")
    faults = verify(packed({**parts(LETTER), DOC: swapped.encode()}), ANSWERS)
    assert faults == ["recommendations[6].pcc: stands before recommendations[2].pcc in the letter"]
