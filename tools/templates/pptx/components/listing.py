"""Tables with a row or a column for each item."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.pptx.components.text import BODY, LEAD, SMALL
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.shapes import Box, Para, Run, para
from templates.pptx.markup.tables import FIGURES, Cell, Row, Table

CONTENT: Box = (MARGIN, TOP, COLUMN, TALL)


@dataclass(frozen=True)
class Column:
    """A table's column: width in points, the head's words, what a row prints, and how.

    `runs` replace `value` if one style isn't enough; `more` is a second, smaller paragraph.
    """

    width: float
    head: str
    value: str
    align: str = ""
    bold: bool = False
    colour: str = "ink"
    size: float = 0
    more: str = ""
    runs: Sequence[Run] = ()

    def paras(self, size: float, grown: float = 0) -> list[Para]:
        """The cell's paragraphs, all type larger by `grown` points."""
        first = para(self.value, (self.size or size) + grown, self.colour, bold=self.bold, align=self.align)
        if self.runs:
            first = Para(self.runs, self.align)
        return [first, *([para(self.more, SMALL + grown, "muted", align=self.align)] if self.more else [])]


ARROW = Column(28, "", "→", "ctr", bold=True, colour="accent", size=LEAD)


def head_row(columns: Sequence[Column], height: float = 24, gap: float = 16) -> Row:
    """The header row."""
    cells = [
        Cell([para(item.head, SMALL, "primary", bold=True, align=item.align)], anchor="b",
             inset=_inset(item, 4, gap, last=item is columns[-1]))
        for item in columns
    ]  # fmt: skip
    return height, cells


def _inset(item: Column, pad: float, gap: float, *, last: bool = False) -> tuple[float, float, float, float]:
    """Add a gap between figures and the column to their right; the last column ends at the title's right edge."""
    if item.align == "ctr":
        return (0, pad, 0, pad)
    if item.align == "r":
        return (8, pad, 0 if last else 14, pad)
    return (0, pad, 0 if last else gap, pad)


def _tag_row(columns: int, directive: str) -> Row:
    """A separate row for `{%tr … %}`."""
    empty = [Cell([para("", SMALL)]) for _ in range(columns - 1)]
    return 20, [Cell([para("{%tr " + directive + " %}", SMALL)]), *empty]


def rows_each(loop: str, columns: int, *rows: Row, otherwise: Sequence[Row] = ()) -> list[Row]:
    """Rows repeated for each item, `loop` as `x in xs`; `otherwise` if there is none."""
    return [_tag_row(columns, f"for {loop}"), *rows, *_in_place(otherwise, columns), _tag_row(columns, "endfor")]


def rows_when(condition: str, columns: int, *rows: Row, otherwise: Sequence[Row] = ()) -> list[Row]:
    """Rows under a condition, else `otherwise`."""
    return [_tag_row(columns, f"if {condition}"), *rows, *_in_place(otherwise, columns), _tag_row(columns, "endif")]


def _in_place(rows: Sequence[Row], columns: int) -> list[Row]:
    return [_tag_row(columns, "else"), *rows] if rows else []


def value_row(  # noqa: PLR0913, PLR0917 - what differs from table to table has a default
    columns: Sequence[Column],
    size: float = BODY,
    height: float = 30,
    pad: float = 6,
    anchor: str = "t",
    gap: float = 16,
    grown: float = 0,
) -> Row:
    """The row that a loop repeats."""
    return height, [
        Cell(item.paras(size, grown), anchor=anchor, inset=_inset(item, pad, gap, last=item is columns[-1]))
        for item in columns
    ]


def listing(  # noqa: PLR0913, PLR0917 - what differs from table to table has a default
    name: str,
    columns: Sequence[Column],
    loop: str,
    box: Box = CONTENT,
    size: float = BODY,
    pad: float = 6,
    anchor: str = "t",
    roomy: str = "",
) -> Table:
    """A table with a header row and one row for each item: `loop` is `x in xs`.

    Under the condition `roomy`, rows are larger and further apart, so that few of them don't leave the slide hollow.
    """
    count = len(columns)
    row = [value_row(columns, size, pad=pad, anchor=anchor)]
    if roomy:
        large = value_row(columns, size, pad=pad + 8, anchor=anchor, grown=2)
        row = rows_when(roomy, count, large, otherwise=row)
    rows = [head_row(columns), *rows_each(loop, count, *row)]
    return Table(name, box, [item.width for item in columns], rows)


def columns_of(
    name: str,
    loop: str,
    rows: Sequence[tuple[float, Sequence[Para]]],
    box: Box = CONTENT,
    *,
    style: str = FIGURES,
    heads: bool = True,
) -> Table:
    """One column for each item of `loop`, side by side between two rules; each row gives height and paragraphs."""
    made: list[Row] = []
    for height, paras in rows:
        start = Cell([para("{%tc for " + loop + " %}", SMALL)])
        made.append((height, [start, Cell(paras, inset=(0, 4, 20, 2)), Cell([para("{%tc endfor %}", SMALL)])]))
    return Table(name, box, [box[2] / 3] * 3, made, "row" if heads else "", style)
