"""Measure how much of each page is blank at its bottom, and print which pages of PDFs are too blank.

python -m design.blank_ends out/*.pdf        (with tools on the path)
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

MOST_BLANK = 0.35
"""The share of a page's body that may be blank at the bottom."""
MOST_PAGES = 0.1
"""The share of pages that may be blanker, of all documents together."""
FOOT = 0.07
"""The share of a page's height that its foot takes."""
_INK = 235


def blank_ends(path: Path) -> list[float]:
    """The share of each page's body that is blank below the last ink, without the document's last page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_blank(document[index].render(scale=0.6).to_pil()) for index in range(len(document) - 1)]
    finally:
        document.close()


def _blank(picture: Image.Image) -> float:
    body = picture.convert("L").crop((0, 0, picture.width, round(picture.height * (1 - FOOT))))
    inked = body.point(lambda shade: 255 if shade < _INK else 0).getbbox()
    return 1.0 if inked is None else 1 - inked[3] / body.height


def too_blank(ends: Sequence[float]) -> list[int]:
    """The numbers, from 1, of the pages that are blanker than `MOST_BLANK`."""
    return [number for number, share in enumerate(ends, 1) if share > MOST_BLANK]


def main(paths: Iterable[str]) -> None:
    blank = total = 0
    for path in map(Path, paths):
        ends = blank_ends(path)
        pages = too_blank(ends)
        blank, total = blank + len(pages), total + len(ends) + 1
        print(path.name, len(ends) + 1, *(f"{page}: {ends[page - 1]:.0%}" for page in pages))
    print(f"{blank} of {total} pages: {blank / max(1, total):.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
