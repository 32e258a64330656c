"""The blocks of a Markdown text, from the parser's tokens."""

from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from docgen.richtext.blocks import DEEPEST, Block, Heading, ListItem, Paragraph, Span, Spans, Table
from docgen.richtext.containers import DEEP_LINES, FIGURE_LINES
from docgen.richtext.inline import merged, read_paragraphs
from docgen.richtext.parser import EMPTY_CELLS, MOST_EMPTY_CELLS, WIDE_ROWS, parse
from docgen.richtext.remarks import Remarks

_BOXES = {True: (Span("☑ "),), False: (Span("☐ "),)}


def read_blocks(text: str) -> tuple[tuple[Block, ...], Remarks]:
    """The blocks of a Markdown text, in reading order, and what of it isn't drawn as it was meant."""
    tokens, noted = parse(text)
    reader = _Reader()
    lines = text.split("\n")
    for token in tokens:
        reader.read(token)
    for kind, key in (("depth", DEEP_LINES), ("row", WIDE_ROWS), ("quote", FIGURE_LINES)):
        for line in sorted(noted.get(key, ())):
            reader.remarks.add(kind, line + 1, lines[line].strip() if line < len(lines) else "")
    if noted.get(EMPTY_CELLS, 0) > MOST_EMPTY_CELLS:
        reader.remarks.add("table", 1, next((line for line in lines if "|" in line), ""))
    return tuple(reader.blocks), reader.remarks


@dataclass(slots=True)
class _OpenList:
    """A list that is being read: what its next item is numbered, and whether that item has words yet."""

    ordered: bool
    list_number: int
    number: int = 0
    typed: list[int] = field(default_factory=list[int])
    is_item_begun: bool = True
    box: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Reader:
    blocks: list[Block] = field(default_factory=list[Block])
    remarks: Remarks = field(default_factory=Remarks)
    lists: list[_OpenList] = field(default_factory=list[_OpenList])
    list_count: int = 0
    quotes: int = 0
    heading: int = 0  # the level of the heading that is being read
    rows: list[list[Spans]] | None = None
    aligns: list[str] = field(default_factory=list[str])

    def read(self, token: Token) -> None:
        match token.type:
            case "inline":
                for spans in read_paragraphs(token, self.remarks):
                    self.read_text(spans)
            case "fence":
                self.add((Span(token.content.strip("\n"), code=True),))
            case "hr":
                if not token.content.startswith("_"):  # a line to sign on
                    self.remarks.add("line", token.map[0] + 1 if token.map else 1, token.content)
                self.add((Span(token.content),))
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "heading_open" | "heading_close":
                self.heading = int(token.tag[1]) if token.nesting > 0 else 0
            case _:
                self.read_list(token)
                self.read_table(token)

    def read_text(self, spans: Spans) -> None:
        if self.rows is not None:
            self.rows[-1].append(spans)
        elif spans:
            self.add(spans)

    def read_list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.begin_item()
                self.list_count += 1
                self.lists.append(_OpenList(token.tag == "ol", self.list_count))
            case "list_item_open":
                self.open_item(self.lists[-1], token)
            case "list_item_close":
                self.begin_item()
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case _:
                pass

    def open_item(self, within: _OpenList, token: Token) -> None:
        """Count an item: by the number that was typed, unless the list repeats its first for all."""
        within.is_item_begun = False
        within.box = _BOXES[token.meta["checked"]] if "checked" in token.meta else ()
        if not within.ordered:
            return
        typed = int(token.info)
        is_repeated = within.typed and all(typed == number for number in within.typed)
        if not within.typed or not (is_repeated or typed == within.number + 1):
            if within.typed:
                self.list_count += 1
                within.list_number = self.list_count
            within.number = typed
        else:
            within.number += 1
        within.typed = [typed] if is_repeated else [*within.typed[-1:], typed]

    def begin_item(self) -> None:
        """Let an item without words of its own have its bullet or number all the same."""
        if self.lists and not self.lists[-1].is_item_begun:
            self.add(())

    def add(self, spans: Spans) -> None:
        """Add a paragraph, as what it is here."""
        if self.lists:
            within = self.lists[-1]
            level, is_further = min(len(self.lists) - 1, DEEPEST), within.is_item_begun
            if self.heading:
                spans = tuple(replace(span, bold=True) for span in spans)
            spans = spans if is_further else tuple(merged((*within.box, *spans)))
            within.is_item_begun = True
            number = within.number if within.ordered else 1
            item = ListItem(spans, level, within.ordered, within.list_number, number, is_further)
            self.blocks.append(item)
        elif self.heading:
            self.blocks.append(Heading(self.heading, spans))
        else:
            self.blocks.append(Paragraph(spans, self.quotes > 0))

    def read_table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.begin_item()
                self.rows, self.aligns = [], []
            case "tr_open" if self.rows is not None:
                self.rows.append([])
            case "th_open":
                self.aligns.append(str(token.attrGet("style") or "text-align:left").removeprefix("text-align:"))
            case "table_close" if self.rows is not None:
                header, *rows = (tuple(row) for row in self.rows)
                self.blocks.append(Table(header, tuple(rows), tuple(self.aligns)))
                self.rows = None
            case _:
                pass
