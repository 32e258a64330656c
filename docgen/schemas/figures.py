"""Types of numbers and dates: money, price, rate, quantity, number, count, date. JSON Schema that names them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, NaiveDatetime, NonNegativeInt
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from docgen.annotations import Field, fields_in, iter_types
from docgen.messages import MessageError


@dataclass(frozen=True, slots=True)
class Figure:
    """What a number or date means, and its template filter. `is_plain`: it prints well without the filter."""

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
        raise MessageError("value.float", found=repr(value))
    return value


def _as_rate(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise MessageError("value.rate", found=value, rate=value / 100)
    return value


Exact = Annotated[Decimal, BeforeValidator(_refuse_float)]
"""A decimal that is not made from a float. A field's type also needs a `Figure`."""

Money = Annotated[Exact, MONEY]
"""A sum of money in the document's currency."""

Percentage = Annotated[Exact, RATE]
"""A share of any size and sign, as a fraction: -0.03 is -3 %."""

Rate = Annotated[Percentage, AfterValidator(_as_rate)]
"""A share from 0 to 1: 0.13 is 13 %."""

Number = Annotated[Exact, NUMBER]
"""A number without a unit, or with its unit in another field: a score, an agreed value."""

Count = Annotated[NonNegativeInt, COUNT]
"""How many."""

Date = Annotated[dt.date, DATE]
"""A day."""

DateTime = Annotated[NaiveDatetime, DATETIME]
"""A day and a local time."""


def figure_in(metadata: Iterable[Any]) -> Figure | None:
    """The `Figure` in the metadata of an annotation, or None."""
    return next((extra for extra in metadata if isinstance(extra, Figure)), None)


def figure_of(field: Field) -> Figure | None:
    """The `Figure` of a field or of its list's items; None if it is not a number or date."""
    found = (figure_in(option.metadata) for option in iter_types(field.annotation, field.metadata))
    return next(filter(None, found), None)


class _FigureSchema(GenerateJsonSchema):
    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        json = super().model_schema(schema)
        for name, field in fields_in(schema["cls"]).items():
            figure = figure_of(field)
            if figure and name in json.get("properties", {}):
                json["properties"][name]["figure"] = figure.name
        return json


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema of `model`. `figure` names the type of a number or date: money, rate, quantity, number, count, …"""
    return model.model_json_schema(schema_generator=_FigureSchema)
