"""Turns the lead-source register into landscape pages: the summary first, then every lead by the day it fell to."""

from docx_blocks import PAGE_BREAK, bar, head, label, tiles
from docx_masthead import control, masthead
from docx_package import Document, Page
from docx_shapes import placeholder
from docx_xml import Cell, Row, Run, bold, muted, p, table, table_tag, tag, when, widths

PAGE = Page(landscape=True, margins=(1134, 964, 1077, 964), cover=True)
WIDTH = 16838 - 2 * 964
HALF = (WIDTH - 600) // 2


def document() -> Document:
    whom = "doc.period.start | period(doc.period.end)"
    about = p(Run("{{ doc.registrar }}{% if doc.department %} · {{ doc.department }}{% endif %}", "white"),
              style="MastText")  # fmt: skip
    blocks = masthead(whom, about, page=16838, margin=964, top=1134) + p(style="Gap")
    blocks += figures() + charts() + control(WIDTH, 7) + summary() + duplicates() + costs() + leads()
    return Document("Lead-source register", blocks, PAGE)


def figures() -> str:
    """The four figures of the month: how many, how many of worth, how many won, and for us what one cost.

    A count times no share is an exact number, which `percent` asks for.
    """
    worth = "doc.rows | selectattr('status', 'in', ['qualified', 'converted']) | list | length"
    won = "doc.rows | selectattr('status', 'eq', 'converted') | list | length"
    paid = "doc.rows | selectattr('acquisition_cost') | list"

    def figure(value: str, key: str, note: str = "") -> Cell:
        told = p(value, style="Big") + p(bold(label(key)), style="TableText")
        return Cell(told + (p(note, style="Note", shape='<w:spacing w:after="0"/>') if note else ""))

    fourth = (
        tag("if audience == 'internal'", f"set paid = {paid}")
        + p("{{ (paid | sum('acquisition_cost') / paid | length) | round(0) | number if paid else '–' }}", style="Big")
        + p(bold(label("cost_per_lead")), style="TableText")
        + p(label("internal_only"), style="Note", shape='<w:spacing w:after="0"/>')
        + tag("else")
        + p("{{ doc.duplicate_count | number }}", style="Big") + p(bold(label("duplicate_count")), style="TableText")
        + tag("endif")
    )  # fmt: skip
    late = label("late_leads") + " {{ doc.late_count | number }} · " + label("distinct_count")
    late += " {{ doc.distinct_count | number }}"
    cells = [
        figure("{{ doc.lead_count | number }}", "leads_total", late),
        figure("{{ (" + worth + ") | number }}", "qualified_leads"),
        figure(
            "{{ ((doc.totals_by_channel[0].share * 0 + (" + won + ")) / doc.lead_count) | percent(1) }}",
            "conversion",
            label("conversion_note"),
        ),
        Cell(fourth),
    ]
    return tiles(cells, WIDTH, apart=3)


def charts() -> str:
    """Bars by channel, and by grade."""
    wide, narrow = round(WIDTH * 0.6), round(WIDTH * 0.36)
    values = "{label('count'): 'count', label('channel_total.a_count'): 'a_count'}"
    channels = f"{{{{ chart(doc.totals_by_channel, category='channel', values={values}, kind='bar') }}}}"
    names = "doc.totals_by_grade | map(attribute='grade') | map('default', label('ungraded'), true) | list"
    counts = "{label('count'): doc.totals_by_grade | map(attribute='count') | list}"
    grades = f"{{{{ chart({names}, {counts}, kind='column') }}}}"

    def figure(name: str, told: str, width: int, number: int, key: str) -> Cell:
        caption = p(label(key), style="Caption", shape='<w:spacing w:after="0"/>')
        return Cell(placeholder(name, told, width, 3900, number) + caption)

    cells = [
        figure("Channels", channels, wide, 140, "register_channel_caption"), Cell(p(style="Gap")),
        figure("Grades", grades, narrow, 141, "register_grade_caption"),
    ]  # fmt: skip
    return p(style="Gap") + table([wide, WIDTH - wide - narrow, narrow], [Row(cells)], style="DocgenColumns")


