"""Characters that a fallback font draws are reported with their field."""

from io import BytesIO

import pikepdf
import pytest
from test_engine_pdf import ENGINE, bind, page

from docgen.engines.pdf.glyphs import Fallbacks
from docgen.engines.pdf.weasyprint.layout import lay_out
from docgen.engines.pdf.weasyprint.reuse import PartCache
from docgen.templating import Template

FAMILIES = ("Carlito", "Noto Sans CJK SC")


def fallbacks_in(body: str, style: str = "", cache: PartCache | None = None) -> tuple[Fallbacks, set[str]]:
    """The fallback characters of a page, and the families of its embedded fonts."""
    fallbacks = Fallbacks()
    base = 'html { font-family: Carlito, "Noto Sans CJK SC" } @page { @top-left { content: element(head) } }'
    html = f'<html lang="en"><head><title>x</title><style>{base}{style}</style></head><body>{body}</body></html>'
    data = lay_out(Template("html/x.html", b"", ""), html, "", "en", fallbacks=fallbacks, cache=cache)
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFamily" in item]
        return fallbacks, {str(font.FontFamily) for font in fonts}


@pytest.mark.parametrize("character", tuple("aéßł中喆，“—☺✓→①℃²≥αЖאש★□€￥ə⅔♥"))
def test_what_is_reported_is_what_was_drawn_in_another_face(character):
    fallbacks, drawn = fallbacks_in(f"<p>word {character} word</p>")
    outside = drawn - {"Carlito", "Noto Sans CJK SC", "Noto Sans SC"}

    assert bool(outside) == (character in fallbacks)
    assert set(fallbacks.values()) <= {FAMILIES}


def test_a_run_is_checked_against_its_own_list_of_families():
    fallbacks, _ = fallbacks_in('<p class="signs">א</p><h2>ש</h2>', '.signs { font-family: "DejaVu Sans" }')

    assert fallbacks == {"ש": FAMILIES}


def test_of_a_family_that_stands_for_some_other_nothing_can_be_known():
    assert fallbacks_in("<p>א</p>", "p { font-family: Carlito, serif }")[0] == {}


def test_a_drawing_s_texts_are_checked_against_the_drawing_s_families():
    svg = "<svg xmlns='http://www.w3.org/2000/svg' font-family='{}' width='99' height='99'><title>ש</title>{}</svg>"
    text = "<text y='20'>a <tspan>א</tspan></text>"

    assert fallbacks_in(svg.format("Carlito", text))[0] == {"א": ("Carlito",)}
    assert fallbacks_in(svg.format("DejaVu Sans", text))[0] == {}


def test_a_long_table_a_margin_and_a_page_that_is_not_laid_out_again_are_looked_at_too():
    rows = "".join(f"<tr><td>{number} {'א' if number == 444 else ''}</td></tr>" for number in range(500))
    style = "table { width: 100%; border-collapse: collapse; table-layout: fixed } .part { break-before: page }"
    assert "א" in fallbacks_in(f"<table><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table>", style)[0]

    cache = PartCache()
    head = '<div style="position: running(head)">ש</div>'
    for _ in range(2):
        found, _ = fallbacks_in(
            f'{head}<section class="part">א</section><section class="part">b</section>', style, cache
        )
        assert set(found) == {"ש", "א"}


def test_the_notice_names_character_families_and_field():
    notices = []
    ENGINE.render(page("<p>{{ doc.note }} ש</p>"), bind("en", note="done א"), notices)

    first, second = notices
    assert (first.place, first.message.split(" is ")[0]) == ("doc.note", "א (U+05D0, HEBREW LETTER ALEF)")
    assert "pdf_fonts" in first.hint
    assert (second.code, second.severity) == ("notice.face", "warning")
    assert second.place == "the template, a label or the brand"
