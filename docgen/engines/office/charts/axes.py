"""Turns a chart's kind and figures into its axes: light gridlines, and none where each figure is written out."""

from docgen.engines.office.charts.cache import number_format_xml
from docgen.engines.office.charts.figures import ChartData

_FIRST, _SECOND = 1, 2
_MOST_LABELS = 14
_GREY = '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="{}"/></a:schemeClr></a:solidFill>'
_AXIS_LINE = f'<c:spPr><a:ln w="9525">{_GREY.format(65000)}</a:ln></c:spPr>'
_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_GRID = f'<c:majorGridlines><c:spPr><a:ln w="6350">{_GREY.format(85000)}</a:ln></c:spPr></c:majorGridlines>'


def is_labelled(data: ChartData) -> bool:
    """Whether every figure is written at its bar or point, so that no axis is needed to read it."""
    if data.kind == "line":
        return len(data.series) == 1 and len(data.categories) <= _MOST_LABELS
    return data.kind in ("bar", "column") and len(data.series) * len(data.categories) <= _MOST_LABELS


def category_axes(data: ChartData) -> str:
    """The axes of bars, columns and lines; the categories of bars are read from above."""
    is_bar, is_plain = data.kind == "bar", is_labelled(data)
    categories = (
        f"{_start(_FIRST, 'l' if is_bar else 'b', is_reversed=is_bar)}{number_format_xml('General', True)}"
        f"{_ticks('low')}{_AXIS_LINE}{_crossing(_SECOND, 'autoZero')}"
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    )
    values = (
        f"{_start(_SECOND, 'b' if is_bar else 'l', is_deleted=is_plain)}{'' if is_plain else _GRID}"
        f"{number_format_xml(_shown_format(data), True)}{_ticks('nextTo')}{_NO_LINE}"
        f'{_crossing(_FIRST, "max" if is_bar else "autoZero")}<c:crossBetween val="between"/>'
    )
    return f"<c:catAx>{categories}</c:catAx><c:valAx>{values}</c:valAx>"


def scatter_axes(data: ChartData) -> str:
    """The two value axes of a scatter chart; the figures' number format is that of the upright one."""
    across = (
        f"{_start(_FIRST, 'b')}{number_format_xml('General', True)}{_ticks('low')}{_AXIS_LINE}"
        f'{_crossing(_SECOND, "autoZero")}<c:crossBetween val="midCat"/>'
    )
    up = (
        f"{_start(_SECOND, 'l')}{_GRID}{number_format_xml(_shown_format(data), True)}{_ticks('low')}{_NO_LINE}"
        f'{_crossing(_FIRST, "autoZero")}<c:crossBetween val="midCat"/>'
    )
    return f"<c:valAx>{across}</c:valAx><c:valAx>{up}</c:valAx>"


def _shown_format(data: ChartData) -> str:
    return data.format_of(data.series[0])


def _start(number: int, place: str, is_reversed: bool = False, is_deleted: bool = False) -> str:
    return (
        f'<c:axId val="{number}"/><c:scaling><c:orientation val="{"maxMin" if is_reversed else "minMax"}"/></c:scaling>'
        f'<c:delete val="{int(is_deleted)}"/><c:axPos val="{place}"/>'
    )


def _ticks(labels: str) -> str:
    return f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'


def _crossing(other: int, place: str) -> str:
    return f'<c:crossAx val="{other}"/><c:crosses val="{place}"/>'
