"""Section 55: the deadline, the obligations, what is missing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import response
from s55draft.errors import Problem, Severity, path_text
from s55draft.statute import awaited, check, last_publication_day, printed_deadline
from s55draft.word.template import open_layout

L2017, L2023 = open_layout("opccn-2017"), open_layout("opccn-2023")
ALL_COPIES = ("hmicfrs", "home_office")
INVITED = {"requested_on": "2024-02-21", "due_on": "2024-03-20"}
COMPLETE = {"chief_constable": {"comments": "Comments.", **INVITED}}
ANSWERED = {"number": "2", "text": "Do it.", "chief_constable": "Done.", "pcc": {"action": "I will see to it."}}


def problems(
    layout: Any = L2023, *, steps: tuple[str, ...] = ALL_COPIES, final: bool = False, **changes: Any
) -> list[Problem]:
    return check(response(**{**COMPLETE, **changes}), layout, steps, final=final)


def said(found: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.severity.value, problem.code, path_text(problem.path)) for problem in found]


def test_a_complete_response_has_no_problem() -> None:
    assert problems(final=True) == []


def test_the_day_of_publication_is_the_first_of_the_56_days() -> None:
    assert last_publication_day(date(2023, 7, 7)) == date(2023, 8, 31)


@given(st.dates(date(2017, 1, 1), date(9999, 11, 6)))
def test_counting_both_ends_there_are_56_days(published: date) -> None:
    last = last_publication_day(published)
    assert last is not None
    assert len({published + timedelta(days=n) for n in range((last - published).days + 1)}) == 56


def test_before_2017_there_was_no_limit() -> None:
    assert last_publication_day(date(2016, 12, 31)) is None


def test_the_calendars_end_is_no_crash() -> None:
    assert last_publication_day(date(9999, 12, 31)) is None


def test_the_printed_deadline_is_the_last_lawful_day_unless_the_answers_say_another() -> None:
    assert printed_deadline(response()) == date(2024, 4, 15)
    assert printed_deadline(response(response_deadline="2024-04-01")) == date(2024, 4, 1)


def test_a_printed_deadline_one_day_late_is_a_warning_that_names_the_lawful_day() -> None:
    (found,) = problems(response_deadline="2024-04-16")
    assert (found.severity, found.code, found.path) == (Severity.WARNING, "s55-5A", ("response_deadline",))
    assert "Monday 15 April 2024" in found.message


def test_a_deadline_before_publication_is_an_error() -> None:
    assert said(problems(response_deadline="2024-02-19")) == [("error", "s55-5A", "response_deadline")]


def test_a_last_day_at_a_weekend_names_the_friday_before() -> None:
    report = {**response().report.model_dump(), "published_on": "2024-02-19"}
    (found,) = problems(report=report)  # Sunday 14 April
    assert (found.severity, found.code) == (Severity.WARNING, "s55-5A")
    assert found.hint == "aim to publish by Friday 12 April 2024"


@pytest.mark.parametrize(
    "pcc", [{"action": "I will."}, {"no_action": "Because."}, {"comment": "Well.", "action": "I will."}]
)
def test_an_action_or_a_reason_for_none_fulfils_5b(pcc: dict[str, str]) -> None:
    assert problems(recommendations=[{**ANSWERED, "pcc": pcc}]) == []


@pytest.mark.parametrize("pcc", ["I agree.", {"comment": "I agree."}])
def test_a_comment_that_names_neither_is_for_a_person_to_judge(pcc: Any) -> None:
    assert said(problems(recommendations=[{**ANSWERED, "pcc": pcc}])) == [
        ("warning", "s55-5B", "recommendations[0].pcc")
    ]


def test_a_recommendation_to_which_the_pcc_says_nothing_is_an_error_at_its_place() -> None:
    silent = {key: value for key, value in ANSWERED.items() if key != "pcc"}
    assert said(problems(recommendations=[ANSWERED, {**silent, "number": "3"}])) == [
        ("error", "s55-5B", "recommendations[1].pcc")
    ]


def test_5b_binds_whoever_a_recommendation_is_addressed_to() -> None:
    silent = {"number": "1", "text": "Do it.", "addressed_to": "The Home Office", "chief_constable": "Noted."}
    assert said(problems(recommendations=[silent])) == [("error", "s55-5B", "recommendations[0].pcc")]


def test_a_cause_of_concern_carries_recommendations_and_so_is_answered_too() -> None:
    assert said(problems(causes_of_concern=[{"text": "Concern."}])) == [("error", "s55-5B", "causes_of_concern[0].pcc")]


def test_areas_for_improvement_are_answered_by_custom_only() -> None:
    assert problems(areas_for_improvement=["Improve."]) == []


def test_in_2017_the_general_comments_may_answer_a_recommendation_and_a_person_judges() -> None:
    assert said(problems(L2017, recommendations=[{"number": "1", "text": "Do it."}])) == [
        ("warning", "s55-5B", "recommendations[0]")
    ]
    assert ("error", "s55-5B", "recommendations[0].pcc") in said(
        problems(L2017, recommendations=[{"number": "1", "text": "Do it."}], pcc={})
    )


def test_an_invitation_that_is_not_recorded_is_a_warning_while_comments_came() -> None:
    assert said(problems(final=True, chief_constable={"comments": "Comments."})) == [
        ("warning", "s55-4", "chief_constable")
    ]


@pytest.mark.parametrize("final", [True, False])
def test_no_comments_received_is_lawful_only_if_they_were_invited(final: bool) -> None:  # noqa: FBT001
    assert problems(final=final, chief_constable={"none_received": "true", **INVITED}) == []
    assert said(problems(final=final, chief_constable={"none_received": "true"})) == [
        ("error", "s55-4", "chief_constable")
    ]


def test_before_publishing_the_invitation_must_be_on_record_where_nothing_came_yet() -> None:
    assert ("warning", "s55-4", "chief_constable") in said(problems(chief_constable={}))
    assert ("error", "s55-4", "chief_constable") in said(problems(final=True, chief_constable={}))


def test_dates_of_the_invitation_out_of_order_are_warnings() -> None:
    found = problems(
        chief_constable={
            "comments": "C.",
            "requested_on": "2024-03-01",
            "due_on": "2024-02-28",
            "received_on": "2024-02-27",
        }
    )
    assert said(found) == [
        ("warning", "s55-4", "chief_constable.due_on"),
        ("warning", "s55-4", "chief_constable.received_on"),
    ]


@pytest.mark.parametrize("step", ALL_COPIES)
def test_a_list_without_a_line_for_a_copy_that_the_act_asks_for_is_a_warning(step: str) -> None:
    assert said(problems(steps=tuple(one for one in ALL_COPIES if one != step))) == [("warning", "s55-6", "checklist")]


@pytest.mark.parametrize("key", ["key_findings", "recommendations", "areas_for_improvement"])
def test_a_part_that_is_not_answered_is_an_error(key: str) -> None:
    changes: dict[str, Any] = {key: None}
    assert said(problems(**changes)) == [("error", "unanswered", key)]


def test_comments_that_are_missing_are_errors_of_subsection_5() -> None:
    found = said(problems(chief_constable=INVITED, pcc={}))
    assert found == [("error", "s55-5", "chief_constable.comments"), ("error", "s55-5", "pcc.comments")]


def test_in_2023_both_comments_may_be_missing_once_every_recommendation_has_its_answers() -> None:
    assert problems(recommendations=[ANSWERED], chief_constable=INVITED, pcc={}) == []
    assert len(problems(L2017, recommendations=[ANSWERED], chief_constable=INVITED, pcc={})) == 2


def test_facts_are_asked_for_only_where_the_layout_prints_them() -> None:
    report = {"title": "T", "published_on": "2024-02-20"}
    assert [item.path for item in awaited(response(report=report), L2017)] == [("report", "type")]
    assert [item.path[-1] for item in awaited(response(report=report), L2023)] == [
        "publication_types",
        "forces",
        "link",
    ]


def test_a_report_without_recommendations_still_needs_both_comments() -> None:
    assert len(problems(recommendations=[], chief_constable=INVITED, pcc={})) == 2
