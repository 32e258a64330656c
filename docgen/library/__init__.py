"""A template library in layers: templates, industries, objections, cases, legal blocks, labels."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.library.catalogue import Library, listing, open_library, open_snapshot
    from docgen.library.editions import Due, list_due
    from docgen.library.entries import (
        find_case,
        find_legal,
        find_objection,
        list_cases,
        list_legal,
        list_objections,
    )
    from docgen.library.industries import find_industry, list_industries
    from docgen.library.layers import FoundTemplate, find_template

__all__ = [
    "Due",
    "FoundTemplate",
    "Library",
    "find_case",
    "find_industry",
    "find_legal",
    "find_objection",
    "find_template",
    "list_cases",
    "list_due",
    "list_industries",
    "list_legal",
    "list_objections",
    "listing",
    "open_library",
    "open_snapshot",
]

_MODULES = {
    **dict.fromkeys(("Library", "listing", "open_library", "open_snapshot"), "catalogue"),
    **dict.fromkeys(("Due", "list_due"), "editions"),
    **dict.fromkeys(("find_industry", "list_industries"), "industries"),
    **dict.fromkeys(("FoundTemplate", "find_template"), "layers"),
}


def __getattr__(name: str) -> Any:
    """Import names on first use, so that file look-ups don't load the schemas."""
    if name not in __all__:
        raise AttributeError(f"module 'docgen.library' has no attribute {name!r}")
    return getattr(import_module(f"docgen.library.{_MODULES.get(name, 'entries')}"), name)
