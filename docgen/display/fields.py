"""Display fields: what they are, and the registry of them all.

A display field is computed for reading from the fields of its model, as the audience sees them. Each is one record;
nothing else lists them.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

from pydantic import BaseModel

from docgen.annotations import Field, fields_in, models_in
from docgen.audience import Audience, FormerTitles, Mark, View, marks_of_cached
from docgen.display.words import Words
from docgen.schemas.extension import retype

_MODULES: Mapping[str, str] = {
    "docgen.schemas.base": "docgen.display.document",
    "docgen.schemas.proposal": "docgen.display.proposal",
    "docgen.schemas.proposal_parts": "docgen.display.proposal",
    "docgen.schemas.proposal_terms": "docgen.display.proposal",
    "docgen.schemas.pricing": "docgen.display.pricing",
    "docgen.schemas.price_line": "docgen.display.pricing",
    "docgen.schemas.price_totals": "docgen.display.pricing",
    "docgen.schemas.minutes": "docgen.display.minutes",
    "docgen.schemas.minutes_parts": "docgen.display.minutes",
    "docgen.schemas.needs_analysis": "docgen.display.needs_analysis",
    "docgen.schemas.discovery": "docgen.display.needs_analysis",
    "docgen.schemas.decision_map": "docgen.display.needs_analysis",
    "docgen.schemas.screening": "docgen.display.screening",
    "docgen.schemas.lead_register": "docgen.display.lead_register",
    "docgen.schemas.lead": "docgen.display.lead_register",
    "docgen.schemas.lead_totals": "docgen.display.lead_register",
    "docgen.schemas.playbook": "docgen.display.playbook",
    "docgen.display.playbook": "docgen.display.playbook",
    "docgen.field_sheet.sheet": "docgen.field_sheet.display",
    "docgen.library.industries": "docgen.library.industry_display",
}
"""The module with the display fields of each module's models, imported with the first of them: a render of one kind
needs no other kind's schema."""


@dataclass(frozen=True, slots=True, eq=False)
class DisplayField:
    """A field computed for reading: its model, name, titles, description, sources, type and function.

    `sources` are names or paths of fields, from the model. `annotation` is a type as in a schema, of
    text, figures, models of a schema or of `display.items`. `compute(view, words)` takes the model's view.
    `formerly` are its titles before.
    """

    model: type[BaseModel]
    name: str
    en: str
    zh: str
    description: str
    sources: tuple[str, ...]
    annotation: Any
    compute: Callable[[Any, Words], Any]
    markdown: bool = False
    example: Any = None
    formerly: FormerTitles = ()

    @property
    def field(self) -> Field:
        """The field as annotations know it."""
        return Field(self.annotation, (), False, True)

    def steps(self, model: type[BaseModel]) -> tuple[tuple[type[BaseModel], str], ...]:
        """All fields that it is computed from, each with its model; of `model`, a subclass of the field's."""
        return tuple(step for source in self.sources for step in _steps(model, source))

    def needs(self, names: Set[str]) -> bool:
        """Whether a source is among these fields of the model, or in one of them."""
        return any(source.partition(".")[0] in names for source in self.sources)

    def mark(self, model: type[BaseModel] | None = None) -> Mark:
        """Titles, and the audiences that may read all sources; of `model`, a subclass of the field's."""
        steps = self.steps(model or self.model)
        readers = frozenset(Audience).intersection(*(marks_of_cached(owner)[name].audiences for owner, name in steps))
        return Mark(
            readers,
            self.en,
            self.zh,
            self.description,
            self.example,
            self.markdown,
            searched=False,
            formerly=self.formerly,
        )


def _steps(model: type[BaseModel], path: str) -> Iterator[tuple[type[BaseModel], str]]:
    """The fields along `path`, each with its model."""
    first, _, rest = path.partition(".")
    yield model, first
    if rest:
        yield from _steps(next(models_in(fields_in(model)[first].annotation)), rest)


@cache
def display_fields(model: type[BaseModel]) -> Mapping[str, DisplayField]:
    """The display fields of `model` by name, those of its base classes first."""
    found: dict[str, DisplayField] = {}
    for base in reversed(model.__mro__):
        if base.__module__ in _MODULES:
            records: tuple[DisplayField, ...] = import_module(_MODULES[base.__module__]).FIELDS
            for record in records:
                if record.model is base:
                    found[record.name] = replace(record, annotation=retype(record.annotation, model))
    return found


def item(model: type[BaseModel], **fields: Any) -> View:
    """A view of a small model made for reading."""
    return View(model.__name__, fields, model=model)
