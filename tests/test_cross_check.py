"""Files that are checked together are compared: minutes with the proposals that they rest on."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT
from ruamel.yaml import YAML

import docgen
from docgen.cli import cli


def sample(name: str) -> dict[str, Any]:
    return YAML(typ="base").load((ROOT / f"samples/{name}.yaml").read_text(encoding="utf-8"))


def findings(tmp_path: Path, *documents: dict[str, Any]) -> list[docgen.Finding]:
    """What comparing the documents adds to checking each by itself."""
    paths = [tmp_path / f"{number}.json" for number in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    alone = {finding for path in paths for finding in docgen.check(path)}
    return [finding for finding in docgen.check_together(paths) if finding not in alone]


@pytest.fixture
def minutes() -> dict[str, Any]:
    return copy.deepcopy(sample("minutes.services.en"))


@pytest.fixture
def proposal() -> dict[str, Any]:
    return copy.deepcopy(sample("proposal.services.en"))


def test_minutes_beside_their_own_proposal_get_no_further_notice(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    assert findings(tmp_path, minutes, proposal) == []
    assert findings(tmp_path, proposal, minutes) == []


def test_the_shipped_samples_agree_with_each_other() -> None:
    paths = [ROOT / f"samples/{kind}.manufacturing.zh.yaml" for kind in ("minutes", "needs_analysis", "proposal")]
    alone = [finding for path in paths for finding in docgen.check(path)]
    assert list(docgen.check_together(paths)) == alone


def test_a_name_in_two_languages_is_the_same_partys_name() -> None:
    names = ("minutes.manufacturing.zh+en", "proposal.manufacturing.zh")
    found = docgen.check_together([ROOT / f"samples/{name}.yaml" for name in names])
    assert not [finding for finding in found if finding.code == "notice.other_party"]


def test_without_a_proposal_nothing_is_compared(tmp_path: Path, minutes: dict[str, Any]) -> None:
    minutes["basis"][0]["doc_id"] = "PR-2031-0001"
    assert findings(tmp_path, minutes) == []
    assert findings(tmp_path, minutes, sample("needs_analysis.services.en")) == []


def test_a_proposal_that_is_not_there_is_named_with_what_is(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    minutes["basis"][0] |= {"doc_id": "PR-2031-0001", "version": "3.2"}
    (finding,) = [found for found in findings(tmp_path, minutes, proposal) if found.place.startswith("basis[0]")]
    assert (finding.code, finding.severity, finding.place) == ("notice.basis_unknown", "warning", "basis[0].doc_id")
    assert finding.file.endswith("0.json")
    assert finding.line == 1
    assert finding.as_data()["values"] == {"doc_id": "PR-2031-0001", "version": "3.2", "there": "PR-2026-0093 1.0"}
    assert "no PR-2031-0001 3.2 among the files checked together; there is PR-2026-0093 1.0" in finding.message


def test_a_second_proposal_that_is_not_there_is_named_too(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    minutes["basis"].append({"doc_id": "PR-2026-0094", "version": "1.0", "title": "Another"})
    assert [found.place for found in findings(tmp_path, minutes, proposal)] == ["basis[2].doc_id"]


def test_the_same_proposal_in_another_version_is_reported(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    minutes["basis"][0]["version"] = "1.1"
    (finding,) = findings(tmp_path, proposal, minutes)
    assert (finding.code, finding.place) == ("notice.basis_version", "basis[0].version")
    assert "PR-2026-0093 1.1; the file checked with them is version 1.0" in finding.message


@pytest.mark.parametrize("party", ["client", "seller"])
def test_another_party_is_reported(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any], party: str
) -> None:
    proposal[party]["full_name"] = "Elsewhere Ltd"
    (finding,) = findings(tmp_path, minutes, proposal)
    assert (finding.code, finding.place) == ("notice.other_party", f"{party}.full_name")
    assert "Elsewhere Ltd in PR-2026-0093 1.0" in finding.message


@pytest.mark.parametrize(
    ("unit", "other"),
    [("EUR before VAT", True), ("€", True), ("美元", True), ("GBP", False), ("£ a year", False), ("seats", False)],
)
def test_a_figure_in_another_currency_is_reported(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any], unit: str, other: bool
) -> None:
    minutes["agreed"][0]["unit"] = unit
    assert [found.code for found in findings(tmp_path, minutes, proposal)] == ["notice.other_currency"] * other


def test_a_file_that_can_not_be_read_does_not_keep_the_others_from_being_compared(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    minutes["basis"][0]["version"] = "1.1"
    found = findings(tmp_path, minutes, proposal, {"kind": "proposal"})
    assert [finding.code for finding in found] == ["notice.basis_version"]


def test_the_command_line_compares_what_it_checks(
    tmp_path: Path, minutes: dict[str, Any], proposal: dict[str, Any]
) -> None:
    minutes["basis"][0]["version"] = "2.0"
    for name, document in (("m.json", minutes), ("p.json", proposal)):
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "m.json"), str(tmp_path / "p.json")])
    assert done.exit_code == 0
    assert "is version 1.0" in done.output


@pytest.mark.parametrize(("side", "words"), [(None, "no side has signed"), ("client", "nobody of the seller's side")])
def test_accepted_minutes_that_a_side_has_not_signed_are_reported(
    tmp_path: Path, minutes: dict[str, Any], side: str | None, words: str
) -> None:
    minutes["status"] = "accepted"
    for signature in minutes["signatures"]:
        if signature["side"] != side:
            signature.pop("signed_on", None)
    path = tmp_path / "m.json"
    path.write_text(json.dumps(minutes), encoding="utf-8")
    (finding,) = [found for found in docgen.check(path) if found.code == "notice.unsigned"]
    assert words in finding.message
    minutes["status"] = "in_review"
    path.write_text(json.dumps(minutes), encoding="utf-8")
    assert "notice.unsigned" not in {found.code for found in docgen.check(path)}


def test_minutes_that_both_sides_signed_are_accepted(tmp_path: Path, minutes: dict[str, Any]) -> None:
    minutes["status"] = "accepted"
    (tmp_path / "m.json").write_text(json.dumps(minutes), encoding="utf-8")
    assert "notice.unsigned" not in {found.code for found in docgen.check(tmp_path / "m.json")}
