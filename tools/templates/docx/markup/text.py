"""Turns words, cells and rows into WordprocessingML; every colour is a theme colour, every size a style's or a run's.

Lengths are twentieths of a point (twips) unless a name says otherwise; sizes of type are points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
)
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


def colour(name: str, element: str = "color") -> str:
    """A colour of text, as a property; the literal value is left to the reader's theme."""
    theme, shade = COLOURS[name]
    shaded = f' w:themeShade="{shade}"' if shade else ""
    return f'<w:{element} w:val="auto" w:themeColor="{theme}"{shaded}/>'


def shading(name: str) -> str:
    theme, shade = COLOURS[name]
    shaded = f' w:themeFillShade="{shade}"' if shade else ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="auto" w:themeFill="{theme}"{shaded}/>'


def border(side: str, name: str | None, weight: float = 0.5, space: int = 0) -> str:
    """A rule at one side; `weight` in points; without a colour no rule."""
    if name is None:
        return f'<w:{side} w:val="nil"/>'
    theme, shade = COLOURS[name]
    shaded = f' w:themeShade="{shade}"' if shade else ""
    return (
        f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="{space}" w:color="auto" '
        f'w:themeColor="{theme}"{shaded}/>'
    )


def run_properties(
    *, colour_name: str = "", size: float = 0, bold: bool | None = None, fill: str = "", heading: bool = False
) -> str:
    """The inside of an `rPr`, in the order of ECMA-376 part 1, 17.3.2.28."""
    fonts = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia"/>'
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    return (
        (fonts if heading else "")
        + weight
        + (colour(colour_name) if colour_name else "")
        + points
        + (shading(fill) if fill else "")
    )


@dataclass(frozen=True)
class Run:
    """Text in one look; a line feed in it is a line break; `wide`: in the East Asian font where either would do."""

    text: str
    colour: str = ""
    size: float = 0
    bold: bool | None = None
    fill: str = ""
    wide: bool = False

    def xml(self) -> str:
        told = '<w:rFonts w:hint="eastAsia"/>' if self.wide else ""
        told += run_properties(colour_name=self.colour, size=self.size, bold=self.bold, fill=self.fill)
        properties = f"<w:rPr>{told}</w:rPr>" if told else ""
        lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in self.text.split("\n"))
        return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


@dataclass(frozen=True)
class Field:
    """A field such as PAGE, with the text that stands for its result."""

    instruction: str

    def xml(self) -> str:
        return f'<w:fldSimple w:instr=" {self.instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


@dataclass(frozen=True)
class Raw:
    """Markup as it stands, such as an anchored drawing's run."""

    markup: str

    def xml(self) -> str:
        return self.markup


Inline = Run | Field | Raw


def bold(text: str, colour_name: str = "", size: float = 0) -> Run:
    return Run(text, colour_name, size, bold=True)


def muted(text: str, size: float = 0) -> Run:
    return Run(text, "muted", size)


def inlines(parts: Sequence[str | Inline]) -> str:
    return "".join((Run(part) if isinstance(part, str) else part).xml() for part in parts)


def p(*parts: str | Inline, style: str = "", shape: str = "") -> str:
    """A paragraph; `shape` is the inside of its `pPr` after the style, in the standard's order."""
    told = (f'<w:pStyle w:val="{style}"/>' if style else "") + shape
    return f"<w:p>{f'<w:pPr>{told}</w:pPr>' if told else ''}{inlines(parts)}</w:p>"


def tag(*directives: str) -> str:
    """Paragraphs of their own for `{%p … %}`."""
    return "".join(p("{%p " + told + " %}", style="Tag") for told in directives)


def when(condition: str, *blocks: str) -> str:
    """Blocks that stand only under a condition."""
    return tag(f"if {condition}") + "".join(blocks) + tag("endif")


def each(loop: str, *blocks: str) -> str:
    """Blocks once for each item, `loop` as `x in xs`."""
    return tag(f"for {loop}") + "".join(blocks) + tag("endfor")


