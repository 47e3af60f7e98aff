"""Office profiles, and names that depend on a date."""

import struct
import zlib
from datetime import date
from pathlib import Path

import pytest

from letters import ROOT, controls, letter, paragraphs, parts, response
from s55draft import answers
from s55draft.errors import OfficeError
from s55draft.office import NORFOLK, Office, inspectorate_on


@pytest.mark.parametrize(
    ("day", "name", "short"),
    [
        (date(2017, 7, 18), "Her Majesty\u2019s Inspectorate of Constabulary", "HMIC"),
        (date(2017, 7, 19), "Her Majesty\u2019s Inspectorate of Constabulary and Fire & Rescue Services", "HMICFRS"),
        (date(2022, 9, 7), "Her Majesty\u2019s Inspectorate of Constabulary and Fire & Rescue Services", "HMICFRS"),
        (date(2022, 9, 8), "His Majesty\u2019s Inspectorate of Constabulary and Fire & Rescue Services", "HMICFRS"),
    ],
)
def test_the_reports_day_decides_what_the_inspectorate_is_called(day: date, name: str, short: str) -> None:
    assert inspectorate_on(day) == (name, short)


def test_without_a_profile_the_office_is_norfolks() -> None:
    assert Office() == NORFOLK
    assert NORFOLK.force == "Norfolk Constabulary"


def test_a_profile_changes_names_and_steps_everywhere() -> None:
    suffolk = answers.read_office(ROOT / "examples" / "suffolk" / "office.yaml")
    data = letter(response(), suffolk)
    text = "\n".join(words for _, words in paragraphs(data))
    assert "Suffolk Police and Crime Commissioner (PCC) response to inspections of Suffolk Constabulary" in text
    assert "Norfolk" not in text.replace(response().report.forces or "", "")
    assert "Response published on the Suffolk PCC website" in text
    assert b"Commissioner for Suffolk" in parts(data)["docProps/core.xml"]


def test_another_title_of_the_office_holder_goes_into_the_headings() -> None:
    office = Office(
        local_policing_body="Police, Fire and Crime Commissioner",
        local_policing_body_short="PFCC",
        chief_officer="Commissioner",
        area="Essex",
        force="Essex Police",
    )
    for layout, heading in (
        ("opccn-2017", "PFCC RESPONSE TO REPORT AND ANY RECOMMENDATIONS:"),
        ("opccn-2023", "PFCC response to report and any Recommendations/Areas for Improvement"),
    ):
        texts = [words for _, words in paragraphs(letter(response(layout=layout), office))]
        assert heading in texts


def test_a_wrong_key_in_a_profile_gets_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text("foce: Kent Police\n", encoding="utf-8")
    with pytest.raises(OfficeError, match="'foce' is not a key\n  hint: did you mean 'force'"):
        answers.read_office(tmp_path / "office.yaml")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x1f\x38\x64" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def office_with_logo(folder: Path, data: bytes, name: str = "logo.png") -> Office:
    (folder / name).write_bytes(data)
    (folder / "office.yaml").write_text(f"logo: {name}\nlogo_alt: The crest of the office\n", encoding="utf-8")
    return answers.read_office(folder / "office.yaml")


def test_a_logo_stands_first_in_the_letter_and_leaves_no_hole_when_there_is_none(tmp_path: Path) -> None:
    with_logo = letter(response(), office_with_logo(tmp_path, png(200, 100)))
    without = letter(response())
    assert parts(with_logo)["word/media/logo.png"] == png(200, 100)
    assert paragraphs(with_logo)[0] == ("Logo", "")
    assert paragraphs(with_logo)[1:] == paragraphs(without)
    assert paragraphs(without)[0][0] == "Heading1"
    assert b'descr="The crest of the office"' in parts(with_logo)["word/document.xml"]
    assert controls(with_logo) == controls(without)


def test_a_wide_logo_is_fitted_in_shape(tmp_path: Path) -> None:
    document = parts(letter(response(), office_with_logo(tmp_path, png(400, 10))))["word/document.xml"]
    assert b'cx="2520000" cy="63000"' in document


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a not a picture we take", b"\x89PNG\r\n\x1a\n", png(1, 1)[:20], b"\xff\xd8\xff\xd9"]
)
def test_a_logo_that_is_no_picture_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(OfficeError, match=r"logo\.png: error\[logo\]"):
        letter(response(), office_with_logo(tmp_path, data))


def test_a_missing_logo_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text("logo: gone.png\n", encoding="utf-8")
    with pytest.raises(OfficeError, match=r"gone\.png: error\[logo\]: the logo cannot be read"):
        letter(response(), answers.read_office(tmp_path / "office.yaml"))
