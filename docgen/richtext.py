"""Turns Markdown into plain frozen blocks, which each engine draws in its own native content.

Known: bold, italic, inline code, links, headings, nested lists, quotes, tables. HTML, images, rules, indented code and
reference links stay the text that was written.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown as MarkdownParser
from markdown.blockprocessors import HashHeaderProcessor

_SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:)[^\s]+$", re.IGNORECASE)
_WIDE = r"\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\u2018-\u201d"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*(?=[{_WIDE}])")
_SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*+")
_UNWANTED_BLOCKS = ("hr", "code", "reference", "indent", "setextheader")
_UNWANTED_INLINES = (
    "html", "entity", "autolink", "automail", "image_link", "image_reference",
    "reference", "short_reference", "short_image_ref",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `\\n` in it is a line break; `link` is an address or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


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
    """An item of a list; `level` counts from 0; numbering restarts in each `list_number`."""

    spans: Spans
    level: int
    ordered: bool
    list_number: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each cell is spans; every row has as many cells as `header`; `aligns` are left, center or right."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligns: tuple[str, ...]


Block = Paragraph | Heading | ListItem | Table


class _SpacedHeading(HashHeaderProcessor):
    """A heading needs a space behind its hashes, so that `#1 supplier` stays text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\\n])+?)#*(?:\n|$)")


def _parser() -> MarkdownParser:
    parser = MarkdownParser(extensions=["tables", "sane_lists"])
    parser.preprocessors.deregister("html_block")
    for name in _UNWANTED_BLOCKS:
        if name in parser.parser.blockprocessors and name != "indent":
            parser.parser.blockprocessors.deregister(name)
    for name in _UNWANTED_INLINES:
        if name in parser.inlinePatterns:
            parser.inlinePatterns.deregister(name)
    parser.parser.blockprocessors.deregister("hashheader")
    parser.parser.blockprocessors.register(_SpacedHeading(parser.parser), "hashheader", 70)
    return parser


def _tree(text: str) -> Element:
    parser = _parser()
    lines = text.split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = cast(Element, parser.parser.parseDocument(lines).getroot())
    for name in ("inline", "unescape"):
        changed = parser.treeprocessors[name].run(root)
        root = root if changed is None else changed
    return root


@lru_cache(maxsize=4096)
def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in reading order. Any text is Markdown; nothing is refused."""
    try:
        return tuple(_Reader().blocks(_tree(text)))
    except RecursionError:  # hundreds of nested marks in a row are no Markdown that a person wrote
        return (Paragraph((Span(text),)),)


@lru_cache(maxsize=4096)
def spans_of(text: str) -> Spans:
    """A Markdown text as one paragraph: blocks part by line breaks, list items stand behind a bullet or number."""
    spans: list[Span] = []
    numbers: dict[tuple[int, int], int] = {}
    for block in blocks_of(text):
        if spans:
            spans.append(Span("\n"))
        spans.extend(_in_one_line(block, numbers))
    return tuple(spans)


def plain_text(text: str) -> str:
    """A Markdown text without its marks."""
    return "".join(span.text for span in spans_of(text))


def _in_one_line(block: Block, numbers: dict[tuple[int, int], int]) -> Iterator[Span]:
    if isinstance(block, Table):
        for index, row in enumerate((block.header, *block.rows)):
            yield from (Span("\n"),) if index else ()
            for cell_index, cell in enumerate(row):
                yield from (Span("\t"),) if cell_index else ()
                yield from cell
        return
    if isinstance(block, ListItem):
        key = (block.list_number, block.level)
        numbers[key] = numbers.get(key, 0) + 1
        mark = f"{numbers[key]}. " if block.ordered else "• "
        yield Span("\u2003" * block.level + mark)
    bold = isinstance(block, Heading)
    yield from (replace(span, bold=span.bold or bold) for span in block.spans)


class _Reader:
    """Walks the parser's tree once; counts lists as it meets them."""

    def __init__(self) -> None:
        self.lists = 0

    def blocks(self, parent: Element, quote: bool = False) -> Iterator[Block]:
        for element in parent:
            match element.tag:
                case "blockquote":
                    yield from self.blocks(element, quote=True)
                case "ul" | "ol":
                    self.lists += 1
                    yield from self.items(element, 0, self.lists)
                case "table":
                    yield _table(element)
                case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                    yield Heading(int(element.tag[1]), _spans(element))
                case _:
                    yield Paragraph(_spans(element), quote)

    def items(self, parent: Element, level: int, number: int) -> Iterator[ListItem]:
        for item in parent:
            yield ListItem(_spans(item, skip=("ul", "ol")), level, parent.tag == "ol", number)
            for nested in item:
                if nested.tag in {"ul", "ol"}:
                    self.lists += 1
                    yield from self.items(nested, level + 1, self.lists)


def _table(element: Element) -> Table:
    rows = [tuple(_spans(cell) for cell in row) for row in element.iter("tr")]
    heads = list(element.iter("th"))
    aligns = tuple(_align(cell) for cell in heads)
    width = len(heads)
    return Table(rows[0], tuple((*row, *[()] * width)[:width] for row in rows[1:]), aligns)


def _align(cell: Element) -> str:
    style = cell.get("style", "") + cell.get("align", "")
    return next((side for side in ("right", "center") if side in style), "left")


def _spans(element: Element, skip: tuple[str, ...] = ()) -> Spans:
    found = [span for span in _inline(element, Span(""), skip) if span.text]
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip("\n "))
        found[-1] = replace(found[-1], text=found[-1].text.rstrip("\n "))
    return tuple(_merged(found))


def _inline(element: Element, style: Span, skip: tuple[str, ...]) -> Iterator[Span]:
    yield replace(style, text=_text(element.text or "", style.code))
    for child in element:
        if child.tag not in skip:
            if child.tag == "p" and child is not element[0]:
                yield replace(style, text="\n")
            yield from _child(child, style, skip)
        yield replace(style, text=_text(child.tail or "", style.code))


def _child(child: Element, style: Span, skip: tuple[str, ...]) -> Iterator[Span]:
    match child.tag:
        case "br":
            yield replace(style, text="\n")
        case "strong":
            yield from _inline(child, replace(style, bold=True), skip)
        case "em":
            yield from _inline(child, replace(style, italic=True), skip)
        case "code":
            yield from _inline(child, replace(style, code=True), skip)
        case "a" if _SAFE_LINK.match(child.get("href", "")):
            yield from _inline(child, replace(style, link=child.get("href", "")), skip)
        case "a":
            yield replace(style, text="[")
            yield from _inline(child, style, skip)
            yield replace(style, text=f"]({child.get('href', '')})")
        case _:
            yield from _inline(child, style, skip)


def _text(text: str, code: bool) -> str:
    if code:
        return html.unescape(text)
    return _SOFT_BREAK.sub(" ", _BREAK_IN_CHINESE.sub("", text))


def _merged(spans: list[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and replace(last, text="") == replace(span, text=""):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None and last.text:
            yield last
        last = span
    if last is not None and last.text:
        yield last
