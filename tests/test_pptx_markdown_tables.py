"""Tables in Markdown on slides: native tables between the text, in the deck's style, over as many slides as needed."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Pt

from docgen.audience import Markdown
from docgen.engines import pptx as engine
from docgen.engines.pptx.fit.tables import TableStyle, shared_widths, table_style_of
from docgen.errors import Finding
from docgen.templating import Template
from tests.test_engine_pptx import HOSTILE, Make, bindings, filled, rows_of, table, template, text_box, titled

TABLE = "| Measure | Before |\n|---|---:|\n| OEE | 61 % |\n| Scrap | **4.1 %** |"
BOX = "{{p doc.x }}"


def box(height: float = 300, *, painted: bool = False) -> Make:
    def make(slide: Any) -> None:
        shape = slide.shapes.add_textbox(Pt(50), Pt(150), Pt(400), Pt(height))
        shape.text_frame.text = BOX
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
        shape.text_frame.word_wrap = True
        if painted:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor(0x1F, 0x3A, 0x5F)

    return make


def body(text: str) -> Any:
    """A deck of one slide whose body placeholder, which shrinks its text, prints `text`."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "t"
    slide.placeholders[1].text_frame.text = BOX
    out = BytesIO()
    deck.save(out)
    made = Template("base/body.pptx", out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest())
    return filled(made, x=Markdown(text))


def outline(slide: Any) -> list[str]:
    """The slide's shapes in reading order: text, and tables as rows."""
    return [
        "; ".join(" | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
        if shape.has_table
        else shape.text_frame.text
        for shape in slide.shapes
    ]


def long_table(rows: int) -> str:
    return "| No. | Item |\n|---|---|\n" + "".join(f"| {number} | Item {number} |\n" for number in range(1, rows + 1))


def test_a_table_stands_between_the_text_before_it_and_the_text_behind_it() -> None:
    slide = filled(template(titled("t", "", box())), x=Markdown(f"Intro\n\n{TABLE}\n\nAnd\n\n- one")).slides[0]
    assert outline(slide) == ["t", "Intro", "Measure | Before; OEE | 61 %; Scrap | 4.1 %", "And\none"]
    tops = [shape.top for shape in slide.shapes][1:]
    feet = [shape.top + shape.height for shape in slide.shapes][1:]
    assert tops == sorted(tops)
    assert all(top >= foot for top, foot in zip(tops[1:], feet[:-1], strict=True))
    assert len({shape.shape_id for shape in slide.shapes}) == 4


def test_a_table_is_native_with_a_header_row_the_decks_style_and_its_alignment() -> None:
    slide = filled(template(titled("t", "", box())), x=Markdown(TABLE)).slides[0]
    shape = slide.shapes[1]
    properties = shape.table._tbl.tblPr
    assert shape.table.first_row
    assert properties.findtext("{*}tableStyleId") == TableStyle().id
    assert [cell.text_frame.paragraphs[0]._p.pPr.get("algn") for cell in shape.table.rows[1].cells] == ["l", "r"]
    runs = [cell.text_frame.paragraphs[0].runs[0] for row in shape.table.rows for cell in row.cells]
    assert [run.font.bold for run in runs] == [True, True, None, None, None, True]
    assert {run.font.size for run in runs} == {Pt(14)}
    assert {run._r.rPr.get("lang") for run in runs} == {"en-GB"}
    assert shape.name == "TextBox 2 table"


def test_columns_are_as_wide_as_what_stands_in_them_asks() -> None:
    text = "| No. | What is done |\n|---|---|\n| 1 | " + "many words that take more than one line " * 4 + "|"
    found = filled(template(titled("t", "", box())), x=Markdown(text)).slides[0].shapes[1].table
    narrow, wide = (column.width.pt for column in found.columns)
    assert narrow < 60
    assert narrow + wide == pytest.approx(400 - 14.4, abs=1)
    assert found.rows[1].height > found.rows[0].height


@pytest.mark.parametrize(
    ("needs", "width", "wanted"),
    [
        ([(10, 20), (10, 60)], 160, [40, 120]),
        ([(10, 20), (30, 130)], 95, [15, 80]),
        ([(50, 60), (150, 300)], 100, [25, 75]),
    ],
)
def test_columns_share_a_width_by_what_they_need(
    needs: list[tuple[float, float]], width: float, wanted: list[float]
) -> None:
    assert shared_widths(needs, width) == pytest.approx(wanted)


def test_a_long_table_goes_on_over_slides_and_the_text_behind_it_follows_its_end() -> None:
    deck = body(long_table(40) + "\n\nAfter it.")
    rows = [rows_of(slide) for slide in deck.slides]
    assert len(rows) > 2
    assert all(found[0] == ["No.", "Item"] for found in rows)
    assert [row[0] for found in rows for row in found[1:]] == [str(number) for number in range(1, 41)]
    assert [slide.shapes.title.text_frame.text for slide in deck.slides][1:] == ["t (continued)"] * (len(rows) - 1)
    texts = ["".join(outline(slide)) for slide in deck.slides]
    assert [text.count("After it.") for text in texts] == [0] * (len(rows) - 1) + [1]
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= deck.slide_height


def test_a_table_that_almost_fits_gets_smaller_type_and_stays_on_its_slide() -> None:
    deck = body(long_table(12))
    sizes = {run.font.size.pt for run in deck.slides[0].shapes[1].table.cell(1, 1).text_frame.paragraphs[0].runs}
    assert len(deck.slides) == 1
    assert max(sizes) < 18


def test_a_painted_box_stays_as_the_ground_of_what_it_held() -> None:
    slide = filled(template(titled("t", "", box(painted=True))), x=Markdown(f"Intro\n\n{TABLE}")).slides[0]
    assert outline(slide) == ["t", "", "Intro", "Measure | Before; OEE | 61 %; Scrap | 4.1 %"]
    assert [shape.fill.type is not None for shape in list(slide.shapes)[1:3]] == [True, False]


def test_a_table_that_passes_its_box_is_reported() -> None:
    notices: list[Finding] = []

    def fixed(slide: Any) -> None:
        box(40)(slide)
        slide.shapes[-1].text_frame.auto_size = MSO_AUTO_SIZE.NONE

    engine.render(template(titled("t", "", fixed)), bindings(x=Markdown(TABLE)), notices)
    assert [(found.code, found.place) for found in notices] == [("fit.overflow", "slide 1, shape “TextBox 2”")]
    assert "below their box" in notices[0].message


def test_a_watermark_lies_over_the_tables_of_all_slides() -> None:
    given = bindings(watermark="DRAFT", x=Markdown(long_table(60)))
    deck = filled(template(titled("t", "", box())), given)
    assert len(deck.slides) > 1
    assert all(slide.shapes[-1].name == "Watermark" for slide in deck.slides)


def test_hostile_text_in_a_table_comes_out_as_that_text() -> None:
    text = HOSTILE.replace("|", "")
    found = filled(template(titled("t", "", box())), x=Markdown(f"| a |\n|---|\n| {text} |")).slides[0]
    assert rows_of(found)[1] == [text]


def test_a_link_in_a_table_leads_where_it_says_on_the_slide_that_shows_it() -> None:
    text = long_table(40) + "| 41 | [site](https://example.com/a) |"
    deck = filled(template(titled("t", "", box())), x=Markdown(text))
    last = next(shape for shape in deck.slides[len(deck.slides) - 1].shapes if shape.has_table).table
    run = last.cell(len(last.rows) - 1, 1).text_frame.paragraphs[0].runs[0]
    assert run.hyperlink.address == "https://example.com/a"


def grouped(slide: Any) -> None:
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Pt(50), Pt(150), Pt(300), Pt(100)).text_frame.text = BOX


