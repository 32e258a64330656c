"""The decks' design: theme, master, layouts and the grid on which every slide is laid out."""

from collections.abc import Callable, Sequence
from typing import Any

from pptx_xml import COLOURS, Box, Holder, Page, Para, Run, Shape, fill, para

from docgen.brand import Brand

WIDTH, HEIGHT, MARGIN = 960, 540, 48
COLUMN = WIDTH - 2 * MARGIN
TOP, BOTTOM = 104, 492
TITLE_BOX = (MARGIN, 34, COLUMN, 62)
BODY_BOX = (MARGIN, TOP, COLUMN, BOTTOM - TOP)
FOOT_BOX = (MARGIN, 506, 600, 18)
NUMBER_BOX = (WIDTH - MARGIN - 252, 506, 252, 18)

Drawn = tuple[str, list[Any]]


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


def _holder_style(
    size: float, colour: str, *, anchor: str = "t", align: str = "l", bold: bool = False, heading: bool = False
) -> str:
    fonts = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>' if heading else ""
    return (
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        "<a:normAutofit/></a:bodyPr>"
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{round(size * 100)}" '
        f'b="{int(bold)}">'
        f"{fill(colour)}{fonts}</a:defRPr></a:lvl1pPr></a:lstStyle>"
    )


STAMP_LINE = "{{ stamp.lead }}"


def page_runs(colour: str = "muted") -> list[Run | Page]:
    """Page n of m, then the stamp's short id; the engine writes the total as text."""
    return [
        Run("{{ label('page_before') }}", 9, colour), Page(9, colour),
        Run("{{ label('page_between') }}{{ slide_total }}{{ label('page_after') }} · {{ stamp.short_id }}", 9, colour),
    ]  # fmt: skip


def foot(colour: str = "muted") -> list[Holder]:
    """The footer and number placeholders of one slide."""
    return [
        Holder("Stamp", "ftr", [para(STAMP_LINE, 9, colour)], 11),
        Holder("Page", "sldNum", [Para(page_runs(colour), align="r")], 12),
    ]


def _foot_holders(colour: str = "muted", left: Box = FOOT_BOX, right: Box = NUMBER_BOX) -> list[Holder]:
    return [
        Holder("Footer", "ftr", [para("Stamp", 9)], 11, left, _holder_style(9, colour, anchor="ctr")),
        Holder("Slide number", "sldNum", [Para([Page(9, colour)])], 12, right,
               _holder_style(9, colour, anchor="ctr", align="r")),
    ]  # fmt: skip


def _title(box: tuple[float, float, float, float] = TITLE_BOX) -> Holder:
    return Holder(
        "Title", "title", [para("Title")], 0, box, _holder_style(26, "primary", anchor="t", bold=True, heading=True)
    )


def _body(index: int, box: tuple[float, float, float, float]) -> Holder:
    return Holder(f"Text {index}", "body", [para("Text")], index, box, _holder_style(16, "ink"))


def _cover(motif: Sequence[Any]) -> Drawn:
    shapes = [
        *motif,
        Shape("Rule", (MARGIN, 148, 56, 4), "accent"),
        Holder("Title", "ctrTitle", [para("Title")], 0, (MARGIN, 168, 560, 132),
               _holder_style(40, "white", anchor="t", bold=True, heading=True)),
        Holder("Subtitle", "subTitle", [para("Subtitle")], 1, (MARGIN, 308, 560, 60), _holder_style(20, "white")),
        Holder("Party", "body", [para("Party")], 2, (MARGIN, 48, 560, 48), _holder_style(16, "white", anchor="t")),
        Holder("Facts", "body", [para("Facts")], 3, (MARGIN, 372, 560, 108), _holder_style(14, "white")),
        Holder("Stamp id", "body", [para("Stamp")], 4, (MARGIN, 486, 560, 12), _holder_style(8, "white")),
        *_foot_holders("white", (MARGIN, 506, 340, 18), (MARGIN + 348, 506, 212, 18)),
    ]  # fmt: skip
    return f"<p:bg><p:bgPr>{fill('primary')}<a:effectLst/></p:bgPr></p:bg>", shapes


def _message(_motif: Sequence[Any]) -> Drawn:
    return "", [_title(), _body(1, BODY_BOX), *_foot_holders()]


def _title_only(_motif: Sequence[Any]) -> Drawn:
    return "", [_title(), *_foot_holders()]


def _two_columns(_motif: Sequence[Any]) -> Drawn:
    half = (COLUMN - 32) / 2
    left, right = (MARGIN, TOP, half, BOTTOM - TOP), (MARGIN + half + 32, TOP, half, BOTTOM - TOP)
    return "", [_title(), _body(1, left), _body(2, right), *_foot_holders()]


def _side_panel(_motif: Sequence[Any]) -> Drawn:
    background = f"<p:bg><p:bgPr>{fill('white')}<a:effectLst/></p:bgPr></p:bg>"
    shapes = [
        Shape("Panel", (0, 0, 304, HEIGHT), "primary"),
        Shape("Rule", (MARGIN, 36, 40, 4), "accent"),
        Holder("Title", "title", [para("Title")], 0, (MARGIN, 52, 232, 72),
               _holder_style(28, "white", bold=True, heading=True)),
        _body(1, (352, 52, WIDTH - MARGIN - 352, BOTTOM - 52)),
        Holder("Aside", "body", [para("Aside")], 2, (MARGIN, 132, 232, 340), _holder_style(14, "white")),
        *_foot_holders("muted", (352, 506, 340, 18), (WIDTH - MARGIN - 212, 506, 212, 18)),
    ]  # fmt: skip
    return background, shapes


LAYOUTS: list[tuple[str, Callable[[Sequence[Any]], Drawn]]] = [
    ("Cover", _cover), ("Message", _message), ("Title only", _title_only), ("Two columns", _two_columns),
    ("Side panel", _side_panel),
]  # fmt: skip


def master(namespaces: str, tree: Callable[[Sequence[Any]], str], layouts: int) -> str:
    ids = "".join(f'<p:sldLayoutId id="{2147483648 + i}" r:id="rId{i}"/>' for i in range(1, layouts + 1))
    shapes = [Shape("Rule", (MARGIN, 24, 40, 4), "accent"), _title(), _body(1, BODY_BOX), *_foot_holders()]
    return (
        f'<p:sldMaster {namespaces} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("white")}<a:effectLst/></p:bgPr></p:bg>'
        f'{tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
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
