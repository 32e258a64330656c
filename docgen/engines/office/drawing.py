"""Turns points into English metric units, and a brand token's colour into a fill."""

EMU = 12700
"""English metric units in a point (ECMA-376 part 1, 20.1.10.16)."""

_COLOURS = {
    "primary": '<a:schemeClr val="tx2"/>',
    "accent": '<a:schemeClr val="accent2"/>',
    "ink": '<a:schemeClr val="tx1"/>',
    "muted": '<a:schemeClr val="accent6"/>',
    "line": '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>',
    "surface": '<a:schemeClr val="bg2"/>',
    "positive": '<a:schemeClr val="accent3"/>',
    "warning": '<a:schemeClr val="accent4"/>',
    "negative": '<a:schemeClr val="accent5"/>',
    "white": '<a:schemeClr val="bg1"/>',
}


def emu(points: float) -> int:
    """Points as English metric units."""
    return round(points * EMU)


def fill(colour: str | None) -> str:
    """A fill in a brand token's theme colour, or none."""
    return f"<a:solidFill>{_COLOURS[colour]}</a:solidFill>" if colour else "<a:noFill/>"
