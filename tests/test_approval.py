"""What a document says of its own status holds only with what the status needs."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import AUDIENCES, FORMATS, SAMPLES, loaded
from ruamel.yaml import YAML

import docgen
from docgen.cli import cli
from docgen.schemas.base import Status

SHEETS = [
    next(path for path in SAMPLES if path.name.startswith(name))
    for name in ("screening.manufacturing.zh.", "minutes.manufacturing.zh.", "playbook.services.en.")
]


def stated(sample: Path, status: Status, approver: str | None, **fields: Any) -> Any:
    return loaded(sample).model_copy(update={"status": status, "approved_by": approver, **fields})


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("status", [Status.approved, Status.issued])
@pytest.mark.parametrize("sample", SHEETS, ids=lambda path: path.stem)
def test_a_status_without_an_approver_is_refused_for_every_reader(sample: Path, status: Status, audience: str) -> None:
    for approver in (None, "—", "?"):
        with pytest.raises(docgen.RefusedError, match="names nobody who approved it") as caught:
            docgen.render(stated(sample, status, approver), "docx", audience=audience)
        (finding,) = caught.value.findings
        assert (finding.place, finding.values["status"]) == ("status", status)


@pytest.mark.parametrize("status", [Status.draft, Status.in_review, Status.withdrawn])
def test_a_status_that_releases_nothing_needs_no_approver(status: Status) -> None:
    assert docgen.render(stated(SHEETS[0], status, None), "docx", audience="client").stamp.status == status


def test_an_approver_named_is_enough_while_the_status_is_trusted() -> None:
    made = docgen.render(stated(SHEETS[0], Status.issued, "王海"), "docx", audience="client")
    assert made.stamp.status == "issued"


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("approver", [None, "王海"])
def test_where_the_status_is_not_trusted_every_render_is_a_working_copy(file_format: str, approver: str | None) -> None:
    from docgen.engines import engine_for

    document = stated(SHEETS[0], Status.issued, approver)
    made = docgen.render(document, file_format, audience="client", workspace=docgen.Workspace(trust_status=False))
    text = "".join("".join(words.split()) for _, words in engine_for(file_format).searchable(made.data))
    assert made.stamp.status == "draft"
    assert "已发出" not in text
    assert "草稿" in text.replace("·草稿·", "")


def test_check_reports_it_at_its_line_and_render_exits_with_4(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    data = YAML(typ="rt").load(SHEETS[0].read_text(encoding="utf-8"))
    del data["approved_by"]
    with path.open("w", encoding="utf-8") as stream:
        YAML(typ="rt").dump(data, stream)
    (line,) = [
        n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text.startswith("status:")
    ]
    checked = CliRunner().invoke(cli, ["check", str(path), "--json"])
    (finding,) = json.loads(checked.stdout)["findings"]
    assert (checked.exit_code, finding["line"], finding["code"]) == (1, line, "refused.no_approver")
    rendered = CliRunner().invoke(cli, ["render", str(path), "--to", "docx", "--out", str(tmp_path / "out")])
    assert rendered.exit_code == 4
    assert f"{path}  status: " in rendered.stderr
    assert not (tmp_path / "out").exists()
