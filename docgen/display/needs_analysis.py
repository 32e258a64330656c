"""Display fields of needs analyses."""

from typing import Annotated, Any

from docgen.audience import Choice, MarkedModel, View, client, fields_of
from docgen.diagrams import is_readable, readable_branches
from docgen.display import needs_leads
from docgen.display.document import facts_of, few
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact
from docgen.display.words import DOT, Words
from docgen.schemas.decision_map import DecisionEdge, DecisionMap, DecisionNode
from docgen.schemas.discovery import (
    BaselineFigure,
    Budget,
    CurrentState,
    DecisionCriterion,
    Goal,
    Requirement,
    RequirementGroup,
)
from docgen.schemas.figures import Count
from docgen.schemas.needs_analysis import NeedsAnalysis

_LARGE_MAP = 14


class MapPart(MarkedModel):
    """A part of the decision map that fits a page."""

    nodes: Annotated[tuple[DecisionNode, ...], client("People", "决策链成员", "Those on this part.", [])]
    edges: Annotated[tuple[DecisionEdge, ...], client("Links", "关系", "Between people of this part.", [])]
    number: Annotated[Count, client("Number", "序号", "From 1.", 1)]
    count: Annotated[Count, client("Parts", "部分数", "How many parts there are.", 2)]
    heading: Annotated[
        str | None, client("Heading", "小标题", "Number and who is at its top; empty for a map in one.", "1 / 2 · 王强")
    ]
    links_elsewhere: Annotated[
        str | None, client("Links to other parts", "跨图关系", "In words, on the first part.", "王强 → 李敏：汇报")
    ]


_PAGE_SIZE, _SLIDE_SIZE = (728.0, 400.0, 8.0), (864.0, 352.0, 12.0)
"""Width and height in points of a map on a landscape page and on a slide, with the least type size."""


def _map_parts(chart: Any, words: Words, size: tuple[float, float, float] = _PAGE_SIZE) -> tuple[View, ...]:
    """The map in the fewest parts that show every name, title and department whole in `size`."""

    def text_of(key: Any) -> str:
        return words.text(key) or "" if isinstance(key, Choice) else words.label(str(key))

    width, height, smallest = size
    parts = readable_branches(chart, lambda part: is_readable(part, text_of, width, height, min_size=smallest))
    return tuple(_map_part(part, words) for part in parts)


def _map_part(part: Any, words: Words) -> View:
    known = fields_of(part)
    heading = words.joined(f"{part.number} / {part.count}", *part.heads) if part.count > 1 else None
    apart = " ".join(_link(edge, words) for edge in part.apart) or None
    return item(MapPart, **{**known, "heading": heading, "links_elsewhere": apart})


def _link(edge: Any, words: Words) -> str:
    note = f" ({edge.note})" if edge.note else ""
    return f"{edge.from_name} → {edge.to_name}: {words.text(edge.kind)}{note}."


def _amount(budget: Any, words: Words) -> str | None:
    bounds = (words.money(amount, budget.currency) for amount in (budget.amount_min, budget.amount_max) if amount)
    return " – ".join(filter(None, bounds)) or None


def _limit(budget: Any, words: Words) -> str | None:
    return words.money(budget.amount_max or budget.amount_min, budget.currency)


def _tax(budget: Any, words: Words) -> str | None:
    return None if budget.tax_included is None else words.label("yes" if budget.tax_included else "no")


def _opening_figure(doc: Any, words: Words) -> View:
    baseline = doc.current_state.baseline
    if baseline:
        return item(Fact, label=baseline[0].measure, value=baseline[0].value)
    return item(Fact, label=words.label("interview_record"), value=str(len(doc.interviews)))


def _sent(doc: Any, words: Words) -> str | None:
    if doc.confirmation is None:
        return None
    within = doc.sent_within_24h
    note = None if within is None else words.label("within_24h_yes" if within else "within_24h_no")
    return words.joined(doc.confirmation.sent_at, note)


