"""Rows of a price page that sum by hand: bundles, the sums from subtotals to payable, options with their totals."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from docgen.audience import MarkedModel, View, client
from docgen.display.fields import DisplayField, item
from docgen.display.words import Words, with_sign
from docgen.schemas.money import PriceBasis, RoundingPolicy, round_amount
from docgen.schemas.price_totals import Totals
from docgen.schemas.pricing import Pricing

_SUMS = ("net", "tax", "gross")


class SumRow(MarkedModel):
    """A row of the sums: what it is, with net, tax and gross."""

    name: Annotated[str, client("Sum", "合计项", "What it is.", "整单优惠 · 税率13%")]
    net: Annotated[str, client("Net", "不含税", "Without tax.", "−4,305.07")]
    tax: Annotated[str, client("Tax", "税额", "Tax on it.", "−559.66")]
    gross: Annotated[str, client("Gross", "价税合计", "Net and tax.", "−4,864.73")]
    is_strong: Annotated[bool, client("Is a sum", "是合计", "The rows above sum to it.", True)]


class ChainRow(MarkedModel):
    """A row of the way from the subtotals to the amount payable, which is one column of amounts."""

    name: Annotated[str, client("Step", "步骤", "What it is.", "整单优惠")]
    amount: Annotated[str, client("Amount", "金额", "What it adds or takes off.", "−8,000.00")]
    is_strong: Annotated[bool, client("Is a sum", "是合计", "The rows above sum to it.", True)]


class BundleRow(MarkedModel):
    """The price of the lines of a group that show none of their own, together."""

    line_no: Annotated[str, client("First line", "首行序号", "Above which it is printed.", "7")]
    name: Annotated[str, client("Bundle", "组合项", "Its name and lines.", "培训包（第 23、24 项）")]
    amount: Annotated[str, client("Amount", "金额", "What they cost together.", "26,800.00")]


def rate_name(rate: Decimal, words: Words) -> str:
    """`税率13%`, `tax rate 20%`."""
    return f"{words.label('tax_rate_row')} {words.percent(rate)}"


def is_rounded_by_row(row: Any, policy: Any, places: int, *, with_tax: bool) -> bool:
    """Whether the tax of a rate is not that of its sum, as it was rounded row by row."""
    if policy != RoundingPolicy.line:
        return False
    if with_tax:
        return row.net != round_amount(row.gross / (1 + row.rate), places)
    return row.tax != round_amount(row.net * row.rate, places)


def amount_before(pricing: Any) -> Decimal:
    """The sum of the subtotals, in the list's price basis."""
    sums = pricing.totals
    return sums.subtotal_gross if pricing.price_basis == PriceBasis.incl_tax else sums.subtotal_net


def _sum_rows(pricing: Any, words: Words) -> tuple[View, ...]:
    if pricing.options_only:
        return ()
    return tuple(_rows_of_sums(pricing, words))


def _rows_of_sums(pricing: Any, words: Words) -> Iterator[View]:
    totals, rates = pricing.totals, pricing.totals.tax_by_rate
    if totals.document_discount:
        yield _sum_row(words.label("subtotal_before"), totals, words, prefix="subtotal_")
        yield from _discount_rows(pricing, words)
    by_rate = [_rate_row(pricing, row, words) for row in rates] if len(rates) > 1 else []
    yield from by_rate if not totals.document_discount else ()
    only = f" · {_rate_text(pricing, rates[0], words)}" if len(rates) == 1 else ""
    yield _sum_row(words.label("total") + only, totals, words, suffix="_total", is_strong=True)
    if totals.document_discount:
        yield from by_rate
    if totals.rounding:
        gross = with_sign(words.amount(totals.rounding), totals.rounding)
        yield item(SumRow, name=words.label("rounding_row"), net="", tax="", gross=gross, is_strong=False)


def _sum_row(
    name: str, holder: Any, words: Words, *, prefix: str = "", suffix: str = "", is_strong: bool = False
) -> View:
    figures = {kind: words.amount(getattr(holder, f"{prefix}{kind}{suffix}")) for kind in _SUMS}
    return item(SumRow, name=name, **figures, is_strong=is_strong)


def _rate_row(pricing: Any, row: Any, words: Words) -> View:
    of_which = f"{words.label('of_which')} " if pricing.totals.document_discount else ""
    return _sum_row(of_which + _rate_text(pricing, row, words), row, words)


