"""The design check finds what is wrong, and finds nothing wrong with what docgen makes."""

import os
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from conftest import AUDIENCES, FORMATS, ROOT, WORKSPACE, loaded
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from laid_out import check, has_libreoffice, laid_out, lay_out
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor as SlideColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches
from pptx.util import Pt as SlidePt
from stress import render_case

import docgen

FAMILIES = WORKSPACE.opened.brand_for("services").pdf_fonts


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.slow
def test_a_shipped_document_has_no_finding(file_format: str, audience: str, rendered: Any, shared_folder: Path) -> None:
    if file_format != "pdf" and not has_libreoffice():
        pytest.skip("LibreOffice lays out Office files")
    pages = laid_out(rendered, shared_folder, file_format, audience)
    flaws = [flaw for file, laid in sorted(pages.items()) for flaw in check(file, laid, FAMILIES)]
    assert not flaws, "\n".join(map(str, flaws))


LONG_AND_SHORT = {
    "docx": ("stacked", "three-people", "long-name", "long-name-minutes"),
    "pptx": ("stacked", "forty-people", "one-line"),
    "pdf": ("sixty-lines", "long-name", "forty-people", "long-name-screening"),
}


@pytest.mark.parametrize("file_format", LONG_AND_SHORT)
@pytest.mark.slow
def test_long_and_short_documents_have_no_finding(file_format: str, tmp_path: Path) -> None:
    if file_format != "pdf" and not has_libreoffice():
        pytest.skip("LibreOffice lays out Office files")
    files = [render_case(case, file_format, tmp_path) for case in LONG_AND_SHORT[file_format]]
    laid = lay_out(files, tmp_path / "laid")
    flaws = [flaw for file in files for flaw in check(file, laid.get(file), FAMILIES)]
    assert not flaws, "\n".join(map(str, flaws))


IN_EACH_BRAND = {
    "docx": ("screening.services.en", "needs_analysis.manufacturing.zh", "proposal.services.en"),
    "pptx": ("proposal.manufacturing.zh+en", "needs_analysis.manufacturing.zh", "playbook.services.en"),
    "pdf": ("proposal.services.en", "needs_analysis.manufacturing.zh"),
}
BRANDS = sorted(path.stem for path in (ROOT / "templates" / "brands").glob("*.yaml"))[:: 2 if "CI" in os.environ else 1]


@pytest.mark.parametrize("file_format", IN_EACH_BRAND)
@pytest.mark.slow
def test_the_brands_to_choose_from_have_no_finding(file_format: str, tmp_path: Path) -> None:
    if file_format != "pdf" and not has_libreoffice():
        pytest.skip("LibreOffice lays out Office files")
    files: dict[Path, tuple[str, ...]] = {}
    for brand in BRANDS:
        workspace = replace(WORKSPACE, brand=brand)
        for name in IN_EACH_BRAND[file_format]:
            document = loaded(ROOT / "samples" / f"{name}.yaml")
            path = tmp_path / f"{name}.{brand}.{file_format}"
            path.write_bytes(docgen.render(document, file_format, audience="client", workspace=workspace).data)
            files[path] = workspace.opened.brand_for(document.industry, brand).pdf_fonts
    laid = lay_out(files, tmp_path / "laid")
    flaws = [flaw for file, families in files.items() for flaw in check(file, laid.get(file), families)]
    assert BRANDS
    assert not flaws, "\n".join(map(str, flaws))


def codes(path: Path, laid: Path | None = None, families: tuple[str, ...] = ()) -> list[str]:
    return [flaw.code for flaw in check(path, laid, families)]


# PDF -----------------------------------------------------------------------------------------------------------------

LINES = "<p>A line of plain text that anyone can read without trouble.</p>" * 6
SHEET = """
@page { size: A5; margin: 20mm } body { font: 11pt Carlito; color: #222 } h1, h2, h3 { font-size: 16pt }
.over, .low { position: absolute; top: 60mm; left: 0; margin: 0 } .low { top: 140mm }
"""


def pdf(folder: Path, body: str, css: str = "") -> Path:
    html = f"<html lang='en'><title>A title</title><style>{SHEET}{css}</style><body>{body}</body></html>"
    path = folder / "made.pdf"
    weasyprint.HTML(string=html).write_pdf(path, pdf_tags=True)
    return path


