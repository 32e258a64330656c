"""SVG files are sanitised (no scripts, no external references) and also rendered as PNG."""

import base64
import io
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from docgen.engines.office.pictures.picture import EMU_PER_INCH, PictureError, read_picture
from docgen.engines.office.pictures.svg import draw_png, looks_like_svg, read_svg

SVG = "http://www.w3.org/2000/svg"
DOT = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
).decode()


def svg(inside: str = "", attributes: str = 'width="40" height="20"', before: str = "") -> bytes:
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg xmlns="{SVG}" {xlink} {attributes}>{inside}</svg>'.encode()


def sanitised(inside: str) -> str:
    return read_svg(svg(inside), "x.svg").data.decode()


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in another case": "<SCRIPT>alert(1)</SCRIPT>",
    "handler": '<rect width="1" height="1" onload="alert(1)"/>',
    "handler in another case": '<rect width="1" height="1" ONCLICK="alert(1)"/>',
    "html": "<foreignObject><b>x</b></foreignObject>",
    "frame": '<iframe src="https://a.example"/>',
    "remote picture": '<image href="https://a.example/x.png" width="1" height="1"/>',
    "remote picture by xlink": '<image xlink:href="http://a.example/x.png" width="1" height="1"/>',
    "local picture": '<image href="file:///etc/passwd" width="1" height="1"/>',
    "picture by path": '<image href="/etc/hostname" width="1" height="1"/>',
    "svg in svg": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="1" height="1"/>',
    "use from outside": '<use href="other.svg#a"/>',
    "gradient from outside": '<linearGradient href="https://a.example/#g"/>',
    "text path from outside": '<text><textPath xlink:href="http://a.example/#p">x</textPath></text>',
    "javascript": '<use href="javascript:alert(1)"/>',
    "import": "<style>@import url(https://a.example/a.css);</style>",
    "import of text": '<style>@import "a.css";</style>',
    "import in another case": "<style>@IMPORT 'a.css';</style>",
    "escaped import": r"<style>@\69mport 'a.css';</style>",
    "font from outside": "<style>@font-face{font-family:x;src:url(https://a.example/x.woff)}</style>",
    "style with an address": '<rect style="fill:url(https://a.example/#a)" width="1" height="1"/>',
    "attribute with an address": '<rect fill="url(//a.example/#a)" width="1" height="1"/>',
    "filter from outside": '<rect filter="url(x.svg#f)" width="1" height="1"/>',
    "filter picture from outside": '<filter><feImage href="https://a.example/x.png"/></filter>',
    "address in comments of CSS": "<style>rect{fill:u/**/rl(https://a.example)} a{b:url(</style>",
    "image-set": '<style>rect{fill:image-set("https://a.example/x.png" 1x)}</style>',
    "expression": "<style>rect{width:expression(alert(1))}</style>",
    "unknown element": "<blink/>",
}


@pytest.mark.parametrize("inside", HOSTILE.values(), ids=HOSTILE)
def test_what_runs_or_reaches_outside_is_refused(inside: str) -> None:
    with pytest.raises(PictureError, match=r"the picture `x\.svg` (holds|reaches outside)"):
        read_picture(svg(inside), "x.svg")


ENTITIES = {
    "file": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "laughs": '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "parameter": '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://a.example/p.dtd"> %p;]>',
}


@pytest.mark.parametrize("before", ENTITIES.values(), ids=ENTITIES)
def test_entities_are_refused(before: str) -> None:
    with pytest.raises(PictureError, match="declares entities"):
        read_picture(svg("<title>&x;</title>", before=before), "x.svg")


def test_a_document_type_is_not_fetched_and_not_kept() -> None:
    before = f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/{"x" * 20}.dtd">'
    assert b"DOCTYPE" not in read_svg(svg("<rect/>", before=before), "x.svg").data


def test_entities_in_another_encoding_are_not_read() -> None:
    text = svg("&x;", before=ENTITIES["file"]).decode()
    for encoding in ("utf-16", "utf-16-be", "utf-7"):
        with pytest.raises(PictureError):
            read_picture(text.encode(encoding), "x.svg")


