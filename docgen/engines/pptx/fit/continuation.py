"""Continue tables that are taller than a slide on further slides, each with the header rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import NamedTuple

from docgen.engines.pptx.fit.styles import EMU, PLAIN, Fonts, Levels
from docgen.engines.pptx.fit.tables import row_heights_of
from docgen.engines.pptx.repair import repair_spans
from docgen.ooxml.names import A, Element, P

_ROW, _CELL = f"{{{A}}}tr", f"{{{A}}}tc"


class RowHeights(NamedTuple):
    """Measures table rows: the levels of text in tables, and the theme's fonts."""

    levels: Levels = PLAIN
    fonts: Fonts = Fonts()

    def of(self, table: Element, rows: Sequence[Element]) -> list[float]:
        """The heights of some rows of a table, in points."""
        return list(row_heights_of(table, rows, self.levels, self.fonts))


_MEASURE = RowHeights()
Brought = Mapping[Element, Element]
"""The row with the sum brought forward for each row that may be the first on a continuation."""
_NOTHING: Brought = {}


def take_brought_forward(slide: Element, carried: str) -> Brought:
    """Remove the rows whose first text is `carried`, which are printed only on top of a continuation."""
    found = dict[Element, Element]()
    for table in slide.iter(f"{{{A}}}tbl"):
        for row, following in pairwise(table.findall(_ROW)):
            cells = ("".join(cell.itertext()).strip() for cell in row.iterchildren(_CELL))
            if next(filter(None, cells), "") == carried:
                found[following] = row
    for row in found.values():
        _remove(row)
    return found


def continue_tables(
    slide: Element,
    bottom: float,
    suffix: str,
    heights: RowHeights = _MEASURE,
    brought: Brought = _NOTHING,
    fixed: frozenset[str] = frozenset(),
) -> list[Element]:
    """`slide`, shortened in place, and its continuations, so that no table extends below `bottom` points.

    A table whose frame's id is `fixed` stays as it is.

    A continuation has the placeholders, `suffix` after its title, and the remaining rows under their header row; other
    shapes are on the first slide only. A row that is taller than a slide is alone on its slide. `brought` comes from
    `take_brought_forward`.
    """
    tables = {number: table for number, table in _tables(slide).items() if number not in fixed}
    pages = {number: list(_pages(table, bottom, heights, brought)) for number, table in tables.items()}
    count = max((len(found) for found in pages.values()), default=1)
    if count == 1:
        return [slide]
    for found in pages.values():
        _remove_rows(found[1:])
    first = skeleton(slide, suffix)
    following = [deepcopy(first) for _ in range(count - 1)]
    for index, tree in enumerate(following, 1):
        _put_rows(tree, {number: found[index] for number, found in pages.items() if index < len(found)})
    for table in (table for tree in (slide, *following) for table in tree.iter(f"{{{A}}}tbl")):
        if any(cell.get("rowSpan") or cell.get("vMerge") for cell in table.iter(_CELL)):
            repair_spans([row.findall(_CELL) for row in table.findall(_ROW)])
    return [slide, *following]


def _remove_rows(pages: Sequence[list[Element]]) -> None:
    """Remove the rows of `pages` from their table; a merge that crosses pages starts again on each of them."""
    for page in pages:
        for column, cell in enumerate(page[0].findall(_CELL)):
            if cell.get("vMerge"):
                page[0].replace(cell, _merge_origin(cell, page[0], column))
    for row in (row for page in pages for row in page if row.getparent() is not None):
        _remove(row)


def _merge_origin(cell: Element, row: Element, column: int) -> Element:
    """A copy of the cell above that `cell` is merged into; `cell` itself if there is none."""
    for above in row.itersiblings(_ROW, preceding=True):
        found = above.findall(_CELL)[column : column + 1]
        if found and not found[0].get("vMerge"):
            return deepcopy(found[0])
    return cell


def _tables(slide: Element) -> dict[str, Element]:
    """The tables of a slide by their frame's id."""
    found: dict[str, Element] = {}
    for frame in slide.iter(f"{{{P}}}graphicFrame"):
        table, name = frame.find(f".//{{{A}}}tbl"), frame.find(f".//{{{P}}}cNvPr")
        if table is not None and name is not None:
            found[name.get("id", "")] = table
    return found


def _header_count(table: Element) -> int:
    properties = table.find(f"{{{A}}}tblPr")
    return int(properties is not None and properties.get("firstRow") == "1")


