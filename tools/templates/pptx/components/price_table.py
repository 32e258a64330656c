"""The proposal's price slides: total, chart and payments; then the lines, continued over slides."""

from dataclasses import replace

from templates.pptx.components.listing import Column, columns_of, head_row, rows_each, rows_when, value_row
from templates.pptx.components.slides import on, slide, titled
from templates.pptx.components.text import BODY, LEAD, SMALL, big, caption, marked, panel
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Shape, para
from templates.pptx.markup.tables import Cell, Row, Table
from templates.tags import field, literal
from templates.words import Words


def investment(words: Words) -> list[Slide]:
    """The amount payable in large type, its calculation, its breakdown, and the payments."""
    many, choice = "doc.pricing.can_compare_groups", "doc.pricing.options_only"
    shown: list[tuple[list[str], list[Drawable]]] = [
        ([many], [*_sum(words), *_spread(words), _payments()]),
        ([f"not {many}", f"not {choice}"], [*_sum(words, 300), _payments()]),
        ([choice], [_choice(words), _payments(priced=False)]),
    ]
    return [
        slide(words, titled("pricing"), "investment", shapes,
              notes=on(*(f"if {one}" for one in conditions), say="doc.speaker_notes.pricing"))
        for conditions, shapes in shown
    ]  # fmt: skip


def _choice(words: Words) -> Drawable:
    """The statement that all is optional, in place of the amount payable."""
    return panel(
        "Options only", (MARGIN, TOP, 560, 120), [para(words("options_only_note"), LEAD, "white")], "primary", "ctr"
    )


def _sum(words: Words, right: float = 0) -> list[Drawable]:
    """The amount payable on a coloured panel, next to its calculation, which ends `right` points from the edge."""
    large = [
        para(words("payable_row"), BODY, "white"),
        para("{{ doc.pricing.totals.payable | money }}", 32, "white", bold=True, heading=True, before=2),
        para("{{ doc.payable_in_words }}", SMALL, "white", before=8),
    ]
    width = 300 if not right else 560
    sums = Table("Totals", (MARGIN + 284, TOP - 4, width, 230), [width - 116, 116], _sums(words), "column")
    return [panel("Payable", (MARGIN, TOP, 260, 210), large, "primary", "ctr"), sums]


def _sums(words: Words) -> list[Row]:
    """From the subtotals to the total, in one column."""
    return rows_each("step in doc.pricing.chain", _sum_row("{{ step.name }}", "{{ step.amount }}"))


def _sum_row(name: str, value: str) -> Row:
    left = Cell([para(name, SMALL, "ink")], anchor="ctr", inset=(0, 3, 8, 3))
    return 21, [left, Cell([para(value, SMALL, "ink", align="r")], anchor="ctr", inset=(8, 3, 0, 3))]


def _spread(words: Words) -> list[Drawable]:
    """The total by group."""
    left = MARGIN + 612
    names, sums = (f"doc.pricing.groups|map(attribute='{name}')|list" for name in ("heading", "gross"))
    largest = "(doc.pricing.groups|sort(attribute='gross')|last).heading"
    series = literal(words("gross_total_row"))
    bars = field(f"chart({names}, {{{series}: {sums}}}, kind='bar', number_format='#,##0', mark={largest})")
    width = MARGIN + COLUMN - left
    return [
        Shape("Groups", (left, TOP, width, 194), "surface", bars),
        caption(words("say_groups") + " · {{ doc.pricing.currency_code }}", (left, TOP + 196, width, 18)),
    ]


def _payments(*, priced: bool = True) -> Table:
    """The milestones side by side: share, condition, amount (if `priced`) and date."""
    rows = [
        (44.0, [big("{{ term.share_text }}", size=26)]),
        (24.0, [para("{{ term.milestone }}", BODY, "primary", bold=True)]),
        (22.0, [para("{{ term.amount | amount }}", BODY, "ink", bold=True)]),
        (34.0, [para("{{ term.due }}", SMALL, "muted")]),
    ]
    shown = rows if priced else rows[:2] + rows[3:]
    height = sum(height for height, _ in shown)
    return columns_of("Payments", "term in doc.payment_terms", shown, (MARGIN, TOP + 230, COLUMN, height))


def _columns(words: Words) -> list[Column]:
    return [
        Column(40, words.head("number_short"), "{{ line.line_no }}", colour="muted"),
        Column(274, words.head("item"), "{{ line.name }}"),
        Column(112, words.head("qty"), "{{ line.qty | number }} {{ line.unit }}", "r"),
        Column(108, words.head("unit_price"), "{{ line.unit_price? | price }}", "r"),
        Column(130, words.head("discount"), "{{ line.off_text }}", "r", colour="muted"),
        Column(76, words.head("tax_rate"), "{{ line.tax_rate | percent }}", "r", colour="muted"),
        Column(124, "{{ doc.pricing.amount_head }}", "{{ line.amount_text }}", "r", bold=True),
    ]


DISCOUNT = 4
"""The column of the discounts, which is left out where there are none."""


def _merged(count: int) -> list[Cell]:
    return [Cell([para("", SMALL)], merged=True) for _ in range(count)]


def _across(text: str, fill: str | None = None, colour: str = "primary", *, bold: bool = True) -> Row:
    """A row of text over all columns, which stays with the next row."""
    first = Cell([para(text, SMALL, colour, bold=bold)], fill, "ctr", 7, inset=(6 if fill else 0, 2, 0, 2))
    return 20.0, [first, *_merged(6)]