@pytest.mark.parametrize(
    "inside",
    [
        "<metadata>SECRET</metadata>",
        "<!-- SECRET -->",
        "<?php SECRET ?>",
        '<i:pgf xmlns:i="http://ns.adobe.com/x">SECRET</i:pgf>',
        '<g xmlns:i="http://www.inkscape.org/x" i:label="SECRET"/>',
        '<g data-name="SECRET"/>',
        '<rect width="1" height="1"><animate attributeName="x" values="SECRET"/></rect>',
        '<a href="https://SECRET.example"><rect width="1" height="1"/></a>',
        '<switch><foreignObject>SECRET</foreignObject><text>x</text></switch>',
        '<g xml:base="https://SECRET.example/"/>',
    ],
)  # fmt: skip
def test_what_a_still_picture_does_not_show_is_left_out(inside: str) -> None:
    assert "SECRET" not in sanitised(inside)


def test_what_is_left_out_leaves_the_text_around_it() -> None:
    assert ">one two three<" in sanitised("<text>one <!-- x -->two<metadata/> three</text>")


def test_what_a_picture_is_made_of_stays() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><style>.a{fill:url(#g)}</style>'
        '<rect class="a" width="9" height="9" fill="url(#g)"/><use href="#g"/><text>甲 &amp; B</text>'
        f'<image href="data:image/png;base64,{DOT}" width="1" height="1"/>'
    )
    root = etree.fromstring(sanitised(inside).encode())
    names = [etree.QName(element).localname for element in root.iter()]
    assert names == ["svg", "defs", "linearGradient", "stop", "style", "rect", "use", "text", "image"]
    assert root.findtext(f"{{{SVG}}}text") == "甲 & B"


def test_a_photo_in_an_svg_loses_what_its_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "JPEG", exif=exif.tobytes())
    text = sanitised(f'<image href="data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"/>')
    href = etree.fromstring(text.encode())[0].get("href")
    assert b"SECRET" in out.getvalue()
    assert b"SECRET" not in base64.b64decode(href.split(",")[1])


@pytest.mark.parametrize(
    ("attributes", "pixels"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="40px" height="20px" viewBox="0 0 9 9"', (40, 20)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
        ('width="25.4mm" height="101.6Q"', (96, 96)),
        ('viewBox="0 0 30 10"', (30, 10)),
        ('viewBox="0,0,30,10" width="60"', (60, 20)),
        ('viewBox="0 0 30 10" height="60"', (180, 60)),
        ('viewBox="0 0 30 10" width="100%" height="100%"', (30, 10)),
    ],
)
def test_the_size_is_what_it_says_or_its_view_box(attributes: str, pixels: tuple[float, float]) -> None:
    picture = read_picture(svg('<rect width="9" height="9"/>', attributes), "x.svg")
    assert (picture.cx, picture.cy) == tuple(round(side * EMU_PER_INCH / 96) for side in pixels)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (svg(attributes=""), "has no size"),
        (svg(attributes='width="0" height="5"'), "has no size"),
        (svg(attributes='width="1e9" height="1e9"'), "has no size"),
        (svg(attributes='viewBox="0 0 nan 5"'), "has no size"),
        (svg(attributes='width="1000" height="1"'), "no side may be 200 times the other"),
        (svg("<g>" * 101 + "</g>" * 101), "is nested too deep"),
        (svg("<g>" * 100_000), "is broken"),
        (svg("<title>" + "x" * 4_200_000 + "</title>"), "4 MB is the most for an SVG"),
        (b"<svg", "is broken"),
        (b"<html></html>", "is not an SVG"),
        (b"<svg></svg>", "is not an SVG"),
        (svg().decode().encode("latin-1") + b"\xe9", "is not written in UTF-8"),
    ],
)
def test_what_is_no_sound_svg_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(PictureError) as error:
        read_picture(data, "logo.svg")
    assert str(error.value).startswith("the picture `logo.svg` ")
    assert said in str(error.value)


