"""What people and their programs leave in templates: taken out and reported, not refused; and what stays refused."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from foreign_files import W, code, field, mark, put_first, saved, words
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches, Pt

from docgen.audience import View
from docgen.engines import docx, pptx
from docgen.errors import Finding, TemplateError
from docgen.templating import Bindings, Template

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PANES = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"


def word(make: Callable[[Any], None]) -> bytes:
    document = Document()
    document.add_paragraph("{{ doc.title }}")
    make(document)
    return saved(document)


def deck(make: Callable[[Any, Any], None]) -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "{{ doc.title }}"
    make(presentation, slide)
    return saved(presentation)


def rendered(
    data: bytes, file_format: str = "docx", audience: str = "client", **fields: Any
) -> tuple[bytes, list[Finding]]:
    notices: list[Finding] = []
    template = Template(f"base/own.{file_format}", data, hashlib.sha256(data).hexdigest())
    names = {"doc": View("proposal", {"title": "T", **fields}, frozenset())}
    bindings = Bindings(names, lambda key: (key, key), audience=audience)
    return (docx if file_format == "docx" else pptx).render(template, bindings, notices), notices


def text_of(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def with_part(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        held = {name: before.read(name) for name in before.namelist()}
        for name in dict.fromkeys((*held, *changes)):
            after.writestr(name, changes.get(name, bytes)(held.get(name, b"")))
    return out.getvalue()


@pytest.mark.parametrize(
    ("code_", "shown"),
    [
        ("MACROBUTTON NoMacro [Click here]", "shown"),
        ('INCLUDEPICTURE "file:///C:/logo.png" \\* MERGEFORMATINET', "shown"),
        ("ADDIN EN.CITE", "shown"),
        ('LINK Excel.Sheet.12 "S:\\\\prices.xlsx" "A1"', "shown"),
        ('HYPERLINK "file:///S:/Sales/terms.pdf"', "shown"),
        ('INCLUDEPICTURE "{{ doc.title }}"', "shown"),
    ],
)
def test_a_field_that_fetches_becomes_what_it_shows(code_: str, shown: str) -> None:
    data, notices = rendered(word(lambda document: put_first(document, field(code_))))
    assert Document(io.BytesIO(data)).paragraphs[0].text == shown
    assert "fldChar" not in text_of(data)
    assert [(notice.code, notice.place) for notice in notices] == [("template.unlinked", "document, paragraph 1")]


def test_nested_fields_a_simple_one_and_a_button_without_a_result() -> None:
    nested = (
        mark("begin") + code("INCLUDEPICTURE x") + mark("separate") + field("INCLUDEPICTURE y", "deep") + mark("end")
    )
    simple = f'<w:fldSimple w:instr=" ADDIN x ">{words("cited")}</w:fldSimple>'
    button = mark("begin") + code(" MACROBUTTON  NoMacro [Name of the client] ") + mark("end")
    data, notices = rendered(word(lambda document: put_first(document, nested, simple, button)))
    assert [p.text for p in Document(io.BytesIO(data)).paragraphs[:3]] == ["deep", "cited", "[Name of the client]"]
    assert len(notices) == 4


@pytest.mark.parametrize(
    "target", ["Terms.docx", "file:///S:/terms.pdf", "\\\\server\\share", "skype:anna", "%66ile://x/y"]
)
def test_a_link_that_no_reader_can_open_goes_and_its_text_stays(target: str) -> None:
    def make(document: Any) -> None:
        key = document.part.relate_to(target, f"{R}/hyperlink", is_external=True)
        put_first(document, f'<w:hyperlink xmlns:r="{R}" r:id="{key}">{words("see")}</w:hyperlink>')

    data, notices = rendered(word(make))
    assert Document(io.BytesIO(data)).paragraphs[0].text == "see"
    assert target.encode() not in text_of(data, "word/_rels/document.xml.rels").encode()
    assert [notice.code for notice in notices] == ["template.unlinked"]


def test_an_address_without_its_scheme_is_completed() -> None:
    def make(document: Any) -> None:
        key = document.part.relate_to("www.example.com", f"{R}/hyperlink", is_external=True)
        put_first(document, f'<w:hyperlink xmlns:r="{R}" r:id="{key}">{words("see")}</w:hyperlink>')

    data, notices = rendered(word(make))
    assert 'Target="https://www.example.com"' in text_of(data, "word/_rels/document.xml.rels")
    assert notices == []


def test_a_shape_s_link_to_a_file_goes_from_a_slide() -> None:
    def make(presentation: Any, slide: Any) -> None:
        slide.shapes.title.click_action.hyperlink.address = "file:///S:/terms.pdf"

    data, notices = rendered(deck(make), "pptx")
    assert "hlinkClick" not in text_of(data, "ppt/slides/slide1.xml")
    assert [(notice.code, notice.place) for notice in notices] == [("template.unlinked", "slide 1")]


def test_an_attached_template_and_task_panes_go_silently() -> None:
    def make(document: Any) -> None:
        settings = document.settings.element
        part = document.part.part_related_by(f"{R}/settings")
        key = part.relate_to("file:///C:/Offer.dotx", f"{R}/attachedTemplate", is_external=True)
        settings.insert(0, parse_xml(f'<w:attachedTemplate {W} xmlns:r="{R}" r:id="{key}"/>'))

    one = f'<Relationship Id="rIdP" Type="{PANES}" Target="word/webextensions/taskpanes.xml"/></Relationships>'
    override = (
        '<Override PartName="/word/webextensions/taskpanes.xml" '
        'ContentType="application/vnd.ms-office.webextensiontaskpanes+xml"/></Types>'
    )
    data = with_part(word(make), {
        "_rels/.rels": lambda data: data.replace(b"</Relationships>", one.encode()),
        "[Content_Types].xml": lambda data: data.replace(b"</Types>", override.encode()),
        "word/webextensions/taskpanes.xml": lambda _: b"<taskpanes/>",
    })  # fmt: skip
    made, notices = rendered(data)
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert not [name for name in names if "webextension" in name]
    assert "Offer.dotx" not in "".join(text_of(made, name) for name in names if name.endswith(".rels"))
    assert notices == []


def test_an_embedded_workbook_becomes_its_picture_and_its_data_go() -> None:
    def make(presentation: Any, slide: Any) -> None:
        workbook = io.BytesIO()
        Workbook().save(workbook)
        workbook.seek(0)
        slide.shapes.add_ole_object(workbook, "Excel.Sheet.12", Inches(1), Inches(2))

    data, notices = rendered(deck(make), "pptx")
    shapes = list(Presentation(io.BytesIO(data)).slides[0].shapes)
    assert [shape.left for shape in shapes if shape.shape_type is not None][-1] == Inches(1)
    assert not [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "embeddings" in name]
    assert [(notice.place, "a workbook" in notice.message) for notice in notices] == [("slide 1", True)]


def test_a_part_in_utf_16_is_read_and_checked_like_any_other() -> None:
    recoded = {"docProps/app.xml": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")}
    assert rendered(with_part(word(lambda document: None), recoded))[0]
    unsafe = {"word/document.xml": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")}
    with pytest.raises(TemplateError):
        rendered(with_part(word(lambda document: put_first(document, field("DDEAUTO c:\\x"))), unsafe))


@pytest.mark.parametrize("tag", ["{%slide if doc.title %}", "{%slide for x in [1] %}"])
def test_words_next_to_a_slide_tag_stay(tag: str) -> None:
    def make(presentation: Any, slide: Any) -> None:
        slide.shapes.add_textbox(0, 0, 4000000, 500000).text_frame.text = f"{tag} Only with an NDA"
        slide.notes_slide.notes_text_frame.text = f"Say hello {tag}"

    data, _ = rendered(deck(make), "pptx", audience="internal")
    (slide,) = Presentation(io.BytesIO(data)).slides
    assert slide.shapes[-1].text_frame.text == "Only with an NDA"
    assert slide.notes_slide.notes_text_frame.text == "Say hello"


def test_a_slide_loop_s_end_is_reported_as_not_needed() -> None:
    def make(presentation: Any, slide: Any) -> None:
        slide.shapes.add_textbox(0, 0, 4000000, 500000).text_frame.text = "{%slide endfor %}"

    with pytest.raises(TemplateError) as caught:
        rendered(deck(make), "pptx")
    assert [finding.code for finding in caught.value.findings] == ["template.marker"]
    assert "have no end" in caught.value.findings[0].message


@pytest.mark.parametrize("tag", ["x", "{{ doc.title }}"])
def test_only_a_table_that_holds_a_tag_is_fitted(tag: str) -> None:
    def make(presentation: Any, slide: Any) -> None:
        frame = slide.shapes.add_table(7, 3, Inches(0.5), Inches(1.6), Inches(9), Inches(0.8) * 7)
        for row in frame.table.rows:
            row.height = Inches(0.8)
            for cell in row.cells:
                cell.text_frame.text = tag
                cell.text_frame.paragraphs[0].runs[0].font.size = Pt(11)

    made = Presentation(io.BytesIO(rendered(deck(make), "pptx")[0]))
    tables = [shape.table for slide in made.slides for shape in slide.shapes if shape.has_table]
    stays = len(tables) == 1 and all(row.height == Inches(0.8) for row in tables[0].rows)
    assert stays == (tag == "x")


def test_a_deck_without_slides_is_reported_as_that() -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(saved(Presentation()), "pptx")
    assert caught.value.findings[0].message == "this deck has no slide"


def test_a_comment_takes_its_row_and_a_minus_the_break_before_it() -> None:
    def make(document: Any) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "{#tr not now #}", "an old row", "x"
        line = document.add_paragraph()
        for text in ("Our offer is", "{%- if doc.title %} valid", "{%- endif %} and complete."):
            line.add_run(text).add_break()

    made = Document(io.BytesIO(rendered(word(make))[0]))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["x", ""]]
    assert made.paragraphs[-1].text == "Our offer is valid and complete.\n"


def test_an_open_comment_is_reported_with_its_place_and_how_a_loop_is_written() -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(word(lambda document: document.add_paragraph("{#rows}{name}{/rows} {{ doc.title }}")))
    (finding,) = caught.value.findings
    assert (finding.place, "begins a comment" in finding.message) == ("document, paragraph 2", True)
    assert "{%row for x in xs%}" in finding.hint


def test_a_part_of_the_document_is_a_mapping() -> None:
    client = View("client", {"name": "C"}, frozenset())
    text = "{% if doc.client is mapping %}yes{% endif %}{% if doc.title is mapping %}no{% endif %}"
    data, _ = rendered(word(lambda document: document.add_paragraph(text)), client=client)
    assert Document(io.BytesIO(data)).paragraphs[-1].text == "yes"
