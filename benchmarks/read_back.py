"""Turns an engine's output into the lines of text that a person reads in it, so that outputs can be compared."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.table import Table
from pptx import Presentation


def lines_of(data: bytes, file_format: str) -> list[str]:
    """Each paragraph, table row and shape in reading order, headers and footers first."""
    return list({"docx": _word_lines, "pptx": _deck_lines}[file_format](data))


def _word_lines(data: bytes) -> Iterator[str]:
    document = Document(BytesIO(data))
    for section in document.sections:
        for paragraph in (*section.header.paragraphs, *section.footer.paragraphs):
            yield paragraph.text
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _deck_lines(data: bytes) -> Iterator[str]:
    for number, slide in enumerate(Presentation(BytesIO(data)).slides, 1):
        yield f"slide {number}"
        for shape in slide.shapes:
            if shape.has_table:
                yield from _rows(shape.table)
            elif shape.has_text_frame:
                yield shape.text_frame.text


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        yield " | ".join(cell.text for cell in row.cells)
