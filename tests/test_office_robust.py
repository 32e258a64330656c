"""Office files look alike in several programs: what is written leaves nothing to the program's choice."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES
from lint.makers import paragraph, word
from lxml import etree

import docgen
from docgen.brand import Brand
from docgen.engines.docx.font_table import complete_fonts
from docgen.engines.docx.watermark import add_watermark
from docgen.engines.office.charts.figures import ChartData, Series
from docgen.engines.office.charts.new import new_chart
from docgen.engines.office.charts.template import ChartTemplate
from docgen.engines.office.fonts import font_facts
from docgen.engines.office.theme import paint_theme
from docgen.lint.used_styles import remove_unused_styles
from docgen.ooxml.names import WP, A, C, w
from docgen.ooxml.zip_file import read_parts

sys.path.append(str(ROOT / "tools"))

import onlyoffice
from contact_sheets import MOST_APART, laid_out

from docgen.page_pictures import count_pages

DOCX = sorted((ROOT / "templates" / "docx").rglob("*.docx"))
SIDES = ["left", "right", "top", "bottom", "insideH", "insideV"]
BRANDS = {
    "default": Brand(),
    "serif": Brand(heading_latin="Cambria", body_latin="Georgia", heading_east_asian="黑体", body_east_asian="宋体"),
    "unknown": Brand(heading_latin="Acme Grotesk", body_latin="Acme Serif", body_east_asian="方正兰亭黑"),
}


def parts_of(path: Path) -> dict[str, bytes]:
    return dict(read_parts(path.name, path.read_bytes()))


class Sheet:
    """A Word style sheet, and what a paragraph has of it."""

    def __init__(self, data: bytes) -> None:
        self.root = etree.fromstring(data)
        self.styles = {style.get(w("styleId")): style for style in self.root.iter(w("style"))}

    def value(self, item: Any, path: str, name: str) -> str:
        """An attribute of a paragraph's or a style's own properties, of its styles', or the default's."""
        holder = item
        while holder is not None:
            found = holder.find(path)
            if found is not None and found.get(w(name)):
                return found.get(w(name))
            is_style = holder.tag == w("style")
            base = holder.find(w("basedOn") if is_style else f"{w('pPr')}/{w('pStyle')}")
            holder = self.styles.get(_value(base) or ("" if is_style else "Normal"))
        found = self.root.find(w("docDefaults")).find(f".//{path}")
        return "" if found is None else found.get(w(name), "")


def _value(element: Any) -> str:
    return "" if element is None else element.get(w("val"), "")


def cut_lines(parts: dict[str, bytes]) -> Iterator[str]:
    """Paragraphs with lines of an exact height that cuts off a drawing or their largest text."""
    sheet = Sheet(parts["word/styles.xml"])
    for name, data in parts.items():
        if not re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            continue
        for item in etree.fromstring(data).iter(w("p")):
            if sheet.value(item, f"{w('pPr')}/{w('spacing')}", "lineRule") != "exact":
                continue
            runs = [run for run in item.iter(w("r")) if next(run.iterancestors(w("p"))) is item]
            sizes = [
                int(_value(run.find(f"{w('rPr')}/{w('sz')}")) or 0) / 2 for run in runs if run.find(w("t")) is not None
            ]
            line = int(sheet.value(item, f"{w('pPr')}/{w('spacing')}", "line")) / 20
            text = "".join(run.findtext(w("t")) or "" for run in runs)
            if any(next(run.iter(f"{{{WP}}}inline"), None) is not None for run in runs):
                yield f"a drawing in {line:g} pt"
            elif line < max(sizes, default=0) and "grade" not in text:
                yield f"{max(sizes):g} pt in {line:g} pt: {text}"


@pytest.mark.parametrize(
    "path",
    [path for path in DOCX if path.parent.name == "base" and path.name.endswith(".zh.docx")],
    ids=lambda path: path.name,
)
def test_no_line_cuts_off_a_drawing_or_larger_text(path: Path) -> None:
    assert list(cut_lines(parts_of(path))) == []


def test_lines_of_chinese_are_as_high_in_each_program() -> None:
    for path in DOCX:
        sheet = Sheet(parts_of(path)["word/styles.xml"])
        for style in sheet.styles.values():
            if style.get(w("type")) == "paragraph":
                rule, line = (sheet.value(style, f"{w('pPr')}/{w('spacing')}", name) for name in ("lineRule", "line"))
                size = int(sheet.value(style, f"{w('rPr')}/{w('sz')}", "val")) / 2
                assert rule == "exact" or int(line) / 20 >= size * 1.3 * 1.32, (path.name, style.get(w("styleId")))


def test_the_contents_have_their_tab_at_the_end_of_the_text() -> None:
    for path in DOCX:
        for style in Sheet(parts_of(path)["word/styles.xml"]).styles.values():
            if style.get(w("styleId"), "").startswith("TOC") and style.find(f"{w('pPr')}/{w('tabs')}") is not None:
                assert style.find(f"{w('pPr')}/{w('ind')}").get(w("right")) in (None, "0"), path.name


def test_table_styles_of_decks_state_all_six_borders() -> None:
    for path in sorted((ROOT / "templates" / "pptx").rglob("*.pptx")):
        for style in etree.fromstring(parts_of(path)["ppt/tableStyles.xml"]):
            borders = style.find(f"{{{A}}}wholeTbl/{{{A}}}tcStyle/{{{A}}}tcBdr")
            assert [etree.QName(side).localname for side in borders] == SIDES, path.name


@pytest.mark.parametrize("brand", BRANDS.values(), ids=BRANDS)
@pytest.mark.parametrize("has_table", [True, False], ids=["with a font table", "without one"])
def test_the_font_table_says_what_may_stand_in_for_each_font(brand: Brand, has_table: bool) -> None:
    parts = parts_of(DOCX[0])
    if not has_table:
        del parts["word/fontTable.xml"]
        rels = parts["word/_rels/document.xml.rels"].decode()
        parts["word/_rels/document.xml.rels"] = re.sub(r'<Relationship [^>]*fontTable"[^>]*/>', "", rels).encode()
    parts["word/theme/theme1.xml"] = paint_theme(parts["word/theme/theme1.xml"], brand)
    complete_fonts(parts, "word/document.xml")
    table = {font.get(w("name")): font for font in etree.fromstring(parts["word/fontTable.xml"])}
    for name in (brand.heading_latin, brand.body_latin, brand.heading_east_asian, brand.body_east_asian):
        facts = [etree.QName(fact).localname for fact in table[name]]
        assert facts == [*([] if name.isascii() else ["altName"]), "panose1", "charset", "family", "pitch"], name
    assert b"fontTable" in parts["word/_rels/document.xml.rels"]
    assert b"/word/fontTable.xml" in parts["[Content_Types].xml"]


def test_what_a_font_table_states_is_unchanged() -> None:
    parts = parts_of(DOCX[0])
    stated = (
        f'<w:fonts xmlns:w="{w("")[1:-1]}"><w:font w:name="微软雅黑"><w:altName w:val="Our Hei"/></w:font></w:fonts>'
    )
    parts["word/fontTable.xml"] = stated.encode()
    complete_fonts(parts, "word/document.xml")
    font = etree.fromstring(parts["word/fontTable.xml"])[0]
    assert [(etree.QName(fact).localname, _value(fact)) for fact in font][:3] == [
        ("altName", "Our Hei"), ("panose1", "020B0503020204020204"), ("charset", "86"),
    ]  # fmt: skip


def test_fonts_are_known_by_both_names_and_guessed_by_their_words() -> None:
    assert font_facts("微软雅黑", is_east_asian=True).alternative == "Microsoft YaHei"
    assert font_facts("SimSun", is_east_asian=True).alternative == "宋体"
    assert font_facts("方正书宋", is_east_asian=True).alternative == "SimSun"
    assert font_facts("Acme Serif", is_east_asian=False).family == "roman"
    assert font_facts("Acme Sans Serif", is_east_asian=False).family == "swiss"


@pytest.mark.parametrize(("text", "font"), [("DRAFT", "Calibri"), ("草稿 DRAFT", "微软雅黑")])
def test_a_watermark_is_faint_by_its_colour_and_in_the_brands_font(text: str, font: str) -> None:
    parts = parts_of(DOCX[0])
    add_watermark(parts, "word/document.xml", text, Brand())
    shape = re.search(r"<v:shape .*?</v:shape>", parts["word/header2.xml"].decode(), re.DOTALL)
    assert shape is not None
    assert 'fillcolor="#E5E6E9"' in shape[0]
    assert "opacity" not in shape[0]
    assert f"font-family:'{font}'" in shape[0]


@pytest.mark.parametrize(
    ("kind", "values", "lowest", "highest"),
    [
        ("bar", (1_650_000, 20), 0, 1_897_500),
        ("column", (95, 100), 0, 115),
        ("column", (-40, 60), -55, 75),
        ("bar", (-5, -20), -23, 0),
        ("line", (95, 100), 94.25, 100.75),
        ("line", (20, 100), 0, 115),
    ],
)
def test_figures_beyond_the_longest_bar_have_space(kind: str, values: Any, lowest: float, highest: float) -> None:
    chart = etree.fromstring(new_chart(ChartData(("a", "b"), (Series("s", values),), kind=kind)))
    scaling = chart.find(f".//{{{C}}}valAx/{{{C}}}scaling")
    ends = {etree.QName(end).localname: end.get("val") for end in scaling}
    assert (float(ends["min"]), float(ends["max"])) == (lowest, highest)


def test_a_templates_chart_with_labels_and_no_axis_has_space_for_them_too() -> None:
    made = new_chart(ChartData(("a", "b"), (Series("s", (1, 2)),), kind="bar"))
    template = ChartTemplate.compile(re.sub(rb'<c:m(ax|in) val="[^"]*"/>', b"", made))
    assert b'<c:max val="230"/><c:min val="0"/>' in template.fill(ChartData(("a", "b"), (Series("s", (200, 20)),)))
    stated = ChartTemplate.compile(made)
    assert b'<c:max val="2.3"/>' in stated.fill(ChartData(("a", "b"), (Series("s", (1, 2)),)))


def test_a_chart_of_zeros_and_one_with_an_axis_have_no_ends() -> None:
    for values in ((0, 0), (1,) * 20):
        names = tuple(str(number) for number in range(len(values)))
        chart = new_chart(ChartData(names, (Series("s", values),), kind="column"))
        assert b"<c:max" not in chart


def test_styles_that_nothing_uses_are_left_out_of_lint() -> None:
    def style(name: str, based: str = "") -> str:
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{base}</w:style>'

    used = paragraph("·", around=('<w:pPr><w:pStyle w:val="child"/></w:pPr>', ""))
    data = word(used, extra=[style("child", "base"), style("base"), style("gallery", "base"), style("List Bullet")])
    parts = dict(read_parts("x.docx", data))
    root = etree.fromstring(parts["word/styles.xml"])
    remove_unused_styles(root, parts)
    assert [item.get(w("styleId")) for item in root] == ["Heading1", "child", "base", "List Bullet"]


def test_table_styles_that_no_table_of_a_deck_has_are_left_out_of_lint() -> None:
    styles = "".join(f'<a:tblStyle styleId="{number}"/>' for number in (1, 2, 3))
    root = etree.fromstring(f'<a:tblStyleLst xmlns:a="{A}" def="1">{styles}</a:tblStyleLst>')
    remove_unused_styles(root, {"ppt/slides/slide1.xml": b"<a:tableStyleId>2</a:tableStyleId>"})
    assert [style.get("styleId") for style in root] == ["1", "2"]


COMPARED = ("proposal.manufacturing.zh", "minutes.manufacturing.zh", "screening.manufacturing.zh")


@pytest.mark.slow
def test_page_counts_in_libreoffice_and_onlyoffice_are_at_most_one_apart(tmp_path: Path) -> None:
    if onlyoffice.find_onlyoffice() is None:
        pytest.skip("ONLYOFFICE isn't installed: make onlyoffice")
    files = []
    for sample in (sample for sample in SAMPLES if sample.stem in COMPARED):
        files.append(tmp_path / f"{sample.stem}.docx")
        files[-1].write_bytes(docgen.render(docgen.load(sample), "docx", audience="client").data)
    laid = laid_out(files, tmp_path)
    counts = {file.stem: [count_pages(pdfs[file].read_bytes()) for pdfs in laid.values()] for file in files}
    assert counts["screening.manufacturing.zh"] == [1, 1]
    assert all(max(each) - min(each) <= MOST_APART for each in counts.values()), counts
