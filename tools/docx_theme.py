"""Turns the built-in brand into a theme part; the engine writes a company's own over it."""

from docgen.brand import Brand


def theme() -> str:
    """The theme with the built-in brand; the engine writes the company's over it."""
    brand = Brand()
    slots = {
        "dk1": brand.ink, "lt1": "FFFFFF", "dk2": brand.primary, "lt2": brand.surface, "accent1": brand.primary,
        "accent2": brand.accent, "accent3": brand.positive, "accent4": brand.warning, "accent5": brand.negative,
        "accent6": brand.muted, "hlink": brand.primary, "folHlink": brand.muted,
    }  # fmt: skip
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in slots.items())
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{solid}</a:ln>'

    def fonts(latin: str, east_asian: str) -> str:
        return f'<a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/><a:cs typeface=""/>'

    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="docgen"><a:themeElements>'
        f'<a:clrScheme name="docgen">{colours}</a:clrScheme><a:fontScheme name="docgen">'
        f"<a:majorFont>{fonts(brand.heading_latin, brand.heading_east_asian)}</a:majorFont>"
        f"<a:minorFont>{fonts(brand.body_latin, brand.body_east_asian)}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="docgen"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
