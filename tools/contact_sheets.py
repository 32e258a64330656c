"""Contact sheets of finished files: all pages in one picture; Office files in LibreOffice and ONLYOFFICE.

    tools/contact_sheets.py [--to out/sheets] [--width 420] [--columns 4] FILE…

Prints the page counts of each file in each program, and marks those that differ; exits with 1 if any differ by more
than one page. Without ONLYOFFICE (`make onlyoffice`) its half is left out.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import onlyoffice
from design import lay_out
from PIL import Image

from docgen.page_pictures import draw_pages

GAP, GROUND = 8, (120, 120, 120)
MOST_APART = 1
"""So many pages apart may the two programs be: their fonts differ, as a client's do."""


def laid_out(files: Sequence[Path], folder: Path) -> Mapping[str, Mapping[Path, Path]]:
    """The PDFs of each program that is there, by its name, of files with different names."""
    office = [file for file in files if file.suffix in {".docx", ".pptx"}]
    made = {"libreoffice": {**lay_out(office, folder), **{file: file for file in files if file.suffix == ".pdf"}}}
    if office and onlyoffice.find_onlyoffice() is not None:
        made["onlyoffice"] = dict(onlyoffice.convert(office, folder / "onlyoffice"))
    return made


def sheet(pages: Sequence[Image.Image], columns: int) -> Image.Image:
    """The pages in rows of at most `columns`."""
    columns = min(columns, len(pages))
    height = max(page.height for page in pages)
    width = max(page.width for page in pages)
    rows = math.ceil(len(pages) / columns)
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for index, page in enumerate(pages):
        whole.paste(page, (GAP + index % columns * (width + GAP), GAP + index // columns * (height + GAP)))
    return whole


def side_by_side(sheets: Sequence[Image.Image]) -> Image.Image:
    """The sheets of two programs, the first at the left."""
    whole = Image.new("RGB", (sum(each.width for each in sheets), max(each.height for each in sheets)), GROUND)
    left = 0
    for each in sheets:
        whole.paste(each, (left, 0))
        left += each.width
    return whole


def write_sheets(
    files: Sequence[Path], target: Path, width: int = 420, columns: int = 4
) -> Mapping[Path, Mapping[str, int]]:
    """Write `target/<name>.png` of each file; the number of pages of each in each program."""
    target.mkdir(parents=True, exist_ok=True)
    counts: dict[Path, dict[str, int]] = {}
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        laid = laid_out(files, Path(folder))
        for file in files:
            pages = {
                name: list(draw_pages(pdfs[file].read_bytes(), width)) for name, pdfs in laid.items() if file in pdfs
            }
            side_by_side([sheet(each, columns) for each in pages.values()]).save(target / f"{file.name}.png")
            counts[file] = {name: len(each) for name, each in pages.items()}
    return counts


def is_far_apart(counts: Mapping[str, int]) -> bool:
    """Whether the programs' page counts differ by more than `MOST_APART`."""
    return max(counts.values()) - min(counts.values()) > MOST_APART


def print_counts(counts: Mapping[Path, Mapping[str, int]]) -> None:
    """Print the pages of each file in each program, with a mark where they differ."""
    for file, each in counts.items():
        mark = "  <- differ" if len(set(each.values())) > 1 else ""
        print(f"{file.name}: {', '.join(f'{name} {count}' for name, count in each.items())}{mark}")


def main() -> int:
    """Write the sheets; 1 if page counts are too far apart."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, default=Path("out/sheets"))
    parser.add_argument("--width", type=int, default=420)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    counts = write_sheets(given.files, given.to, given.width, given.columns)
    print_counts(counts)
    return int(any(is_far_apart(each) for each in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
