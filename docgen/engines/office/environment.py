"""Jinja for the Office engines: text from data is never markup, filters work on words."""

import re
from collections.abc import Callable
from functools import wraps
from html import unescape
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Undefined
from jinja2.utils import _PassArg  # pyright: ignore[reportPrivateUsage]
from markupsafe import Markup

from docgen.engines.office.print import Breaks, make_printer
from docgen.engines.office.tags import IS_MARKUP
from docgen.templating.environment import LimitedEnvironment
from docgen.templating.filters import LIMITED_FILTERS
from docgen.templating.language import make_environment, text_of

_OF_WEB_PAGES = ("urlize", "xmlattr")
_KEEPING = {"string", "default", "d"}
_AS_TEXT = ("safe", "escape", "e", "forceescape")
_BLOCK = re.compile(r"<\w+:(?:p|tr|tc|tbl)[ />]")
_ELEMENT = re.compile(r"<[^>]*>")


class _OfficeCode(CodeGenerator):
    """Jinja's code generator for environments whose `finalize(context, value)` gives markup; see `make_printer`."""

    def write_commons(self) -> None:
        """The names that each function begins with."""
        super().write_commons()
        self.writeline("shown, printed = environment.shown, environment.finalize")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - the name that Jinja calls
        """All that stands between two tags of blocks, as one text."""
        self.writeline("yield ''.join((" if frame.buffer is None else f"{frame.buffer}.extend((", node)
        self.indent()
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write(repr(child.data))
            else:
                self._print(child, frame)
            self.write(",")
        self.outdent()
        self.write("))")

    def _print(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.Getattr) and not node.attr.startswith("_"):
            self.write("shown(context, ")
            self.visit(node.node, frame)
            self.write(f", {node.attr!r})")
        else:
            self.write("printed(context, ")
            self.visit(node, frame)
            self.write(")")


class OfficeEnvironment(LimitedEnvironment):
    """An environment in which what a macro or a block gave is words as soon as a part of it is asked for."""

    code_generator_class = _OfficeCode

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`; `upper` and the like of what a macro gave work on its words."""
        return super().getattr(unescape(_ELEMENT.sub("", obj)) if obj.__class__ is Markup else obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`, likewise."""
        return super().getitem(unescape(_ELEMENT.sub("", obj)) if obj.__class__ is Markup else obj, argument)


def make_office_environment(breaks: Breaks, **filters: Callable[..., Any]) -> LimitedEnvironment:
    """The environment of an Office engine whose text elements have these `breaks`, with `filters` of its own."""
    environment = make_environment(make_printer(breaks), OfficeEnvironment)
    environment.variant = repr(breaks)
    for name in _OF_WEB_PAGES:
        del environment.filters[name]
    for name in LIMITED_FILTERS.keys() - _KEEPING - set(_OF_WEB_PAGES):
        if not name.startswith("#"):
            environment.filters[name] = _of_words(environment.filters[name], breaks)
    environment.filters.update({name: _as_text for name in _AS_TEXT})
    environment.filters["tojson"] = _of_words(_plain_json(environment.filters["tojson"]), breaks)
    environment.filters["#words"] = _of_words(LIMITED_FILTERS["#words"], breaks)
    environment.filters.update({"dg_written": _written(breaks), **filters})
    environment.tests[IS_MARKUP] = is_markup
    return environment


def is_markup(value: Any) -> bool:
    """Whether `value` is what a macro gave, elements of the format, and no words."""
    return value.__class__ is Markup and value.startswith("<") and not value.startswith("</")


def words_of(value: Markup, breaks: Breaks) -> str:
    """What a person reads of text that a macro or a block gave. Raises ValueError for whole paragraphs or rows."""
    text = str(value)
    if _BLOCK.search(text):
        raise ValueError("a filter works on words, not on whole paragraphs or rows")
    for native, char in ((breaks.line, "\n"), (breaks.tab, "\t"), (breaks.page, "\f"), (breaks.paragraph, "\a")):
        text = text.replace(native, char)
    return unescape(_ELEMENT.sub("", text))


def _as_text(value: Any) -> Any:
    """`|safe`, which can't make markup of text, and `|e`, which has nothing to do: all text is escaped once."""
    return value if isinstance(value, str | Undefined) else text_of(value)


def _plain_json(call: Callable[..., Any]) -> Callable[..., str]:
    @wraps(call)
    def told(*args: Any, **kwargs: Any) -> str:
        return str.__str__(call(*args, **kwargs))

    return told


def _written(breaks: Breaks) -> Callable[[Any], Markup]:
    def written(value: Any) -> Markup:
        """The words that a `{% filter %}` block ends with, as they stand in a text element."""
        return breaks.markup(str(value))

    return written


def _of_words(call: Callable[..., Any], breaks: Breaks) -> Callable[..., Any]:
    """The filter `call`, given words where a macro or a block gave text as it stands in the file."""
    at = 0 if _PassArg.from_obj(call) is None else 1

    @wraps(call)
    def read(*args: Any, **kwargs: Any) -> Any:
        if len(args) > at and args[at].__class__ is Markup:
            args = (*args[:at], words_of(args[at], breaks), *args[at + 1 :])
        return call(*args, **kwargs)

    return read
