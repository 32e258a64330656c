"""Turns a lack of fonts into a refusal that says what to install, so that no page shows boxes."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from weasyprint.text import ffi as ffi_module

from docgen.errors import Finding, MissingError

_PACKAGES: Mapping[str, str] = {
    "Carlito": "fonts-crosextra-carlito",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Serif CJK SC": "fonts-noto-cjk",
}
_SHOWN = 12
_FONTCONFIG: Any = ffi_module.fontconfig


def has_subsetter() -> bool:
    """Whether WeasyPrint found HarfBuzz's subsetter on this machine."""
    return bool(ffi_module.harfbuzz_subset)


def require_families(families: Iterable[str]) -> None:
    """Raise MissingError naming every one of `families` that is not installed."""
    findings = [_missing_family(family) for family in families if not _is_installed(family)]
    if findings:
        raise MissingError(findings)


def _missing_family(family: str) -> Finding:
    package = _PACKAGES.get(family)
    other = "name an installed font under pdf_fonts in brand.yaml"
    return Finding(
        "missing.font",
        f"the font `{family}` is not installed",
        f"apt-get install {package}, or {other}" if package else f"install it, or {other}",
    )


@lru_cache(maxsize=64)
def _is_installed(family: str) -> bool:
    ffi, fontconfig = ffi_module.ffi, _FONTCONFIG
    pattern = fontconfig.FcPatternCreate()
    fontconfig.FcPatternAddString(pattern, b"family", family.encode())
    fontconfig.FcConfigSubstitute(ffi.NULL, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    result, names = ffi.new("FcResult *"), ffi.new("FcChar8 **")
    found = fontconfig.FcFontMatch(ffi.NULL, pattern, result)
    try:
        return any(name.casefold() == family.casefold() for name in _names_of(found, names, ffi, fontconfig))
    finally:
        fontconfig.FcPatternDestroy(pattern)
        if found != ffi.NULL:
            fontconfig.FcPatternDestroy(found)


def _names_of(pattern: Any, names: Any, ffi: Any, fontconfig: Any) -> Iterable[str]:
    index = 0
    while pattern != ffi.NULL and not fontconfig.FcPatternGetString(pattern, b"family", index, names):
        yield ffi.string(names[0]).decode()
        index += 1


def require_glyphs(document: Any, _pdf: object) -> None:
    """WeasyPrint's finisher: raise MissingError naming every character that no installed font can draw."""
    missing = sorted({codepoint for font in document.fonts.values() for codepoint in font.missing})
    if not missing:
        return
    shown = ", ".join(f"{chr(codepoint)} (U+{codepoint:04X})" for codepoint in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    packages = " ".join(sorted({_package_for(codepoint) for codepoint in missing}))
    raise MissingError(
        Finding("missing.glyph", f"no installed font can draw {shown}{more}", f"apt-get install {packages}")
    )


def _package_for(codepoint: int) -> str:
    if 0x2E80 <= codepoint <= 0x9FFF or 0xF900 <= codepoint <= 0xFAFF or 0x20000 <= codepoint <= 0x3FFFF:
        return "fonts-noto-cjk" if codepoint < 0x20000 else "fonts-hanazono"
    if 0x1F000 <= codepoint <= 0x1FAFF or 0x2600 <= codepoint <= 0x27BF:
        return "fonts-noto-color-emoji"
    return "fonts-noto-core"
