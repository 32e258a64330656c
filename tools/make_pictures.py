"""Make the README's pictures: for each document, a strip of pages in Word, PDF and PowerPoint; and contact sheets.

The contact sheets, out/sheets, have all pages of the samples' Word files and decks, in LibreOffice and, where it is
installed (`make onlyoffice`), ONLYOFFICE side by side.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import contact_sheets
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

import docgen
from docgen.page_pictures import convert_to_pdfs, draw_page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
HEIGHT, GAP, MAX_BYTES = 400, 20, 150_000
GROUND, EDGE = (232, 235, 239), (205, 210, 217)
CHOSEN: dict[str, tuple[str, dict[str, tuple[int, ...]]]] = {
    "proposal": ("proposal.services.en.yaml", {"docx": (1, 3), "pdf": (1, 3), "pptx": (1, 8)}),
    "needs_analysis": ("needs_analysis.manufacturing.zh.yaml", {"docx": (1, 2), "pdf": (1, 2), "pptx": (1, 2)}),
    "lead_register": ("lead_register.services.en.yaml", {"docx": (1, 2), "pdf": (1, 2), "pptx": (1, 2)}),
    "screening": ("screening.services.en.yaml", {"docx": (1,), "pdf": (1,), "pptx": (1, 2)}),
    "minutes": ("minutes.services.en.yaml", {"docx": (1, 2), "pdf": (1, 2), "pptx": (1, 3)}),
    "playbook": ("playbook.manufacturing.zh.yaml", {"docx": (1, 4), "pdf": (1, 4), "pptx": (1, 5)}),
}
"""The sample of each picture, and the pages to show of each format."""


def render_all() -> dict[tuple[str, str], bytes]:
    """Every chosen document as PDF, by picture and format."""
    files: dict[tuple[str, str], bytes] = {}
    for kind, (sample, pages) in CHOSEN.items():
        document = docgen.load(ROOT / "samples" / sample)
        for file_format in pages:
            files[kind, file_format] = docgen.render(document, file_format, audience="client").data
    laid = convert_to_pdfs([(data, file_format) for (_, file_format), data in files.items()])
    return {key: _laid_out(pdf) for key, pdf in zip(files, laid, strict=True)}


def _laid_out(pdf: bytes | docgen.DocgenError) -> bytes:
    if isinstance(pdf, docgen.DocgenError):
        raise pdf
    return pdf


def columns(pdf: bytes, numbers: Sequence[int]) -> Iterator[Image.Image]:
    """The pages as columns `HEIGHT` tall: a portrait page each, landscape pages stacked."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[min(number, len(document)) - 1] for number in numbers]
        upright = [page for page in pages if page.get_height() > page.get_width()]
        lying = [page for page in pages if page.get_height() <= page.get_width()]
        yield from (drawn(page, HEIGHT) for page in upright)
        if lying:
            each = (HEIGHT - GAP * (len(lying) - 1)) // len(lying)
            yield stacked([drawn(page, each) for page in lying])


def drawn(page: pypdfium2.PdfPage, height: int) -> Image.Image:
    """A page `height` pixels tall with a thin edge."""
    small = draw_page(page, round(height * page.get_width() / page.get_height()))
    ImageDraw.Draw(small).rectangle((0, 0, small.width - 1, small.height - 1), outline=EDGE)
    return small


def stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(picture.width for picture in pictures), HEIGHT), GROUND)
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (0, index * (picture.height + GAP)))
    return sheet


def strip(pictures: Sequence[Image.Image]) -> Image.Image:
    """The columns side by side, with a soft shadow under each."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left, shadow = GAP, Image.new("L", sheet.size, 0)
    for picture in pictures:
        shadow.paste(60, (left, GAP + 3, left + picture.width, GAP + picture.height + 3))
        left += picture.width + GAP
    sheet.paste((0, 0, 0), mask=shadow.filter(ImageFilter.GaussianBlur(4)))
    left = GAP
    for picture in pictures:
        sheet.paste(picture, (left, GAP))
        left += picture.width + GAP
    return sheet


def packed(sheet: Image.Image) -> bytes:
    """A PNG of at most `MAX_BYTES`, with as many colours as fit."""
    held = BytesIO()
    for colours in (160, 96, 64, 40, 24):
        held = BytesIO()
        sheet.quantize(colours, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
        if held.tell() < MAX_BYTES:
            break
    return held.getvalue()


def write_contact_sheets() -> None:
    """Write a contact sheet of each sample's client copies, and print the page counts."""
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        files: list[Path] = []
        for sample in sorted(path for path in (ROOT / "samples").iterdir() if path.is_file()):
            document = docgen.load(sample)
            for file_format in ("docx", "pptx"):
                files.append(Path(folder) / f"{sample.stem}.{file_format}")
                files[-1].write_bytes(docgen.render(document, file_format, audience="client").data)
        contact_sheets.print_counts(contact_sheets.write_sheets(files, ROOT / "out" / "sheets"))


def main() -> int:
    """Write docs/pictures and out/sheets; the exit code is the number of pictures that are too large."""
    too_large = 0
    FOLDER.mkdir(exist_ok=True)
    files = render_all()
    for kind, (_, chosen) in CHOSEN.items():
        shown = [column for form, numbers in chosen.items() for column in columns(files[kind, form], numbers)]
        target, data = FOLDER / f"{kind}.png", packed(strip(shown))
        target.write_bytes(data)
        too_large += len(data) >= MAX_BYTES
        print(f"![{kind.replace('_', ' ')} in Word, PDF and PowerPoint]({target.relative_to(ROOT)})")
    write_contact_sheets()
    return too_large


if __name__ == "__main__":
    sys.exit(main())
