"""Compare two versions of a template: a line for each edit, none for what programs only store differently."""

import copy
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from compare_files import deck_file, edited, messages_between, picture, saved, word_file
from conftest import ROOT
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from pptx import Presentation
from pptx.dml.color import RGBColor as SlideColour
from pptx.util import Cm as SlideCm

WORD = saved(word_file())
DECK = saved(deck_file())
TEMPLATES = sorted((ROOT / "templates").glob("*x/*/*.zh.*x"))


def paragraph(document: Any, start: str) -> Any:
    return next(found for found in document.paragraphs if found.text.startswith(start))


def add_column(document: Any) -> None:
    table = document.tables[0]
    for row, text in zip(table.rows, ("Discount", "0", "5 %", "{{ row.discount }}"), strict=True):
        cell = copy.deepcopy(row._tr.tc_lst[2])
        row._tr.tc_lst[2].addnext(cell)
        row.cells[3].text = text
    grid = table._tbl.tblGrid
    grid.append(copy.deepcopy(grid[0]))


def drop_column(document: Any) -> None:
    table = document.tables[0]
    for row in table.rows:
        row._tr.remove(row._tr.tc_lst[1])
    table._tbl.tblGrid.remove(table._tbl.tblGrid[1])


def move_column(document: Any) -> None:
    for row in document.tables[0].rows:
        row._tr.tc_lst[3].addnext(row._tr.tc_lst[0])


def replace_picture(document: Any) -> None:
    part = next(part for part in document.part.package.iter_parts() if part.partname.endswith("image1.png"))
    part._blob = picture("maroon").getvalue()


def set_text(find: Callable[[Any], Any], text: str) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        find(document).text = text

    return edit


def theme(change: tuple[bytes, bytes]) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        part = next(part for part in document.part.package.iter_parts() if "/theme/theme1" in str(part.partname))
        assert change[0] in part.blob
        part._blob = part.blob.replace(*change)

    return edit


def set_style(style: str, **values: Any) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        for key, value in values.items():
            font = document.styles[style].font
            if key == "colour":
                font.color.rgb = value
            else:
                setattr(font, key, value)

    return edit


def runs(document: Any, start: str) -> Any:
    return paragraph(document, start).runs


def add_after(start: str, *texts: str) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        place = paragraph(document, start)
        for text in reversed(texts):
            new = copy.deepcopy(place._p)
            place._p.addnext(new)
            type(place)(new, place._parent).text = text

    return edit


def remove(start: str) -> Callable[[Any], None]:
    return lambda document: paragraph(document, start)._p.getparent().remove(paragraph(document, start)._p)


def move_paragraph(document: Any) -> None:
    paragraph(document, "Signed by")._p.addnext(paragraph(document, "我们为")._p)


def add_row(document: Any) -> None:
    table = document.tables[0]
    row = copy.deepcopy(table.rows[2]._tr)
    table.rows[2]._tr.addnext(row)
    for cell, text in zip(table.rows[3].cells, ("Care", "12", "80", "960"), strict=True):
        cell.text = text


