"""The built-in decks: made by the tool as shipped, laid out by the design's rules, and their samples fit."""

import itertools
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, KINDS, ROOT, SAMPLES, loaded
from pptx import Presentation
from pptx.util import Emu

TEMPLATES = tuple(sorted((ROOT / "templates" / "pptx").rglob("*.pptx")))
NAMES = [str(path.relative_to(ROOT / "templates" / "pptx")) for path in TEMPLATES]
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
each_sample = pytest.mark.parametrize(
    ("sample", "audience"),
    list(itertools.product(SAMPLES, AUDIENCES)),
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
OWN = ("manufacturing", "services", "financial_services")
Box = tuple[int, int, int, int]
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
STAMP_IDS = {"{{版本戳.完整戳号}}", "{{Stamp.Id}}"}
FRAME = {4, 11, 12, 13, 14}
"""The placeholders of stamp id, foot and head, whose type is small."""


def parts(path: Path, *folders: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(folders) and name.endswith(".xml"):
                yield name, archive.read(name).decode()


def boxes(slide: Any) -> list[tuple[str, Box]]:
    found = [(s.name, (s.left, s.top, s.left + s.width, s.top + s.height)) for s in slide.shapes]
    return [(name, box) for name, box in found if name != "Watermark" and "mark" not in name]


def overlapping(one: Box, other: Box) -> bool:
    slack = Emu(12700)
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide > slack and tall > slack


def test_the_shipped_decks_are_those_that_the_tool_makes() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_templates.py", "--check", "pptx"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_there_is_a_deck_for_each_kind_and_two_for_each_industry_in_each_language() -> None:
    wanted = {f"base/{kind}" for kind in KINDS}
    wanted |= {f"{industry}/{kind}" for industry in OWN for kind in ("proposal", "needs_analysis")}
    assert set(NAMES) == {f"{name}.{language}.pptx" for name in wanted for language in ("zh", "en", "zh+en")}


@each_template
def test_colours_and_fonts_are_the_themes_alone(path: Path) -> None:
    for name, text in parts(path, "ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notes"):
        assert "srgbClr" not in text, name
        faces = set(re.findall(r'<a:(?:latin|ea|cs) typeface="([^"]*)"', text))
        assert faces <= {"+mj-lt", "+mj-ea", "+mj-cs", "+mn-lt", "+mn-ea", "+mn-cs"}, name


@each_template
def test_no_type_is_under_twelve_points_but_the_stamps(path: Path) -> None:
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            printed = re.sub(
                r"<a:r>(?:(?!</a:r>).)*<a:t>\{%[^<]*%\}</a:t>\s*</a:r>", "", shape._element.xml, flags=re.DOTALL
            )
            sizes = [int(size) / 100 for size in re.findall(r'sz="(\d+)"', printed)]
            small = shape.is_placeholder and shape.placeholder_format.idx in FRAME
            text = "".join(shape._element.itertext())
            smallest = 9 if small or any(tag in text for tag in STAMP_IDS) else 12
            assert min(sizes, default=12) >= smallest, (shape.name, min(sizes))


@each_template
def test_every_slide_has_a_title_a_stamp_line_and_its_number_in_real_placeholders(path: Path) -> None:
    deck = Presentation(str(path))
    for slide in deck.slides:
        kinds = {holder.placeholder_format.type for holder in slide.placeholders}
        assert slide.shapes.title is not None
        assert {15, 13} <= {int(kind) for kind in kinds}
        footer = next(h for h in slide.placeholders if h.placeholder_format.idx == 11)
        number = next(h for h in slide.placeholders if h.placeholder_format.idx == 12)
        assert footer.text_frame.text in {"{{版本戳.文件标识}}", "{{Stamp.Identity line}}"}
        assert 'type="slidenum"' in number._element.xml
        assert re.search(r"\{\{(版本戳\.戳号|Stamp\.Short id)\}\}", number.text_frame.text)
        layout = {holder.placeholder_format.idx for holder in slide.slide_layout.placeholders}
        assert {holder.placeholder_format.idx for holder in slide.placeholders} <= layout


def written(path: Path) -> str:
    """The text of a deck's slides, a paragraph a line, in order."""
    elements = (shape._element for slide in Presentation(str(path)).slides for shape in slide.shapes)
    paragraphs = (paragraph for element in elements for paragraph in element.iter(f"{{{A}}}p"))
    return "\n".join("".join(run.text or "" for run in paragraph.iter(f"{{{A}}}t")) for paragraph in paragraphs)


@each_template
def test_a_deck_has_the_words_of_its_language_and_no_tags_for_them(path: Path) -> None:
    text = written(path)
    assert not re.findall(r"\b(?:label|head)\(", text)
    words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    latin, chinese = re.findall(r"[A-Za-z]{2,}", words), re.findall(r"[\u4e00-\u9fff]", words)
    language = path.name.split(".")[1]
    assert (bool(chinese), bool(set(latin) - {"OEE"})) == ("zh" in language, "en" in language)


@each_template
def test_pictures_bound_by_alt_text_and_tables_are_named(path: Path) -> None:
    for slide in Presentation(str(path)).slides:
        names = [shape.name for shape in slide.shapes]
        assert all(names)
        assert len(names) == len(set(names)), names


@each_sample
def test_nothing_stands_outside_its_slide_or_over_something_else(sample: Path, audience: str, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes()))
    for number, slide in enumerate(deck.slides, 1):
        if slide.slide_layout.name == "Cover":
            continue
        found = boxes(slide)
        for name, (left, top, right, bottom) in found:
            assert left >= 0 and top >= 0, (number, name)
            assert right <= deck.slide_width and bottom <= deck.slide_height, (number, name)
        clashes = [
            (a[0], b[0]) for a, b in itertools.combinations(found, 2) if overlapping(a[1], b[1]) and "rule" not in a[0]
        ]
        assert not clashes, (number, clashes)


@each_template
def test_rules_of_tables_are_the_themes_lines(path: Path) -> None:
    for name, text in parts(path, "ppt/slides/"):
        assert "<a:lnB w=" not in text.replace('<a:lnB w="0"', ""), name
        assert text.count("<a:tbl>") == text.count("<a:tableStyleId>"), name
    styles = dict(parts(path, "ppt/tableStyles.xml"))["ppt/tableStyles.xml"]
    assert "<a:lnRef idx=" in styles
    assert "<a:ln w=" not in styles


@each_template
def test_panels_have_the_brands_corners(path: Path) -> None:
    for name, text in parts(path, "ppt/slides/"):
        for shape in re.findall(r"<p:sp>.*?</p:sp>", text, re.DOTALL):
            if 'name="Panel ' in shape:
                assert 'prst="roundRect"' in shape, name


@each_sample
def test_the_wordmark_is_on_the_first_and_the_closing_slide(sample: Path, audience: str, rendered: Any) -> None:
    slides = list(Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes())).slides)
    closing = [slide for slide in slides[-1:] if "Leads" not in {shape.name for shape in slide.shapes}]
    for slide in (slides[0], *closing):
        marks = [shape for shape in slide.shapes if shape.name == "Logo"]
        texts = [member.text_frame.text for shape in marks for member in shape.shapes]
        assert texts == [loaded(sample).seller.short_name]


