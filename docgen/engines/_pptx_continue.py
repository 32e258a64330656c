"""Turns a slide whose tables run past its foot into several slides, each with the tables' header rows."""

from collections.abc import Sequence
from copy import deepcopy

from docgen.engines._office_text import Element
from docgen.engines._pptx_fit import EMU, row_heights
from docgen.engines._pptx_text import A, P

_ROW, _CELL = f"{{{A}}}tr", f"{{{A}}}tc"


def continued(slide: Element, bottom: float, word: str) -> list[Element]:
    """`slide`, shortened in place, and the slides that follow it so that no table passes `bottom` points.

    A following slide has the placeholders, `word` behind its title, and the rows left over under their header row;
    other shapes stay on the first. A row that is taller than a slide stands alone.
    """
    slides = [slide]
    skeleton: Element | None = None
    while left := _take_overflow(slides[-1], bottom):
        if skeleton is None:
            skeleton = _skeleton(slide, word)
        following = deepcopy(skeleton)
        _put_rows(following, left)
        slides.append(following)
    return slides


def _tables(slide: Element) -> dict[str, Element]:
    """The tables of a slide by their frame's id."""
    found: dict[str, Element] = {}
    for frame in slide.iter(f"{{{P}}}graphicFrame"):
        table, name = frame.find(f".//{{{A}}}tbl"), frame.find(f".//{{{P}}}cNvPr")
        if table is not None and name is not None:
            found[name.get("id", "")] = table
    return found


def _heads(table: Element) -> int:
    properties = table.find(f"{{{A}}}tblPr")
    return int(properties is not None and properties.get("firstRow") == "1")


def _take_overflow(slide: Element, bottom: float) -> dict[str, list[Element]]:
    """Remove the rows that pass `bottom` and give them, by table."""
    left: dict[str, list[Element]] = {}
    for number, table in _tables(slide).items():
        rows = table.findall(_ROW)
        kept = _kept(table, rows, bottom)
        if kept < len(rows):
            left[number] = rows[kept:]
            for row in rows[kept:]:
                table.remove(row)
    return left


def _kept(table: Element, rows: Sequence[Element], bottom: float) -> int:
    """How many rows stay: all that fit, and one of the body at least."""
    frame = next(table.iterancestors(f"{{{P}}}graphicFrame"))
    offset = frame.find(f"{{{P}}}xfrm/{{{A}}}off")
    room = bottom - (float(offset.get("y", "0")) / EMU if offset is not None else 0)
    heads, used, kept = _heads(table), 0.0, 0
    for kept, height in enumerate(row_heights(table)):
        used += height
        if used > room and kept > heads:
            break
    else:
        return len(rows)
    while kept > heads + 1 and _is_group_head(rows[kept - 1]):
        kept -= 1
    return kept


def _is_group_head(row: Element) -> bool:
    first = row.find(_CELL)
    return first is not None and int(first.get("gridSpan", "1")) > 1


def _skeleton(slide: Element, word: str) -> Element:
    """The slide with its placeholders and tables, these without their body's rows."""
    made = deepcopy(slide)
    shapes = made.find(f"{{{P}}}cSld/{{{P}}}spTree")
    assert shapes is not None  # noqa: S101
    for shape in list(shapes)[2:]:
        holder = shape.find(f".//{{{P}}}ph")
        if shape.find(f".//{{{A}}}tbl") is None and holder is None:
            shapes.remove(shape)
        elif holder is not None and holder.get("type") in {"title", "ctrTitle"}:
            _append(shape, word)
    for table in made.iter(f"{{{A}}}tbl"):
        for row in table.findall(_ROW)[_heads(table) :]:
            table.remove(row)
    return made


def _append(shape: Element, word: str) -> None:
    runs = list(shape.iter(f"{{{A}}}r"))
    if runs and word and word not in "".join(shape.itertext()):
        more = deepcopy(runs[-1])
        next(more.iter(f"{{{A}}}t")).text = f" ({word})"
        runs[-1].addnext(more)


def _put_rows(slide: Element, left: dict[str, list[Element]]) -> None:
    for number, table in _tables(slide).items():
        if number in left:
            for row in left[number]:
                table.append(row)
        else:
            frame = next(table.iterancestors(f"{{{P}}}graphicFrame"))
            parent = frame.getparent()
            assert parent is not None  # noqa: S101
            parent.remove(frame)
