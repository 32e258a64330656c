"""Pictures replace their placeholders in Word, each with its own part, id and alt text."""

import base64
import subprocess
from pathlib import Path
from typing import Any

import docx_placeholders as made
import pytest
from docx_placeholders import CM, NAMES, found, orphans, parts, png, rendered, targets, template, unnamed
from lxml import etree
from office_chart_files import faults_in

from docgen.errors import TemplateError

WIDE, TALL = png(400, 100, "#c0392b"), png(100, 400, "#27ae60")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    b'<circle cx="20" cy="20" r="18" fill="#1f6feb"/></svg>'
)
VML = "<w:p {}><w:r><w:pict><v:rect alt=\"{{{{ picture('logos/wide.png') }}}}\"/></w:pict></w:r></w:p>"
ASSETS = {"logos/wide.png": WIDE, "logos/tall.png": TALL, "logos/mark.svg": SVG}
BLIPS = "//pic:blipFill/a:blip"


def pictured(alt: str, cx: int = 4 * CM, cy: int = 2 * CM) -> Any:
    return lambda document: made.picture(document.add_paragraph(), alt, cx, cy)


def framed(alt: str, **how: Any) -> Any:
    return lambda document: made.rectangle(document.add_paragraph(), alt, **how)


def shown(data: bytes, owner: str = "word/document.xml") -> list[bytes]:
    """The pictures that `owner` shows, in order, as bytes."""
    by_id, everything = targets(data, owner), parts(data)
    ids = [blip.get(f"{{{NAMES['r']}}}embed") for blip in found(data, BLIPS, owner)]
    return [everything[by_id[id_]] for id_ in ids]


def assert_sound(data: bytes, folder: Path) -> None:
    path = folder / "made.docx"
    path.write_bytes(data)
    assert faults_in(path) == []
    assert orphans(data) == []


def test_a_picture_of_the_library_takes_the_place_of_a_drawn_one(tmp_path: Path) -> None:
    data = rendered(template(pictured("{{ picture('logos/wide.png') }}"), assets=ASSETS))
    assert shown(data) == [WIDE]
    (properties,) = found(data, "//wp:docPr")
    assert (properties.get("descr"), properties.get("name")) == ("wide", "Picture 1")
    (extent,) = found(data, "//wp:inline/wp:extent")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (4 * CM, CM)
    assert_sound(data, tmp_path)


def test_the_placeholder_leaves_neither_its_picture_nor_a_relationship() -> None:
    source = template(pictured("{{ picture('logos/wide.png') }}"), assets=ASSETS)
    assert made.SAMPLE in parts(source.data).values()
    data = rendered(source)
    assert made.SAMPLE not in parts(data).values()
    assert orphans(data) == unnamed(data) == []


def test_a_sample_picture_that_is_shown_elsewhere_too_stays(tmp_path: Path) -> None:
    source = template(pictured("{{ picture('logos/wide.png') }}"), pictured("Our house"), assets=ASSETS)
    data = rendered(source)
    assert shown(data) == [WIDE, made.SAMPLE]
    assert_sound(data, tmp_path)


@pytest.mark.parametrize("is_given", [True, False])
def test_a_placeholder_that_may_stay_keeps_its_picture_only_if_it_stays(is_given: bool, tmp_path: Path) -> None:
    alt = "{{ picture(doc.logo) if doc.logo else 'no logo' }}"
    data = rendered(template(pictured(alt), assets=ASSETS), logo="logos/tall.png" if is_given else None)
    assert shown(data) == [TALL if is_given else made.SAMPLE]
    assert [properties.get("descr") for properties in found(data, "//wp:docPr")] == ["tall" if is_given else "no logo"]
    assert (made.SAMPLE in parts(data).values()) is not is_given
    assert unnamed(data) == []
    assert_sound(data, tmp_path)


def test_a_rectangle_with_an_old_branch_becomes_one_picture(tmp_path: Path) -> None:
    data = rendered(template(framed("{{ picture('logos/wide.png', fit='fill') }}"), assets=ASSETS))
    assert shown(data) == [WIDE]
    assert found(data, "//mc:AlternateContent | //w:pict") == []
    (crop,) = found(data, "//a:srcRect")
    assert dict(crop.attrib) == {"l": "25000", "r": "25000"}
    (extent,) = found(data, "//wp:anchor/wp:extent")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (4 * CM, 2 * CM)
    assert_sound(data, tmp_path)