def small_heading(key: str) -> str:
    return p(label(key), style="Heading3", shape='<w:spacing w:before="160" w:after="20"/>')


def totals(field: str, other: str, width: int) -> str:
    """A summary table: name, bar, count, share, A leads."""
    name = head("channel_total.channel" if field == "channel" else f"lead.{field}")
    shares = (30, 34, 11, 13, 12)
    right = '<w:jc w:val="right"/>'
    margins = (24, 0, 24, 100)

    def heading(text: str, shape: str = "") -> Cell:
        return Cell(p(Run(text, size=8), style="TableHead", shape=shape), anchor="bottom", margins=margins)

    header = [heading(name), heading("")]
    header += [heading(head(key), right) for key in ("count", "share", "channel_total.a_count")]
    row = [
        p(Run("{{ row." + field + " or label('" + other + "') }}", size=9), style="Compact"),
        p(*bar(f"row.share / most_{field}", 64), style="Compact"),
        p(bold("{{ row.count | number }}", size=9), style="Compact", shape=right),
        p(Run("{{ row.share | percent(1) }}", size=9), style="Compact", shape=right),
        p(Run("{{ row.a_count | number }}", size=9), style="Compact", shape=right),
    ]
    rows = [
        Row(header, header=True),
        table_tag(f"for row in doc.totals_by_{field}", 5),
        Row([Cell(told, margins=margins) for told in row]),
        table_tag("endfor", 5),
    ]
    most = tag(f"set most_{field} = doc.totals_by_{field} | map(attribute='share') | max | default(1, true)")
    return small_heading(f"leads_by_{field}") + most + table(widths(width, *shares), rows)


def costs(width: int = HALF) -> str:
    """What a lead cost, by channel; internal copies alone."""
    right = '<w:jc w:val="right"/>'
    margins = (24, 0, 24, 100)
    keys = (("channel_total.channel", ""), ("cost", right), ("cost_per_lead", right))
    header = [Cell(p(Run(head(key), size=8), style="TableHead", shape=shape), margins=margins) for key, shape in keys]
    row = [
        p(Run("{{ row.channel or label('other_items') }}", size=9), style="Compact"),
        p(Run("{{ row.cost | amount }}", size=9), style="Compact", shape=right),
        p(Run("{{ row.cost_per_lead | amount }}", size=9), style="Compact", shape=right),
    ]
    rows = [
        Row(header, header=True),
        table_tag("for row in doc.totals_by_channel if row.cost is not none", 3),
        Row([Cell(told, margins=margins) for told in row]),
        table_tag("endfor", 3),
    ]
    mark = p(label("internal_only"), style="InternalMark", shape='<w:spacing w:before="160" w:after="20"/>')
    known = "audience == 'internal' and doc.totals_by_channel | map(attribute='cost') | select | list"
    return (
        tag("if audience == 'internal'", f"if {known}")
        + mark
        + table(widths(width, 40, 30, 30), rows)
        + tag("endif", "endif")
    )


def summary() -> str:
    left = totals("channel", "other_items", HALF) + p(style="Gap")
    right = totals("grade", "ungraded", HALF) + totals("owner", "unassigned", HALF) + p(style="Gap")
    cells = [Cell(left), Cell(p(style="Gap")), Cell(right)]
    title = p(label("summary"), style="Heading2", shape=PAGE_BREAK)
    return title + table([HALF, WIDTH - 2 * HALF, HALF], [Row(cells, splits=True)], style="DocgenColumns")


def compact(*parts: str | Run) -> str:
    return p(*parts, style="Compact")


