"""The pipeline from an input file to a finished file, step by step.

 1  load_document     load and check the input file
 2  with_trusted_status   check what the document's status requires
 3  with_references   figures in place of the references in its texts
 4  prepare_copy      the audience's view; the library's template, entries and brand for it (copies.py)
 5  check_entries     refuse entries that aren't approved, unless drafts are allowed under a watermark
 6  check_template    refuse a company's template with errors
 7  make_stamp        the facts that identify the edition
 8  make_bindings     the placeholder bindings of the template
 9  fill              the engine renders the template
10  number_pages      page numbers for the contents of a Word file
11  engine.stamp      write the stamp and a digest of the contents into the file
12  check_leaks       search a client's file for values that its audience may not see
13  Rendered.save     write the file atomically, if it may replace what exists (finished.py)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import cast

from docgen.approval import with_trusted_status
from docgen.audience import Audience
from docgen.copies import Copy, file_names, make_bindings, make_stamp, prepare_copy
from docgen.engines import Engine, engine_for
from docgen.errors import Finding, LeakError, RefusedError, TemplateError, UsageError
from docgen.finished import Rendered
from docgen.fixed_text import fixed_text
from docgen.formats import FORMATS
from docgen.library import Library, open_snapshot
from docgen.library.layers import builtin_samples
from docgen.libreoffice import find_libreoffice, no_libreoffice, pages_of_bookmarks
from docgen.loading import load_document
from docgen.messages import Remedy, message
from docgen.redaction import redacted
from docgen.scan import find_leaks
from docgen.schemas import KINDS
from docgen.schemas.base import Envelope, kind_of
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.extension import extension_of
from docgen.schemas.references import with_references
from docgen.stamp import Stamp
from docgen.templating import Bindings, Template

Fill = Callable[[Template, Bindings, list[Finding]], bytes]


@dataclass(frozen=True)
class Workspace:
    """The environment of a render as one value: a company's library, the output folder, the clock.

    `library` is layered over the built-in one (None: only that); `brand` is the name of one of its brands or the
    path of a brand.yaml (None: the library's own brand); `today` is the only access to the clock. With
    `page_numbers`, LibreOffice lays out a Word file that has contents, one to three seconds each; without, Word
    counts pages on opening. With `drafts`, a client's edition may contain library entries that are not approved or
    past their date, under a watermark. With `allow_missing_glyphs`, a character that no font has is drawn as a box
    in PDF and reported instead of refused. With `trust_status`, a document is approved or issued if it says so and
    names its approver; without, every render is a working copy under a watermark, whatever its status.
    """

    library: Path | None = None
    out: Path = Path("out")
    today: Callable[[], date] = date.today
    brand: str | Path | None = None
    page_numbers: bool = False
    drafts: bool = False
    allow_missing_glyphs: bool = False
    trust_status: bool = True

    @property
    def opened(self) -> Library:
        """The layered library in its current state; read again when a file has changed.

        A document is rendered from one such value, so that its text and the digest in its stamp agree.
        """
        return open_snapshot(self.library, self.brand)

    @property
    def declared(self) -> DeclaredFields:
        """The fields that the company's library declares. Raises LibraryError with all faults of its fields.yaml."""
        return NO_FIELDS if self.library is None else self.opened.declared


@dataclass(frozen=True)
class PinnedWorkspace(Workspace):
    """A workspace with a fixed library."""

    pinned: Library = field(default_factory=lambda: Library(()))

    @property
    def opened(self) -> Library:
        """The library given."""
        return self.pinned


def pin(workspace: Workspace) -> PinnedWorkspace:
    """The workspace with its library fixed in its current state."""
    given = {one.name: getattr(workspace, one.name) for one in fields(Workspace)}
    return PinnedWorkspace(**given, pinned=workspace.opened)


def load(
    path: str | Path,
    *,
    mapping: str | Path | None = None,
    sheet: str | None = None,
    workspace: Workspace | None = None,
) -> Envelope:
    """The document in a YAML, JSON, XLSX or CSV file. Raises InputError with all that is wrong, each with its place.

    For a table, `mapping` is a YAML file of `head in the file: field name`, and `sheet` the sheet that holds the rows.
    The library of `workspace` may declare further fields; a document that is rendered with it is loaded with it. Raises
    LibraryError with all faults of its fields.yaml.
    """
    table, declared = Path(mapping) if mapping else None, declared_for(Path(path), workspace)
    return load_document(Path(path), mapping=table, sheet=sheet, declared=declared).document


def declared_for(path: Path, workspace: Workspace | None) -> DeclaredFields:
    """The fields declared for the document in `path`; a shipped sample needs none of a company's."""
    declared = (workspace or Workspace()).declared
    is_shipped = bool(declared.kinds) and path.resolve().parent == builtin_samples().resolve()
    return declared.as_optional() if is_shipped else declared


def render(
    document: Envelope,
    file_format: str,
    *,
    audience: str | None = None,
    workspace: Workspace | None = None,
) -> Rendered:
    """Render `document` as `docx`, `pptx` or `pdf`, for `audience` (default: the document's own).

    Raises TemplateError, LibraryError, MissingError, RefusedError if the document lacks what its status needs or a
    client would get an entry that isn't approved, and LeakError if a redacted value is in their file.
    """
    if file_format not in FORMATS:
        raise UsageError(Finding.of("usage.format", wanted=file_format, known=list(FORMATS)))
    kind = KINDS.get(kind_of(document))
    if kind is not None and not kind.has_format(file_format):
        raise UsageError(Finding.of("usage.format:kind", kind=kind.name, wanted=file_format, known=kind.formats))
    return _rendered(document, file_format, audience, workspace or Workspace(), engine_for(file_format).render)


class Previewer:
    """Render a document as PDF repeatedly while it is edited, laying out only the sections that changed.

    Pass each version of one document in turn: the result equals that of `render`, page for page, with stamp, audience
    filter and search for redacted values; only the order of objects in the file differs. Not for use by
    several threads at once.
    """

    def __init__(self, *, audience: str | None = None, workspace: Workspace | None = None) -> None:
        """Keep pages for one reader (default: as each document says itself). Raises MissingError without Pango."""
        from docgen.engines import pdf  # noqa: PLC0415 - an engine is loaded when asked for

        self._audience, self._workspace, self._cache = audience, workspace or Workspace(), pdf.make_cache()
        self._preview = pdf.preview

    def render(self, document: Envelope) -> Rendered:
        """The document as PDF now. Raises what `render` raises."""

        def fill(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
            return self._preview(template, bindings, self._cache, notices)

        return _rendered(document, "pdf", self._audience, self._workspace, fill)


def _rendered(document: Envelope, file_format: str, audience: str | None, workspace: Workspace, fill: Fill) -> Rendered:
    engine, reader = engine_for(file_format), Audience(audience or document.audience)
    document = with_trusted_status(document, reader, workspace.trust_status)
    document = cast("Envelope", with_references(document, reader))
    copy = prepare_copy(document, file_format, reader, workspace.opened, workspace.today(), workspace.brand)
    check_declared(copy)
    notices = [*_own_notices(document), *check_entries(copy, workspace.drafts), *check_template(copy)]
    stamp = make_stamp(copy)
    bindings = make_bindings(copy, stamp, allow_missing_glyphs=workspace.allow_missing_glyphs)
    engine_notices: list[Finding] = []
    data = fill(copy.template, bindings, engine_notices)
    if workspace.page_numbers:
        data = number_pages(data, file_format, engine_notices)
    data = engine.stamp(data, stamp)
    if reader.is_outside:
        check_leaks(data, copy, stamp, engine)
    notices += (finding.at(copy.found.name) for finding in engine_notices)
    filename, alternative = file_names(document, reader, file_format)
    return Rendered(data, stamp, filename, tuple(notices), alternative)


def _own_notices(document: Envelope) -> Iterator[Finding]:
    return (replace(finding, severity="warning") for finding in document.notices())


def check_declared(copy: Copy) -> None:
    """Raise UsageError if the document was loaded without the fields that the library declares for its kind."""
    declared = copy.library.declared.of(copy.kind)
    if declared and declared.as_optional() != extension_of(type(copy.document)).as_optional():
        raise UsageError(Finding.of("usage.declared", kind=copy.kind))


def check_entries(copy: Copy, drafts: bool) -> tuple[Finding, ...]:
    """Notices about the entries. Raises RefusedError if a client would get one that isn't approved."""
    refused = copy.entries.refused
    if refused and copy.audience.is_outside and not drafts:
        raise RefusedError([_or_as_draft(finding) for finding in refused])
    drafts_used = (replace(finding, severity="warning", code="notice.entry") for finding in refused)
    return (*drafts_used, *copy.entries.warnings)


def _or_as_draft(finding: Finding) -> Finding:
    """The finding with the other way out: a watermarked copy."""
    remedy = finding.remedy or Remedy(finding.words.key, finding.words.values)
    return replace(finding, remedy=message("refused.or_drafts", remedy=remedy))


def check_template(copy: Copy) -> tuple[Finding, ...]:
    """The template's lint errors as notices. Raises TemplateError with them for a client's edition."""
    if len(copy.library.layers) == 1:  # the built-in library has no errors: its tests ensure that
        return ()
    from docgen.lint.api import template_errors  # noqa: PLC0415 - the check is loaded where a library is a company's

    errors = template_errors(copy.library, copy.found, copy.kind, copy.file_format)
    if errors and copy.audience.is_outside:
        raise TemplateError(errors)
    return tuple(replace(error, severity="warning") for error in errors)


def number_pages(data: bytes, file_format: str, notices: list[Finding]) -> bytes:
    """A Word file with page numbers in its contents, if LibreOffice can lay it out; else the same data."""
    if not FORMATS[file_format].lists_pages:
        return data
    from docgen.engines import docx  # noqa: PLC0415 - an engine is loaded when asked for

    if not docx.lists_pages(data):
        return data
    program = find_libreoffice()
    found = pages_of_bookmarks(data, program) if program else no_libreoffice()
    if isinstance(found, Finding):
        notices.append(found)
        return data
    return docx.number_contents(data, found)


def check_leaks(data: bytes, copy: Copy, stamp: Stamp, engine: Engine) -> None:
    """Raise LeakError with each redacted value that the finished file contains."""
    withheld = (*redacted(copy.document, copy.audience), *copy.entries.redacted)
    labels = copy.library.labels_for(copy.kind, copy.language)
    fixed = fixed_text(engine, copy.library, copy.template, labels, stamp, copy.brand)
    leaks = find_leaks(engine.searchable(data), withheld, [copy.view, copy.entries.names], fixed)
    if leaks:
        raise LeakError([replace(leak, file=copy.found.name) for leak in leaks])
