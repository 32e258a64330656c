"""The proposal's price slides: total, chart and payments; then the lines, continued over slides."""

from templates.pptx.components.listing import Column, columns_of, head_row, rows_each, rows_when, value_row
from templates.pptx.components.slides import on, slide, titled
from templates.pptx.components.text import BODY, LEAD, SMALL, big, caption, panel
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Shape, para
from templates.pptx.markup.tables import Cell, Row, Table
from templates.tags import field, literal
from templates.words import Words

TOTALS = "doc.pricing.totals"
SUMS = [
    ("list_total_row", "list_total", "has_list_total"),
    ("line_discounts_row", "line_discounts", "line_discounts"),
    ("group_discounts_row", "group_discounts", "group_discounts"),
    ("document_discount_row", "document_discount", "document_discount"), ("net_total_row", "net_total", ""),
    ("tax_row", "", "tax_by_rate"), ("gross_total_row", "gross_total", ""), ("rounding_row", "rounding", "rounding"),
]  # fmt: skip
STRONG_SUMS = {"net_total", "gross_total"}


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
    rows: list[Row] = []
    for key, name, condition in SUMS:
        totals = f"{TOTALS}.{condition}"
        if not name:
            row = _sum_row(words(key) + " {{ tax.rate | percent }}", "{{ tax.tax | amount }}")
            whole = _sum_row(words(key), field(f"{TOTALS}.tax_total | amount"))
            rows += [*rows_each(f"tax in {totals}", row), *rows_when(f"not {totals}", whole)]
            continue
        value = ("−" if "discount" in name else "") + field(f"{TOTALS}.{name} | amount")
        row = _sum_row(words(key), value, strong=name in STRONG_SUMS)
        rows += rows_when(totals, row) if condition else [row]
    return rows


def _sum_row(name: str, value: str, *, strong: bool = False) -> Row:
    colour = "primary" if strong else "ink"
    left = Cell([para(name, SMALL, colour, bold=strong)], anchor="ctr", inset=(0, 3, 8, 3))
    return 21, [left, Cell([para(value, SMALL, colour, bold=strong, align="r")], anchor="ctr", inset=(8, 3, 0, 3))]


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
        (44.0, [big("{{ term.share | percent }}", size=26)]),
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
        Column(124, words.head("gross"), "{{ line.gross_text }}", "r", bold=True),
    ]


def _spanning(left: str, right: str, fill: str | None = "surface", size: float = SMALL) -> Row:
    """A row with words at its left and a figure at its right."""
    name = Cell([para(left, size, "primary", bold=True)], fill, "ctr", 4, inset=(6, 2, 0, 2))
    value = Cell([para(right, size, "primary", bold=True, align="r")], fill, "ctr", 3, inset=(0, 2, 0, 2))
    empty = [Cell([para("", SMALL)], merged=True) for _ in range(3)]
    return 20.0, [name, *empty, value, *empty[:2]]


def price_lines(words: Words) -> Slide:
    """The lines by group; the total; then options and alternatives, which it excludes."""
    columns = _columns(words)
    extra = [*columns]
    extra[1] = Column(274, words.head("item"), "{{ line.name }} · {{ line.extra_text }}")
    subtotal = words("subtotal") + "  {{ group.gross? | amount }}"
    options_total = "{{ doc.pricing.options_total_text }}"
    rows = [
        head_row(columns, 22),
        *rows_each(
            "group in doc.pricing.groups",
            _spanning("{{ group.heading }}", subtotal),
            *rows_each("line in group.lines", value_row(columns, SMALL, 20, 2, "ctr")),
        ),
        *rows_when(
            "not doc.pricing.options_only",
            _spanning(words("payable_row"), "{{ doc.pricing.totals.payable | money }}", None, BODY),
        ),
        *rows_when("doc.pricing.extra_lines", _spanning(words("options_heading"), options_total)),
        *rows_each("line in doc.pricing.extra_lines", value_row(extra, SMALL, 20, 2, "ctr")),
    ]
    table = Table("Price lines", (MARGIN, TOP - 28, COLUMN, TALL), [column.width for column in columns], rows)
    title = "{{ doc.pricing.table_title }}"
    return slide(words, title, "pricing", [table], layout="Table", more="{{ doc.pricing.terms_text }}")