@pytest.mark.parametrize(
    ("align", "expected"),
    [("center", (CM, 2 * CM)), ("left", (CM, 2 * CM)), ("top", (CM, CM)), ("bottom right", (CM, 3 * CM))],
)
def test_a_floating_picture_is_moved_to_where_align_says(align: str, expected: tuple[int, int]) -> None:
    alt = f"{{{{ picture('logos/wide.png', align='{align}') }}}}"
    source = template(framed(alt, size=(4 * CM, 3 * CM)), assets=ASSETS)
    offsets = [int(offset.text) for offset in found(rendered(source), "//wp:posOffset")]
    assert tuple(offsets) == expected


def test_a_round_placeholder_gives_a_round_picture() -> None:
    source = template(framed("{{ picture('logos/wide.png', fit='fill') }}", geometry="ellipse"), assets=ASSETS)
    assert [shape.get("prst") for shape in found(rendered(source), "//pic:spPr/a:prstGeom")] == ["ellipse"]


def test_each_turn_of_a_loop_shows_its_own_picture_under_its_own_id(tmp_path: Path) -> None:
    source = template("{%p for logo in doc.logos %}", pictured("{{ picture(logo) }}"), "{%p endfor %}", assets=ASSETS)
    logos = ("logos/wide.png", "logos/tall.png", "logos/wide.png")
    data = rendered(source, logos=logos)
    assert shown(data) == [WIDE, TALL, WIDE]
    ids = [properties.get("id") for properties in found(data, "//wp:docPr")]
    assert len(set(ids)) == 3
    assert sum("/media/" in name for name in parts(data)) == 2
    assert_sound(data, tmp_path)


def test_a_loop_over_table_rows_shows_a_picture_in_each() -> None:
    def table(document: Any) -> None:
        rows = document.add_table(rows=3, cols=1).rows
        rows[0].cells[0].text = "{%tr for logo in doc.logos %}"
        made.picture(rows[1].cells[0].paragraphs[0], "{{ picture(logo) }}")
        rows[2].cells[0].text = "{%tr endfor %}"

    data = rendered(template(table, assets=ASSETS), logos=("logos/wide.png", "logos/tall.png"))
    assert shown(data) == [WIDE, TALL]
    assert len(found(data, "//w:tr")) == 2


def test_a_loop_without_turns_leaves_no_picture_behind() -> None:
    source = template("{%p for logo in () %}", pictured("{{ picture(logo) }}"), "{%p endfor %}", "end", assets=ASSETS)
    data = rendered(source)
    assert not [name for name in parts(data) if "/media/" in name]
    assert orphans(data) == []


def test_a_picture_in_the_data_is_shown(tmp_path: Path) -> None:
    address = "data:image/png;base64," + base64.b64encode(TALL).decode()
    data = rendered(template(pictured("{{ picture(doc.photo, alt='Line 3') }}")), photo=address)
    assert shown(data) == [TALL]
    assert [properties.get("descr") for properties in found(data, "//wp:docPr")] == ["Line 3"]
    assert_sound(data, tmp_path)


def test_an_svg_stands_beside_its_png(tmp_path: Path) -> None:
    data = rendered(template(pictured("{{ picture('logos/mark.svg') }}"), assets=ASSETS))
    (png_bytes,) = shown(data)
    assert png_bytes.startswith(b"\x89PNG")
    (svg,) = found(data, "//asvg:svgBlip")
    part = targets(data)[svg.get(f"{{{NAMES['r']}}}embed")]
    assert etree.fromstring(parts(data)[part]).tag == "{http://www.w3.org/2000/svg}svg"
    assert_sound(data, tmp_path)


