"""LibreOffice and its temporary files are cleaned up, however the calling process ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")

# a fake program: it writes temporary files as LibreOffice does, and reports its process id
PROGRAM = """#!/bin/sh
for word in "$@"; do case "$word" in -env:UserInstallation=file://*) mkdir -p "${word#*file://}";; esac; done
echo left > "$TMPDIR/lu1234.tmp"
echo $$ > "$STARTED"
sleep 600
"""
SCRIPT = """
import sys
from docgen.libreoffice import pages_of_bookmarks
pages_of_bookmarks(b"x", sys.argv[1])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_neither_files_nor_a_process(number: signal.Signals, tmp_path: Path) -> None:
    program, started, folder = tmp_path / "soffice", tmp_path / "started", tmp_path / "tmp"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    folder.mkdir()
    os.mkfifo(started)
    env = {**os.environ, "TMPDIR": str(folder), "STARTED": str(started)}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, program], env=env, stderr=subprocess.DEVNULL)
    running = int(started.read_text())  # waits until the program has begun
    assert list(folder.iterdir())
    process.send_signal(number)
    process.wait()
    assert list(folder.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(running, 0)
