"""Turns the things that the decks say again and again (slides, tables, figures, quotes, panels) into shapes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pptx_design import COLUMN, FOOT, MARGIN, TALL, TOP, foot
from pptx_package import Drawable, Slide
from pptx_tables import FIGURES, Cell, Table
from pptx_xml import Box, Holder, Para, Rule, Run, Shape, Text, para, tag

SMALL, BODY, STRONG, LEAD, FIGURE, HUGE = 12, 14, 16, 18, 28, 48
CONTENT: Box = (MARGIN, TOP, COLUMN, TALL)
HEAD = "{{ doc.seller.short_name }} · {{ doc.title }}"


def label(key: str) -> str:
    return "{{ label('" + key + "') }}"


def head(key: str) -> str:
    return "{{ head('" + key + "') }}"


def say(key: str, name: str = "") -> str:
    """A sentence of the catalogue; `name` is an expression that takes the place of its `#`."""
    return "{{ label('" + key + "')" + (f"|replace('#', {name}|string)" if name else "") + " }}"


def titled(headline: str, key: str) -> str:
    """A title that is the document's sentence where it gives one, else the catalogue's."""
    return "{{ doc.headlines." + headline + " or label('" + key + "') }}"


def logo(box: Box, *, dark: bool = False, align: str = "left") -> Shape:
    """The brand's logo; on a dark ground the one made for it."""
    return Shape("Logo", box, None, "{{ logo(" + ("dark=true, " if dark else "") + f"align='{align}') }}}}")


def frame(part: str, *, inner: bool = False, more: str = "") -> list[Holder]:
    """The head of a slide: whose it is, the mark of internal copies, the part that it belongs to."""
    mark = [
        tag("{%p if reads.internal %}"), para(label("internal_edition"), FOOT, "negative", bold=True),
        tag("{%p endif %}"),
    ]  # fmt: skip
    also = [Run(" · " + more, SMALL, "muted")] if more else []
    name = [Run(label("internal_only") + " · ", SMALL, "negative", bold=True)] if inner else []
    return [
        Holder("Head", "body", [para(HEAD, FOOT, "muted")], 13), Holder("Mark", "body", mark, 14),
        Holder("Part", "body", [Para([*name, Run(label(part), SMALL, "accent", bold=True), *also])], 15),
    ]  # fmt: skip


def slide(  # noqa: PLR0913 - what differs from slide to slide has a default
    title: str,
    part: str,
    shapes: Sequence[Drawable],
    *,
    layout: str = "Title only",
    notes: Sequence[Para] = (),
    inner: bool = False,
    last: bool = False,
    more: str = "",
) -> Slide:
    """A slide with its head, title, shapes and foot.

    `inner` marks one for internal copies, `last` bears the logo, `more` stands behind the part's name.
    """
    ends = [logo((MARGIN + COLUMN - 150, 34, 150, 20), align="right")] if last else []
    framed = [Holder("Title", "title", [para(title)]), *frame(part, inner=inner, more=more), *shapes, *ends, *foot()]
    return Slide(layout, framed, notes)


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

    def paras(self, size: float, grown: float = 0) -> list[Para]:
        """The cell's paragraphs, all type larger by `grown` points."""
        first = para(self.value, (self.size or size) + grown, self.colour, bold=self.bold, align=self.align)
        if self.runs:
            first = Para(self.runs, self.align)
        return [first, *([para(self.more, SMALL + grown, "muted", align=self.align)] if self.more else [])]


ARROW = Column(28, "", "→", "ctr", bold=True, colour="accent", size=LEAD)


def head_row(columns: Sequence[Column], height: float = 24, gap: float = 16) -> tuple[float, list[Cell]]:
    """The header row."""
    cells = [
        Cell([para(head(item.key) if item.key else "", SMALL, "primary", bold=True, align=item.align)], anchor="b",
             inset=_inset(item, 4, gap, last=item is columns[-1]))
        for item in columns
    ]  # fmt: skip
    return height, cells


def _inset(item: Column, pad: float, gap: float, *, last: bool = False) -> tuple[float, float, float, float]:
    """Figures stand clear of the column to their right; the last column ends where the title's block ends."""
    if item.align == "ctr":
        return (0, pad, 0, pad)
    if item.align == "r":
        return (8, pad, 0 if last else 14, pad)
    return (0, pad, 0 if last else gap, pad)


def loop_row(columns: int, directive: str) -> tuple[float, list[Cell]]:
    """A row of its own for `{%tr … %}`."""
    empty = [Cell([para("", SMALL)]) for _ in range(columns - 1)]
    return 20, [Cell([para("{%tr " + directive + " %}", SMALL)]), *empty]


