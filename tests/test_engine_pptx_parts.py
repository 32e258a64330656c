"""The PPTX engine on parts of a deck: merges, links, sections, shows, charts, pictures, groups, notices."""

import hashlib
import pickle
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt
from test_engine_pptx import bindings, chart, filled, members, table, template, text_box, titled, titles

from docgen.audience import Markdown, View, fields_of
from docgen.brand import Brand
from docgen.engines import pptx as engine
from docgen.errors import Finding, TemplateError
from docgen.templating import Template

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9"/></svg>'
SECTIONS = (
    '<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="one" id="{00000000-0000-0000-0000-000000000001}"><p14:sldIdLst><p14:sldId id="256"/>'
    '</p14:sldIdLst></p14:section><p14:section name="two" id="{00000000-0000-0000-0000-000000000002}">'
    '<p14:sldIdLst><p14:sldId id="257"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext>'
)


def changed(made: Template, change: Any) -> Template:
    deck = Presentation(BytesIO(made.data))
    change(deck)
    out = BytesIO()
    deck.save(out)
    return Template(made.name, out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest(), read_asset=made.read_asset)


def merged(*spans: tuple[int, int, int, int]) -> Any:
    def change(deck: Any) -> None:
        cells = next(shape.table for shape in deck.slides[0].shapes if shape.has_table)
        for top, left, bottom, right in spans:
            cells.cell(top, left).merge(cells.cell(bottom, right))

    return change


def spans_of(slide: Any) -> list[list[str]]:
    """Each cell of the slide's table: its text, the rows and columns that it spans, or the merge that it continues."""
    made = next(shape for shape in slide.shapes if shape.has_table)
    rows = []
    for row in made.table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            text = "".join(item.text or "" for item in cell.iter(f"{A}t"))
            going_on = "".join(flag[0] for flag in ("hMerge", "vMerge") if cell.get(flag))
            cells.append(going_on or f"{text} {cell.rowSpan}×{cell.gridSpan}")
        rows.append(cells)
    return rows


def test_a_cell_that_spans_a_loops_rows_spans_as_many_as_there_are() -> None:
    rows = (("{%tr for x in doc.xs %}", ""), ("{{ x }}", "b"), ("", "c"), ("{%tr endfor %}", ""))
    made = changed(template(titled("t", "", table(*rows))), merged((1, 0, 2, 0)))
    assert spans_of(filled(made, xs=["1", "2"]).slides[0]) == [
        ["1 2×1", "b 1×1"],
        ["v", "c 1×1"],
        ["2 2×1", "b 1×1"],
        ["v", "c 1×1"],
    ]


def test_a_cell_beside_a_loop_grows_and_shrinks_with_it() -> None:
    rows = (("head", "a"), ("{%tr for x in doc.xs %}", ""), ("", "{{ x }}"), ("{%tr endfor %}", ""))
    made = template(titled("t", "", table(*rows)))

    def change(deck: Any) -> None:
        body = next(shape.table for shape in deck.slides[0].shapes if shape.has_table)._tbl
        body.tr_lst[0].tc_lst[0].set("rowSpan", "2")
        body.tr_lst[2].tc_lst[0].set("vMerge", "1")

    made = changed(made, change)
    assert spans_of(filled(made, xs=["1", "2"]).slides[0]) == [["head 3×1", "a 1×1"], ["v", "1 1×1"], ["v", "2 1×1"]]
    assert spans_of(filled(made, xs=[]).slides[0]) == [["head 1×1", "a 1×1"]]


def test_a_cell_and_a_title_that_conditions_emptied_keep_a_paragraph() -> None:
    def emptied(slide: Any) -> None:
        table(("{{ doc.x }}", "b"))(slide)
        for frame in (slide.shapes.title.text_frame, slide.shapes[-1].table.cell(0, 0).text_frame):
            frame.text = "{%p if doc.x %}\n{{ doc.x }}\n{%p endif %}"

    made = template(titled("", "", emptied))
    for value in ("", "x"):
        slide = filled(made, x=value).slides[0]
        assert spans_of(slide) == [[f"{value} 1×1", "b 1×1"]]
        assert [len(list(body)) for body in slide._element.iter(f"{A}txBody")] == [3, 3]
        assert slide.shapes.title.text_frame.text == value


