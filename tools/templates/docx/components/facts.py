"""Names and values, one below or next to the other; those that the document lacks are omitted."""

from collections.abc import Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import TEXT_WIDTH, p, spacing
from templates.tags import field
from templates.words import Words


def fact_row(name: str, value: str) -> Row:
    """A value next to its name."""
    return Row([Cell(p(name, style="FactName", shape=spacing(line=14.5))), Cell(p(value, style="TableText"))])


def facts(words: Words, pairs: Sequence[tuple[str, str]]) -> str:
    """Values next to their names, one per row; pairs as `(key, value's name)`, a filter may follow the name."""
    return facts_table(fact_rows(words, pairs)) + gap()


def fact_rows(words: Words, pairs: Sequence[tuple[str, str]]) -> list[Row]:
    """A row for each pair whose value is given."""
    return [
        part
        for key, value in pairs
        for part in rows_when(value.partition(" | ")[0], fact_row(words(key), field(value)))
    ]


def facts_table(rows: Sequence[Row]) -> str:
    """A table of `fact_row`s."""
    return table(widths(TEXT_WIDTH, 26, 74), rows)


def facts_grid(facts: str, columns: int, total: int = TEXT_WIDTH) -> str:
    """The facts of a list below their names, several per row between rules."""
    row = fact_slots(facts, columns, [p(field("fact.label"), style="FactName"), p(field("fact.value"), style="Fact")])
    return table(widths(total, *[1] * columns), row, style="DocgenFacts")


def fact_slots(
    facts: str, columns: int, blocks: Sequence[str], margins: tuple[int, int, int, int] | None = None
) -> list[Row]:
    """Facts, several per row, each printed by `blocks`."""
    cell = Cell("".join(blocks), margins=margins)
    return rows_each(f"fact in {facts} across {columns}", Row([cell] * columns))
