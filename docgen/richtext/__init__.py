"""Parse Markdown into frozen blocks, which each engine renders as native content.

Supported: bold, italic, strikethrough, inline and fenced code, links, headings, nested lists, task lists, quotes,
tables and footnotes. HTML, setext headings, thematic breaks, indented code and reference links print as typed; an
image prints its alt text. `notices_on` lists what may not render as its author intended.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from docgen.errors import Finding
from docgen.richtext.blocks import Block, Heading, ListItem, Paragraph, Span, Spans, Table
from docgen.richtext.directions import RIGHT_TO_LEFT, is_right_to_left
from docgen.richtext.notices import Notices, may_have_marks
from docgen.richtext.reading import read_blocks

__all__ = [
    "RIGHT_TO_LEFT",
    "Block",
    "Heading",
    "ListItem",
    "Paragraph",
    "Span",
    "Spans",
    "Table",
    "blocks_of",
    "is_right_to_left",
    "may_have_marks",
    "notices_on",
    "notices_on_plain",
    "plain_text",
    "spans_of",
]


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[Block, ...], Notices]:
    return read_blocks(text)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in reading order. Any text is valid Markdown."""
    return _read(text)[0]


def notices_on(text: str) -> tuple[Finding, ...]:
    """Notices about what in a Markdown text may not render as intended; the caller sets their `place`."""
    return _read(text)[1].findings()


def notices_on_plain(text: str) -> tuple[Finding, ...]:
    """Notices about Markdown in a text that isn't read as Markdown; the caller sets their `place`."""
    notices = Notices()
    notices.read_plain(text)
    return notices.findings()


@lru_cache(maxsize=4096)
def spans_of(text: str) -> Spans:
    """A Markdown text as one paragraph: line breaks between blocks, a bullet or number before each list item."""
    spans: list[Span] = []
    for block in blocks_of(text):
        if spans:
            spans.append(Span("\n"))
        spans.extend(_inline(block))
    return tuple(spans)


def plain_text(text: str) -> str:
    """A Markdown text without its markup."""
    return "".join(span.text for span in spans_of(text))


def _inline(block: Block) -> Iterator[Span]:
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
