"""The built-in Word templates: made by the tool as shipped, laid out by the design's rules, and their samples fit."""

import itertools
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import AUDIENCES, KINDS, ROOT, SAMPLES, loaded
from docx import Document
from lxml import etree

TEMPLATES = tuple(sorted((ROOT / "templates" / "docx").rglob("*.docx")))
NAMES = [str(path.relative_to(ROOT / "templates" / "docx")) for path in TEMPLATES]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A4 = {(11906, 16838), (16838, 11906)}
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
each_sample = pytest.mark.parametrize(
    ("sample", "audience"),
    list(itertools.product(SAMPLES, AUDIENCES)),
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)


def of_kind(kind: str) -> Any:
    samples = [sample for sample in SAMPLES if sample.name.startswith(f"{kind}.")]
    return pytest.mark.parametrize("sample", samples, ids=lambda sample: sample.stem)


def parts(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield name, etree.fromstring(archive.read(name))


def pages(data: bytes) -> etree._Element:
    return dict(parts(data))["word/document.xml"]


def own_text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def test_the_shipped_templates_are_those_that_the_tool_makes() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_docx_templates.py", "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_there_is_a_template_for_each_kind_and_a_proposal_for_each_industry() -> None:
    wanted = {f"base/{kind}.docx" for kind in KINDS}
    assert set(NAMES) == wanted | {"manufacturing/proposal.docx", "services/proposal.docx"}


@each_template
def test_colours_and_fonts_are_the_themes_alone(path: Path) -> None:
    for name, root in parts(path.read_bytes()):
        if name.startswith("word/theme/"):
            continue
        assert not root.findall(".//{*}srgbClr"), name
        for element in root.iter(f"{W}color"):
            assert (element.get(f"{W}val"), bool(element.get(f"{W}themeColor"))) == ("auto", True), name
        for element in root.iter(f"{W}shd"):
            assert element.get(f"{W}fill") == "auto" and element.get(f"{W}themeFill"), name
        for fonts in root.iter(f"{W}rFonts"):
            assert all("Theme" in key or "cstheme" in key for key in fonts.attrib), name


@each_template
def test_running_text_names_latin_and_east_asian_theme_fonts(path: Path) -> None:
    fonts = dict(parts(path.read_bytes()))["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}asciiTheme") == "minorHAnsi"
    assert fonts.get(f"{W}eastAsiaTheme") == "minorEastAsia"


@each_template
def test_no_word_of_a_language_stands_in_a_template(path: Path) -> None:
    for name, root in parts(path.read_bytes()):
        for paragraph in root.iter(f"{W}p"):
            text = TAG.sub("", own_text(paragraph))
            assert not re.search(r"[A-Za-z]{2,}|[\u4e00-\u9fff]", text), (name, text)


@each_template
def test_every_page_is_a4_and_carries_the_stamp_line_with_its_number(path: Path) -> None:
    document = Document(str(path))
    for section in document.sections:
        assert (section.page_width.twips, section.page_height.twips) in A4
        feet = [section.footer]
        if section.different_first_page_header_footer:
            feet.append(section.first_page_footer)
        for foot in feet:
            text = own_text(foot._element)
            fields = re.findall(r'instr="\s*(\w+)', etree.tostring(foot._element).decode())
            assert text.startswith("{{ stamp.lead }}")
            assert text.endswith("{{ stamp.short_id }}")
            assert fields == ["PAGE", "NUMPAGES"]


@each_template
def test_rows_are_never_split_and_tables_have_no_upright_rules(path: Path) -> None:
    for name, root in parts(path.read_bytes()):
        for row in root.iter(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None or row.find(f".//{W}tbl") is not None, name
        for borders in root.iter(f"{W}tblBorders"):
            for side in ("left", "right", "insideV"):
                rule = borders.find(f"{W}{side}")
                assert rule is None or rule.get(f"{W}val") in {"nil", "none"}, name


@each_template
def test_headings_stay_with_what_they_head(path: Path) -> None:
    styles = Document(str(path)).styles
    for level in (1, 2, 3):
        assert styles[f"Heading {level}"].paragraph_format.keep_with_next


@each_sample
def test_nothing_of_the_template_is_left_and_no_heading_stands_empty(
    sample: Path, audience: str, rendered: Any
) -> None:
    body = pages(rendered(sample, "docx", audience).read_bytes()).find(f"{W}body")
    blocks = [block for block in body if block.tag in {f"{W}p", f"{W}tbl"}]
    assert all(style_of(paragraph) != "Tag" for paragraph in body.iter(f"{W}p"))
    told = [
        block
        for block in blocks
        if block.tag == f"{W}tbl" or own_text(block).strip() or block.find(".//{*}drawing") is not None
    ]
    levels = [int(found.group(1)) if (found := re.fullmatch(r"Heading(\d)", style_of(b))) else 0 for b in told]
    for place, level in enumerate(levels):
        following = levels[place + 1] if place + 1 < len(levels) else 1
        assert not level or not following or following > level, own_text(told[place])


@each_sample
def test_a_table_has_a_header_row_only_if_it_has_rows_below(sample: Path, audience: str, rendered: Any) -> None:
    root = pages(rendered(sample, "docx", audience).read_bytes())
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert rows
        assert len(heads) < len(rows), own_text(table)


@of_kind("proposal")
def test_a_proposals_contents_name_its_chapters(sample: Path, rendered: Any) -> None:
    paragraphs = list(pages(rendered(sample, "docx", "client").read_bytes()).iter(f"{W}p"))
    entries = [own_text(p).rstrip("…") for p in paragraphs if style_of(p) == "TOC1"]
    chapters = ["".join(own_text(p).split()) for p in paragraphs if style_of(p) == "Heading1"]
    assert ["".join(entry.split()) for entry in entries] == chapters
    assert len(chapters) >= 10


@of_kind("proposal")
def test_a_proposals_plan_is_a_group_of_native_shapes_with_a_caption(sample: Path, rendered: Any) -> None:
    root = pages(rendered(sample, "docx", "client").read_bytes())
    shown = "".join(own_text(shape) for shape in root.iter(f"{WPS}txbx"))
    for phase in loaded(sample).implementation:
        assert "".join(phase.name.split()) in "".join(shown.split())
    assert any(style_of(paragraph) == "Caption" for paragraph in root.iter(f"{W}p"))


@of_kind("needs_analysis")
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_decision_map_names_everyone_in_native_shapes(sample: Path, audience: str, rendered: Any) -> None:
    root = pages(rendered(sample, "docx", audience).read_bytes())
    shown = "".join(own_text(shape) for shape in root.iter(f"{WPS}txbx"))
    for person in loaded(sample).decision_map.nodes:
        assert "".join(person.name.split()) in "".join(shown.split())


@of_kind("lead_register")
def test_a_register_lies_on_its_side_and_holds_every_lead(sample: Path, rendered: Any) -> None:
    data = rendered(sample, "docx", "client").read_bytes()
    assert all(section.page_width > section.page_height for section in Document(BytesIO(data)).sections)
    cells = {own_text(cell) for cell in pages(data).iter(f"{W}tc")}
    missing = [lead.lead_no for lead in loaded(sample).rows if not any(lead.lead_no in cell for cell in cells)]
    assert not missing


@of_kind("minutes")
def test_room_for_both_signatures_and_seals_stays_on_one_page(sample: Path, rendered: Any) -> None:
    root = pages(rendered(sample, "docx", "client").read_bytes())
    *_, last = root.iter(f"{W}tbl")
    assert loaded(sample).client.full_name in own_text(last)
    assert loaded(sample).seller.full_name in own_text(last)
    paragraphs = list(last.iter(f"{W}p"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in last.iter(f"{W}tr"))
    assert any(p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs) or len(last.findall(f"{W}tr")) == 1


def test_a_screening_sheet_is_one_page(rendered: Any, tmp_path: Path) -> None:
    files = [
        rendered(sample, "docx", audience)
        for sample in SAMPLES
        if sample.name.startswith("screening.")
        for audience in AUDIENCES
    ]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert {path.stem: len(pikepdf.open(path).pages) for path in tmp_path.glob("*.pdf")} == {f.stem: 1 for f in files}
