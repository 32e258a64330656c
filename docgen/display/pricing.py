"""Display fields of prices."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from docgen.audience import MarkedModel, View, client
from docgen.display.fields import DisplayField, item
from docgen.display.option_rows import OPTION_FIELDS
from docgen.display.price_rows import ROW_FIELDS, bundle_of, carried_after, carried_before
from docgen.display.words import Words, bar, bar_rest, largest
from docgen.schemas.figures import Money, Percentage
from docgen.schemas.money import PriceBasis
from docgen.schemas.price_line import Billing, PriceLine
from docgen.schemas.price_totals import PriceGroup, Totals
from docgen.schemas.pricing import Pricing


class GroupBar(MarkedModel):
    """What a group comes to, as a bar."""

    heading: Annotated[str, client("Heading", "分组标题", "The group's name.", "软件许可")]
    gross: Annotated[Money | None, client("Gross", "价税合计", "What it comes to.", "1200")]
    share: Annotated[Percentage, client("Share", "占比", "Of the largest group, 0 to 1.", "0.6")]
    bar: Annotated[str, client("Bar", "条形", "Filled squares, of ten.", "■■■■■■")]
    bar_rest: Annotated[str, client("Rest of the bar", "条形余下部分", "The other squares of ten.", "■■■■")]


def _unit_note(pricing: Any, words: Words) -> str:
    if pricing.currency == "CNY":
        return words.label("unit_note")
    return f"{words.label('unit_note_other')} {pricing.currency.value}"


def _terms(pricing: Any, words: Words) -> str | None:
    basis = pricing.price_basis and f"{words.label('price_basis')} {words.text(pricing.price_basis)}"
    return words.joined(pricing.unit_note, basis, words.label("pricing.credit") if pricing.credit else None)


def _group_bars(pricing: Any, words: Words) -> tuple[View, ...]:
    if not pricing.can_compare_groups:
        return ()
    most = largest(pricing.groups, "gross")
    return tuple(
        item(
            GroupBar,
            heading=group.heading,
            gross=group.gross,
            share=group.gross / most if group.gross and most > 0 else Decimal(0),
            bar=bar(group.gross, most),
            bar_rest=bar_rest(group.gross, most),
        )
        for group in pricing.groups
    )


def _billing(line: Any, words: Words) -> str | None:
    if line.billing == Billing.one_off and not line.service_start:
        return None
    return words.joined(line.billing, words.period(line.service_start, line.service_end))


def _alternative(line: Any, words: Words) -> str | None:
    return f"{words.label('alternative_mark')} {line.alternative_to}" if line.alternative_to else None


def _discount(line: Any, words: Words) -> str | None:
    if line.discount:
        return words.discount(line.discount).replace("（", "\n（")
    if line.discount_amount:
        return f"−{words.amount(line.discount_amount)}"
    return None


def _off(line: Any, words: Words) -> str | None:
    if line.discount:
        return words.discount(line.discount)
    return f"−{words.amount(line.discount_amount)}" if line.discount_amount else None


def _extra_lines(pricing: Any, words: Words) -> tuple[View, ...]:
    return tuple(line for group in (pricing.options, pricing.alternatives) if group for line in group.lines)


def _options_total(pricing: Any, words: Words) -> str | None:
    if not pricing.options or pricing.options.gross is None:
        return None
    return f"{pricing.options_title}  {words.amount(pricing.options.gross)}"


def _gross(line: Any, words: Words) -> str:
    return words.label("included_in_bundle") if line.gross is None else words.amount(line.gross)


def _margin(holder: Any, words: Words) -> str | None:
    if holder.margin is None:
        return None
    rate = "" if holder.margin_rate is None else f" ({words.percent(holder.margin_rate, 1)})"
    return f"{words.amount(holder.margin)}{rate}"


def _discount_line(group: Any, words: Words) -> str | None:
    if not group.discount:
        return None
    rate = words.discount(group.discount_rate) if group.discount_rate else None
    label = " ".join(filter(None, (words.label("price_group.discount"), rate)))
    return words.joined(label, group.discount_reason)


def _amount(line: Any, words: Words) -> str:
    return words.label("included_in_bundle") if line.amount is None else words.amount(line.amount)


def _amount_head(pricing: Any, words: Words) -> str:
    return words.label("amount_incl_tax" if pricing.price_basis == PriceBasis.incl_tax else "amount_excl_tax")


def _counted(pricing: Any) -> Iterator[Any]:
    return (line for group in pricing.groups for line in group.lines)


FIELDS = (
    *ROW_FIELDS,
    *OPTION_FIELDS,
    DisplayField(
        Pricing, "amount_head", "Head of the amounts", "金额列标题", "That amounts are without or with tax.",
        ("price_basis",), str, _amount_head,
    ),
    DisplayField(
        Pricing, "has_list_prices", "Has list prices", "有标准单价", "Whether a line that counts shows one.",
        ("groups",), bool, lambda pricing, words: any(line.list_price is not None for line in _counted(pricing)),
    ),
    DisplayField(
        Pricing, "has_line_discounts", "Has line discounts", "有行优惠", "Whether a line that counts shows one.",
        ("groups",), bool, lambda pricing, words: any(line.discount_text for line in _counted(pricing)),
    ),
    DisplayField(
        PriceLine, "amount_text", "Amount, or included", "金额或已含",
        "Quantity × unit price less the line's discount, or that it is in the bundle.", ("amount",), str, _amount,
    ),
    DisplayField(
        PriceLine, "carried", "Brought forward", "承前金额", "The sum of the amounts printed above it.",
        ("amount",), Money, carried_before,
    ),
    DisplayField(
        PriceLine, "carried_on", "Carried forward", "转次页金额", "The sum of the amounts printed down to it.",
        ("amount",), Money, carried_after,
    ),
    DisplayField(
        PriceLine, "bundle_text", "Bundle above the line", "行前组合项", "Name and lines of the bundle that begins.",
        ("amount", "bundle"), str | None, lambda line, words: bundle_of(line, words, "name"),
    ),
    DisplayField(
        PriceLine, "bundle_amount", "Amount of that bundle", "组合项金额", "What its lines cost together.", ("amount",),
        str | None, lambda line, words: bundle_of(line, words, "amount"),
    ),
    DisplayField(
        Pricing, "unit_note", "Unit note", "金额单位说明", "In which currency amounts are.", ("currency",), str,
        _unit_note
    ),
    DisplayField(
        Pricing, "currency_code", "Currency code", "币种代码", "The code of ISO 4217.", ("currency",), str,
        lambda pricing, words: pricing.currency.value,
    ),
    DisplayField(
        Pricing, "terms_text", "Unit, basis and credit", "报价口径说明",
        "Unit note, price basis, and that it is a credit note.", ("currency", "price_basis", "credit"), str, _terms,
    ),
    DisplayField(
        Pricing, "table_title", "Title of the price table", "报价表标题",
        "A sentence over the prices; another where all are options.", ("options_only",), str,
        lambda pricing, words: words.label("say_options" if pricing.options_only else "say_prices"),
    ),
    DisplayField(
        Pricing, "options_title", "Title of the options' sum", "可选项合计标题",
        "The label of the options' sum; another where all are options.", ("options_only",), str,
        lambda pricing, words: words.label("options_sum_row" if pricing.options_only else "options_total_row"),
    ),
    DisplayField(
        Pricing, "extra_lines", "Options and alternatives", "可选项与备选项",
        "The lines that the amount payable excludes: options, then alternatives.",
        ("options.lines", "alternatives.lines"), tuple[PriceLine, ...], _extra_lines,
    ),
    DisplayField(
        Pricing, "options_total_text", "Options' sum in words", "可选项合计（文字）",
        "The title of the options' sum and the sum; empty without one.", ("options.gross", "options_only"), str | None,
        _options_total,
    ),
    DisplayField(
        Pricing, "has_several_groups", "Has several groups", "有多个分组", "Whether there are two groups or more.",
        ("groups",), bool, lambda pricing, words: len(pricing.groups) > 1,
    ),
    DisplayField(
        Pricing, "group_bars", "Groups as bars", "分组条形图",
        "What each group comes to, where all can be compared; else none.",
        ("groups.name", "groups.gross", "can_compare_groups"),
        tuple[GroupBar, ...], _group_bars,
    ),
    DisplayField(
        PriceGroup, "heading", "Heading", "分组标题", "The name, else `other items`.", ("name",), str,
        lambda group, words: group.name or words.label("other_items"),
    ),
    DisplayField(
        Pricing, "has_options", "Has options or alternatives", "有可选项或备选项", "Whether lines are offered besides.",
        ("options", "alternatives"), bool, lambda pricing, words: bool(pricing.options or pricing.alternatives),
    ),
    DisplayField(
        PriceGroup, "has_heading", "Has a heading", "有分组标题", "It has a name, or is one of several.", ("name",),
        bool,
        lambda group, words: bool(group.name) or len(words.document.pricing.groups) > 1,
    ),
    DisplayField(
        PriceGroup, "has_subtotal", "Has a subtotal", "有小计", "Whether this reader sees its sum.",
        ("subtotal",), bool, lambda group, words: group.subtotal is not None,
    ),
    DisplayField(
        PriceGroup, "lists_subtotal", "Lists its subtotal", "列示小计",
        "Whether it has a heading, and this reader sees its sum.", ("name", "subtotal"), bool,
        lambda group, words: group.has_heading and group.subtotal is not None,
    ),
    DisplayField(
        PriceGroup, "carried_on", "Carried forward", "转次页金额", "The sum of amounts printed down to its subtotal.",
        ("lines.amount", "discount"), Money,
        lambda group, words: group.lines[-1].carried_on - (group.discount or 0),
    ),
    DisplayField(
        PriceGroup, "subtotal_name", "Name of the subtotal", "小计标题", "The group's name, and that it is a subtotal.",
        ("name",), str, lambda group, words: words.label("subtotal_of").replace("#", group.heading),
    ),
    DisplayField(
        PriceGroup, "discount_text", "Discount in words", "分组优惠说明",
        "Rate and reason of the group's discount; empty without one.",
        ("discount", "discount_rate", "discount_reason"), str | None, _discount_line,
    ),
    DisplayField(
        PriceLine, "details", "Specification and code", "规格与编码", "Those that are given.", ("spec", "sku"),
        str | None,
        lambda line, words: words.joined(line.spec, line.sku),
    ),
    DisplayField(
        PriceLine, "billing_text", "Billing and service period", "计费方式与服务期",
        "Empty for a single payment without a service.", ("billing", "service_start", "service_end"), str | None,
        _billing,
    ),
    DisplayField(
        PriceLine, "period_text", "Service period", "服务期间", "First to last day of the service.",
        ("service_start", "service_end"), str | None,
        lambda line, words: words.period(line.service_start, line.service_end),
    ),
    DisplayField(
        PriceLine, "alternative_text", "Alternative, in words", "备选说明", "To which line it is an alternative.",
        ("alternative_to",), str | None, _alternative,
    ),
    DisplayField(
        PriceLine, "extra_text", "Option or alternative", "可选或备选说明",
        "That the line is an option, or to which line it is an alternative.", ("alternative_to",), str,
        lambda line, words: line.alternative_text or words.label("option_mark"),
    ),
    DisplayField(
        PriceLine, "off_text", "Discount off", "优惠幅度", "Rate or amount in a line; empty without one.",
        ("discount", "discount_amount"), str | None, _off,
    ),
    DisplayField(
        PriceLine, "discount_text", "Discount in words", "折扣说明", "Rate or amount; empty without one.",
        ("discount", "discount_amount"), str | None, _discount,
    ),
    DisplayField(
        PriceLine, "gross_text", "Gross, or included", "价税合计或已含", "The amount, or that it is in the bundle.",
        ("gross",), str, _gross,
    ),
    DisplayField(
        PriceLine, "margin_text", "Margin with rate", "毛利及毛利率", "Empty without a cost.",
        ("margin", "margin_rate"),
        str | None, _margin,
    ),
    DisplayField(
        Totals, "margin_text", "Margin with rate", "毛利及毛利率", "Empty without costs.", ("margin", "margin_rate"),
        str | None, _margin,
    ),
    DisplayField(
        Totals, "has_list_total", "Has a list total", "有原价合计", "Whether this reader sees it.", ("list_total",),
        bool,
        lambda totals, words: totals.list_total is not None,
    ),
)  # fmt: skip
