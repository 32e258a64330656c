"""A template's chart keeps its format and takes the data, with any number of series and points."""

import copy
import io
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from docgen.engines.office.charts.figures import ChartData, Series, chart_function
from docgen.engines.office.charts.markup import A, C
from docgen.engines.office.charts.template import ChartTemplate
from docgen.engines.office.charts.workbook import workbook
from docgen.ooxml.zip_file import read_members, unpack

chart = chart_function()
NAMES = {"c": C, "a": A, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
Drawn = Any
KINDS = {
    XL_CHART_TYPE.BAR_CLUSTERED: "bar",
    XL_CHART_TYPE.COLUMN_CLUSTERED: "column",
    XL_CHART_TYPE.COLUMN_STACKED: "stacked",
    XL_CHART_TYPE.LINE_MARKERS: "line",
    XL_CHART_TYPE.PIE: "pie",
    XL_CHART_TYPE.DOUGHNUT: "doughnut",
    XL_CHART_TYPE.XY_SCATTER: "scatter",
    XL_CHART_TYPE.AREA: "",
    XL_CHART_TYPE.RADAR: "",
}


def drawn(kind: XL_CHART_TYPE, series: int = 2, shape: Callable[[Drawn], None] = lambda _: None) -> bytes:
    """The chart part of a template chart with three points in each series, modified by `shape`."""
    xy = kind == XL_CHART_TYPE.XY_SCATTER
    data: Any = XyChartData(number_format="0.0") if xy else CategoryChartData(number_format="0.0")
    if not xy:
        data.categories = ["old 1", "old 2", "old 3"]
    for number in range(series):
        one = data.add_series(f"Old {number}") if xy else data.add_series(f"Old {number}", (11, 12, 13))
        for x in (1, 2, 3) if xy else ():
            one.add_data_point(x, 11)
    slide = pptx.Presentation().slides.add_slide(pptx.Presentation().slide_layouts[6])
    made = slide.shapes.add_chart(kind, 0, 0, Pt(400), Pt(300), data).chart
    shape(made)
    part = made.part.blob
    if (
        kind == XL_CHART_TYPE.RADAR
    ):  # python-pptx smooths radar series and numbers axes below zero; the schema has neither
        part = part.replace(b'<c:smooth val="0"/>', b"")
    return re.sub(rb'val="-(\d{6,})"', rb'val="\1"', part)


def filled(part: bytes, data: ChartData) -> etree._Element:
    return etree.fromstring(ChartTemplate.compile(part).fill(data))


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(found) for found in root.xpath(path, namespaces=NAMES)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("in_template", [1, 2, 3])
@pytest.mark.parametrize("in_data", [1, 3, 5])
def test_each_kind_takes_fewer_as_many_and_more_series(kind: XL_CHART_TYPE, in_template: int, in_data: int) -> None:
    if kind == XL_CHART_TYPE.PIE:
        in_data = 1
    scatter = kind == XL_CHART_TYPE.XY_SCATTER
    names = ["之前 & <b>", "After", "C", "D", "E"][:in_data]
    data = chart(
        [1, 2, 3, 4] if scatter else ["甲", "R&D", "{{ 7*7 }}", ""],
        {name: [1, -2 if KINDS[kind] not in ("pie", "doughnut") else 2, None, Decimal("0.5")] for name in names},
    )
    template = ChartTemplate.compile(drawn(kind, in_template))
    root = etree.fromstring(template.fill(data))
    values = "c:yVal" if scatter else "c:val"
    assert template.kind == KINDS[kind]
    assert texts(root, "//c:ser/c:tx//c:v/text()") == names
    assert texts(root, "//c:ser/c:tx//c:f/text()") == [f"Sheet1!${letter}$1" for letter in "BCDEF"[:in_data]]
    assert texts(root, f"//c:ser/{values}//c:f/text()") == [f"Sheet1!${x}$2:${x}$5" for x in "BCDEF"[:in_data]]
    for one in root.xpath("//c:ser", namespaces=NAMES):
        assert texts(one, f"{values}//c:ptCount/@val") == ["4"]
        assert texts(one, f"{values}//c:pt/@idx") == ["0", "1", "3"]
        assert texts(one, f"{values}//c:formatCode/text()") == ["0.0"]
        assert texts(one, "c:cat//c:v/text()") == ([] if scatter else ["甲", "R&D", "{{ 7*7 }}"])
        assert texts(one, "c:xVal//c:v/text()") == (["1", "2", "3", "4"] if scatter else [])
    assert len(set(texts(root, "//c:ser/c:idx/@val"))) == in_data
    assert len(set(texts(root, "//c:ser/c:order/@val"))) == in_data
    assert texts(root, "//c:externalData/@r:id") == [template.workbook_id] == ["rId1"]
    assert b"old" not in template.fill(data).lower()


def test_a_series_keeps_its_format_and_further_ones_repeat_the_last_in_the_next_accents() -> None:
    def shape(made: Drawn) -> None:
        first, second = made.plots[0].series
        first.format.fill.solid()
        first.format.fill.fore_color.rgb = RGBColor(1, 2, 3)
        second.format.fill.solid()
        second.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2
        second.format.fill.fore_color.brightness = 0.4
        second.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_2

    root = filled(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 2, shape), chart(["a"], {n: [1] for n in "abcdefgh"}))
    fills = [texts(one, "c:spPr/a:solidFill/*/@val")[0] for one in root.xpath("//c:ser", namespaces=NAMES)]
    lines = [texts(one, "c:spPr/a:ln//@val")[:1] for one in root.xpath("//c:ser", namespaces=NAMES)]
    assert fills == ["010203", "accent2", "accent1", "accent3", "accent4", "accent5", "accent6", "accent1"]
    assert lines[1:5] == [["accent2"], ["accent1"], ["accent3"], ["accent4"]]
    light = texts(root, "//c:ser[3]/c:spPr/a:solidFill/a:schemeClr/a:lumMod/@val")
    dark = texts(root, "//c:ser[8]/c:spPr/a:solidFill/a:schemeClr/a:lumMod/@val")
    assert light == ["60000"]
    assert dark == ["60000", "60000"]


