"""Convert values to HTML, and split the text of a parsed page into runs by language.

Values become escaped text, Markdown becomes elements. Runs are split in text nodes, never in attributes or style
sheets, so that a value may be anywhere in a template.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from jinja2.runtime import Context
from markupsafe import Markup, escape

from docgen.audience import Choice, Markdown
from docgen.richtext import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    Span,
    Spans,
    Table,
    blocks_of,
    is_right_to_left,
    plain_text,
    spans_of,
)
from docgen.templating.language import bindings_of, format_value, text_of

_LINE_BREAK = "\u2028"
_ENGLISH, _ENGLISH_END = "\ufdd0", "\ufdd1"  # noncharacters: text can't contain them
_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_SHARED = "\u2018\u2019\u201c\u201d\u2026\u2014"
_LONG = r"[!-\u1fff\u2010-\u2013\u2015-\u2017\u201e-\u2025\u2030-\u2e7f]{20,300}"
_PIECE = 300  # longer words are split, since line breaking takes quadratic time
_WORD = r"[A-Za-z][A-Za-z'\u2019.]*"
_ENGLISH_RUN = rf"(?<![A-Za-z0-9]){_WORD}(?:[ ,;:/&()%0-9-]+{_WORD}){{2,}}"
_COMMON = rf"{_ENGLISH}(?P<marked>[^{_ENGLISH_END}]*){_ENGLISH_END}|(?P<line>{_LINE_BREAK})|(?P<long>{_LONG})"
_IN_CHINESE = re.compile(rf"{_COMMON}|(?P<english>{_ENGLISH_RUN})|(?P<shared>[{_SHARED}]+)")
_IN_ENGLISH = re.compile(rf"{_COMMON}|(?P<chinese>[{_WIDE}](?:\S{{0,300}}[{_WIDE}])?)")
_CHINESE = re.compile(f"[{_WIDE}]")
_MARKS = re.compile(f"[{_LINE_BREAK}{_ENGLISH}{_ENGLISH_END}]")
_BLOCKS = frozenset(
    {"p", "li", "td", "th", "dd", "dt", "div", "blockquote", "caption", *(f"h{level}" for level in range(1, 7))}
)
_RAW = frozenset({"style", "script", "title"})
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "marked": {"lang": "en", "class": "en"},
    "english": {"lang": "en"},
    "chinese": {"lang": "zh-CN"},
    "long": {"class": "long"},
    "shared": {"class": "wide"},
}
LANG = {"zh": "zh-CN", "en": "en", "zh+en": "zh-CN"}
_ESCAPED_MARKS = str.maketrans({"\n": _LINE_BREAK, _ENGLISH: "\ufffd", _ENGLISH_END: "\ufffd"})
_CODE, _EM, _STRONG = Markup("<code>{}</code>"), Markup("<em>{}</em>"), Markup("<strong>{}</strong>")
_STRIKE, _UL, _OL = Markup("<s>{}</s>"), Markup("<ul>{}</ul>"), Markup("<ol>{}</ol>")
_OL_FROM = Markup(
    '<ol style="counter-reset: list-item {}">{}</ol>'
)  # WeasyPrint ignores presentational hints such as `start`


class Stacked(str):
    """A label in both languages; on a page the English half has its own `lang`."""

    __slots__ = ("en", "separator", "zh")

    def __new__(cls, en: str, zh: str, separator: str) -> "Stacked":
        """Chinese first."""
        text = super().__new__(cls, f"{zh}{separator}{en}")
        text.en, text.zh, text.separator = en, zh, separator
        return text


def finalize(context: Context, value: Any) -> Any:
    """Jinja's `finalize`: a value escaped, with its line breaks, and Markdown as inline elements.

    Only Markdown adds elements: any other value may be in an attribute too.
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
    """Both texts as one label; equal or empty halves occur once."""
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
    return escape(value.translate(_ESCAPED_MARKS))


def _stacked(value: Stacked) -> Markup:
    zh, en, separator = _escaped(value.zh), _escaped(value.en), _escaped(value.separator)
    return Markup("").join((zh, separator, _ENGLISH, en, _ENGLISH_END))


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
    """Items of `level` and deeper as `ul` and `ol`; the part of an item after a table has no bullet."""
    index = 0
    while index < len(items):
        first = items[index]
        end = next((i for i in range(index + 1, len(items)) if _ends_list(first, items[i], level)), len(items))
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


def _ends_list(first: ListItem, item: ListItem, level: int) -> bool:
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


def split_runs(root: Any, language: str) -> None:
    """Split the text nodes of `root`, a tree of `xml.etree` elements in a document of `language`, into runs."""
    for element in list(root.iter()):
        _clean_attributes(element)
        if not isinstance(element.tag, str):
            continue
        if element.tag.startswith("{"):  # a drawing has texts without elements in them
            _clean_texts(element)
            continue
        if element.tag in _RAW:
            element.text = _plain(element.text or "")
            continue
        for index in range(len(element) - 1, -1, -1):
            tail, element[index].tail = element[index].tail, None
            _place(element, index + 1, list(_runs(tail or "", language)))
        text, element.text = element.text, None
        _place(element, 0, list(_runs(text or "", language)))


def _clean_texts(element: Any) -> None:
    element.text = _plain(element.text or "")
    for child in element:
        child.tail = _plain(child.tail or "")


def set_directions(root: Any) -> None:
    """Set the lowest blocks of `root` from right to left whose first letter is Arabic, Hebrew or the like."""
    for element in root.iter():
        if element.tag not in _BLOCKS or any(inner.tag in _BLOCKS for inner in element.iter() if inner is not element):
            continue
        if is_right_to_left("".join(element.itertext())):
            style = element.get("style", "")
            element.set("style", f"{style};direction:rtl;text-align:right".removeprefix(";"))


def _clean_attributes(element: Any) -> None:
    for name, value in element.attrib.items():
        if _MARKS.search(value):
            element.set(name, _plain(value))


def _plain(text: str) -> str:
    return _MARKS.sub(lambda found: " " if found.group() == _LINE_BREAK else "", text)


def _runs(text: str, language: str) -> Iterator[str | Element]:
    """The text as strings and elements in turn."""
    pattern = _IN_ENGLISH if language == "en" else _IN_CHINESE
    is_chinese = _CHINESE.search(text) is not None
    end = 0
    for found in pattern.finditer(text):
        kind = found.lastgroup or ""
        if kind == "shared" and not is_chinese:
            continue
        yield text[end : found.start()]
        yield _element(kind, found[kind])
        end = found.end()
    yield text[end:]


def _element(kind: str, text: str) -> Element:
    if kind == "line":
        return Element("br")
    element = Element("span", _ATTRIBUTES[kind])
    if kind == "long" and len(text) == _PIECE:
        element.set("class", "long piece")
    if kind in {"marked", "english"}:
        _place(element, 0, list(_runs_in_english(text)))
    else:
        element.text = text
    return element


def _runs_in_english(text: str) -> Iterator[str | Element]:
    """The line breaks and long words inside an English run."""
    return _runs(text, "en")


def _place(parent: Any, index: int, runs: list[str | Element]) -> None:
    """Put strings and elements into `parent` from child `index` on."""
    for run in runs:
        if isinstance(run, str):
            _append_text(parent, index, run)
        else:
            parent.insert(index, run)
            index += 1


def _append_text(parent: Any, index: int, text: str) -> None:
    if not text:
        return
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
