"""The lead-source register, on landscape pages: the summary, then every lead by due date."""

from templates.docx.components.columns import tiles
from templates.docx.components.drawn import placeholder
from templates.docx.components.figures import bar, big_figure
from templates.docx.components.listing import compact_heads
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import PAGE_BREAK
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, RIGHT, Run, bold, muted, p, spacing, tag, when
from templates.tags import joined, literal
from templates.words import Words

PAGE = Page(landscape=True, margins=(1134, 964, 1077, 964), cover=True)
WIDTH = 16838 - 2 * 964
HALF = (WIDTH - 600) // 2


def document(words: Words) -> Document:
    whom = "doc.period.start | period(doc.period.end)"
    about = p(Run("{{ doc.registrar }}{% if doc.department %} · {{ doc.department }}{% endif %}", "white"),
              style="MastText")  # fmt: skip
    blocks = masthead(words, whom, about, page=16838, margin=964, top=1134) + p(style="Gap")
    blocks += figures(words) + charts(words) + control(words, WIDTH, 8) + summary(words)
    blocks += duplicates(words) + leads(words)
    return Document(blocks, PAGE)


def figures(words: Words) -> str:
    """The four figures of the month: leads, qualified leads, won leads, and internally the cost per lead."""

    fourth = (
        tag("if reads.cost_per_lead")
        + big_figure(words, "{{ doc.cost_per_lead | number or '–' }}", "cost_per_lead", words("internal_only"))
        + tag("else")
        + big_figure(words, "{{ doc.duplicate_count | number }}", "duplicate_count")
        + tag("endif")
    )
    late = words("late_leads") + " {{ doc.late_count | number }} · " + words("distinct_count")
    late += " {{ doc.distinct_count | number }}"
    cells = [
        Cell(big_figure(words, "{{ doc.lead_count | number }}", "leads_total", late)),
        Cell(big_figure(words, "{{ doc.qualified_count | number }}", "qualified_leads")),
        Cell(big_figure(words, "{{ doc.conversion_rate | percent(1) }}", "conversion", words("conversion_note"))),
        Cell(fourth),
    ]
    return tiles(cells, WIDTH, apart=3)


def charts(words: Words) -> str:
    """Bars by channel, and by grade."""
    wide, narrow = round(WIDTH * 0.6), round(WIDTH * 0.36)
    values = f"{{{literal(words('count'))}: 'count', {literal(words('channel_total.a_count'))}: 'a_count'}}"
    channels = f"{{{{ chart(doc.totals_by_channel, category='channel', values={values}, kind='bar') }}}}"
    ungraded = literal(words("ungraded"))
    names = f"doc.totals_by_grade | map(attribute='grade') | map('default', {ungraded}, true) | list"
    counts = f"{{{literal(words('count'))}: doc.totals_by_grade | map(attribute='count') | list}}"
    grades = f"{{{{ chart({names}, {counts}, kind='column') }}}}"

    def figure(name: str, alt: str, width: int, number: int, key: str) -> Cell:
        caption = p(words(key), style="Caption", shape=spacing(after=0))
        return Cell(placeholder(name, alt, width, 3900, number) + caption)

    cells = [
        figure("Channels", channels, wide, 140, "register_channel_caption"), Cell(p(style="Gap")),
        figure("Grades", grades, narrow, 141, "register_grade_caption"),
    ]  # fmt: skip
    return p(style="Gap") + table([wide, WIDTH - wide - narrow, narrow], [Row(cells)], style="DocgenColumns")


def small_heading(words: Words, key: str) -> str:
    return p(words(key), style="Heading2", shape=spacing(8, 1))


def totals(words: Words, field: str, other: str, width: int, *, costs: bool = False) -> str:
    """A summary table: name, bar, count, share, A leads, and with `costs` their cost."""
    name = words.head("channel_total.channel" if field == "channel" else f"lead.{field}")
    shares = (25, 23, 9, 11, 9, 12, 13) if costs else (30, 34, 11, 13, 12)
    right = RIGHT
    margins = (24, 0, 24, 100)

    def heading(text: str, shape: str = "", colour: str = "") -> Cell:
        return Cell(p(Run(text, colour, 8), style="TableHead", shape=shape), anchor="bottom", margins=margins)

    def figure(text: str, *, strong: bool = False) -> str:
        return p(Run(text, size=9, bold=strong or None), style="Compact", shape=right)

    header = [heading(name), heading("")]
    header += [heading(words.head(key), right) for key in ("count", "share", "channel_total.a_count")]
    row = [
        p(Run(f"{{{{ row.{field} or {literal(words(other))} }}}}", size=9), style="Compact"),
        p(*bar(f"row.share / most_{field}", 42 if costs else 64), style="Compact"),
        figure("{{ row.count | number }}", strong=True), figure("{{ row.share | percent(1) }}"),
        figure("{{ row.a_count | number }}"),
    ]  # fmt: skip
    if costs:
        header += [heading(words.head(key), right, "negative") for key in ("cost", "cost_per_lead")]
        row += [figure("{{ row.cost | amount }}"), figure("{{ row.cost_per_lead | amount }}")]
    rows = [
        Row(header, header=True),
        *rows_each(f"row in doc.totals_by_{field}", len(row), Row([Cell(text, margins=margins) for text in row])),
    ]
    most = tag(f"set most_{field} = doc.totals_by_{field} | map(attribute='share') | max | default(1, true)")
    return small_heading(words, f"leads_by_{field}") + most + table(widths(width, *shares), rows)