def _rate_text(pricing: Any, row: Any, words: Words) -> str:
    with_tax = pricing.price_basis == PriceBasis.incl_tax
    is_rounded = is_rounded_by_row(row, pricing.policy, pricing.currency.places, with_tax=with_tax)
    more = f" ({words.label('rounded_by_row')})" if is_rounded else ""
    return rate_name(row.rate, words) + more


def _discount_rows(pricing: Any, words: Words) -> Iterator[View]:
    """The overall discount: a row for each tax rate, or one if the sums by rate are withheld."""
    totals, rows = pricing.totals, pricing.totals.discounts_by_rate
    name = pricing.discount_name
    if len(rows) > 1:
        for row in rows:
            off = {kind: words.amount(-getattr(row, kind)) for kind in _SUMS}
            yield item(SumRow, name=f"{name} · {rate_name(row.rate, words)}", **off, is_strong=False)
        return
    off = {kind: words.amount(getattr(totals, f"{kind}_total") - getattr(totals, f"subtotal_{kind}")) for kind in _SUMS}
    yield item(SumRow, name=name, **off, is_strong=False)


def _discount_name(pricing: Any, words: Words) -> str | None:
    typed = pricing.document_discount
    if typed is None:
        return None
    rate = words.discount(typed.rate) if typed.rate else None
    name = " ".join(filter(None, (words.label("document_discount_row"), rate)))
    return words.joined(name, typed.reason)


def _chain(pricing: Any, words: Words) -> tuple[View, ...]:
    if pricing.options_only:
        return ()
    rows = _chain_with_tax(pricing, words) if pricing.price_basis == PriceBasis.incl_tax else _chain_net(pricing, words)
    return tuple(item(ChainRow, name=name, amount=amount, is_strong=strong) for name, amount, strong in rows)


def _chain_start(pricing: Any, words: Words) -> Iterator[tuple[str, str, bool]]:
    totals = pricing.totals
    if totals.document_discount:
        yield words.label("subtotal_before"), words.amount(amount_before(pricing)), False
        yield pricing.discount_name or "", words.amount(-totals.document_discount), False


def _chain_net(pricing: Any, words: Words) -> Iterator[tuple[str, str, bool]]:
    totals = pricing.totals
    yield from _chain_start(pricing, words)
    yield words.label("net_total_row"), words.amount(totals.net_total), True
    for row in totals.tax_by_rate:
        name = _rate_text(pricing, row, words).removeprefix(words.label("tax_rate_row")).strip()
        yield f"{words.label('tax_row')} {name}", words.amount(row.tax), False
    if not totals.tax_by_rate:
        yield words.label("tax_row"), words.amount(totals.tax_total), False
    yield words.label("gross_total_row"), words.amount(totals.gross_total), True
    yield from _chain_end(pricing, words)


def _chain_with_tax(pricing: Any, words: Words) -> Iterator[tuple[str, str, bool]]:
    totals = pricing.totals
    yield from _chain_start(pricing, words)
    taxed = f"{words.label('tax_row')} {words.amount(totals.tax_total)}"
    name = f"{words.label('gross_total_row')} ({words.label('of_which')} {taxed})"
    yield name, words.amount(totals.gross_total), True
    yield from _chain_end(pricing, words)


def _chain_end(pricing: Any, words: Words) -> Iterator[tuple[str, str, bool]]:
    rounding = pricing.totals.rounding
    if rounding:
        yield words.label("rounding_row"), with_sign(words.amount(rounding), rounding), False


def _items_text(numbers: list[str], words: Words) -> str:
    listed = words.listed(numbers) or ""
    return words.label("items_row").replace("#", listed)


def _bundle_rows(pricing: Any, words: Words) -> tuple[View, ...]:
    return tuple(filter(None, (_bundle_row(group, words) for group in pricing.groups)))


def _bundle_amount(group: Any) -> Decimal:
    """What the lines of a group without prices of their own cost together; 0 if its sum is withheld."""
    if group.amount is None:
        return Decimal(0)
    return group.amount - sum((line.amount for line in group.lines if line.amount is not None), Decimal(0))


def _bundle_row(group: Any, words: Words) -> View | None:
    hidden = [line for line in group.lines if line.amount is None]
    amount = _bundle_amount(group)
    if not hidden or not amount:
        return None
    names = {line.bundle for line in hidden}
    items = _items_text([line.line_no for line in hidden], words)
    name = (names.pop() if len(names) == 1 else None) or words.label("bundle_row")
    return item(BundleRow, line_no=hidden[0].line_no, name=f"{name} ({items})", amount=words.amount(amount))


