"""Models of a price list's sums: groups, tax by rate, totals, withheld sums; and discounts over several lines."""

from typing import Annotated, Self

from pydantic import model_validator

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.messages import message
from docgen.schemas.base import RuleError, Text
from docgen.schemas.figures import Money, Percentage, Rate
from docgen.schemas.money import Amount, Billing, Currency, RoundingPolicy
from docgen.schemas.price_line import PriceLine


class Discount(MarkedModel):
    """A discount over several lines: a rate or an amount."""

    rate: Annotated[Rate | None, client("Rate", "折扣率", "0.05 is 5 % off.", "0.05")] = None
    amount: Annotated[Amount | None, client("Amount", "优惠金额", "In the price basis of the list.", "6000")] = None
    reason: Annotated[Text | None, client("Reason", "优惠说明", "What it is given for.", "年内签约优惠")] = None

    @model_validator(mode="after")
    def _rate_or_amount(self) -> Self:
        if (self.rate is None) == (self.amount is None):
            raise RuleError([("rate", message("rule.rate_or_amount"))])
        return self


class GroupDiscount(Discount):
    """A discount over the lines of one group."""

    group: Annotated[Text, client("Group", "分组", "The group it is taken off.", "软件许可")]


class PriceGroup(MarkedModel):
    """Lines of one group with their sums. Sums that would reveal a hidden price are None in a client's view."""

    name: Annotated[Text | None, client("Group", "分组", "The group's name; empty for lines without one.", "软件许可")]
    lines: Annotated[tuple[PriceLine, ...], client("Lines", "明细", "Its lines, in order.", [])]
    discount_rate: Annotated[Rate | None, client("Discount", "折扣", "The group's discount as a rate.", "0.05")] = None
    discount_reason: Annotated[Text | None, client("Reason", "优惠说明", "What it is given for.", "打包优惠")] = None
    list_total: Annotated[Money | None, client("List total", "原价小计", "At list prices.", "300000.00")]
    amount: Annotated[
        Money | None, client("Amount", "金额小计", "After line discounts, before wider ones.", "280000.00")
    ]
    discount: Annotated[Money | None, client("Group discount", "分组优惠", "The group's discount.", "14000.00")]
    subtotal: Annotated[
        Money | None,
        client("Subtotal", "小计", "Less the group's discount, before the overall one.", "266000.00"),
    ]
    net: Annotated[Money | None, client("Net", "不含税小计", "After all discounts, without tax.", "266000.00")]
    tax: Annotated[Money | None, client("Tax", "税额小计", "Tax on net.", "34580.00")]
    gross: Annotated[Money | None, client("Gross", "价税小计", "Net and tax.", "300580.00")]
    margin: Annotated[
        Money | None, internal("Margin", "毛利", "Net less cost; empty if a line has no cost.", "120000.00")
    ] = None
    margin_rate: Annotated[Percentage | None, internal("Margin rate", "毛利率", "Margin ÷ net.", "0.4511")] = None


class RateTotal(MarkedModel):
    """Sums of one tax rate."""

    rate: Annotated[Rate, client("Tax rate", "税率", "0.13 is 13 %.", "0.13")]
    net: Annotated[Money, client("Net", "不含税金额", "Without tax.", "266000.00")]
    tax: Annotated[Money, client("Tax", "税额", "Tax on net.", "34580.00")]
    gross: Annotated[Money, client("Gross", "价税合计", "Net and tax.", "300580.00")]


class BillingTotal(MarkedModel):
    """Sums of one billing type: one-off, recurring, or by usage."""

    billing: Annotated[Billing, client("Billing", "计费方式", "How it is charged.", "recurring")]
    net: Annotated[Money, client("Net", "不含税金额", "Without tax.", "96000.00")]
    tax: Annotated[Money, client("Tax", "税额", "Tax on net.", "5760.00")]
    gross: Annotated[Money, client("Gross", "价税合计", "Net and tax.", "101760.00")]


