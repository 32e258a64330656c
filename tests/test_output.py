"""A file is whole under its name, or not there at all."""

import errno
import os
from pathlib import Path

import pytest

from docgen.output import file_name, write_whole


def test_a_file_name_holds_nothing_that_windows_refuses() -> None:
    assert file_name(("A/B:C", 'x"y*z', "", "V1.0"), "pdf") == "A-B-C_x-y-z_V1.0.pdf"
    assert file_name(("..", "../etc", " a. "), "docx") == "etc_a.docx"


def test_a_long_chinese_name_is_cut_at_a_character() -> None:
    name = file_name(("华" * 300, "V1.0"), "pdf")
    assert len(name.encode()) <= 210
    assert name.endswith("华.pdf")


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
        write_whole(target, b"new" * 1000)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_and_not_a_short_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_full_device(handle: int, mode: str) -> object:
        os.close(handle)
        return Path("/dev/full").open(mode)

    monkeypatch.setattr(os, "fdopen", on_full_device)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "a.pdf", b"x" * 100_000)
    assert list(tmp_path.iterdir()) == []