@pytest.mark.parametrize("make", [table((BOX,)), grouped])
def test_in_cells_and_groups_a_table_is_lines_with_tabs(make: Make) -> None:
    xml = filled(template(titled("t", "", make)), x=Markdown(TABLE)).slides[0].shapes[1]._element.xml
    assert xml.count("<a:tbl>") == (1 if "graphicFrame" in xml else 0)
    assert "OEE\t61 %" in xml


def test_in_notes_a_table_is_lines_with_tabs() -> None:
    slide = filled(template(titled("t", BOX)), x=Markdown(TABLE)).slides[0]
    assert "OEE\t61 %" in slide.notes_slide.notes_text_frame.text


def test_no_table_no_change() -> None:
    made = template(titled("t", "", text_box(BOX)))
    assert outline(filled(made, x=Markdown("plain")).slides[0]) == ["t", "plain"]


def test_the_decks_own_style_is_taken_and_what_it_paints_is_known() -> None:
    namespace = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    head = '<a:firstRow><a:tcStyle><a:fill><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:fill></a:tcStyle>'
    styles = f'<a:tblStyle styleId="{{A}}" styleName="x"><a:wholeTbl><a:tcStyle/></a:wholeTbl>{head}</a:firstRow>'
    part = f'<a:tblStyleLst {namespace} def="{{A}}">{styles}</a:tblStyle></a:tblStyleLst>'.encode()
    assert table_style_of({"ppt/tableStyles.xml": part}) == TableStyle("{A}", paints_head=True, paints_body=False)
    assert table_style_of({}) == TableStyle()
