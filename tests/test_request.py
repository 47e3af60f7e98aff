"""`request`: the form for the chief officer holds the report's words, and a field for each answer."""

import shutil
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from letters import EXAMPLES, ROOT, W
from s55draft import answers, statute
from s55draft.commands import program
from s55draft.markup import block_texts, parse
from s55draft.requesting import suggested_due_day
from s55draft.word.form import DATE_PROMPT, LINE_PROMPT, TEXT_PROMPT
from s55draft.word.reader import read_document

UNANSWERED = """\
layout: opccn-2023
report:
  title: Custody in Norfolk
  published_on: 2024-02-20
recommendations:
  - number: "2"
    text: |
      The force should:

      - see **every** detainee; and
      - write it down.
  - number: "6b"
    text: |
      Keep at it.
causes_of_concern:
  - title: Oversight of force
    text: |
      Force is not overseen.
areas_for_improvement:
  - The cells should be cleaned.
# what the office knows
chief_constable:
  requested_on: 2024-02-26  # by e-mail
"""


def made(folder: Path, text: str = UNANSWERED, *options: str) -> Path:
    source = folder / "custody.yaml"
    source.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(program, ["request", str(source), *options], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return folder / "custody-request.docx"


def root_of(form: Path) -> ET.Element:
    with zipfile.ZipFile(form) as archive:
        return ET.fromstring(archive.read("word/document.xml"))


def test_each_entry_stands_in_full_with_an_empty_field_under_it(tmp_path: Path) -> None:
    document = read_document(made(tmp_path))
    tags = [control.tag for control in document.controls]
    for tag in (
        "recommendations[2]",
        "recommendations[6b]",
        "causes_of_concern[1]",
        "areas_for_improvement[1]",
    ):
        assert tags.index(f"{tag}.chief_constable") == tags.index(f"{tag}.text") + 1
        field = document.control(f"{tag}.chief_constable")
        assert field is not None
        assert field.is_placeholder
    words = document.control("recommendations[2].text")
    assert words is not None
    assert words.blocks == parse("The force should:\n\n- see **every** detainee; and\n- write it down.")
    assert [tag for tag in tags if tag.startswith(("chief_constable", "form"))] == [
        "chief_constable.comments",
        "chief_constable.none_received",
        "form.name",
        "chief_constable.received_on",
    ]


def test_every_field_says_what_it_is_and_has_a_prompt_in_words_own_way(tmp_path: Path) -> None:
    fields = {}
    for control in root_of(made(tmp_path)).iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        assert properties is not None
        assert properties.find(f"{W}alias") is not None
        if properties.find(f"{W}showingPlcHdr") is not None:
            styles = {style.get(f"{W}val") for style in control.iter(f"{W}rStyle")}
            tag = properties.find(f"{W}tag")
            assert tag is not None
            fields[tag.get(f"{W}val")] = "".join(control.itertext())
            assert styles == {"PlaceholderText"}
    assert set(fields.values()) == {TEXT_PROMPT, LINE_PROMPT, DATE_PROMPT}
    assert len(fields) == 7


def test_everything_stands_in_one_locked_group_and_only_fields_can_be_changed(tmp_path: Path) -> None:
    body = root_of(made(tmp_path)).find(f"{W}body")
    assert body is not None
    assert [child.tag for child in body] == [f"{W}sdt", f"{W}sectPr"]
    group = body[0].find(f"{W}sdtPr")
    assert group is not None
    assert group.find(f"{W}group") is not None
    locks = [lock.get(f"{W}val") for lock in body.iter(f"{W}lock")]
    assert locks == ["contentLocked", *["sdtLocked"] * 7]


def test_what_was_answered_already_stands_in_its_field(tmp_path: Path) -> None:
    source = ROOT / "examples" / "getting-a-grip.yaml"
    form = made(tmp_path, source.read_text(encoding="utf-8"))
    response = answers.read(source).response
    for member in statute.entries(response):
        control = read_document(form).control(f"{member.path[0]}[{member.key}].chief_constable")
        assert control is not None
        assert list(block_texts(control.blocks)) == list(block_texts(parse(member.entry.chief_constable or "")))


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_form_or_is_told_what_it_lacks(source: Path, tmp_path: Path) -> None:
    for path in source.parent.glob("*"):
        if path.is_file():
            shutil.copy(path, tmp_path)
    done = CliRunner().invoke(
        program, ["request", str(tmp_path / source.name), "--due", "2030-01-01"], standalone_mode=False
    )
    response = answers.read(source).response
    lacking = response.recommendations is None or any(member.entry.text is None for member in statute.entries(response))
    assert (done.exception is not None) == (lacking or response.areas_for_improvement is None)


def test_the_same_answers_and_days_give_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path).read_bytes()
    made(tmp_path, UNANSWERED, "-o", str(tmp_path / "other.docx"))
    assert (tmp_path / "other.docx").read_bytes() == first


