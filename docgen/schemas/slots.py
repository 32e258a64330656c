"""Look up the schema at a path of a document: mark, types and nested models."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from docgen.annotations import Option, fields_in, options_of
from docgen.audience import Choice, Mark, marks_of_cached
from docgen.schemas.figures import Figure, figure_in

Step = str | int
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """The schema at a place in a document: the mark of the field, the types that it allows, what its figure means."""

    mark: Mark | None
    options: tuple[Any, ...]
    figure: Figure | None = None

    @property
    def models(self) -> tuple[type[BaseModel], ...]:
        """The models among the types."""
        return tuple(model for option in self.options if (model := Option(option).model))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Members of the `Choice` enums among the types."""
        enums = (option for option in self.options if Option(option).is_a(Choice))
        return tuple(member for enum in enums for member in enum)

    @property
    def words(self) -> tuple[str, ...]:
        """Allowed values of `Choice` enums and literals."""
        literals = (Option(option).words for option in self.options)
        return (*(member.value for member in self.choices), *(str(word) for words in literals for word in words))

    @property
    def item(self) -> "Slot | None":
        """The slot of the items, or None if no type is a list."""
        for option in self.options:
            if Option(option).is_list:
                return _slot_of(self.mark, options_of(Option(option).items[0]))
        return None

    def field(self, name: str) -> "Slot | None":
        """The slot of the field `name` of the models."""
        for model in self.models:
            if name in model.model_fields:
                return _slot_of(marks_of_cached(model)[name], fields_in(model)[name].options)
        return None


def _slot_of(mark: Mark | None, options: Sequence[Option]) -> Slot:
    figures = (figure_in(option.metadata) for option in options)
    return Slot(
        mark, tuple(option.annotation for option in options if not option.is_none), next(filter(None, figures), None)
    )


def slot_at(model: type[BaseModel], path: Sequence[Step]) -> Slot | None:
    """The slot at `path` of `model`, or None if there is no such field."""
    return _slot_at(model, tuple(0 if isinstance(step, int) else step for step in path))


@lru_cache(maxsize=4096)
def _slot_at(model: type[BaseModel], path: Path) -> Slot | None:
    slot: Slot | None = Slot(None, (model,))
    for step in path:
        if slot is None:
            return None
        slot = slot.item if isinstance(step, int) else slot.field(step)
    return slot


def normalise_title(text: str) -> str:
    """A name or title for comparison: NFKC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def clean_path(model: type[BaseModel], location: Sequence[Step], *, keep_last: bool) -> Path:
    """The path of a pydantic error without the names of union members. `keep_last`: the last step may be unknown."""
    path: Path = ()
    for number, step in enumerate(location, 1):
        longer = (*path, step)
        if slot_at(model, longer) is not None or (keep_last and number == len(location)):
            path = longer
    return path
