"""Turns the things that the documents say again and again (titles, facts, tables, quotes, signatures) into blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docx_design import BODY, DISPLAY, H3
from docx_shapes import seal
from docx_xml import (
    TEXT_WIDTH,
    Cell,
    Inline,
    Raw,
    Row,
    Run,
    bold,
    border,
    each,
    muted,
    p,
    table,
    table_tag,
    tag,
    when,
    widths,
)

CLOSE = '<w:spacing w:before="0" w:after="40" w:line="280" w:lineRule="atLeast"/>'
"""The spacing of a list in a cell."""
PAGE_BREAK = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
SET_CHAPTERS = tag("set chapter = cycler(*label('chapter_marks').split('|'))")
"""Once at the top of a document whose chapters are numbered."""


def label(key: str) -> str:
    return "{{ label('" + key + "') }}"


def head(key: str) -> str:
    return "{{ head('" + key + "') }}"


def said(name: str) -> str:
    return "{{ " + name + " }}"


def chapter(key: str, headline: str = "", *, new_page: bool = False, close: bool = False) -> str:
    """A numbered chapter's heading and, where the document gives one, the sentence that says what it shows.

    `close`: right under what stands before.
    """
    shape = PAGE_BREAK if new_page else '<w:spacing w:before="60"/>' if close else ""
    made = p(Run("{{ chapter.next() }}", "accent"), label(key), style="Heading1", shape=shape)
    return made + (when(headline, p(said(headline), style="Lead")) if headline else "")


def section(key: str) -> str:
    return p(label(key), style="Heading2")


def prose(name: str, style: str = "", shape: str = "") -> str:
    """A Markdown field as native paragraphs, lists and tables."""
    return p("{{p " + name + " }}", style=style, shape=shape)


def bullets(items: str, size: float = 0, shape: str = "") -> str:
    """A list of plain lines."""
    return each(f"item in {items}", p(Run("{{ item }}", size=size), style="ListBullet", shape=shape))


def words(text: str, who: str = "", style: str = "Words") -> str:
    """The client's own words, tinted, in the quotation marks of the document's language."""
    by = "{% if " + who + " %}\n— {{ " + who + " }}{% endif %}" if who else ""
    return p(*quoted(text), muted(by, 9) if who else "", style=style) + gap()


def quoted(text: str, size: float = 0) -> list[Inline]:
    """Text in quotation marks, full-width ones where the document is Chinese."""

    def mark(sign: str) -> list[Inline]:
        told = "{% if language IS 'en' %}" + sign + "{% endif %}"
        return [Run(told.replace("IS", "=="), size=size), Run(told.replace("IS", "!="), size=size, wide=True)]

    return [*mark("“"), Run(said(text), size=size), *mark("”")]


@dataclass(frozen=True)
class Column:
    """A table's column: its share of the width, the head's label key, and the blocks that a row prints.

    `text` is a shortcut for one paragraph; `note` a second, smaller one that stands only if its value does.
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
        """The cell's blocks; `keep` holds their paragraphs on the page of the next row."""
        style = "TableFigure" if self.right else "TableText"
        if self.blocks:
            return self.blocks
        shown = Run(self.text, self.colour, size, bold=self.strong or None)
        side = '<w:jc w:val="right"/>' if self.right else ""
        note = f'{keep}<w:spacing w:before="0" w:after="0"/>{side}'
        more = when(self.note, p(said(self.note), style="Note", shape=note)) if self.note else ""
        return p(shown, style=style, shape=keep) + more


def head_row(columns: Sequence[Column], size: float = 0) -> Row:
    def told(column: Column) -> Cell:
        shape = '<w:jc w:val="right"/>' if column.right else ""
        words_ = Run(head(column.key), size=size) if column.key else ""
        return Cell(p(words_, style="TableHead", shape=shape), anchor="bottom")

    return Row([_clear(told(column), column) for column in columns], header=True)


def _clear(cell: Cell, column: Column) -> Cell:
    """Figures stand clear of the words in the column to their right."""
    return replace(cell, margins=(70, 0, 70, 240)) if column.right else cell


