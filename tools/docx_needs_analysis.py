"""Turns the needs analysis into pages: what the client told us, in order, and the decision map on a page of its own."""

from docx_blocks import (
    SET_CHAPTERS,
    Column,
    bullets,
    chapter,
    contents,
    facts,
    gap,
    head_row,
    internal_mark,
    label,
    listing,
    prose,
    quoted,
    revisions,
    section,
    tiles,
)
from docx_masthead import control, facts_grid, masthead
from docx_package import Document, Page, section_end
from docx_shapes import placeholder
from docx_xml import TEXT_WIDTH, Cell, Row, Run, bold, each, muted, p, table, table_tag, tag, when, widths

_TITLE = '<w:spacing w:before="240" w:after="100"/>'
FIRST = Page(cover=True)
LANDSCAPE = Page(landscape=True, margins=(1134, 1134, 1077, 1134))
MAP_WIDTH = 16838 - 2 * 1134
MAP_HEIGHT = 8000
AMOUNT = (
    "((doc.budget.amount_min | money(doc.budget.currency)) ~ ' – ' ~ "
    "(doc.budget.amount_max | money(doc.budget.currency)))"
    " if doc.budget.amount_min and doc.budget.amount_max else (doc.budget.amount_max or doc.budget.amount_min)"
    " | money(doc.budget.currency)"
)


def document() -> Document:
    before = SET_CHAPTERS + opening() + contents("contents", "1-1") + revisions()
    before += client() + interviews() + current_state() + pains() + goals() + requirements() + budget() + decision()
    after = people() + for_us() + risks() + onward() + confirmation()
    blocks = before + section_end(FIRST, first=True) + decision_map() + section_end(LANDSCAPE) + after
    return Document("Needs-analysis report", blocks, Page(), continued=True)


def opening() -> str:
    """The field with what was found, and the four stages of the talk in a strip."""
    pain = "doc.gravest_pain"
    found = p("{{ " + pain + ".statement }}", style="MastLead", shape='<w:spacing w:before="280"/>')
    loss = "{% if " + pain + ".quantified_loss %}{{ " + pain + ".quantified_loss }}{% endif %}"
    found += p(Run(loss, "white"), style="MastText", shape='<w:spacing w:before="80"/>')
    return masthead("doc.client.full_name", found) + p(style="Gap") + stages() + p(style="Gap") + control()


def stages() -> str:
    """Where they stand, what hurts, where they want to be, what they can spend."""

    def stage(number: int, key: str, figure: str, told: str) -> Cell:
        name = p(Run(f"{number}  ", "accent"), label(key), style="TableHead")
        shape = '<w:spacing w:before="40" w:after="20" w:line="360" w:lineRule="atLeast"/>'
        value = p(Run(figure, "primary", 14, bold=True), style="TableText", shape=shape)
        return Cell(name + value + p(told, style="Note", shape='<w:spacing w:after="0"/>'), fill="surface",
                    margins=(140, 140, 140, 140))  # fmt: skip

    base = "{% set base = doc.current_state.baseline | first | default(none) %}"
    goal = "{% set goal = doc.goals | first %}"
    return tiles([
        stage(1, "stage_current", base + "{{ base.value if base else doc.interviews | length }}",
              "{{ base.measure if base else label('interview_record') }}"),
        stage(2, "stage_pain", "{{ doc.pains | length }}", "{{ doc.pains | map(attribute='id') | join(' · ') }}"),
        stage(3, "stage_goal", goal + "{{ goal.target }}", "{{ goal.metric }}"),
        stage(4, "stage_budget", "{{ " + AMOUNT + " }}", "{{ doc.budget.status or '' }}"),
    ], apart=2.5)  # fmt: skip


