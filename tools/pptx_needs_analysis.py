"""The needs analysis' slides: the client's words, what they cost, what is wanted, and who decides."""

from pptx_blocks import BODY, LEAD, SMALL, Column, bullets, heading, label, listing, on, panel, quotes, slide
from pptx_cover import cover
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Slide
from pptx_xml import Para, Run, Shape, Text, para, tag

HALF = (COLUMN - 32) / 2
RIGHT = MARGIN + HALF + 32
TALL = BOTTOM - TOP


def slides() -> list[Slide]:
    """The whole deck."""
    return [
        cover("{{ doc.client.full_name }}", "{{ doc.seller.full_name }}"),
        profile(),
        interviews(),
        current_state(),
        voices(),
        pains(),
        goals(),
        requirements(),
        decision_map(),
        decision_process(),
        budget(),
        competition(),
        open_questions(),
        next_steps(),
    ]


def _fact(key: str, value: str) -> list[Para]:
    return [para(label(key), SMALL, "muted", before=8), para(value, 16, "ink")]


def profile() -> Slide:
    left = [
        tag("{%p if doc.client_profile.summary %}"),
        para("{{ doc.client_profile.summary }}", 16, "ink"),
        tag("{%p endif %}"),
        *_fact("size", "{{ doc.client_profile.size }}"),
        *_fact("business_model", "{{ doc.client_profile.business_model }}"),
        tag("{%p if doc.client_profile.market %}"),
        *_fact("market", "{{ doc.client_profile.market }}"),
        tag("{%p endif %}"),
    ]
    right = [
        tag("{%p if doc.client_profile.recent_moves %}"),
        heading(label("recent_moves"), LEAD),
        *bullets("move in doc.client_profile.recent_moves", "{{ move }}"),
        tag("{%p endif %}"),
        tag("{%p if doc.compelling_event %}"),
        heading(label("compelling_event"), LEAD, "accent", before=12),
        para("{{ doc.compelling_event }}", BODY, "ink"),
        tag("{%p endif %}"),
    ]
    shapes = [
        Text("Profile", (MARGIN, TOP, HALF, TALL), left),
        panel("Recent moves", (RIGHT, TOP, HALF, TALL - 16), right),
    ]
    return slide("{{ doc.client.short_name }} · " + label("client_profile"), shapes)


def interviews() -> Slide:
    columns = [
        Column(136, "date", "{{ interview.date }}", colour="muted"),
        Column(
            236, "interviewee", "{{ interview.interviewee }}", bold=True, colour="primary", more="{{ interview.role }}"
        ),
        Column(112, "method", "{{ interview.method }}"),
        Column(110, "interviewer", "{{ interview.interviewer }}", more="{{ interview.technical_support }}"),
        Column(270, "topics", "{{ interview.topics }}"),
    ]
    table = listing("Interviews", columns, "interview in page", pad=8)
    return slide(label("interview_record"), [table], notes=on("for page in doc.interviews|paginate(6)"))


def current_state() -> Slide:
    columns = [
        Column(220, "measure", "{{ figure.measure }}", bold=True, colour="primary", more="{{ figure.source }}"),
        Column(
            HALF - 220,
            "baseline_short",
            "{{ figure.value }}",
            "r",
            bold=True,
            colour="negative",
            size=LEAD,
            more="{{ figure.period }}",
        ),
    ]
    process = Text("Process", (MARGIN, TOP, HALF, TALL), [para("{{p doc.current_state.process }}", BODY)])
    table = listing("Baseline", columns, "figure in doc.current_state.baseline", (RIGHT, TOP, HALF, TALL), pad=6)
    return slide(label("current_state"), [process, table])


def voices() -> Slide:
    return slide(
        label("in_their_words"),
        [quotes("Client's words", "pain in page", "{{ pain.verbatim }}", "{{ pain.said_by }} · {{ pain.statement }}")],
        notes=on("for page in doc.pains|paginate(3)"),
    )


