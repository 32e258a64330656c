"""Files are written atomically; temporary files of dead processes are removed."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from docgen import output
from docgen.output import write_atomic, write_new, write_temporary

DAY = 24 * 60 * 60


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_stops_a_write_leaves_the_old_file_and_no_part(
    stop: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def stopped(_: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(type(stop)):
        write_atomic(target, b"new" * 1000)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_that_names_the_file_and_not_a_short_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_full_device(handle: int, mode: str) -> object:
        os.close(handle)
        return Path("/dev/full").open(mode)

    monkeypatch.setattr(os, "fdopen", on_full_device)
    with pytest.raises(OSError, match="No space left") as error:
        write_atomic(tmp_path / "a.pdf", b"x" * 100_000)
    assert error.value.filename == str(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_one_that_appeared_meanwhile(tmp_path: Path) -> None:
    write_new(tmp_path / "a.pdf", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.pdf", b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"first")]


def test_a_file_system_without_links_gets_new_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    write_new(tmp_path / "a.pdf", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.pdf", b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"first")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o002, 0o664)])
def test_a_file_gets_the_umasks_mode(mask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        write_atomic(tmp_path / "a.pdf", b"x")
        write_new(tmp_path / "b.pdf", b"x")
        write_atomic(tmp_path / "c.pdf", b"x", 0o600)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a.pdf", "b.pdf")] == [mode, mode]
    assert (tmp_path / "c.pdf").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="there, only age counts")
def test_the_parts_of_a_dead_process_are_cleared_by_the_next_write(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys; from docgen.output import write_temporary;"
        "[write_temporary(pathlib.Path(sys.argv[1]) / name, b'x') for name in 'ab']; os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, tmp_path], check=False)
    assert len(list(tmp_path.glob(".docgen-*.part"))) == 2
    write_atomic(tmp_path / "c.docx", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["c.docx"]


def test_the_parts_of_a_living_process_stay(tmp_path: Path) -> None:
    ours = write_temporary(tmp_path / "a.docx", b"x")
    theirs = tmp_path / ours.name.replace(f"-{os.getpid()}-", f"-{os.getppid()}-")
    theirs.write_bytes(b"x")
    for part in (ours, theirs):
        _age(part, 10 * DAY)
    write_atomic(tmp_path / "b.docx", b"x")
    assert ours.exists()
    assert theirs.exists()


def test_the_parts_of_another_machine_and_of_an_earlier_version_stay_for_a_day(tmp_path: Path) -> None:
    names = (".docgen-0123abcd-99-6f6f6f6f6f6f.part", ".docgen-k3x9_a2b.part")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    write_atomic(tmp_path / "a.docx", b"x")
    assert all((tmp_path / name).exists() for name in names)
    for name in names:
        _age(tmp_path / name, 2 * DAY)
    (tmp_path / ".docgen-lock").write_bytes(b"")
    (tmp_path / "notes.part").write_bytes(b"a user's file")
    _age(tmp_path / "notes.part", 2 * DAY)
    write_atomic(tmp_path / "a.docx", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".docgen-lock", "a.docx", "notes.part"]


def test_a_process_that_cannot_be_asked_counts_as_living(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)
    assert output._is_alive(1)


def _age(path: Path, seconds: float) -> None:
    written = path.stat().st_mtime - seconds
    os.utime(path, (written, written))
