"""Turns Jinja's sandbox into one whose templates end, and that finds a view's field without a detour."""

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from functools import cache, partial, update_wrapper
from importlib.metadata import version
from types import BuiltinMethodType, CodeType, FunctionType, MethodType
from typing import Any, NoReturn, TypeVar

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Namespace

from docgen.audience import View
from docgen.kept import Shelf, code_state, default_folder
from docgen.templating.access import format_day, kind_of, may_read
from docgen.templating.filters import LIMITED_FILTERS
from docgen.templating.limits import MOST_TAGS, LimitError, account_of, block_of, joined, limited, made, turns_of
from docgen.templating.values import check_method, formatter_for, operate

_T = TypeVar("_T")
_ABSENT = object()
_SCOPES = ("_loop_vars", "_block_vars")  # what Jinja's code hands on with each call
_TEMPLATES_OWN, _CALL = {Macro, LoopContext}, 7  # turns for a call of what is written in the template, beside the one
_fields = View.__dict__["_fields"].__get__  # a view's slot, read without the detour over `View.__getattr__`
_MOST = 600
"""Files that are kept: those of all built-in templates, and as many again."""
_COMPILING = (RecursionError, MemoryError, SyntaxError, ValueError, ArithmeticError)
_FOLDING = (
    UndefinedError,
    SecurityError,
    TypeError,
    AttributeError,
    LookupError,
)  # what constants in `and`, `or` raise


def escaped(text: str) -> str:
    """`text` as it stands in an XML element; three times as fast as `markupsafe.escape`."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


class Names(Namespace):
    """Jinja's `namespace`, printed as a word, so that namespaces in namespaces can't print without end."""

    def __repr__(self) -> str:
        return "<namespace>"


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja sandboxed, with a bounded amount of work for each render; see docs/dev/limits.md.

    What a template may not do raises LimitError or SecurityError when it is rendered, TemplateSyntaxError when it is
    compiled.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    variant = ""
    """What tells this environment's code from that of others with the same filters."""
    concat = staticmethod(joined)  # pyright: ignore[reportAssignmentType]

    def __init__(self, **options: Any) -> None:
        """As Jinja's environment."""
        super().__init__(**options)
        self.filters = {**LIMITED_FILTERS}
        self.globals.pop("lipsum", None)
        self.globals["namespace"] = Names

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`; for a view the field of that name, and for all else what the sandbox says."""
        if obj.__class__ is View:
            value = _fields(obj).get(attribute, _ABSENT)
            if value is not _ABSENT and attribute[0] != "_":
                return value
        return super().getattr(obj, attribute)

    def shown(self, context: Context, obj: Any, attribute: str) -> Any:
        """`{{ obj.attribute }}` as it is printed; for a view's field that is plain text, without a detour."""
        if obj.__class__ is View:
            value = obj._fields.get(attribute)
            if value.__class__ is str and value.isprintable():
                return escaped(value)
        return self.finalize(context, self.getattr(obj, attribute))  # type: ignore[misc]

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Call `obj` for a template: one turn, and its result measured."""
        account = account_of(context)
        account.charge(1)
        kind = obj.__class__
        if kind is FunctionType and not obj.__dict__:
            for name in _SCOPES:
                kwargs.pop(name, None)
            return made(account, obj(*args, **kwargs))
        if kind is BuiltinMethodType:
            check_method(obj, args, {name: value for name, value in kwargs.items() if name not in _SCOPES})
        elif kind is LoopContext:
            args = tuple(turns_of(account, items) for items in args)
        elif obj is Cycler:
            made(account, args)
        if kind in _TEMPLATES_OWN:
            account.charge(_CALL)
        result = super().call(context, obj, *args, **kwargs)
        return block_of(account, result) if kind is Macro else made(account, result)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """`left operator right`, its size reckoned before it is made."""
        return operate(account_of(context), operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may ask `obj` for `attr`: only what is listed."""
        return may_read(obj, attr) and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """What a template gets for what it may not ask for."""
        message = f"`{attribute}` of {kind_of(obj)} is not for templates"
        return self.undefined(message, name=attribute, obj=obj, exc=SecurityError)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`str.format` and `str.format_map` in the sandbox, with bounds; `strftime` of a date without the machine's."""
        if not isinstance(value, MethodType | BuiltinMethodType):
            return None
        if value.__name__ == "strftime" and isinstance(value.__self__, date | time):
            return partial(format_day, value.__self__)
        if value.__name__ not in {"format", "format_map"}:
            return None
        text = value.__self__
        if not isinstance(text, str):
            return None
        is_map = value.__name__ == "format_map"

        def formatted(*args: Any, **kwargs: Any) -> str:
            if is_map:
                args, kwargs = (), dict(*args, **kwargs)
            return type(text)(formatter_for(self, text).vformat(text, args, kwargs))

        return update_wrapper(formatted, value)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise what a template raised; running out of stack or memory as LimitError."""
        error = sys.exc_info()[1]
        if isinstance(error, RecursionError | MemoryError):
            raise LimitError(_depth(error)).with_traceback(error.__traceback__) from None
        super().handle_exception(source)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if source.count("{%") + source.count("{{") > MOST_TAGS:
            raise TemplateSyntaxError(f"more than {MOST_TAGS:,} tags in one part", 1, name, filename)
        parent = super()._parse
        return self._told(lambda: parent(source, name, filename), name)

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **kwargs: Any) -> str:
        parent = super()._generate
        return self._told(lambda: parent(limited(source), name, *args, **kwargs), name)

    def _compile(self, source: str, filename: str) -> Any:
        parent = super()._compile
        return self._told(lambda: parent(source, filename), filename)

    def _told(self, work: Callable[[], _T], name: str | None) -> _T:
        """`work()`, with what is too deep or too large for Python's compiler told as a syntax error."""
        try:
            return work()
        except TemplateSyntaxError:
            raise
        except _FOLDING as error:
            raise TemplateSyntaxError(str(error), 1, name) from None
        except _COMPILING as error:
            raise TemplateSyntaxError(_depth(error), 1, name) from None


def _depth(error: BaseException) -> str:
    match error:
        case RecursionError() | MemoryError():
            return "the template's tags are nested too deep, or call each other without end"
        case SyntaxError():
            return f"the template's tags are nested too deep: {error.msg}"
        case _:
            return str(error)


def compile_cached(environment: LimitedEnvironment, source: str) -> Template:
    """`environment.from_string(source)`, its code taken from the user's cache folder if it was compiled before.

    Raises TemplateSyntaxError.
    """
    shelf = Shelf(default_folder("code"), _MOST)
    names = (*sorted(environment.filters), "", *sorted(environment.tests))
    key = (code_state(), version("jinja2"), environment.variant, *names, "", source)
    code = _loaded(shelf.read(*key))
    if code is None:
        code = environment.compile(source)
        shelf.write(marshal.dumps(code), *key)
        _tidy(shelf)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _loaded(data: bytes | None) -> CodeType | None:
    """The code in `data`, which nobody but this user can have written (see Shelf)."""
    if data is None:
        return None
    with suppress(EOFError, ValueError, TypeError):
        code = marshal.loads(data)  # noqa: S302 - as Python does with its own __pycache__
        return code if isinstance(code, CodeType) else None
    return None


@cache
def _tidy(shelf: Shelf) -> None:
    """Once for each process."""
    shelf.tidy()
