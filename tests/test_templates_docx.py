"""The built-in Word templates: what makes them, what they hold, what every sample makes of them."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, KINDS, ROOT, SAMPLES, loaded
from language import text_of
from lxml import etree

from docgen.brand import Brand
from docgen.engines.docx.styles import resolve_colours
from docgen.library.layers import LANGUAGES
from docgen.ooxml.names import W, w
from docgen.schemas.base import kind_of

TEMPLATES = sorted((ROOT / "templates" / "docx").rglob("*.docx"))
OWN = ("manufacturing", "services", "financial_services")
PATHS = [str(path.relative_to(ROOT / "templates" / "docx")) for path in TEMPLATES]
STYLES_OF_THE_ENGINE = {
    "Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6", "Title", "Subtitle", "Caption", "Normal",
    "ListBullet", "ListNumber", "Quote", "Hyperlink", "DocgenTable", "TOC1", "TOC2",
}  # fmt: skip
NAMES = {
    "w": W,
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
}
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=PATHS)
each_render = pytest.mark.parametrize(
    ("sample", "audience"),
    [(sample, audience) for sample in SAMPLES for audience in AUDIENCES],
    ids=[f"{sample.stem}-{audience}" for sample in SAMPLES for audience in AUDIENCES],
)


def parts_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def outside_tags(root: Any) -> Iterator[str]:
    for paragraph in root.iter(w("p")):
        text = "".join(item.text or "" for item in paragraph.iter(w("t")))
        yield re.sub(r"\{[{%#].*?[%#}]\}", " ", text)
    for item in root.iter():
        yield re.sub(r"\{[{%#].*?[%#}]\}", " ", item.get("descr", ""))


def test_the_shipped_templates_are_what_their_maker_makes() -> None:
    maker = ROOT / "tools" / "make_templates.py"
    done = subprocess.run([sys.executable, maker, "--check", "docx"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_kind_has_a_template_and_two_kinds_one_for_each_industry_in_each_language() -> None:
    of_kinds = {f"base/{kind}" for kind in (*KINDS, "field_sheet")}
    names = of_kinds | {f"{industry}/{kind}" for industry in OWN for kind in ("proposal", "needs_analysis")}
    assert {f"{name}.{language}.docx" for name in names for language in LANGUAGES} == set(PATHS)


@each_template
def test_a_template_holds_no_literal_colour_without_one_of_its_theme(template: Path) -> None:
    for name, root in parts_of(template).items():
        if name.startswith("word/theme/"):
            continue
        assert not list(root.iter("{*}srgbClr")), name
        for item in root.iter(etree.Element):
            for kind in ("color", "fill", "val"):
                if kind == "val" and item.tag != w("color"):
                    continue
                themed = {"fill": "themeFill"}.get(kind, "themeColor")
                assert item.get(w(kind)) in {None, "auto"} or item.get(w(themed)), name


@each_template
def test_a_template_has_the_words_of_its_language_and_no_labels(template: Path) -> None:
    language = template.name.split(".")[1]
    texts = [text for name, root in parts_of(template).items() if name[:5] == "word/" for text in outside_tags(root)]
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert not any(re.search(r"[a-z]{4} [a-z]{3}" if language == "zh" else "label\\('", text) for text in texts)
    assert any(map(chinese.search, texts)) == (language != "en")
    assert sum(bool(chinese.search(text)) for text in texts) > 20 or language == "en"


def test_a_file_names_its_language_and_its_kind() -> None:
    named = {path.name: parts_of(path)["docProps/core.xml"] for path in TEMPLATES if path.name.startswith("minutes")}
    assert {name: root.findtext("{*}language") for name, root in named.items()} == {
        "minutes.zh.docx": "zh-CN", "minutes.en.docx": "en-GB", "minutes.zh+en.docx": "zh-CN"
    }  # fmt: skip
    assert named["minutes.en.docx"].findtext("{*}title") == "Negotiation minutes"
    assert named["minutes.zh+en.docx"].findtext("{*}title") == "谈判纪要 Negotiation minutes"


def test_a_stacked_head_has_chinese_above_english() -> None:
    document = parts_of(ROOT / "templates" / "docx" / "base" / "proposal.zh+en.docx")["word/document.xml"]
    runs = document.xpath("//w:tr[w:trPr/w:tblHeader]//w:r[w:br]", namespaces=NAMES)
    assert ["".join(run.itertext()) for run in runs][:2] == ["版本号Version", "日期Date"]


@each_template
def test_head_rows_are_repeated_and_rows_are_not_split(template: Path) -> None:
    document = parts_of(template)["word/document.xml"]
    heads = 0
    for table in document.iter(w("tbl")):
        look = table.find(f"{w('tblPr')}/{w('tblLook')}")
        first, *_ = rows = table.findall(w("tr"))
        if look.get(w("firstRow")) == "1":
            heads += 1
            assert first.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        only_layout = table.find(f"{w('tblPr')}/{w('tblStyle')}").get(w("val")) == "DocgenColumns"
        for row in rows:
            assert only_layout or row.find(f"{w('trPr')}/{w('cantSplit')}") is not None
    assert heads or "playbook" in template.name


@each_template
def test_a_template_has_the_styles_that_the_engine_writes_in(template: Path) -> None:
    styles = parts_of(template)["word/styles.xml"]
    assert {item.get(w("styleId")) for item in styles.iter(w("style"))} >= STYLES_OF_THE_ENGINE


@each_template
def test_every_page_foot_carries_the_stamp_and_both_page_fields(template: Path) -> None:
    parts = parts_of(template)
    feet = [root for name, root in parts.items() if name.startswith("word/footer")]
    assert len(feet) == (3 if "needs_analysis" in template.name else 2)
    for foot in feet:
        text = "".join(item.text or "" for item in foot.iter(w("t")))
        lead, short_id = ("页脚标识", "短指纹") if ".zh." in template.name else ("Stamp line", "Short fingerprint")
        assert f"{{{{{lead}}}}}" in text
        assert text.endswith(f"{{{{{short_id}}}}}")
        assert [item.get(w("instr")).strip() for item in foot.iter(w("fldSimple"))] == ["PAGE", "NUMPAGES"]
    body = "".join(item.text or "" for item in parts["word/document.xml"].iter(w("t")))
    assert "{{文件指纹}}" in body or "{{Fingerprint}}" in body


@each_render
def test_a_sample_prints_no_tag_and_no_empty_heading(sample: Path, audience: str, rendered: Any) -> None:
    parts = parts_of(rendered(sample, "docx", audience))
    document = parts["word/document.xml"]
    assert "{{" not in "".join(document.itertext())
    assert "{%" not in "".join(document.itertext())
    for paragraph in document.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")).startswith("Heading"):
            assert "".join(item.text or "" for item in paragraph.iter(w("t"))).strip()


@each_render
def test_every_head_stands_over_at_least_one_row(sample: Path, audience: str, rendered: Any) -> None:
    document = parts_of(rendered(sample, "docx", audience))["word/document.xml"]
    for table in document.iter(w("tbl")):
        rows = table.findall(w("tr"))
        if rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None:
            text = " ".join("".join(row.itertext()) for row in rows[:1])
            assert len(rows) > 1, text


@each_render
def test_colours_are_resolved_for_readers_without_a_theme(sample: Path, audience: str, rendered: Any) -> None:
    for name, root in parts_of(rendered(sample, "docx", audience)).items():
        if name.startswith("word/"):
            for item in root.xpath("//w:color[@w:themeColor]", namespaces={"w": W}):
                assert re.fullmatch(r"[0-9A-F]{6}", item.get(w("val"))), name


def test_a_shade_is_reckoned_into_the_literal_colour() -> None:
    root = etree.fromstring(
        f'<w:p xmlns:w="{W}"><w:color w:val="auto" w:themeColor="background1" w:themeShade="80"/>'
        '<w:shd w:val="clear" w:color="auto" w:fill="auto" w:themeFill="accent2"/>'
        '<w:bottom w:val="single" w:color="auto" w:themeColor="text2" w:themeTint="80"/></w:p>'
    )
    resolve_colours(root, Brand(primary="000000", accent="c8792b"))
    grey, fill, rule = root
    assert grey.get(w("val")) == "808080"
    assert (fill.get(w("val")), fill.get(w("color")), fill.get(w("fill"))) == ("clear", "auto", "C8792B")
    assert (rule.get(w("val")), rule.get(w("color"))) == ("single", "7F7F7F")


@pytest.mark.parametrize("sample", [s for s in SAMPLES if ".xlsx" not in s.name], ids=lambda path: path.stem)
def test_the_internal_mark_stands_in_internal_copies_alone(sample: Path, rendered: Any) -> None:
    copies = {audience: text_of(rendered(sample, "docx", audience).read_bytes(), "docx") for audience in AUDIENCES}
    mark = "内部资料" if "zh" in str(loaded(sample).language.value) else "notfortheclient"
    assert mark in copies["internal"]
    assert mark not in copies["client"]


@pytest.mark.parametrize("kind", ["proposal", "needs_analysis", "playbook"])
def test_contents_list_the_chapters(kind: str, rendered: Any) -> None:
    for sample in SAMPLES:
        if kind_of(loaded(sample)) != kind:
            continue
        document = parts_of(rendered(sample, "docx", "client"))["word/document.xml"]
        entries = [
            "".join(item.text or "" for item in paragraph.iter(w("t")))
            for paragraph in document.iter(w("p"))
            if paragraph.find(f"{w('pPr')}/{w('pStyle')}[@{{{W}}}val='TOC1']") is not None
        ]
        assert len(entries) > 5


@pytest.mark.parametrize("industry", OWN)
def test_an_industry_has_its_own_cover_and_every_one_what_its_measures_are_for(industry: str) -> None:
    theirs, base = (
        zipfile.ZipFile(BytesIO((ROOT / "templates" / "docx" / folder / "proposal.zh.docx").read_bytes())).read(
            "word/document.xml"
        )
        for folder in (industry, "base")
    )
    assert b"industry.measures" in theirs or "关注原因".encode() in theirs
    assert b"industry.measures" in base, "for an industry without a template of its own"
    assert theirs.split(b"</mc:AlternateContent>")[0] != base.split(b"</mc:AlternateContent>")[0]


@each_render
def test_headings_go_down_one_level_at_a_time_after_one_title(sample: Path, audience: str, rendered: Any) -> None:
    document = parts_of(rendered(sample, "docx", audience))["word/document.xml"]
    shown = [item.get(w("val")) for item in document.iter(w("pStyle"))]
    levels = [int(style[-1]) for style in shown if re.fullmatch(r"Heading\d", style)]
    assert shown.count("Title") == 1
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


@each_render
def test_every_chart_and_drawing_has_a_caption(sample: Path, audience: str, rendered: Any) -> None:
    document = parts_of(rendered(sample, "docx", audience))["word/document.xml"]
    drawn = "//w:p[w:pPr/w:pStyle/@w:val='Figure'][.//c:chart or .//wpg:wgp][not(.//*[@name='Wordmark'])]"
    for figure in document.xpath(drawn, namespaces=NAMES):
        caption = next(figure.itersiblings(w("p")))
        assert caption.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == "Caption"
        assert "".join(caption.itertext()).strip()


@each_render
def test_the_first_page_shows_the_sellers_name_as_a_wordmark(sample: Path, audience: str, rendered: Any) -> None:
    document = parts_of(rendered(sample, "docx", audience))["word/document.xml"]
    (mark,) = document.xpath("//*[*[local-name()='cNvPr'][@name='Wordmark']]")
    assert "".join(mark.itertext()).strip() == loaded(sample).seller.short_name


@pytest.mark.parametrize(("kind", "charts"), [("lead_register", 2), ("proposal", 2), ("needs_analysis", 0)])
def test_charts_are_native_and_hold_their_figures(kind: str, charts: int, rendered: Any) -> None:
    sample = next(path for path in SAMPLES if path.name == f"{kind}.services.en.yaml")
    with zipfile.ZipFile(rendered(sample, "docx", "client")) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        assert len(parts) == charts
        assert all(b"<c:numCache>" in archive.read(name) for name in parts)


def test_the_chart_of_price_groups_needs_two_groups() -> None:
    document = parts_of(ROOT / "templates" / "docx" / "base" / "proposal.zh.docx")["word/document.xml"]
    (figure,) = document.xpath("//w:p[.//wp:docPr[@name='Prices']]", namespaces=NAMES)
    assert "{%block if doc.pricing.can_compare_groups%}" in "".join(figure.itertext())
