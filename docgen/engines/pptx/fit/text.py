"""Fit the text of a frame: PowerPoint's autofit values, a taller box, or the overflow."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from lxml import etree

from docgen.engines.office.measure.fit import (
    BODY_STEPS,
    TITLE_STEPS,
    UNSHRUNK,
    Paragraph,
    Shrink,
    height_of,
    line_sizes,
    most_lines,
    scaled_size,
    shrink,
)
from docgen.engines.office.measure.typeface import POWERPOINT_PITCH
from docgen.engines.pptx.fit.frames import Frame
from docgen.engines.pptx.fit.styles import (
    EMU,
    Fonts,
    Levels,
    apply_paragraph,
    first_indent,
    level_of,
    paragraphs_of,
    points_of,
)
from docgen.ooxml.names import A, Element, P

SMALLEST: Final = 10.0
"""The smallest size in points that type is shrunk to; a text that needs less overflows."""
_SMALLEST_TITLE: Final = 18.0
_SLACK: Final = 1.0
_UNWRAPPED: Final = 1e6
_AUTOFIT: Final = f"{{{A}}}normAutofit"
_PPR, _RPR, _END, _TEXT = (f"{{{A}}}{name}" for name in ("pPr", "rPr", "endParaRPr", "t"))
_PARAGRAPH, _BREAK = f"{{{A}}}p", f"{{{A}}}br"


class Overflow(NamedTuple):
    """The excess of text: points, estimated lines and characters; `substituted` names faces that are not installed."""

    points: float
    lines: int
    characters: int
    substituted: tuple[str, ...]


def surely_fits(body: Element, frame: Frame) -> bool:
    """Whether a body is empty or its text fits its frame however it breaks; an estimate without measuring."""
    text = "".join(body.itertext())
    if not text.strip():
        return True
    if "\t" in text or not frame.wraps:
        return False
    return _most_height(body, frame.levels, frame.width) <= frame.height


def fit_text(body: Element, frame: Frame, fonts: Fonts) -> tuple[bool, Overflow | None]:
    """Write the autofit of `frame` into `body`; whether that changed it, and the remaining overflow.

    A box with a:normAutofit is shrunk by PowerPoint's steps, a title by its one step if that is enough, and never
    below `SMALLEST` points.
    """
    shrinks = frame.autofit == "normAutofit"
    if surely_fits(body, frame):
        return (shrinks and _write(body, UNSHRUNK)), None
    paragraphs = paragraphs_of(body, frame.levels, fonts)
    if height_of(paragraphs, _width(frame), frame.levels[0].typeface(fonts)) <= frame.height:
        return (shrinks and _write(body, UNSHRUNK)), None
    step = _step(paragraphs, frame, fonts) if shrinks else UNSHRUNK
    changed = shrinks and _write(body, step)
    return changed, overflow_of(paragraphs, frame, fonts, step)


def text_height(body: Element, frame: Frame, fonts: Fonts) -> float:
    """The height of a frame that fits its text, insets included, in points."""
    paragraphs = paragraphs_of(body, frame.levels, fonts)
    return height_of(paragraphs, _width(frame), frame.levels[0].typeface(fonts)) + frame.top + frame.bottom


def _width(frame: Frame) -> float:
    return frame.width if frame.wraps else _UNWRAPPED


def _step(paragraphs: Sequence[Paragraph], frame: Frame, fonts: Fonts) -> Shrink:
    """The first of PowerPoint's steps at which the text fits, else the last above the smallest size."""
    typeface, available = frame.levels[0].typeface(fonts), (_width(frame), frame.height)
    if frame.is_title:
        found = shrink(paragraphs, available, typeface, smallest=_SMALLEST_TITLE, steps=TITLE_STEPS)
        if found is not None:
            return found
    smallest = _SMALLEST_TITLE if frame.is_title else SMALLEST
    return shrink(paragraphs, available, typeface, smallest=smallest) or _last_step(paragraphs, smallest)


def _last_step(paragraphs: Sequence[Paragraph], smallest: float) -> Shrink:
    own = min((run.size for item in paragraphs for run in item.runs if run.text.strip()), default=18.0)
    return [step for step in BODY_STEPS if scaled_size(own, step.font_scale) >= min(own, smallest)][-1]


def _write(body: Element, step: Shrink) -> bool:
    """Set a:normAutofit in the body's own properties; whether that changed them."""
    properties = body.find(f"{{{A}}}bodyPr")
    if properties is None:
        return False
    wanted = {} if step == UNSHRUNK else {"lnSpcReduction": str(step.line_reduction)}
    if step.font_scale != UNSHRUNK.font_scale:
        wanted = {"fontScale": str(step.font_scale), **wanted}
    if not step.line_reduction:
        wanted.pop("lnSpcReduction", None)
    own = properties.find(_AUTOFIT)
    if own is None:
        if not wanted:
            return False
        own = etree.Element(_AUTOFIT)
        properties.insert(int(properties.find(f"{{{A}}}prstTxWarp") is not None), own)
    elif dict(own.attrib) == wanted:
        return False
    own.attrib.clear()
    for name, value in wanted.items():
        own.set(name, value)
    return True


