"""Turns finished documents into findings about their design, each a Flaw with a code of CODES."""

from collections.abc import Collection
from pathlib import Path

from design.docx_structure import check_docx
from design.flaw import CODES, Flaw
from design.laid_out import has_libreoffice, lay_out
from design.page_check import SLIDES, WRITTEN, check_pages
from design.pages import pages_of
from design.pdf_structure import check_pdf
from design.pptx_structure import check_pptx

__all__ = ["CODES", "Flaw", "check", "has_libreoffice", "lay_out"]


def check(path: Path, laid: Path | None = None, families: Collection[str] = ()) -> list[Flaw]:
    """All that is wrong with the design of a DOCX, PPTX or PDF.

    `laid` is an Office file's PDF (`lay_out`); without it what needs a layout is left out: contrast, overlap, run-off,
    fill of pages. `families` are the font families that a PDF may use, () for any.
    """
    structure = {".docx": check_docx, ".pptx": check_pptx, ".pdf": lambda file: check_pdf(file, families)}
    found = [(place, code, message) for place, code, message in structure[path.suffix](path)]
    pages = path if path.suffix == ".pdf" else laid
    if pages:
        word, rules = ("slide", SLIDES) if path.suffix == ".pptx" else ("page", WRITTEN)
        found += [(f"{word} {number}", code, message) for number, code, message in check_pages(pages_of(pages), rules)]
    return [Flaw(path.name, place, code, message) for place, code, message in found]
