"""Turns text that would run out of its box into text that fits, by PowerPoint's own autofit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from docgen.engines._office_text import Element
from docgen.engines._pptx_text import A, P

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U0001f000-\U0001ffff]"
)
_TOKENS = re.compile(rf"\s+|{_WIDE.pattern}|(?:(?!{_WIDE.pattern})\S)+")
EMU = 12700
_LINE, _WIDE_LINE = 1.2, 1.36
_STEPS: tuple[tuple[float, int], ...] = (
    (100, 0), (100, 10), (92.5, 10), (85, 20), (77.5, 20), (70, 20), (62.5, 20), (55, 20), (47.5, 20), (40, 20),
    (32.5, 20), (25, 20),
)  # PowerPoint's own: per cent of the type's size, per cent taken off the line spacing  # fmt: skip
_DEFAULT_SIZE = 18.0
_MASTER_KIND = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A text frame's inner width and height and its text's size, in points."""

    width: float
    height: float
    size: float


HolderKey = tuple[str, str]


def holder_frames(layout: Element, master: Element) -> Mapping[HolderKey, Frame]:
    """The frames of a layout's placeholders, by type and index; what the layout leaves open its master says."""
    by_kind = {key[0]: replace(frame, size=_style_size(master, key[0])) for key, frame in _holders(master, {})}
    return dict(_holders(layout, by_kind))


def _style_size(master: Element, kind: str) -> float:
    """The size that the master's text styles give a placeholder's first level."""
    name = {"title": "titleStyle", "body": "bodyStyle"}.get(kind, "otherStyle")
    style = master.find(f"{{{P}}}txStyles/{{{P}}}{name}/{{{A}}}lvl1pPr/{{{A}}}defRPr[@sz]")
    return float(style.get("sz", "1800")) / 100 if style is not None else _DEFAULT_SIZE


def _holders(part: Element, inherited: Mapping[str, Frame]) -> Iterator[tuple[HolderKey, Frame]]:
    for shape in part.iter(f"{{{P}}}sp"):
        holder = shape.find(f".//{{{P}}}ph")
        if holder is None:
            continue
        kind = holder.get("type", "obj")
        above = inherited.get(_MASTER_KIND.get(kind, kind))
        box = _box(shape)
        style = shape.find(f".//{{{A}}}lvl1pPr/{{{A}}}defRPr[@sz]")
        size = float(style.get("sz", "1800")) / 100 if style is not None else above.size if above else _DEFAULT_SIZE
        if box is not None:
            yield (kind, holder.get("idx", "0")), Frame(*_inner(shape, box), size)
        elif above is not None:
            yield (kind, holder.get("idx", "0")), above


def fit(slide: Element, frames: Mapping[HolderKey, Frame]) -> None:
    """Set the autofit scale of each text frame that would overflow; `frames` are those of the slide's layout."""
    for shape in slide.iter(f"{{{P}}}sp"):
        body = shape.find(f"{{{P}}}txBody")
        properties = body.find(f"{{{A}}}bodyPr") if body is not None else None
        frame = _frame(shape, frames)
        if body is None or properties is None or frame is None or not _may_shrink(shape, properties):
            continue
        step = next((s for s in _STEPS if _height(body, frame, s) <= frame.height), _STEPS[-1])
        if step != _STEPS[0]:
            _set_scale(properties, step)


def _may_shrink(shape: Element, properties: Element) -> bool:
    if properties.find(f"{{{A}}}normAutofit") is not None:
        return True
    fixed = properties.find(f"{{{A}}}noAutofit") is not None or properties.find(f"{{{A}}}spAutoFit") is not None
    return not fixed and shape.find(f".//{{{P}}}ph") is not None


def _set_scale(properties: Element, step: tuple[float, int]) -> None:
    old = properties.find(f"{{{A}}}normAutofit")
    if old is None:
        old = etree.Element(f"{{{A}}}normAutofit")
        properties.insert(0, old)
    if step[0] < 100:
        old.set("fontScale", str(round(step[0] * 1000)))
    old.set("lnSpcReduction", str(step[1] * 1000))


