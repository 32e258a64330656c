"""Jinja environment for the Office engines, with autoescaping into XML; filters get plain text."""

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

from docgen.engines.office.empty_columns import FILTER, filled_table
from docgen.engines.office.optional_values import IS_FILLED, is_filled
from docgen.engines.office.print import Breaks, make_printer
from docgen.engines.office.slots import SLOT, slot_of
from docgen.engines.office.tags import IS_MARKUP
from docgen.messages import MessageError
from docgen.templating.environment import LimitedEnvironment
from docgen.templating.filters import LIMITED_FILTERS
from docgen.templating.language import make_environment, text_of

_FOR_WEB_PAGES = ("urlize", "xmlattr")
_UNCHANGED = {"string", "default", "d"}
_AS_TEXT = ("safe", "escape", "e", "forceescape")
_BLOCK = re.compile(r"<\w+:(?:p|tr|tc|tbl)[ />]")
_ELEMENT = re.compile(r"<[^>]*>")


class _OfficeCode(CodeGenerator):
    """Code generator for environments whose `finalize(context, value)` returns markup; see `make_printer`."""

    def write_commons(self) -> None:
        """Bind the names that each generated function uses."""
        super().write_commons()
        self.writeline("shown, printed = environment.shown, environment.finalize")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja calls it by this name
        """Yield everything between two block tags as one string."""
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
    """An environment that reads attributes and items of a macro's or block's result from its plain text."""

    code_generator_class = _OfficeCode

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`; string methods of a macro's result work on its plain text."""
        return super().getattr(unescape(_ELEMENT.sub("", obj)) if obj.__class__ is Markup else obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`, likewise."""
        return super().getitem(unescape(_ELEMENT.sub("", obj)) if obj.__class__ is Markup else obj, argument)


def make_office_environment(breaks: Breaks, **filters: Callable[..., Any]) -> LimitedEnvironment:
    """The environment of an Office engine with these `breaks`, and with its own `filters`."""
    environment = make_environment(make_printer(breaks), OfficeEnvironment)
    environment.variant = repr(breaks)
    for name in _FOR_WEB_PAGES:
        del environment.filters[name]
    for name in LIMITED_FILTERS.keys() - _UNCHANGED - set(_FOR_WEB_PAGES):
        if not name.startswith("#"):
            environment.filters[name] = _on_plain_text(environment.filters[name], breaks)
    environment.filters.update({name: _as_text for name in _AS_TEXT})
    environment.filters["tojson"] = _on_plain_text(_plain_json(environment.filters["tojson"]), breaks)
    environment.filters["#words"] = _on_plain_text(LIMITED_FILTERS["#words"], breaks)
    environment.filters.update({"dg_written": _written(breaks), **filters})
    environment.tests.update({IS_MARKUP: is_markup, IS_FILLED: is_filled})
    environment.filters[SLOT] = slot_of
    environment.filters[FILTER] = filled_table
    return environment


def is_markup(value: Any) -> bool:
    """Whether `value` is a macro's markup: elements of the format, not text."""
    return value.__class__ is Markup and value.startswith("<") and not value.startswith("</")


def plain_text_of(value: Markup, breaks: Breaks) -> str:
    """The plain text of a macro's or block's result. Raises ValueError for whole paragraphs or rows."""
    text = str(value)
    if _BLOCK.search(text):
        raise MessageError("expression.blocks")
    for native, char in ((breaks.line, "\n"), (breaks.tab, "\t"), (breaks.page, "\f"), (breaks.paragraph, "\a")):
        text = text.replace(native, char)
    return unescape(_ELEMENT.sub("", text))


def _as_text(value: Any) -> Any:
    """`|safe` and `|e`, which do nothing: all text is escaped once, when it is printed."""
    return value if isinstance(value, str | Undefined) else text_of(value)


def _plain_json(call: Callable[..., Any]) -> Callable[..., str]:
    @wraps(call)
    def plain(*args: Any, **kwargs: Any) -> str:
        return str.__str__(call(*args, **kwargs))

    return plain


def _written(breaks: Breaks) -> Callable[[Any], Markup]:
    def written(value: Any) -> Markup:
        """The result of a `{% filter %}` block as markup."""
        return breaks.markup(str(value))

    return written


def _on_plain_text(call: Callable[..., Any], breaks: Breaks) -> Callable[..., Any]:
    """The filter `call`, with plain text where it is applied to a macro's or block's result."""
    at = 0 if _PassArg.from_obj(call) is None else 1

    @wraps(call)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if len(args) > at and args[at].__class__ is Markup:
            args = (*args[:at], plain_text_of(args[at], breaks), *args[at + 1 :])
        return call(*args, **kwargs)

    return wrapped
