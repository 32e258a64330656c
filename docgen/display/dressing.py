"""Views with display fields, for engines: the dressed views of a render."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel

from docgen.audience import (
    Audience,
    Markdown,
    View,
    computed_of,
    fields_of,
    left_out_names,
    model_of,
    name_of,
    withheld_names,
)
from docgen.display.fields import DisplayField, display_fields
from docgen.display.words import Words


@dataclass(frozen=True, slots=True)
class _Split:
    """The display fields of a model for a view: those that it has, and names of those that it lacks."""

    fields: Mapping[str, DisplayField]
    withheld: frozenset[str]
    left_out: frozenset[str]


@dataclass(slots=True)
class _Display:
    """The display fields of a view."""

    fields: Mapping[str, DisplayField]
    words: Words
    names: Set[str]

    def value(self, view: View, name: str) -> Any:
        """Compute a display field."""
        field = self.fields[name]
        value = _dressed(field.compute(view, self.words), self.words)
        return Markdown(value) if field.markdown and isinstance(value, str) else value


def dress(
    names: Mapping[str, Any], label: Callable[[str], str], language: str, currency: str, audience: str
) -> dict[str, Any]:
    """`names` of a render, its views with display fields. `label` gives a label's text in the render's language.

    The given views aren't changed. Display fields are computed when first read.
    """
    dressed: dict[str, Any] = {}
    words = Words(label, language, currency, Audience(audience), dressed)
    dressed.update((name, _dressed(value, words)) for name, value in names.items())
    return dressed


def _dressed(value: Any, words: Words) -> Any:
    """`value` with display fields on its views; a view that has them, or has no model, stays as it is."""
    if value.__class__ is View:
        model = model_of(value)
        return value if model is None else _dressed_view(value, model, words)
    if value.__class__ is tuple or value.__class__ is list:
        items = cast("Sequence[Any]", value)
        if items and items[0].__class__ is View:
            return tuple(_dressed(item, words) for item in items)
    return value


def _dressed_view(view: View, model: type[BaseModel], words: Words) -> View:
    if computed_of(view) is not None:
        return view
    fields = {name: _dressed(value, words) for name, value in fields_of(view).items()}
    split = _split(model, withheld_names(view), left_out_names(view), words.audience)
    computed = _Display(split.fields, words, split.fields.keys())
    return View(name_of(view), fields, split.withheld, split.left_out, model, computed)


@lru_cache(maxsize=2048)
def _split(model: type[BaseModel], withheld: frozenset[str], left_out: frozenset[str], audience: Audience) -> _Split:
    """Display fields by whether the view has all their sources."""
    shown: dict[str, DisplayField] = {}
    hidden, lacking = set(withheld), set(left_out)
    for name, field in display_fields(model).items():
        if field.needs(left_out):
            lacking.add(name)
        elif field.needs(withheld) or not audience.may_read(field.mark(model)):
            hidden.add(name)
        else:
            shown[name] = field
    return _Split(shown, frozenset(hidden), frozenset(lacking))
