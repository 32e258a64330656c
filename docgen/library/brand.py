"""Read a library's brand: brand.yaml, a chosen brand over it, and an industry's accent over both."""

import hashlib
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from docgen.brand import Brand
from docgen.errors import Finding, LibraryError
from docgen.library.layers import Layers, check_id
from docgen.library.source import Source, checked, read_yaml
from docgen.messages import Message, MessageError, message
from docgen.nearest import suggest

TEXT_COLOURS = ("primary", "accent", "ink", "muted", "positive", "warning", "negative")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""

BRANDS = "brands"
"""The folder of a library that holds brands to choose from: `brands/grove.yaml`."""

LOGOS = ("logo", "logo_on_dark")
"""The tokens of a brand that name a file."""


def _hex_colour(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        raise MessageError("library.colour", value=value)
    return value.upper()


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
_HEAD = 4096  # bytes in which an SVG's root element begins
Colour = Annotated[str, AfterValidator(_hex_colour)]
_DEFAULT = Brand()


class BrandTokens(BaseModel):
    """The schema of brand.yaml: any token of `Brand`, and the logos' paths, relative to the layer.

    With `keeps_accent`, the brand's accent wins over the industry's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    primary: Colour = _DEFAULT.primary
    accent: Colour = _DEFAULT.accent
    ink: Colour = _DEFAULT.ink
    muted: Colour = _DEFAULT.muted
    line: Colour = _DEFAULT.line
    surface: Colour = _DEFAULT.surface
    positive: Colour = _DEFAULT.positive
    warning: Colour = _DEFAULT.warning
    negative: Colour = _DEFAULT.negative
    heading_latin: str = _DEFAULT.heading_latin
    heading_east_asian: str = _DEFAULT.heading_east_asian
    body_latin: str = _DEFAULT.body_latin
    body_east_asian: str = _DEFAULT.body_east_asian
    pdf_fonts: tuple[str, ...] = Field(_DEFAULT.pdf_fonts, min_length=1)
    pdf_heading_fonts: tuple[str, ...] = ()
    logo: str | None = None
    logo_on_dark: str | None = None
    radius: float = Field(_DEFAULT.radius, ge=0, le=10)
    rule: float = Field(_DEFAULT.rule, ge=0.25, le=3)
    keeps_accent: bool = False


Accent = tuple[str, tuple[str, int]]
"""An industry's accent, and the file and line that give it."""


def read_brand(library: Layers, accent: Accent | None = None, chosen: str | Path | None = None) -> Brand:
    """The brand: each token from the topmost layer that sets it, `chosen` over them, an industry's `accent` over all.
    `chosen` is the name of a brand in the library's `brands`, or the path of a brand.yaml with its logos next to it.
    Raises LibraryError if a token is invalid, a logo is missing, or a text colour is too pale.
    """
    name, logo_folder, source = "default", None, Source({}, file="brand.yaml")
    for path in reversed(list(library.find_all("brand.yaml"))):
        source = _over(read_yaml(path, library.shown(path), library.read(path)), source)
    if chosen is not None:
        name, logo_folder, source = _chosen(library, chosen, source)
    if accent is not None and source.data.get("keeps_accent") is not True:
        source = Source({"accent": accent[0]}, {("accent",): accent[1]}, source.file).over(source)
    tokens = checked(BrandTokens, source)
    _check_contrast(tokens, source)
    values: dict[str, Any] = {field: getattr(tokens, field) for field in BrandTokens.model_fields}
    del values["keeps_accent"]
    for field in LOGOS:
        values[field] = _logo(library, logo_folder, field, tokens, source)
    return Brand(**values, name=name)


def list_brands(library: Layers) -> dict[str, Path]:
    """The selectable brands by name, sorted, each with its topmost file."""
    found: dict[str, Path] = {}
    for path in library.files(BRANDS, ".yaml"):
        found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def brand_file(chosen: str | Path | None) -> Path | None:
    """The path of a chosen brand that is a file; None for a name in the library, or for None."""
    if isinstance(chosen, str) and not chosen.endswith((".yaml", ".yml")) and not {"/", "\\"} & set(chosen):
        return None
    return None if chosen is None else Path(chosen)


def _chosen(library: Layers, chosen: str | Path, below: Source) -> tuple[str, Path | None, Source]:
    """The brand's name, the folder of its logos (None: the library), and its tokens over `below`."""
    path = brand_file(chosen)
    if path is not None:
        if not path.is_file():
            raise LibraryError(Finding.of("library.brand:file").at(str(chosen)))
        text = path.read_bytes()
        source = _over(read_yaml(path, str(chosen), text), below)
        logos = (path.parent / str(source.data[name]) for name in LOGOS if source.data.get(name))
        content = text + b"".join(logo.read_bytes() for logo in logos if logo.is_file())
        return f"{path.stem}@{hashlib.sha256(content).hexdigest()[:12]}", path.parent, source
    chosen = str(chosen)
    for path in reversed(list(library.find_all(f"{BRANDS}/{check_id(chosen, message('library.noun:brand'))}.yaml"))):
        below = _over(read_yaml(path, library.shown(path), library.read(path)), below)
    known = list_brands(library)
    if chosen not in known:
        raise LibraryError(Finding.of("library.brand", name=chosen, hint=suggest(chosen, known)))
    return chosen, None, below


def _over(upper: Source, lower: Source) -> Source:
    """`upper` over `lower`; logos come from one of them, so that no document has the logos of two companies."""
    if any(name in upper.data for name in LOGOS):
        kept = {name: value for name, value in lower.data.items() if name not in LOGOS}
        lower = Source(kept, lower.places, lower.file)
    return upper.over(lower)


def _logo(library: Layers, folder: Path | None, field: str, tokens: BrandTokens, source: Source) -> bytes | None:
    name = getattr(tokens, field)
    if name is None:
        return None
    sibling = Layers((folder.resolve(),)).find(name) if folder is not None else None
    path = sibling or library.find(name)
    if path is None:
        file, line = source.place((field,))
        raise LibraryError(Finding.of("library.logo", logo=name).at(file, line, 1, field))
    data = library.read(path) if sibling is None else sibling.read_bytes()
    if not _is_picture(data):
        file, line = source.place((field,))
        raise LibraryError(Finding.of("library.logo:no_picture", logo=name).at(file, line, 1, field))
    return data


def _is_picture(data: bytes) -> bool:
    """Whether a file begins as a PNG, JPEG, GIF or SVG does."""
    return data.startswith(_PICTURES) or b"<svg" in data[:_HEAD].lower()


def _check_contrast(tokens: BrandTokens, source: Source) -> None:
    problems: list[Finding] = []
    for name in TEXT_COLOURS:
        colour = getattr(tokens, name)
        on_surface = message("library.ground:surface", colour=tokens.surface)
        for ground, shade in ((message("library.ground:white"), "FFFFFF"), (on_surface, tokens.surface)):
            reached = contrast(colour, shade)
            if reached < LEAST_CONTRAST:
                finding = Finding.of(
                    "library.contrast",
                    colour=colour,
                    reached=f"{reached:.1f}",
                    ground=ground,
                    least=LEAST_CONTRAST,
                    hint=_suggest_shade(colour, shade),
                )
                problems.append(finding.at(*source.place((name,)), 1, name))
                break
    if problems:
        raise LibraryError(problems)


def contrast(colour: str, ground: str) -> float:
    """The contrast ratio of two colours in six hex digits, 1 to 21 (WCAG 2.2, relative luminance)."""
    paler, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (paler + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _suggest_shade(colour: str, ground: str) -> Message:
    if contrast("000000", ground) < LEAST_CONTRAST:
        return message("library.shade:none")
    shades = (
        "".join(f"{channel * step // 100:02X}" for channel in bytes.fromhex(colour)) for step in range(99, -1, -1)
    )
    shade = next(shade for shade in shades if contrast(shade, ground) >= LEAST_CONTRAST)
    return message("library.shade", shade=shade)
