"""Parse the rows of a page's long tables into frames and tokens.

A frame is what rows have in common: elements, classes, spans. A token is a piece of text with the chain of inline
elements around it, a line break, or the edge of an element, which ends a block if the style makes it one. A cell with
more than text in inline elements remains HTML and is laid out by WeasyPrint.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from lxml import etree, html

from docgen.engines.pdf.html import split_runs

MIN_ROWS = 400  # rows of a table body; shorter tables are laid out by WeasyPrint
_BODY = re.compile(r"(<tbody[^>]*>)(.*?)</tbody>", re.DOTALL)
_ROW = re.compile(r"<tr[\s>]")
_BATCH = 250
_INLINE = frozenset({"span", "strong", "em", "b", "i", "small", "code"})
_SPACE = re.compile(r"[ \t\n\r\f]+")

Attributes = tuple[tuple[str, str], ...]
Chain = tuple[tuple[str, Attributes], ...]


class NotPlainError(Exception):
    """The table has content that only WeasyPrint can lay out."""


class Text(NamedTuple):
    """A text in a chain of inline elements, the outermost first."""

    chain: Chain
    text: str


class Edge(NamedTuple):
    """The start or end of the innermost element of `chain`."""

    chain: Chain


class Break(NamedTuple):
    """A line break."""


class RawCell(NamedTuple):
    """A cell's content as HTML, for WeasyPrint."""

    html: str


Tokens = tuple[Text | Edge | Break | RawCell, ...]


class CellFrame(NamedTuple):
    """A cell's element (`td` or `th`), its attributes, and its column span."""

    tag: str
    attributes: Attributes
    columns: int


class Frame(NamedTuple):
    """A row's attributes and its cells."""

    attributes: Attributes
    cells: tuple[CellFrame, ...]


class Row(NamedTuple):
    """A parsed row with its HTML, for rows that WeasyPrint lays out."""

    frame: Frame
    cells: tuple[Tokens, ...]
    source: str


@dataclass(frozen=True, slots=True)
class LongTable:
    """A long table body: what stands in the page in place of its rows, and the HTML of each row."""

    place: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LongPage:
    """A page with long tables, each body's rows replaced by its place."""

    source: str
    tables: tuple[LongTable, ...]

    def with_rows(self, bodies: Mapping[str, str]) -> str:
        """The page with the rows given for each place; of a table that has none given, two rows."""
        page = self.source
        for table in self.tables:
            page = page.replace(table.place, bodies.get(table.place) or "".join(table.rows[:2]))
        return page

    def with_longest(self) -> "LongPage":
        """The page with the longest table alone; the others have all their rows."""
        longest = max(self.tables, key=lambda table: len(table.rows))
        others = {table.place: "".join(table.rows) for table in self.tables}
        return LongPage(self.with_rows({**others, longest.place: longest.place}), (longest,))


def find_long_tables(page: str) -> LongPage | None:
    """The table bodies of `page` that have more than `MIN_ROWS` rows, none with a nested table; None without one."""
    source, tables, end = list[str](), list[LongTable](), 0
    for found in _BODY.finditer(page):
        rows = _rows_in(found[2])
        if len(rows) > MIN_ROWS:
            place = f"<tr><td>docgen-rows-{len(tables)}</td></tr>"
            source += [page[end : found.start(2)], place]
            tables.append(LongTable(place, rows))
            end = found.end(2)
    return LongPage("".join([*source, page[end:]]), tuple(tables)) if tables else None


def _rows_in(body: str) -> tuple[str, ...]:
    """The HTML of each row; empty if the body has other content than rows, or a nested table."""
    if "<table" in body:
        return ()
    rows = tuple(f"{row.strip()}</tr>" for row in body.split("</tr>") if row.strip())
    return rows if all(_ROW.match(row) for row in rows) else ()


def read_rows(rows: Sequence[str], language: str) -> Iterator[Row]:
    """Each row's frame and tokens. Raises NotPlainError for row spans."""
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        parsed = html.fromstring(f"<table><tbody>{''.join(batch)}</tbody></table>")
        elements = parsed.findall(".//tr")
        if len(elements) != len(batch):
            raise NotPlainError
        for element, source in zip(elements, batch, strict=True):
            yield _row(element, source, language)


def _row(element: Any, source: str, language: str) -> Row:
    cells = [child for child in element if child.tag in {"td", "th"}]
    if len(cells) != len(element) or any("rowspan" in cell.attrib for cell in cells):
        raise NotPlainError
    frames = tuple(CellFrame(cell.tag, _attributes(cell), int(cell.get("colspan", 1))) for cell in cells)
    return Row(Frame(_attributes(element), frames), tuple(_tokens(cell, language) for cell in cells), source)


def _attributes(element: Any) -> Attributes:
    return tuple(element.attrib.items())


def _tokens(cell: Any, language: str) -> Tokens:
    if not _is_plain(cell):
        inner = (cell.text or "") + "".join(etree.tostring(it, encoding="unicode", method="html") for it in cell)
        return (RawCell(inner),)
    return tuple(_walk(cell, (), language))


def _is_plain(cell: Any) -> bool:
    return all(
        child.tag == "br" or (child.tag in _INLINE and set(child.attrib) <= {"class", "lang"})
        for child in cell.iterdescendants()
    )


def _walk(element: Any, chain: Chain, language: str) -> Iterator[Text | Edge | Break]:
    yield from _text_tokens(element.text, chain, language)
    for child in element:
        if child.tag == "br":
            yield Break()
        else:
            inner = (*chain, (child.tag, _attributes(child)))
            yield Edge(inner)
            yield from _walk(child, inner, language)
            yield Edge(inner)
        yield from _text_tokens(child.tail, chain, language)


def _text_tokens(text: str | None, chain: Chain, language: str) -> Iterator[Text | Edge | Break]:
    if text:
        for token in _in_runs(_SPACE.sub(" ", text), language):
            if isinstance(token, Text):
                yield Text(chain + token.chain, token.text)
            else:
                yield token


@lru_cache(maxsize=4_000)
def _in_runs(text: str, language: str) -> tuple[Text | Break, ...]:
    """The text split into runs as in `split_runs`."""
    root = Element("i")
    root.text = text
    split_runs(root, language)
    return tuple(_flat(root, ()))


def _flat(element: Element, chain: Chain) -> Iterator[Text | Break]:
    if element.text:
        yield Text(chain, element.text)
    for child in element:
        if child.tag == "br":
            yield Break()
        else:
            yield from _flat(child, (*chain, (child.tag, tuple(child.attrib.items()))))
        if child.tail:
            yield Text(chain, child.tail)
