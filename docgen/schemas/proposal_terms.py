"""Closing sections of a proposal as models: return, payments, risks, clauses, next steps, signatures."""

from decimal import Decimal
from itertools import accumulate
from typing import Annotated, Self

from pydantic import Field, PrivateAttr, computed_field

from docgen.audience import Choice, MarkedModel, client
from docgen.schemas.base import Text
from docgen.schemas.figures import Date, Money, Rate
from docgen.schemas.money import Amount
from docgen.schemas.proposal_parts import Side
from docgen.schemas.references import COMMON, Reference, as_date, as_money, as_myriads, as_text


class Level(Choice):
    """Level of a likelihood or an impact."""

    low = "low", "Low", "低"
    medium = "medium", "Medium", "中"
    high = "high", "High", "高"


class RoiAssumption(MarkedModel):
    """An assumption of the return."""

    name: Annotated[Text, client("Assumption", "测算前提", "What is assumed.", "年产量")]
    value: Annotated[Text, client("Value", "取值", "How much.", "18,000 台套")]
    source: Annotated[Text | None, client("Source", "来源", "Who says so.", "2025 年生产报表")] = None


class RoiFigure(MarkedModel):
    """One figure of the return."""

    label: Annotated[Text, client("Figure", "项目", "What it is.", "减少停机带来的毛利")]
    value: Annotated[Text, client("Value", "金额", "How much.", "每年 128 万元")]
    note: Annotated[Text | None, client("How", "测算方法", "How it comes about.", "OEE 提高 11 个百分点")] = None


class RoiPeriod(MarkedModel):
    """Cost and benefit of one period, for the chart."""

    period: Annotated[Text, client("Period", "期间", "A year or a quarter.", "第 1 年")]
    cost: Annotated[Money, client("Cost", "投入", "In the proposal's currency.", "986000")]
    benefit: Annotated[Money, client("Benefit", "收益", "In the proposal's currency.", "1080000")]


class Roi(MarkedModel):
    """Return on investment: assumptions, figures and payback."""

    intro: Annotated[
        Text | None,
        client("Introduction", "说明", "A sentence before the figures.", "保守测算", markdown=True, narrative=True),
    ] = None
    assumptions: Annotated[
        tuple[RoiAssumption, ...], client("Assumptions", "测算前提", "What it rests on.", []), Field(min_length=1)
    ]
    figures: Annotated[
        tuple[RoiFigure, ...], client("Figures", "收益构成", "What adds up to the return.", []), Field(min_length=1)
    ]
    payback: Annotated[Text, client("Payback", "投资回收期", "When it has paid for itself.", "11 个月")]
    periods: Annotated[tuple[RoiPeriod, ...], client("By period", "分期收益", "Cost and benefit by period.", [])] = ()

    @computed_field
    @property
    def cumulative(
        self,
    ) -> Annotated[tuple[Money, ...], client("Cumulative", "累计净收益", "Benefit less cost so far.", ["94000"])]:
        """Benefit less cost up to each period."""
        return tuple(accumulate(period.benefit - period.cost for period in self.periods))


class PaymentTerm(MarkedModel):
    """One payment: when, what share, how much. It has a share or a fixed amount; the last may have neither."""

    milestone: Annotated[Text, client("Milestone", "付款节点", "What makes it due.", "合同签订")]
    share: Annotated[Rate | None, client("Share", "比例", "Of the amount payable; all sum to 1.", "0.3")] = None
    fixed_amount: Annotated[
        Amount | None, client("Fixed amount", "固定金额", "Instead of its share, such as a deposit.", "30000000")
    ] = None
    due: Annotated[Text, client("Due", "付款时限", "When it is to be paid.", "签订后 10 个工作日内")]
    due_date: Annotated[Date | None, client("Due date", "付款日期", "If it is a fixed day.", "2026-12-31")] = None

    _amount: Decimal | None = PrivateAttr(default=None)

    def with_amount(self, amount: Decimal) -> Self:
        """A copy with its amount."""
        term = self.model_copy()
        term._amount = amount
        return term

    @computed_field
    @property
    def amount(self) -> Annotated[Money | None, client("Amount", "金额", "Its share of payable.", "295800.00")]:
        """What is to be paid, in the proposal's currency: the fixed amount, else the share of the amount payable, the
        rest for the last; None outside a proposal.
        """
        return self._amount