def pains() -> Slide:
    columns = [
        Column(
            216,
            "pain_short",
            "{{ pain.statement }}",
            bold=True,
            colour="primary",
            size=16,
            more="{{ pain.id }} · {{ pain.department }}",
        ),
        Column(220, "root_cause", "{{ pain.root_cause }}"),
        Column(220, "impact", "{{ pain.impact }}"),
        Column(
            208,
            "quantified_loss",
            "{{ pain.quantified_loss }}",
            bold=True,
            colour="negative",
            more="{{ pain.severity }}",
        ),
    ]
    return slide(
        label("pains"),
        [listing("Pains", columns, "pain in page", pad=9)],
        notes=on("for page in doc.pains|paginate(3)"),
    )


def goals() -> Slide:
    columns = [
        Column(
            330,
            "metric",
            "{{ goal.metric }}",
            bold=True,
            colour="primary",
            size=16,
            more="{{ goal.pain_ids|join(' · ') }}",
        ),
        Column(160, "baseline_short", "{{ goal.baseline }}", "r", colour="muted", size=16),
        Column(190, "target_short", "{{ goal.target }}", "r", bold=True, colour="positive", size=22),
        Column(184, "due_short", "{{ goal.due }}", "r"),
    ]
    table = listing("Goals", columns, "goal in page", pad=10, anchor="ctr")
    return slide(label("goals"), [table], notes=on("for page in doc.goals|paginate(5)"))


def requirements() -> Slide:
    columns = [
        Column(50, "number_short", "{{ need.id }}", colour="muted"),
        Column(330, "requirements", "{{ need.statement }}", bold=True, colour="primary"),
        Column(86, "priority", "{{ need.priority }}", bold=True),
        Column(278, "acceptance_criterion", "{{ need.acceptance }}"),
        Column(120, "raised_by", "{{ need.raised_by }}", colour="muted"),
    ]
    every = "(doc.requirement_groups|map(attribute='requirements')|sum(start=()))"
    table = listing("Requirements", columns, "need in page", size=SMALL, pad=5)
    return slide(label("requirements"), [table], notes=on(f"for page in {every}|paginate(9)"))


def decision_map() -> Slide:
    drawing = Shape(
        "Decision map", (MARGIN, TOP - 8, COLUMN, BOTTOM - TOP + 12), "pale", "{{ diagram(doc.decision_map) }}"
    )
    return slide(label("decision_map"), [drawing])


def decision_process() -> Slide:
    steps = [
        Column(32, "", "{{ loop.index }}", bold=True, colour="accent", size=16),
        Column(160, "step", "{{ step.what }}", bold=True, colour="primary", more="{{ step.outcome }}"),
        Column(114, "who", "{{ step.who }}", size=SMALL),
        Column(HALF - 306, "when", "{{ step.when }}", "r", size=SMALL),
    ]
    criteria = [
        Column(240, "decision_criteria", "{{ item.criterion }}", bold=True, colour="primary", more="{{ item.remark }}"),
        Column(60, "weight", "{{ item.weight|percent }}", "r", bold=True, size=16),
        Column(HALF - 300, "raised_by", "{{ item.raised_by }}", "r", colour="muted", size=SMALL),
    ]
    shapes = [
        listing("Process", steps, "step in doc.decision_process", (MARGIN, TOP, HALF, TALL), pad=5),
        listing("Criteria", criteria, "item in doc.decision_criteria", (RIGHT, TOP, HALF, TALL), pad=5),
    ]
    return slide(label("decision_making"), shapes, notes=on("if doc.decision_process or doc.decision_criteria"))