def listing(  # noqa: PLR0913 - what differs from table to table has a default
    columns: Sequence[Column], loop: str, *, total: int = TEXT_WIDTH, last: Sequence[Row] = (), size: float = 0,
    together: bool = False, onward: bool = False,
) -> str:  # fmt: skip
    """A table with a head and a row for each item, `loop` as `x in xs`; `together`: on one page.

    The last row of such a table does not keep with what follows, unless `onward`: then both stand on one page.
    """
    count = len(columns)
    each_row = [_row(columns, size)]
    if onward:
        each_row = [_row(columns, size, "<w:keepNext/>")]
    elif together:
        kept = _row(columns, size, "<w:keepNext/>")
        each_row = [kept] if last else [
            table_tag("if not loop.last", count), kept, table_tag("else", count), *each_row, table_tag("endif", count)
        ]  # fmt: skip
    rows = [head_row(columns), table_tag(f"for {loop}", count), *each_row, table_tag("endfor", count), *last]
    return table(widths(total, *(column.share for column in columns)), rows) + gap(onward=onward)


def _row(columns: Sequence[Column], size: float, shape: str = "") -> Row:
    return Row([_clear(Cell(column.cell(size, shape)), column) for column in columns])


def gap(*, onward: bool = False) -> str:
    """The room under a table, on the page of what follows if `onward`."""
    return p(style="Gap", shape="<w:keepNext/>" if onward else "")


def facts(pairs: Sequence[tuple[str, str]], total: int = TEXT_WIDTH) -> str:
    """Pairs of a label and a value, `(key, expression)`; a pair without a value is left out."""
    told = ", ".join(f"(label('{key}'), {value})" for key, value in pairs)
    row = Row(
        [
            Cell(p("{{ name }}", style="FactName", shape='<w:spacing w:line="290" w:lineRule="atLeast"/>')),
            Cell(p("{{ value }}", style="TableText")),
        ]
    )
    rows = [table_tag(f"for name, value in [{told}] if value", 2), row, table_tag("endfor", 2)]
    return table(widths(total, 26, 74), rows) + gap()


def revisions() -> str:
    columns = (
        Column(10, "version", "V{{ revision.version }}"), Column(24, "date", "{{ revision.date }}"),
        Column(16, "revision.author", "{{ revision.author }}"), Column(50, "revision.change", "{{ revision.change }}"),
    )  # fmt: skip
    return when(
        "doc.revisions",
        p(label("revision_history"), style="FrontHeading"),
        listing(columns, "revision in doc.revisions"),
    )


def value_tiles(items: str, total: int = TEXT_WIDTH) -> str:
    """Up to three figures set large: the figure with its unit, what it measures, and on what it is based."""

    def tile(index: int) -> Cell:
        item = f"{items}[{index}]"
        return Cell(when(
            f"{items} | length > {index}",
            p(*measured(f"{item}.figure", f"{item}.unit", DISPLAY), style="Big"),
            p(bold(said(f"{item}.label")), style="TableText", shape='<w:spacing w:before="40" w:after="40"/>'),
            p(said(f"{item}.basis"), style="Note", shape='<w:spacing w:after="0"/>'),
        ))  # fmt: skip

    return tiles([tile(index) for index in range(3)], total) + gap()


def tiles(cells: Sequence[Cell], total: int = TEXT_WIDTH, apart: float = 4) -> str:
    """Cells of one width side by side with room between them."""
    each_ = (100 - apart * (len(cells) - 1)) / len(cells)
    spread: list[Cell] = []
    shares: list[float] = []
    for number, cell in enumerate(cells):
        spread += [Cell(p(style="Gap"))] if number else []
        shares += [apart] if number else []
        spread.append(cell)
        shares.append(each_)
    return table(widths(total, *shares), [Row(spread)], style="DocgenColumns")


def side_by_side(left: str, right: str, total: int = TEXT_WIDTH, fill: str = "") -> str:
    """Two columns of blocks."""
    inner = (100, 160, 100, 160) if fill else (0, 0, 0, 0)
    cells = [Cell(left, fill=fill, margins=inner), Cell(p(style="Gap")), Cell(right, fill=fill, margins=inner)]
    return table(widths(total, 48, 4, 48), [Row(cells)], style="DocgenColumns") + gap()