GOOD = f"<h1>A title</h1>{LINES}<h2>A part</h2>{LINES}"
TABLE = "<table>" + "<tr><td>one<td>two</tr>" * 4 + "</table>"
PICTURE = '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\'>'
BROKEN_PAGES = {
    "text.contrast": GOOD + "<p style='color: #aaa'>pale</p>",
    "text.small": GOOD + "<p style='font-size: 6pt'>tiny print</p>",
    "text.hidden": GOOD + "<p class=over style='background: #fff; width: 90mm; height: 20mm'></p>",
    "text.overlap": GOOD + "<p class=low>Words and words</p><p class=low style='top: 141.3mm'>Crossing words</p>",
    "text.runoff": GOOD + "<p class=low style='left: -30mm'>Words that begin beyond the page</p>",
    "text.glyph": GOOD + "<p>&#x10fffd; lacks a glyph</p>",
    "page.empty": GOOD
    + f"<div style='break-before: page'>A line alone</div><div style='break-before: page'>{LINES}</div>",
    "heading.title": f"<h1>One</h1>{LINES}<h1>Two</h1>{LINES}",
    "heading.skip": GOOD + "<h4>Too deep</h4><p>A line.",
    "heading.alone": GOOD + f"<h2 style='break-after: page'>Alone at the foot</h2>{LINES}",
    "heading.empty": GOOD + "<h2>Nothing here</h2><h2>More</h2><p>A line.",
    "alt.missing": GOOD + PICTURE,
    "table.head": GOOD + TABLE,
    "table.widow": GOOD
    + TABLE.replace("<table>", "<table><thead><tr><th>One<th>Two</thead>").replace(
        "</table>", f"<tr style='break-before: page'><td>{LINES}<td>last</tr></table>"
    ),
}


def test_a_sound_pdf_has_no_finding(tmp_path: Path) -> None:
    head = TABLE.replace("<table>", "<table><tr><th>One<th>Two</tr>")
    body = GOOD + head + PICTURE.replace("<img", "<img alt='nothing'")
    assert codes(pdf(tmp_path, body), families=("Carlito",)) == []


@pytest.mark.parametrize("code", BROKEN_PAGES)
def test_a_broken_pdf_has_the_one_finding(code: str, tmp_path: Path) -> None:
    assert set(codes(pdf(tmp_path, BROKEN_PAGES[code]))) == {code}


def test_a_font_that_is_not_the_brands_is_found_in_a_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path, GOOD + "<p style='font-family: DejaVu Sans'>another face</p>")
    assert codes(path, families=("Carlito",)) == ["font.foreign"]


def test_a_font_that_is_not_in_the_pdf_is_found(tmp_path: Path) -> None:
    path = pdf(tmp_path, GOOD)
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                for key in {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()):
                    del item[key]
        file.save(path)
    assert {"font.not-embedded"} <= set(codes(path)) <= {"font.not-embedded", "text.hidden", "text.glyph"}


def test_large_type_may_stand_out_less(tmp_path: Path) -> None:
    assert codes(pdf(tmp_path, GOOD + "<p style='color: #888; font-size: 20pt'>large</p>")) == []


def test_contrast_is_taken_against_what_lies_under_the_text(tmp_path: Path) -> None:
    panel = "<p style='background: #1F3A5F; color: {}'>On a panel</p>"
    assert codes(pdf(tmp_path, GOOD + panel.format("#fff"))) == []
    assert codes(pdf(tmp_path, GOOD + panel.format("#000"))) == ["text.contrast"]


def test_a_watermark_may_lie_under_text(tmp_path: Path) -> None:
    mark = (
        "<div style='position: fixed; top: 60mm; font-size: 60pt; color: #0001; transform: rotate(-30deg)'>DRAFT</div>"
    )
    assert codes(pdf(tmp_path, mark + GOOD)) == []


def test_stamp_lines_beside_a_fingerprint_may_be_small(tmp_path: Path) -> None:
    small = "<p style='font-size: 7pt'>Stamp line{}</p>"
    assert codes(pdf(tmp_path, GOOD + small.format(""))) == ["text.small"]
    assert codes(pdf(tmp_path, GOOD + small.format(f" {'0123456789abcdef' * 2}"))) == []


# Word ----------------------------------------------------------------------------------------------------------------


def word() -> Any:
    made = Document()
    for style in made.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            fonts.getparent().remove(fonts)
    made.add_heading("A title", 0)
    made.add_heading("A part", 1)
    made.add_paragraph("What there is to say.")
    return made


def saved(made: Any, path: Path) -> Path:
    made.save(path)
    return path


def picture() -> BytesIO:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def add_word_table(made: Any) -> Any:
    table = made.add_table(4, 2)
    for cell in table._cells:
        cell.text = "words"
    return table


def set_face(made: Any) -> None:
    made.add_paragraph().add_run("another face").font.name = "Comic Sans MS"


BROKEN_WORD = {
    "heading.title": lambda made: made.add_heading("A second title", 0),
    "heading.skip": lambda made: (made.add_heading("Too deep", 3), made.add_paragraph("words")),
    "heading.empty": lambda made: made.add_heading("Nothing here", 1),
    "alt.missing": lambda made: made.add_picture(picture()),
    "table.head": add_word_table,
    "font.foreign": set_face,
}


def test_a_sound_word_file_has_no_finding(tmp_path: Path) -> None:
    made = word()
    head = add_word_table(made).rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader")))
    made.add_picture(picture())
    made.element.body.find(f".//{qn('wp:docPr')}").set("descr", "a blue field")
    assert codes(saved(made, tmp_path / "made.docx")) == []


