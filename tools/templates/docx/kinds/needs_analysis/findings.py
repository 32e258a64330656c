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
from templates.docx.markup.markers import section_each, section_when, shown_if
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, TEXT_WIDTH, Run, bold, muted, p, spacing
from templates.tags import field
from templates.words import Words

_TITLE = spacing(12, 5)


def client(words: Words) -> str:
    profile = facts(words, [
        ("client_profile.size", "doc.client_profile.size"),
        ("client_profile.business_model", "doc.client_profile.business_model"),
        ("client_profile.market", "doc.client_profile.market"),
    ])  # fmt: skip
    moves = section(words, "recent_moves") + bullets("doc.client_profile.recent_moves")
    event = section(words, "compelling_event") + prose("doc.compelling_event", "Words")
    background = chapter(words, "project_background") + prose("doc.background")
    return (
        chapter(words, "client_profile")
        + prose("doc.client_profile.summary")
        + profile
        + section_when("doc.client_profile.recent_moves", moves)
        + section_when("doc.has_background", background, section_when("doc.compelling_event", event))
    )


def interviews(words: Words) -> str:
    support = muted(words("technical_support") + " {{ talk.technical_support? }}", 9)
    interviewer = p("{{ talk.interviewer }}", style="TableText") + p(support, style="TableText")
    columns = (
        Column(21, "interview.date", "{{ talk.date }}"),
        Column(20, "interviewee", "{{ talk.interviewee }}", strong=True, note="talk.role"),
        Column(13, "interview.method", "{{ talk.method }}"),
        Column(18, "interviewer", blocks=interviewer),
        Column(28, "interview.topics", "{{ talk.topics }}"),
    )
    return chapter(words, "interview_record") + listing(words, columns, "talk in doc.interviews")


def baseline(words: Words, figures: str = "doc.current_state.baseline") -> str:
    """The figures of today, as a section."""
    columns = (
        Column(34, "baseline_figure.measure", "{{ figure.measure }}"),
        Column(20, "baseline_figure.value", "{{ figure.value }}", right=True, strong=True),
        Column(22, "baseline_figure.period", "{{ figure.period }}"),
        Column(24, "baseline_figure.source", "{{ figure.source }}"),
    )
    listed = listing(words, columns, f"figure in {figures}", together=True)
    return section_when("doc.current_state.baseline", section(words, "current_state.baseline"), listed)


def current_state(words: Words, *, figures: bool = True) -> str:
    """How the work is done today, with `figures` what it comes to, the systems."""
    systems = (
        Column(28, "system.name", "{{ system.name }}", strong=True),
        Column(36, "system.purpose", "{{ system.purpose }}"),
        Column(36, "system.remark", "{{ system.remark }}"),
    )  # fmt: skip
    return (
        chapter(words, "current_state") + prose("doc.current_state.process")
        + (baseline(words) if figures else "")
        + section_when("doc.current_state.systems", section(words, "current_state.systems"),
               listing(words, systems, "system in doc.current_state.systems", together=True))
    )  # fmt: skip


def pains(words: Words, key: str = "pains", below: str = "") -> str:
    """Evidence: quotations at the left, our interpretation at the right, `below` it what belongs to the pain."""
    severity = shown_if("pain.severity", muted("  " + words("pain.severity") + " {{ pain.severity }}", 9))
    title = p("{{ pain.id }}  {{ pain.statement }}", *severity, style="Heading2", shape=_TITLE)
    who = p("— {{ pain.said_by? }}", style="Note", shape=spacing(3, 0))
    said_ = p(*quoted(words, "pain.verbatim"), style="TableText", shape=spacing(line=16)) + who

    def reading(key: str, name: str, *, strong: bool = False) -> str:
        text = Run(field(f"pain.{name}?"), "primary" if strong else "", bold=strong or None)
        return p(muted(words(key) + "  ", 8.5), text, style="TableText", shape=spacing(0, 3))

    right = reading("root_cause", "root_cause") + reading("pain.impact", "impact")
    right += reading("quantified_loss", "quantified_loss", strong=True) + reading("pain.department", "department")
    left = Cell(said_, fill="surface", margins=(140, 180, 140, 180))
    row = cell_pair(left, Cell(right, margins=(100, 0, 60, 0)), (42, 4, 54))
    return chapter(words, key) + section_each("pain in doc.pains", title, row + gap() + below)


def goals(words: Words) -> str:
    columns = (
        Column(32, "goal.metric", "{{ goal.metric }}", strong=True),
        Column(15, "goal.baseline", "{{ goal.baseline }}", right=True),
        Column(17, "goal.target", "{{ goal.target }}", right=True, strong=True, colour="primary"),
        Column(22, "goal.due", "{{ goal.due }}"),
        Column(14, "goal.pain_ids", "{{ goal.pain_ids_text }}"),
    )
    return chapter(words, "goals") + listing(words, columns, "goal in doc.goals", together=True)


def requirements(words: Words) -> str:
    columns = (
        Column(8, "requirement.id", "{{ need.id }}", strong=True),
        Column(35, "requirement.statement", "{{ need.statement }}"),
        Column(31, "requirement.acceptance", "{{ need.acceptance }}"),
        Column(13, "requirement.raised_by", "{{ need.raised_by }}"),
        Column(13, "requirement.pain_ids", "{{ need.pain_ids_text }}"),
    )
    group = p(bold("{{ group.priority }} · {{ group.count }}", "accent"), style="TableText", shape=KEEP_NEXT)
    rows = [
        head_row(words, columns),
        *rows_each(
            "group in doc.filled_requirement_groups",
            Row([Cell(group, span=5, fill="surface", margins=(80, 80, 80, 80))]),
            *rows_each("need in group.requirements", Row([Cell(column.cell()) for column in columns])),
        ),
    ]  # fmt: skip
    return chapter(words, "requirements") + table(widths(TEXT_WIDTH, *(c.share for c in columns)), rows) + gap()


def limits(words: Words, key: str = "constraints") -> str:
    """What can't be changed, as a section."""
    return section_when("doc.constraints", section(words, key), bullets("doc.constraints"))


def budget(words: Words, *, constraints: bool = True) -> str:
    """The budget, the dates, with `constraints` what can't be changed."""
    budget_facts = facts(words, [
        ("budget", "doc.budget.amount_text"), ("tax_included", "doc.budget.tax_text"),
        ("budget.status", "doc.budget.status"),
        ("budget.source", "doc.budget.source"), ("budget.remark", "doc.budget.remark"),
    ])  # fmt: skip
    columns = (
        Column(24, "timeline_entry.date", "{{ entry.date }}"), Column(40, "timeline_entry.event", "{{ entry.event }}"),
        Column(36, "timeline_entry.remark", "{{ entry.remark }}"),
    )  # fmt: skip
    timeline = section_when(
        "doc.timeline", section(words, "timeline"), listing(words, columns, "entry in doc.timeline", together=True)
    )
    rest = limits(words) if constraints else ""
    return chapter(words, "budget_and_timeline") + budget_facts + timeline + rest
