"""Write a PowerPoint file from a deck: its slides and their notes, its layouts and its master."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from templates.markup.package import THEME_TYPE, common_parts, relationships, theme, with_content_types, zipped
from templates.pptx.markup.masters import Layout, master, notes_master
from templates.pptx.markup.shapes import GROUP, MAPPING, NS, Drawable, Para, tree
from templates.pptx.markup.tables import table_styles

_PML = "application/vnd.openxmlformats-officedocument.presentationml"
LINES = (9525, 19050, 38100)
"""The theme's line weights (hair, strong, heavy), for rules and tables."""


@dataclass(frozen=True)
class Slide:
    """A slide: its layout's name, its shapes in reading order, its notes' paragraphs (directives first)."""

    layout: str
    shapes: Sequence[Drawable]
    notes: Sequence[Para] = ()


@dataclass(frozen=True)
class Deck:
    """The slides of a template, its title, the shapes of its master slide, and the layouts that the slides name."""

    title: str
    slides: Sequence[Slide]
    master: Sequence[Drawable]
    layouts: Sequence[Layout]


def package(deck: Deck) -> bytes:
    """The deck as a .pptx."""
    parts = {**_fixed_parts(deck), **_layout_parts(deck.layouts)}
    for number, slide in enumerate(deck.slides, 1):
        parts.update(_slide_parts(number, slide, deck.layouts))
    return zipped(with_content_types(parts, {name: _content_type(name) for name in parts}))


def _slide_parts(number: int, slide: Slide, layouts: Sequence[Layout]) -> dict[str, str]:
    layout = [layout.name for layout in layouts].index(slide.layout) + 1
    body = f"<p:sld {NS}><p:cSld>{tree(slide.shapes)}</p:cSld>{MAPPING}</p:sld>"
    links = [("slideLayout", f"../slideLayouts/slideLayout{layout}.xml")]
    parts = {f"ppt/slides/slide{number}.xml": body}
    if slide.notes:
        links.append(("notesSlide", f"../notesSlides/notesSlide{number}.xml"))
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = _notes(slide.notes)
        parts[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = relationships(
            ("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", f"../slides/slide{number}.xml")
        )
    parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(*links)
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


def _layout_parts(layouts: Sequence[Layout]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for number, layout in enumerate(layouts, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout.xml()
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relationships(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return parts


def _fixed_parts(deck: Deck) -> dict[str, str]:
    count = len(deck.layouts)
    layouts = [("slideLayout", f"../slideLayouts/slideLayout{i}.xml") for i in range(1, count + 1)]
    slides = [("slide", f"slides/slide{i}.xml") for i in range(1, len(deck.slides) + 1)]
    rest = [
        ("slideMaster", "slideMasters/slideMaster1.xml"), ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("presProps", "presProps.xml"), ("viewProps", "viewProps.xml"), ("theme", "theme/theme1.xml"),
        ("tableStyles", "tableStyles.xml"),
    ]  # fmt: skip
    return {
        **common_parts(deck.title, "ppt/presentation.xml"),
        "ppt/presentation.xml": _presentation(len(slides)),
        "ppt/_rels/presentation.xml.rels": relationships(*rest, *slides),
        "ppt/slideMasters/slideMaster1.xml": master(deck.master, count),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(*layouts, ("theme", "../theme/theme1.xml")),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relationships(("theme", "../theme/theme2.xml")),
        "ppt/theme/theme1.xml": theme(LINES),
        "ppt/theme/theme2.xml": theme(LINES),
        "ppt/presProps.xml": f"<p:presentationPr {NS}/>",
        "ppt/viewProps.xml": f"<p:viewPr {NS}/>",
        "ppt/tableStyles.xml": table_styles(),
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


def _content_type(name: str) -> str:
    """The content type of a part below `ppt/`."""
    if name.startswith("ppt/theme/"):
        return THEME_TYPE
    stem = PurePosixPath(name).stem.rstrip("0123456789")
    return f"{_PML}.{'presentation.main' if stem == 'presentation' else stem}+xml"
