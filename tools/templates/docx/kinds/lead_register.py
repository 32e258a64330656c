"""The lead-source register, on landscape pages: the summary, then every lead by due date."""

from templates.docx.components.columns import tiles
from templates.docx.components.drawn import placeholder
from templates.docx.components.figures import bar, big_figure
from templates.docx.components.listing import compact_heads
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import PAGE_BREAK
from templates.docx.markup.markers import section_when, shown_if, when
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, RIGHT, Inline, Run, bold, muted, p, spacing
from templates.tags import field, literal
from templates.words import Words

PAGE = Page(landscape=True, margins=(1134, 964, 1077, 964), cover=True)
WIDTH = 16838 - 2 * 964
HALF = (WIDTH - 600) // 2


def document(words: Words) -> Document:
    whom = "doc.period.period_text"
    about = p(Run("{{ doc.keeper_text }}", "white"),
              style="MastText")  # fmt: skip
    blocks = masthead(words, whom, about, page=16838, margin=964, top=1134) + p(style="Gap")
    blocks += figures(words) + charts(words) + control(words, WIDTH, 8) + summary(words)
    blocks += duplicates(words) + leads(words)
    return Document(blocks, PAGE)


def figures(words: Words) -> str:
    """The four figures of the month: leads, qualified leads, won leads, and internally the cost per lead."""

    internal = big_figure(words, "{{ doc.cost_per_lead_text }}", "cost_per_lead", words("internal_only"))
    duplicates = big_figure(words, "{{ doc.duplicate_count }}", "duplicate_count")
    fourth = when("reads.cost_per_lead", internal) + when("not reads.cost_per_lead", duplicates)
    late = words("late_leads") + " {{ doc.late_count }} · " + words("distinct_count")
    late += " {{ doc.distinct_count }}"
    cells = [
        Cell(big_figure(words, "{{ doc.lead_count }}", "leads_total", late)),
        Cell(big_figure(words, "{{ doc.qualified_count }}", "qualified_leads")),
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


_BAR = spacing(2.5, 0, 5.5)
"""A line as high as its bar: some programs shade the whole line."""


def totals(words: Words, field: str, width: int, *, costs: bool = False) -> str:
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
        p(Run("{{ row.heading }}", size=9), style="Compact"),
        p(*bar("row", 3 if costs else 4.5), style="Compact", shape=_BAR),
        figure("{{ row.count }}", strong=True), figure("{{ row.share | percent(1) }}"),
        figure("{{ row.a_count }}"),
    ]  # fmt: skip
    if costs:
        header += [heading(words.head(key), right, "negative") for key in ("cost", "cost_per_lead")]
        row += [figure("{{ row.cost | amount }}"), figure("{{ row.cost_per_lead | amount }}")]
    rows = [
        Row(header, header=True),
        *rows_each(f"row in doc.totals_by_{field}", Row([Cell(text, margins=margins) for text in row])),
    ]
    return small_heading(words, f"leads_by_{field}") + table(widths(width, *shares), rows)


def by_channel(words: Words) -> str:
    """Totals by channel; internal editions also have the cost per lead."""
    mark = p(words("internal_only") + " · " + words("cost") + " · " + words("cost_per_lead"), style="InternalMark",
             shape=spacing(4, 0))  # fmt: skip
    bare = totals(words, "channel", HALF)
    ours = totals(words, "channel", HALF, costs=True)
    return when("reads.internal", ours, mark) + when("not reads.internal", bare) + p(style="Gap")


def summary(words: Words) -> str:
    right = totals(words, "grade", HALF) + totals(words, "owner", HALF) + p(style="Gap")
    cells = [Cell(by_channel(words)), Cell(p(style="Gap")), Cell(right)]
    title = p(words("summary"), style="Heading1", shape=PAGE_BREAK)
    return title + table([HALF, WIDTH - 2 * HALF, HALF], [Row(cells, splits=True)], style="DocgenColumns")


def compact(*parts: str | Inline) -> str:
    return p(*parts, style="Compact")