def test_headers_and_footers_and_text_boxes_show_pictures(tmp_path: Path) -> None:
    def everywhere(document: Any) -> None:
        section = document.sections[0]
        made.picture(section.header.paragraphs[0], "{{ picture('logos/wide.png') }}")
        made.rectangle(section.footer.paragraphs[0], "{{ picture('logos/tall.png') }}")
        made.text_box(document.add_paragraph(), made.inline_shape("{{ picture('logos/mark.svg') }}"))

    data = rendered(template(everywhere, assets=ASSETS))
    assert shown(data, "word/header1.xml") == [WIDE]
    assert shown(data, "word/footer1.xml") == [TALL]
    assert len(found(data, "//mc:Choice//pic:pic")) == len(found(data, "//mc:Fallback//pic:pic")) == 1
    assert_sound(data, tmp_path)


def test_the_same_picture_in_header_and_text_is_stored_once() -> None:
    def both(document: Any) -> None:
        made.picture(document.sections[0].header.paragraphs[0], "{{ picture('logos/wide.png') }}")
        made.picture(document.add_paragraph(), "{{ picture('logos/wide.png', fit='fill') }}")

    data = rendered(template(both, assets=ASSETS))
    assert list(parts(data).values()).count(WIDE) == 1
    assert shown(data) == shown(data, "word/header1.xml") == [WIDE]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_show_pictures(kind: str, tmp_path: Path) -> None:
    note = made.inline_shape("{{ picture('logos/wide.png') }}")
    data = rendered(made.annotated(template("noted", assets=ASSETS), kind, note))
    assert shown(data, f"word/{kind}s.xml") == [WIDE]
    assert_sound(data, tmp_path)


@pytest.mark.parametrize(
    ("alt", "said"),
    [
        ("{{ picture('logos/none.png') }}", "the picture `logos/none.png` is not in the library"),
        ("{{ picture('../secret.png') }}", "is not a path in the library"),
        ("{{ picture('https://a.example/b.png') }}", "is an address"),
        ("{{ picture(doc.nothing) }}", "no picture is given"),
        ("{{ picture('logos/wide.png', fit='cover') }}", "'cover' is not a fit"),
        ("{{ picture('logos/broken.png') }}", "is broken or cut off"),
        ("{{ picture(doc.missing) }}", "no `missing` on proposal"),
    ],
)
def test_what_is_wrong_with_a_picture_is_reported_with_its_place(alt: str, said: str) -> None:
    source = template("before", pictured(alt), assets={**ASSETS, "logos/broken.png": WIDE[:60]})
    with pytest.raises(TemplateError) as error:
        rendered(source, nothing=None)
    (finding,) = error.value.findings
    assert said in finding.message
    assert finding.file == "base/test.docx"
    assert finding.place == "document, “Picture 1”, alt text"


def test_all_wrong_pictures_are_reported_at_once() -> None:
    source = template(pictured("{{ picture('a.png') }}"), pictured("{{ picture('b.png') }}"), assets=ASSETS)
    with pytest.raises(TemplateError) as error:
        rendered(source)
    assert [finding.message[:19] for finding in error.value.findings] == ["the picture `a.png`", "the picture `b.png`"]


def shaped(change: Any, alt: str = "{{ picture('logos/wide.png') }}") -> Any:
    """A template picture with a modification."""

    def place(document: Any) -> None:
        paragraph = document.add_paragraph()
        made.picture(paragraph, alt)
        change(document, paragraph._p.find(".//w:drawing", NAMES))

    return place


def test_alt_text_that_a_program_wrote_into_the_picture_alone_counts(tmp_path: Path) -> None:
    def change(_: Any, drawing: Any) -> None:
        alt = drawing.find(".//wp:docPr", NAMES).attrib.pop("descr")
        drawing.find(".//pic:cNvPr", NAMES).set("descr", alt)

    data = rendered(template(shaped(change), assets=ASSETS))
    assert shown(data) == [WIDE]
    assert_sound(data, tmp_path)


