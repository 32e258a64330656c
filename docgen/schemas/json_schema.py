"""JSON Schema of a document's kind, in which each number and date names its figure."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from docgen.annotations import fields_in
from docgen.schemas.base import Envelope
from docgen.schemas.figures import figure_of


class _WithFigures(GenerateJsonSchema):
    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        shown = super().model_schema(schema)
        for name, field in fields_in(schema["cls"]).items():
            figure = figure_of(field)
            if figure and name in shown.get("properties", {}):
                shown["properties"][name]["figure"] = figure.name
        return shown


def json_schema(model: type[Envelope]) -> dict[str, Any]:
    """The JSON Schema of `model`; `figure` says what a number or a date is: money, rate, quantity, number, count, …"""
    return model.model_json_schema(schema_generator=_WithFigures)
