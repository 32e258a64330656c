"""New and filled-in charts are in files that Word, PowerPoint, LibreOffice and spreadsheet libraries accept."""

import io
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pptx
import pytest
from lxml import etree
from office_chart_files import faults_in, slides_file, word_file
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from test_office_chart_template import KINDS as TEMPLATE_KINDS
from test_office_chart_template import NAMES, drawn, point_formats

from docgen.engines.office.charts.figures import KINDS, ChartData, chart_function
from docgen.engines.office.charts.new import new_chart
from docgen.engines.office.charts.template import ChartTemplate
from docgen.engines.office.charts.workbook import workbook

chart = chart_function()
WEEKS = [f"第{n}周" for n in range(60)]


def data_of(kind: str, points: int = 4, title: str = "") -> ChartData:
    """Figures that this kind can show: names with special characters, a gap, and a negative figure where allowed."""
    categories = list(range(points)) if kind == "scatter" else ["设备 <OEE>", "R&D", "甲", *WEEKS][:points]
    low = 1 if kind in ("pie", "doughnut") else -2
    figures = [Decimal("3.50"), low, 4.25, 7, *([5] * 60)][:points]
    gaps = [None if number == 1 else value for number, value in enumerate(figures)]
    series = {"之前 & <b>": figures} if kind == "pie" else {"之前 & <b>": figures, "After": gaps}
    return chart(categories, series, number_format="0.0万元", title=title, kind=kind)


NEW = [data_of(kind, points, title) for kind in KINDS for points, title in ((4, "前 & <后>"), (1, ""), (60, ""))]


def values_in(sheet: bytes) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("data", NEW, ids=lambda data: f"{data.kind}-{len(data.categories)}")
def test_the_workbook_holds_the_same_figures_as_the_part(data: ChartData) -> None:
    head, *rows = values_in(workbook(data))
    root = etree.fromstring(new_chart(data))
    assert head == [" ", *root.xpath("//c:ser/c:tx//c:v/text()", namespaces=NAMES)]
    for number, series in enumerate(root.xpath("//c:ser", namespaces=NAMES), 1):
        shown = {
            int(point.get("idx")): point[0].text for point in series.xpath("(c:val|c:yVal)//c:pt", namespaces=NAMES)
        }
        axis = {
            int(point.get("idx")): point[0].text for point in series.xpath("(c:cat|c:xVal)//c:pt", namespaces=NAMES)
        }
        assert [row[number] for row in rows] == [float(shown[n]) if n in shown else None for n in range(len(rows))]
        assert [str(row[0]) for row in rows] == [axis[n] for n in range(len(rows))]


def test_the_workbook_has_a_table_and_number_formats() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(data_of("column")))).active
    assert sheet["B2"].number_format == '0.0"万元"'
    assert sheet["B2"].value == 3.5
    assert [(table.ref, table.column_names) for table in sheet.tables.values()] == [
        ("A1:C5", [" ", "之前 & <b>", "After"])
    ]


def test_names_that_can_not_head_a_table_stand_without_one() -> None:
    read = openpyxl.load_workbook(io.BytesIO(workbook(chart(["a"], {"S": [1], "s": [2]}))))
    assert not read.active.tables
    assert values_in(workbook(chart(["a"], {"S": [1], "s": [2]}))) == [[" ", "S", "s"], ["a", 1, 2]]


def test_words_that_look_like_formulas_or_escapes_stay_words() -> None:
    sheet = workbook(chart(["=1+1", "_x000A_"], {"@sum": [1, 2]}))
    cells = openpyxl.load_workbook(io.BytesIO(sheet)).active
    assert (cells["A2"].value, cells["A2"].data_type) != ("=1+1", "f")
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        assert b"<t>=1+1</t>" in archive.read("xl/worksheets/sheet1.xml")
        assert b"<t>_x005F_x000A_</t>" in archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_equal_figures_give_the_same_bytes() -> None:
    assert workbook(data_of("column")) == workbook(data_of("column"))
    assert new_chart(data_of("pie")) == new_chart(data_of("pie"))


