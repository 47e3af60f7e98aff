"""Both layouts, word for word and in order, on text that other programs read back."""

import functools
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import mammoth
import pytest

from letters import ROOT, controls, example, letter, outline, paragraphs, parts, response

TITLE = (
    "Norfolk Police and Crime Commissioner (PCC) response to inspections of Norfolk Constabulary published by "
    "{whose} Majesty\u2019s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)"
)
NOTE = (
    "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) requires local "
    "policing bodies to respond to recommendations in inspectors reports within 56 days"
)
REPORT = {
    "title": "PEEL: Police Efficiency 2017",
    "published_on": "2017-11-09",
    "type": "National Inspection",
    "publication_types": ["PEEL", "Police performance", "Spotlight"],
    "forces": "All local forces in England and Wales",
    "link": {"text": "The report on the inspectorate's website", "url": "https://example.org/report"},
}
TWO = [
    {"number": "2", "text": "Review it:\n\n- first\n- second", "chief_constable": "We did.", "pcc": "Good."},
    {
        "number": "6",
        "text": "Report it.",
        "chief_constable": "We shall.",
        "pcc": {"comment": "Well.", "action": "I will ask for it."},
    },
]
FULL: dict[str, Any] = {
    "report": {**REPORT, "title": "PEEL Spotlight", "published_on": "2023-07-07"},
    "key_findings": "Finding one.\n\nFinding two.",
    "recommendations_note": "These are for forces.",
    "recommendations": TWO,
    "areas_for_improvement": ["Improve this.", "Improve that."],
    "chief_constable": {"comments": "Opening.", "closing": "Closing."},
    "pcc": {"comments": "My opening.", "closing": "My closing."},
}
OLD: dict[str, Any] = {
    "layout": "opccn-2017",
    "report": REPORT,
    "key_findings": "Finding one.\n\nFinding two.",
    "chief_constable": {"comments": "Welcome.\n\nAgreed."},
    "pcc": {"comments": "Pleased."},
}
TAIL_2017 = [
    "CHIEF CONSTABLE RESPONSE TO REPORT AND ANY RECOMMENDATIONS:",
    "Welcome.",
    "Agreed.",
    "PCC RESPONSE TO REPORT AND ANY RECOMMENDATIONS:",
    "Pleased.",
    "For Office Use Only:",
    "Response forwarded to the Home Office",
    "Response forwarded to HMICFRS",
    "Response published on the OPCCN website",
    "Response forwarded to Chief Constable",
    "Response forwarded to Police and Crime Panel",
]
HEAD_2017 = [
    TITLE.format(whose="Her"),
    NOTE,
    "Inspection Title: PEEL: Police Efficiency 2017",
    "Date Published: 9th November 2017",
    "Type of Inspection: National Inspection",
    "KEY FINDINGS:",
    "Finding one.",
    "Finding two.",
]
FACTS_2023 = [
    "Inspection Title: PEEL Spotlight",
    "Published on: 7 July 2023",
    "Publication Types: PEEL, Police performance and Spotlight",
    "Police Forces: All local forces in England and Wales",
    "Link to Report: The report on the inspectorate's website",
    "Section 55 Response Deadline: 31 August 2023",
]
STEPS_2023 = [
    "For Office Use Only:",
    "Response forwarded to HMICFRS Section 55 Responses and submitted onto the HMICFRS portal",
    "Response forwarded to Chief Constable",
    "Response forwarded to Police and Crime Panel",
    "Response published on the OPCCN website",
]
CHIEF_CONSTABLE_2023 = "Chief Constable response to report and any Recommendations/Areas for Improvement"
PCC_2023 = "PCC response to report and any Recommendations/Areas for Improvement"
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "2023 whole": (
        FULL,
        [
            TITLE.format(whose="His"),
            f"{NOTE}.",
            *FACTS_2023,
            "Key Findings",
            "Finding one.",
            "Finding two.",
            "Recommendations",
            "These are for forces.",
            "Recommendation 2:",
            *("Review it:", "first", "second"),
            "Recommendation 6:",
            "Report it.",
            "Areas for Improvement",
            "Improve this.",
            "Improve that.",
            CHIEF_CONSTABLE_2023,
            "Opening.",
            "Recommendation 2",
            *("Review it:", "first", "second", "We did."),
            "Recommendation 6",
            *("Report it.", "We shall."),
            "Closing.",
            PCC_2023,
            "My opening.",
            "Recommendation 2",
            "Good.",
            "Recommendation 6",
            *("Well.", "I will ask for it."),
            "My closing.",
            *STEPS_2023,
        ],
    ),
    "2023 without recommendations and areas": (
        {
            **FULL,
            "recommendations": [],
            "recommendations_note": None,
            "areas_for_improvement": [],
            "checklist": {"home_office": "false"},
        },
        [
            TITLE.format(whose="His"),
            f"{NOTE}.",
            *FACTS_2023,
            "Key Findings",
            "Finding one.",
            "Finding two.",
            "Recommendations",
            "There are no recommendations made.",
            "Areas for Improvement",
            "There are no areas for improvement made.",
            CHIEF_CONSTABLE_2023,
            "Opening.",
            "Closing.",
            PCC_2023,
            "My opening.",
            "My closing.",
            *STEPS_2023,
            "Response forwarded to the Home Office",
        ],
    ),
    "2017 with nothing asked": ({**OLD, "recommendations": [], "areas_for_improvement": []}, [*HEAD_2017, *TAIL_2017]),
    "2017 with a single area, which runs on": (
        {**OLD, "areas_for_improvement": ["The force should plan."]},
        [*HEAD_2017, "Areas for improvement: The force should plan.", *TAIL_2017],
    ),
    "2017 with a single area of several paragraphs": (
        {**OLD, "areas_for_improvement": ["The force should plan.\n\n- soon\n- well"]},
        [*HEAD_2017, "Areas for improvement: The force should plan.", "soon", "well", *TAIL_2017],
    ),
    "2017 with several areas": (
        {**OLD, "areas_for_improvement": ["Plan.", "Act."]},
        [*HEAD_2017, "Areas for improvement:", "Plan.", "Act.", *TAIL_2017],
    ),
    "2017 with recommendations": (
        {**OLD, "recommendations": [{"number": "3", "text": "Do it."}]},
        [*HEAD_2017, "Recommendations:", "Recommendation 3:", "Do it.", *TAIL_2017],
    ),
}


