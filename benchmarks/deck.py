"""Make the PowerPoint template of the benchmark: a title, three texts, a price table, one slide per case.

The page is in portrait, so that the 40 price lines fit on one slide and every peer makes the same ten slides.
"""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches, Pt

from benchmarks.content import CASE_FIELDS, LINE_FIELDS
from benchmarks.peers import Syntax

_HEADS = ("No.", "Item", "Detail", "Qty", "Unit price", "Net")
_WIDTHS = (0.4, 1.5, 3.1, 0.4, 0.75, 0.75)
_TEXTS = ("summary", "solution", "plan")
_TITLE_ONLY = 5


def deck_template(syntax: Syntax) -> bytes:
    """A .pptx with tags in `syntax`, otherwise the same for every syntax."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(7.5), Inches(10)
    slide = _add_slide(deck, syntax.value % "title")
    _add_text(slide, "Who", 2, f"For {syntax.value % 'client'}", f"{syntax.value % 'seller'}, {syntax.value % 'date'}")
    for name in _TEXTS:
        slide = _add_slide(deck, name.title())
        _add_text(slide, "Text", 1.5, syntax.value % name, "It is checked at each step, and seen by both sides.")
    _add_prices(_add_slide(deck, f"Prices, total {syntax.value % 'total'}"), syntax)
    for number in range(1, syntax.case_slides + 1):
        _add_case(deck, syntax, number)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _add_slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = slide.shapes.title
    shape.name = "Title"
    shape.left, shape.top, shape.width, shape.height = Inches(0.3), Inches(0.2), Inches(6.9), Inches(0.7)
    shape.text = title
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(24)
    return slide


def _add_text(slide: Any, name: str, top: float, *texts: str) -> None:
    box = slide.shapes.add_textbox(Inches(0.3), Inches(top), Inches(6.9), Inches(4))
    box.name = name
    box.text_frame.word_wrap = True
    box.text_frame.text = "\n".join(texts)
    for paragraph in box.text_frame.paragraphs:
        paragraph.runs[0].font.size = Pt(14)


def _add_case(deck: Any, syntax: Syntax, number: int) -> None:
    name, *others = (syntax.case % {"number": number, "field": field} for field in CASE_FIELDS)
    slide = _add_slide(deck, name)
    if syntax.slide:
        _add_text(slide, "Repeat", 8, syntax.slide)
    _add_text(slide, "Case", 1.5, *others)


def _add_prices(slide: Any, syntax: Syntax) -> None:
    tags = [syntax.cell % name for name in LINE_FIELDS]
    rows: list[tuple[str, ...]] = [_HEADS, (syntax.first + tags[0], *tags[1:-1], tags[-1] + syntax.last)]
    if syntax.before:
        rows.insert(1, (syntax.before,))
    if syntax.after:
        rows.append((syntax.after,))
    frame = slide.shapes.add_table(len(rows), len(_HEADS), Inches(0.3), Inches(1), Inches(6.9), Pt(14 * len(rows)))
    frame.name = "Prices"
    for column, width in zip(frame.table.columns, _WIDTHS, strict=True):
        column.width = Inches(width)
    for row, texts in zip(frame.table.rows, rows, strict=True):
        row.height = Pt(14)
        for cell, text in zip(row.cells, (*texts, *[""] * (len(_HEADS) - len(texts))), strict=True):
            _fill(cell, text)


def _fill(cell: Any, text: str) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.01)
    cell.text = text
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.size = Pt(8)
