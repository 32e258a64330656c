"""Markdown blocks of `{{p x }}` as native paragraphs, lists and tables in the format of the tag's paragraph."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from docgen.engines.docx.runs import fragment, parse_fragment
from docgen.engines.docx.style_names import BlockStyles
from docgen.engines.office.additions import Additions
from docgen.engines.office.print import PAGE_MARK, Breaks, Link, marked
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, Element, W, put, w
from docgen.richtext import Block, Heading, ListItem, Paragraph, Spans, Table

BREAKS = Breaks(
    line='</w:t><w:br/><w:t xml:space="preserve">',
    tab='</w:t><w:tab/><w:t xml:space="preserve">',
    page=PAGE_MARK,
)
"""How Word writes breaks inside a text element (ECMA-376 part 1, 17.3.3.1 and 17.3.3.32)."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
"""Rules of a table in a template without a table style."""
_WIDTH = 9000  # twentieths of a point, shared by a table's columns until Word lays them out
_NUMBER = "dg-number"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_FIRST = 9000  # docgen's first numId and abstractNumId
_INDENT = 360
"""Indent of each list level, in twentieths of a point."""
_BULLETS = ("•", "–", "▪")
_FIRST_NUM = re.compile(r"<w:num[ >]|<w:numIdMacAtCleanup|</w:numbering>")
_AFTER_NUMS = re.compile(r"<w:numIdMacAtCleanup|</w:numbering>")


@dataclass(frozen=True, slots=True)
class Model:
    """Format of a `{{p x }}`: properties of its paragraph and first run as markup, and the template's styles."""

    paragraph: str
    run: str
    styles: BlockStyles

    @classmethod
    def of(cls, paragraph: Element, styles: BlockStyles) -> "Model":
        """The format of `paragraph`."""
        return cls(_markup(paragraph.find(PARAGRAPH_PROPERTIES)), _markup(_run_properties(paragraph)), styles)


def _run_properties(paragraph: Element) -> Element | None:
    run = paragraph.find(RUN)
    return run.find(RUN_PROPERTIES) if run is not None else None


def _markup(properties: Element | None) -> str:
    return "" if properties is None else fragment(properties)


