"""The obligations of section 55, one by one: the list that `check --final`, the register and the review share."""

from collections.abc import Callable
from typing import Any

import pytest

import test_statute
from letters import ROOT, response
from s55draft.errors import path_text
from s55draft.statute import Obligation, State, awaited, check, obligations, rules
from s55draft.wizard.review import not_asked
from s55draft.wizard.session import open_case
from test_statute import ALL_COPIES, ANSWERED, COMPLETE, INVITED, L2017, L2023


def asked(layout: Any = L2023, *, steps: tuple[str, ...] = ALL_COPIES, **changes: Any) -> list[Obligation]:
    return obligations(response(**{**COMPLETE, **changes}), layout, steps)


def said(found: list[Obligation], provision: str) -> list[tuple[str, str]]:
    return [(each.state.value, each.finding) for each in found if each.provision == provision]


def test_each_provision_has_its_line_in_the_order_of_the_act() -> None:
    assert [each.provision for each in asked()] == [
        *("s.55(4)", "s.55(5)", "s.55(5)", "s.55(5A)", "s.55(5B)", "s.55(6)", "s.55(6)")
    ]


def test_what_is_met_says_by_what() -> None:
    report = {**response().report.model_dump(), "published_on": "2024-02-20"}
    found = asked(
        report=report,
        recommendations=[ANSWERED, {**ANSWERED, "number": "3", "pcc": {"no_action": "Because."}}],
        checklist={"website": "2024-04-12", "hmicfrs": "2024-04-12", "home_office": "true"},
    )
    assert {each.state for each in found} == {State.MET}
    assert [each.finding for each in found] == [
        "the Chief Constable was invited on 21 February 2024, to comment by 20 March 2024",
        "the Chief Constable's comments are there",
        "the PCC's comments are there",
        "the response was published on 12 April 2024",
        "recommendation 2: the action is given",
        "recommendation 3: the reason for no action is given",
        "the copy to the inspectors of constabulary was sent on 12 April 2024",
        "the copy to the Secretary of State (Home Office) was sent",
    ]


def test_what_is_not_met_says_what_to_do_and_where() -> None:
    found = asked(recommendations=[{"number": "2", "text": "Do it."}], chief_constable={}, pcc={})
    lacking = [each for each in found if each.state is State.NOT_MET]
    assert [(each.provision, path_text(each.path)) for each in lacking] == [
        ("s.55(4)", "chief_constable"),
        ("s.55(5)", "chief_constable.comments"),
        ("s.55(5)", "recommendations[0].chief_constable"),
        ("s.55(5)", "pcc.comments"),
        ("s.55(5B)", "recommendations[0].pcc"),
    ]
    assert all(each.todo for each in lacking)


def test_when_the_chief_constable_sent_nothing_the_comments_do_not_apply_and_the_invitation_counts() -> None:
    found = asked(chief_constable={"none_received": "true", **INVITED})
    assert said(found, "s.55(5)")[0] == ("does not apply", "the Chief Constable sent no comments")
    assert said(found, "s.55(4)") == [
        ("met", "the Chief Constable was invited on 21 February 2024, to comment by 20 March 2024")
    ]
    assert said(asked(chief_constable={"none_received": "true"}), "s.55(4)")[0][0] == "not met"


def test_a_report_without_recommendations_has_nothing_to_explain_and_all_else_to_do() -> None:
    found = asked(recommendations=[])
    assert said(found, "s.55(5B)") == [("does not apply", "the report makes no recommendations")]
    assert len(found) == 7


def test_while_nobody_knows_what_the_report_recommends_5b_is_not_met() -> None:
    assert said(asked(recommendations=None), "s.55(5B)") == [
        ("not met", "it is not recorded yet what the report recommends")
    ]


def test_a_recommendation_to_others_asks_for_the_pccs_answer_all_the_same() -> None:
    theirs = {"number": "1", "text": "Do it.", "addressed_to": "The Home Office", "chief_constable": "Noted."}
    (silent,) = (each for each in asked(recommendations=[theirs]) if each.provision == "s.55(5B)")
    assert silent.asks == "explain the action on recommendation 1 (addressed to The Home Office), or why there is none"
    assert silent.state is State.NOT_MET
    reason = {"no_action": "No action, because the recommendation is for the Home Office."}
    assert said(asked(recommendations=[{**theirs, "pcc": reason}]), "s.55(5B)") == [
        ("met", "recommendation 1: the reason for no action is given")
    ]


def test_a_report_before_2017_has_no_statutory_day() -> None:
    report = {**response().report.model_dump(), "published_on": "2016-12-31"}
    assert said(asked(report=report), "s.55(5A)") == [
        ("does not apply", "no limit existed for a report published before 2017")
    ]


@pytest.mark.parametrize(
    ("website", "state", "finding"),
    [
        ("false", "not yet", "the response is not published yet"),
        ("true", "a person must judge", "it is recorded that the response was published, but not on which day"),
        ("2024-02-19", "a person must judge", "the response is recorded as published before the report was"),
        ("2024-04-15", "met", "the response was published on 15 April 2024"),
        ("2024-04-16", "not met", "the response was published on 16 April 2024, 1 day after the last lawful day"),
    ],
)
def test_the_day_of_publication_is_held_against_the_last_lawful_day(website: str, state: str, finding: str) -> None:
    assert said(asked(checklist={"website": website}), "s.55(5A)") == [(state, finding)]


