"""The command line: verbs, exit codes, JSON, and nothing half-written."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import KINDS, SAMPLES

from docgen.cli import cli

PROPOSAL = next(path for path in SAMPLES if path.name.startswith("proposal.services.en"))
SCREENING = next(path for path in SAMPLES if path.name.startswith("screening.services.en"))
TWENTY_MISTAKES = Path(__file__).parent / "data" / "twenty_mistakes.yaml"


def run(*args: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_check_says_that_all_is_well() -> None:
    code, _, said = run("check", *SAMPLES)
    assert code == 0, said


def test_twenty_mistakes_are_twenty_findings_in_one_run_and_nothing_is_written(tmp_path: Path) -> None:
    code, _, said = run("check", TWENTY_MISTAKES)
    lines = [line for line in said.splitlines() if line.startswith(str(TWENTY_MISTAKES))]
    assert code == 1
    assert len(lines) == 20, said
    places = [line.removeprefix(f"{TWENTY_MISTAKES}:").split("  ")[0].split(":") for line in lines]
    assert all(int(line) > 0 and int(column) > 0 for line, column in places)
    wanted = [
        n for n, text in enumerate(TWENTY_MISTAKES.read_text(encoding="utf-8").splitlines(), 1) if "# wrong" in text
    ]
    assert sorted(int(line) for line, _ in places) == wanted
    code, _, _ = run("render", TWENTY_MISTAKES, "--out", tmp_path / "out")
    assert code == 1
    assert not (tmp_path / "out").exists()


def test_render_writes_the_named_formats_and_says_so(tmp_path: Path) -> None:
    code, said, _ = run("render", SCREENING, "--to", "docx,pdf", "--audience", "client", "--out", tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert code == 0, said
    assert len(written) == 2
    assert sorted(Path(line).name for line in said.split("\n") if line) == written
    assert {name.rsplit(".", 1)[1] for name in written} == {"docx", "pdf"}


def test_render_and_inspect_speak_json(tmp_path: Path) -> None:
    code, said, _ = run("render", SCREENING, "--to", "pptx", "--out", tmp_path, "--json")
    assert code == 0, said
    (written,) = json.loads(said)["files"]
    code, said, _ = run("inspect", written["path"], "--json")
    (stamp,) = json.loads(said)["files"]
    assert code == 0, said
    assert stamp["id"] == written["id"]
    assert (stamp["consistent"], stamp["contents"], stamp["intact"]) == (True, "as_written", True)


def test_inspect_tells_of_each_file_and_of_those_in_a_folder(tmp_path: Path) -> None:
    run("render", SCREENING, "--to", "docx,pdf", "--audience", "client", "--out", tmp_path)
    (docx,) = tmp_path.glob("*.docx")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "~$lock.docx").write_text("x")
    (tmp_path / "empty").mkdir()
    code, said, errors = run("inspect", tmp_path / "none.docx", tmp_path, docx, tmp_path / "empty")
    assert code == 1
    assert said.count("consistent") == said.count("as docgen wrote them") == 3
    assert [line.partition(":")[0] for line in errors.splitlines()] == [
        str(tmp_path / name) for name in ("none.docx", "broken.pdf", "empty")
    ]
    code, said, _ = run("inspect", tmp_path, "--json")
    report = json.loads(said)
    assert (code, len(report["files"]), [finding["code"] for finding in report["findings"]]) == (
        1,
        2,
        ["inspect.damaged"],
    )


def test_internal_copies_go_into_a_folder_of_their_own(tmp_path: Path) -> None:
    for audience in ("client", "internal"):
        code, _, errors = run("render", SCREENING, "--to", "docx", "--audience", audience, "--out", tmp_path)
        assert code == 0, errors
    assert [path.parent.name for path in sorted(tmp_path.rglob("*.docx"))] == [tmp_path.name, "internal"]


@pytest.mark.slow
def test_two_documents_of_one_run_whose_files_would_have_one_name_have_two(tmp_path: Path) -> None:
    for number, title in (("SC-8", "Screening sheet"), ("SC-9", "SCREENING Sheet")):
        text = SCREENING.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^doc_id: .*$", f"doc_id: {number}", re.sub(r"(?m)^title: .*$", f"title: {title}", text))
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    inputs = [tmp_path / "SC-8.yaml", tmp_path / "SC-9.yaml"]
    args = ("--to", "docx,pptx,pdf", "--audience", "client", "--out", tmp_path / "out")
    for order in (inputs, inputs[::-1]):
        code, said, errors = run("render", *order, *args)
        assert code == 0, errors
        assert len(said.splitlines()) == len(list((tmp_path / "out").iterdir())) == 6
    assert sorted("SC-9" in path.name for path in (tmp_path / "out").iterdir()) == [False] * 3 + [True] * 3


def test_a_file_that_may_not_be_replaced_refuses_with_4_and_the_others_are_written(tmp_path: Path) -> None:
    run("render", SCREENING, "--to", "docx", "--audience", "client", "--out", tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"notes of a person")
    code, said, errors = run("render", SCREENING, "--to", "docx,pdf", "--audience", "client", "--out", tmp_path)
    assert code == 4
    assert errors.startswith(f"{path}: the file there is not docgen's")
    assert [Path(line).suffix for line in said.splitlines()] == [".pdf"]
    assert path.read_bytes() == b"notes of a person"


def test_one_bad_file_does_not_keep_the_others_from_being_rendered(tmp_path: Path) -> None:
    code, _, errors = run("render", TWENTY_MISTAKES, SCREENING, "--to", "docx", "--out", tmp_path)
    assert code == 1
    assert len(list(tmp_path.iterdir())) == 1
    assert "twenty_mistakes" in errors


@pytest.mark.parametrize("args", [("render", "x.yaml", "--to", "odt"), ("rendr",), ("check",), ("schema", "proposl")])
def test_a_wrong_call_exits_with_2(args: tuple[str, ...]) -> None:
    code, _, _ = run(*args)
    assert code == 2


def test_what_is_wrong_for_all_formats_is_one_finding(tmp_path: Path) -> None:
    code, said, errors = run("render", SCREENING, "--brand", "navi", "--out", tmp_path)
    assert (code, said) == (1, "")
    assert errors == f"{SCREENING}: no brand 'navi' in the library; did you mean `navy`?\n"


def test_a_file_that_is_not_there_is_a_finding() -> None:
    code, _, said = run("check", "nowhere.yaml")
    assert code == 1
    assert said.startswith("nowhere.yaml")


def test_a_folder_that_may_not_be_written_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file stands where the folder should be")
    code, _, said = run("render", SCREENING, "--to", "docx", "--out", tmp_path / "out" / "deeper")
    assert code == 1
    assert "nothing was written" in said


@pytest.mark.parametrize("kind", KINDS)
def test_schema_prints_json_schema(kind: str) -> None:
    code, said, _ = run("schema", kind)
    assert code == 0
    assert json.loads(said)["properties"]["doc_id"]["title_zh"] == "文件编号"


@pytest.mark.parametrize("kind", KINDS)
def test_new_prints_a_file_whose_marked_places_are_findings(kind: str, tmp_path: Path) -> None:
    code, said, _ = run("new", kind, "--language", "en", "--industry", "services")
    assert code == 0
    (tmp_path / "new.yaml").write_text(said, encoding="utf-8")
    code, _, findings = run("check", tmp_path / "new.yaml")
    assert code == 1
    assert "still to be filled in" in findings


def test_library_which_prints_the_path_it_took(tmp_path: Path) -> None:
    mine = tmp_path / "docx" / "base" / "minutes.zh.docx"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"")
    code, said, _ = run("library", "which", "minutes", "--industry", "services", "--library", tmp_path)
    lines = said.splitlines()
    assert code == 0
    assert lines[0].endswith("docx/services/minutes.zh.docx")
    assert lines[-1].startswith("→")
    assert lines[-1].endswith("docx/base/minutes.zh.docx")


def test_library_list_names_templates_and_entries() -> None:
    code, said, _ = run("library", "list")
    assert code == 0
    assert "price-too-high" in said
    assert "proposal" in said


@pytest.mark.slow
def test_ctrl_c_leaves_only_whole_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docgen", "render", *SAMPLES, "--out", tmp_path]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(tmp_path.rglob("*.docx")):
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing half-written" in said
    assert "Traceback" not in said
    left = list(tmp_path.iterdir())
    assert left
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix not in {".docx", ".pptx", ".pdf"}]
    code, _, _ = run("inspect", *left)
    assert code == 0


def test_two_inputs_whose_files_would_have_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    second = tmp_path / "second.yaml"
    second.write_bytes(SCREENING.read_bytes())
    code, said, report = run("render", SCREENING, second, "--to", "docx", "--out", tmp_path / "out")
    assert code == 2
    assert "was written for another input of this run" in report
    assert len(said.splitlines()) == len(list((tmp_path / "out").rglob("*.docx"))) == 1