@dataclass(slots=True)
class Lists:
    """Numbering instances that one render adds; `abstracts` maps the template's numIds to their abstractNumIds."""

    abstracts: Mapping[str, str]
    _made: list[str] = field(default_factory=list[str])
    _markdown: bool = False
    _copied: list[str] = field(default_factory=list[str])
    _iterations: dict[str, int] = field(default_factory=dict[str, int])
    _current: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def is_used(self) -> bool:
        """Whether any instance was added."""
        return bool(self._made)

    def new_part(self, additions: Additions, document: str) -> tuple[str, str]:
        """Add a numbering part to a template that has none; return its name and text."""
        name = additions.add(f"{posixpath.dirname(document)}/numbering.xml", b"", _TYPE)
        del additions.parts[name]
        additions.relate(document, "numbering", name)
        return name, f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:numbering xmlns:w=\"{W}\"/>"

    def add_markdown(self, ordered: bool, level: int = 0, start: int = 1) -> str:
        """Add a list whose items are at `level` and count from `start`; return its numId."""
        self._markdown = True
        return self._make(str(_FIRST + ordered), level, start)

    def add_copy(self, levels: str) -> str:
        """Add a list with the `levels` of another document; return its numId."""
        number = str(_FIRST + 2 + len(self._copied))
        self._copied.append(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>')
        return self._make(number)

    def restart(self, number: str) -> str:
        """Restart the template's list `number` at 1, from the second iteration on; prints nothing."""
        self._iterations[number] = self._iterations.get(number, 0) + 1
        if self._iterations[number] > 1 and number in self.abstracts:
            self._current[number] = self._make(self.abstracts[number])
        return ""

    def current(self, number: str) -> str:
        """The numId in use for the template's list `number`."""
        return self._current.get(number, number)

    def _make(self, abstract: str, level: int = 0, start: int = 1) -> str:
        number = str(_FIRST + len(self._made))
        begin = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        self._made.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{begin}</w:num>')
        return number

    def added_to(self, numbering: str) -> str:
        """The text of the numbering part with the added lists; unchanged if there are none."""
        if not self._made:
            return numbering
        if numbering.endswith("/>"):
            numbering = numbering[:-2] + "></w:numbering>"
        abstracts = [_abstract(_FIRST, False), _abstract(_FIRST + 1, True)] if self._markdown else []
        if abstracts or self._copied:
            found = _FIRST_NUM.search(numbering)
            at = found.start() if found else len(numbering)
            numbering = numbering[:at] + "".join((*abstracts, *self._copied)) + numbering[at:]
        found = _AFTER_NUMS.search(numbering)
        at = found.start() if found else len(numbering)
        return numbering[:at] + "".join(self._made) + numbering[at:]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Renders blocks as markup in the format of `model`; `link` adds a hyperlink and returns its id."""

    model: Model
    link: Link
    lists: Lists

    def markup(self, blocks: tuple[Block, ...]) -> str:
        """The blocks in order; each list counts from the number of its first item.

        The highest headings of a text are those of level 3, below a chapter and a section of the template.
        """
        numbers: dict[int, str] = {}
        highest = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
        return "".join(self._block(block, numbers, 3 - highest) for block in blocks)

    def _block(self, block: Block, numbers: dict[int, str], lower: int) -> str:
        match block:
            case Paragraph():
                kind = "quote" if block.quote else "text"
                always = "i" if block.quote and not self.model.styles.quote else ""
                return self._paragraph(block.spans, paragraph_properties(self.model, kind), always)
            case Heading():
                style = self.model.styles.headings[min(block.level + lower, 6) - 1]
                always = "" if style else "b"
                return self._paragraph(block.spans, paragraph_properties(self.model, "heading", style=style), always)
            case ListItem():
                return self._item(block, numbers)
            case Table():
                return self._table(block)

    def _item(self, item: ListItem, numbers: dict[int, str]) -> str:
        if item.continues:
            return self._paragraph(item.spans, paragraph_properties(self.model, "continued", level=item.level))
        if item.list_number not in numbers:
            numbers[item.list_number] = self.lists.add_markdown(item.ordered, item.level, item.number)
        properties = paragraph_properties(self.model, "ordered" if item.ordered else "bullet", level=item.level)
        return self._paragraph(item.spans, properties.replace(_NUMBER, numbers[item.list_number]))

    def _paragraph(self, spans: Spans, properties: str, always: str = "") -> str:
        text = marked(spans, BREAKS, self.link, always)
        return f'<w:p>{properties}<w:r>{self.model.run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    def _table(self, table: Table) -> str:
        count = len(table.header)
        known = self.model.styles.table
        style = f'<w:tblStyle w:val="{known}"/>' if known else ""
        rules = "" if known else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
        grid = f'<w:gridCol w:w="{_WIDTH // count}"/>' * count
        return (
            f'<w:tbl><w:tblPr>{style}<w:tblW w:w="5000" w:type="pct"/>{rules}'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(self._rows(table))}</w:tbl>"
        )

    def _rows(self, table: Table) -> Iterator[str]:
        for index, row in enumerate((table.header, *table.rows)):
            properties = "<w:cantSplit/>" if index else "<w:cantSplit/><w:tblHeader/>"
            cells = "".join(
                f"<w:tc>{self._cell(cell, side, '' if index else 'b')}</w:tc>"
                for cell, side in zip(row, table.aligns, strict=True)
            )
            yield f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def _cell(self, spans: Spans, align: str, always: str) -> str:
        return self._paragraph(spans, paragraph_properties(self.model, "cell", style=align), always)


@lru_cache(maxsize=4096)
def paragraph_properties(model: Model, kind: str, style: str = "", level: int = 0) -> str:
    """The `w:pPr` of a paragraph of `kind`: text, quote, heading, bullet, ordered, continued or cell.

    `style` is the id of a heading's style, or a cell's alignment; a continued item is indented like its text, without
    a number.
    """
    if kind == "text":
        return model.paragraph
    root = parse_fragment(model.paragraph or "<w:pPr/>")
    styles = model.styles
    wanted = {
        "quote": styles.quote, "bullet": styles.bullet, "ordered": styles.number, "heading": style, "cell": styles.cell,
    }.get(kind, "")  # fmt: skip
    if wanted:
        put(root, "pStyle", val=wanted)
    if kind in {"bullet", "ordered"}:
        _remove(root, "ind", "jc")
        numbering = put(root, "numPr")
        etree.SubElement(numbering, w("ilvl"), {w("val"): str(level)})
        etree.SubElement(numbering, w("numId"), {w("val"): _NUMBER})
    elif kind == "continued":
        _remove(root, "ind", "jc", "numPr")
        put(root, "ind", left=str(_INDENT * (level + 1)))
    elif kind == "cell":
        _remove(root, "ind", "numPr")
        put(root, "jc", val={"right": "right", "center": "center"}.get(style, "left"))
    return fragment(root)


def _remove(root: Element, *names: str) -> None:
    for name in names:
        for old in root.findall(w(name)):
            root.remove(old)


def _abstract(number: int, ordered: bool) -> str:
    levels = "".join(_level(level, ordered) for level in range(9))
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'


def _level(level: int, ordered: bool) -> str:
    text = f"%{level + 1}." if ordered else _BULLETS[level % len(_BULLETS)]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if ordered else "bullet"}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )
