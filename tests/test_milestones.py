"""The lawful day and the office's own days before it, for every report from 2017 to 2035."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from dateutil import easter
from dateutil.relativedelta import MO, relativedelta
from dateutil.rrule import DAILY, rrule
from hypothesis import given
from hypothesis import strategies as st

from s55draft import answers
from s55draft.errors import OfficeError
from s55draft.milestones import milestones
from s55draft.office import NORFOLK, Milestones, Office
from s55draft.statute import last_publication_day
from s55draft.working_days import ANNOUNCED_UNTIL, are_announced, is_working_day

EVERY_DAY = [day.date() for day in rrule(DAILY, dtstart=date(2017, 1, 1), until=date(2035, 12, 31))]
PROCLAIMED = {
    date(2020, 5, 8),
    date(2022, 6, 2),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}
MOVED_AWAY = {date(2020, 5, 4), date(2022, 5, 30)}


@cache
def bank_holidays(year: int) -> set[date]:
    """England and Wales, from the Act of 1971 and the proclamations, by dateutil."""
    sunday = easter.easter(year)
    found = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        date(year, 5, 1) + relativedelta(weekday=MO(1)),
        date(year, 5, 31) + relativedelta(weekday=MO(-1)),
        date(year, 8, 31) + relativedelta(weekday=MO(-1)),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return (found - MOVED_AWAY) | {day for day in PROCLAIMED if day.year == year}


def is_free(day: date) -> bool:
    return day.weekday() > 4 or day in bank_holidays(day.year)


def test_the_last_lawful_day_of_every_report_is_55_days_after_it_by_another_count() -> None:
    for published in EVERY_DAY:
        counted = rrule(DAILY, dtstart=published, count=56)
        assert last_publication_day(published) == list(counted)[-1].date()


def test_bank_holidays_are_those_of_the_act_and_the_proclamations() -> None:
    for day in EVERY_DAY:
        assert is_working_day(day) != is_free(day), day


profiles = st.lists(st.integers(0, 55), min_size=4, max_size=4).map(
    lambda days: Office(milestones=Milestones(**dict(zip(Milestones.model_fields, sorted(days)[::-1], strict=True))))
)


def lawful_milestones(published: date, office: Office) -> None:
    lawful = last_publication_day(published)
    assert lawful is not None
    found = milestones(published, office)
    assert [each.key for each in found] == ["comments_due", "draft", "sign_off", "publish"]
    for each in found:
        assert not is_free(each.day)
        assert published <= each.day <= lawful
    assert all(one.day <= other.day for one, other in pairwise(found))


def test_milestones_keep_to_working_days_and_to_their_order_for_every_report() -> None:
    for published in EVERY_DAY:
        lawful_milestones(published, NORFOLK)


@given(st.sampled_from(EVERY_DAY), profiles)
def test_milestones_keep_to_working_days_and_to_their_order_for_any_profile(published: date, office: Office) -> None:
    lawful_milestones(published, office)


@given(st.sampled_from(EVERY_DAY), profiles)
def test_a_milestone_moves_earlier_and_never_further_than_it_must(published: date, office: Office) -> None:
    lawful = last_publication_day(published)
    assert lawful is not None
    for each in milestones(published, office):
        wanted = lawful - timedelta(days=getattr(office.milestones, each.key))
        between = [wanted - timedelta(days=n) for n in range((wanted - each.day).days)]
        assert all(is_free(day) for day in between)
        if each.day > wanted:  # before it, there is no working day among the 56
            assert all(is_free(published + timedelta(days=n)) for n in range((each.day - published).days))


def test_a_report_before_2017_has_no_milestones() -> None:
    assert milestones(date(2016, 12, 31), NORFOLK) == ()


def test_years_whose_bank_holidays_nobody_has_announced_are_said_to_be_uncertain() -> None:
    assert all(each.is_certain for each in milestones(date(ANNOUNCED_UNTIL, 1, 2), NORFOLK))
    assert not any(each.is_certain for each in milestones(date(ANNOUNCED_UNTIL + 1, 2, 1), NORFOLK))
    over_new_year = milestones(date(ANNOUNCED_UNTIL, 11, 20), NORFOLK)
    assert [each.is_certain for each in over_new_year] == [each.day.year == ANNOUNCED_UNTIL for each in over_new_year]
    assert not are_announced(2150)
    assert is_working_day(date(2149, 12, 25))  # the library knows nothing of it, and says so nowhere


def test_the_milestones_are_called_by_the_offices_names() -> None:
    office = Office(chief_officer="Commissioner", local_policing_body_short="PFCC")
    assert [each.what for each in milestones(date(2023, 7, 7), office)] == [
        "comments due from the Commissioner",
        "draft to the PFCC",
        "sign-off by the PFCC",
        "publish the response",
    ]


def test_the_standard_milestones_of_the_report_of_7_july_2023() -> None:
    assert [each.day.isoformat() for each in milestones(date(2023, 7, 7), NORFOLK)] == [
        "2023-08-03",
        "2023-08-17",
        "2023-08-24",
        "2023-08-29",
    ]


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("milestones:\n  draft: soon\n", "milestones: draft: 'soon' is no number of days"),
        ("milestones:\n  draft: 56\n", "milestones: draft: '56' is no number of days"),
        ("milestones:\n  draft: -1\n", "milestones: draft: '-1' is no number of days"),
        ("milestones:\n  sign_off: 20\n", "draft comes 14 days before the last lawful day, and sign_off 20 days"),
        ("milestones:\n  drafts: 20\n", "'drafts' is not a key"),
        ("milestones: 20\n", "milestones"),
    ],
)
def test_a_wrong_milestone_is_said_at_its_place(profile: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(profile, encoding="utf-8")
    with pytest.raises(OfficeError) as raised:
        answers.read_office(tmp_path / "office.yaml")
    assert said in str(raised.value)
    assert "not as the file needs it" not in str(raised.value)