def overflow_of(paragraphs: Sequence[Paragraph], frame: Frame, fonts: Fonts, at: Shrink = UNSHRUNK) -> Overflow | None:
    """How far text extends beyond its box; None if it is inside, which may include the box's insets."""
    width, typeface = _width(frame), frame.levels[0].typeface(fonts)
    height = height_of(paragraphs, width, typeface, at)
    if frame.place is None or height <= frame.place.height + _SLACK:
        return None
    count = sum(len(line_sizes(item, width, typeface, at)) for item in paragraphs)
    text = "".join(run.text for item in paragraphs for run in item.runs)
    excess = height - frame.height
    lines = min(max(ceil(excess / height * count - 0.05), 1), count)
    return Overflow(excess, lines, max(round(len(text) * excess / height), 1), _substituted(paragraphs, text))


def _substituted(paragraphs: Sequence[Paragraph], text: str) -> tuple[str, ...]:
    """Descriptions of the faces of a text that aren't installed."""
    typefaces = {run.typeface: None for item in paragraphs for run in item.runs if run.typeface}
    names: dict[str, None] = {}
    for typeface in typefaces:
        latin, east_asian = typeface.faces()
        uses = (any("0" <= char < "\u0370" for char in text), any(char >= "\u2e80" for char in text))
        for face, is_used in zip((latin, east_asian), uses, strict=True):
            if is_used and not face.is_exact:
                names[face.described()] = None
    return (*names,)


def grow(shape: Element, frame: Frame, height: float) -> None:
    """Make a box `height` points tall, with its top, middle or bottom fixed by its anchor."""
    assert frame.place is not None  # noqa: S101
    taller = round((height - frame.place.height) * EMU)
    body = shape.find(f"{{{P}}}txBody/{{{A}}}bodyPr")
    share = {"ctr": 0.5, "b": 1.0}.get(body.get("anchor", "t") if body is not None else "t", 0.0)
    properties = shape.find(f"{{{P}}}spPr")
    assert properties is not None  # noqa: S101
    xfrm = properties.find(f"{{{A}}}xfrm")
    if xfrm is None:
        xfrm = etree.Element(f"{{{A}}}xfrm")
        properties.insert(0, xfrm)
        x, y, width, old = (str(round(value * EMU)) for value in frame.place)
        etree.SubElement(xfrm, f"{{{A}}}off", {"x": x, "y": y})
        etree.SubElement(xfrm, f"{{{A}}}ext", {"cx": width, "cy": old})
    off, ext = xfrm[0], xfrm[1]
    off.set("y", str(round(points_of(off.get("y", "0")) * EMU - taller * share)))
    ext.set("cy", str(round(points_of(ext.get("cy", "0")) * EMU) + taller))


def _most_height(body: Element, levels: Levels, width: float) -> float:
    """An upper bound of a body's text height in points at `width`, however lines break; without tabs."""
    return sum(_most_of_paragraph(paragraph, levels, width) for paragraph in body.iterchildren(_PARAGRAPH))


def _most_of_paragraph(paragraph: Element, levels: Levels, width: float) -> float:
    properties = paragraph.find(_PPR)
    level = apply_paragraph(level_of(properties, levels), properties)
    largest, text = 0.0, ""
    for item in paragraph:
        size, more = _size_and_text(item, level.size)
        largest, text = max(largest, size), text + more
    largest = largest or level.size
    available = max(width - level.left - level.right - max(first_indent(level), 0.0), 1.0)
    pitch = max(level.line.share * POWERPOINT_PITCH * largest, level.line.points)
    around = (level.before.share + level.after.share) * POWERPOINT_PITCH * largest
    longest = max(map(len, text.split(" ")))
    lines = most_lines(len(text), largest, available, text.count("\n"), longest)
    return lines * pitch + around + level.before.points + level.after.points


def _size_and_text(item: Element, size: float) -> tuple[float, str]:
    """The type size and the text of a paragraph's child, in a paragraph of `size`."""
    if item.tag == _PPR:
        return 0.0, ""
    text = "\n" if item.tag == _BREAK else ""
    properties = item if item.tag == _END else None
    for child in item:
        if child.tag == _RPR:
            properties = child
        elif child.tag == _TEXT:
            text = child.text or ""
    own = properties.get("sz") if properties is not None else None
    return size if own is None else float(own) / 100, text