def value_row(  # noqa: PLR0913, PLR0917 - what differs from table to table has a default
    columns: Sequence[Column],
    size: float = BODY,
    height: float = 30,
    pad: float = 6,
    anchor: str = "t",
    gap: float = 16,
    grown: float = 0,
) -> tuple[float, list[Cell]]:
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
        row = [loop_row(count, f"if {roomy}"), large, loop_row(count, "else"), *row, loop_row(count, "endif")]
    rows = [head_row(columns), loop_row(count, f"for {loop}"), *row, loop_row(count, "endfor")]
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
    made: list[tuple[float, list[Cell]]] = []
    for height, paras in rows:
        start = Cell([para("{%tc for " + loop + " %}", SMALL)])
        made.append((height, [start, Cell(paras, inset=(0, 4, 20, 2)), Cell([para("{%tc endfor %}", SMALL)])]))
    return Table(name, box, [box[2] / 3] * 3, made, "row" if heads else "", style)


def big(value: str, unit: str = "", size: float = HUGE, colour: str = "accent", before: float = 0) -> Para:
    """A figure in the display size, its unit smaller."""
    runs = [Run(value, size, colour, bold=True, heading=True)]
    return Para([*runs, *([Run(" " + unit, STRONG, "muted")] if unit else [])], before=before)


def quotes(loop: str, words: Sequence[str], part: str, title: str, notes: Sequence[Para] = ()) -> list[Slide]:
    """The client's own words, three panels a slide, larger where there are fewer.

    `loop` is `page in pages`; `words` are a quote's text and who said it, where `#` stands for the quote.
    """
    name = loop.split(" in ", maxsplit=1)[0]
    made: list[Slide] = []
    for count, height in ((3, 112.0), (2, 150.0), (1, 200.0)):
        shapes: list[Drawable] = []
        for index in range(count):
            text, by = (told.replace("#", f"{name}[{index}]") for told in words)
            shapes += _quote(
                index + 1, text, by, (MARGIN, TOP + index * (height + 14), COLUMN, height), 20 + 2 * (3 - count)
            )
        made.append(slide(title, part, shapes, notes=[*on(f"for {loop}", f"if {name}|length == {count}"), *notes]))
    return made


def _quote(number: int, text: str, by: str, box: Box, size: float) -> list[Drawable]:
    x, y, *_ = box
    words = [para(text, size, "primary", bold=True, heading=True), para(by, BODY, "muted", before=6)]
    return [
        Text(f"Panel {number}", box, words, "ctr", "surface", (84, 10, 32, 10)),
        Text(f"Quote mark {number}", (x + 24, y + 8, 52, 52), [para("“", 60, "accent", bold=True, heading=True)]),
    ]


def panel(name: str, box: Box, paras: Sequence[Para], fill: str = "surface", anchor: str = "t") -> Text:
    """A tinted panel with the brand's corners."""
    return Text(f"Panel {name}", box, paras, anchor, fill, (18, 14, 18, 12))


def inner_panel(name: str, box: Box, paras: Sequence[Para]) -> Text:
    """An edged panel for internal copies, the word first; it goes where it has nothing to say."""
    return Text(f"Panel {name}", box, paras, "ctr", None, (14, 6, 14, 6), edge="negative")


def topped(name: str, box: Box, paras: Sequence[Para], colour: str = "primary") -> list[Drawable]:
    """Text under a strong rule."""
    x, y, width, height = box
    return [Rule(f"{name} rule", (x, y, width, 0), colour, 2), Text(name, (x, y + 10, width, height - 10), paras)]


def heading(text: str, size: float = LEAD, colour: str = "primary", before: float = 0) -> Para:
    """A heading inside a slide."""
    return para(text, size, colour, bold=True, heading=True, before=before, after=4)


def bullets(
    loop: str, value: str, size: float = BODY, colour: str = "ink", *, mark: str = "•", before: float = 4
) -> list[Para]:
    """A bulleted list over `loop`."""
    return [tag("{%p for " + loop + " %}"), para(value, size, colour, bullet=mark, before=before), tag("{%p endfor %}")]


def when(condition: str, *paras: Para) -> list[Para]:
    """Paragraphs that stand only under a condition."""
    return [tag("{%p if " + condition + " %}"), *paras, tag("{%p endif %}")]


def caption(text: str, box: Box, name: str = "Caption") -> Text:
    """What a drawing or chart shows, in a line."""
    return Text(name, box, [para(text, SMALL, "muted")], "b")


def meter(share: str, size: float = STRONG, length: int = 10) -> tuple[Run, Run]:
    """A bar of `length` segments, as many in colour as `share` (an expression from 0 to 1) says."""
    filled = f"(({share}) * {length})|round|int"
    return (
        Run("{{ '■' * (" + filled + ") }}", size, "accent"),
        Run("{{ '■' * (" + str(length) + " - (" + filled + ")) }}", size, "line"),
    )
