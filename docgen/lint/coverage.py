"""Turns the fields that the templates of a kind read into the required fields that none of them prints."""

from collections.abc import Iterator

from docgen.annotations import fields_in, nested_models
from docgen.lint.context import schema_of


def required_fields(kind: str) -> Iterator[tuple[str, str]]:
    """The fields that a document of `kind` must give, as (model, field), those of inner models where they are given."""
    for model in nested_models(schema_of(kind)):
        yield from ((model.__name__, name) for name, field in fields_in(model).items() if field.is_required)


def unprinted(kind: str, used: set[tuple[str, str]]) -> Iterator[str]:
    """The required fields of `kind` that are not among `used`, as `Model.field`, and only the outermost of nested ones.

    A model that no template reaches is told by the field that leads to it.
    """
    reached = {model for model, _ in used}
    for model, name in required_fields(kind):
        if model in reached and (model, name) not in used:
            yield f"{model}.{name}"
