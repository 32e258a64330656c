"""Turns the characters of a filled page into findings: those that no font at hand has, and those of another face.

A box on a page still reads as the right character when text is extracted, so nobody but a reader would see it.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from docgen.audience import View, fields_of
from docgen.engines.pdf import fontset
from docgen.engines.pdf.weasyprint.fonts import faces_of
from docgen.errors import Finding, MissingError
from docgen.templating import Bindings

_SHOWN = 12
_UNDRAWN = re.compile(r"<(style|script|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_NONCHARACTERS = frozenset(range(0xFDD0, 0xFDF0))


Strays = dict[str, tuple[str, ...]]
"""Characters that change the face inside a line, with the families of their run, none of which has them."""


def check_glyphs(page: str, bindings: Bindings, notices: list[Finding] | None = None) -> None:
    """Raise MissingError for each character of `page`, or of the watermark, that no font has.

    With `bindings.allow_missing_glyphs` it is appended to `notices` instead.
    """
    drawn = _UNDRAWN.sub(" ", page) + html.escape(bindings.watermark or "")
    missing = missing_from(set(html.unescape(drawn)), bindings.brand.pdf_fonts)
    if not missing:
        return
    findings = [_finding(character, bindings) for character in missing[:_SHOWN]]
    if len(missing) > _SHOWN:
        findings.append(Finding("missing.glyph", f"no font has {len(missing) - _SHOWN} more characters"))
    if not bindings.allow_missing_glyphs:
        raise MissingError(findings)
    if notices is not None:
        notices.extend(findings)


def missing_from(characters: Iterable[str], families: Sequence[str]) -> list[str]:
    """The characters that need a glyph and have none in the chosen fonts; the files of `families` are read first."""
    left = {ord(character) for character in characters if needs_glyph(character)}
    for file in _files(families):
        if not left:
            break
        left -= codepoints_of(file)
    return [chr(codepoint) for codepoint in sorted(left)]


def needs_glyph(character: str) -> bool:
    """Whether the character is drawn."""
    codepoint = ord(character)
    is_selector = 0xFE00 <= codepoint <= 0xFE0F or 0xE0100 <= codepoint <= 0xE01EF
    return unicodedata.category(character) not in _INVISIBLE and not is_selector and codepoint not in _NONCHARACTERS


def _files(families: Sequence[str]) -> Iterator[str]:
    known = faces_of(fontset.chosen())
    first = [file for family in families for file in known.get(family.casefold(), ())]
    yield from dict.fromkeys([*first, *(file for files in known.values() for file in files)])


@lru_cache(maxsize=128)
def codepoints_of(file: str) -> frozenset[int]:
    """What a font file has glyphs for; of a collection, what its first face has."""
    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def tell_strays(strays: Strays, bindings: Bindings, notices: list[Finding]) -> None:
    """Append a notice for each of `strays` to `notices`, with the field that it stands in."""
    for character, families in sorted(strays.items())[:_SHOWN]:
        place = next(_places(character, bindings.names), "the template, a label or the brand")
        named = f"{character} (U+{ord(character):04X}, {unicodedata.name(character, 'a character without a name')})"
        message = f"{named} is drawn in another face: {' and '.join(families)} lack it"
        hint = "write another character, or name a font that has it under pdf_fonts in brand.yaml"
        notices.append(Finding("notice.face", message, hint, place=place, severity="warning"))
    if len(strays) > _SHOWN:
        more = f"{len(strays) - _SHOWN} more characters are drawn in another face"
        notices.append(Finding("notice.face", more, severity="warning"))


def _finding(character: str, bindings: Bindings) -> Finding:
    place = next(_places(character, bindings.names), "the template, a label or the brand")
    name = unicodedata.name(character, "a character without a name")
    message = f"no font has {character} (U+{ord(character):04X}, {name})"
    package = _package_for(ord(character))
    hint = f"write another character, or apt-get install {package} and name its font under pdf_fonts in brand.yaml"
    return Finding("missing.glyph", message, f"{hint}; --allow-missing-glyphs prints a box", place=place)


def _places(character: str, value: Any, path: str = "") -> Iterator[str]:
    """The paths of the fields whose text holds `character`, in reading order."""
    if isinstance(value, str):
        if character in value:
            yield path
    elif isinstance(value, View):
        yield from _places(character, dict(fields_of(value)), path)
    elif isinstance(value, dict):
        for name, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _places(character, item, f"{path}.{name}" if path else str(name))  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _places(character, item, f"{path}[{index}]")


def require_glyphs(document: Any) -> None:
    """Raise MissingError naming every character that was drawn as a box, as a second look at what was laid out."""
    missing = sorted({codepoint for font in document.fonts.values() for codepoint in font.missing})
    if missing:
        shown = ", ".join(f"{chr(codepoint)} (U+{codepoint:04X})" for codepoint in missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        packages = " ".join(sorted({_package_for(codepoint) for codepoint in missing}))
        hint = f"apt-get install {packages}"
        raise MissingError(Finding("missing.glyph", f"no installed font can draw {shown}{more}", hint))


def _package_for(codepoint: int) -> str:
    if 0x2E80 <= codepoint <= 0x9FFF or 0xF900 <= codepoint <= 0xFAFF or 0x20000 <= codepoint <= 0x3FFFF:
        return "fonts-noto-cjk" if codepoint < 0x20000 else "fonts-hanazono"
    if 0x1F000 <= codepoint <= 0x1FAFF or 0x2600 <= codepoint <= 0x27BF:
        return "fonts-noto-color-emoji"
    return "fonts-noto-core"