def test_a_workbook_is_valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    for number, data in enumerate((data_of("column"), data_of("scatter"), chart(["a"], {"S": [1], "s": [2]}))):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(workbook(data))
        assert faults_in(path) == []


def test_a_new_chart_takes_colours_and_fonts_from_the_theme() -> None:
    for data in NEW:
        root = etree.fromstring(new_chart(data))
        assert root.xpath("//a:srgbClr", namespaces=NAMES) == []
        assert {font.get("typeface") for font in root.xpath("//a:latin | //a:ea", namespaces=NAMES)} == {
            "+mn-lt",
            "+mn-ea",
        }


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "line", "scatter"])
def test_a_legend_stands_only_beside_several_series(kind: str) -> None:
    several = data_of(kind)
    one = ChartData(several.categories, several.series[:1], kind=kind)
    assert b"<c:legend>" in new_chart(several)
    assert b"<c:legend>" not in new_chart(one)


def test_a_new_chart_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="say which `kind`"):
        new_chart(chart(["a"], {"s": [1]}))


def test_new_charts_are_valid_in_word_and_powerpoint(tmp_path: Path) -> None:
    shown = [(data, new_chart(data)) for data in NEW]
    for name, made in (("new.docx", word_file(shown)), ("new.pptx", slides_file(shown))):
        (tmp_path / name).write_bytes(made)
        assert faults_in(tmp_path / name) == []


def filled_parts() -> list[tuple[ChartData, bytes]]:
    """Every kind of template chart, with formats of points, filled in with fewer and with more points."""
    shown: list[tuple[ChartData, bytes]] = []
    for drawn_kind, kind in TEMPLATE_KINDS.items():
        shape = point_formats if kind in ("column", "bar") else lambda _: None
        template = ChartTemplate.compile(drawn(drawn_kind, 1 if kind == "pie" else 2, shape))
        for points in (1, 4, 60):
            data = template.completed(data_of(template.kind, points, "新 & <title>" if points == 4 else ""))
            shown.append((data, template.fill(data)))
    return shown


def test_filled_charts_are_valid_in_word_and_powerpoint(tmp_path: Path) -> None:
    shown = filled_parts()
    for name, made in (("filled.docx", word_file(shown)), ("filled.pptx", slides_file(shown))):
        (tmp_path / name).write_bytes(made)
        assert faults_in(tmp_path / name) == []


@pytest.mark.slow
def test_libreoffice_opens_every_chart(tmp_path: Path) -> None:
    shown = [*((data, new_chart(data)) for data in NEW), *filled_parts()]
    (tmp_path / "word.docx").write_bytes(word_file(shown))
    (tmp_path / "slides.pptx").write_bytes(slides_file(shown))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run(
        [*command, tmp_path / "word.docx", tmp_path / "slides.pptx"], check=True, capture_output=True, timeout=600
    )
    assert len(pikepdf.open(tmp_path / "slides.pdf").pages) == len(shown)
    text = subprocess.run(["pdftotext", tmp_path / "slides.pdf", "-"], capture_output=True, text=True).stdout
    shown_text = "".join(text.split())
    for words in ("之前&<b>", "R&D", "前&<后>", "新&<title>", "第0周"):
        assert words in shown_text
    assert (tmp_path / "word.pdf").stat().st_size > 0


def test_python_pptx_reads_a_new_chart_as_it_was_meant() -> None:
    data = data_of("column")
    deck = pptx.Presentation(io.BytesIO(slides_file([(data, new_chart(data))])))
    frame = deck.slides[0].shapes[0]
    assert frame.has_chart
    assert frame.chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert [(one.name, tuple(one.values)) for one in frame.chart.plots[0].series] == [
        ("之前 & <b>", (3.5, -2, 4.25, 7)),
        ("After", (3.5, None, 4.25, 7)),
    ]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == data.alt_text("zh+en")
    replacing = CategoryChartData()
    replacing.categories, _ = ["x"], replacing.add_series("y", (1,))
    frame.chart.replace_data(replacing)  # what a user's program might do with it
