"""The inputs of one copy of a document, and what is computed from them: its stamp, its bindings, its file name."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from docgen._version import __version__
from docgen.audience import Audience, View, as_data, fields_of, view_for
from docgen.brand import DEFAULT_BRAND, Brand
from docgen.display import dress
from docgen.file_names import file_name
from docgen.library import FoundTemplate, Library, find_template
from docgen.library.industries import industry_id
from docgen.schemas.base import RELEASED, Envelope, Status, kind_of
from docgen.sources import Entries, find_entries, reads_for
from docgen.stamp import Stamp, canonical, digest_of_text
from docgen.templating import Bindings, Template
from docgen.wording import format_date, in_language


@dataclass(frozen=True)
class Copy:
    """A document for one audience in one format, with the library's template and entries for it, and its brand."""

    document: Envelope
    audience: Audience
    file_format: str
    library: Library
    view: View
    found: FoundTemplate
    entries: Entries
    brand: Brand

    @property
    def kind(self) -> str:
        """The kind of the document."""
        return kind_of(self.document)

    @property
    def language(self) -> str:
        """zh, en or zh+en."""
        return str(self.document.language)

    @property
    def template(self) -> Template:
        """The template as the input of an engine."""
        found = self.found
        return Template(
            found.name, found.data, found.digest, found.read, found.read_asset, self.kind, self.library.declared
        )

    @cached_property
    def shown(self) -> str:
        """All that the audience is shown, as canonical JSON: hashed by the stamp, embedded in an internal PDF."""
        names = {"doc": self.view, **self.entries.names}
        return canonical({name: as_data(value) for name, value in names.items()})


def prepare_copy(
    document: Envelope,
    file_format: str,
    audience: Audience,
    library: Library,
    today: date,
    brand: str | Path | None = None,
) -> Copy:
    """Collect the inputs of a copy of `document` for `audience`: its view, template, entries and brand.

    `brand` is as in `Workspace`. The document may name its industry by id, or as the library does in either language.
    Raises LibraryError for what the library lacks.
    """
    document = with_industry_id(document, library)
    return Copy(
        document=document,
        audience=audience,
        file_format=file_format,
        library=library,
        view=view_for(audience, document),
        found=find_template(library, kind_of(document), file_format, document.industry, document.language),
        entries=find_entries(library, document, audience, today),
        brand=library.brand_for(document.industry, brand),
    )


def with_industry_id(document: Envelope, library: Library) -> Envelope:
    """The document with the id of its industry, if it names one of the library's by name."""
    found = industry_id(library, document.industry)
    return document if found == document.industry else document.model_copy(update={"industry": found})


def make_stamp(copy: Copy) -> Stamp:
    """The stamp of a copy, made before rendering; it hashes what is shown, not the document."""
    document, chosen = copy.document, "" if copy.brand.name == DEFAULT_BRAND else f" + brand {copy.brand.name}"
    return Stamp(
        doc_id=document.doc_id,
        version=document.version,
        status=str(document.status),
        date=document.date.isoformat(),
        kind=copy.kind,
        language=copy.language,
        audience=str(copy.audience),
        title=document.title,
        template_name=copy.found.name,
        template_digest=copy.found.digest,
        library_version=f"{copy.library.version}{chosen}",
        library_digest=copy.library.digest,
        data_digest=digest_of_text(copy.shown),
        generator=f"docgen {__version__}",
        entries=copy.entries.used,
    )


def make_bindings(copy: Copy, stamp: Stamp, *, allow_missing_glyphs: bool = False) -> Bindings:
    """The bindings of a copy's template; a client's file contains only what its pages print, and no data."""
    return Bindings(
        names={"doc": copy.view, "stamp": printed_stamp(copy, stamp), **copy.entries.names},
        labels=copy.library.labels_for(copy.kind, copy.language),
        language=copy.language,
        audience=stamp.audience,
        reads=reads_for(copy.audience, type(copy.document)),
        currency=_currency(copy.view),
        brand=copy.brand,
        watermark=_watermark(copy),
        data=None if copy.audience.is_outside else copy.shown,
        allow_missing_glyphs=allow_missing_glyphs,
        display=dress,
    )


def printed_stamp(copy: Copy, stamp: Stamp) -> View:
    """The stamp as templates print it, in the document's language."""
    day, release = format_date(copy.document.date, copy.language), f"V{stamp.version}"
    status = _status_text(copy.document.status, copy.language)
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


def file_names(document: Envelope, audience: Audience, file_format: str) -> tuple[str, str]:
    """A document's file name, and an alternative with its number, for when another document has the first."""
    party = getattr(document, "client", None) or document.seller
    edition = (audience.title_en.lower(), audience.title_zh)
    copy = in_language(*edition, str(document.language), "-") if audience.folder else ""
    names, facts = (party.short_name, document.title), (f"V{document.version}", f"{document.date:%Y%m%d}", copy)
    return file_name(names, facts, file_format), file_name(names, (document.doc_id, *facts), file_format)


def _watermark(copy: Copy) -> str | None:
    """The status of an unreleased document; draft, if a client's copy has entries that aren't approved."""
    if copy.entries.refused and copy.audience.is_outside:
        return _status_text(Status.draft, copy.language)
    return None if copy.document.status in RELEASED else _status_text(copy.document.status, copy.language)


def _status_text(status: Status, language: str) -> str:
    return in_language(status.title_en, status.title_zh, language)


def _currency(view: View) -> str:
    for holder in (view, fields_of(view).get("pricing")):
        if isinstance(holder, View) and isinstance(fields_of(holder).get("currency"), str):
            return str(fields_of(holder)["currency"])
    return "CNY"
