"""Build blocks and spans from the parser's tokens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from markdown_it.token import Token

from docgen.richtext.blocks import MAX_LEVEL, Block, Heading, ListItem, Paragraph, Span, Spans, Table
from docgen.richtext.containers import DEEP_LINES, FIGURE_LINES
from docgen.richtext.lines import item_lines, kept_breaks
from docgen.richtext.notices import Notices
from docgen.richtext.parser import EMPTY_CELLS, MAX_EMPTY_CELLS, WIDE_ROWS, parse

_WIDE = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\u2018-\u201d\U00020000-\U0003ffff]"
)
_STYLES = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
_CLOSING = {"strong_close", "em_close", "s_close"}
_BREAKS = {"softbreak", "hardbreak"}
_NO_STYLE = Span("")
_BOXES = {True: (Span("☑ "),), False: (Span("☐ "),)}


def read_paragraphs(token: Token, notices: Notices) -> tuple[Spans, ...]:
    """The paragraphs of an inline token: wrapped lines are joined, a numbered line begins one."""
    line, lines = token.map[0] + 1 if token.map else 1, token.content.split("\n")
    reader = _ParagraphReader(line, notices, _from(line, item_lines(lines)), _from(line, kept_breaks(lines)))
    reader.read(token.children or ())
    return tuple(tuple(merged(spans)) for spans in reader.paragraphs)


def _from(line: int, indices: frozenset[int]) -> frozenset[int]:
    return frozenset(line + index for index in indices)


@dataclass(slots=True)
class _ParagraphReader:
    line: int
    notices: Notices
    item_lines: frozenset[int]
    breaks: frozenset[int]
    paragraphs: list[list[Span]] = field(default_factory=lambda: [[]])
    styles: list[Span] = field(default_factory=lambda: [_NO_STYLE])
    wrapped: Span | None = None  # the style of the soft break before the next text

    def read(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.type in _STYLES:
                self.notice_italics(tokens, index)
                self.styles.append(replace(self.styles[-1], **{_STYLES[token.type]: True}))
            elif token.type in _CLOSING:
                self.notice_italics(tokens, index)
                self.styles.pop()
            elif token.type == "text":
                is_start = index == 0 or tokens[index - 1].type in _BREAKS
                self.notices.read(token.content, self.line, is_start=is_start)
                self.add(token.content)
            else:
                self.read_other(token)

    def read_other(self, token: Token) -> None:
        match token.type:
            case "softbreak" | "hardbreak":
                self.read_break(token.type == "softbreak")
            case "code_inline":
                self.add(token.content, code=True)
                self.line += token.content.count("\n")
            case "link_open":
                link = str(token.attrGet("href") or "")
                self.add("" if link else "[")
                self.styles.append(replace(self.styles[-1], link=link))
            case "link_close":
                link = self.styles.pop().link
                self.add("" if link else "]()")
            case "image":
                self.notices.add("picture", self.line, token.content)
                self.read(token.children or ())
            case _:
                self.add(token.content)

    def read_break(self, is_soft: bool) -> None:
        self.line += 1
        self.wrapped = self.styles[-1] if is_soft else None
        if self.line in self.item_lines:
            self.wrapped = None
            self.paragraphs.append([])
        elif not is_soft or self.line in self.breaks:
            self.wrapped = None
            self.add("\n")

    def add(self, text: str, code: bool = False) -> None:
        if not text:
            return
        style = replace(self.styles[-1], code=True) if code else self.styles[-1]
        spans = self.paragraphs[-1]
        if self.wrapped is not None and text != "\n":
            before = spans[-1].text[-1] if spans else "\n"
            if before != "\n" and not (_WIDE.match(before) and _WIDE.match(text)):
                spans.append(replace(self.wrapped, text=" "))
        self.wrapped = None
        spans.append(replace(style, text=text))

    def notice_italics(self, tokens: Sequence[Token], index: int) -> None:
        """Report stars that begin or end inside a word: they may have been meant literally."""
        token = tokens[index]
        if token.markup == "*":
            step = -1 if token.nesting > 0 else 1
            adjacent = tokens[index + step].content if 0 <= index + step < len(tokens) else ""
            if adjacent[-1 if step < 0 else 0 :][:1].isalnum():
                self.notices.add("italics", self.line, f"{adjacent[-10:]}*" if step < 0 else f"*{adjacent[:10]}")


def merged(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans without empty ones, adjacent spans of one style joined, whitespace stripped at both ends."""
    by_style = groupby(spans, key=lambda span: replace(span, text=""))
    joined = [replace(style, text="".join(span.text for span in group)) for style, group in by_style]
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip("\n "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip("\n "))
    return (span for span in joined if span.text)


def read_blocks(text: str) -> tuple[tuple[Block, ...], Notices]:
    """The blocks of a Markdown text, in reading order, and the notices about it."""
    tokens, env = parse(text)
    reader = _BlockReader()
    lines = text.split("\n")
    for token in tokens:
        reader.read(token)
    for kind, key in (("depth", DEEP_LINES), ("row", WIDE_ROWS), ("quote", FIGURE_LINES)):
        for line in sorted(env.get(key, ())):
            reader.notices.add(kind, line + 1, lines[line].strip() if line < len(lines) else "")
    if env.get(EMPTY_CELLS, 0) > MAX_EMPTY_CELLS:
        reader.notices.add("table", 1, next((line for line in lines if "|" in line), ""))
    return tuple(reader.blocks), reader.notices


@dataclass(slots=True)
class _OpenList:
    """A list being read: the number of its current item, and whether that item has a paragraph yet."""

    ordered: bool
    list_number: int
    number: int = 0
    typed: list[int] = field(default_factory=list[int])
    is_item_begun: bool = True
    box: tuple[Span, ...] = ()


@dataclass(slots=True)
class _BlockReader:
    blocks: list[Block] = field(default_factory=list[Block])
    notices: Notices = field(default_factory=Notices)
    lists: list[_OpenList] = field(default_factory=list[_OpenList])
    list_count: int = 0
    quotes: int = 0
    heading: int = 0  # the level of the current heading
    rows: list[list[Spans]] | None = None
    aligns: list[str] = field(default_factory=list[str])

    def read(self, token: Token) -> None:
        match token.type:
            case "inline":
                for spans in read_paragraphs(token, self.notices):
                    self.read_text(spans)
            case "fence":
                self.add((Span(token.content.strip("\n"), code=True),))
            case "hr":
                if not token.content.startswith("_"):  # a signature line
                    self.notices.add("line", token.map[0] + 1 if token.map else 1, token.content)
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
        """Number an item: by the number typed, unless the list repeats its first number for all items."""
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
        """Add an empty paragraph for an item without text, so that its bullet or number prints."""
        if self.lists and not self.lists[-1].is_item_begun:
            self.add(())

    def add(self, spans: Spans) -> None:
        """Add a paragraph: a list item, a heading or plain text, by the current context."""
        if self.lists:
            within = self.lists[-1]
            level, is_further = min(len(self.lists) - 1, MAX_LEVEL), within.is_item_begun
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
