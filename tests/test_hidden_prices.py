"""Hidden prices: no sum of a client's edition reveals one, computed here independently from the view."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_money import line, priced

from docgen.audience import View, as_data, fields_of, view_for
from docgen.errors import PricingError
from docgen.redaction import redacted_values
from docgen.schemas.pricing import Pricing

D = Decimal
Row = list[Fraction]
POLICIES = ("line", "group", "inclusive")


def hidden(price: object, rate: object = "0.13", qty: object = 1, **more: object) -> dict[str, Any]:
    """A line without a price for clients."""
    return line(qty, price, rate, show_price=False, **more)


def client_data(pricing: Pricing) -> str:
    """Everything that a client's edition can contain of a price list."""
    return str(as_data(view_for("client", pricing)))


def refusal(pricing: Pricing) -> str:
    """Why no client's edition is possible."""
    with pytest.raises(PricingError) as refused:
        view_for("client", pricing)
    return str(refused.value)


# ── known cases ──


def test_the_only_hidden_option_is_left_out_of_all_sums_of_the_options():
    pricing = priced(line(), line(1, "2410", optional=True), hidden("6543.21", optional=True))
    view = view_for("client", pricing)
    assert (view.options.net, view.options.tax, view.options.gross, view.totals.options_total) == (None,) * 4
    assert view.totals.payable == D("113.00")
    assert "6543.21" not in client_data(pricing)
    assert "8953.21" not in client_data(pricing)


def test_two_hidden_options_keep_their_sum():
    pricing = priced(line(), hidden("6543.21", optional=True), hidden("1000", optional=True))
    assert view_for("client", pricing).options.net == D("7543.21")
    assert not list(pricing.notices())


def test_a_hidden_alternative_is_left_out_too():
    pricing = priced(line(), hidden("4321", alternative_to="1"))
    view = view_for("client", pricing)
    assert (view.alternatives.gross, view.totals.alternatives_total) == (None, None)
    assert [finding.code for finding in pricing.notices()] == ["notice.withheld_sum"]


def test_one_hidden_line_among_shown_ones_follows_from_the_total_so_the_copy_is_refused():
    pricing = priced(line(group="a"), hidden("7777", name="Commissioning", group="b"), line(group="b"))
    assert "hidden price of Commissioning follows from the totals" in refusal(pricing)
    assert "hide another priced line that is taxed at 13%" in refusal(pricing)
    assert [(n.code, n.place) for n in pricing.notices()] == [("notice.hidden_price", "pricing.lines[1].show_price")]


def test_two_hidden_lines_of_two_tax_rates_follow_from_net_and_tax():
    pricing = priced(line(), hidden("7777", "0.05", name="First"), hidden("3333", "0.2", name="Second"))
    for name in ("First", "Second"):
        assert name in refusal(pricing)


def test_three_hidden_lines_of_three_tax_rates_lose_the_tax_by_rate_alone():
    pricing = priced(line(), hidden("7777", "0.05"), hidden("3333", "0.2"), hidden("2222", "0"))
    view = view_for("client", pricing)
    assert view.totals.tax_by_rate == ()
    assert view.totals.tax_total == pricing.totals.tax_total
    assert {item.kind for item in pricing.withheld_sums} == {"tax_by_rate"}


def test_a_way_of_billing_with_one_hidden_line_is_left_out():
    pricing = priced(line(), hidden("7777", billing="recurring"), hidden("3333"))
    assert view_for("client", pricing).totals.by_billing == ()
    assert "7777" not in client_data(pricing)


def test_a_group_that_follows_from_the_total_and_another_group_is_left_out_with_it():
    pricing = priced(
        hidden("5001", group="a"),
        line(group="a"),
        hidden("5002", group="b"),
        hidden("5003", group="b"),
        line(group="c"),
    )
    first, second, third = view_for("client", pricing).groups
    assert (first.gross, second.gross) == (None, None)
    assert third.gross == D("113.00")


def test_the_discount_of_a_group_is_left_out_with_its_subtotal():
    pricing = priced(
        hidden("5000", group="a"), line(group="a"), hidden("6000", group="b"),
        group_discounts=[{"group": "a", "amount": "510"}],
    )  # fmt: skip
    view = view_for("client", pricing)
    assert view.groups[0].discount is None
    assert view.group_discounts[0].amount is None
    assert view.totals.group_discounts is None
    assert "510" not in client_data(pricing)


