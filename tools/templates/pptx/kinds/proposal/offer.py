"""The proposal's argument: pains and costs, goals, solution, value, cases."""

from collections.abc import Sequence

from templates.pptx.components.listing import (
    ARROW,
    Column,
    columns_of,
    head_row,
    listing,
    rows_each,
    value_row,
)
from templates.pptx.components.slides import on, slide, titled
from templates.pptx.components.text import BODY, LEAD, SMALL, STRONG, big, bullets, caption, each, heading, panel, when
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Para, Run, Shape, Text, para
from templates.pptx.markup.tables import Table
from templates.words import Words

ROWS = "doc.solution.rows"
STRIP_TOP = BOTTOM - 112


def diagnosis(words: Words) -> Slide:
    """Pain → cause → cost, the cost in weight."""
    columns = [
        Column(290, words.head("problem"), "{{ pain.title or pain.pain_id }}", bold=True, colour="primary", size=LEAD,
               more="{{ pain.problem }}"),
        ARROW,
        Column(240, words.head("cause"), "{{ pain.cause }}"),
        ARROW,
        Column(COLUMN - 586, words.head("cost_of_inaction"), "{{ pain.cost_of_inaction }}", bold=True,
               colour="negative", size=STRONG),
    ]  # fmt: skip
    return slide(
        words,
        titled("diagnosis", words("say_diagnosis")),
        "diagnosis",
        [listing("Diagnosis", columns, "pain in pains", pad=14, roomy="doc.diagnosis|length <= 2")],
        notes=on("for pains in doc.diagnosis|paginate(3)", say="doc.speaker_notes.diagnosis"),
    )


def goals(words: Words, industry: str) -> list[Slide]:
    """Today → target, with dates; next to them the industry's measures, if any."""
    if industry != "base":
        return [_goals(words, industry)]
    return [_goals(words, industry, "if industry.measures"), _goals(words, "", "if not industry.measures")]


def _goals(words: Words, industry: str, *shown: str) -> Slide:
    """The goals under a condition; without an industry over the whole width."""
    widths = (204, 100, 154, 130) if industry else (310, 150, 220, 156)
    columns = [
        Column(widths[0], words.head("objective"), "{{ goal.objective }}", bold=True, colour="primary", size=STRONG,
               more="{{ goal.metric }}"),
        Column(widths[1], words.head("baseline_short"), "{{ goal.baseline }}", "r", colour="muted", size=STRONG),
        ARROW,
        Column(widths[2], words.head("target_short"), "{{ goal.target }}", bold=True, colour="positive", size=24),
        Column(widths[3], words.head("due_short"), "{{ goal.due }}", "r", size=SMALL),
    ]  # fmt: skip
    width = sum(column.width for column in columns)
    shapes: list[Drawable] = [
        listing("Objectives", columns, "goal in goals", (MARGIN, TOP, width, 300), pad=11, anchor="ctr",
                roomy="doc.objectives|length <= 3")
    ]  # fmt: skip
    if industry:
        shapes.append(measures(words, industry, MARGIN + width + 28))
    return slide(
        words,
        titled("objectives", words("say_objectives")),
        "objectives",
        shapes,
        notes=on(*shown, "for goals in doc.objectives|paginate(4)", say="doc.speaker_notes.objectives"),
    )


def measures(words: Words, industry: str, left: float) -> Text:
    """The industry's measures: with units in manufacturing, with the better direction in services."""
    sign = "{{ '▲' if measure.direction == 'higher' else '▼' }} "
    unit = " · {{ measure.unit }}" if industry == "manufacturing" else ""
    paras = [
        heading(words("industry_measures"), STRONG),
        *each(f"measure in industry.measures[:{2 if words.language == 'zh+en' else 4}]",
              Para([Run(sign, SMALL, "accent", bold=True),
                    Run("{{ measure.name }}" + unit, SMALL, "primary", bold=True)], before=7),
              para("{{ measure.why }}", SMALL, "ink")),
    ]  # fmt: skip
    return panel("Measures", (left, TOP, MARGIN + COLUMN - left, TALL - 4), paras)


def solution(words: Words) -> list[Slide]:
    """Pains and solutions above the modules; only modules if there are many, or none addresses a pain."""
    columns = [
        Column(190, words.head("pain_short"), "{{ row.pain }}", bold=True, colour="primary"),
        ARROW,
        Column(214, words.head("capability_short"), "{{ row.capability }}"),
        ARROW,
        Column(196, words.head("benefit_short"), "{{ row.benefit }}", bold=True, colour="positive"),
        Column(COLUMN - 656, words.head("proof_short"), "{{ row.proof }}", colour="muted", size=SMALL),
    ]

    def table(rows: str) -> Table:
        return listing("From pain to proof", columns, f"row in {rows}", (MARGIN, TOP - 6, COLUMN, 230), pad=9)

    rows = [
        (24.0, [para("{{ module.name }}", BODY, "primary", bold=True)]),
        (66.0, [para("{{ module.summary }}", SMALL, "ink")]),
    ]
    few = f"{ROWS} and doc.solution.modules|length <= 4"
    strip = columns_of("Modules", "module in doc.solution.modules", rows, (MARGIN, STRIP_TOP, COLUMN, 90))
    notes = on(f"if {few}", say="doc.speaker_notes.solution")
    title = titled("solution", words("say_solution"))
    return [
        slide(words, title, "solution", [table(f"{ROWS}[:3]"), strip], notes=notes),
        slide(
            words,
            title,
            "solution_table",
            [table("rows")],
            notes=on(f"for rows in ({ROWS}[3:] if {few} else {ROWS})|paginate(4)"),
        ),
        modules(words, title, f"not ({few})"),
    ]


