"""The register's slides: the sums by grade, channel and owner, what repeats, then the leads themselves."""

from collections.abc import Sequence

from pptx_blocks import BODY, HUGE, SMALL, Column, head_row, label, listing, loop_row, on, slide, value_row
from pptx_cover import cover
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Slide
from pptx_screening import bar
from pptx_xml import Cell, Table, para

BAR = 20
HALF = (COLUMN - 32) / 2
TALL = BOTTOM - TOP


def slides() -> list[Slide]:
    """The whole deck."""
    period = "{{ doc.period.start|period(doc.period.end) }}"
    return [
        cover(period, "{{ doc.seller.full_name }}", [("registrar", "{{ doc.registrar }}")]),
        summary(),
        channels(),
        owners(),
        duplicates(),
        leads(),
    ]


def summary() -> Slide:
    figures = [
        ("leads_total", "lead_count"),
        ("distinct_count", "distinct_count"),
        ("duplicates", "duplicate_count"),
        ("late_leads", "late_count"),
    ]
    cells: Sequence[Sequence[Cell]] = [
        [Cell([para("{{ doc." + name + " }}", HUGE, "accent", bold=True, heading=True)],
              "surface", "b", 0, gap=8, inset=(16, 10, 16, 0))
         for _, name in figures],
        [Cell([para(label(key), BODY, "primary", bold=True)], "surface", "t", 0, gap=8, inset=(16, 2, 16, 8))
         for key, _ in figures],
    ]  # fmt: skip
    table = Table("Sums", (MARGIN, TOP, COLUMN, 120), [COLUMN / 4] * 4, [(80, cells[0]), (36, cells[1])], header=False)
    columns = _total_columns("grade", "{{ item.grade or label('ungraded') }}", "doc.totals_by_grade")
    grades = listing("By grade", columns, "item in doc.totals_by_grade",
                     (MARGIN, TOP + 140, COLUMN, 200), pad=6, anchor="ctr")  # fmt: skip
    return slide(
        "{{ doc.lead_count }} {{ label('records_unit') }} · {{ doc.period.start|period(doc.period.end) }}",
        [table, grades],
    )


def _total_columns(key: str, name: str, totals: str) -> list[Column]:
    """The bars are drawn against the longest of `totals`."""
    share = f"item.share / ({totals}|map(attribute='share')|max)"
    return [
        Column(300, key, name, bold=True, colour="primary"),
        Column(260, "", "", runs=bar(share, BAR)),
        Column(92, "count", "{{ item.count }}", "r", bold=True, size=16),
        Column(92, "share", "{{ item.share|percent(1) }}", "r"),
        Column(120, "grade_a", "{{ item.a_count }}", "r", bold=True, colour="positive"),
    ]


def channels() -> Slide:
    columns = _total_columns("channel", "{{ item.channel }}", "doc.totals_by_channel")
    table = listing("By channel", columns, "item in page", pad=4, anchor="ctr")
    return slide(label("leads_by_channel"), [table], notes=on("for page in doc.totals_by_channel|paginate(11)"))


def owners() -> Slide:
    columns = _total_columns("owner", "{{ item.owner or label('unassigned') }}", "doc.totals_by_owner")
    table = listing("By owner", columns, "item in page", pad=4, anchor="ctr")
    return slide(label("leads_by_owner"), [table], notes=on("for page in doc.totals_by_owner|paginate(11)"))


def duplicates() -> Slide:
    columns = [
        Column(330, "company", "{{ item.company }}", bold=True, colour="primary"),
        Column(334, "leads", "{{ item.lead_nos|join(' · ') }}", size=SMALL),
        Column(
            200,
            "duplicates",
            "{% for reason in item.reasons %}{{ reason }}{% if not loop.last %} · {% endif %}{% endfor %}",
            size=SMALL,
        ),
    ]
    table = listing("Duplicates", columns, "item in page", pad=4)
    return slide(label("duplicates"), [table], notes=on("for page in doc.duplicates|paginate(11)"))


def leads() -> Slide:
    """One long table, which the engine continues over as many slides as it needs."""
    columns = [
        Column(120, "lead_no", "{{ lead.lead_no }}", colour="muted"),
        Column(180, "company", "{{ lead.company }}", bold=True, colour="primary"),
        Column(76, "contact", "{{ lead.contact }}"),
        Column(92, "channel", "{{ lead.channel }}"),
        Column(200, "stated_need", "{{ lead.stated_need }}"),
        Column(46, "grade", "{% if lead.grade %}{{ lead.grade.value }}{% endif %}", "ctr", bold=True, colour="accent"),
        Column(70, "owner", "{{ lead.owner }}"),
        Column(80, "status", "{{ lead.status }}", "r"),
    ]
    rows = [
        head_row(columns, 22),
        loop_row(len(columns), "for lead in doc.rows"),
        value_row(columns, SMALL, 20, 2.5, "ctr"),
        loop_row(len(columns), "endfor"),
    ]
    table = Table("Leads", (MARGIN, TOP - 8, COLUMN, TALL), [column.width for column in columns], rows)
    return slide(label("leads"), [table], notes=on("if doc.rows"))
