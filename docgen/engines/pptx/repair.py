"""Repair rendered slides so that PowerPoint opens them: a table has rows, a text body has a paragraph.

Where a loop or a condition may leave something out is known when the template is compiled: each such element gets a
mark at its end, and the markup before the mark in the rendered part shows what is missing.
"""

import re

from lxml import etree

from docgen.engines.office.balance import depth_change
from docgen.engines.office.tags import OWN, raw
from docgen.engines.pptx.cells import empty_cell, expand_spans, has_cell_tags
from docgen.engines.pptx.text import NUMBER, in_tree
from docgen.ooxml.names import A, Element, P, R

_CELL_END, _TITLE_END, _SHAPE_END, _TABLE_END, _GRID_END = "\x13", "\x14", "\x15", "\x16", "\x17"
_MARKS = {mark: chr(0xFDE0 + number) for number, mark in enumerate((_CELL_END, _TITLE_END, _SHAPE_END, _TABLE_END))}
_MARKS[_GRID_END] = "\ufde4"
_TRANSLATED = str.maketrans({stand_in: mark for mark, stand_in in _MARKS.items()})
_MARK = re.compile(f"[{''.join(_MARKS)}]")
_RAW, _PARAGRAPH, _ROW, _CELL = f"{{{OWN}}}raw", f"{{{A}}}p", f"{{{A}}}tr", f"{{{A}}}tc"
_PARAGRAPH_ENDS = ("</a:p>", "<a:p/>", "</a:tbl>")
_LACKING_ROWS = ("</a:tblGrid>", "<a:tblGrid/>")
_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')
_NAMESPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
_PREFIX = re.compile(r"[< ](\w+):\w")


def mark_ends(root: Element) -> None:
    """Put marks into `root`, whose tags are lifted, wherever something may be missing after the render."""
    for body in root.iter(f"{{{P}}}txBody", f"{{{A}}}txBody"):
        if not _is_sure(body, _PARAGRAPH):
            body.append(raw(_MARKS[_kind_of_body(body)]))
    for table in root.iter(f"{{{A}}}tbl"):
        repeats = any(_holds_tags(row) for row in table.iter(_ROW)) or (_holds_tags(table) and _has_merges(table))
        if repeats or has_cell_tags(table):
            table.append(raw(_MARKS[_GRID_END]))
        elif not _is_sure(table, _ROW):
            table.append(raw(_MARKS[_TABLE_END]))


def out_of_tree(text: str) -> str:
    """Serialized markup with its marks."""
    return text.translate(_TRANSLATED)


def _kind_of_body(body: Element) -> str:
    shape = body.getparent()
    if shape is None or shape.tag == _CELL:
        return _CELL_END
    holder = shape.find(f".//{{{P}}}ph")
    is_title = holder is not None and holder.get("type") in {"title", "ctrTitle"}
    return _TITLE_END if is_title else _SHAPE_END


def _is_sure(holder: Element, wanted: str) -> bool:
    """Whether a `wanted` child is outside all conditions and loops."""
    depth = 0
    for child in holder:
        if child.tag == _RAW:
            depth += depth_change(child.text or "")
        elif depth == 0 and child.tag == wanted:
            return True
    return False


def _holds_tags(holder: Element) -> bool:
    return any(child.tag == _RAW for child in holder)


def _has_merges(table: Element) -> bool:
    return any(cell.get("rowSpan") or cell.get("vMerge") for cell in table.iter(_CELL))


def repair(text: str) -> str:
    """`text` with missing elements added or their holders removed, without the marks."""
    if not any(mark in text for mark in _MARKS):
        return text
    text = _with_paragraphs(text)
    found = _MARK.search(text)
    while found:
        mark, at = found.group(0), found.start()
        text = text[:at] + text[at + 1 :]
        before = text[text.rfind("<", 0, at) : at]
        if mark == _GRID_END:
            text, at = _with_repaired_table(text, at)
        elif mark == _TABLE_END and before in _LACKING_ROWS:
            text, at = _without(text, at, "p:graphicFrame")
        elif mark == _SHAPE_END:
            text, at = _without(text, at, "p:sp")
        found = _MARK.search(text, at)
    return text


