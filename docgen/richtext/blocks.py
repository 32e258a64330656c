"""The blocks and spans of parsed Markdown, as frozen dataclasses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style; `\\n` in it is a line break; `link` is a URL or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    strike: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `quote` if it is in a block quote (`>`)."""

    spans: Spans
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class ListItem:
    """A paragraph of a list item.

    `level` counts from 0 to 8. Items with the same `list_number` are one list; `number` is the item's number (ordered
    lists only). `continues`: a further paragraph of the previous item, without a bullet or number.
    """

    spans: Spans
    level: int
    ordered: bool
    list_number: int
    number: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are spans; every row has as many cells as `header`; `aligns` are left, center or right."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligns: tuple[str, ...]


Block = Paragraph | Heading | ListItem | Table

MAX_LEVEL = 8
"""The deepest level of a list: Word and PowerPoint have nine levels (ECMA-376 part 1, 17.9.3 and 21.1.2.4.13)."""
