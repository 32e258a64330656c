"""Display fields of needs analyses for an industry's templates: what its readers want first."""

from typing import Any

from docgen.audience import View
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact
from docgen.display.leading import leading, why_of
from docgen.display.words import Words
from docgen.schemas.discovery import BaselineFigure, Goal, Pain
from docgen.schemas.needs_analysis import NeedsAnalysis


def _leading_figure(doc: Any, words: Words) -> View:
    figure = next(iter(doc.leading_baseline), None)
    return item(Fact, label=figure.measure, value=figure.value) if figure else doc.opening_figure


def _goals_of(pain: Any, words: Words) -> tuple[View, ...]:
    return tuple(goal for goal in words.document.goals if goal.pain_ids[:1] == (pain.id,))


def _goals_without_pain(doc: Any, words: Words) -> tuple[View, ...]:
    return tuple(goal for goal in doc.goals if not goal.pain_ids)


FIELDS = (
    DisplayField(
        NeedsAnalysis, "leading_goals", "Leading goals", "行业关注的目标",
        "The goals, those of the industry's measures first.", ("goals",), tuple[Goal, ...],
        lambda doc, words: leading(doc.goals, "metric", words),
    ),
    DisplayField(
        NeedsAnalysis, "further_leading_goals", "Further leading goals", "行业关注的其他目标",
        "The leading goals after the first.", ("goals",), tuple[Goal, ...], lambda doc, words: doc.leading_goals[1:],
    ),
    DisplayField(
        NeedsAnalysis, "further_leading_baseline", "Further leading baseline figures", "行业关注的其他基线数据",
        "The leading baseline figures after the first.", ("current_state",), tuple[BaselineFigure, ...],
        lambda doc, words: doc.leading_baseline[1:],
    ),
    DisplayField(
        NeedsAnalysis, "leading_goal", "Leading goal", "行业首要目标", "The first of the leading goals.", ("goals",),
        Goal | None, lambda doc, words: next(iter(doc.leading_goals), None),
    ),
    DisplayField(
        NeedsAnalysis, "leading_baseline", "Leading baseline figures", "行业关注的基线数据",
        "The figures of today, those of the industry's measures first.", ("current_state",),
        tuple[BaselineFigure, ...], lambda doc, words: leading(doc.current_state.baseline, "measure", words),
    ),
    DisplayField(
        NeedsAnalysis, "leading_figure", "Leading figure of today", "行业首要基线数据",
        "The first of the leading baseline figures; without one, the opening figure.", ("current_state", "interviews"),
        Fact, _leading_figure,
    ),
    DisplayField(
        NeedsAnalysis, "goals_without_pain", "Goals without a pain", "无对应痛点的目标",
        "The goals that name no pain.", ("goals",), tuple[Goal, ...], _goals_without_pain,
    ),
    DisplayField(
        NeedsAnalysis, "has_risks_or_limits", "Has risks, limits or questions", "有风险、约束或待确认事项",
        "Risks, constraints or open questions.", ("risks", "constraints", "open_questions"), bool,
        lambda doc, words: bool(doc.risks or doc.constraints or doc.open_questions),
    ),
    DisplayField(
        Goal, "measure_why", "Why it matters", "关注原因",
        "Why the industry looks at this measure; empty if it isn't one of its measures.", ("metric",), str | None,
        lambda goal, words: why_of(goal.metric, words),
    ),
    DisplayField(
        Pain, "goals", "Goals", "改善目标", "The goals whose first pain this is.", ("id",), tuple[Goal, ...], _goals_of,
    ),
)  # fmt: skip
