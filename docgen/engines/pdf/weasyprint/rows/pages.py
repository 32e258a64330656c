"""Write measured rows as pages: positions, content operators and structure elements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docgen.engines.pdf.weasyprint.names import Page, StackingContext, draw_page, draw_stacking_context, tags_of
from docgen.engines.pdf.weasyprint.rows.flow import Flow, Flowed, Line
from docgen.engines.pdf.weasyprint.rows.read import Frame, NotPlainError, RawCell, Row
from docgen.engines.pdf.weasyprint.rows.style import Cell, CellStyle, FrameStyle, Rule
from docgen.engines.pdf.weasyprint.shortcuts import WrittenObject

Drawn = tuple[Any, float, float]  # a cell laid out by WeasyPrint, and the position of its content
Part = bytes | Drawn


@dataclass(frozen=True, slots=True, eq=False)
class SharedLayout:
    """What all pages of a table share: frames, header cells and their styles, top and bottom of the rows, language."""

    frames: tuple[Frame, ...]
    head: tuple[Any, ...]
    head_styles: tuple[CellStyle, ...]
    top: float
    bottom: float
    language: str


@dataclass(slots=True, eq=False)
class PagePlan:
    """One page of rows: its content in drawing order, and for each row its frame and which cells have content."""

    parts: list[Part] = field(default_factory=list)
    rows: list[tuple[int, tuple[bool, ...]]] = field(default_factory=list)
    first: int = 0

    @property
    def marks(self) -> int:
        """How many marked-content sequences the rows have."""
        return sum(sum(filled) for _, filled in self.rows)


class _Set(NamedTuple):
    """A row with its height and the content of each cell."""

    frame: int
    height: float
    cells: tuple[Flowed | Any, ...]


class RowSetter:
    """Sets rows in measured frames; `drawn` has the cells laid out by WeasyPrint, by frame, place and HTML."""

    def __init__(self, styles: Sequence[FrameStyle], flow: Flow, drawn: Mapping[tuple[Cell, str], Any]) -> None:
        self.styles, self._flow, self._drawn = styles, flow, drawn

    def set_row(self, number: int, row: Row) -> _Set:
        """The row's cells as lines, and its height without rules. Raises NotPlainError."""
        style, cells, height = self.styles[number], list[Any](), 0.0
        for place, (tokens, cell) in enumerate(zip(row.cells, style.cells, strict=True)):
            if tokens and isinstance(tokens[0], RawCell):
                content = self._drawn[(number, place), tokens[0].html]
            else:
                content = self._flow.set_cell(tokens, cell)
            cells.append(content)
            height = max(height, cell.above + content.height + cell.below)
        return _Set(number, height, tuple(cells))


def plan_pages(
    rows: Sequence[Row], start: int, frames: Mapping[Frame, int], setter: RowSetter, shared: SharedLayout
) -> Iterator[PagePlan]:
    """Pages with `rows` from `start` on; a row that avoids a break moves to the next page, the last row isn't alone.

    The border above a page's first row collapses with the row on the page before, since WeasyPrint resolves a table's
    borders before its pages. Raises NotPlainError for a row higher than a page.
    """
    while start < len(rows):
        held: list[_Set] = []
        above_all = _widest(cell.bottom for cell in setter.styles[frames[rows[start - 1].frame]].cells)
        y, before = shared.top, above_all
        while start + len(held) < len(rows):
            row = rows[start + len(held)]
            made = setter.set_row(frames[row.frame], row)
            above, below = _rules(setter, made, before)
            if y + above + made.height + below > shared.bottom + 0.01:
                break
            y += above + made.height + below
            before = below * 2
            held.append(made)
        left = rows[start + len(held) :]
        if len(held) > 2 and sum(not setter.styles[frames[row.frame]].stays_with_next for row in left[:9]) == 1:
            held.pop()
        if left:
            while len(held) > 1 and setter.styles[held[-1].frame].stays_with_next:
                held.pop()
        if not held:
            raise NotPlainError
        yield _sheet(held, setter, shared, start, above_all)
        start += len(held)


def _rules(setter: RowSetter, made: _Set, before: float) -> tuple[float, float]:
    """Half the widths of the borders above and below a row: collapsed borders are shared."""
    cells = setter.styles[made.frame].cells
    return max(before, _widest(cell.top for cell in cells)) / 2, _widest(cell.bottom for cell in cells) / 2


def _widest(rules: Iterator[Rule]) -> float:
    return max((rule.width for rule in rules), default=0.0)


