"""Compiled Office templates kept on disk between runs, in a folder that nobody but this user can write (kept.py)."""

import io
import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from docgen.engines.office.filling import CompiledPart
from docgen.kept import Shelf, code_state, default_folder
from docgen.templating.compiled import compiled
from docgen.templating.environment import LimitedEnvironment

_T = TypeVar("_T")
_MOST = 100


def cached_template(
    kind: type[_T], key: tuple[str, ...], environment: LimitedEnvironment, make: Callable[[], _T]
) -> _T:
    """What `make` gives, from the user's cache folder if it was made before under `key` by this docgen.

    `environment` is that of all parts of the template. Raises what `make` raises; a failure is not kept.
    """
    shelf, whole = Shelf(default_folder("templates"), _MOST), (code_state(), *key)
    found = _loaded(shelf.read(*whole), environment)
    if isinstance(found, kind):
        return found
    made = make()
    shelf.write(_written(made), *whole)
    _tidy(shelf)
    return made


def _written(made: object) -> bytes:
    held = io.BytesIO()
    _Writer(held, type(made)).dump(made)
    return held.getvalue()


def _loaded(data: bytes | None, environment: LimitedEnvironment) -> object:
    if data is None:
        return None
    with suppress(Exception):  # whatever else is in the file, the template is compiled anew
        return _Reader(io.BytesIO(data), environment).load()
    return None


class _Writer(pickle.Pickler):
    """Writes a template field by field; of its Jinja code only the source, whose code has a file of its own."""

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
        if type(obj) is self._kind:  # whose own pickle is compiled where it is read
            return self._kind, tuple(getattr(obj, one.name) for one in fields(obj))
        return NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, environment: LimitedEnvironment) -> None:
        super().__init__(file)
        self._environment = environment

    def persistent_load(self, pid: Any) -> LimitedEnvironment:
        return self._environment


def _frozen(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


def _part(environment: LimitedEnvironment, name: str, source: Any) -> CompiledPart:
    return CompiledPart(name, source, compiled(environment, source.text))


@cache
def _tidy(shelf: Shelf) -> None:
    """Once for each process."""
    shelf.tidy()
