"""A brand chosen by name or by path reaches every format, and nothing of another look stays."""

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

import docgen
from docgen.brand import Brand
from docgen.engines.docx.styles import scale_rules
from docgen.engines.office.theme import paint_theme, round_panels
from docgen.library import open_library
from docgen.library.brand import contrast, list_brands
from docgen.lint.library_checks import check_logos
from docgen.ooxml.names import W

SAMPLES = Path(__file__).parent.parent / "samples"
BRANDS = ("broadsheet", "grove", "navy")
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def render(brand: str | Path | None, file_format: str, sample: str = "screening.services.en") -> bytes:
    document = docgen.load(SAMPLES / f"{sample}.yaml")
    return docgen.render(document, file_format, audience="client", workspace=docgen.Workspace(brand=brand)).data


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: package.read(name).decode() for name in names}


def test_the_shipped_brands_are_known_by_name_and_unlike_each_other():
    library = open_library()
    assert tuple(list_brands(library)) == BRANDS
    looks = [library.brand_for("services", name) for name in BRANDS]
    for token in ("primary", "accent", "surface", "body_latin", "logo"):
        assert len({getattr(look, token) for look in looks}) == len(BRANDS), token
    assert {look.radius for look in looks} == {0, 3}
    assert {look.rule for look in looks} == {0.5, 1}


@pytest.mark.parametrize("name", BRANDS)
def test_every_text_colour_of_a_shipped_brand_can_be_read_on_white_and_on_its_surface(name: str):
    look = open_library().brand_for("manufacturing", name)
    for token in ("primary", "accent", "ink", "muted", "positive", "warning", "negative"):
        assert contrast(getattr(look, token), "FFFFFF") >= 4.5
        assert contrast(getattr(look, token), look.surface) >= 4.5


def test_contrast_is_that_of_wcag():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_nothing_of_the_default_look_stays_in_an_office_file_of_another_brand(file_format: str):
    default = Brand()
    literal = {default.primary, default.ink, default.muted, default.surface, default.negative}
    found = parts(render("broadsheet", file_format))
    strange = {
        (name, colour)
        for name, text in found.items()
        for colour in re.findall(r'(?:val|fill|color|lastClr)="([0-9A-F]{6})"', text)
        if colour in literal
    }
    assert strange == set()
    assert any("Cambria" in text for name, text in found.items() if "theme" in name)


def test_a_pdf_embeds_the_fonts_of_its_brand_and_no_others():
    fonts = {
        brand: re.findall(rb"/FontName ?/[A-Z]{6}\+([A-Za-z-]+)", _unpacked(render(brand, "pdf")))
        for brand in ("broadsheet", "grove")
    }
    assert any(b"Caladea" in font for font in fonts["broadsheet"])
    assert any(b"Liberation" in font or b"Arimo" in font for font in fonts["grove"])  # the same face, by two names
    assert not any(b"Carlito" in font for found in fonts.values() for font in found)


def _unpacked(data: bytes) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=None)
    return out.getvalue()


