"""Headings, prose, lists, quotations and the space between blocks."""

from templates.docx.markup.text import (
    CENTRE,
    KEEP_NEXT,
    PAGE_BREAK_BEFORE,
    Inline,
    Run,
    contents_field,
    each,
    muted,
    p,
    spacing,
    tag,
    when,
)
from templates.tags import field, literal
from templates.words import Words

CLOSE = spacing(0, 2, 14)
"""The spacing of a list in a cell."""
PAGE_BREAK = PAGE_BREAK_BEFORE + spacing(before=0)


def set_chapters(words: Words) -> str:
    """The tag at the start of a document with numbered chapters."""
    return tag(f"set chapter = cycler(*{literal(words('chapter_marks'))}.split('|'))")


def chapter(words: Words, key: str, headline: str = "", *, new_page: bool = False, close: bool = False) -> str:
    """A numbered chapter's heading and, if the document has one, its headline sentence.

    `close`: without space before.
    """
    shape = PAGE_BREAK if new_page else spacing(before=3) if close else ""
    made = p(Run("{{ chapter.next() }}", "accent"), words(key), style="Heading1", shape=shape)
    return made + (when(headline, p(field(headline), style="Lead")) if headline else "")


def section(words: Words, key: str) -> str:
    return p(words(key), style="Heading2")


def contents(words: Words, key: str, levels: str, *, new_page: bool = False) -> str:
    """A TOC field for the headings of `levels`, such as `1-2`."""
    title = p(words(key), style="TOCHeading", shape=PAGE_BREAK_BEFORE if new_page else "")
    return title + p(contents_field(levels), style="TOC1")


def prose(name: str, style: str = "", shape: str = "") -> str:
    """A Markdown field as native paragraphs, lists and tables."""
    return p("{{p " + name + " }}", style=style, shape=shape)


def cell_prose(name: str) -> str:
    """A Markdown field in a table cell."""
    return p(Run("{{p " + name + " }}", size=10), style="TableText")


def bullets(items: str, size: float = 0, shape: str = "") -> str:
    """A bulleted list."""
    return each(f"item in {items}", p(Run("{{ item }}", size=size), style="ListBullet", shape=shape))


def quotation(words: Words, text: str, who: str = "") -> str:
    """A quotation of the client on a tinted background, with the quotation marks of the document's language."""
    by = "{% if " + who + " %}\n— {{ " + who + " }}{% endif %}" if who else ""
    return p(*quoted(words, text), muted(by, 9) if who else "", style="Words") + gap()


def quoted(words: Words, text: str, size: float = 0) -> list[Inline]:
    """Text in quotation marks, full-width in a Chinese document."""
    opening, closing = (Run(mark, size=size, wide=words.language != "en") for mark in "“”")
    return [opening, Run(field(text), size=size), closing]


def arrow() -> str:
    """An arrow between two cells of a row."""
    return p(Run("→", "muted", 14), style="TableText", shape=CENTRE)


def internal_mark(words: Words, key: str) -> str:
    return p(words("internal_only") + " · " + words(key), style="InternalMark")


def gap(*, onward: bool = False) -> str:
    """The space below a table; `onward` keeps it with the next paragraph."""
    return p(style="Gap", shape=KEEP_NEXT if onward else "")
