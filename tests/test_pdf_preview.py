"""A preview has the same pages as a render, after an edit too: text, appearance, tags."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from conftest import KINDS

import docgen
from docgen.audience import View, fields_of, name_of
from docgen.engines import engine_for, pdf
from docgen.engines.pdf.weasyprint.layout import lay_out
from docgen.engines.pdf.weasyprint.reuse import PartCache
from docgen.redaction import redacted_values
from docgen.templating import Template
from tests.pdf_pages import WORKSPACE, sample, shipped
from tests.pdf_structure import faults


def pages(data: bytes) -> list[tuple[str, bytes]]:
    """The text and the picture of each page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            (" ".join(one.get_textpage().get_text_bounded().split()), one.render(scale=0.4).to_pil().tobytes())
            for one in document
        ]
    finally:
        document.close()


def tree(data: bytes) -> list[tuple[int, str, int]]:
    """The depth, kind and number of marks of each structure element."""
    with pikepdf.open(BytesIO(data)) as opened:
        found = []
        stack = [(0, opened.Root.StructTreeRoot.K[0])]
        while stack:
            depth, element = stack.pop()
            kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            found.append((depth, str(element.S), len(element.get("/K", [])) - len(kids)))
            stack.extend((depth + 1, kid) for kid in reversed(kids))
        return found


def stamped(bindings, number: int):
    """The same bindings with another printed stamp."""
    stamp = bindings.names["stamp"]
    printed = View(name_of(stamp), {**fields_of(stamp), "short_id": f"#{number:08x}", "id": f"{number:064x}"})
    return replace(bindings, names={**bindings.names, "stamp": printed})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.mostly_slow(keep="minutes")
def test_a_preview_of_a_shipped_document_has_the_pages_of_its_render(kind):
    template, bindings = shipped(kind)
    cache = pdf.make_cache()
    pdf.preview(template, stamped(bindings, 1), cache)
    after = stamped(bindings, 2)

    shown, complete = pdf.preview(template, after, cache), pdf.render(template, after)

    assert pages(shown) == pages(complete)
    assert tree(shown) == tree(complete)


def test_another_stamp_lays_out_no_more_than_the_part_that_prints_it():
    template, bindings = shipped("proposal")
    cache = pdf.make_cache()
    pdf.preview(template, stamped(bindings, 1), cache)
    before = set(cache.parts)
    pdf.preview(template, stamped(bindings, 2), cache)

    assert len(set(cache.parts) - before) == 1  # the cover, with its fingerprint
    assert len(cache.parts) == len(before) > 3


def test_a_preview_keeps_each_font_once():
    template, bindings = shipped("proposal")
    cache = pdf.make_cache()
    pdf.preview(template, bindings, cache)
    drawings = [page._drawing for part in cache.parts.values() for page in part.pages]
    used = [(key, font) for drawing in drawings for key, font in drawing.fonts.items()]

    assert len(drawings) > 9
    assert len(used) > 2 * len(cache.faces.fonts) > 2
    assert all(font.file_content is cache.faces.fonts[key].file_content for key, font in used)


DOTS = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    "%3Ccircle cx='4' cy='4' r='3' fill='red' opacity='.5'/%3E%3C/svg%3E"
)
PATTERNED = f"""<!doctype html><html lang="en"><head><title>x</title><style>
@page {{ @bottom-left {{ content: element(foot); }} }} .foot {{ position: running(foot); }}
.part {{ break-before: page; }} .dots {{ height: 30mm; background: url("{DOTS}"); }}
.faded {{ opacity: 0.4; }} .slope {{ height: 9mm; background: linear-gradient(red, rgb(0 0 255 / 0.3)); }}
</style></head><body><div class="foot">FOOT <b class="dots"></b></div>
<section class="part"><h2>One</h2><div class="dots"></div><p class="faded">Faded words</p></section>
<section class="part"><h2>Two</h2><div class="slope"></div><div class="dots"></div></section>
<section class="part"><h2>Three</h2><p>EDIT</p>
<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><title>t</title>
<mask id="m"><rect width="50" height="99" fill="#fff"/></mask><rect width="99" height="99" mask="url(#m)"/></svg>
</section></body></html>"""


def test_patterns_gradients_groups_and_masks_are_the_same_in_a_page_that_is_not_drawn_again():
    template, cache = Template("html/x.html", b"", ""), PartCache()
    lay_out(template, PATTERNED, "", "en", cache=cache)
    edited = PATTERNED.replace("EDIT", "Edited.").replace("FOOT", "Another foot")

    shown, complete = lay_out(template, edited, "", "en", cache=cache), lay_out(template, edited, "", "en")

    assert pages(shown) == pages(complete)
    assert len({picture for _, picture in pages(shown)}) == 3


@pytest.mark.parametrize(
    "body",
    [
        '<p>In the flow.</p><section class="part">a</section><section class="part">b</section>',
        '<section class="part">a</section><section class="part"><div class="foot">Another foot</div>b</section>',
        '<p class="foot"><a href="#b">b</a></p><section>a</section><section class="part" id="b">b</section>',
    ],
    ids=["text before the sections", "a foot in a section", "a link in a margin"],
)
def test_a_page_whose_sections_give_to_the_margins_is_laid_out_whole(body):
    style = (
        "@page { @bottom-left { content: element(foot); } }"
        ".foot { position: running(foot); } .part { break-before: page; }"
    )
    page = (
        f'<!doctype html><html lang="en"><head><title>x</title><style>{style}</style></head><body>{body}</body></html>'
    )
    template = Template("html/x.html", b"", "")

    assert lay_out(template, page, "", "en", cache=PartCache()) == lay_out(template, page, "", "en")


