"""Create a chart part from figures, where the template has no chart.

Colours and fonts are the theme's, and so the brand's; the text size is the caller's. Gridlines are light. There is no
value axis if each figure has a label.
"""

from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from docgen.engines.office.charts.axis_ends import space_for_labels
from docgen.engines.office.charts.figures import KINDS, ChartData
from docgen.engines.office.charts.markup import accents, axis_xml, name_xml, number_format_xml, values_xml
from docgen.messages import MessageError
from docgen.ooxml.names import A, C, R

_MOST_SLICES_NAMED = 8
_MOST_SLICES_LABELLED = 6
_MOST_MARKERS = 24
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_WHITE = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
_FLAGS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
_FIRST, _SECOND = 1, 2
_MOST_LABELS = 14
_GREY = '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="{}"/></a:schemeClr></a:solidFill>'
_AXIS_LINE = f'<c:spPr><a:ln w="9525">{_GREY.format(65000)}</a:ln></c:spPr>'
_NO_AXIS_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_GRID = f'<c:majorGridlines><c:spPr><a:ln w="6350">{_GREY.format(85000)}</a:ln></c:spPr></c:majorGridlines>'


def new_chart(data: ChartData, size: float = 12) -> bytes:
    """A chart part for `data` of its `kind`, in text of `size` points; its workbook is the relationship `rId1`.

    Raises ValueError if `data` names no kind.
    """
    if not data.kind:
        raise MessageError("chart.kind:none", known=KINDS)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_title(data, size)}<c:plotArea><c:layout/>{_DRAWN[data.kind](data, size)}</c:plotArea>"
        f"{_legend(data)}"
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/>{_NO_LINE}</c:spPr>'
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{_format(size)}<a:endParaRPr/></a:p></c:txPr>"
        f'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _format(size: float, colour: str = "tx1", bold: bool = False) -> str:
    """Paragraph properties of text, with the theme's fonts for each script."""
    fonts = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    return f'<a:pPr><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{fill}{fonts}</a:defRPr></a:pPr>'


def _title(data: ChartData, size: float) -> str:
    if not data.title:
        return '<c:autoTitleDeleted val="1"/>'
    words = f"{_format(size * 1.2, bold=True)}<a:r><a:t>{escape(data.title)}</a:t></a:r>"
    rich = f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{words}</a:p></c:rich></c:tx>"
    return f'<c:title>{rich}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'


def _legend(data: ChartData) -> str:
    """A legend, if labels don't name everything."""
    if data.kind == "doughnut" or (data.kind == "pie" and len(data.categories) > _MOST_SLICES_NAMED):
        place = "r"
    elif len(data.series) > 1:
        place = "t"
    else:
        return ""
    return f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/></c:legend>'


def _series(data: ChartData, properties: Callable[[str], str], after: str = "") -> str:
    """The series, each with the result of `properties` for its fill, and with `after` at its end."""
    is_scatter, colours = data.kind == "scatter", accents()
    axis = axis_xml(data, is_scatter)
    return "".join(
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{name_xml(series, number)}'
        f"{properties(_fill(colours, number))}{axis}{values_xml(data, number, is_scatter)}{after}</c:ser>"
        for number, series in enumerate(data.series)
    )


def _fill(colours: tuple[tuple[str, str], ...], number: int) -> str:
    name, changes = colours[number % len(colours)]
    return f'<a:solidFill><a:schemeClr val="{name}">{changes}</a:schemeClr></a:solidFill>'


def _labels(shown: tuple[str, ...], place: str = "", before: str = "") -> str:
    """Labels with the contents `shown`, of `_FLAGS`, at `place`; `before` is markup of their number format and text."""
    flags = "".join(f'<c:show{name} val="{int(name in shown)}"/>' for name in _FLAGS)
    position = f'<c:dLblPos val="{place}"/>' if place else ""
    separator = "<c:separator>\n</c:separator>" if len(shown) > 1 else ""
    return f"<c:dLbls>{before}{position}{flags}{separator}</c:dLbls>"


def _unbroken(size: float) -> str:
    """Text properties of a label that stays on one line, however narrow its bar."""
    return f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p>{_format(size)}<a:endParaRPr/></a:p></c:txPr>'


def _highlight(data: ChartData) -> str:
    """The highlighted bar, in the second accent."""
    if data.mark is None:
        return ""
    fill = f"<c:spPr>{_fill(accents(), 1)}</c:spPr>"
    number = data.categories.index(data.mark)
    return f'<c:dPt><c:idx val="{number}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{fill}</c:dPt>'


def _bars(data: ChartData, size: float) -> str:
    is_stacked, direction = data.kind == "stacked", "bar" if data.kind == "bar" else "col"
    labels = _labels(("Val",), "outEnd", _unbroken(size)) if _is_labelled(data) else ""
    after = f'<c:invertIfNegative val="0"/>{_highlight(data)}{labels}'
    series = _series(data, lambda fill: f"<c:spPr>{fill}</c:spPr>{after}")
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{"stacked" if is_stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{_gap(data)}"/>'
        f'<c:overlap val="{100 if is_stacked else 0}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_category_axes(data)}"
    )


def _gap(data: ChartData) -> int:
    """The gap between categories, in hundredths of a bar's width; larger for few bars."""
    if len(data.categories) <= 3:
        return 300 if len(data.categories) == 1 else 150
    return 60 if data.kind == "stacked" or len(data.series) == 1 else 90


