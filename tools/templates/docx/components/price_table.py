"""The price table: lines by group with subtotals, totals, options; in internal editions cost and margin."""

from dataclasses import replace

from templates.docx.components.drawn import picture
from templates.docx.components.listing import FIGURE_ROOM, Column, head_row, listing
from templates.docx.components.text import chapter, gap, internal_mark, prose, section
from templates.docx.markup.markers import marked, when
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import KEEP_LINES, KEEP_NEXT, RIGHT, TEXT_WIDTH, Run, bold, border, muted, p, spacing
from templates.tags import field, literal
from templates.words import Words

SIZE = 9
SHARES = (5.5, 29.5, 9.5, 11.5, 11.5, 12.5, 5.5, 14.5)
KEYS = (
    ("number_short", False), ("price_line.name", False), ("price_line.qty", True), ("price_line.list_price", True),
    ("price_line.unit_price", True), ("price_line.discount", True), ("price_line.tax_rate", True),
)  # fmt: skip
OPTIONAL = {3: "doc.pricing.has_list_prices", 5: "doc.pricing.has_line_discounts"}
"""Columns that are printed only where they have something in them."""
COUNT = len(SHARES)
MARGINS = (50, 0, 50, 90)


def pricing(words: Words) -> str:
    choice = "doc.pricing.options_only"
    return (
        chapter(words, "pricing", "doc.headlines.pricing") + groups_chart(words)
        + p("{{ doc.pricing.terms_text }}", style="Note", shape=KEEP_NEXT + RIGHT)
        + when(choice, p(words("options_only_note")))
        + when(f"not {choice}", p(words("prices_add_up"), style="Note", shape=KEEP_NEXT), lines(words), totals(words))
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
    amount = p(Run("{{ doc.pricing.amount_head }}", size=8), style="TableHead", shape=RIGHT)
    cells = [*row.cells, Cell(amount, anchor="bottom")]
    for number, condition in OPTIONAL.items():
        cells[number] = replace(cells[number], blocks=marked(cells[number].blocks, "{%column if " + condition + "%}"))
    return replace(row, cells=[replace(cell, margins=MARGINS) for cell in cells])


def cell(*blocks: str) -> Cell:
    return Cell("".join(blocks), margins=MARGINS)


def figure(text: str, *, strong: bool = False, colour: str = "", size: float = SIZE) -> str:
    return p(Run(text, colour, size, bold=strong or None), style="Compact", shape=RIGHT)


def line_row() -> Row:
    def more(name: str) -> str:
        return p(Run(field(f"line.{name}?"), size=8), style="Note", shape=spacing(0, 0, 11))

    item = p(bold("{{ line.name }}", size=SIZE), style="Compact")
    item += "".join(more(name) for name in ("details", "billing_text", "remark"))
    return Row([
        cell(p(muted("{{ line.line_no }}", SIZE), style="Compact")), cell(item),
        cell(figure("{{ line.qty | number }} {{ line.unit }}")), cell(figure(price("line.list_price"), colour="muted")),
        cell(figure(price("line.unit_price"))), cell(figure("{{ line.discount_text }}", size=8)),
        cell(figure("{{ line.tax_rate | percent }}", colour="muted")),
        cell(figure("{{ line.amount_text }}", strong=True)),
    ])  # fmt: skip


def sum_row(name: str, value: str, *, strong: bool = True, above: bool = True) -> Row:
    """A sum below the lines, bold and with a rule if `strong`; `above`: it stays with the row above it."""
    rules = border("bottom", "primary", 0.75) if strong else ""
    style, colour = "TableSum" if above else "Compact", "primary" if strong else "accent"

    def text(words_: str, side: str = "") -> str:
        return p(Run(words_, colour, SIZE, bold=strong or None), style=style, shape=side)

    return Row([
        Cell(text(""), rules=rules, margins=MARGINS), Cell(text(name), span=COUNT - 2, rules=rules, margins=MARGINS),
        Cell(text(value, RIGHT), rules=rules, margins=MARGINS),
    ])  # fmt: skip


def text_row() -> Row:
    """A row of text above a line."""
    text = p(muted("{{ line.text_above }}", SIZE), style="Compact", shape=KEEP_NEXT)
    return Row([cell(p(style="Compact", shape=KEEP_NEXT)), Cell(text, span=COUNT - 1, margins=MARGINS)])


def bundle_row() -> Row:
    """The price of the lines below that show none of their own."""
    name = p(bold("{{ line.bundle_text }}", size=SIZE), style="Compact", shape=KEEP_NEXT)
    value = p(Run("{{ line.bundle_amount }}", "", SIZE, bold=True), style="Compact", shape=KEEP_NEXT + RIGHT)
    return Row([cell(p(style="Compact", shape=KEEP_NEXT)), Cell(name, span=COUNT - 2, margins=MARGINS), cell(value)])


def group_row(name: str) -> Row:
    text = p(Run(name, "accent", SIZE, bold=True), style="Compact", shape=KEEP_NEXT)
    return Row([Cell(text, span=COUNT, fill="surface", margins=(70, 80, 70, 80))])


def lines(words: Words) -> str:
    discount = sum_row("{{ group.discount_text }}", "−{{ group.discount | amount }}", strong=False)
    rest = sum_row("{{ doc.pricing.unlisted_text }}", "{{ doc.pricing.unlisted_amount }}")
    subtotal = sum_row("{{ group.subtotal_name }}", "{{ group.subtotal | amount }}")
    rows = [heads(words), *rows_each(
        "group in doc.pricing.groups",
        *rows_when("group.has_heading", group_row("{{ group.heading }}")),
        *rows_each(
            "line in group.lines", *rows_when("line.text_above", text_row()),
            *rows_when("line.bundle_text", bundle_row()), line_row(),
        ),
        *rows_when("group.discount", discount),
        *rows_when("group.lists_subtotal", subtotal),
    ), *rows_when("doc.pricing.unlisted_text", rest)]  # fmt: skip
    return table(widths(TEXT_WIDTH, *SHARES), rows) + gap()


SUM_KEYS = ("price_line.net", "price_line.tax", "price_line.gross")
SUM_SHARES = (46, 18, 18, 18)
SUM_MARGINS = (60, 0, 60, 90)


def totals(words: Words) -> str:
    """From the subtotals to the amount payable, each column of which sums by hand, with the amount in words."""
    keep = KEEP_NEXT

    def row(*, strong: bool) -> Row:
        def shown(name: str, side: str = "") -> Cell:
            run = Run("{{ sum." + name + " }}", "" if strong else "muted", SIZE, bold=strong or None)
            rules = border("top", "primary", 0.75) if strong else ""
            return Cell(p(run, style="TableText", shape=keep + side), rules=rules, margins=SUM_MARGINS)

        return Row([shown("name"), *(shown(name, RIGHT) for name in ("net", "tax", "gross"))])

    heads_ = [Cell(p(Run(words("sums_heading"), size=8), style="TableHead", shape=keep), anchor="bottom")]
    for key in SUM_KEYS:
        text = p(Run(words.head(key), size=8), style="TableHead", shape=keep + RIGHT)
        heads_.append(Cell(text, anchor="bottom", margins=SUM_MARGINS))
    payable = Cell(p(words("payable_row"), style="Total"), margins=SUM_MARGINS)
    worth = p("{{ doc.pricing.totals.payable | money }}", style="Total", shape=keep + RIGHT)
    rows = [Row(heads_, header=True), *rows_each(
        "sum in doc.pricing.sum_rows",
        *rows_when("not sum.is_strong", row(strong=False)), *rows_when("sum.is_strong", row(strong=True)),
    ), Row([payable, Cell(worth, span=3, margins=SUM_MARGINS)])]  # fmt: skip
    inner = table(widths(TEXT_WIDTH, *SUM_SHARES), rows, sums=True)
    in_words = p(muted(words("payable_in_words_row") + "  "), bold("{{ doc.payable_in_words }}", "primary"),
              shape=KEEP_LINES + spacing(6, 4))  # fmt: skip
    return inner + in_words + p("{{ doc.pricing.totals.list_note? }}", style="Note")


def policy(words: Words) -> str:
    """How the amounts are rounded."""
    return p(words("rounding_policy_note") + " · {{ doc.pricing.policy }}", style="Note", shape=RIGHT)


OPTION_KEYS = (("number_short", False), ("price_line.name", False), ("option_difference", True),
               ("option_added", True), ("option_payable", True))  # fmt: skip
OPTION_SHARES = (6, 43, 17, 17, 17)
FIGURES = ("difference", "added", "payable")


def options(words: Words) -> str:
    """Options and alternatives: what each adds, and the amount payable with it."""

    def note(name: str) -> str:
        return p(Run(field(f"option.{name}?"), size=8), style="Note", shape=spacing(0, 0, 11))

    def shown(style: str, *notes: str, strong: bool = False) -> Row:
        def text(name: str, side: str = "", *, bold_: bool = strong) -> str:
            return p(Run(field(f"option.{name}"), size=SIZE, bold=bold_ or None), style=style, shape=side)

        item = text("name", bold_=True) + "".join(notes)
        return Row([cell(text("number")), cell(item), *(cell(text(name, RIGHT)) for name in FIGURES)])

    heads_ = head_row(words, [Column(1, key, right=right) for key, right in OPTION_KEYS], size=8)
    rows = [replace(heads_, cells=[replace(item, margins=MARGINS) for item in heads_.cells]), *rows_each(
        "option in doc.pricing.option_rows",
        *rows_when("not option.is_sum", shown("Compact", note("details"), note("calculation"))),
        *rows_when("option.is_sum", shown("TableSum", strong=True)),
    )]  # fmt: skip
    made = table(widths(TEXT_WIDTH, *OPTION_SHARES), rows) + gap()
    note_ = p(words("options_recomputed"), style="Note")
    return when("doc.pricing.has_options", section(words, "options_heading"), made, note_)


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
