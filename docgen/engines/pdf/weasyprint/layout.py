"""Turns an HTML page and a style sheet into PDF/A-3u with the tags of PDF/UA-1, with WeasyPrint."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from docgen.engines.pdf.glyphs import Strays, require_glyphs
from docgen.engines.pdf.runs import set_runs
from docgen.engines.pdf.weasyprint.archive import attachment, finish_archive
from docgen.engines.pdf.weasyprint.drawn import DrawnPage
from docgen.engines.pdf.weasyprint.faces import look_at
from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.engines.pdf.weasyprint.names import HTML, Document, FatalURLFetchingError, SheetedPage, page_box_of
from docgen.engines.pdf.weasyprint.once import Sheets, no_collection, plain_sheet, settle, take_sheets
from docgen.engines.pdf.weasyprint.once import install as take_shortcuts
from docgen.engines.pdf.weasyprint.reuse import KeptParts, lay_out_parts
from docgen.engines.pdf.weasyprint.rows.read import NotPlainError, find_long_table
from docgen.engines.pdf.weasyprint.rows.table import lay_out_rows
from docgen.engines.pdf.weasyprint.tags import finish_tags, install
from docgen.engines.pdf.weasyprint.watched import Parse
from docgen.errors import Finding, TemplateError
from docgen.templating import Template

_VARIANT = "pdf/ua-1"
Finisher = Callable[[Any, Any], None]

install()
take_shortcuts()


class _Asked(NamedTuple):
    boxes: bool
    kept: KeptParts | None
    strays: Strays | None


def lay_out(  # noqa: PLR0913 - the last three are asked for by name, and seldom
    template: Template,
    page: str,
    style: str,
    language: str,
    data: str | None = None,
    *,
    boxes: bool = False,
    kept: KeptParts | None = None,
    strays: Strays | None = None,
) -> bytes:
    """`page` as a tagged PDF; `style` lies under the page's own, `data` (JSON) is attached.

    With `boxes`, characters without a glyph are drawn as such; with `kept`, parts that stayed as they were are not laid
    out again; `strays` takes the characters that change the face inside a line. Raises TemplateError and MissingError.
    """
    refused: list[str] = []

    def parse(text: str) -> tuple[HTML, Sheets]:
        return _parse(template, text, style, language, refused)

    try:
        with no_collection():
            made = _written(page, parse, language, data, _Asked(boxes, kept, strays))
    except FatalURLFetchingError:
        _forget(kept)
        raise _refusal(template, refused) from None
    if refused:
        _forget(kept)
        raise _refusal(template, refused)
    return made


def _written(page: str, parse: Parse, language: str, data: str | None, asked: _Asked) -> bytes:
    """On its own, so that all that it made is let go before garbage is looked for."""
    document, tag = _laid_out(page, parse, language, asked.kept)
    if asked.strays is not None:
        _look_for_strays(document, asked.strays)
    made = document.write_pdf(
        finisher=lambda laid, pdf: _finish(laid, pdf, tag, asked.boxes),
        attachments=[attachment(data)] if data else None,
        pdf_variant=_VARIANT,
        pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
    )
    return bytes(made or b"")


def _look_for_strays(document: Any, strays: Strays) -> None:
    strays.update(vars(document).get("strays", {}))  # of rows that are set by measure
    for page in document.pages:
        if isinstance(page, DrawnPage):
            strays.update(page.strays)
        else:
            look_at(page_box_of(page), strays)


def _forget(kept: KeptParts | None) -> None:
    """What was refused is refused again, so its part may not be kept."""
    if kept:
        kept.parts.clear()


def _refusal(template: Template, refused: list[str]) -> TemplateError:
    hint = "put the file into the library, or use a data: address"
    return TemplateError(
        [Finding("template.address", said, hint, file=template.name) for said in dict.fromkeys(refused)]
    )


def _parse(template: Template, page: str, style: str, language: str, refused: list[str]) -> tuple[HTML, Sheets]:
    fetcher = ClosedFetcher(template.read_asset, refused)
    parsed = SheetedPage(string=page, base_url=LIBRARY, url_fetcher=fetcher)
    parsed.under = plain_sheet(page, style)
    _refuse_attachments(template, parsed.etree_element)
    set_runs(parsed.etree_element, language)
    return parsed, take_sheets(parsed.etree_element, style, fetcher)


def _laid_out(page: str, parse: Parse, language: str, kept: KeptParts | None) -> tuple[Document, Finisher]:
    """The page as laid out, and what its structure tree still needs; a table of very many rows goes another way."""
    long = find_long_table(page)
    if long:
        try:
            return lay_out_rows(long, parse, language, _VARIANT)
        except NotPlainError:
            pass
    document = lay_out_parts(page, parse, _VARIANT, kept) if kept else None
    if document:
        return document, lambda _document, _pdf: None
    parsed, sheets = parse(page)
    return parsed.render(**sheets.as_options(), pdf_variant=_VARIANT), lambda _document, _pdf: None


def _finish(document: Any, pdf: Any, tag: Finisher, boxes: bool) -> None:
    tag(document, pdf)
    if not boxes:
        require_glyphs(document)
    finish_tags(document, pdf)
    finish_archive(document, pdf)
    settle(document, pdf)  # the last: nothing may change an object after it


def _refuse_attachments(template: Template, root: Any) -> None:
    """A file attached by a page would carry the clock and escape the search for held-back values."""
    if any("attachment" in (element.get("rel") or "").lower().split() for element in root.iter()):
        raise TemplateError(Finding("template.attachment", "a page may not attach files", file=template.name))