@dataclass(frozen=True)
class Cell:
    """A cell: its blocks, how many columns it spans, and its look; `rules` are borders by side as markup."""

    blocks: str
    span: int = 1
    fill: str = ""
    rules: str = ""
    anchor: str = ""
    margins: tuple[int, int, int, int] | None = None

    def xml(self, width: int) -> str:
        told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        told += f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        told += f"<w:tcBorders>{self.rules}</w:tcBorders>" if self.rules else ""
        told += shading(self.fill) if self.fill else ""
        told += _margins("tcMar", self.margins) if self.margins is not None else ""
        told += f'<w:vAlign w:val="{self.anchor}"/>' if self.anchor else ""
        return f"<w:tc><w:tcPr>{told}</w:tcPr>{self.blocks}</w:tc>"


def _margins(name: str, told: tuple[int, int, int, int]) -> str:
    sides = zip(("top", "left", "bottom", "right"), told, strict=True)
    inside = "".join(f'<w:{side} w:w="{value}" w:type="dxa"/>' for side, value in sides)
    return f"<w:{name}>{inside}</w:{name}>"


@dataclass(frozen=True)
class Row:
    """A row of cells; a header row is repeated on each page; `height` at least, or `exactly`.

    `splits`: a row that only sets blocks side by side may run over a page's end.
    """

    cells: Sequence[Cell]
    header: bool = False
    height: int = 0
    exactly: bool = False
    splits: bool = False

    def xml(self, widths: Sequence[int]) -> str:
        told = "" if self.splits else "<w:cantSplit/>"
        rule = "exact" if self.exactly else "atLeast"
        told += f'<w:trHeight w:val="{self.height}" w:hRule="{rule}"/>' if self.height else ""
        told += "<w:tblHeader/>" if self.header else ""
        cells, at = "", 0
        for cell in self.cells:
            cells += cell.xml(sum(widths[at : at + cell.span]))
            at += cell.span
        return f"<w:tr><w:trPr>{told}</w:trPr>{cells}</w:tr>"


def table_tag(directive: str, columns: int) -> Row:
    """A row of its own for `{%tr … %}`."""
    return Row([Cell(p("{%tr " + directive + " %}", style="Tag"), span=columns)])


def table(  # noqa: PLR0913 - a table has as many sides
    widths: Sequence[int],
    rows: Sequence[Row],
    *,
    style: str = "DocgenTable",
    margins: tuple[int, int, int, int] | None = None,
    alt: str = "",
    shift: int | None = None,
    sums: bool = False,
) -> str:
    """A table of fixed column widths; the first row is a header row if it says so, the last a total with `sums`.

    `shift` moves the table's left edge from the margin.
    """
    first = int(bool(rows) and rows[0].header)
    told = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    told += f'<w:tblInd w:w="{shift}" w:type="dxa"/>' if shift is not None else ""
    told += '<w:tblLayout w:type="fixed"/>'
    told += _margins("tblCellMar", margins) if margins is not None else ""
    look = 0x0400 + 0x20 * first + 0x40 * sums
    told += f'<w:tblLook w:val="{look:04X}" w:firstRow="{first}" w:lastRow="{int(sums)}" w:firstColumn="0" '
    told += 'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    told += f'<w:tblDescription w:val="{escape(alt)}"/>' if alt else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(row.xml(widths) for row in rows)
    return f"<w:tbl><w:tblPr>{told}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def widths(total: int, *shares: float) -> list[int]:
    """Column widths in twips that share `total` by percentages and add up to it."""
    whole = sum(shares)
    told = [round(total * share / whole) for share in shares]
    told[-1] += total - sum(told)
    return told


def plain(text: str) -> str:
    """A text without Jinja tags, as a person reads the template."""
    return re.sub(r"\{[{%#].*?[%#}]\}", "", text)
