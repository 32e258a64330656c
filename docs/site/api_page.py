"""The API reference: each public name of docgen, under the package that defines it."""

from collections import defaultdict
from importlib import import_module
from inspect import isclass

from sphinx.application import Sphinx

import docgen

PAGE = "docs/api"
MARK = "<!-- the reference: written by `make docs` -->"


def write_api_page(app: Sphinx, page: str, source: list[str]) -> None:
    """Replace the mark in the API page by the reference (Sphinx's event `source-read`)."""
    if page == PAGE:
        source[0] = source[0].replace(MARK, reference())


def reference() -> str:
    """The reference as MyST: a section a package, in it the public names, functions first."""
    sections = defaultdict[str, list[str]](list)
    for name in docgen.__all__:
        sections[".".join(getattr(docgen, name).__module__.split(".")[:2])].append(name)
    return "\n".join(section(module, names) for module, names in sorted(sections.items()))


def section(module: str, names: list[str]) -> str:
    """One package's section, with the first line of its docstring."""
    opening = (import_module(module).__doc__ or "").strip().partition("\n")[0]
    entries = [entry(name) for name in sorted(names, key=lambda name: (isclass(getattr(docgen, name)), name.lower()))]
    return "\n".join([f"## {module.removeprefix('docgen.')}", "", opening, "", "```{eval-rst}", *entries, "```", ""])


def entry(name: str) -> str:
    """The directive for one public name."""
    value = getattr(docgen, name)
    if not isclass(value):
        return f".. autofunction:: docgen.{name}\n"
    return f".. autoclass:: docgen.{name}\n   :members:\n   :exclude-members: model_config, model_post_init\n"
