"""Compute a price list: amounts of lines, groups and totals.

The order is that of domain.md 9: qty × unit price, line discount, group discount, document discount, tax. Options and
alternatives take only their line discount and are not in the totals.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.errors import Finding, PricingError
from docgen.schemas.money import (
    ZERO,
    Billing,
    Currency,
    PriceBasis,
    RoundingPolicy,
    exact,
    in_chinese_capitals,
    in_english,
    round_amount,
    share_discount,
    split_lines,
)
from docgen.schemas.price_line import LineResult, PriceLine
from docgen.schemas.price_totals import BillingTotal, Discount, GroupDiscount, PriceGroup, RateTotal, Totals


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """Terms of a price list that apply to all its lines."""

    currency: Currency
    policy: RoundingPolicy
    basis: PriceBasis
    group_discounts: tuple[GroupDiscount, ...]
    document_discount: Discount | None
    round_payable_to: Decimal | None


@dataclass(frozen=True, slots=True)
class PricedList:
    """A computed price list."""

    lines: tuple[PriceLine, ...]
    groups: tuple[PriceGroup, ...]
    options: PriceGroup | None
    alternatives: PriceGroup | None
    totals: Totals


def compute_prices(lines: Sequence[PriceLine], terms: PriceTerms) -> PricedList:
    """Compute all amounts. Raises PricingError for an impossible discount, ValueError for a sum that is too large."""
    kinds: dict[int, Callable[[PriceLine], bool]] = {
        0: lambda line: line.included,
        1: lambda line: line.optional and line.alternative_to is None,
        2: lambda line: line.alternative_to is not None,
    }
    numbers = numbers_of(lines)
    done: dict[int, PriceLine] = {}
    with exact():
        for kind, belongs in kinds.items():
            places = [index for index, line in enumerate(lines) if belongs(line)]
            results = _results([lines[i] for i in places], terms, wide_discounts=kind == 0)
            done.update((i, lines[i].with_result(numbers[i], r)) for i, r in zip(places, results, strict=True))
        priced = tuple(done[index] for index in range(len(lines)))
        counted, options, alternatives = (tuple(filter(belongs, priced)) for belongs in kinds.values())
        outside = [_group(None, some, None) if some else None for some in (options, alternatives)]
        groups = _groups(counted, terms)
        return PricedList(priced, groups, outside[0], outside[1], _totals(counted, groups, outside, terms))


def numbers_of(lines: Sequence[PriceLine]) -> list[str]:
    """The lines' numbers; the default is the position in the list."""
    return [line.line_no or str(place) for place, line in enumerate(lines, 1)]


def _results(lines: Sequence[PriceLine], terms: PriceTerms, *, wide_discounts: bool) -> list[LineResult]:
    places = terms.currency.places
    extended = [line.extended(places) for line in lines]
    rest = [amount for _, amount in extended]
    if wide_discounts:
        for discount in terms.group_discounts:
            members = [i for i, line in enumerate(lines) if line.group == discount.group]
            _take_off(rest, members, discount, discount.group, places)
    rates = [line.tax_rate for line in lines]
    splits = before = split_lines(rest, rates, terms.policy, terms.basis, places)
    if wide_discounts and terms.document_discount:
        _take_off(rest, range(len(rest)), terms.document_discount, "", places)
        splits = split_lines(rest, rates, terms.policy, terms.basis, places)
    return [
        LineResult(listed, amount, amount - left, split, earlier)
        for (listed, amount), left, split, earlier in zip(extended, rest, splits, before, strict=True)
    ]


def payable_of(lines: Sequence[PriceLine], terms: PriceTerms) -> Decimal:
    """The amount payable if exactly `lines` count. Raises PricingError for a discount above what they come to."""
    with exact():
        results = _results(lines, terms, wide_discounts=True)
        return _rounded(sum((result.split.gross for result in results), ZERO), terms)


def _rounded(gross: Decimal, terms: PriceTerms) -> Decimal:
    if not terms.round_payable_to:
        return gross
    payable = round_amount(gross / terms.round_payable_to, 0) * terms.round_payable_to
    return round_amount(payable, terms.currency.places)


def _take_off(rest: list[Decimal], members: Sequence[int], discount: Discount, group: str, places: int) -> None:
    """Subtract `discount` from the `members` of `rest`, in proportion. `group` is empty for the overall discount."""
    nets = [rest[i] for i in members]
    base = sum(nets, ZERO)
    off = discount.amount if discount.amount is not None else round_amount(base * (discount.rate or ZERO), places)
    if not min(ZERO, base) <= off <= max(ZERO, base):
        key = "pricing.discount:group" if group else "pricing.discount"
        raise PricingError(Finding.of(key, group=group, discount=off, amount=base))
    if off:
        for i, share in zip(members, share_discount(off, nets, places), strict=True):
            rest[i] -= share


def _groups(lines: Sequence[PriceLine], terms: PriceTerms) -> tuple[PriceGroup, ...]:
    discounts = {discount.group: discount for discount in terms.group_discounts}
    names = dict.fromkeys(line.group for line in lines)
    places = terms.currency.places
    return tuple(
        _group(name, tuple(line for line in lines if line.group == name), discounts.get(name or ""), places)
        for name in names
    )


