"""Cache compiled Office templates on disk between runs, in a folder that only this user can write."""

import io
import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from docgen.disk_cache import Cache, code_state, default_folder
from docgen.engines.office.filling import CompiledPart
from docgen.templating.environment import LimitedEnvironment, compile_cached

_T = TypeVar("_T")
_MOST = 100


def cached_template(
    kind: type[_T], key: tuple[str, ...], environment: LimitedEnvironment, make: Callable[[], _T]
) -> _T:
    """The result of `make`, from the user's cache folder if this version of docgen stored it under `key`.

    `environment` is that of all parts of the template. Raises what `make` raises; a failure is not cached.
    """
    store, full_key = Cache(default_folder("templates"), _MOST), (code_state(), *key)
    found = _loaded(store.read(*full_key), environment)
    if isinstance(found, kind):
        return found
    made = make()
    store.write(_pickled(made), *full_key)
    _tidy(store)
    return made


def _pickled(made: object) -> bytes:
    stream = io.BytesIO()
    _Writer(stream, type(made)).dump(made)
    return stream.getvalue()


def _loaded(data: bytes | None, environment: LimitedEnvironment) -> object:
    if data is None:
        return None
    with suppress(Exception):  # an unreadable file: the template is compiled again
        return _Reader(io.BytesIO(data), environment).load()
    return None


class _Writer(pickle.Pickler):
    """Pickles a template field by field, with the source of its Jinja code; the code is cached by itself."""

    def __init__(self, file: io.BytesIO, kind: type[Any]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._kind = kind

    def persistent_id(self, obj: Any) -> str | None:
        return "environment" if isinstance(obj, LimitedEnvironment) else None

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, MappingProxyType):
            return _frozen, (dict(obj),)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(obj, CompiledPart):
            return _part, (obj.template.environment, obj.name, obj.source)
        if type(obj) is self._kind:  # its own `__reduce__` would compile it again
            return self._kind, tuple(getattr(obj, one.name) for one in fields(obj))
        return NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, environment: LimitedEnvironment) -> None:
        super().__init__(file)
        self._environment = environment

    def persistent_load(self, pid: Any) -> LimitedEnvironment:
        return self._environment


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _part(environment: LimitedEnvironment, name: str, source: Any) -> CompiledPart:
    return CompiledPart(name, source, compile_cached(environment, source.text))


@cache
def _tidy(store: Cache) -> None:
    """Remove old files, once for each process."""
    store.tidy()
