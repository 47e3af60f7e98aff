"""`import` of letters that were made by other means: the right answers, and a word on whatever is not sure."""

import functools
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from letters import ROOT
from libreoffice import needs_libreoffice
from other_letters import Variation, written_by_libreoffice, written_by_pandoc, written_by_python_docx
from s55draft import answers
from s55draft.commands import program
from s55draft.model import LocalPolicingBodyAnswer, Response
from s55draft.office import NORFOLK
from s55draft.pulling.places import known_answers
from s55draft.word.template import open_layout

SOURCES = [
    ROOT / "examples" / f"{name}.yaml"
    for name in (
        "efficiency-2017",
        "legitimacy-2017",
        "getting-a-grip",
        "peel-2018-19",
        "no-comments-received",
    )
]
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


@functools.cache
def response_of(source: Path) -> Response:
    return answers.read(source).response


def run(*arguments: Path | str) -> Result:
    done = CliRunner().invoke(program, ["import", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def as_a_letter_says_it(response: Response) -> dict[str, str]:
    """Every answer of a response by its tag; the PCC's answer to an entry as the one text that a letter shows."""
    changes: dict[str, Any] = {}
    for name in ("recommendations", "causes_of_concern", "areas_for_improvement"):
        members = getattr(response, name)
        if members:
            changes[name] = tuple(
                entry.model_copy(update={"pcc": _as_one_text(entry.pcc) if entry.pcc else None}) for entry in members
            )
    told = known_answers(response.model_copy(update=changes), NORFOLK, open_layout(response.layout))
    return {tag: known.text for tag, known in told.items() if known.text and tag != "chief_constable.received_on"}


def _as_one_text(answer: LocalPolicingBodyAnswer) -> LocalPolicingBodyAnswer:
    parts = (answer.comment, answer.action, answer.no_action)
    text = "\n\n".join(part.rstrip("\n") for part in parts if part)
    return LocalPolicingBodyAnswer(comment=text, is_plain=True)


def imported(letter: Path, *options: str) -> tuple[Response, str]:
    target = letter.with_name("imported.yaml")
    done = run(letter, "-o", target, "--force", *options)
    return answers.read(target).response, done.stderr


VARIATIONS = {
    "as printed": Variation(),
    "headings typed in bold, facts in a table": Variation("bold", "table", ("\u2713 ", "")),
    "headings in capitals, facts by colon": Variation("capitals", "colon", ("[x] ", "[ ] ")),
    "headings numbered, facts below their labels": Variation("numbered", "below", ("\u2612 ", "\u2610 ")),
    "headings spaced and in small letters": Variation("spaced", "lines", ("\u2714 ", "\u25a1 ")),
    "no colons, ticks in a table": Variation(colon=False, ticks=("\u2713", ""), ticks_in_table=True),
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("how", VARIATIONS)
def test_a_letter_made_with_python_docx_gives_the_right_answers(source: Path, how: str, tmp_path: Path) -> None:
    response = response_of(source)
    letter = written_by_python_docx(response, tmp_path / "letter.docx", VARIATIONS[how])
    back, _ = imported(letter)
    assert back.layout == response.layout
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@needs_libreoffice
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_letter_that_libreoffice_made_of_a_web_page_gives_the_right_answers(source: Path, tmp_path: Path) -> None:
    response = response_of(source)
    back, _ = imported(written_by_libreoffice(response, tmp_path))
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@needs_pandoc
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_letter_that_pandoc_made_gives_the_right_answers(source: Path, tmp_path: Path) -> None:
    response = response_of(source)
    back, _ = imported(written_by_pandoc(response, tmp_path))
    assert as_a_letter_says_it(back) == as_a_letter_says_it(response)


@pytest.mark.parametrize("missing", ["key_findings", "recommendations", "chief_constable", "pcc", "checklist"])
def test_a_section_whose_heading_is_missing_is_found_and_said_to_be_unsure(missing: str, tmp_path: Path) -> None:
    response = response_of(ROOT / "examples" / "getting-a-grip.yaml")
    letter = written_by_python_docx(response, tmp_path / "letter.docx", Variation(missing=missing))
    back, told = imported(letter)
    assert f"the section \u201c{missing.replace('_', ' ')}\u201d has no heading; it was taken to begin here" in told
    wanted, found = as_a_letter_says_it(response), as_a_letter_says_it(back)
    around = {
        "recommendations": ("key_findings", "recommendations_note"),
        "chief_constable": ("areas_for_improvement", "chief_constable"),
        "pcc": ("chief_constable", "pcc"),
    }.get(missing, ())
    apart = [tag for tag in {*wanted, *found} if wanted.get(tag) != found.get(tag) and not tag.startswith(around)]
    assert [tag for tag in apart if not tag.startswith("recommendations[6]")] == []
