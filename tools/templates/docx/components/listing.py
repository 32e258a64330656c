"""Tables with a row for each item, and pairs of a label and a value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from templates.docx.components.text import gap
from templates.docx.markup.markers import when
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, RIGHT, TEXT_WIDTH, Run, p, spacing
from templates.tags import field
from templates.words import Words

FIGURE_ROOM = (70, 0, 70, 240)
"""The margins of a figure's cell: a gap before the column to its right."""


@dataclass(frozen=True)
class Column:
    """A table's column: its share of the width, the head's label key, and the blocks that a row prints.

    `text` is a shortcut for one paragraph; `note` a second, smaller one, omitted without a value.
    """

    share: float
    key: str
    text: str = ""
    right: bool = False
    strong: bool = False
    note: str = ""
    blocks: str = ""
    colour: str = ""

    def cell(self, size: float = 0, keep: str = "") -> str:
        """The cell's blocks; `keep` is the markup that keeps their paragraphs with the next row."""
        style = "TableFigure" if self.right else "TableText"
        if self.blocks:
            return self.blocks
        shown = Run(self.text, self.colour, size, bold=self.strong or None)
        side = RIGHT if self.right else ""
        note = keep + spacing(0, 0) + side
        more = p(field(self.note + "?"), style="Note", shape=note) if self.note else ""
        return p(shown, style=style, shape=keep) + more


def head_row(words: Words, columns: Sequence[Column], size: float = 0) -> Row:
    def header_cell(column: Column) -> Cell:
        shape = RIGHT if column.right else ""
        words_ = Run(words.head(column.key), size=size) if column.key else ""
        return Cell(p(words_, style="TableHead", shape=shape), anchor="bottom")

    return Row([_clear(header_cell(column), column) for column in columns], header=True)


def _clear(cell: Cell, column: Column) -> Cell:
    """Add a gap between figures and the column to their right."""
    return replace(cell, margins=FIGURE_ROOM) if column.right else cell


def listing(words: Words,   # noqa: PLR0913 - what differs from table to table has a default
    columns: Sequence[Column], loop: str, *, total: int = TEXT_WIDTH, last: Sequence[Row] = (), size: float = 0,
    together: bool = False, onward: bool = False,
) -> str:  # fmt: skip
    """A table with a head and a row for each item, `loop` as `x in xs`; `together`: on one page, with what follows.

    `onward`: so is the gap below it.
    """
    row = _row(columns, size, KEEP_NEXT if together or onward else "")
    rows = [head_row(words, columns), *rows_each(loop, row), *last]
    return table(widths(total, *(column.share for column in columns)), rows) + gap(onward=onward, stays=together)


def compact_heads(words: Words, keys: Sequence[str], margins: tuple[int, int, int, int]) -> Row:
    """The header row of a table in small type."""
    return Row([Cell(p(Run(words.head(key), size=8), style="TableHead"), margins=margins) for key in keys], header=True)


def _row(columns: Sequence[Column], size: float, shape: str = "") -> Row:
    return Row([_clear(Cell(column.cell(size, shape)), column) for column in columns])


def revisions(words: Words) -> str:
    columns = (
        Column(10, "version", "V{{ revision.version }}"), Column(24, "date", "{{ revision.date }}"),
        Column(16, "revision.author", "{{ revision.author }}"), Column(50, "revision.change", "{{ revision.change }}"),
    )  # fmt: skip
    heading = p(words("revision_history"), style="FrontHeading")
    return when("doc.revisions", heading, listing(words, columns, "revision in doc.revisions"))
