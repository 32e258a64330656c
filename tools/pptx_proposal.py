"""The proposal's slides: from the client's own words to the next step, one message a slide."""

from collections.abc import Sequence

from pptx_blocks import (
    BODY,
    HUGE,
    LEAD,
    SMALL,
    Column,
    bullets,
    cards,
    heading,
    label,
    listing,
    on,
    panel,
    quotes,
    slide,
    titled,
)
from pptx_cover import cover
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP, foot
from pptx_package import Slide
from pptx_pricing import investment, options, price_lines
from pptx_xml import Holder, Para, Run, Shape, Text, para, tag

PARTY = "{{ doc.seller.full_name }}"


def slides(industry: str) -> list[Slide]:
    """The whole deck; `industry` chooses the slide of its measures."""
    return [
        cover("{{ label('prepared_for') }} {{ doc.client.full_name }}", PARTY, notes=on(say="doc.speaker_notes.cover")),
        agenda(),
        situation(),
        diagnosis(),
        goals(industry),
        solution(),
        solution_rows(),
        value(),
        case(),
        plan(),
        scope(),
        investment(),
        price_lines(),
        options(),
        objections(),
        next_steps(),
    ]


def agenda() -> Slide:
    entries = [
        ("client_situation", "doc.client_voice"), ("diagnosis", ""), ("objectives", ""), ("solution", ""),
        ("value_statement", ""), ("success_cases", "cases"), ("implementation", ""), ("investment", ""),
        ("frequent_concerns", "objections"), ("next_steps", ""),
    ]  # fmt: skip
    paras: list[Para] = []
    for key, condition in entries:
        line = para(label(key), 16, "white", bullet="1.", bullet_colour="white", before=8)
        paras += [tag("{%p if " + condition + " %}"), line, tag("{%p endif %}")] if condition else [line]
    summary = [heading(label("executive_summary"), 22), para("{{p doc.executive_summary }}", 16, before=6)]
    return Slide(
        "Side panel",
        [
            Holder("Title", "title", [para(label("agenda_slide"))]),
            Holder("Agenda", "body", paras, 2),
            Holder("Summary", "body", summary, 1),
            *foot(),
        ],
    )


def situation() -> Slide:
    return slide(
        titled("situation", "client_situation"),
        [quotes("Client's words", "voice in voices", "{{ voice.quote }}", "{{ voice.said_by }}")],
        notes=on("for voices in doc.client_voice|paginate(3)", say="doc.speaker_notes.situation"),
    )


def diagnosis() -> Slide:
    columns = [
        Column(
            190,
            "problem",
            "{{ pain.title or pain.pain_id }}",
            bold=True,
            colour="primary",
            size=LEAD,
            more="{{ pain.pain_id }}",
        ),
        Column(240, "", "{{ pain.problem }}"),
        Column(214, "cause", "{{ pain.cause }}"),
        Column(220, "cost_of_inaction", "{{ pain.cost_of_inaction }}", bold=True, colour="negative"),
    ]
    return slide(
        titled("diagnosis", "diagnosis"),
        [listing("Diagnosis", columns, "pain in pains", size=16, pad=12)],
        notes=on("for pains in doc.diagnosis|paginate(3)", say="doc.speaker_notes.diagnosis"),
    )


def goals(industry: str) -> Slide:
    wide = industry == "base"
    columns = [
        Column(
            280 if wide else 176,
            "objective",
            "{{ goal.objective }}",
            bold=True,
            colour="primary",
            more="{{ goal.metric }}",
        ),
        Column(150 if wide else 100, "baseline_short", "{{ goal.baseline }}", "r", colour="muted", size=16),
        Column(230 if wide else 160, "target_short", "{{ goal.target }}", "r", bold=True, colour="positive", size=22),
        Column(204 if wide else 140, "due_short", "{{ goal.due }}", "r"),
    ]
    width = sum(column.width for column in columns)
    shapes = [listing("Objectives", columns, "goal in goals", (MARGIN, TOP, width, 300), pad=10, anchor="ctr")]
    if not wide:
        shapes.append(measures(industry))
    return slide(
        titled("objectives", "objectives"),
        shapes,
        notes=on("for goals in doc.objectives|paginate(5)", say="doc.speaker_notes.objectives"),
    )