def _frame(shape: Element, frames: Mapping[HolderKey, Frame]) -> Frame | None:
    holder = shape.find(f".//{{{P}}}ph")
    box = _box(shape)
    inherited = None
    if holder is not None:
        inherited = frames.get((holder.get("type", "obj"), holder.get("idx", "0")))
    if box is None:
        return inherited
    return Frame(*_inner(shape, box), inherited.size if inherited else _DEFAULT_SIZE)


def _box(shape: Element) -> tuple[float, float] | None:
    extent = shape.find(f"{{{P}}}spPr/{{{A}}}xfrm/{{{A}}}ext")
    if extent is None:
        return None
    return float(extent.get("cx", "0")) / EMU, float(extent.get("cy", "0")) / EMU


def _inner(shape: Element, box: tuple[float, float]) -> tuple[float, float]:
    body = shape.find(f"{{{P}}}txBody/{{{A}}}bodyPr")
    insets = [float(body.get(name, default)) if body is not None else float(default) for name, default in _INSETS]
    left, right, top, bottom = (inset / EMU for inset in insets)
    return max(box[0] - left - right, 1), max(box[1] - top - bottom, 1)


_INSETS = (("lIns", "91440"), ("rIns", "91440"), ("tIns", "45720"), ("bIns", "45720"))


def _height(body: Element, frame: Frame, step: tuple[float, int]) -> float:
    return sum(_paragraph_height(item, frame, step) for item in body.iter(f"{{{A}}}p"))


def _paragraph_height(paragraph: Element, frame: Frame, step: tuple[float, int]) -> float:
    scale = step[0] / 100
    properties = paragraph.find(f"{{{A}}}pPr")
    margin = float(properties.get("marL", "0")) / EMU if properties is not None else 0
    largest, lines = 0.0, 0
    for line in _lines(paragraph, frame.size):
        largest = max([largest, *(size for _, size in line)])
        lines += wrapped([(text, size * scale) for text, size in line], max(frame.width - margin, 1))
    before, after = _points(properties, "spcBef"), _points(properties, "spcAft")
    tall = _line_height(properties, largest or frame.size, _WIDE.search("".join(paragraph.itertext())) is not None)
    return lines * scale * tall * (1 - step[1] / 100) + before + after


def _lines(paragraph: Element, default: float) -> Iterator[list[tuple[str, float]]]:
    """The runs of each line that breaks part, as text and size."""
    line: list[tuple[str, float]] = []
    for item in paragraph.iterchildren(f"{{{A}}}r", f"{{{A}}}fld", f"{{{A}}}br"):
        style = item.find(f"{{{A}}}rPr")
        size = float(style.get("sz", default * 100)) / 100 if style is not None else default
        if item.tag == f"{{{A}}}br":
            yield line or [("", size)]
            line = []
        else:
            line.append((item.findtext(f"{{{A}}}t") or "", size))
    yield line


def _line_height(properties: Element | None, size: float, wide: bool) -> float:
    exact = _points(properties, "lnSpc")
    if exact:
        return exact
    percent = properties.find(f"{{{A}}}lnSpc/{{{A}}}spcPct") if properties is not None else None
    return (
        size
        * (_WIDE_LINE if wide else _LINE)
        * (1.0 if percent is None else float(percent.get("val", "100000")) / 100_000)
    )


def _points(properties: Element | None, name: str) -> float:
    found = properties.find(f"{{{A}}}{name}/{{{A}}}spcPts") if properties is not None else None
    return 0.0 if found is None else float(found.get("val", "0")) / 100


