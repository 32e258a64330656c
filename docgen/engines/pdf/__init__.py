"""Render HTML templates into tagged PDFs, and write and read the stamp of PDF files.

The pipeline:

    1  require_families   the brand's fonts are installed, or the render is refused
    2  render_page        Jinja renders the view into the template: HTML
    3  check_glyphs       every character has a glyph, or the render is refused
    4  lay_out            WeasyPrint, with the brand's style sheet and a fetcher without file system or network
"""

import html
from dataclasses import replace
from typing import Any

from docgen.engines.pdf.fontset import chosen, configured
from docgen.engines.pdf.stamp import is_as_written, read_stamp, stamp
from docgen.engines.pdf.template import brand_style, render_page
from docgen.errors import Finding, MissingError
from docgen.templating import Bindings, Template
from docgen.text_extraction.files import extract_pdf_text as searchable
from docgen.text_extraction.template import extract_html_template_text as own_words

__all__ = [
    "is_as_written",
    "make_cache",
    "missing_glyphs",
    "own_words",
    "preview",
    "read_stamp",
    "render",
    "searchable",
    "stamp",
]


def render(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
    """Render `template` as PDF/A-3u and PDF/UA-1, with its data attached if there is any.

    Raises TemplateError with the template's file, line and expression, and MissingError with the missing
    libraries, font families or characters.
    """
    return _render(template, bindings, notices, None)


def preview(template: Template, bindings: Bindings, cache: Any, notices: list[Finding] | None = None) -> bytes:
    """The same result as `render`, faster if little changed since the last call with the same `cache`.

    `cache` is from `make_cache()`, one for each document; it never changes the result. Raises as `render` does.
    """
    return _render(template, bindings, notices, cache)


def missing_glyphs(characters: str, bindings: Bindings) -> list[Finding]:
    """A finding for each of `characters` that no font has, with the field of `bindings` that contains it.

    Raises MissingError if the libraries are missing.
    """
    _load()
    from docgen.engines.pdf import glyphs  # noqa: PLC0415

    findings: list[Finding] = []
    glyphs.check_glyphs(html.escape(characters), replace(bindings, allow_missing_glyphs=True), findings)
    return findings


def make_cache() -> Any:
    """An empty cache for `preview`. Raises MissingError."""
    _load()
    from docgen.engines.pdf.weasyprint.reuse import PartCache  # noqa: PLC0415

    return PartCache()


def _render(template: Template, bindings: Bindings, notices: list[Finding] | None, cache: Any) -> bytes:
    _load()
    from docgen.engines.pdf import glyphs  # noqa: PLC0415
    from docgen.engines.pdf.weasyprint import fonts, layout  # noqa: PLC0415

    brand = bindings.brand
    fonts.require_families((*brand.pdf_fonts, *brand.heading_fonts))
    page, style = render_page(template, bindings, notices), brand_style(bindings)
    glyphs.check_glyphs(page, bindings, notices)
    boxes, fallbacks = bindings.allow_missing_glyphs, glyphs.Fallbacks()
    language, data = bindings.language, bindings.data
    made = layout.lay_out(
        template, page, style, language, data, boxes=boxes, cache=cache, fallbacks=fallbacks, notices=notices
    )
    if notices is not None:
        glyphs.report_fallbacks(fallbacks, bindings, notices)
    return made


def _load() -> None:
    """Load Pango, which may not be installed; reading a stamp works without it. Raises MissingError."""
    try:
        with configured(chosen()):
            from docgen.engines.pdf.weasyprint import fonts  # noqa: PLC0415
    except OSError as error:
        raise MissingError(Finding.of("missing.library", reason=str(error))) from error
    if not fonts.has_subsetter():  # fontTools is two to nine times slower for a document
        raise MissingError(Finding.of("missing.library:subset"))
