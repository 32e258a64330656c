"""Turns an HTML page and a style sheet into PDF/UA-1, with WeasyPrint."""

import hashlib
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from docgen.engines import Template
from docgen.engines._pdf_fetch import LIBRARY, ClosedFetcher
from docgen.engines._pdf_fonts import require_glyphs
from docgen.engines._pdf_once import no_collection, settle, take_sheets
from docgen.engines._pdf_runs import set_runs
from docgen.errors import Finding, TemplateError


def lay_out(template: Template, page: str, style: str, language: str) -> bytes:
    """`page` as a tagged PDF; `style` lies under the page's own. Raises TemplateError and MissingError."""
    fetcher = ClosedFetcher(template.read_asset)
    try:
        document = HTML(string=page, base_url=LIBRARY, url_fetcher=fetcher)
        _refuse_attachments(template, document.etree_element)
        set_runs(document.etree_element, language)
        sheets = take_sheets(document.etree_element, style, fetcher)
        with no_collection():
            data = document.write_pdf(
                **sheets.as_options(),
                finisher=_finish,
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
            )
    except FatalURLFetchingError as error:
        hint = "put the file into the library, or use a data: address"
        raise TemplateError(Finding("template.address", str(error), hint, file=template.name)) from error
    return bytes(data or b"")


def _finish(document: Any, pdf: Any) -> None:
    require_glyphs(document, pdf)
    settle(document, pdf)  # the last: nothing may change an object after it


def _refuse_attachments(template: Template, root: Any) -> None:
    """A file attached by a page would carry the clock and escape the search for held-back values."""
    if any("attachment" in (element.get("rel") or "").lower().split() for element in root.iter()):
        raise TemplateError(Finding("template.attachment", "a page may not attach files", file=template.name))
