"""Withhold the sums of a price list that would reveal hidden prices, and report them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from docgen.errors import Finding
from docgen.messages import Message, message
from docgen.schemas.base import notice
from docgen.schemas.price_computation import PricedList
from docgen.schemas.price_hiding import Hiding, Part, Sum
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_totals import GroupDiscount, PriceGroup, SumKind, Totals, WithheldSum
from docgen.wording import format_percent

_PART_FIELDS = ("amount", "discount", "subtotal", "net", "tax", "gross")
_TOTAL_FIELDS = (
    "list_total", "line_discounts", "group_discounts", "document_discount", "subtotal_net", "subtotal_tax",
    "subtotal_gross", "net_total", "tax_total", "gross_total", "rounding", "payable",
)  # fmt: skip


def without_sums(priced: PricedList, hiding: Hiding) -> PricedList:
    """The list without the sums that would reveal a hidden price; they become None or an empty tuple."""
    groups = tuple(_part_without(group, place, hiding) for place, group in enumerate(priced.groups))
    options = priced.options and _part_without(priced.options, "options", hiding)
    alternatives = priced.alternatives and _part_without(priced.alternatives, "alternatives", hiding)
    totals = _totals_without(priced.totals, options, alternatives, hiding)
    return replace(priced, groups=groups, options=options, alternatives=alternatives, totals=totals)


def without_totals(priced: PricedList) -> PricedList:
    """The view of a list with options only: without the totals, since no line counts."""
    return replace(priced, totals=priced.totals.model_copy(update=dict.fromkeys(_TOTAL_FIELDS)))


def discounts_without(discounts: Sequence[GroupDiscount], priced: PricedList, hiding: Hiding) -> list[GroupDiscount]:
    """The entered group discounts, without amounts where the group's sums are withheld."""
    withheld = {group.name for place, group in enumerate(priced.groups) if Sum(SumKind.part, place) in hiding.withheld}
    return [
        discount.model_copy(update={"amount": None}) if discount.group in withheld else discount
        for discount in discounts
    ]


def withheld_sums(priced: PricedList, hiding: Hiding) -> Iterator[WithheldSum]:
    """The withheld sums as models."""
    for wanted, indices in hiding.withheld.items():
        holder = _holder(priced, wanted.part)
        numbers = tuple(str(priced.lines[index].line_no) for index in indices)
        figures = tuple(figure for figure in _figures(priced, wanted, holder) if figure)
        yield WithheldSum(kind=wanted.kind, group=holder and holder.name, lines=numbers, figures=figures)


def withheld_notices(priced: PricedList, hiding: Hiding) -> Iterator[Finding]:
    """Notices about the withheld sums."""
    for wanted, indices in hiding.withheld.items():
        if wanted.kind is SumKind.part_list_total and Sum(SumKind.part, wanted.part) in hiding.withheld:
            continue
        name, lines = _name_of(priced, wanted), _names_of(priced.lines, indices)
        yield notice("notice.withheld_sum", _place(indices[0]), sum=wanted.kind.value, name=name, lines=lines)


def revealed_findings(priced: PricedList, hiding: Hiding) -> Iterator[Finding]:
    """Errors for hidden prices that follow from the totals, which every edition shows."""
    for index in hiding.revealed:
        line = priced.lines[index]
        rate = format_percent(line.tax_rate)
        facts: dict[str, Any] = {"line": line.name, "number": line.line_no, "rate": rate}
        yield Finding.of("pricing.hidden_price", place=_place(index), **facts)


def _part_without(group: PriceGroup, part: Part, hiding: Hiding) -> PriceGroup:
    withheld = list(_PART_FIELDS) if Sum(SumKind.part, part) in hiding.withheld else []
    withheld += ["list_total"] if Sum(SumKind.part_list_total, part) in hiding.withheld else []
    return group.model_copy(update=dict.fromkeys(withheld)) if withheld else group


def _totals_without(
    totals: Totals, options: PriceGroup | None, alternatives: PriceGroup | None, hiding: Hiding
) -> Totals:
    changed: dict[str, object] = {}
    if options:
        changed["options_total"] = options.gross
    if alternatives:
        changed["alternatives_total"] = alternatives.gross
    if Sum(SumKind.group_discounts) in hiding.withheld:
        changed["group_discounts"] = None
    if Sum(SumKind.list_prices) in hiding.withheld:
        changed |= {"list_total": None, "line_discounts": None}
    if Sum(SumKind.by_billing) in hiding.withheld:
        changed["by_billing"] = ()
    if Sum(SumKind.tax_by_rate) in hiding.withheld:
        changed |= {"tax_by_rate": (), "discounts_by_rate": ()}
    return totals.model_copy(update=changed)


def _holder(priced: PricedList, part: Part | None) -> PriceGroup | None:
    if isinstance(part, int):
        return priced.groups[part]
    return {"options": priced.options, "alternatives": priced.alternatives}[part] if part else None


def _figures(priced: PricedList, wanted: Sum, holder: PriceGroup | None) -> list[Decimal | None]:
    totals = priced.totals
    match wanted.kind:
        case SumKind.part:
            return [getattr(holder, name) for name in _PART_FIELDS]
        case SumKind.part_list_total:
            return [holder and holder.list_total]
        case SumKind.group_discounts:
            return [totals.group_discounts]
        case SumKind.list_prices:
            return [totals.list_total, totals.line_discounts]
        case SumKind.by_billing:
            return [figure for row in totals.by_billing for figure in (row.net, row.tax, row.gross)]
        case SumKind.tax_by_rate:
            rows = (*totals.tax_by_rate, *totals.discounts_by_rate)
            return [figure for row in rows for figure in (row.net, row.tax, row.gross)]


def _name_of(priced: PricedList, wanted: Sum) -> Message:
    if wanted.part is None:
        return message(f"pricing.sum:{wanted.kind.value}")
    if isinstance(wanted.part, int):
        part = priced.groups[wanted.part].name or message("pricing.sum:no_group")
    else:
        part = message(f"pricing.sum:{wanted.part}")
    is_listed = wanted.kind is SumKind.part_list_total
    return message("pricing.sum:part_list_total" if is_listed else "pricing.sum:part", part=part)


def _names_of(lines: Sequence[PriceLine], indices: Sequence[int]) -> Message:
    return message("term.ids", names=[lines[index].name for index in indices])


def _place(index: int) -> str:
    return f"pricing.lines[{index}].show_price"