def test_list_totals_go_where_they_would_tell_one_hidden_discount():
    pricing = priced(hidden("5000", list_price="7000"), hidden("6000"), line())
    view = view_for("client", pricing)
    assert (view.totals.list_total, view.totals.line_discounts, view.groups[0].list_total) == (None,) * 3
    assert view.groups[0].gross == pricing.groups[0].gross


def test_parts_of_a_bundle_that_cost_nothing_hide_nothing_and_cost_no_sum():
    pricing = priced(line(1, "9000", group="a"), hidden("0", group="a"), hidden("0", group="a", name="Manual"))
    assert view_for("client", pricing).groups[0].gross == D("10170.00")
    assert not list(pricing.notices())


def test_a_free_part_is_no_second_line_to_hide_behind():
    assert "follows from the totals" in refusal(priced(line(), hidden("7777"), hidden("0")))


def test_an_internal_reader_keeps_all_sums_and_learns_which_a_client_lacks():
    pricing = priced(line(), hidden("6543.21", optional=True))
    view = view_for("internal", pricing)
    assert view.options.net == D("6543.21")
    assert next((item.kind, item.lines) for item in view.withheld_sums) == ("part", ("2",))
    assert not hasattr(view_for("client", pricing), "withheld_sums")
    assert D("7393.83") in redacted_values(pricing)


def test_a_refusal_names_every_line_at_once_and_carries_its_values():
    with pytest.raises(PricingError) as refused:
        view_for("client", priced(hidden("1", "0.2", name="X"), hidden("2", "0.1", name="Y")))
    assert [finding.values["line"] for finding in refused.value.findings] == ["X", "Y"]
    assert refused.value.exit_code == 1


def test_a_thousand_hidden_lines_take_no_time_that_grows_with_their_square():
    pricing = priced(*(hidden(str(1000 + place), group=f"g{place % 200}") for place in range(1000)))
    assert not pricing.withheld_sums


# ── totals with options ──


def with_options(view: View) -> list[tuple[Any, ...]]:
    """Number, difference, addition and amount payable of each option."""
    return [(item.line_no, item.difference, item.added, item.payable) for item in view.option_totals]


def test_no_total_is_given_with_a_hidden_option_or_one_that_replaces_a_hidden_line():
    pricing = priced(
        line(), hidden("5000"), hidden("6000"), hidden("700", optional=True), line(1, "800", optional=True),
        line(1, "5500", alternative_to="2"),
    )  # fmt: skip
    view = view_for("client", pricing)
    assert with_options(view)[0] == ("4", None, None, None)
    assert with_options(view)[1] == ("5", D("800.00"), D("904.00"), D("13447.00"))
    assert with_options(view)[2] == ("6", None, None, None)
    assert view.all_options.difference is None
    assert view_for("internal", pricing).all_options.difference == D("1500.00")


def test_an_option_in_a_group_with_a_fixed_discount_has_no_total_beside_hidden_lines():
    parts = [hidden("5000", group="a"), hidden("6000", group="a"), line(1, "800", group="a", optional=True)]
    pricing = priced(line(), *parts, group_discounts=[{"group": "a", "amount": "100"}])
    assert with_options(view_for("client", pricing)) == [("4", D("800.00"), None, None)]
    by_rate = priced(line(), *parts, group_discounts=[{"group": "a", "rate": "0.1"}])
    assert with_options(view_for("client", by_rate)) == [("4", D("800.00"), D("813.60"), D("12113.60"))]


# ── independent computation ──


