"""Audiences: marks are fail-closed, views contain nothing else, and the list of all fields is reviewed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, get_args

import pytest
from conftest import KINDS, SAMPLES, loaded
from pydantic import BaseModel, computed_field

from docgen.audience import (
    Audience,
    Choice,
    Mark,
    MarkedModel,
    View,
    as_data,
    client,
    fields_of,
    internal,
    marks_of,
    view_for,
)
from docgen.library.industries import Industry
from docgen.redaction import redacted_values
from docgen.schemas import model_for
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case


class Role(Choice):
    """A choice with an internal member."""

    user = "user", "User", "使用者"
    blocker = "blocker", "Blocker", "反对者", True


class Person(MarkedModel):
    """A model with internal fields."""

    name: Annotated[str, client("Name", "姓名", "The name.", "周敏", markdown=True)]
    support: Annotated[str | None, internal("Support", "支持度", "How far.", "hostile")] = None
    roles: Annotated[tuple[Role, ...], client("Roles", "角色", "The roles.", ["user"])] = ()
    main_role: Annotated[Role | None, client("Main role", "主要角色", "The first.", "user")] = None

    @computed_field
    @property
    def secret_length(self) -> Annotated[int, internal("Length", "长度", "Of support.", 7)]:
        return len(self.support or "")


class Group(MarkedModel):
    """A model with nested models and a floor price."""

    people: Annotated[tuple[Person, ...], client("People", "人员", "All.", [])]
    floor: Annotated[Decimal, internal("Floor", "底价", "The least.", "3.10")]


GROUP = Group(
    people=(Person(name="周敏", support="hostile", roles=("user", "blocker")), Person(name="A", main_role="blocker")),
    floor=Decimal("3.10"),
)


def test_a_client_view_has_no_internal_field_and_an_internal_view_has_all() -> None:
    assert set(fields_of(view_for("client", GROUP))) == {"people"}
    assert set(fields_of(view_for("internal", GROUP))) == {"people", "floor"}
    assert view_for("internal", GROUP).people[0].secret_length == 7


def test_internal_values_of_a_choice_are_dropped_and_items_that_have_one_go_whole() -> None:
    people = view_for("client", GROUP).people
    assert [person.name for person in people] == ["周敏"]
    assert people[0].roles == (Role.user,)


def test_redacted_values_are_listed() -> None:
    assert redacted_values(GROUP) == ("hostile", Role.blocker, 7, "A", Role.blocker, 0, Decimal("3.10"))


def test_a_view_is_read_only_and_knows_its_fields_only() -> None:
    view = view_for("client", GROUP)
    with pytest.raises(AttributeError):
        view.people = ()
    with pytest.raises(AttributeError, match="no `model_dump` on Group"):
        view.model_dump  # noqa: B018


@pytest.mark.parametrize(
    ("annotation", "problem"),
    [
        (str, "0 marks"),
        (Annotated[str, client("", "", "", "")] | None, "nested"),
        (tuple[Annotated[str, client("", "", "", "")], ...], "nested"),
        (Annotated[str, client("", "", "", ""), internal("", "", "", "")], "2 marks"),
    ],
)
def test_a_field_without_exactly_one_mark_of_its_own_stops_the_import(annotation: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        type("Wrong", (MarkedModel,), {"__annotations__": {"field": annotation}, "__module__": __name__})


def test_a_computed_field_without_a_mark_stops_the_import() -> None:
    with pytest.raises(TypeError, match="0 marks"):

        class Wrong(MarkedModel):
            @computed_field
            @property
            def total(self) -> int:
                return 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_client_view_of_a_sample_holds_no_internal_field_at_any_depth(sample: Any) -> None:
    document = loaded(sample)
    internal_names = {line.split()[0] for line in _listing(document.kind, type(document)) if line.endswith("internal")}
    client_names = {line.split()[0] for line in _listing(document.kind, type(document)) if line.endswith("client")}
    shown = set(_paths(document.kind, view_for(Audience.CLIENT, document)))
    assert shown & internal_names == set()
    assert shown <= client_names
    assert as_data(view_for("client", document)) != as_data(view_for("internal", document))


def test_every_field_is_listed_with_its_reader(golden: Any) -> None:
    models = [(kind, model_for(kind)) for kind in KINDS] + [
        ("case", Case),
        ("industry", Industry),
        ("legal", LegalBlock),
        ("objection", Objection),
    ]
    golden("audience.txt", "\n".join(line for name, model in models for line in _listing(name, model)) + "\n")


def _listing(path: str, model: type[BaseModel]) -> Iterator[str]:
    for name, mark in marks_of(model).items():
        info = model.model_fields.get(name)
        annotation = info.annotation if info else model.model_computed_fields[name].return_type
        many = "[]" if "tuple" in str(annotation) else ""
        here = f"{path}.{name}{many}"
        yield f"{here}{'' if info else ' ='}  {mark.audiences_text}"
        for inner in _models(annotation):
            yield from _listing(here, inner)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        if not isinstance(part, Mark):
            yield from _models(part)


def _paths(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, View):
        for name, item in fields_of(value).items():
            many = "[]" if isinstance(item, tuple) else ""
            yield f"{path}.{name}{many}"
            yield from _paths(f"{path}.{name}{many}", item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _paths(path, item)