def test_markers_of_further_lines_take_the_next_accent_too() -> None:
    def shape(made: Drawn) -> None:
        one = made.plots[0].series[0]
        one.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        one.marker.format.fill.solid()
        one.marker.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1

    root = filled(drawn(XL_CHART_TYPE.LINE_MARKERS, 1, shape), chart(["a"], {n: [1] for n in "ab"}))
    assert texts(root, "//c:ser[2]/c:spPr//a:schemeClr/@val") == ["accent2"]
    assert texts(root, "//c:ser[2]/c:marker/c:spPr//a:schemeClr/@val") == ["accent2"]


def point_formats(made: Drawn) -> None:
    for number in (0, 2):
        point = made.plots[0].series[0].points[number]
        point.format.fill.solid()
        point.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_5
        point.data_label.text_frame.text = f"note {number}"
        point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END


@pytest.mark.parametrize(("points", "retained"), [(1, ["0"]), (3, ["0", "2"]), (9, ["0", "2"])])
def test_formats_of_single_points_beyond_the_data_go_and_are_not_repeated(points: int, retained: list[str]) -> None:
    data = chart(list(range(points)), {"a": [1] * points, "b": [1] * points})
    root = filled(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1, point_formats), data)
    assert texts(root, "//c:ser/c:dPt/c:idx/@val") == retained
    assert texts(root, "//c:ser/c:dLbls/c:dLbl/c:idx/@val") == retained


def test_a_pie_with_a_format_for_each_slice_goes_on_in_the_next_accents() -> None:
    def shape(made: Drawn) -> None:
        for number in range(3):
            fill = made.plots[0].series[0].points[number].format.fill
            fill.solid()
            fill.fore_color.theme_color = (
                MSO_THEME_COLOR.ACCENT_1,
                MSO_THEME_COLOR.ACCENT_2,
                MSO_THEME_COLOR.ACCENT_4,
            )[number]

    part = drawn(XL_CHART_TYPE.PIE, 1, shape)
    colours = "//c:dPt/c:spPr/a:solidFill/a:schemeClr/@val"
    five = filled(part, chart(list("abcde"), {"s": range(1, 6)}))
    assert texts(five, "//c:dPt/c:idx/@val") == list("01234")
    assert texts(five, colours) == ["accent1", "accent2", "accent4", "accent3", "accent5"]
    assert texts(filled(part, chart(list("ab"), {"s": [1, 2]})), colours) == ["accent1", "accent2"]


