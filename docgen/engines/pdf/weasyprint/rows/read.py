"""Parse the rows of a page's longest table into frames and tokens.

A frame is what rows have in common: elements, classes, spans. A token is a piece of text with the chain of inline
elements around it, a line break, or the edge of an element, which ends a block if the style makes it one. A cell with
more than text in inline elements remains HTML and is laid out by WeasyPrint.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from lxml import etree, html

from docgen.engines.pdf.html import split_runs

MIN_ROWS = 400  # rows of a table body; shorter tables are laid out by WeasyPrint
PLACEHOLDER = "docgen-rows"
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
    """A page with `PLACEHOLDER` in place of the rows of its longest table body, and the HTML of each row."""

    page: str
    rows: tuple[str, ...]


def find_long_table(page: str) -> LongTable | None:
    """The longest table body of `page` if it has more than `MIN_ROWS` rows, none with a nested table."""
    found = max(_BODY.finditer(page), key=lambda body: len(body[2]), default=None)
    if found is None or len(_ROW.findall(found[2])) <= MIN_ROWS or "<table" in found[2]:
        return None
    rows = tuple(f"{row.strip()}</tr>" for row in found[2].split("</tr>") if row.strip())
    if not all(_ROW.match(row) for row in rows):
        return None
    return LongTable(f"{page[: found.start(2)]}<tr><td>{PLACEHOLDER}</td></tr>{page[found.end(2) :]}", rows)


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


@lru_cache(maxsize=20_000)
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