WORD_EDITS: dict[str, tuple[Callable[[Any], object], str]] = {
    "a word of a sentence": (
        set_text(
            lambda d: paragraph(d, "Dear"),
            "Dear {{ doc.client.full_name }}, this is our offer for your plant in Suzhou.",
        ),
        "under “Summary”: wording: Dear {{ doc.client.full_name }}, this is our [-proposal-]{+offer+} "
        "for your plant in Suzhou.",
    ),
    "Chinese characters": (
        set_text(lambda d: paragraph(d, "我们为"), "我们为贵公司的仓库准备了这份方案，请审阅。"),
        "under “Summary”: wording: 我们为贵公司的[-生产线-]{+仓库+}准备了这份方案，请审阅。",
    ),
    "a tag": (
        set_text(lambda d: paragraph(d, "Background"), "Background: {{ doc.current_state }}"),
        "under “Summary”: tag: {{ doc.background }} → {{ doc.current_state }}",
    ),
    "a tag more": (
        set_text(lambda d: paragraph(d, "Signed"), "Signed by both sides. {{ doc.date }}"),
        "under “Signatures”: tag added: {{ doc.date }}",
    ),
    "a condition": (
        set_text(lambda d: paragraph(d, "{%p if"), "{%p if doc.background and doc.goals %}"),
        "under “Summary”: tag: {%p if doc.background %} → {%p if doc.background and doc.goals %}",
    ),
    "a tag gone": (remove("{%p endif"), "under “Summary”: tag removed: {%p endif %}"),
    "a paragraph": (
        add_after("Signed", "The place of jurisdiction is Suzhou."),
        "under “Signatures”: added: “The place of jurisdiction is Suzhou.”",
    ),
    "two paragraphs": (
        add_after("Signed", "One copy each.", "Both are valid."),
        "under “Signatures”: added: “One copy each. ⏎ Both are valid.”",
    ),
    "a paragraph gone": (remove("First step"), "under “Prices”: removed: “First step”"),
    "a paragraph moved": (
        move_paragraph, "under “Signatures”: moved here: “我们为贵公司的生产线准备了这份方案，请审阅。”",
    ),
    "a heading": (
        set_text(lambda d: paragraph(d, "Prices"), "Price list"),
        "under “Summary”: wording: [-Prices-]{+Price list+}",
    ),
    "a heading's level": (
        lambda d: setattr(paragraph(d, "Signatures"), "style", d.styles["Heading 1"]),
        "under “Prices”: paragraph “Signatures”: style Heading 2 → Heading 1",
    ),
    "a paragraph's style": (
        lambda d: setattr(paragraph(d, "Signed"), "style", d.styles["Quote"]),
        "under “Signatures”: paragraph “Signed by both sides.”: style not set → Quote",
    ),
    "a word in bold": (
        lambda d: setattr(runs(d, "All prices")[2], "bold", True),
        "under “Prices”: “of tax.”: bold no → yes",
    ),
    "a word's colour": (
        lambda d: setattr(runs(d, "All prices")[1].font.color, "rgb", RGBColor(0xB3, 0x26, 0x1E)),
        "under “Prices”: “net”: colour #000000 → #B3261E",
    ),
    "alignment": (
        lambda d: setattr(paragraph(d, "Signed"), "alignment", WD_ALIGN_PARAGRAPH.CENTER),
        "under “Signatures”: paragraph “Signed by both sides.”: alignment left → center",
    ),
    "a style": (
        set_style("Heading 1", size=Pt(20)), "style “Heading 1”: size 14 pt → 20 pt",
    ),
    "a style's font and colour": (
        set_style("Quote", name="Georgia", colour=RGBColor(0x11, 0x22, 0x33)),
        "style “Quote”: colour dk1 (#000000) → #112233; font Cambria → Georgia",
    ),
    "the usual size of text": (set_style("Normal", size=Pt(12)), "style “Normal”: size 11 pt → 12 pt"),
    "a theme colour": (
        theme((b"4F81BD", b"0B7A75")), "theme colour “accent1”: colour #4F81BD → #0B7A75",
    ),
    "a theme font": (
        theme((b'<a:majorFont>\n        <a:latin typeface="Calibri"/>',
               b'<a:majorFont>\n        <a:latin typeface="Georgia"/>')),
        "theme font “heading font”: font Calibri → Georgia",
    ),
    "margins": (
        lambda d: setattr(d.sections[0], "left_margin", Cm(2)), "page: left margin 3.2 cm → 2.0 cm",
    ),
    "a column more": (add_column, "under “Prices”, table 1: column “Discount” added"),
    "a column gone": (drop_column, "under “Prices”, table 1: column “Quantity” removed"),
    "a column moved": (move_column, "under “Prices”, table 1: column “Item” moved from place 1 to 4"),
    "a row more": (add_row, "under “Prices”, table 1: row added: Care | 12 | 80 | 960"),
    "a row gone": (
        lambda d: d.tables[0]._tbl.remove(d.tables[0].rows[1]._tr),
        "under “Prices”, table 1: row removed: Training | 2 | 100 | 200",
    ),
    "a tag in a cell": (
        set_text(lambda d: d.tables[0].rows[3].cells[2], "{{ row.list_price | money }}"),
        "under “Prices”, table 1, row 4, column 3 “Price”: "
        "tag: {{ row.unit_price | money }} → {{ row.list_price | money }}",
    ),
    "a column's head": (
        set_text(lambda d: d.tables[0].rows[0].cells[1], "Number"),
        "under “Prices”, table 1, row 1, column 2 “Number”: wording: [-Quantity-]{+Number+}",
    ),
    "the header": (
        set_text(lambda d: d.sections[0].header.paragraphs[0], "{{ doc.seller.short_name }}"),
        "header: tag: {{ doc.seller.full_name }} → {{ doc.seller.short_name }}",
    ),
    "the title property": (
        lambda d: setattr(d.core_properties, "title", "Offer"), "property “title”: Proposal → Offer",
    ),
    "a picture": (
        replace_picture,
        "under “Summary”: picture “Picture 1” replaced: picture cd0d126ddc7b, 120 × 40 px → f4dc2c7509ec, 120 × 40 px",
    ),
    "a picture's alt text": (
        lambda d: d.inline_shapes[0]._inline.docPr.set("descr", "Logo"),
        "under “Summary”: picture “Picture 1”: alt text not set → Logo",
    ),
    "a picture's size": (
        lambda d: setattr(d.inline_shapes[0], "width", Cm(5)),
        "under “Summary”: picture “Picture 1”: width 4.0 cm → 5.0 cm",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORD_EDITS)
def test_an_edit_in_word_is_reported_in_one_line(name: str) -> None:
    edit, line = WORD_EDITS[name]
    assert messages_between(WORD, edited(WORD, edit, "docx"), "docx") == [line]


def slide(deck: Any, number: int) -> Any:
    return deck.slides[number - 1]


def move_slide(deck: Any) -> None:
    ids = deck.slides._sldIdLst
    ids.append(ids[1])


def remove_slide(deck: Any) -> None:
    ids = deck.slides._sldIdLst
    deck.part.drop_rel(ids[2].rId)
    ids.remove(ids[2])


def add_slide(deck: Any) -> None:
    new = deck.slides.add_slide(deck.slide_layouts[5])
    new.shapes.title.text = "Next steps"


def shape(deck: Any, number: int, name: str) -> Any:
    return next(found for found in slide(deck, number).shapes if found.name.startswith(name))


def swap_picture(deck: Any) -> None:
    old = shape(deck, 2, "Logo")
    part, rel = old.part.get_or_add_image_part(picture("maroon", (240, 80)))
    old._element.blipFill.find(qn("a:blip")).set(qn("r:embed"), rel)
    assert part is not None


def drop_table_column(deck: Any) -> None:
    table = shape(deck, 3, "Table").table
    for row in table._tbl.tr_lst:
        row.remove(row.tc_lst[1])
    table._tbl.tblGrid.remove(table._tbl.tblGrid[1])


def chart_value(deck: Any) -> None:
    chart = shape(deck, 4, "Chart").chart
    chart._chartSpace.xpath("//c:val//c:v")[1].text = "9"


DECK_EDITS: dict[str, tuple[Callable[[Any], object], str]] = {
    "a title": (
        set_text(lambda d: slide(d, 2).shapes.title.text_frame.paragraphs[0].runs[0], "Our goals"),
        "slide 2 “Our goals”, shape “Title 1”: wording: [-Goals-]{+Our goals+}",
    ),
    "a slide more": (add_slide, "slide 5 “Next steps” added"),
    "a slide gone": (remove_slide, "slide 3 “Investment” removed"),
    "a slide moved": (move_slide, "slide “Goals” moved from place 2 to 4"),
    "the notes": (
        lambda d: setattr(slide(d, 2).notes_slide.notes_text_frame, "text", "Speak loudly here."),
        "slide 2 “Goals”, notes: wording: Speak [-slowly-]{+loudly+} here.",
    ),
    "a tag": (
        set_text(lambda d: slide(d, 1).placeholders[1], "For {{ doc.client.short_name }}"),
        "slide 1 “{{ doc.title }}”, shape “Subtitle 2”: tag: {{ doc.client.full_name }} → {{ doc.client.short_name }}",
    ),
    "a picture": (
        swap_picture,
        "slide 2 “Goals”: picture “Logo” replaced: picture cd0d126ddc7b, 120 × 40 px → 73940769ccc7, 240 × 80 px",
    ),
    "a shape's place": (
        lambda d: setattr(shape(d, 2, "Logo"), "left", SlideCm(1)),
        "slide 2 “Goals”: picture “Logo”: left 20.0 cm → 1.0 cm",
    ),
    "a text box more": (
        lambda d: setattr(slide(d, 4).shapes.add_textbox(0, 0, 9, 9).text_frame, "text", "Draft"),
        "slide 4 “Plan”: shape “TextBox 3” added: Draft",
    ),
    "a shape gone": (
        lambda d: shape(d, 2, "Logo")._element.getparent().remove(shape(d, 2, "Logo")._element),
        "slide 2 “Goals”: picture “Logo” removed: image.png, cd0d126ddc7b, 120 × 40 px",
    ),
    "a column gone": (drop_table_column, "slide 3 “Investment”, table 1: column “Qty” removed"),
    "a chart's value": (
        chart_value, "slide 4 “Plan”, chart “Chart 2”: series “Cost”: values 3 | 4 → 3 | 9",
    ),
    "a word's size": (
        lambda d: setattr(slide(d, 2).shapes.title.text_frame.paragraphs[0].runs[0].font, "size", Pt(30)),
        "slide 2 “Goals”, shape “Title 1”: “Goals”: size not set → 30 pt",
    ),
    "a fill": (
        lambda d: (shape(d, 2, "Content").fill.solid(),
                   setattr(shape(d, 2, "Content").fill.fore_color, "rgb", SlideColour(0xF3, 0xF5, 0xF8))),
        "slide 2 “Goals”: shape “Content Placeholder 2”: fill not set → #F3F5F8",
    ),
    "a slide's layout": (
        lambda d: slide(d, 4).part.rels[slide(d, 4).part.relate_to(d.slide_layouts[6].part, "x")] and relayout(d),
        "slide 4 “Plan”: layout Title Only → Blank",
    ),
    "the size of all slides": (
        lambda d: setattr(d, "slide_width", SlideCm(33.867)), "page: size 25.4 cm × 19.1 cm → 33.9 cm × 19.1 cm",
    ),
}  # fmt: skip


def relayout(deck: Any) -> None:
    part = slide(deck, 4).part
    relation = next(rel for rel in part.rels.values() if rel.reltype.endswith("/slideLayout"))
    relation._target = deck.slide_layouts[6].part


@pytest.mark.parametrize("name", DECK_EDITS)
def test_an_edit_in_powerpoint_is_reported_in_one_line(name: str) -> None:
    edit, line = DECK_EDITS[name]
    assert messages_between(DECK, edited(DECK, edit, "pptx"), "pptx") == [line]


@pytest.mark.slow
def test_every_edit_is_reported_in_chinese_too() -> None:
    for edits, data, suffix in ((WORD_EDITS, WORD, "docx"), (DECK_EDITS, DECK, "pptx")):
        for edit, _ in edits.values():
            (line,) = messages_between(data, edited(data, edit, suffix), suffix, "zh")
            assert any("\u4e00" <= letter <= "\u9fff" for letter in line), line


def stored_otherwise(data: bytes) -> bytes:
    """The same file with its members in another order, other dates, and marks that Word leaves at each saving."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as new:
        for entry in reversed(old.infolist()):
            content = old.read(entry).replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">')
            content = content.replace(b"<w:r>", b'<w:r w:rsidRPr="00FF00FF"><w:lastRenderedPageBreak/>')
            info = zipfile.ZipInfo(entry.filename, (2026, 11, 24, 1, 2, 4))
            new.writestr(info, content)
    return stream.getvalue()


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_a_file_stored_otherwise_says_the_same(suffix: str) -> None:
    data = WORD if suffix == "docx" else DECK
    assert messages_between(data, stored_otherwise(data), suffix) == []


def test_a_run_split_in_two_says_the_same() -> None:
    def split(document: Any) -> None:
        (run,) = runs(document, "Dear")
        text, half = run.text, copy.deepcopy(run._r)
        run.text = text[:9]
        run._r.addnext(half)
        paragraph(document, "Dear").runs[1].text = text[9:]

    assert messages_between(WORD, edited(WORD, split, "docx"), "docx") == []


def test_a_look_spelt_out_that_the_style_gives_says_the_same() -> None:
    def spell_out(document: Any) -> None:
        runs(document, "Dear")[0].font.size = Pt(11)
        runs(document, "Dear")[0].bold = False
        paragraph(document, "Dear").alignment = WD_ALIGN_PARAGRAPH.LEFT

    assert messages_between(WORD, edited(WORD, spell_out, "docx"), "docx") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_edit_of_a_shipped_template_is_reported_in_one_line(path: Path) -> None:
    suffix, data = path.suffix[1:], path.read_bytes()
    recoloured = edited(data, theme((b"A85B14", b"0B7A75")), suffix)
    assert messages_between(data, recoloured, suffix) == ["theme colour “accent2”: colour #A85B14 → #0B7A75"]
    retitled = edited(data, lambda document: setattr(document.core_properties, "subject", "For plants"), suffix)
    assert messages_between(data, retitled, suffix) == ["property “subject” added: For plants"]


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.match("docx/base/*")], ids=lambda path: path.stem)
def test_a_word_in_any_cell_of_a_shipped_template_is_reported_in_one_line(path: Path) -> None:
    data = path.read_bytes()
    tables = [[cell.text for row in table.rows for cell in row.cells] for table in Document(BytesIO(data)).tables]
    for number in [number for number, cells in enumerate(tables) if "".join(cells).strip()][::4]:

        def edit(document: Any, number: int = number) -> None:
            cells = [cell for row in document.tables[number].rows for cell in row.cells if cell.text.strip()]
            cells[-1].paragraphs[-1].add_run(" Remark")

        assert len(messages_between(data, edited(data, edit, "docx"), "docx")) == 1


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.match("pptx/base/*")], ids=lambda path: path.stem)
def test_a_slide_taken_out_of_a_shipped_deck_is_reported_in_one_line(path: Path) -> None:
    data = path.read_bytes()
    count = len(Presentation(BytesIO(data)).slides)
    for number in range(0, count, 5):

        def edit(deck: Any, number: int = number) -> None:
            ids = deck.slides._sldIdLst
            deck.part.drop_rel(ids[number].rId)
            ids.remove(ids[number])

        (line,) = messages_between(data, edited(data, edit, "pptx"), "pptx")
        assert line.startswith(f"slide {number + 1} ")
        assert line.endswith("removed")
