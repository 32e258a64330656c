"""The register's slides: the figures of the period with their charts, then every lead."""

from templates.pptx.components.cover import control, cover
from templates.pptx.components.listing import Column, head_row, listing, rows_each, value_row
from templates.pptx.components.slides import on, slide
from templates.pptx.components.text import SMALL, STRONG, big, caption, meter, when
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Para, Run, Shape, para
from templates.pptx.markup.tables import FIGURES, Cell, Table
from templates.tags import either, field, literal
from templates.words import Words

PERIOD = "{{ doc.period.period_text }}"


def slides(words: Words) -> list[Slide]:
    """All slides."""
    made = (dashboard, totals, duplicates, leads, control)
    return [*cover(words, PERIOD, "{{ doc.seller.full_name }}"), *(make(words) for make in made)]


def dashboard(words: Words) -> Slide:
    """Four figures, bars by channel, columns by grade."""
    top, wide = TOP + 116, 556
    values = "{" + literal(words("count")) + ": 'count'}, number_format='#,##0'"
    channels = field(
        f"chart(doc.totals_by_channel, category='channel', values={values}, kind='bar', mark=doc.best_channel.channel)"
    )
    grades = field(f"chart(doc.totals_by_grade, category='heading', values={values}, kind='column')")
    right, narrow = MARGIN + wide + 32, COLUMN - wide - 32
    tall = BOTTOM - top - 18
    best = "{{ doc.best_channel.channel }}", "{{ doc.best_channel.count }} / {{ doc.lead_count }}"
    title = words.filled("say_register", *best)
    shapes: list[Drawable] = [
        _figures(words), Shape("Channels", (MARGIN, top, wide, tall), "surface", channels),
        Shape("Grades", (right, top, narrow, tall), "surface", grades),
        caption(words("leads_by_channel"), (MARGIN, BOTTOM - 16, wide, 18)),
        caption(words("leads_by_grade"), (right, BOTTOM - 16, narrow, 18), "Caption of grades"),
    ]  # fmt: skip
    return slide(words, title, "summary", shapes, more=PERIOD)


def _figures(words: Words) -> Table:
    """Leads, qualified leads, conversion, and in internal editions the cost per lead."""
    cells = [
        [big("{{ doc.lead_count | number }}"), para(words("leads_total"), STRONG, "primary", bold=True)],
        [big("{{ doc.qualified_count | number }}"), para(words("qualified_leads"), STRONG, "primary", bold=True)],
        [big("{{ doc.conversion_rate | percent(1) }}"),
         para(words("conversion"), STRONG, "primary", bold=True)],
        [
            *when("reads.cost_per_lead", big("{{ doc.cost_per_lead_text }}"), Para([
                Run(words("cost_per_lead"), STRONG, "primary", bold=True),
                Run("  " + words("internal_edition"), SMALL, "negative", bold=True),
            ])),
            *when("not reads.cost_per_lead", big("{{ doc.duplicate_count | number }}"),
                  para(words("duplicate_count"), STRONG, "primary", bold=True)),
        ],
    ]  # fmt: skip
    row = [Cell(paras, inset=(0, 4, 12, 4)) for paras in cells]
    return Table("Figures", (MARGIN, TOP, COLUMN, 96), [COLUMN / 4] * 4, [(96.0, row)], "row", FIGURES)


def _total_columns(words: Words, key: str, name: str, totals: str) -> list[Column]:
    """Bars relative to the largest of `totals`."""
    return [
        Column(118, words.head(key), name, bold=True, colour="primary", size=SMALL),
        Column(138, "", "", runs=meter("item", SMALL)),
        Column(52, words.head("count"), "{{ item.count }}", "r", bold=True, size=SMALL),
        Column(54, words.head("share"), "{{ item.share | percent(1) }}", "r", size=SMALL),
        Column(
            HALF - 362,
            words.head("channel_total.a_count"),
            "{{ item.a_count }}",
            "r",
            bold=True,
            colour="positive",
            size=SMALL,
        ),
    ]


def totals(words: Words) -> Slide:
    """Totals by channel and by owner, side by side."""
    channel = _total_columns(words, "channel", "{{ item.channel }}", "doc.totals_by_channel")
    owner = _total_columns(words, "owner", "{{ item.heading }}", "doc.totals_by_owner")
    return slide(words, words("say_totals"), "details",
        [
            listing("By channel", channel, "item in doc.totals_by_channel", (MARGIN, TOP, HALF, TALL), pad=3),
            listing("By owner", owner, "item in doc.totals_by_owner", (RIGHT, TOP, HALF, TALL), pad=3),
        ],
    )  # fmt: skip


def duplicates(words: Words) -> Slide:
    """Duplicate leads, and why they count as duplicates."""
    columns = [
        Column(330, words.head("company"), "{{ item.company }}", bold=True, colour="primary"),
        Column(324, words.head("leads"), "{{ item.lead_nos | join(' · ') }}", size=SMALL),
    ]
    columns.append(Column(210, words.head("duplicate_group.reasons"), "{{ item.reasons_text }}", size=SMALL))
    table = listing("Duplicates", columns, "item in doc.duplicates", pad=4)
    return slide(words, words("say_duplicates"), "duplicates", [table], notes=on("if doc.duplicates"))


def leads(words: Words) -> Slide:
    """One long table, which the engine continues over several slides."""
    grade = either("lead.grade", field("lead.grade.value"))
    columns = [
        Column(104, words.head("lead_no"), "{{ lead.lead_no }}", colour="muted"),
        Column(186, words.head("company"), "{{ lead.company }}", bold=True, colour="primary"),
        Column(88, words.head("contact"), "{{ lead.contact }}"),
        Column(86, words.head("channel"), "{{ lead.channel }}"),
        Column(198, words.head("stated_need"), "{{ lead.stated_need }}"),
        Column(46, words.head("grade"), grade, "ctr", bold=True, colour="accent"),
        Column(84, words.head("owner"), "{{ lead.owner }}"),
        Column(72, words.head("status"), "{{ lead.status }}", "r"),
    ]
    rows = [
        head_row(columns, 22, 8),
        *rows_each("lead in doc.rows", value_row(columns, SMALL, 20, 2.5, "ctr", 8)),
    ]  # fmt: skip
    table = Table("Leads", (MARGIN, TOP - 28, COLUMN, TALL + 28), [column.width for column in columns], rows)
    return slide(words, words("say_leads"), "leads", [table], layout="Table", notes=on("if doc.rows"), more=PERIOD)
