"""Elements of an Office format that tags depend on, Word's among them, and places in a user's terms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from docgen.ooxml.names import CELL, PARAGRAPH, PIC, ROW, RUN, TABLE, TEXT, WP, WPS, Element, w

Counted = dict[str, dict[Element, int]]
"""Cache of elements' numbers by tag; valid while the tree is unchanged."""


class PathOf(Protocol):
    """The place of an element as steps: `table 2`, `row 3`; `counted` is a cache for several calls on one tree."""

    def __call__(self, element: Element, counted: Counted | None = None) -> Iterator[str]:
        """The steps from the outside in."""
        ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """An Office format: its elements, those whose attributes may hold tags, and how places are named.

    `breaks` are elements that a program may put inside a tag that is split over texts; they are removed with it.
    `table` is the element that a table is, `blocks` what a cell or box holds, `before_blocks` what stands before them
    there, `box_of_cell` the element of a cell that holds its blocks if that isn't the cell, `box` a text box in a text,
    `shapes` and `group` what a slide holds, `bookmarks` elements that may stand between blocks as in a paragraph, and
    `line_breaks` the elements of line breaks.
    """

    paragraph: str
    run: str
    text: str
    row: str
    cell: str
    properties: tuple[str, ...]
    path: PathOf
    breaks: tuple[str, ...] = ()
    table: str = ""
    blocks: frozenset[str] = frozenset()
    before_blocks: frozenset[str] = frozenset()
    box_of_cell: str | None = None
    box: str = ""
    shapes: tuple[str, ...] = ()
    group: str = ""
    bookmarks: frozenset[str] = frozenset()
    line_breaks: tuple[str, ...] = ()

    def lifted(self, kind: str) -> str:
        """The element that a `{%p`, `{%tr`, `{%tc` or `{%r` tag replaces."""
        return {"p": self.paragraph, "tr": self.row, "tc": self.cell, "r": self.run}[kind]

    def texts(self, paragraph: Element) -> list[Element]:
        """The text elements of a paragraph itself, without those of text boxes anchored in it."""
        found = paragraph.iter(self.text)
        return [item for item in found if next(item.iterancestors(self.paragraph), None) is paragraph]

    def text_of(self, paragraph: Element) -> str:
        """The text of a paragraph itself."""
        return "".join(item.text or "" for item in self.texts(paragraph))


def _path(element: Element, counted: Counted | None = None) -> Iterator[str]:
    """The place of `element`: table, row and cell, or paragraph, counted from 1; the shape's name for alt text."""
    if element.tag in DOCX.properties:
        yield f"“{element.get('name', '')}”, alt text"
        return
    cell = next(element.iterancestors(CELL), None)
    if cell is None:
        yield f"paragraph {_number(element, counted)}"
        return
    row, table = next(cell.iterancestors(ROW)), next(cell.iterancestors(TABLE))
    yield f"table {_number(table, counted)}"
    yield f"row {1 + len(list(row.itersiblings(ROW, preceding=True)))}"
    yield f"cell {1 + len(list(cell.itersiblings(CELL, preceding=True)))}"


def _number(wanted: Element, counted: Counted | None) -> int:
    """The number of `wanted` among elements with its tag outside of table cells."""
    tag = str(wanted.tag)
    known = {} if counted is None else counted
    if tag not in known:
        items = wanted.getroottree().getroot().iter(tag)
        alike = (item for item in items if next(item.iterancestors(CELL), None) is None)
        known[tag] = {item: number for number, item in enumerate(alike, 1)}
    return known[tag].get(wanted, 1)


_BREAKS = tuple(w(name) for name in ("br", "cr", "tab", "softHyphen", "noBreakHyphen", "lastRenderedPageBreak"))
DOCX = Dialect(
    PARAGRAPH,
    RUN,
    TEXT,
    ROW,
    CELL,
    (f"{{{WP}}}docPr", f"{{{PIC}}}cNvPr", f"{{{WPS}}}cNvPr"),
    _path,
    _BREAKS,
    table=TABLE,
    blocks=frozenset({PARAGRAPH, TABLE, w("sdt")}),
    before_blocks=frozenset({w("tcPr")}),
    box=w("txbxContent"),
    bookmarks=frozenset({w("bookmarkStart"), w("bookmarkEnd")}),
    line_breaks=(w("br"), w("cr")),
)