def test_a_doughnut_repeats_its_slices_in_each_ring() -> None:
    def shape(made: Drawn) -> None:
        for number in range(3):
            made.plots[0].series[0].points[number].format.fill.solid()
            made.plots[0].series[0].points[number].format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1

    root = filled(drawn(XL_CHART_TYPE.DOUGHNUT, 1, shape), chart(list("abcd"), {"s": range(4), "t": range(4)}))
    assert [texts(one, "c:dPt/c:idx/@val") for one in root.xpath("//c:ser", namespaces=NAMES)] == [list("0123")] * 2


def test_a_title_keeps_its_format_and_takes_the_words_of_the_call() -> None:
    def shape(made: Drawn) -> None:
        made.has_title = True
        made.chart_title.text_frame.text = "Old title"
        made.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(21)

    part = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1, shape)
    renamed = filled(part, chart(["a"], {"s": [1]}, title="新 & <title>"))
    assert texts(renamed, "//c:title//a:t/text()") == ["新 & <title>"]
    assert texts(renamed, "//c:title//a:r/a:rPr/@sz") == ["2100"]
    assert texts(filled(part, chart(["a"], {"s": [1]})), "//c:title//a:t/text()") == ["Old title"]


def test_a_chart_without_a_title_gets_one_only_where_the_call_names_it() -> None:
    part = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1, lambda made: setattr(made, "has_title", False))
    named = filled(part, chart(["a"], {"s": [1]}, title="T"))
    assert texts(named, "//c:title//a:t/text() | //c:autoTitleDeleted/@val") == ["T", "0"]
    plain = filled(part, chart(["a"], {"s": [1]}))
    assert texts(plain, "//c:title//a:t/text() | //c:autoTitleDeleted/@val") == ["1"]


def test_a_number_format_reaches_what_follows_the_cells_and_leaves_what_the_manager_set() -> None:
    def shape(made: Drawn) -> None:
        made.plots[0].has_data_labels = True
        made.plots[0].data_labels.number_format = "0.000"
        made.plots[0].data_labels.number_format_is_linked = False
        made.value_axis.tick_labels.number_format = "General"

    part = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1, shape)
    root = filled(part, chart(["a"], {"s": [1]}, number_format='0 "<&"'))
    assert texts(root, "//c:val//c:formatCode/text()") == ['0 "<&"']
    assert texts(root, "//c:valAx/c:numFmt/@formatCode") == ['0 "<&"']
    assert texts(root, "//c:dLbls/c:numFmt/@formatCode") == ["0.000"]
    assert texts(filled(part, chart(["a"], {"s": [1]})), "//c:valAx/c:numFmt/@formatCode") == ["General"]


def test_a_completed_chart_says_the_template_s_kind_and_formats() -> None:
    completed = ChartTemplate.compile(drawn(XL_CHART_TYPE.BAR_CLUSTERED, 1)).completed(
        chart(["a"], {"s": [1], "t": [2]})
    )
    assert completed.kind == "bar"
    assert [one.number_format for one in completed.series] == ["0.0", "0.0"]
    assert completed.alt_text("en") == "Bar chart: a. s: 1.0. t: 2.0."


def combined(part: bytes) -> bytes:
    """Columns combined with a line on secondary axes."""
    root = etree.fromstring(part)
    plot = root.find(f".//{{{C}}}plotArea")
    columns = plot.find(f"{{{C}}}barChart")
    second = columns.findall(f"{{{C}}}ser")[1]
    line = etree.SubElement(plot, f"{{{C}}}lineChart")
    columns.addnext(line)
    etree.SubElement(line, f"{{{C}}}grouping", {"val": "standard"})
    line.append(second)
    for child in second.findall(f"{{{C}}}invertIfNegative"):
        second.remove(child)
    for name in ("catAx", "valAx"):
        axis = copy.deepcopy(plot.find(f"{{{C}}}{name}"))
        plot.append(axis)
        for holder in (axis.find(f"{{{C}}}axId"), axis.find(f"{{{C}}}crossAx")):
            holder.set("val", holder.get("val").lstrip("-") + "9")
        etree.SubElement(line, f"{{{C}}}axId", {"val": axis.find(f"{{{C}}}axId").get("val")})
    return etree.tostring(root)


def test_the_line_of_a_combined_chart_goes_with_its_series_and_its_axes() -> None:
    part = combined(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 2))
    both, one = (filled(part, chart(["a"], {n: [1] for n in names})) for names in ("st", "s"))
    assert len(both.xpath("//c:lineChart/c:ser | //c:barChart/c:ser", namespaces=NAMES)) == 2
    assert len(both.xpath("//c:catAx | //c:valAx", namespaces=NAMES)) == 4
    assert one.xpath("//c:lineChart", namespaces=NAMES) == []
    assert len(one.xpath("//c:catAx | //c:valAx", namespaces=NAMES)) == 2
    three = filled(part, chart(["a"], {n: [1] for n in "stu"}))
    assert texts(three, "//c:lineChart/c:ser/c:tx//c:v/text()") == ["t", "u"]


