"""A company's brand as tokens: applied to Office files by the theme part, to PDF by CSS variables."""

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

DEFAULT_BRAND = "default"
"""The name of a library's own brand."""

HAIR_RULE = 0.5
"""The weight in points of hair rules in templates."""


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours are six hex digits without `#`; fonts are family names; logos are SVG or PNG bytes.

    `radius` is the radius of panel corners in millimetres, `rule` the weight of hair rules in points. `logo_on_dark` is
    for `primary` backgrounds; where a logo is missing, templates print the seller's name. Empty `pdf_heading_fonts`:
    headings are in `pdf_fonts`.
    """

    name: str = DEFAULT_BRAND

    primary: str = "1F3A5F"
    accent: str = "A85B14"
    ink: str = "1D2433"
    muted: str = "5B6475"
    line: str = "D5DAE1"
    surface: str = "F3F5F8"
    positive: str = "2E7D4F"
    warning: str = "946200"
    negative: str = "B3261E"
    heading_latin: str = "Calibri"
    heading_east_asian: str = "微软雅黑"
    body_latin: str = "Calibri"
    body_east_asian: str = "微软雅黑"
    pdf_fonts: tuple[str, ...] = ("Carlito", "Noto Sans CJK SC")
    pdf_heading_fonts: tuple[str, ...] = ()
    logo: bytes | None = None
    logo_on_dark: bytes | None = None
    radius: float = 0.0
    rule: float = HAIR_RULE

    @property
    def heading_fonts(self) -> tuple[str, ...]:
        """The font families of headings in PDF."""
        return self.pdf_heading_fonts or self.pdf_fonts

    @property
    def accent_on_dark(self) -> str:
        """The accent on `primary` backgrounds: lighter and paler (lumMod 60 %, lumOff 40 %, satMod 55 %)."""
        hue, light, saturation = rgb_to_hls(*(int(self.accent[i : i + 2], 16) / 255 for i in (0, 2, 4)))
        return "".join(f"{round(part * 255):02X}" for part in hls_to_rgb(hue, light * 0.6 + 0.4, saturation * 0.55))

    @property
    def has_logo(self) -> bool:
        """Whether there is a logo for light backgrounds."""
        return self.logo is not None

    @property
    def has_logo_on_dark(self) -> bool:
        """Whether there is a logo for dark backgrounds."""
        return self.logo_on_dark is not None