def measures(industry: str) -> Text:
    """What counts in the industry: manufacturing names each unit, services says why."""
    detail = "{{ measure.name }} · {{ measure.unit }}" if industry == "manufacturing" else "{{ measure.name }}"
    paras = [
        heading(label("industry_measures"), 16),
        para("{{ industry.emphasis }}", SMALL, "muted", after=4),
        tag("{%p for measure in industry.measures[:4] %}"),
        para(detail, SMALL, "primary", bold=True, before=5),
        para("{{ measure.why }}", SMALL, "ink"),
        tag("{%p endfor %}"),
    ]
    return panel("Measures", (MARGIN + 608, TOP, COLUMN - 608, BOTTOM - TOP), paras)


def solution() -> Slide:
    intro = Text("Introduction", (MARGIN, TOP - 8, COLUMN, 60), [para("{{ doc.solution.intro|plain }}", 16, "ink")])
    loop = "module in modules"
    rows: Sequence[tuple[float, Sequence[Para], str]] = [
        (56, [para("{{ module.name }}", 16, "white", bold=True, heading=True)], "primary"),
        (
            236,
            [
                tag("{%p if module.summary %}"),
                para("{{ module.summary }}", SMALL, "ink", bold=True, after=4),
                tag("{%p endif %}"),
                *bullets("feature in module.features", "{{ feature }}", SMALL),
                *bullets("item in module.support", "{{ item }}", SMALL, "muted"),
            ],
            "surface",
        ),
    ]
    return slide(
        titled("solution", "solution"),
        [intro, cards("Modules", loop, rows, (MARGIN, TOP + 60, COLUMN, 300))],
        notes=on("for modules in doc.solution.modules|paginate(4)", say="doc.speaker_notes.solution"),
    )


def solution_rows() -> Slide:
    columns = [
        Column(190, "pain_short", "{{ row.pain }}", bold=True, colour="primary"),
        Column(230, "capability_short", "{{ row.capability }}"),
        Column(210, "benefit_short", "{{ row.benefit }}", bold=True, colour="positive"),
        Column(234, "proof_short", "{{ row.proof }}", colour="muted"),
    ]
    return slide(
        label("solution_table"),
        [listing("From pain to proof", columns, "row in rows", size=16, pad=12)],
        notes=on("for rows in doc.solution.rows|paginate(4)"),
    )


def value() -> Slide:
    statement = Text(
        "Statement", (MARGIN, TOP - 8, COLUMN, 52), [para("{{ doc.value_statement.statement }}", 16, "ink")]
    )
    big = Para(
        [Run("{{ item.figure }}", HUGE, "accent", bold=True, heading=True), Run(" {{ item.unit }}", 16, "muted")]
    )
    rows: Sequence[tuple[float, Sequence[Para], str]] = [
        (84, [big], "surface"),
        (32, [para("{{ item.label }}", 16, "primary", bold=True)], "surface"),
        (110, [para("{{ item.basis }}", SMALL, "muted")], "surface"),
    ]
    payback = panel(
        "Payback",
        (MARGIN, BOTTOM - 48, COLUMN, 48),
        [
            tag("{%p if doc.roi %}"),
            Para([Run(label("payback") + "  ", 16, "white"), Run("{{ doc.roi.payback }}", 22, "white", bold=True)]),
            tag("{%p endif %}"),
        ],
        "primary",
        "ctr",
    )
    return slide(
        titled("value", "value_statement"),
        [statement, cards("Value figures", "item in items", rows, (MARGIN, TOP + 56, COLUMN, 226)), payback],
        notes=on("for items in doc.value_statement.figures|paginate(4)", say="doc.speaker_notes.value"),
    )