def client() -> str:
    profile = facts([
        ("client_profile.size", "doc.client_profile.size"),
        ("client_profile.business_model", "doc.client_profile.business_model"),
        ("client_profile.market", "doc.client_profile.market"),
    ])  # fmt: skip
    moves = when("doc.client_profile.recent_moves", section("recent_moves"), bullets("doc.client_profile.recent_moves"))
    event = when("doc.compelling_event", section("compelling_event"), prose("doc.compelling_event", "Words"))
    background = when(
        "doc.background or doc.compelling_event",
        chapter("project_background"),
        when("doc.background", prose("doc.background")),
        event,
    )
    summary = when("doc.client_profile.summary", prose("doc.client_profile.summary"))
    return chapter("client_profile") + summary + profile + moves + background


def interviews() -> str:
    support = (
        "{% if talk.technical_support %}\n" + label("technical_support") + " {{ talk.technical_support }}{% endif %}"
    )
    columns = (
        Column(21, "interview.date", "{{ talk.date }}"),
        Column(20, "interviewee", "{{ talk.interviewee }}", strong=True, note="talk.role"),
        Column(13, "interview.method", "{{ talk.method }}"),
        Column(18, "interviewer", blocks=p("{{ talk.interviewer }}", muted(support, 9), style="TableText")),
        Column(28, "interview.topics", "{{ talk.topics }}"),
    )
    return chapter("interview_record") + listing(columns, "talk in doc.interviews")


def current_state() -> str:
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
        chapter("current_state") + prose("doc.current_state.process")
        + when("doc.current_state.baseline", section("current_state.baseline"),
               listing(figures, "figure in doc.current_state.baseline", together=True))
        + when("doc.current_state.systems", section("current_state.systems"),
               listing(systems, "system in doc.current_state.systems", together=True))
    )  # fmt: skip


def pains() -> str:
    """Evidence: on the left what they said, on the right how we read it."""
    severity = muted("{% if pain.severity %}  {{ label('pain.severity') }} {{ pain.severity }}{% endif %}", 9)
    title = p("{{ pain.id }}  {{ pain.statement }}", severity, style="Heading2", shape=_TITLE)
    who = when("pain.said_by", p("— {{ pain.said_by }}", style="Note", shape='<w:spacing w:before="60" w:after="0"/>'))
    said_ = p(*quoted("pain.verbatim"), style="TableText", shape='<w:spacing w:line="320" w:lineRule="atLeast"/>') + who

    def reading(key: str, name: str, *, strong: bool = False) -> str:
        text = Run("{{ pain." + name + " }}", "primary" if strong else "", bold=strong or None)
        shape = '<w:spacing w:before="0" w:after="60"/>'
        return when(f"pain.{name}", p(muted(label(key) + "  ", 8.5), text, style="TableText", shape=shape))

    right = reading("root_cause", "root_cause") + reading("pain.impact", "impact")
    right += reading("quantified_loss", "quantified_loss", strong=True) + reading("pain.department", "department")
    cells = [Cell(said_, fill="surface", margins=(140, 180, 140, 180)), Cell(p(style="Gap")),
             Cell(right, margins=(100, 0, 60, 0))]  # fmt: skip
    row = table(widths(TEXT_WIDTH, 42, 4, 54), [Row(cells)], style="DocgenColumns")
    return chapter("pains") + each("pain in doc.pains", title, row + gap())


def goals() -> str:
    columns = (
        Column(32, "goal.metric", "{{ goal.metric }}", strong=True),
        Column(15, "goal.baseline", "{{ goal.baseline }}", right=True),
        Column(17, "goal.target", "{{ goal.target }}", right=True, strong=True, colour="primary"),
        Column(22, "goal.due", "{{ goal.due }}"),
        Column(14, "goal.pain_ids", "{{ goal.pain_ids | join(', ') }}"),
    )
    return chapter("goals") + listing(columns, "goal in doc.goals", together=True)


