"""Turns an HTML template and a view into a tagged PDF, and writes and reads the stamp in PDF files.

The pipeline:

    1  require_families   this machine has what the brand asks for, or the render is refused
    2  fill               Jinja pours the view into the template: HTML
    3  check_glyphs       every character has a glyph, or the render is refused
    4  lay_out            WeasyPrint, with the brand's style sheet and a fetcher closed to the world
"""

from typing import Any

from docgen.engines.pdf.fontset import chosen, configured
from docgen.engines.pdf.stamp import is_as_written, read_stamp, stamp
from docgen.engines.pdf.style import brand_style
from docgen.engines.pdf.template import fill
from docgen.errors import Finding, MissingError
from docgen.templating import Bindings, Template
from docgen.text_extraction.files import extract_pdf_text as searchable
from docgen.text_extraction.template import extract_html_template_text as own_words

__all__ = ["is_as_written", "keep", "own_words", "preview", "read_stamp", "render", "searchable", "stamp"]

_LIBRARIES = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def render(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
    """Fill `template` and lay it out as PDF/A-3u and PDF/UA-1, with its data attached if there is any.

    Raises TemplateError with the template's file, line and expression, and MissingError naming the libraries, font
    families or characters that this machine can't draw.
    """
    return _render(template, bindings, notices, None)


def preview(template: Template, bindings: Bindings, kept: Any, notices: list[Finding] | None = None) -> bytes:
    """The same pages as `render` gives, quickly if little changed since the last call with the same `kept`.

    `kept` is from `keep()`, one for each document that is looked at again and again; what it holds never changes the
    result, only the time. Raises as `render` does.
    """
    return _render(template, bindings, notices, kept)


def keep() -> Any:
    """An empty store for `preview`. Raises MissingError."""
    _load()
    from docgen.engines.pdf.weasyprint.reuse import KeptParts  # noqa: PLC0415

    return KeptParts()


def _render(template: Template, bindings: Bindings, notices: list[Finding] | None, kept: Any) -> bytes:
    _load()
    from docgen.engines.pdf import glyphs  # noqa: PLC0415
    from docgen.engines.pdf.weasyprint import fonts, layout  # noqa: PLC0415

    brand = bindings.brand
    fonts.require_families((*brand.pdf_fonts, *brand.heading_fonts))
    page, style = fill(template, bindings, notices), brand_style(bindings)
    glyphs.check_glyphs(page, bindings, notices)
    boxes, strays = bindings.allow_missing_glyphs, glyphs.Strays()
    language, data = bindings.language, bindings.data
    made = layout.lay_out(template, page, style, language, data, boxes=boxes, kept=kept, strays=strays)
    if notices is not None:
        glyphs.tell_strays(strays, bindings, notices)
    return made


def _load() -> None:
    """Load Pango, which reading a stamp doesn't need and a machine may lack. Raises MissingError."""
    try:
        with configured(chosen()):
            from docgen.engines.pdf.weasyprint import fonts  # noqa: PLC0415
    except OSError as error:
        raise MissingError(Finding("missing.library", f"PDF needs Pango: {error}", _LIBRARIES)) from error
    if not fonts.has_subsetter():  # fontTools would do it, two to nine times slower over the whole document
        raise MissingError(Finding("missing.library", "PDF needs libharfbuzz-subset", _LIBRARIES))
