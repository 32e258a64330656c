"""The proposal's price slides: the sum and its payments, the lines continued over slides, options outside the sum."""

from pptx_blocks import (
    BODY,
    SMALL,
    Column,
    head_row,
    label,
    listing,
    loop_row,
    on,
    panel,
    slide,
    titled,
    value_row,
)
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Slide
from pptx_xml import Cell, Para, Run, Table, Text, para, tag

LINES_A_SLIDE = 12
UNIT = (
    "{% if doc.pricing.currency == 'CNY' %}{{ label('unit_note') }}"
    "{% else %}{{ label('unit_note_other') }} {{ doc.pricing.currency.value }}{% endif %}"
)
BASIS = "{{ label('tax_inclusive') if doc.pricing.price_basis == 'incl_tax' else label('tax_exclusive') }}"


def investment() -> Slide:
    """What is to be paid, set large; how it adds up; when it is due."""
    totals = Table("Totals", (MARGIN, TOP + 104, 400, 230), [240, 160], _total_rows(), header=False)
    due = [
        Column(176, "payment_milestone", "{{ term.milestone }}", bold=True, colour="primary", more="{{ term.due }}"),
        Column(72, "payment_share", "{{ term.share|percent }}", "r"),
        Column(152, "payment_amount", "{{ term.amount|amount }}", "r", bold=True),
    ]
    large = panel(
        "Payable",
        (MARGIN, TOP - 8, COLUMN, 92),
        [
            Para([
                Run(label("payable_row") + "  ", 16, "white"),
                Run("{{ doc.pricing.totals.payable|money }}", 36, "white", bold=True, heading=True),
            ]),
            para("{{ doc.payable_in_words }}", BODY, "white"),
        ],
        "primary",
        "ctr",
    )  # fmt: skip
    note = Text(
        "Unit", (MARGIN, BOTTOM - 18, COLUMN, 20), [para(f"{UNIT} · {{{{ doc.pricing.policy }}}}", SMALL, "muted")], "b"
    )
    payments = listing("Payments", due, "term in doc.payment_terms", (MARGIN + 464, TOP + 104, 400, 230), pad=4)
    return slide(
        titled("pricing", "investment"), [large, totals, payments, note], notes=on(say="doc.speaker_notes.pricing")
    )


def _total_rows() -> list[tuple[float, list[Cell]]]:
    sums = [
        ("list_total_row", "list_total", ""),
        ("line_discounts_row", "line_discounts", "doc.pricing.totals.line_discounts"),
        ("group_discounts_row", "group_discounts", "doc.pricing.totals.group_discounts"),
        ("document_discount_row", "document_discount", "doc.pricing.totals.document_discount"),
        ("net_total_row", "net_total", ""),
        ("tax_row", "", "item in doc.pricing.totals.tax_by_rate"),
        ("gross_total_row", "gross_total", ""),
        ("rounding_row", "rounding", "doc.pricing.totals.rounding"),
    ]
    rows: list[tuple[float, list[Cell]]] = []
    for key, name, condition in sums:
        if not name:
            row = _sum_row(label(key) + " {{ item.rate|percent }}", "{{ item.tax|amount }}", False)
            rows += [loop_row(2, f"for {condition}"), row, loop_row(2, "endfor")]
            continue
        value = ("−" if "discount" in name else "") + f"{{{{ doc.pricing.totals.{name}|amount }}}}"
        row = _sum_row(label(key), value, name in {"net_total", "gross_total"})
        rows += [loop_row(2, f"if {condition}"), row, loop_row(2, "endif")] if condition else [row]
    return rows


def _sum_row(name: str, value: str, strong: bool) -> tuple[float, list[Cell]]:
    colour = "primary" if strong else "ink"
    weight, line = (1.5, "primary") if strong else (0.75, "line")
    left = Cell([para(name, BODY, colour, bold=strong)], rule=weight, rule_colour=line, inset=(0, 4, 8, 4))
    right = Cell([para(value, BODY, colour, bold=strong, align="r")], rule=weight, rule_colour=line, inset=(8, 4, 0, 4))
    return 24, [left, right]


