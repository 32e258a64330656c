"""Write text and shapes; every colour is a theme colour, every font a theme font.

Lengths are points, boxes are (x, y, width, height) from the slide's upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from templates.markup.package import GLOW

Box = tuple[float, float, float, float]

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
    'y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
MAPPING = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"

EMU = 12700
COLOURS = {
    "ink": '<a:schemeClr val="tx1"/>',
    "white": '<a:schemeClr val="bg1"/>',
    "primary": '<a:schemeClr val="tx2"/>',
    "surface": '<a:schemeClr val="bg2"/>',
    "accent": '<a:schemeClr val="accent2"/>',
    "glow": GLOW,
    "positive": '<a:schemeClr val="accent3"/>',
    "warning": '<a:schemeClr val="accent4"/>',
    "negative": '<a:schemeClr val="accent5"/>',
    "muted": '<a:schemeClr val="accent6"/>',
    "line": '<a:schemeClr val="bg2"><a:lumMod val="88000"/></a:schemeClr>',
    "veil": '<a:schemeClr val="bg1"><a:alpha val="22000"/></a:schemeClr>',
}


def emu(points: float) -> int:
    return round(points * EMU)


def fill(colour: str | None) -> str:
    return f"<a:solidFill>{COLOURS[colour]}</a:solidFill>" if colour else "<a:noFill/>"


def rule(colour: str | None, weight: float = 0.75, tag: str = "ln") -> str:
    if colour is None:
        return f'<a:{tag} w="0"><a:noFill/></a:{tag}>' if tag != "ln" else "<a:ln><a:noFill/></a:ln>"
    return f'<a:{tag} w="{emu(weight)}">{fill(colour)}</a:{tag}>'


def geometry(shape: str) -> str:
    """A preset shape; a panel has square corners until the brand sets a radius."""
    guides = '<a:gd name="adj" fmla="val 0"/>' if shape == "roundRect" else ""
    return f'<a:prstGeom prst="{shape}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def frame(box: Box, tag: str = "a:xfrm") -> str:
    x, y, width, height = (emu(value) for value in box)
    return f'<{tag}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{tag}>'


class Drawable(Protocol):
    def xml(self, number: int) -> str: ...


def tree(shapes: Sequence[Drawable]) -> str:
    """The shapes of a slide, a layout or a master in the order in which they are read."""
    return f"<p:spTree>{GROUP}{''.join(shape.xml(i) for i, shape in enumerate(shapes, 2))}</p:spTree>"


@dataclass(frozen=True)
class Run:
    """Text in one style, which may have line feeds; `size` in points; `heading` takes the theme's major fonts."""

    text: str
    size: float | None = None
    colour: str | None = None
    bold: bool | None = None
    heading: bool = False

    def xml(self) -> str:
        size = f' sz="{round(self.size * 100)}"' if self.size else ""
        bold = f' b="{int(self.bold)}"' if self.bold is not None else ""
        fonts = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>' if self.heading else ""
        colour = fill(self.colour) if self.colour else ""
        properties = f'<a:rPr lang="en-GB"{size}{bold} dirty="0">{colour}{fonts}</a:rPr>'
        runs = (f"<a:r>{properties}<a:t>{escape(line)}</a:t></a:r>" for line in self.text.split("\n"))
        return f"<a:br>{properties}</a:br>".join(runs)


@dataclass(frozen=True)
class Page:
    """The slide's number as a field."""

    size: float = 9
    colour: str = "muted"

    def xml(self) -> str:
        properties = f'<a:rPr lang="en-GB" sz="{round(self.size * 100)}" dirty="0">{fill(self.colour)}</a:rPr>'
        return f'<a:fld id="{{5A2E7C1D-6B0F-4A53-9C37-1D2F8E4B7A90}}" type="slidenum">{properties}<a:t>1</a:t></a:fld>'


@dataclass(frozen=True)
class Para:
    """One paragraph: runs, alignment (l, ctr, r), bullet (a character, or `1.` for native numbering)."""

    runs: Sequence[Run | Page]
    align: str = ""
    bullet: str = ""
    before: float = 0
    after: float = 0
    spacing: int = 0
    bullet_colour: str = "accent"

    def xml(self, *, exact: bool = False, loose: bool = False) -> str:
        """`exact`: lines of one height whatever their script, so that cells side by side share their baselines.

        `loose`: lines a little apart, as the master has them in placeholders.
        """
        hang = 342900 if self.bullet == "1." else 228600
        indent = f' marL="{hang}" indent="-{hang}"' if self.bullet else ""
        align = f' algn="{self.align}"' if self.align else ""
        spaces = f'<a:lnSpc><a:spcPct val="{self.spacing * 1000}"/></a:lnSpc>' if self.spacing else ""
        if loose and not spaces:
            spaces = '<a:lnSpc><a:spcPct val="108000"/></a:lnSpc>'
        if exact:
            size = max((run.size or 12 for run in self.runs), default=12)
            spaces = f'<a:lnSpc><a:spcPts val="{round(size * (1.35 if size < 28 else 1.2) * 100)}"/></a:lnSpc>'
        spaces += f'<a:spcBef><a:spcPts val="{round(self.before * 100)}"/></a:spcBef>' if self.before else ""
        spaces += f'<a:spcAft><a:spcPts val="{round(self.after * 100)}"/></a:spcAft>' if self.after else ""
        runs = "".join(run.xml() for run in self.runs)
        return f"<a:p><a:pPr{indent}{align}>{spaces}{self._bullet()}</a:pPr>{runs}</a:p>"

    def _bullet(self) -> str:
        if not self.bullet:
            return ""
        colour = f"<a:buClr>{COLOURS[self.bullet_colour]}</a:buClr>"
        if self.bullet == "1.":
            return colour + '<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/>'
        return colour + f'<a:buFont typeface="Arial"/><a:buChar char="{self.bullet}"/>'


