"""The parts of negotiation minutes as models: attendees, agreed and open items, bounds, concessions, signatures."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import computed_field, model_validator

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.messages import message
from docgen.schemas.base import RuleError, Text, Version
from docgen.schemas.figures import Date, DateTime, Number, Percentage

_PERCENT = frozenset({"%", "％", "percent", "per cent", "pct", "百分比", "个百分点", "百分点", "percentage points"})
_RATE_PLACES = Decimal("0.0001")


class Side(Choice):
    """One of the two sides."""

    client = "client", "Client", "甲方"
    seller = "seller", "Seller", "乙方"


class Mode(Choice):
    """How the negotiation was held."""

    on_site = "on_site", "On site", "现场会议"
    video = "video", "Video call", "视频会议"
    phone = "phone", "Phone call", "电话会议"
    hybrid = "hybrid", "On site and video", "现场与视频结合"


class Topic(Choice):
    """Topic of an item."""

    price = "price", "Price", "价格"
    payment = "payment", "Payment", "付款方式"
    delivery = "delivery", "Delivery", "交付周期"
    scope = "scope", "Scope", "服务范围"
    liability = "liability", "Liability", "违约责任"
    other = "other", "Other", "其他"


class Attendee(MarkedModel):
    """A participant of the meeting."""

    side: Annotated[Side, client("Side", "所属方", "On whose side.", "client")]
    name: Annotated[Text, client("Name", "姓名", "The person's name.", "周敏")]
    organisation: Annotated[Text, client("Organisation", "单位", "Company or department.", "华东精工采购部")]
    job_title: Annotated[Text | None, client("Job title", "职务", "What the person does.", "采购经理")] = None
    authority: Annotated[
        Text | None, client("Authority", "授权范围", "What the person may agree to.", "商务条款，合同额 200 万元以内")
    ] = None


class Basis(MarkedModel):
    """A document that the negotiation is based on."""

    doc_id: Annotated[Text, client("Document no.", "文件编号", "Its number.", "FA-2026-0117")]
    version: Annotated[Version, client("Version", "版本号", "The version on the table.", "1.2")]
    title: Annotated[Text | None, client("Title", "标题", "Its title.", "定制化解决方案")] = None
    date: Annotated[Date | None, client("Date", "日期", "Its date.", "2026-11-23")] = None


def is_percent(unit: str | None) -> bool:
    """Whether figures with this unit are percentages, which change in percentage points."""
    return unit is not None and unit.strip().casefold() in _PERCENT


class AgreedItem(MarkedModel):
    """An item that both sides agreed on. A figure needs a unit."""

    no: Annotated[Text, client("No.", "编号", "The item's number.", "A1")]
    topic: Annotated[Topic, client("Topic", "议题", "What it is about.", "price")]
    client_position: Annotated[
        Text | None,
        client("Client's opening position", "甲方初始立场", "What they asked.", "总价下浮 10%", markdown=True),
    ] = None
    seller_position: Annotated[
        Text | None,
        client("Seller's opening position", "乙方初始立场", "What we offered.", "维持方案报价", markdown=True),
    ] = None
    agreed_text: Annotated[
        Text, client("Agreed", "达成一致内容", "What was agreed, word for word.", "合同总价下调 3%", markdown=True)
    ]
    condition: Annotated[
        Text | None, client("Condition", "附加条件", "On what condition.", "12月20日前签约", markdown=True)
    ] = None
    effective_from: Annotated[
        Date | None, client("Effective from", "生效日期", "From when it holds.", "2026-12-01")
    ] = None
    proposal_text: Annotated[
        Text | None, client("In the proposal", "原方案内容", "What the proposal says.", "3-4-3 付款", markdown=True)
    ] = None
    proposal_value: Annotated[
        Number | None, client("Proposal figure", "原方案数值", "The proposal's figure.", "1286000")
    ] = None
    agreed_value: Annotated[Number | None, client("Agreed figure", "约定数值", "The figure agreed.", "1247420")] = None
    unit: Annotated[Text | None, client("Unit", "单位", "The unit of both figures.", "元")] = None

    @computed_field
    @property
    def change(self) -> Annotated[Number | None, client("Change", "变动", "Agreed less proposal figure.", "-38580")]:
        """The agreed figure less the proposal's; None unless both are given."""
        if self.agreed_value is None or self.proposal_value is None:
            return None
        return self.agreed_value - self.proposal_value

    @computed_field
    @property
    def change_rate(
        self,
    ) -> Annotated[Percentage | None, client("Change rate", "变动幅度", "Change over proposal figure.", "-0.0300")]:
        """Change over the proposal's figure, to 4 places; None unless both are given, or if that figure is zero.

        Percentages have none: they change in percentage points.
        """
        if self.change is None or not self.proposal_value or is_percent(self.unit):
            return None
        return (self.change / abs(self.proposal_value)).quantize(_RATE_PLACES, ROUND_HALF_UP)

    @computed_field
    @property
    def is_changed(
        self,
    ) -> Annotated[bool | None, client("Changed", "是否变更", "Against the proposal; None: it says nothing.", True)]:
        """Whether it differs from the proposal, by figure or else by text; None if the proposal has neither."""
        if self.change is not None:
            return self.change != 0
        return None if self.proposal_text is None else self.proposal_text != self.agreed_text

    @model_validator(mode="after")
    def _check_figures(self) -> Self:
        if self.proposal_value is not None and self.agreed_value is None:
            raise RuleError([("agreed_value", message("rule.missing:agreed_value"))])
        if self.agreed_value is not None and self.unit is None:
            raise RuleError([("unit", message("rule.missing:unit"))])
        return self


