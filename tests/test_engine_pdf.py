"""The PDF engine: templates to tagged PDF, hostile values, closed fetcher, fonts, stamp."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from docgen.audience import Markdown, View
from docgen.brand import Brand
from docgen.engines import engine_for
from docgen.errors import InputError, MissingError, TemplateError
from docgen.stamp import Stamp, stamp_from
from docgen.templating import Bindings, Template

ENGINE = engine_for("pdf")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGES = {
    "base/frame.html": (
        '<!doctype html><html lang="{{ html_lang }}"><head><title>{{ doc.title }}</title></head>\n'
        "<body><h1>{{ doc.title }}</h1>\n{% block body %}{% endblock %}</body></html>"
    ),
    "base/broken.html": '{% extends "base/frame.html" %}\n{% block body %}\n<p>{{ doc.titel }}</p>{% endblock %}',
}
FACTS = ("FA-1", "1.0", "draft", "2026-11-23", "proposal", "zh", "client", "定制化解决方案", "t.html")
STAMP = Stamp(*FACTS, "d1", "1", "d2", "d3", "docgen 1")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>替代文字</title>{}</svg>'


def page(body: str, **assets: bytes) -> Template:
    source = '{% extends "base/frame.html" %}{% block body %}' + body + "{% endblock %}"
    files = {name.replace("__", "."): data for name, data in assets.items()}
    return Template("templates/html/base/x.html", source.encode(), "0", PAGES.__getitem__, files.__getitem__)


def bind(language: str = "en", **fields: object) -> Bindings:
    view = View("proposal", {"title": "Title", **fields}, frozenset({"floor_price"}))
    return Bindings({"doc": view}, lambda key: (f"{key} en", f"{key} 中"), language)


def render(body: str, language: str = "en", **fields: object) -> bytes:
    return ENGINE.render(page(body), bind(language, **fields))


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    texts = [item.get_textpage().get_text_bounded() for item in document]
    document.close()
    return "\n".join(texts).replace("\r\n", "\n")


def message_of(body: str, **fields: object) -> str:
    with pytest.raises(TemplateError) as caught:
        render(body, **fields)
    return str(caught.value)


def test_a_template_becomes_a_tagged_pdf_with_bookmarks_and_language() -> None:
    with pikepdf.open(BytesIO(render("<h2>One</h2><p>{{ doc.title }}</p>", "zh"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-CN"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root[0].children] == ["One"]


def test_text_from_data_is_escaped_and_never_evaluated() -> None:
    hostile = "{{ 7*7 }} {% if %} <b>x</b> & ]]> \"quoted\" 'so'"
    assert hostile in text_of(render("<p>{{ doc.text }}</p>", text=hostile))


def test_a_value_may_stand_in_an_attribute_whatever_it_holds() -> None:
    hostile = 'a"b <i>\nsecond line, and averylongwordwithoutanyspaceinit 中文'
    body = '<p id="{{ doc.text }}" title="{{ doc.text }}">kept</p><a href="#{{ doc.text }}">to it</a>'
    assert "kept\nto it" in text_of(render(body, text=hostile))


def test_line_breaks_in_values_are_kept() -> None:
    assert "one\ntwo\nthree" in text_of(render("<p>{{ doc.text }}</p>", text="one\ntwo\nthree"))


def test_markdown_becomes_elements_and_its_html_stays_text() -> None:
    source = Markdown("**bold** <u>raw</u>\n\n- a\n    - deep\n- b\n\n| h | n |\n|---|--:|\n| c | 4 |")
    data = render("{{ doc.text | blocks }}", text=source)
    assert "<u>raw</u>" in text_of(data)
    tags = structure_of(data)
    assert tags.count("/L") == 2
    assert tags.count("/TH") == 2
    assert tags.count("/TD") == 2


def structure_of(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        return [str(item.S) for item in elements if item.get("/Type") == "/StructElem"]


def test_a_markdown_field_printed_bare_is_one_paragraph() -> None:
    tags = structure_of(render("<p>{{ doc.text }}</p>", text=Markdown("one\n\n- two")))
    assert "/L" not in tags


def test_a_markdown_link_is_a_link_and_a_dangerous_one_is_text() -> None:
    text = Markdown("[good](https://example.com/a) [bad](javascript:alert)")
    data = render("<p>{{ doc.text }}</p>", text=text)
    with pikepdf.open(BytesIO(data)) as pdf:
        links = [str(note.A.URI) for note in pdf.pages[0].Annots]
    assert links == ["https://example.com/a"]
    assert "[bad](javascript:alert)" in text_of(data)


def test_a_stacked_label_stands_in_both_languages_each_marked() -> None:
    body = "<p>{{ label('total') }}</p><table><tr><th>{{ head('net') }}</th></tr></table>"
    text = text_of(render(body, "zh+en"))
    assert "total 中 total en" in text
    assert "net 中\nnet en" in text


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        ("en", "The name 苏州华东 stays", [("zh-CN", "苏州华东")]),
        ("zh", "由 one desk for every guest 提供", [("en", "one desk for every guest")]),
        ("zh", "MES 系统与 OEE", []),
        ("en", "plain words", []),
    ],
)
def test_the_language_of_each_run_is_set(language: str, text: str, runs: list[tuple[str, str]]) -> None:
    tinyhtml5 = pytest.importorskip("tinyhtml5")
    from docgen.engines.pdf.html import split_runs

    root = tinyhtml5.parse(f"<p>{text}</p>", namespace_html_elements=False)
    split_runs(root, language)
    assert [(span.get("lang"), span.text) for span in root.iter("span")] == runs
    assert "".join(root.itertext()) == text


def test_a_long_word_breaks_instead_of_leaving_the_page() -> None:
    data = render("<p>{{ doc.text }}</p>", text="x" * 3_000)
    document = pypdfium2.PdfDocument(data)
    width = document[0].get_width()
    boxes = [document[0].get_textpage().get_charbox(index) for index in range(0, 2_900, 50)]
    document.close()
    assert max(right for _, _, right, _ in boxes) < width


def test_a_misspelt_name_is_placed_in_the_file_that_holds_it() -> None:
    template = replace(page(""), data=b'{% extends "base/broken.html" %}')
    with pytest.raises(TemplateError) as caught:
        ENGINE.render(template, bind())
    expected = "templates/html/base/broken.html:3:4, {{ doc.titel }}: no `titel` on proposal; did you mean `title`?"
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("\n{{ doc.floor_price }}", "x.html:2:1, {{ doc.floor_price }}: `floor_price` of proposal is internal"),
        ("{% include 'base/none.html' %}", "no template `base/none.html`"),
        ("{% if %}", "Expected an expression"),
        ("{{ 1 + doc }}", "unsupported operand"),
        ("{{ doc.__class__ }}", "`__class__` is not for templates"),
        ("{{ label.__globals__ }}", "not for templates"),
        ("{{ doc.title | moneyy }}", "No filter named 'moneyy'"),
    ],
)
def test_a_template_that_asks_for_what_is_not_there_is_refused(body: str, said: str) -> None:
    assert said in message_of(body)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.png", "https://library.invalid/a.png", "file:///etc/passwd", "//example.com/a.png",
        "ftp://example.com/a", "/../../etc/passwd", "missing.png", "%2e%2e/secret.png",
    ],
)  # fmt: skip
def test_an_address_outside_the_library_stops_the_render(address: str) -> None:
    assert "templates/html/base/x.html: " in message_of('<img alt="" src="{{ doc.text }}">', text=address)


def test_a_style_sheet_can_not_fetch_either() -> None:
    assert "may not fetch" in message_of("<style>@import url(http://example.com/a.css);</style>")


def test_a_picture_of_the_library_is_drawn() -> None:
    data = ENGINE.render(page('<img alt="dot" src="pictures/dot.png">', **{"pictures/dot__png": PIXEL}), bind())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


@pytest.mark.parametrize("body", ['<link rel="attachment" href="a.png">', '<a rel="x Attachment" href="a.png">x</a>'])
def test_a_page_may_not_attach_files(body: str) -> None:
    assert "may not attach" in message_of(body)


def test_a_character_without_a_glyph_is_refused_by_name_with_the_remedy() -> None:
    with pytest.raises(MissingError) as caught:
        render("<p>{{ doc.text }}</p>", text="head ཀ tail")
    assert "doc.text: no font has ཀ (U+0F40, TIBETAN LETTER KA)" in str(caught.value)
    assert "apt-get install fonts-noto-core" in str(caught.value)


def test_a_missing_glyph_in_a_drawing_is_refused_too() -> None:
    with pytest.raises(MissingError, match=r"U\+0F40"):
        render(SVG.format('<text y="9">ཀ</text>'))


@pytest.mark.parametrize("text", ["Grüße", "喆与䶮", "שלום", "مرحبا", "→ ✓ ■ ≥ − € £"])
def test_these_scripts_have_glyphs_on_a_machine_that_setup_prepared(text: str) -> None:
    assert render("<p>{{ doc.text }}</p>", text=text).startswith(b"%PDF")


def test_a_missing_font_family_is_refused_by_name_with_the_remedy() -> None:
    bindings = replace(bind(), brand=Brand(pdf_fonts=("Carlito", "No Such Face")))
    with pytest.raises(MissingError, match="the font `No Such Face` is not installed"):
        ENGINE.render(page(""), bindings)


def test_a_missing_subsetter_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(MissingError, match="libharfbuzz-subset0"):
        render("")


@pytest.mark.parametrize("quote", ['DRAFT"); } body { display: none', "草稿 <script> & </svg>"])
def test_a_watermark_lies_on_every_page_and_is_only_text(quote: str) -> None:
    bindings = replace(bind(), watermark=quote)
    data = ENGINE.render(page('<p>first</p><p style="break-before: page">second</p>'), bindings)
    document = pypdfium2.PdfDocument(data)
    texts = [re.sub(r"\s", "", item.get_textpage().get_text_bounded()) for item in document]
    document.close()
    assert ["first" in texts[0], "second" in texts[1]] == [True, True]
    assert all(sorted(quote.replace(" ", "")) == sorted(set_aside(text, quote)) for text in texts)


def set_aside(text: str, quote: str) -> str:
    """The characters of `text` that belong to the watermark, in any order, since its line is rotated."""
    for known in ("Title", "first", "second"):
        text = text.replace(known, "", 1)
    return text


def test_no_watermark_means_none() -> None:
    assert text_of(render("<p>x</p>")).split() == ["Title", "x"]


def test_the_stamp_is_written_and_read_back_whole() -> None:
    data = ENGINE.stamp(render("<p>x</p>"), STAMP)
    assert stamp_from(ENGINE.read_stamp(data)) == (STAMP, STAMP.id)
    with pikepdf.open(BytesIO(data)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20261123000000Z"
        assert str(pdf.docinfo.Title) == "定制化解决方案"
        assert pdf.Root.MarkInfo.Marked
    assert "<docgen:doc_id>FA-1</docgen:doc_id>" in xmp
    assert STAMP.id in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_a_pdf_without_a_stamp_gives_nothing_and_what_is_no_pdf_is_refused() -> None:
    plain = render("<p>x</p>")
    assert (ENGINE.read_stamp(plain), ENGINE.is_as_written(plain)) == ({}, None)
    for read in (ENGINE.read_stamp, ENGINE.is_as_written):
        with pytest.raises(InputError, match="the file is damaged"):
            read(b"not a PDF")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests');"
        "from test_engine_pdf import *;"
        "data = ENGINE.stamp(render('<p>{{ doc.title }} 中文 שלום</p>', 'zh'), STAMP);"
        "sys.stdout.buffer.write(data)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path(__file__).parent.parent)},
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"%PDF-")


@pytest.fixture
def searched() -> Callable[[bytes], dict[str, str]]:
    return lambda data: dict(ENGINE.searchable(data))


def test_all_that_a_pdf_holds_can_be_searched(searched: Callable[[bytes], dict[str, str]]) -> None:
    data = ENGINE.stamp(render("<h2>第一章</h2><p>正文</p>" + SVG.format(""), "zh"), STAMP)
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, "附件里的字".encode(), filename="a.txt")
        out = BytesIO()
        pdf.save(out)
    parts = searched(out.getvalue())
    assert "正文" in parts["text page 1"]
    assert STAMP.id in parts["data document information"]
    for wanted in ("替代文字", "第一章", "附件里的字", STAMP.doc_id):
        assert any(wanted in text for text in parts.values()), wanted
    assert any(name.startswith("data object") and STAMP.template_digest in text for name, text in parts.items())


def test_importing_the_engine_does_not_load_the_layout_library() -> None:
    script = "import sys, docgen.engines.pdf; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent.parent)
