"""Charts in Word templates take the document's figures, with a separate workbook in each iteration of a loop."""

import io
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx_placeholders as made
import openpyxl
import pytest
from docx_placeholders import NAMES, found, orphans, parts, rendered, targets, template, unnamed
from lxml import etree
from office_chart_files import faults_in
from pptx.enum.chart import XL_CHART_TYPE
from test_office_chart_template import drawn

from docgen.audience import View
from docgen.errors import TemplateError

COLUMNS, PIE = drawn(XL_CHART_TYPE.COLUMN_CLUSTERED), drawn(XL_CHART_TYPE.PIE, series=1)
COLOURS = (
    b'<cs:colorStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" meth="cycle" id="10">'
    b'<a:schemeClr val="accent1"/></cs:colorStyle>'
)
OWNED = {
    "/word/charts/colors1.xml": (
        "http://schemas.microsoft.com/office/2011/relationships/chartColorStyle",
        "application/vnd.ms-office.chartcolorstyle+xml",
        COLOURS,
    )
}
ALT = "{{ chart(doc.rows, category='name', values={'Before': 'before', 'After': 'after'}) }}"
ROWS = tuple(
    View("row", {"name": name, "before": before, "after": after})
    for name, before, after in (("Line 1", Decimal("0.62"), Decimal("0.81")), ("R&D", 2, 3), ("三号线", 4, None))
)


def charted(alt: str, chart_xml: bytes = COLUMNS, owned: Any = None) -> Any:
    return lambda document: made.chart(document.add_paragraph(), alt, chart_xml, owned)


def chart_parts(data: bytes, owner: str = "word/document.xml") -> list[str]:
    """The chart parts that `owner` shows, in order."""
    by_id = targets(data, owner)
    return [by_id[one.get(f"{{{NAMES['r']}}}id")] for one in found(data, "//c:chart", owner)]


def names_in(data: bytes, part: str) -> list[str]:
    return [value.text for value in found(data, "//c:ser/c:tx//c:v", part)]


def sheet_of(data: bytes, part: str) -> list[list[Any]]:
    (book,) = (target for target in targets(data, part).values() if target.endswith(".xlsx"))
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(parts(data)[book])).active.values]


def assert_sound(data: bytes, folder: Path) -> None:
    path = folder / "made.docx"
    path.write_bytes(data)
    assert faults_in(path) == []
    assert orphans(data) == []
    assert unnamed(data) == []


def test_a_drawn_chart_shows_the_document_s_figures_and_its_workbook_holds_them(tmp_path: Path) -> None:
    data = rendered(template(charted(ALT)), rows=ROWS)
    (part,) = chart_parts(data)
    assert names_in(data, part) == ["Before", "After"]
    assert sheet_of(data, part) == [
        [" ", "Before", "After"],
        ["Line 1", 0.62, 0.81],
        ["R&D", 2, 3],
        ["三号线", 4, None],
    ]
    assert [point.text for point in found(data, "//c:ser[1]/c:val//c:pt/c:v", part)] == ["0.62", "2", "4"]
    assert_sound(data, tmp_path)


def test_the_sample_chart_and_its_workbook_stay_behind() -> None:
    data = rendered(template(charted(ALT, owned=OWNED)), rows=ROWS)
    everything = parts(data)
    assert b"old" not in everything.values()
    assert sum(name.startswith("word/charts/chart") for name in everything) == 1
    assert orphans(data) == unnamed(data) == []
    types = etree.fromstring(everything["[Content_Types].xml"])
    named = {item.get("PartName").lstrip("/") for item in types if item.get("PartName")}
    assert named <= everything.keys()


def test_what_the_manager_s_chart_owns_is_copied(tmp_path: Path) -> None:
    data = rendered(template("{%p for n in (1, 2) %}", charted(ALT, owned=OWNED), "{%p endfor %}"), rows=ROWS)
    owned = [target for part in chart_parts(data) for target in targets(data, part).values() if "colors" in target]
    assert len(set(owned)) == 2
    assert [parts(data)[part] for part in owned] == [COLOURS, COLOURS]
    assert_sound(data, tmp_path)