class OpenIssue(MarkedModel):
    """An item that is still open."""

    no: Annotated[Text, client("No.", "编号", "The issue's number.", "O1")]
    topic: Annotated[Topic | None, client("Topic", "议题", "What it is about.", "liability")] = None
    issue: Annotated[Text, client("Issue", "待解决问题", "What is open.", "法务审核合同模板", markdown=True)]
    our_view: Annotated[
        Text | None, client("Seller's view", "乙方意见", "How the seller sees it.", "采用乙方模板", markdown=True)
    ] = None
    their_view: Annotated[
        Text | None, client("Client's view", "甲方意见", "How the client sees it.", "采用集团模板", markdown=True)
    ] = None
    owner: Annotated[Text, client("Owner", "责任人", "Who brings it forward.", "周敏")]
    due: Annotated[Date | None, client("Due", "完成时限", "By when.", "2026-12-04")] = None


class Action(MarkedModel):
    """An action to take after the meeting."""

    no: Annotated[Text, client("No.", "编号", "The action's number.", "T1")]
    what: Annotated[Text, client("Action", "行动事项", "What is to be done.", "提交修订版方案", markdown=True)]
    side: Annotated[Side, client("Side", "责任方", "Which side does it.", "seller")]
    owner: Annotated[Text, client("Owner", "责任人", "Who does it.", "陈立")]
    due: Annotated[Date, client("Due", "完成时限", "By when.", "2026-12-03")]


class NextMeeting(MarkedModel):
    """The next meeting of both sides."""

    time: Annotated[DateTime, client("Time", "时间", "Local date and time.", "2026-12-07 14:00")]
    place: Annotated[Text | None, client("Place", "地点", "Where.", "苏州，华东精工 302 会议室")] = None
    purpose: Annotated[Text | None, client("Purpose", "议题", "What for.", "合同定稿")] = None


class Attachment(MarkedModel):
    """A document attached to the minutes."""

    title: Annotated[Text, client("Title", "标题", "What it is.", "调整后报价明细")]
    doc_id: Annotated[Text | None, client("Document no.", "文件编号", "Its number.", "FA-2026-0117-F1")] = None
    version: Annotated[Version | None, client("Version", "版本号", "Its version.", "1.0")] = None


class Signature(MarkedModel):
    """A signature line; `signed_on` is empty until it is signed."""

    side: Annotated[Side, client("Side", "签署方", "For which side.", "client")]
    name: Annotated[Text, client("Name", "姓名", "Who signs.", "周敏")]
    job_title: Annotated[Text | None, client("Job title", "职务", "What the person does.", "采购经理")] = None
    signed_on: Annotated[Date | None, client("Signed on", "签署日期", "When it was signed.", "2026-12-02")] = None


class Direction(Choice):
    """Whether a bound's floor is a minimum or a maximum."""

    at_least = "at_least", "At least", "不低于"
    at_most = "at_most", "At most", "不高于"