def _pages(table: Element, bottom: float, measure: RowHeights, brought: Brought) -> Iterator[list[Element]]:
    """The body rows by page: at least one on each page, and at least two on the last if possible.

    Headings stay with the next row, sums with the row before them. A continuation begins with the sum brought forward.
    """
    rows, heads = table.findall(_ROW), _header_count(table)
    heights = dict(zip(rows, measure.of(table, rows), strict=True))
    available = bottom - _top(table) - sum(heights[row] for row in rows[:heads])

    def room(first: Sequence[Element]) -> float:
        return available - sum(measure.of(table, [brought[row] for row in first]))

    pages: list[list[Element]] = [[]]
    for row in rows[heads:]:
        used = sum(heights[item] for item in pages[-1])
        if pages[-1] and used + heights[row] > (available if len(pages) == 1 else room(_heading(pages[-1], brought))):
            pages.append(_moved_with(row, pages[-1]))
        pages[-1].append(row)
    if len(pages) > 1:
        _avoid_orphans(pages[-2], pages[-1], lambda rows: sum(measure.of(table, rows)) <= room(_heading(rows, brought)))
    for number, page in enumerate(filter(None, pages)):
        yield [deepcopy(brought[row]) for row in _heading(page, brought) if number] + page


def _heading(page: Sequence[Element], brought: Brought) -> list[Element]:
    """The first row of a page that has a sum brought forward before it; an empty list if none has."""
    return [row for row in page if row in brought][:1]


def _moved_with(row: Element, page: list[Element]) -> list[Element]:
    """The last rows of `page` that go to the next page with `row`: its headings, and the row that a sum belongs to."""
    moved: list[Element] = []
    while len(page) > 1 and (_is_group_head(page[-1]) or _is_sum(moved[0] if moved else row)):
        moved.insert(0, page.pop())
    return moved


def _is_sum(row: Element) -> bool:
    """Whether a row has a sum: its first cell is empty, its second spans columns."""
    first, second = (*row.findall(_CELL)[:2], None, None)[:2]
    if first is None or second is None or _is_group_head(row) or first.get("hMerge"):
        return False
    return int(second.get("gridSpan", "1")) > 1 and not "".join(first.itertext()).strip()


def _avoid_orphans(before: list[Element], last: list[Element], fits: Callable[[list[Element]], bool]) -> None:
    """Move rows to the last page, so that it has at least two rows besides group headings, where they fit."""
    while len(before) > 2 and sum(not _is_group_head(row) for row in last) < 2 and fits([before[-1], *last]):
        last.insert(0, before.pop())
    while len(before) > 1 and _is_group_head(before[-1]):
        last.insert(0, before.pop())


def _top(table: Element) -> float:
    frame = next(table.iterancestors(f"{{{P}}}graphicFrame"))
    offset = frame.find(f"{{{P}}}xfrm/{{{A}}}off")
    return float(offset.get("y", "0")) / EMU if offset is not None else 0


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None  # noqa: S101
    parent.remove(element)


def _is_group_head(row: Element) -> bool:
    first = row.find(_CELL)
    return first is not None and int(first.get("gridSpan", "1")) > 1


def skeleton(slide: Element, suffix: str) -> Element:
    """The slide with its placeholders and watermark, and its tables without their body's rows."""
    made = deepcopy(slide)
    shapes = made.find(f"{{{P}}}cSld/{{{P}}}spTree")
    assert shapes is not None  # noqa: S101
    for shape in list(shapes)[2:]:
        holder = shape.find(f".//{{{P}}}ph")
        if shape.find(f".//{{{A}}}tbl") is None and holder is None and not is_watermark(shape):
            shapes.remove(shape)
        elif holder is not None and holder.get("type") in {"title", "ctrTitle"}:
            _append_suffix(shape, suffix)
    for table in made.iter(f"{{{A}}}tbl"):
        for row in table.findall(_ROW)[_header_count(table) :]:
            table.remove(row)
    return made


def is_watermark(shape: Element) -> bool:
    """Whether `shape` is the watermark, which continuations have too."""
    return shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr[@userDrawn='1']") is not None


def _append_suffix(shape: Element, suffix: str) -> None:
    runs = list(shape.iter(f"{{{A}}}r"))
    if runs and suffix and suffix not in "".join(shape.itertext()):
        more = deepcopy(runs[-1])
        next(more.iter(f"{{{A}}}t")).text = f" ({suffix})"
        runs[-1].addnext(more)


def _put_rows(slide: Element, left: dict[str, list[Element]]) -> None:
    for number, table in _tables(slide).items():
        if number in left:
            for row in left[number]:
                table.append(row)
        else:
            _remove(next(table.iterancestors(f"{{{P}}}graphicFrame")))
