"""Write Markdown of `{{p x }}` as native paragraphs, lists and tables in the format of the tag's paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from docgen.engines.office.print import LINE_MARK, Breaks, Link, marked
from docgen.engines.pptx.text import LANGUAGE, fragment, parse_fragment, styled
from docgen.ooxml.names import A, Element, P
from docgen.richtext import Block, Heading, ListItem, Paragraph, Span, Spans, Table

BREAKS = Breaks(line=LINE_MARK, tab="\t", page=LINE_MARK)
"""A line break needs its run's format, so a mark represents it (ECMA-376 part 1, 21.1.2.2.1)."""

TABLE_MARK = "\x19"
"""Precedes a table that is still in a text body, which may not contain one; no data contains this character."""

_ALIGNS = {"left": "l", "center": "ctr", "right": "r"}
_INDENT = 228600
_LAST_NUMBER = 32767  # ECMA-376 part 1, 20.1.10.59
_BULLETS = (
    "buClr", "buClrTx", "buFont", "buFontTx", "buSzPct", "buSzPts", "buSzTx", "buNone", "buAutoNum", "buChar", "buBlip",
)  # fmt: skip
_SPACING = {f"{{{A}}}{name}" for name in ("lnSpc", "spcBef", "spcAft")}


@dataclass(frozen=True, slots=True)
class Model:
    """The paragraph of a `{{p x }}` as markup: its properties, those of its first run and of its end.

    `tables`: a table may follow the text; elsewhere (cells, groups, titles, notes) it becomes lines with tabs.
    """

    paragraph: str
    run: str
    end: str
    tables: bool = False

    @classmethod
    def of(cls, paragraph: Element) -> "Model":
        """The model of `paragraph`."""
        run = paragraph.find(f"{{{A}}}r/{{{A}}}rPr")
        return cls(
            _markup(paragraph.find(f"{{{A}}}pPr")),
            _markup(run) or f'<a:rPr lang="{LANGUAGE}"/>',
            _markup(paragraph.find(f"{{{A}}}endParaRPr")),
            _takes_tables(paragraph),
        )


def _takes_tables(paragraph: Element) -> bool:
    """Whether `paragraph`, maybe next to a tag's raw source, is in a shape directly on a slide, except a title."""
    slide, shape = paragraph.getroottree().getroot(), paragraph.getparent()
    shape = None if shape is None else shape.getparent()
    tree = None if shape is None else shape.getparent()
    if shape is None or tree is None or shape.tag != f"{{{P}}}sp" or tree.tag != f"{{{P}}}spTree":
        return False
    holder = shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr/{{{P}}}ph")
    return slide.tag == f"{{{P}}}sld" and (holder is None or holder.get("type") not in {"title", "ctrTitle"})