def test_the_png_beside_it_shows_the_same() -> None:
    picture = read_picture(svg('<rect width="20" height="20" fill="#c80000"/>'), "x.svg")
    assert picture.svg is not None
    assert [media.extension for media in picture.media] == ["png", "svg"]
    image = Image.open(io.BytesIO(picture.image.data)).convert("RGBA")
    assert image.size == (1200, 600)
    assert image.getpixel((300, 300)) == (200, 0, 0, 255)
    assert image.getpixel((900, 300))[3] == 0


def test_chinese_text_is_drawn() -> None:
    data = svg('<text x="0" y="18" font-size="18" font-family="Nobody Has This">甲</text>')
    image = Image.open(io.BytesIO(read_picture(data, "x.svg").image.data)).convert("RGBA")
    assert image.getbbox() is not None


def test_drawing_gives_the_same_bytes_each_time() -> None:
    data = svg('<circle cx="10" cy="10" r="8" fill="#1f6feb"/><text y="15">a</text>')
    assert draw_png(data, "x") == draw_png(data, "x")


def test_a_file_that_repeats_itself_without_end_ends_in_a_message() -> None:
    levels = '<g id="g0"><circle r="1"/></g>'
    levels += "".join(f'<g id="g{n + 1}">{f"<use href=%#g{n}%/>" * 10}</g>'.replace("%", '"') for n in range(11))
    with pytest.raises(PictureError, match=r"the picture `x` can't be drawn \(.*; save it as plain SVG"):
        draw_png(svg(f"<defs>{levels}</defs><use href='#g11'/>"), "x")


def test_a_filter_that_never_ends_is_stopped() -> None:
    noise = '<filter id="f"><feTurbulence baseFrequency="0.01" numOctaves="99999999"/></filter>'
    with pytest.raises(PictureError, match="takes more than 1 seconds of processor time to draw"):
        draw_png(svg(f'{noise}<rect width="900" height="900" filter="url(#f)"/>', 'width="900" height="900"'), "x", 1)


DRAW_UNDER = """
import resource, sys
from docgen.engines.office.pictures.svg import draw_png
limit = int(sys.argv[1]) << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.stdout.buffer.write(draw_png(sys.stdin.buffer.read(), "x"))
"""


def drawn_under(megabytes: int) -> subprocess.CompletedProcess[bytes]:
    data = svg('<circle cx="10" cy="10" r="8" fill="#1f6feb"/>')
    call = [sys.executable, "-c", DRAW_UNDER, str(megabytes)]
    return subprocess.run(call, input=data, capture_output=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("megabytes", [500, 1_200, 4_000])
def test_a_picture_is_drawn_under_the_limit_that_the_process_has(megabytes: int) -> None:
    assert drawn_under(megabytes).stdout.startswith(b"\x89PNG")


def test_a_picture_for_which_there_is_too_little_memory_names_the_memory() -> None:
    data = svg('<rect width="9000" height="9000"/>', 'width="9000" height="9000"')
    with pytest.raises(PictureError, match=r"more memory to draw than there is \(150 MB are the most"):
        draw_png(data, "x", memory=150 << 20)


def test_the_drawing_reaches_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (40, 20), (200, 0, 0)).save(secret)
    with pytest.raises(PictureError, match="reaches outside"):
        read_picture(svg(f'<image href="{secret}" width="40" height="20"/>'), "x.svg")


@pytest.mark.parametrize(
    ("data", "is_svg"),
    [(b"<svg/>", True), (b"\xef\xbb\xbf <?xml?>", True), (b"  \n<svg", True), (b"\x89PNG", False), (b"", False)],
)
def test_markup_is_reported_from_bytes(data: bytes, is_svg: bool) -> None:
    assert looks_like_svg(data) is is_svg


@given(st.text(alphabet="<>/\"'= aghrefsvgunlx:#()&;{}@\\*-[]!D", max_size=60))
def test_whatever_stands_in_an_svg_it_is_read_as_still_or_refused(inside: str) -> None:
    try:
        data = read_svg(svg(inside), "x.svg").data
    except PictureError:
        return
    assert read_svg(data, "x.svg").data == data
