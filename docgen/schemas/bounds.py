"""Turns the limits fixed before a negotiation, and what was agreed in it, into whether each term is within them.

Everything here is for internal readers.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Self

from pydantic import model_validator

from docgen.audience import Choice, MarkedModel, internal
from docgen.schemas.base import Text
from docgen.schemas.figures import Number
from docgen.schemas.minutes_parts import AgreedItem, Topic


class Direction(Choice):
    """On which side of its floor a figure has to stay."""

    at_least = "at_least", "At least", "不低于"
    at_most = "at_most", "At most", "不高于"


class Bound(MarkedModel):
    """What is acceptable for one topic: a figure with its direction, words, or both."""

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
    def _is_whole(self) -> Self:
        if self.floor is None and self.note is None:
            raise ValueError("floor: is missing; give a figure, or say it in words under note")
        if self.floor is not None and (self.direction is None or self.unit is None):
            missing = "direction" if self.direction is None else "unit"
            raise ValueError(f"{missing}: is missing, though a floor is given")
        if self.target is not None and not self.allows(self.target):
            raise ValueError(f"target: {self.target} lies beyond the floor {self.floor}")
        return self

    def allows(self, figure: Decimal) -> bool:
        """Whether `figure` is not beyond the floor; without a floor it always is."""
        return self._reaches(figure, self.floor)

    def meets_target(self, figure: Decimal) -> bool | None:
        """Whether `figure` is as good as the target; None without one."""
        return None if self.target is None else self._reaches(figure, self.target)

    def _reaches(self, figure: Decimal, limit: Decimal | None) -> bool:
        if limit is None:
            return True
        return figure <= limit if self.direction is Direction.at_most else figure >= limit

    def covers(self, item: AgreedItem) -> bool:
        """Whether it limits `item`."""
        return self.agreed_no == item.no if self.agreed_no else self.topic is item.topic


class BoundCheck(MarkedModel):
    """One agreed item held against one bound."""

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
    """Each agreed item against each bound that covers it; figures of different units are not compared."""
    for item in agreed:
        for bound in bounds:
            if bound.covers(item):
                yield _check(item, bound)


def _check(item: AgreedItem, bound: Bound) -> BoundCheck:
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
    """What was given away, and what came in return."""

    given: Annotated[Text, internal("Given", "让步内容", "What we gave.", "总价下调 3%", markdown=True)]
    in_return: Annotated[
        Text | None, internal("In return", "换取条件", "What we got for it.", "首付由 30% 提至 40%", markdown=True)
    ] = None
    value: Annotated[Number | None, internal("Value", "让步价值", "What it costs us.", "38580")] = None
    unit: Annotated[Text | None, internal("Unit", "单位", "Of the value.", "元")] = None
    approved_by: Annotated[Text | None, internal("Approved by", "批准人", "Who allowed it.", "赵静")] = None