def test_a_placeholder_s_link_and_rotation_stay(tmp_path: Path) -> None:
    def change(document: Any, drawing: Any) -> None:
        kind = f"{NAMES['r']}/hyperlink"
        rel_id = document.part.relate_to("https://a.example/", kind, is_external=True)
        link = etree.SubElement(drawing.find(".//wp:docPr", NAMES), f"{{{NAMES['a']}}}hlinkClick")
        link.set(f"{{{NAMES['r']}}}id", rel_id)
        drawing.find(".//wp:docPr", NAMES).insert(0, link)
        drawing.find(".//a:xfrm", NAMES).set("rot", "5400000")
        edges = etree.Element(f"{{{NAMES['wp']}}}effectExtent", l="5", t="6", r="7", b="8")
        drawing.find(".//wp:extent", NAMES).addnext(edges)

    data = rendered(template(shaped(change), assets=ASSETS))
    (link,) = found(data, "//wp:docPr/a:hlinkClick")
    rels = parts(data)["word/_rels/document.xml.rels"].decode()
    (rel_id,) = link.attrib.values()
    assert f'Id="{rel_id}"' in rels and "https://a.example/" in rels
    assert [dict(edges.attrib) for edges in found(data, "//wp:effectExtent")] == [
        {"l": "5", "t": "6", "r": "7", "b": "8"}
    ]
    assert [turn.get("rot") for turn in found(data, "//pic:spPr/a:xfrm")] == ["5400000"]
    assert_sound(data, tmp_path)


@pytest.mark.parametrize("path", [".//wp:extent", ".//a:graphic"])
def test_a_broken_drawing_is_no_placeholder(path: str) -> None:
    def change(_: Any, drawing: Any) -> None:
        broken = drawing.find(path, NAMES)
        broken.getparent().remove(broken)

    with pytest.raises(TemplateError, match="a picture goes into the alt text of"):
        rendered(template(shaped(change), assets=ASSETS))


def test_figures_of_a_drawing_that_are_none_break_nothing() -> None:
    def change(_: Any, drawing: Any) -> None:
        drawing.find(".//wp:extent", NAMES).set("cx", "wide")
        drawing.find(".//wp:docPr", NAMES).set("id", "9" * 5000)

    assert shown(rendered(template(shaped(change), assets=ASSETS))) == [WIDE]


def in_a_group(document: Any) -> None:
    inside = etree.fromstring(f"<x {made.DECLARED}>{made.inline_shape(chr(123) * 2 + ' picture(1) ' + '}}')}</x>")
    shape = inside.find(".//pic:pic", NAMES)
    alt = inside.find(".//wp:docPr", NAMES).attrib.pop("descr")
    shape.find(".//pic:cNvPr", NAMES).set("descr", alt)
    data = inside.find(".//a:graphicData", NAMES)
    group = etree.SubElement(data, f"{{{NAMES['wpg']}}}wgp")
    group.append(shape)
    data.set("uri", NAMES["wpg"])
    document.element.body.insert(0, inside[0])


@pytest.mark.parametrize(
    "place",
    [
        in_a_group,
        lambda document: document.add_paragraph("{{ picture('logos/wide.png') }}"),
        lambda document: document.element.body.insert(0, etree.fromstring(VML.format(made.DECLARED))),
    ],
    ids=["group", "text", "vml"],
)
def test_where_no_picture_can_stand_it_is_refused(place: Any) -> None:
    with pytest.raises(TemplateError, match="a picture goes into the alt text of"):
        rendered(template(place, assets={**ASSETS, "1": WIDE}))


def test_the_same_input_gives_the_same_bytes() -> None:
    source = template(pictured("{{ picture('logos/mark.svg') }}"), assets=ASSETS)
    assert rendered(source) == rendered(source)


@pytest.mark.slow
def test_libreoffice_shows_the_pictures(tmp_path: Path) -> None:
    source = template(
        "{%p for logo in doc.logos %}",
        pictured("{{ picture(logo) }}"),
        "{%p endfor %}",
        framed("{{ picture('logos/mark.svg') }}"),
        assets=ASSETS,
    )
    (tmp_path / "made.docx").write_bytes(rendered(source, logos=("logos/wide.png", "logos/tall.png")))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "pdf", "--outdir",
         tmp_path, tmp_path / "made.docx"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    import pypdfium2

    page = pypdfium2.PdfDocument(tmp_path / "made.pdf")[0]
    colours = [colour for _, colour in page.render(scale=1).to_pil().convert("RGB").getcolors(100_000)]
    for wanted in ((192, 57, 43), (39, 174, 96), (31, 111, 235)):
        assert any(all(abs(a - b) < 12 for a, b in zip(wanted, colour, strict=True)) for colour in colours)
