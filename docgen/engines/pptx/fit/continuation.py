"""Continue tables that are taller than a slide on further slides, each with the header rows."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
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


def continue_tables(
    slide: Element,
    bottom: float,
    suffix: str,
    heights: RowHeights = _MEASURE,
    fixed: frozenset[str] = frozenset(),
) -> list[Element]:
    """`slide`, shortened in place, and its continuations, so that no table extends below `bottom` points.

    A table whose frame's id is `fixed` stays as it is.

    A continuation has the placeholders, `suffix` after its title, and the remaining rows under their header row; other
    shapes are on the first slide only. A row that is taller than a slide is alone on its slide.
    """
    pages = {
        number: list(_pages(table, bottom, heights)) for number, table in _tables(slide).items() if number not in fixed
    }
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
    for row in (row for page in pages for row in page):
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


def _pages(table: Element, bottom: float, measure: RowHeights) -> Iterator[list[Element]]:
    """The body rows by page: at least one on each page, and at least two on the last if possible."""
    rows, heads = table.findall(_ROW), _header_count(table)
    heights = measure.of(table, rows)
    available = bottom - _top(table) - sum(heights[:heads])
    page: list[Element] = []
    before: list[Element] = []
    used = 0.0
    for row, height in zip(rows[heads:], heights[heads:], strict=True):
        if page and used + height > available:
            carried = [page.pop()] if len(page) > 1 and _is_group_head(page[-1]) else []
            if before:
                yield before
            before, page, used = page, carried, sum(measure.of(table, carried))
        page.append(row)
        used += height
    _avoid_orphans(before, page, lambda rows: sum(measure.of(table, rows)) <= available)
    yield from filter(None, (before, page))


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