def _with_paragraphs(text: str) -> str:
    """`text` with a paragraph in each empty cell and title; only shapes without one retain their mark."""
    for mark in (_CELL_END, _TITLE_END, _SHAPE_END):
        if mark in text:
            for last in _PARAGRAPH_ENDS:
                text = text.replace(last + mark, last)
    return text.replace(_CELL_END, "<a:p/>").replace(_TITLE_END, "<a:p/>")


def _without(text: str, at: int, name: str) -> tuple[str, int]:
    start = max(text.rfind(f"<{name}>", 0, at), text.rfind(f"<{name} ", 0, at))
    end = text.index(f"</{name}>", at) + len(name) + 3
    return text[:start] + text[end:], start


def _with_repaired_table(text: str, at: int) -> tuple[str, int]:
    start = text.rfind("<a:tbl>", 0, at)
    end = text.index("</a:tbl>", at) + len("</a:tbl>")
    table = text[start:end].replace(NUMBER, in_tree(NUMBER))
    others = sorted(set(_PREFIX.findall(table)) - {"a", "r", "p", "xml"})
    declared = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in others if f"xmlns:{prefix}=" not in table)
    root = etree.fromstring(f"<a:x {_NAMESPACES}{declared}>{table}</a:x>")[0]
    if not repair_table(root):
        return _without(text, at, "p:graphicFrame")
    first, rest = etree.tostring(root, encoding="unicode").split(">", 1)
    made = f"{_DECLARED.sub('', first)}>{rest.replace(in_tree(NUMBER), NUMBER)}"
    return f"{text[:start]}{made}{text[end:]}", start + len(made)


def repair_table(table: Element) -> bool:
    """Give each row a cell for each column, the grid its columns and merges their spans; False if no cell is left."""
    for row in [row for row in table.findall(_ROW) if row.find(_CELL) is None]:
        table.remove(row)
    grid = table.find(f"{{{A}}}tblGrid")
    expand_spans(table.findall(_ROW), 0 if grid is None else len(grid))
    rows = [row.findall(_CELL) for row in table.findall(_ROW)]
    if not rows:
        return False
    count = max(len(cells) for cells in rows)
    if grid is not None and len(grid) and len(grid) != count:
        total = sum(int(column.get("w", "0")) for column in grid)
        grid[:] = [etree.Element(f"{{{A}}}gridCol", {"w": str(total // count)}) for _ in range(count)]
    for row, cells in zip(table.findall(_ROW), rows, strict=True):
        for _ in range(count - len(cells)):
            cells.append(empty_cell())
            row.insert(len(cells) - 1, cells[-1])
    repair_spans(rows)
    return True


def repair_spans(rows: list[list[Element]]) -> None:
    """Set the span of each merge to the cells that continue it; a continuation without origin becomes a plain cell.

    Source: ECMA-376 part 1, 21.1.3.18.
    """
    for down, cells in enumerate(rows):
        for across, cell in enumerate(cells):
            if cell.get("hMerge") and not across:
                del cell.attrib["hMerge"]
            if cell.get("vMerge") and not down:
                del cell.attrib["vMerge"]
            wide = 1 + _run(cells[across + 1 :], "hMerge")
            tall = 1 + _run([row[across] for row in rows[down + 1 :]], "vMerge")
            for name, flag, span in (("gridSpan", "hMerge", wide), ("rowSpan", "vMerge", tall)):
                cell.attrib.pop(name, None)
                if span > 1 and not cell.get(flag):
                    cell.set(name, str(span))


def _run(cells: list[Element], flag: str) -> int:
    """How many of the first `cells` continue a merge."""
    return next((number for number, cell in enumerate(cells) if not cell.get(flag)), len(cells))
