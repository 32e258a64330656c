"""The price table: lines by group with subtotals, totals, options; in internal editions cost and margin."""

from dataclasses import replace

from templates.docx.components.drawn import picture
from templates.docx.components.listing import FIGURE_ROOM, Column, head_row, listing
from templates.docx.components.text import chapter, gap, internal_mark, prose, section
from templates.docx.markup.markers import when
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import KEEP_LINES, KEEP_NEXT, RIGHT, TEXT_WIDTH, Run, bold, border, muted, p, spacing
from templates.tags import field, literal
from templates.words import Words

SIZE = 9
SHARES = (5.5, 31, 9.5, 12, 12, 11.5, 5.5, 13)
KEYS = (
    ("number_short", False), ("price_line.name", False), ("price_line.qty", True), ("price_line.list_price", True),
    ("price_line.unit_price", True), ("price_line.discount", True), ("price_line.tax_rate", True),
    ("price_line.gross", True),
)  # fmt: skip
COUNT = len(SHARES)
MARGINS = (50, 0, 50, 90)


def pricing(words: Words) -> str:
    choice = "doc.pricing.options_only"
    return (
        chapter(words, "pricing", "doc.headlines.pricing") + groups_chart(words)
        + p("{{ doc.pricing.terms_text }}", style="Note", shape=KEEP_NEXT + RIGHT)
        + when(choice, p(words("options_only_note")))
        + when(f"not {choice}", lines(words), totals(words))
        + policy(words) + options(words) + prose("doc.pricing.note", "Note") + margins(words)
    )  # fmt: skip


def groups_chart(words: Words) -> str:
    """The groups' shares of the total, if there are several groups."""
    other, net, tax = (literal(words(key)) for key in ("other_items", "net_total_row", "tax_row"))
    names = f"doc.pricing.groups | map(attribute='name') | map('default', {other}, true) | list"
    values = f"{{{net}: doc.pricing.groups | map(attribute='net') | list, "
    values += f"{tax}: doc.pricing.groups | map(attribute='tax') | list}}"
    drawn = f"{{{{ chart({names}, {values}, kind='stacked', number_format='#,##0') }}}}"
    figure = picture(words, "Prices", drawn, 3000, "price_chart_caption", 130)
    return when("doc.pricing.can_compare_groups", figure)


def price(name: str) -> str:
    """A unit price: in the currency's minor unit, or with all of its decimals."""
    return f"{{{{ {name} | price }}}}"


def heads(words: Words) -> Row:
    row = head_row(words, [Column(1, key, right=right) for key, right in KEYS], size=8)
    return replace(row, cells=[replace(cell, margins=MARGINS) for cell in row.cells])


def cell(*blocks: str) -> Cell:
    return Cell("".join(blocks), margins=MARGINS)


def figure(text: str, *, strong: bool = False, colour: str = "", size: float = SIZE) -> str:
    return p(Run(text, colour, size, bold=strong or None), style="Compact", shape=RIGHT)


def line_row(keep: str = "") -> Row:
    def more(name: str) -> str:
        return p(Run(field(f"line.{name}?"), size=8), style="Note", shape=spacing(0, 0, 11))

    item = p(bold("{{ line.name }}", size=SIZE), style="Compact", shape=keep)
    item += "".join(more(name) for name in ("details", "billing_text", "alternative_text", "remark"))
    return Row([
        cell(p(muted("{{ line.line_no }}", SIZE), style="Compact", shape=keep)), cell(item),
        cell(figure("{{ line.qty | number }} {{ line.unit }}")), cell(figure(price("line.list_price"), colour="muted")),
        cell(figure(price("line.unit_price"))), cell(figure("{{ line.discount_text }}", size=8)),
        cell(figure("{{ line.tax_rate | percent }}", colour="muted")),
        cell(figure("{{ line.gross_text }}", strong=True)),
    ])  # fmt: skip


def sum_row(name: str, value: str, *, strong: bool = True, together: bool = False) -> Row:
    """A total below the lines: bold, with a rule; `together`: keep with the next row."""
    rules = border("bottom", "primary", 0.75) if strong else ""
    keep = KEEP_NEXT if together or not strong else ""

    def white(text: str) -> str:
        run = Run(text, "primary" if strong else "muted", SIZE, bold=strong or None)
        return p(run, style="Compact", shape=keep + RIGHT)

    return Row([
        Cell(white(name), span=COUNT - 2, rules=rules, margins=(60, 0, 60, 90)),
        Cell(white(value), span=2, rules=rules, margins=(60, 0, 60, 90)),
    ])  # fmt: skip


def group_row(name: str) -> Row:
    text = p(Run(name, "accent", SIZE, bold=True), style="Compact", shape=KEEP_NEXT)
    return Row([Cell(text, span=COUNT, fill="surface", margins=(70, 80, 70, 80))])


def lines(words: Words) -> str:
    discount = sum_row("{{ group.discount_text }}", "−{{ group.discount | amount }}", strong=False)
    rows = [heads(words), *rows_each(
        "group in doc.pricing.groups",
        *rows_when("group.has_heading", group_row("{{ group.heading }}")),
        *rows_each("line in group.lines", line_row()),
        *rows_when("group.discount", discount),
        *rows_when("group.has_subtotal", sum_row(words("group_subtotal"), "{{ group.gross | amount }}")),
    )]  # fmt: skip
    return table(widths(TEXT_WIDTH, *SHARES), rows) + gap()