class Bound(MarkedModel):
    """The acceptable range for one topic: a figure with its direction, a note, or both. Internal only."""

    topic: Annotated[Topic, internal("Topic", "议题", "What it limits.", "price")]
    agreed_no: Annotated[
        Text | None,
        internal(
            "Agreed item", "对应事项", "The number of the one item that it limits; empty: all of the topic.", "A1"
        ),
    ] = None
    direction: Annotated[
        Direction | None, internal("Direction", "方向", "Whether the floor is a least or a most.", "at_least")
    ] = None
    target: Annotated[Number | None, internal("Target", "目标值", "What we want.", "1260000")] = None
    floor: Annotated[Number | None, internal("Floor", "底线", "What we may not pass.", "1195000")] = None
    unit: Annotated[Text | None, internal("Unit", "单位", "As in the agreed item.", "元")] = None
    note: Annotated[
        Text | None, internal("In words", "说明", "What can't be said as a figure.", "不得增加二次开发", markdown=True)
    ] = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.floor is None and self.note is None:
            raise RuleError([("floor", message("rule.missing:floor"))])
        if self.floor is not None and (self.direction is None or self.unit is None):
            missing = "direction" if self.direction is None else "unit"
            raise RuleError([(missing, message("rule.missing:of_floor"))])
        if self.target is not None and not self.allows(self.target):
            raise RuleError([("target", message("rule.beyond_floor", target=self.target, floor=self.floor))])
        return self

    def allows(self, figure: Decimal) -> bool:
        """Whether `figure` is within the floor; always without a floor."""
        return self._reaches(figure, self.floor)

    def meets_target(self, figure: Decimal) -> bool | None:
        """Whether `figure` reaches the target; None without a target."""
        return None if self.target is None else self._reaches(figure, self.target)

    def _reaches(self, figure: Decimal, limit: Decimal | None) -> bool:
        if limit is None:
            return True
        return figure <= limit if self.direction is Direction.at_most else figure >= limit

    def covers(self, item: AgreedItem) -> bool:
        """Whether the bound applies to `item`."""
        return self.agreed_no == item.no if self.agreed_no else self.topic is item.topic


class BoundCheck(MarkedModel):
    """Result of checking one agreed item against one bound."""

    agreed_no: Annotated[Text, internal("Agreed item", "对应事项", "Its number.", "A1")]
    topic: Annotated[Topic, internal("Topic", "议题", "What it is about.", "price")]
    agreed_value: Annotated[Number | None, internal("Agreed figure", "约定数值", "What was agreed.", "1247420")] = None
    unit: Annotated[Text | None, internal("Unit", "单位", "Of the figures.", "元")] = None
    direction: Annotated[Direction | None, internal("Direction", "方向", "As in the bound.", "at_least")] = None
    target: Annotated[Number | None, internal("Target", "目标值", "What we wanted.", "1260000")] = None
    floor: Annotated[Number | None, internal("Floor", "底线", "What we may not pass.", "1195000")] = None
    note: Annotated[Text | None, internal("In words", "说明", "As in the bound.", "……", markdown=True)] = None
    within_bounds: Annotated[
        bool | None, internal("Within bounds", "是否在区间内", "None: judge it by the words.", True)
    ] = None
    meets_target: Annotated[
        bool | None, internal("Meets the target", "是否达到目标", "None: no target to compare with.", False)
    ] = None


def check_bounds(agreed: tuple[AgreedItem, ...], bounds: tuple[Bound, ...]) -> Iterator[BoundCheck]:
    """Check each agreed item against each bound that covers it. Figures with different units are not compared."""
    for item in agreed:
        for bound in bounds:
            if bound.covers(item):
                yield _check_item(item, bound)


def _check_item(item: AgreedItem, bound: Bound) -> BoundCheck:
    figure = item.agreed_value if bound.floor is not None and item.unit == bound.unit else None
    return BoundCheck(
        agreed_no=item.no,
        topic=item.topic,
        agreed_value=item.agreed_value,
        unit=item.unit if item.unit is not None else bound.unit,
        direction=bound.direction,
        target=bound.target,
        floor=bound.floor,
        note=bound.note,
        within_bounds=None if figure is None else bound.allows(figure),
        meets_target=None if figure is None else bound.meets_target(figure),
    )


class Concession(MarkedModel):
    """A concession, and what was received in return."""

    given: Annotated[Text, internal("Given", "让步内容", "What we gave.", "总价下调 3%", markdown=True)]
    in_return: Annotated[
        Text | None, internal("In return", "换取条件", "What we got for it.", "首付由 30% 提至 40%", markdown=True)
    ] = None
    value: Annotated[Number | None, internal("Value", "让步价值", "What it costs us.", "38580")] = None
    unit: Annotated[Text | None, internal("Unit", "单位", "Of the value.", "元")] = None
    approved_by: Annotated[Text | None, internal("Approved by", "批准人", "Who allowed it.", "赵静")] = None
