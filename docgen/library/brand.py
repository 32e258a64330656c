"""Turns brand.yaml, with an industry's accent over it, into the tokens of one look."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from docgen.brand import Brand
from docgen.errors import Finding, LibraryError
from docgen.library.layers import Layers
from docgen.library.source import Source, checked, read_yaml

TEXT_COLOURS = ("primary", "accent", "ink", "muted", "positive", "warning", "negative")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""


def _hex_colour(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        raise ValueError(f"{value!r} is not a colour; write six hex digits without #, in quotes: '1F3A5F'")
    return value.upper()


Colour = Annotated[str, AfterValidator(_hex_colour)]
_DEFAULT = Brand()


class BrandTokens(BaseModel):
    """What brand.yaml may hold: any of the tokens of `Brand`, and the logo's file, relative to the layer."""

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
    pdf_fonts: tuple[str, ...] = _DEFAULT.pdf_fonts
    logo: str | None = None


def read_brand(library: Layers, accent: tuple[str, tuple[str, int]] | None = None) -> Brand:
    """The tokens, each from the topmost layer that gives it; `accent` (colour, its file and line) over them.

    Raises LibraryError if a token is wrong, the logo is missing, or a text colour is too pale on white.
    """
    source = Source({}, file="brand.yaml")
    for path in reversed(list(library.find_all("brand.yaml"))):
        source = read_yaml(path, library.shown(path)).over(source)
    if accent is not None:
        source = Source({"accent": accent[0]}, {("accent",): accent[1]}, source.file).over(source)
    tokens = checked(BrandTokens, source)
    _check_contrast(tokens, source)
    values: dict[str, Any] = {name: getattr(tokens, name) for name in BrandTokens.model_fields}
    values["logo"] = _logo(library, tokens, source)
    return Brand(**values)


def _logo(library: Layers, tokens: BrandTokens, source: Source) -> bytes | None:
    if tokens.logo is None:
        return None
    path = library.find(tokens.logo)
    if path is None:
        file, line = source.place(("logo",))
        message = f"the logo {tokens.logo!r} is not in the library"
        raise LibraryError(Finding("library.logo", message, file=file, line=line, column=1, place="logo"))
    return path.read_bytes()


def _check_contrast(tokens: BrandTokens, source: Source) -> None:
    problems: list[Finding] = []
    for name in TEXT_COLOURS:
        colour = getattr(tokens, name)
        reached = contrast_on_white(colour)
        if reached < LEAST_CONTRAST:
            file, line = source.place((name,))
            message = f"{colour} reaches a contrast of {reached:.1f}:1 on white; text needs {LEAST_CONTRAST}:1"
            hint = f"the nearest darker shade that does is {_darker(colour)}"
            problems.append(Finding("library.contrast", message, hint, file, line, 1, name))
    if problems:
        raise LibraryError(problems)


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of six hex digits to white (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _darker(colour: str) -> str:
    shades = (
        "".join(f"{channel * step // 100:02X}" for channel in bytes.fromhex(colour)) for step in range(99, -1, -1)
    )
    return next(shade for shade in shades if contrast_on_white(shade) >= LEAST_CONTRAST)
