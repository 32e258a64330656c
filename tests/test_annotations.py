"""Inspection of annotations; every number and date of a schema has a type with a Figure."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, NaiveDatetime, computed_field

import docgen
from docgen.annotations import Option, fields_in, iter_types, models_in, nested_models, options_of
from docgen.audience import MarkedModel
from docgen.field_sheet.sheet import FieldSheet
from docgen.library.industries import Industry
from docgen.schemas import KINDS, model_for
from docgen.schemas.figures import DATE, DATETIME, MONEY, PRICE, RATE, Figure, Money, Percentage, Rate, figure_of
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case
from docgen.templating.language import make_environment

ROOT = Path(__file__).parent.parent
ROOTS = [*(model_for(kind) for kind in KINDS), FieldSheet, Industry, LegalBlock, Objection, Case]
NUMBERS_AND_DATES = (Decimal, int, float, dt.date)


class Inner(BaseModel):
    cost: Money | None = None


class Outer(BaseModel):
    one: Annotated[Inner | None, "outside"] = None
    many: tuple[Inner, ...]
    by_name: dict[str, list[Annotated[Inner, "deep"]]]
    word: Literal["a", "b"] | None = None
    when: NaiveDatetime | None = None

    @computed_field
    @property
    def total(self) -> Annotated[Money | None, "computed"]:
        return None


def models() -> list[type[BaseModel]]:
    return sorted({model for root in ROOTS for model in nested_models(root)}, key=lambda model: model.__name__)


def marked(base: type[MarkedModel]) -> Iterator[type[MarkedModel]]:
    for model in base.__subclasses__():
        yield model
        yield from marked(model)


def without_figure(model: type[BaseModel]) -> list[str]:
    """Number and date fields, or lists of them, without a Figure."""
    return [
        f"{model.__name__}.{name}"
        for name, field in fields_in(model).items()
        for option in iter_types(field.annotation, field.metadata)
        if any(option.is_a(known) for known in NUMBERS_AND_DATES) and not option.is_a(bool)
        if len([extra for extra in option.metadata if isinstance(extra, Figure)]) != 1
    ]


def test_every_number_and_date_of_every_schema_says_once_what_it_is() -> None:
    assert [problem for model in models() for problem in without_figure(model)] == []


def test_models_that_no_document_leads_to_say_it_too() -> None:
    for path in (ROOT / "docgen").rglob("*.py"):
        if re.search(r"^class \w+\(.*MarkedModel", path.read_text(encoding="utf-8"), re.MULTILINE):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    ours = [model for model in marked(MarkedModel) if model.__module__.startswith("docgen.")]
    assert [problem for model in ours for problem in without_figure(model)] == []


def test_a_number_without_a_figure_and_one_with_two_are_found() -> None:
    class Forgotten(BaseModel):
        plain: Decimal
        listed: tuple[int | None, ...] = ()
        both: Annotated[Money, RATE] | None = None
        said: Money
        yes: bool = True

    assert without_figure(Forgotten) == ["Forgotten.plain", "Forgotten.listed", "Forgotten.both"]


def test_a_figure_s_filter_is_one_that_templates_have() -> None:
    found = {figure_of(field) for model in models() for field in fields_in(model).values()} - {None}
    filters = {figure.filter for figure in found if figure and figure.filter}
    assert filters <= set(make_environment().filters)
    assert {"money", "price", "percent", "number", "date", "datetime"} == filters


def test_the_fields_of_a_model_come_with_their_options_and_metadata() -> None:
    fields = fields_in(Outer)
    assert list(fields) == ["one", "many", "by_name", "word", "when", "total"]
    assert [option.annotation for option in fields["one"].options] == [Inner, type(None)]
    assert fields["one"].options[0].metadata == ("outside",)
    assert [name for name, field in fields.items() if field.is_required] == ["many", "by_name"]
    assert [name for name, field in fields.items() if field.is_computed] == ["total"]
    assert fields["total"].metadata == ("computed",)
    assert figure_of(fields["total"]) is MONEY


def test_options_see_through_annotated_unions_and_pydantic_s_dates() -> None:
    assert options_of(Annotated[Annotated[int, "in"] | None, "out"]) == (
        Option(int, ("in", "out")),
        Option(type(None), ("out",)),
    )
    assert options_of(NaiveDatetime)[0].annotation is dt.datetime
    assert options_of(Literal["a", "b"])[0].words == ("a", "b")
    assert options_of(Literal["a", "b"])[0].items == ()


def test_models_are_found_in_lists_and_dicts_each_once_below_a_root() -> None:
    assert list(models_in(fields_in(Outer)["by_name"].annotation)) == [Inner]
    assert nested_models(Outer) == (Outer, Inner)
    deep = [option for option in iter_types(fields_in(Outer)["by_name"].annotation) if option.model]
    assert deep[0].metadata == ("deep",)


@pytest.mark.parametrize(
    ("path", "figure"),
    [
        ("Envelope.date", DATE),
        ("Minutes.time", DATETIME),
        ("PriceLine.unit_price", PRICE),
        ("PriceLine.tax_rate", RATE),
        ("Totals.payable", MONEY),
        ("Roi.cumulative", MONEY),
    ],
)
def test_a_field_s_figure_is_read_from_its_type(path: str, figure: Figure) -> None:
    owner, name = path.split(".")
    model = next(found for found in marked(MarkedModel) if found.__name__ == owner)
    assert figure_of(fields_in(model)[name]) is figure


def test_a_rate_is_a_percentage_from_0_to_1() -> None:
    class Shares(BaseModel):
        rate: Rate = Decimal(0)
        change: Percentage = Decimal(0)

    assert Shares(change=Decimal("-0.03")).change == Decimal("-0.03")
    with pytest.raises(ValueError, match=r"13 is not a rate; write 0.13 for 13 %"):
        Shares(rate=Decimal(13))


@pytest.mark.parametrize("kind", KINDS)
def test_the_json_schema_names_the_figure_of_each_number_and_date(kind: str) -> None:
    schema = docgen.schema(kind)
    shown = {kind: schema, **schema["$defs"]}
    known = {model.__name__: model for model in nested_models(model_for(kind))}
    known[kind] = model_for(kind)
    for name, described in shown.items():
        for field, properties in described.get("properties", {}).items():
            assert properties.get("figure") == name_of(known[name], field), f"{name}.{field}"


def name_of(model: type[BaseModel], field: str) -> str | None:
    figure = figure_of(fields_in(model)[field])
    return figure.name if figure else None


def test_no_other_module_walks_annotations_of_models() -> None:
    tools = re.compile(r"\bget_args\b|\bget_origin\b|__metadata__|model_computed_fields\[")
    files = (ROOT / "docgen").rglob("*.py")
    walkers = {path.relative_to(ROOT).as_posix() for path in files if tools.search(path.read_text(encoding="utf-8"))}
    assert walkers == {"docgen/annotations.py"}
