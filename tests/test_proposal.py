"""The proposal: rules across fields, the client's view, and the samples."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import loaded
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from docgen.audience import as_data, view_for
from docgen.redaction import redacted_values
from docgen.schemas.proposal import Case, Proposal
from docgen.wording import format_amount

SAMPLES = Path(__file__).parent.parent / "samples"
D = Decimal


def sample(name: str) -> dict[str, Any]:
    """A sample as plain data, every scalar a string."""
    return YAML(typ="base", pure=True).load(SAMPLES / f"proposal.{name}.yaml")


def proposal(**changes: object) -> Proposal:
    """The zh+en sample, which is the smallest, with some fields replaced."""
    return Proposal.model_validate({**sample("manufacturing.zh+en"), **changes})


def problems_of(**changes: object) -> list[str]:
    """Errors of an invalid proposal."""
    with pytest.raises(ValidationError) as refused:
        proposal(**changes)
    return [line for error in refused.value.errors() for line in error["msg"].splitlines()]


def payments(*shares: object) -> list[dict[str, str]]:
    return [
        {"milestone": f"里程碑 {place}", "share": str(share), "due": "10 日内"} for place, share in enumerate(shares)
    ]


# ── payments ──


def test_payments_are_shares_of_payable_to_the_cent_and_add_up():
    terms = Proposal.model_validate(sample("services.en")).payment_terms
    assert [str(term.amount) for term in terms] == ["40951.68", "40951.67", "49142.01", "32761.34"]
    assert sum(term.amount or 0 for term in terms) == D("163806.70")


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(min_value=1, max_value=97), min_size=1, max_size=9))
def test_payments_sum_to_payable_for_any_shares_that_sum_to_one(weights: list[int]):
    parts = [D(weight).scaleb(-3) for weight in weights]
    made = proposal(payment_terms=payments(*parts, 1 - sum(parts)))
    assert sum(term.amount or 0 for term in made.payment_terms) == made.pricing.totals.payable


def test_payment_shares_that_do_not_sum_to_one_are_refused():
    assert problems_of(payment_terms=payments("0.5", "0.4")) == [
        "Value error, the shares sum to 0.9; they must sum to 1 (100 %)"
    ]


def paid(total: str, *terms: dict[str, str], **more: Any) -> list[str]:
    """The amounts of payments for an amount payable."""
    data = sample("services.en")
    named = [{"milestone": "m", "due": "d", **term} for term in terms]
    lines = [{"name": "x", "qty": "1", "unit": "u", "unit_price": total, "tax_rate": "0"}]
    pricing = {"currency": "CNY", "lines": lines}
    made = Proposal.model_validate({**data, "pricing": pricing, "payment_terms": named, **more})
    return [str(term.amount) for term in made.payment_terms]


def test_a_payment_may_be_a_fixed_amount_and_the_last_takes_the_rest():
    deposit = {"share": "0.3", "fixed_amount": "30000000"}
    assert paid("99999998.97", deposit, {"share": "0.7"}) == ["30000000.00", "69999998.97"]
    assert paid("1000", {"fixed_amount": "250"}, {"share": "0.5"}, {}) == ["250.00", "500.00", "250.00"]


def test_instalments_are_rounded_to_a_step():
    shares = [{"share": "0.3"}, {"share": "0.3"}, {"share": "0.4"}]
    assert paid("99999998.97", *shares, round_payments_to="1000") == ["30000000.00", "30000000.00", "39999998.97"]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ([{"fixed_amount": "600"}, {"fixed_amount": "500"}], "the last payment is 500, but 400.00 is left"),
        ([{"fixed_amount": "1001"}, {}], "the payments before the last come to 1001.00"),
        ([{}, {"share": "0.5"}], "payment 1, m, has neither a share nor a fixed amount"),
    ],
)
def test_payments_that_cannot_add_up_are_refused(terms: list[dict[str, str]], said: str):
    with pytest.raises(ValidationError, match=said):
        paid("1000", *terms)


# ── references ──


def test_each_must_pain_has_a_diagnosis():
    assert "must_pains[1]: P7 must be solved, but the diagnosis has only P2" in problems_of(must_pains=["P2", "P7"])[0]


def test_rows_and_objectives_refer_to_diagnosed_pains_and_all_problems_are_reported_together():
    data = sample("manufacturing.zh+en")
    data["solution"]["rows"][0]["pain_id"] = "P8"
    data["objectives"][0]["pain_id"] = "P9"
    said = problems_of(solution=data["solution"], objectives=data["objectives"], cases=["a", "a"])
    assert [line.removeprefix("Value error, ").split(":")[0] for line in said] == [
        "solution.rows[0].pain_id",
        "objectives[0].pain_id",
        "cases[1]",
    ]


def test_a_case_or_objection_is_named_once():
    said = problems_of(cases=["a", "b", "a"], objections=["c", "c"])
    assert [line.removeprefix("Value error, ") for line in said] == [
        "cases[2]: a is there more than once",
        "objections[1]: c is there more than once",
    ]


def test_a_stacked_proposal_says_which_language_governs():
    assert "governing_language" in problems_of(governing_language=None)[0]
    assert "one language prevails" in problems_of(governing_language="zh+en")[0]
    assert proposal(language="zh", governing_language=None).governing_language is None


def test_a_phase_does_not_end_before_it_starts():
    phase = {"name": "蓝图", "start": "2027-01-11", "end": "2027-01-10", "milestone": "评审"}
    assert "end: 2027-01-10 lies before start 2027-01-11" in problems_of(implementation=[phase])[0]


# ── computed ──


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "人民币壹拾万元整"),
        ("en", "One hundred thousand Chinese yuan"),
        ("zh+en", "人民币壹拾万元整\nOne hundred thousand Chinese yuan"),
    ],
)
def test_the_amount_in_words_is_in_the_documents_language(language: str, words: str):
    assert proposal(language=language).payable_in_words == words


def test_the_plan_runs_from_the_first_phase_to_the_last():
    made = proposal()
    assert (made.project_start, made.project_end) == (date(2027, 1, 11), date(2027, 2, 26))
    assert [phase.milestone_on for phase in made.implementation] == [date(2027, 1, 22), date(2027, 2, 26)]


def test_the_return_accumulates_over_the_periods():
    roi = Proposal.model_validate(sample("services.en")).roi
    assert roi is not None
    assert roi.cumulative == (D(13494), D(133094), D(252694))


def test_a_proposal_without_validity_or_with_few_value_figures_is_noticed():
    figures = sample("manufacturing.zh+en")["value_statement"]["figures"]
    made = proposal(valid_until=None, value_statement={"figures": figures[:2]})
    assert [finding.place for finding in made.notices()] == ["valid_until", "value_statement.figures"]


# ── the samples ──

NAMES = ("manufacturing.zh", "services.en", "manufacturing.zh+en")


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_valid_without_notices(name: str):
    assert list(Proposal.model_validate(sample(name)).notices()) == []


def test_the_chinese_sample_has_25_lines_in_4_groups_with_options_and_discounts_at_three_levels():
    pricing = Proposal.model_validate(sample("manufacturing.zh")).pricing
    assert len(pricing.lines) == 25
    assert [group.name for group in pricing.groups] == ["软件许可", "实施服务", "硬件与设备联网", "运维与培训"]
    assert pricing.options is not None
    assert pricing.alternatives is not None
    assert (len(pricing.options.lines), len(pricing.alternatives.lines)) == (2, 1)
    totals = pricing.totals
    assert totals.payable == D("1348733.00")
    assert totals.payable_in_words_zh == "人民币壹佰叁拾肆万捌仟柒佰叁拾叁元整"
    assert all((totals.line_discounts, totals.group_discounts, totals.document_discount, totals.rounding))


def test_the_text_of_a_sample_states_the_total_that_its_prices_come_to():
    chinese = Proposal.model_validate(sample("manufacturing.zh"))
    total = f"{format_amount(chinese.pricing.totals.payable / 10000)} 万元"
    assert total in chinese.executive_summary
    assert total in str(chinese.headlines.pricing)
    english = Proposal.model_validate(sample("services.en"))
    total = f"£{format_amount(english.pricing.totals.net_total, 0)}"
    assert total in english.executive_summary
    assert total in str(english.headlines.pricing)


@pytest.mark.parametrize("name", NAMES)
def test_the_clients_view_of_a_sample_holds_no_internal_price(name: str):
    made = Proposal.model_validate(sample(name))
    shown = str(as_data(view_for("client", made)))
    floors = {line.floor_price for line in made.pricing.lines} - {None}
    assert floors <= set(redacted_values(made))
    assert "floor_price" not in shown
    assert "speaker_notes" not in shown
    hidden = [line for line in made.pricing.lines if not line.show_price]
    assert all(f"'{line.typed.unit_price}'" not in shown for line in hidden)


# ── the success case ──


def case(**changes: object) -> Case:
    facts = {
        "case_id": "mfg-precision-gears",
        "title": "准时交付率提高到 96%",
        "industry": "manufacturing",
        "language": "zh",
        "client_name": "宁波甬江齿轮有限公司",
        "anonymous_name": "宁波某精密齿轮企业",
        "challenge": "插单频繁",
        "solution": "上线 APS",
        "figures": [{"label": "OEE", "before": "58", "after": "71", "unit": "%"}],
    }
    return Case.model_validate({**facts, **changes})


def test_a_case_is_anonymous_until_its_client_permits():
    view = as_data(view_for("client", case()))
    assert view["shown_name"] == "宁波某精密齿轮企业"
    assert "宁波甬江齿轮有限公司" not in str(view)


def test_a_case_with_permission_shows_the_name():
    assert view_for("client", case(permission="true")).shown_name == "宁波甬江齿轮有限公司"


def test_a_case_with_permission_needs_a_name():
    with pytest.raises(ValidationError, match="client_name: it may be named"):
        case(permission="true", client_name=None)


def test_a_copy_of_a_price_list_with_other_lines_is_computed_again() -> None:
    pricing = loaded(SAMPLES / "proposal.manufacturing.zh.yaml").pricing
    copied = pricing.model_copy(update={"lines": pricing.lines[:3], "document_discount": None})
    assert len(copied.lines) == 3
    assert sum(line.gross for line in copied.lines) == copied.totals.gross_total < pricing.totals.gross_total
