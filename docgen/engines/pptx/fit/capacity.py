"""Estimate on the rendered markup whether text may overflow; the estimate is an upper bound.

Only a slide that may overflow is parsed, measured and fitted; most slides are not.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from docgen.engines.office.measure.typeface import POWERPOINT_PITCH, Style
from docgen.engines.office.shapes import EMU
from docgen.engines.office.tags import BLOCKS, LIFTED, OWN, raw
from docgen.engines.pptx.cells import has_cell_tags
from docgen.engines.pptx.fit.frames import BOX, Frame, PlaceholderKey, frame_of, shape_id, shapes_off_slide
from docgen.engines.pptx.fit.styles import Fonts, Level, apply_paragraph, level_of
from docgen.engines.pptx.fit.tables import tables_of
from docgen.ooxml.names import A, Element, P

CAPACITY_MARK = "\x18"
_STAND_IN = "\ufde8"
_MAX_INDENT = 162.0  # points, of a list in Markdown nine levels deep
_UNWRAPPED = 1e6
_TABLE = f"{{{A}}}tbl"
_TEXT, _TEXT_END = "<a:t>", "</a:t>"
_TEXTS, _HEIGHTS = re.compile("<a:t>([^<]*)"), re.compile(r'<a:tr (?:[^>]* )?h="(\d+)"')
_TAG_START = re.compile(r"\{[{%#]")
_WIDEST = 1.3  # em; only dashes of two and three em are wider


@dataclass(frozen=True, slots=True)
class Capacity:
    """The space of a text body or a table in points: `widths` of its lines or columns, `height` in all.

    `line` is the tallest line, `spacing` the maximum that a paragraph or cell adds; `size` the largest type, `style`
    the widest face.
    """

    widths: tuple[float, ...]
    height: float
    size: float
    line: float
    spacing: float
    style: Style
    is_table: bool = False
    always: bool = False

    def may_overflow(self, text: str) -> bool:
        """Whether the rendered body or table `text` may need more."""
        if self.always:
            return True
        return (self._rows(text) if self.is_table else self._paragraphs(text)) > self.height

    def _paragraphs(self, text: str) -> float:
        return sum(self._paragraph(part, self.widths[0]) for part in text.split("</a:p>")[:-1])

    def _paragraph(self, text: str, width: float) -> float:
        lines = 1 + text.count("<a:br>")
        words = _words(text)
        needed = self.style.em(words) * self.size
        if needed > width:
            longest = max(map(self.style.em, words.split())) * self.size
            lines += int(needed / max(width - longest, width / 2))
        return lines * self.line + self.spacing

    def _rows(self, text: str) -> float:
        least = self.line + self.spacing
        heights = [int(height) / EMU for height in _HEIGHTS.findall(text)]
        if self._all_on_one_line(text, len(heights)):
            return sum(max(height, least) for height in heights)
        return self._rows_one_by_one(text, least)

    def _all_on_one_line(self, text: str, rows: int) -> bool:
        """Whether each cell in `rows` rows surely is one run of at most one line; False means unknown."""
        columns = len(self.widths)
        if not text.count(_TEXT) == text.count("</a:p>") == text.count("</a:tc>") == rows * columns:
            return False
        words = _TEXTS.findall(text)
        return "<a:br>" not in text and all(
            self._on_one_line(words[column::columns], width) for column, width in enumerate(self.widths)
        )

    def _on_one_line(self, texts: list[str], width: float) -> bool:
        """Whether each text surely fits one line, by its length or by its letters."""
        capacity = width / self.size
        return max(map(len, texts), default=0) * _WIDEST <= capacity or all(
            self.style.em(unescape(words) if "&" in words else words) <= capacity for words in texts
        )

    def _rows_one_by_one(self, text: str, least: float) -> float:
        height = 0.0
        for row in text.split("<a:tr ")[1:]:
            at = row.index('h="') + 3
            tallest = max(int(row[at : row.index('"', at)]) / EMU, least)
            for width, cell in zip(self.widths, row.split("</a:tc>")[:-1], strict=False):
                if cell.count("</a:p>") > 1 or "<a:br>" in cell or self.style.em(_words(cell)) * self.size > width:
                    tallest = max(tallest, sum(self._paragraph(part, width) for part in cell.split("</a:p>")[:-1]))
            height += tallest
        return height


def _words(text: str) -> str:
    """The text of a paragraph or cell; most have one run or none."""
    start = text.find(_TEXT)
    if start < 0:
        return ""
    end = text.find(_TEXT_END, start)
    words = text[start + len(_TEXT) : end]
    if text.find(_TEXT, end) > 0:
        words = "".join(run[: run.index(_TEXT_END)] for run in text.split(_TEXT)[1:])
    return unescape(words) if "&" in words else words


def find_capacities(
    slide: Element,
    frames: Mapping[PlaceholderKey, Frame],
    fonts: Fonts,
    foot: float,
    fixed: frozenset[str] = frozenset(),
) -> list[tuple[Element, Capacity]]:
    """The bodies and tables that may overflow, without those of `fixed` ids.

    The tags of `slide` are not lifted yet, tables end at `foot`.
    """
    return [*_bodies(slide, frames, fonts, fixed), *_tables(slide, frames, fonts, foot, fixed)]


def untagged(slide: Element) -> frozenset[str]:
    """The ids of shapes and frames without a tag, whose tags are not lifted yet: they are as somebody drew them."""
    shapes = slide.iter(f"{{{P}}}sp", f"{{{P}}}graphicFrame")
    return frozenset(shape_id(shape) for shape in shapes if not _holds_tag(shape))


def _holds_tag(shape: Element) -> bool:
    return (
        _TAG_START.search("".join(map(str, shape.itertext()))) is not None or shape.find(f".//{{{OWN}}}raw") is not None
    )


def mark_capacities(found: list[tuple[Element, Capacity]]) -> tuple[Capacity, ...]:
    """Append a mark with its number to each body and table."""
    for number, (element, _) in enumerate(found):
        element.append(raw(f"{_STAND_IN}{number}{_STAND_IN}"))
    return tuple(capacity for _, capacity in found)


def out_of_tree(text: str) -> str:
    """Serialized markup with its marks."""
    return text.replace(_STAND_IN, CAPACITY_MARK)


def take_marks(text: str, capacities: tuple[Capacity, ...]) -> tuple[str, bool]:
    """`text` without its marks, and whether anything in it may overflow."""
    pieces = text.split(CAPACITY_MARK)
    if len(pieces) == 1:
        return text, False
    pairs = zip(pieces[::2], pieces[1::2], strict=False)
    tight = any(capacities[int(number)].may_overflow(_held(piece, capacities[int(number)])) for piece, number in pairs)
    return "".join(pieces[::2]), tight


def _held(piece: str, capacity: Capacity) -> str:
    return piece[piece.rfind("<a:tbl>" if capacity.is_table else "<p:txBody>") :]


def _bodies(
    slide: Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts, fixed: frozenset[str]
) -> Iterator[tuple[Element, Capacity]]:
    for shape in slide.iter(f"{{{P}}}sp"):
        if shape_id(shape) in fixed:
            continue
        body, frame = shape.find(f"{{{P}}}txBody"), frame_of(shape, frames)
        if body is None or frame.place is None or not frame.upright or not "".join(map(str, body.itertext())).strip():
            continue
        _drop_scale(body)
        levels = [*_levels(body, frame)] or [frame.levels[0]]
        margin = max(level.left + level.right + max(level.indent, 0.0) for level in levels)
        margin = max(margin, _MAX_INDENT) if BLOCKS.search("".join(map(str, body.itertext()))) else margin
        size, line, spacing = _type(body, levels)
        width = max(frame.width - margin, 1.0) if frame.wraps else _UNWRAPPED
        yield body, Capacity((width,), frame.height, size, line, spacing, _style(body, levels, fonts))


def _drop_scale(body: Element) -> None:
    """Drop the scale that PowerPoint computed for the template's own text."""
    for autofit in body.iterfind(f"{{{A}}}bodyPr/{{{A}}}normAutofit"):
        autofit.attrib.clear()


