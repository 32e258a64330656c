"""Prices: known answers, parts that sum to the total, and errors."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.audience import as_data, view_for
from docgen.errors import PricingError
from docgen.redaction import redacted_values
from docgen.schemas.money import share_discount
from docgen.schemas.pricing import Pricing

D = Decimal
POLICIES = ("line", "group", "inclusive")


def line(qty: object = 1, unit_price: object = "100", tax_rate: object = "0.13", **more: object) -> dict[str, Any]:
    """One price line as an input file has it."""
    typed = {
        "name": "机床接入",
        "unit": "点",
        "qty": str(qty),
        "unit_price": str(unit_price),
        "tax_rate": str(tax_rate),
    }
    return {**typed, **more}


def priced(*lines: dict[str, Any], **terms: object) -> Pricing:
    """A computed price list."""
    return Pricing.model_validate({"currency": "CNY", "lines": lines, **terms})


def problems_of(*lines: dict[str, Any], **terms: object) -> str:
    """Errors of an invalid price list."""
    with pytest.raises(ValidationError) as refused:
        priced(*lines, **terms)
    return str(refused.value)


# ── known answers ──


def test_ten_times_3_60_at_5_5_percent_is_37_98_by_line_and_38_00_by_unit_gross():
    assert priced(line(10, "3.60", "0.055"), policy="line").totals.payable == D("37.98")
    assert priced(line(10, "3.80", "0.055"), policy="inclusive").totals.payable == D("38.00")


@pytest.mark.parametrize("policy", POLICIES)
def test_8500_less_7500_at_19_percent_is_1190_under_each_policy(policy: str):
    factor = D("1.19") if policy == "inclusive" else 1
    as_line = priced(line(1, 8500 * factor, "0.19", discount_amount=str(7500 * factor)), policy=policy)
    as_two = priced(line(1, 8500 * factor, "0.19"), line(-1, 7500 * factor, "0.19"), policy=policy)
    as_whole = priced(line(1, 8500 * factor, "0.19"), policy=policy, document_discount={"amount": 7500 * factor})
    for pricing in (as_line, as_two, as_whole):
        assert (pricing.totals.net_total, pricing.totals.payable) == (D("1000.00"), D("1190.00"))


def test_a_gross_of_100000_at_6_percent_splits_into_94339_62_and_5660_38():
    totals = priced(line(1, 100000, "0.06"), policy="inclusive").totals
    assert (totals.net_total, totals.tax_total, totals.gross_total) == (D("94339.62"), D("5660.38"), D("100000.00"))


def test_the_inclusive_policy_splits_the_sum_of_a_rate_and_not_each_line():
    lines = [line(1, price, "0.06") for price in ("33333.33", "33333.33", "33333.34")]
    assert priced(*lines, policy="inclusive").totals.net_total == D("94339.62")
    assert priced(*lines, policy="line", price_basis="incl_tax").totals.net_total == D("94339.63")


def test_by_line_each_tax_is_rounded_and_by_group_their_sum():
    lines = [line(1, "0.05", "0.13"), line(1, "0.05", "0.13"), line(1, "0.05", "0.13")]
    assert priced(*lines, policy="line").totals.tax_total == D("0.03")
    assert priced(*lines, policy="group").totals.tax_total == D("0.02")


def test_discounts_come_off_in_order_line_then_group_then_document():
    pricing = priced(
        line(2, "100", "0.13", group="软件", discount="0.1", list_price="120"),
        line(1, "100", "0.13", group="软件"),
        line(1, "72", "0.06", group="服务"),
        group_discounts=[{"group": "软件", "rate": "0.1"}],
        document_discount={"rate": "0.1"},
    )
    totals = pricing.totals
    assert totals.list_total == D("412.00")
    assert totals.line_discounts == D("60.00")
    assert totals.group_discounts == D("28.00")
    assert totals.document_discount == D("32.40")
    assert totals.net_total == D("291.60")
    assert [str(item.net) for item in pricing.lines] == ["145.80", "81.00", "64.80"]


def test_halves_are_rounded_away_from_zero():
    assert priced(line(1, "2.345", "0")).totals.payable == D("2.35")
    assert priced(line(-1, "2.345", "0"), credit=True).totals.payable == D("-2.35")


def test_yen_have_no_decimals_and_unit_prices_keep_four():
    pricing = priced(line(3, "33.3333", "0.1"), currency="JPY")
    assert (pricing.totals.net_total, pricing.totals.payable) == (D(100), D(110))
    assert pricing.lines[0].unit_price == D("33.3333")


def test_rounding_payable_to_whole_yuan_is_a_line_of_its_own():
    totals = priced(line(1, "100.35", "0"), round_payable_to="1").totals
    assert (totals.gross_total, totals.rounding, totals.payable) == (D("100.35"), D("-0.35"), D("100.00"))
    assert totals.payable_in_words_zh == "人民币壹佰元整"


def test_options_and_alternatives_stay_outside_the_total_with_their_own_subtotal():
    pricing = priced(
        line(1, 100, "0"), line(1, 40, "0", optional=True), line(1, 90, "0", alternative_to="1"), policy="line"
    )
    assert (pricing.totals.payable, pricing.totals.options_total, pricing.totals.alternatives_total) == (100, 40, 90)
    assert [item.line_no for group in pricing.groups for item in group.lines] == ["1"]
    assert pricing.options is not None
    assert pricing.options.gross == 40


def test_an_options_price_is_the_whole_list_computed_again_with_it():
    fixed = {"document_discount": {"amount": "100"}, "round_payable_to": "1"}
    base = [line(1, 1000, "0.13", group="a"), line(1, 1000, "0.06", group="b")]
    option, other = line(1, 500, "0.06", optional=True), line(1, 900, "0.13", alternative_to="1")
    pricing = priced(*base, option, other, **fixed)
    with_option = priced(*base, line(1, 500, "0.06"), **fixed).totals.payable
    with_other = priced(line(1, 900, "0.13", group="a"), base[1], **fixed).totals.payable
    first, second = pricing.option_totals
    assert (first.difference, first.payable) == (D(500), with_option)
    assert (second.replaces, second.difference, second.payable) == ("1", D(-100), with_other)
    assert second.added == with_other - pricing.totals.payable
    assert pricing.all_options is None


def test_an_alternative_too_cheap_for_a_fixed_discount_has_no_total():
    pricing = priced(line(1, 1000), line(1, 50, alternative_to="1"), document_discount={"amount": "100"})
    assert (pricing.option_totals[0].difference, pricing.option_totals[0].payable) == (D(-950), None)


# ── parts sum to the total ──

prices = st.decimals(min_value=0, max_value=100_000, places=4)
rates = st.sampled_from(["0", "0.06", "0.13", "0.2", "0.055"])
discounts = st.sampled_from([{}, {"discount": "0.15"}, {"discount": "0.3333"}])
typed_lines = st.lists(
    st.builds(
        lambda qty, price, rate, group, off, optional: line(qty, price, rate, group=group, optional=optional, **off),
        st.decimals(min_value="0.0001", max_value=500, places=4),
        prices,
        rates,
        st.sampled_from(["软件", "服务", None]),
        discounts,
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def price_lists(draw: st.DrawFn) -> Pricing:
    lines = draw(typed_lines)
    groups = sorted({item["group"] for item in lines if item["group"] and not item["optional"]})
    rate = st.sampled_from(["0", "0.05", "0.123"])
    return priced(
        *lines,
        policy=draw(st.sampled_from(POLICIES)),
        currency=draw(st.sampled_from(["CNY", "JPY"])),
        group_discounts=[{"group": group, "rate": draw(rate)} for group in groups],
        document_discount={"rate": draw(rate)},
    )


@settings(deadline=None)
@given(price_lists())
def test_lines_groups_and_rates_sum_to_the_totals_under_each_policy(pricing: Pricing):
    totals = pricing.totals
    lines = [item for group in pricing.groups for item in group.lines]
    for parts in (lines, pricing.groups, totals.tax_by_rate, totals.by_billing):
        assert sum(part.net for part in parts) == totals.net_total
        assert sum(part.tax for part in parts) == totals.tax_total
        assert sum(part.gross for part in parts) == totals.gross_total
    for group in pricing.groups:
        assert sum(item.net for item in group.lines) == group.net
        assert sum(item.gross for item in group.lines) == group.gross
    assert totals.net_total + totals.tax_total == totals.gross_total
    by_gross = pricing.price_basis == "incl_tax"
    before = totals.subtotal_gross if by_gross else totals.subtotal_net
    assert sum(group.subtotal for group in pricing.groups) == before
    assert totals.subtotal_net - sum(row.net for row in totals.discounts_by_rate) == totals.net_total
    assert totals.subtotal_tax - sum(row.tax for row in totals.discounts_by_rate) == totals.tax_total
    assert before - totals.document_discount == (totals.gross_total if by_gross else totals.net_total)


@settings(deadline=None)
@given(price_lists())
def test_list_total_less_all_discounts_is_the_total_in_the_lists_basis(pricing: Pricing):
    totals = pricing.totals
    rest = totals.list_total - totals.line_discounts - totals.group_discounts - totals.document_discount
    assert rest == (totals.gross_total if pricing.price_basis == "incl_tax" else totals.net_total)
    lines = [item for group in pricing.groups for item in group.lines]
    assert sum(item.shared_discount for item in lines) == totals.group_discounts + totals.document_discount


@settings(deadline=None)
@given(price_lists())
def test_each_rate_follows_its_policy(pricing: Pricing):
    unit = D(1).scaleb(-pricing.currency.places)
    for part in pricing.totals.tax_by_rate:
        exact = part.gross * part.rate / (1 + part.rate) if pricing.policy == "inclusive" else part.net * part.rate
        slack = unit / 2 if pricing.policy != "line" else unit / 2 * len(pricing.lines)
        assert abs(part.tax - exact) <= slack


@given(st.decimals(min_value=0, max_value=10_000, places=2), st.lists(prices, min_size=1, max_size=30))
def test_a_shared_discount_sums_exactly_and_lies_within_a_cent_of_its_proportion(total: D, nets: list[D]):
    if not sum(nets):
        with pytest.raises(PricingError):
            share_discount(total, nets, 2)
        return
    shares = share_discount(total, nets, 2)
    assert sum(shares) == total
    assert all(abs(share - total * net / sum(nets)) < D("0.01") for share, net in zip(shares, nets, strict=True))


def test_a_cent_that_is_left_over_goes_to_the_largest_remainder_and_then_to_the_earlier_line():
    assert share_discount(D("0.10"), [D(1), D(1), D(1)], 2) == [D("0.04"), D("0.03"), D("0.03")]
    assert share_discount(D("1.00"), [D(1), D(1), D(4)], 2) == [D("0.17"), D("0.17"), D("0.66")]


# ── audiences ──


def test_a_hidden_price_leaves_no_figure_in_the_clients_view():
    hidden = line(1, "7777.77", "0.13", group="培训", show_price=False, list_price="8888.88", discount="0.01")
    pricing = priced(hidden, line(1, "5555.55", "0.13", group="培训", show_price=False))
    shown = str(as_data(view_for("client", pricing)))
    for figure in ("7777.77", "8888.88", "7699.99", "5555.55"):
        assert figure not in shown
    assert pricing.groups[0].amount == D("13255.54")
    assert {D("7777.77"), D("8888.88"), D("7699.99")} <= set(redacted_values(pricing))


def test_an_internal_reader_sees_the_hidden_price():
    pricing = priced(line(1, "7777.77", show_price=False))
    assert view_for("internal", pricing).lines[0].withheld_price.unit_price == D("7777.77")


def test_cost_floor_margin_and_approval_never_reach_the_client():
    pricing = priced(line(2, 100, cost="61", floor_price="95", approval_ref="TJ-1"))
    view = view_for("client", pricing)
    for name in ("cost", "floor_price", "margin", "margin_rate", "approval_ref", "withheld_price"):
        assert hasattr(view_for("internal", pricing).lines[0], name)
        assert not hasattr(view.lines[0], name)
    assert not hasattr(view.totals, "margin")
    assert pricing.totals.margin == D("78.00")
    assert pricing.totals.margin_rate == D("0.39")


def test_a_margin_needs_the_cost_of_every_line():
    assert priced(line(cost="60"), line()).totals.margin is None


def test_a_price_brought_under_its_floor_by_any_discount_is_noticed_unless_approved():
    under = line(1, 100, floor_price="96")
    assert [n.place for n in priced(under, document_discount={"rate": "0.05"}).notices()] == [
        "pricing.lines[0].unit_price"
    ]
    assert not list(priced(under, document_discount={"rate": "0.04"}).notices())
    assert not list(priced({**under, "approval_ref": "TJ-1"}, document_discount={"rate": "0.05"}).notices())


# ── errors ──


def test_a_float_is_refused():
    assert "is a float" in problems_of({**line(), "unit_price": 3.6})


def test_a_seventh_decimal_of_a_unit_price_is_refused():
    assert priced(line(1_000_000, "0.037512", "0")).totals.payable == D("37512.00")
    assert "decimal" in problems_of(line(1, "3.6000001"))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"policy": "inclusive", "price_basis": "excl_tax"}, "price_basis: the inclusive policy"),
        ({"policy": "group", "price_basis": "incl_tax"}, "price_basis: the group policy"),
        ({"currency": "JPY", "document_discount": {"amount": "0.50"}}, "document_discount.amount: 0.50 has more"),
        (
            {"group_discounts": [{"group": "软件", "rate": "0.1"}]},
            "group_discounts[0].group: 软件 is not a group of a line",
        ),
        ({"document_discount": {"amount": "100.01"}}, "takes 100.01 off lines that sum to 100.00"),
        ({"document_discount": {"amount": "1", "rate": "0.1"}}, "give rate or amount"),
        ({"round_payable_to": "0"}, "round_payable_to: 0 is not a step to round to"),
    ],
)
def test_terms_that_contradict_are_refused_by_name(terms: dict[str, Any], said: str):
    assert said in problems_of(line(), **terms)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"discount": "0.1", "discount_amount": "5"}, "discount_amount: give discount or discount_amount"),
        ({"discount": "15"}, "write 0.15 for 15 %"),
        ({"discount": "0.2", "list_price": "125"}, "discount: unit_price 100 is already list_price 125 less"),
        ({"unit_price": None}, "unit_price: each line needs one"),
        ({"alternative_to": "9"}, "lines[0].alternative_to: 9 is not a line that counts"),
        ({"price_basis": "incl_tax"}, "lines[0].price_basis: the list's prices are excl_tax"),
        ({"service_start": "2027-02-01", "service_end": "2027-01-01"}, "service_end: 2027-01-01 lies before"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_by_name(more: dict[str, Any], said: str):
    assert said in problems_of({**line(), **more})


def test_all_problems_of_a_price_list_are_reported_at_once():
    said = problems_of(line(line_no="1"), line(line_no="1", alternative_to="7"), policy="group", price_basis="incl_tax")
    for path in ("price_basis:", "lines[1].line_no: 1 is there more than once", "lines[1].alternative_to: 7"):
        assert path in said


def test_the_same_line_in_two_lists_keeps_its_amounts_apart():
    first = priced(line(1, 100, "0"))
    second = Pricing(currency=first.currency, lines=first.lines, document_discount={"rate": "0.5"})  # type: ignore[arg-type]
    assert (first.lines[0].net, second.lines[0].net) == (D("100.00"), D("50.00"))