def modules(words: Words, title: str, condition: str) -> Slide:
    """The modules with their features and support, four per slide."""
    rows: list[tuple[float, Sequence[Para]]] = [
        (30, [para("{{ module.name }}", STRONG, "primary", bold=True, heading=True)]),
        (250, [
            *when("module.summary", para("{{ module.summary }}", BODY, "ink", after=4)),
            *bullets("feature in module.features", "{{ feature }}", SMALL),
            *bullets("item in module.support", "{{ item }}", SMALL, "muted"),
        ]),
    ]  # fmt: skip
    return slide(words, title, "solution_modules",
        [columns_of("Modules", "module in modules", rows, (MARGIN, TOP, COLUMN, 300))],
        notes=on(f"if {condition}", "for modules in doc.solution.modules|paginate(4)",
                 say="doc.speaker_notes.solution"),
    )  # fmt: skip


def value(words: Words) -> list[Slide]:
    """The value figures, and below them cost and benefit by period."""
    rows: list[tuple[float, Sequence[Para]]] = [
        (68, [big("{{ item.figure }}", "{{ item.unit }}")]),
        (26, [para("{{ item.label }}", BODY, "primary", bold=True)]),
        (58, [para("{{ item.basis }}", SMALL, "muted")]),
    ]
    title = titled("value", words("say_value"))
    figures = columns_of("Value figures", "item in items", rows, (MARGIN, TOP, COLUMN, 152))
    payback = Para([Run(words("payback") + "  ", STRONG, "muted"),
                    Run("{{ doc.roi.payback }}", 22, "accent", bold=True)], before=10)  # fmt: skip
    sentence = para("{{ doc.value_statement.statement }}", 22, "primary", heading=True)
    statement = Text("Statement", (MARGIN, 330, COLUMN, 110), [sentence, *when("doc.roi", payback)])
    first = columns_of("Value figures", "item in doc.value_statement.figures[:4]", rows, (MARGIN, TOP, COLUMN, 152))
    returns = "doc.roi and doc.roi.periods"
    return [
        slide(words, title, "value_statement", [first, *_return(words)],
              notes=on(f"if {returns}", say="doc.speaker_notes.value")),
        slide(words, title, "value_statement", [figures, statement],
              notes=on(f"if not ({returns}) or doc.value_statement.figures|length > 4",
                       f"for items in (doc.value_statement.figures[4:] if {returns} else doc.value_statement.figures)"
                       "|paginate(4)", say="doc.speaker_notes.value")),
    ]  # fmt: skip


def _return(words: Words) -> list[Drawable]:
    """The payback period, next to a chart of cost and benefit."""
    top = 322
    bars = (
        "{{ chart(doc.roi.periods, category='period', values={label('roi_period.cost'): 'cost', "
        "label('roi_period.benefit'): 'benefit'}, kind='column', number_format='#,##0') }}"
    )
    side = [
        para(words("payback"), BODY, "white"),
        para("{{ doc.roi.payback }}", 26, "white", bold=True, heading=True, before=2),
        para("{{ doc.headlines.roi }}", SMALL, "white", before=6),
    ]
    text = words("say_return") + " · {{ doc.pricing.currency.value }}"
    return [
        panel("Payback", (MARGIN, top, 260, BOTTOM - top), side, "primary", "ctr"),
        Shape("Cost and benefit", (MARGIN + 284, top - 4, COLUMN - 284, BOTTOM - top - 14), "surface", bars),
        caption(text, (MARGIN + 284, BOTTOM - 16, COLUMN - 284, 18)),
    ]


def cases(words: Words) -> list[Slide]:
    """Two cases side by side, or one: before → after in large type, a quotation in a panel."""
    made: list[Slide] = []
    for count in (2, 1):
        shapes: list[Drawable] = []
        for index in range(count):
            box = ((MARGIN, RIGHT)[index], TOP, HALF if count == 2 else COLUMN, TALL)
            shapes += _case(words, f"pair[{index}]", index + 1, box)
        notes = on("for pair in cases|paginate(2)", f"if pair|length == {count}", say="doc.speaker_notes.cases")
        made.append(slide(words, titled("cases", words("say_cases")), "success_cases", shapes, notes=notes))
    return made


def _case(words: Words, name: str, number: int, box: tuple[float, float, float, float]) -> list[Drawable]:
    x, y, width, _ = box
    unit = "{% if figure.unit %} {{ figure.unit }}{% endif %}"
    paras = [
        para("{{ " + name + ".title }}", STRONG, "primary", bold=True, heading=True),
        para("{{ " + name + ".shown_name }}", SMALL, "accent", bold=True, before=2),
        para("{{ " + name + ".challenge|plain }}", SMALL, "muted", before=4),
    ]
    columns = [
        Column(width - 250, "", "{{ figure.label }}"),
        Column(88, words.head("before"), "{{ figure.before }}", "r", colour="muted"),
        ARROW,
        Column(
            134,
            words.head("after"),
            "",
            runs=(Run("{{ figure.after }}", 24, "positive", bold=True), Run(unit, SMALL, "positive")),
        ),
    ]
    rows = [
        head_row(columns, 22),
        *rows_each(f"figure in {name}.figures[:3]", 4, value_row(columns, BODY, 34, 2, "ctr")),
    ]  # fmt: skip
    quote = when(
        f"{name}.quote", para("“{{ " + name + ".quote }}”", BODY, "primary", bold=True),
        para("{{ " + name + ".quote_by }}", SMALL, "muted", before=3),
    )  # fmt: skip
    return [
        Text(f"Case {number}", (x, y, width, 116), paras),
        Table(f"Figures {number}", (x, y + 124, width, 136), [item.width for item in columns], rows),
        panel(f"Words {number}", (x, y + 278, width, TALL - 278), quote, anchor="ctr"),
    ]
