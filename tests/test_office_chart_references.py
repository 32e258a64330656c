"""References of a template's chart to its old workbook are removed; an unsupported chart is refused."""

from datetime import date

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from test_office_chart_template import NAMES, chart, drawn, filled, texts

from docgen.engines.office.charts.markup import C
from docgen.engines.office.charts.template import ChartTemplate


def changed(part: bytes, find: str, replacement: str) -> bytes:
    assert find.encode() in part
    return part.replace(find.encode(), replacement.encode(), 1)


def test_what_leans_on_the_old_workbook_goes() -> None:
    part = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1)
    cells = (
        '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}" xmlns:c15="http://schemas.microsoft.com/office/'
        'drawing/2012/chart"><c15:datalabelsRange><c15:f>Sheet1!$F$2</c15:f></c15:datalabelsRange></c:ext>'
        '<c:ext uri="{C3380CC4-5D6E-409C-BE32-E72D297353CC}" xmlns:c16="http://schemas.microsoft.com/office/drawing/'
        '2014/chart"><c16:uniqueId val="{00000000-0000-0000-0000-000000000001}"/></c:ext></c:extLst></c:ser>'
    )
    bars = (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/><c:plus><c:numRef><c:f>'
        "Sheet1!$G$2</c:f></c:numRef></c:plus></c:errBars><c:cat>"
    )
    part = changed(changed(part, "</c:ser>", cells), "<c:cat>", bars)
    filled_part = ChartTemplate.compile(part).fill(chart(["a"], {"s": [1], "t": [2]}))
    assert b"$F$2" not in filled_part
    assert b"$G$2" not in filled_part
    assert filled_part.count(b"uniqueId") == 1


def test_a_linked_title_becomes_the_words_it_showed() -> None:
    linked = (
        '<c:chart><c:title><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        '<c:v>Shown</c:v></c:pt></c:strCache></c:strRef></c:tx><c:overlay val="0"/></c:title>'
    )
    part = changed(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1), "<c:chart>", linked)
    root = filled(part, chart(["a"], {"s": [1]}))
    assert texts(root, "//c:title//a:t/text()") == ["Shown"]
    assert texts(root, "//c:title//c:f") == []


def test_a_date_axis_becomes_one_of_categories() -> None:
    data = CategoryChartData()
    data.categories = [date(2026, 1, 1), date(2026, 2, 1)]
    data.add_series("s", (1, 2))
    slide = pptx.Presentation().slides.add_slide(pptx.Presentation().slide_layouts[6])
    part = slide.shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, 1, 1, data).chart.part.blob
    root = filled(part, chart(["一月", "二月"], {"s": [1, 2]}))
    assert b"dateAx" in part
    assert root.xpath("//c:dateAx | //c:baseTimeUnit", namespaces=NAMES) == []
    assert texts(root, "//c:cat//c:v/text()") == ["一月", "二月"]


def part_with(inside: str) -> bytes:
    return f'<c:chartSpace xmlns:c="{C}">{inside}</c:chartSpace>'.encode()


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (b"<x/>", "newer kind"),
        (b"<c:chartSpace", "broken"),
        (part_with("<c:chart/>"), "no plot area"),
        (part_with("<c:chart><c:plotArea><c:barChart/></c:plotArea></c:chart>"), "no series"),
        (part_with("<c:chart><c:plotArea><c:bubbleChart/></c:plotArea></c:chart>"), "bubble"),
    ],
)
def test_a_part_that_can_not_be_filled_is_refused_with_the_reason(part: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ChartTemplate.compile(part)


def test_further_series_take_numbers_that_no_drawn_one_has() -> None:
    part = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 2).replace(b'<c:idx val="1"/>', b'<c:idx val="2"/>')
    part = changed(part, '<c:order val="1"/>', '<c:order val="7"/>')
    root = filled(part, chart(["a"], {"s": [1], "t": [1], "u": [1], "v": [1]}))
    assert texts(root, "//c:ser/c:idx/@val") == ["0", "2", "3", "4"]
    assert texts(root, "//c:ser/c:order/@val") == ["0", "7", "8", "9"]


def test_the_x_axis_of_a_scatter_chart_keeps_its_own_number_format() -> None:
    root = filled(drawn(XL_CHART_TYPE.XY_SCATTER, 1), chart([1], {"s": [1]}, number_format="0%"))
    axes = "//c:valAx[c:axPos/@val='{}']/c:numFmt/@formatCode"
    assert texts(root, axes.format("l")) == ["0%"]
    assert texts(root, axes.format("b")) == ["General"]


@pytest.mark.parametrize(
    ("kind", "retained"), [(XL_CHART_TYPE.COLUMN_CLUSTERED, ["0"]), (XL_CHART_TYPE.PIE, ["0", "2"])]
)
def test_legend_entries_beyond_what_the_legend_lists_go(kind: XL_CHART_TYPE, retained: list[str]) -> None:
    entries = "".join(f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>' for n in (0, 2, 5))
    legend = f'</c:plotArea><c:legend><c:legendPos val="r"/>{entries}</c:legend>'
    part = changed(drawn(kind, 1, lambda made: setattr(made, "has_legend", False)), "</c:plotArea>", legend)
    root = filled(part, chart(["a", "b", "c"], {"s": [1, 2, 3]}))
    assert texts(root, "//c:legendEntry/c:idx/@val") == retained
