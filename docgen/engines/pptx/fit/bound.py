"""Turns a text body into the most room that it can take, told without measuring it."""

from docgen.engines.office.measure.fit import most_lines
from docgen.engines.office.measure.typeface import POWERPOINT_PITCH
from docgen.engines.pptx.fit.styles import Levels, first_indent, level_of, with_paragraph
from docgen.ooxml.names import A, Element

_PPR, _RPR, _END, _TEXT = (f"{{{A}}}{name}" for name in ("pPr", "rPr", "endParaRPr", "t"))
_PARAGRAPH, _BREAK = f"{{{A}}}p", f"{{{A}}}br"


def most_height(body: Element, levels: Levels, width: float) -> float:
    """The most points that a body's text can take in lines of `width` points, however they break; tabs left out."""
    return sum(_most_height(paragraph, levels, width) for paragraph in body.iterchildren(_PARAGRAPH))


def _most_height(paragraph: Element, levels: Levels, width: float) -> float:
    properties = paragraph.find(_PPR)
    level = with_paragraph(level_of(properties, levels), properties)
    largest, text = 0.0, ""
    for item in paragraph:
        size, more = _size_and_text(item, level.size)
        largest, text = max(largest, size), text + more
    largest = largest or level.size
    room = max(width - level.left - level.right - max(first_indent(level), 0.0), 1.0)
    pitch = max(level.line.share * POWERPOINT_PITCH * largest, level.line.points)
    around = (level.before.share + level.after.share) * POWERPOINT_PITCH * largest
    longest = max(map(len, text.split(" ")))
    lines = most_lines(len(text), largest, room, text.count("\n"), longest)
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
    told = properties.get("sz") if properties is not None else None
    return size if told is None else float(told) / 100, text
