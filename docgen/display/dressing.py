"""Views with display fields, for engines: the dressed views of a render."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import (
    Audience,
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

_Variant = tuple[type[BaseModel] | None, frozenset[str], frozenset[str]]
"""What views with the same display fields have in common: their model, what is withheld, what is left out."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What dressing does to a view of a model: the display fields that it gets, names of those that it lacks (withheld,
    left out), and the fields that may hold views.
    """

    fields: Mapping[str, DisplayField]
    lacking: tuple[frozenset[str], frozenset[str]]
    nested: tuple[str, ...]


@dataclass(slots=True)
class _Display:
    """The display fields of the views with the same plan."""

    plan: _Plan
    dresser: "_Dresser"
    names: Set[str]

    def value(self, view: View, name: str) -> Any:
        """Compute a display field."""
        return self.dresser.dressed(self.plan.fields[name].compute(view, self.dresser.words))


def dress(
    names: Mapping[str, Any], label: Callable[[str], str], language: str, currency: str, audience: str
) -> dict[str, Any]:
    """`names` of a render, its views with display fields. `label` gives a label's text in the render's language.

    The given views aren't changed. Display fields are computed when first read.
    """
    dressed: dict[str, Any] = {}
    dresser = _Dresser(Words(label, language, currency, Audience(audience), dressed))
    dressed.update((name, dresser.dressed(value)) for name, value in names.items())
    return dressed


class _Dresser:
    """Adds display fields to views. A render has hundreds of views, most of them alike."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._displays: dict[_Variant, _Display | None] = {}

    def dressed(self, value: Any) -> Any:
        """`value` with display fields on its views; a view that has them, or has no model, stays as it is."""
        kind = value.__class__
        if kind is View:
            return self._view(value)
        if kind is tuple and value and value[0].__class__ is View:
            return tuple([self._view(item) for item in value])
        return value

    def _view(self, view: View) -> View:
        if computed_of(view) is not None:
            return view
        variant = model_of(view), withheld_names(view), left_out_names(view)
        try:
            display = self._displays[variant]
        except KeyError:
            display = self._displays[variant] = self._display(*variant)
        if display is None:
            return view
        plan, fields = display.plan, fields_of(view)
        nested = {name: self.dressed(fields[name]) for name in plan.nested if fields.get(name)}
        return View(name_of(view), {**fields, **nested}, *plan.lacking, variant[0], display)

    def _display(
        self, model: type[BaseModel] | None, withheld: frozenset[str], left_out: frozenset[str]
    ) -> _Display | None:
        """The display fields of a variant of views; None if such a view stays as it is."""
        if model is None:
            return None
        plan = _plan(model, withheld, left_out, self.words.audience)
        is_plain = not plan.fields and not plan.nested and plan.lacking == (withheld, left_out)
        return None if is_plain else _Display(plan, self, plan.fields.keys())


@lru_cache(maxsize=1024)
def _plan(model: type[BaseModel], withheld: frozenset[str], left_out: frozenset[str], audience: Audience) -> _Plan:
    """The display fields by whether a view has all their sources."""
    shown: dict[str, DisplayField] = {}
    hidden, lacking = set(withheld), set(left_out)
    for name, field in display_fields(model).items():
        if field.needs(left_out):
            lacking.add(name)
        elif field.needs(withheld) or not audience.may_read(field.mark(model)):
            hidden.add(name)
        else:
            shown[name] = field
    nested = (name for name, field in fields_in(model).items() if any(models_in(field.annotation)))
    return _Plan(shown, (frozenset(hidden), frozenset(lacking)), tuple(nested))