@each_sample
def test_every_slide_of_an_internal_copy_is_marked_and_none_of_a_clients(
    sample: Path, audience: str, rendered: Any
) -> None:
    for number, slide in enumerate(Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes())).slides, 1):
        marks = [holder.text_frame.text for holder in slide.placeholders if holder.placeholder_format.idx == 14]
        assert bool("".join(marks).strip()) == (audience == "internal"), number


@pytest.mark.parametrize(
    ("kind", "charts"), [("proposal.services.en.yaml", 2), ("lead_register.services.en.yaml", 2)], ids=str
)
def test_figures_are_native_charts(kind: str, charts: int, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(SAMPLES[0].parent / kind, "pptx", "client").read_bytes()))
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == charts


@each_sample
def test_titles_are_sentences_and_none_is_only_the_parts_name(sample: Path, audience: str, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes()))
    for slide in deck.slides:
        part = [holder.text_frame.text for holder in slide.placeholders if holder.placeholder_format.idx == 15]
        assert slide.shapes.title.text_frame.text not in part


@each_sample
def test_type_in_a_finished_deck_is_twelve_points_or_more(sample: Path, audience: str, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes()))
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if shape.shape_type == 6 or (shape.is_placeholder and shape.placeholder_format.idx in FRAME):
                continue
            scale = int((re.findall(r'fontScale="(\d+)"', shape._element.xml) or ["100000"])[0]) / 100_000
            for size, text in _sized(shape._element):
                assert size * scale >= 12 or len(text) == 64, (number, shape.name, size * scale, text[:40])


def _sized(element: Any) -> Iterator[tuple[float, str]]:
    for run in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}r"):
        style = run.find("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr")
        text = run.findtext("{http://schemas.openxmlformats.org/drawingml/2006/main}t") or ""
        if style is not None and style.get("sz") and text.strip():
            yield int(style.get("sz")) / 100, text


@each_sample
def test_no_slide_is_empty(sample: Path, audience: str, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(sample, "pptx", audience).read_bytes()))
    for number, slide in enumerate(deck.slides, 1):
        body = [
            shape
            for shape in slide.shapes
            if not (shape.is_placeholder and shape.placeholder_format.idx in {0, 11, 12})
            and ("".join(shape._element.itertext()).strip() or shape.shape_type == 6)
        ]
        assert body, number


@pytest.mark.parametrize("sample", [p for p in SAMPLES if p.name.startswith("proposal.")], ids=lambda path: path.stem)
def test_a_proposal_is_a_deck_of_ten_slides_or_more_with_sentences_for_titles(sample: Path, rendered: Any) -> None:
    deck = Presentation(BytesIO(rendered(sample, "pptx", "client").read_bytes()))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert 10 <= len(titles) <= 20
    headlines = loaded(sample).headlines
    shown = [getattr(headlines, name) for name in type(headlines).model_fields if getattr(headlines, name)]
    assert sum(headline in titles for headline in shown) >= min(len(shown), 8) - 1


def test_an_internal_proposal_carries_the_speakers_notes_and_a_client_copy_none(rendered: Any) -> None:
    sample = next(path for path in SAMPLES if path.name == "proposal.manufacturing.zh.yaml")
    inner = Presentation(BytesIO(rendered(sample, "pptx", "internal").read_bytes()))
    spoken = [s.notes_slide.notes_text_frame.text for s in inner.slides if s.has_notes_slide]
    assert loaded(sample).speaker_notes.pricing in spoken
    with zipfile.ZipFile(rendered(sample, "pptx", "client")) as archive:
        assert not [name for name in archive.namelist() if "notesSlides/" in name]
