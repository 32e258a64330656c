"""A page taken apart gives the pages that it gives whole, and after an edit lays out no more than the part edited."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from docgen.engines.pdf.weasyprint.layout import lay_out
from docgen.engines.pdf.weasyprint.reuse import KeptParts
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
    kept = KeptParts()
    lay_out(TEMPLATE, page(), "", "en", kept=kept)

    whole, parts = lay_out(TEMPLATE, page(edited), "", "en"), lay_out(TEMPLATE, page(edited), "", "en", kept=kept)

    assert texts(parts) == texts(whole)
    assert outline(parts) == outline(whole)


def test_what_is_kept_changes_no_byte():
    kept = KeptParts()
    for edited in ("", "An edit.", "A long edit. " * 300, ""):
        again = lay_out(TEMPLATE, page(edited), "", "en", kept=kept)
        assert again == lay_out(TEMPLATE, page(edited), "", "en", kept=KeptParts())


def test_an_edit_lays_out_its_own_part_only():
    kept = KeptParts()
    lay_out(TEMPLATE, page(), "", "en", kept=kept)
    before = dict(kept.parts)
    lay_out(TEMPLATE, page("An edit."), "", "en", kept=kept)

    assert len(set(kept.parts) - set(before)) == 1
    assert all(kept.parts[key] is before[key] for key in set(kept.parts) & set(before))


def test_an_edit_that_moves_pages_lays_out_the_contents_too():
    kept = KeptParts()
    lay_out(TEMPLATE, page(), "", "en", kept=kept)
    before = set(kept.parts)
    lay_out(TEMPLATE, page("A long edit. " * 300), "", "en", kept=kept)
    lay_out(TEMPLATE, page("A long edit. " * 300), "", "en", kept=kept)

    assert len(set(kept.parts) - before) >= 2


def test_the_same_section_twice_has_page_numbers_of_its_own_each_time():
    section = '<section class="part"><p>A form to fill in.</p></section>'
    start, end = page().split('<section class="part toc">')[0], "</body></html>"
    kept = KeptParts()
    shown = [lay_out(TEMPLATE, f"{start}{section * 3}{end}", "", "en", kept=kept) for _ in range(2)]

    assert texts(shown[1]) == texts(lay_out(TEMPLATE, f"{start}{section * 3}{end}", "", "en"))
    assert shown[0] == shown[1]
