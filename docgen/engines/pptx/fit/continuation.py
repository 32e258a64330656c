"""Turns a slide whose tables run past its foot into several slides, each with the tables' header rows."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from docgen.engines.pptx.fit.slide import EMU, Fonts, row_heights_of
from docgen.engines.pptx.fit.styles import PLAIN, Levels
from docgen.engines.pptx.mend import mend_spans
from docgen.ooxml.names import A, Element, P

_ROW, _CELL = f"{{{A}}}tr", f"{{{A}}}tc"


class RowHeights(NamedTuple):
    """What rows are measured with: the levels of text in tables, and the theme's faces."""

    levels: Levels = PLAIN
    fonts: Fonts = Fonts()

    def of(self, table: Element, rows: Sequence[Element]) -> list[float]:
        """How tall some rows of a table come out, in points."""
        return list(row_heights_of(table, rows, self.levels, self.fonts))


_MEASURE = RowHeights()


def continued(slide: Element, bottom: float, word: str, heights: RowHeights = _MEASURE) -> list[Element]:
    """`slide`, shortened in place, and the slides that follow it so that no table passes `bottom` points.

    A following slide has the placeholders, `word` behind its title, and the rows left over under their header row;
    other shapes stay on the first. A row that is taller than a slide stands alone.
    """
    pages = {number: list(_pages(table, bottom, heights)) for number, table in _tables(slide).items()}
    count = max((len(found) for found in pages.values()), default=1)
    if count == 1:
        return [slide]
    for found in pages.values():
        _take_away(found[1:])
    first = skeleton(slide, word)
    following = [deepcopy(first) for _ in range(count - 1)]
    for index, tree in enumerate(following, 1):
        _put_rows(tree, {number: found[index] for number, found in pages.items() if index < len(found)})
    for table in (table for tree in (slide, *following) for table in tree.iter(f"{{{A}}}tbl")):
        if any(cell.get("rowSpan") or cell.get("vMerge") for cell in table.iter(_CELL)):
            mend_spans([row.findall(_CELL) for row in table.findall(_ROW)])
    return [slide, *following]


def _take_away(pages: Sequence[list[Element]]) -> None:
    """Take the rows of `pages` out of their table; cells that a merge goes on through begin it anew on each page."""
    for page in pages:
        for column, cell in enumerate(page[0].findall(_CELL)):
            if cell.get("vMerge"):
                page[0].replace(cell, _resumed(cell, page[0], column))
    for row in (row for page in pages for row in page):
        _remove(row)


def _resumed(cell: Element, row: Element, column: int) -> Element:
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


def _heads(table: Element) -> int:
    properties = table.find(f"{{{A}}}tblPr")
    return int(properties is not None and properties.get("firstRow") == "1")


def _pages(table: Element, bottom: float, measure: RowHeights) -> Iterator[list[Element]]:
    """The rows of the table's body, page by page; each page holds one row at least, the last two where it can."""
    rows, heads = table.findall(_ROW), _heads(table)
    heights = measure.of(table, rows)
    room = bottom - _top(table) - sum(heights[:heads])
    page: list[Element] = []
    before: list[Element] = []
    used = 0.0
    for row, height in zip(rows[heads:], heights[heads:], strict=True):
        if page and used + height > room:
            carried = [page.pop()] if len(page) > 1 and _is_group_head(page[-1]) else []
            if before:
                yield before
            before, page, used = page, carried, sum(measure.of(table, carried))
        page.append(row)
        used += height
    _take_along(before, page, lambda rows: sum(measure.of(table, rows)) <= room)
    yield from filter(None, (before, page))


def _take_along(before: list[Element], last: list[Element], fits: Callable[[list[Element]], bool]) -> None:
    """Move rows on to the last page, so that none stands alone there but for its group's head."""
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


def skeleton(slide: Element, word: str) -> Element:
    """The slide with its placeholders and watermark, and its tables without their body's rows."""
    made = deepcopy(slide)
    shapes = made.find(f"{{{P}}}cSld/{{{P}}}spTree")
    assert shapes is not None  # noqa: S101
    for shape in list(shapes)[2:]:
        holder = shape.find(f".//{{{P}}}ph")
        if shape.find(f".//{{{A}}}tbl") is None and holder is None and not is_watermark(shape):
            shapes.remove(shape)
        elif holder is not None and holder.get("type") in {"title", "ctrTitle"}:
            _append(shape, word)
    for table in made.iter(f"{{{A}}}tbl"):
        for row in table.findall(_ROW)[_heads(table) :]:
            table.remove(row)
    return made


def is_watermark(shape: Element) -> bool:
    """Whether `shape` was laid over the slide, and so lies on each that goes on from it."""
    return shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr[@userDrawn='1']") is not None


def _append(shape: Element, word: str) -> None:
    runs = list(shape.iter(f"{{{A}}}r"))
    if runs and word and word not in "".join(shape.itertext()):
        more = deepcopy(runs[-1])
        next(more.iter(f"{{{A}}}t")).text = f" ({word})"
        runs[-1].addnext(more)


def _put_rows(slide: Element, left: dict[str, list[Element]]) -> None:
    for number, table in _tables(slide).items():
        if number in left:
            for row in left[number]:
                table.append(row)
        else:
            _remove(next(table.iterancestors(f"{{{P}}}graphicFrame")))