class Risk(MarkedModel):
    """A risk and the response to it."""

    risk: Annotated[Text, client("Risk", "风险", "What could go wrong.", "老旧机床无数据接口")]
    likelihood: Annotated[Level | None, client("Likelihood", "可能性", "How likely.", "medium")] = None
    impact: Annotated[Level | None, client("Impact", "影响", "How grave.", "high")] = None
    response: Annotated[Text, client("Response", "应对措施", "What is done about it.", "加装采集网关", markdown=True)]
    owner: Annotated[Text | None, client("Owner", "负责人", "Who sees to it.", "王海")] = None


class Term(MarkedModel):
    """One clause."""

    title: Annotated[Text, client("Clause", "条款", "Its heading.", "知识产权")]
    text: Annotated[Text, client("Text", "内容", "What it says.", "定制成果归甲方所有", markdown=True)]


class NextStep(MarkedModel):
    """A next step, its owner and date."""

    action: Annotated[Text, client("Action", "事项", "What is to be done.", "确认方案与报价")]
    owner: Annotated[Text, client("Owner", "负责人", "Who does it.", "周敏")]
    side: Annotated[Side | None, client("Side", "责任方", "On which side.", "client")] = None
    due: Annotated[Date | None, client("Due", "截止日期", "By when.", "2026-12-08")] = None


class Signatory(MarkedModel):
    """Who signs for a side; missing fields are printed as blank lines."""

    name: Annotated[Text | None, client("Name", "签署人", "Who signs.", "周国栋")] = None
    job_title: Annotated[Text | None, client("Job title", "职务", "As what.", "总经理")] = None


class Acceptance(MarkedModel):
    """The signature block."""

    statement: Annotated[
        Text | None, client("Statement", "签署说明", "What a signature means.", "双方确认本方案", markdown=True)
    ] = None
    seller_signatory: Annotated[Signatory, client("For the supplier", "乙方代表", "Who signs.", None)] = Signatory()
    client_signatory: Annotated[Signatory, client("For the client", "甲方代表", "Who signs.", None)] = Signatory()


_DISCOUNTS = ("pricing.totals.line_discounts", "pricing.totals.group_discounts", "pricing.totals.document_discount")
REFERENCES = (
    Reference("payable", "应付总额", ("pricing.totals.payable",), as_money),
    Reference("payable_wan", "应付总额万元", ("pricing.totals.payable",), as_myriads),
    Reference("payable_in_words", "大写金额", ("payable_in_words",), as_text),
    Reference("net_total", "不含税合计", ("pricing.totals.net_total",), as_money),
    Reference("tax_total", "税额合计", ("pricing.totals.tax_total",), as_money),
    Reference("gross_total", "价税合计", ("pricing.totals.gross_total",), as_money),
    Reference("list_total", "原价合计", ("pricing.totals.list_total",), as_money),
    Reference("discounts", "优惠总额", _DISCOUNTS, as_money),
    Reference("options_total", "可选项合计", ("pricing.totals.options_total",), as_money),
    Reference("roi_cost", "投入合计", ("roi.periods.cost",), as_money),
    Reference("roi_benefit", "收益合计", ("roi.periods.benefit",), as_money),
    Reference("payback", "投资回收期", ("roi.payback",), as_text),
    Reference("project_start", "项目开始", ("project_start",), as_date),
    Reference("project_end", "项目结束", ("project_end",), as_date),
    *COMMON,
)
"""What the texts of a proposal may refer to."""
