"""Print values into the XML of an Office part: escaped, with native breaks, Markdown as marked spans; text on one line.

A value knows nothing of the run that it is printed in. What needs that run, a bold word or a hyperlink, is printed as
a mark of control characters, which no XML and so no data can hold, and is made native once the part is filled; parts
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
from docgen.richtext import Span, Spans, plain_text, spans_of
from docgen.templating.environment import escaped
from docgen.templating.language import Missing, spoken

FILLING = "#filling"
"""The name under which a context holds the `Filling` of the part that is rendered; no template can write it."""
SPAN, SPAN_LINK, SPAN_TEXT, SPAN_END = "\x01", "\x02", "\x03", "\x04"
"""A span: `SPAN` styles (of b, i, c, s) `SPAN_LINK` relationship id or nothing `SPAN_TEXT` escaped text `SPAN_END`."""
BELONGS = "goes into the alt text of a picture or shape that stands alone, as all of it; not into text or a group"
"""Where what is drawn may stand, for the message when a template prints it."""
LINE_MARK, PARAGRAPH_MARK, PAGE_MARK = "\x05", "\x06", "\x0e"
_LINES = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\u2028": "\n", "\u2029": "\n"}
_NATIVE = "\t\n\f\a"
_NO_TEXT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Breaks:
    """How one format writes a line break, a tab, a page break and a new paragraph inside a text element."""

    line: str
    tab: str
    page: str
    paragraph: str = PARAGRAPH_MARK

    def markup(self, text: str) -> Markup:
        """`text` escaped, with its breaks. Raises ValueError for a character that no XML can hold."""
        for written, meant in _LINES.items():
            text = text.replace(written, meant)
        told = escaped(text)
        check_characters(text)
        if not told.isprintable():
            for char, native in zip(_NATIVE, (self.tab, self.line, self.page, self.paragraph), strict=True):
                told = told.replace(char, native)
        return Markup(told)


def check_characters(text: str) -> None:
    """Raise ValueError if `text` holds what no XML can (XML 1.0, 2.2), tabs and breaks aside."""
    if text.isprintable():
        return
    for char in text:
        code = ord(char)
        if (code < 32 and char not in _NATIVE) or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}:
            raise ValueError(f"the character U+{code:04X} can't stand in an Office file")


Link = Callable[[str], str]
Printer = Callable[[Context, Any], Any]


def make_printer(breaks: Breaks) -> Printer:
    """`finalize` of an engine's environment: how a printed value looks inside a text element, as markup."""

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
            return str(value)  # raises, naming what is missing
        told = spoken(context, value)
        return told if told.__class__ is Markup else breaks.markup(str(told))

    return printed


def marked(spans: Spans, breaks: Breaks, link: Link, always: str = "") -> Markup:
    """Spans as text with marks where a run must be set off; `always` are styles that all of them have."""
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
    """How a value prints in an attribute, or in text that has no runs: breaks as line feeds, no styles."""
    if isinstance(value, Missing):
        str(value)
    told = spans_text(value) if isinstance(value, Markdown) else str(spoken(context, value))
    check_characters(told)
    return Markup(str(escape(told)).replace("\n", "&#10;").replace("\t", "&#9;"))


def spans_text(value: Markdown) -> str:
    """The words of marked text."""
    return "".join(span.text for span in spans_of(value))


def one_line(value: object) -> str:
    """The words of `value`; breaks, and what no XML can hold (XML 1.0, 2.2), become blanks."""
    if isinstance(value, Markdown):
        value = plain_text(value)
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return _NO_TEXT.sub(" ", text).strip(" ")
