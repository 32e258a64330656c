"""docgen: one checked input file becomes a proposal, minutes, a register … as DOCX, PPTX and PDF."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from docgen._version import __version__ as __version__

if TYPE_CHECKING:
    from docgen.adopt import Adopted, adopt_template
    from docgen.batch import Job, render_many
    from docgen.compare.as_text import template_text
    from docgen.compare.libraries import library_diff
    from docgen.compare.report import save_diff_report
    from docgen.errors import (
        DocgenError,
        Finding,
        InputError,
        LeakError,
        LibraryError,
        MissingError,
        PricingError,
        RefusedError,
        TemplateError,
        UsageError,
    )
    from docgen.gallery import Preview, PreviewChoice, preview_library
    from docgen.hand_out import render_field_sheet, template_fields
    from docgen.lint import lint_library
    from docgen.new_library import start_library
    from docgen.pipeline import Inspected, Previewer, Rendered, Workspace, check, inspect, load, render
    from docgen.reference import library_contents, library_due, new, schema, shipped_samples, used_in, which_template
    from docgen.upkeep import Objections, check_objections

__all__ = [
    "Adopted",
    "DocgenError",
    "Finding",
    "InputError",
    "Inspected",
    "Job",
    "LeakError",
    "LibraryError",
    "MissingError",
    "Objections",
    "Preview",
    "PreviewChoice",
    "Previewer",
    "PricingError",
    "RefusedError",
    "Rendered",
    "TemplateError",
    "UsageError",
    "Workspace",
    "adopt_template",
    "check",
    "check_objections",
    "inspect",
    "library_contents",
    "library_diff",
    "library_due",
    "lint_library",
    "load",
    "new",
    "preview_library",
    "render",
    "render_field_sheet",
    "render_many",
    "save_diff_report",
    "schema",
    "shipped_samples",
    "start_library",
    "template_fields",
    "template_text",
    "used_in",
    "which_template",
]

_ROOMS = {
    "adopt": ("Adopted", "adopt_template"),
    "batch": ("Job", "render_many"),
    "compare.as_text": ("template_text",),
    "compare.libraries": ("library_diff",),
    "compare.report": ("save_diff_report",),
    "gallery": ("Preview", "PreviewChoice", "preview_library"),
    "hand_out": ("render_field_sheet", "template_fields"),
    "lint": ("lint_library",),
    "new_library": ("start_library",),
    "pipeline": ("Inspected", "Previewer", "Rendered", "Workspace", "check", "inspect", "load", "render"),
    "reference": (
        "library_contents", "library_due", "new", "schema", "shipped_samples", "used_in", "which_template",
    ),
    "upkeep": ("Objections", "check_objections"),
}  # fmt: skip
_HOMES = {name: f"docgen.{room}" for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'docgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "docgen.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
