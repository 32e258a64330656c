"""Turns values into marked text that both Office engines make native once a part is rendered.

While a part is text, a value's line breaks and Markdown stand in it as elements of docgen's own namespace; escaping
keeps data from forging them.
"""

import re
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup, escape

from docgen.audience import Markdown
from docgen.engines._language import Missing, spoken
from docgen.richtext import Block, Heading, ListItem, Paragraph, Spans, Table, blocks_of, spans_of

Element = etree._Element  # pyright: ignore[reportPrivateUsage]

OWN = "urn:docgen"
_XMLNS = f'xmlns:dg="{OWN}"'
_BREAK = Markup(f"<dg:br {_XMLNS}/>")


def printed(context: Context, value: Any) -> Any:
    """How a value prints inside a text run: Markdown in its styles, line breaks as breaks, the rest as it is spoken."""
    if isinstance(value, Missing | Markup):
        return value
    if isinstance(value, Markdown):
        return marked(spans_of(value))
    text = spoken(context, value)
    return text if isinstance(text, Markup) else _broken(str(text))


def _broken(text: str) -> Markup:
    return _BREAK.join(escape(line) for line in re.split("\r\n|[\n\r\x0b\u2028\u2029]", text))


def marked(spans: Spans) -> Markup:
    """Spans as `dg:s` elements with their styles, line breaks as `dg:br`."""
    out = Markup("")
    for span in spans:
        styles = {"b": span.bold, "i": span.italic, "c": span.code}
        style = Markup("").join(Markup(f' {name}="1"') for name, given in styles.items() if given)
        link = Markup(' href="{}"').format(span.link) if span.link else ""
        opening = Markup(f"<dg:s {_XMLNS}") + style + link + Markup(">")
        parts = (opening + escape(line) + Markup("</dg:s>") if line else Markup("") for line in span.text.split("\n"))
        out += _BREAK.join(parts)
    return out


@pass_context
def blocks(context: Context, value: Any) -> Markup:
    """The value of a `{{p x }}` as block elements: `dg:p` paragraphs and `dg:tbl` tables."""
    text = spoken(context, value)
    return Markup("").join(_block(block) for block in blocks_of(str(text)))


def _block(block: Block) -> Markup:
    match block:
        case ListItem():
            facts = f'kind="item" level="{block.level}" ordered="{int(block.ordered)}" list="{block.list_number}"'
        case Heading():
            facts = f'kind="heading" level="{block.level}"'
        case Paragraph():
            facts = f'kind="{"quote" if block.quote else "text"}"'
        case Table():
            return _table(block)
    return Markup(f"<dg:p {_XMLNS} {facts}>") + marked(block.spans) + Markup("</dg:p>")


def _table(table: Table) -> Markup:
    rows = Markup("").join(_row(row, table.aligns) for row in (table.header, *table.rows))
    return Markup(f"<dg:tbl {_XMLNS}>") + rows + Markup("</dg:tbl>")


def _row(cells: tuple[Spans, ...], aligns: tuple[str, ...]) -> Markup:
    told = (
        Markup(f'<dg:tc align="{side}">') + marked(cell) + Markup("</dg:tc>")
        for cell, side in zip(cells, aligns, strict=True)
    )
    return Markup("<dg:tr>") + Markup("").join(told) + Markup("</dg:tr>")


def plain_markup(text: str) -> Markup:
    """Rendered markup as it may stand in an attribute or in text outside runs: breaks as line feeds, no styles."""
    return Markup(re.sub(r"<[^>]*>", "", re.sub(r"<dg:br [^>]*>", "&#10;", str(text))))
