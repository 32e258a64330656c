"""The screening sheet: criteria, total, grade and assignment of a lead after the first call (domain.md 4).

The competition is internal. Its criterion is weighted in addition to the others, whose weights sum to 1, and changes
neither the total nor the grade that a client may see. `total_with_competition` and `grade_with_competition` include it;
to apply them, write an override with a reason that a client may read.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import Envelope, Party, Problem, RuleError, Text, before, check_rules, notice
from docgen.schemas.figures import Count, Date, DateTime, Number, Rate
from docgen.schemas.lead import Assignment, Grade, assignment_for
from docgen.schemas.references import COMMON, Reference, as_number, as_text

_HALF_AN_HOUR = dt.timedelta(minutes=30)
_A_MINUTE = dt.timedelta(minutes=1)
_SHARE_PLACES = Decimal("0.0001")
_POINT_PLACES = Decimal("0.01")
_FULL = Decimal(100)


class CriterionName(Choice):
    """The criteria for a lead."""

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
    """The assessor's confidence in a score."""

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
        """Points of 100 that the criterion adds to the total, to 2 places."""
        return (self.score / self.max_score * self.weight * _FULL).quantize(_POINT_PLACES, ROUND_HALF_UP)

    @model_validator(mode="after")
    def _score_in_range(self) -> Self:
        if self.score > self.max_score:
            raise RuleError([("score", message("rule.score", score=self.score, limit=self.max_score))])
        return self


