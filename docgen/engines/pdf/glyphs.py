"""Report characters that no font has, and those that a fallback font draws.

A box on a page is still extracted as the right character, so nobody but a reader would see it. A run's families are
those of its own style, Latin and East Asian alike; other characters come from any installed font.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from docgen.audience import View, fields_of
from docgen.engines.pdf import fontset
from docgen.engines.pdf.weasyprint.fonts import faces_of
from docgen.engines.pdf.weasyprint.names import boxes, placed_box
from docgen.errors import Finding, MissingError
from docgen.messages import Message, message
from docgen.templating import Bindings

_SHOWN = 12
_ELSEWHERE = "the template, a label or the brand"
_SVG = "{http://www.w3.org/2000/svg}"
_UNDRAWN = re.compile(r"<(style|script|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_NONCHARACTERS = frozenset(range(0xFDD0, 0xFDF0))


Fallbacks = dict[str, tuple[str, ...]]
"""Characters that a fallback font draws, with the families of their run, none of which has them."""


def check_glyphs(page: str, bindings: Bindings, notices: list[Finding] | None = None) -> None:
    """Raise MissingError with each character of `page`, or of the watermark, that no font has.

    With `bindings.allow_missing_glyphs` the findings are appended to `notices` instead.
    """
    drawn = _UNDRAWN.sub(" ", page) + html.escape(bindings.watermark or "")
    missing = missing_from(set(html.unescape(drawn)), bindings.brand.pdf_fonts)
    if not missing:
        return
    findings = [_finding(character, bindings) for character in missing[:_SHOWN]]
    if len(missing) > _SHOWN:
        findings.append(Finding.of("missing.glyph:more", count=len(missing) - _SHOWN))
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
    """The code points in the `cmap` of a font file; of a collection, in its first face."""
    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def report_fallbacks(fallbacks: Fallbacks, bindings: Bindings, notices: list[Finding]) -> None:
    """Append a notice for each of `fallbacks` to `notices`, with the path of its field."""
    for character, families in sorted(fallbacks.items())[:_SHOWN]:
        place = next(_places(character, bindings.names), _ELSEWHERE)
        named, lacking = _named(character), list(families)
        notices.append(Finding.of("notice.face", character=named, families=lacking, place=place, severity="warning"))
    if len(fallbacks) > _SHOWN:
        notices.append(Finding.of("notice.face:more", count=len(fallbacks) - _SHOWN, severity="warning"))


def _finding(character: str, bindings: Bindings) -> Finding:
    place, package = next(_places(character, bindings.names), _ELSEWHERE), _package_for(ord(character))
    return Finding.of("missing.glyph", character=_named(character), package=package, place=place)


def _named(character: str) -> Message:
    """The character with its code point and its name in Unicode, if it has one."""
    code, name = f"U+{ord(character):04X}", unicodedata.name(character, "")
    return message(
        "missing.character" if name else "missing.character:unnamed", character=character, code=code, name=name
    )


def _places(character: str, value: Any, path: str = "") -> Iterator[str]:
    """The paths of the fields whose text contains `character`, in reading order."""
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
    """Raise MissingError with every character that was drawn as a box: a second check, after the layout."""
    missing = sorted({codepoint for font in document.fonts.values() for codepoint in font.missing})
    if missing:
        shown = [f"{chr(codepoint)} (U+{codepoint:04X})" for codepoint in missing[:_SHOWN]]
        packages = " ".join(sorted({_package_for(codepoint) for codepoint in missing}))
        key = "missing.glyph:drawn" if len(missing) <= _SHOWN else "missing.glyph:drawn_more"
        more = max(len(missing) - _SHOWN, 0)
        raise MissingError(Finding.of(key, characters=shown, more=more, packages=packages))


def _package_for(codepoint: int) -> str:
    if 0x2E80 <= codepoint <= 0x9FFF or 0xF900 <= codepoint <= 0xFAFF or 0x20000 <= codepoint <= 0x3FFFF:
        return "fonts-noto-cjk" if codepoint < 0x20000 else "fonts-hanazono"
    if 0x1F000 <= codepoint <= 0x1FAFF or 0x2600 <= codepoint <= 0x27BF:
        return "fonts-noto-color-emoji"
    return "fonts-noto-core"


def find_fallbacks(text: str, families: Iterable[str], found: Fallbacks) -> None:
    """Add the characters of `text` that none of `families` has to `found`, with the families."""
    wanted = tuple(families)
    covered = _covered_by(fontset.chosen(), wanted)
    if covered is None or covered.issuperset(map(ord, text)):
        return
    strange = [character for character in set(text) if ord(character) not in covered and needs_glyph(character)]
    boxed = missing_from(strange, wanted)  # these are reported as missing glyphs
    found.update({character: wanted for character in sorted(strange) if character not in boxed})


@lru_cache(maxsize=64)
def _covered_by(configuration: Path | None, families: tuple[str, ...]) -> frozenset[int] | None:
    """The characters of all `families`; None if one isn't an installed family, such as a generic one."""
    known = faces_of(configuration)
    if not families or any(family.casefold() not in known for family in families):
        return None
    return frozenset().union(*(codepoints_of(file) for family in families for file in known[family.casefold()]))


def find_fallbacks_in(box: Any, found: Fallbacks) -> None:
    """Add the fallback characters in the texts and drawings of `box` to `found`."""
    waiting = [box]
    while waiting:
        inside = placed_box(waiting.pop())
        if isinstance(inside, boxes.TextBox):
            find_fallbacks(inside.text, inside.style["font_family"], found)
        elif isinstance(inside, boxes.ReplacedBox):
            for text, families in _drawn(inside.element, inside.style["font_family"]):
                find_fallbacks(text, families, found)
        elif isinstance(inside, boxes.ParentBox):
            waiting.extend(inside.children)


def _drawn(element: Any, families: Iterable[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """The texts of an SVG drawing, each with its font families."""
    if element is None or not str(element.tag).startswith(_SVG) or element.tag in {f"{_SVG}title", f"{_SVG}desc"}:
        return
    named = element.get("font-family")
    families = [family.strip().strip("\"'") for family in named.split(",")] if named else families
    if element.tag in {f"{_SVG}text", f"{_SVG}tspan"}:
        yield element.text or "", families
    for child in element:
        yield from _drawn(child, families)
        yield (child.tail or "") if element.tag in {f"{_SVG}text", f"{_SVG}tspan"} else "", families
