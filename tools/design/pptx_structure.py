"""Check a deck without layout: titles, alternative texts, sizes, fonts, positions, fit."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from design.flaw import excerpt
from design.slide_shapes import Shape, shapes_of
from design.structure import theme_faces
from docgen.engines.pptx.fit.frames import Frame, PlaceholderKey, placeholder_frames
from docgen.engines.pptx.fit.slide import Sheet, fit_slide
from docgen.engines.pptx.fit.styles import Fonts, fonts_of
from docgen.ooxml.package import read_rels

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SMALLEST, SMALLEST_FOOT = 12.0, 9.0
_FOOT = 0.91
_HEAD = 0.07
_SLACK = 0.05
_EDGE = 1.0
_FRAMING = {"dt", "ftr", "sldNum", "hdr"}
_EMU = 12700
Found = Iterator[tuple[str, str, str]]


class Size(NamedTuple):
    """A slide's size in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Slide:
    """A slide's XML with its layout and master, and its theme's fonts."""

    number: int
    tree: etree._Element
    frames: Mapping[PlaceholderKey, Frame]
    fonts: Fonts
    faces: frozenset[str]
    size: Size
    charts: tuple[etree._Element, ...]


def slides_of(path: Path) -> Iterator[Slide]:
    """The slides of a deck in order."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    deck = etree.fromstring(parts["ppt/presentation.xml"])
    targets = {item.id: item.target for item in read_rels(parts, "ppt/presentation.xml")}
    size = deck.find(f"{P}sldSz")
    points = Size(int(size.get("cx")) / _EMU, int(size.get("cy")) / _EMU)
    for number, slide_id in enumerate(deck.iter(f"{P}sldId"), start=1):
        part = targets[slide_id.get(f"{R}id")]
        layout = _related(parts, part, "slideLayout")
        master = _related(parts, layout, "slideMaster")
        theme = parts[_related(parts, master, "theme")]
        frames = placeholder_frames(
            etree.fromstring(parts[layout]), etree.fromstring(parts[master]), deck.find(f"{P}defaultTextStyle")
        )
        charts = tuple(etree.fromstring(parts[item.target]) for item in read_rels(parts, part) if item.name == "chart")
        tree, fonts = etree.fromstring(parts[part]), fonts_of(etree.fromstring(theme))
        yield Slide(number, tree, frames, fonts, frozenset(theme_faces(theme)), points, charts)


def _related(parts: Mapping[str, bytes], part: str, kind: str) -> str:
    return next(item.target for item in read_rels(parts, part) if item.name == kind)


def check_pptx(path: Path) -> Found:
    """Place (slide and shape), code and message of each finding."""
    slides = list(slides_of(path))
    yield from _widows(slides)
    for slide in slides:
        shapes = list(shapes_of(slide.tree, slide.frames, slide.fonts))
        for check in (_title, _empty, _alt, _sizes, _off, _overlaps, _heads, _faces):
            for place, code, message in check(slide, shapes):
                yield ", ".join(filter(None, (f"slide {slide.number}", place))), code, message
        yield from _fit(slide)


def _widows(slides: Sequence[Slide]) -> Found:
    """A table continued over slides with a single row on the last."""
    tables = [list(_tables(slide)) for slide in slides]
    for number, (before, here) in enumerate(pairwise(tables), start=2):
        after = tables[number] if number < len(tables) else []
        for head, rows in here:
            if rows == 1 and head in {other for other, _ in before} and head not in {other for other, _ in after}:
                yield f"slide {number}", "table.widow", f"the table's last row stands alone under {excerpt(head)}"


def _tables(slide: Slide) -> Iterator[tuple[str, int]]:
    """The header text of each table on a slide, and its number of rows besides group headers."""
    for table in slide.tree.iter(f"{A}tbl"):
        head, *rows = table.findall(f"{A}tr")
        spanning = sum(int(row.find(f"{A}tc").get("gridSpan", "1")) > 1 for row in rows)
        yield "|".join("".join(cell.itertext()) for cell in head.findall(f"{A}tc")), len(rows) - spanning


def _title(slide: Slide, shapes: list[Shape]) -> Found:
    titles = [shape for shape in shapes if shape.holder in {"title", "ctrTitle"} and shape.text]
    if len(titles) != 1:
        yield "", "heading.title", f"{len(titles)} titles"
    others = [shape for shape in shapes if shape.holder not in {"title", "ctrTitle", *_FRAMING}]
    if titles and not any(shape.text or shape.kind != "text" for shape in others):
        yield "", "heading.empty", f"nothing under {excerpt(titles[0].text)}"


def _empty(slide: Slide, shapes: list[Shape]) -> Found:
    for shape in shapes:
        if shape.holder and shape.holder not in _FRAMING and shape.kind == "text" and not shape.text:
            yield shape.name, "shape.empty", "an empty placeholder"


def _alt(slide: Slide, shapes: list[Shape]) -> Found:
    for shape in shapes:
        if shape.kind in {"picture", "chart", "group"} and not shape.alt:
            yield shape.name, "alt.missing", f"the {shape.kind} has no alternative text"


def _sizes(slide: Slide, shapes: list[Shape]) -> Found:
    for shape in shapes:
        in_frame = shape.box.top > slide.size.height * _FOOT or shape.box.bottom < slide.size.height * _HEAD
        is_label = in_frame or shape.in_group or shape.holder in _FRAMING or shape.name.startswith("“Stamp")
        least = SMALLEST_FOOT if is_label else SMALLEST
        if shape.smallest and shape.smallest < least - _SLACK:
            yield shape.name, "text.small", f"{shape.smallest:g} pt, at least {least:g}: {excerpt(shape.text)}"
    for number, chart in enumerate(slide.charts, start=1):
        sizes = [int(style.get("sz")) / 100 for style in chart.iter(f"{A}defRPr", f"{A}rPr") if style.get("sz")]
        if min(sizes, default=SMALLEST) < SMALLEST_FOOT:
            yield f"chart {number}", "text.small", f"{min(sizes):g} pt, at least {SMALLEST_FOOT:g}"


def _off(slide: Slide, shapes: list[Shape]) -> Found:
    for shape in shapes:
        box = shape.box
        beyond = max(-box.left, -box.top, box.right - slide.size.width, box.bottom - slide.size.height)
        if beyond > _EDGE:
            yield shape.name, "shape.off", f"{beyond:.0f} pt beyond the slide"


def _overlaps(slide: Slide, shapes: list[Shape]) -> Found:
    """Text over text, or over a table or chart. Shapes inside a group aren't compared."""
    compared = [shape for shape in shapes if not shape.in_group and not shape.turned]
    shown = [shape for shape in compared if shape.text or shape.kind in {"chart", "table"}]
    for index, shape in enumerate(shown):
        for other in shown[index + 1 :]:
            across, down = shape.ink.shared(other.ink)
            if across > 2 and down > 2:
                message = f"lies over {other.name} by {across:.0f} × {down:.0f} pt"
                yield shape.name, "shape.overlap", message


