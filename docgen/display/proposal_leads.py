"""Display fields of proposals for an industry's templates: what its readers want first."""

from typing import Any

from docgen.audience import View
from docgen.display.document import facts_of
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact
from docgen.display.leading import leading, why_of
from docgen.display.words import Words
from docgen.schemas.proposal import Proposal
from docgen.schemas.proposal_parts import Diagnosis, Objective, SolutionRow, ValueFigure, Verbatim


def _facts(doc: Any, words: Words, *keys: str) -> tuple[View, ...]:
    values = {
        "payable_row": words.money(doc.pricing.totals.payable),
        "implementation": doc.project_period_text,
        "service_period": doc.service_period.period_text,
        "payback": doc.roi.payback if doc.roi else None,
    }
    return facts_of(words, tuple((key, values[key]) for key in keys))


def _assurance_facts(doc: Any, words: Words) -> tuple[View, ...]:
    promised = tuple(item(Fact, label=level.measure, value=level.target) for level in doc.sla[:1])
    return (*promised, *_facts(doc, words, "service_period", "implementation", "payable_row"))


def _other_voices(doc: Any, words: Words) -> tuple[View, ...]:
    quoted = {row.quote for row in doc.diagnosis}
    return tuple(voice for voice in doc.client_voice if voice.quote not in quoted)


_FACTS = ("pricing.totals.payable", "implementation", "service_period", "roi")

FIELDS = (
    DisplayField(
        Proposal, "leading_figures", "Leading value figures", "行业关注的价值数据",
        "The value figures, those of the industry's measures first.", ("value_statement",), tuple[ValueFigure, ...],
        lambda doc, words: leading(doc.value_statement.figures, "label", words),
    ),
    DisplayField(
        Proposal, "leading_objectives", "Leading objectives", "行业关注的目标",
        "The objectives, those of the industry's measures first.", ("objectives",), tuple[Objective, ...],
        lambda doc, words: leading(doc.objectives, "metric", words),
    ),
    DisplayField(
        Proposal, "payback_facts", "Key facts, payback first", "关键信息（回收期在前）",
        "Payback, plan, amount payable, service period: those that are given.", _FACTS, tuple[Fact, ...],
        lambda doc, words: _facts(doc, words, "payback", "implementation", "payable_row", "service_period"),
    ),
    DisplayField(
        Proposal, "service_facts", "Key facts, service period first", "关键信息（服务周期在前）",
        "Service period, plan, amount payable, payback: those that are given.", _FACTS, tuple[Fact, ...],
        lambda doc, words: _facts(doc, words, "service_period", "implementation", "payable_row", "payback"),
    ),
    DisplayField(
        Proposal, "assurance_facts", "Key facts, service level first", "关键信息（服务承诺在前）",
        "The first service level, service period, plan, amount payable: those that are given.",
        ("sla", "pricing.totals.payable", "implementation", "service_period"), tuple[Fact, ...], _assurance_facts,
    ),
    DisplayField(
        Proposal, "other_voices", "Other voices", "其他客户心声",
        "What the client said, without the quotes of the diagnosis.", ("client_voice", "diagnosis"),
        tuple[Verbatim, ...], _other_voices,
    ),
    DisplayField(
        Proposal, "has_terms_besides_risks", "Has terms besides risks", "风险之外有条款与假设",
        "Assumptions, legal blocks, clauses or a governing language.", ("assumptions", "terms", "governing_language"),
        bool, lambda doc, words: bool(
            doc.assumptions or words.names.get("legal") or doc.terms or doc.governing_language
        ),
    ),
    DisplayField(
        Objective, "measure_why", "Why it matters", "关注原因",
        "Why the industry looks at this measure; empty if it isn't one of its measures.", ("metric",), str | None,
        lambda objective, words: why_of(objective.metric, words),
    ),
    DisplayField(
        Diagnosis, "answers", "Answers", "应对", "The rows of the solution for this pain.", ("pain_id",),
        tuple[SolutionRow, ...],
        lambda row, words: tuple(one for one in words.document.solution.rows if one.pain_id == row.pain_id),
    ),
)  # fmt: skip
