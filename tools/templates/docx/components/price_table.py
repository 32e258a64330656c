"""The price table: lines by group with subtotals, totals, options; in internal editions cost and margin."""

from dataclasses import replace

from templates.docx.components.drawn import picture
from templates.docx.components.listing import FIGURE_ROOM, Column, head_row, listing
from templates.docx.components.text import chapter, gap, internal_mark, prose, section
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import (
    KEEP_LINES,
    KEEP_NEXT,
    RIGHT,
    TEXT_WIDTH,
    Run,
    bold,
    border,
    muted,
    p,
    spacing,
    tag,
    when,
)
from templates.tags import literal
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
    note = when("doc.pricing.note", prose("doc.pricing.note", "Note"))
    return (
        chapter(words, "pricing", "doc.headlines.pricing")
        + groups_chart(words) + unit_note(words)
        + when("doc.pricing.options_only", p(words("options_only_note")))
        + when("not doc.pricing.options_only", lines(words), totals(words))
        + when("doc.pricing.options_only", policy(words)) + options(words) + note + margins(words)
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


def unit_note(words: Words) -> str:
    unit = (
        "{% if doc.pricing.currency == 'CNY' %}" + words("unit_note") + "{% else %}" + words("unit_note_other")
        + " {{ doc.pricing.currency.value }}{% endif %}{% if doc.pricing.price_basis %} · " + words("price_basis")
        + " {{ doc.pricing.price_basis }}{% endif %}{% if doc.pricing.credit %} · " + words("pricing.credit")
        + "{% endif %}"
    )  # fmt: skip
    return p(unit, style="Note", shape=KEEP_NEXT + RIGHT)


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


def line_row(words: Words, keep: str = "") -> Row:
    note = spacing(0, 0, 11)

    def more(condition: str, text: str) -> str:
        return when(condition, p(Run(text, size=8), style="Note", shape=note))

    period = (
        "{% if line.service_start and line.service_end %} · "
        "{{ line.service_start | period(line.service_end) }}{% endif %}"
    )
    item = (
        p(bold("{{ line.name }}", size=SIZE), style="Compact", shape=keep)
        + more("line.spec or line.sku", "{{ [line.spec, line.sku] | select | join(' · ') }}")
        + more("line.billing != 'one_off' or line.service_start", "{{ line.billing }}" + period)
        + more("line.alternative_to", words("alternative_mark") + " {{ line.alternative_to }}")
        + more("line.remark", "{{ line.remark }}")
    )
    off = (
        "{% if line.discount %}{{ (line.discount | discount) | replace('（', '\\n（') }}"
        "{% elif line.discount_amount %}−{{ line.discount_amount | amount }}{% endif %}"
    )
    total = (
        "{% if line.gross is none %}" + words("included_in_bundle") + "{% else %}{{ line.gross | amount }}{% endif %}"
    )
    return Row([
        cell(p(muted("{{ line.line_no }}", SIZE), style="Compact", shape=keep)), cell(item),
        cell(figure("{{ line.qty | number }} {{ line.unit }}")), cell(figure(price("line.list_price"), colour="muted")),
        cell(figure(price("line.unit_price"))), cell(figure(off, size=8)),
        cell(figure("{{ line.tax_rate | percent }}", colour="muted")), cell(figure(total, strong=True)),
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
    off = (
        words("price_group.discount") + "{% if group.discount_rate %} {{ group.discount_rate | discount }}{% endif %}"
        "{% if group.discount_reason %} · {{ group.discount_reason }}{% endif %} · " + words("shared_over_lines")
    )
    rows = [heads(words), *rows_each(
        "group in doc.pricing.groups", COUNT,
        *rows_when("group.name or doc.pricing.groups | length > 1", COUNT,
                    group_row(f"{{{{ group.name or {literal(words('other_items'))} }}}}")),
        *rows_each("line in group.lines", COUNT, line_row(words)),
        *rows_when("group.discount", COUNT, sum_row(off, "−{{ group.discount | amount }}", strong=False)),
        *rows_when("group.gross is not none", COUNT,
                    sum_row(words("group_subtotal"), "{{ group.gross | amount }}")),
    )]  # fmt: skip
    return table(widths(TEXT_WIDTH, *SHARES), rows) + gap()


SUMS = (
    ("list_total_row", "list_total", "doc.pricing.has_discounts and doc.pricing.totals.list_total is not none", ""),
    ("line_discounts_row", "line_discounts", "doc.pricing.totals.line_discounts", "−"),
    ("group_discounts_row", "group_discounts", "doc.pricing.totals.group_discounts", "−"),
    ("document_discount_row", "document_discount", "doc.pricing.totals.document_discount", "−"),
    ("net_total_row", "net_total", "", ""),
    ("tax_row", "", "", ""),
    ("gross_total_row", "gross_total", "", ""),
    ("rounding_row", "rounding", "doc.pricing.totals.rounding", ""),
)


def totals(words: Words) -> str:
    """The calculation of the total, on one page, with the amount in words."""
    width = round(TEXT_WIDTH * 0.62)
    keep = KEEP_NEXT

    def row(name: str, value: str, *, strong: bool = False) -> Row:
        text = p(Run(name, "" if strong else "muted", 10, bold=strong or None), style="TableText", shape=keep)
        worth = p(Run(value, "", 10, bold=strong or None), style="TableText", shape=keep + RIGHT)
        return Row([Cell(text), Cell(worth)])

    rows: list[Row] = []
    for key, name, condition, sign in SUMS:
        if not name:
            tax = row(words(key) + " {{ tax.rate | percent }}", "{{ tax.tax | money }}")
            whole = row(words(key), "{{ doc.pricing.totals.tax_total | money }}")
            rows += rows_each("tax in doc.pricing.totals.tax_by_rate", 2, tax, otherwise=[whole])
            continue
        strong = "total" in key and not condition
        shown = row(words(key), sign + "{{ doc.pricing.totals." + name + " | money }}", strong=strong)
        rows += rows_when(condition, 2, shown) if condition else [shown]
    payable = p(words("payable_row"), style="Total")
    worth = p("{{ doc.pricing.totals.payable | money }}", style="Total", shape=keep + RIGHT)
    rows.append(Row([Cell(payable), Cell(worth)]))
    shift = Cell(p(style="Gap", shape=keep))
    inner = table(widths(width, 50, 50), rows, style="DocgenSums", sums=True)
    holder = Row([shift, Cell(inner + p(style="Joint", shape=keep))])
    in_words = p(muted(words("payable_in_words_row") + "  "), bold("{{ doc.payable_in_words }}", "primary"),
              shape=KEEP_NEXT + KEEP_LINES + spacing(6, 4) + RIGHT)  # fmt: skip
    return table([TEXT_WIDTH - width, width], [holder], style="DocgenColumns") + in_words + policy(words)


def policy(words: Words) -> str:
    """How the amounts are rounded."""
    return p(words("rounding_policy_note") + " · {{ doc.pricing.policy }}", style="Note", shape=RIGHT)


def options(words: Words) -> str:
    rows = [heads(words)]
    total = "{% if doc.pricing.options_only %}" + words("options_sum_row") + "{% else %}" + words("options_total_row")
    total += "{% endif %}"
    for name, title in (("options", total), ("alternatives", words("pricing.alternatives"))):
        gross = "{{ doc.pricing." + name + ".gross | amount }}"
        rows += rows_when(
            f"doc.pricing.{name}", COUNT,
            *rows_each(f"line in doc.pricing.{name}.lines", COUNT, line_row(words, KEEP_NEXT)),
            *rows_when(f"doc.pricing.{name}.gross is not none", COUNT,
                        sum_row(title + " · " + words("gross_total_row"), gross, together=True)),
        )  # fmt: skip
    both = table(widths(TEXT_WIDTH, *SHARES), rows) + gap()
    return when("doc.pricing.options or doc.pricing.alternatives", section(words, "options_heading"), both)


def margins(words: Words) -> str:
    """Cost and margin; internal editions only."""
    columns = (
        Column(8, "number_short", "{{ line.line_no }}"), Column(34, "price_line.name", "{{ line.name }}"),
        Column(14, "price_line.cost", "{{ line.cost | amount }}", right=True),
        Column(14, "price_line.floor_price", "{{ line.floor_price | amount }}", right=True),
        Column(18, "price_line.margin", "{{ line.margin | amount }}", right=True),
        Column(12, "price_line.approval_ref", "{{ line.approval_ref }}"),
    )  # fmt: skip
    rate = (
        "{% if doc.pricing.totals.margin_rate is not none %} "
        "({{ doc.pricing.totals.margin_rate | percent(1) }}){% endif %}"
    )
    last = Row([
        Cell(p(style="TableText")), Cell(p(bold(words("total"), size=SIZE), style="TableText")),
        Cell(p(bold("{{ doc.pricing.totals.cost | amount }}", size=SIZE), style="TableFigure"),
             margins=FIGURE_ROOM),
        Cell(p(style="TableText")),
        Cell(p(bold("{{ doc.pricing.totals.margin | amount }}" + rate, size=SIZE), style="TableFigure"),
             margins=FIGURE_ROOM),
        Cell(p(style="TableText")),
    ])  # fmt: skip
    with_total = rows_when("not doc.pricing.options_only", len(columns), last)
    costs = listing(words, columns, "line in doc.pricing.lines", last=with_total, size=SIZE)
    return tag("if reads.margin") + internal_mark(words, "cost_and_margin") + costs + tag("endif")
