"""The Word and PowerPoint files that the comparison is tried on, and pictures of one colour."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm as SlideCm

from docgen.compare.files import compare_outlines
from docgen.compare.reading import read_outline


def picture(colour: str, size: tuple[int, int] = (120, 40)) -> BytesIO:
    """A PNG of one colour."""
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    stream.seek(0)
    return stream


def word_file() -> Any:
    """A small proposal: headings, tags, a list, a table, a picture, header and footer."""
    document = Document()
    document.core_properties.title = "Proposal"
    document.core_properties.author = "Sales"
    document.sections[0].header.paragraphs[0].text = "{{ doc.seller.full_name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ stamp.lead }}"
    document.add_heading("Summary", 1)
    document.add_paragraph("Dear {{ doc.client.full_name }}, this is our proposal for your plant in Suzhou.")
    document.add_paragraph("我们为贵公司的生产线准备了这份方案，请审阅。")
    document.add_paragraph("{%p if doc.background %}")
    document.add_paragraph("Background: {{ doc.background }}")
    document.add_paragraph("{%p endif %}")
    document.add_picture(picture("navy"), width=Cm(4))
    document.add_heading("Prices", 1)
    paragraph = document.add_paragraph("All prices are ")
    paragraph.add_run("net").bold = True
    paragraph.add_run(" of tax.")
    table = document.add_table(rows=4, cols=4)
    rows = (("Item", "Quantity", "Price", "Amount"), ("Training", "2", "100", "200"), ("Set-up", "1", "500", "500"),
            ("{{ row.name }}", "{{ row.qty }}", "{{ row.unit_price | money }}", "{{ row.net | money }}"))  # fmt: skip
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_paragraph("First step", style="List Bullet")
    document.add_paragraph("Second step", style="List Bullet")
    document.add_heading("Signatures", 2)
    document.add_paragraph("Signed by both sides.")
    return document


def deck_file() -> Any:
    """A small deck: a cover, a slide with a picture and notes, one with a table, one with a chart."""
    deck = Presentation()
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text = "{{ doc.title }}"
    cover.placeholders[1].text = "For {{ doc.client.full_name }}"
    goals = deck.slides.add_slide(deck.slide_layouts[1])
    goals.shapes.title.text = "Goals"
    goals.placeholders[1].text = "Lower cost\nShorter lead time"
    goals.notes_slide.notes_text_frame.text = "Speak slowly here."
    goals.shapes.add_picture(picture("navy"), SlideCm(20), SlideCm(2), SlideCm(3), SlideCm(1)).name = "Logo"
    prices = deck.slides.add_slide(deck.slide_layouts[5])
    prices.shapes.title.text = "Investment"
    frame = prices.shapes.add_table(3, 3, SlideCm(2), SlideCm(5), SlideCm(20), SlideCm(4))
    for row, words in zip(frame.table.rows, (("Item", "Qty", "Price"), ("Training", "2", "100"), ("Care", "1", "80")),
                          strict=True):  # fmt: skip
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    plan = deck.slides.add_slide(deck.slide_layouts[5])
    plan.shapes.title.text = "Plan"
    data = CategoryChartData()
    data.categories = ["Q1", "Q2"]
    data.add_series("Cost", (3, 4))
    plan.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, SlideCm(2), SlideCm(5), SlideCm(15), SlideCm(9), data)
    return deck


def saved(document: Any) -> bytes:
    """The bytes of a python-docx or python-pptx file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def edited(data: bytes, edit: Callable[[Any], object], suffix: str) -> bytes:
    """`data` with one edit made to it."""
    document = (Document if suffix == "docx" else Presentation)(BytesIO(data))
    edit(document)
    return saved(document)


def messages_between(old: bytes, new: bytes, suffix: str, language: str = "en") -> list[str]:
    """The changes between two files, a line each."""
    name = f"file.{suffix}"
    return [change.format(language) for change in compare_outlines(read_outline(name, old), read_outline(name, new))]