def test_a_string_for_margins_is_that_of_the_page_or_of_the_last_before_it():
    style = (
        "@page { @top-left { content: string(name); } @top-right { content: string(name, start); } }"
        ".named { string-set: name content(); } .part { break-before: page; } body, p { margin: 0; }"
    )
    named = '<p class="named">{}</p>'
    parts = ("a", named.format("One"), "c", named.format("Two") + "d", "e" + named.format("Three"))
    sections = "".join(f'<section class="part">{part}</section>' for part in parts)
    page = f'<html lang="en"><head><title>x</title><style>{style}</style></head><body>{sections}</body></html>'
    template, cache = Template("html/x.html", b"", ""), PartCache()

    assert pages(lay_out(template, page, "", "en", cache=cache)) == pages(lay_out(template, page, "", "en"))
    assert len(cache.parts) == 5


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.slow
def test_the_front_door_s_preview_follows_edits_and_says_what_a_render_says(audience):
    document = sample("proposal")
    edited = document.model_copy(update={"executive_summary": type(document.executive_summary)("Said in short.")})
    previewer = docgen.Previewer(audience=audience, workspace=WORKSPACE)
    previewer.render(document)

    shown = previewer.render(edited)
    complete = docgen.render(edited, "pdf", audience=audience, workspace=WORKSPACE)

    assert pages(shown.data) == pages(complete.data)
    assert (shown.stamp, shown.filename, shown.warnings) == (complete.stamp, complete.filename, complete.warnings)
    assert engine_for("pdf").read_stamp(shown.data) == engine_for("pdf").read_stamp(complete.data)
    assert not faults(shown.data)


def test_a_preview_for_a_client_is_scanned_for_redacted_values(tmp_path):
    document = sample("minutes")
    secret = next(value for value in redacted_values(document) if isinstance(value, str) and len(value) > 12)
    target = tmp_path / "html" / "base" / "minutes.html"
    target.parent.mkdir(parents=True)
    target.write_text(f"<html lang=en><title>x</title><body><section>a</section><section>{secret}</section>", "utf-8")
    previewer = docgen.Previewer(audience="client", workspace=docgen.Workspace(library=tmp_path))

    with pytest.raises(docgen.LeakError, match="nothing was written"):
        previewer.render(document)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (3, " and more"),
        (3, " and very much more" * 60),
        (40, " 更多 words"),
        (78, "!"),
        (0, " at the start"),
        (41, " x" * 900),
    ],
)
@pytest.mark.mostly_slow(keep="0")
def test_an_edit_in_a_long_section_lays_out_the_pages_about_it_and_gives_the_same_bytes(place, words):
    def body(edited: str) -> str:
        texts = [f"Paragraph {n} of a long section, so that it goes on over pages. " * 4 for n in range(80)]
        texts[place] += edited
        rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(30))
        paragraphs = "".join(f"<p>{text}</p>" for text in texts[:60])
        rest = "".join(f"<h3>Step</h3><p>{text}</p>" for text in texts[60:])
        return f'<section class="part"><h2>One</h2>{paragraphs}<table>{rows}</table>{rest}</section>'

    head = (
        '<!doctype html><html lang="en"><head><title>x</title><style>.part { break-before: page }</style></head><body>'
    )
    end = '<section class="part"><h2>Two</h2></section></body></html>'
    template, cache = Template("html/x.html", b"", ""), PartCache()
    lay_out(template, head + body("") + end, "", "en", cache=cache)
    before = {id(page) for part in cache.parts.values() for page in part.pages}

    shown = lay_out(template, head + body(words) + end, "", "en", cache=cache)

    assert shown == lay_out(template, head + body(words) + end, "", "en", cache=PartCache())
    assert pages(shown) == pages(lay_out(template, head + body(words) + end, "", "en"))
    now = [id(page) in before for part in cache.parts.values() for page in part.pages]
    assert now.count(True) > (1 if len(words) < 20 or place > 9 else 0)


@pytest.mark.parametrize(
    "change", [("<p>", "<h2>More</h2><p>"), ("<p>", '<p class="x">'), ("color: red", "color: blue")]
)
def test_what_changes_more_than_words_lays_out_the_section_whole(change):
    head = '<!doctype html><html lang="en"><head><title>x</title><style>.part { break-before: page } h2 { color: red }'
    section = '<section class="part"><h2>One</h2>' + "<p>words</p>" * 200 + "</section>"
    page = f"{head}</style></head><body>{section}{section}</body></html>"
    template, cache = Template("html/x.html", b"", ""), PartCache()
    lay_out(template, page, "", "en", cache=cache)
    edited = page.replace(*change, 1)

    assert lay_out(template, edited, "", "en", cache=cache) == lay_out(template, edited, "", "en", cache=PartCache())
