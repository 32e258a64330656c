"""Names and values, one below or next to the other; those that the document lacks are omitted."""

from collections.abc import Callable, Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import TEXT_WIDTH, p, spacing


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Values next to their names, one per row; pairs as `(key, expression)`."""
    name = p("{{ name }}", style="FactName", shape=spacing(line=14.5))
    row = Row([Cell(name), Cell(p("{{ value }}", style="TableText"))])
    rows = rows_each(f"name, value in [{_pairs_expression(pairs)}] if value", 2, row)
    return table(widths(TEXT_WIDTH, 26, 74), rows) + gap()


def facts_grid(pairs: Sequence[tuple[str, str]], columns: int) -> str:
    """Values below their names, several per row between rules; pairs as `(key, expression)`."""

    def cell(name: str, value: str) -> Cell:
        return Cell(p(name, style="FactName") + p(value, style="Fact"))

    return table(widths(TEXT_WIDTH, *[1] * columns), rows_of_facts(pairs, columns, cell), style="DocgenFacts")


def rows_of_facts(pairs: Sequence[tuple[str, str]], columns: int, cell: Callable[[str, str], Cell]) -> list[Row]:
    """Facts, several per row; `cell` makes a fact's cell from its name and its value."""

    def printed(index: int, part: int) -> str:
        return f"{{% if row | length > {index} %}}{{{{ row[{index}][{part}] }}}}{{% endif %}}"

    row = Row([cell(printed(index, 0), printed(index, 1)) for index in range(columns)])
    return rows_each(f"row in [{_pairs_expression(pairs)}] | selectattr(1) | list | batch({columns})", columns, row)


def _pairs_expression(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"(label('{key}'), {value})" for key, value in pairs)
