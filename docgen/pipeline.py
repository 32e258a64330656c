"""Turns an input file into delivered documents: load, view for one reader, find a template, render, stamp, look again.

The one flow, in these words:

    1  load          an input file becomes a document
    2  with_trusted_status   what the document says of its own status holds, or it is refused
    3  view_for      the document becomes what one reader may see
    4  find_template the library gives the template of that kind, format, industry and language
    5  make_stamp    the facts that identify the result become a stamp
    6  render        the engine pours the view into the template; a Word file's contents get their page numbers
    7  stamp         the engine writes the stamp into the file, and a digest of the file's contents
    8  find_leaks    a file for outside the house is searched for redacted values
    9  save          the file appears whole, or not at all, and replaces nothing that it may not (docgen.finished)
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from docgen._version import __version__
from docgen.approval import status_problems, with_trusted_status
from docgen.audience import Audience, View, as_data, fields_of, view_for
from docgen.brand import PLAIN, Brand
from docgen.engines import engine_for
from docgen.errors import Finding, InputError, LeakError, RefusedError, TemplateError, UsageError
from docgen.file_names import file_name
from docgen.finished import Rendered
from docgen.fixed_words import fixed_words
from docgen.formats import FORMATS
from docgen.library import FoundTemplate, Library, find_template, open_snapshot
from docgen.libreoffice import find_libreoffice, no_libreoffice, pages_of_bookmarks
from docgen.loading import load_document
from docgen.redaction import redacted
from docgen.scan import find_leaks
from docgen.schemas import KINDS
from docgen.schemas.base import RELEASED, Envelope, Status, kind_of
from docgen.sources import Entries, find_entries, reads_for
from docgen.stamp import Stamp, canonical, digest_of_text
from docgen.templating.bindings import Bindings, Template
from docgen.wording import in_language, say_date

Pour = Callable[[Template, Bindings, list[Finding]], bytes]


@dataclass(frozen=True)
class Workspace:
    """The outside world as one value: a company's library, where files go, and the clock.

    `library` lies over the built-in one (None: only that); `brand` is the name of one of its brands or the path of a
    brand.yaml (None: the library's own look); `today` is the only door to the clock. With `page_numbers`, LibreOffice
    lays out a Word file that has contents, one to three seconds each; without, Word counts when it opens the file. With
    `drafts`, a client's copy may hold library entries that are not approved or past their date, under a watermark. With
    `allow_missing_glyphs`, a character that no font has is drawn as a box in PDF and reported, instead of refused. With
    `trust_status`, a document is approved or issued if it says so and names its approver; without, every render is a
    working copy under a watermark, whatever the document says of itself.
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
        """The layered library as its files are now; read again when one of them has changed.

        A document is rendered from one such value, so that its words and the digest in its stamp go together.
        """
        return open_snapshot(self.library, self.brand)


@dataclass(frozen=True)
class PinnedWorkspace(Workspace):
    """A workspace whose library stays as it was opened."""

    pinned: Library = field(default_factory=lambda: Library(()))

    @property
    def opened(self) -> Library:
        """The library given."""
        return self.pinned


def pin(workspace: Workspace) -> PinnedWorkspace:
    """The workspace with its library as it is now, whatever becomes of the files."""
    given = {one.name: getattr(workspace, one.name) for one in fields(Workspace)}
    return PinnedWorkspace(**given, pinned=workspace.opened)


def load(path: str | Path, *, mapping: str | Path | None = None, sheet: str | None = None) -> Envelope:
    """The document in a YAML, JSON, XLSX or CSV file. Raises InputError with all that is wrong, each with its place.

    For a table, `mapping` is a YAML file of `head in the file: field name`, and `sheet` the sheet that holds the rows.
    """
    return load_document(Path(path), mapping=Path(mapping) if mapping else None, sheet=sheet).document


def check(path: str | Path, *, mapping: str | Path | None = None, sheet: str | None = None) -> tuple[Finding, ...]:
    """All findings of an input file, errors and notices, without raising InputError.

    An error may be one that only a render refuses, as a status that the document isn't entitled to.
    """
    table = Path(mapping) if mapping else None
    try:
        return load_document(Path(path), mapping=table, sheet=sheet, rules=status_problems).notices
    except InputError as error:
        return error.findings


def render(
    document: Envelope,
    file_format: str,
    *,
    audience: str | None = None,
    workspace: Workspace | None = None,
) -> Rendered:
    """Render `document` as `docx`, `pptx` or `pdf`, for the reader `audience` (default: as it says itself).

    Raises TemplateError, LibraryError, MissingError, RefusedError if the document lacks what its status needs or a
    reader outside would get an entry that isn't approved, and LeakError if a redacted value stands in their file.
    """
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(Finding("usage.format", f"{file_format!r} is no format", f"known are {known}"))
    kind = KINDS.get(kind_of(document))
    if kind is not None and not kind.has_format(file_format):
        message = f"a {kind.name} is not made as {file_format}"
        raise UsageError(Finding("usage.format", message, f"its formats are {', '.join(kind.formats)}"))
    return _rendered(document, file_format, audience, workspace or Workspace(), engine_for(file_format).render)


class Previewer:
    """Renders a document as PDF again and again while it is edited, laying out only the sections that changed.

    Give it each version of one document in turn: the result is that of `render`, page for page, with its stamp, its
    audience filter and its search for held-back values; only the order of objects in the file differs. Not for use by
    several threads at once.
    """

    def __init__(self, *, audience: str | None = None, workspace: Workspace | None = None) -> None:
        """Keep pages for one reader (default: as each document says itself). Raises MissingError without Pango."""
        from docgen.engines import pdf  # noqa: PLC0415 - an engine is loaded when asked for

        self._audience, self._workspace, self._kept = audience, workspace or Workspace(), pdf.keep()
        self._preview = pdf.preview

    def render(self, document: Envelope) -> Rendered:
        """The document as PDF now. Raises what `render` raises."""

        def pour(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
            return self._preview(template, bindings, self._kept, notices)

        return _rendered(document, "pdf", self._audience, self._workspace, pour)


def _rendered(document: Envelope, file_format: str, audience: str | None, workspace: Workspace, pour: Pour) -> Rendered:
    library = workspace.opened
    reader = Audience(audience or document.audience)
    document = with_trusted_status(document, reader, workspace.trust_status)
    view = view_for(reader, document)
    found = find_template(library, kind_of(document), file_format, document.industry, document.language)
    entries = find_entries(library, document, reader, workspace.today())
    notices = (
        *_released(entries, reader, workspace),
        *_checked(library, found, document, file_format, reader),
    )
    brand = library.brand_for(document.industry, workspace.brand)
    shown = shown_data(view, entries)
    stamp = replace(make_stamp(document, reader, found, library, shown, brand), entries=entries.used)
    engine = engine_for(file_format)
    template = Template(found.name, found.data, found.digest, found.read, found.read_asset)
    noticed: list[Finding] = []
    bindings = _bindings(document, view, entries, stamp, library, brand)
    if entries.refused and reader.is_outside:
        bindings = replace(bindings, watermark=said(Status.draft, bindings.language))
    # a file for outside holds what its pages print, so it carries no data beside them
    carried = None if reader.is_outside else shown
    bindings = replace(bindings, data=carried, allow_missing_glyphs=workspace.allow_missing_glyphs)
    data = pour(template, bindings, noticed)
    if FORMATS[file_format].lists_pages and workspace.page_numbers:
        data = _with_page_numbers(data, noticed)
    data = engine.stamp(data, stamp)
    if reader.is_outside:
        withheld, shown_to_them = (*redacted(document, reader), *entries.held_back), [view, entries.names]
        labels = library.labels_for(kind_of(document), bindings.language)
        fixed = fixed_words(engine, library, template, labels, stamp, brand)
        leaks = find_leaks(engine.searchable(data), withheld, shown_to_them, fixed)
        if leaks:
            raise LeakError([replace(leak, file=found.name) for leak in leaks])
    own = (replace(finding, severity="warning") for finding in document.notices())
    notices = (*own, *notices, *(finding.at(found.name) for finding in noticed))
    filename, alternative = file_names(document, reader, file_format)
    return Rendered(data, stamp, filename, notices, alternative)


def _released(entries: Entries, reader: Audience, workspace: Workspace) -> tuple[Finding, ...]:
    """What there is to tell of the entries. Raises RefusedError if one would go out that may not."""
    if entries.refused and reader.is_outside and not workspace.drafts:
        hint = "or render with --drafts for a copy under a watermark"
        raise RefusedError([replace(finding, hint=f"{finding.hint}, {hint}") for finding in entries.refused])
    told = (replace(f, severity="warning", code="notice.entry") for f in entries.refused)
    return (*told, *entries.warnings)


def _checked(
    library: Library, found: FoundTemplate, document: Envelope, file_format: str, reader: Audience
) -> tuple[Finding, ...]:
    """What the check of templates calls an error: refused with its words if the file goes out, a notice otherwise."""
    if len(library.layers) == 1:  # the built-in library has no errors: its own tests hold that
        return ()
    from docgen.lint.used import template_errors  # noqa: PLC0415 - the check is loaded where a library is a company's

    errors = template_errors(library, found, kind_of(document), file_format)
    if errors and reader.is_outside:
        raise TemplateError(errors)
    return tuple(replace(error, severity="warning") for error in errors)


def shown_data(view: View, entries: Entries) -> str:
    """All that the reader is shown, as canonical JSON: what the stamp hashes and an internal PDF carries."""
    return canonical({name: as_data(value) for name, value in {"doc": view, **entries.names}.items()})


def _with_page_numbers(data: bytes, noticed: list[Finding]) -> bytes:
    """A Word file whose contents name their pages, or as it was, and why."""
    from docgen.engines import docx  # noqa: PLC0415 - an engine is loaded when asked for

    if not docx.lists_pages(data):
        return data
    program = find_libreoffice()
    found = pages_of_bookmarks(data, program) if program else no_libreoffice()
    if isinstance(found, Finding):
        noticed.append(found)
        return data
    return docx.number_contents(data, found)


def make_stamp(
    document: Envelope,
    reader: Audience,
    found: FoundTemplate,
    library: Library,
    shown: str,
    brand: Brand | None = None,
) -> Stamp:
    """The stamp of one file, made before it is rendered; it hashes what is shown (canonical JSON), not the document."""
    chosen = f" + brand {brand.name}" if brand is not None and brand.name != PLAIN else ""
    return Stamp(
        doc_id=document.doc_id,
        version=document.version,
        status=str(document.status),
        date=document.date.isoformat(),
        kind=kind_of(document),
        language=str(document.language),
        audience=str(reader),
        title=document.title,
        template_name=found.name,
        template_digest=found.digest,
        library_version=f"{library.version}{chosen}",
        library_digest=library.digest,
        data_digest=digest_of_text(shown),
        generator=f"docgen {__version__}",
    )


def _bindings(
    document: Envelope, view: View, entries: Entries, stamp: Stamp, library: Library, brand: Brand
) -> Bindings:
    language = str(document.language)
    return Bindings(
        names={"doc": view, "stamp": printed_stamp(stamp, document), **entries.names},
        labels=library.labels_for(kind_of(document), language),
        language=language,
        audience=stamp.audience,
        reads=reads_for(Audience(stamp.audience), type(document)),
        currency=_currency(view),
        brand=brand,
        watermark=None if document.status in RELEASED else said(document.status, language),
    )


def said(status: Status, language: str) -> str:
    """A status in the document's language."""
    return in_language(status.title_en, status.title_zh, language)


def printed_stamp(stamp: Stamp, document: Envelope) -> View:
    """What a template prints of the stamp: in the document's language, and the same in all formats."""
    language = str(document.language)
    day, status, release = say_date(document.date, language), said(document.status, language), f"V{stamp.version}"
    facts = {
        "doc_id": stamp.doc_id,
        "version": release,
        "date": day,
        "status": status,
        "id": stamp.id,
        "short_id": f"#{stamp.short_id}",
        "generator": stamp.generator,
        "template_name": stamp.template_name,
        "audience": stamp.audience,
        "lead": f"{stamp.doc_id} · {release} · {day} · {status}",
    }
    return View("stamp", facts)


def _currency(view: View) -> str:
    for holder in (view, fields_of(view).get("pricing")):
        if isinstance(holder, View) and isinstance(fields_of(holder).get("currency"), str):
            return str(fields_of(holder)["currency"])
    return "CNY"


def file_names(document: Envelope, reader: Audience, file_format: str) -> tuple[str, str]:
    """The name of a document's file, and the one with the document's number, if another document has the first."""
    party = getattr(document, "client", None) or document.seller
    copy = in_language(reader.title_en.lower(), reader.title_zh, str(document.language), "-") if reader.folder else ""
    names, facts = (party.short_name, document.title), (f"V{document.version}", f"{document.date:%Y%m%d}", copy)
    return file_name(names, facts, file_format), file_name(names, (document.doc_id, *facts), file_format)