@dataclass(frozen=True)
class Unknowns:
    """Hidden lines of a list, with two unknowns each: the amount, and its difference to the list amount."""

    pricing: Pricing

    @property
    def places(self) -> list[int]:
        return [i for i, item in enumerate(self.pricing.lines) if not item.show_price]

    def row(self, wanted: Any, amount: Any, off: int = 0) -> Row:
        """Coefficients of a sum over the lines that `wanted` selects; `amount` gives those of the amounts."""
        amounts, offs = [], []
        for place in self.places:
            item = self.pricing.lines[place]
            has = wanted(place)
            known = not item.result.amount
            same = item.result.list_amount == item.result.amount
            amounts.append(Fraction(amount(place)) if has and not known else Fraction(0))
            offs.append(Fraction(off) if has and not same else Fraction(0))
        return amounts + offs

    def group_rate(self, place: int) -> Fraction:
        item = self.pricing.lines[place]
        if not item.included:
            return Fraction(0)
        group = next(g for g in self.pricing.groups if g.name == item.group)
        typed = next((d for d in self.pricing.group_discounts if d.group == item.group), None)
        if typed is None or not group.amount:
            return Fraction(0)
        return Fraction(typed.rate) if typed.rate is not None else Fraction(typed.amount) / Fraction(group.amount)

    def overall(self, place: int) -> Fraction:
        discount = self.pricing.document_discount
        return Fraction(discount.rate) if discount and self.pricing.lines[place].included else Fraction(0)

    def net(self, place: int) -> Fraction:
        rest = (1 - self.group_rate(place)) * (1 - self.overall(place))
        return rest / (1 + self.rate(place)) if self.pricing.price_basis == "incl_tax" else rest

    def net_before(self, place: int) -> Fraction:
        return self.net(place) / (1 - self.overall(place))

    def rate(self, place: int) -> Fraction:
        return Fraction(self.pricing.lines[place].tax_rate)

    def of_sums(self, shown: Any, wanted: Any) -> Iterator[Row]:
        """Equations from `shown`: net, tax, gross, amount, discount, list total."""
        weights = {
            "net": self.net,
            "tax": lambda p: self.net(p) * self.rate(p),
            "gross": lambda p: self.net(p) * (1 + self.rate(p)),
            "amount": lambda _: 1,
            "discount": self.group_rate,
            "subtotal": lambda p: 1 - self.group_rate(p),
        }
        for name, weight in weights.items():
            if fields_of(shown).get(name) is not None:
                yield self.row(wanted, weight)
        if fields_of(shown).get("list_total") is not None:
            yield self.row(wanted, lambda _: 1, 1)

    def equations(self, view: View) -> Iterator[Row]:
        """Every sum of a view as an equation."""
        lines = self.pricing.lines
        for group in view.groups:
            yield from self.of_sums(group, lambda p, name=group.name: lines[p].included and lines[p].group == name)
        for discount in view.group_discounts:
            if discount.amount is not None:
                yield self.row(
                    lambda p, name=discount.group: lines[p].included and lines[p].group == name, self.group_rate
                )
        outside = (
            (view.options, "options_total", lambda p: not lines[p].included and lines[p].alternative_to is None),
            (view.alternatives, "alternatives_total", lambda p: lines[p].alternative_to is not None),
        )
        for shown, name, wanted in outside:
            if shown is not None:
                yield from self.of_sums(shown, wanted)
            if getattr(view.totals, name) is not None:
                yield self.row(wanted, lambda p: self.net(p) * (1 + self.rate(p)))
        yield from self.of_totals(view.totals)

    def of_totals(self, totals: View) -> Iterator[Row]:
        lines = self.pricing.lines
        weights = {
            "list_total": (lambda _: 1, 1),
            "line_discounts": (lambda _: 0, 1),
            "group_discounts": (self.group_rate, 0),
            "document_discount": (lambda p: (1 - self.group_rate(p)) * self.overall(p), 0),
            "subtotal_net": (self.net_before, 0),
            "subtotal_tax": (lambda p: self.net_before(p) * self.rate(p), 0),
            "net_total": (self.net, 0),
            "tax_total": (lambda p: self.net(p) * self.rate(p), 0),
            "gross_total": (lambda p: self.net(p) * (1 + self.rate(p)), 0),
        }
        for name, (weight, off) in weights.items():
            if getattr(totals, name) is not None:
                yield self.row(lambda p: lines[p].included, weight, off)
        for row in totals.by_billing:
            yield from self.of_sums(row, lambda p, b=row.billing: lines[p].included and lines[p].billing == b)
        for row in totals.discounts_by_rate:
            yield self.row(
                lambda p, r=row.rate: lines[p].included and lines[p].tax_rate == r,
                lambda p: self.net_before(p) - self.net(p),
            )
        for row in totals.tax_by_rate:
            yield from self.of_sums(row, lambda p, r=row.rate: lines[p].included and lines[p].tax_rate == r)

    def revealed(self, rows: list[Row]) -> list[int]:
        """Hidden lines with a figure in the row space."""
        count, base, found = len(self.places), rank(rows), []
        for number, place in enumerate(self.places):
            result = self.pricing.lines[place].result
            marks = [(1, 0)] if result.amount else []
            marks += [(0, 1), (1, 1)] if result.list_amount != result.amount else []
            for amount, off in marks:
                unit = [Fraction(0)] * (2 * count)
                unit[number], unit[count + number] = Fraction(amount if result.amount else 0), Fraction(off)
                if rank([*rows, unit]) == base:
                    found.append(place)
        return sorted(set(found))


