"""Draw the pages of finished files as pictures: PDF with PDFium, Office files by way of LibreOffice."""

import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from docgen.errors import DocgenError, Finding, InputError, MissingError
from docgen.formats import FORMATS
from docgen.libreoffice import lay_out, require_libreoffice
from docgen.messages import Message

_OVERSAMPLING = 2
"""Pages are drawn at this multiple of their size and scaled down, so that thin strokes are even."""
_MAX_PIXELS = 40_000_000


def convert_to_pdfs(files: Sequence[tuple[bytes, str]], processes: int = 1) -> tuple[bytes | DocgenError, ...]:
    """The PDF of each file (its bytes and format), or its MissingError or InputError.

    `processes` LibreOffices share the work.
    """
    office = {number: file for number, file in enumerate(files) if FORMATS[file[1]].is_office}
    laid = _laid_out(office, processes) if office else {}
    return tuple(laid.get(number, data) for number, (data, _) in enumerate(files))


def draw_pages(
    pdf: bytes, width: int, max_pages: int | None = None, landscape_width: int | None = None
) -> Iterator[Image.Image]:
    """The first `max_pages` pages of a PDF (None: all), each an RGB picture `width` pixels wide. Raises InputError.

    Pages wider than tall are `landscape_width` pixels wide, if that is given.
    """
    with _open(pdf) as document:
        for index in range(min(len(document), max_pages or len(document))):
            page = document[index]
            yield draw_page(
                page, landscape_width if landscape_width and page.get_width() > page.get_height() else width
            )


@contextmanager
def _open(pdf: bytes) -> Generator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        raise InputError(Finding.of("pictures.read", reason=str(error))) from error


def draw_page(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """One page of an opened PDF as an RGB picture, `width` pixels wide."""
    across, down = page.get_size()
    height = max(round(width * down / across), 1)
    scale = _OVERSAMPLING if width * height * _OVERSAMPLING**2 <= _MAX_PIXELS else 1
    drawn = page.render(scale=scale * width / across).to_pil().convert("RGB")
    return drawn.resize((width, height), Image.Resampling.LANCZOS)


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has. Raises InputError."""
    with _open(pdf) as document:
        return len(document)


def _laid_out(office: dict[int, tuple[bytes, str]], processes: int) -> dict[int, bytes | DocgenError]:
    """The PDF of each numbered Office file. Files lost with a crashed process are converted again, one by one."""
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
        reasons = {path: lay_out((path,), folder, program).reason for path in left}
        return {number: _pdf_or_error(path, reasons.get(path, first.reason)) for number, path in paths.items()}


def _pdf_or_error(path: Path, reason: Message | str) -> bytes | DocgenError:
    pdf = path.with_suffix(".pdf")
    if pdf.is_file():
        return pdf.read_bytes()
    return InputError(Finding.of("pictures.layout", reason=reason))
