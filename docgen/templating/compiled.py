"""Compiled Jinja code, kept on disk between runs as Python keeps the code of its modules."""

import marshal
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from types import CodeType

from jinja2 import Template

from docgen.disk_cache import Cache, code_state, default_folder
from docgen.templating.environment import LimitedEnvironment

_MOST = 600
"""Files that are kept: those of all built-in templates, and as many again."""


def compiled(environment: LimitedEnvironment, source: str) -> Template:
    """`environment.from_string(source)`, its code taken from the user's cache folder if it was compiled before.

    Raises TemplateSyntaxError.
    """
    shelf = Cache(default_folder("code"), _MOST)
    names = (*sorted(environment.filters), "", *sorted(environment.tests))
    key = (code_state(), version("jinja2"), environment.variant, *names, "", source)
    code = _loaded(shelf.read(*key))
    if code is None:
        code = environment.compile(source)
        shelf.write(marshal.dumps(code), *key)
        _tidy(shelf)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _loaded(data: bytes | None) -> CodeType | None:
    """The code in `data`, which nobody but this user can have written (see Cache)."""
    if data is None:
        return None
    with suppress(EOFError, ValueError, TypeError):
        code = marshal.loads(data)  # noqa: S302 - as Python does with its own __pycache__
        return code if isinstance(code, CodeType) else None
    return None


@cache
def _tidy(shelf: Cache) -> None:
    """Once for each process."""
    shelf.tidy()
