"""A library: layered folders with their labels, brand, industries, name and digest, and a listing of its content."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from docgen.brand import Brand
from docgen.errors import LibraryError
from docgen.formats import FORMATS
from docgen.library.brand import brand_file, list_brands, read_brand
from docgen.library.entries import CASES, LEGAL, OBJECTIONS, LibraryCollection, find_entry, industries_of, list_entries
from docgen.library.fields import read_fields
from docgen.library.industries import Industry, find_industry, industry_source, list_industries
from docgen.library.labels import Label, Labels, read_catalogue
from docgen.library.layers import LANGUAGES, Layers, layers_over
from docgen.library.settings import SETTINGS, read_settings
from docgen.library.snapshot import Files, digest_of_layers
from docgen.schemas import KINDS
from docgen.schemas.base import EntryStatus
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.governance import Governed, effective_on
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Library(Layers):
    """A company's templates, industries, objections, cases, labels and brand over the built-in ones.

    With `contents`, it is a snapshot of the files; without, files are read on demand. Properties are cached, so changes
    show in a newly opened library only.
    """

    @cached_property
    def version(self) -> str:
        """The name and version of each layer's library.yaml, topmost first; the folder's name if there is none."""
        return " + ".join(self._layer_version(layer) for layer in self.layers)

    def _layer_version(self, layer: Path) -> str:
        settings = read_settings(self.alone(layer), self.shown(layer / SETTINGS))
        return f"{settings.name} {settings.version}" if settings else layer.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file that documents can read (see `digest_of_layers`)."""
        return digest_of_layers(self.layers, Files(self.layers).contents() if self.contents is None else self.contents)

    @cached_property
    def catalogue(self) -> Mapping[str, Label]:
        """The labels of all layers by key."""
        return read_catalogue(self)

    @cached_property
    def declared(self) -> DeclaredFields:
        """The fields that fields.yaml declares. Raises LibraryError with all its faults."""
        return read_fields(self)

    def labels(self, key: str) -> tuple[str, str]:
        """The label `key` as (en, zh). Raises KeyError naming the nearest key."""
        return Labels(self.catalogue)(key)

    def labels_for(self, kind: str, language: str) -> Labels:
        """The labels for a document of `kind` in `language`: with the kind's field titles and bilingual wording."""
        return Labels(self.catalogue, kind, language, self.declared)

    def industry(self, industry: str, language: str) -> Industry:
        """The industry in a document's language. Raises LibraryError naming the nearest id."""
        return find_industry(self, industry).industry_in(language)

    def brand_for(self, industry: str, chosen: str | Path | None = None) -> Brand:
        """The brand, with the industry's accent over the brand's. Raises LibraryError, also for a pale text colour.

        `chosen` is the name of one of the library's brands or the path of a brand.yaml; None: the library's default.
        """
        accent = find_industry(self, industry).accent
        return read_brand(self, (accent, industry_source(self, industry).place(("accent",))), chosen)


def open_library(company: Path | None = None) -> Library:
    """The built-in library, with the company's folder over it if given. Raises LibraryError if it is not a folder."""
    return Library(layers_over(company))


def open_snapshot(company: Path | None = None, brand: str | Path | None = None) -> Library:
    """An in-memory snapshot of the library; the same object until one of its files changes.

    `brand` is a chosen brand, as for `Library.brand_for`: the logos that its file names belong to the library. Raises
    LibraryError if `company` is not a folder or a file can't be read.
    """
    return _watched(layers_over(company), brand_file(brand)).current()


@lru_cache(maxsize=8)
def _watched(layers: tuple[Path, ...], brand: Path | None) -> "_Watched":
    return _Watched(layers, Files(layers, brand))


@dataclass
class _Watched:
    """A library that is opened again when one of its files has changed."""

    layers: tuple[Path, ...]
    files: Files
    library: Library | None = None

    def current(self) -> Library:
        contents = self.files.contents()
        library = self.library
        if library is None or library.contents is not contents:
            self.library = library = Library(self.layers, contents)
        return library


def listing(library: Library, today: date = date.min) -> dict[str, Any]:
    """The library's content on the day `today` as plain data for JSON; by default no review is overdue.

    An entry that can't be read is in `broken`, with the reason, which is there only if there is one.
    """
    broken: list[dict[str, str]] = []
    contents = {
        "version": library.version,
        "digest": library.digest,
        "templates": [row for file_format in FORMATS for row in _templates(library, file_format)],
        "industries": _readable(lambda name: _industry_row(library, name, today), list_industries(library), broken),
        **{
            collection.folder: _entry_rows(library, collection, today, broken)
            for collection in (OBJECTIONS, CASES, LEGAL)
        },
        "brands": [{"name": name, "file": library.shown(path)} for name, path in list_brands(library).items()],
        "labels": len(library.catalogue),
    }
    return {**contents, "broken": broken} if broken else contents


def _readable(
    row: Callable[[_Item], dict[str, Any]], items: Iterable[_Item], broken: list[dict[str, str]]
) -> list[dict[str, Any]]:
    """The rows of what can be read; the reasons of the others are added to `broken`."""
    rows: list[dict[str, Any]] = []
    for item in items:
        try:
            rows.append(row(item))
        except LibraryError as error:
            broken += ({"file": finding.file or "", "reason": finding.message} for finding in error.findings)
    return rows


def _templates(library: Library, file_format: str) -> list[dict[str, str]]:
    sort = FORMATS[file_format]
    rows: list[dict[str, str]] = []
    for path in library.files(sort.folder, f".{sort.suffix}"):
        kind, _, language = path.name.removesuffix(f".{sort.suffix}").partition(".")
        if kind in KINDS and language in ("", *LANGUAGES):
            row = {"kind": kind, "format": file_format, "industry": path.parent.name, "language": language}
            rows.append({**row, "file": library.shown(path)})
    return rows


def _industry_row(library: Library, industry: str, today: date) -> dict[str, Any]:
    entry = find_industry(library, industry)
    row = {"id": industry, "en": entry.name.en, "zh": entry.name.zh, "accent": entry.accent}
    return {**row, **_governance(effective_on(entry, today))}


def _entry_rows(
    library: Library, collection: LibraryCollection, today: date, broken: list[dict[str, str]]
) -> list[dict[str, Any]]:
    entries = list_entries(library, collection).items()
    return _readable(lambda entry: _entry_row(library, collection, entry, today), entries, broken)


def _entry_row(
    library: Library, collection: LibraryCollection, item: tuple[str, tuple[str, ...]], today: date
) -> dict[str, Any]:
    """One entry: the facts of its first language's common edition; its status is approved if all languages' are."""
    name, languages = item
    industry = industries_of(library, collection, name, languages[0])[0]
    entry = find_entry(library, collection, name, industry, languages[0])
    row: dict[str, Any] = {"id": name}
    if isinstance(entry, Objection):
        row["category"] = entry.category.value
    if isinstance(entry, LegalBlock):
        row["jurisdiction"] = entry.jurisdiction or "any"
    others = (find_entry(library, collection, name, industry, language) for language in languages[1:])
    counted = (effective_on(entry, today), *(effective_on(other, today) for other in others))
    open_status = next((other.status.value for other in counted if other.status is not EntryStatus.approved), None)
    facts = _governance(counted[0])
    return {**row, "languages": list(languages), **facts, "status": open_status or facts["status"]}


def _governance(entry: Governed) -> dict[str, str]:
    review_by = entry.review_by.isoformat() if entry.review_by else ""
    return {"owner": entry.owner or "", "version": entry.version, "review_by": review_by, "status": entry.status.value}
