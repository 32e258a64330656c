"""Finish a rendered Word part: table of contents, runs of marked spans, empty tables and cells.

A long part, such as a register of thousands of rows, is finished and compressed in chunks that end between two rows or
paragraphs, so that it is never in memory as a whole. An element that a loop or condition may leave empty gets a mark at
its end when the template is compiled; in the rendered part the markup before the mark shows what is missing.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from docgen.engines.docx.columns import ColumnFitting, fit_table, has_long_figures
from docgen.engines.docx.runs import from_right, resolve_marks
from docgen.engines.office.balance import depth_change
from docgen.engines.office.directions import set_directions
from docgen.engines.office.print import PAGE_MARK, PARAGRAPH_MARK, SPAN
from docgen.engines.office.tags import OWN, raw
from docgen.messages import message
from docgen.ooxml.names import CELL, PARAGRAPH, ROW, TABLE, Element, w
from docgen.ooxml.zip_file import Member, pack_pieces
from docgen.templating.limits import MAX_OUTPUT, LimitError, join_output

if TYPE_CHECKING:
    from docgen.engines.docx.part import WordPart

_CHUNK = 1_000_000  # characters
_CUTS = ("</w:tr><w:tr>", "</w:p><w:p>")
"""Chunks end here. A row that may be empty has a mark at its end, so it never matches."""
_MARK, _HOLDER_END, _ROW_END, _TABLE_END = "\ufdd3", "h", "r", "t"
_RAW, _SECTION = f"{{{OWN}}}raw", w("sectPr")
_HOLDERS = tuple(w(name) for name in ("body", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "tc"))
_BLOCKS = {PARAGRAPH, TABLE, w("sdt"), _RAW}
_LACKING_PARAGRAPH = ("</w:tbl>", "</w:tcPr>", "<w:tcPr/>")
_LACKING_CELLS = ("</w:trPr>", "<w:trPr/>", "</w:tblPrEx>")
_LACKING_ROWS = ("</w:tblGrid>", "<w:tblGrid/>")


def finish(part: "WordPart", pieces: Iterator[str], link_style: str, fitting: ColumnFitting) -> str | Member:
    """The part's text, or a packed member if it is long; `link_style` is the id of its style of links.

    Tables with long figures, or whose columns are repeated or left out, are fitted by `fitting`; those of a part that
    is finished in chunks are not.
    """
    chunks = iter((join_output(pieces),)) if part.is_whole else _chunks(pieces)
    first, second = next(chunks), next(chunks, None)
    if second is None:
        return fit_tables(_finished(first, part, link_style), fitting, every=part.spans)
    whole = chain((first, second), chunks)
    return pack_pieces(part.compiled.name, (_finished(text, part, link_style).encode() for text in whole))


def _chunks(pieces: Iterator[str]) -> Iterator[str]:
    """The text in chunks that each begin with a row or a paragraph. Raises LimitError."""
    pending: list[str] = []
    size, done, enough = 0, 0, _CHUNK
    for piece in pieces:
        pending.append(piece)
        size += len(piece)
        if size < enough:
            continue
        text = "".join(pending)
        cut = max(text.rfind(mark) + mark.index("><") + 1 if mark in text else 0 for mark in _CUTS)
        if done + size > MAX_OUTPUT:
            raise LimitError(message("limit.output", most=MAX_OUTPUT))
        if cut:
            yield text[:cut]
        pending, size, done = [text[cut:]], size - cut, done + cut
        enough = max(_CHUNK, 2 * size)
    yield "".join(pending)


def _finished(text: str, part: "WordPart", link_style: str) -> str:
    if part.contents is not None:
        text = part.contents.fill(text)
    if SPAN in text or PARAGRAPH_MARK in text or PAGE_MARK in text:
        text = resolve_marks(text, link_style)
    return set_directions(repair(text), "w", from_right)


def mark_ends(root: Element) -> None:
    """Put marks into `root`, whose tags are lifted, wherever an element may turn out empty.

    A cell, header, note, text box or content control ends with a paragraph (ECMA-376 part 1, 17.4.65), and so does a
    body whose last block is a table; a row has a cell, a table a row.
    """
    for holder in list(root.iter(*_HOLDERS, w("sdtContent"))):
        blocks = [child for child in holder if child.tag in _BLOCKS]
        if blocks and blocks[-1].tag == _RAW and _holds_blocks(holder):
            _mark(holder, _HOLDER_END)
    for tag, wanted, mark in ((ROW, CELL, _ROW_END), (TABLE, ROW, _TABLE_END)):
        for holder in list(root.iter(tag)):
            if not any(child.tag in {wanted, w("sdt")} for child in _unconditional(holder)):
                _mark(holder, mark)


def _holds_blocks(holder: Element) -> bool:
    if holder.tag in _HOLDERS:
        return True
    around = next(holder.iterancestors(PARAGRAPH, ROW, TABLE, CELL, w("txbxContent")), None)
    return around is None or around.tag not in {PARAGRAPH, ROW, TABLE}


def _unconditional(holder: Element) -> Iterator[Element]:
    """The children of `holder` that are in no loop or condition."""
    depth = 0
    for child in holder:
        if child.tag == _RAW:
            depth += depth_change(child.text or "")
        elif depth == 0:
            yield child


def _mark(holder: Element, mark: str) -> None:
    last = len(holder) - (len(holder) > 0 and holder[-1].tag == _SECTION)
    holder.insert(last, raw(_MARK + mark))


def repair(text: str) -> str:
    """Repair `text` at its marks: add missing paragraphs, drop empty rows and tables; remove the marks."""
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
    """`text` up to `start`; what no later mark depends on moves to `done`."""
    keep = max(text.rfind("<w:tbl>", 0, start), 0)
    done.append(text[:keep])
    return text[keep:start]


def _last_tag(text: str) -> str:
    return text[text.rfind("<") :]


def _lacks_paragraph(before: str) -> bool:
    is_start = not before.startswith("</") and not before.endswith("/>")
    return is_start or before in _LACKING_PARAGRAPH


def fit_tables(text: str, fitting: ColumnFitting, *, every: bool) -> str:
    """Fit the columns of the tables with long figures, or of `every` table."""
    if not every and not has_long_figures(text):
        return text
    pieces: list[str] = []
    end, root_tag = 0, start_tag(text)
    for start, stop in _tables(text):
        table = text[start:stop]
        if every or has_long_figures(table):
            pieces += (text[end:start], _fitted(table, root_tag, fitting))
            end = stop
    return "".join((*pieces, text[end:]))


def _tables(text: str) -> list[tuple[int, int]]:
    """Start and end of each outermost table."""
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


def _fitted(table: str, root_tag: str, fitting: ColumnFitting) -> str:
    name = root_tag[1:].split(None, 1)[0]
    root = etree.fromstring(f"{root_tag}{table}</{name}>")
    for item in root.iter(TABLE):
        fit_table(item, fitting)
    whole = etree.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def start_tag(text: str) -> str:
    """The start tag of the root of a part's text, with its namespace declarations."""
    begin = next(_tags(text))
    return text[begin : text.index(">", begin) + 1]


def _tags(text: str) -> Iterator[int]:
    at = text.find("<")
    while at >= 0:
        if text[at + 1] not in "?!":
            yield at
        at = text.find("<", at + 1)
