"""Conformity to PDF/UA-1 and PDF/A-3u: shipped documents have no faults, and the check finds each possible fault."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import AUDIENCES, SAMPLES
from pdf_structure import Tree, faults
from PIL import Image, ImageCms
from test_engine_pdf import ENGINE, PIXEL, STAMP, bind, page

from docgen.engines.pdf.weasyprint.names import SRGB_PROFILE

DATA = '{"doc":{"note":"二 \\"quoted\\" & more","rows":["1,200.50",null]}}'
BODY = (
    '<h2 id="one">First</h2><p>Text <a href="#one">to the head</a> and <a href="https://example.com/">out</a> 中文</p>'
    '<table><tr><th scope="col">a</th><th scope="col">b</th></tr><tr><th scope="row">c</th><td>d</td></tr></table>'
    '<nav><ol class="toc"><li><a href="#one">First</a></li><li>no link</li></ol></nav>'
    '<ul><li>item<ul><li>deeper</li></ul></li></ul><p><img alt="dot" src="dot.png" style="width:20mm"></p>'
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>a map</title><text y="9">x</text></svg>'
)
HEAD = (
    "<style>.toc a::before { content: '1 ' } .toc a::after { content: leader(' . ') target-counter(attr(href), page) }"
)
HEAD += "@page { @top-left { content: 'running head' } @bottom-right { content: counter(page) } }</style>"


def made(body: str = BODY, **fields: Any) -> bytes:
    bindings = replace(bind("en"), data=DATA, watermark="DRAFT", **fields)
    return ENGINE.stamp(ENGINE.render(page(HEAD + body, dot__png=PIXEL), bindings), STAMP)


def broken(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> list[str]:
    """The faults of `data` after `change`."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return faults(out.getvalue())


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_shipped_pdf_has_no_fault(sample: Path, audience: str, rendered: Any) -> None:
    path = rendered(sample, "pdf", audience)
    assert faults(path.read_bytes()) == []
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_a_page_with_all_kinds_of_content_has_no_fault() -> None:
    assert faults(made()) == []


def element(pdf: pikepdf.Pdf, kind: str) -> Any:
    return next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind)


def note(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


def kept(pdf: pikepdf.Pdf, type_: str) -> Any:
    found = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == type_)
    return next(found)


def add_to_page(pdf: pikepdf.Pdf, operators: bytes) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(operators))


BREAKS: dict[str, tuple[Callable[[pikepdf.Pdf], Any], str]] = {
    "language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "no language"),
    "marked": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "not said to be tagged"),
    "title shown": (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "window"),
    "intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "output intent"),
    "action": (lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Array([])), "/OpenAction is forbidden"),
    "title": (lambda pdf: pdf.docinfo.__setitem__("/Title", "another"), "no title"),
    "date": (lambda pdf: pdf.docinfo.__setitem__("/CreationDate", "D:20200101"), "another date of creation"),
    "tab order": (lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"), "tab order"),
    "unmarked": (lambda pdf: add_to_page(pdf, b"0 0 9 9 re f"), "f paints outside marked content"),
    "unowned": (lambda pdf: add_to_page(pdf, b"/P <</MCID 999>> BDC EMC"), "mark 999 belongs to nothing"),
    "inks": (lambda pdf: add_to_page(pdf, b"0 0 0 1 k"), "four inks"),
    "box": (lambda pdf: add_to_page(pdf, text_with_a_box(pdf)), "glyphs are missing"),
    "contents": (lambda pdf: note(pdf).__delitem__("/Contents"), "link without a description"),
    "printed": (lambda pdf: note(pdf).__setitem__("/F", 0), "isn't printed"),
    "unnamed": (lambda pdf: note(pdf).__delitem__("/StructParent"), "no Link of the tree names"),
    "alternative": (lambda pdf: element(pdf, "/Figure").__delitem__("/Alt"), "no alternative text"),
    "scope": (lambda pdf: element(pdf, "/TH").A.__delitem__("/Scope"), "no scope"),
    "order": (lambda pdf: element(pdf, "/H2").__setitem__("/S", pikepdf.Name.H4), "headings: H4 after level 1"),
    "target": (lambda pdf: note(pdf).__setitem__("/Contents", "one"), "described by the name of its target"),
    "entries": (lambda pdf: element(pdf, "/TOC").__setitem__("/S", pikepdf.Name.L), ": holds TOCI"),
    "entry": (lambda pdf: element(pdf, "/TOC").__setitem__("/S", pikepdf.Name.L), "stands in L"),
    "item": (lambda pdf: element(pdf, "/TOCI").__setitem__("/S", pikepdf.Name.LI), "holds LI"),
    "reference": (lambda pdf: element(pdf, "/Reference").K[-1].__setitem__("/S", pikepdf.Name.Span), "leads nowhere"),
    "link": (lambda pdf: element(pdf, "/Span").__setitem__("/S", pikepdf.Name.Link), "names no annotation"),
    "cells": (lambda pdf: element(pdf, "/TD").__setitem__("/S", pikepdf.Name.P), "holds P"),
    "parent": (lambda pdf: element(pdf, "/TD").__setitem__("/P", element(pdf, "/H1")), "its parent is another"),
    "font": (lambda pdf: kept(pdf, "/FontDescriptor").__delitem__("/FontFile2"), "not embedded"),
    "smoothed": (lambda pdf: picture(pdf).__setitem__("/Interpolate", True), "smoothed"),
    "relation": (lambda pdf: pdf.Root.__delitem__("/AF"), "its relation to the document isn't said"),
    "packet": (lambda pdf: pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b">U<", b">B<")), "is not U"),
}