def para(text: str, size: float | None = None, colour: str | None = None, **more: object) -> Para:
    """A paragraph of one run; `bold` and `heading` go to the run, the rest to the paragraph."""
    styles = {name: more.pop(name) for name in ("bold", "heading") if name in more}
    return Para([Run(text, size, colour, **styles)], **more)  # type: ignore[arg-type]


def tag(text: str) -> Para:
    """A paragraph that holds a directive only, such as `{%p for x in xs %}`."""
    return para(text)


@dataclass(frozen=True)
class Text:
    """A text box; with `fill` a tinted panel, whose corners are the brand's where its name begins with `Panel`."""

    name: str
    box: Box
    paras: Sequence[Para]
    anchor: str = "t"
    fill: str | None = None
    inset: tuple[float, float, float, float] = (0, 0, 0, 0)
    shape: str = "rect"
    edge: str | None = None

    def xml(self, number: int) -> str:
        body = text_body("p:txBody", self.paras, self.anchor, self.inset)
        is_box = ' txBox="1"' if self.fill is None and not self.edge else ""
        edge = rule(self.edge, 1).replace("</a:ln>", '<a:prstDash val="dash"/></a:ln>') if self.edge else rule(None)
        shape = "roundRect" if self.name.startswith("Panel") and self.shape == "rect" else self.shape
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}/><p:cNvSpPr{is_box}/><p:nvPr/>'
            "</p:nvSpPr>"
            f"<p:spPr>{frame(self.box)}{geometry(shape)}{fill(self.fill)}"
            f"{edge}</p:spPr>{body}</p:sp>"
        )


@dataclass(frozen=True)
class Group:
    """Text boxes and rules as one shape with the alternative text `alt`; the box of the first holds the others."""

    name: str
    items: Sequence["Text | Rule"]
    alt: str

    def xml(self, number: int) -> str:
        x, y, width, height = (emu(value) for value in self.items[0].box)
        place = f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
        inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        items = "".join(item.xml(number * 100 + i) for i, item in enumerate(self.items))
        return (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)} '
            f"descr={quoteattr(self.alt)}/><p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr>{items}</p:grpSp>"
        )


@dataclass(frozen=True)
class Shape:
    """A plain shape: a rule, a bar, or the place of a drawing bound by its alt text."""

    name: str
    box: Box
    fill: str | None = None
    alt: str = ""
    shape: str = "rect"
    outline: str | None = None
    weight: float = 0.75

    def xml(self, number: int) -> str:
        alt = f" descr={quoteattr(self.alt)}" if self.alt else ""
        place = frame(self.box)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}{alt}/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{place}{geometry(self.shape)}'
            f"{fill(self.fill)}{rule(self.outline, self.weight)}</p:spPr>"
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
        )


@dataclass(frozen=True)
class Rule:
    """A horizontal rule from the left end of `box` in the theme's line `weight` (1 hair, 2 strong, 3 heavy)."""

    name: str
    box: Box
    colour: str = "line"
    weight: int = 1

    def xml(self, number: int) -> str:
        style = (
            f'<p:style><a:lnRef idx="{self.weight}">{COLOURS[self.colour]}</a:lnRef><a:fillRef idx="0">'
            f'{COLOURS["ink"]}</a:fillRef><a:effectRef idx="0">{COLOURS["ink"]}</a:effectRef>'
            f'<a:fontRef idx="minor">{COLOURS["ink"]}</a:fontRef></p:style>'
        )
        return (
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}/><p:cNvCxnSpPr/><p:nvPr '
            f'userDrawn="1"/></p:nvCxnSpPr><p:spPr>{frame(self.box)}{geometry("line")}</p:spPr>{style}</p:cxnSp>'
        )


@dataclass(frozen=True)
class Path:
    """A free figure on the slide's own grid: drawing commands, stroked in `colour`, or filled where `weight` is 0."""

    name: str
    commands: str
    colour: str
    weight: float = 0

    def xml(self, number: int) -> str:
        filled = "" if not self.weight else ' fill="none"'
        line = rule(self.colour, self.weight).replace("<a:ln ", '<a:ln cap="rnd" ') if self.weight else rule(None)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
            f"</p:nvSpPr><p:spPr>{frame((0, 0, 960, 540))}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="96000" h="54000"{filled}>{self.commands}</a:path></a:pathLst></a:custGeom>'
            f"{fill(None if self.weight else self.colour)}{line}</p:spPr>"
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
        )


@dataclass(frozen=True)
class Holder:
    """A placeholder's content; without a box at the layout's position."""

    name: str
    kind: str
    paras: Sequence[Para]
    index: int = 0
    box: Box | None = None
    layout: str = ""

    def xml(self, number: int) -> str:
        index = f' idx="{self.index}"' if self.index else ""
        kind = f' type="{self.kind}"' if self.kind else ""
        place = frame(self.box) if self.box else ""
        if self.box and self.layout:
            place += '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        body = self.layout or "<a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>"
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
            f"</p:cNvSpPr><p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
            f"<p:txBody>{body}{''.join(item.xml() for item in self.paras)}</p:txBody></p:sp>"
        )


def text_body(name: str, paras: Sequence[Para], anchor: str, insets: Sequence[float]) -> str:
    left, top, right, bottom = (emu(value) for value in insets)
    return (
        f'<{name}><a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle/>{''.join(item.xml(loose=True) for item in paras)}</{name}>"
    )