def _columns() -> list[Column]:
    shown = "{% if line.show_price %}{{ line.NAME|amount }}{% else %}{{ label('included_in_bundle') }}{% endif %}"
    off = (
        "{% if line.discount %}{{ line.discount|discount }}"
        "{% elif line.discount_amount %}−{{ line.discount_amount|amount }}{% endif %}"
    )
    return [
        Column(40, "number_short", "{{ line.line_no }}", colour="muted"),
        Column(300, "item", "{{ line.name }}"),
        Column(86, "qty", "{{ line.qty|number }} {{ line.unit }}", "r"),
        Column(108, "unit_price", "{% if line.unit_price is not none %}{{ line.unit_price|price }}{% endif %}", "r"),
        Column(130, "discount", off, "r", colour="muted"),
        Column(76, "tax_rate", "{{ line.tax_rate|percent }}", "r", colour="muted"),
        Column(124, "gross", shown.replace("NAME", "gross"), "r", bold=True),
    ]


def price_lines() -> Slide:
    """The lines that count, under their groups; a group's head carries its subtotal."""
    columns = _columns()
    name = "{{ line.group or label('other_items') }}"
    subtotal = (
        "{% for group in doc.pricing.groups if group.name == line.group %}{{ label('subtotal') }}  "
        "{{ group.gross|amount }}{% endfor %}"
    )
    group_row = (
        20.0,
        [
            Cell([para(name, SMALL, "primary", bold=True)], "surface", span=4, rule=0, inset=(6, 3, 0, 3)),
            *(Cell([para("", SMALL)], merged=True) for _ in range(3)),
            Cell(
                [para(subtotal, SMALL, "primary", bold=True, align="r")], "surface", span=3, rule=0, inset=(0, 3, 0, 3)
            ),
            *(Cell([para("", SMALL)], merged=True) for _ in range(2)),
        ],
    )
    rows = [
        head_row(columns, 22),
        loop_row(len(columns), "for line in lines"),
        loop_row(len(columns), "if loop.first or line.group != loop.previtem.group"),
        group_row,
        loop_row(len(columns), "endif"),
        value_row(columns, SMALL, 20, 2.5, "ctr"),
        loop_row(len(columns), "endfor"),
    ]
    table = Table("Price lines", (MARGIN, TOP - 8, COLUMN, 360), [column.width for column in columns], rows)
    note = Text("Unit", (MARGIN, BOTTOM - 10, COLUMN, 20), [para(f"{UNIT} · {BASIS}", SMALL, "muted")], "b")
    every = "(doc.pricing.groups|map(attribute='lines')|sum(start=()))"
    title = "{{ label('pricing') }}{% if not loop.first %} ({{ label('continued') }}){% endif %}"
    return slide(title, [table, note], notes=on(f"for lines in {every}|paginate({LINES_A_SLIDE})"))


def options() -> Slide:
    """What may be added or put in place of a line, each outside the sum."""
    columns = _columns()
    columns[1] = Column(
        300,
        "item",
        "{{ line.name }}",
        more="{% if line.alternative_to %}{{ label('alternative_mark') }} {{ line.alternative_to }}"
        "{% else %}{{ label('option_mark') }}{% endif %}",
    )
    table = listing("Options", columns, "line in lines", (MARGIN, TOP, COLUMN, 300), SMALL, 6)
    total = Para([
        Run(label("options_total_row") + "  ", BODY, "muted"),
        Run("{{ doc.pricing.totals.options_total|amount }}", BODY, "primary", bold=True),
    ], align="r")  # fmt: skip
    sum_box = Text(
        "Sum",
        (MARGIN, BOTTOM - 28, COLUMN, 24),
        [tag("{%p if doc.pricing.options %}"), total, tag("{%p endif %}")],
        "b",
    )
    both = (
        "((doc.pricing.options.lines if doc.pricing.options else ()) + "
        "(doc.pricing.alternatives.lines if doc.pricing.alternatives else ()))"
    )
    return slide(label("options_heading"), [table, sum_box], notes=on(f"for lines in {both}|paginate(9)"))
