"""Entries of the library are found for a document of any kind, by the fields that its record names."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import pytest
from conftest import ROOT, registered

import docgen
from docgen.audience import Audience, client
from docgen.errors import LibraryError
from docgen.library import find_objection, open_library
from docgen.schemas.base import Envelope, Text
from docgen.schemas.playbook import Objection
from docgen.sources import find_entries

DAY = date(2026, 11, 24)


class Agreement(Envelope):
    """A kind that docgen does not have."""

    kind: Annotated[Literal["agreement"], client("Kind", "类型", "agreement.", "agreement")] = "agreement"
    legal: Annotated[tuple[Text, ...], client("Clauses", "条款", "Ids of clauses.", [])] = ()
    cases: Annotated[tuple[Text, ...], client("Cases", "案例", "Ids of cases.", [])] = ()
    objections: Annotated[tuple[Text | Objection, ...], client("Objections", "疑虑", "Ids, or entries.", [])] = ()


class Note(Envelope):
    """A kind in which such a name means something else."""

    kind: Annotated[Literal["note"], client("Kind", "类型", "note.", "note")] = "note"
    cases: Annotated[Text | None, client("Cases", "情况", "In one sentence.", "")] = None


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    named = {name: name for name in ("legal", "cases", "objections")}
    of_agreements = docgen.Kind(
        name="agreement", schema=Agreement, title_en="Agreement", title_zh="协议", order=70, entries=named
    )
    of_notes = docgen.Kind(name="note", schema=Note, title_en="Note", title_zh="便笺", order=80)
    with registered(of_agreements), registered(of_notes):
        yield


def envelope() -> dict[str, object]:
    minutes = docgen.load(ROOT / "samples/minutes.services.en.yaml")
    return {name: getattr(minutes, name) for name in Envelope.model_fields}


def agreement(**fields: object) -> Agreement:
    return Agreement.model_validate({**envelope(), **fields})


def test_a_new_kind_gets_the_entries_that_its_record_says_its_fields_name():
    own = next(iter(docgen.load(ROOT / "samples/playbook.services.en.yaml").objections), None)
    given = ("price-too-high", own) if own else ("price-too-high",)
    document = agreement(legal=("confidentiality",), cases=("svc-lakeside-hotels",), objections=given)
    found = find_entries(open_library(), document, Audience.CLIENT, DAY)

    assert len(found.names["legal"]) == 1
    assert len(found.names["cases"]) == 1
    assert (
        found.names["objections"][0].verbatim
        == find_objection(open_library(), "price-too-high", "services", "en").verbatim
    )
    assert len(found.names["objections"]) == len(given)
    assert len({used.split()[0] for used in found.used}) == 4  # the industry, and one each


@pytest.mark.parametrize("field", ["legal", "cases", "objections"])
def test_an_unknown_id_of_a_new_kind_is_refused_by_name(field: str):
    with pytest.raises(LibraryError, match="no-such-entry"):
        find_entries(open_library(), agreement(**{field: ("no-such-entry",)}), Audience.CLIENT, DAY)


def test_a_field_that_the_record_does_not_name_names_no_entries():
    document = Note.model_validate({**envelope(), "cases": "Two open, one closed."})

    assert find_entries(open_library(), document, Audience.CLIENT, DAY).names["cases"] == ()