def duplicates() -> str:
    reasons = "{% for reason in group.reasons %}{{ reason }}{% if not loop.last %} · {% endif %}{% endfor %}"
    columns = (
        ("duplicate_group.company", 34, "{{ group.company }}"),
        ("duplicate_group.lead_nos", 34, "{{ group.lead_nos | join(', ') }}"),
        ("duplicate_group.reasons", 16, reasons),
        ("duplicate_group.unmarked", 16, "{{ group.unmarked | join(', ') }}"),
    )
    margins = (24, 0, 24, 100)
    rows = [
        Row(
            [Cell(p(Run(head(key), size=8), style="TableHead"), margins=margins) for key, _, _ in columns], header=True
        ),
        table_tag("for group in doc.duplicates", 4),
        Row([Cell(compact(text), margins=margins) for _, _, text in columns]),
        table_tag("endfor", 4),
    ]
    note = p(label("duplicates_note"), style="Note")
    title = p(label("duplicates"), style="Heading2")
    return when("doc.duplicates", title, note, table(widths(WIDTH, *(share for _, share, _ in columns)), rows))


def more(condition: str, text: str) -> Run:
    """A second line of a cell, smaller in voice."""
    return muted("{% if " + condition + " %}\n" + text + "{% endif %}", 7.5)


def grade_mark() -> list[Run]:
    """The grade as a letter in a filled square: the better, the darker."""

    def mark(grade: str, text: str, fill: str) -> Run:
        told = "{% if lead.grade and lead.grade.value == '" + grade + "' %}\u00a0" + grade + "\u00a0{% endif %}"
        return Run(told, text, 8, bold=True, fill=fill)

    return [mark("A", "white", "primary"), mark("B", "white", "muted"), mark("C", "ink", "line")]


def lead_cells() -> list[tuple[str, float, str]]:
    late = "{% if lead.is_late %} *{% endif %}"
    cost = Run(
        "{% if audience == 'internal' and lead.acquisition_cost is not none %}\n" + label("acquisition_cost")
        + " {{ lead.acquisition_cost | number }}{% endif %}", "negative", 7.5,
    )  # fmt: skip
    place = "{{ lead.industry }}{% if lead.region %} · {{ lead.region }}{% endif %}"
    return [
        ("lead.lead_no", 9, compact("{{ lead.lead_no }}", more("lead.duplicate_of", "= {{ lead.duplicate_of }}"))),
        ("when", 4.4, compact("{{ lead.captured_at.strftime('%H:%M') }}" + late)),
        ("lead.channel", 10.5, compact("{{ lead.channel }}", more("lead.channel_detail", "{{ lead.channel_detail }}"))),
        ("lead.company", 16, compact(bold("{{ lead.company }}"), more("lead.industry or lead.region", place))),
        ("lead.contact", 7, compact("{{ lead.contact }}", more("lead.job_title", "{{ lead.job_title }}"))),
        ("lead.mobile", 14, compact("{{ lead.mobile }}", more("lead.email", "{{ lead.email }}"))),
        ("lead.stated_need", 12.5, compact("{{ lead.stated_need }}")),
        ("lead.budget_hint", 9.5, compact("{{ lead.budget_hint }}", cost)),
        ("grade", 3.6, compact(*grade_mark())),
        ("lead.owner", 5.2, compact("{{ lead.owner }}")),
        ("lead.status", 9, compact("{{ lead.status }}", more("lead.next_follow_up", "{{ lead.next_follow_up }}"))),
    ]


def leads() -> str:
    cells = lead_cells()
    count = len(cells)
    margins = (20, 0, 20, 80)
    day = bold(label("pool_day") + " {{ day.grouper }} · {{ day.list | length }}", "primary", 9)
    grouped = Cell(p(day, style="Compact", shape="<w:keepNext/>"), span=count, fill="surface", margins=(50, 80, 50, 80))
    rows = [
        Row([Cell(p(Run(head(key), size=8), style="TableHead"), margins=margins) for key, _, _ in cells], header=True),
        table_tag("for day in doc.rows | groupby('pool_day')", count),
        Row([grouped]),
        table_tag("for lead in day.list", count),
        Row([Cell(told, margins=margins) for _, _, told in cells]),
        table_tag("endfor", count),
        table_tag("endfor", count),
    ]
    title = p(label("leads"), style="Heading2", shape=PAGE_BREAK)
    note = p("* " + label("late_leads_note"), style="Note")
    return title + table(widths(WIDTH, *(share for _, share, _ in cells)), rows) + note