def test_a_merged_head_over_repeated_columns_spans_them_all() -> None:
    made = template(titled("t", "", table(("x", "{%tc for n in doc.xs %}", "{{ n }}", "{%tc endfor %}"))))
    assert spans_of(filled(made, xs=["1", "2", "3"]).slides[0]) == [["x 1×1", "1 1×1", "2 1×1", "3 1×1"]]


def linked(source: int, target: int) -> Any:
    def change(deck: Any) -> None:
        slides = list(deck.slides)
        slides[source].shapes.title.click_action.target_slide = slides[target]

    return change


def targets(deck: Any) -> list[str | None]:
    found = (slide.shapes.title.click_action.target_slide for slide in deck.slides)
    return [None if slide is None else slide.shapes.title.text_frame.text for slide in found]


def test_a_link_leads_to_the_copy_of_the_same_turn_or_to_the_first() -> None:
    loop = "{%slide for x in doc.xs %}"
    pair = changed(template(titled("a{{ x }}", loop), titled("b{{ x }}", loop)), linked(0, 1))
    assert targets(filled(pair, xs=[1, 2])) == ["b1", "b2", None, None]
    one = changed(template(titled("from"), titled("b{{ x }}", loop)), linked(0, 1))
    assert targets(filled(one, xs=[1, 2])) == ["b1", None, None]


def test_a_link_to_a_slide_that_is_gone_is_gone() -> None:
    made = changed(template(titled("from"), titled("gone", "{%slide if doc.x %}")), linked(0, 1))
    data = engine.render(made, bindings(x=False))
    assert b"hlinkClick" not in zipfile.ZipFile(BytesIO(data)).read("ppt/slides/slide1.xml")
    assert targets(Presentation(BytesIO(data))) == [None]


def lists_of(data: bytes) -> tuple[list[str], list[list[str]], list[list[str]]]:
    """The ids of all slides, of each section and of each show, the last as slide ids too."""
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("ppt/presentation.xml"))
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    slides = list(root.iterfind("{*}sldIdLst/{*}sldId"))
    by_rel = {str(item.get(relation)): str(item.get("id")) for item in slides}
    sections = [[str(item.get("id")) for item in held] for held in root.iterfind(".//{*}section/{*}sldIdLst")]
    shows = [[by_rel[str(item.get(relation))] for item in held] for held in root.iterfind(".//{*}custShow/{*}sldLst")]
    return [str(item.get("id")) for item in slides], sections, shows


def test_sections_and_shows_list_the_copies_of_their_slides_and_none_that_is_gone() -> None:
    made = template(titled("kept {{ x }}", "{%slide for x in doc.xs %}"), titled("gone", "{%slide if doc.more %}"))

    def change(deck: Any) -> None:
        root = deck.part._element
        show = (
            '<p:custShowLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas'
            '.openxmlformats.org/officeDocument/2006/relationships"><p:custShow name="s" id="0"><p:sldLst><p:sld r:id='
            f'"{root.sldIdLst[0].rId}"/><p:sld r:id="{root.sldIdLst[1].rId}"/></p:sldLst></p:custShow></p:custShowLst>'
        )
        root.find(f"{{{root.nsmap['p']}}}notesSz").addnext(etree.fromstring(show))
        extensions = root.find(f"{{{root.nsmap['p']}}}extLst")
        if extensions is None:
            extensions = etree.SubElement(root, f"{{{root.nsmap['p']}}}extLst")
        extensions.append(etree.fromstring(SECTIONS))

    made = changed(made, change)
    assert lists_of(engine.render(made, bindings(xs=[1, 2], more=False))) == (
        ["256", "257"],
        [["256", "257"], []],
        [["256", "257"]],
    )
    assert lists_of(engine.render(made, bindings(xs=[1], more=True)))[1:] == ([["256"], ["257"]], [["256", "257"]])


