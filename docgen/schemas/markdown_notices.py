"""Notices about Markdown in a model's texts that isn't drawn as it was meant, each with its field's path."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import marks_of_cached
from docgen.errors import Finding
from docgen.richtext import notices_on


def markdown_notices(model: BaseModel, place: str = "") -> Iterator[Finding]:
    """The notices of all Markdown fields of `model`, of models inside it too; `place` is the model's own path."""
    for name, is_markdown in _fields(type(model)):
        value = getattr(model, name)
        path = f"{place}.{name}" if place else name
        if is_markdown and isinstance(value, str):
            yield from (replace(finding, place=path) for finding in notices_on(value))
        else:
            yield from _inside(value, path)


def _inside(value: Any, path: str) -> Iterator[Finding]:
    if isinstance(value, BaseModel):
        yield from markdown_notices(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _inside(item, f"{path}[{index}]")


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """The names of the fields that carry Markdown, or hold models, which may; and whether they are the former."""
    marks = marks_of_cached(model)
    return tuple(
        (name, marks[name].markdown)
        for name, field in fields_in(model).items()
        if not field.is_computed and (marks[name].markdown or any(models_in(field.annotation)))
    )
