"""Turns a theme part and DrawingML colours into names and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.compare.outline import NONE, Look, Value, plain
from docgen.compare.package import Package, attribute, child, children, local
from docgen.ooxml.names import Element

_SAME = {
    "text1": "dk1", "tx1": "dk1", "dark1": "dk1", "text2": "dk2", "tx2": "dk2", "dark2": "dk2", "bg1": "lt1",
    "background1": "lt1", "light1": "lt1", "bg2": "lt2", "background2": "lt2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_FONTS = {"major": "heading font", "minor": "body font"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours (six hex digits) and fonts of a theme by name: `accent1`; `body font`, `body font (East Asian)`."""

    colours: Mapping[str, str] = field(default_factory=dict[str, str])
    fonts: Mapping[str, str] = field(default_factory=dict[str, str])

    def colour(self, name: str) -> Value:
        """A theme colour by any of its names."""
        name = _SAME.get(name, name)
        found = self.colours.get(name)
        return Value(name, f"#{found}" if found else name)

    def font(self, name: str) -> Value:
        """A theme font as Word names it (`majorEastAsia`, `minorHAnsi`) or as DrawingML does (`+mj-ea`)."""
        which = "heading font" if name.startswith(("major", "+mj")) else "body font"
        east_asian = name.endswith(("EastAsia", "-ea"))
        key = f"{which} (East Asian)" if east_asian else which
        return Value(f"theme {key}", self.fonts.get(key, ""))

    def facts(self) -> dict[tuple[str, str], Look]:
        """The theme as facts of the file."""
        told: dict[tuple[str, str], Look] = {
            ("theme colour", name): {"colour": plain(f"#{value}")} for name, value in self.colours.items()
        }
        told |= {("theme font", name): {"font": plain(value)} for name, value in self.fonts.items() if value}
        return told


def read_theme(package: Package, part: str) -> Theme:
    """The theme in `part`; an empty one if it can't be read."""
    elements = child(package.tree(part), "themeElements") if part else None
    colours: dict[str, str] = {}
    for item in children(child(elements, "clrScheme")):
        shade = next(children(item), None)
        value = attribute(shade, "lastClr") or attribute(shade) or ""
        colours[local(item)] = value.upper()
    fonts: dict[str, str] = {}
    for name, title in _FONTS.items():
        group = child(elements, "fontScheme", f"{name}Font")
        fonts[title] = attribute(child(group, "latin"), "typeface") or ""
        fonts[f"{title} (East Asian)"] = attribute(child(group, "ea"), "typeface") or ""
    return Theme(colours, fonts)


def drawn_colour(fill: Element | None, theme: Theme) -> Value:
    """The colour in a DrawingML fill or line; `none` where it says so, empty if it is inherited."""
    for item in children(fill):
        name = local(item)
        if name == "noFill":
            return plain("none")
        if name == "solidFill":
            return _shade(next(children(item), None), theme)
        if name in {"gradFill", "pattFill", "blipFill"}:
            return plain({"gradFill": "gradient", "pattFill": "pattern", "blipFill": "picture"}[name])
    return NONE


def _shade(item: Element | None, theme: Theme) -> Value:
    if item is None:
        return NONE
    name, value = local(item), attribute(item) or ""
    base = theme.colour(value) if name == "schemeClr" else plain(f"#{value.upper()}" if name == "srgbClr" else value)
    marks = "".join(f" {local(mark)} {int(attribute(mark) or 0) // 1000} %" for mark in children(item) if _number(mark))
    return Value(base.own + marks, base.final + marks)


def _number(mark: Element) -> bool:
    return (attribute(mark) or "").lstrip("-").isdecimal()
