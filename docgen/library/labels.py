"""Labels in English and Chinese by key: from the layers' catalogues, schema field titles and kinds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from docgen.annotations import nested_models
from docgen.audience import marks_of_cached
from docgen.disk_cache import Cache, code_state, default_folder
from docgen.errors import Finding, LibraryError
from docgen.library.layers import Layers
from docgen.library.source import checked, read_yaml
from docgen.messages import Message, message
from docgen.nearest import suggest
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Envelope
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.kinds import Kind, registered_digest, registered_kinds

Titles = Mapping[str, tuple[str, str]]


class Label(BaseModel):
    """One entry of a catalogue; `both` is for bilingual documents where the two texts together don't read well."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    zh: str
    both: str | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """A label's texts by its key: `labels("total")` gives `("Total", "合计")`.

    The catalogue is looked up first, then schema field titles (`unit_price`, or qualified as
    `pricing_line.unit_price`), then titles of kinds. With `kind`, a plain field name means that kind's field; with
    `language` `zh+en`, an entry's `both` is used. Titles of `declared` fields are labels as those of the schema are.
    """

    catalogue: Mapping[str, Label]
    kind: str = ""
    language: str = ""
    declared: DeclaredFields = NO_FIELDS

    def __call__(self, key: str) -> tuple[str, str]:
        """The texts of `key` as (en, zh). Raises KeyError of a Message naming the nearest key."""
        if key in self.catalogue:
            return self._from_catalogue(key)
        titles = field_titles(self.kind, self.declared)
        if key in titles:
            return titles[key]
        if key in KINDS:
            return self.title_of(key)
        hint = suggest(key, (*self.catalogue, *titles))
        raise KeyError(message("library.no_label:near", label=key, hint=hint) if hint else _no_label(key))

    def title_of(self, kind: str) -> tuple[str, str]:
        """The title of a kind as (en, zh): from the catalogue, else from its record."""
        return self._from_catalogue(kind) if kind in self.catalogue else (KINDS[kind].title_en, KINDS[kind].title_zh)

    def _from_catalogue(self, key: str) -> tuple[str, str]:
        label = self.catalogue[key]
        stacked = label.both if self.language == "zh+en" else None
        return (stacked, stacked) if stacked is not None else (label.en, label.zh)

    def all_texts(self) -> Iterator[str]:
        """The text of every label, in all languages."""
        for label in self.catalogue.values():
            yield from (text for text in (label.en, label.zh, label.both) if text)
        for titles in field_titles(self.kind, self.declared).values():
            yield from titles
        if self.kind in KINDS:
            yield from self.title_of(self.kind)


def _no_label(key: str) -> Message:
    return message("library.no_label", label=key)


def read_catalogue(library: Layers) -> dict[str, Label]:
    """The labels of all layers, the topmost layer winning. Raises LibraryError with all problems."""
    catalogue: dict[str, Label] = {}
    problems: list[Finding] = []
    for layer in reversed(library.layers):
        catalogue.update(_layer_catalogue(library.alone(layer), library, problems))
    if problems:
        raise LibraryError(problems)
    return catalogue


def _layer_catalogue(layer: Layers, library: Layers, problems: list[Finding]) -> dict[str, Label]:
    catalogue: dict[str, Label] = {}
    first_seen: dict[str, str] = {}
    for path in layer.files("labels", ".yaml"):
        shown = library.shown(path)
        try:
            source = read_yaml(path, shown, layer.read(path))
            labels = checked(dict[str, Label], source)
        except LibraryError as error:
            problems.extend(error.findings)
            continue
        for key in labels.keys() & catalogue.keys():
            line = source.place((key,))[1]
            problems.append(Finding.of("library.label", label=key, first=first_seen[key]).at(shown, line, 1))
        catalogue |= labels
        first_seen |= dict.fromkeys(labels, shown)
    return catalogue


def field_titles(kind: str = "", declared: DeclaredFields = NO_FIELDS) -> Titles:
    """The titles of all schema fields by `field` and by `model.field`; with `kind`, that kind's fields come first.

    A plain field name means the outermost model that has it, in the order of the kinds; without `kind`, the fields that
    all documents share come first. The titles are cached on disk, since reading them loads all schemas.
    """
    return _field_titles(kind, declared, registered_kinds())


@lru_cache(maxsize=64)
def _field_titles(kind: str, declared: DeclaredFields, _: tuple[Kind, ...]) -> Titles:
    cache, key = Cache(default_folder("titles"), most=100), (code_state(), registered_digest(), kind, declared.digest)
    cached = cache.get(*key)
    if cached is None:
        titles = _read_titles(kind, declared)
        cache.put(titles, *key)
        cache.tidy()
        return titles
    return {key: (en, zh) for key, (en, zh) in cached.items()}


def _read_titles(kind: str, declared: DeclaredFields) -> dict[str, tuple[str, str]]:
    titles: dict[str, tuple[str, str]] = {}
    kinds = (model_for(name, declared) for name in sorted(KINDS, key=lambda known: known != kind))
    for root in kinds if kind else (Envelope, *kinds):
        for model in nested_models(root):
            owner = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower()
            for field, mark in marks_of_cached(model).items():
                titles.setdefault(field, (mark.en, mark.zh))
                titles.setdefault(f"{owner}.{field}", (mark.en, mark.zh))
    return titles
