"""The sandboxed Jinja environment: limited work, fast access to a view's fields, compiled code cached on disk."""

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from functools import cache, partial, update_wrapper
from importlib.metadata import version
from types import BuiltinMethodType, CodeType, FunctionType, MethodType
from typing import Any, NoReturn, TypeVar, cast

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Namespace

from docgen.audience import View
from docgen.disk_cache import Cache, code_state, default_folder
from docgen.messages import Message, message
from docgen.templating.access import format_strftime, may_read, type_name
from docgen.templating.filters import LIMITED_FILTERS
from docgen.templating.limits import (
    MAX_TAGS,
    LimitError,
    account_of,
    add_limits,
    charge_items,
    join_output,
    measure_block,
    measured,
)
from docgen.templating.reasons import ForbiddenError, UncompilableError, reason_of
from docgen.templating.values import check_method, formatter_for, operate

_T = TypeVar("_T")
_ABSENT = object()
_SCOPES = ("_loop_vars", "_block_vars")  # Jinja's compiled code passes them with each call
_TEMPLATE_CALLABLES, _CALL = {Macro, LoopContext}, 7  # further turns for calling a macro or a recursive loop
_fields = View.__dict__["_fields"].__get__  # reads a view's slot without `View.__getattr__`
_MAX_CACHED = 600
"""The number of files in the cache: twice that of the built-in templates."""
_COMPILING = (RecursionError, MemoryError, SyntaxError, ValueError, ArithmeticError)
_FOLDING = (
    UndefinedError,
    SecurityError,
    TypeError,
    AttributeError,
    LookupError,
)  # raised by constant folding in `and`, `or`


def escaped(text: str) -> str:
    """`text` escaped for an XML element; three times as fast as `markupsafe.escape`."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


class Names(Namespace):
    """Jinja's `namespace` with a fixed repr, so that nested namespaces can't print without end."""

    def __repr__(self) -> str:
        return "<namespace>"


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """A sandboxed environment with limited work for each render; see docs/dev/limits.md.

    A forbidden operation raises LimitError or SecurityError at render time, TemplateSyntaxError at compile time.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    variant = ""
    """Distinguishes this environment's cached code from that of others with the same filters."""
    concat = staticmethod(join_output)  # pyright: ignore[reportAssignmentType]

    def __init__(self, **options: Any) -> None:
        """Takes the options of Jinja's environment."""
        super().__init__(**options)
        self.filters = {**LIMITED_FILTERS}
        self.globals.pop("lipsum", None)
        self.globals["namespace"] = Names

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: the field of a view, else the sandbox's result."""
        if obj.__class__ is View:
            value = _fields(obj).get(attribute, _ABSENT)
            if value is not _ABSENT and attribute[0] != "_":
                return value
        return super().getattr(obj, attribute)

    def shown(self, context: Context, obj: Any, attribute: str) -> Any:
        """`{{ obj.attribute }}` as printed; fast path for a view's plain text."""
        if obj.__class__ is View:
            value = obj._fields.get(attribute)
            if value.__class__ is str and value.isprintable():
                return escaped(value)
        return self.finalize(context, self.getattr(obj, attribute))  # type: ignore[misc]

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Call `obj` for a template; costs one turn, and its result is measured."""
        account = account_of(context)
        account.charge(1)
        kind = obj.__class__
        if kind is FunctionType and not obj.__dict__:
            for name in _SCOPES:
                kwargs.pop(name, None)
            return measured(account, obj(*args, **kwargs))
        if kind is BuiltinMethodType:
            check_method(obj, args, {name: value for name, value in kwargs.items() if name not in _SCOPES})
        elif kind is LoopContext:
            args = tuple(charge_items(account, items) for items in args)
        elif obj is Cycler:
            measured(account, args)
        if kind in _TEMPLATE_CALLABLES:
            account.charge(_CALL)
        result = super().call(context, obj, *args, **kwargs)
        return measure_block(account, result) if kind is Macro else measured(account, result)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """`left operator right`, after a check of the result's size."""
        return operate(account_of(context), operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read `attr` of `obj`; only listed attributes."""
        return may_read(obj, attr) and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """The undefined value for a forbidden attribute."""
        hint = message("expression.forbidden", name=attribute, what=type_name(obj))
        return self.undefined(cast(str, hint), name=attribute, obj=obj, exc=ForbiddenError)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`str.format` and `str.format_map` in the sandbox, with limits; `strftime` of a date independent of locale."""
        if not isinstance(value, MethodType | BuiltinMethodType):
            return None
        if value.__name__ == "strftime" and isinstance(value.__self__, date | time):
            return partial(format_strftime, value.__self__)
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
        """Raise the template's exception; RecursionError and MemoryError as LimitError."""
        error = sys.exc_info()[1]
        if isinstance(error, RecursionError | MemoryError):
            raise LimitError(_depth(error)).with_traceback(error.__traceback__) from None
        super().handle_exception(source)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if source.count("{%") + source.count("{{") > MAX_TAGS:
            raise UncompilableError(message("limit.tags", most=MAX_TAGS), 1, name, filename)
        parent = super()._parse
        return self._compiling(lambda: parent(source, name, filename), name)

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **kwargs: Any) -> str:
        parent = super()._generate
        return self._compiling(lambda: parent(add_limits(source), name, *args, **kwargs), name)

    def _compile(self, source: str, filename: str) -> Any:
        parent = super()._compile
        return self._compiling(lambda: parent(source, filename), filename)

    def _compiling(self, work: Callable[[], _T], name: str | None) -> _T:
        """`work()`; what is too deep or too large for Python's compiler raises TemplateSyntaxError."""
        try:
            return work()
        except TemplateSyntaxError:
            raise
        except _FOLDING as error:
            raise UncompilableError(reason_of(error), 1, name) from None
        except _COMPILING as error:
            raise UncompilableError(_depth(error), 1, name) from None


def _depth(error: BaseException) -> Message | str:
    match error:
        case RecursionError() | MemoryError():
            return message("limit.depth")
        case SyntaxError():
            return message("limit.depth:reason", reason=error.msg)
        case _:
            return reason_of(error)


def compile_cached(environment: LimitedEnvironment, source: str) -> Template:
    """`environment.from_string(source)`, with the code cached in the user's cache folder.

    Raises TemplateSyntaxError.
    """
    cache_folder = Cache(default_folder("code"), _MAX_CACHED)
    names = (*sorted(environment.filters), "", *sorted(environment.tests))
    key = (code_state(), version("jinja2"), environment.variant, *names, "", source)
    code = _load_code(cache_folder.read(*key))
    if code is None:
        code = environment.compile(source)
        cache_folder.write(marshal.dumps(code), *key)
        _tidy(cache_folder)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _load_code(data: bytes | None) -> CodeType | None:
    """The code in `data`, which only this user can have written (see Cache)."""
    if data is None:
        return None
    with suppress(EOFError, ValueError, TypeError):
        code = marshal.loads(data)  # noqa: S302 - as Python does with its own __pycache__
        return code if isinstance(code, CodeType) else None
    return None


@cache
def _tidy(cache_folder: Cache) -> None:
    """Remove the oldest files, once per process."""
    cache_folder.tidy()
