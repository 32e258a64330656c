"""The DOCX language against docxtpl: each template of the set gives the same document, or a listed difference."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT
from oracle import CASES, DIFFERENCES, MADE, SUBJECTS
from oracle.case import Case, ours, outline_by_docgen, outline_by_docxtpl
from oracle.gaps import KNOWN_GAPS

pytestmark = pytest.mark.slow

VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
LIST = ROOT / "docs" / "dev" / "oracle.md"
HEADING = "## The differences\n"


def params(cases: tuple[Case, ...]) -> list[Any]:
    """Each case; one with a known gap must fail."""
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])
        for case in cases
        for gap in [KNOWN_GAPS.get(case.name)]
    ]


@pytest.mark.parametrize("case", params(CASES))
def test_docgen_renders_as_docxtpl_does_or_as_the_list_says(case: Case) -> None:
    listed = DIFFERENCES.get(case.name)
    assert outline_by_docgen(case) == (listed.expected if listed else outline_by_docxtpl(case))


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_listed_difference_is_one(name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    assert outline_by_docxtpl(case) != DIFFERENCES[name].expected


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_list_in_the_docs_is_the_one_in_the_code(request: pytest.FixtureRequest) -> None:
    lines: list[str] = []
    for subject, cases in SUBJECTS.items():
        listed = [(case.name, DIFFERENCES[case.name]) for case in cases if case.name in DIFFERENCES]
        lines.append(f"\n### {subject.capitalize()}: {len(cases)} cases, {len(listed)} differences\n")
        lines.extend(f"- `{name}`: {item.what}. Reason: {item.reason}." for name, item in listed)
    before, _, shown = LIST.read_text(encoding="utf-8").partition(HEADING)
    wanted = "\n".join(lines) + "\n"
    if request.config.getoption("--update"):
        LIST.write_text(before + HEADING + wanted, encoding="utf-8")
        shown = wanted
    assert shown == wanted


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each document that docgen makes of the set."""
    made = tmp_path_factory.mktemp("oracle")
    for case in MADE:
        (made / f"{case.name}.docx").write_bytes(ours(case))
    return made


def faults_of(path: Path) -> list[str]:
    """What the Open XML SDK finds wrong in a file."""
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
    result = json.loads(done.stdout)
    assert result["ok"] is not bool(result["errors"])
    return [f"{path.stem}: {error['description']}" for error in result["errors"]]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.slow
def test_every_document_of_the_set_is_valid_by_the_open_xml_sdk(subject: str, folder: Path) -> None:
    paths = [folder / f"{case.name}.docx" for case in SUBJECTS[subject] if case in MADE]
    paths = paths[:: 3 if "CI" in os.environ else 1]  # the validator takes half a second for each
    assert paths
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        assert [fault for faults in workers.map(faults_of, paths) for fault in faults] == []


@pytest.mark.slow
def test_libreoffice_opens_every_document_of_the_set(folder: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *sorted(folder.iterdir())]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    pages = {path.stem: len(pikepdf.open(path).pages) for path in tmp_path.glob("*.pdf")}
    assert set(pages) == {case.name for case in MADE}
    assert all(pages.values())