@functools.cache
def made(case: str) -> bytes:
    return letter(response(**CASES[case][0]))


def words(text: str) -> list[str]:
    """Lines without what another program lays out in its own way: list marks, tabs, boxes, empty lines."""
    lines = (" ".join(line.replace("\uf0a8", "").replace("\u2610", "").split()) for line in text.split("\n"))
    return [line.removeprefix("\u2022 ").removeprefix("* ").removeprefix("\u25a1 ") for line in lines if line]


@pytest.mark.parametrize("case", CASES)
def test_mammoth_reads_the_layout_word_for_word(case: str) -> None:
    assert words(mammoth.extract_raw_text(io.BytesIO(made(case))).value) == CASES[case][1]


@pytest.mark.parametrize("case", CASES)
def test_libreoffice_reads_the_layout_word_for_word(case: str, tmp_path: Path) -> None:
    assert words(libreoffice_text(made(case), tmp_path)) == CASES[case][1]


def libreoffice_text(data: bytes, folder: Path) -> str:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "letter.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder),
        str(folder / "letter.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "letter.txt").read_text(encoding="utf-8-sig")


def test_fixed_words_are_in_the_styles_of_the_layout() -> None:
    by_text = {text: style for style, text in paragraphs(made("2023 whole"))}
    assert by_text[TITLE.format(whose="His")] == "Heading1"
    assert by_text[f"{NOTE}."] == "StatuteNote"
    assert by_text["Key Findings"] == "Heading2"
    assert by_text["Recommendation 2:"] == "Heading3"
    assert by_text["first"] == "ListBullet"


def test_the_report_words_come_again_in_bold_above_the_chief_constables_answer() -> None:
    assert "BodyText: {Strong|Report it.}\n<recommendations[6].chief_constable>" not in outline(made("2023 whole"))
    assert "BodyText: {Strong|Report it.}\nBodyText: <recommendations[6].chief_constable: We shall.>" in outline(
        made("2023 whole")
    )


def test_an_answer_in_parts_has_a_control_for_each() -> None:
    held = controls(made("2023 whole"))
    assert held["recommendations[6].pcc.comment"] == ["Well."]
    assert held["recommendations[6].pcc.action"] == ["I will ask for it."]


def test_the_ordinal_of_a_date_is_raised_in_2017() -> None:
    assert "<report.published_on: 9{vertAlign|th} November 2017>" in outline(made("2017 with nothing asked"))


@pytest.mark.parametrize(
    ("day", "ending"),
    [
        (1, "st"),
        (2, "nd"),
        (3, "rd"),
        (4, "th"),
        (11, "th"),
        (12, "th"),
        (13, "th"),
        (21, "st"),
        (22, "nd"),
        (23, "rd"),
        (30, "th"),
        (31, "st"),
    ],
)
def test_every_day_has_its_ordinal(day: int, ending: str) -> None:
    data = letter(response(layout="opccn-2017", report={**REPORT, "published_on": f"2018-01-{day:02}"}))
    assert controls(data)["report.published_on"] == [f"{day}{ending} January 2018"]


def test_causes_of_concern_and_titled_areas_have_their_headings() -> None:
    data = letter(
        response(
            causes_of_concern=[
                {"title": "Custody", "text": "Concern.", "pcc": "Noted."},
                {"text": "More.", "pcc": "Noted."},
            ],
            areas_for_improvement=[
                {"number": "4", "title": "Supervision", "text": "Improve."},
                {"title": "Vetting", "text": "Check.", "chief_constable": "Done."},
            ],
        )
    )
    headings = [text for style, text in paragraphs(data) if style == "Heading3"]
    assert headings == [
        "Custody",
        "Cause of Concern 2:",
        "Area for Improvement 4: Supervision",
        "Vetting",
        "Vetting",
        "Custody",
        "Cause of Concern 2",
    ]


def test_no_comments_received_is_said_in_the_layouts_words() -> None:
    data = letter(
        response(chief_constable={"none_received": "true", "requested_on": "2024-02-21", "due_on": "2024-03-20"})
    )
    assert ("BodyText", "No comments were received from the Chief Constable.") in paragraphs(data)


def test_a_report_before_the_limit_has_no_deadline() -> None:
    report = {**response().report.model_dump(), "published_on": "2016-03-01"}
    assert controls(letter(response(report=report)))["response_deadline"] == [
        "None (the report was published before the 56-day limit)"
    ]


def test_what_is_awaited_shows_as_a_placeholder_and_the_letter_is_a_draft() -> None:
    data = letter(response(key_findings=None, recommendations=None, pcc={}))
    texts = [text for _, text in paragraphs(data)]
    assert texts[0] == "DRAFT \u2013 not for publication"
    assert controls(data)["key_findings"] == ["[Not answered yet: key findings]"]
    assert "[Not answered yet: recommendations]" in texts
    assert "[Not answered yet: the PCC's comments]" in texts


def test_a_complete_letter_bears_no_mark_of_a_draft() -> None:
    data = example(ROOT / "examples" / "getting-a-grip.yaml")
    assert all(b"DRAFT" not in part and b"Not answered yet" not in part for part in parts(data).values())
