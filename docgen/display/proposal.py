"""Display fields of proposals and success cases."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from docgen.audience import MarkedModel, View, client
from docgen.display import proposal_leads
from docgen.display.document import facts_of, few, signers_of
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact, Signer
from docgen.display.words import Words, unit_text
from docgen.schemas.figures import Money, Rate
from docgen.schemas.proposal import Case, CaseFigure, Proposal
from docgen.schemas.proposal_parts import (
    Deliverable,
    Diagnosis,
    Headlines,
    Phase,
    ServicePeriod,
    Solution,
    SolutionRow,
    ValueFigure,
    Verbatim,
)
from docgen.schemas.proposal_terms import Acceptance, PaymentTerm, Roi

_FEW_MODULES, _LEADING_ROWS, _LEADING_VALUES = 4, 3, 4
_SHORT_UNIT = 3


class RoiRow(MarkedModel):
    """Cost, benefit and what has come together so far, of one period."""

    period: Annotated[str, client("Period", "期间", "A year or a quarter.", "第 1 年")]
    cost: Annotated[Money, client("Cost", "投入", "In the proposal's currency.", "986000")]
    benefit: Annotated[Money, client("Benefit", "收益", "In the proposal's currency.", "1080000")]
    cumulative: Annotated[Money, client("Cumulative", "累计净收益", "Benefit less cost so far.", "94000")]


class ScopeColumn(MarkedModel):
    """What is in scope, out of scope, or delivered."""

    title: Annotated[str, client("Title", "标题", "Which of the three.", "服务范围")]
    sign: Annotated[str, client("Sign", "符号", "Before the title.", "✓")]
    lines: Annotated[tuple[str, ...], client("Lines", "条目", "One a line.", ["两条产线"])]


def _key_facts(doc: Any, words: Words) -> tuple[View, ...]:
    pairs = (
        ("payable_row", words.money(doc.pricing.totals.payable)),
        ("implementation", doc.project_period_text),
        ("service_period", doc.service_period.period_text),
        ("payback", doc.roi.payback if doc.roi else None),
    )
    return facts_of(words, pairs)


def _further_quotes(doc: Any, words: Words) -> tuple[View, ...]:
    heard = {voice.quote for voice in doc.client_voice}
    return tuple(
        item(Verbatim, quote=row.quote, said_by=row.said_by)
        for row in doc.diagnosis
        if row.quote and row.quote not in heard
    )


def _further_values(doc: Any, words: Words) -> tuple[View, ...]:
    figures = doc.value_statement.figures
    return figures[_LEADING_VALUES:] if doc.roi and doc.roi.periods else figures


def _scope_columns(doc: Any, words: Words) -> tuple[View, ...]:
    delivered = tuple(entry.line for entry in doc.deliverables)
    columns = (("in_scope", "✓", doc.scope_in), ("out_of_scope", "✗", doc.scope_out), ("deliverables", "→", delivered))
    return tuple(
        item(ScopeColumn, title=words.label(key), sign=sign, lines=tuple(lines))
        for key, sign, lines in columns
        if lines
    )


def _roi_rows(roi: Any, words: Words) -> tuple[View, ...]:
    return tuple(
        item(RoiRow, period=row.period, cost=row.cost, benefit=row.benefit, cumulative=so_far)
        for row, so_far in zip(roi.periods, roi.cumulative, strict=True)
    )


def _leading_rows(solution: Any, words: Words) -> tuple[View, ...]:
    return solution.rows[:_LEADING_ROWS] if len(solution.modules) <= _FEW_MODULES else ()


def _further_rows(solution: Any, words: Words) -> tuple[View, ...]:
    return solution.rows[len(solution.leading_rows) :]


def _cases(words: Words) -> tuple[View, ...]:
    return tuple(words.names.get("cases", ()))


def _short_unit(figure: str, unit: str | None) -> str | None:
    return unit_text(figure, unit) if unit and len(unit) <= _SHORT_UNIT else None


def _figure_label(figure: Any, words: Words) -> str:
    unit = figure.unit
    return f"{figure.label}  {unit}" if unit and len(unit) > _SHORT_UNIT else figure.label


_HEADLINES = (
    ("situation", "say_situation", "Situation", "客户现状"),
    ("diagnosis", "say_diagnosis", "Diagnosis", "问题诊断"),
    ("objectives", "say_objectives", "Objectives", "目标"),
    ("solution", "say_solution", "Solution", "解决方案"),
    ("value", "say_value", "Value", "客户价值"),
    ("scope", "say_scope", "Scope", "服务范围"),
    ("implementation", "say_plan", "Plan", "实施计划"),
    ("cases", "say_cases", "Cases", "成功案例"),
    ("pricing", "say_investment", "Investment", "投资"),
    ("objections", "say_objections", "Objections", "常见疑虑"),
    ("next_steps", "say_next_steps", "Next steps", "下一步"),
)


def _share_total(doc: Any, words: Words) -> Decimal | None:
    shares = [term.share for term in doc.payment_terms]
    return None if None in shares else sum(shares, Decimal(0))


def _share_text(term: Any, words: Words) -> str:
    if term.share is not None:
        return words.percent(term.share)
    return "–" if term.fixed_amount is not None else words.label("balance_share")


def _headline(name: str, key: str) -> Callable[[Any, Words], str]:
    return lambda headlines, words: getattr(headlines, name) or words.label(key)


HEADLINES = tuple(
    DisplayField(
        Headlines, f"{name}_text", f"{en} headline", f"{zh}标题句",
        "The headline as entered, else the usual one.", (name,), str, _headline(name, key),
        formerly=((f"{en}, or the usual sentence", f"{zh}（缺省用通用句）"),),
    )
    for name, key, en, zh in _HEADLINES
)  # fmt: skip

_CONTROL = (
    few(Proposal, "objectives", 3, "Few objectives", "目标较少"),
    few(Proposal, "diagnosis", 2, "Few pains", "痛点较少"),
    few(Proposal, "next_steps", 3, "Few next steps", "下一步较少"),
    DisplayField(
        Proposal, "key_facts", "Key facts", "关键信息",
        "Amount payable, project period, service period, payback: those that are given.",
        ("pricing.totals.payable", "project_start", "project_end",
         "service_period.start", "service_period.end", "roi.payback"), tuple[Fact, ...], _key_facts,
    ),
    DisplayField(
        Proposal, "project_period_text", "Project period", "项目周期", "First to last day of the plan.",
        ("project_start", "project_end"), str, lambda doc, words: words.period(doc.project_start, doc.project_end),
    ),
    DisplayField(
        Proposal, "further_quotes", "Further quotes", "其他客户原话",
        "Quotes of the diagnosis that aren't among the client's words already.",
        ("client_voice.quote", "diagnosis.quote", "diagnosis.said_by"), tuple[Verbatim, ...], _further_quotes,
    ),
    DisplayField(
        Proposal, "further_values", "Value figures beside the return", "其余价值数据",
        "All value figures; without the first four if a chart shows the return by period.",
        ("value_statement.figures", "roi.periods"), tuple[ValueFigure, ...], _further_values,
    ),
    DisplayField(
        Proposal, "scope_columns", "Scope in columns", "范围分栏",
        "In scope, out of scope and deliverables, those that are given, each with title, sign and lines.",
        ("scope_in", "scope_out", "deliverables.name", "deliverables.due"), tuple[ScopeColumn, ...], _scope_columns,
    ),
    DisplayField(
        PaymentTerm, "share_text", "Share in words", "付款比例说明",
        "The share, a dash for a fixed amount, or that it is the balance.", ("share", "fixed_amount"), str, _share_text,
    ),
    DisplayField(
        Proposal, "payment_share_total", "Sum of shares", "付款比例合计", "The payments' shares together.",
        ("payment_terms.share",), Rate | None, _share_total,
    ),
    DisplayField(
        Proposal, "client_signers", "Signing for the client", "甲方签署人", "Who signs, or one blank.",
        ("acceptance.client_signatory.name", "acceptance.client_signatory.job_title"), tuple[Signer, ...],
        lambda doc, words: signers_of(words, [doc.acceptance.client_signatory]),
    ),
    DisplayField(
        Proposal, "seller_signers", "Signing for the seller", "乙方签署人", "Who signs, or one blank.",
        ("acceptance.seller_signatory.name", "acceptance.seller_signatory.job_title"), tuple[Signer, ...],
        lambda doc, words: signers_of(words, [doc.acceptance.seller_signatory]),
    ),
    DisplayField(
        Proposal, "has_situation", "Has a situation", "有客户现状", "Background, quotes, or a headline for them.",
        ("background", "client_voice", "headlines.situation"), bool,
        lambda doc, words: bool(doc.background or doc.client_voice or doc.headlines.situation),
    ),
    DisplayField(
        Proposal, "has_scope", "Has a scope", "有服务范围", "In scope, out of scope or deliverables.",
        ("scope_in", "scope_out", "deliverables"), bool, lambda doc, words: bool(doc.scope_columns),
    ),
    DisplayField(
        Proposal, "has_clauses", "Has clauses", "有合同条款", "Legal blocks of the library or clauses of its own.",
        ("terms",), bool, lambda doc, words: bool(words.names.get("legal") or doc.terms),
    ),
    DisplayField(
        Proposal, "paired_cases", "Cases in pairs", "成对案例", "The cases without the last of an odd number.",
        ("kind",), tuple[Case, ...], lambda doc, words: _cases(words)[: len(_cases(words)) // 2 * 2],
    ),
    DisplayField(
        Proposal, "single_cases", "Case without a pair", "单独案例", "The last case of an odd number.",
        ("kind",), tuple[Case, ...], lambda doc, words: _cases(words)[len(_cases(words)) // 2 * 2 :],
    ),
    DisplayField(
        Proposal, "has_answers", "Has answers", "有方案内容", "Answers to pains, or modules.",
        ("solution.rows", "solution.modules"), bool,
        lambda doc, words: bool(doc.solution.rows or doc.solution.modules),
    ),
    DisplayField(
        Proposal, "has_controls", "Has controls", "有风险与控制", "Risks, or answers to pains.",
        ("risks", "solution.rows"), bool, lambda doc, words: bool(doc.risks or doc.solution.rows),
    ),
    DisplayField(
        Proposal, "has_boundaries", "Has boundaries", "有范围界定", "In scope or out of scope.",
        ("scope_in", "scope_out"), bool, lambda doc, words: bool(doc.scope_in or doc.scope_out),
    ),
    DisplayField(
        Proposal, "has_terms", "Has terms", "有条款与假设",
        "Assumptions, risks, legal blocks, clauses or a governing language.",
        ("assumptions", "risks", "terms", "governing_language"), bool,
        lambda doc, words: bool(
            doc.assumptions or doc.risks or words.names.get("legal") or doc.terms or doc.governing_language
        ),
    ),
)  # fmt: skip

_PARTS = (
    DisplayField(
        ServicePeriod, "period_text", "Period", "起止日期", "First to last day.", ("start", "end"), str,
        lambda period, words: words.period(period.start, period.end),
    ),
    DisplayField(
        Phase, "period_text", "Period", "起止日期", "First to last day.", ("start", "end"), str,
        lambda phase, words: words.period(phase.start, phase.end),
    ),
    DisplayField(
        ValueFigure, "unit_text", "Unit beside the figure", "紧接数值的单位",
        "The unit as it follows the figure, a word after a space; empty for a dash.", ("figure", "unit"), str | None,
        lambda figure, words: unit_text(figure.figure, figure.unit),
    ),
    DisplayField(
        Diagnosis, "heading", "Heading", "小标题", "The title, else the pain's id.", ("title", "pain_id"), str,
        lambda row, words: row.title or row.pain_id,
    ),
    DisplayField(
        Deliverable, "line", "In a line", "一行概要", "The deliverable and its day.", ("name", "due"), str,
        lambda entry, words: words.joined(entry.name, entry.due),
    ),
    DisplayField(
        Solution, "leading_rows", "Leading rows", "首批痛点应对",
        "The first three of pain to proof, where the modules are four at most; else none.",
        ("rows", "modules"), tuple[SolutionRow, ...], _leading_rows,
    ),
    DisplayField(
        Solution, "further_rows", "Further rows", "其余痛点应对", "Pain to proof without the leading rows.",
        ("rows", "modules"), tuple[SolutionRow, ...], _further_rows,
    ),
    DisplayField(
        Roi, "rows", "Rows by period", "分期明细", "Cost, benefit and cumulative benefit of each period.",
        ("periods.period", "periods.cost", "periods.benefit", "cumulative"), tuple[RoiRow, ...], _roi_rows,
    ),
    DisplayField(
        Acceptance, "statement_text", "Signing statement", "签署声明",
        "The statement as entered, else the usual one.", ("statement",), str,
        lambda acceptance, words: acceptance.statement or words.label("acceptance_text"), markdown=True,
        formerly=(("Statement, or the usual one", "签署说明（缺省用通用句）"),),
    ),
    DisplayField(
        CaseFigure, "before_unit", "Unit after before", "实施前的单位", "A short unit as it follows the figure.",
        ("before", "unit"), str | None, lambda figure, words: _short_unit(figure.before, figure.unit),
    ),
    DisplayField(
        CaseFigure, "after_unit", "Unit after after", "实施后的单位", "A short unit as it follows the figure.",
        ("after", "unit"), str | None, lambda figure, words: _short_unit(figure.after, figure.unit),
    ),
    DisplayField(
        CaseFigure, "label_text", "Measure with a long unit", "指标及长单位",
        "The measure, and its unit where that is too long to follow the figures.", ("label", "unit"), str,
        _figure_label,
    ),
)  # fmt: skip

FIELDS = (*_CONTROL, *HEADLINES, *_PARTS, *proposal_leads.FIELDS)
