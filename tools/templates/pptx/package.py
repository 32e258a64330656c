"""Turns a deck (slides and their notes) into the bytes of a PowerPoint file, the same bytes each time."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from templates.markup.theme import theme
from templates.pptx.layouts import LAYOUTS, Layout, master_shapes
from templates.pptx.markup.masters import master, notes_master
from templates.pptx.markup.shapes import Para, fill
from templates.pptx.markup.tables import table_styles

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PML = "application/vnd.openxmlformats-officedocument.presentationml"
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
    'y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
LINES = (9525, 19050, 38100)
"""The theme's lines (hair, strong, heavy), which rules and tables take their weight from."""
MAPPING = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


class Drawable(Protocol):
    def xml(self, number: int) -> str: ...


@dataclass(frozen=True)
class Slide:
    """A slide: its layout's name, its shapes in reading order, its notes' paragraphs (directives first)."""

    layout: str
    shapes: Sequence[Drawable]
    notes: Sequence[Para] = ()


@dataclass(frozen=True)
class Deck:
    """The slides of a template, and its title."""

    title: str
    slides: Sequence[Slide]


def tree(shapes: Sequence[Drawable]) -> str:
    return f"<p:spTree>{GROUP}{''.join(shape.xml(i) for i, shape in enumerate(shapes, 2))}</p:spTree>"


def package(deck: Deck) -> bytes:
    """The deck as a .pptx."""
    parts = {**_fixed_parts(deck), **_layout_parts()}
    for number, slide in enumerate(deck.slides, 1):
        parts.update(_slide_parts(number, slide))
    parts["[Content_Types].xml"] = _content_types(parts)
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (HEAD + parts[name]).encode())
    return out.getvalue()


def rels(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else f"{RELS}/{kind}"}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _slide_parts(number: int, slide: Slide) -> dict[str, str]:
    layout = [layout.name for layout in LAYOUTS].index(slide.layout) + 1
    body = f"<p:sld {NS}><p:cSld>{tree(slide.shapes)}</p:cSld>{MAPPING}</p:sld>"
    links = [("slideLayout", f"../slideLayouts/slideLayout{layout}.xml")]
    parts = {f"ppt/slides/slide{number}.xml": body}
    if slide.notes:
        links.append(("notesSlide", f"../notesSlides/notesSlide{number}.xml"))
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = _notes(slide.notes)
        parts[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = rels(
            ("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", f"../slides/slide{number}.xml")
        )
    parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels(*links)
    return parts


def _notes(paras: Sequence[Para]) -> str:
    text = "".join(para.xml() for para in paras)
    return (
        f'<p:notes {NS}><p:cSld><p:spTree>{GROUP}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr>'
        "</p:nvSpPr>"
        '<p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f"{text}</p:txBody></p:sp></p:spTree></p:cSld>{MAPPING}</p:notes>"
    )


def _layout_parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for number, layout in enumerate(LAYOUTS, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = _layout(layout)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = rels(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return parts


def _layout(layout: Layout) -> str:
    ground = f"<p:bg><p:bgPr>{fill(layout.ground)}<a:effectLst/></p:bgPr></p:bg>" if layout.ground else ""
    alone = "" if layout.shows_master else ' showMasterSp="0"'
    return (
        f'<p:sldLayout {NS} type="{layout.kind}" preserve="1"{alone}>'
        f'<p:cSld name="{layout.name}">{ground}{tree(layout.shapes)}</p:cSld>{MAPPING}</p:sldLayout>'
    )


def _fixed_parts(deck: Deck) -> dict[str, str]:
    count = len(LAYOUTS)
    layouts = [("slideLayout", f"../slideLayouts/slideLayout{i}.xml") for i in range(1, count + 1)]
    slides = [("slide", f"slides/slide{i}.xml") for i in range(1, len(deck.slides) + 1)]
    rest = [
        ("slideMaster", "slideMasters/slideMaster1.xml"), ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("presProps", "presProps.xml"), ("viewProps", "viewProps.xml"), ("theme", "theme/theme1.xml"),
        ("tableStyles", "tableStyles.xml"),
    ]  # fmt: skip
    return {
        "_rels/.rels": rels(
            ("officeDocument", "ppt/presentation.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            ("extended-properties", "docProps/app.xml"),
        ),
        "ppt/presentation.xml": _presentation(len(slides)),
        "ppt/_rels/presentation.xml.rels": rels(*rest, *slides),
        "ppt/slideMasters/slideMaster1.xml": master(NS, tree(master_shapes()), count),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": rels(*layouts, ("theme", "../theme/theme1.xml")),
        "ppt/notesMasters/notesMaster1.xml": notes_master(NS, GROUP),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": rels(("theme", "../theme/theme2.xml")),
        "ppt/theme/theme1.xml": theme(LINES),
        "ppt/theme/theme2.xml": theme(LINES),
        "ppt/presProps.xml": f"<p:presentationPr {NS}/>",
        "ppt/viewProps.xml": f"<p:viewPr {NS}/>",
        "ppt/tableStyles.xml": table_styles(),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{deck.title}</dc:title>'
            "</cp:coreProperties>"
        ),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>docgen</Application></Properties>"
        ),
    }


def _presentation(slides: int) -> str:
    ids = "".join(f'<p:sldId id="{255 + i}" r:id="rId{6 + i}"/>' for i in range(1, slides + 1))
    levels = "".join(
        f'<a:lvl{i}pPr marL="{(i - 1) * 457200}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        'hangingPunct="1">'
        '<a:defRPr sz="1800" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin '
        'typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{i}pPr>'
        for i in range(1, 10)
    )
    return (
        f'<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{levels}</p:defaultTextStyle></p:presentation>"
    )


def _content_types(parts: dict[str, str]) -> str:
    kinds = {
        "ppt/presentation.xml": f"{PML}.presentation.main+xml", "ppt/presProps.xml": f"{PML}.presProps+xml",
        "ppt/viewProps.xml": f"{PML}.viewProps+xml", "ppt/tableStyles.xml": f"{PML}.tableStyles+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }  # fmt: skip
    folders = {
        "ppt/slides/": f"{PML}.slide+xml", "ppt/notesSlides/": f"{PML}.notesSlide+xml",
        "ppt/slideLayouts/": f"{PML}.slideLayout+xml", "ppt/slideMasters/": f"{PML}.slideMaster+xml",
        "ppt/notesMasters/": f"{PML}.notesMaster+xml",
        "ppt/theme/": "application/vnd.openxmlformats-officedocument.theme+xml",
    }  # fmt: skip
    rows = ""
    for name in sorted(parts):
        if "_rels/" in name:
            continue
        kind = kinds.get(name) or next(kind for folder, kind in folders.items() if name.startswith(folder))
        rows += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
