"""A deck with places to fill in becomes a template as a document does."""

import json
import os
import re
import subprocess
import zipfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT

import docgen
from docgen.adopt import Adopted, adopt_template
from docgen.adopt.decisions import Decision
from docgen.engines import pptx as engine
from tests.adopt.decks import EXPECTED, pitch

VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
SAMPLE = ROOT / "samples" / "proposal.services.en.yaml"


@pytest.fixture
def adopted(tmp_path: Path) -> Adopted:
    path = tmp_path / "pitch.pptx"
    path.write_bytes(pitch())
    return adopt_template(path, "proposal")


def _reader(adopted: Adopted) -> str:
    """A client's copy is refused while there are doubts."""
    return "internal" if adopted.doubts else "client"


def rendered(adopted: Adopted, library: Path) -> bytes:
    adopted.save(library, force=True)
    workspace = docgen.Workspace(library=library, today=lambda: date(2026, 11, 24))
    return docgen.render(docgen.load(SAMPLE), "pptx", audience=_reader(adopted), workspace=workspace).data


def shown(decision: Decision) -> str:
    if decision.did == "doubt":
        return f"doubt: {decision.text}"
    return decision.edit.text if decision.edit else decision.marker


def test_each_place_of_a_deck_becomes_its_tag_or_a_doubt(adopted: Adopted) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for decision in adopted.decisions:
        found[decision.where.split(",")[0]].append(shown(decision))
    assert found == EXPECTED


def test_the_deck_goes_where_the_library_looks_for_it(adopted: Adopted) -> None:
    assert set(adopted.files()) == {
        "pptx/base/proposal.en.pptx",
        "adopted/proposal.en.pptx.md",
        "adopted/proposal.en.pptx.doubts.yaml",
    }


def test_the_deck_renders_and_is_valid(adopted: Adopted, tmp_path: Path) -> None:
    data = rendered(adopted, tmp_path / "library")
    text = "\n".join(text for name, text in engine.searchable(data) if name.startswith("text ppt/slides/"))
    assert not re.search(r"\{[{%#]", text)
    assert "Call us at any time: [service hotline]" in text
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    for name, made in (("template", adopted.data), ("rendered", data)):
        path = tmp_path / f"{name}.pptx"
        path.write_bytes(made)
        done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
        assert json.loads(done.stdout)["errors"] == []


@pytest.mark.slow
def test_libreoffice_opens_template_and_deck(adopted: Adopted, tmp_path: Path) -> None:
    for name, made in (("template", adopted.data), ("rendered", rendered(adopted, tmp_path / "library"))):
        (tmp_path / f"{name}.pptx").write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    files = [tmp_path / "template.pptx", tmp_path / "rendered.pptx"]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)
    assert len(pikepdf.open(tmp_path / "template.pdf").pages) == 5
    assert len(pikepdf.open(tmp_path / "rendered.pdf").pages) >= 5


def test_a_highlighted_place_loses_its_mark_and_keeps_its_format(adopted: Adopted, tmp_path: Path) -> None:
    path = tmp_path / "made.pptx"
    path.write_bytes(adopted.data)
    slide = zipfile.ZipFile(path).read("ppt/slides/slide4.xml").decode()
    assert "FFFF00" not in slide
    assert re.search(r'<a:rPr b="1"/><a:t>\{\{ Valid until\? \}\}', slide)


@pytest.mark.slow
def test_the_check_of_templates_finds_no_error_in_the_deck_but_its_doubts(adopted: Adopted, tmp_path: Path) -> None:
    adopted.save(tmp_path / "company")
    found = docgen.lint_library(tmp_path / "company").problems
    mine = [problem for problem in found if problem.where.template == "company/pptx/base/proposal.en.pptx"]
    assert {problem.code for problem in mine if problem.severity == "error"} == {"template.doubt"}
