"""Turns the deck's text styles into its master slide and the master of its notes."""

from collections.abc import Sequence

from templates.pptx.markup.shapes import COLOURS, fill


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


def master(namespaces: str, tree: str, layouts: int) -> str:
    """The master slide around its shapes (`tree`), with the styles of titles, bodies and other text."""
    ids = "".join(f'<p:sldLayoutId id="{2147483648 + i}" r:id="rId{i}"/>' for i in range(1, layouts + 1))
    return (
        f'<p:sldMaster {namespaces} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("white")}<a:effectLst/></p:bgPr></p:bg>'
        f'{tree}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles>"
        f"<p:titleStyle>{_levels([26], 'primary', 'mj', bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{_levels([16, 16, 14, 14, 14, 14, 14, 14, 14], 'ink', 'mn')}</p:bodyStyle>"
        f"<p:otherStyle>{_levels([14] * 9, 'ink', 'mn')}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def notes_master(namespaces: str, group: str) -> str:
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
        f'<p:notesMaster {namespaces}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"<p:spTree>{group}"
        + holder(2, "Slide Image", "sldImg", image, 'noGrp="1" noRot="1" noChangeAspect="1"')
        + holder(3, "Notes", "body", text, 'noGrp="1"')
        + '</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{_levels([12] * 9, 'ink', 'mn')}</p:notesStyle></p:notesMaster>"
    )