class Totals(MarkedModel):
    """The sums of a price list.

    list_total − line_discounts − group_discounts − document_discount is net_total (prices without tax) or
    gross_total (prices with tax); gross_total + rounding is payable. If only options are offered, these are zero
    and not given in words, and None in a view. Sums that would reveal a hidden price are None or () in a client's view.
    """

    currency: Annotated[Currency, client("Currency", "币种", "ISO 4217 code.", "CNY")]
    policy: Annotated[RoundingPolicy, client("Rounding policy", "取整规则", "Where tax is rounded.", "line")]
    list_total: Annotated[Money | None, client("List total", "原价合计", "All lines at list prices.", "960000.00")]
    line_discounts: Annotated[
        Money | None, client("Line discounts", "优惠合计", "List total less the lines.", "60000.00")
    ]
    group_discounts: Annotated[Money | None, client("Group discounts", "分组优惠", "Off whole groups.", "14000.00")]
    document_discount: Annotated[Money, client("Overall discount", "整单优惠", "Off the whole order.", "6000.00")]
    subtotal_net: Annotated[
        Money, client("Net before", "优惠前不含税合计", "Without tax, before the overall discount.", "886000.00")
    ]
    subtotal_tax: Annotated[Money, client("Tax before", "优惠前税额", "Before the overall discount.", "90400.00")]
    subtotal_gross: Annotated[
        Money, client("Gross before", "优惠前价税合计", "With tax, before the overall discount.", "976400.00")
    ]
    discounts_by_rate: Annotated[
        tuple[RateTotal, ...],
        client("Overall discount by rate", "整单优惠分摊", "What it takes off each tax rate: net, tax, gross.", []),
    ]
    net_total: Annotated[Money, client("Net total", "不含税合计", "Without tax.", "880000.00")]
    tax_by_rate: Annotated[tuple[RateTotal, ...], client("Tax by rate", "税额明细", "Highest rate first.", [])]
    tax_total: Annotated[Money, client("Tax total", "税额合计", "All tax.", "90000.00")]
    gross_total: Annotated[Money, client("Gross total", "价税合计", "Net and tax.", "970000.40")]
    rounding: Annotated[Money, client("Rounding", "尾差", "From gross total to payable.", "-0.40")]
    payable: Annotated[Money, client("Payable", "应付总额", "What the client pays.", "970000.00")]
    payable_in_words_zh: Annotated[
        Text | None, client("Payable in capitals", "大写金额", "In Chinese capitals.", "人民币玖拾柒万元整")
    ]
    payable_in_words_en: Annotated[
        Text | None,
        client("Payable in words", "英文大写", "In English.", "Nine hundred and seventy thousand Chinese yuan"),
    ]
    options_total: Annotated[
        Money | None, client("Options total", "可选项合计", "With tax; outside the total.", "48000.00")
    ]
    alternatives_total: Annotated[
        Money | None, client("Alternatives total", "备选项合计", "With tax; outside the total.", "52000.00")
    ]
    by_billing: Annotated[
        tuple[BillingTotal, ...], client("By billing", "按计费方式", "One-off, recurring, by usage.", [])
    ]
    cost: Annotated[Money | None, internal("Cost", "成本合计", "Empty if a line has no cost.", "420000.00")] = None
    margin: Annotated[Money | None, internal("Margin", "毛利", "Net total less cost.", "460000.00")] = None
    margin_rate: Annotated[Percentage | None, internal("Margin rate", "毛利率", "Margin ÷ net total.", "0.5227")] = None


class SumKind(Choice):
    """Sums that a client's edition can withhold, the most important to a client first."""

    part = "part", "Subtotal", "小计"
    group_discounts = "group_discounts", "Group discounts", "分组优惠"
    list_prices = "list_prices", "List total and line discounts", "原价合计与优惠合计"
    part_list_total = "part_list_total", "Subtotal at list prices", "原价小计"
    by_billing = "by_billing", "Sums by billing", "按计费方式合计"
    tax_by_rate = "tax_by_rate", "Tax by rate", "税额明细"


class WithheldSum(MarkedModel):
    """A sum that a client's edition withholds, because it would reveal a hidden price."""

    kind: Annotated[SumKind, internal("Sum", "合计项", "What is left out.", "part")]
    group: Annotated[Text | None, internal("Group", "分组", "The group whose subtotal it is.", "软件许可")] = None
    lines: Annotated[tuple[Text, ...], internal("Lines", "明细序号", "Numbers of the lines that it would tell.", ["3"])]
    figures: Annotated[tuple[Money, ...], internal("Figures", "数值", "What it comes to.", ["12000.00"])]
