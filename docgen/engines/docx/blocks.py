"""Turns Markdown printed by `{{p x }}` into native paragraphs, lists and tables shaped like the tag's paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from docgen.engines.docx.lists import INDENT, Lists
from docgen.engines.docx.runs import fragment, parse_fragment
from docgen.engines.office.print import PAGE_MARK, Breaks, Link, marked
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, Element, put, w
from docgen.richtext import Block, Heading, ListItem, Paragraph, Spans, Table

BREAKS = Breaks(
    line='</w:t><w:br/><w:t xml:space="preserve">',
    tab='</w:t><w:tab/><w:t xml:space="preserve">',
    page=PAGE_MARK,
)
"""How Word writes breaks inside a text element (ECMA-376 part 1, 17.3.3.1 and 17.3.3.32)."""

_TABLE_STYLES = ("DocgenTable", "TableGrid")
_WIDTH = 9000  # twentieths of a point, shared by a table's columns until Word lays them out
_NUMBER = "dg-number"


@dataclass(frozen=True, slots=True)
class Model:
    """The paragraph of a `{{p x }}`: its properties, those of its first run, as markup, and the template's styles."""

    paragraph: str
    run: str
    styles: frozenset[str]

    @classmethod
    def of(cls, paragraph: Element, styles: frozenset[str]) -> "Model":
        """The model that `paragraph` is."""
        return cls(_markup(paragraph.find(PARAGRAPH_PROPERTIES)), _markup(_run_properties(paragraph)), styles)


def _run_properties(paragraph: Element) -> Element | None:
    run = paragraph.find(RUN)
    return run.find(RUN_PROPERTIES) if run is not None else None


def _markup(properties: Element | None) -> str:
    return "" if properties is None else fragment(properties)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Writes blocks as markup, shaped like `model`; `link` gives hyperlinks' ids, `lists` the numbers of lists."""

    model: Model
    link: Link
    lists: Lists

    def markup(self, blocks: tuple[Block, ...]) -> str:
        """The blocks, in order; each list counts from the number of its first item."""
        numbers: dict[int, str] = {}
        return "".join(self._block(block, numbers) for block in blocks)

    def _block(self, block: Block, numbers: dict[int, str]) -> str:
        match block:
            case Paragraph():
                kind = "quote" if block.quote else "text"
                always = "i" if block.quote and "Quote" not in self.model.styles else ""
                return self._paragraph(block.spans, shape(self.model, kind), always)
            case Heading():
                style = f"Heading{min(block.level + 2, 6)}"
                always = "" if style in self.model.styles else "b"
                return self._paragraph(block.spans, shape(self.model, "heading", style=style), always)
            case ListItem():
                return self._item(block, numbers)
            case Table():
                return self._table(block)

    def _item(self, item: ListItem, numbers: dict[int, str]) -> str:
        if item.continues:
            return self._paragraph(item.spans, shape(self.model, "continued", level=item.level))
        if item.list_number not in numbers:
            numbers[item.list_number] = self.lists.of_markdown(item.ordered, item.level, item.number)
        properties = shape(self.model, "ordered" if item.ordered else "bullet", level=item.level)
        return self._paragraph(item.spans, properties.replace(_NUMBER, numbers[item.list_number]))

    def _paragraph(self, spans: Spans, properties: str, always: str = "") -> str:
        text = marked(spans, BREAKS, self.link, always)
        return f'<w:p>{properties}<w:r>{self.model.run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    def _table(self, table: Table) -> str:
        count = len(table.header)
        known = next((name for name in _TABLE_STYLES if name in self.model.styles), None)
        style = f'<w:tblStyle w:val="{known}"/>' if known else ""
        grid = f'<w:gridCol w:w="{_WIDTH // count}"/>' * count
        return (
            f'<w:tbl><w:tblPr>{style}<w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(self._rows(table))}</w:tbl>"
        )

    def _rows(self, table: Table) -> Iterator[str]:
        for index, row in enumerate((table.header, *table.rows)):
            properties = "<w:cantSplit/>" if index else "<w:cantSplit/><w:tblHeader/>"
            cells = "".join(
                f"<w:tc>{self._paragraph(cell, shape(self.model, 'cell', style=side), '' if index else 'b')}</w:tc>"
                for cell, side in zip(row, table.aligns, strict=True)
            )
            yield f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


@lru_cache(maxsize=4096)
def shape(model: Model, kind: str, style: str = "", level: int = 0) -> str:
    """The `w:pPr` of a paragraph of `kind`: text, quote, heading, bullet, ordered, continued or cell.

    `style` is a heading's style, or a cell's alignment; a continued item stands at its text, without a number.
    """
    if kind == "text":
        return model.paragraph
    root = parse_fragment(model.paragraph or "<w:pPr/>")
    wanted = {"quote": "Quote", "bullet": "ListBullet", "ordered": "ListNumber", "heading": style}.get(kind, "")
    if wanted in model.styles:
        put(root, "pStyle", val=wanted)
    if kind in {"bullet", "ordered"}:
        _remove(root, "ind", "jc")
        numbering = put(root, "numPr")
        etree.SubElement(numbering, w("ilvl"), {w("val"): str(level)})
        etree.SubElement(numbering, w("numId"), {w("val"): _NUMBER})
    elif kind == "continued":
        _remove(root, "ind", "jc", "numPr")
        put(root, "ind", left=str(INDENT * (level + 1)))
    elif kind == "cell":
        _remove(root, "ind", "numPr")
        put(root, "jc", val={"right": "right", "center": "center"}.get(style, "left"))
    return fragment(root)


def _remove(root: Element, *names: str) -> None:
    for name in names:
        for old in root.findall(w(name)):
            root.remove(old)
