"""The negotiation minutes: changes against the proposal, internal bounds, and signatures of both sides."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.audience import as_data, fields_of, view_for, withheld_names
from docgen.redaction import redacted_values
from docgen.schemas.base import Language
from docgen.schemas.minutes import DEFAULT_LEGAL_EFFECT, Minutes
from docgen.schemas.minutes_parts import AgreedItem

PARTY = {"full_name": "苏州华东精工机械有限公司", "short_name": "华东精工"}
PRICE = {
    "no": "A1",
    "topic": "price",
    "agreed_text": "合同含税总价为 1,308,000 元",
    "proposal_value": "1348733",
    "agreed_value": "1308000",
    "unit": "元",
}
BOUND = {"topic": "price", "direction": "at_least", "target": "1322000", "floor": "1268500", "unit": "元"}
FACTS: dict[str, Any] = {
    "kind": "minutes",
    "doc_id": "TP-1",
    "title": "谈判纪要",
    "version": "1.0",
    "status": "issued",
    "date": "2026-11-30",
    "prepared_by": "陈立",
    "audience": "client",
    "language": "zh",
    "industry": "manufacturing",
    "seller": PARTY,
    "client": PARTY,
    "time": "2026-11-30 14:00",
    "place": "苏州",
    "attendees": [
        {"side": "client", "name": "周敏", "organisation": "采购部"},
        {"side": "seller", "name": "陈立", "organisation": "销售部"},
    ],
    "recorder": "陈立",
    "basis": [{"doc_id": "FA-2026-0117", "version": "1.2"}],
    "agreed": [PRICE],
    "open_issues": [],
    "signatures": [{"side": "client", "name": "周敏"}, {"side": "seller", "name": "陈立"}],
}


def minutes(**changes: Any) -> Minutes:
    return Minutes.model_validate({**FACTS, **changes})


def problems(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        minutes(**changes)
    return str(caught.value)


def notices(**changes: Any) -> dict[str, str]:
    return {finding.code.removeprefix("notice."): finding.show() for finding in minutes(**changes).notices()}


def agreed(**facts: Any) -> AgreedItem:
    return AgreedItem.model_validate({"no": "A1", "topic": "other", "agreed_text": "质保 18 个月", **facts})


def test_the_change_against_the_proposal_is_computed() -> None:
    item = minutes().agreed[0]
    assert (item.change, item.change_rate, item.is_changed) == (Decimal("-40733"), Decimal("-0.0302"), True)


@pytest.mark.parametrize(
    ("facts", "change", "rate", "is_changed"),
    [
        ({}, None, None, None),
        ({"agreed_value": "5", "unit": "%"}, None, None, None),
        ({"agreed_value": "5", "proposal_value": "5.0", "unit": "%"}, Decimal(0), None, False),
        ({"agreed_value": "5", "proposal_value": "3", "unit": "％"}, Decimal(2), None, True),
        ({"agreed_value": "5", "proposal_value": "0", "unit": "%"}, Decimal(5), None, True),
        ({"agreed_value": "-3", "proposal_value": "-2", "unit": "°C"}, Decimal(-1), Decimal("-0.5"), True),
        ({"proposal_text": "质保 12 个月"}, None, None, True),
        ({"proposal_text": "质保 18 个月"}, None, None, False),
    ],
)
def test_an_item_has_changed_by_its_figures_or_else_by_its_words(
    facts: dict[str, str], change: Decimal | None, rate: Decimal | None, is_changed: bool | None
) -> None:
    item = agreed(**facts)
    assert (item.change, item.change_rate, item.is_changed) == (change, rate, is_changed)


def test_figures_come_with_a_unit_and_as_a_pair() -> None:
    with pytest.raises(ValidationError, match="unit: is missing"):
        agreed(agreed_value="5")
    with pytest.raises(ValidationError, match="agreed_value: is missing"):
        agreed(proposal_value="5", unit="%")


@pytest.mark.parametrize(
    ("direction", "target", "floor", "within", "meets"),
    [
        ("at_least", "1322000", "1268500", True, False),
        ("at_least", "1300000", "1268500", True, True),
        ("at_least", "1308000", "1308000", True, True),
        ("at_least", "1322000", "1308000.01", False, False),
        ("at_most", "1300000", "1308000", True, False),
        ("at_most", "1300000", "1307999.99", False, False),
        ("at_least", None, "1268500", True, None),
    ],
)
def test_an_agreed_figure_is_within_its_bounds_or_it_is_reported(
    direction: str, target: str | None, floor: str, within: bool, meets: bool | None
) -> None:
    bounds = [{"topic": "price", "direction": direction, "target": target, "floor": floor, "unit": "元"}]
    made = minutes(bounds=bounds)
    assert [(c.agreed_no, c.within_bounds, c.meets_target) for c in made.bound_checks] == [("A1", within, meets)]
    assert made.all_within_bounds is within
    assert ("outside_bounds" in notices(bounds=bounds)) is not within


def test_a_bound_that_names_an_item_limits_that_one_alone() -> None:
    second = PRICE | {"no": "A2", "agreed_value": "24", "proposal_value": "12", "unit": "个月"}
    made = minutes(agreed=[PRICE, second], bounds=[BOUND | {"agreed_no": "A1"}])
    assert [check.agreed_no for check in made.bound_checks] == ["A1"]
    whole_topic = minutes(agreed=[PRICE, second], bounds=[BOUND])
    assert [(c.agreed_no, c.within_bounds) for c in whole_topic.bound_checks] == [("A1", True), ("A2", None)]
    assert (
        "A2 has no figure in the unit of its bound" in notices(agreed=[PRICE, second], bounds=[BOUND])["not_comparable"]
    )


def test_a_bound_in_words_is_left_to_judgement() -> None:
    made = minutes(bounds=[{"topic": "price", "note": "不得拆分合同"}])
    assert [(c.note, c.within_bounds) for c in made.bound_checks] == [("不得拆分合同", None)]
    assert made.all_within_bounds is None
    assert notices(bounds=[{"topic": "price", "note": "不得拆分合同"}]) == {}


def test_a_bound_that_says_nothing_or_contradicts_itself_is_refused() -> None:
    assert "floor: is missing" in problems(bounds=[{"topic": "price"}])
    assert "direction: is missing" in problems(bounds=[{"topic": "price", "floor": "1", "unit": "元"}])
    assert "unit: is missing" in problems(bounds=[{"topic": "price", "floor": "1", "direction": "at_most"}])
    assert "target: 1 lies beyond the floor 1268500" in problems(bounds=[BOUND | {"target": "1"}])
    assert "bounds[0].agreed_no: A9 is not an agreed item here; known are A1" in problems(
        bounds=[BOUND | {"agreed_no": "A9"}]
    )


def test_a_clients_view_knows_nothing_of_bounds_concessions_and_preferences() -> None:
    made = minutes(
        bounds=[BOUND],
        concessions=[{"given": "价格让利", "in_return": "回款提前", "value": "40733.21"}],
        batna="转入宁波二期",
        decision_maker_preferences="看重整车厂评分",
    )
    seen = view_for("client", made)
    internal = {"bounds", "bound_checks", "all_within_bounds", "concessions", "batna", "decision_maker_preferences"}
    assert withheld_names(seen) == internal | {"legal"}  # ids of the library's entries are no client's business
    assert not internal & set(fields_of(seen))
    secrets = ("1268500", "1322000", "价格让利", "回款提前", "40733.21", "转入宁波二期", "看重整车厂评分")
    assert all(secret in str(as_data(view_for("internal", made))) for secret in secrets)
    assert not any(secret in str(as_data(seen)) for secret in secrets)
    assert {Decimal("1268500"), "价格让利", "转入宁波二期", "看重整车厂评分"} <= set(redacted_values(made))


@given(floor=st.integers(1, 2_000_000), direction=st.sampled_from(["at_least", "at_most"]))
def test_bounds_leave_no_trace_in_a_clients_view(floor: int, direction: str) -> None:
    bound = {"topic": "price", "direction": direction, "floor": floor, "unit": "元"}
    assert as_data(view_for("client", minutes(bounds=[bound]))) == as_data(view_for("client", minutes()))


@pytest.mark.parametrize("language", ["zh", "en", "zh+en"])
def test_unless_it_is_said_the_signed_contract_prevails_in_the_documents_language(language: str) -> None:
    made = minutes(language=language, governing_language="zh")
    assert made.legal_effect == DEFAULT_LEGAL_EFFECT[Language(language)]
    assert ("合同为准" in made.legal_effect) is (language != "en")
    assert ("contract prevails" in made.legal_effect) is (language != "zh")
    assert minutes(legal_effect="本纪要具有约束力").legal_effect == "本纪要具有约束力"


def test_minutes_in_two_languages_say_which_one_prevails() -> None:
    reported = "governing_language: one language prevails"
    assert reported in problems(language="zh+en")
    assert reported in problems(language="zh+en", governing_language="zh+en")
    assert minutes(language="zh+en", governing_language="en").governing_language is Language.en


def test_both_sides_attend_and_sign_unless_it_is_a_draft() -> None:
    one_side = {"attendees": FACTS["attendees"][:1], "signatures": FACTS["signatures"][1:]}
    reported = problems(**one_side)
    assert "attendees: nobody of the seller's side (乙方)" in reported
    assert "signatures: nobody of the client's side (甲方)" in reported
    draft = minutes(**one_side, status="draft", version="0.1")
    assert [finding.place for finding in draft.notices() if finding.code == "notice.one_side"] == [
        "attendees",
        "signatures",
    ]


def test_numbers_stand_once() -> None:
    action = {"no": "T1", "what": "出具方案", "side": "seller", "owner": "陈立", "due": "2026-12-03"}
    issue = {"no": "O1", "issue": "法务审核合同模板", "owner": "周敏", "due": "2026-12-07"}
    reported = problems(agreed=[PRICE, PRICE], actions=[action, action], open_issues=[issue, issue])
    assert all(f"{name}[1].no" in reported for name in ("agreed", "actions", "open_issues"))


def test_dates_lie_around_the_meeting_in_order_and_all_that_do_not_are_reported() -> None:
    reported = problems(
        date="2026-11-29",
        end_time="2026-11-30 13:00",
        next_meeting={"time": "2026-11-30 14:00"},
        basis=[{"doc_id": "FA", "version": "1.2", "date": "2026-12-01"}],
        actions=[{"no": "T1", "what": "出具方案", "side": "seller", "owner": "陈立", "due": "2026-11-01"}],
        open_issues=[{"no": "O1", "issue": "合同模板", "owner": "周敏", "due": "2026-11-02"}],
        signatures=[FACTS["signatures"][0], FACTS["signatures"][1] | {"signed_on": "2026-11-03"}],
    )
    places = ("date:", "end_time:", "next_meeting.time:", "basis[0].date:", "actions[0].due:", "open_issues[0].due:")
    assert all(place in reported for place in (*places, "signatures[1].signed_on:"))


def test_what_a_rep_should_look_into_is_noticed() -> None:
    reported = notices(
        concessions=[{"given": "多送两场培训"}],
        open_issues=[{"no": "O1", "issue": "合同模板", "owner": "周敏"}],
        recorder="王海",
    )
    assert reported.keys() == {"free_concession", "no_due_date", "absent"}
    assert "王海 is not among the attendees" in reported["absent"]
    assert notices() == {}


def test_terms_that_changed_are_counted() -> None:
    same = {"no": "A2", "topic": "scope", "proposal_text": "48 台", "agreed_text": "48 台"}
    assert minutes(agreed=[PRICE, same, {"no": "A3", "topic": "other", "agreed_text": "新增"}]).changed_count == 1