def test_a_publication_that_was_late_is_a_warning_since_nothing_can_undo_it() -> None:
    (problem,) = check(response(**COMPLETE, checklist={"website": "2024-04-16"}), L2023, ALL_COPIES, final=True)
    assert (problem.severity, problem.code) == ("warning", "s55-5A")


def test_copies_wait_until_after_publication_and_are_no_problem_before() -> None:
    assert said(asked(), "s.55(6)") == [
        ("not yet", "the copy to the inspectors of constabulary is not sent yet"),
        ("not yet", "the copy to the Secretary of State (Home Office) is not sent yet"),
    ]


@pytest.mark.parametrize("layout", [L2017, L2023])
def test_every_problem_of_a_provision_is_an_obligation_and_the_other_way_round(layout: Any) -> None:
    made = response(recommendations=[{"number": "2"}], causes_of_concern=[{"text": "C.", "pcc": "Well."}], pcc={})
    for final in (True, False):
        problems = [each for each in check(made, layout, (), final=final) if each.code.startswith("s55")]
        of_the_list = [each.problem() for each in obligations(made, layout, (), final=final)]
        assert sorted(problems) == sorted(each for each in of_the_list if each is not None)


def test_what_a_letter_awaits_is_told_as_not_met() -> None:
    made = response(recommendations=[{"number": "2"}], chief_constable={}, pcc={})
    lawful = {item.path for item in awaited(made, L2023) if item.code.startswith("s55")}
    assert lawful <= {each.path for each in obligations(made, L2023, ()) if each.state is State.NOT_MET}


def test_comments_are_met_or_missing_and_never_both() -> None:
    found = asked(chief_constable=INVITED, pcc={}, recommendations=[])
    assert said(found, "s.55(5)") == [
        ("not met", "not answered yet: the Chief Constable's comments"),
        ("not met", "not answered yet: the PCC's comments"),
    ]


def test_answers_to_each_recommendation_stand_for_the_comments() -> None:
    found = asked(chief_constable=INVITED, pcc={}, recommendations=[ANSWERED])
    assert said(found, "s.55(5)") == [
        ("met", "each recommendation has the Chief Constable's answer"),
        ("met", "each recommendation has the PCC's answer"),
    ]


def test_a_letter_awaits_neither_comments_that_will_not_come_nor_answers_that_the_act_does_not_ask_for() -> None:
    made = response(
        chief_constable={"none_received": "true", **INVITED},
        areas_for_improvement=["Improve."],
        recommendations=[{**ANSWERED, "chief_constable": None}],
    )
    assert awaited(made, L2023) == []


def test_a_letter_awaits_the_words_of_each_entry() -> None:
    made = response(areas_for_improvement=[{"title": "Custody"}])
    assert [(path_text(item.path), item.what) for item in awaited(made, L2023)] == [
        ("areas_for_improvement[0].text", "words of area for improvement 1")
    ]


def test_the_review_says_what_does_not_apply_to_this_response() -> None:
    case = open_case(ROOT / "examples" / "no-comments-received.yaml")
    assert "Section 55(5) does not apply: the Chief Constable sent no comments." in not_asked(case)
    assert not_asked(open_case(ROOT / "examples" / "getting-a-grip.yaml")) == []


HELD_BY: dict[str, Callable[[], None]] = {
    "_chief_officers_comments": test_statute.test_comments_that_are_missing_are_errors_of_subsection_5,
    "_chief_officers_answers": test_what_is_not_met_says_what_to_do_and_where,
    "_own_comments": test_statute.test_a_report_without_recommendations_still_needs_both_comments,
    "_recommendations_known": test_a_report_without_recommendations_has_nothing_to_explain_and_all_else_to_do,
    "_unexplained": test_statute.test_a_recommendation_to_which_the_pcc_says_nothing_is_an_error_at_its_place,
    "_deadline_after_publication": test_statute.test_a_deadline_before_publication_is_an_error,
    "_deadline_within_the_law": (
        test_statute.test_a_printed_deadline_one_day_late_is_a_warning_that_names_the_lawful_day
    ),
    "_deadline_at_a_weekend": test_statute.test_a_last_day_at_a_weekend_names_the_friday_before,
    "_published_in_time": test_a_publication_that_was_late_is_a_warning_since_nothing_can_undo_it,
    "_invitation": test_statute.test_an_invitation_that_is_not_recorded_is_a_warning_while_comments_came,
    "_due_after_invitation": test_statute.test_dates_of_the_invitation_out_of_order_are_warnings,
    "_received_after_invitation": test_statute.test_dates_of_the_invitation_out_of_order_are_warnings,
    "_explained_in_general": (
        test_statute.test_in_2017_the_general_comments_may_answer_a_recommendation_and_a_person_judges
    ),
    "_explained": test_a_recommendation_to_others_asks_for_the_pccs_answer_all_the_same,
    "_copy_to_inspectors": test_copies_wait_until_after_publication_and_are_no_problem_before,
    "_copy_to_secretary_of_state": test_copies_wait_until_after_publication_and_are_no_problem_before,
}
"""For each rule of section 55, a test that fails without it."""


def test_every_rule_is_held_by_a_named_test() -> None:
    assert list(HELD_BY) == [rule.__name__ for rule in rules.RULES]


@pytest.mark.parametrize("rule", HELD_BY)
def test_a_rule_that_is_dropped_makes_its_test_fail(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    HELD_BY[rule]()
    monkeypatch.setattr(rules, "RULES", tuple(each for each in rules.RULES if each.__name__ != rule))
    with pytest.raises((AssertionError, ValueError)):
        HELD_BY[rule]()