def _group(
    name: str | None, lines: tuple[PriceLine, ...], discount: GroupDiscount | None, places: int = 2
) -> PriceGroup:
    results = [line.result for line in lines]
    amount = sum((result.amount for result in results), ZERO)
    off = ZERO if discount is None else discount.amount
    if off is None:
        off = round_amount(amount * ((discount and discount.rate) or ZERO), places)
    _, margin, margin_rate = _margin(lines)
    return PriceGroup(
        name=name,
        lines=lines,
        discount_rate=discount.rate if discount else None,
        discount_reason=discount.reason if discount else None,
        list_total=sum((result.list_amount for result in results), ZERO),
        amount=amount,
        discount=off,
        subtotal=amount - off,
        net=sum((result.split.net for result in results), ZERO),
        tax=sum((result.split.tax for result in results), ZERO),
        gross=sum((result.split.gross for result in results), ZERO),
        margin=margin,
        margin_rate=margin_rate,
    )


def _margin(lines: Sequence[PriceLine]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Cost, margin and margin rate of the lines; None if any line has no cost."""
    costs = [line.qty * line.cost for line in lines if line.cost is not None]
    if not lines or len(costs) < len(lines):
        return None, None, None
    cost = sum(costs, ZERO)
    net = sum((line.result.split.net for line in lines), ZERO)
    return cost, net - cost, round_amount((net - cost) / net, 4) if net else None


def _totals(
    lines: Sequence[PriceLine], groups: Sequence[PriceGroup], outside: Sequence[PriceGroup | None], terms: PriceTerms
) -> Totals:
    options, alternatives = (part.gross if part else ZERO for part in outside)
    cost, margin, margin_rate = _margin(lines)
    return Totals(
        currency=terms.currency,
        policy=terms.policy,
        tax_by_rate=_tax_by_rate(lines),
        options_total=options,
        alternatives_total=alternatives,
        by_billing=_by_billing(lines),
        cost=cost,
        margin=margin,
        margin_rate=margin_rate,
        **_counted_totals(lines, groups, terms),
    )


def _counted_totals(lines: Sequence[PriceLine], groups: Sequence[PriceGroup], terms: PriceTerms) -> dict[str, Any]:
    """Sums of the lines that count in the total, from list prices to the amount payable in words."""
    list_total = sum((line.result.list_amount for line in lines), ZERO)
    amount = sum((line.result.amount for line in lines), ZERO)
    group_discounts = sum((group.discount or ZERO for group in groups), ZERO)
    sums = _sums(lines)
    gross = sums["gross"]
    payable = _rounded(gross, terms)
    before = _sums(lines, before=True)
    return {
        **{f"subtotal_{name}": value for name, value in before.items()},
        "discounts_by_rate": _discounts_by_rate(lines) if terms.document_discount else (),
        "list_total": list_total,
        "line_discounts": list_total - amount,
        "group_discounts": group_discounts,
        "document_discount": sum((line.result.shared for line in lines), ZERO) - group_discounts,
        "net_total": sums["net"],
        "tax_total": sums["tax"],
        "gross_total": gross,
        "rounding": payable - gross,
        "payable": payable,
        "payable_in_words_zh": in_chinese_capitals(payable, terms.currency) if lines else None,
        "payable_in_words_en": in_english(payable, terms.currency) if lines else None,
    }


def _sums(lines: Sequence[PriceLine], *, before: bool = False) -> dict[str, Decimal]:
    """Net, tax and gross of the lines; `before`: without the overall discount."""
    splits = [line.result.before if before else line.result.split for line in lines]
    net, tax = sum((split.net for split in splits), ZERO), sum((split.tax for split in splits), ZERO)
    return {"net": net, "tax": tax, "gross": net + tax}


def _by_rate(lines: Sequence[PriceLine]) -> Iterator[tuple[Decimal, list[PriceLine]]]:
    """The lines of each tax rate, the highest first."""
    for rate in sorted({line.tax_rate for line in lines}, reverse=True):
        yield rate, [line for line in lines if line.tax_rate == rate]


def _tax_by_rate(lines: Sequence[PriceLine]) -> tuple[RateTotal, ...]:
    return tuple(RateTotal(rate=rate, **_sums(some)) for rate, some in _by_rate(lines))


def _discounts_by_rate(lines: Sequence[PriceLine]) -> tuple[RateTotal, ...]:
    found: list[RateTotal] = []
    for rate, some in _by_rate(lines):
        before, after = _sums(some, before=True), _sums(some)
        found.append(RateTotal(rate=rate, **{name: before[name] - after[name] for name in before}))
    return tuple(found)


def _by_billing(lines: Sequence[PriceLine]) -> tuple[BillingTotal, ...]:
    used = [billing for billing in Billing if any(line.billing is billing for line in lines)]
    return tuple(
        BillingTotal(billing=billing, **_sums([line for line in lines if line.billing is billing])) for billing in used
    )
