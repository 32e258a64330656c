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
from templates.pptx.components.text import (
    BODY,
    LEAD,
    SMALL,
    STRONG,
    big,
    bullets,
    caption,
    each,
    heading,
    marked,
    panel,
    when,
)
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Box, Drawable, Para, Run, Shape, Text, para
from templates.pptx.markup.tables import Table
from templates.tags import field, literal
from templates.words import Words

STRIP_TOP = BOTTOM - 112
PAIN_TO_PROOF = ("pain_short", "capability_short", "benefit_short", "proof_short")


def diagnosis(words: Words) -> Slide:
    """Pain → cause → cost, the cost in weight."""
    columns = [
        Column(290, words.head("problem"), "{{ pain.heading }}", bold=True, colour="primary", size=LEAD,
               more="{{ pain.problem }}"),
        ARROW,
        Column(240, words.head("cause"), "{{ pain.cause }}"),
        ARROW,
        Column(COLUMN - 586, words.head("cost_of_inaction"), "{{ pain.cost_of_inaction }}", bold=True,
               colour="negative", size=STRONG),
    ]  # fmt: skip
    return slide(
        words,
        titled("diagnosis"),
        "diagnosis",
        [listing("Diagnosis", columns, "pain in pains", pad=16)],
        notes=on("for pains in doc.diagnosis by 3", say="doc.speaker_notes.diagnosis"),
    )


def goals(words: Words, objectives: str = "doc.objectives") -> Slide:
    """Today → target, with dates; next to them the industry's measures, if any."""
    columns = [
        Column(204, words.head("objective"), "{{ goal.objective }}", bold=True, colour="primary", size=STRONG,
               more="{{ goal.metric }}"),
        Column(100, words.head("baseline_short"), "{{ goal.baseline }}", "r", colour="muted", size=STRONG),
        ARROW,
        Column(154, words.head("target_short"), "{{ goal.target }}", bold=True, colour="positive", size=24),
        Column(130, words.head("due_short"), "{{ goal.due }}", "r", size=SMALL),
    ]  # fmt: skip
    width = sum(column.width for column in columns)
    table = listing("Objectives", columns, "goal in goals", (MARGIN, TOP, width, 300), pad=14, anchor="ctr")
    shapes = [table, measures(words, MARGIN + width + 28)]
    notes = on(f"for goals in {objectives} by 4", say="doc.speaker_notes.objectives")
    return slide(words, titled("objectives"), "objectives", shapes, notes=notes)


def measures(words: Words, left: float) -> Text:
    """The industry's measures with the better direction."""
    most = 2 if words.language == "zh+en" else 4
    paras = [
        marked(heading(words("industry_measures"), STRONG), "shape if industry.measures"),
        *each(f"measure in industry.measures first {most}",
              Para([Run("{{ measure.arrow }} ", SMALL, "accent", bold=True),
                    Run("{{ measure.name }}", SMALL, "primary", bold=True)], before=7),
              para("{{ measure.why }}", SMALL, "ink")),
    ]  # fmt: skip
    return panel("Measures", (left, TOP, MARGIN + COLUMN - left, TALL - 4), paras)


def solution(words: Words) -> list[Slide]:
    """Pains and solutions above the modules; only modules if there are many, or none addresses a pain."""
    rows = [
        (
            90.0,
            [
                para("{{ module.name }}", BODY, "primary", bold=True),
                para("{{ module.summary? }}", SMALL, "ink", before=4),
            ],
        ),
    ]
    strip = columns_of("Modules", "module in doc.solution.modules", rows, (MARGIN, STRIP_TOP, COLUMN, 90))
    say, title = "doc.speaker_notes.solution", titled("solution")
    return [
        slide(words, title, "solution", [pain_to_proof(words, "doc.solution.leading_rows"), strip],
              notes=on("if doc.solution.leading_rows", say=say)),
        slide(words, title, "solution", [pain_to_proof(words, "rows")], more=words("solution_table"),
              notes=on("for rows in doc.solution.further_rows by 4")),
        modules(words, "if not doc.solution.leading_rows"),
    ]  # fmt: skip


def pain_to_proof(words: Words, rows: str, heads: Sequence[str] = PAIN_TO_PROOF) -> Table:
    """What answers each pain; `heads` are the labels of pain, capability, benefit and proof."""
    pain, capability, benefit, proof = map(words.head, heads)
    columns = [
        Column(190, pain, "{{ row.pain }}", bold=True, colour="primary"),
        ARROW,
        Column(214, capability, "{{ row.capability }}"),
        ARROW,
        Column(196, benefit, "{{ row.benefit }}", bold=True, colour="positive"),
        Column(COLUMN - 656, proof, "{{ row.proof }}", colour="muted", size=SMALL),
    ]
    return listing("From pain to proof", columns, f"row in {rows}", (MARGIN, TOP - 6, COLUMN, 230), pad=9)


