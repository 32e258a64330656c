"""Turns what was learned of a lead by phone into scored criteria and their totals (domain.md 4)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import Choice, MarkedModel, client
from docgen.schemas.base import Text
from docgen.schemas.figures import Number, Rate
from docgen.schemas.lead import Grade

_SHARE_PLACES = Decimal("0.0001")
_POINT_PLACES = Decimal("0.01")
_FULL = Decimal(100)


class CriterionName(Choice):
    """What a lead is judged by."""

    industry_fit = "industry_fit", "Industry fit", "行业匹配度"
    budget = "budget", "Budget", "预算范围"
    urgency = "urgency", "Urgency", "需求紧急度"
    decision_chain = "decision_chain", "Decision chain", "决策链完整性"
    need_fit = "need_fit", "Fit of the need", "需求匹配度"
    competition = "competition", "Competition", "竞争态势", True


REQUIRED_CRITERIA = (
    CriterionName.industry_fit,
    CriterionName.budget,
    CriterionName.urgency,
    CriterionName.decision_chain,
)


class Confidence(Choice):
    """How sure the assessor is."""

    high = "high", "High", "高"
    medium = "medium", "Medium", "中"
    low = "low", "Low", "低"


class Criterion(MarkedModel):
    """One criterion with its score."""

    name: Annotated[CriterionName, client("Criterion", "评估维度", "What is judged.", "budget")]
    weight: Annotated[Rate, Field(gt=0), client("Weight", "权重", "Its share of the total.", "0.25")]
    score: Annotated[Number, Field(ge=0), client("Score", "得分", "From 0 to the full score.", "8")]
    max_score: Annotated[Number, Field(gt=0), client("Full score", "满分", "The best score.", "10")]
    evidence: Annotated[
        Text | None,
        client("Evidence", "判断依据", "What the score rests on.", "已列入 2026 年技改预算", markdown=True),
    ] = None
    source: Annotated[Text | None, client("Source", "信息来源", "Who said it, or where it stands.", "电话沟通")] = None
    confidence: Annotated[Confidence | None, client("Confidence", "可信度", "How sure the assessor is.", "medium")] = (
        None
    )

    @computed_field
    @property
    def share(self) -> Annotated[Rate, client("Share reached", "得分率", "Score over full score.", "0.8000")]:
        """Score over full score, to 4 places."""
        return (self.score / self.max_score).quantize(_SHARE_PLACES, ROUND_HALF_UP)

    @computed_field
    @property
    def points(self) -> Annotated[Number, client("Points", "加权得分", "Out of 100 × weight.", "20.00")]:
        """What the criterion adds to the total of 100, to 2 places."""
        return (self.score / self.max_score * self.weight * _FULL).quantize(_POINT_PLACES, ROUND_HALF_UP)

    @model_validator(mode="after")
    def _score_in_range(self) -> Self:
        if self.score > self.max_score:
            raise ValueError(f"score: {self.score} is more than max_score {self.max_score}")
        return self


class Thresholds(MarkedModel):
    """From how many points of 100 a lead is A or B; below it is C. Each team has its own."""

    a_from: Annotated[Number, Field(le=100), client("A from", "A类起点", "This many points are an A.", "80")]
    b_from: Annotated[Number, Field(ge=0), client("B from", "B类起点", "This many points are a B.", "60")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.b_from >= self.a_from:
            raise ValueError(f"b_from: {self.b_from} is not under a_from {self.a_from}")
        return self

    def grade_for(self, points: Decimal) -> Grade:
        """The grade of a lead with `points` of 100."""
        if points >= self.a_from:
            return Grade.A
        return Grade.B if points >= self.b_from else Grade.C


class KnockOut(MarkedModel):
    """A condition that makes a lead C, whatever its points."""

    condition: Annotated[Text, client("Condition", "否决条件", "What would rule the lead out.", "企业已停产或失信")]
    applies: Annotated[bool, client("Applies", "是否触发", "Whether it is so.", False)]
    evidence: Annotated[Text | None, client("Evidence", "判断依据", "How that is known.", "企业信用公示系统")] = None


class Override(MarkedModel):
    """A grade set by hand, with the reason."""

    grade: Annotated[Grade, client("Grade", "调整后等级", "The grade set by hand.", "A")]
    reason: Annotated[Text, client("Reason", "调整理由", "Why.", "总经理亲自来电，年内必须立项", markdown=True)]
    decided_by: Annotated[Text | None, client("Decided by", "决定人", "Who set it.", "赵静")] = None


def sum_points(criteria: Iterable[Criterion]) -> Decimal:
    """The points of `criteria` added up as shown, to 2 places."""
    return sum((criterion.points for criterion in criteria), Decimal("0.00"))


def blend(criteria: Iterable[Criterion]) -> Decimal:
    """Points of 100 over `criteria` whose weights need not sum to 1, to 2 places."""
    scored = tuple(criteria)
    weight = sum((criterion.weight for criterion in scored), Decimal(0))
    return (sum_points(scored) / weight).quantize(_POINT_PLACES, ROUND_HALF_UP)
