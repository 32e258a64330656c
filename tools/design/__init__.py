"""Check the design of finished documents; each finding is a Flaw with a code of CODES."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from design.docx_structure import check_docx
from design.flaw import CODES, Flaw
from design.page_check import SLIDES, WRITTEN, check_pages
from design.pages import pages_of
from design.pdf_structure import check_pdf
from design.pptx_structure import check_pptx
from docgen import libreoffice

__all__ = ["CODES", "Flaw", "check", "has_libreoffice", "lay_out"]

_BOOKMARKS = json.dumps({"ExportBookmarks": {"type": "boolean", "value": "true"}})
_FILTERS = {".docx": f"pdf:writer_pdf_Export:{_BOOKMARKS}", ".pptx": f"pdf:impress_pdf_Export:{_BOOKMARKS}"}


def check(path: Path, laid: Path | None = None, families: Collection[str] = ()) -> list[Flaw]:
    """All findings on the design of a DOCX, PPTX or PDF.

    `laid` is an Office file's PDF (`lay_out`); without it, checks that need a layout are omitted: contrast, overlap,
    overflow, empty pages. `families` are the font families that a PDF may use, () for any.
    """
    structure = {".docx": check_docx, ".pptx": check_pptx, ".pdf": lambda file: check_pdf(file, families)}
    found = [(place, code, message) for place, code, message in structure[path.suffix](path)]
    pages = path if path.suffix == ".pdf" else laid
    if pages:
        word, rules = ("slide", SLIDES) if path.suffix == ".pptx" else ("page", WRITTEN)
        found += [(f"{word} {number}", code, message) for number, code, message in check_pages(pages_of(pages), rules)]
    return [Flaw(path.name, place, code, message) for place, code, message in found]


def has_libreoffice() -> bool:
    """Whether LibreOffice is installed."""
    return libreoffice.find_libreoffice() is not None


def lay_out(paths: Iterable[Path], folder: Path) -> Mapping[Path, Path]:
    """Convert DOCX and PPTX to PDF, with bookmarks for headings and slides, in `folder/docx` and `folder/pptx`.

    One LibreOffice process per format. Files of one format need different names. Raises MissingError without
    LibreOffice, RuntimeError if it doesn't open a file.
    """
    made: dict[Path, Path] = {}
    files = sorted(set(paths))
    for suffix, export_filter in _FILTERS.items():
        chosen = [path for path in files if path.suffix == suffix]
        if not chosen:
            continue
        laid = libreoffice.lay_out(chosen, folder / suffix[1:], libreoffice.require_libreoffice(), export_filter)
        missing = [str(path) for path in chosen if path not in laid.pdfs]
        if missing:
            raise RuntimeError(f"LibreOffice did not open {', '.join(missing)}: {laid.reason}")
        made |= laid.pdfs
    return made
