"""Shortcuts change no byte: the pages are those of an unpatched WeasyPrint."""

import pytest
from weasyprint import HTML

from docgen.engines.pdf.template import brand_style, render_page
from docgen.engines.pdf.weasyprint import names as weasyprint
from docgen.engines.pdf.weasyprint.fonts import font_configuration
from docgen.engines.pdf.weasyprint.layout import _parse
from docgen.engines.pdf.weasyprint.shortcuts import user_agent_sheet
from tests.pdf_pages import shipped

REPLACED = (
    weasyprint.COMPUTE_STYLE,
    weasyprint.SET_TEXT,
    weasyprint.DEACTIVATE_TEXT,
    weasyprint.REACTIVATE_TEXT,
    weasyprint.STYLE_PAGE_TYPE,
)
WORDS = "One two three four five six seven eight nine ten, and so on until the line ends. " * 9
PAGES = {
    "justified": f"<style>p {{ text-align: justify; width: 60mm }}</style><p>{WORDS}",
    "hyphenated": f"<style>p {{ hyphens: auto; width: 22mm }}</style><p lang=en>Un\xadbelievable extraordinary {WORDS}",
    "lines kept": "<style>p { white-space: pre-line }</style><p>one\ntwo\n\nthree",
    "no wrap": f"<style>p {{ white-space: nowrap; overflow: hidden; text-overflow: ellipsis }}</style><p>{WORDS}",
    "spaced": f"<style>p {{ letter-spacing: 1pt; word-spacing: 3pt; text-decoration: underline }}</style><p>{WORDS}",
    "footnotes": f"<style>i {{ float: footnote }}</style><p>{WORDS}<i>A note.</i>{WORDS}",
    "logical": "<style>p { margin-inline-start: 9mm; padding-block: 3mm; border-inline-end: 1pt solid }</style><p>x",
    "first page": f"<style>@page {{ @top-left {{ content: 'all' }} }}"
    f"@page :first {{ @top-left {{ content: 'first' }} }}</style><p>{WORDS * 9}",
    "third page": f"<style>@page :nth(3) {{ margin: 50mm; @top-left {{ content: 'third' }} }}</style><p>{WORDS * 20}",
    "sides": f"<style>@page :left {{ margin: 50mm }} @page wide {{ size: A4 landscape }} .w {{ page: wide }}</style>"
    f"<p>{WORDS * 9}<p class=w>{WORDS}<p>{WORDS * 9}",
    "numbers": f"<style>@page {{ @bottom-left {{ content: counter(page) '/' counter(pages) }} }}</style><p>{WORDS * 9}",
    "head on each page": "<table><thead><tr><th>Head of it<tbody>" + "<tr><td>row" * 120 + "</table>",
    "first line": f"<style>p::first-line {{ font-size: 15pt }} p::first-letter {{ color: red }}</style><p>{WORDS}",
    "variables": f"<style>:root {{ --a: 9mm }} p {{ margin: var(--a) calc(var(--a) + 10%) }}</style><p>{WORDS}",
    "drawing": "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><text y='20'>A drawn <tspan>text</tspan>"
    "</text></svg>",
}


def written(page: str) -> bytes:
    found = HTML(string=f"<html lang=en><title>x</title>{page}").write_pdf(
        font_config=font_configuration(), pdf_variant="pdf/ua-1", pdf_identifier=b"0" * 16
    )
    return bytes(found or b"")


def unwrap(monkeypatch):
    for place in REPLACED:
        monkeypatch.setattr(*place, weasyprint.originals[place])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_has_the_bytes_that_it_has_without_shortcuts(page, monkeypatch):
    short = written(page)
    unwrap(monkeypatch)

    assert short == written(page)


@pytest.mark.parametrize("kind", ["proposal", "screening", "needs_analysis"])
@pytest.mark.mostly_slow(keep="screening")
def test_a_shipped_document_has_the_bytes_that_it_has_without_shortcuts(kind, monkeypatch):
    template, bindings = shipped(kind)
    page, style = render_page(template, bindings), brand_style(bindings)

    def made(with_notes: bool) -> bytes:
        parsed, sheets = _parse(template, page, style, bindings.language, [])
        assert parsed.ua_sheet is not None
        parsed.ua_sheet = None if with_notes else parsed.ua_sheet
        document = parsed.render(**sheets.as_options(), pdf_variant="pdf/ua-1")
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"0" * 16) or b"")

    short = made(with_notes=False)
    unwrap(monkeypatch)

    assert short == made(with_notes=True)


@pytest.mark.parametrize(
    "style",
    ["i { float: footnote }", "i{float:note}", "::footnote-call { color: red }", "@page { @footnote { margin: 0 } }"],
)
def test_a_page_with_notes_keeps_the_rules_for_notes(style):
    assert user_agent_sheet("<p>plain", "p { color: red }") is not None
    assert user_agent_sheet("<p>plain", style) is None
    assert user_agent_sheet(f"<style>{style}</style>", "") is None