def fit_tables(slide: Element, bottom: float) -> None:
    """Make a table's type smaller, not under 12 points, if that keeps it above `bottom` (points from the top)."""
    for frame in slide.iter(f"{{{P}}}graphicFrame"):
        table, offset = frame.find(f".//{{{A}}}tbl"), frame.find(f"{{{P}}}xfrm/{{{A}}}off")
        if table is None or offset is None or len(table) > _MOST_ROWS_TO_SHRINK:
            continue
        room = bottom - float(offset.get("y", "0")) / EMU
        if sum(row_heights(table)) <= room:
            continue
        for scale in _TABLE_SCALES:
            smaller = deepcopy(table)
            _scale_table(smaller, scale)
            if sum(row_heights(smaller)) <= room:
                _scale_table(table, scale)
                break


def row_heights(table: Element) -> Iterator[float]:
    """About how tall each row of the table comes out, in points."""
    return row_heights_of(table, list(table.iterchildren(f"{{{A}}}tr")))


def row_heights_of(table: Element, rows: Sequence[Element]) -> Iterator[float]:
    """The same for some of its rows."""
    widths = [float(column.get("w", "0")) / EMU for column in table.iterfind(f"{{{A}}}tblGrid/{{{A}}}gridCol")]
    return (_row_height(row, widths) for row in rows)


def _row_height(row: Element, widths: list[float]) -> float:
    tallest = float(row.get("h", "0")) / EMU
    for index, cell in enumerate(row.iterchildren(f"{{{A}}}tc")):
        span = int(cell.get("gridSpan", "1"))
        properties = cell.find(f"{{{A}}}tcPr")
        left, right, top, bottom = (
            float(properties.get(name, default) if properties is not None else default) / EMU
            for name, default in _CELL_INSETS
        )
        frame = Frame(max(sum(widths[index : index + span]) - left - right, 1), 0, _DEFAULT_SIZE)
        if cell.get("hMerge") != "1":
            heights = (_paragraph_height(item, frame, _STEPS[0]) for item in cell.iter(f"{{{A}}}p"))
            tallest = max(tallest, sum(heights) + top + bottom)
    return tallest


_CELL_INSETS = (("marL", "91440"), ("marR", "91440"), ("marT", "45720"), ("marB", "45720"))
_TABLE_SCALES = (0.94, 0.88, 0.82)
_SMALLEST = 1200
_MOST_ROWS_TO_SHRINK = 24


def _scale_table(table: Element, scale: float) -> None:
    for paragraph in table.iter(f"{{{A}}}p"):
        shrunk = [_scale_style(style, scale) for style in paragraph.iter(f"{{{A}}}rPr", f"{{{A}}}endParaRPr")]
        for points in paragraph.iterfind(f"{{{A}}}pPr/{{{A}}}lnSpc/{{{A}}}spcPts"):
            points.set("val", str(round(int(points.get("val", "0")) * min(shrunk, default=1))))
    for row in table.iterchildren(f"{{{A}}}tr"):
        row.set("h", str(round(int(row.get("h", "0")) * scale)))


def _scale_style(style: Element, scale: float) -> float:
    """Shrink one style and give the factor that it shrank by."""
    size = int(style.get("sz", "1800"))
    smaller = max(round(size * scale / 50) * 50, min(size, _SMALLEST))
    style.set("sz", str(smaller))
    return smaller / size


def wrapped(line: Sequence[tuple[str, float]], width: float) -> int:
    """How many lines the runs (text and size) of one line take at `width` points."""
    count, used = 1, 0.0
    for text, size in line:
        for token in _TOKENS.findall(text):
            wide = text_width(token, size)
            if used + wide <= width:
                used += wide
            elif not token.isspace():
                count += 1 if used else 0
                count += int(wide // width)
                used = wide % width if wide > width else wide
    return count


def text_width(text: str, size: float) -> float:
    """About how wide `text` runs at `size` points, in points."""
    return sum(_em(char) for char in text) * size * 1.02


def _em(char: str) -> float:
    if char in "iljtfrI.,:;'|!()[] -·":
        return 0.29
    if ord(char) > 0x1100 and _WIDE.match(char):
        return 1.0
    if char in "mwMW@%—":
        return 0.85
    return 0.62 if char.isupper() else 0.52
