"""Write runs and paragraphs; every colour is a theme colour, every size a style's or a run's.

Lengths are twentieths of a point (twips) unless a name has another unit; font sizes are points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docgen.brand import Brand

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
)
_BRAND = Brand()
_LITERALS = {
    "ink": _BRAND.ink, "white": "FFFFFF", "primary": _BRAND.primary, "surface": _BRAND.surface,
    "accent": _BRAND.accent, "positive": _BRAND.positive, "warning": _BRAND.warning, "negative": _BRAND.negative,
    "muted": _BRAND.muted, "line": "D9D9D9",
}  # fmt: skip
"""What programs show that don't know themes; the engine writes the brand's."""
COLOURS = {
    "ink": ("text1", ""),
    "white": ("background1", ""),
    "primary": ("text2", ""),
    "surface": ("background2", ""),
    "accent": ("accent2", ""),
    "positive": ("accent3", ""),
    "warning": ("accent4", ""),
    "negative": ("accent5", ""),
    "muted": ("accent6", ""),
    "line": ("background1", "D9"),
}
TEXT_WIDTH = 9072
"""Between margins of 2.5 cm on upright A4."""
KEEP_NEXT, KEEP_LINES, PAGE_BREAK_BEFORE = "<w:keepNext/>", "<w:keepLines/>", "<w:pageBreakBefore/>"
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
"""A numbered chapter's heading."""
KEEP_NEXT_OFF = '<w:keepNext w:val="0"/>'
RIGHT, CENTRE, LEFT = (f'<w:jc w:val="{side}"/>' for side in ("right", "center", "left"))


def colour(name: str, element: str = "color") -> str:
    """A colour of text, as a property, by the theme."""
    theme, shade = COLOURS[name]
    shaded = f' w:themeShade="{shade}"' if shade else ""
    return f'<w:{element} w:val="{_LITERALS[name]}" w:themeColor="{theme}"{shaded}/>'


def shading(name: str) -> str:
    theme, shade = COLOURS[name]
    shaded = f' w:themeFillShade="{shade}"' if shade else ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_LITERALS[name]}" w:themeFill="{theme}"{shaded}/>'


def border(side: str, name: str | None, weight: float = 0.5, space: int = 0) -> str:
    """A rule at one side; `weight` in points; without a colour no rule."""
    if name is None:
        return f'<w:{side} w:val="nil"/>'
    theme, shade = COLOURS[name]
    shaded = f' w:themeShade="{shade}"' if shade else ""
    return (
        f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="{space}" w:color="{_LITERALS[name]}" '
        f'w:themeColor="{theme}"{shaded}/>'
    )


def rules(*borders: str) -> str:
    """A paragraph's rules, of `border`s in the order top, left, bottom, right, between."""
    return f"<w:pBdr>{''.join(borders)}</w:pBdr>"


NO_RULE_ABOVE = rules(border("top", None))


def spacing(
    before: float | None = None, after: float | None = None, line: float | None = None, *, least: bool = False
) -> str:
    """A paragraph's spacing in points; what isn't given is its style's.

    `line` is the height of a line in each font and program: Word makes lines of Chinese 1.3 times as high as their font
    unless the height is exact. With `least`, lines with drawings or larger text are higher.
    """
    attributes = "".join(
        f' w:{name}="{round(points * 20)}"'
        for name, points in (("before", before), ("after", after), ("line", line))
        if points is not None
    )
    rule = f' w:lineRule="{"atLeast" if least else "exact"}"' if line is not None else ""
    return f"<w:spacing{attributes}{rule}/>"


def indent(left: int = 0, right: int = 0, hanging: int = 0) -> str:
    hung = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{hung}/>'


def right_tab(width: int, *, leader: str = "", instead_of: int = 0) -> str:
    """A tab stop at the right edge; `leader` fills the way to it, `instead_of` is a stop of the style's to drop."""
    cleared = f'<w:tab w:val="clear" w:pos="{instead_of}"/>' if instead_of else ""
    filled = f' w:leader="{leader}"' if leader else ""
    return f'<w:tabs>{cleared}<w:tab w:val="right"{filled} w:pos="{width}"/></w:tabs>'


def run_properties(
    *,
    colour_name: str = "",
    size: float = 0,
    bold: bool | None = None,
    fill: str = "",
    heading: bool = False,
    hidden: bool = False,
) -> str:
    """The inside of an `rPr`, in the order of ECMA-376 part 1, 17.3.2.28."""
    fonts = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia"/>'
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    return (
        (fonts if heading else "")
        + weight
        + ("<w:vanish/>" if hidden else "")
        + (colour(colour_name) if colour_name else "")
        + points
        + (shading(fill) if fill else "")
    )


@dataclass(frozen=True)
class Run:
    """Text in one style; a line feed is a line break; `wide`: ambiguous characters in the East Asian font."""

    text: str
    colour: str = ""
    size: float = 0
    bold: bool | None = None
    fill: str = ""
    wide: bool = False
    hidden: bool = False

    def xml(self) -> str:
        markup = '<w:rFonts w:hint="eastAsia"/>' if self.wide else ""
        markup += run_properties(
            colour_name=self.colour,
            size=self.size,
            bold=self.bold,
            fill=self.fill,
            hidden=self.hidden,
        )
        properties = f"<w:rPr>{markup}</w:rPr>" if markup else ""
        lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in self.text.split("\n"))
        return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


@dataclass(frozen=True)
class Field:
    """A field such as PAGE, with its result's text."""

    instruction: str

    def xml(self) -> str:
        return f'<w:fldSimple w:instr=" {self.instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


@dataclass(frozen=True)
class Raw:
    """Raw markup, such as an anchored drawing's run."""

    markup: str

    def xml(self) -> str:
        return self.markup


TAB = Raw("<w:r><w:tab/></w:r>")
Inline = Run | Field | Raw


def contents_field(levels: str) -> Raw:
    """A TOC field over the headings of `levels`, as `1-2`, which Word fills."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    instruction = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "{levels}" \\h \\z \\u </w:instrText></w:r>'
    return Raw(mark("begin") + instruction + mark("separate") + Run("…").xml() + mark("end"))


def bold(text: str, colour_name: str = "", size: float = 0) -> Run:
    return Run(text, colour_name, size, bold=True)


def muted(text: str, size: float = 0) -> Run:
    return Run(text, "muted", size)


def inlines(parts: Sequence[str | Inline]) -> str:
    return "".join((Run(part) if isinstance(part, str) else part).xml() for part in parts)


def p(*parts: str | Inline, style: str = "", shape: str = "") -> str:
    """A paragraph, body text without a style; `shape` is the inside of its `pPr` after it, in the standard's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style or "BodyText"}"/>{shape}</w:pPr>{inlines(parts)}</w:p>'