def _sheet(held: Sequence[_Set], setter: RowSetter, shared: SharedLayout, first: int, before: float) -> PagePlan:
    sheet, artifacts, content = PagePlan(first=first), list[str](), list[Part]()
    marks, y = len(shared.head), shared.top
    head = _widest(style.bottom for style in shared.head_styles)
    artifacts.extend(_rule_lines([(cell, cell.bottom) for cell in shared.head_styles], y))
    for made in held:
        style = setter.styles[made.frame]
        above, below = _rules(setter, made, before)
        height = above + made.height + below
        artifacts[:0] = _fills(style, y, height)
        if _widest(cell.top for cell in style.cells) > max(before, head):
            artifacts.extend(_rule_lines([(cell, cell.top) for cell in style.cells], y))
        artifacts.extend(_rule_lines([(cell, cell.bottom) for cell in style.cells], y + height))
        filled: list[bool] = []
        for cell, laid in zip(style.cells, made.cells, strict=True):
            slack = made.height - cell.above - cell.below - laid.height
            top = y + above + cell.above + slack * {"middle": 0.5, "bottom": 1.0}.get(cell.vertical, 0.0)
            parts = list(_content(laid, cell, top, marks, shared.language))
            filled.append(bool(parts))
            marks += bool(parts)
            content.extend(parts)
        sheet.rows.append((made.frame, tuple(filled)))
        y, before, head = y + height, below * 2, 0.0
    sheet.parts = [("/Artifact BMC\n" + "\n".join(artifacts) + "\nEMC").encode(), *_merged(content)]
    return sheet


def _fills(style: FrameStyle, y: float, height: float) -> list[str]:
    boxes = [(cell, cell.fill or style.fill) for cell in style.cells]
    return [f"{fill} rg {cell.x:.3f} {y:.3f} {cell.width:.3f} {height:.3f} re f" for cell, fill in boxes if fill]


def _rule_lines(rules: Sequence[tuple[CellStyle, Rule]], y: float) -> Iterator[str]:
    """Horizontal lines; adjacent equal ones are merged."""
    held: tuple[float, float, Rule] | None = None
    for cell, rule in [*((cell, rule) for cell, rule in rules if rule.width), (None, None)]:
        if held and cell and rule == held[2] and abs(held[1] - cell.x) < 0.05:
            held = (held[0], cell.x + cell.width, held[2])
            continue
        if held:
            yield f"{held[2].colour} RG {held[2].width:.3f} w {held[0]:.3f} {y:.3f} m {held[1]:.3f} {y:.3f} l S"
        held = (cell.x, cell.x + cell.width, rule) if cell and rule else None


def _content(laid: Any, cell: CellStyle, top: float, mark: int, language: str) -> Iterator[Part]:
    if not isinstance(laid, Flowed):
        yield f"/P <</MCID {mark}>> BDC".encode()
        yield (laid, cell.left, top)
        yield b"EMC"
    elif laid.lines:
        lines = "\n".join(_line(line, top, language) for line in laid.lines)
        yield f"/P <</MCID {mark}>> BDC\n{lines}\nEMC".encode()


def _line(line: Line, top: float, language: str) -> str:
    operators = [f"BT 1 0 0 -1 {line.x:.3f} {top + line.y:.3f} Tm"]
    font, colour = ("", 0.0), ""
    for run in line.runs:
        if run.colour != colour:
            colour = run.colour
            operators.append(f"{colour} rg")
        if (run.font, run.size) != font:
            font = (run.font, run.size)
            operators.append(f"/{run.font} {_number(run.size)} Tf")
        foreign = run.language and run.language != language
        operators.append(
            f"/Span <</Lang ({run.language})>> BDC [{run.glyphs}] TJ EMC" if foreign else f"[{run.glyphs}] TJ"
        )
    return "\n".join([*operators, "ET"])


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _merged(parts: Sequence[Part]) -> Iterator[Part]:
    held: list[bytes] = []
    for part in parts:
        if isinstance(part, bytes):
            held.append(part)
        else:
            yield b"\n".join(held)
            yield part
            held = []
    if held:
        yield b"\n".join(held)


