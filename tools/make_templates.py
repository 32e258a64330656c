"""Make the built-in Word and PowerPoint templates, with reproducible bytes.

    tools/make_templates.py [--check] [docx | pptx]

`--check` writes nothing, prints the templates that differ from the shipped ones, and exits with 1 if any does. It
compares the parts: two builds of zlib may compress the same parts into different bytes.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from templates.docx import kinds as docx
from templates.pptx import kinds as pptx

FOLDER = Path(__file__).parents[1] / "templates"
MAKERS = {"docx": docx.templates, "pptx": pptx.templates}


def made(formats: Iterable[str] = MAKERS) -> dict[Path, bytes]:
    """The path and bytes of each template of these formats."""
    return {FOLDER / name / path: data for name in formats for path, data in MAKERS[name]().items()}


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the built-in Word and PowerPoint templates.")
    parser.add_argument("format", nargs="?", choices=MAKERS, help="the format to make; by default both")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a template differs")
    args = parser.parse_args()
    stale = {
        path: data
        for path, data in made([args.format] if args.format else MAKERS).items()
        if not path.exists() or parts_of(path.read_bytes()) != parts_of(data)
    }
    for path, data in stale.items():
        print(f"{'differs' if args.check else 'written'}: {path.relative_to(FOLDER)}")
        if not args.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return 1 if args.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