def test_a_brand_by_path_brings_its_logo_from_beside_it(tmp_path: Path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z" fill="#004080"/></svg>'
    (tmp_path / "mark.svg").write_text(svg)
    (tmp_path / "own.yaml").write_text("primary: '004080'\nlogo: mark.svg\nlogo_on_dark: mark.svg\n")
    assert "004080" in parts(render(tmp_path / "own.yaml", "docx"))["word/theme/theme1.xml"]
    brand = open_library().brand_for("services", tmp_path / "own.yaml")
    assert (brand.logo, brand.accent) == (svg.encode(), "0F6E78")
    assert re.fullmatch(r"own@[0-9a-f]{12}", brand.name)


@pytest.mark.parametrize(
    "wanted", ["../private.svg", "ABSOLUTE", "inside/../../private.svg", "link.svg", "inside/link.svg"]
)
@pytest.mark.parametrize("field", ["logo", "logo_on_dark"])
@pytest.mark.parametrize("as_library", [False, True])
def test_a_logo_outside_the_library_or_the_brands_folder_is_refused(
    as_library: bool, field: str, wanted: str, tmp_path: Path
):
    private = tmp_path / "private.svg"
    private.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    own = tmp_path / "own"
    (own / "inside").mkdir(parents=True)
    for link in (own / "link.svg", own / "inside" / "link.svg"):
        link.symlink_to(private)
    (own / "brand.yaml").write_text(f"{field}: {wanted.replace('ABSOLUTE', str(private))}\n")
    library = open_library(own if as_library else None)
    with pytest.raises(docgen.LibraryError, match=r"is not in the library|leads out of the library"):
        library.brand_for("services", None if as_library else own / "brand.yaml")


def test_a_brand_file_that_is_a_link_out_of_the_library_is_refused(tmp_path: Path):
    (tmp_path / "elsewhere.yaml").write_text("primary: '004080'\n")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "brand.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(docgen.LibraryError, match="leads out of the library"):
        open_library(tmp_path / "own").brand_for("services")


def test_the_stamp_names_the_brand_that_was_chosen(tmp_path: Path):
    document = docgen.load(SAMPLES / "screening.services.en.yaml")
    plain = docgen.render(document, "docx", audience="client")
    chosen = docgen.render(document, "docx", audience="client", workspace=docgen.Workspace(brand="grove"))
    assert chosen.stamp.library_version.endswith(" + brand grove")
    assert chosen.stamp.id != plain.stamp.id


@pytest.mark.parametrize(
    ("brand", "message"),
    [("grov", "did you mean `grove`?"), ("missing.yaml", "no such brand file"), ("../x", "no such brand file")],
)
def test_a_brand_that_is_not_there_is_reported(brand: str, message: str):
    with pytest.raises(docgen.LibraryError) as error:
        render(brand, "docx")
    assert message in str(error.value)


def test_text_too_pale_on_the_surface_is_refused(tmp_path: Path):
    (tmp_path / "own.yaml").write_text("muted: '717171'\nsurface: 'E8E8E8'\n")
    with pytest.raises(docgen.LibraryError) as error:
        render(tmp_path / "own.yaml", "docx")
    assert "own.yaml:1:1  muted: 717171 reaches a contrast of" in str(error.value)
    assert "on the surface E8E8E8" in str(error.value)


def test_an_industrys_accent_gives_way_to_a_brand_that_keeps_its_own():
    library = open_library()
    assert library.brand_for("services", "navy").accent == library.industry("services", "en").accent
    assert library.brand_for("services", "grove").accent == "7A4FB0"


def test_panels_take_the_brands_corners_and_other_shapes_stay():
    shape = (
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="%s"><p:nvSpPr>'
        '<p:cNvPr id="2" name="%s"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="360000"/>'
        '</a:xfrm><a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 7"/></a:avLst></a:prstGeom></p:spPr>'
        "</p:sp>"
    )
    adjustments = []
    for name in ("Panel of words", "Button"):
        root = etree.fromstring(shape % (A, name))
        round_panels(root, Brand(radius=3))
        adjustments.append(root.find(f".//{{{A}}}gd").get("fmla"))
    assert adjustments == ["val 30000", "val 7"]


def test_rules_are_as_heavy_as_the_brands_and_edges_of_panels_stay():
    borders = '<w:top w:sz="4" w:themeColor="text1"/><w:left w:sz="24" w:themeColor="text1"/><w:bottom w:sz="4"/>'
    root = etree.fromstring(f'<w:style xmlns:w="{W}"><w:pBdr>{borders}</w:pBdr></w:style>')
    scale_rules(root, Brand(rule=1))
    assert [edge.get(f"{{{W}}}sz") for edge in root[0]] == ["8", "24", "4"]
    theme = paint_theme(
        f'<a:theme xmlns:a="{A}"><a:themeElements><a:fmtScheme><a:lnStyleLst><a:ln w="9525"/></a:lnStyleLst>'
        "</a:fmtScheme></a:themeElements></a:theme>".encode(),
        Brand(rule=1),
    )
    assert b'w="19050"' in theme


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_a_logo_is_described_by_whose_it_is(file_format: str):
    seller = docgen.load(SAMPLES / "screening.services.en.yaml").seller.full_name
    assert any(f'descr="{seller}"' in text for text in parts(render(None, file_format)).values())


@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
def test_a_brand_without_a_logo_renders(file_format: str, tmp_path: Path):
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "brand.yaml").write_text("logo: null\nlogo_on_dark: null\n")
    document = docgen.load(SAMPLES / "screening.services.en.yaml")
    workspace = docgen.Workspace(library=tmp_path / "acme")
    data = docgen.render(document, file_format, audience="client", workspace=workspace).data
    assert workspace.opened.brand_for("services").logo is None
    if file_format == "pdf":
        assert len(pypdfium2.PdfDocument(data)) >= 1
    else:
        assert "[Content_Types].xml" in parts(data)


