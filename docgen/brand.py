"""A company's look as plain tokens; they reach Office files through the theme part and PDF through CSS variables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours are six hex digits without `#`; fonts are family names; `logo` is SVG or PNG bytes."""

    primary: str = "1F3A5F"
    accent: str = "A85B14"
    ink: str = "1D2433"
    muted: str = "5B6475"
    line: str = "D5DAE1"
    surface: str = "F3F5F8"
    positive: str = "2E7D4F"
    warning: str = "9A6700"
    negative: str = "B3261E"
    heading_latin: str = "Calibri"
    heading_east_asian: str = "微软雅黑"
    body_latin: str = "Calibri"
    body_east_asian: str = "微软雅黑"
    pdf_fonts: tuple[str, ...] = ("Carlito", "Noto Sans CJK SC")
    logo: bytes | None = None