class Thresholds(MarkedModel):
    """Minimum points of 100 for grades A and B; other leads are C. Each team has its own."""

    a_from: Annotated[Number, Field(le=100), client("A from", "A类起点", "This many points are an A.", "80")]
    b_from: Annotated[Number, Field(ge=0), client("B from", "B类起点", "This many points are a B.", "60")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.b_from >= self.a_from:
            raise RuleError([("b_from", message("rule.thresholds", b_from=self.b_from, a_from=self.a_from))])
        return self

    def grade_for(self, points: Decimal) -> Grade:
        """The grade of a lead with `points` of 100."""
        if points >= self.a_from:
            return Grade.A
        return Grade.B if points >= self.b_from else Grade.C


class KnockOut(MarkedModel):
    """A condition that makes a lead C regardless of its points."""

    condition: Annotated[Text, client("Condition", "否决条件", "What would rule the lead out.", "企业已停产或失信")]
    applies: Annotated[bool, client("Applies", "是否触发", "Whether it is so.", False)]
    evidence: Annotated[Text | None, client("Evidence", "判断依据", "How that is known.", "企业信用公示系统")] = None


class Override(MarkedModel):
    """A grade set by hand, with the reason."""

    grade: Annotated[Grade, client("Grade", "调整后等级", "The grade set by hand.", "A")]
    reason: Annotated[Text, client("Reason", "调整理由", "Why.", "总经理亲自来电，年内必须立项", markdown=True)]
    decided_by: Annotated[Text | None, client("Decided by", "决定人", "Who set it.", "赵静")] = None


def sum_points(criteria: Iterable[Criterion]) -> Decimal:
    """Sum of the rounded points of `criteria`."""
    return sum((criterion.points for criterion in criteria), Decimal("0.00"))


def blend(criteria: Iterable[Criterion]) -> Decimal:
    """Points of 100 over `criteria` of any weights, to 2 places."""
    scored = tuple(criteria)
    weight = sum((criterion.weight for criterion in scored), Decimal(0))
    return (sum_points(scored) / weight).quantize(_POINT_PLACES, ROUND_HALF_UP)


class Verification(Choice):
    """How the information was verified."""

    phone = "phone", "Phone", "电话"
    short_talk = "short_talk", "Short talk", "简短沟通"


class Screening(Envelope):
    """The screening sheet of one lead."""

    references: ClassVar[tuple[Reference, ...]] = (
        Reference("total", "总分", ("total",), as_number),
        Reference("grade", "线索等级", ("grade",), as_text),
        *COMMON,
    )
    kind: Annotated[Literal["screening"], client("Kind", "文件类型", "The kind of document.", "screening")]
    lead_no: Annotated[Text, client("Lead no.", "线索编号", "The lead's number in the register.", "XS-20261012-003")]
    captured_at: Annotated[DateTime, client("Captured at", "线索获取时间", "As in the register.", "2026-10-12 09:20")]
    assessor: Annotated[Text, client("Assessor", "评估人", "Who judged.", "刘畅")]
    assessed_at: Annotated[DateTime, client("Assessed at", "评估时间", "When it was graded.", "2026-10-12 09:41")]
    rule_version: Annotated[
        Text, client("Rule version", "评分规则版本", "The rules behind weights and thresholds.", "ZZ-CP-2026.2")
    ]
    thresholds: Annotated[Thresholds, client("Thresholds", "等级标准", "Points for A and B.", None)]
    criteria: Annotated[
        tuple[Criterion, ...], Field(min_length=1), client("Criteria", "评估项", "What was judged, with scores.", [])
    ]
    knock_outs: Annotated[
        tuple[KnockOut, ...], client("Knock-outs", "一票否决项", "Any that applies makes the lead C.", [])
    ] = ()
    override: Annotated[
        Override | None, client("Override", "人工调整", "A grade set by hand, with its reason.", None)
    ] = None
    competition: Annotated[
        Text | None,
        internal("Competition", "竞争态势", "Who else is in the running.", "另有两家 MES 厂商接触过", markdown=True),
    ] = None
    verified_by: Annotated[Verification, client("Verified by", "核实方式", "How it was verified.", "phone")]
    missing_information: Annotated[
        tuple[Text, ...], client("Missing information", "待补充信息", "What is not known yet.", ["决策流程"])
    ] = ()
    action: Annotated[
        Text | None, client("Action", "处理建议", "What to do next.", "两日内上门调研", markdown=True)
    ] = None
    follow_up_by: Annotated[
        DateTime | None, client("Follow up by", "跟进时限", "The latest moment to act.", "2026-10-14 18:00")
    ] = None
    assignee: Annotated[Text | None, client("Assignee", "分配销售", "The rep who takes it over.", "陈立")] = None
    reassess_on: Annotated[Date | None, client("Reassess on", "复评日期", "When it is judged again.", "2026-10-26")] = (
        None
    )

    @computed_field
    @property
    def total(self) -> Annotated[Number, client("Total", "总分", "Points of 100.", "86.50")]:
        """Sum of the rounded points of the criteria that every audience sees."""
        return sum_points(self._open_criteria())

    @computed_field
    @property
    def knocked_out(
        self,
    ) -> Annotated[bool, client("Knocked out", "是否一票否决", "Whether a knock-out applies.", False)]:
        """Whether any knock-out applies."""
        return any(item.applies for item in self.knock_outs)

    @computed_field
    @property
    def computed_grade(self) -> Annotated[Grade, client("Grade by points", "评分等级", "Before any override.", "A")]:
        """Grade by total and thresholds; C if a knock-out applies."""
        return self._grade_for(self.total)

    @computed_field
    @property
    def grade(self) -> Annotated[Grade, client("Grade", "线索等级", "A high, B medium, C low intent.", "A")]:
        """The override's grade, else the computed one."""
        return self.override.grade if self.override else self.computed_grade

    @computed_field
    @property
    def assignment(
        self,
    ) -> Annotated[Assignment, client("Assignment", "分配去向", "To whom such a lead goes.", "senior_rep")]:
        """Assignment of a lead of this grade."""
        return assignment_for(self.grade)

    @computed_field
    @property
    def minutes_to_grading(
        self,
    ) -> Annotated[Count, client("Minutes to grading", "初筛用时（分钟）", "From capture to grading.", 21)]:
        """Minutes from capture to grading, rounded up."""
        return -((self.captured_at - self.assessed_at) // _A_MINUTE)

    @computed_field
    @property
    def within_30(
        self,
    ) -> Annotated[bool, client("Within 30 minutes", "30 分钟内完成", "Whether it was graded in time.", True)]:
        """Whether the lead was graded within 30 minutes of its capture."""
        return self.assessed_at - self.captured_at <= _HALF_AN_HOUR

    @computed_field
    @property
    def total_with_competition(
        self,
    ) -> Annotated[
        Number | None, internal("Total with competition", "含竞争态势总分", "None: no such criterion.", "83.18")
    ]:
        """Points of 100 over all criteria, including the competition; None without that criterion."""
        if len(self._open_criteria()) == len(self.criteria):
            return None
        return blend(self.criteria)

    @computed_field
    @property
    def grade_with_competition(
        self,
    ) -> Annotated[Grade | None, internal("Grade with competition", "含竞争态势等级", "None: no such criterion.", "A")]:
        """Grade including the competition; None without that criterion."""
        return None if self.total_with_competition is None else self._grade_for(self.total_with_competition)

    def _open_criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if not criterion.name.is_internal)

    def _grade_for(self, points: Decimal) -> Grade:
        return Grade.C if self.knocked_out else self.thresholds.grade_for(points)

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems: list[Problem] = [*self._criteria_problems(), *self._date_problems()]
        if self.override and self.knocked_out and self.override.grade is not Grade.C:
            conditions = [item.condition for item in self.knock_outs if item.applies]
            problems.append(("override.grade", message("rule.knock_out", conditions=conditions)))
        check_rules(problems)
        return self

    def _criteria_problems(self) -> Iterator[Problem]:
        seen: set[CriterionName] = set()
        for index, criterion in enumerate(self.criteria):
            if criterion.name in seen:
                yield f"criteria[{index}].name", message("rule.repeated", id=criterion.name.value)
            seen.add(criterion.name)
        weight = sum((criterion.weight for criterion in self._open_criteria()), Decimal(0))
        if weight != 1:
            key = "rule.weights:competition" if CriterionName.competition in seen else "rule.weights"
            yield "criteria", message(key, total=weight)

    def _date_problems(self) -> Iterator[Problem]:
        if self.assessed_at < self.captured_at:
            yield before("assessed_at", self.assessed_at, "captured_at", self.captured_at)
        if self.follow_up_by and self.follow_up_by < self.assessed_at:
            yield before("follow_up_by", self.follow_up_by, "assessed_at", self.assessed_at)
        if self.reassess_on and self.reassess_on < self.assessed_at.date():
            yield before("reassess_on", self.reassess_on, "assessed_at", self.assessed_at)

    def notices(self) -> Iterator[Finding]:
        """Notices for the assessor or the sales manager."""
        yield from super().notices()
        judged = {criterion.name for criterion in self.criteria}
        for name in REQUIRED_CRITERIA:
            if name not in judged:
                yield notice("notice.missing_criterion", "criteria", name=name.value, title=name.title_zh)
        if not self.within_30:
            yield notice("notice.late_grading", "assessed_at", minutes=self.minutes_to_grading)
        if self.grade is Grade.A and self.assignee is None:
            yield notice("notice.unassigned", "assignee")
        yield from self._competition_notices()

    def _competition_notices(self) -> Iterator[Finding]:
        other = self.grade_with_competition
        if other is not None and other is not self.computed_grade and self.override is None:
            yield notice("notice.competition", "criteria", grade=self.computed_grade.value, other=other.value)

    # last, since its name hides the mark's from here on
    client: Annotated[Party, client("Client", "甲方", "The company behind the lead.", None)]
