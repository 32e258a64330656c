"""Lay out an HTML page with WeasyPrint as PDF/A-3u and PDF/UA-1."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from docgen.engines.pdf.glyphs import Fallbacks, find_fallbacks_in, require_glyphs
from docgen.engines.pdf.html import set_directions, split_runs
from docgen.engines.pdf.weasyprint.conformity import attachment, finish_archive, finish_tags, install
from docgen.engines.pdf.weasyprint.crowding import STEPS, crowded_by, has_long_figures, with_smaller_figures
from docgen.engines.pdf.weasyprint.drawn import DrawnPage
from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.engines.pdf.weasyprint.margins import Parse
from docgen.engines.pdf.weasyprint.names import HTML, Document, FatalURLFetchingError, PageHTML, page_box_of
from docgen.engines.pdf.weasyprint.reuse import PartCache, lay_out_parts
from docgen.engines.pdf.weasyprint.rows.read import NotPlainError, find_long_tables
from docgen.engines.pdf.weasyprint.rows.table import lay_out_rows
from docgen.engines.pdf.weasyprint.shortcuts import Sheets, extract_sheets, freeze_objects, user_agent_sheet, without_gc
from docgen.engines.pdf.weasyprint.shortcuts import install as take_shortcuts
from docgen.errors import Finding, TemplateError
from docgen.richtext import RIGHT_TO_LEFT
from docgen.templating import Template

_VARIANT = "pdf/ua-1"
Finisher = Callable[[Any, Any], None]

install()
take_shortcuts()


class _Options(NamedTuple):
    boxes: bool
    cache: PartCache | None
    fallbacks: Fallbacks | None
    notices: list[Finding] | None


def lay_out(  # noqa: PLR0913 - the last three are optional keywords
    template: Template,
    page: str,
    style: str,
    language: str,
    data: str | None = None,
    *,
    boxes: bool = False,
    cache: PartCache | None = None,
    fallbacks: Fallbacks | None = None,
    notices: list[Finding] | None = None,
) -> bytes:
    """`page` as a tagged PDF; `style` precedes the page's own style sheets, `data` (JSON) is attached.

    With `boxes`, characters without a glyph are drawn as boxes; with `cache`, unchanged parts aren't laid out again;
    characters that a fallback font draws are added to `fallbacks`, figures too wide for their columns to `notices`.
    Raises TemplateError and MissingError.
    """
    refused: list[Finding] = []

    def parse(text: str) -> tuple[HTML, Sheets]:
        return _parse(template, text, style, language, refused)

    try:
        with without_gc():
            made = _written(page, parse, language, data, _Options(boxes, cache, fallbacks, notices))
    except FatalURLFetchingError:
        _clear(cache)
        raise _refusal(template, refused) from None
    if refused:
        _clear(cache)
        raise _refusal(template, refused)
    return made


def _written(page: str, parse: Parse, language: str, data: str | None, options: _Options) -> bytes:
    """A function of its own, so that its objects are released before garbage is collected."""
    document, tag = _laid_out(page, parse, language, options.cache)
    if has_long_figures(page) and crowded_by(document):
        document, tag = _with_smaller_figures(page, parse, language, options)
    if options.fallbacks is not None:
        _find_fallbacks(document, options.fallbacks)
    made = document.write_pdf(
        finisher=lambda laid, pdf: _finish(laid, pdf, tag, options.boxes),
        attachments=[attachment(data)] if data else None,
        pdf_variant=_VARIANT,
        pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
    )
    return bytes(made or b"")


def _with_smaller_figures(page: str, parse: Parse, language: str, options: _Options) -> tuple[Document, Finisher]:
    """The page with the type of its tables of figures as small as they need; a finding if that isn't enough."""
    step = 0
    while True:
        document, tag = _laid_out(with_smaller_figures(page, step), parse, language, options.cache)
        excess = crowded_by(document)
        step += 1
        if not excess or step == len(STEPS):
            break
    if excess and options.notices is not None:
        options.notices.append(Finding.of("fit.figures", severity="warning", points=f"{excess:.0f}"))
    return document, tag


def _find_fallbacks(document: Any, fallbacks: Fallbacks) -> None:
    fallbacks.update(vars(document).get("fallbacks", {}))  # of rows that are set without WeasyPrint
    for page in document.pages:
        if isinstance(page, DrawnPage):
            fallbacks.update(page.fallbacks)
        else:
            find_fallbacks_in(page_box_of(page), fallbacks)


def _clear(cache: PartCache | None) -> None:
    """Empty the cache after a refusal, so that the next call refuses again."""
    if cache:
        cache.parts.clear()


def _refusal(template: Template, refused: list[Finding]) -> TemplateError:
    return TemplateError([finding.at(template.name) for finding in dict.fromkeys(refused)])


def _parse(template: Template, page: str, style: str, language: str, refused: list[Finding]) -> tuple[HTML, Sheets]:
    fetcher = ClosedFetcher(template.read_asset, refused)
    parsed = PageHTML(string=page, base_url=LIBRARY, url_fetcher=fetcher)
    parsed.ua_sheet = user_agent_sheet(page, style)
    _refuse_attachments(template, parsed.etree_element)
    split_runs(parsed.etree_element, language)
    if RIGHT_TO_LEFT.search(page):
        set_directions(parsed.etree_element)
    return parsed, extract_sheets(parsed.etree_element, style, fetcher)


def _laid_out(page: str, parse: Parse, language: str, cache: PartCache | None) -> tuple[Document, Finisher]:
    """The page as laid out, and a finisher for its structure tree; long tables are laid out by `rows`."""
    long = find_long_tables(page)
    for tables in (long, long.with_longest()) if long else ():
        try:
            return lay_out_rows(tables, parse, language, _VARIANT)
        except NotPlainError:
            pass
    document = lay_out_parts(page, parse, _VARIANT, cache) if cache else None
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
    freeze_objects(document, pdf)  # last: nothing may change an object after it


def _refuse_attachments(template: Template, root: Any) -> None:
    """Refuse attachments: they would contain the current time and escape the scan for redacted values."""
    if any("attachment" in (element.get("rel") or "").lower().split() for element in root.iter()):
        raise TemplateError(Finding.of("template.attachment").at(template.name))
