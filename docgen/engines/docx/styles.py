"""Brand a template's styles: literal theme colours, weight of rules, a language for each script.

Literal colours are for programs without theme support. Latin script is English, East Asian script Chinese.
"""

from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache

from lxml import etree

from docgen.brand import Brand
from docgen.engines.office.theme import rule_scale
from docgen.ooxml.names import RUN_PROPERTIES, Element, W, put, w

_KINDS = (("themeFill", "fill", "themeFillTint", "themeFillShade"), ("themeColor", "color", "themeTint", "themeShade"))
_HAIRLINE = 8
"""The heaviest hair rule, in eighths of a point; edges of panels are heavier and unchanged."""
_RULES = "//w:pBdr/*[@w:themeColor] | //w:tblBorders/*[@w:themeColor] | //w:tcBorders/*[@w:themeColor]"
_FIND = "//*[@w:themeColor or @w:themeFill]"
_LATIN, _EAST_ASIAN = "en-GB", "zh-CN"


def resolve_colours(root: Element, brand: Brand) -> None:
    """Set the literal colour of each theme colour under `root`, with tints and shades applied."""
    slots = _slots(brand)
    for element in root.xpath(_FIND, namespaces={"w": W}):
        for theme, fallback, tint, shade in _KINDS:
            slot = slots.get(element.get(w(theme), ""))
            if slot is not None:
                attribute = "val" if element.tag == w("color") else fallback
                element.set(w(attribute), _tinted(slot, element.get(w(tint)), element.get(w(shade))))


def scale_rules(root: Element, brand: Brand) -> None:
    """Scale hair rules in a theme colour to the brand's weight; `sz` is in eighths of a point (17.18.27)."""
    scale = rule_scale(brand)
    if scale == 1:
        return
    for rule in root.xpath(_RULES, namespaces={"w": W}):
        size = int(rule.get(w("sz"), "4"))
        if size <= _HAIRLINE:
            rule.set(w("sz"), str(max(2, round(size * scale))))


def literal_colour(slot: str, brand: Brand) -> str:
    """The brand's colour of a theme slot, as six hex digits."""
    return _slots(brand)[slot].lstrip("#").upper()


@lru_cache(maxsize=64)
def _slots(brand: Brand) -> dict[str, str]:
    return {
        "text1": brand.ink, "dark1": brand.ink, "background1": "FFFFFF", "light1": "FFFFFF",
        "text2": brand.primary, "dark2": brand.primary, "background2": brand.surface, "light2": brand.surface,
        "accent1": brand.primary, "accent2": brand.accent, "accent3": brand.positive, "accent4": brand.warning,
        "accent5": brand.negative, "accent6": brand.muted, "hyperlink": brand.primary, "followedHyperlink": brand.muted,
    }  # fmt: skip


@lru_cache(maxsize=1024)
def _tinted(colour: str, tint: str | None, shade: str | None) -> str:
    """`colour` with its lightness moved towards white by `tint` or towards black by `shade`, both hex bytes."""
    if not tint and not shade:
        return colour.upper()
    hue, light, saturation = rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    if tint:
        part = int(tint, 16) / 255
        light = light * part + 1 - part
    if shade:
        light *= int(shade, 16) / 255
    return "".join(f"{round(value * 255):02X}" for value in hls_to_rgb(hue, light, saturation))


def set_languages(styles: Element) -> None:
    """Set the languages of the defaults of a styles part (ECMA-376 part 1, 17.3.2.20).

    Word chooses between them by the script of each character. A template's own English and Chinese variants are
    unchanged.
    """
    properties = _default_properties(styles)
    language = properties.find(w("lang"))
    if language is None:
        language = put(properties, "lang")
    for name, wanted in (("val", _LATIN), ("eastAsia", _EAST_ASIAN)):
        if not language.get(w(name), "").startswith(wanted[:2]):
            language.set(w(name), wanted)


def _default_properties(styles: Element) -> Element:
    """The run properties of the document defaults, added where they are missing."""
    found = styles
    for name in (w("docDefaults"), w("rPrDefault"), RUN_PROPERTIES):
        inner = found.find(name)
        if inner is None:
            inner = etree.Element(name)
            found.insert(0, inner)
        found = inner
    return found
