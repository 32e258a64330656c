"""Write the theme part of a Word or PowerPoint template from the built-in brand."""

from collections.abc import Sequence

from docgen.brand import Brand

GLOW = '<a:schemeClr val="accent2"><a:lumMod val="60000"/><a:lumOff val="40000"/><a:satMod val="55000"/></a:schemeClr>'
"""The accent on grounds in `primary`: lighter, so that a dark one is seen, and paler, so that it does not glare."""


def theme(lines: Sequence[int]) -> str:
    """The theme; `lines` are the weights of its three lines in English metric units."""
    brand = Brand()
    slots = {
        "dk1": brand.ink, "lt1": "FFFFFF", "dk2": brand.primary, "lt2": brand.surface, "accent1": brand.primary,
        "accent2": brand.accent, "accent3": brand.positive, "accent4": brand.warning, "accent5": brand.negative,
        "accent6": brand.muted, "hlink": brand.primary, "folHlink": brand.muted,
    }  # fmt: skip
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in slots.items())
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    drawn = "".join(f'<a:ln w="{weight}">{solid}</a:ln>' for weight in lines)
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="docgen"><a:themeElements>'
        f'<a:clrScheme name="docgen">{colours}</a:clrScheme><a:fontScheme name="docgen">'
        f"<a:majorFont>{_fonts(brand.heading_latin, brand.heading_east_asian)}</a:majorFont>"
        f"<a:minorFont>{_fonts(brand.body_latin, brand.body_east_asian)}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="docgen"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{drawn}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _fonts(latin: str, east_asian: str) -> str:
    return f'<a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/><a:cs typeface=""/>'
