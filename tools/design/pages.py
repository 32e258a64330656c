"""Read the pages of a PDF: each text with its box, size, colour and font, and images with and without text."""

from collections.abc import Iterator, Mapping
from ctypes import c_uint
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

_INVISIBLE = 3
_TURNED = 0.1


class Box(NamedTuple):
    """Edges in points from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> tuple[float, float]:
        """The width and height of the overlap of two boxes; negative where they are apart."""
        return min(self.right, other.right) - max(self.left, other.left), min(self.bottom, other.bottom) - max(
            self.top, other.top
        )


class Words(NamedTuple):
    """A text object of a page; `alpha` 1 is opaque; `turned` is rotated."""

    text: str
    box: Box
    size: float
    colour: tuple[int, int, int]
    alpha: float
    face: str
    bold: bool
    embedded: bool
    turned: bool


@dataclass(frozen=True)
class Page:
    """A page; `ground` and `inked` are images without and with text, one pixel per point. `headings`: (text, top)."""

    number: int
    width: float
    height: float
    words: tuple[Words, ...]
    ground: Image.Image
    inked: Image.Image
    headings: tuple[tuple[str, float], ...]
    is_last: bool


def pages_of(path: Path) -> Iterator[Page]:
    """The pages of a PDF, in order."""
    document = pypdfium2.PdfDocument(path)
    try:
        headings = _headings(document)
        for index in range(len(document)):
            yield _page(document, index, headings.get(index, ()))
    finally:
        document.close()


def marked_texts(path: Path) -> Mapping[tuple[int, int], str]:
    """The text of each marked-content id of a tagged PDF: (page index, id) → text."""
    document, found = pypdfium2.PdfDocument(path), dict[tuple[int, int], str]()
    try:
        for index, page in enumerate(document):
            text = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text):
                key = index, pdfium.FPDFPageObj_GetMarkedContentID(item)
                found[key] = found.get(key, "") + item.extract()
            text.close()
            page.close()
    finally:
        document.close()
    return found


def _headings(document: pypdfium2.PdfDocument) -> dict[int, tuple[tuple[str, float], ...]]:
    """The bookmarks of each page, with their distance from the page's bottom."""
    found: dict[int, list[tuple[str, float]]] = {}
    for bookmark in document.get_toc(max_depth=9):
        target = bookmark.get_dest()
        if target is not None and target.get_index() is not None:
            _, position = target.get_view()
            if len(position) > 1:
                found.setdefault(target.get_index(), []).append((bookmark.get_title(), position[1]))
    return {index: tuple(held) for index, held in found.items()}


def _page(document: pypdfium2.PdfDocument, index: int, headings: tuple[tuple[str, float], ...]) -> Page:
    page = document[index]
    width, height = page.get_size()
    inked = page.render(scale=1).to_pil().convert("RGB")
    text = page.get_textpage()
    objects = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text))
    words = tuple(found for item in objects if (found := _words(item, height)))
    for item in objects:
        pdfium.FPDFTextObj_SetTextRenderMode(item, _INVISIBLE)
    ground = page.render(scale=1).to_pil().convert("RGB")
    tops = tuple((title, height - y) for title, y in headings)
    made = Page(index + 1, width, height, words, ground, inked, tops, index + 1 == len(document))
    text.close()
    page.close()
    return made


def _words(item: pypdfium2.PdfObject, height: float) -> Words | None:
    text = item.extract() if pdfium.FPDFTextObj_GetTextRenderMode(item) != _INVISIBLE else ""
    if not text.strip():
        return None
    matrix = _matrix(item)
    font = item.get_font()
    red, green, blue, alpha = (c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    face = font.get_base_name().split("+")[-1]
    return Words(
        text.strip(),
        _box(item, height),
        item.get_font_size() * hypot(matrix.c, matrix.d),
        (red.value, green.value, blue.value),
        alpha.value / 255,
        face,
        "bold" in face.lower() or font.get_weight() >= 600,
        font.is_embedded,
        abs(matrix.b) > _TURNED * hypot(matrix.a, matrix.b),
    )


def _matrix(item: pypdfium2.PdfObject) -> pypdfium2.PdfMatrix:
    """The matrix from text space to the page, through the enclosing form XObjects."""
    matrix, holder = item.get_matrix(), item.container
    while holder is not None:
        matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
    return matrix


def _box(item: pypdfium2.PdfObject, height: float) -> Box:
    left, bottom, right, top = item.get_bounds()
    corners = [(left, bottom), (right, top), (left, top), (right, bottom)]
    holder = item.container
    while holder is not None:
        matrix = holder.get_matrix()
        corners, holder = [matrix.on_point(*corner) for corner in corners], holder.container
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(across), height - max(up), max(across), height - min(up))
