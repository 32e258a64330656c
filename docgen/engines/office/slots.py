"""Slots of a loop `across n`: the cells of a row, or shapes of a slide, of which each run prints its own item."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from lxml import etree

from docgen.engines.office.loops import Loop
from docgen.engines.office.marker_ranges import Range
from docgen.engines.office.tags import Source, raw, without_marks
from docgen.messages import MessageError
from docgen.ooxml.names import Element
from docgen.templating import TAG

SLOT = "dg_slot"
"""The filter that gives the item of a slot as a list, empty if there is none."""


def divide_row(row: Element, loop: Loop, name: str, tag: str, source: Source) -> None:
    """Let the cells of `row` that hold tags print the items of the list `name`, in `loop.across` runs."""
    cells = [cell for cell in row.iterchildren(source.dialect.cell) if _holds_tags(cell)]
    count = loop.across or 1
    if not cells or len(cells) % count:
        shown = " ".join(without_marks(tag).split())
        source.report("template.marker:cells", tag, tag=shown, count=len(cells), across=count)
        return
    size = len(cells) // count
    for number, cell in enumerate(cells):
        at = number // size
        note = source.note_again(tag)
        _wrap_content(cell, f"{{% for {loop.name} in {name}[{at}:{at + 1}] {note}%}}", source)


def divide_shapes(shapes: list[Range], loop: Loop, source: Source) -> None:
    """Let `shapes`, the ranges of the same marker, print the items of `loop` in `loop.across` runs."""
    count = loop.across or 1
    if len(shapes) % count:
        shown = " ".join(without_marks(shapes[0].tag).split())
        source.report("template.marker:slots", shapes[0].tag, tag=shown, count=len(shapes), across=count)
        return
    size = len(shapes) // count
    for number, made in enumerate(shapes):
        note = source.note_again(made.tag)
        made.opening = f"{{% for {loop.name} in ({loop.source})|{SLOT}({number // size}, {count}) {note}%}}"


def slot_of(items: Iterable[Any], number: int, count: int) -> list[Any]:
    """The item of slot `number` of `count`, as a list. Raises ValueError for more items than slots."""
    found = list(items)
    if len(found) > count:
        raise MessageError("template.slots", count=len(found), across=count)
    return found[number : number + 1]


def _holds_tags(cell: Element) -> bool:
    texts = (str(text) for text in cell.itertext())
    values = (str(value) for item in cell.iter(etree.Element) for value in item.attrib.values())
    return bool(TAG.search("".join(texts))) or any("{{" in value for value in values)


def _wrap_content(cell: Element, opening: str, source: Source) -> None:
    """Put the loop around the blocks of a cell, which is empty without an item."""
    paragraph = next(cell.iter(source.dialect.paragraph))
    holder = cell if source.dialect.box_of_cell is None else next(cell.iter(source.dialect.box_of_cell))
    kept = source.dialect.before_blocks
    blocks = [item for item in holder if item.tag not in kept]
    empty = etree.Element(paragraph.tag, nsmap=paragraph.nsmap)
    empty.extend(deepcopy(item) for item in paragraph if str(item.tag).endswith(("}pPr", "}endParaRPr")))
    blocks[0].addprevious(raw(opening))
    after = blocks[-1]
    for item in (raw("{% endfor %}"), empty, raw("{% else %}")):
        after.addnext(item)
