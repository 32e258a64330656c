"""Turns the things that the decks say again and again (titles, tables, quotes, cards, figures) into shapes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pptx_design import BOTTOM, COLUMN, MARGIN, TOP, foot
from pptx_package import Drawable, Slide
from pptx_xml import Box, Cell, Holder, Para, Run, Table, Text, para, tag

SMALL, BODY, LEAD, FIGURE, HUGE = 12, 14, 18, 36, 54
CONTENT: Box = (MARGIN, TOP, COLUMN, BOTTOM - TOP)


def label(key: str) -> str:
    return "{{ label('" + key + "') }}"


def head(key: str) -> str:
    return "{{ head('" + key + "') }}"


def titled(headline: str, key: str) -> str:
    """A title that is the document's sentence where it gives one, else the label."""
    return "{{ doc.headlines." + headline + " or label('" + key + "') }}"


def slide(title: str, shapes: Sequence[Drawable], layout: str = "Title only", notes: Sequence[Para] = ()) -> Slide:
    """A slide with its title, its shapes and its foot."""
    return Slide(layout, [Holder("Title", "title", [para(title)]), *shapes, *foot()], notes)


def on(*directives: str, say: str = "") -> list[Para]:
    """The notes: `{%slide … %}` directives, then what the speaker says."""
    return [*(tag("{%slide " + told + " %}") for told in directives), *([para("{{ " + say + " }}")] if say else [])]


@dataclass(frozen=True)
class Column:
    """A table's column: width in points, the head's label key, what a row prints, and how.

    `runs` stand in place of `value` where one style isn't enough; `more` is a second, smaller paragraph.
    """

    width: float
    key: str
    value: str
    align: str = ""
    bold: bool = False
    colour: str = "ink"
    size: float = 0
    more: str = ""
    runs: Sequence[Run] = ()

    def paras(self, size: float) -> list[Para]:
        first = para(self.value, self.size or size, self.colour, bold=self.bold, align=self.align)
        if self.runs:
            first = Para(self.runs, self.align)
        return [first, *([para(self.more, SMALL, "muted", align=self.align)] if self.more else [])]


def head_row(columns: Sequence[Column], height: float = 24) -> tuple[float, list[Cell]]:
    """The header row: muted words over a strong rule."""
    cells = [
        Cell([para(head(item.key) if item.key else "", SMALL, "primary", bold=True, align=item.align)], anchor="b",
             rule=1.5, rule_colour="primary", inset=_inset(item, last=item is columns[-1]))
        for item in columns
    ]  # fmt: skip
    return height, cells


def _inset(item: Column, pad: float = 4, *, last: bool = False) -> tuple[float, float, float, float]:
    """Figures stand clear of the column to their right; the last column ends where the title's block ends."""
    if item.align == "r":
        return (8, pad, 0 if last else 14, pad)
    return (0, pad, 0 if last else 16, pad)


def loop_row(columns: int, directive: str) -> tuple[float, list[Cell]]:
    """A row of its own for `{%tr … %}`."""
    empty = [Cell([para("", SMALL)]) for _ in range(columns - 1)]
    return 20, [Cell([para("{%tr " + directive + " %}", SMALL)]), *empty]


def value_row(
    columns: Sequence[Column], size: float = BODY, height: float = 30, pad: float = 6, anchor: str = "t"
) -> tuple[float, list[Cell]]:
    """The row that a loop repeats."""
    return height, [
        Cell(item.paras(size), anchor=anchor, inset=_inset(item, pad, last=item is columns[-1])) for item in columns
    ]


def listing(  # noqa: PLR0913, PLR0917 - what differs from table to table has a default
    name: str,
    columns: Sequence[Column],
    loop: str,
    box: Box = CONTENT,
    size: float = BODY,
    pad: float = 6,
    anchor: str = "t",
) -> Table:
    """A table with a header row and one row for each item: `loop` is `x in xs`."""
    rows = [
        head_row(columns),
        loop_row(len(columns), f"for {loop}"),
        value_row(columns, size, pad=pad, anchor=anchor),
        loop_row(len(columns), "endfor"),
    ]
    return Table(name, box, [item.width for item in columns], rows)


def cards(name: str, loop: str, rows: Sequence[tuple[float, Sequence[Para], str]], box: Box = CONTENT) -> Table:
    """One column for each item of `loop`, side by side with gaps; each row gives height, paragraphs and fill."""
    made: list[tuple[float, list[Cell]]] = []
    for height, paras, colour in rows:
        cell = Cell(paras, fill=colour or None, rule=0, gap=8, inset=(16, 10, 16, 6))
        start = Cell([para("{%tc for " + loop + " %}", SMALL)])
        made.append((height, [start, cell, Cell([para("{%tc endfor %}", SMALL)])]))
    return Table(name, box, [box[2] / 3] * 3, made, header=False)


def quotes(name: str, loop: str, quote: str, by: str, box: Box = CONTENT) -> Table:
    """The client's own words as tinted panels, one under the other."""
    mark = Cell([para("“", FIGURE, "accent", bold=True, heading=True, align="ctr")], fill="surface", rule=8,
                rule_colour="white", anchor="t", inset=(8, 4, 0, 0))  # fmt: skip
    words = Cell(
        [para(quote, 20, "primary", bold=True), para(by, BODY, "muted", before=6)], fill="surface", rule=8,
        rule_colour="white", anchor="ctr", inset=(8, 16, 24, 16),
    )  # fmt: skip
    rows = [loop_row(2, f"for {loop}"), (112.0, [mark, words]), loop_row(2, "endfor")]
    return Table(name, box, [56, box[2] - 56], rows, header=False)


def panel(name: str, box: Box, paras: Sequence[Para], fill: str = "surface", anchor: str = "t") -> Text:
    """A tinted panel."""
    return Text(name, box, paras, anchor, fill, (16, 10, 16, 10))


def heading(text: str, size: float = LEAD, colour: str = "primary", before: float = 0) -> Para:
    """A heading inside a slide."""
    return para(text, size, colour, bold=True, heading=True, before=before, after=4)


def bullets(loop: str, value: str, size: float = BODY, colour: str = "ink") -> list[Para]:
    """A bulleted list over `loop`."""
    return [tag("{%p for " + loop + " %}"), para(value, size, colour, bullet="•", before=3), tag("{%p endfor %}")]


def facts(pairs: Sequence[tuple[str, str]], size: float = SMALL, colour: str = "ink") -> list[Para]:
    """Label and value, one pair a line."""
    return [
        Para([Run(f"{label(key)}  ", size, "muted"), Run(value, size, colour, bold=True)], before=2)
        for key, value in pairs
    ]
