"""Turns finished files into pictures of their pages: PDF directly, Office files as LibreOffice lays them out."""

import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from docgen.errors import DocgenError, Finding, InputError, MissingError
from docgen.formats import FORMATS
from docgen.libreoffice import lay_out, require_libreoffice

_FINER = 2
"""Pages are drawn so many times larger and then made smaller, so that thin strokes stay even."""
_MOST_PIXELS = 40_000_000


def convert_to_pdfs(files: Sequence[tuple[bytes, str]], processes: int = 1) -> tuple[bytes | DocgenError, ...]:
    """For each file (its bytes and format) the PDF that shows its pages, or its MissingError or InputError.

    `processes` LibreOffices share the work.
    """
    office = {number: file for number, file in enumerate(files) if FORMATS[file[1]].is_office}
    laid = _laid_out(office, processes) if office else {}
    return tuple(laid.get(number, data) for number, (data, _) in enumerate(files))


def draw_pages(pdf: bytes, width: int, most: int | None = None, lying: int | None = None) -> Iterator[Image.Image]:
    """The first `most` pages of a PDF (None: all), each an RGB picture `width` pixels wide. Raises InputError.

    Pages wider than tall are `lying` pixels wide, if that is given.
    """
    with _opened(pdf) as document:
        for index in range(min(len(document), most or len(document))):
            page = document[index]
            yield draw_page(page, lying if lying and page.get_width() > page.get_height() else width)


@contextmanager
def _opened(pdf: bytes) -> Generator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        raise InputError(Finding("pictures.read", f"not a PDF whose pages can be drawn: {error}")) from error


def draw_page(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """One page of an opened PDF as an RGB picture, `width` pixels wide."""
    across, down = page.get_size()
    height = max(round(width * down / across), 1)
    finer = _FINER if width * height * _FINER**2 <= _MOST_PIXELS else 1
    drawn = page.render(scale=finer * width / across).to_pil().convert("RGB")
    return drawn.resize((width, height), Image.Resampling.LANCZOS)


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has. Raises InputError."""
    with _opened(pdf) as document:
        return len(document)


def _laid_out(office: dict[int, tuple[bytes, str]], processes: int) -> dict[int, bytes | DocgenError]:
    """The PDF of each numbered Office file. A file that stops LibreOffice takes only itself with it."""
    try:
        program = require_libreoffice()
    except MissingError as error:
        return dict.fromkeys(office, error)
    with tempfile.TemporaryDirectory(prefix="docgen-") as name:
        folder = Path(name)
        paths = {number: folder / f"{number}.{file_format}" for number, (_, file_format) in office.items()}
        for number, path in paths.items():
            path.write_bytes(office[number][0])
        first = lay_out(tuple(paths.values()), folder, program, processes=processes)
        left = [path for path in paths.values() if path not in first.pdfs] if len(paths) > 1 else []
        told = {path: lay_out((path,), folder, program).message for path in left}
        return {number: _pdf_or_why(path, told.get(path, first.message)) for number, path in paths.items()}


def _pdf_or_why(path: Path, told: str) -> bytes | DocgenError:
    pdf = path.with_suffix(".pdf")
    if pdf.is_file():
        return pdf.read_bytes()
    return InputError(Finding("pictures.layout", f"LibreOffice could not lay out the file: {told}"))
