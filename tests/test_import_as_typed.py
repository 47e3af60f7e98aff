"""Old letters as offices typed them: short names of entries, longer headings, a title that sounds like a heading."""

from pathlib import Path

import pytest

from letters import ROOT
from s55draft.drafting import Drafter
from test_import import entries_of, read_back, run
from word_edits import Letter


def test_short_names_of_recommendations_and_areas_are_understood(tmp_path: Path) -> None:
    back, _ = entries_of(
        tmp_path,
        *("Recommendations:", "Rec 2:", "Look.", "Areas for improvement:", "AFI 1:", "Listen."),
        *("Chief Constable response", "Rec. 2:", "We look.", "AFI 1:", "We listen.", "PCC response", "Good."),
    )
    [recommendation], [area] = back.recommendations or (), back.areas_for_improvement or ()
    assert (recommendation.number, recommendation.chief_constable) == ("2", "We look.")
    assert (area.number, area.text, area.chief_constable) == ("1", "Listen.", "We listen.")


@pytest.mark.parametrize(
    ("chief", "pcc"),
    [
        ("3. Chief Constable\u2019s response to report:", "4. PCC\u2019s response to the recommendations:"),
        ("Response from the Chief Constable", "Commissioner\u2019s response"),
        ("THE CHIEF CONSTABLE\u2019S COMMENTS:", "RESPONSE OF THE POLICE AND CRIME COMMISSIONER"),
    ],
)
def test_the_headings_of_the_answers_may_say_more_or_less(chief: str, pcc: str, tmp_path: Path) -> None:
    back, _ = entries_of(tmp_path, "Found.", chief, "We welcome it.", pcc, "So do I.")
    assert back.chief_constable.comments == "We welcome it."
    assert back.pcc.comments == "So do I."


def test_a_title_that_sounds_like_the_heading_of_an_answer_begins_none(tmp_path: Path) -> None:
    text, told = read_back(
        tmp_path,
        *("SUFFOLK POLICE AND CRIME COMMISSIONER RESPONSE", "Inspection Title: Custody", "Published on: 1 March 2024"),
        *("Key Findings", "Found.", "Recommendations", "Recommendation 1:", "Look.", "PCC response", "Good."),
    )
    assert "title: Custody" in text
    assert "key_findings: |\n  Found." in text
    assert "pcc:\n  comments: |\n    Good." in text
    assert "SUFFOLK POLICE AND CRIME COMMISSIONER RESPONSE" in told


def test_a_heading_recommendations_within_an_answer_is_no_recommendation_s(tmp_path: Path) -> None:
    back, _ = entries_of(tmp_path, "Found.", "PCC response", "Good.", "Recommendations", "All are accepted.")
    assert "s" not in [entry.number for entry in back.recommendations or ()]


@pytest.mark.parametrize("example", ["getting-a-grip", "efficiency-2017", "half-finished"])
def test_words_typed_outside_the_fields_of_a_letter_of_ours_are_kept(example: str, tmp_path: Path) -> None:
    source = tmp_path / "letter.yaml"
    source.write_bytes((ROOT / "examples" / f"{example}.yaml").read_bytes())
    path = Drafter().build(source).path
    source.unlink()
    letter = Letter(path)
    letter.file.add_paragraph("Signed by the Commissioner.")
    letter.add_after(letter.fixed("For Office Use Only"), "Filed in cabinet 3.")
    letter.save()
    done = run(path)
    kept = source.read_text(encoding="utf-8").partition("found no place in the answers:\n")[2]
    assert kept == "# Filed in cabinet 3.\n#\n# Signed by the Commissioner.\n"
    assert "Signed by the Commissioner." in done.stderr
