"""Fit the columns of a rendered Word table to its figures: widths by measured text, then smaller type, then a finding.

Widths are twentieths of a point. A figure is never broken: where a column is too narrow for one, it takes width from
columns that have some to spare; if there is none, the table's type gets smaller.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from docgen.brand import Brand
from docgen.engines.office.measure.figures import figures_in, shared_out, words_in
from docgen.engines.office.measure.typeface import Typeface
from docgen.errors import Finding
from docgen.ooxml.names import CELL, PARAGRAPH, ROW, RUN, TEXT, Element, w
from docgen.ooxml.xml import parse_xml

_LONG: Final = re.compile(r"\d[\d,.]{8}")
_PAD, _DEFAULT_MARGIN = 30.0, 108.0
_LEAST_TEXT: Final = 1100.0
"""A text column keeps this much, or its longest word."""
_STEPS: Final = (0.0, 1.0, 2.0)
"""By how many points a table's type gets smaller."""
_SMALLEST: Final = 6.5
_DEFAULT_SIZE: Final = 10.0
_CALIBRI: Final = Typeface("Calibri", "Microsoft YaHei", script_gap=0.25)
_SUM_STYLE: Final = "TableSum"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What a paragraph style says of its text: the size in points, and whether it is bold."""

    size: float = _DEFAULT_SIZE
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFitting:
    """What fitting a document's tables needs: typeface, paragraph styles by id; findings are added to `notices`."""

    typeface: Typeface = _CALIBRI
    styles: Mapping[str, TextStyle] = field(default_factory=dict[str, TextStyle])
    notices: list[Finding] = field(default_factory=list[Finding])


def column_fitting(brand: Brand, stylesheet: str) -> ColumnFitting:
    """How to measure the tables of a document with this brand and this styles part, which may be empty."""
    typeface = Typeface(brand.body_latin, brand.body_east_asian, script_gap=0.25)
    return ColumnFitting(typeface, _styles_of(stylesheet) if stylesheet else {})


def has_long_figures(text: str) -> bool:
    """Whether markup holds a figure that may be too wide for a column."""
    return _LONG.search(text) is not None


@lru_cache(maxsize=64)
def _styles_of(stylesheet: str) -> Mapping[str, TextStyle]:
    root = parse_xml(stylesheet.encode())
    size = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('sz')}")
    default = TextStyle(_half_points(size) or _DEFAULT_SIZE)
    items = {item.get(w("styleId"), ""): item for item in root.iter(w("style"))}
    return {name: _resolved(name, items, default) for name in items}


def _resolved(name: str, items: Mapping[str, Element], default: TextStyle) -> TextStyle:
    """A style's own size and weight, else those of the style that it is based on."""
    size, is_bold, seen = 0.0, None, set[str]()
    while name in items and name not in seen:
        seen.add(name)
        item = items[name]
        size = size or _half_points(item.find(f"{w('rPr')}/{w('sz')}"))
        bold = item.find(f"{w('rPr')}/{w('b')}")
        is_bold = _is_on(bold) if is_bold is None and bold is not None else is_bold
        based = item.find(w("basedOn"))
        name = "" if based is None else based.get(w("val"), "")
    return TextStyle(size or default.size, bool(is_bold))


def _half_points(element: Element | None) -> float:
    return 0.0 if element is None else float(element.get(w("val"), "0")) / 2


def _is_on(element: Element) -> bool:
    return element.get(w("val"), "1") not in {"0", "false", "off"}


def fit_table(table: Element, fitting: ColumnFitting) -> None:
    """Repair the spans of `table`, whose columns may have changed, set its column widths, and keep sums with rows."""
    _keep_sums(table)
    count = _column_count(table)
    grid = table.find(w("tblGrid"))
    if grid is None or not count:
        return
    total = sum(int(column.get(w("w"), "0")) for column in grid) or 9000
    is_changed = len(grid) != count
    if is_changed:
        _shrink_spans(table, count)
    widths = _present_widths(table, count, total)
    needs = [_Column(table, number, fitting).need() for number in range(count)]
    if not is_changed and all(least <= width for (least, _), width in zip(needs, widths, strict=True)):
        return
    _set_widths(table, grid, _fitted(table, widths, needs, total, fitting))


