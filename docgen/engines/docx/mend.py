"""Turns a filled Word part into one that Word accepts: no table without rows, no cell without a paragraph.

Where a loop or a condition may leave out all that a cell, a row or a table holds is known when the template is
compiled: a mark stands at the end of each such element. What stands before it in the filled part says what is missing.
"""

import re
from collections.abc import Iterator

from lxml import etree

from docgen.engines.docx.prepare import start_tag
from docgen.engines.office.balance import opens_more
from docgen.engines.office.tags import OWN, raw
from docgen.ooxml.names import CELL, PARAGRAPH, ROW, TABLE, Element, w

_MARK, _HOLDER_END, _ROW_END, _TABLE_END = "\ufdd3", "h", "r", "t"
_RAW, _SECTION = f"{{{OWN}}}raw", w("sectPr")
_HOLDERS = tuple(w(name) for name in ("body", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "tc"))
_BLOCKS = {PARAGRAPH, TABLE, w("sdt"), _RAW}
_LACKING_PARAGRAPH = ("</w:tbl>", "</w:tcPr>", "<w:tcPr/>")
_LACKING_CELLS = ("</w:trPr>", "<w:trPr/>", "</w:tblPrEx>")
_LACKING_ROWS = ("</w:tblGrid>", "<w:tblGrid/>")


def mark_ends(root: Element) -> None:
    """Put marks into `root`, whose tags are lifted, wherever something may be missing once it is filled.

    A cell, header, note, text box or content control ends with a paragraph (ECMA-376 part 1, 17.4.65), and so does a
    body whose last block is a table; a row has a cell, a table a row.
    """
    for holder in list(root.iter(*_HOLDERS, w("sdtContent"))):
        blocks = [child for child in holder if child.tag in _BLOCKS]
        if blocks and blocks[-1].tag == _RAW and _holds_blocks(holder):
            _mark(holder, _HOLDER_END)
    for tag, wanted, mark in ((ROW, CELL, _ROW_END), (TABLE, ROW, _TABLE_END)):
        for holder in list(root.iter(tag)):
            if not any(child.tag in {wanted, w("sdt")} for child in _certain(holder)):
                _mark(holder, mark)


def _holds_blocks(holder: Element) -> bool:
    if holder.tag in _HOLDERS:
        return True
    around = next(holder.iterancestors(PARAGRAPH, ROW, TABLE, CELL, w("txbxContent")), None)
    return around is None or around.tag not in {PARAGRAPH, ROW, TABLE}


def _certain(holder: Element) -> Iterator[Element]:
    """The children of `holder` that no condition and no loop leaves out."""
    depth = 0
    for child in holder:
        if child.tag == _RAW:
            depth += opens_more(child.text or "")
        elif depth == 0:
            yield child


def _mark(holder: Element, mark: str) -> None:
    last = len(holder) - (len(holder) > 0 and holder[-1].tag == _SECTION)
    holder.insert(last, raw(_MARK + mark))


def mend(text: str) -> str:
    """`text` with what is missing at its marks, and without the marks."""
    last, *rest = text.split(_MARK)
    done = [""]
    for marked in rest:
        mark, following = marked[0], marked[1:]
        before = _last_tag(last or done[-1])
        if mark == _HOLDER_END and _lacks_paragraph(before):
            last += "<w:p/>"
        elif mark == _ROW_END and (before in _LACKING_CELLS or before.startswith(("<w:tr>", "<w:tr "))):
            last = _without(last, max(last.rfind("<w:tr>"), last.rfind("<w:tr ")), done)
            following = following.removeprefix("</w:tr>")
        elif mark == _TABLE_END and before in _LACKING_ROWS:
            last = _without(last, last.rfind("<w:tbl>"), done)
            following = following.removeprefix("</w:tbl>")
        else:
            done.append(last)
            last = ""
        last += following
    return "".join((*done, last))


def _without(text: str, start: int, done: list[str]) -> str:
    """`text` up to `start`; what no later mark looks at is `done`."""
    keep = max(text.rfind("<w:tbl>", 0, start), 0)
    done.append(text[:keep])
    return text[keep:start]


def _last_tag(text: str) -> str:
    return text[text.rfind("<") :]


def _lacks_paragraph(before: str) -> bool:
    is_start = not before.startswith("</") and not before.endswith("/>")
    return is_start or before in _LACKING_PARAGRAPH


def mend_columns(text: str) -> str:
    """Each table's grid has as many columns as its widest row spans."""
    pieces: list[str] = []
    end = 0
    for start, stop in _tables(text):
        pieces += (text[end:start], _mended(text[start:stop], start_tag(text)))
        end = stop
    return "".join((*pieces, text[end:]))


def _tables(text: str) -> list[tuple[int, int]]:
    """Where the outermost tables stand."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for mark in re.finditer(r"<w:tbl>|</w:tbl>", text):
        if mark.group(0) == "<w:tbl>":
            start = mark.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append((start, mark.end()))
    return found


def _mended(table: str, root_tag: str) -> str:
    name = root_tag[1:].split(None, 1)[0]
    root = etree.fromstring(f"{root_tag}{table}</{name}>")
    for item in root.iter(TABLE):
        _mend_grid(item)
    whole = etree.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def _mend_grid(table: Element) -> None:
    grid = table.find(w("tblGrid"))
    count = max((sum(_span(cell) for cell in row.findall(CELL)) for row in table.findall(ROW)), default=0)
    if grid is not None and count and len(grid) != count:
        total = sum(int(column.get(w("w"), "0")) for column in grid) or 9000
        grid[:] = [etree.Element(w("gridCol"), {w("w"): str(total // count)}) for _ in range(count)]


def _span(cell: Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return int(span.get(w("val"), "1")) if span is not None else 1
