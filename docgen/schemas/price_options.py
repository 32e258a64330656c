"""What choosing an option or an alternative does to the totals: the price list computed again with it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from docgen.audience import MarkedModel, client
from docgen.errors import PricingError
from docgen.schemas.base import Text
from docgen.schemas.figures import Money
from docgen.schemas.money import ZERO
from docgen.schemas.price_computation import PricedList, PriceTerms, payable_of
from docgen.schemas.price_line import PriceLine


class OptionTotal(MarkedModel):
    """The totals with an option or alternative, or with all options; empty where they would reveal a hidden price."""

    line_no: Annotated[Text | None, client("No.", "序号", "The line's number; empty for all options.", "21")]
    replaces: Annotated[Text | None, client("Instead of", "替换项", "The line it would replace.", "3")]
    difference: Annotated[
        Money | None, client("Price difference", "价差", "Before group and overall discounts, as the rows.", "86000.00")
    ]
    added: Annotated[Money | None, client("Added to payable", "应付总额增加", "All discounts and tax.", "97163.00")]
    payable: Annotated[Money | None, client("Payable with it", "选用后应付总额", "Computed again.", "1445896.00")]


@dataclass(frozen=True, slots=True)
class OptionTotals:
    """The totals with each option and alternative alone, and with all options together if there are several."""

    each: tuple[OptionTotal, ...] = ()
    together: OptionTotal | None = None


def option_totals(priced: PricedList, terms: PriceTerms) -> OptionTotals:
    """Compute the totals with each option and alternative of `priced`."""
    lines, payable = priced.lines, priced.totals.payable
    choices = [line for line in lines if not line.included]
    options = [line for line in choices if line.alternative_to is None]
    each = tuple(_total(lines, [line], terms, payable) for line in choices)
    return OptionTotals(each, _total(lines, options, terms, payable) if len(options) > 1 else None)


def _total(lines: Sequence[PriceLine], chosen: Sequence[PriceLine], terms: PriceTerms, payable: Decimal) -> OptionTotal:
    numbers = {line.line_no for line in chosen}
    only = chosen[0] if len(chosen) == 1 else None
    replaced = next((line for line in lines if only and line.line_no == only.alternative_to), None)
    difference = sum((line.result.amount for line in chosen), ZERO)
    difference -= replaced.result.amount if replaced else ZERO
    try:
        total = payable_of(list(_with(lines, numbers, replaced)), terms)
    except PricingError:  # a fixed discount above the price of what would remain
        total = None
    return OptionTotal(
        line_no=only and only.line_no,
        replaces=replaced and replaced.line_no,
        difference=difference,
        added=None if total is None else total - payable,
        payable=total,
    )


def _with(lines: Sequence[PriceLine], chosen: Set[str | None], replaced: PriceLine | None) -> Iterator[PriceLine]:
    """The lines that count with the `chosen` ones; an alternative is in the group of the line that it replaces."""
    for line in lines:
        if line.line_no in chosen:
            in_group = replaced is not None and line.group is None
            yield line.model_copy(update={"group": replaced.group}) if replaced and in_group else line
        elif line.included and line is not replaced:
            yield line


def without_revealing(totals: OptionTotals, priced: PricedList, terms: PriceTerms) -> OptionTotals:
    """The totals without those that would reveal a hidden price.

    Withheld are totals of hidden lines and of those that replace one, the total of all options if theirs is withheld,
    and, where a hidden line counts, what is payable with a line of a group that has a fixed discount: the discount
    would be shared over other amounts.
    """
    by_number = {line.line_no: line for line in priced.lines}
    is_hidden_counted = any(not line.show_price and line.included for line in priced.lines)
    fixed = {discount.group for discount in terms.group_discounts if discount.amount is not None}
    fixed = fixed if is_hidden_counted else set[str]()

    def shown(total: OptionTotal, lines: Sequence[PriceLine], *, is_hidden: bool) -> OptionTotal:
        if is_hidden:
            return total.model_copy(update=dict.fromkeys(("difference", "added", "payable")))
        is_shared = any(line.group in fixed for line in lines)
        return total.model_copy(update=dict.fromkeys(("added", "payable"))) if is_shared else total

    each: list[OptionTotal] = []
    for total in totals.each:
        lines = [by_number[number] for number in (total.line_no, total.replaces) if number is not None]
        each.append(shown(total, lines, is_hidden=not all(line.show_price for line in lines)))
    together = totals.together
    if together is not None:
        options = [line for line in priced.lines if line.optional and line.alternative_to is None]
        is_withheld = priced.options is None or priced.options.amount is None
        together = shown(together, options, is_hidden=is_withheld)
    return OptionTotals(tuple(each), together)
