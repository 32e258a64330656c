"""The client's statements: present state, pains, goals, requirements, budget."""

from templates.docx.components.columns import cell_pair
from templates.docx.components.facts import facts
from templates.docx.components.listing import Column, head_row, listing
from templates.docx.components.text import (
    bullets,
    chapter,
    gap,
    prose,
    quoted,
    section,
)
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, TEXT_WIDTH, Run, bold, each, muted, p, spacing, when
from templates.tags import literal
from templates.words import Words

_TITLE = spacing(12, 5)
AMOUNT = (
    "((doc.budget.amount_min | money(doc.budget.currency)) ~ ' – ' ~ "
    "(doc.budget.amount_max | money(doc.budget.currency)))"
    " if doc.budget.amount_min and doc.budget.amount_max else (doc.budget.amount_max or doc.budget.amount_min)"
    " | money(doc.budget.currency)"
)


def client(words: Words) -> str:
    profile = facts(words, [
        ("client_profile.size", "doc.client_profile.size"),
        ("client_profile.business_model", "doc.client_profile.business_model"),
        ("client_profile.market", "doc.client_profile.market"),
    ])  # fmt: skip
    moves = when(
        "doc.client_profile.recent_moves", section(words, "recent_moves"), bullets("doc.client_profile.recent_moves")
    )
    event = when("doc.compelling_event", section(words, "compelling_event"), prose("doc.compelling_event", "Words"))
    background = when(
        "doc.background or doc.compelling_event",
        chapter(words, "project_background"),
        when("doc.background", prose("doc.background")),
        event,
    )
    summary = when("doc.client_profile.summary", prose("doc.client_profile.summary"))
    return chapter(words, "client_profile") + summary + profile + moves + background


def interviews(words: Words) -> str:
    support = (
        "{% if talk.technical_support %}\n" + words("technical_support") + " {{ talk.technical_support }}{% endif %}"
    )
    columns = (
        Column(21, "interview.date", "{{ talk.date }}"),
        Column(20, "interviewee", "{{ talk.interviewee }}", strong=True, note="talk.role"),
        Column(13, "interview.method", "{{ talk.method }}"),
        Column(18, "interviewer", blocks=p("{{ talk.interviewer }}", muted(support, 9), style="TableText")),
        Column(28, "interview.topics", "{{ talk.topics }}"),
    )
    return chapter(words, "interview_record") + listing(words, columns, "talk in doc.interviews")


def current_state(words: Words) -> str:
    figures = (
        Column(34, "baseline_figure.measure", "{{ figure.measure }}"),
        Column(20, "baseline_figure.value", "{{ figure.value }}", right=True, strong=True),
        Column(22, "baseline_figure.period", "{{ figure.period }}"),
        Column(24, "baseline_figure.source", "{{ figure.source }}"),
    )
    systems = (
        Column(28, "system.name", "{{ system.name }}", strong=True),
        Column(36, "system.purpose", "{{ system.purpose }}"),
        Column(36, "system.remark", "{{ system.remark }}"),
    )  # fmt: skip
    return (
        chapter(words, "current_state") + prose("doc.current_state.process")
        + when("doc.current_state.baseline", section(words, "current_state.baseline"),
               listing(words, figures, "figure in doc.current_state.baseline", together=True))
        + when("doc.current_state.systems", section(words, "current_state.systems"),
               listing(words, systems, "system in doc.current_state.systems", together=True))
    )  # fmt: skip


def pains(words: Words) -> str:
    """Evidence: quotations at the left, our interpretation at the right."""
    severity = muted("{% if pain.severity %}  " + words("pain.severity") + " {{ pain.severity }}{% endif %}", 9)
    title = p("{{ pain.id }}  {{ pain.statement }}", severity, style="Heading2", shape=_TITLE)
    who = when("pain.said_by", p("— {{ pain.said_by }}", style="Note", shape=spacing(3, 0)))
    said_ = p(*quoted(words, "pain.verbatim"), style="TableText", shape=spacing(line=16)) + who

    def reading(key: str, name: str, *, strong: bool = False) -> str:
        text = Run("{{ pain." + name + " }}", "primary" if strong else "", bold=strong or None)
        shape = spacing(0, 3)
        return when(f"pain.{name}", p(muted(words(key) + "  ", 8.5), text, style="TableText", shape=shape))

    right = reading("root_cause", "root_cause") + reading("pain.impact", "impact")
    right += reading("quantified_loss", "quantified_loss", strong=True) + reading("pain.department", "department")
    left = Cell(said_, fill="surface", margins=(140, 180, 140, 180))
    row = cell_pair(left, Cell(right, margins=(100, 0, 60, 0)), (42, 4, 54))
    return chapter(words, "pains") + each("pain in doc.pains", title, row + gap())


def goals(words: Words) -> str:
    columns = (
        Column(32, "goal.metric", "{{ goal.metric }}", strong=True),
        Column(15, "goal.baseline", "{{ goal.baseline }}", right=True),
        Column(17, "goal.target", "{{ goal.target }}", right=True, strong=True, colour="primary"),
        Column(22, "goal.due", "{{ goal.due }}"),
        Column(14, "goal.pain_ids", "{{ goal.pain_ids | join(', ') }}"),
    )
    return chapter(words, "goals") + listing(words, columns, "goal in doc.goals", together=True)


def requirements(words: Words) -> str:
    columns = (
        Column(8, "requirement.id", "{{ need.id }}", strong=True),
        Column(35, "requirement.statement", "{{ need.statement }}"),
        Column(31, "requirement.acceptance", "{{ need.acceptance }}"),
        Column(13, "requirement.raised_by", "{{ need.raised_by }}"),
        Column(13, "requirement.pain_ids", "{{ need.pain_ids | join(', ') }}"),
    )
    group = p(bold("{{ group.priority }} · {{ group.count }}", "accent"), style="TableText", shape=KEEP_NEXT)
    rows = [
        head_row(words, columns),
        *rows_each(
            "group in doc.requirement_groups if group.requirements", 5,
            Row([Cell(group, span=5, fill="surface", margins=(80, 80, 80, 80))]),
            *rows_each("need in group.requirements", 5, Row([Cell(column.cell()) for column in columns])),
        ),
    ]  # fmt: skip
    return chapter(words, "requirements") + table(widths(TEXT_WIDTH, *(c.share for c in columns)), rows) + gap()


def budget(words: Words) -> str:
    yes, no = literal(words("yes")), literal(words("no"))
    tax = f"none if doc.budget.tax_included is none else ({yes} if doc.budget.tax_included else {no})"
    budget_facts = facts(words, [
        ("budget", AMOUNT), ("tax_included", tax), ("budget.status", "doc.budget.status"),
        ("budget.source", "doc.budget.source"), ("budget.remark", "doc.budget.remark"),
    ])  # fmt: skip
    columns = (
        Column(24, "timeline_entry.date", "{{ entry.date }}"), Column(40, "timeline_entry.event", "{{ entry.event }}"),
        Column(36, "timeline_entry.remark", "{{ entry.remark }}"),
    )  # fmt: skip
    timeline = when(
        "doc.timeline", section(words, "timeline"), listing(words, columns, "entry in doc.timeline", together=True)
    )
    limits = when("doc.constraints", section(words, "constraints"), bullets("doc.constraints"))
    return chapter(words, "budget_and_timeline") + budget_facts + timeline + limits
