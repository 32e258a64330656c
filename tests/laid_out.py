"""Lays out shipped documents of one format and audience by LibreOffice, once in a run, whichever worker asks."""

import fcntl
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from conftest import QUICK_SAMPLES, ROOT, SAMPLES

sys.path.append(str(ROOT / "tools"))

from design import CODES, check, has_libreoffice, lay_out

__all__ = ["CODES", "LAID_OUT", "Render", "check", "has_libreoffice", "laid_out", "lay_out"]

Render = Callable[[Path, str, str], Path]
LAID_OUT = {"client": SAMPLES, "internal": tuple(sample for sample in SAMPLES if sample.stem in QUICK_SAMPLES)}
"""The samples by audience: internal editions have a few columns more, which one of each kind shows."""


def laid_out(rendered: Render, folder: Path, file_format: str, audience: str) -> Mapping[Path, Path]:
    """Each sample's finished file and the PDF that shows its pages: its own for a PDF."""
    files = {rendered(sample, file_format, audience) for sample in LAID_OUT[audience]}
    if file_format == "pdf":
        return {file: file for file in files}
    target = folder / f"laid.{audience}"
    with (folder / f"laid.{file_format}.{audience}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = {file: target / file_format / f"{file.stem}.pdf" for file in files}
        if not all(pdf.exists() for pdf in made.values()):
            lay_out(files, target)
    return made