def _bundle() -> Row:
    """The price of the lines below that show none of their own; it stays with the next row."""
    name = Cell([para("{{ line.bundle_text }}", SMALL, bold=True)], None, "ctr", 6, inset=(40, 2, 0, 2))
    value = Cell([para("{{ line.bundle_amount }}", SMALL, bold=True, align="r")], None, "ctr", inset=(8, 2, 0, 2))
    return 20.0, [name, *_merged(5), value]


def _below(name: str, amount: str, colour: str = "primary", *, bold: bool = True, size: float = SMALL) -> Row:
    """A sum, which stays with the row above it."""
    first = Cell([para("", size)], anchor="ctr", inset=(0, 2, 0, 2))
    text = Cell([para(name, size, colour, bold=bold)], None, "ctr", 5, inset=(0, 2, 0, 2))
    value = Cell([para(amount, size, colour, bold=bold, align="r")], None, "ctr", inset=(8, 2, 0, 2))
    return 20.0, [first, text, *_merged(4), value]


def price_lines(words: Words) -> Slide:
    """The lines by group, each with its discount and subtotal; a continuation begins with the sum brought forward."""
    columns = _columns(words)
    height, heads = head_row(columns, 22)
    marker = "column if doc.pricing.has_line_discounts"
    heads = list(heads)
    first, *more = heads[DISCOUNT].paras
    heads[DISCOUNT] = replace(heads[DISCOUNT], paras=[marked(first, marker), *more])
    rows: list[Row] = [
        (height, heads),
        *rows_each(
            "group in doc.pricing.groups",
            *rows_when("group.has_heading", _across("{{ group.heading }}", "surface")),
            *rows_each(
                "line in group.lines",
                *rows_when("line.text_above", _across("{{ line.text_above }}", None, "muted", bold=False)),
                *rows_when("line.bundle_text", _bundle()),
                _below(words("brought_forward"), "{{ line.carried | amount }}", "muted", bold=False),
                value_row(columns, SMALL, 20, 2, "ctr"),
            ),
            *rows_when("group.discount", _below("{{ group.discount_text }}", "−{{ group.discount | amount }}",
                                                "accent", bold=False)),
            *rows_when("group.lists_subtotal",
                       _below("{{ group.subtotal_name }}", "{{ group.subtotal | amount }}")),
        ),
        *rows_when("doc.pricing.unlisted_text",
                   _below("{{ doc.pricing.unlisted_text }}", "{{ doc.pricing.unlisted_amount }}")),
    ]  # fmt: skip
    table = Table("Price lines", (MARGIN, TOP - 28, COLUMN, TALL), [column.width for column in columns], rows)
    title = "{{ doc.pricing.table_title }}"
    notes = on("if not doc.pricing.options_only", say="")
    return slide(words, title, "pricing", [table], layout="Table", more="{{ doc.pricing.terms_text }}", notes=notes)


def price_sums(words: Words) -> Slide:
    """From the subtotals to the amount payable; each column sums by hand."""
    columns = [
        Column(384, words("sums_heading"), "{{ sum.name }}"),
        Column(160, words.head("price_line.net"), "{{ sum.net }}", "r"),
        Column(160, words.head("price_line.tax"), "{{ sum.tax }}", "r"),
        Column(160, words.head("price_line.gross"), "{{ sum.gross }}", "r"),
    ]
    strong = [replace(column, bold=True, colour="primary") for column in columns]
    payable = Cell([para(words("payable_row"), LEAD, "primary", bold=True)], None, "ctr", inset=(0, 8, 0, 2))
    worth = para("{{ doc.pricing.totals.payable | money }}", LEAD, "primary", bold=True, align="r")
    rows = [
        head_row(columns, 24),
        *rows_each(
            "sum in doc.pricing.sum_rows",
            *rows_when("not sum.is_strong", value_row(columns, BODY, 26, 4, "ctr")),
            *rows_when("sum.is_strong", value_row(strong, BODY, 26, 4, "ctr")),
        ),
        (34.0, [payable, Cell([worth], None, "ctr", 3, inset=(0, 8, 0, 2)), *_merged(2)]),
    ]
    table = Table("Price sums", (MARGIN, TOP, COLUMN, TALL), [column.width for column in columns], rows, sums=True)
    notes = on("if not doc.pricing.options_only", say="")
    return slide(words, words("sums_heading"), "pricing", [table], layout="Table", notes=notes)


def price_options(words: Words) -> Slide:
    """Options and alternatives: what each adds, and the amount payable with it."""
    columns = [
        Column(40, words.head("number_short"), "{{ option.number }}", colour="muted"),
        Column(392, words.head("item"), "{{ option.name }}", more="{{ option.calculation? }}"),
        Column(144, words.head("option_difference"), "{{ option.difference }}", "r"),
        Column(144, words.head("option_added"), "{{ option.added }}", "r"),
        Column(144, words.head("option_payable"), "{{ option.payable }}", "r", bold=True),
    ]
    rows = [head_row(columns, 24), *rows_each("option in doc.pricing.option_rows", value_row(columns, BODY, 30, 4))]
    note = Cell([para(words("options_recomputed"), SMALL, "muted")], None, "ctr", 5, inset=(0, 6, 0, 2), bare=True)
    rows.append((26.0, [note, *_merged(4)]))
    table = Table("Options", (MARGIN, TOP, COLUMN, TALL), [column.width for column in columns], rows)
    notes = on("if doc.pricing.has_options", say="")
    return slide(words, words("options_heading"), "pricing", [table], layout="Table", notes=notes)
