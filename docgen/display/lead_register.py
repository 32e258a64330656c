"""Display fields of lead registers."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any

from pydantic import BaseModel

from docgen.audience import MarkedModel, View, client
from docgen.display.document import few
from docgen.display.fields import DisplayField, item
from docgen.display.words import Words, bar, bar_rest, fine_bar, fine_bar_rest, largest
from docgen.schemas.figures import Count, Date, Percentage
from docgen.schemas.lead import Grade, Lead
from docgen.schemas.lead_register import LeadRegister, Period
from docgen.schemas.lead_totals import ChannelTotal, DuplicateGroup, GradeTotal, OwnerTotal


class LeadDay(MarkedModel):
    """The leads of a day."""

    day: Annotated[Date, client("Pool day", "入池日期", "The day.", "2026-11-23")]
    count: Annotated[Count, client("Leads in all", "线索数", "How many.", 4)]
    leads: Annotated[tuple[Lead, ...], client("Leads", "线索明细", "In the order entered.", [])]


def _days(doc: Any, words: Words) -> tuple[View, ...]:
    rows = sorted(doc.rows, key=lambda lead: lead.pool_day)
    grouped = ((day, tuple(leads)) for day, leads in groupby(rows, key=lambda lead: lead.pool_day))
    return tuple(item(LeadDay, day=day, count=len(leads), leads=leads) for day, leads in grouped)


def _bar_fields(model: type[BaseModel], totals: str, source: str, otherwise: str) -> Iterator[DisplayField]:
    """Name and bar of a row of totals; bars are scaled to the largest row."""

    def most(words: Words) -> Decimal:
        return largest(getattr(words.document, totals), "share")

    def share_of_most(row: Any, words: Words) -> Decimal:
        return row.share / (most(words) or 1)

    yield DisplayField(
        model, "heading", "Heading", "行标题", "What the row is about, or that it isn't given.", (source,), str,
        lambda row, words: words.text(getattr(row, source)) or words.label(otherwise),
    )  # fmt: skip
    yield DisplayField(
        model, "bar", "Bar", "条形", "The share as squares, of ten for the largest row.", ("share",), str,
        lambda row, words: bar(row.share, most(words)),
    )  # fmt: skip
    yield DisplayField(
        model, "bar_rest", "Rest of the bar", "条形余下部分", "The other squares of ten.", ("share",), str,
        lambda row, words: bar_rest(row.share, most(words)),
    )  # fmt: skip
    yield DisplayField(
        model, "fine_bar", "Fine bar", "细条形", "The share as spaces, of a hundred for the largest row.", ("share",),
        str, lambda row, words: fine_bar(row.share, most(words)),
    )  # fmt: skip
    yield DisplayField(
        model, "fine_bar_rest", "Rest of the fine bar", "细条形余下部分", "The other spaces of a hundred.", ("share",),
        str, lambda row, words: fine_bar_rest(row.share, most(words)),
    )  # fmt: skip
    yield DisplayField(
        model, "bar_share", "Length of the bar", "条形长度", "The share of the largest row's, 0 to 1.", ("share",),
        Percentage, share_of_most,
    )  # fmt: skip


def _is_grade(grade: Grade) -> DisplayField:
    return DisplayField(
        Lead, f"is_grade_{grade.value.lower()}", f"Of grade {grade.value}", f"{grade.value}类线索", "Whether it is.",
        ("grade",), bool, lambda lead, words: lead.grade == grade,
    )  # fmt: skip


FIELDS = (
    few(LeadRegister, "duplicates", 6, "Few duplicates", "重复线索较少"),
    few(LeadRegister, "rows", 200, "Few leads", "线索较少"),
    DisplayField(
        Period, "period_text", "Period", "起止日期", "First to last day.", ("start", "end"), str,
        lambda period, words: words.period(period.start, period.end),
    ),
    DisplayField(
        LeadRegister, "days", "Leads by day", "按日线索明细", "The leads of each pool day, earliest first.",
        ("rows.pool_day",),
        tuple[LeadDay, ...], _days,
    ),
    DisplayField(
        LeadRegister, "best_channel", "Best channel", "线索最多的渠道",
        "The channel with most leads.",
        ("totals_by_channel",), ChannelTotal,
        lambda doc, words: doc.totals_by_channel[0],
    ),
    DisplayField(
        LeadRegister, "cost_per_lead_text", "Cost per lead, or a dash", "单条获客成本（无则短横）",
        "A figure or a dash.",
        ("cost_per_lead",), str,
        lambda doc, words: words.number(doc.cost_per_lead) if doc.cost_per_lead is not None else "–",
    ),
    DisplayField(
        LeadRegister, "has_channel_costs", "Has costs by channel", "有渠道成本", "Whether a channel has a cost.",
        ("totals_by_channel.cost",), bool, lambda doc, words: any(row.cost for row in doc.totals_by_channel),
    ),
    DisplayField(
        LeadRegister, "keeper_text", "Keeper and department", "登记人及部门", "Who keeps the register.",
        ("registrar", "department"), str, lambda doc, words: words.joined(doc.registrar, doc.department),
    ),
    DisplayField(
        DuplicateGroup, "reasons_text", "Reasons in a line", "重复依据（一行）", "All of them.", ("reasons",), str,
        lambda group, words: words.joined(*group.reasons),
    ),
    DisplayField(
        DuplicateGroup, "lead_nos_text", "Lead numbers in a line", "线索编号（一行）", "All of them.", ("lead_nos",),
        str, lambda group, words: ", ".join(group.lead_nos),
    ),
    DisplayField(
        DuplicateGroup, "unmarked_text", "Unmarked leads in a line", "未标注线索（一行）", "All of them.",
        ("unmarked",), str | None, lambda group, words: ", ".join(group.unmarked) or None,
    ),
    DisplayField(
        Lead, "place_text", "Industry and region", "行业与地区", "Those that are given.", ("industry", "region"),
        str | None, lambda lead, words: words.joined(lead.industry, lead.region),
    ),
    DisplayField(
        Lead, "phone_or_email", "Telephone or e-mail", "电话或邮箱", "The first that is given.", ("mobile", "email"),
        str | None, lambda lead, words: lead.mobile or lead.email,
    ),
    DisplayField(
        Lead, "time_text", "Time of day", "获取时刻", "Hour and minute.", ("captured_at",), str,
        lambda lead, words: f"{lead.captured_at:%H:%M}",
    ),
    DisplayField(
        Lead, "cost_text", "Acquisition cost in words", "获客成本（文字）", "A figure; empty without one.",
        ("acquisition_cost",), str | None,
        lambda lead, words: None if lead.acquisition_cost is None else words.number(lead.acquisition_cost),
    ),
    *(_is_grade(grade) for grade in Grade),
    *_bar_fields(ChannelTotal, "totals_by_channel", "channel", "other_items"),
    *_bar_fields(GradeTotal, "totals_by_grade", "grade", "ungraded"),
    *_bar_fields(OwnerTotal, "totals_by_owner", "owner", "unassigned"),
)  # fmt: skip