@pytest.mark.parametrize("accent", ["A85B14", "0F6E78", "4B3FB5", "685B12", "A8124F", "2B6A3A"])
def test_an_accent_is_seen_on_a_dark_ground(accent: str) -> None:
    brand = Brand(accent=accent)
    assert contrast(brand.accent_on_dark, brand.primary) > 3
    assert contrast(brand.accent_on_dark, brand.primary) > contrast(accent, brand.primary) + 1


DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z" fill="#004080"/></svg>'


@pytest.mark.parametrize(("file_format", "brand"), [("docx", ""), ("pptx", "logo: own.svg"), ("docx", "logo: own.svg")])
def test_where_a_logo_is_missing_the_sellers_name_is_printed(file_format: str, brand: str, tmp_path: Path):
    (tmp_path / "own.svg").write_text(DRAWN)
    (tmp_path / "brand.yaml").write_text(brand or "primary: '102030'")
    document = docgen.load(SAMPLES / "proposal.services.en.yaml")
    made = docgen.render(document, file_format, audience="client", workspace=docgen.Workspace(library=tmp_path))
    cover = parts(made.data)["word/document.xml" if file_format == "docx" else "ppt/slides/slide1.xml"]
    wordmark = cover[cover.index('name="Wordmark"') :]
    assert re.search(r"<[aw]:t[^>]*>([^<]+)", wordmark)[1] == document.seller.short_name  # type: ignore[index]
    assert not any("docgen" in re.sub(r"<[^>]*>", "", text) for text in parts(made.data).values() if "<p:sld " in text)


def test_logos_come_as_a_pair_from_one_brand(tmp_path: Path):
    library, chosen = tmp_path / "own", tmp_path / "chosen"
    for folder, text in ((library, "logo: own.svg\nlogo_on_dark: own.svg"), (chosen, "logo: own.svg")):
        folder.mkdir()
        (folder / "own.svg").write_text(DRAWN)
        (folder / "brand.yaml").write_text(text)
    opened = open_library(library)
    assert opened.brand_for("services").has_logo_on_dark
    brand = opened.brand_for("services", chosen / "brand.yaml")
    assert (brand.has_logo, brand.has_logo_on_dark) == (True, False)


@pytest.mark.parametrize(
    ("brand", "found"),
    [
        ("primary: '102030'", ["the brand has no logo"]), ("logo: own.svg", ["light backgrounds alone"]),
        ("logo_on_dark: own.svg", ["dark backgrounds alone"]), ("logo: own.svg\nlogo_on_dark: own.svg", []),
    ],
)  # fmt: skip
def test_lint_reports_a_missing_logo(brand: str, found: list[str], tmp_path: Path):
    (tmp_path / "own.svg").write_text(DRAWN)
    (tmp_path / "brand.yaml").write_text(brand)
    problems = [problem.message for problem in check_logos(open_library(tmp_path))]
    assert len(problems) == len(found)
    assert all(text in problem for text, problem in zip(found, problems, strict=True))
    assert list(check_logos(open_library(None))) == []
