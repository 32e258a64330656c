"""Turns the fields that the templates of a kind read into the required fields that none of them prints."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from docgen.audience import marks_of_cached
from docgen.lint.context import schema_of


@cache
def models_below(root: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """`root` and every model that its fields lead to, each once."""
    queue = [root]
    for model in queue:
        kinds = [info.annotation for info in model.model_fields.values()]
        kinds += [computed.return_type for computed in model.model_computed_fields.values()]
        found = dict.fromkeys(inner for kind in kinds for inner in _models_in(kind))
        queue += [inner for inner in found if inner not in queue]
    return tuple(queue)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _models_in(part)


def required_fields(kind: str) -> Iterator[tuple[str, str]]:
    """The fields that a document of `kind` must give, as (model, field), those of inner models where they are given."""
    for model in models_below(schema_of(kind)):
        for name in marks_of_cached(model):
            info = model.model_fields.get(name)
            if info is not None and info.is_required():
                yield model.__name__, name


def unprinted(kind: str, used: set[tuple[str, str]]) -> Iterator[str]:
    """The required fields of `kind` that are not among `used`, as `Model.field`, and only the outermost of nested ones.

    A model that no template reaches is told by the field that leads to it.
    """
    reached = {model for model, _ in used}
    for model, name in required_fields(kind):
        if model in reached and (model, name) not in used:
            yield f"{model}.{name}"
