"""The needs-analysis report: rules across fields, the client's view, and the samples."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from docgen.audience import as_data, fields_of, view_for, withheld_names
from docgen.loading import load_document
from docgen.redaction import redacted_values
from docgen.schemas.needs_analysis import NeedsAnalysis

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("manufacturing.zh", "services.en")


def sample(name: str = "manufacturing.zh") -> dict[str, Any]:
    """A sample as plain data, every scalar a string."""
    return YAML(typ="base", pure=True).load(SAMPLES / f"needs_analysis.{name}.yaml")


def report(**changes: object) -> NeedsAnalysis:
    return NeedsAnalysis.model_validate({**sample(), **changes})


def problems_of(**changes: object) -> list[str]:
    """Errors of an invalid report."""
    with pytest.raises(ValidationError) as refused:
        report(**changes)
    return [line for error in refused.value.errors() for line in str(error["ctx"]["error"]).splitlines()]


def interview(**changes: object) -> dict[str, object]:
    return {"date": "2026-10-22", "interviewee": "周国栋", "method": "on_site", "interviewer": "陈立", **changes}


def codes_of(document: NeedsAnalysis) -> list[str]:
    return [finding.code for finding in document.notices()]


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_are_accepted_without_a_notice(name: str) -> None:
    loaded = load_document(SAMPLES / f"needs_analysis.{name}.yaml")
    assert isinstance(loaded.document, NeedsAnalysis)
    assert loaded.notices == ()


def test_the_samples_have_maps_of_twelve_and_ten_people() -> None:
    assert [len(sample(name)["decision_map"]["nodes"]) for name in NAMES] == [12, 10]


@pytest.mark.parametrize(
    "field",
    [
        "client",
        "client_profile",
        "interviews",
        "current_state",
        "pains",
        "goals",
        "requirements",
        "budget",
        "decision_map",
    ],
)
def test_a_report_without_a_required_part_is_refused(field: str) -> None:
    data = sample()
    del data[field]
    with pytest.raises(ValidationError) as refused:
        NeedsAnalysis.model_validate(data)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_a_report_sent_to_the_minute_within_24_hours_is_in_time() -> None:
    interviews = [interview(ended_at="2026-10-22 16:30"), interview(date="2026-10-20")]
    document = report(interviews=interviews, confirmation={"sent_at": "2026-10-23 16:30"})
    assert document.confirmation_due == datetime(2026, 10, 23, 16, 30)
    assert document.sent_within_24h is True


def test_a_report_sent_a_minute_later_is_late_and_noticed() -> None:
    interviews = [interview(ended_at="2026-10-22 16:30")]
    document = report(interviews=interviews, confirmation={"sent_at": "2026-10-23 16:31"})
    assert document.sent_within_24h is False
    assert codes_of(document) == ["notice.late_confirmation"]


def test_an_interview_without_a_time_ends_with_its_day() -> None:
    document = report(interviews=[interview()], confirmation={"sent_at": "2026-10-23 23:59"})
    assert document.confirmation_due == datetime(2026, 10, 24, 0, 0)
    assert document.sent_within_24h is True


def test_a_report_that_was_not_sent_is_neither_in_time_nor_late() -> None:
    document = report(confirmation=None)
    assert document.sent_within_24h is None
    assert codes_of(document) == []


def test_all_problems_between_fields_are_reported_at_once_with_their_places() -> None:
    data = sample()
    data["pains"].append(data["pains"][0])
    data["requirements"][3]["pain_ids"] = ["P7"]
    data["goals"][0]["pain_ids"] = ["P9"]
    data["decision_map"]["nodes"][4]["reports_to"] = "nobody"
    data["timeline"][1]["date"] = "2026-12-01"
    data["budget"]["amount_max"] = "5"
    data["confirmation"]["confirmed_at"] = "2026-10-23 10:14"
    assert [problem.split(":")[0] for problem in problems_of(**data)] == [
        "pains[0].id",
        "pains[3].id",
        "requirements[3].pain_ids",
        "goals[0].pain_ids",
        "timeline[1].date",
        "confirmation.confirmed_at",
        "decision_map.nodes[4].reports_to",
        "budget.amount_max",
    ]


def test_a_report_sent_before_the_last_interview_is_refused() -> None:
    problems = problems_of(confirmation={"sent_at": "2026-10-22 16:29"})
    assert [problem.split(":")[0] for problem in problems] == ["confirmation.sent_at"]


def test_steps_of_the_decision_stand_in_order_and_may_lack_a_date() -> None:
    steps = [{"what": "评审", "who": "许喆", "when": "2026-12-04"}, {"what": "谈判", "who": "周敏"}]
    assert report(decision_process=steps).decision_process[1].when is None
    late = {"what": "决策", "who": "周国栋", "when": "2026-12-01"}
    assert problems_of(decision_process=[*steps, late])[0].startswith("decision_process[2].when: 2026-12-01")


def test_an_interview_that_ends_before_its_day_is_refused() -> None:
    assert problems_of(interviews=[interview(ended_at="2026-10-21 16:30")])[0].startswith("interviews[0].ended_at: ")


def test_requirements_are_grouped_by_priority_the_most_needed_first() -> None:
    groups = report().requirement_groups
    assert [str(group.priority) for group in groups] == ["must", "should", "could", "wont"]
    assert [group.count for group in groups] == [5, 2, 1, 1]
    assert {item.id for group in groups for item in group.requirements} == {f"R{n}" for n in range(1, 10)}


def test_a_priority_without_requirements_has_no_group() -> None:
    only = [{"id": "R1", "statement": "自动排程", "priority": "必须", "pain_ids": ["P1"]}]
    assert [str(group.priority) for group in report(requirements=only).requirement_groups] == ["must"]


def test_the_pains_behind_a_must_are_named_in_the_order_of_the_pains() -> None:
    requirements = [
        {"id": "R1", "statement": "追溯", "priority": "must", "pain_ids": ["P3"]},
        {"id": "R2", "statement": "排程", "priority": "must", "pain_ids": ["P1"]},
        {"id": "R3", "statement": "联网", "priority": "could", "pain_ids": ["P2"]},
    ]
    assert report(requirements=requirements).must_pain_ids == ("P1", "P3")


@pytest.mark.parametrize(
    ("severities", "gravest"),
    [
        (("high", "critical", "critical"), "P3"),
        (("low", "high", "medium"), "P2"),
        ((None, None, "low"), "P3"),
        ((None, None, None), "P3"),
    ],
)
def test_the_gravest_pain_is_the_most_severe_and_of_equal_ones_the_one_behind_a_must(
    severities: tuple[str | None, ...], gravest: str
) -> None:
    pains = [{**pain, "severity": severity} for pain, severity in zip(sample()["pains"], severities, strict=True)]
    requirements = [{"id": "R1", "statement": "追溯", "priority": "must", "pain_ids": ["P3"]}]
    assert report(pains=pains, requirements=requirements).gravest_pain.id == gravest


def test_a_pain_that_no_requirement_answers_is_noticed() -> None:
    only = [{"id": "R1", "statement": "自动排程", "priority": "must", "pain_ids": ["P1", "P3"]}]
    findings = list(report(requirements=only).notices())
    assert [(finding.code, finding.place) for finding in findings] == [("notice.unanswered_pain", "pains[1]")]


def test_weights_that_do_not_sum_to_one_are_noticed() -> None:
    criteria = [{"criterion": "案例", "weight": "0.5"}, {"criterion": "价格", "weight": "0.4"}]
    assert codes_of(report(decision_criteria=criteria)) == ["notice.weights"]
    assert codes_of(report(decision_criteria=[*criteria, {"criterion": "服务", "weight": "0.10"}])) == []
    assert codes_of(report(decision_criteria=[*criteria, {"criterion": "服务"}])) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_client_sees_no_competition_and_no_value_that_is_held_back(name: str) -> None:
    document = NeedsAnalysis.model_validate(sample(name))
    view = view_for("client", document)
    assert "competition" in withheld_names(view)
    shown = str(as_data(view))
    kept = {str(value) for value in redacted_values(document) if len(str(value)) > 12}
    assert len(kept) > 10
    assert [value for value in kept if value in shown] == []


def test_an_internal_reader_sees_every_field() -> None:
    document = report()
    assert set(fields_of(view_for("internal", document))) == {
        *NeedsAnalysis.model_fields,
        *NeedsAnalysis.model_computed_fields,
    }
