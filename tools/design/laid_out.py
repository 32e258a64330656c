"""Turns Office files into PDFs by LibreOffice, many in one go, with a bookmark for each heading and slide."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from docgen import libreoffice

_BOOKMARKS = json.dumps({"ExportBookmarks": {"type": "boolean", "value": "true"}})
_FILTERS = {".docx": f"pdf:writer_pdf_Export:{_BOOKMARKS}", ".pptx": f"pdf:impress_pdf_Export:{_BOOKMARKS}"}


def has_libreoffice() -> bool:
    """Whether this machine can lay out Office files."""
    return libreoffice.find_libreoffice() is not None


def lay_out(paths: Iterable[Path], folder: Path) -> Mapping[Path, Path]:
    """The PDF of each DOCX and PPTX, in `folder/docx` and `folder/pptx`; one LibreOffice process a format.

    Files of one format need unlike names. Raises MissingError where LibreOffice is missing, RuntimeError where it does
    not open a file.
    """
    made: dict[Path, Path] = {}
    files = sorted(set(paths))
    for suffix, told in _FILTERS.items():
        chosen = [path for path in files if path.suffix == suffix]
        if not chosen:
            continue
        laid = libreoffice.lay_out(chosen, folder / suffix[1:], libreoffice.require_libreoffice(), told)
        missing = [str(path) for path in chosen if path not in laid.pdfs]
        if missing:
            raise RuntimeError(f"LibreOffice did not open {', '.join(missing)}: {laid.message}")
        made |= laid.pdfs
    return made
