"""Write native tables and the deck's table styles.

Rules are the theme's lines, so that a brand's rule weight reaches every table, and tables a person adds later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from templates.pptx.markup.shapes import COLOURS, Box, Para, emu, fill, frame, rule

LISTING = "{6B1D5A0E-3C42-4F7B-9E11-5D0C6E2A7F01}"
FIGURES = "{6B1D5A0E-3C42-4F7B-9E11-5D0C6E2A7F02}"
BARE = "{6B1D5A0E-3C42-4F7B-9E11-5D0C6E2A7F03}"


@dataclass(frozen=True)
class Cell:
    """A table cell; its borders are the table style's; a `bare` one has none."""

    paras: Sequence[Para]
    fill: str | None = None
    anchor: str = "t"
    span: int = 1
    merged: bool = False
    bare: bool = False
    inset: tuple[float, float, float, float] = (0, 4, 12, 4)

    def xml(self) -> str:
        left, top, right, bottom = (emu(value) for value in self.inset)
        span = f' gridSpan="{self.span}"' if self.span > 1 else ' hMerge="1"' if self.merged else ""
        rules = "".join(rule(None, 0, name) for name in ("lnL", "lnR", "lnT", "lnB")) if self.bare else ""
        return (
            f"<a:tc{span}><a:txBody><a:bodyPr/>"
            f"<a:lstStyle/>{''.join(item.xml(exact=True) for item in self.paras)}</a:txBody>"
            f'<a:tcPr marL="{left}" marR="{right}" marT="{top}" marB="{bottom}" anchor="{self.anchor}">'
            f"{rules}{fill(self.fill) if self.fill else ''}</a:tcPr></a:tc>"
        )


Row = tuple[float, Sequence[Cell]]
"""A row's height in points, and its cells."""


@dataclass(frozen=True)
class Table:
    """A native table in one of the deck's table styles; `widths` in points; rows of cells with a height each.

    `head` is `row`, `column` or empty: the position of its headers. `sums` emphasises the last row.
    """

    name: str
    box: Box
    widths: Sequence[float]
    rows: Sequence[Row]
    head: str = "row"
    style: str = LISTING
    sums: bool = False

    def xml(self, number: int) -> str:
        columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in self.widths)
        rows = "".join(f'<a:tr h="{emu(h)}">{"".join(cell.xml() for cell in cells)}</a:tr>' for h, cells in self.rows)
        heads = {"row": ' firstRow="1"', "column": ' firstCol="1"'}.get(self.head, "")
        heads += ' lastRow="1"' if self.sums else ""
        uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name={quoteattr(self.name)}/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{frame(self.box, "p:xfrm")}<a:graphic><a:graphicData uri="{uri}"><a:tbl><a:tblPr{heads}><a:tableStyleId>'
            f"{self.style}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl></a:graphicData>"
            "</a:graphic></p:graphicFrame>"
        )


def table_styles() -> str:
    """The deck's own table styles: listings (rules between rows), figures (a rule above and below), and none."""
    hair, strong = _line(1, "line"), _line(2, "primary")
    listing = _part("wholeTbl", "ink", {"bottom": hair, "insideH": hair}) + _part("firstCol", "ink")
    listing += _part("lastRow", "primary", {"top": strong}, bold=True)
    listing += _part("firstRow", "primary", {"bottom": strong}, bold=True)
    figures = _part("wholeTbl", "ink", {"top": strong, "bottom": hair})
    named = ((LISTING, "Listing", listing), (FIGURES, "Figures", figures), (BARE, "Bare", _part("wholeTbl", "ink")))
    styles = "".join(
        f'<a:tblStyle styleId="{key}" styleName="{name}">{parts}</a:tblStyle>' for key, name, parts in named
    )
    return (
        '<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'def="{LISTING}">{styles}</a:tblStyleLst>'
    )


_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")
"""In the schema's order (ECMA-376 part 1, 20.1.4.2.28)."""


def _line(weight: int, colour: str) -> str:
    return f'<a:lnRef idx="{weight}">{COLOURS[colour]}</a:lnRef>'


def _part(name: str, colour: str, borders: dict[str, str] | None = None, *, bold: bool = False) -> str:
    """One part of a table style. The whole table's states each side: programs draw an unstated one as they like."""
    stated = {**(dict.fromkeys(_SIDES, _NO_LINE) if name == "wholeTbl" else {}), **(borders or {})}
    drawn = "".join(f"<a:{side}>{stated[side]}</a:{side}>" for side in _SIDES if side in stated)
    weight = ' b="on"' if bold else ""
    return (
        f'<a:{name}><a:tcTxStyle{weight}><a:fontRef idx="minor">{COLOURS[colour]}</a:fontRef>{COLOURS[colour]}'
        f"</a:tcTxStyle><a:tcStyle><a:tcBdr>{drawn}</a:tcBdr></a:tcStyle></a:{name}>"
    )
