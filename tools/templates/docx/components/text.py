"""Headings, prose, lists, quotations and the space between blocks."""

from templates.docx.markup.markers import each, shown_if
from templates.docx.markup.text import (
    CENTRE,
    KEEP_NEXT,
    KEEP_NEXT_OFF,
    NUMBERED,
    PAGE_BREAK_BEFORE,
    Inline,
    Run,
    contents_field,
    muted,
    p,
    spacing,
)
from templates.tags import field
from templates.words import Words

CLOSE = spacing(0, 2, 14)
"""The spacing of a list in a cell."""
PAGE_BREAK = PAGE_BREAK_BEFORE + spacing(before=0)


def chapter(words: Words, key: str, headline: str = "", *, new_page: bool = False, close: bool = False) -> str:
    """A numbered chapter's heading and, if the document has one, its headline sentence, the name of a field.

    `close`: without space before.
    """
    heading = chapter_heading(words, key, 0 if new_page else 3 if close else None, new_page=new_page)
    return heading + (p(field(headline + "?"), style="Lead") if headline else "")


def chapter_heading(words: Words, key: str, before: float | None = None, *, new_page: bool = False) -> str:
    """A heading that Word numbers; `before` is the space above it in points, else the style's."""
    shape = (PAGE_BREAK_BEFORE if new_page else "") + NUMBERED
    return p(words(key), style="Heading1", shape=shape + (spacing(before=before) if before is not None else ""))


def section(words: Words, key: str) -> str:
    return p(words(key), style="Heading2")


def contents(words: Words, key: str, levels: str, *, new_page: bool = False) -> str:
    """A TOC field for the headings of `levels`, such as `1-2`."""
    title = p(words(key), style="TOCHeading", shape=PAGE_BREAK_BEFORE if new_page else "")
    return title + p(contents_field(levels), style="TOC1")


def prose(name: str, style: str = "", shape: str = "") -> str:
    """A Markdown field as native paragraphs, lists and tables; nothing where it is empty."""
    return p("{{p " + name + "? }}", style=style, shape=shape)


def cell_prose(name: str) -> str:
    """A Markdown field in a table cell."""
    return p(Run("{{p " + name + " }}", size=10), style="TableText")


def bullets(items: str, size: float = 0, shape: str = "") -> str:
    """A bulleted list."""
    return each(f"item in {items}", p(Run("{{ item }}", size=size), style="ListBullet", shape=shape))


def quotation(words: Words, text: str, who: str = "", *, named: bool = False) -> str:
    """A quotation of the client on a tinted background, with the quotation marks of the document's language.

    `named`: who said it is always given.
    """
    by: list[str | Inline] = [muted("\n— " + field(who), 9)] if who else []
    by = by if named or not who else shown_if(who, *by)
    return p(*quoted(words, text), *by, style="Words") + gap()


def quoted(words: Words, text: str, size: float = 0) -> list[Inline]:
    """Text in quotation marks, full-width in a Chinese document."""
    opening, closing = (Run(mark, size=size, wide=words.language != "en") for mark in "“”")
    return [opening, Run(field(text), size=size), closing]


def arrow() -> str:
    """An arrow between two cells of a row."""
    return p(Run("→", "muted", 14), style="TableText", shape=spacing(line=18) + CENTRE)


def internal_mark(words: Words, key: str) -> str:
    return p(words("internal_only") + " · " + words(key), style="InternalMark")


def gap(*, onward: bool = False, stays: bool = False) -> str:
    """The space below a table; `onward` keeps it with the next paragraph, with `stays` it isn't left out anywhere."""
    return p(style="Gap", shape=KEEP_NEXT if onward else KEEP_NEXT_OFF if stays else "")