def requirements() -> str:
    columns = (
        Column(8, "requirement.id", "{{ need.id }}", strong=True),
        Column(35, "requirement.statement", "{{ need.statement }}"),
        Column(31, "requirement.acceptance", "{{ need.acceptance }}"),
        Column(13, "requirement.raised_by", "{{ need.raised_by }}"),
        Column(13, "requirement.pain_ids", "{{ need.pain_ids | join(', ') }}"),
    )
    group = p(bold("{{ group.priority }} · {{ group.count }}", "accent"), style="TableText", shape="<w:keepNext/>")
    rows = [
        head_row(columns),
        table_tag("for group in doc.requirement_groups if group.requirements", 5),
        Row([Cell(group, span=5, fill="surface", margins=(80, 80, 80, 80))]),
        table_tag("for need in group.requirements", 5),
        Row([Cell(column.cell()) for column in columns]),
        table_tag("endfor", 5),
        table_tag("endfor", 5),
    ]
    return chapter("requirements") + table(widths(TEXT_WIDTH, *(c.share for c in columns)), rows) + gap()


def budget() -> str:
    tax = "none if doc.budget.tax_included is none else label('yes' if doc.budget.tax_included else 'no')"
    told = facts([
        ("budget", AMOUNT), ("tax_included", tax), ("budget.status", "doc.budget.status"),
        ("budget.source", "doc.budget.source"), ("budget.remark", "doc.budget.remark"),
    ])  # fmt: skip
    columns = (
        Column(24, "timeline_entry.date", "{{ entry.date }}"), Column(40, "timeline_entry.event", "{{ entry.event }}"),
        Column(36, "timeline_entry.remark", "{{ entry.remark }}"),
    )  # fmt: skip
    timeline = when("doc.timeline", section("timeline"), listing(columns, "entry in doc.timeline", together=True))
    limits = when("doc.constraints", section("constraints"), bullets("doc.constraints"))
    return chapter("budget_and_timeline") + told + timeline + limits


def decision() -> str:
    criteria = (
        Column(34, "decision_criterion.criterion", "{{ item.criterion }}", strong=True),
        Column(12, "decision_criterion.weight", "{{ item.weight | percent }}", right=True),
        Column(20, "decision_criterion.raised_by", "{{ item.raised_by }}"),
        Column(34, "decision_criterion.remark", "{{ item.remark }}"),
    )
    steps = (
        Column(8, "number_short", "{{ loop.index }}"), Column(32, "what", "{{ item.what }}"),
        Column(20, "who", "{{ item.who }}"), Column(20, "when", "{{ item.when }}"),
        Column(20, "process_step.outcome", "{{ item.outcome }}"),
    )  # fmt: skip
    return when(
        "doc.decision_criteria or doc.decision_process",
        chapter("decision_making"),
        when(
            "doc.decision_criteria",
            section("decision_criteria"),
            listing(criteria, "item in doc.decision_criteria", onward=True),
        ),
        when(
            "doc.decision_process",
            section("decision_process"),
            listing(steps, "item in doc.decision_process", together=True),
        ),
    )


def decision_map() -> str:
    number = Run("{{ chapter.next() }}", "accent")
    title = p(number, label("decision_map"), style="Heading1", shape='<w:spacing w:before="0"/>')
    drawing = placeholder("Decision map", "{{ diagram(part) }}", MAP_WIDTH, MAP_HEIGHT)
    where = "{% if part.count > 1 %}{{ part.number }} / {{ part.count }} · {{ part.heads | join(' · ') }} – {% endif %}"
    caption = p(where + label("decision_map_caption"), style="Caption", shape='<w:spacing w:after="0"/>')
    return title + each("part in branches(doc.decision_map)", drawing, caption)


def people() -> str:
    roles = "{% for role in node.roles %}{{ role }}{% if not loop.last %} · {% endif %}{% endfor %}"
    name = Column(17, "decision_node.name", "{{ node.name }}", strong=True)
    title = Column(22, "decision_node.title", "{{ node.title }}", note="node.department")
    role = Column(22, "decision_node.roles", roles)
    influence = Column(12, "decision_node.influence", "{{ node.influence }}")
    concerns = "decision_node.concerns", "{{ node.concerns | join(' · ') }}"
    loop = "node in doc.decision_map.nodes"
    return (
        section("decision_map.nodes")
        + when("reads.influence", listing((name, title, role, influence, Column(27, *concerns)), loop))
        + when("not reads.influence", listing((name, title, role, Column(39, *concerns)), loop))
    )


