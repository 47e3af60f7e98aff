"""A form that was filled in comes back through `pull` with every answer in its place."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from libreoffice import changed, converted, needs_libreoffice
from s55draft import answers
from s55draft.commands import program
from s55draft.word.form import DATE_PROMPT, LINE_PROMPT, TEXT_PROMPT
from test_request import UNANSWERED
from word_edits import Letter

FILL = f"""\
Sub Change(doc)
  Fill(doc, 5, "We welcome the report.")
  Fill(doc, 4, "They are cleaned.|!Every day.")
  Fill(doc, 3, "The concern is shared. It is put right.")
  Fill(doc, 1, "The recommendation is accepted.|Two things were done:|*the log was changed; and|*staff were told.")
  Over(doc, "{LINE_PROMPT}", "A. Officer")
  Over(doc, "{DATE_PROMPT}", "18 March 2024")
End Sub

Sub Over(doc, prompt, words)
  search = doc.createSearchDescriptor()
  search.SearchString = prompt
  doc.findFirst(search).setString(words)
End Sub

Sub Fill(doc, place, words)
  search = doc.createSearchDescriptor()
  search.SearchString = "{TEXT_PROMPT}"
  found = doc.findFirst(search)
  For i = 2 To place
    found = doc.findNext(found.End, search)
  Next i
  cursor = found.Text.createTextCursorByRange(found)
  cursor.setString("@")
  cursor.collapseToEnd()
  parts = Split(words, "|")
  For i = 0 To UBound(parts)
    If i > 0 Then found.Text.insertControlCharacter(cursor, 0, False)
    cursor.ParaStyleName = "Text Body"
    part = parts(i)
    If Left(part, 1) = "*" Then
      part = Mid(part, 2)
      cursor.ParaStyleName = "List Bullet"
    End If
    cursor.CharWeight = 100
    If Left(part, 1) = "!" Then
      part = Mid(part, 2)
      cursor.CharWeight = 150
    End If
    found.Text.insertString(cursor, part, False)
  Next i
  search.SearchString = "@"
  doc.findFirst(search).setString("")