SUMS = (
    ("list_total_row", "list_total", ("doc.pricing.has_discounts", "doc.pricing.totals.has_list_total"), ""),
    ("line_discounts_row", "line_discounts", ("doc.pricing.totals.line_discounts",), "−"),
    ("group_discounts_row", "group_discounts", ("doc.pricing.totals.group_discounts",), "−"),
    ("document_discount_row", "document_discount", ("doc.pricing.totals.document_discount",), "−"),
    ("net_total_row", "net_total", (), ""),
    ("tax_row", "", (), ""),
    ("gross_total_row", "gross_total", (), ""),
    ("rounding_row", "rounding", ("doc.pricing.totals.rounding",), ""),
)
"""The sums: the key of the name, the field, the conditions, all of which must hold, and the sign."""


def totals(words: Words) -> str:
    """The calculation of the total, on one page, with the amount in words."""
    width = round(TEXT_WIDTH * 0.62)
    keep = KEEP_NEXT

    def row(name: str, value: str, *, strong: bool = False) -> Row:
        text = p(Run(name, "" if strong else "muted", 10, bold=strong or None), style="TableText", shape=keep)
        worth = p(Run(value, "", 10, bold=strong or None), style="TableText", shape=keep + RIGHT)
        return Row([Cell(text), Cell(worth)])

    rows: list[Row] = []
    for key, name, conditions, sign in SUMS:
        if not name:
            tax = row(words(key) + " {{ tax.rate | percent }}", "{{ tax.tax | money }}")
            whole = row(words(key), "{{ doc.pricing.totals.tax_total | money }}")
            rows += rows_each("tax in doc.pricing.totals.tax_by_rate", tax)
            rows += rows_when("not doc.pricing.totals.tax_by_rate", whole)
            continue
        shown = [row(words(key), sign + "{{ doc.pricing.totals." + name + " | money }}", strong=not conditions)]
        for condition in reversed(conditions):
            shown = rows_when(condition, *shown)
        rows += shown
    payable = p(words("payable_row"), style="Total")
    worth = p("{{ doc.pricing.totals.payable | money }}", style="Total", shape=keep + RIGHT)
    rows.append(Row([Cell(payable), Cell(worth)]))
    shift = Cell(p(style="Gap", shape=keep))
    inner = table(widths(width, 50, 50), rows, style="DocgenSums", sums=True)
    holder = Row([shift, Cell(inner + p(style="Joint", shape=keep))])
    in_words = p(muted(words("payable_in_words_row") + "  "), bold("{{ doc.payable_in_words }}", "primary"),
              shape=KEEP_NEXT + KEEP_LINES + spacing(6, 4) + RIGHT)  # fmt: skip
    return table([TEXT_WIDTH - width, width], [holder], style="DocgenColumns") + in_words


def policy(words: Words) -> str:
    """How the amounts are rounded."""
    return p(words("rounding_policy_note") + " · {{ doc.pricing.policy }}", style="Note", shape=RIGHT)


def options(words: Words) -> str:
    rows = [heads(words)]
    titles = {"options": "{{ doc.pricing.options_title }}", "alternatives": words("pricing.alternatives")}
    for name, title in titles.items():
        gross = "{{ doc.pricing." + name + ".gross | amount }}"
        total = sum_row(title + " · " + words("gross_total_row"), gross, together=True)
        rows += rows_when(
            f"doc.pricing.{name}",
            *rows_each(f"line in doc.pricing.{name}.lines", line_row(KEEP_NEXT)),
            *rows_when(f"doc.pricing.{name}.has_subtotal", total),
        )
    both = table(widths(TEXT_WIDTH, *SHARES), rows) + gap()
    return when("doc.pricing.has_options", section(words, "options_heading"), both)


def margins(words: Words) -> str:
    """Cost and margin; internal editions only."""
    columns = (
        Column(8, "number_short", "{{ line.line_no }}"), Column(34, "price_line.name", "{{ line.name }}"),
        Column(14, "price_line.cost", "{{ line.cost | amount }}", right=True),
        Column(14, "price_line.floor_price", "{{ line.floor_price | amount }}", right=True),
        Column(18, "price_line.margin", "{{ line.margin | amount }}", right=True),
        Column(12, "price_line.approval_ref", "{{ line.approval_ref }}"),
    )  # fmt: skip
    last = Row([
        Cell(p(style="TableText")), Cell(p(bold(words("total"), size=SIZE), style="TableText")),
        Cell(p(bold("{{ doc.pricing.totals.cost | amount }}", size=SIZE), style="TableFigure"),
             margins=FIGURE_ROOM),
        Cell(p(style="TableText")),
        Cell(p(bold("{{ doc.pricing.totals.margin_text }}", size=SIZE), style="TableFigure"),
             margins=FIGURE_ROOM),
        Cell(p(style="TableText")),
    ])  # fmt: skip
    with_total = rows_when("not doc.pricing.options_only", last)
    costs = listing(words, columns, "line in doc.pricing.lines", last=with_total, size=SIZE)
    return when("reads.margin", internal_mark(words, "cost_and_margin"), costs)
