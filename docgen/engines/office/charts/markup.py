"""Markup of chart parts: element names, caches with their formulas, accent colours, graphic frames.

The formulas refer to the cells of the workbook in `office.charts.workbook`.
"""

from collections.abc import Collection, Iterable
from xml.sax.saxutils import escape, quoteattr

from docgen.engines.office.charts.figures import ChartData, Series, category_text, figure_text
from docgen.ooxml.names import A, C, Element, P, R

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
"""The content type of a chart part."""
CHART_RELATIONSHIP = f"{R}/chart"
"""The relationship of a slide or document to a chart part."""
WORKBOOK_RELATIONSHIP = f"{R}/package"
"""The relationship of a chart part to its workbook."""
SHEET = "Sheet1"
_ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
_ROUNDS = (
    "",
    '<a:lumMod val="60000"/>',
    '<a:lumMod val="80000"/><a:lumOff val="20000"/>',
)


def c(name: str) -> str:
    """A tag of DrawingML charts (ECMA-376 part 1, 21.2)."""
    return f"{{{C}}}{name}"


def a(name: str) -> str:
    """A tag of DrawingML itself (ECMA-376 part 1, 20.1)."""
    return f"{{{A}}}{name}"


def children(parent: Element, *names: str) -> list[Element]:
    """The children with these chart tags, in order."""
    wanted = {c(name) for name in names}
    return [child for child in parent if child.tag in wanted]


def value_of(parent: Element, name: str) -> int:
    """The `val` of the child with this chart tag as a number; 0 if there is none."""
    child = parent.find(c(name))
    text = "" if child is None else child.get("val", "")
    return int(text) if text.isdecimal() else 0


def slide_frame(rel_id: str, shape_id: int, name: str, alt: str, box: tuple[int, int, int, int]) -> str:
    """A `p:graphicFrame` for a shape tree; `box` is x, y, cx, cy in English metric units."""
    x, y, cx, cy = box
    return (
        f'<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}"><p:nvGraphicFramePr>'
        f'<p:cNvPr id="{shape_id}" name={quoteattr(name)} descr={quoteattr(alt)}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></p:xfrm>{chart_graphic(rel_id)}</p:graphicFrame>'
    )


def chart_graphic(rel_id: str) -> str:
    """The `a:graphic` that shows a chart part; the prefix `a` is declared around it."""
    chart = f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id={quoteattr(rel_id)}/>'
    return f'<a:graphic><a:graphicData uri="{C}">{chart}</a:graphicData></a:graphic>'


def column_letters(number: int) -> str:
    """The letters of a sheet's column, numbered from 0: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def accents(used: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Theme colours for further series, as (name, modifications); the first are accents that are not `used`.

    After six, Office darkens and then lightens the accents; so does this.
    """
    free = [(name, changes) for changes in _ROUNDS for name in _ACCENTS if changes or name not in used]
    return tuple(free)


def name_xml(series: Series, number: int) -> str:
    """The `c:tx` of series `number`, from 0."""
    cache = f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt>'
    formula = f"<c:f>{SHEET}!${column_letters(number + 1)}$1</c:f>"
    return f"<c:tx><c:strRef>{formula}<c:strCache>{cache}</c:strCache></c:strRef></c:tx>"


def axis_xml(data: ChartData, is_scatter: bool) -> str:
    """The `c:cat` of the series, or in a scatter chart their `c:xVal`."""
    texts, tag = [category_text(category) for category in data.categories], "xVal" if is_scatter else "cat"
    if is_scatter and not any(isinstance(category, str) for category in data.categories):
        return f"<c:{tag}>{_figures(0, texts, 'General')}</c:{tag}>"
    cache = _points(escape(text) for text in texts)
    return f"<c:{tag}><c:strRef>{_cells(0, len(texts))}<c:strCache>{cache}</c:strCache></c:strRef></c:{tag}>"


def values_xml(data: ChartData, number: int, is_scatter: bool) -> str:
    """The `c:val` of series `number`, from 0, or in a scatter chart its `c:yVal`; gaps are left out."""
    series, tag = data.series[number], "yVal" if is_scatter else "val"
    texts = ["" if value is None else figure_text(value) for value in series.values]
    return f"<c:{tag}>{_figures(number + 1, texts, data.format_of(series))}</c:{tag}>"


def number_format_xml(number_format: str, is_linked: bool) -> str:
    """A `c:numFmt`; `is_linked`: Office updates the format from the cells."""
    return f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="{int(is_linked)}"/>'


def _figures(column: int, texts: list[str], number_format: str) -> str:
    cache = f"<c:formatCode>{escape(number_format)}</c:formatCode>{_points(texts)}"
    return f"<c:numRef>{_cells(column, len(texts))}<c:numCache>{cache}</c:numCache></c:numRef>"


def _cells(column: int, count: int) -> str:
    letters = column_letters(column)
    last = f":${letters}${count + 1}" if count > 1 else ""
    return f"<c:f>{SHEET}!${letters}$2{last}</c:f>"


def _points(texts: Iterable[str]) -> str:
    points = [f'<c:pt idx="{number}"><c:v>{text}</c:v></c:pt>' if text else "" for number, text in enumerate(texts)]
    return f'<c:ptCount val="{len(points)}"/>{"".join(points)}'
