"""The blocks that a Markdown text is read into: plain frozen values, which each engine draws in its own content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `\\n` in it is a line break; `link` is an address or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    strike: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `quote` if it stood behind `>`."""

    spans: Spans
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class ListItem:
    """A paragraph of a list's item.

    `level` counts from 0 to 8. The items of one `list_number` are counted one by one, and `number` is what the item's
    own is (ordered lists only). `continues`: a further paragraph of the item before it, without a bullet or number.
    """

    spans: Spans
    level: int
    ordered: bool
    list_number: int
    number: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each cell is spans; every row has as many cells as `header`; `aligns` are left, center or right."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligns: tuple[str, ...]


Block = Paragraph | Heading | ListItem | Table

DEEPEST = 8
"""The deepest level of a list: Word and PowerPoint have nine levels (ECMA-376 part 1, 17.9.3 and 21.1.2.4.13)."""
