"""Turns PowerPoint's own part of a template into Jinja: where tags stand, how a place is said, `{%slide %}`."""

import re
from collections.abc import Iterator

from lxml import etree

from docgen.engines.office.balance import depth_change
from docgen.engines.office.dialect import Counted, Dialect
from docgen.engines.office.tags import BLOCKS, LIFTED, QUOTES, Source, join_tags, raw
from docgen.engines.pptx.blocks import Model
from docgen.ooxml.names import A, Element, P
from docgen.templating.tag_patterns import TAG

_SLIDE = re.compile(r"\{%-?\s*slide\s+((?:for|if)\b.*?)-?%\}", re.DOTALL)
_PARAGRAPH = f"{{{A}}}p"


def _path(element: Element, counted: Counted | None = None) -> Iterator[str]:
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
    yield f"paragraph {1 + len(list(element.itersiblings(_PARAGRAPH, preceding=True)))}"


PPTX = Dialect(
    paragraph=_PARAGRAPH,
    run=f"{{{A}}}r",
    text=f"{{{A}}}t",
    row=f"{{{A}}}tr",
    cell=f"{{{A}}}tc",
    properties=(f"{{{P}}}cNvPr",),
    path=_path,
    breaks=(f"{{{A}}}br",),
)


def take_directives(root: Element) -> tuple[str, ...]:
    """Remove the `{%slide … %}` paragraphs under `root` and give what they say, as `for x in xs`, outermost first."""
    found: list[str] = []
    for paragraph in list(root.iter(_PARAGRAPH)):
        join_tags(paragraph, PPTX)
        told = _SLIDE.findall(PPTX.text_of(paragraph))
        if told:
            found.extend(item.translate(QUOTES).strip() for item in told)
            _remove_paragraph(paragraph)
    return tuple(found)


def _remove_paragraph(paragraph: Element) -> None:
    body = paragraph.getparent()
    assert body is not None  # noqa: S101
    body.remove(paragraph)
    if body.find(_PARAGRAPH) is None:
        shape = body.getparent()
        is_box = shape is not None and shape.tag == f"{{{P}}}sp" and shape.find(f".//{{{P}}}ph") is None
        parent = shape.getparent() if is_box and shape is not None else None
        if parent is not None and shape is not None:
            parent.remove(shape)
        else:
            etree.SubElement(body, _PARAGRAPH)


def check_paragraphs(root: Element, source: Source) -> None:
    """Find tags that open or close in one paragraph only, though they don't stand for their paragraph or row."""
    for paragraph in root.iter(_PARAGRAPH):
        text = PPTX.text_of(paragraph)
        if "{%" in text and depth_change(LIFTED.sub("", text)):
            shown = " ".join(TAG.sub(lambda found: re.sub("\ufdd0\\d+\ufdd1", "", found.group(0)), text).split())
            message = f"a tag opens or closes here without its partner: {shown[:80]}"
            hint = "write {%p … %} in a paragraph of its own to span paragraphs, {%tr … %} to span rows"
            source.find("template.unbalanced", message, hint, text)


def take_blocks(root: Element, source: Source, models: list[Model]) -> None:
    """Put source in the place of each paragraph that holds `{{p x }}`, and add the paragraphs to `models`."""
    for paragraph in list(root.iter(_PARAGRAPH)):
        text = PPTX.text_of(paragraph)
        if not BLOCKS.search(text):
            continue
        lost = TAG.sub("", LIFTED.sub("", BLOCKS.sub("", text))).strip()
        if lost:
            message = f"“{lost[:80]}” would be lost: the tag takes its whole paragraph away"
            source.find("template.lost", message, "give the tag a paragraph of its own", text)
        model, parent = Model.of(paragraph), paragraph.getparent()
        assert parent is not None  # noqa: S101
        parent.replace(paragraph, raw("".join(_block_tag(tag, len(models)) for tag in TAG.findall(text))))
        models.append(model)


def _block_tag(tag: str, model: int) -> str:
    blocks, lifted = BLOCKS.match(tag), LIFTED.match(tag)
    if blocks:
        return f"{{{{ ({blocks.group(1)})|dg_blocks({model}) }}}}"
    if lifted:
        mark, dash, _, inner = lifted.groups()
        return f"{{%{dash} {inner}%}}" if mark == "%" else ""
    return tag
