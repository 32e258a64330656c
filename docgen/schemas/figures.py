"""What a number or a date of a document is, said by its type: money, a rate, a quantity, a count, a date."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, NaiveDatetime, NonNegativeInt
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from docgen.annotations import Field, fields_in, iter_types


@dataclass(frozen=True, slots=True)
class Figure:
    """What a field's value is, and the template filter that prints it; `is_plain`: it prints well without one too."""

    name: str
    filter: str
    is_plain: bool = False


MONEY = Figure("money", "money")
PRICE = Figure("money", "price")
RATE = Figure("rate", "percent")
QUANTITY = Figure("quantity", "number")
NUMBER = Figure("number", "number")
COUNT = Figure("count", "", is_plain=True)
DATE = Figure("date", "date", is_plain=True)
DATETIME = Figure("datetime", "datetime", is_plain=True)


def _refuse_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float, which can't hold a figure exactly; write it as a string")
    return value


def _as_rate(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not a rate; write {value / 100} for {value} %")
    return value


Exact = Annotated[Decimal, BeforeValidator(_refuse_float)]
"""A decimal that no float was turned into; it is no type for a field until a Figure says what it is."""

Money = Annotated[Exact, MONEY]
"""A sum of money in the document's currency."""

Percentage = Annotated[Exact, RATE]
"""A share of any size, as a fraction: -0.03 is -3 %."""

Rate = Annotated[Percentage, AfterValidator(_as_rate)]
"""A share from 0 to 1: 0.13 is 13 %."""

Number = Annotated[Exact, NUMBER]
"""A figure whose unit stands elsewhere, or that has none: a score, an agreed value beside its `unit`."""

Count = Annotated[NonNegativeInt, COUNT]
"""How many."""

Date = Annotated[dt.date, DATE]
"""A day."""

DateTime = Annotated[NaiveDatetime, DATETIME]
"""A day and a time, local."""


def figure_in(metadata: Iterable[Any]) -> Figure | None:
    """The figure that metadata of an annotation names; None if it names none."""
    return next((extra for extra in metadata if isinstance(extra, Figure)), None)


def figure_of(field: Field) -> Figure | None:
    """What a field's value is, or the items of its list; None if it is no figure and no date."""
    found = (figure_in(option.metadata) for option in iter_types(field.annotation, field.metadata))
    return next(filter(None, found), None)


class _WithFigures(GenerateJsonSchema):
    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        shown = super().model_schema(schema)
        for name, field in fields_in(schema["cls"]).items():
            figure = figure_of(field)
            if figure and name in shown.get("properties", {}):
                shown["properties"][name]["figure"] = figure.name
        return shown


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of `model`; `figure` says what a number or a date is: money, rate, quantity, number, count, …"""
    return model.model_json_schema(schema_generator=_WithFigures)