End Sub
"""
"""Fills in the fields by their place, the last first, as a person types: over the prompt; `*` begins a bullet."""


def run(*arguments: Path | str) -> Result:
    done = CliRunner().invoke(program, [str(argument) for argument in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "custody.yaml"
    path.write_text(UNANSWERED, encoding="utf-8")
    run("request", path)
    return path


def form_of(source: Path) -> Path:
    return source.with_name("custody-request.docx")


@needs_libreoffice
def test_a_form_filled_in_and_saved_by_libreoffice_comes_back_with_every_answer_in_its_place(source: Path) -> None:
    filled = changed(form_of(source), source.parent, FILL)
    done = run("pull", filled, source, "--yes")
    assert done.return_value == 0, done.output
    back = answers.read(source).response
    assert back.recommendations is not None
    assert back.areas_for_improvement is not None
    assert back.recommendations[0].chief_constable == (
        "The recommendation is accepted.\n\nTwo things were done:\n\n- the log was changed; and\n- staff were told."
    )
    assert back.recommendations[1].chief_constable is None
    assert back.causes_of_concern[0].chief_constable == "The concern is shared. It is put right."
    assert back.areas_for_improvement[0].chief_constable == "They are cleaned.\n\n**Every day.**"
    assert back.chief_constable.comments == "We welcome the report."
    assert str(back.chief_constable.received_on) == "2024-03-18"
    assert "Not answered in the form:\n  Recommendation 6b: Chief Constable\n" in done.output
    kept = source.read_text(encoding="utf-8")
    assert "# what the office knows\n" in kept
    assert "requested_on: 2024-02-26  # by e-mail\n" in kept


@needs_libreoffice
def test_recommendations_that_came_in_between_are_said_to_be_unanswered(source: Path) -> None:
    filled = changed(form_of(source), source.parent, FILL)
    added = '  - number: "7"\n    text: |\n      Look again.\n  - number: "6b"\n'
    text = source.read_text(encoding="utf-8").replace('  - number: "6b"\n', added)
    source.write_text(text.replace("see **every** detainee", "meet **every** detainee"), encoding="utf-8")
    done = run("pull", filled, source, "--yes")
    assert done.return_value == 0, done.output
    assert "Recommendation 7: Chief Constable\n    (it came into the answers after the form was made)" in done.output
    back = answers.read(source).response
    assert [entry.chief_constable is None for entry in back.recommendations or ()] == [False, True, True]
    assert "meet **every**" in source.read_text(encoding="utf-8")


@needs_libreoffice
def test_a_form_that_libreoffice_only_saved_answers_nothing(source: Path) -> None:
    (source.parent / "saved").mkdir()
    saved = converted(form_of(source), source.parent / "saved")
    before = source.read_bytes()
    done = run("pull", saved, source, "--yes")
    assert done.output.count("Chief Constable") == 5
    assert "Changed in Word" not in done.output
    assert source.read_bytes() == before


def filled_in_word(form: Path, **answers_by_tag: str) -> None:
    """Types into fields as Word does: over the prompt, which goes with its style."""
    letter = Letter(form)
    for tag, text in answers_by_tag.items():
        control = letter.control(tag)
        properties = control[0]
        for node in [node for node in properties if node.tag.endswith("}showingPlcHdr")]:
            properties.remove(node)
        run_node = next(node for node in control.iter() if node.tag.endswith("}r"))
        for node in [node for node in run_node if node.tag.endswith("}rPr")]:
            run_node.remove(node)
        next(node for node in control.iter() if node.tag.endswith("}t")).text = text
    letter.save()


def ticked_in_word(form: Path) -> None:
    letter = Letter(form)
    box = next(node for node in letter.control("chief_constable.none_received").iter() if node.tag.endswith("}checked"))
    box.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")
    letter.save()


def test_a_form_filled_in_in_word_comes_back(source: Path) -> None:
    filled_in_word(
        form_of(source),
        **{"recommendations[6b].chief_constable": "Accepted.", "chief_constable.received_on": "1 March 2024"},
    )
    assert run("pull", form_of(source), source, "--yes").return_value == 0
    back = answers.read(source).response
    assert [entry.chief_constable for entry in back.recommendations or ()] == [None, "Accepted."]
    assert str(back.chief_constable.received_on) == "2024-03-01"


def test_no_comments_is_recorded_as_none_received(source: Path) -> None:
    ticked_in_word(form_of(source))
    filled_in_word(form_of(source), **{"chief_constable.received_on": "1 March 2024"})
    done = run("pull", form_of(source), source, "--yes")
    back = answers.read(source).response.chief_constable
    assert back.none_received
    assert back.received_on is None
    assert "the form says that there are no comments" in done.output


def test_no_comments_beside_comments_is_left_for_a_person(source: Path) -> None:
    ticked_in_word(form_of(source))
    filled_in_word(form_of(source), **{"chief_constable.comments": "We welcome the report."})
    done = run("pull", form_of(source), source, "--yes")
    assert done.return_value == 1
    back = answers.read(source).response.chief_constable
    assert (back.none_received, back.comments) == (False, "We welcome the report.")
    assert "there are comments as well" in done.output


def test_an_entry_that_the_answers_no_longer_have_is_said_with_its_answer(source: Path) -> None:
    filled_in_word(form_of(source), **{"recommendations[6b].chief_constable": "Accepted."})
    text = source.read_text(encoding="utf-8").replace('number: "6b"', 'number: "8"')
    source.write_text(text, encoding="utf-8")
    done = run("pull", form_of(source), source, "--yes")
    assert done.return_value == 1
    assert "(the answers have no such entry)\n    {+Accepted.+}" in done.output
    assert source.read_text(encoding="utf-8") == text


def test_nothing_is_written_until_told(source: Path) -> None:
    filled_in_word(form_of(source), **{"recommendations[6b].chief_constable": "Accepted."})
    before = source.read_bytes()
    run("pull", form_of(source), source)
    run("pull", form_of(source), source, "--dry-run", "--yes")
    assert source.read_bytes() == before


def test_a_form_is_no_old_response_to_import(source: Path) -> None:
    form = source.with_name("custody-request.docx")
    assert form.is_file()
    done = CliRunner().invoke(program, ["import", str(form), "-o", str(source.with_name("old.yaml"))])
    assert done.exit_code != 0
    assert "this is a form for comments, not a response" in str(done.exception)
    assert not source.with_name("old.yaml").exists()
