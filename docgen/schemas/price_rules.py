"""Check a price list: terms that contradict each other, references to nothing, discounts and sums that can't be."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from docgen.errors import Finding
from docgen.schemas.base import list_ids, repeated_ids
from docgen.schemas.money import ZERO, PriceBasis, RoundingPolicy, exact, round_amount
from docgen.schemas.price_computation import numbers_of
from docgen.schemas.price_totals import Totals

if TYPE_CHECKING:
    from docgen.schemas.pricing import Pricing

MOST_ROUNDED = Decimal("0.01")
"""The share of the total by which a rounding step may move it."""


def default_basis(policy: RoundingPolicy) -> PriceBasis:
    """Whether prices carry tax, where the list doesn't say so."""
    return PriceBasis.incl_tax if policy is RoundingPolicy.inclusive else PriceBasis.excl_tax


def problems_of(pricing: "Pricing") -> list[str | Finding]:
    """All that forbids to compute a price list."""
    return [*_price_problems(pricing), *_discount_problems(pricing), *_reference_problems(pricing)]


def sum_problems(pricing: "Pricing", totals: Totals) -> Iterator[Finding]:
    """What a computed list may not come to: a total that rounding moves too far, a negative one without `credit`."""
    gross, payable, moved = totals.gross_total, totals.payable, abs(totals.rounding)
    if moved > MOST_ROUNDED * abs(gross):
        step = pricing.round_payable_to
        share = f"{moved / abs(gross) * 100:.1f} %"
        message = f"a step of {step} moves the total of {gross} by {moved} ({share})"
        yield _problem(
            "rounding_step", "round_payable_to", message, "at most 1 % is rounded; write a smaller step",
            step=step, total=gross, moved=moved,
        )  # fmt: skip
    if payable < 0 and not pricing.credit:
        message = f"the amount payable is {payable}; only a credit note goes below zero"
        hint = "check signs and discounts, or write credit: true for a credit note"
        yield _problem("negative", "credit", message, hint, payable=payable)


def _problem(code: str, path: str, message: str, hint: str, **values: object) -> Finding:
    return Finding(f"pricing.{code}", message, hint, place=path, values=values)


def _price_problems(pricing: "Pricing") -> Iterator[str | Finding]:
    """What forbids to compute: a policy and a basis that contradict each other, amounts finer than the currency."""
    basis = pricing.price_basis or default_basis(pricing.policy)
    if pricing.policy is not RoundingPolicy.line and basis is not default_basis(pricing.policy):
        need = default_basis(pricing.policy).value
        yield f"price_basis: the {pricing.policy.value} policy takes {need} prices; write {need} or policy: line"
    for path, amount in _typed_amounts(pricing):
        if amount is not None and amount != round_amount(amount, pricing.currency.places):
            yield f"{path}: {amount} has more than the {pricing.currency.places} decimals of {pricing.currency.value}"
    for index, line in enumerate(pricing.lines):
        if line.price_basis not in (None, basis):
            yield f"lines[{index}].price_basis: the list's prices are {basis.value}; one list has one basis"
    step = pricing.round_payable_to
    if step is not None and step <= 0:
        message, hint = f"{step} is no step to round to", "write 1 for whole units, or leave it out"
        yield _problem("rounding_step", "round_payable_to", message, hint, step=step)


def _typed_amounts(pricing: "Pricing") -> Iterator[tuple[str, Decimal | None]]:
    for index, line in enumerate(pricing.lines):
        yield f"lines[{index}].discount_amount", line.typed.discount_amount
    for index, discount in enumerate(pricing.group_discounts):
        yield f"group_discounts[{index}].amount", discount.amount
    if pricing.document_discount:
        yield "document_discount.amount", pricing.document_discount.amount
    yield "round_payable_to", pricing.round_payable_to


def _discount_problems(pricing: "Pricing") -> Iterator[Finding]:
    """Discounts of more than their line: a discount lies between nothing and the line's amount, credit lines too."""
    for index, line in enumerate(pricing.lines):
        off = line.typed.discount_amount
        if off is None:
            continue
        with exact():
            full = round_amount(line.qty * line.typed.unit_price, pricing.currency.places)
        if not min(ZERO, full) <= off <= max(ZERO, full):
            message = f"{off} off {line.name}, which comes to {full}"
            hint = f"write an amount from {min(ZERO, full)} to {max(ZERO, full)}"
            path = f"lines[{index}].discount_amount"
            yield _problem("discount_above_line", path, message, hint, line=line.name, discount=off, amount=full)


def _reference_problems(pricing: "Pricing") -> Iterator[str]:
    """Line numbers that are used twice; alternatives and discounts that refer to nothing."""
    numbers = numbers_of(pricing.lines)
    for index, number in repeated_ids(numbers):
        yield f"lines[{index}].line_no: {number} stands more than once"
    counted = [number for number, line in zip(numbers, pricing.lines, strict=True) if line.included]
    answers = set(counted)
    for index, line in enumerate(pricing.lines):
        if line.alternative_to is not None and line.alternative_to not in answers:
            found = f"lines[{index}].alternative_to: {line.alternative_to} names no line that counts in the total"
            yield f"{found}; known are {list_ids(counted)}"
    known = {line.group for line in pricing.lines if line.included and line.group}
    yield from _group_problems([discount.group for discount in pricing.group_discounts], known)


def _group_problems(discounted: Sequence[str], known: set[str]) -> Iterator[str]:
    for index, group in enumerate(discounted):
        if group not in known:
            names = list_ids(sorted(known))
            yield f"group_discounts[{index}].group: {group} groups no line of the total; known are {names}"
    for index, group in repeated_ids(discounted):
        if group in known:
            yield f"group_discounts[{index}].group: {group} has a discount already"