def _fitted(
    table: Element, widths: Sequence[float], needs: list[tuple[float, float]], total: float, fitting: ColumnFitting
) -> list[float]:
    """The widths of the columns; the type of `table` gets smaller if its figures need more."""
    for step in _STEPS:
        if step:
            _shrink(table, step if step == _STEPS[1] else step - _STEPS[1], fitting)
            needs = [_Column(table, number, fitting).need() for number in range(len(widths))]
        if sum(least for least, _ in needs) <= total:
            return shared_out(widths, needs, total)
    lacking = round((sum(least for least, _ in needs) - total) / 20)
    fitting.notices.append(Finding.of("fit.figures", points=lacking))
    return shared_out(widths, needs, total)


def _rows(table: Element) -> Iterator[Element]:
    return table.iterchildren(ROW)


def _span(cell: Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return int(span.get(w("val"), "1")) if span is not None else 1


def _column_count(table: Element) -> int:
    """How many columns the rows without merged cells have, else the widest row."""
    spans = [[_span(cell) for cell in row.iterchildren(CELL)] for row in _rows(table)]
    plain = [len(row) for row in spans if row and max(row) == 1]
    return max(plain, default=max((sum(row) for row in spans), default=0))


def _shrink_spans(table: Element, count: int) -> None:
    """Let the widest cell of each row that spans more columns than there are span fewer."""
    for row in _rows(table):
        cells = list(row.iterchildren(CELL))
        excess = sum(map(_span, cells)) - count
        if excess <= 0 or not cells:
            continue
        widest = max(cells, key=_span)
        span = widest.find(f"{w('tcPr')}/{w('gridSpan')}")
        if span is not None:
            span.set(w("val"), str(max(_span(widest) - excess, 1)))


def _present_widths(table: Element, count: int, total: float) -> list[float]:
    """The widths that the cells of a row without merged cells have; what they lack to `total` is the widest one's."""
    for row in _rows(table):
        cells = list(row.iterchildren(CELL))
        found = [cell.find(f"{w('tcPr')}/{w('tcW')}") for cell in cells]
        if len(cells) == count and all(_span(cell) == 1 for cell in cells) and None not in found:
            widths = [float(item.get(w("w"), "0")) for item in found if item is not None]
            if sum(widths) > 0:
                widths[widths.index(max(widths))] += total - sum(widths)
                return widths
    return [total / count] * count


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table that is measured."""

    table: Element
    number: int
    fitting: ColumnFitting

    def need(self) -> tuple[float, float]:
        """The least width of the column, for its figures, and what it keeps if there is enough, for its words."""
        least, kept = 0.0, 0.0
        for row in _rows(self.table):
            cell = self._cell(row)
            if cell is None:
                continue
            margins = _margins(cell, self.table)
            is_head = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            for text, size, bold in self._texts(cell, is_head=is_head):
                style = self.fitting.typeface.style(bold=bold)
                wide = max((style.width(part, size) * 20 for part in figures_in(text)), default=0.0)
                words = [text] if is_head else words_in(text)
                word = max((style.width(part, size) * 20 for part in words), default=0.0)
                least = max(least, wide + margins + _PAD if wide else 0.0)
                kept = max(kept, min(word + margins + _PAD, _LEAST_TEXT) if word else 0.0)
        return least, max(kept, least)

    def _cell(self, row: Element) -> Element | None:
        at = 0
        for cell in row.iterchildren(CELL):
            span = _span(cell)
            if at == self.number:
                return cell if span == 1 else None
            at += span
        return None

    def _texts(self, cell: Element, *, is_head: bool) -> Iterator[tuple[str, float, bool]]:
        """The text of each paragraph of a cell, with its size and weight; not of tables in it."""
        for paragraph in cell.iterchildren(PARAGRAPH):
            style = _style_of(paragraph, self.fitting)
            text, size, bold = "", 0.0, style.is_bold or is_head
            for run in paragraph.iter(RUN):
                text += "".join(part.text or "" for part in run.iterchildren(TEXT))
                size = max(size, _half_points(run.find(f"{w('rPr')}/{w('sz')}")) or style.size)
                weight = run.find(f"{w('rPr')}/{w('b')}")
                bold = bold or (weight is not None and _is_on(weight))
            if text:
                yield text, size, bold


def _style_of(paragraph: Element, fitting: ColumnFitting) -> TextStyle:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return fitting.styles.get("" if style is None else style.get(w("val"), ""), TextStyle())


def _margins(cell: Element, table: Element) -> float:
    """The left and right margins of a cell together."""
    for holder, path in ((cell, f"{w('tcPr')}/{w('tcMar')}"), (table, f"{w('tblPr')}/{w('tblCellMar')}")):
        margins = holder.find(path)
        if margins is not None:
            sides = (margins.find(w(side)) for side in ("left", "right"))
            return sum(_DEFAULT_MARGIN if side is None else float(side.get(w("w"), "0")) for side in sides)
    return 2 * _DEFAULT_MARGIN


def _shrink(table: Element, points: float, fitting: ColumnFitting) -> None:
    """Make all type in `table` smaller by `points`."""
    for paragraph in table.iter(PARAGRAPH):
        size = _style_of(paragraph, fitting).size
        for run in paragraph.iter(RUN):
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.Element(w("rPr"))
                run.insert(0, properties)
            own = _half_points(properties.find(w("sz"))) or size
            _set_size(properties, max(own - points, min(own, _SMALLEST)))


def _set_size(properties: Element, points: float) -> None:
    for name in ("sz", "szCs"):
        found = properties.find(w(name))
        if found is None:
            found = etree.SubElement(properties, w(name))
            _in_order(properties, found)
        found.set(w("val"), str(round(points * 2)))


_AFTER_SIZE: Final = tuple(
    w(name) for name in ("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
                         "eastAsianLayout", "specVanish", "oMath")
)  # fmt: skip
"""What follows the sizes in run properties (ECMA-376 part 1, 17.3.2.28)."""


def _in_order(properties: Element, added: Element) -> None:
    following = next((child for child in properties if child.tag in _AFTER_SIZE), None)
    if following is not None:
        following.addprevious(added)


def _set_widths(table: Element, grid: Element, widths: Sequence[float]) -> None:
    whole = [round(width) for width in widths]
    whole[whole.index(max(whole))] += round(sum(widths)) - sum(whole)
    grid[:] = [etree.Element(w("gridCol"), {w("w"): str(width)}) for width in whole]
    for row in _rows(table):
        at = 0
        for cell in row.iterchildren(CELL):
            span = _span(cell)
            found = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if found is not None:
                found.set(w("w"), str(sum(whole[at : at + span])))
                found.set(w("type"), "dxa")
            at += span


def _keep_sums(table: Element) -> None:
    """Keep each row of a sum with the row above it, as Word knows only to keep a row with the next one."""
    for row in _rows(table):
        above = row.getprevious()
        if above is None or above.tag != ROW or row.find(f".//{w('pStyle')}[@{w('val')}='{_SUM_STYLE}']") is None:
            continue
        for paragraph in above.iter(PARAGRAPH):
            _keep_with_next(paragraph)


def _keep_with_next(paragraph: Element) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    if properties.find(w("keepNext")) is None:
        style = properties.find(w("pStyle"))
        properties.insert(0 if style is None else properties.index(style) + 1, etree.Element(w("keepNext")))
