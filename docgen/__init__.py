"""docgen: one checked input file becomes a proposal, minutes, a register … as DOCX, PPTX and PDF."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from docgen._version import __version__ as __version__

if TYPE_CHECKING:
    from docgen.adopt import Adopted, adopt_template
    from docgen.adopt.answers import Answer, Settled
    from docgen.adopt.decisions import Decision, Offer
    from docgen.audience import Audience
    from docgen.batch import Job, render_many
    from docgen.brand import Brand
    from docgen.checking import check
    from docgen.compare.changes import Change, Step
    from docgen.compare.libraries import Comparison, FileChanges, library_diff
    from docgen.compare.reading import template_text
    from docgen.compare.report import save_diff_report
    from docgen.cross_check import check_together
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
    from docgen.field_reference import render_field_sheet, template_fields
    from docgen.finished import Rendered
    from docgen.formats import Format, list_formats
    from docgen.gallery import Preview, PreviewChoice, preview_library
    from docgen.gallery.cache import Picture, Shown
    from docgen.gallery.cards import Card, Sample, SampleFile
    from docgen.inspection import Inspected, inspect
    from docgen.library import Due, Library
    from docgen.library.approvals import EditionKey
    from docgen.library.industries import Direction, DiscoveryStage, Industry, Measure, Question
    from docgen.library.labels import Label, Labels
    from docgen.library.layers import Layers
    from docgen.lint import LintReport, Problem, Where, accept_template, lint_library
    from docgen.messages import Message, use_language
    from docgen.new_library import StartedLibrary, start_library
    from docgen.objections import Changes, LibraryEntries, ObjectionRow, Objections, check_objections, give_public_ids
    from docgen.objections.approval import ApprovalChoices, Approved, Covered
    from docgen.objections.authoring import Draft
    from docgen.objections.changes import ChangedFile
    from docgen.objections.editions import EditionId
    from docgen.objections.entries import Adoption
    from docgen.objections.sheet_import import ImportPlan, PlannedRow
    from docgen.pipeline import Previewer, Workspace, load, render
    from docgen.reference import library_contents, library_due, new, schema, shipped_samples, used_in, which_template
    from docgen.rewriting import FormattedTemplate, format_template
    from docgen.schemas.base import (
        Confidentiality,
        Contact,
        EntryStatus,
        Envelope,
        Language,
        Party,
        Revision,
        Status,
    )
    from docgen.schemas.declared import DeclaredField, DeclaredFields, DeclaredType, ModelExtension
    from docgen.schemas.governance import Doubt, Standing
    from docgen.schemas.kinds import Kind, StarterHints, kinds, register_kind, unregister_kind
    from docgen.schemas.references import Reference
    from docgen.stamp import Stamp
    from docgen.workers import WorkerDiedError

__all__ = [
    "Adopted",
    "Adoption",
    "Answer",
    "ApprovalChoices",
    "Approved",
    "Audience",
    "Brand",
    "Card",
    "Change",
    "ChangedFile",
    "Changes",
    "Comparison",
    "Confidentiality",
    "Contact",
    "Covered",
    "Decision",
    "DeclaredField",
    "DeclaredFields",
    "DeclaredType",
    "Direction",
    "DiscoveryStage",
    "DocgenError",
    "Doubt",
    "Draft",
    "Due",
    "EditionId",
    "EditionKey",
    "EntryStatus",
    "Envelope",
    "FileChanges",
    "Finding",
    "Format",
    "FormattedTemplate",
    "ImportPlan",
    "Industry",
    "InputError",
    "Inspected",
    "Job",
    "Kind",
    "Label",
    "Labels",
    "Language",
    "Layers",
    "LeakError",
    "Library",
    "LibraryEntries",
    "LibraryError",
    "LintReport",
    "Measure",
    "Message",
    "MissingError",
    "ModelExtension",
    "ObjectionRow",
    "Objections",
    "Offer",
    "Party",
    "Picture",
    "PlannedRow",
    "Preview",
    "PreviewChoice",
    "Previewer",
    "PricingError",
    "Problem",
    "Question",
    "Reference",
    "RefusedError",
    "Rendered",
    "Revision",
    "Sample",
    "SampleFile",
    "Settled",
    "Shown",
    "Stamp",
    "Standing",
    "StartedLibrary",
    "StarterHints",
    "Status",
    "Step",
    "TemplateError",
    "UsageError",
    "Where",
    "WorkerDiedError",
    "Workspace",
    "accept_template",
    "adopt_template",
    "check",
    "check_objections",
    "check_together",
    "format_template",
    "give_public_ids",
    "inspect",
    "kinds",
    "library_contents",
    "library_diff",
    "library_due",
    "lint_library",
    "list_formats",
    "load",
    "new",
    "preview_library",
    "register_kind",
    "render",
    "render_field_sheet",
    "render_many",
    "save_diff_report",
    "schema",
    "shipped_samples",
    "start_library",
    "template_fields",
    "template_text",
    "unregister_kind",
    "use_language",
    "used_in",
    "which_template",
]

_HOMES_OF = {
    "adopt": ("Adopted", "adopt_template"),
    "adopt.answers": ("Answer", "Settled"),
    "adopt.decisions": ("Decision", "Offer"),
    "audience": ("Audience",),
    "batch": ("Job", "render_many"),
    "brand": ("Brand",),
    "compare.reading": ("template_text",),
    "compare.changes": ("Change", "Step"),
    "compare.libraries": ("Comparison", "FileChanges", "library_diff"),
    "compare.report": ("save_diff_report",),
    "cross_check": ("check_together",),
    "finished": ("Rendered",),
    "formats": ("Format", "list_formats"),
    "gallery": ("Preview", "PreviewChoice", "preview_library"),
    "gallery.cards": ("Card", "Sample", "SampleFile"),
    "gallery.cache": ("Picture", "Shown"),
    "field_reference": ("render_field_sheet", "template_fields"),
    "inspection": ("Inspected", "inspect"),
    "library": ("Due", "Library"),
    "library.approvals": ("EditionKey",),
    "library.industries": ("Direction", "DiscoveryStage", "Industry", "Measure", "Question"),
    "library.labels": ("Label", "Labels"),
    "library.layers": ("Layers",),
    "lint": ("LintReport", "Problem", "Where", "accept_template", "lint_library"),
    "messages": ("Message", "use_language"),
    "new_library": ("StartedLibrary", "start_library"),
    "objections": ("Changes", "LibraryEntries", "ObjectionRow", "Objections", "check_objections", "give_public_ids"),
    "objections.approval": ("ApprovalChoices", "Approved", "Covered"),
    "objections.authoring": ("Draft",),
    "objections.changes": ("ChangedFile",),
    "objections.editions": ("EditionId",),
    "objections.entries": ("Adoption",),
    "objections.sheet_import": ("ImportPlan", "PlannedRow"),
    "checking": ("check",),
    "pipeline": ("Previewer", "Workspace", "load", "render"),
    "reference": ("library_contents", "library_due", "new", "schema", "shipped_samples", "used_in", "which_template"),
    "rewriting": ("FormattedTemplate", "format_template"),
    "schemas.base": (
        "Confidentiality", "Contact", "EntryStatus", "Envelope", "Language", "Party", "Revision",
        "Status",
    ),
    "schemas.declared": ("DeclaredField", "DeclaredFields", "DeclaredType", "ModelExtension"),
    "schemas.governance": ("Doubt", "Standing"),
    "schemas.kinds": ("Kind", "StarterHints", "kinds", "register_kind", "unregister_kind"),
    "schemas.references": ("Reference",),
    "stamp": ("Stamp",),
    "workers": ("WorkerDiedError",),
}  # fmt: skip
_HOMES = {name: f"docgen.{home}" for home, names in _HOMES_OF.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'docgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "docgen.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