def test_data_that_this_kind_of_chart_can_not_show_is_refused() -> None:
    with pytest.raises(ValueError, match="one series"):
        filled(drawn(XL_CHART_TYPE.PIE, 1), chart(["a"], {"s": [1], "t": [1]}))
    with pytest.raises(ValueError, match="x axis"):
        filled(drawn(XL_CHART_TYPE.XY_SCATTER, 1), chart(["a"], {"s": [1]}))


def test_another_prefix_for_the_chart_namespace_is_read_as_well() -> None:
    part = (
        drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1)
        .replace(b"<c:", b"<")
        .replace(b"</c:", b"</")
        .replace(b"xmlns:c=", b"xmlns=")
    )
    assert texts(filled(part, chart(["a"], {"s": [1]})), "//c:ser/c:tx//c:v/text()") == ["s"]


def test_a_template_is_frozen_crosses_processes_and_gives_the_same_bytes() -> None:
    template = ChartTemplate.compile(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 2, point_formats))
    data = ChartData(("a",), (Series("s", (1,)),))
    assert pickle.loads(pickle.dumps(template)).fill(data) == template.fill(data)
    with pytest.raises(AttributeError):
        template.kind = "pie"  # type: ignore[misc]


def test_sixty_categories_all_arrive(tmp_path: Any) -> None:
    names = [f"第{n}周" for n in range(60)]
    root = filled(drawn(XL_CHART_TYPE.LINE_MARKERS, 1), chart(names, {"s": range(60)}))
    assert texts(root, "//c:cat//c:v/text()") == names
    assert texts(root, "//c:cat//c:f/text()") == ["Sheet1!$A$2:$A$61"]


def test_a_file_that_python_pptx_reads_shows_the_new_figures() -> None:
    deck = pptx.Presentation()
    data = CategoryChartData()
    data.categories, _ = ["old"], data.add_series("old", (1,))
    shape = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 1, 1, data
    )
    root = filled(shape.chart.part.blob, chart(["x", "y"], {"之后": [1.5, None]}))
    shape.chart.part._element[:] = list(root)
    out = io.BytesIO()
    deck.save(out)
    read = pptx.Presentation(out).slides[0].shapes[0].chart.plots[0]
    assert list(read.categories) == ["x", "y"]
    assert [(one.name, tuple(one.values)) for one in read.series] == [("之后", (1.5, None))]


@given(st.lists(st.text(), min_size=1, max_size=4), st.text(min_size=1).filter(lambda text: text.strip().isprintable()))
def test_hostile_text_comes_out_as_the_same_text(categories: list[str], name: str) -> None:
    try:
        data = chart(categories, {name: [1] * len(categories)}, title=name)
    except ValueError as error:
        assert "has no name" in str(error)
        return
    root = etree.fromstring(HOSTILE.fill(data))
    shown = dict.fromkeys(range(len(categories)), "")
    shown |= {int(point.get("idx")): point[0].text for point in root.xpath("//c:cat//c:pt", namespaces=NAMES)}
    assert tuple(shown.values()) == data.categories
    assert texts(root, "//c:tx//c:v/text() | //c:title//a:t/text()") == [data.title, data.series[0].name]
    sheet = etree.fromstring(unpack(read_members(workbook(data))["xl/worksheets/sheet1.xml"]))
    cells = ["".join(cell.itertext()).replace("_x005F_", "_") for cell in sheet.iterfind(".//{*}c[@t]")]
    assert cells == [" ", data.series[0].name, *data.categories]


HOSTILE = ChartTemplate.compile(drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, 1))


def test_axes_with_negative_ids_get_ones_that_the_schema_allows() -> None:
    part = re.sub(rb'(axId|crossAx) val="', rb'\1 val="-', drawn(XL_CHART_TYPE.COLUMN_CLUSTERED))
    made = ChartTemplate.compile(part).fill(chart_function(str)(["a"], {"s": [1]}))
    ids = re.findall(rb'c:(?:axId|crossAx) val="([^"]+)"', made)
    assert len(ids) == 6
    assert len(set(ids)) == 2
    assert all(number.isdigit() for number in ids)
