"""Print values into the XML of an Office part: escaped, with native breaks, Markdown as marked spans.

The run around a value is not known when it is printed. What depends on it, a bold word or a hyperlink, is printed with
control characters as marks, which no XML and so no data can contain, and becomes native in the rendered part. Parts
without marks need no further work.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from docgen.audience import Markdown
from docgen.messages import MessageError
from docgen.richtext import Span, Spans, plain_text, spans_of
from docgen.templating.environment import escaped
from docgen.templating.language import Missing, format_value

FILLING = "#filling"
"""The context's name for the state of the current render (`WordFilling`); no template can use it."""
SPAN, SPAN_LINK, SPAN_TEXT, SPAN_END = "\x01", "\x02", "\x03", "\x04"
"""A span: `SPAN` styles (of b, i, c, s) `SPAN_LINK` relationship id or nothing `SPAN_TEXT` escaped text `SPAN_END`."""
LINE_MARK, PARAGRAPH_MARK, PAGE_MARK = "\x05", "\x06", "\x0e"
_LINES = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\u2028": "\n", "\u2029": "\n"}
_NATIVE = "\t\n\f\a"
_NO_TEXT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Breaks:
    """A format's markup for a line break, tab, page break and new paragraph inside a text element."""

    line: str
    tab: str
    page: str
    paragraph: str = PARAGRAPH_MARK

    def markup(self, text: str) -> Markup:
        """`text` escaped, with its breaks. Raises ValueError for a character that XML doesn't allow."""
        for written, meant in _LINES.items():
            text = text.replace(written, meant)
        markup = escaped(text)
        check_characters(text)
        if not markup.isprintable():
            for char, native in zip(_NATIVE, (self.tab, self.line, self.page, self.paragraph), strict=True):
                markup = markup.replace(char, native)
        return Markup(markup)


def check_characters(text: str) -> None:
    """Raise ValueError for a character that XML doesn't allow (XML 1.0, 2.2), except tabs and breaks."""
    if text.isprintable():
        return
    for char in text:
        code = ord(char)
        if (code < 32 and char not in _NATIVE) or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}:
            raise MessageError("expression.character", code=f"{code:04X}")


Link = Callable[[str], str]
Printer = Callable[[Context, Any], Any]


def make_printer(breaks: Breaks) -> Printer:
    """The `finalize` of an engine's environment: a printed value as markup inside a text element."""

    @pass_context
    def printed(context: Context, value: Any) -> str:
        kind = value.__class__
        if kind is str:
            return escaped(value) if value.isprintable() else breaks.markup(value)
        if kind is Markup:
            return value
        if kind is Markdown:
            return marked(spans_of(value), breaks, context[FILLING].link)
        if isinstance(value, Missing):
            return str(value)  # raises UndefinedError
        text = format_value(context, value)
        return text if text.__class__ is Markup else breaks.markup(str(text))

    return printed


def marked(spans: Spans, breaks: Breaks, link: Link, always: str = "") -> Markup:
    """Spans as text, with marks where they need a run; `always` are styles that all of them have."""
    return Markup("".join(_span(span, breaks, link, always) for span in spans))


def _span(span: Span, breaks: Breaks, link: Link, always: str) -> str:
    given = {"b": span.bold, "i": span.italic, "c": span.code, "s": span.strike}
    styles = "".join(name for name, has in given.items() if has or name in always)
    text = breaks.markup(span.text)
    if not styles and not span.link:
        return text
    target = link(span.link) if span.link else ""
    return f"{SPAN}{styles}{SPAN_LINK}{target}{SPAN_TEXT}{text}{SPAN_END}"


@pass_context
def plain_value(context: Context, value: Any) -> Markup:
    """Print a value in an attribute, or in text without runs: breaks as line feeds, no styles."""
    if isinstance(value, Missing):
        str(value)
    text = spans_text(value) if isinstance(value, Markdown) else str(format_value(context, value))
    check_characters(text)
    return Markup(str(escape(text)).replace("\n", "&#10;").replace("\t", "&#9;"))


def spans_text(value: Markdown) -> str:
    """Plain text of inline Markdown."""
    return "".join(span.text for span in spans_of(value))


def one_line(value: object) -> str:
    """The text of `value` on one line; breaks, and characters that XML doesn't allow (XML 1.0, 2.2), become spaces."""
    if isinstance(value, Markdown):
        value = plain_text(value)
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return _NO_TEXT.sub(" ", text).strip(" ")
