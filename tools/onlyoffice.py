"""Convert Office files to PDF with ONLYOFFICE, the second program to look at them with, in an environment of its own.

    tools/onlyoffice.py install        put it there: about 100 MB; quick if it is there

ONLYOFFICE's document builder (PyPI `document-builder`) is under the AGPL 3: it is for checks only, never imported by
docgen or its tests, and no dependency of docgen. It is called as a program in a virtual environment of its own, below
the user's cache folder. Every page that it draws says "Unregistered Version".
"""

import argparse
import os
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from platformdirs import user_cache_path

PACKAGE = "document-builder==10.0.0.170"
ROOT = Path(__file__).resolve().parent.parent
LACKING = 3
_SECONDS_TO_INSTALL, _SECONDS_TO_START, _SECONDS_A_FILE = 180, 60, 60
_PROGRAM = """
import sys, docbuilder
for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
    builder = docbuilder.CDocBuilder()
    builder.OpenFile(source, "")
    builder.SaveFile("pdf", target)
    builder.CloseFile()
"""


def folder() -> Path:
    """Where it is installed, with a home folder of its own, in which it finds the checkout's fonts."""
    return user_cache_path("docgen", appauthor=False) / "onlyoffice"


def find_onlyoffice() -> Path | None:
    """The Python of its environment; None if it isn't installed."""
    python = folder() / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = any((folder() / "venv").glob("[Ll]ib/**/site-packages/docbuilder"))
    return python if ready and python.exists() else None


def install() -> Path:
    """Install it unless it is there; returns the Python of its environment. Raises RuntimeError with the reason."""
    found = find_onlyoffice()
    if found is not None:
        return found
    place = folder() / "venv"
    venv.create(place, with_pip=True, clear=True)
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS_TO_INSTALL)
    except (OSError, subprocess.SubprocessError) as error:
        raise RuntimeError(f"{PACKAGE} can't be had: {error}") from error
    found = find_onlyoffice()
    if found is None:
        raise RuntimeError(f"{PACKAGE} has no module docbuilder")
    return found


def convert(paths: Sequence[Path], target: Path) -> Mapping[Path, Path]:
    """The PDF of each Office file that it opens, `target/<name>.pdf`; files need different names.

    Raises RuntimeError if it isn't installed.
    """
    python = find_onlyoffice()
    if python is None:
        raise RuntimeError("ONLYOFFICE's document builder isn't installed: make onlyoffice")
    target.mkdir(parents=True, exist_ok=True)
    made = {path: target / f"{path.name}.pdf" for path in paths}
    pairs = [str(each.resolve()) for pair in made.items() for each in pair]
    seconds = _SECONDS_TO_START + _SECONDS_A_FILE * len(paths)
    subprocess.run(
        [str(python), "-c", _PROGRAM, *pairs],
        env={**os.environ, "HOME": str(_home())}, capture_output=True, timeout=seconds, check=False,
    )  # fmt: skip
    return {path: pdf for path, pdf in made.items() if pdf.is_file()}


def _home() -> Path:
    """A home folder in which the checkout's fonts are the user's."""
    home = folder() / "home"
    fonts = home / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    link = fonts / "docgen"
    wanted = (ROOT / ".fonts").resolve()
    if wanted.is_dir() and not (link.is_symlink() and link.resolve() == wanted):
        link.unlink(missing_ok=True)
        link.symlink_to(wanted, target_is_directory=True)
    return home


def main() -> int:
    """Install it; the exit code is 3 if that can't be done."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("verb", choices=("install",))
    parser.parse_args()
    try:
        install()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return LACKING
    return 0


if __name__ == "__main__":
    sys.exit(main())