def rank(rows: list[Row]) -> int:
    """The rank of a matrix."""
    left, found = [row[:] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((i for i in range(found, len(left)) if left[i][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for i in range(found + 1, len(left)):
            times = left[i][column] / left[found][column]
            left[i] = [a - times * b for a, b in zip(left[i], left[found], strict=True)]
        found += 1
    return found


@st.composite
def hidden_lists(draw: st.DrawFn) -> Pricing:
    count = draw(st.integers(1, 9))
    kinds = st.sampled_from(["total", "total", "total", "option", "alternative"])
    lines = [line(1, "1234.56", draw(st.sampled_from(["0.06", "0.13"])), group="a")]
    for _ in range(count):
        more: dict[str, Any] = {"group": draw(st.sampled_from(["a", "b", None])), "show_price": draw(st.booleans())}
        more["billing"] = draw(st.sampled_from(["one_off", "recurring"]))
        more |= draw(st.sampled_from([{}, {}, {"discount": "0.15"}, {"list_price": "90000"}]))
        kind = draw(kinds)
        more |= {"optional": True} if kind == "option" else {"alternative_to": "1"} if kind == "alternative" else {}
        price = draw(st.decimals(min_value=0, max_value=50_000, places=2))
        lines.append(line(draw(st.integers(1, 3)), price, draw(st.sampled_from(["0", "0.06", "0.13"])), **more))
    groups = sorted({str(item["group"]) for item in lines if item["group"] and "optional" not in item})
    counted = {item["group"] for item in lines if "optional" not in item and "alternative_to" not in item}
    off = st.sampled_from([None, {"rate": "0.05"}, {"amount": "100"}])
    discounts = [{"group": group, **typed} for group in groups if group in counted and (typed := draw(off))]
    if any(Decimal(item["unit_price"]) < 200 for item in lines):
        discounts = [typed for typed in discounts if "rate" in typed]
    overall = draw(st.sampled_from([None, {"rate": "0.1"}]))
    return priced(*lines, policy=draw(st.sampled_from(POLICIES)), group_discounts=discounts, document_discount=overall)


@settings(deadline=None, max_examples=300)
@given(hidden_lists())
@pytest.mark.slow
def test_no_hidden_figure_follows_from_the_sums_of_a_clients_view_and_no_sum_is_left_out_in_vain(pricing: Pricing):
    unknowns, internal = Unknowns(pricing), view_for("internal", pricing)
    try:
        view = view_for("client", pricing)
    except PricingError as error:
        totals = {name: getattr(internal.totals, name) for name in ("net_total", "tax_total", "document_discount")}
        others = dict.fromkeys(
            ("list_total", "line_discounts", "group_discounts", "gross_total", "subtotal_net", "subtotal_tax")
        )
        shown = View("totals", {**totals, **others, "by_billing": (), "tax_by_rate": (), "discounts_by_rate": ()})
        revealed = unknowns.revealed(list(unknowns.of_totals(shown)))
        assert [f.place for f in error.findings] == [f"pricing.lines[{place}].show_price" for place in revealed]
        return
    rows = list(unknowns.equations(view))
    assert not unknowns.revealed(rows)
    if pricing.withheld_sums:
        assert unknowns.revealed(list(unknowns.equations(internal)))
    for place in unknowns.places:
        item = view.lines[place]
        assert {item.unit_price, item.amount, item.net, item.tax, item.gross, item.list_price} == {None}


@settings(deadline=None)
@given(hidden_lists())
@pytest.mark.slow
def test_an_internal_view_is_whole_whatever_is_hidden(pricing: Pricing):
    view = view_for("internal", pricing)
    for part in (*view.groups, view.options, view.alternatives):
        if part is not None:
            assert None not in (part.net, part.tax, part.gross, part.amount, part.list_total, part.discount)
    assert sum(row.gross for row in view.totals.tax_by_rate) == view.totals.gross_total


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(100, 10_000), min_size=2, max_size=2), st.integers(1, 90), st.sampled_from(POLICIES))
def test_two_lists_that_differ_in_hidden_prices_alone_give_a_client_the_same(
    prices: list[int], moved: int, policy: str
):
    def made(first: int, second: int) -> Any:
        parts = [hidden(first, "0", group="a"), line(group="a"), hidden(second, "0", group="b"), line(group="b")]
        options = [hidden(first, "0", optional=True), hidden(second * 7, "0.13", optional=True)]
        return as_data(view_for("client", priced(*parts, *options[: moved % 2], policy=policy)))

    assert made(prices[0], prices[1]) == made(prices[0] + moved, prices[1] - moved)
