"""The PPTX engine: its language, slides with their parts, native content, and findings in templates."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu, Pt

from docgen.audience import Markdown, View
from docgen.brand import Brand
from docgen.engines import pptx as engine
from docgen.errors import TemplateError
from docgen.stamp import Stamp
from docgen.templating import Bindings, Template

HOSTILE = "& < > \" ' {{ 7*7 }} {% for x in y %} ]]> <b>x</b> &amp; {# c #}"
Make = Callable[[Any], None]
STAMP = Stamp(
    "FA-1", "1.2", "draft", "2026-11-23", "proposal", "zh", "client", "方案 & <x>", "t", "d", "l", "e", "f", "docgen"
)


def template(*slides: Make) -> Template:
    deck = Presentation()
    for make in slides:
        make(deck.slides.add_slide(deck.slide_layouts[5]))
    out = BytesIO()
    deck.save(out)
    data = out.getvalue()
    return Template("base/test.pptx", data, hashlib.sha256(data).hexdigest())


def titled(title: str, notes: str = "", *makes: Make) -> Make:
    """A slide; `¦` in its title parts runs; each line of `notes` is a paragraph."""

    def make(slide: Any) -> None:
        paragraph = slide.shapes.title.text_frame.paragraphs[0]
        for text in title.split("¦"):
            paragraph.add_run().text = text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        for more in makes:
            more(slide)

    return make


def text_box(*paragraphs: str, alt: str = "") -> Make:
    def make(slide: Any) -> None:
        box = slide.shapes.add_textbox(Pt(50), Pt(150), Pt(400), Pt(100))
        box.text_frame.text = "\n".join(paragraphs)
        if alt:
            box._element.nvSpPr.cNvPr.set("descr", alt)

    return make


def table(*rows: tuple[str, ...]) -> Make:
    def make(slide: Any) -> None:
        frame = slide.shapes.add_table(len(rows), len(rows[0]), Pt(50), Pt(150), Pt(400), Pt(20))
        for row, texts in zip(frame.table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    return make


def chart(slide: Any) -> None:
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("s", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Emu(0), Emu(0), Pt(200), Pt(100), data)


def bindings(audience: str = "internal", language: str = "en", watermark: str | None = None, **fields: Any) -> Bindings:
    doc = View("proposal", fields, frozenset({"floor_price"}))
    return Bindings({"doc": doc}, lambda key: (key, key), language, audience, watermark=watermark)


def filled(made: Template, given: Bindings | None = None, **fields: Any) -> Any:
    return Presentation(BytesIO(engine.render(made, given or bindings(**fields))))


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def members(data: bytes) -> list[str]:
    return zipfile.ZipFile(BytesIO(data)).namelist()


def rows_of(slide: Any) -> list[list[str]]:
    frame = next(shape for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


def test_hostile_text_comes_out_as_that_text_everywhere() -> None:
    made = template(
        titled("{{ doc.x }}", "{{ doc.x }}", text_box("{{ doc.x }}", alt="{{ doc.x }}"), table(("{{ doc.x }}",)))
    )
    slide = filled(made, x=HOSTILE).slides[0]
    assert slide.shapes.title.text_frame.text == HOSTILE
    assert slide.notes_slide.notes_text_frame.text == HOSTILE
    assert rows_of(slide) == [[HOSTILE]]
    assert slide.shapes[1].text_frame.text == HOSTILE
    assert slide.shapes[1]._element.nvSpPr.cNvPr.get("descr") == HOSTILE


def test_a_tag_split_over_runs_is_one_tag() -> None:
    assert titles(filled(template(titled("A {¦{ doc¦.x }¦} B")), x="1")) == ["A 1 B"]


def test_line_breaks_become_breaks_and_markdown_becomes_runs_in_the_runs_own_style() -> None:
    deck = filled(template(titled("{{ doc.x }}")), x=Markdown("a **b**\n\n[c](https://example.com)"))
    paragraph = deck.slides[0].shapes.title.text_frame.paragraphs[0]
    assert paragraph.text == "a b\vc"
    assert [run.font.bold for run in paragraph.runs] == [None, True, None]
    assert paragraph.runs[2].hyperlink.address == "https://example.com"


def test_block_markdown_becomes_paragraphs_with_native_bullets_and_numbers() -> None:
    text = Markdown("Intro\n\n- one\n- two\n\nAnd\n\n1. first")
    slide = filled(template(titled("t", "", text_box("{{p doc.x }}"))), x=text).slides[0]
    paragraphs = slide.shapes[1].text_frame.paragraphs
    assert [p.text for p in paragraphs] == ["Intro", "one", "two", "And", "first"]
    xml = [p._p.xml for p in paragraphs]
    assert "buChar" in xml[1]
    assert "buAutoNum" in xml[4]


def test_paragraphs_and_rows_are_repeated_and_left_out() -> None:
    made = template(
        titled(
            "t",
            "",
            text_box("{%p for x in doc.xs %}", "<{{ x }}>", "{%p endfor %}"),
            table(("h", "k"), ("{%tr for x in doc.xs %}", ""), ("{{ x }}", "{{ loop.index }}"), ("{%tr endfor %}", "")),
        )
    )
    slide = filled(made, xs=["a", "b"]).slides[0]
    assert slide.shapes[1].text_frame.text == "<a>\n<b>"
    assert rows_of(slide) == [["h", "k"], ["a", "1"], ["b", "2"]]


def test_repeated_cells_share_the_tables_width() -> None:
    made = template(titled("t", "", table(("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"))))
    frame = filled(made, xs=["a", "b"]).slides[0].shapes[1]
    assert [cell.text for cell in frame.table.rows[0].cells] == ["a", "b"]
    assert [column.width for column in frame.table.columns] == [Pt(200), Pt(200)]


def test_a_text_box_and_a_table_that_conditions_emptied_are_gone() -> None:
    made = template(
        titled(
            "t",
            "",
            text_box("{%p if false %}", "x", "{%p endif %}"),
            table(("{%tr for x in [] %}",), ("{{ x }}",), ("{%tr endfor %}",)),
        )
    )
    assert [shape.name for shape in filled(made).slides[0].shapes] == ["Title 1"]


def test_a_slide_is_repeated_with_its_notes_and_nested_directives_all_hold() -> None:
    notes = "{%slide for group in doc.groups %}{%slide if group.show %}\n{%slide for x in group.xs %}\nsay {{ x }}"
    groups = [
        View("g", {"show": True, "xs": ["a", "b"]}),
        View("g", {"show": False, "xs": ["c"]}),
        View("g", {"show": True, "xs": ["d"]}),
    ]
    deck = filled(template(titled("first"), titled("{{ x }}", notes), titled("last")), groups=groups)
    assert titles(deck) == ["first", "a", "b", "d", "last"]
    assert [s.notes_slide.notes_text_frame.text for s in list(deck.slides)[1:4]] == ["say a", "say b", "say d"]
    assert len({slide.slide_id for slide in deck.slides}) == 5
    assert len({slide.part.partname for slide in deck.slides}) == 5
    for slide in list(deck.slides)[1:4]:
        assert slide.notes_slide.part.part_related_by(_relationship("slide")) is slide.part


def _relationship(name: str) -> str:
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"


def test_a_directive_may_stand_in_a_text_box_of_its_own_which_goes() -> None:
    deck = filled(template(titled("{{ x }}", "", text_box("{%slide for x in doc.xs %}"))), xs=["a", "b"])
    assert titles(deck) == ["a", "b"]
    assert all(len(slide.shapes) == 1 for slide in deck.slides)


def test_each_copy_has_a_chart_and_a_workbook_of_its_own() -> None:
    data = engine.render(template(titled("{{ x }}", "{%slide for x in doc.xs %}", chart)), bindings(xs=["a", "b", "c"]))
    names = members(data)
    assert len([name for name in names if name.startswith("ppt/charts/chart") and name.endswith(".xml")]) == 3
    assert len([name for name in names if name.endswith(".xlsx")]) == 3
    deck = Presentation(BytesIO(data))
    charts = [shape.chart.part for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len({part.partname for part in charts}) == 3
    assert len({part.chart_workbook.xlsx_part.partname for part in charts}) == 3


def test_a_dropped_slide_leaves_no_part_behind() -> None:
    made = template(titled("kept"), titled("gone", "{%slide if doc.x %}\nnotes", chart))
    data = engine.render(made, bindings(x=False))
    names = members(data)
    assert not [name for name in names if "chart" in name or "embeddings" in name or "slides/slide2" in name]
    assert not [name for name in names if "notesSlides" in name]
    types = zipfile.ZipFile(BytesIO(data)).read("[Content_Types].xml").decode()
    overrides = [part.split('"')[0] for part in types.split('PartName="/')[1:]]
    assert set(overrides) <= set(names)


def test_a_deck_without_a_slide_is_refused() -> None:
    with pytest.raises(TemplateError, match="no slide is left"):
        filled(template(titled("gone", "{%slide if false %}")))


def test_a_client_gets_no_notes_and_may_not_be_stopped_by_what_stands_in_them() -> None:
    made = template(titled("t", "{{ doc.floor_price }}"))
    data = engine.render(made, bindings(audience="client"))
    assert not [name for name in members(data) if "notesSlides" in name]
    with pytest.raises(TemplateError, match="floor_price"):
        filled(made)


def test_a_long_table_goes_on_over_slides_under_its_header() -> None:
    made = template(
        titled("Leads", "say", table(("head",), ("{%tr for x in doc.xs %}",), ("{{ x }}",), ("{%tr endfor %}",)))
    )
    deck = filled(made, xs=[f"row {n}" for n in range(60)])
    pages = [rows_of(slide) for slide in deck.slides]
    assert len(pages) > 3
    assert all(page[0] == ["head"] and len(page) > 2 for page in pages)
    assert [row[0] for page in pages for row in page[1:]] == [f"row {n}" for n in range(60)]
    assert titles(deck)[:2] == ["Leads", "Leads (continued)"]
    assert [slide.has_notes_slide for slide in deck.slides][:2] == [True, False]


def test_text_that_would_run_out_of_its_box_is_scaled_and_text_that_fits_is_not() -> None:
    made = template(titled("{{ doc.x }}"))
    long = filled(made, x="word " * 120).slides[0].shapes.title._element.xml
    short = filled(made, x="word").slides[0].shapes.title._element.xml
    assert "fontScale" in long
    assert "fontScale" not in short


def test_the_number_of_slides_is_known_on_each_slide() -> None:
    deck = filled(template(titled("{{ x }} of {{ slide_total }}", "{%slide for x in doc.xs %}")), xs=[1, 2, 3])
    assert titles(deck) == ["1 of 3", "2 of 3", "3 of 3"]


def test_runs_are_in_their_language() -> None:
    deck = filled(template(titled("plain ¦{{ doc.x }}")), bindings(language="en", x="中文"))
    runs = deck.slides[0].shapes.title.text_frame.paragraphs[0].runs
    assert [run._r.rPr.get("lang") for run in runs] == ["en-GB", "zh-CN"]


def test_the_theme_has_the_brands_colours_and_fonts() -> None:
    brand = Brand(primary="112233", accent="445566", heading_latin="Arial", body_east_asian="宋体")
    given = Bindings({"doc": View("d", {})}, lambda key: (key, key), brand=brand)
    data = engine.render(template(titled("t")), given)
    theme = zipfile.ZipFile(BytesIO(data)).read("ppt/theme/theme1.xml").decode()
    assert '<a:dk2><a:srgbClr val="112233"/></a:dk2>' in theme
    assert '<a:accent2><a:srgbClr val="445566"/></a:accent2>' in theme
    facts = 'panose="020B0604020202020204" pitchFamily="34" charset="0"'
    assert f'<a:majorFont><a:latin typeface="Arial" {facts}/>' in theme.replace("\n", "").replace("  ", "")
    assert 'typeface="宋体"' in theme


def test_a_watermark_lies_on_every_slide_and_only_when_asked() -> None:
    made = template(titled("{{ x }}", "{%slide for x in [1, 2] %}"))
    marked = filled(made, bindings(watermark="草稿"))
    assert all(slide.shapes[-1].text_frame.text == "草稿" and slide.shapes[-1].rotation for slide in marked.slides)
    assert all(len(slide.shapes) == 1 for slide in filled(made).slides)


def test_a_gantt_takes_its_shapes_place_as_grouped_native_shapes() -> None:
    phases = [
        View(
            "p",
            {"name": "Design", "start": _day(1, 4), "end": _day(1, 29), "milestone": "done", "milestone_date": None},
        ),
        View(
            "p", {"name": "Build", "start": _day(2, 1), "end": _day(3, 12), "milestone": "live", "milestone_date": None}
        ),
    ]
    made = template(titled("t", "", text_box("here", alt="{{ gantt(doc.phases) }}")))
    (group,) = list(filled(made, phases=phases).slides[0].shapes)[1:]
    assert group.shape_type == 6
    assert group.left >= Pt(50)
    assert group.left + group.width <= Pt(451)
    assert "Design" in group._element.nvGrpSpPr.cNvPr.get("descr")
    assert any(shape.has_text_frame and "Build" in shape.text_frame.text for shape in inside(group))


def _day(month: int, day: int) -> date:
    return date(2027, month, day)


def inside(group: Any) -> Iterator[Any]:
    """The shapes of a group and of the groups in it."""
    for shape in group.shapes:
        if shape.shape_type == 6:
            yield from inside(shape)
        else:
            yield shape


def test_a_decision_maps_connectors_are_glued_to_the_people_they_join() -> None:
    def person(key: str, name: str, above: str | None) -> View:
        facts = {"title": None, "department": None, "influence": None, "focus": None, "concerns": ()}
        return View("n", {"id": key, "name": name, "reports_to": above, "roles": (), **facts})

    nodes = (person("a", "Ann", None), person("b", "Bob", "a"), person("c", "Cid", "a"))
    made = template(titled("t", "", text_box("here", alt="{{ diagram(doc.map) }}")))
    group = list(filled(made, map=View("m", {"nodes": nodes, "edges": ()})).slides[0].shapes)[1]
    boxes = {shape.shape_id for shape in inside(group)}
    glue = [end for end in group._element.iter() if end.tag.endswith(("}stCxn", "}endCxn"))]
    assert len(glue) >= 4
    assert {int(end.get("id")) for end in glue} <= boxes


def test_same_input_gives_the_same_bytes_from_many_threads() -> None:
    made = template(titled("{{ x }}", "{%slide for x in doc.xs %}", chart))
    with ThreadPoolExecutor(4) as pool:
        outputs = list(pool.map(lambda _: engine.render(made, bindings(xs=["a", "b"])), range(8)))
    assert len(set(outputs)) == 1


def test_the_stamp_is_written_once_and_read_back_and_no_clock_or_thumbnail_is_left() -> None:
    data = engine.stamp(engine.stamp(engine.render(template(titled("t")), bindings()), STAMP), STAMP)
    assert dict(engine.read_stamp(data)) == STAMP.as_properties()
    core = Presentation(BytesIO(data)).core_properties
    assert core.title == "方案 & <x>"
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.isoformat().startswith("2026-11-23T00:00:00")
    assert not [name for name in members(data) if "thumbnail" in name]
    assert len(members(data)) == len(set(members(data)))
    assert {entry.date_time for entry in zipfile.ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_all_that_the_file_holds_is_searchable_workbooks_included() -> None:
    data = engine.render(template(titled("one ¦two", "say three", chart)), bindings())
    found = list(engine.searchable(data))
    assert any(name.startswith("text ppt/slides/slide1.xml, paragraph") and "one two" in text for name, text in found)
    assert any("say three" in text for _, text in found)
    assert any(".xlsx!" in name for name, _ in found)


def test_errors_name_template_slide_shape_cell_and_expression_all_at_once() -> None:
    made = template(
        titled("fine", "", table(("a", "b"), ("c", "{{ doc.pricng }}"))),
        titled("{{ doc.titel }}"),
    )
    with pytest.raises(TemplateError) as caught:
        filled(made, pricing=1, title="x")
    first, second = (finding.show() for finding in caught.value.findings)
    assert first.startswith("base/test.pptx, slide 1, “Table 2”, row 2, cell 2: no `pricng` on proposal")
    assert "did you mean `pricing`?" in first
    assert "{{ doc.pricng }}" in first
    assert second.startswith("base/test.pptx, slide 2, “Title 1”, paragraph 1: no `titel` on proposal")


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (("{% if x %}a", "b{% endif %}"), "without its partner"),
        (("{{ doc.x | nosuch }}",), "nosuch"),
        (("{%p for x in %}", "{%p endfor %}"), "Expected an expression"),
    ],
)
def test_a_tag_that_can_not_work_is_refused_with_its_place(paragraphs: tuple[str, ...], message: str) -> None:
    with pytest.raises(TemplateError, match=message) as caught:
        filled(template(titled("t", "", text_box(*paragraphs))))
    assert "slide 1, “TextBox 2”, paragraph 1" in str(caught.value)


def test_what_is_no_powerpoint_file_is_refused() -> None:
    with pytest.raises(TemplateError, match="not an Office file"):
        filled(Template("x.pptx", b"no zip", "d"))