def test_the_properties_tell_no_title_of_the_templates_slides() -> None:
    def change(deck: Any) -> None:
        app = next(part for part in deck.part.package.iter_parts() if part.partname == "/docProps/app.xml")
        app._blob = app.blob.replace(b"</Properties>", b"<TitlesOfParts>secret</TitlesOfParts></Properties>")

    made = changed(template(titled("t")), change)
    assert b"secret" in zipfile.ZipFile(BytesIO(made.data)).read("docProps/app.xml")
    assert b"secret" not in zipfile.ZipFile(BytesIO(engine.render(made, bindings()))).read("docProps/app.xml")


def test_a_chart_in_a_loop_is_a_chart_of_its_own_with_its_figures_in_each_turn() -> None:
    call = "{{ chart(x.names, {'n': x.counts}, kind='column') }}"
    made = template(titled("t", "{%slide for x in doc.xs %}", text_box("here", alt=call)))
    slides = filled(made, xs=[{"names": ["a", "b"], "counts": [1, 2]}, {"names": ["c"], "counts": [3]}]).slides
    charts = [next(shape.chart for shape in slide.shapes if shape.has_chart) for slide in slides]
    assert [list(found.plots[0].categories) for found in charts] == [["a", "b"], ["c"]]
    assert [found.plots[0].series[0].values for found in charts] == [(1.0, 2.0), (3.0,)]
    assert len({found.part.partname for found in charts}) == 2
    assert len({found.part.chart_workbook.xlsx_part.partname for found in charts}) == 2


def test_a_managers_chart_is_filled_and_its_sample_and_workbook_are_gone() -> None:
    made = template(titled("t", "", chart))

    def change(deck: Any) -> None:
        shape = next(shape for shape in deck.slides[0].shapes if shape.has_chart)
        shape._element.nvGraphicFramePr.cNvPr.set("descr", "{{ chart(doc.names, {'n': doc.counts}) }}")

    data = engine.render(changed(made, change), bindings(names=["x", "y", "z"], counts=[1, 2, 3]))
    found = next(shape.chart for shape in Presentation(BytesIO(data)).slides[0].shapes if shape.has_chart)
    assert list(found.plots[0].categories) == ["x", "y", "z"]
    assert len([name for name in members(data) if name.startswith("ppt/charts/chart")]) == 1
    assert len([name for name in members(data) if name.endswith(".xlsx")]) == 1


def test_a_picture_takes_its_shapes_place_and_the_same_picture_is_stored_once() -> None:
    plain = template(titled("t", "{%slide for x in [1, 2] %}", text_box("here", alt="{{ picture('a.svg', alt='A') }}")))
    made = Template(plain.name, plain.data, plain.digest, read_asset={"a.svg": SVG}.__getitem__)
    data = engine.render(made, bindings())
    pictures = [
        shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes if shape.shape_type == 13
    ]
    assert [picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures] == ["A", "A"]
    assert all(Pt(50) <= picture.left and picture.width == 2 * picture.height for picture in pictures)
    assert len([name for name in members(data) if "/media/" in name]) == 2, "one SVG and the PNG beside it"


def test_a_control_character_in_a_drawings_text_is_reported_and_never_written() -> None:
    phase = View("p", {"name": "a\x13b", "start": date(2027, 1, 4), "end": date(2027, 1, 29)})
    phase = View("p", {**dict.fromkeys(("milestone", "milestone_date")), **fields_of(phase)})
    made = template(titled("t", "", text_box("here", alt="{{ gantt(doc.phases) }}")))
    with pytest.raises(TemplateError, match="control character"):
        filled(made, phases=[phase])