def text_with_a_box(pdf: pikepdf.Pdf) -> bytes:
    font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
    return f"/Artifact BMC BT {font} 9 Tf <0000> Tj ET EMC".encode()


def picture(pdf: pikepdf.Pdf) -> Any:
    streams = (item for item in pdf.objects if isinstance(item, pikepdf.Stream))
    return next(item for item in streams if item.get("/Subtype") == "/Image")


@pytest.fixture(scope="module")
def sound() -> bytes:
    return made()


@pytest.mark.parametrize("name", BREAKS)
def test_each_fault_is_found(name: str, sound: bytes) -> None:
    change, said = BREAKS[name]
    assert any(said in fault for fault in broken(sound, change))


def test_a_foreign_word_says_its_language(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        assert {str(item.Lang) for item in elements if "/Lang" in item} == {"zh-CN"}


def test_a_running_head_is_an_artifact_and_no_content(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        before = pdf.pages[0].Contents.read_bytes()
        marks = before.count(b"MCID")
        owners = [owner for owner in pdf.Root.StructTreeRoot.ParentTree.Nums[1] if owner is not None]
        assert len(owners) == marks
        assert any(owner is None for owner in pdf.Root.StructTreeRoot.ParentTree.Nums[1])


def test_a_link_to_a_heading_says_the_heading(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        said = [str(item.Contents) for item in pdf.pages[0].obj.Annots]
        assert said == ["First", "https://example.com/", "First"]


def test_a_link_to_a_place_without_a_heading_says_its_own_text() -> None:
    with pikepdf.open(BytesIO(made('<p id="x">here</p><p><a href="#x">see <b>there</b></a></p>'))) as pdf:
        assert [str(item.Contents) for item in pdf.pages[0].obj.Annots] == ["see there"]


def test_a_link_to_a_section_says_the_section_s_heading() -> None:
    body = '<p><a href="#x">there</a></p><section id="x"><p>kind</p><h2>Its heading</h2></section>'
    with pikepdf.open(BytesIO(made(body))) as pdf:
        assert [str(item.Contents) for item in pdf.pages[0].obj.Annots] == ["Its heading"]


def test_a_list_in_a_nav_is_tagged_as_contents_whose_items_refer_to_where_they_lead(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        kinds = [str(item.S)[1:] for item in Tree(pdf).order]
    start = kinds.index("TOC")
    shown = [kind for kind in kinds[start:] if kind not in {"Lbl", "Span"}]
    assert shown[:5] == ["TOC", "TOCI", "Reference", "Link", "TOCI"]
    assert (kinds.count("TOC"), kinds.count("TOCI"), kinds.count("Reference")) == (1, 2, 1)


def test_the_dots_up_to_a_page_number_are_no_content(sound: bytes) -> None:
    document = pypdfium2.PdfDocument(sound)
    dots = document[0].get_textpage().get_text_bounded().count(" . ")
    document.close()
    with pikepdf.open(BytesIO(sound)) as pdf:
        owners = [owner for owner in pdf.Root.StructTreeRoot.ParentTree.Nums[1]]
    assert dots > 20
    assert owners.count(None) > dots


def test_a_link_around_other_elements_is_one_link() -> None:
    with pikepdf.open(BytesIO(made('<h2 id="x">X</h2><p><a href="#x">the <b>bold <i>word</i></b></a></p>'))) as pdf:
        assert len(pdf.pages[0].obj.Annots) == 1


@pytest.mark.parametrize(
    ("levels", "tagged"),
    [("24", ["H1", "H2", "H3"]), ("3424", ["H1", "H2", "H3", "H2", "H3"]), ("23", ["H1", "H2", "H3"])],
)
def test_a_heading_that_skips_a_level_is_tagged_one_level_down(levels: str, tagged: list[str]) -> None:
    data = made("".join(f"<section><h{level}>x</h{level}></section>" for level in levels))
    assert faults(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [str(item.S)[1:] for item in Tree(pdf).order if str(item.S).startswith("/H")] == tagged


def test_the_scope_of_a_row_s_head_is_the_row(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        heads = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]
        assert sorted(str(head.A.Scope) for head in heads) == ["/Column", "/Column", "/Row"]


def test_the_data_is_attached_as_given_with_the_stamp_s_date(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        assert list(pdf.attachments) == ["data.json"]
        file = pdf.attachments["data.json"].get_file()
        assert file.read_bytes().decode() == DATA
        assert file.obj.Params.ModDate == pdf.docinfo["/ModDate"]


def test_no_data_means_no_attachment() -> None:
    data = ENGINE.render(page("<p>x</p>"), bind())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AF" not in pdf.Root
        assert not list(pdf.attachments)


def test_the_search_for_leaks_reads_attached_data_as_a_person_would(sound: bytes) -> None:
    found = [text for name, text in ENGINE.searchable(sound) if name.startswith("text attachment")]
    assert found == ['doc\nnote\n二 "quoted" & more\nrows\n1,200.50']


def test_attached_data_hashes_to_the_stamp_s_digest(rendered: Any) -> None:
    sample = next(path for path in SAMPLES if path.stem.startswith("proposal"))
    data = rendered(sample, "pdf", "internal").read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        attached = pdf.attachments["data.json"].get_file().read_bytes()
    assert hashlib.sha256(attached).hexdigest() == ENGINE.read_stamp(data)["docgen.data_digest"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_client_s_copy_has_no_attachment_and_the_internal_one_has_its_data(sample: Path, rendered: Any) -> None:
    attached = {}
    for audience in AUDIENCES:
        with pikepdf.open(rendered(sample, "pdf", audience)) as pdf:
            attached[audience] = list(pdf.attachments)
            assert ("/AF" in pdf.Root) is (audience == "internal")
    assert attached == {"client": [], "internal": ["data.json"]}


def test_the_profile_keeps_srgb_colours_as_they_are() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(SRGB_PROFILE))
    convert = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    for colour in ((10, 20, 30), (128, 128, 128), (255, 0, 0), (31, 58, 95)):
        shown = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), convert)
        assert all(abs(a - b) <= 1 for a, b in zip(shown.getpixel((0, 0)), colour, strict=True))


def test_a_table_s_heads_have_no_identifiers_that_look_like_figures(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        cells = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") in {"/TH", "/TD"}
        ]
        assert len(cells) == 4
        assert not any("/ID" in cell or "/Headers" in cell.get("/A", {}) for cell in cells)
