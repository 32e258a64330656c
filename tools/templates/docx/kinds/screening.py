"""The screening sheet, on one page: the grade in large type, criteria as bars, next steps."""

from templates.docx.components.figures import bar
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import bullets
from templates.docx.markup.markers import shown_if, when
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import NO_RULE_ABOVE, RIGHT, Run, bold, muted, p, spacing
from templates.words import Words

WIDTH = 9978
PAGE = Page(margins=(794, 964, 850, 964), cover=True)
VERDICT, GUTTER = 3000, 340
REASONS = WIDTH - VERDICT - GUTTER


def document(words: Words) -> Document:
    who = p(Run("{{ doc.lead_no }} · " + words("assessor") + " {{ doc.assessor }} · {{ doc.assessed_at }}", "white"),
            style="MastText", shape=spacing(before=2))  # fmt: skip
    blocks = masthead(words, "doc.client.full_name", who, margin=964, top=794, size=21.5) + p(style="Gap")
    cells = [Cell(verdict(words), fill="surface", margins=(200, 220, 200, 220)), Cell(p(style="Gap")),
             Cell(criteria(words) + override(words))]  # fmt: skip
    blocks += table([VERDICT, GUTTER, REASONS], [Row(cells, splits=True)], style="DocgenColumns")
    blocks += foot(words) + competition(words) + control(words, WIDTH, 6, short=True)
    return Document(blocks, PAGE)


def verdict(words: Words) -> str:
    """The left column: the grade, its meaning, and the next steps."""
    mark = p(words("screening.grade"), style="FactName")
    mark += p(Run("{{ doc.grade.value }}", "primary", 96, bold=True), style="Number",
              shape=spacing(0, 0, 93))  # fmt: skip
    mark += p(bold("{{ doc.grade_text }}"), style="TableText")
    space = spacing(6, 3, 26)
    total = bold("{{ doc.total | number }}", "primary", 21.5)
    mark += p(total, muted(" / 100 · " + words("total_score")), style="TableText", shape=space)
    mark += when("doc.knocked_out", p(bold(words("knocked_out"), "negative"), style="TableText"))
    facts = (
        ("minutes_to_grading", "{{ doc.timing_text }}", ""),
        ("screening.assignment", "{{ doc.assignment }}", ""),
        ("assignee", "{{ doc.assignee }}", "doc.assignee"),
        ("screening.verified_by", "{{ doc.verified_by }}", ""),
        ("follow_up_by", "{{ doc.follow_up_by }}", "doc.follow_up_by"),
        ("reassess_on", "{{ doc.reassess_on }}", "doc.reassess_on"),
    )
    pairs = ""
    for key, value, condition in facts:
        pair = p(words(key), style="FactName", shape=spacing(before=4)) + p(value, style="Fact")
        pairs += when(condition, pair) if condition else pair
    return mark + pairs


_BARE = NO_RULE_ABOVE + spacing(0, 3, 14.5)


def small_heading(words: Words, key: str) -> str:
    return p(Run(words(key), size=11), style="Heading1", shape=_BARE)


def criteria(words: Words) -> str:
    """A bar for each criterion, with its weight and score above and the evidence below."""
    source = "  {{ item.source_text }}"
    name = p(bold("{{ item.name }}", size=10), muted("  {{ item.weight | percent }}", 8.5), style="Compact",
             shape=_OVER)  # fmt: skip
    score = p(bold("{{ item.score | number }}", "primary", 11), muted(" / {{ item.max_score | number }}", 8.5),
              style="Compact", shape=_OVER + RIGHT)  # fmt: skip
    points = p(muted("{{ item.points | number }}", 8.5), style="Compact", shape=RIGHT)
    over = table(widths(REASONS, 64, 20, 16), [Row([Cell(name), Cell(score), Cell(points, anchor="bottom")])],
                 style="DocgenColumns")  # fmt: skip
    line = p(*bar("item", 7, 2), style="Compact", shape=_BAR)
    evidence = p(Run("{{ item.evidence }}", size=9), muted(source, 8), style="Compact",
                 shape=spacing(0, 0.5, 11))  # fmt: skip
    row = Row([Cell(over + line + evidence, margins=(30, 0, 20, 0))])
    heads = Row([Cell(_heads(words), margins=(0, 0, 30, 0))], header=True)
    rows = [heads, *rows_each("item in doc.criteria", row)]
    limits = (
        words("thresholds") + " A ≥ {{ doc.thresholds.a_from | number }} · B ≥ {{ doc.thresholds.b_from | number }} · "
        + words("rule_version") + " {{ doc.rule_version }}"
    )  # fmt: skip
    note = p(limits, style="Note", shape=spacing(3, 0))
    return small_heading(words, "screening_criteria") + table([REASONS], rows) + note


