"""Turns a PDF into its outline: pages with their lines, properties and bookmarks."""

from collections.abc import Iterator
from typing import Any

import pypdfium2

from docgen.compare.outline import Look, Outline, Piece, Span, plain
from docgen.errors import Finding, TemplateError

_PROPERTIES = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}
_MOST_PAGES = 2_000


def read_printed(name: str, data: bytes) -> Outline:
    """The outline of a PDF. Raises TemplateError if it can't be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise TemplateError(Finding("template.file", f"this PDF can't be opened: {error}", file=name)) from error
    try:
        count = len(document)
        unread = (f"pages after {_MOST_PAGES}",) if count > _MOST_PAGES else ()
        pages = tuple(_page(document, number) for number in range(min(count, _MOST_PAGES)))
        return Outline("pdf", dict(_facts(document)), pages, unread)
    finally:
        document.close()


def _facts(document: Any) -> Iterator[tuple[tuple[str, str], Look]]:
    told = document.get_metadata_dict()
    for key, title in _PROPERTIES.items():
        if told.get(key):
            yield ("property", title), {"value": plain(told[key])}


def _page(document: Any, number: int) -> Piece:
    page = document[number]
    try:
        width, height = (f"{length / 72 * 2.54:.1f} cm" for length in page.get_size())
        text = page.get_textpage()
        lines = text.get_text_bounded().splitlines()
        text.close()
    finally:
        page.close()
    inner = tuple(Piece("paragraph", "", (Span(line.strip()),)) for line in lines if line.strip())
    return Piece("page", str(number + 1), (), {"size": plain(f"{width} × {height}")}, inner)