def test_a_style_based_on_title_makes_a_title(tmp_path: Path) -> None:
    made = word()
    style = made.styles.add_style("Masthead", 1)
    style.base_style = made.styles["Title"]
    made.paragraphs[0].style = style
    assert codes(saved(made, tmp_path / "made.docx")) == []


@pytest.mark.parametrize("code", BROKEN_WORD)
def test_a_broken_word_file_has_the_one_finding(code: str, tmp_path: Path) -> None:
    made = word()
    BROKEN_WORD[code](made)
    assert codes(saved(made, tmp_path / "made.docx")) == [code]


# PowerPoint ----------------------------------------------------------------------------------------------------------


def deck() -> tuple[Any, Any]:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "A title"
    box(slide, "What there is to say", top=2)
    return made, slide


def box(slide: Any, text: str, top: float, left: float = 1, size: float = 18) -> Any:
    made = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(4), Inches(0.6))
    made.text_frame.word_wrap, made.text_frame.auto_size = True, MSO_AUTO_SIZE.NONE
    run = made.text_frame.paragraphs[0].add_run()
    run.text, run.font.size = text, SlidePt(size)
    return made


def add_deck_table(slide: Any) -> Any:
    made = slide.shapes.add_table(3, 2, Inches(1), Inches(3), Inches(6), Inches(1)).table
    for cell in made.iter_cells():
        cell.text = "words"
    return made


def set_slide_face(slide: Any) -> None:
    box(slide, "another face", top=3).text_frame.paragraphs[0].runs[0].font.name = "Comic Sans MS"


BROKEN_SLIDES = {
    "heading.title": lambda slide: setattr(slide.shapes.title, "text", ""),
    "heading.empty": lambda slide: slide.shapes[1]._element.getparent().remove(slide.shapes[1]._element),
    "shape.empty": lambda slide: slide.shapes._spTree.append(placeholder()),
    "shape.off": lambda slide: box(slide, "off", top=3, left=8),
    "shape.overlap": lambda slide: box(slide, "over the first", top=2.1),
    "text.small": lambda slide: box(slide, "tiny print", top=3, size=8),
    "fit.overflow": lambda slide: box(slide, "too many words for so small a box " * 5, top=3),
    "alt.missing": lambda slide: slide.shapes.add_picture(picture(), Inches(1), Inches(3))._element.nvPicPr.cNvPr.set(
        "descr", ""
    ),
    "table.head": lambda slide: setattr(add_deck_table(slide), "first_row", False),
    "font.foreign": set_slide_face,
}


def placeholder() -> Any:
    made = Presentation()
    return made.slides.add_slide(made.slide_layouts[1]).shapes[1]._element


def test_a_sound_deck_has_no_finding(tmp_path: Path) -> None:
    made, slide = deck()
    add_deck_table(slide)
    box(slide, "A foot line", top=6.85, size=9)
    assert codes(saved(made, tmp_path / "made.pptx")) == []


@pytest.mark.parametrize("code", BROKEN_SLIDES)
def test_a_broken_deck_has_the_one_finding(code: str, tmp_path: Path) -> None:
    made, slide = deck()
    BROKEN_SLIDES[code](slide)
    found = codes(saved(made, tmp_path / "made.pptx"))
    assert set(found) - ({"shape.empty"} if code == "heading.title" else set()) == {code}


def test_a_table_s_last_row_alone_on_the_slide_that_goes_on_is_found(tmp_path: Path) -> None:
    made, first = deck()
    add_deck_table(first)
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "A title (continued)"
    rest = add_deck_table(second)
    path = saved(made, tmp_path / "made.pptx")
    assert codes(path) == []
    rest._tbl.remove(rest._tbl.tr_lst[-1])
    assert codes(saved(made, path)) == ["table.widow"]


@pytest.mark.skipif(not has_libreoffice(), reason="LibreOffice lays out Office files")
@pytest.mark.slow
def test_what_libreoffice_lays_out_is_looked_at_too(tmp_path: Path) -> None:
    made, slide = deck()
    box(slide, "pale", top=4).text_frame.paragraphs[0].runs[0].font.color.rgb = SlideColor(0xEE, 0xEE, 0xEE)
    text = word()
    text.add_paragraph().add_run("tiny print").font.size = Pt(6)
    files = [saved(made, tmp_path / "made.pptx"), saved(text, tmp_path / "text.docx")]
    laid = lay_out(files, tmp_path / "laid")
    assert [codes(file, laid[file]) for file in files] == [["text.contrast"], ["text.small"]]


def test_the_command_tells_findings_and_how_many(tmp_path: Path) -> None:
    import subprocess

    path = pdf(tmp_path, BROKEN_PAGES["text.small"])
    command = [sys.executable, ROOT / "tools" / "design_check.py", path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.startswith("made.pdf, page 1: text.small 6.0 pt, at least 8")
    assert done.stderr == "1 files: 1 text.small\n"
    without = subprocess.run([*command, "--without", "text.small"], capture_output=True, text=True)
    assert (without.returncode, without.stderr) == (0, "1 files: no finding\n")