def modules(words: Words, *shown: str) -> Slide:
    """The modules with their features and support, four per slide; `shown` are conditions."""
    rows: list[tuple[float, Sequence[Para]]] = [
        (30, [para("{{ module.name }}", STRONG, "primary", bold=True, heading=True)]),
        (250, [
            para("{{ module.summary? }}", BODY, "ink", after=4),
            *bullets("feature in module.features", "{{ feature }}", SMALL),
            *bullets("item in module.support", "{{ item }}", SMALL, "muted"),
        ]),
    ]  # fmt: skip
    table = columns_of("Modules", "module in modules", rows, (MARGIN, TOP, COLUMN, 300))
    notes = on(*shown, "for modules in doc.solution.modules by 4", say="doc.speaker_notes.solution")
    return slide(words, titled("solution"), "solution", [table], notes=notes, more=words("solution_modules"))


def value(words: Words) -> list[Slide]:
    """The value figures, and below them cost and benefit by period."""
    rows: list[tuple[float, Sequence[Para]]] = [
        (68, [big("{{ item.figure }}", "{{ item.unit }}")]),
        (26, [para("{{ item.label }}", BODY, "primary", bold=True)]),
        (58, [para("{{ item.basis }}", SMALL, "muted")]),
    ]

    def figures(loop: str) -> Table:
        return columns_of("Value figures", loop, rows, (MARGIN, TOP, COLUMN, 152))

    payback = Para([Run(words("payback") + "  ", STRONG, "muted"),
                    Run("{{ doc.roi.payback }}", 22, "accent", bold=True)], before=10)  # fmt: skip
    sentence = para("{{ doc.value_statement.statement }}", 22, "primary", heading=True)
    statement = Text("Statement", (MARGIN, 330, COLUMN, 110), [sentence, *when("doc.roi", payback)])
    say, title = "doc.speaker_notes.value", titled("value")
    first = figures("item in doc.value_statement.figures first 4")
    return [
        slide(words, title, "value_statement", [first, *_return(words)],
              notes=on("if doc.roi", "if doc.roi.periods", say=say)),
        slide(words, title, "value_statement", [figures("item in items"), statement],
              notes=on("for items in doc.further_values by 4", say=say)),
    ]  # fmt: skip


def _return(words: Words) -> list[Drawable]:
    """The payback period, next to a chart of cost and benefit."""
    top = 322
    series = ", ".join(f"{literal(words(f'roi_period.{name}'))}: '{name}'" for name in ("cost", "benefit"))
    bars = field(
        f"chart(doc.roi.periods, category='period', values={{{series}}}, kind='column', number_format='#,##0')"
    )
    side = [
        para(words("payback"), BODY, "white"),
        para("{{ doc.roi.payback }}", 26, "white", bold=True, heading=True, before=2),
        para("{{ doc.headlines.roi }}", SMALL, "white", before=6),
    ]
    text = words("say_return") + " · {{ doc.pricing.currency_code }}"
    return [
        panel("Payback", (MARGIN, top, 260, BOTTOM - top), side, "primary", "ctr"),
        Shape("Cost and benefit", (MARGIN + 284, top - 4, COLUMN - 284, BOTTOM - top - 14), "surface", bars),
        caption(text, (MARGIN + 284, BOTTOM - 16, COLUMN - 284, 18)),
    ]


def cases(words: Words) -> list[Slide]:
    """Two cases side by side, or one: before → after in large type, a quotation in a panel."""
    half, whole = ((x, TOP, width, TALL) for x, width in ((MARGIN, HALF), (MARGIN, COLUMN)))
    pair = "shape for case in pair across 2"
    shapes = [*_case(words, 1, half, pair), *_case(words, 2, (RIGHT, *half[1:]), pair)]
    made = (("for pair in doc.paired_cases by 2", shapes), ("for case in doc.single_cases", _case(words, 1, whole)))
    return [
        slide(words, titled("cases"), "success_cases", drawn, notes=on(loop, say="doc.speaker_notes.cases"))
        for loop, drawn in made
    ]


def _case(words: Words, number: int, box: Box, *shown: str) -> list[Drawable]:
    """A case in a box, its three shapes under the marker `shown`."""
    x, y, width, _ = box
    paras = [
        marked(para("{{ case.title }}", STRONG, "primary", bold=True, heading=True), *shown),
        para("{{ case.shown_name }}", SMALL, "accent", bold=True, before=2),
        para("{{ case.challenge | plain }}", SMALL, "muted", before=4),
    ]
    after = (Run("{{ figure.after }}", 24, "positive", bold=True), Run("{{ figure.after_unit }}", SMALL, "positive"))
    columns = [
        Column(width - 250, "", "{{ figure.label_text }}"),
        Column(88, words.head("before"), "{{ figure.before }}", "r", colour="muted"),
        ARROW,
        Column(134, words.head("after"), "", runs=after),
    ]
    rows = [
        head_row(columns, 22, marks=shown),
        *rows_each("figure in case.figures first 3", value_row(columns, BODY, 34, 2, "ctr")),
    ]
    quote = [
        marked(para("“{{ case.quote? }}”", BODY, "primary", bold=True), *shown),
        para("{{ case.quote_by? }}", SMALL, "muted", before=3),
    ]
    return [
        Text(f"Case {number}", (x, y, width, 116), paras),
        Table(f"Figures {number}", (x, y + 124, width, 136), [item.width for item in columns], rows),
        panel(f"Words {number}", (x, y + 278, width, TALL - 278), quote, anchor="ctr"),
    ]
