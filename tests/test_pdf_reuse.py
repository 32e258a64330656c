"""A document laid out in parts has the same pages as in one, and an edit lays out only the edited part."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from docgen.engines.pdf.weasyprint.layout import lay_out
from docgen.engines.pdf.weasyprint.reuse import PartCache
from docgen.templating import Template

STYLE = """
@page { size: A6; margin: 15mm; @bottom-left { content: element(foot); } }
body { counter-reset: chapter; font-family: "Noto Sans CJK SC"; }
.foot { position: running(foot); } .n::before { content: counter(page) " of " counter(pages); }
.part { break-before: page; } h2 { counter-increment: chapter; counter-reset: step; } h3 { counter-increment: step; }
h2::before { content: counter(chapter) " "; } h3::before { content: counter(chapter) "." counter(step) " "; }
.cover { break-after: page; } .cover + .part { color: #123456; }
.toc a::after { content: " on " target-counter(attr(href), page); }
"""
TEMPLATE = Template("html/parts.html", b"", "")


def chapter(number: int, text: str = "") -> str:
    words = f"Text of chapter {number}. " * (30 * number)
    return (
        f'<section class="part"><h2 id="c{number}">Chapter {number}</h2>'
        f"<h3>Step</h3><p>{words}{text}</p>"
        "<section><h3>Another step</h3><p>End.</p></section></section>"
        f"<section><p>Flows on after {number}.</p></section>"
    )


def page(edited: str = "") -> str:
    toc = "".join(f'<a href="#c{n}">Chapter {n}</a><br>' for n in range(1, 6))
    chapters = "".join(chapter(n, edited if n == 3 else "") for n in range(1, 6))
    return (
        f'<!doctype html><html lang="en"><head><title>Parts</title><style>{STYLE}</style></head><body>'
        f'<div class="foot">page <span class="n"></span></div><section class="cover"><h1>Cover</h1></section>'
        f'<section class="part toc">{toc}</section>{chapters}</body></html>'
    )


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(one.get_textpage().get_text_bounded().split()) for one in document]
    finally:
        document.close()


def outline(data: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as found:
        names = pdf.Root.Names.Dests.Names
        return [(item.title, str(item.destination is None)) for item in found.root] + [
            (str(names[n]), str([leaf.index for leaf in pdf.pages if leaf.obj == names[n + 1][0]]))
            for n in range(0, len(names), 2)
        ]


@pytest.mark.parametrize("edited", ["", "An edit.", "A long edit. " * 300])
def test_a_page_in_parts_reads_as_the_page_whole_with_contents_numbers_and_outline(edited):
    cache = PartCache()
    lay_out(TEMPLATE, page(), "", "en", cache=cache)

    complete, parts = lay_out(TEMPLATE, page(edited), "", "en"), lay_out(TEMPLATE, page(edited), "", "en", cache=cache)

    assert texts(parts) == texts(complete)
    assert outline(parts) == outline(complete)


def test_what_is_kept_changes_no_byte():
    cache = PartCache()
    for edited in ("", "An edit.", "A long edit. " * 300, ""):
        again = lay_out(TEMPLATE, page(edited), "", "en", cache=cache)
        assert again == lay_out(TEMPLATE, page(edited), "", "en", cache=PartCache())


def test_an_edit_lays_out_its_own_part_only():
    cache = PartCache()
    lay_out(TEMPLATE, page(), "", "en", cache=cache)
    before = dict(cache.parts)
    lay_out(TEMPLATE, page("An edit."), "", "en", cache=cache)

    assert len(set(cache.parts) - set(before)) == 1
    assert all(cache.parts[key] is before[key] for key in set(cache.parts) & set(before))


def test_an_edit_that_moves_pages_lays_out_the_contents_too():
    cache = PartCache()
    lay_out(TEMPLATE, page(), "", "en", cache=cache)
    before = set(cache.parts)
    lay_out(TEMPLATE, page("A long edit. " * 300), "", "en", cache=cache)
    lay_out(TEMPLATE, page("A long edit. " * 300), "", "en", cache=cache)

    assert len(set(cache.parts) - before) >= 2


def test_the_same_section_twice_has_page_numbers_of_its_own_each_time():
    section = '<section class="part"><p>A form to fill in.</p></section>'
    start, end = page().split('<section class="part toc">')[0], "</body></html>"
    cache = PartCache()
    shown = [lay_out(TEMPLATE, f"{start}{section * 3}{end}", "", "en", cache=cache) for _ in range(2)]

    assert texts(shown[1]) == texts(lay_out(TEMPLATE, f"{start}{section * 3}{end}", "", "en"))
    assert shown[0] == shown[1]