def _lines(data: ChartData, size: float) -> str:
    marked, dot = len(data.categories) <= _MOST_MARKERS, max(6, round(size * 0.6))
    labels = _labels(("Val",), "t", _unbroken(size)) if _is_labelled(data) else ""

    def properties(fill: str) -> str:
        return f'<c:spPr><a:ln w="28575" cap="rnd">{fill}<a:round/></a:ln></c:spPr>{_marker(fill, marked, dot)}{labels}'

    series = _series(data, properties, after='<c:smooth val="0"/>')
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="1"/><c:axId val="2"/></c:lineChart>{_category_axes(data)}'
    )


def _marker(fill: str, is_shown: bool, size: int) -> str:
    if not is_shown:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    edge = f'<a:ln w="9525">{_WHITE}</a:ln>'
    return f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/><c:spPr>{fill}{edge}</c:spPr></c:marker>'


def _points(data: ChartData, size: float) -> str:
    line = '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
    series = _series(
        data, lambda fill: line + _marker(fill, True, max(7, round(size * 0.7))), after='<c:smooth val="0"/>'
    )
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}'
        f'<c:axId val="1"/><c:axId val="2"/></c:scatterChart>{_scatter_axes(data)}'
    )


def _slices(data: ChartData) -> str:
    """A format for each slice: the next accent, with a light edge."""
    colours, edge = accents(), f'<a:ln w="12700">{_WHITE}</a:ln>'
    return "".join(
        f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/><c:spPr>{_fill(colours, number)}{edge}</c:spPr></c:dPt>'
        for number in range(len(data.categories))
    )


def _pie(data: ChartData, _: float) -> str:
    is_named = len(data.categories) <= _MOST_SLICES_NAMED
    share = '<c:numFmt formatCode="0%" sourceLinked="0"/>'
    labels = _labels(("CatName", "Percent"), "outEnd", share) if is_named else ""
    series = _series(data, lambda _: _slices(data) + labels)
    return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'


def _doughnut(data: ChartData, size: float) -> str:
    is_labelled_inside = len(data.categories) <= _MOST_SLICES_LABELLED
    ink = f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{_format(size, 'bg1', bold=True)}<a:endParaRPr/></a:p></c:txPr>"
    share = '<c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
    labels = _labels(("Percent",), before=share + ink) if is_labelled_inside else ""
    series = _series(data, lambda _: _slices(data) + labels)
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/><c:holeSize val="55"/>'
        f"</c:doughnutChart>"
    )


_DRAWN: Mapping[str, Callable[[ChartData, float], str]] = {
    "bar": _bars, "column": _bars, "stacked": _bars, "line": _lines, "pie": _pie, "doughnut": _doughnut,
    "scatter": _points,
}  # fmt: skip


def _is_labelled(data: ChartData) -> bool:
    """Whether every figure has a label, so that no value axis is needed."""
    if data.kind == "line":
        return len(data.series) == 1 and len(data.categories) <= _MOST_LABELS
    return data.kind in ("bar", "column") and len(data.series) * len(data.categories) <= _MOST_LABELS


def _category_axes(data: ChartData) -> str:
    """The axes of bars, columns and lines; the categories of bars start at the top."""
    is_bar, is_plain = data.kind == "bar", _is_labelled(data)
    categories = (
        f"{_start(_FIRST, 'l' if is_bar else 'b', is_reversed=is_bar)}{number_format_xml('General', True)}"
        f"{_ticks('low')}{_AXIS_LINE}{_crossing(_SECOND, 'autoZero')}"
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    )
    ends = space_for_labels(data) if is_plain else ""
    values = (
        f"{_start(_SECOND, 'b' if is_bar else 'l', is_deleted=is_plain, ends=ends)}{'' if is_plain else _GRID}"
        f"{number_format_xml(_shown_format(data), True)}{_ticks('nextTo')}{_NO_AXIS_LINE}"
        f'{_crossing(_FIRST, "max" if is_bar else "autoZero")}<c:crossBetween val="between"/>'
    )
    return f"<c:catAx>{categories}</c:catAx><c:valAx>{values}</c:valAx>"


def _scatter_axes(data: ChartData) -> str:
    """The two value axes of a scatter chart; the vertical one has the figures' number format."""
    across = (
        f"{_start(_FIRST, 'b')}{number_format_xml('General', True)}{_ticks('low')}{_AXIS_LINE}"
        f'{_crossing(_SECOND, "autoZero")}<c:crossBetween val="midCat"/>'
    )
    up = (
        f"{_start(_SECOND, 'l')}{_GRID}{number_format_xml(_shown_format(data), True)}{_ticks('low')}{_NO_AXIS_LINE}"
        f'{_crossing(_FIRST, "autoZero")}<c:crossBetween val="midCat"/>'
    )
    return f"<c:valAx>{across}</c:valAx><c:valAx>{up}</c:valAx>"


def _shown_format(data: ChartData) -> str:
    return data.format_of(data.series[0])


def _start(number: int, place: str, *, is_reversed: bool = False, is_deleted: bool = False, ends: str = "") -> str:
    direction = "maxMin" if is_reversed else "minMax"
    return (
        f'<c:axId val="{number}"/><c:scaling><c:orientation val="{direction}"/>{ends}</c:scaling>'
        f'<c:delete val="{int(is_deleted)}"/><c:axPos val="{place}"/>'
    )


def _ticks(labels: str) -> str:
    return f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'


def _crossing(other: int, place: str) -> str:
    return f'<c:crossAx val="{other}"/><c:crosses val="{place}"/>'