def _confirmation_facts(doc: Any, words: Words) -> tuple[View, ...]:
    found = doc.confirmation
    if found is None:
        return ()
    pairs = (
        ("sent_at", doc.sent_text),
        ("confirmed_by", found.confirmed_by),
        ("confirmed_at", found.confirmed_at),
        ("confirmation.channel", found.channel),
    )
    return facts_of(words, pairs)


def _filled_groups(doc: Any, words: Words) -> tuple[View, ...]:
    return tuple(group for group in doc.requirement_groups if group.requirements)


_SECTIONS = (
    ("has_background", "Has a background", "有项目背景", "background", "compelling_event"),
    ("has_decision", "Has a decision", "有决策信息", "decision_criteria", "decision_process"),
    ("has_risks", "Has risks or questions", "有风险或疑问", "risks", "open_questions"),
    ("has_next_steps", "Has next steps", "有下一步", "solution_direction", "next_steps"),
)
"""Chapters that are there if one of two fields is given: a name, titles, and the fields."""


def _has(name: str, en: str, zh: str, first: str, second: str) -> DisplayField:
    return DisplayField(
        NeedsAnalysis, name, en, zh, "Whether either is given.", (first, second), bool,
        lambda doc, words: bool(getattr(doc, first) or getattr(doc, second)),
    )  # fmt: skip


def _pain_ids(model: type[Goal | Requirement]) -> DisplayField:
    return DisplayField(
        model, "pain_ids_text", "Pains in a line", "对应痛点（一行）", "Their numbers.", ("pain_ids",), str | None,
        lambda one, words: ", ".join(one.pain_ids) or None,
    )  # fmt: skip


_CONFIRMATION = (
    "confirmation.sent_at", "confirmation.confirmed_by", "confirmation.confirmed_at", "confirmation.channel",
    "sent_within_24h",
)  # fmt: skip
_DOCUMENT = (
    few(NeedsAnalysis, "goals", 4, "Few goals", "目标较少"),
    few(NeedsAnalysis, "competition", 2, "Few competitors", "对手较少"),
    few(NeedsAnalysis, "open_questions", 4, "Few open questions", "待确认事项较少"),
    few(NeedsAnalysis, "next_steps", 4, "Few next steps", "下一步较少"),
    DisplayField(
        NeedsAnalysis, "opening_figure", "Opening figure", "开篇数据",
        "The first figure of the baseline; without one, the number of interviews.",
        ("current_state.baseline.measure", "current_state.baseline.value", "interviews"), Fact,
        _opening_figure,
    ),
    DisplayField(
        NeedsAnalysis, "main_goal", "Main goal", "首要目标", "The first goal.", ("goals",),
        Goal,
        lambda doc, words: doc.goals[0],
    ),
    DisplayField(
        NeedsAnalysis, "further_goals", "Further goals", "其他目标", "The goals after the first.", ("goals",),
        tuple[Goal, ...], lambda doc, words: doc.goals[1:],
    ),
    DisplayField(
        NeedsAnalysis, "pain_count", "Number of pains", "痛点数", "How many pains there are.", ("pains",), Count,
        lambda doc, words: len(doc.pains),
    ),
    DisplayField(
        NeedsAnalysis, "pain_ids_text", "Pains' numbers in a line", "痛点编号（一行）", "All of them.",
        ("pains.id",), str,
        lambda doc, words: DOT.join(pain.id for pain in doc.pains),
    ),
    DisplayField(
        NeedsAnalysis, "filled_requirement_groups", "Priorities with requirements", "有需求的优先级分组",
        "The groups by priority without empty ones.", ("requirement_groups.requirements",),
        tuple[RequirementGroup, ...],
        _filled_groups,
    ),
    DisplayField(
        NeedsAnalysis, "requirements_by_priority", "Requirements by priority", "按优先级排列的需求",
        "All requirements in a list, most pressing first.", ("requirement_groups.requirements",),
        tuple[Requirement, ...],
        lambda doc, words: tuple(one for group in doc.requirement_groups for one in group.requirements),
    ),
    *(_has(name, *texts) for name, *texts in _SECTIONS),
    DisplayField(
        NeedsAnalysis, "has_decision_rules", "Has decision rules", "有决策规则", "Steps of the decision, or criteria.",
        ("decision_process", "decision_criteria"), bool,
        lambda doc, words: bool(doc.decision_process or doc.decision_criteria),
    ),
    DisplayField(
        NeedsAnalysis, "has_outlook", "Has an outlook", "有后续安排", "Next steps, a direction, or a confirmation.",
        ("next_steps", "solution_direction", "confirmation"), bool,
        lambda doc, words: bool(doc.next_steps or doc.solution_direction or doc.confirmation),
    ),
    DisplayField(
        NeedsAnalysis, "sent_text", "Sent, and whether in time", "发送时间及是否按时",
        "When the report was sent for confirmation, and whether within 24 hours.",
        ("confirmation.sent_at", "sent_within_24h"),
        str | None, _sent,
    ),
    DisplayField(
        NeedsAnalysis, "confirmation_facts", "Confirmation facts", "确认信息",
        "Sent, confirmed by, when and how: those that are given.", _CONFIRMATION,
        tuple[Fact, ...], _confirmation_facts,
    ),
)  # fmt: skip

