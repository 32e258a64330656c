"""One line of a price list: entered price, computed amounts, and hidden prices of bundles."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Self

from pydantic import PrivateAttr, computed_field, model_validator

from docgen.audience import MarkedModel, client, internal
from docgen.messages import MessageError, message
from docgen.schemas.base import Problem, RuleError, Text, before
from docgen.schemas.figures import Date, Money, Percentage, Rate
from docgen.schemas.money import ZERO, Amount, Billing, Price, PriceBasis, Quantity, Split, exact, round_amount


@dataclass(frozen=True, slots=True)
class TypedPrice:
    """The price of a line as entered, shown or hidden."""

    unit_price: Decimal
    list_price: Decimal | None
    discount: Decimal | None
    discount_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class LineResult:
    """Computed amounts of a line: at list price, after its discount, its share of other discounts, net and tax, and net
    and tax before the overall discount.
    """

    list_amount: Decimal
    amount: Decimal
    shared: Decimal
    split: Split
    before: Split


class WithheldPrice(MarkedModel):
    """Figures of a line whose price is hidden."""

    unit_price: Annotated[Price, internal("Unit price", "单价", "As typed in.", "12000")]
    list_price: Annotated[Price | None, internal("List price", "标准单价", "As typed in.", "15000")]
    amount: Annotated[Money, internal("Amount", "金额", "After the line's own discount.", "12000.00")]
    net: Annotated[Money, internal("Net", "不含税金额", "After all discounts.", "11400.00")]
    tax: Annotated[Money, internal("Tax", "税额", "Tax on net.", "684.00")]
    gross: Annotated[Money, internal("Gross", "价税合计", "Net and tax.", "12084.00")]


class PriceLine(MarkedModel):
    """One line of a price list. With `show_price: false` a client sees the item but none of its figures."""

    line_no: Annotated[
        Text | None, client("No.", "序号", "The line's number; its place in the list if left out.", "1")
    ] = None
    sku: Annotated[Text | None, client("Item code", "编码", "The catalogue's code.", "MES-PLAN-100")] = None
    text_above: Annotated[
        Text | None, client("Text above", "行前文字", "A row of text above the line.", "以下设备含一年质保")
    ] = None
    name: Annotated[Text, client("Item", "名称", "What is sold.", "高级排程模块（APS）")]
    spec: Annotated[Text | None, client("Specification", "规格", "Size, edition, limits.", "2 条产线")] = None
    group: Annotated[Text | None, client("Group", "分组", "The group it is listed under.", "软件许可")] = None
    qty: Annotated[Quantity, client("Qty", "数量", "How many; up to 4 decimals.", "2")]
    unit: Annotated[Text, client("Unit", "单位", "What is counted.", "套")]
    list_price: Annotated[
        Price | None, client("List price", "标准单价", "The catalogue's unit price, for comparison.", "68000")
    ] = None
    unit_price: Annotated[
        Price | None, client("Unit price", "单价", "Before the line's discount; empty to a client if hidden.", "64000")
    ]
    discount: Annotated[Rate | None, client("Discount", "折扣", "Off the line, as a rate.", "0.15")] = None
    discount_amount: Annotated[
        Amount | None, client("Discount amount", "优惠金额", "Off the line, as an amount.", "5000")
    ] = None
    price_basis: Annotated[
        PriceBasis | None,
        client("Price basis", "价格口径", "Only if stated by line; one price list has one.", "excl_tax"),
    ] = None
    tax_rate: Annotated[Rate, client("Tax rate", "税率", "0.13 is 13 %.", "0.13")]
    billing: Annotated[Billing, client("Billing", "计费方式", "One-off, recurring or by usage.", "one_off")] = (
        Billing.one_off
    )
    service_start: Annotated[Date | None, client("Service start", "服务开始", "First day charged.", "2027-04-01")] = (
        None
    )
    service_end: Annotated[Date | None, client("Service end", "服务结束", "Last day charged.", "2028-03-31")] = None
    optional: Annotated[bool, client("Optional", "可选项", "Offered on top; outside the total.", False)] = False
    alternative_to: Annotated[
        Text | None, client("Alternative to", "备选于", "The number of the line it could replace.", "3")
    ] = None
    show_price: Annotated[bool, client("Show price", "显示价格", "No: part of a bundle, price not shown.", True)] = True
    bundle: Annotated[
        Text | None, client("Bundle", "组合包", "The name of the bundle that a hidden price is part of.", "培训包")
    ] = None
    remark: Annotated[Text | None, client("Remark", "备注", "Anything a reader should know.", "含首年升级")] = None
    cost: Annotated[
        Price | None, internal("Unit cost", "单位成本", "What one unit costs us, without tax.", "31000")
    ] = None
    floor_price: Annotated[
        Price | None, internal("Floor price", "底价", "The lowest unit price without a special approval.", "58000")
    ] = None
    approval_ref: Annotated[
        Text | None, internal("Approval no.", "特价审批号", "Who let it go under the floor.", "TJ-2026-0088")
    ] = None

    _typed: TypedPrice | None = PrivateAttr(default=None)
    _result: LineResult | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self._typed is None:
            problems = list(self._problems())
            if problems or self.unit_price is None:
                raise RuleError(problems)
            self._store_price(TypedPrice(self.unit_price, self.list_price, self.discount, self.discount_amount))
        return self

    def _problems(self) -> Iterator[Problem]:
        if self.unit_price is None:
            yield "unit_price", message("rule.no_price")
        if self.discount is not None and self.discount_amount is not None:
            yield "discount_amount", message("rule.two_discounts")
        if self.discount and self.list_price and self.list_price * (1 - self.discount) == self.unit_price:
            prices = {"unit_price": self.unit_price, "list_price": self.list_price}
            yield "discount", message("rule.discounted", **prices)
        if self.service_start and self.service_end and self.service_end < self.service_start:
            yield before("service_end", self.service_end, "service_start", self.service_start)

    def _store_price(self, typed: TypedPrice) -> None:
        self._typed = typed
        if not self.show_price:
            # During validation the frozen model is set directly. No marked field of a hidden line contains its price.
            vars(self).update(unit_price=None, list_price=None, discount=None, discount_amount=None)

    @property
    def typed(self) -> TypedPrice:
        """The price as entered, hidden or not."""
        assert self._typed is not None  # noqa: S101 - set by the validator
        return self._typed

    @property
    def result(self) -> LineResult:
        """The computed amounts, hidden or not. Raises ValueError for a line outside a price list."""
        if self._result is None:
            raise MessageError("value.no_amounts", name=self.name)
        return self._result

    @property
    def included(self) -> bool:
        """Whether the line counts in the total."""
        return not self.optional and self.alternative_to is None

    def extended(self, places: int) -> tuple[Decimal, Decimal]:
        """The line's amount at list price, and after its discount, both rounded to `places`."""
        typed = self.typed
        with exact():
            full = round_amount(self.qty * typed.unit_price, places)
            listed = full if typed.list_price is None else round_amount(self.qty * typed.list_price, places)
            off = round_amount(full * (typed.discount or ZERO), places)
            return listed, full - (typed.discount_amount or off)

    def with_result(self, line_no: str, result: LineResult) -> Self:
        """A copy with number and amounts."""
        line = self.model_copy(update={"line_no": line_no})
        line._result = result
        return line

    def _shown(self, value: Decimal) -> Decimal | None:
        return value if self.show_price else None

    @computed_field
    @property
    def amount(
        self,
    ) -> Annotated[Money | None, client("Amount", "金额", "Qty × unit price less the line's discount.", "128000.00")]:
        """Qty × unit price less the line's own discount, in the list's price basis."""
        return self._shown(self.result.amount)

    @computed_field
    @property
    def shared_discount(
        self,
    ) -> Annotated[
        Money | None, client("Share of discounts", "分摊优惠", "Of group and whole-order discounts.", "1280.00")
    ]:
        """The line's share of the group's and the document's discount."""
        return self._shown(self.result.shared)

    @computed_field
    @property
    def net(
        self,
    ) -> Annotated[Money | None, client("Net", "不含税金额", "Without tax, after all discounts.", "126720.00")]:
        """Without tax, after all discounts."""
        return self._shown(self.result.split.net)

    @computed_field
    @property
    def tax(self) -> Annotated[Money | None, client("Tax", "税额", "Tax on net.", "16473.60")]:
        """Tax on net."""
        return self._shown(self.result.split.tax)

    @computed_field
    @property
    def gross(self) -> Annotated[Money | None, client("Gross", "价税合计", "Net and tax together.", "143193.60")]:
        """Net and tax together."""
        return self._shown(self.result.split.gross)

    @computed_field
    @property
    def margin(self) -> Annotated[Money | None, internal("Margin", "毛利", "Net less cost.", "64720.00")]:
        """Net less qty × cost; None without cost."""
        return None if self.cost is None else self.result.split.net - self.qty * self.cost

    @computed_field
    @property
    def margin_rate(self) -> Annotated[Percentage | None, internal("Margin rate", "毛利率", "Margin ÷ net.", "0.5107")]:
        """Margin ÷ net, to 4 places."""
        margin, net = self.margin, self.result.split.net
        return None if margin is None or not net else round_amount(margin / net, 4)

    @computed_field
    @property
    def withheld_price(
        self,
    ) -> Annotated[WithheldPrice | None, internal("Hidden price", "未展示价格", "What a bundle's part costs.", None)]:
        """The figures that the line hides; None if it shows them."""
        if self.show_price:
            return None
        typed, result = self.typed, self.result
        return WithheldPrice(
            unit_price=typed.unit_price,
            list_price=typed.list_price,
            amount=result.amount,
            net=result.split.net,
            tax=result.split.tax,
            gross=result.split.gross,
        )

    def is_under_floor(self) -> bool:
        """Whether all discounts together bring a unit under its floor price."""
        if self.floor_price is None or not self.qty:
            return False
        return (self.result.amount - self.result.shared) / self.qty < self.floor_price
