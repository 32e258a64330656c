"""Check that the brand's font families are installed, and configure WeasyPrint's fonts.

The fonts of a document are known before it is laid out: those that its brand names.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.engines.pdf import fontset
from docgen.engines.pdf.weasyprint.names import FontConfiguration, text_libraries
from docgen.errors import Finding, MissingError
from docgen.messages import message

_PACKAGES: Mapping[str, str] = {
    "Caladea": "fonts-crosextra-caladea",
    "Carlito": "fonts-crosextra-carlito",
    "DejaVu Sans": "fonts-dejavu-core",
    "Liberation Sans": "fonts-liberation",
    "Liberation Serif": "fonts-liberation",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Serif CJK SC": "fonts-noto-cjk",
}
_SYSTEM = 0  # FcSetSystem
_FONTCONFIG: Any = text_libraries.fontconfig


def has_subsetter() -> bool:
    """Whether WeasyPrint found HarfBuzz's subsetter on this machine."""
    return bool(text_libraries.harfbuzz_subset)


def require_families(families: Iterable[str]) -> None:
    """Choose the font configuration: the set alone if it has all `families`, else with the system's fonts.

    Raises MissingError with each of `families` that neither has.
    """
    wanted = tuple(families)
    names = (fontset.ALONE, fontset.WITH_SYSTEM) if fontset.folder() else (None,)
    lacking: list[str] = []
    for name in names:
        fontset.choose(name)
        known = faces_of(fontset.chosen())
        lacking = [family for family in wanted if family.casefold() not in known]
        if not lacking:
            return
    raise MissingError([_missing_family(family) for family in dict.fromkeys(lacking)])


def _missing_family(family: str) -> Finding:
    package = _PACKAGES.get(family)
    remedy = message("missing.install_font:package", package=package) if package else message("missing.install_font")
    key = "missing.choose_font" if fontset.folder() else "missing.choose_font:set_up"
    return Finding.of("missing.font", family=family, hint=message(key, install=remedy))


def font_configuration() -> FontConfiguration:
    """WeasyPrint's configuration of the chosen fonts."""
    with fontset.configured(fontset.chosen()):
        return FontConfiguration()


@lru_cache(maxsize=8)
def faces_of(configuration: Path | None) -> Mapping[str, tuple[str, ...]]:
    """The files of each family in a configuration (None: the system's), by case-folded family name."""
    with fontset.configured(configuration):
        loaded = _FONTCONFIG.FcInitLoadConfigAndFonts()
    try:
        found: dict[str, set[str]] = {}
        fonts = _FONTCONFIG.FcConfigGetFonts(loaded, _SYSTEM)
        for index in range(fonts.nfont):
            files = list(_strings(fonts.fonts[index], b"file"))
            for family in _strings(fonts.fonts[index], b"family"):
                found.setdefault(family.casefold(), set()).update(files)
        return {family: tuple(sorted(files)) for family, files in sorted(found.items())}
    finally:
        _FONTCONFIG.FcConfigDestroy(loaded)


def _strings(pattern: Any, name: bytes) -> Iterator[str]:
    ffi: Any = text_libraries.ffi
    value, index = ffi.new("FcChar8 **"), 0
    while not _FONTCONFIG.FcPatternGetString(pattern, name, index, value):
        yield ffi.string(value[0]).decode(errors="replace")
        index += 1