def bundle_of(line: Any, words: Words, name: str) -> str | None:
    """A field of the bundle row that is printed above `line`; None if there is none."""
    if line.amount is not None:
        return None
    rows = words.document.pricing.bundle_rows
    return next((getattr(row, name) for row in rows if row.line_no == line.line_no), None)


def carried_before(line: Any, words: Words) -> Decimal:
    """The sum of the amounts that a price list prints above `line`."""
    return _carried(words).get(line.line_no, (Decimal(0), Decimal(0)))[0]


def carried_after(line: Any, words: Words) -> Decimal:
    """The sum of the amounts that a price list prints down to `line`."""
    return _carried(words).get(line.line_no, (Decimal(0), Decimal(0)))[1]


def _carried(words: Words) -> dict[str, tuple[Decimal, Decimal]]:
    sums = words.memo.get("carried")
    if sums is None:
        sums = words.memo["carried"] = dict(_running_sums(words.document.pricing))
    return sums


def _running_sums(pricing: Any) -> Iterator[tuple[str, tuple[Decimal, Decimal]]]:
    """The number of each line that counts, with the sums of the amounts above it and down to it."""
    before = Decimal(0)
    for group in pricing.groups:
        shown, bundle = Decimal(0), _bundle_amount(group)
        for line in group.lines:
            above = before + shown
            shown += line.amount if line.amount is not None else bundle
            yield line.line_no, (above, before + shown)
            bundle = bundle if line.amount is not None else Decimal(0)
        before = before + shown - (group.discount or 0)


def _unlisted(pricing: Any, words: Words) -> Decimal:
    """What the groups without a subtotal come to besides the lines that show their amount."""
    if pricing.options_only:
        return Decimal(0)
    rest = amount_before(pricing)
    for group in pricing.groups:
        if group.subtotal is not None:
            rest -= group.subtotal
        else:
            rest -= sum((line.amount for line in group.lines if line.amount is not None), Decimal(0))
    return rest


def _unlisted_text(pricing: Any, words: Words) -> str | None:
    withheld = [group for group in pricing.groups if group.subtotal is None]
    if not withheld or pricing.options_only:
        return None
    numbers = [line.line_no for group in withheld for line in group.lines if line.amount is None]
    return f"{words.label('unlisted_row')} ({_items_text(numbers, words)})"


def _list_note(totals: Any, words: Words) -> str | None:
    if not totals.line_discounts or totals.list_total is None:
        return None
    parts = (("list_total_row", totals.list_total), ("line_discounts_row", -totals.line_discounts))
    return words.joined(*(f"{words.label(key)} {words.amount(amount)}" for key, amount in parts))


ROW_FIELDS = (
    DisplayField(
        Pricing, "sum_rows", "Sums", "合计各行",
        "From the subtotals to the total: overall discount, tax by rate, rounding; each with net, tax and gross.",
        ("totals", "document_discount", "price_basis", "policy"), tuple[SumRow, ...], _sum_rows,
    ),
    DisplayField(
        Pricing, "chain", "From subtotals to payable", "从小计到应付总额",
        "The same in one column: subtotal, overall discount, net, tax by rate, total, rounding.",
        ("totals", "document_discount", "price_basis", "policy"), tuple[ChainRow, ...], _chain,
    ),
    DisplayField(
        Pricing, "discount_name", "Overall discount in words", "整单优惠说明", "With its rate and reason.",
        ("document_discount",), str | None, _discount_name,
    ),
    DisplayField(
        Pricing, "bundle_rows", "Bundles", "组合项", "The lines of a group without prices of their own, together.",
        ("groups",), tuple[BundleRow, ...], _bundle_rows,
    ),
    DisplayField(
        Pricing, "unlisted_text", "Items without a price", "未单列价格的项目",
        "The lines of groups whose subtotal is withheld; empty if all subtotals are shown.", ("groups",), str | None,
        _unlisted_text,
    ),
    DisplayField(
        Pricing, "unlisted_amount", "Amount of items without a price", "未单列价格项目的金额",
        "What they come to, their group discounts taken off.", ("groups", "totals"), str,
        lambda pricing, words: words.amount(_unlisted(pricing, words)),
    ),
    DisplayField(
        Totals, "list_note", "Savings in words", "原价与优惠说明",
        "The sum at list prices and the line discounts; empty without.", ("list_total", "line_discounts"), str | None,
        _list_note,
    ),
)  # fmt: skip