def budget() -> Slide:
    spread = (
        "{% if doc.budget.amount_min is not none %}{{ doc.budget.amount_min|money(doc.budget.currency) }}{% endif %}"
    )
    spread += (
        "{% if doc.budget.amount_max is not none %} – {{ doc.budget.amount_max|money(doc.budget.currency) }}{% endif %}"
    )
    left = [
        para(label("budget"), 16, "white"),
        para(spread, 26, "white", bold=True, heading=True, before=4),
        para("{{ doc.budget.status }}", 16, "white", bold=True, before=8),
        para("{{ doc.budget.source }}", BODY, "white", before=4),
        para("{{ doc.budget.remark }}", BODY, "white", before=4),
    ]
    columns = [
        Column(136, "date", "{{ entry.date }}", bold=True, colour="primary"),
        Column(HALF - 136 + 60, "timeline", "{{ entry.event }}", more="{{ entry.remark }}"),
    ]
    limits = [
        tag("{%p if doc.constraints %}"),
        heading(label("constraints"), 16),
        *bullets("item in doc.constraints", "{{ item }}", SMALL),
        tag("{%p endif %}"),
    ]
    shapes = [
        panel("Budget", (MARGIN, TOP, HALF - 60, 172), left, "primary", "ctr"),
        panel("Constraints", (MARGIN, TOP + 188, HALF - 60, TALL - 204), limits),
        listing("Timeline", columns, "entry in doc.timeline", (RIGHT - 60, TOP, HALF + 60, TALL), pad=6),
    ]
    return slide(label("budget_and_timeline"), shapes)


def competition() -> Slide:
    columns = [
        Column(
            150, "competition", "{{ rival.name }}", bold=True, colour="primary", size=16, more="{{ rival.position }}"
        ),
        Column(230, "strengths", "{{ rival.strengths }}"),
        Column(230, "weaknesses", "{{ rival.weaknesses }}"),
        Column(254, "our_answer", "{{ rival.our_answer }}", bold=True, colour="positive"),
    ]
    return slide(
        label("competition") + " · " + label("internal_only"),
        [listing("Competition", columns, "rival in page", pad=9)],
        notes=on("if audience == 'internal'", "for page in doc.competition|paginate(4)"),
    )


def open_questions() -> Slide:
    questions = [
        Column(540, "open_questions", "{{ item.question }}", bold=True, colour="primary", size=16),
        Column(150, "owner_short", "{{ item.owner }}"),
        Column(174, "due_short", "{{ item.due }}", "r"),
    ]
    return slide(
        label("open_questions"),
        [listing("Open questions", questions, "item in page", pad=10, anchor="ctr")],
        notes=on("for page in doc.open_questions|paginate(7)"),
    )


def next_steps() -> Slide:
    columns = [
        Column(32, "", "{{ loop.index }}", bold=True, colour="accent", size=22),
        Column(254, "what", "{{ step.action }}", bold=True, colour="primary"),
        Column(104, "owner_short", "{{ step.owner }}"),
        Column(130, "due_short", "{{ step.due }}", "r"),
    ]
    confirmed = (
        "{% if doc.sent_within_24h %}{{ label('within_24h_yes') }}{% else %}{{ label('within_24h_no') }}{% endif %}"
    )
    side = [
        tag("{%p if doc.solution_direction %}"),
        heading(label("solution_direction"), LEAD, "white"),
        para("{{p doc.solution_direction }}", BODY, "white"),
        tag("{%p endif %}"),
        tag("{%p if doc.confirmation %}"),
        heading(label("client_confirmation"), LEAD, "white", before=14),
        Para([Run("{{ doc.confirmation.sent_at }} · " + confirmed, SMALL, "white")]),
        tag("{%p if doc.confirmation.confirmed_by %}"),
        para(
            "{{ doc.confirmation.confirmed_by }} · {{ doc.confirmation.confirmed_at }} · {{ "
            "doc.confirmation.channel }}",
            BODY,
            "white",
            bold=True,
            before=4,
        ),
        tag("{%p endif %}"),
        tag("{%p endif %}"),
    ]
    shapes = [
        listing("Next steps", columns, "step in doc.next_steps", (MARGIN, TOP, 520, TALL), pad=9, anchor="ctr"),
        panel("Direction", (MARGIN + 552, TOP, COLUMN - 552, TALL - 16), side, "primary"),
    ]
    return slide(
        label("next_steps"), shapes, notes=on("if doc.next_steps or doc.solution_direction or doc.confirmation")
    )
