"""Turns a finished Word file into the page that each of its bookmarks stands on, as LibreOffice lays it out."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.errors import Finding
from docgen.libreoffice import lay_out

_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"false"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)


def pages_of_bookmarks(data: bytes, program: str) -> Mapping[str, int] | Finding:
    """For each bookmark of a .docx the number of its page, from 1; or what kept LibreOffice from laying it out.

    Pages are counted from the file's first; a file whose sections restart their numbers has others printed.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as name:
            path = Path(name) / "document.docx"
            path.write_bytes(data)
            laid = lay_out((path,), Path(name), program, _FILTER)
            if path not in laid.pdfs:
                return _not_counted(laid.told)
            return _destinations(laid.pdfs[path])
    except OSError as error:  # no room, or no temporary folder
        return _not_counted(error.strerror or str(error))


def _not_counted(why: str) -> Finding:
    message = f"LibreOffice could not lay out the document: {why}"
    hint = "page numbers of the contents appear when Word opens it"
    return Finding("contents.pages", message, hint, severity="warning")


def no_libreoffice() -> Finding:
    """What is told when pages can't be counted on this machine."""
    message = "LibreOffice is not installed, so the contents have no page numbers yet"
    hint = "Word fills them in on opening; or install LibreOffice Writer (apt-get install libreoffice-writer)"
    return Finding("contents.pages", message, hint, severity="warning")


def _destinations(path: Path) -> dict[str, int]:
    """The named destinations of a PDF (ISO 32000-2, 12.3.2.4); LibreOffice writes `_` in a name as `5F`."""
    import pikepdf  # noqa: PLC0415 - loaded where pages are counted

    with pikepdf.open(path) as pdf:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        named = pdf.Root.get("/Dests", pikepdf.Dictionary())
        found: dict[str, int] = {}
        for name, target in named.items():
            place: Any = target if isinstance(target, pikepdf.Array) else target["/D"]
            found[_bookmark(name)] = pages[place[0].objgen]
        return found


def _bookmark(name: str) -> str:
    """`/5FToc900001` as the bookmark `_Toc900001`."""
    return f"_{name[3:]}" if name.startswith("/5F") else name.removeprefix("/")