def test_the_alt_text_tells_the_figures_in_the_document_s_language() -> None:
    (properties,) = found(rendered(template(charted(ALT)), rows=ROWS), "//wp:docPr")
    assert properties.get("descr").startswith(
        "Column chart: 3 categories, Line 1 to 三号线. Before: lowest 0.6 (Line 1)"
    )
    (properties,) = found(rendered(template(charted(ALT)), language="zh", rows=ROWS), "//wp:docPr")
    assert properties.get("descr").startswith("柱形图：3个类别，Line 1至三号线。")


def test_each_turn_of_a_loop_gets_its_own_chart_and_workbook(tmp_path: Path) -> None:
    alt = "{{ chart(['a', 'b'], {site.name: site.values}, title=site.name) }}"
    sites = tuple(View("site", {"name": f"Site {n}", "values": (n, n + 1)}) for n in (1, 2, 3))
    data = rendered(template("{%p for site in doc.sites %}", charted(alt), "{%p endfor %}"), sites=sites)
    shown = chart_parts(data)
    assert len(set(shown)) == 3
    assert [names_in(data, part) for part in shown] == [["Site 1"], ["Site 2"], ["Site 3"]]
    assert [sheet_of(data, part)[1] for part in shown] == [["a", 1], ["a", 2], ["a", 3]]
    ids = [properties.get("id") for properties in found(data, "//wp:docPr")]
    assert len(set(ids)) == 3
    assert_sound(data, tmp_path)


def test_over_a_rectangle_a_new_chart_is_made_as_large_as_it(tmp_path: Path) -> None:
    def place(document: Any) -> None:
        made.rectangle(document.add_paragraph(), ALT.replace(") }}", ", kind='bar') }}"), (12 * made.CM, 6 * made.CM))

    data = rendered(template(place), rows=ROWS)
    (part,) = chart_parts(data)
    assert [bar.get("val") for bar in found(data, "//c:barDir", part)] == ["bar"]
    assert sheet_of(data, part)[1] == ["Line 1", 0.62, 0.81]
    (extent,) = found(data, "//wp:anchor/wp:extent")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (12 * made.CM, 6 * made.CM)
    assert_sound(data, tmp_path)


def test_over_a_picture_a_new_chart_leaves_no_sample_picture(tmp_path: Path) -> None:
    alt = "{{ chart(['a'], {'s': [1]}, kind='pie') }}"
    data = rendered(template(lambda document: made.picture(document.add_paragraph(), alt)))
    assert made.SAMPLE not in parts(data).values()
    assert_sound(data, tmp_path)


@pytest.mark.parametrize("is_given", [True, False])
def test_a_chart_that_may_stay_as_it_is_stays_whole_or_goes_whole(is_given: bool, tmp_path: Path) -> None:
    alt = "{{ chart(['a'], {'s': doc.values}) if doc.values else 'As an example' }}"
    source = template("{%p for n in (1, 2) %}", charted(alt, owned=OWNED), "{%p endfor %}")
    data = rendered(source, values=(5,) if is_given else None)
    shown = chart_parts(data)
    assert [names_in(data, part) for part in shown] == ([["s"]] * 2 if is_given else [["Old 0", "Old 1"]] * 2)
    assert len(set(shown)) == 2
    assert (b"old" in parts(data).values()) is not is_given
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    assert faults_in(path) == []
    assert orphans(data) == unnamed(data) == []


def test_headers_footers_and_text_boxes_show_charts(tmp_path: Path) -> None:
    alt = "{{ chart(['a'], {'s': [1]}, kind='column') }}"

    def everywhere(document: Any) -> None:
        section = document.sections[0]
        made.chart(section.header.paragraphs[0], alt, COLUMNS)
        made.rectangle(section.footer.paragraphs[0], alt)
        made.text_box(document.add_paragraph(), made.inline_shape(alt))

    data = rendered(template(everywhere))
    assert [names_in(data, part) for part in chart_parts(data, "word/header1.xml")] == [["s"]]
    assert [names_in(data, part) for part in chart_parts(data, "word/footer1.xml")] == [["s"]]
    assert len(chart_parts(data)) == 2
    assert_sound(data, tmp_path)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_show_charts(kind: str, tmp_path: Path) -> None:
    note = made.inline_shape("{{ chart(['a'], {'s': [1]}, kind='column') }}")
    data = rendered(made.annotated(template("noted"), kind, note))
    assert [names_in(data, part) for part in chart_parts(data, f"word/{kind}s.xml")] == [["s"]]
    assert_sound(data, tmp_path)


