"""What an industry's readers want first in a needs analysis: a chapter of its own, the order, what leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from templates.docx.components.listing import Column, listing
from templates.docx.components.text import chapter, section
from templates.docx.kinds.needs_analysis.decision import decision
from templates.docx.kinds.needs_analysis.findings import (
    baseline,
    budget,
    client,
    current_state,
    goals,
    interviews,
    limits,
    pains,
    requirements,
)
from templates.docx.markup.markers import section_when, table_when
from templates.words import Words

Chapter = Callable[[Words], str]


def output_and_downtime(words: Words) -> str:
    """The goals by measure, the industry's first, with why it looks at each; today's figures; when work may stop."""
    columns = (
        Column(26, "goal.metric", "{{ goal.metric }}", strong=True),
        Column(12, "baseline_short", "{{ goal.baseline }}", right=True),
        Column(15, "target_short", "{{ goal.target }}", right=True, strong=True, colour="primary"),
        Column(20, "goal.due", "{{ goal.due }}"), Column(27, "measure_why", "{{ goal.measure_why }}"),
    )  # fmt: skip
    rows = listing(words, columns, "goal in doc.leading_goals", together=True)
    return (
        chapter(words, "output_and_downtime")
        + rows
        + baseline(words, "doc.leading_baseline")
        + limits(words, "downtime_windows")
    )


def guests_day(words: Words) -> str:
    """The client's words on each pain with what is to change; at the end the goals that belong to no pain."""
    columns = (
        Column(44, "goals_of_guest", "{{ goal.metric }}"),
        Column(14, "goal.baseline", "{{ goal.baseline }}", right=True),
        Column(16, "goal.target", "{{ goal.target }}", right=True, strong=True, colour="primary"),
        Column(26, "goal.due", "{{ goal.due }}"),
    )  # fmt: skip
    change = table_when("pain.goals", listing(words, columns, "goal in pain.goals", together=True))
    others = listing(words, columns, "goal in doc.goals_without_pain", together=True)
    further = section_when("doc.goals_without_pain", section(words, "further_goals"), others)
    return pains(words, "guests_day", change) + further


def risk_and_control(words: Words) -> str:
    """The risks with what is done about them, what can't be changed, and what is not known yet."""
    opening = chapter(words, "risk_and_control")
    return section_when(
        "doc.has_risks_or_limits",
        opening,
        table_when("doc.risks", threats(words)),
        limits(words, "limits_short"),
        questions(words),
    )


def risks(words: Words) -> str:
    """Risks and open questions."""
    return section_when(
        "doc.has_risks",
        chapter(words, "risks_and_questions"),
        section_when("doc.risks", section(words, "needs_analysis.risks"), threats(words)),
        questions(words),
    )


def threats(words: Words) -> str:
    columns = (
        Column(34, "needs_risk.risk", "{{ item.risk }}"), Column(30, "needs_risk.impact", "{{ item.impact }}"),
        Column(36, "needs_risk.response", "{{ item.response }}"),
    )  # fmt: skip
    return listing(words, columns, "item in doc.risks", together=True)


def questions(words: Words) -> str:
    """The open questions, as a section."""
    columns = (
        Column(54, "open_question.question", "{{ item.question }}"),
        Column(22, "open_question.owner", "{{ item.owner }}"),
        Column(24, "open_question.due", "{{ item.due }}"),
    )  # fmt: skip
    listed = listing(words, columns, "item in doc.open_questions")
    return section_when("doc.open_questions", section(words, "open_questions"), listed)


@dataclass(frozen=True)
class Lead:
    """How the reports of an industry differ: the chapters before and behind the decision map, and what leads."""

    before_map: Sequence[Chapter]
    after_map: Sequence[Chapter] = (risks,)
    figure: str = "doc.leading_figure"
    goal: str = "doc.leading_goal"
    line: str = "{{ industry.emphasis }}"


LEADS = {
    "base": Lead(
        (client, interviews, current_state, pains, goals, requirements, budget, decision),
        figure="doc.opening_figure", goal="doc.main_goal", line="",
    ),
    "manufacturing": Lead(
        (output_and_downtime, partial(current_state, figures=False), pains, requirements,
         partial(budget, constraints=False), client, interviews, decision),
    ),
    "services": Lead((guests_day, requirements, current_state, client, interviews, budget, decision)),
    "financial_services": Lead(
        (risk_and_control, pains, goals, requirements, decision),
        (current_state, partial(budget, constraints=False), client, interviews),
    ),
}  # fmt: skip
