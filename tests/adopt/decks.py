"""A pitch deck as sales people have one: brackets in titles, XXX in a table, bullets of placeholders."""

import io

from lxml import etree
from pptx import Presentation
from pptx.util import Cm

A = "http://schemas.openxmlformats.org/drawingml/2006/main"

EXPECTED = {
    "slide 1": ["{{ Title }}", "{{ Client.Full name }}", "doubt: [DD/MM/YYYY]", "{{ Prepared by }}"],
    "slide 2": ["{{p Background? }}"],
    "slide 3": ["{%para for Point in doc.scope_in%}", "{{ Point }}"],
    "slide 4": [
        "{%row for line in doc.pricing.lines if not line.optional and not line.alternative_to%}",
        "{{ Item }}",
        "{{ Qty }}",
        "{{ Unit price }}",
        "{{ Amount | amount }}",
        "{{ Prices.Totals.Gross total }}",
        "{{ Valid until? }}",
    ],
    "slide 5": [
        "{%para for next_step in doc.next_steps%}",
        "{{ Action }}",
        "{{ Owner }}",
        "doubt: [service hotline]",
    ],
}


def pitch() -> bytes:
    """An English deck of five slides."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    _split(first.shapes.title.text_frame.paragraphs[0], "[Project ", "title]")
    first.placeholders[1].text = "Prepared for [Client name]\n[DD/MM/YYYY], [Author]"
    second = _slide(deck, 1, "Background")
    second.placeholders[1].text = "[Project background]"
    third = _slide(deck, 1, "Scope of services")
    third.placeholders[1].text = "[Scope item 1]\n[Scope item 2]\n[Scope item 3]"
    fourth = _slide(deck, 5, "Investment")
    rows = [
        ["Item", "Qty", "Unit price", "Amount"],
        *[["XXX", "XX", "XX", "XX"]] * 2,
        ["Total incl. VAT", "", "", "$XXX"],
    ]
    table = fourth.shapes.add_table(4, 4, Cm(2), Cm(5), Cm(20), Cm(5)).table
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    box = fourth.shapes.add_textbox(Cm(2), Cm(12), Cm(20), Cm(1)).text_frame
    run = box.paragraphs[0].add_run()
    run.text = "Valid until: "
    lit = box.paragraphs[0].add_run()
    lit.text, lit.font.bold = "[expiry date]", True
    mark = etree.SubElement(lit._r.get_or_add_rPr(), f"{{{A}}}highlight")
    etree.SubElement(mark, f"{{{A}}}srgbClr", {"val": "FFFF00"})
    fifth = _slide(deck, 1, "Next steps")
    fifth.placeholders[1].text = "[Action] – [Owner]\n[Action] – [Owner]"
    last = fifth.shapes.add_textbox(Cm(2), Cm(16), Cm(20), Cm(1)).text_frame
    last.text = "Call us at any time: [service hotline]"
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _slide(deck: object, layout: int, title: str) -> object:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = title
    return slide


def _split(paragraph: object, *parts: str) -> None:
    for number, part in enumerate(parts):
        run = paragraph.add_run()
        run.text, run.font.italic = part, bool(number)
