"""Turns a brand and a watermark into a style sheet: the CSS variables that every HTML template draws from."""

import base64
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from docgen.templating import Bindings

_COLOURS = ("primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative")
_SIDE = 200


def brand_style(bindings: Bindings) -> str:
    """`:root` with `--primary` … `--negative`, `--font`, `--font-wide` (East Asian first), `--font-heading`, `--logo`,
    `--logo-on-dark`, `--radius`, `--rule`, `--watermark` and `--watermark-on-dark`.

    The watermark is laid behind every page; a template that sets a page's background repeats `var(--watermark)`.
    """
    brand = bindings.brand
    colours = "".join(f"--{name}:#{_hex(getattr(brand, name))};" for name in _COLOURS)
    font, wide = font_family(brand.pdf_fonts), font_family(brand.pdf_fonts[::-1])
    dark, light = _watermark(bindings, brand.ink, 0.07), _watermark(bindings, "FFFFFF", 0.13)
    return (
        f":root{{{colours}--font:{font};--font-wide:{wide};--font-heading:{font_family(brand.heading_fonts)};"
        f"--logo:{_logo(brand.logo)};--logo-on-dark:{_logo(brand.dark_logo)};"
        f"--radius:{brand.radius:g}mm;--rule:{brand.rule:g}pt;--watermark:{dark};--watermark-on-dark:{light};"
        "font-family:var(--font)}"
        "@page{background:var(--watermark) center/contain no-repeat}"
        ".long{overflow-wrap:anywhere}.piece{display:block}.wide{font-family:var(--font-wide)}"  # see _pdf_runs
    )


def font_family(names: Sequence[str]) -> str:
    """Names of font families as a CSS value."""
    return ",".join(css_string(name) for name in names)


def css_string(text: str) -> str:
    """`text` as a CSS string that can't end early, in a style sheet, a style element or an attribute."""
    return '"' + "".join(c if c.isalnum() or c in " -_" else f"\\{ord(c):06x}" for c in text) + '"'


def _hex(colour: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour; write six hex digits")
    return colour


def _watermark(bindings: Bindings, colour: str, opacity: float) -> str:
    """The watermark's text across a square, as large as it fits, as an address of an SVG."""
    if not bindings.watermark:
        return "none"
    width = sum(0.6 if ord(character) < 0x2E80 else 1.0 for character in bindings.watermark)
    size = min(40.0, _SIDE / max(width, 1.0))
    middle = _SIDE / 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}mm" height="{_SIDE}mm">'
        f'<text x="{middle}" y="{middle}" text-anchor="middle" transform="rotate(-35 {middle} {middle})" '
        f'font-size="{size:.1f}" font-weight="700" font-family={quoteattr(", ".join(bindings.brand.pdf_fonts))} '
        f'fill="#{colour}" fill-opacity="{opacity}">{escape(bindings.watermark)}</text></svg>'
    )
    return _address("image/svg+xml", svg.encode())


def _logo(logo: bytes | None) -> str:
    if not logo:
        return "none"
    return _address("image/png" if logo.startswith(b"\x89PNG") else "image/svg+xml", logo)


def _address(kind: str, data: bytes) -> str:
    return f"url(data:{kind};base64,{base64.b64encode(data).decode()})"
