"""Turns PowerPoint's own part of a template into Jinja: where tags stand, how a place is said, `{%slide %}`."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from docgen.engines._office_source import QUOTES, Dialect, join_tags
from docgen.engines._office_text import Element
from docgen.engines._pptx_text import A, P

_SLIDE = re.compile(r"\{%-?\s*slide\s+((?:for|if)\b.*?)-?%\}", re.DOTALL)


def _path(element: Element) -> Iterator[str]:
    """Where `element` stands: the shape's name, then the table's row and cell, or the paragraph."""
    for holder in element.iterancestors(f"{{{P}}}sp", f"{{{P}}}graphicFrame", f"{{{P}}}cxnSp", f"{{{P}}}pic"):
        name = next(holder.iter(f"{{{P}}}cNvPr"), None)
        if name is not None:
            yield f"“{name.get('name', '')}”"
        break
    if element.tag == f"{{{P}}}cNvPr":
        yield "alt text"
        return
    cell = next(element.iterancestors(f"{{{A}}}tc"), None)
    if cell is not None:
        row = cell.getparent()
        assert row is not None  # noqa: S101
        yield f"row {1 + len(list(row.itersiblings(f'{{{A}}}tr', preceding=True)))}"
        yield f"cell {1 + len(list(cell.itersiblings(f'{{{A}}}tc', preceding=True)))}"
        return
    yield f"paragraph {1 + len(list(element.itersiblings(f'{{{A}}}p', preceding=True)))}"


PPTX = Dialect(
    paragraph=f"{{{A}}}p",
    run=f"{{{A}}}r",
    text=f"{{{A}}}t",
    row=f"{{{A}}}tr",
    cell=f"{{{A}}}tc",
    properties=(f"{{{P}}}cNvPr",),
    path=_path,
    block_filter="slide_blocks",
)


def take_directives(root: Element) -> tuple[str, ...]:
    """Remove the `{%slide … %}` paragraphs under `root` and give what they say, as `for x in xs`, outermost first."""
    found: list[str] = []
    for paragraph in list(root.iter(f"{{{A}}}p")):
        join_tags(paragraph, PPTX)
        told = _SLIDE.findall(PPTX.text_of(paragraph))
        if told:
            found.extend(unescape(item).translate(QUOTES).strip() for item in told)
            _remove_paragraph(paragraph)
    return tuple(found)


def _remove_paragraph(paragraph: Element) -> None:
    body = paragraph.getparent()
    assert body is not None  # noqa: S101
    body.remove(paragraph)
    if body.find(f"{{{A}}}p") is None:
        shape = body.getparent()
        is_box = shape is not None and shape.tag == f"{{{P}}}sp" and shape.find(f".//{{{P}}}ph") is None
        parent = shape.getparent() if is_box and shape is not None else None
        if parent is not None and shape is not None:
            parent.remove(shape)
        else:
            etree.SubElement(body, f"{{{A}}}p")
