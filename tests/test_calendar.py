"""The calendar: RFC 5545 to the letter, read back, and imported twice without a second event."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from register_folder import CASES, TODAY
from s55draft.cli import main
from s55draft.drift import LetterState
from s55draft.milestones import milestones
from s55draft.office import NORFOLK
from s55draft.register.calendar import as_calendar
from s55draft.register.entries import Entry, Step
from s55draft.register.overview import Overview
from s55draft.register.stages import Stage
from s55draft.statute import last_publication_day

NOW = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S55DRAFT_TODAY", TODAY)


def entry(title: str = "Custody", name: str = "custody.yaml", **changes: Any) -> Entry:
    published = changes.pop("published_on", date(2024, 9, 12))
    made = Entry(
        path=Path(name),
        title=title,
        published_on=published,
        last_day=last_publication_day(published),
        days_left=36,
        stage=Stage.AWAITED,
        stage_words="comments awaited",
        missing=(),
        letter=LetterState.NO_LETTER,
        milestones=milestones(published, NORFOLK),
        steps=(Step("website", done=False),),
        next_step="wait",
        obligations=(),
    )
    return made._replace(**changes)


def written(*entries: Entry, now: datetime = NOW) -> bytes:
    return as_calendar(Overview(entries, 0, now.date()), now)


def unfolded(data: bytes) -> list[str]:
    """The content lines of a calendar, checked as RFC 5545, 3.1 has them."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    for line in lines:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75, line
        line.decode("utf-8")  # no character is cut in two
    return re.sub(r"\r\n[ \t]", "", data.decode("utf-8")).split("\r\n")[:-1]


_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:[^\x00-\x1f\";:,]*|\"[^\x00-\x1f\"]*\"))*):(?P<value>.*)"
)
_TEXT = re.compile(r"(?:[^\x00-\x08\x0a-\x1f\\,;]|\\[\\,;nN])*")
_VALUES = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "DTSTART": r"\d{8}",
    "DTEND": r"\d{8}",
    "SEQUENCE": r"\d+",
    "UID": r"[0-9a-f-]{36}@s55draft",
    "TRIGGER": r"-PT15H",
    "BEGIN": "VCALENDAR|VEVENT|VALARM",
    "END": "VCALENDAR|VEVENT|VALARM",
    "VERSION": r"2\.0",
    "TRANSP": "TRANSPARENT",
    "ACTION": "DISPLAY",
    "METHOD": "PUBLISH",
}


