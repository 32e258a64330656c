"""The screening sheet: total, grade, assignment, the 30-minute rule, and the internal competition."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.audience import as_data, view_for
from docgen.redaction import redacted_values
from docgen.schemas.lead import Assignment, Grade
from docgen.schemas.screening import Screening

PARTY = {"full_name": "苏州华东精工机械有限公司", "short_name": "华东精工"}
SCORES = {"industry_fit": "10", "budget": "8", "urgency": "9", "decision_chain": "6"}
FACTS: dict[str, Any] = {
    "kind": "screening",
    "doc_id": "CP-1",
    "title": "线索初筛评估表",
    "version": "1.0",
    "status": "approved",
    "date": "2026-10-12",
    "prepared_by": "刘畅",
    "audience": "internal",
    "language": "zh",
    "industry": "manufacturing",
    "seller": PARTY,
    "client": PARTY,
    "lead_no": "XS-1",
    "captured_at": "2026-10-12 09:20",
    "assessor": "刘畅",
    "assessed_at": "2026-10-12 09:41",
    "rule_version": "2026.2",
    "thresholds": {"a_from": "80", "b_from": "60"},
    "criteria": [{"name": name, "weight": "0.25", "score": score, "max_score": "10"} for name, score in SCORES.items()],
    "verified_by": "phone",
    "assignee": "陈立",
}
COMPETITION = {"name": "competition", "weight": "0.25", "score": "3", "max_score": "10", "evidence": "外资厂商已演示"}
KNOCK_OUT = {"condition": "一年内无采购计划", "applies": "true"}


def screening(**changes: Any) -> Screening:
    return Screening.model_validate({**FACTS, **changes})


def problems(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        screening(**changes)
    return str(caught.value)


def notices(**changes: Any) -> dict[str, str]:
    return {finding.code.removeprefix("notice."): finding.show() for finding in screening(**changes).notices()}


def test_the_total_is_the_sum_of_the_points_shown() -> None:
    made = screening()
    assert [(c.share, c.points) for c in made.criteria] == [
        (Decimal("1.0000"), Decimal("25.00")),
        (Decimal("0.8000"), Decimal("20.00")),
        (Decimal("0.9000"), Decimal("22.50")),
        (Decimal("0.6000"), Decimal("15.00")),
    ]
    assert made.total == Decimal("82.50")


@pytest.mark.parametrize(
    ("a_from", "b_from", "grade", "assignment"),
    [
        ("82.5", "60", Grade.A, Assignment.senior_rep),
        ("82.51", "60", Grade.B, Assignment.regular_rep),
        ("95", "82.50", Grade.B, Assignment.regular_rep),
        ("95", "90", Grade.C, Assignment.batch_or_nurture),
    ],
)
def test_grade_and_assignment_follow_the_teams_own_thresholds(
    a_from: str, b_from: str, grade: Grade, assignment: Assignment
) -> None:
    made = screening(thresholds={"a_from": a_from, "b_from": b_from})
    assert (made.grade, made.computed_grade, made.assignment) == (grade, grade, assignment)


def test_a_knock_out_makes_the_lead_c_whatever_its_points() -> None:
    made = screening(knock_outs=[KNOCK_OUT])
    assert (made.total, made.grade, made.assignment) == (Decimal("82.50"), Grade.C, Assignment.batch_or_nurture)
    assert screening(knock_outs=[KNOCK_OUT | {"applies": "false"}]).grade is Grade.A


def test_an_override_sets_the_grade_and_the_assignment_and_keeps_the_computed_one() -> None:
    made = screening(override={"grade": "B", "reason": "客户要求年后再谈"})
    assert (made.computed_grade, made.grade, made.assignment) == (Grade.A, Grade.B, Assignment.regular_rep)


def test_an_override_needs_a_reason_and_does_not_lift_a_knock_out() -> None:
    assert "override.reason" in problems(override={"grade": "B"})
    lifted = problems(knock_outs=[KNOCK_OUT], override={"grade": "A", "reason": "总经理来电"})
    assert "override.grade: a knock-out makes the lead C and can't be overridden: 一年内无采购计划" in lifted
    assert screening(knock_outs=[KNOCK_OUT], override={"grade": "C", "reason": "同意"}).grade is Grade.C


@pytest.mark.parametrize(
    ("assessed", "minutes", "within"),
    [
        ("2026-10-12 09:20", 0, True),
        ("2026-10-12 09:41", 21, True),
        ("2026-10-12 09:50", 30, True),
        ("2026-10-12 09:50:01", 31, False),
        ("2026-10-13 09:20", 1440, False),
    ],
)
def test_a_lead_is_graded_within_half_an_hour_or_it_is_reported(assessed: str, minutes: int, within: bool) -> None:
    made = screening(assessed_at=assessed)
    assert (made.minutes_to_grading, made.within_30) == (minutes, within)
    assert ("late_grading" in notices(assessed_at=assessed)) is not within


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    reported = problems(criteria=FACTS["criteria"][:3])
    assert "criteria: the weights sum to 0.75; make them sum to 1" in reported
    with_competition = problems(criteria=[*FACTS["criteria"][:3], COMPETITION])
    assert "the weights sum to 0.75 without that of competition, which comes on top" in with_competition


def test_a_criterion_twice_and_a_score_over_the_full_score_are_refused() -> None:
    doubled = [*FACTS["criteria"][:3], FACTS["criteria"][0]]
    assert "criteria[3].name: industry_fit is there more than once" in problems(criteria=doubled)
    too_good = [FACTS["criteria"][0] | {"score": "11"}, *FACTS["criteria"][1:]]
    assert "score: 11 is more than max_score 10" in problems(criteria=too_good)


def test_thresholds_and_dates_stand_in_order() -> None:
    assert "b_from: 80 is not under a_from 80" in problems(thresholds={"a_from": "80", "b_from": "80"})
    reported = problems(assessed_at="2026-10-12 09:00", follow_up_by="2026-10-11", reassess_on="2026-10-11")
    assert all(field in reported for field in ("assessed_at: 2026", "follow_up_by: 2026", "reassess_on: 2026"))


def test_a_required_criterion_that_was_not_judged_is_noticed() -> None:
    heavier = [criterion | {"weight": "0.5"} for criterion in FACTS["criteria"][:2]]
    assert [f.message for f in screening(criteria=heavier).notices() if f.code == "notice.missing_criterion"] == [
        "urgency (需求紧急度) is not judged",
        "decision_chain (决策链完整性) is not judged",
    ]
    assert notices() == {}


def test_an_a_lead_without_an_assignee_is_noticed() -> None:
    assert notices(assignee=None)["unassigned"].startswith("assignee: a lead of grade A")
    assert "unassigned" not in notices(assignee=None, thresholds={"a_from": "99", "b_from": "60"})


def test_the_competition_is_weighed_on_top_and_for_internal_readers_only() -> None:
    made = screening(criteria=[*FACTS["criteria"], COMPETITION])
    assert (made.total, made.grade) == (Decimal("82.50"), Grade.A)
    assert (made.total_with_competition, made.grade_with_competition) == (Decimal("72.00"), Grade.B)
    assert (screening().total_with_competition, screening().grade_with_competition) == (None, None)


def test_a_competition_that_would_change_the_grade_is_noticed_until_somebody_decides() -> None:
    criteria = [*FACTS["criteria"], COMPETITION]
    assert "by its points the lead is A, with the competition B" in notices(criteria=criteria)["competition"]
    assert "competition" not in notices(criteria=criteria, override={"grade": "B", "reason": "对手占先"})


@given(
    score=st.decimals(0, 10, places=1),
    weight=st.decimals(Decimal("0.01"), 1, places=2),
    text=st.text("外资厂商报价低", min_size=1),
)
def test_a_clients_view_is_the_same_with_and_without_the_competition(
    score: Decimal, weight: Decimal, text: str
) -> None:
    competition = COMPETITION | {"score": score, "weight": weight, "evidence": text}
    seen = view_for("client", screening(criteria=[*FACTS["criteria"], competition], competition=text))
    assert as_data(seen) == as_data(view_for("client", screening()))


def test_what_is_known_of_the_competition_is_held_back() -> None:
    made = screening(criteria=[*FACTS["criteria"], COMPETITION], competition="本地集成商与 IT 有往来")
    assert {"外资厂商已演示", "本地集成商与 IT 有往来", Decimal("72.00")} <= set(redacted_values(made))
