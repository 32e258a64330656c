"""Names and values, one below or next to the other; those that the document lacks are omitted."""

from collections.abc import Callable, Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import TEXT_WIDTH, p, spacing
from templates.tags import field, literal
from templates.words import Words


def facts(words: Words, pairs: Sequence[tuple[str, str]]) -> str:
    """Values next to their names, one per row; pairs as `(key, expression)`."""

    def row(key: str, value: str) -> Row:
        name = p(words(key), style="FactName", shape=spacing(line=14.5))
        return Row([Cell(name), Cell(p(field(value), style="TableText"))])

    rows = [part for key, value in pairs for part in rows_when(f"({value})", 2, row(key, value))]
    return table(widths(TEXT_WIDTH, 26, 74), rows) + gap()


def facts_grid(words: Words, pairs: Sequence[tuple[str, str]], columns: int) -> str:
    """Values below their names, several per row between rules; pairs as `(key, expression)`."""

    def cell(name: str, value: str) -> Cell:
        return Cell(p(name, style="FactName") + p(value, style="Fact"))

    rows = rows_of_facts(words, pairs, columns, cell)
    return table(widths(TEXT_WIDTH, *[1] * columns), rows, style="DocgenFacts")


def rows_of_facts(
    words: Words, pairs: Sequence[tuple[str, str]], columns: int, cell: Callable[[str, str], Cell]
) -> list[Row]:
    """Facts, several per row; `cell` makes a fact's cell from its name and its value."""

    def printed(index: int, part: int) -> str:
        return f"{{% if row | length > {index} %}}{{{{ row[{index}][{part}] }}}}{{% endif %}}"

    given = ", ".join(f"({literal(words(key))}, {value})" for key, value in pairs)
    row = Row([cell(printed(index, 0), printed(index, 1)) for index in range(columns)])
    return rows_each(f"row in [{given}] | selectattr(1) | list | batch({columns})", columns, row)
