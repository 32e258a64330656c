"""Write a deck's layouts, its master slide with the text styles, and the master of its notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.pptx.markup.shapes import COLOURS, GROUP, MAPPING, NS, Drawable, fill, tree


@dataclass(frozen=True)
class Layout:
    """A slide layout; `kind` is its type in the file; a `ground` colour overrides the master's background."""

    name: str
    shapes: Sequence[Drawable]
    kind: str = "obj"
    ground: str = ""
    shows_master: bool = True

    def xml(self) -> str:
        ground = f"<p:bg><p:bgPr>{fill(self.ground)}<a:effectLst/></p:bgPr></p:bg>" if self.ground else ""
        alone = "" if self.shows_master else ' showMasterSp="0"'
        return (
            f'<p:sldLayout {NS} type="{self.kind}" preserve="1"{alone}>'
            f'<p:cSld name="{self.name}">{ground}{tree(self.shapes)}</p:cSld>{MAPPING}</p:sldLayout>'
        )


def holder_style(  # noqa: PLR0913 - a style has as many sides
    size: float,
    colour: str,
    *,
    anchor: str = "t",
    align: str = "l",
    bold: bool = False,
    heading: bool = False,
    vertical: bool = False,
) -> str:
    """A layout's placeholder: no insets, shrinking text, one style for its first level; `vertical`: as in Chinese."""
    fonts = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>' if heading else ""
    return (
        f'<a:bodyPr vert="{"eaVert" if vertical else "horz"}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{round(size * 100)}" '
        f'b="{int(bold)}">{fill(colour)}{fonts}</a:defRPr></a:lvl1pPr></a:lstStyle>'
    )


def _levels(sizes: Sequence[float], colour: str, fonts: str, *, bold: bool = False, align: str = "l") -> str:
    out = ""
    for level, size in enumerate(sizes, 1):
        margin = (level - 1) * 228600
        bullet = "<a:buNone/>"
        if level > 1:
            bullet = f'<a:buClr>{COLOURS["accent"]}</a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>'
        indent = f'marL="{margin}" indent="{-228600 if level > 1 else 0}"'
        out += (
            f'<a:lvl{level}pPr {indent} algn="{align}" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
            'hangingPunct="1">'
            f'<a:lnSpc><a:spcPct val="{90000 if bold else 105000}"/></a:lnSpc><a:spcBef><a:spcPts '
            f'val="{0 if bold else 400}"/></a:spcBef>{bullet}'
            f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">{fill(colour)}<a:latin '
            f'typeface="+{fonts}-lt"/>'
            f'<a:ea typeface="+{fonts}-ea"/><a:cs typeface="+{fonts}-cs"/></a:defRPr></a:lvl{level}pPr>'
        )
    return out


def master(shapes: Sequence[Drawable], layouts: int) -> str:
    """The master slide around its shapes, with the styles of titles, bodies and other text."""
    ids = "".join(f'<p:sldLayoutId id="{2147483648 + i}" r:id="rId{i}"/>' for i in range(1, layouts + 1))
    return (
        f'<p:sldMaster {NS} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("white")}<a:effectLst/></p:bgPr></p:bg>'
        f'{tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles>"
        f"<p:titleStyle>{_levels([26], 'primary', 'mj', bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{_levels([16, 16, 14, 14, 14, 14, 14, 14, 14], 'ink', 'mn')}</p:bodyStyle>"
        f"<p:otherStyle>{_levels([14] * 9, 'ink', 'mn')}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def notes_master() -> str:
    def holder(number: int, name: str, kind: str, place: str, locks: str) -> str:
        text = (
            ""
            if kind == "sldImg"
            else '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>Notes</a:t></a:r></a:p>'
            "</p:txBody>"
        )
        index = f' idx="{number - 1}"'
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks {locks}/></p:cNvSpPr><p:nvPr>'
            f'<p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{place}</a:xfrm><a:prstGeom prst="rect">'
            f"<a:avLst/></a:prstGeom></p:spPr>{text}</p:sp>"
        )

    image = '<a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/>'
    text = '<a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/>'
    return (
        f'<p:notesMaster {NS}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"<p:spTree>{GROUP}"
        + holder(2, "Slide Image", "sldImg", image, 'noGrp="1" noRot="1" noChangeAspect="1"')
        + holder(3, "Notes", "body", text, 'noGrp="1"')
        + '</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{_levels([12] * 9, 'ink', 'mn')}</p:notesStyle></p:notesMaster>"
    )