def _markup(properties: Element | None) -> str:
    return "" if properties is None else fragment(properties)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Writes blocks as markup in the format of `model`; `link` returns the relationship id of a hyperlink."""

    model: Model
    link: Link

    def markup(self, blocks: tuple[Block, ...]) -> str:
        """The blocks as paragraphs, in order."""
        starts: dict[int, tuple[int, int]] = {}
        return "".join(paragraph for block in blocks for paragraph in self._block(block, starts))

    def _block(self, block: Block, starts: dict[int, tuple[int, int]]) -> Iterator[str]:
        if not isinstance(block, ListItem):
            starts.clear()
        match block:
            case Paragraph():
                yield self._paragraph(block.spans, "quote" if block.quote else "text", "i" if block.quote else "")
            case Heading():
                yield self._paragraph(block.spans, "text", "b")
            case ListItem():
                yield self._item(block, starts)
            case Table() if self.model.tables:
                yield self._table(block)
            case Table():
                for index, row in enumerate(table_rows(block)):
                    yield self._line(row, "" if index else "b")

    def _item(self, item: ListItem, starts: dict[int, tuple[int, int]]) -> str:
        """An item; PowerPoint numbers consecutive paragraphs from the start value that they share."""
        if item.continues or not item.ordered:
            starts.pop(item.level, None)
            return self._paragraph(item.spans, "continued" if item.continues else "bullet", level=item.level)
        if starts.get(item.level, (0, 0))[0] != item.list_number:
            starts[item.level] = (item.list_number, item.number)
        start = starts[item.level][1]
        if item.number > _LAST_NUMBER or start < 1:
            return self._paragraph((Span(f"{item.number}. "), *item.spans), "continued", level=item.level)
        return self._shaped(marked(item.spans, BREAKS, self.link), shape(self.model, "ordered", item.level, start))

    def _paragraph(self, spans: Spans, kind: str, always: str = "", level: int = 0) -> str:
        return self._shaped(marked(spans, BREAKS, self.link), shape(self.model, kind, level), always)

    def _line(self, cells: tuple[Spans, ...], always: str) -> str:
        """A row as a line with tabs, where a table isn't possible."""
        return self._shaped("\t".join(marked(cell, BREAKS, self.link) for cell in cells), self.model.paragraph, always)

    def _table(self, table: Table) -> str:
        """A table between the paragraphs, where it is until the text is measured."""
        grid = '<a:gridCol w="0"/>' * len(table.header)
        rows = "".join(
            self._row(row, table.aligns, "" if index else "b") for index, row in enumerate(table_rows(table))
        )
        properties = '<a:tblPr firstRow="1" bandRow="1"/>'
        return f"{TABLE_MARK}<a:tbl>{properties}<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"

    def _row(self, cells: tuple[Spans, ...], aligns: tuple[str, ...], always: str) -> str:
        run = styled(self.model.run, always)
        made = (self._cell(cell, side, run) for cell, side in zip(cells, aligns, strict=True))
        return f'<a:tr h="0">{"".join(made)}</a:tr>'

    def _cell(self, cell: Spans, side: str, run: str) -> str:
        text = f"<a:r>{run}<a:t>{marked(cell, BREAKS, self.link)}</a:t></a:r>"
        body = f'<a:p><a:pPr algn="{_ALIGNS[side]}"/>{text}</a:p>'
        return f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{body}</a:txBody><a:tcPr/></a:tc>"

    def _shaped(self, text: str, properties: str, always: str = "") -> str:
        run = styled(self.model.run, always) if always else self.model.run
        return f"<a:p>{properties}<a:r>{run}<a:t>{text}</a:t></a:r>{self.model.end}</a:p>"


def table_rows(table: Table) -> tuple[tuple[Spans, ...], ...]:
    """All rows of a table, its header first."""
    return (table.header, *table.rows)


@lru_cache(maxsize=4096)
def shape(model: Model, kind: str, level: int = 0, start: int = 1) -> str:
    """The `a:pPr` of a paragraph of `kind`: text, quote, bullet, ordered (from `start`) or continued."""
    if kind == "text":
        return model.paragraph
    root = parse_fragment(model.paragraph or "<a:pPr/>")
    if kind == "quote":
        root.set("marL", str(_INDENT))
        return fragment(root)
    root.set("marL", str(_INDENT * (level + 1)))
    root.set("indent", "0" if kind == "continued" else str(-_INDENT))
    if level:
        root.set("lvl", str(level))
    for name in _BULLETS:
        for old in root.findall(f"{{{A}}}{name}"):
            root.remove(old)
    at = sum(child.tag in _SPACING for child in root)
    if kind == "continued":
        root.insert(at, etree.Element(f"{{{A}}}buNone"))
        return fragment(root)
    face = "+mj-lt" if kind == "ordered" else "Arial"
    root.insert(at, etree.Element(f"{{{A}}}buFont", {"typeface": face}))
    counted = {"type": "arabicPeriod"} | ({"startAt": str(start)} if start != 1 else {})
    bullet = counted if kind == "ordered" else {"char": "•"}
    root.insert(at + 1, etree.Element(f"{{{A}}}{'buAutoNum' if kind == 'ordered' else 'buChar'}", bullet))
    return fragment(root)
