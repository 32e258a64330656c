"""Every shipped template × language × audience gives files that Office, LibreOffice and PDF readers accept."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import AUDIENCES, FORMATS, ROOT, SAMPLES, WORKSPACE, loaded

import docgen

pytestmark = pytest.mark.slow

VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
EACH = [(sample, audience) for sample in SAMPLES for audience in AUDIENCES]
IDS = [f"{sample.stem}-{audience}" for sample, audience in EACH]


@pytest.mark.parametrize(("sample", "audience"), EACH, ids=IDS)
@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_an_office_file_is_valid_by_the_open_xml_sdk(
    sample: Path, audience: str, file_format: str, rendered: Any
) -> None:
    path = rendered(sample, file_format, audience)
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
    result = json.loads(done.stdout)
    assert result["errors"] == []
    assert result["ok"] is True


@pytest.mark.parametrize(("sample", "audience"), EACH, ids=IDS)
def test_a_pdf_passes_qpdf_and_is_tagged_with_bookmarks(sample: Path, audience: str, rendered: Any) -> None:
    path = rendered(sample, "pdf", audience)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang)
        with pdf.open_outline() as outline:
            assert outline.root


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("file_format", ["docx", "pptx"])
@pytest.mark.slow
def test_libreoffice_opens_every_office_file(file_format: str, audience: str, rendered: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for sample in SAMPLES:
        shutil.copy(rendered(sample, file_format, audience), folder)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *sorted(folder.iterdir())]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    opened = {path.stem: len(pikepdf.open(path).pages) for path in tmp_path.glob("*.pdf")}
    assert set(opened) == {path.stem for path in folder.iterdir()}
    assert all(opened.values())


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("sample", [SAMPLES[0], SAMPLES[-1]], ids=lambda path: path.stem)
def test_the_same_input_gives_the_same_bytes(sample: Path, file_format: str, rendered: Any) -> None:
    again = docgen.render(loaded(sample), file_format, audience="client", workspace=WORKSPACE).data
    assert again == rendered(sample, file_format, "client").read_bytes()
    script = (
        "import sys, docgen; from datetime import date;"
        "w = docgen.Workspace(today=lambda: date(2027, 1, 1));"
        f"result = docgen.render(docgen.load(sys.argv[1]), {file_format!r}, audience='client', workspace=w);"
        "sys.stdout.buffer.write(result.data)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    command = [ROOT / ".venv" / "bin" / "python", "-c", script, sample]
    other = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)
    assert other.stdout == again