def by_channel(words: Words) -> str:
    """Totals by channel; internal editions also have the cost per lead."""
    known = "reads.internal and doc.totals_by_channel | map(attribute='cost') | select | list"
    mark = p(words("internal_only") + " · " + words("cost") + " · " + words("cost_per_lead"), style="InternalMark",
             shape=spacing(4, 0))  # fmt: skip
    bare = totals(words, "channel", "other_items", HALF)
    ours = totals(words, "channel", "other_items", HALF, costs=True)
    return tag(f"if {known}") + ours + mark + tag("else") + bare + tag("endif") + p(style="Gap")


def summary(words: Words) -> str:
    right = totals(words, "grade", "ungraded", HALF) + totals(words, "owner", "unassigned", HALF) + p(style="Gap")
    cells = [Cell(by_channel(words)), Cell(p(style="Gap")), Cell(right)]
    title = p(words("summary"), style="Heading1", shape=PAGE_BREAK)
    return title + table([HALF, WIDTH - 2 * HALF, HALF], [Row(cells, splits=True)], style="DocgenColumns")


def compact(*parts: str | Run) -> str:
    return p(*parts, style="Compact")


def duplicates(words: Words) -> str:
    columns = (
        ("duplicate_group.company", 34, "{{ group.company }}"),
        ("duplicate_group.lead_nos", 34, "{{ group.lead_nos | join(', ') }}"),
        ("duplicate_group.reasons", 16, joined("reason", "group.reasons")),
        ("duplicate_group.unmarked", 16, "{{ group.unmarked | join(', ') }}"),
    )
    margins = (24, 0, 24, 100)
    row = Row([Cell(compact(text), margins=margins) for _, _, text in columns])
    rows = [compact_heads(words, [key for key, _, _ in columns], margins),
            *rows_each("group in doc.duplicates", len(columns), row)]  # fmt: skip
    note = p(words("duplicates_note"), style="Note")
    title = p(words("duplicates"), style="Heading1")
    return when("doc.duplicates", title, note, table(widths(WIDTH, *(share for _, share, _ in columns)), rows))


def more(condition: str, text: str) -> Run:
    """The second line of a cell, in small type."""
    return muted("{% if " + condition + " %}\n" + text + "{% endif %}", 8)


def grade_mark() -> list[Run]:
    """The grade as a letter in a filled square, darker for a better grade."""

    def mark(grade: str, text: str, fill: str) -> Run:
        content = "{% if lead.grade and lead.grade.value == '" + grade + "' %}\u00a0" + grade + "\u00a0{% endif %}"
        return Run(content, text, 8, bold=True, fill=fill)

    return [mark("A", "white", "primary"), mark("B", "white", "muted"), mark("C", "ink", "line")]


def lead_cells(words: Words) -> list[tuple[str, float, str]]:
    late = "{% if lead.is_late %} *{% endif %}"
    cost = Run(
        "{% if reads.acquisition_cost and lead.acquisition_cost is not none %}\n" + words("acquisition_cost")
        + " {{ lead.acquisition_cost | number }}{% endif %}", "negative", 8,
    )  # fmt: skip
    place = "{{ lead.industry }}{% if lead.region %} · {{ lead.region }}{% endif %}"
    return [
        ("lead.lead_no", 9, compact("{{ lead.lead_no }}", more("lead.duplicate_of", "= {{ lead.duplicate_of }}"))),
        ("when", 3.8, compact("{{ lead.captured_at.strftime('%H:%M') }}" + late)),
        ("lead.channel", 10.5, compact("{{ lead.channel }}", more("lead.channel_detail", "{{ lead.channel_detail }}"))),
        ("lead.company", 16, compact(bold("{{ lead.company }}"), more("lead.industry or lead.region", place))),
        ("lead.contact", 6.5, compact("{{ lead.contact }}", more("lead.job_title", "{{ lead.job_title }}"))),
        ("lead.mobile", 15, compact("{{ lead.mobile }}", more("lead.email", "{{ lead.email }}"))),
        ("lead.stated_need", 12.2, compact("{{ lead.stated_need }}")),
        ("lead.budget_hint", 8.7, compact("{{ lead.budget_hint }}", cost)),
        ("grade", 3.5, compact(*grade_mark())),
        ("lead.owner", 4.8, compact("{{ lead.owner }}")),
        ("lead.status", 10, compact("{{ lead.status }}", more("lead.next_follow_up", "{{ lead.next_follow_up }}"))),
    ]


def leads(words: Words) -> str:
    cells = lead_cells(words)
    count = len(cells)
    margins = (20, 0, 20, 80)
    day = bold(words("pool_day") + " {{ day.grouper }} · {{ day.list | length }}", "primary", 9)
    grouped = Cell(p(day, style="Compact", shape=KEEP_NEXT), span=count, fill="surface", margins=(50, 80, 50, 80))
    lead = Row([Cell(text, margins=margins) for _, _, text in cells])
    rows = [compact_heads(words, [key for key, _, _ in cells], margins), *rows_each(
        "day in doc.rows | groupby('pool_day')", count, Row([grouped]), *rows_each("lead in day.list", count, lead)
    )]  # fmt: skip
    title = p(words("leads"), style="Heading1", shape=PAGE_BREAK)
    note = p("* " + words("late_leads_note"), style="Note", shape=KEEP_NEXT)
    return title + note + table(widths(WIDTH, *(share for _, share, _ in cells)), rows)
