"""Turns values into HTML: escaped text, Markdown as elements; what becomes of runs is `pdf.runs`' part."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from jinja2.runtime import Context
from markupsafe import Markup, escape

from docgen.audience import Choice, Markdown
from docgen.engines.pdf.runs import ENGLISH, ENGLISH_END, LINE_BREAK
from docgen.richtext import Block, Heading, ListItem, Paragraph, Span, Spans, Table, blocks_of, plain_text, spans_of
from docgen.templating.language import bindings_of, format_value, text_of

LANG = {"zh": "zh-CN", "en": "en", "zh+en": "zh-CN"}
_OWN_MARKS = str.maketrans({"\n": LINE_BREAK, ENGLISH: "\ufffd", ENGLISH_END: "\ufffd"})
_CODE, _EM, _STRONG = Markup("<code>{}</code>"), Markup("<em>{}</em>"), Markup("<strong>{}</strong>")
_STRIKE, _UL, _OL = Markup("<s>{}</s>"), Markup("<ul>{}</ul>"), Markup("<ol>{}</ol>")
_OL_FROM = Markup('<ol style="counter-reset: list-item {}">{}</ol>')  # `start` is a hint, which WeasyPrint leaves out


class Stacked(str):
    """A label in both languages; printed on a page the English half carries its own language."""

    __slots__ = ("en", "separator", "zh")

    def __new__(cls, en: str, zh: str, separator: str) -> "Stacked":
        """Chinese first."""
        text = super().__new__(cls, f"{zh}{separator}{en}")
        text.en, text.zh, text.separator = en, zh, separator
        return text


def printed(context: Context, value: Any) -> Any:
    """How a bare value prints: escaped, its line breaks kept, and Markdown as one run of inline elements.

    Only Markdown brings elements: any other value may stand in an attribute too.
    """
    if isinstance(value, Markdown):
        return inline_html(spans_of(value))
    if isinstance(value, Choice) and bindings_of(context).language == "zh+en":
        value = stack(value.title_en, value.title_zh)
    if isinstance(value, Stacked):
        return _stacked(value)
    value = format_value(context, value)
    return _escaped(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def stack(en: str, zh: str, separator: str = " ") -> str:
    """Both texts as one label; equal or empty halves stand once."""
    return Stacked(en, zh, separator) if en and zh and en != zh else zh or en


def attribute(value: Any) -> Markup:
    """`value` as plain text for an attribute: one line, no elements."""
    text = plain_text(value) if isinstance(value, Markdown) else text_of(value)
    return escape(" ".join(text.split()))


def blocks(value: Any) -> Markup:
    """A Markdown text as block elements: paragraphs, lists, tables, quotes, headings (as bold paragraphs)."""
    return Markup("").join(_blocks_html(blocks_of(text_of(value)))) if value else Markup("")


def inline_html(spans: Spans) -> Markup:
    """Spans as inline elements."""
    return Markup("").join(_span_html(span) for span in spans)


def _escaped(value: str) -> Markup:
    return escape(value.translate(_OWN_MARKS))


def _stacked(value: Stacked) -> Markup:
    zh, en, separator = _escaped(value.zh), _escaped(value.en), _escaped(value.separator)
    return Markup("").join((zh, separator, ENGLISH, en, ENGLISH_END))


def _span_html(span: Span) -> Markup:
    html = _escaped(span.text)
    styles = (span.code, _CODE), (span.strike, _STRIKE), (span.italic, _EM), (span.bold, _STRONG)
    for wanted, element in styles:
        html = element.format(html) if wanted else html
    return Markup('<a href="{}">{}</a>').format(span.link, html) if span.link else html


def _blocks_html(found: Sequence[Block]) -> Iterator[Markup]:
    for is_list, group in groupby(found, key=lambda block: isinstance(block, ListItem)):
        members = list(group)
        if is_list:
            yield from _lists_html([block for block in members if isinstance(block, ListItem)])
        else:
            yield from (_block_html(block) for block in members)


def _block_html(block: Block) -> Markup:
    match block:
        case Heading():
            return Markup('<p class="lead-in"><strong>{}</strong></p>').format(inline_html(block.spans))
        case Paragraph(quote=True):
            return Markup("<blockquote><p>{}</p></blockquote>").format(inline_html(block.spans))
        case Table():
            return _table_html(block)
        case _:
            return Markup("<p>{}</p>").format(inline_html(block.spans))


def _lists_html(items: Sequence[ListItem], level: int = 0) -> Iterator[Markup]:
    """Items of `level` and deeper as `ul` and `ol`; what of an item follows a table stands without its bullet."""
    index = 0
    while index < len(items):
        first = items[index]
        end = next((i for i in range(index + 1, len(items)) if _parts(first, items[i], level)), len(items))
        end = index + 1 if first.continues else end
        run = items[index:end]
        if first.level > level:
            yield from _lists_html(run, level + 1)
        elif first.continues:
            yield Markup("<p>{}</p>").format(inline_html(first.spans))
        else:
            yield _list_html(first, Markup("").join(_items_html(run, level)))
        index = end


def _list_html(first: ListItem, items: Markup) -> Markup:
    if not first.ordered:
        return _UL.format(items)
    return _OL.format(items) if first.number == 1 else _OL_FROM.format(first.number - 1, items)


def _parts(first: ListItem, item: ListItem, level: int) -> bool:
    return item.level == level and (first.level > level or item.list_number != first.list_number)


def _items_html(items: Sequence[ListItem], level: int) -> Iterator[Markup]:
    index = 0
    while index < len(items):
        following = range(index + 1, len(items))
        end = next((i for i in following if items[i].level <= level and not items[i].continues), len(items))
        nested = Markup("").join(_further_html(items[index + 1 : end], level))
        yield Markup("<li>{}{}</li>").format(inline_html(items[index].spans), nested)
        index = end


def _further_html(items: Sequence[ListItem], level: int) -> Iterator[Markup]:
    """What belongs to an item of `level`: further paragraphs, and lists in it."""
    for is_paragraph, group in groupby(items, key=lambda item: item.level == level):
        if is_paragraph:
            yield from (Markup("<p>{}</p>").format(inline_html(item.spans)) for item in group)
        else:
            yield from _lists_html(list(group), level + 1)


def _table_html(table: Table) -> Markup:
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(align, inline_html(cell))
        for cell, align in zip(table.header, table.aligns, strict=True)
    )
    rows = Markup("").join(Markup("<tr>{}</tr>").format(_cells_html(row, table.aligns)) for row in table.rows)
    return Markup('<table class="written"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, rows)


def _cells_html(row: Sequence[Spans], aligns: Sequence[str]) -> Markup:
    return Markup("").join(
        Markup('<td class="{}">{}</td>').format(align, inline_html(cell))
        for cell, align in zip(row, aligns, strict=True)
    )
