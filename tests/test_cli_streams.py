"""The command line ends in one line and a right exit code, whatever its streams, terminal or disk are like."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

SCREENING = next(path for path in SAMPLES if path.name.startswith("screening.manufacturing.zh."))
MINUTES = next(path for path in SAMPLES if path.name.startswith("minutes.services.en."))
MISTAKES = ROOT / "tests" / "data" / "twenty_mistakes.yaml"
ASCII = {"PYTHONUTF8": "0", "LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0"}
VERBS = [["schema", "minutes"], ["new", "playbook"], ["library", "list"], ["template", "fields", "case"], ["--help"]]
needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")


def run(*args: str | Path, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-m", "docgen", *map(str, args)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    done = subprocess.run(call, env={**os.environ, **(env or {})}, cwd=ROOT, check=False, **streams)  # type: ignore[call-overload]
    assert b"Traceback" not in (done.stderr or b"")
    assert b"Exception ignored" not in (done.stderr or b"")
    return done


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_reader_who_closes_the_pipe_ends_it_quietly(verb: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*verb, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@needs_full_device
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_full_device_is_one_line(verb: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*verb, stdout=full)
    assert (done.returncode, done.stderr) == (3, b"standard output: No space left on device\n")


@needs_full_device
def test_messages_that_no_one_can_read_change_no_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        assert run("check", MISTAKES, stderr=full).returncode == 1
        assert run("chekc", stderr=full).returncode == 2
    reader, writer = os.pipe()
    os.close(reader)
    assert run("check", MISTAKES, stderr=writer).returncode == 1
    os.close(writer)


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_from_the_start_is_no_fault(closed: str, tmp_path: Path) -> None:
    call = f'exec "$0" -m docgen render "$1" --to docx --out "$2" {closed}>&-'
    done = subprocess.run(
        ["sh", "-c", call, sys.executable, MINUTES, tmp_path], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(("encoding", "price"), [("ascii", "价格".encode()), ("latin-1", rb"\u4ef7\u683c")])
@pytest.mark.slow
def test_a_terminal_that_knows_no_chinese_ends_nothing_and_json_stays_json(encoding: str, price: bytes) -> None:
    env = {"PYTHONIOENCODING": encoding}
    listed = json.loads(run("library", "list", "--json", env=env).stdout)
    assert "科技与软件" in {industry["zh"] for industry in listed["industries"]}
    assert price in run("template", "fields", "proposal", "--language", "zh", env=env).stdout
    assert run("check", MISTAKES, env=env).returncode == 1


def test_a_new_input_file_is_utf_8_in_every_locale() -> None:
    plain, in_ascii = (run("new", "minutes", env=env).stdout for env in ({}, ASCII))
    assert in_ascii.decode() == plain.decode()


def test_a_file_system_in_ascii_is_a_finding_and_other_files_are_written(tmp_path: Path) -> None:
    done = run("render", SCREENING, MINUTES, "--to", "docx", "--audience", "client", "--out", tmp_path, env=ASCII)
    assert done.returncode == 3
    assert b"file names are ascii" in done.stderr
    assert b"PYTHONUTF8=1" in done.stderr
    assert len(list(tmp_path.iterdir())) == len(done.stdout.splitlines()) == 1


@pytest.mark.slow
def test_a_disk_that_fills_up_says_which_files_are_written_and_which_not(tmp_path: Path) -> None:
    script = (
        "import os, sys; real = os.fsync; calls = []\n"
        "def fsync(handle):\n"
        "    calls.append(handle)\n"
        "    if len(calls) == 2: raise OSError(28, 'No space left on device')\n"
        "    real(handle)\n"
        "os.fsync = fsync\n"
        "from docgen.cli import main; sys.argv[0] = 'docgen'; main()"
    )
    args = ["render", MINUTES, "--to", "docx,pptx,pdf", "--processes", "1", "--no-page-numbers", "--out", tmp_path]
    call = [sys.executable, "-c", script, *args]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    written = {path.name for path in tmp_path.iterdir()}
    assert done.returncode == 3
    assert {Path(name).suffix for name in written} == {".docx", ".pdf"}
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"{tmp_path}/")
    assert ".pptx: No space left on device; this file was not written; written were " in said
    assert all(name in said for name in written)
    assert {Path(line).name for line in done.stdout.splitlines()} == written


def test_a_stamp_can_not_steer_the_terminal(tmp_path: Path) -> None:
    import docgen

    document = docgen.load(MINUTES).model_copy(update={"doc_id": "M-1\u202e\u009b31m"})
    path = docgen.render(document, "docx", audience="client").save(tmp_path)
    shown = run("inspect", path, env={"PYTHONIOENCODING": "utf-8"}).stdout.decode()
    assert r"M-1\u202e\x9b31m" in shown