_PARTS = (
    DisplayField(
        CurrentState, "further_baseline", "Further baseline figures", "其他基线数据", "The figures after the first.",
        ("baseline",), tuple[BaselineFigure, ...], lambda state, words: state.baseline[1:],
    ),
    DisplayField(
        Budget, "amount_text", "Amount from and to", "预算区间", "Both bounds, or the one that is given.",
        ("amount_min", "amount_max", "currency"), str | None, _amount,
    ),
    DisplayField(
        Budget, "limit_text", "Amount in short", "预算额", "The upper bound, else the lower.",
        ("amount_min", "amount_max", "currency"), str | None, _limit,
    ),
    DisplayField(
        Budget, "tax_text", "Tax included, in words", "是否含税（文字）", "Yes or no; empty if not known.",
        ("tax_included",),
        str | None, _tax,
    ),
    DisplayField(
        DecisionCriterion, "weight_text", "Weight in words", "权重（文字）", "Empty without one.", ("weight",),
        str | None,
        lambda one, words: None if one.weight is None else words.percent(one.weight),
    ),
    DisplayField(
        DecisionNode, "position_text", "Title and department", "职务与部门", "Those that are given.",
        ("title", "department"), str | None, lambda node, words: words.joined(node.title, node.department),
    ),
    _pain_ids(Goal),
    _pain_ids(Requirement),
    DisplayField(
        DecisionNode, "concerns_text", "Concerns in a line", "关注点（一行）", "All of them.", ("concerns",),
        str | None, lambda node, words: words.joined(*node.concerns),
    ),
    DisplayField(
        DecisionNode, "roles_text", "Roles in a line", "决策角色（一行）", "All roles.", ("roles",), str | None,
        lambda node, words: words.joined(*node.roles),
    ),
    DisplayField(
        DecisionMap, "parts", "Map in parts", "决策图分页", "The map, split so that each part fits a page.",
        ("nodes", "edges"), tuple[MapPart, ...], _map_parts,
    ),
    DisplayField(
        DecisionMap, "slides", "Map in slides", "决策图分幻灯片", "The map, split so that each part fits a slide.",
        ("nodes", "edges"), tuple[MapPart, ...], lambda chart, words: _map_parts(chart, words, _SLIDE_SIZE),
    ),
    DisplayField(
        DecisionMap, "has_map", "Has a map to draw", "有可画的决策图", "Whether it has more than one person.",
        ("nodes",), bool, lambda chart, words: len(chart.nodes) > 1,
    ),
    DisplayField(
        DecisionMap, "is_large", "Large map", "人数较多", f"Whether it has more than {_LARGE_MAP} people.",
        ("nodes",), bool,
        lambda chart, words: len(chart.nodes) > _LARGE_MAP,
    ),
    DisplayField(
        DecisionMap, "missing_roles_text", "Missing roles in a line", "缺失角色（一行）", "All of them.",
        ("missing_roles",),
        str | None, lambda chart, words: words.joined(*chart.missing_roles),
    ),
)  # fmt: skip

FIELDS = (*_DOCUMENT, *_PARTS, *needs_leads.FIELDS)