def _heads(slide: Slide, shapes: list[Shape]) -> Found:
    for frame in slide.tree.iter(f"{P}graphicFrame"):
        table = frame.find(f".//{A}tbl")
        if table is None or len(table.findall(f"{A}tr")) < 3:
            continue
        properties = table.find(f"{A}tblPr")
        marked = {name for name in ("firstRow", "firstCol") if properties is not None and properties.get(name) == "1"}
        if not marked:
            yield frame.find(f".//{P}cNvPr").get("name"), "table.head", "no head row (a:tblPr firstRow)"


def _faces(slide: Slide, shapes: list[Shape]) -> Found:
    for tree in (slide.tree, *slide.charts):
        faces = {face.get("typeface", "") for face in tree.iter(f"{A}latin", f"{A}ea", f"{A}cs")}
        for face in sorted(face for face in faces if face and not face.startswith("+") and face not in slide.faces):
            yield "", "font.foreign", f"{face} is not one of the theme's"


def _fit(slide: Slide) -> Found:
    sheet = Sheet(slide.size.width, slide.size.height, slide.size.height * _FOOT)
    _, findings = fit_slide(deepcopy(slide.tree), slide.frames, slide.fonts, sheet, f"slide {slide.number}")
    for finding in findings:
        yield finding.place, finding.code, finding.message
