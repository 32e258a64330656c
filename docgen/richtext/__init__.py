"""Read Markdown into plain frozen blocks, which each engine draws in its own native content.

Known: bold, italic, struck, inline and fenced code, links, headings, nested lists, task lists, quotes, tables and
footnotes. HTML, underlined headings, lines across the page, indented code and reference links stay the text that was
written; of a picture its words are printed. `notices_on` lists what isn't drawn as it was meant.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from docgen.errors import Finding
from docgen.richtext.blocks import Block, Heading, ListItem, Paragraph, Span, Spans, Table
from docgen.richtext.notices import Notices
from docgen.richtext.reading import read_blocks

__all__ = [
    "Block",
    "Heading",
    "ListItem",
    "Paragraph",
    "Span",
    "Spans",
    "Table",
    "blocks_of",
    "notices_on",
    "plain_text",
    "spans_of",
]


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[Block, ...], Notices]:
    return read_blocks(text)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in reading order. Any text is Markdown; nothing is refused."""
    return _read(text)[0]


def notices_on(text: str) -> tuple[Finding, ...]:
    """Warnings about what of a Markdown text isn't drawn as it was meant; `place` is the caller's to fill in."""
    return _read(text)[1].findings()


@lru_cache(maxsize=4096)
def spans_of(text: str) -> Spans:
    """A Markdown text as one paragraph: blocks part by line breaks, list items stand behind a bullet or number."""
    spans: list[Span] = []
    for block in blocks_of(text):
        if spans:
            spans.append(Span("\n"))
        spans.extend(_in_one_line(block))
    return tuple(spans)


def plain_text(text: str) -> str:
    """A Markdown text without its marks."""
    return "".join(span.text for span in spans_of(text))


def _in_one_line(block: Block) -> Iterator[Span]:
    if isinstance(block, Table):
        for index, row in enumerate((block.header, *block.rows)):
            yield from (Span("\n"),) if index else ()
            for cell_index, cell in enumerate(row):
                yield from (Span("\t"),) if cell_index else ()
                yield from cell
        return
    if isinstance(block, ListItem):
        mark = f"{block.number}. " if block.ordered else "• "
        yield Span("\u2003" * (block.level + block.continues) + ("" if block.continues else mark))
    bold = isinstance(block, Heading)
    yield from (replace(span, bold=span.bold or bold) for span in block.spans)