def test_text_in_groups_is_filled_and_links_belong_to_the_copy_that_shows_them() -> None:
    def grouped(slide: Any) -> None:
        box = slide.shapes.add_group_shape().shapes.add_textbox(Pt(10), Pt(10), Pt(200), Pt(40))
        box.text_frame.text = "{{ x }}"

    texts = [Markdown("[one](https://one.example)"), Markdown("[two](https://two.example)")]
    data = engine.render(template(titled("t", "{%slide for x in doc.xs %}", grouped)), bindings(xs=texts))
    archive = zipfile.ZipFile(BytesIO(data))
    rels = [archive.read(f"ppt/slides/_rels/slide{number}.xml.rels").decode() for number in (1, 2)]
    assert ["one.example" in text for text in rels] == [True, False]
    assert ["two.example" in text for text in rels] == [False, True]


def test_a_value_ends_its_paragraph_where_it_asks_to() -> None:
    frame = filled(template(titled("t", "", text_box("<{{ doc.x }}>"))), x="a\ab").slides[0].shapes[1].text_frame
    assert [paragraph.text for paragraph in frame.paragraphs] == ["<a", "b>"]


def test_inline_code_is_set_in_a_face_of_its_own_and_an_empty_run_goes() -> None:
    made = template(titled("{{ doc.empty }}¦{{ doc.x }}"))
    (paragraph,) = filled(made, x=Markdown("say `this` *so*"), empty="").slides[0].shapes.title.text_frame.paragraphs
    assert [run.text for run in paragraph.runs] == ["say ", "this", " ", "so"]
    assert [run.font.name for run in paragraph.runs] == [None, "Consolas", None, None]
    assert [run.font.italic for run in paragraph.runs] == [None, None, None, True]


def test_rows_paged_by_the_template_get_a_slide_each_page() -> None:
    rows = table(("head",), ("{%tr for x in page %}",), ("{{ x }}",), ("{%tr endfor %}",))
    made = template(titled("{{ loop.index }}/{{ loop.length }}", "{%slide for page in doc.xs|paginate(2) %}", rows))
    deck = filled(made, xs=["a", "b", "c"])
    assert titles(deck) == ["1/2", "2/2"]
    assert [[cells[0] for cells in spans_of(slide)] for slide in deck.slides] == [
        ["head 1×1", "a 1×1", "b 1×1"],
        ["head 1×1", "c 1×1"],
    ]


def test_what_does_not_fit_is_reported_as_a_warning_with_its_slide_and_shape() -> None:
    notices: list[Finding] = []

    def wrapped(slide: Any) -> None:
        text_box("{{ doc.x }}")(slide)
        slide.shapes[-1].text_frame.word_wrap = True

    made = template(titled("t"), titled("t", "", wrapped))
    engine.render(made, bindings(x="word " * 400), notices)
    assert [(finding.severity, finding.code) for finding in notices] == [("warning", "fit.overflow")]
    assert notices[0].place == "slide 2, shape “TextBox 2”"
    quiet: list[Finding] = []
    engine.render(made, bindings(x="word"), quiet)
    assert quiet == []


def test_all_faults_of_all_expressions_are_reported_at_once() -> None:
    with pytest.raises(TemplateError) as caught:
        filled(template(titled("{{ doc.aa }} {{ doc.bb }}", "{{ doc.cc }}")))
    assert [finding.message.split(" on ")[0] for finding in caught.value.findings] == [
        "no `aa`",
        "no `bb`",
        "no `cc`",
    ]
    assert caught.value.findings[2].place.startswith("slide 1, notes")


def test_a_compiled_deck_is_shared_and_a_pickle_of_it_renders_the_same_bytes() -> None:
    made = template(titled("{{ doc.x }}"))
    compiled = engine.compile_deck(made, Brand())
    assert engine.compile_deck(made, Brand()) is compiled
    assert engine.compile_deck(made, Brand(), "draft") is not compiled
    again = pickle.loads(pickle.dumps(compiled))
    assert engine.render_compiled(again, bindings(x="y")) == engine.render_compiled(compiled, bindings(x="y"))