def case() -> Slide:
    unit = "{% if figure.unit %} {{ figure.unit }}{% endif %}"
    figures = [
        tag("{%p for figure in case.figures[:4] %}"),
        Para([
            Run("{{ figure.label }}  ", BODY, "ink"),
            Run("{{ figure.before }}" + unit + " → ", BODY, "muted"),
            Run("{{ figure.after }}" + unit, LEAD, "positive", bold=True),
        ]),
        tag("{%p endfor %}"),
    ]  # fmt: skip
    quote = [
        tag("{%p if case.quote %}"),
        para("“{{ case.quote }}”", BODY, "primary", bold=True),
        para("{{ case.quote_by }}", SMALL, "muted"),
        tag("{%p endif %}"),
    ]
    rows: Sequence[tuple[float, Sequence[Para], str]] = [
        (
            64,
            [para("{{ case.title }}", 16, "white", bold=True), para("{{ case.shown_name }}", SMALL, "white")],
            "primary",
        ),
        (96, [para("{{ case.challenge|plain }}", SMALL, "ink")], "surface"),
        (118, figures, "surface"),
        (70, quote, "surface"),
    ]
    return slide(
        titled("cases", "success_cases"),
        [cards("Cases", "case in pair", rows)],
        notes=on("for pair in cases|paginate(2)", say="doc.speaker_notes.cases"),
    )


def plan() -> Slide:
    return slide(
        titled("implementation", "implementation"),
        [Shape("Plan", (MARGIN, TOP - 8, COLUMN, BOTTOM - TOP), "pale", "{{ gantt(doc.implementation) }}")],
        notes=on(say="doc.speaker_notes.implementation"),
    )


def scope() -> Slide:
    width = (COLUMN - 48) / 3
    handed = "{{ item.name }}{% if item.due %} · {{ item.due }}{% endif %}"
    columns = [
        [heading(label("in_scope"), LEAD, "positive"), *bullets("item in doc.scope_in", "{{ item }}")],
        [heading(label("out_of_scope"), LEAD, "negative"), *bullets("item in doc.scope_out", "{{ item }}")],
        [heading(label("deliverables"), LEAD), *bullets("item in doc.deliverables", handed)],
    ]
    names = ("Included", "Not included", "Deliverables")
    return slide(
        titled("scope", "scope"),
        [
            panel(name, (MARGIN + i * (width + 24), TOP, width, BOTTOM - TOP - 16), paras)
            for i, (name, paras) in enumerate(zip(names, columns, strict=True))
        ],
        notes=on("if doc.scope_in or doc.scope_out", say="doc.speaker_notes.scope"),
    )


def objections() -> Slide:
    columns = [
        Column(280, "they_say", "“{{ item.verbatim }}”", bold=True, colour="primary", size=16),
        Column(584, "answer_for_client", "{{ item.client_answer }}"),
    ]
    return slide(
        titled("objections", "frequent_concerns"),
        [listing("Questions", columns, "item in items", size=BODY, pad=10)],
        notes=on("for items in objections|paginate(3)", say="doc.speaker_notes.objections"),
    )


def next_steps() -> Slide:
    columns = [
        Column(36, "", "{{ loop.index }}", bold=True, colour="accent", size=22),
        Column(300, "what", "{{ step.action }}", bold=True, colour="primary", size=16),
        Column(120, "owner_short", "{{ step.owner }}", more="{{ step.side }}"),
        Column(132, "due_short", "{{ step.due }}", "r"),
    ]
    contact = [
        heading(label("contact_us"), LEAD, "white"),
        para("{{ doc.seller.full_name }}", BODY, "white", bold=True),
        tag("{%p if doc.seller.contact %}"),
        para("{{ doc.seller.contact.name }} {{ doc.seller.contact.job_title }}", BODY, "white", before=8),
        para("{{ doc.seller.contact.phone }}", BODY, "white"),
        para("{{ doc.seller.contact.email }}", BODY, "white"),
        tag("{%p endif %}"),
        para("{{ doc.seller.address }}", SMALL, "white", before=8),
        tag("{%p if doc.valid_until %}"),
        para("{{ label('valid_to') }} {{ doc.valid_until }}", BODY, "white", bold=True, before=16),
        tag("{%p endif %}"),
    ]
    shapes = [
        listing("Next steps", columns, "step in steps", (MARGIN, TOP, 588, 300), pad=10, anchor="ctr"),
        panel("Contact", (MARGIN + 620, TOP, COLUMN - 620, 300), contact, "primary"),
    ]
    return slide(
        titled("next_steps", "next_steps"),
        shapes,
        notes=on("for steps in doc.next_steps|paginate(6)", say="doc.speaker_notes.next_steps"),
    )