_OVER, _BAR = spacing(line=13.5), spacing(1, 1.5, 9)


def _heads(words: Words) -> str:
    def header_cell(*keys: str, right: bool = False) -> Cell:
        names = " · ".join(words(key) for key in keys)
        return Cell(p(names, style="TableHead", shape=RIGHT if right else ""), anchor="bottom")

    cells = [header_cell("criterion.name", "criterion.weight"), header_cell("criterion.score", right=True),
             header_cell("criterion.points", right=True)]  # fmt: skip
    return table(widths(REASONS, 64, 20, 16), [Row(cells)], style="DocgenColumns") + p(style="Joint")


def knock_outs(words: Words) -> str:
    """The knock-out criteria, each marked as met or clear."""
    clear = shown_if("not item.applies", bold("✓ " + words("no") + "  ", "positive", 9))
    stopped = shown_if("item.applies", bold("✕ " + words("yes") + "  ", "negative", 9))
    line = p(*clear, *stopped, Run("{{ item.condition }}", size=9), muted("  {{ item.evidence }}", 8), style="Compact",
             shape=spacing(0, 2, 11.5))  # fmt: skip
    rows = rows_each("item in doc.knock_outs", Row([Cell(line)]))
    return when("doc.knock_outs", small_heading(words, "knock_outs"), table([FOOT], rows, style="DocgenColumns"))


FOOT = round(WIDTH * 0.3)


def override(words: Words) -> str:
    change = bold(words("override") + " {{ doc.computed_grade }} → {{ doc.override.grade }}")
    who = shown_if("doc.override.decided_by", " · {{ doc.override.decided_by }}")
    return when("doc.override", p(change, *who, "\n{{ doc.override.reason }}", style="Words"))


def competition(words: Words) -> str:
    title = bold(words("internal_only") + " · " + words("competition"), "negative", 9)
    total = shown_if(
        "doc.competition_total_text",
        Run("\n" + words("total_with_competition") + " {{ doc.competition_total_text }}", size=9),
    )
    paragraph = p(title, Run("\n{{ doc.competition }}", size=9), *total, style="Internal",
             shape=spacing(8, 4, 13))  # fmt: skip
    return when("reads.competition", when("doc.has_competition", paragraph))


def foot(words: Words) -> str:
    """Missing information, knock-out criteria and the next action."""
    tight = spacing(0, 0.5, 11)
    missing = small_heading(words, "missing_information")
    missing += bullets("doc.missing_information", 9, tight)
    missing += when("not doc.missing_information", p(words("none_given"), style="Compact"))
    action = p(Run("{{p doc.action? }}", size=9), style="Dense")
    after = when("doc.action", small_heading(words, "screening.action"), action) + p(style="Joint")
    inner = (140, 0, 0, 0)
    apart = Cell(p(style="Gap"))
    cells = [
        Cell(missing, margins=inner),
        apart,
        Cell(after, margins=inner),
        apart,
        Cell(knock_outs(words), margins=inner),
    ]
    each_ = round(WIDTH * 0.05)
    rest = WIDTH - FOOT - 2 * each_
    columns = [rest // 2, each_, rest - rest // 2, each_, FOOT]
    return p(style="Gap") + table(columns, [Row(cells)], style="DocgenFacts", margins=(0, 0, 0, 0))