def strictly(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, every line of which is checked against RFC 5545."""
    held: list[str] = []
    events: list[dict[str, str]] = []
    for line in unfolded(data):
        match = _LINE.fullmatch(line)
        assert match is not None, line
        name, value = match["name"], match["value"]
        assert re.fullmatch(_VALUES[name], value) if name in _VALUES else _TEXT.fullmatch(value), line
        if name == "BEGIN":
            assert (value, held) in [("VCALENDAR", []), ("VEVENT", ["VCALENDAR"]), ("VALARM", ["VCALENDAR", "VEVENT"])]
            held.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert held.pop() == value
        elif held[-1] == "VEVENT":
            assert name not in events[-1], f"{name} stands twice"
            assert match["parameters"] == (";VALUE=DATE" if name in ("DTSTART", "DTEND") else "")
            events[-1][name] = value
    assert held == []
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= set(event)
        assert event["DTSTART"] < event["DTEND"]
    assert len({event["UID"] for event in events}) == len(events)
    return events


titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200)


@given(titles)
def test_any_title_keeps_to_the_rfc_and_comes_back_whole(title: str) -> None:
    data = written(entry(title))
    assert len(strictly(data)) == 5
    summaries = [str(event["summary"]) for event in Calendar.from_ical(data).walk("VEVENT")]
    assert [summary.partition(": ")[2] for summary in summaries] == [title] * 5


def test_the_made_up_folders_calendar_keeps_to_the_rfc() -> None:
    data = (CASES / "register.ics").read_bytes()
    events = strictly(data)
    assert len(events) == len(Calendar.from_ical(data).walk("VEVENT"))
    assert {event["DTSTAMP"] for event in events} == {"20241001T000000Z"}


def test_the_stamp_is_the_clocks_and_nothing_else_changes_with_it() -> None:
    later = NOW + timedelta(hours=3)
    assert written(entry(), now=later) == written(entry()).replace(b"20241001T093000Z", b"20241001T123000Z")


def test_each_day_is_a_whole_day_of_the_register() -> None:
    days = {event["SUMMARY"].partition(":")[0]: event["DTSTART"] for event in strictly(written(entry()))}
    assert days == {
        "Comments due from the Chief Constable": "20241009",
        "Draft to the PCC": "20241023",
        "Sign-off by the PCC": "20241030",
        "Publish the response": "20241104",
        "Last lawful day to publish\\, s.55(5A)": "20241106",
    }


def imported(store: dict[str, dict[str, str]], data: bytes) -> None:
    """As a calendar program does it (RFC 5546, 2.1.5): by UID, the later SEQUENCE, then the later DTSTAMP, wins."""
    for event in strictly(data):
        known = store.get(event["UID"])
        if known is None or (int(event["SEQUENCE"]), event["DTSTAMP"]) >= (int(known["SEQUENCE"]), known["DTSTAMP"]):
            store[event["UID"]] = event


def test_importing_twice_gives_no_second_event() -> None:
    store: dict[str, dict[str, str]] = {}
    for _ in range(2):
        imported(store, (CASES / "register.ics").read_bytes())
    assert len(store) == len(strictly((CASES / "register.ics").read_bytes()))


def test_a_later_import_puts_title_days_and_state_right_and_makes_no_second_event() -> None:
    store: dict[str, dict[str, str]] = {}
    imported(store, written(entry()))
    moved = tuple(each._replace(day=each.day - timedelta(days=1)) for each in entry().milestones)
    changed = entry("Custody in Norfolk", "moved/Custody.yaml", milestones=moved, stage=Stage.PUBLISHED)
    imported(store, written(changed, now=NOW + timedelta(days=1)))
    assert len(store) == 5
    assert all(event["SUMMARY"].startswith("Done: ") for event in store.values())
    assert all("Custody in Norfolk" in event["SUMMARY"] for event in store.values())
    assert {event["DTSTART"] for event in store.values()} == {
        *("20241008", "20241022", "20241029", "20241103", "20241106")
    }


def test_two_responses_of_one_name_are_two_and_a_copy_of_one_is_one() -> None:
    assert len(strictly(written(entry(name="a/r.yaml"), entry(name="b/r.yaml", published_on=date(2024, 9, 13))))) == 10
    assert len(strictly(written(entry(name="a/r.yaml"), entry(name="b/r.yaml")))) == 5


def test_two_reports_of_one_day_whose_files_have_one_name_are_both_there_whichever_comes_first() -> None:
    one, other = entry("Custody", "one/response.yaml"), entry("Fraud", "other/response.yaml")
    both, copy = written(one, other), entry("Fraud", "third/response.yaml")
    assert sorted(unfolded(both)) == sorted(unfolded(written(other, one)))
    assert sorted(unfolded(both)) == sorted(unfolded(written(one, other, copy)))
    identifiers = [line for line in unfolded(both) if line.startswith("UID:")]
    assert len(set(identifiers)) == len(identifiers) == 10
    assert set(unfolded(written(one))) < set(unfolded(both))


def test_what_is_long_published_and_what_has_no_lawful_day_is_left_out() -> None:
    out: dict[str, Any] = {"stage": Stage.PUBLISHED, "stage_words": "published"}
    assert strictly(written(entry(published_on=date(2016, 9, 12)))) == []
    assert strictly(written(entry(published_on=date(2024, 3, 1), **out))) == []
    assert len(strictly(written(entry(published_on=date(2024, 7, 1), **out)))) == 5


def test_comments_that_are_in_are_not_reminded_of() -> None:
    events = strictly(written(entry(stage=Stage.READY)))
    assert [event["SUMMARY"].startswith("Done: ") for event in events] == [True, False, False, False, False]
    assert written(entry(stage=Stage.READY)).count(b"BEGIN:VALARM") == 4


def test_a_year_without_announced_bank_holidays_is_said_in_the_event() -> None:
    data = written(entry(published_on=date(2034, 3, 1)))
    assert "The bank holidays of 2034 are not all announced yet." in "\n".join(unfolded(data))


def test_a_calendar_of_ours_is_replaced_and_no_other_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "days.ics"
    folder = str(CASES / "responses")
    for _ in range(2):
        assert main(["status", folder, "--ics", str(path)]) == 0
    strictly(path.read_bytes())
    theirs = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Another//EN\r\nEND:VCALENDAR\r\n"
    for held in (theirs, b"", b"my notes"):
        path.write_bytes(held)
        capsys.readouterr()
        assert main(["status", folder, "--ics", str(path)]) == 1
        assert "no calendar of s55draft's; nothing was written" in capsys.readouterr().err
        assert path.read_bytes() == held
