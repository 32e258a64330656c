"""Draw documents' pages as small strips of pictures, compare strips, and show differences in a page of HTML."""

import html
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

PAGE_WIDTH, SLIDE_WIDTH, GAP = 128, 192, 4
MOST_PAGES = 14
"""Pages of a document that are kept: the first ones, since long lists go on alike."""
_GROUND = (128, 132, 138)
_BLOCK = 6
_LEVELS = 16
"""How far a block of a page may be from its reference, in levels of grey, before it counts as another."""
OWN, LIBREOFFICE = 0.01, 0.04
"""How many blocks of a page may differ, as a share: of a PDF of ours, of an Office file that LibreOffice laid out."""


def strip_of(pdf: Path) -> Image.Image:
    """The first pages of a PDF in one row, each `PAGE_WIDTH` or, lying, `SLIDE_WIDTH` wide; the count below, as a bar.

    A bar of some pixels a page at the foot makes a strip differ when the number of pages does.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
        pages = [_small(document[index]) for index in range(min(count, MOST_PAGES))]
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    strip = Image.new("RGB", (width, max(page.height for page in pages) + 3 * GAP), _GROUND)
    left = GAP
    for page in pages:
        strip.paste(page, (left, GAP))
        left += page.width + GAP
    strip.paste((255, 255, 255), (0, strip.height - GAP, min(GAP * count, width), strip.height))
    return strip


def _small(page: pypdfium2.PdfPage) -> Image.Image:
    across = SLIDE_WIDTH if page.get_width() > page.get_height() else PAGE_WIDTH
    large = page.render(scale=3 * across / page.get_width()).to_pil().convert("RGB")
    return large.resize((across, round(across * large.height / large.width)), Image.Resampling.BOX)


def packed(strip: Image.Image) -> bytes:
    """A strip as its reference is kept."""
    held = BytesIO()
    strip.save(held, "WEBP", quality=50, method=6)
    return held.getvalue()


def unpacked(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def differing(old: Image.Image, new: Image.Image) -> float:
    """The share of blocks that differ about the page that differs most; 1 where the strips are of unlike size."""
    if old.size != new.size:
        return 1.0
    across, down = max(old.width // _BLOCK, 1), max(old.height // _BLOCK, 1)
    change = ImageChops.difference(_blocks(old, (across, down)), _blocks(new, (across, down)))
    levels = change.tobytes()
    is_other = [max(levels[at : at + 3]) > _LEVELS for at in range(0, len(levels), 3)]
    columns = [sum(is_other[column::across]) for column in range(across)]
    page = min(PAGE_WIDTH // _BLOCK, across)
    return max(sum(columns[at : at + page]) for at in range(across - page + 1)) / (page * down)


def _blocks(strip: Image.Image, size: tuple[int, int]) -> Image.Image:
    return strip.filter(ImageFilter.BoxBlur(1)).resize(size, Image.Resampling.BOX)


def _difference(old: Image.Image, new: Image.Image) -> Image.Image:
    """Where two strips differ, dark on white, over both sizes."""
    size = (max(old.width, new.width), max(old.height, new.height))
    sheets = [Image.new("RGB", size, _GROUND) for _ in (old, new)]
    for sheet, strip in zip(sheets, (old, new), strict=True):
        sheet.paste(strip, (0, 0))
    return ImageChops.invert(ImageChops.difference(*sheets).convert("L").point(lambda level: min(4 * level, 255)))


def keep_difference(folder: Path, name: str, old: Image.Image | None, new: Image.Image) -> None:
    """Write what was, what is and the difference into `folder`, and the page that shows all such beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = {"was": old, "is": new, "difference": _difference(old, new) if old is not None else None}
    for what, picture in shown.items():
        if picture is not None:
            picture.save(folder / f"{name}.{what}.png")
    names = sorted({path.name.rsplit(".", 2)[0] for path in folder.glob("*.is.png")})
    folder.with_suffix(".html").write_text(_page(folder, names), encoding="utf-8")


def _page(folder: Path, names: Iterable[str]) -> str:
    rows = "".join(f"<h2>{html.escape(name)}</h2>{''.join(_figures(folder, name))}" for name in names)
    style = (
        "body{font:14px sans-serif;margin:24px;background:#ddd}img{display:block;max-width:100%}figure{margin:8px 0}"
    )
    return f"<!doctype html><meta charset=utf-8><title>Pages that differ</title><style>{style}</style>{rows}\n"


def _figures(folder: Path, name: str) -> Sequence[str]:
    files = [(what, folder / f"{name}.{what}.png") for what in ("was", "is", "difference")]
    shown = [(what, f"{folder.name}/{html.escape(file.name)}") for what, file in files if file.exists()]
    return [f'<figure><figcaption>{what}</figcaption><img src="{path}" alt="{what}"></figure>' for what, path in shown]
