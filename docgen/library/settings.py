"""Read library.yaml and people.yaml: the library's name and version, its approval rules, its people."""

import unicodedata
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from docgen.errors import Finding, LibraryError
from docgen.library.layers import Layers
from docgen.library.source import Source, checked, parse_yaml, read_text
from docgen.schemas.base import Text

SETTINGS, PEOPLE = "library.yaml", "people.yaml"


def folded_name(name: str) -> str:
    """A person's name without case, width and spaces, for comparison."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class Role(StrEnum):
    """A person's role in the company."""

    rep = "rep"
    manager = "manager"
    director = "director"
    legal = "legal"
    finance = "finance"


class ApprovalRules(BaseModel):
    """Who may approve an entry, and how long after its review was due it may still go to clients."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    second_person: bool = True
    roles: tuple[Role, ...] = Field(default=(Role.manager, Role.director, Role.legal), min_length=1)
    overdue_days: NonNegativeInt = 30

    @property
    def overdue(self) -> timedelta:
        """How long an entry may be used after its review was due."""
        return timedelta(days=self.overdue_days)


class LibrarySettings(BaseModel):
    """The content of a layer's library.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: str
    version: str
    approval: ApprovalRules = ApprovalRules()


class Person(BaseModel):
    """A person in people.yaml; `also` lists other spellings of the name. Other keys (e-mail, …) are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text
    role: Role
    also: tuple[Text, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether `name` is one of the person's names, ignoring case, width and spaces."""
        return folded_name(name) in map(folded_name, (self.name, *self.also))


class _People(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    people: tuple[Person, ...] = Field(min_length=1)


def read_settings(layer: Layers, shown: str) -> LibrarySettings | None:
    """The settings in one layer's library.yaml; None if there is none. Raises LibraryError if it is invalid."""
    path = layer.find(SETTINGS)
    return None if path is None else _parse_settings(read_text(path, shown, layer.read(path)), shown)


@lru_cache(maxsize=16)
def _parse_settings(text: str, shown: str) -> LibrarySettings:
    return checked(LibrarySettings, parse_yaml(text, shown))


def approval_rules(library: Layers) -> ApprovalRules:
    """The rules of the topmost layer, the company's. Raises LibraryError if its library.yaml is invalid."""
    layer = library.layers[0]
    settings = read_settings(library.alone(layer), library.shown(layer / SETTINGS))
    return settings.approval if settings else ApprovalRules()


def read_people(library: Layers) -> tuple[Person, ...]:
    """The people in the topmost people.yaml; empty if there is none or it has only comments.

    Raises LibraryError if it is invalid or two people share a name.
    """
    path = library.find(PEOPLE)
    if path is None:
        return ()
    shown = library.shown(path)
    text = read_text(path, shown, library.read(path))
    if all(line.strip() in ("", "---") or line.lstrip().startswith("#") for line in text.splitlines()):
        return ()
    source = parse_yaml(text, shown)
    people = checked(_People, source).people
    _check_names(people, source)
    return people


def _check_names(people: tuple[Person, ...], source: Source) -> None:
    seen: set[str] = set()
    for number, person in enumerate(people):
        for name in (person.name, *person.also):
            if folded_name(name) in seen:
                file, line = source.place(("people", number))
                raise LibraryError(Finding.of("library.people", name=name).at(file, line, 1, f"people[{number}]"))
        seen |= {folded_name(name) for name in (person.name, *person.also)}
