"""Turns a filled Word part into one that Word accepts: no table without rows, no cell without a paragraph.

What a loop or a condition may leave out is known when the template is compiled, so only those places are looked at.
"""

import re
from dataclasses import dataclass

from lxml import etree

from docgen.engines._docx_names import CELL, PARAGRAPH, ROW, TABLE, w
from docgen.engines._docx_prepare import start_tag
from docgen.engines._office_tags import OWN, Element, raw

BLOCKS_END = "\ufdd3"
"""Stands at the end of a content control that holds paragraphs or tables, until it is known that some are left."""
_EMPTY = "<w:p/>"
_ROWLESS = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>)</w:tbl>")
_CELLLESS = re.compile(
    r"<w:tr(?: [^>]*)?>(?:<w:tblPrEx>.*?</w:tblPrEx>)?(?:<w:trPr/>|<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?</w:tr>"
)
_ENDLESS_NOTE = re.compile(r"(<w:(footnote|endnote|comment)(?: [^>]*)?>)(</w:\2>)")
_LACKING = (
    ("</w:tcPr>", "</w:tc>"),
    ("<w:tcPr/>", "</w:tc>"),
    ("<w:tc>", "</w:tc>"),
    ("<w:txbxContent>", "</w:txbxContent>"),
    ("<w:body>", "</w:body>"),
    ("<w:body>", "<w:sectPr"),
    (f"<w:sdtContent>{BLOCKS_END}", "</w:sdtContent>"),
)
_HOLDERS = ("hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "tc", "body")


@dataclass(frozen=True, slots=True)
class Mends:
    """What a part may need once it is filled: paragraphs in cells and holders, rows, columns."""

    paragraphs: bool = False
    rows: bool = False
    columns: bool = False

    def mend(self, text: str) -> str:
        """`text` with what is missing."""
        if self.rows:
            text = _without_empty_rows(text)
        if self.columns:
            text = _mend_columns(text)
        return _with_paragraphs(text) if self.paragraphs else text


def mark_controls(root: Element) -> None:
    """Mark each content control of `root` around paragraphs or tables whose blocks may all be left out."""
    for content in root.iter(w("sdtContent")):
        holder = next(content.iterancestors(PARAGRAPH, ROW, TABLE, CELL, w("txbxContent")), None)
        of_blocks = holder is None or holder.tag not in {PARAGRAPH, ROW, TABLE}
        if of_blocks and any(child.tag == f"{{{OWN}}}raw" for child in content):
            content.append(raw(BLOCKS_END))


def _with_paragraphs(text: str) -> str:
    """What ends with a paragraph (ECMA-376 part 1, 17.4.65), as does a body after a table."""
    for before, after in _LACKING:
        text = text.replace(before + after, before + _EMPTY + after)
    text = text.replace(BLOCKS_END, "")
    for name in _HOLDERS:
        left = f"</w:tbl></w:{name}>"
        if left in text:
            text = text.replace(left, f"</w:tbl>{_EMPTY}</w:{name}>")
    if "</w:tbl><w:sectPr" in text:
        head, tail = text.rsplit("</w:tbl><w:sectPr", 1)
        text = f"{head}</w:tbl>{_EMPTY}<w:sectPr{tail}"
    for name in ("hdr", "ftr"):
        if text.endswith(f"></w:{name}>") and "<w:p>" not in text and "<w:p " not in text and _EMPTY not in text:
            text = text.replace(f"</w:{name}>", f"{_EMPTY}</w:{name}>")
    return _ENDLESS_NOTE.sub(rf"\1{_EMPTY}\3", text)


def _without_empty_rows(text: str) -> str:
    """A row without cells and a table without rows go."""
    if "</w:trPr></w:tr>" in text or "<w:trPr/></w:tr>" in text or "<w:tr></w:tr>" in text:
        text = _CELLLESS.sub("", text)
    found = _ROWLESS.search(text)
    while found:
        start = text.rfind("<w:tbl>", 0, found.start())
        text = text[:start] + text[found.end() :]
        found = _ROWLESS.search(text, start)
    return text


def _mend_columns(text: str) -> str:
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
