"""Turns an input file into delivered documents: load, view for one reader, find a template, render, stamp, look again.

The one flow, in these words:

    1  load          an input file becomes a document
    2  view_for      the document becomes what one reader may see
    3  find_template the library gives the template of that kind, format, industry and language
    4  make_stamp    the facts that identify the result become a stamp
    5  render        the engine pours the view into the template; a Word file's contents get their page numbers
    6  stamp         the engine writes the stamp into the file
    7  find_leaks    a client's file is searched for what was held back
    8  save          the file appears whole, or not at all
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from docgen._version import __version__
from docgen.audience import Audience, View, as_data, fields_of, held_back, view_for
from docgen.brand import PLAIN, Brand
from docgen.engines import FORMATS, Bindings, Template, engine_for
from docgen.errors import Finding, InputError, LeakError, LibraryError, UsageError
from docgen.library import FoundTemplate, Library, find_template, open_snapshot
from docgen.libreoffice import find_libreoffice
from docgen.loading import load_document
from docgen.output import file_name, write_whole
from docgen.pagination import no_libreoffice, pages_of_bookmarks
from docgen.scan import find_leaks
from docgen.schemas.base import Envelope, Status, kind_of
from docgen.sources import Entries, find_entries
from docgen.stamp import Stamp, canonical, digest_of_text, stamp_from
from docgen.wording import in_language, say_date

Pour = Callable[[Template, Bindings, list[Finding]], bytes]
RELEASED = frozenset({Status.approved, Status.issued, Status.accepted})


@dataclass(frozen=True)
class Workspace:
    """The outside world as one value: a company's library, where files go, and the clock.

    `library` lies over the built-in one (None: only that); `brand` is the name of one of its brands or the path of a
    brand.yaml (None: the library's own look); `today` is the only door to the clock. With `page_numbers`, LibreOffice
    lays out a Word file that has contents, one to three seconds each; without, Word counts when it opens the file. With
    `drafts`, a client's copy may hold library entries that are not approved or past their date, under a watermark. With
    `allow_missing_glyphs`, a character that no font has is drawn as a box in PDF and told, instead of refused.
    """

    library: Path | None = None
    out: Path = Path("out")
    today: Callable[[], date] = date.today
    brand: str | Path | None = None
    page_numbers: bool = False
    drafts: bool = False
    allow_missing_glyphs: bool = False

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


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: its bytes, its stamp, the name it should have, and what was noticed on the way."""

    data: bytes
    stamp: Stamp
    filename: str
    warnings: tuple[Finding, ...] = ()

    def save(self, folder: str | Path) -> Path:
        """Write the file into `folder` under its name, whole or not at all, and return its path."""
        path = Path(folder) / self.filename
        write_whole(path, self.data)
        return path


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a delivered file says of itself; `intact` if its id is the one that its facts give."""

    stamp: Stamp
    claimed_id: str

    @property
    def intact(self) -> bool:
        """Whether the id in the file is the hash of the facts in the file."""
        return self.stamp.id == self.claimed_id


def load(path: str | Path, *, mapping: str | Path | None = None, sheet: str | None = None) -> Envelope:
    """The document in a YAML, JSON, XLSX or CSV file. Raises InputError with all that is wrong, each with its place.

    For a table, `mapping` is a YAML file of `head in the file: field name`, and `sheet` the sheet that holds the rows.
    """
    return load_document(Path(path), mapping=Path(mapping) if mapping else None, sheet=sheet).document


def check(path: str | Path, *, mapping: str | Path | None = None, sheet: str | None = None) -> tuple[Finding, ...]:
    """All findings of an input file, errors and notices, without raising InputError."""
    try:
        return load_document(Path(path), mapping=Path(mapping) if mapping else None, sheet=sheet).notices
    except InputError as error:
        return error.findings


def render(
    document: Envelope,
    file_format: str,
    *,
    audience: str | None = None,
    workspace: Workspace | None = None,
) -> Rendered:
    """Render `document` as `docx`, `pptx` or `pdf`, for `client` or `internal` readers (default: as it says itself).

    Raises TemplateError, LibraryError, MissingError, and LeakError if a held-back value stands in a client's file.
    """
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(Finding("usage.format", f"{file_format!r} is no format", f"known are {known}"))
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
    view = view_for(reader, document)
    found = find_template(library, kind_of(document), file_format, document.industry, document.language)
    entries = find_entries(library, document, reader, workspace.today())
    notices = _released(entries, reader, workspace)
    brand = library.brand_for(document.industry, workspace.brand)
    shown = shown_data(view, entries)
    stamp = replace(make_stamp(document, reader, found, library, shown, brand), entries=entries.used)
    engine = engine_for(file_format)
    template = Template(found.name, found.data, found.digest, found.read, found.read_asset)
    noticed: list[Finding] = []
    bindings = _bindings(document, view, entries, stamp, library, brand)
    if entries.refused and reader is Audience.CLIENT:
        bindings = replace(bindings, watermark=said(Status.draft, bindings.language))
    bindings = replace(bindings, data=shown, allow_missing_glyphs=workspace.allow_missing_glyphs)
    data = pour(template, bindings, noticed)
    if file_format == "docx" and workspace.page_numbers:
        data = _with_page_numbers(data, noticed)
    data = engine.stamp(data, stamp)
    if reader is Audience.CLIENT:
        leaks = find_leaks(engine.searchable(data), (*held_back(document), *entries.held_back), [view, entries.names])
        if leaks:
            raise LeakError([replace(leak, file=found.name) for leak in leaks])
    notices = (*document.notices(), *notices, *(finding.at(found.name) for finding in noticed))
    return Rendered(data, stamp, _file_name(document, reader, file_format), notices)


def _released(entries: Entries, reader: Audience, workspace: Workspace) -> tuple[Finding, ...]:
    """What there is to tell of the entries. Raises LibraryError if a client would read one that may not go out."""
    if entries.refused and reader is Audience.CLIENT and not workspace.drafts:
        hint = "or render with --drafts for a copy under a watermark"
        raise LibraryError([replace(finding, hint=f"{finding.hint}, {hint}") for finding in entries.refused])
    told = (replace(f, severity="warning", code="notice.entry") for f in entries.refused)
    return (*told, *entries.warnings)


def shown_data(view: View, entries: Entries) -> str:
    """All that the reader is shown, as canonical JSON: what the stamp hashes and a PDF carries."""
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


def inspect(path: str | Path) -> Inspected:
    """The stamp of a finished file. Raises InputError if the file can't be read or carries none."""
    file = Path(path)
    file_format = file.suffix.lower().lstrip(".")
    if file_format not in FORMATS:
        hint = f"a finished file ends in {', '.join('.' + known for known in FORMATS)}"
        raise InputError(Finding("inspect.format", "not a file that docgen makes", hint, file=str(path)))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding("inspect.read", error.strerror or "can't be read", file=str(path))) from error
    found = stamp_from(engine_for(file_format).read_stamp(data))
    if found is None:
        hint = "it was not made by docgen, or its metadata was removed"
        raise InputError(Finding("inspect.stamp", "carries no stamp", hint, file=str(path)))
    return Inspected(*found)


def _bindings(
    document: Envelope, view: View, entries: Entries, stamp: Stamp, library: Library, brand: Brand
) -> Bindings:
    language = str(document.language)
    return Bindings(
        names={"doc": view, "stamp": printed_stamp(stamp, document), **entries.names},
        labels=library.labels_for(kind_of(document), language),
        language=language,
        audience=stamp.audience,
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


def _file_name(document: Envelope, reader: Audience, file_format: str) -> str:
    party = getattr(document, "client", None) or document.seller
    copy = in_language("internal", "内部", str(document.language), "-") if reader is Audience.INTERNAL else ""
    day = f"{document.date:%Y%m%d}"
    return file_name((party.short_name, document.title, f"V{document.version}", day, copy), file_format)