def duplicates(words: Words) -> str:
    columns = (
        ("duplicate_group.company", 34, "{{ group.company }}"),
        ("duplicate_group.lead_nos", 34, "{{ group.lead_nos_text }}"),
        ("duplicate_group.reasons", 16, "{{ group.reasons_text }}"),
        ("duplicate_group.unmarked", 16, "{{ group.unmarked_text }}"),
    )
    margins = (24, 0, 24, 100)
    row = Row([Cell(compact(text), margins=margins) for _, _, text in columns])
    rows = [compact_heads(words, [key for key, _, _ in columns], margins),
            *rows_each("group in doc.duplicates", row)]  # fmt: skip
    note = p(words("duplicates_note"), style="Note")
    title = p(words("duplicates"), style="Heading1")
    return section_when("doc.duplicates", title, note, table(widths(WIDTH, *(share for _, share, _ in columns)), rows))


def more(name: str) -> str:
    """The second paragraph of a cell, in small type, if there is something to say."""
    return p(muted(field(name + "?"), 8), style="Compact")


def grade_mark() -> list[str | Inline]:
    """The grade as a letter in a filled square, darker for a better grade."""

    def mark(grade: str, text: str, fill: str) -> list[str | Inline]:
        square = Run(f"\u00a0{grade}\u00a0", text, 8, bold=True, fill=fill)
        return shown_if(f"lead.is_grade_{grade.lower()}", square)

    return [*mark("A", "white", "primary"), *mark("B", "white", "muted"), *mark("C", "ink", "line")]


def lead_cells(words: Words) -> list[tuple[str, float, str]]:
    cost = p(Run(words("acquisition_cost") + " {{ lead.cost_text? }}", "negative", 8), style="Compact")
    cost = when("reads.acquisition_cost", cost)
    late = shown_if("lead.is_late", " *")
    return [
        ("lead.lead_no", 9, compact("{{ lead.lead_no }}") + p(muted("= {{ lead.duplicate_of? }}", 8), style="Compact")),
        ("when", 3.8, compact("{{ lead.time_text }}", *late)),
        ("lead.channel", 10.5, compact("{{ lead.channel }}") + more("lead.channel_detail")),
        ("lead.company", 16, compact(bold("{{ lead.company }}")) + more("lead.place_text")),
        ("lead.contact", 6.5, compact("{{ lead.contact }}") + more("lead.job_title")),
        ("lead.mobile", 15, compact("{{ lead.mobile }}") + more("lead.email")),
        ("lead.stated_need", 12.2, compact("{{ lead.stated_need }}")),
        ("lead.budget_hint", 8.7, compact("{{ lead.budget_hint }}") + cost),
        ("grade", 3.5, compact(*grade_mark())),
        ("lead.owner", 4.8, compact("{{ lead.owner }}")),
        ("lead.status", 10, compact("{{ lead.status }}") + more("lead.next_follow_up")),
    ]


def short_lead_cells(words: Words) -> list[tuple[str, float, str]]:
    """What one line says of a lead, when there are many."""
    long = {key: text for key, _, text in lead_cells(words)}
    shares = (10.2, 4.8, 8, 17.5, 6.3, 9.2, 20.5, 9.2, 3.4, 5.2, 5.7)
    shown = {name: compact("{{ " + name + " }}") for name in long} | {
        "lead.lead_no": long["lead.lead_no"], "when": long["when"], "grade": long["grade"],
        "lead.mobile": compact("{{ lead.phone_or_email? }}"),
    }  # fmt: skip
    return [(name, share, text) for share, (name, text) in zip(shares, shown.items(), strict=True)]


def leads(words: Words) -> str:
    title = p(words("leads"), style="Heading1")
    note = p("* " + words("late_leads_note"), style="Note", shape=KEEP_NEXT)
    full = leads_table(words, lead_cells(words), (20, 0, 20, 80))
    short = leads_table(words, short_lead_cells(words), (6, 0, 6, 60))
    return title + note + when("doc.has_few_rows", full) + when("not doc.has_few_rows", short)


def leads_table(words: Words, cells: list[tuple[str, float, str]], margins: tuple[int, int, int, int]) -> str:
    """The leads by day, a row each."""
    count = len(cells)
    day = bold(words("pool_day") + " {{ day.day }} · {{ day.count }}", "primary", 9)
    grouped = Cell(p(day, style="Compact", shape=KEEP_NEXT), span=count, fill="surface", margins=(50, 80, 50, 80))
    lead = Row([Cell(text, margins=margins) for _, _, text in cells])
    rows = [compact_heads(words, [key for key, _, _ in cells], margins), *rows_each(
        "day in doc.days", Row([grouped]), *rows_each("lead in day.leads", lead)
    )]  # fmt: skip
    return table(widths(WIDTH, *(share for _, share, _ in cells)), rows)