def test_tags_in_a_chart_s_own_words_are_filled_too(tmp_path: Path) -> None:
    def titled(chart: Any) -> None:
        chart.has_title = True
        chart.chart_title.text_frame.text = "Figures of {{ doc.name }}"

    source = template(charted(ALT, drawn(XL_CHART_TYPE.COLUMN_CLUSTERED, shape=titled)))
    data = rendered(source, rows=ROWS, name="R&D <1>")
    (part,) = chart_parts(data)
    assert ["".join(run.itertext()) for run in found(data, "//c:title//a:t", part)] == ["Figures of R&D <1>"]
    assert_sound(data, tmp_path)


@pytest.mark.parametrize(
    ("alt", "chart_xml", "said"),
    [
        ("{{ chart([], {'s': []}) }}", COLUMNS, "a chart needs at least one category"),
        ("{{ chart(['a'], {'s': ['x']}) }}", COLUMNS, "series `s`, point 1: 'x' is not a figure"),
        ("{{ chart(['a'], {'s': [1], 't': [2]}) }}", PIE, "a pie shows one series, not 2"),
        ("{{ chart(doc.rows, category='nam', values=['before']) }}", COLUMNS, "did you mean `name`?"),
        ("{{ chart(['a'], {'s': [1]}) }}", COLUMNS.replace(b"barChart", b"stockChart"), "a stock chart"),
    ],
)
def test_what_is_wrong_with_a_chart_is_reported_with_its_place(alt: str, chart_xml: bytes, said: str) -> None:
    with pytest.raises(TemplateError) as error:
        rendered(template("before", charted(alt, chart_xml)), rows=ROWS)
    finding = error.value.findings[0]
    assert said in finding.text
    assert finding.place == "document, “Chart 1”, alt text"


def test_a_chart_without_a_kind_over_a_rectangle_says_which_there_are() -> None:
    with pytest.raises(TemplateError, match="say which `kind` of chart to make: bar, column"):
        rendered(template(lambda document: made.rectangle(document.add_paragraph(), ALT)), rows=ROWS)


def test_a_chart_in_text_is_refused() -> None:
    with pytest.raises(TemplateError, match="a chart goes into the alt text of"):
        rendered(template(ALT), rows=ROWS)


def test_charts_without_end_are_refused() -> None:
    alt = "{{ chart(['a'], {'s': [1]}, kind='pie') }}"
    source = template("{%p for n in range(1001) %}", charted(alt, PIE), "{%p endfor %}")
    with pytest.raises(TemplateError, match="more than 1,000 charts"):
        rendered(source)


def test_the_points_of_charts_are_paid_for_like_turns() -> None:
    source = template("{% for n in range(1000) %}{% set c = chart(range(4000), {'s': range(4000)}) %}{% endfor %}")
    with pytest.raises(TemplateError, match="3,000,000"):
        rendered(source)


def test_the_same_input_gives_the_same_bytes() -> None:
    source = template(charted(ALT, owned=OWNED))
    assert rendered(source, rows=ROWS) == rendered(source, rows=ROWS)


@pytest.mark.slow
def test_libreoffice_draws_the_new_figures(tmp_path: Path) -> None:
    source = template(charted("{{ chart(['Nord', 'Süd'], {'Jetzt': [3, 5]}) }}"))
    (tmp_path / "made.docx").write_bytes(rendered(source))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "pdf", "--outdir",
         tmp_path, tmp_path / "made.docx"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    import pypdfium2

    text = pypdfium2.PdfDocument(tmp_path / "made.pdf")[0].get_textpage().get_text_bounded()
    assert {"Nord", "Süd"} <= set(text.split())
    assert "old 1" not in text
