"""The plain-text outline of a finished DOCX, PPTX or PDF, readable in a review."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
from docx import Document
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from pptx import Presentation

from docgen.engines import engine_for


def outline(data: bytes, file_format: str) -> str:
    """Headings, paragraphs, tables, slides, notes, footer and stamp, a line each."""
    lines = {"docx": _docx, "pptx": _pptx, "pdf": _pdf}[file_format](data)
    stamp = engine_for(file_format).read_stamp(data)
    facts = [f"stamp {name}: {stamp[name]}" for name in ("docgen.doc_id", "docgen.version", "docgen.audience")]
    return "\n".join((*(line.rstrip() for line in lines), *facts)) + "\n"


def text_of(data: bytes, file_format: str) -> str:
    """All that a person reads in the file, spaces and line breaks removed so that wrapping does not matter."""
    read = "\n".join({"docx": _docx, "pptx": _pptx, "pdf": _pdf}[file_format](data))
    return re.sub(r"\s+", "", read)


def _docx(data: bytes) -> Iterator[str]:
    document = Document(BytesIO(data))
    for section in document.sections:
        for place in ("header", "footer", "first_page_header", "first_page_footer"):
            for paragraph in getattr(section, place).paragraphs:
                if paragraph.text.strip():
                    yield f"{place}: {_all_text(paragraph._p)}"
    yield from _docx_blocks(document)


def _docx_blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, DocxParagraph):
            text = _all_text(block._p)
            if text.strip():
                style = str(block.style.name)
                yield f"{'#' * int(style[-1])} {text}" if re.fullmatch(r"Heading \d", style) else text
        elif isinstance(block, DocxTable):
            for row in block._tbl.tr_lst:
                yield "| " + " | ".join(_all_text(cell) for cell in row.tc_lst) + " |"


def _all_text(element: Any) -> str:
    """The text of an element, text boxes included; of AlternateContent the first choice only."""
    parts: list[str] = []
    for node in element.iter():
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag in {"t", "tab", "br", "cr"} and not any(a.tag.endswith("}Fallback") for a in node.iterancestors()):
            parts.append((node.text or "") if tag == "t" else " ")
    return "".join(parts)


def _pptx(data: bytes) -> Iterator[str]:
    for number, slide in enumerate(Presentation(BytesIO(data)).slides, start=1):
        yield f"== slide {number}"
        for shape in slide.shapes:
            yield from _shape(shape)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield f"notes: {slide.notes_slide.notes_text_frame.text}"


def _shape(shape: Any) -> Iterator[str]:
    if shape.shape_type == 6:
        for inner in shape.shapes:
            yield from _shape(inner)
    elif getattr(shape, "has_table", False) and shape.has_table:
        for row in shape.table.rows:
            yield "| " + " | ".join(cell.text.replace("\n", " ").replace("\v", " ") for cell in row.cells) + " |"
    elif shape.has_text_frame and shape.text_frame.text.strip():
        prefix = "# " if shape.is_placeholder and shape.placeholder_format.type in {1, 3} else ""
        yield prefix + shape.text_frame.text.replace("\v", "\n")


def _pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            yield f"== page {number}"
            text = page.get_textpage()
            yield text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()
    finally:
        document.close()