def bar(share: str, steps: int, colour: str = "primary") -> list[Inline]:
    """A bar of `share` (0 to 1) on a track: shaded spaces, which every reader draws alike.

    The last space of the track doesn't break, so that none of them hangs over the line's end.
    """
    full = f"{{% set filled = ({share} * {steps}) | round | int %}}{{{{ ' ' * filled }}}}"
    rest = f"{{{{ ' ' * ({steps} - filled) }}}}{{{{ '\\u00a0' }}}}"
    return [Run(full, size=7, fill=colour), Run(rest, size=7, fill="line")]


def internal(title: str, *blocks: str) -> str:
    """What internal copies alone carry."""
    return tag("if reads.internal") + internal_mark(title) + "".join(blocks) + tag("endif")


def internal_mark(key: str) -> str:
    return p(label("internal_only") + " · " + label(key), style="InternalMark")


@dataclass(frozen=True)
class Side:
    """A side that signs: its heading's key, the party's expression, and a Jinja list of its signatories."""

    key: str
    party: str
    signatories: str
    signed_on: bool = False


def signatures(sides: Sequence[Side], text: str) -> str:
    """Both sides' signatures on one page, each with the circle for its seal."""
    keep = "<w:keepNext/><w:keepLines/>"

    def circle(number: int) -> Cell:
        name = p(label("seal"), style="Note", shape='<w:spacing w:before="60" w:after="0"/><w:jc w:val="center"/>')
        return Cell(p(seal(number), style="Figure", shape='<w:jc w:val="center"/>') + name, margins=(500, 0, 0, 0))

    rows = [
        Row([Cell(p(label(side.key), style="TableHead")) for side in sides]),
        Row([Cell(p(bold("{{ " + side.party + ".full_name }}", size=BODY), style="TableText", shape=keep))
             for side in sides]),
        Row([Cell(_signing(side, keep)) for side in sides]),
        Row([circle(900), circle(901)]),
    ]  # fmt: skip
    spaced = [Row(_spread(row.cells), height=row.height) for row in rows]
    return p(text, shape=keep) + table(widths(TEXT_WIDTH, 47, 6, 47), spaced, style="DocgenColumns")


def _spread(cells: Sequence[Cell]) -> list[Cell]:
    return [cells[0], Cell(p(style="Gap", shape="<w:keepNext/>")), cells[1]]


def _signing(side: Side, keep: str) -> str:
    rules = border("bottom", "line", 0.75, 3) + border("between", "line", 0.75, 3)
    line = f'{keep}<w:pBdr>{rules}</w:pBdr><w:spacing w:before="400" w:after="0"/>'

    def blank(key: str, filled: str = "") -> str:
        return p(muted(label(key) + "  ", 9), filled, style="TableText", shape=line)

    name = "{% if who and who.name %}{{ who.name }}{% if who.job_title %} · {{ who.job_title }}{% endif %}{% endif %}"
    day = "{% if who and who.signed_on %}{{ who.signed_on }}{% endif %}" if side.signed_on else ""
    return each(
        f"who in {side.signatories}", blank("authorised_signatory"), blank("signatory", name), blank("signed_on", day)
    )


def contents(key: str, levels: str, *, new_page: bool = False) -> str:
    """A TOC field that the headings of `levels`, as `1-2`, fill."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    instruction = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "{levels}" \\h \\z \\u </w:instrText></w:r>'
    field = Raw(mark("begin") + instruction + mark("separate") + Run("…").xml() + mark("end"))
    title = p(label(key), style="TOCHeading", shape="<w:pageBreakBefore/>" if new_page else "")
    return title + p(field, style="TOC1")


def cell_prose(name: str) -> str:
    """A Markdown field in a table's cell."""
    return p(Run("{{p " + name + " }}", size=10), style="TableText")


def measured(figure: str, unit: str, size: float, colour: str = "primary", longest: int = 99) -> list[Run]:
    """A figure and, smaller, its unit: a word stands apart, a sign does not, one beyond `longest` is left out."""
    given = f"{{% if {unit} and {unit} | length <= {longest} and {figure} not in ('–', '—', '-') %}}"
    apart = f"{{% if {unit}[0].isascii() and {unit}[0].isalpha() %}} {{% endif %}}"
    return [
        Run(f"{{{{ {figure} }}}}", colour, size, bold=True),
        Run(f"{given}{apart}{{{{ {unit} }}}}{{% endif %}}", colour, H3 if size > 22 else min(size, BODY)),
    ]