@pytest.mark.parametrize(
    ("requested_on", "deadline", "due"),
    [
        (date(2023, 7, 10), date(2023, 8, 31), date(2023, 8, 7)),
        (date(2023, 7, 31), date(2023, 8, 31), date(2023, 8, 17)),
        (date(2023, 7, 8), date(2023, 8, 31), date(2023, 8, 4)),
        (date(2016, 3, 1), None, date(2016, 3, 29)),
    ],
    ids=["four weeks", "two weeks before the deadline", "Friday, not Saturday", "no deadline"],
)
def test_the_day_suggested_leaves_time_to_comment_and_to_respond(
    requested_on: date, deadline: date | None, due: date
) -> None:
    assert suggested_due_day(requested_on, deadline) == due


def test_a_day_that_nobody_could_keep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="too little time left before the deadline"):
        made(tmp_path, UNANSWERED, "--on", "2024-04-12")
    with pytest.raises(Exception, match="before the day on which they are asked for"):
        made(tmp_path, UNANSWERED, "--due", "2024-02-25")
    assert not (tmp_path / "custody-request.docx").exists()


def test_the_days_are_recorded_only_when_told_and_comments_stay(tmp_path: Path) -> None:
    made(tmp_path)
    source = tmp_path / "custody.yaml"
    assert source.read_text(encoding="utf-8") == UNANSWERED
    made(tmp_path, UNANSWERED, "--record", "--due", "2024-03-22")
    assert source.read_text(encoding="utf-8") == UNANSWERED + "  due_on: 2024-03-22\n"


def test_a_form_that_was_filled_in_is_not_replaced_without_force(tmp_path: Path) -> None:
    form = made(tmp_path)
    with zipfile.ZipFile(form) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(form, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(TEXT_PROMPT.encode(), b"Accepted."))
    filled = form.read_bytes()
    with pytest.raises(Exception, match="the form was changed in Word since"):
        made(tmp_path, UNANSWERED, "--due", "2024-03-22")
    assert form.read_bytes() == filled
    made(tmp_path, UNANSWERED, "--due", "2024-03-22", "--force")
    assert form.read_bytes() != filled


@pytest.mark.parametrize(
    ("name", "said"),
    [("answers.docx", "is the name of the letter"), ("form.pdf", "the form is a Word file; name it form.docx")],
)
def test_a_form_takes_neither_the_letters_name_nor_that_of_another_kind_of_file(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text(UNANSWERED, encoding="utf-8")
    done = CliRunner().invoke(program, ["request", "answers.yaml", "-o", name])
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path(name).exists()


def test_a_form_needs_the_reports_words(tmp_path: Path) -> None:
    text = UNANSWERED.replace("    text: |\n      Keep at it.\n", "").partition("areas_for_improvement")[0]
    with pytest.raises(Exception, match="the words of recommendation 6b, and they are not in the answers") as caught:
        made(tmp_path, text, "--on", "2024-02-26")
    assert "areas for improvement, and they are not in the answers" in str(caught.value)