def for_us() -> str:
    """What internal copies alone carry: support, coverage, rivals."""
    standing = (
        Column(17, "decision_node.name", "{{ node.name }}", strong=True), Column(17, "support", "{{ node.support }}"),
        Column(18, "coverage", "{{ node.coverage }}"), Column(32, "personal_win", "{{ node.personal_win }}"),
        Column(16, "our_owner", "{{ node.our_owner }}"),
    )  # fmt: skip
    rivals = (
        Column(18, "competitor.name", "{{ rival.name }}", strong=True),
        Column(16, "competitor.position", "{{ rival.position }}"),
        Column(22, "competitor.strengths", "{{ rival.strengths }}"),
        Column(22, "competitor.weaknesses", "{{ rival.weaknesses }}"),
        Column(22, "competitor.our_answer", "{{ rival.our_answer }}"),
    )  # fmt: skip
    missing = (
        "{% for role in doc.decision_map.missing_roles %}{{ role }}{% if not loop.last %} · {% endif %}{% endfor %}"
    )
    return (
        tag("if reads.internal")
        + internal_mark("decision_map.nodes") + listing(standing, "node in doc.decision_map.nodes")
        + when("doc.decision_map.missing_roles", internal_mark("missing_roles"), p(missing, style="Internal"))
        + when("doc.competition", internal_mark("competition"), listing(rivals, "rival in doc.competition"))
        + tag("endif")
    )  # fmt: skip


def risks() -> str:
    threats = (
        Column(34, "needs_risk.risk", "{{ item.risk }}"), Column(30, "needs_risk.impact", "{{ item.impact }}"),
        Column(36, "needs_risk.response", "{{ item.response }}"),
    )  # fmt: skip
    questions = (
        Column(54, "open_question.question", "{{ item.question }}"),
        Column(22, "open_question.owner", "{{ item.owner }}"),
        Column(24, "open_question.due", "{{ item.due }}"),
    )  # fmt: skip
    return when(
        "doc.risks or doc.open_questions",
        chapter("risks_and_questions"),
        when("doc.risks", section("needs_analysis.risks"), listing(threats, "item in doc.risks", together=True)),
        when(
            "doc.open_questions",
            section("open_questions"),
            listing(questions, "item in doc.open_questions", together=True),
        ),
    )


def onward() -> str:
    columns = (
        Column(54, "next_step.action", "{{ item.action }}"), Column(22, "next_step.owner", "{{ item.owner }}"),
        Column(24, "next_step.due", "{{ item.due }}"),
    )  # fmt: skip
    direction = when("doc.solution_direction", section("solution_direction"), prose("doc.solution_direction"))
    return when(
        "doc.solution_direction or doc.next_steps",
        chapter("needs_analysis.next_steps"),
        direction,
        when("doc.next_steps", section("next_steps"), listing(columns, "item in doc.next_steps", together=True)),
    )


def confirmation() -> str:
    within = (
        "('' if doc.sent_within_24h is none else "
        "' · ' ~ label('within_24h_yes' if doc.sent_within_24h else 'within_24h_no'))"
    )
    told = facts_grid([
        ("sent_at", f"doc.confirmation.sent_at | datetime ~ {within}"),
        ("confirmed_by", "doc.confirmation.confirmed_by"),
        ("confirmed_at", "doc.confirmation.confirmed_at"), ("confirmation.channel", "doc.confirmation.channel"),
    ], columns=4) + gap()  # fmt: skip
    corrections = when(
        "doc.confirmation.corrections",
        section("corrections"),
        bullets("doc.confirmation.corrections", shape="<w:keepNext/>"),
    )
    return when("doc.confirmation", chapter("client_confirmation"), told, corrections)
