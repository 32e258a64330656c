"""The needs-analysis report (domain.md 5)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import client, internal
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import (
    ENTRY_FIELDS,
    INDUSTRY,
    EntryFields,
    Envelope,
    Party,
    Problem,
    Text,
    before,
    check_rules,
    list_ids,
    notice,
)
from docgen.schemas.decision_map import DecisionMap, map_notices, map_problems
from docgen.schemas.discovery import (
    Budget,
    ClientProfile,
    Competitor,
    Confirmation,
    CurrentState,
    DecisionCriterion,
    Goal,
    Interview,
    NeedsRisk,
    NextStep,
    OpenQuestion,
    Pain,
    Priority,
    ProcessStep,
    Requirement,
    RequirementGroup,
    Severity,
    TimelineEntry,
)
from docgen.schemas.figures import DateTime
from docgen.schemas.references import COMMON, Reference, as_money

_A_DAY = dt.timedelta(hours=24)


class NeedsAnalysis(Envelope):
    """The needs-analysis report, with the decision map."""

    entry_fields: ClassVar[EntryFields] = {**ENTRY_FIELDS, "industry": INDUSTRY | {"questions"}}
    references: ClassVar[tuple[Reference, ...]] = (
        Reference("budget_min", "预算下限", ("budget.amount_min",), as_money),
        Reference("budget_max", "预算上限", ("budget.amount_max",), as_money),
        *COMMON,
    )
    kind: Annotated[Literal["needs_analysis"], client("Kind", "文件类型", "The kind of document.", "needs_analysis")]
    client_profile: Annotated[ClientProfile, client("Client profile", "客户概况", "What one should know.", None)]
    background: Annotated[
        Text | None, client("Background", "项目背景", "Why the talks began.", "……", markdown=True, narrative=True)
    ] = None
    interviews: Annotated[
        tuple[Interview, ...], Field(min_length=1), client("Interviews", "访谈记录", "Who was asked, and when.", [])
    ]
    current_state: Annotated[CurrentState, client("Current state", "现状", "How things are done today.", None)]
    pains: Annotated[tuple[Pain, ...], Field(min_length=1), client("Pains", "痛点", "What hurts.", [])]
    goals: Annotated[tuple[Goal, ...], Field(min_length=1), client("Goals", "目标", "What is to be reached.", [])]
    requirements: Annotated[
        tuple[Requirement, ...], Field(min_length=1), client("Requirements", "需求清单", "What is needed.", [])
    ]
    budget: Annotated[Budget, client("Budget", "预算", "What can be spent.", None)]
    timeline: Annotated[tuple[TimelineEntry, ...], client("Timeline", "时间计划", "Dates, in order.", [])] = ()
    constraints: Annotated[
        tuple[Text, ...], client("Constraints", "约束条件", "What can't be changed.", ["停产窗口仅限春节"])
    ] = ()
    compelling_event: Annotated[
        Text | None, client("Compelling event", "触发事件", "Why now.", "客户审核定于 2027年3月", markdown=True)
    ] = None
    decision_criteria: Annotated[
        tuple[DecisionCriterion, ...], client("Decision criteria", "决策标准", "What will be judged.", [])
    ] = ()
    decision_process: Annotated[
        tuple[ProcessStep, ...], client("Decision process", "决策流程", "The steps, in order.", [])
    ] = ()
    decision_map: Annotated[DecisionMap, client("Decision map", "决策流程图", "Who takes part in the decision.", None)]
    competition: Annotated[
        tuple[Competitor, ...], internal("Competition", "竞争态势", "Who else is talked to.", [])
    ] = ()
    risks: Annotated[tuple[NeedsRisk, ...], client("Risks", "风险", "What could go wrong.", [])] = ()
    open_questions: Annotated[
        tuple[OpenQuestion, ...], client("Open questions", "待确认事项", "What is still to be confirmed.", [])
    ] = ()
    solution_direction: Annotated[
        Text | None,
        client("Solution direction", "方案方向", "Where the answer lies.", "……", markdown=True, narrative=True),
    ] = None
    next_steps: Annotated[tuple[NextStep, ...], client("Next steps", "下一步", "What happens next.", [])] = ()
    confirmation: Annotated[
        Confirmation | None, client("Confirmation", "客户确认", "How the client confirmed the report.", None)
    ] = None

    @computed_field
    @property
    def requirement_groups(
        self,
    ) -> Annotated[tuple[RequirementGroup, ...], client("By priority", "按优先级", "Requirements by priority.", [])]:
        """Requirements by priority, highest first, without empty priorities."""
        found = ((p, tuple(r for r in self.requirements if r.priority is p)) for p in Priority)
        return tuple(RequirementGroup(priority=p, requirements=rs, count=len(rs)) for p, rs in found if rs)

    @computed_field
    @property
    def gravest_pain(self) -> Annotated[Pain, client("Gravest pain", "最突出痛点", "The key finding.", None)]:
        """The pain of the highest severity; among equals the first with a must requirement, else the first."""
        ranks: list[Severity | None] = [*Severity, None]
        needed = self.must_pain_ids
        return min(self.pains, key=lambda pain: (ranks.index(pain.severity), pain.id not in needed))

    @computed_field
    @property
    def must_pain_ids(
        self,
    ) -> Annotated[tuple[Text, ...], client("Must pains", "必须解决的痛点", "Pains behind a must.", ["P1"])]:
        """Ids of the pains with a must requirement, in the order of the pains."""
        needed = {pain for r in self.requirements if r.priority is Priority.must for pain in r.pain_ids}
        return tuple(pain.id for pain in self.pains if pain.id in needed)

    @computed_field
    @property
    def confirmation_due(
        self,
    ) -> Annotated[DateTime, client("To be sent by", "最迟发送时间", "24 hours after the last interview.", None)]:
        """24 hours after the end of the last interview; one without a time ends at midnight."""
        return max(_end_of(interview) for interview in self.interviews) + _A_DAY

    @computed_field
    @property
    def sent_within_24h(
        self,
    ) -> Annotated[bool | None, client("Sent within 24 h", "24 小时内发送", "None: not sent yet.", True)]:
        """Whether the report was sent within 24 hours of the last interview."""
        return None if self.confirmation is None else self.confirmation.sent_at <= self.confirmation_due

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems: list[Problem] = [*self._id_problems(), *self._date_problems(), *map_problems(self.decision_map)]
        low, high = self.budget.amount_min, self.budget.amount_max
        if low is not None and high is not None and high < low:
            problems.append(("budget.amount_max", message("rule.under", value=high, name="amount_min", other=low)))
        check_rules(problems)
        return self

    def _id_problems(self) -> Iterator[Problem]:
        yield from _duplicate_ids("pains", [pain.id for pain in self.pains])
        yield from _duplicate_ids("requirements", [requirement.id for requirement in self.requirements])
        known = {pain.id: None for pain in self.pains}
        for name, items in (("requirements", self.requirements), ("goals", self.goals)):
            for index, item in enumerate(items):
                for pain in item.pain_ids:
                    if pain not in known:
                        unknown = message("rule.unknown_pain", id=pain, known=list_ids(known))
                        yield f"{name}[{index}].pain_ids", unknown

    def _date_problems(self) -> Iterator[Problem]:
        for index, interview in enumerate(self.interviews):
            if interview.ended_at and interview.ended_at.date() < interview.date:
                yield before(f"interviews[{index}].ended_at", interview.ended_at, "date", interview.date)
        yield from _out_of_order("timeline", "date", [entry.date for entry in self.timeline])
        yield from _out_of_order("decision_process", "when", [step.when for step in self.decision_process])
        yield from self._confirmation_problems()

    def _confirmation_problems(self) -> Iterator[Problem]:
        if self.confirmation is None:
            return
        last = max(interview.ended_at or _start_of(interview.date) for interview in self.interviews)
        sent, confirmed = self.confirmation.sent_at, self.confirmation.confirmed_at
        if sent < last:
            yield "confirmation.sent_at", message("rule.before:interview", date=sent, other=last)
        if confirmed and confirmed < sent:
            yield before("confirmation.confirmed_at", confirmed, "sent_at", sent)

    def notices(self) -> Iterator[Finding]:
        """Notices for the sales rep before the report is sent."""
        yield from super().notices()
        yield from map_notices(self.decision_map)
        if self.sent_within_24h is False:
            due = f"{self.confirmation_due:%Y-%m-%d %H:%M}"
            yield notice("notice.late_confirmation", "confirmation.sent_at", due=due)
        answered = {pain for requirement in self.requirements for pain in requirement.pain_ids}
        for index, pain in enumerate(self.pains):
            if pain.id not in answered:
                yield notice("notice.unanswered_pain", f"pains[{index}]", id=pain.id)
        weights = [criterion.weight for criterion in self.decision_criteria if criterion.weight is not None]
        if weights and len(weights) == len(self.decision_criteria) and sum(weights) != 1:
            yield notice("notice.weights", "decision_criteria", total=sum(weights))

    # last, since its name hides the mark's from here on
    client: Annotated[Party, client("Client", "甲方", "The client.", None)]


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _end_of(interview: Interview) -> dt.datetime:
    return interview.ended_at or _start_of(interview.date) + _A_DAY


def _duplicate_ids(name: str, ids: list[str]) -> Iterator[Problem]:
    counts = Counter(ids)
    for index, item in enumerate(ids):
        if counts[item] > 1:
            yield f"{name}[{index}].id", message("rule.repeated:times", id=item, count=counts[item])


def _out_of_order(name: str, field: str, days: Iterable[dt.date | None]) -> Iterator[Problem]:
    last: dt.date | None = None
    for index, day in enumerate(days):
        if day and last and day < last:
            yield f"{name}[{index}].{field}", message("rule.before:entry", date=day, other=last)
        last = day or last
