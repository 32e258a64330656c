"""Turns Office files into PDFs by LibreOffice, many in one go."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

_BOOKMARKS = json.dumps({"ExportBookmarks": {"type": "boolean", "value": "true"}})
_FILTERS = {".docx": f"pdf:writer_pdf_Export:{_BOOKMARKS}", ".pptx": f"pdf:impress_pdf_Export:{_BOOKMARKS}"}


def has_libreoffice() -> bool:
    """Whether this machine can lay out Office files."""
    return shutil.which("soffice") is not None


def lay_out(paths: Iterable[Path], folder: Path) -> Mapping[Path, Path]:
    """The PDF of each DOCX and PPTX, in `folder/docx` and `folder/pptx`; one LibreOffice process a format.

    Files of one format need unlike names. Raises FileNotFoundError where LibreOffice is missing, RuntimeError where it
    does not open a file.
    """
    made: dict[Path, Path] = {}
    files = sorted(set(paths))
    for suffix, told in _FILTERS.items():
        chosen = [path for path in files if path.suffix == suffix]
        target = folder / suffix[1:]
        if chosen:
            _convert(chosen, target, told, folder / f"profile{suffix}")
        made |= {path: target / f"{path.stem}.pdf" for path in chosen}
    missing = [str(path) for path, pdf in made.items() if not pdf.exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not open {', '.join(missing)}")
    return made


def _convert(paths: Iterable[Path], target: Path, told: str, profile: Path) -> None:
    settings = f"-env:UserInstallation=file://{profile.absolute()}"
    command = ["soffice", settings, "--headless", "--convert-to", told, "--outdir", target, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    shutil.rmtree(profile, ignore_errors=True)