class RowsPage(Page):
    """A page whose margins WeasyPrint lays out and whose rows are written here."""

    def __init__(self, page_box: Any, sheet: PagePlan, shared: SharedLayout, drawings: dict[int, bytes]) -> None:
        """`drawings` is a cache for all pages: WeasyPrint's drawing of a cell, by the identity of its box."""
        super().__init__(page_box)
        self._box = page_box
        self.sheet, self.shared, self._drawings = sheet, shared, drawings

    @property
    def head_count(self) -> int:
        """The number of cells in the table's header."""
        return len(self.shared.head)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page box, the rows, then the margins, whose marks follow those of the rows."""
        tags: dict[Any, Any] = tags_of(stream)
        reserved = [object() for _ in range(self.head_count + self.sheet.marks)]
        tags.update(dict.fromkeys(reserved))
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            root, *margins = self._box.children
            draw_page(self._box.copy_with_children([root]), stream)
            self._draw_rows(stream)
            for margin in margins:  # last, as in WeasyPrint, for the order of the text
                draw_stacking_context(stream, StackingContext.from_box(margin, self._box))
        for mark in reserved:
            del tags[mark]

    def _draw_rows(self, stream: Any) -> None:
        with stream.stacked():
            for number, cell in enumerate(self.shared.head):
                stream.stream.append(f"/P <</MCID {number}>> BDC".encode())
                self._draw(stream, cell, cell.content_box_x(), cell.content_box_y())
                stream.stream.append(b"EMC")
            for part in self.sheet.parts:
                if isinstance(part, bytes):
                    stream.stream.append(part)
                else:
                    self._draw(stream, *part)

    def _draw(self, stream: Any, cell: Any, x: float, y: float) -> None:
        if id(cell) not in self._drawings:
            scratch = stream.clone(tags=None)
            content = cell.copy()
            content.border_top_width = content.border_bottom_width = 0
            content.border_left_width = content.border_right_width = 0
            draw_stacking_context(scratch, StackingContext.from_box(content, self._box))
            items = (item if isinstance(item, bytes) else str(item).encode() for item in scratch.stream)
            self._drawings[id(cell)] = b"\n".join(items)
        stream.stream.append(f"q 1 0 0 1 {x - cell.content_box_x():.3f} {y - cell.content_box_y():.3f} cm".encode())
        stream.stream.append(self._drawings[id(cell)])
        stream.stream.append(b"Q")


def tag_rows(pdf: Any, pages: Sequence[Any]) -> None:
    """Add a table for each page of rows to WeasyPrint's structure tree, in page order."""
    by_number = pdf.objects
    root = by_number[_number_of(pdf.catalog["StructTreeRoot"])]
    parents = by_number[_number_of(root["ParentTree"])]["Nums"]
    document = by_number[_number_of(root["K"][0])]
    references = pdf.page_references
    order = {reference: number for number, reference in enumerate(references)}
    kids = [(order[by_number[_number_of(kid)]["Pg"]], 1, kid) for kid in document["K"]]
    for number, page in enumerate(pages):
        if isinstance(page, RowsPage):
            table, owners = _tag_page(pdf, page, references[number].decode(), document.reference.decode())
            kids.append((number, 0, table))
            parents[number * 2 + 1][0:0] = owners
    document["K"][:] = [kid for _, _, kid in sorted(kids, key=lambda kid: kid[:2])]


def _number_of(reference: bytes) -> int:
    return int(reference.split()[0])


def _tag_page(pdf: Any, page: RowsPage, leaf: str, parent: str) -> tuple[bytes, list[bytes]]:
    """The reference of the page's table, and the owner of each marked-content sequence of the rows."""
    owners: list[bytes] = []

    def add(kind: str, under: str, kids: str, more: str = "") -> str:
        data = f"<</Type/StructElem/S/{kind}/P {under}/Pg {leaf}/K {kids}{more}>>"
        pdf.add_object(WrittenObject(data.encode()))
        return f"{len(pdf.objects) - 1} 0 R"

    first = len(pdf.objects)  # object numbers of children are known in advance
    head, sheet = page.head_count, page.sheet
    table, group, row = (f"{first + step} 0 R" for step in range(3))
    body = f"{first + 3 + head} 0 R"
    add("Table", parent, f"[{group} {body}]")
    add("THead", table, f"[{row}]")
    add("TR", group, _following(first + 3, head))
    for number in range(head):
        owners.append(add("TH", row, str(number), "/A<</O/Table/Scope/Column>>").encode())
    starts, at = list[int](), first + 4 + head
    for _, filled in sheet.rows:
        starts.append(at)
        at += 1 + len(filled)
    add("TBody", table, f"[{' '.join(f'{start} 0 R' for start in starts)}]")
    for start, (frame, filled) in zip(starts, sheet.rows, strict=True):
        add("TR", body, _following(start + 1, len(filled)))
        for cell, has_content in zip(page.shared.frames[frame].cells, filled, strict=True):
            kids = str(len(owners)) if has_content else "[]"
            own = add(cell.tag.upper(), f"{start} 0 R", kids, _table_attributes(cell.tag, cell.columns))
            if has_content:
                owners.append(own.encode())
    return table.encode(), owners


def _following(first: int, count: int) -> str:
    return f"[{' '.join(f'{first + step} 0 R' for step in range(count))}]"


def _table_attributes(tag: str, columns: int) -> str:
    entries = ("/Scope/Row" if tag == "th" else "") + (f"/ColSpan {columns}" if columns > 1 else "")
    return f"/A<</O/Table{entries}>>" if entries else ""