def _levels(body: Element, frame: Frame) -> Iterator[Level]:
    for paragraph in body.iter(f"{{{A}}}p"):
        properties = paragraph.find(f"{{{A}}}pPr")
        yield apply_paragraph(level_of(properties, frame.levels), properties)


def _tables(
    slide: Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts, foot: float, fixed: frozenset[str]
) -> Iterator[tuple[Element, Capacity]]:
    frame = frames.get(BOX, Frame())
    for _, table, top in tables_of(slide, fixed):
        cells = table.iter(f"{{{A}}}tcPr")
        insets = [_insets(cell, ("marL", "marR", "marT", "marB")) for cell in cells] or [(7.2, 7.2, 3.6, 3.6)]
        across, down = max(left + right for left, right, _, _ in insets), max(high + low for _, _, high, low in insets)
        grid = table.iterfind(f"{{{A}}}tblGrid/{{{A}}}gridCol")
        widths = tuple(max(float(column.get("w", "0")) / EMU - across, 1.0) for column in grid)
        levels = [*_levels(table, frame)] or [frame.levels[0]]
        size, line, spacing = _type(table, levels)
        style = _style(table, levels, fonts)
        texts = "".join(map(str, table.itertext()))
        repeats = any(found[2] == "tc" for found in LIFTED.findall(texts))
        always = repeats or has_cell_tags(table) or not widths
        yield table, Capacity(widths, foot - top, size, line, spacing + down, style, is_table=True, always=always)


def _insets(properties: Element, names: tuple[str, str, str, str]) -> tuple[float, float, float, float]:
    left, right = (float(properties.get(name, "91440")) / EMU for name in names[:2])
    top, bottom = (float(properties.get(name, "45720")) / EMU for name in names[2:])
    return left, right, top, bottom


def _type(body: Element, levels: list[Level]) -> tuple[float, float, float]:
    """The largest type in `body`, its tallest line and the maximum spacing of a paragraph, in points."""
    own = [item.get("sz") for item in body.iter(f"{{{A}}}rPr", f"{{{A}}}endParaRPr")]
    sizes = [float(size) / 100 for size in own if size]
    inherited = [level.size for level in levels] if not own or None in own else []
    size = max([*sizes, *inherited])
    line = max(max(level.line.share * POWERPOINT_PITCH * size, level.line.points) for level in levels)
    shares = max((level.before.share + level.after.share) * POWERPOINT_PITCH * size for level in levels)
    return size, line, shares + max(level.before.points + level.after.points for level in levels)


def _style(body: Element, levels: list[Level], fonts: Fonts) -> Style:
    """The face that text is measured in: bold if any run in `body` is, since bold is wider."""
    is_bold = body.tag == _TABLE or any(level.bold for level in levels) or _holds_bold(body)
    return levels[0].typeface(fonts).style(bold=is_bold)


def _holds_bold(body: Element) -> bool:
    marked = BLOCKS.search("".join(map(str, body.itertext()))) is not None
    return marked or any(item.get("b") == "1" for item in body.iter(f"{{{A}}}rPr"))


def has_shapes_off_slide(slide: Element, width: float, height: float) -> bool:
    """Whether a picture, chart or drawing of the template extends beyond the slide's edge."""
    return any(True for _ in shapes_off_slide(slide, width, height))
