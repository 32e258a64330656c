"""The objection playbook: its entries, the client's view of them, and the samples."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from docgen.audience import as_data, view_for
from docgen.loading import load_document
from docgen.redaction import redacted_values
from docgen.schemas.playbook import Objection, ObjectionCategory, Playbook

ROOT = Path(__file__).parent.parent
NAMES = ("manufacturing.zh", "services.en")


def sample(name: str = "manufacturing.zh") -> dict[str, Any]:
    """A sample as plain data, every scalar a string."""
    return YAML(typ="base", pure=True).load(ROOT / "samples" / f"playbook.{name}.yaml")


def entry(**changes: object) -> dict[str, Any]:
    return {**sample()["objections"][0], **changes}


def playbook(**changes: object) -> Playbook:
    return Playbook.model_validate({**sample(), **changes})


def problems_of(**changes: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        playbook(**changes)
    return [line for error in refused.value.errors() for line in str(error["ctx"]["error"]).splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_are_accepted_without_a_notice(name: str) -> None:
    loaded = load_document(ROOT / "samples" / f"playbook.{name}.yaml")
    assert isinstance(loaded.document, Playbook)
    assert loaded.notices == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_name_all_24_entries_of_the_library(name: str) -> None:
    held = {path.name.split(".")[0] for path in (ROOT / "templates" / "objections").glob("*.??.md")}
    assert len(sample(name)["include"]) == 24
    assert set(sample(name)["include"]) == held


def test_there_are_twelve_categories() -> None:
    assert len(ObjectionCategory) == 12


def test_a_playbook_without_entries_is_refused() -> None:
    assert problems_of(include=[], objections=[])[0].startswith("include: the playbook is empty")


def test_a_playbook_of_library_entries_alone_is_accepted() -> None:
    assert playbook(objections=[]).include[0] == "price-too-high"


def test_an_entry_named_twice_is_reported_at_its_place() -> None:
    twice = problems_of(include=["price-too-high", "no-budget", "price-too-high"], objections=[entry(), entry()])
    assert [problem.split(":")[0] for problem in twice] == ["include[2]", "objections[1].objection_id"]


def test_an_own_entry_may_not_take_the_id_of_an_included_one() -> None:
    assert problems_of(include=["spring-festival-window"])[0].startswith("objections[0].objection_id: ")


def test_a_next_review_before_the_date_is_refused() -> None:
    assert problems_of(next_review="2026-11-01")[0].startswith("next_review: 2026-11-01")


@pytest.mark.parametrize(
    "field", ["objection_id", "category", "verbatim", "underlying_concern", "steps", "proof", "client_answer", "owner"]
)
def test_an_entry_without_a_required_field_is_refused(field: str) -> None:
    data = entry()
    del data[field]
    with pytest.raises(ValidationError) as refused:
        Objection.model_validate(data)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_an_answer_without_any_proof_is_refused() -> None:
    with pytest.raises(ValidationError):
        Objection.model_validate(entry(proof=[]))


def test_a_success_rate_is_a_share_and_stays_exact() -> None:
    assert Objection.model_validate(entry(success_rate="0.10")).success_rate == Decimal("0.10")
    with pytest.raises(ValidationError, match=r"write 0\.56 for 56 %"):
        Objection.model_validate(entry(success_rate="56"))


def test_an_entry_that_is_overdue_or_unapproved_or_has_old_proof_is_noticed() -> None:
    old = [{"figure": "1:3", "source": "验收报告", "valid_until": "2026-01-31"}]
    found = playbook(objections=[entry(status="draft", review_by="2026-09-30", proof=old)]).notices()
    assert [(finding.code, finding.place) for finding in found] == [
        ("notice.objection_status", "objections[0]"),
        ("notice.objection_review", "objections[0]"),
        ("notice.proof_expired", "objections[0]"),
    ]


def test_an_entry_due_today_is_not_overdue() -> None:
    assert list(Objection.model_validate(entry(review_by="2026-11-02")).notices(date(2026, 11, 2))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_client_reads_no_script_rule_or_rate_that_is_internal(name: str) -> None:
    document = Playbook.model_validate(sample(name))
    shown = as_data(view_for("client", document))
    internal = {"internal_script", "concession_rules", "do_not_say", "usage", "success_rate"}
    assert internal.isdisjoint(shown["objections"][0])
    assert internal <= set(as_data(view_for("internal", document))["objections"][0])
    kept = [value for value in redacted_values(document) if isinstance(value, str)]
    assert len(kept) >= 4
    assert [value for value in kept if value in str(shown)] == []
