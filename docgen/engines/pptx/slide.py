"""Compile one slide of a template, with its notes, other parts of its own and a watermark, into one Jinja template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import escape

from lxml import etree

from docgen.engines.office.charts.parts import DrawnChart
from docgen.engines.office.filling import CompiledPart, compile_source
from docgen.engines.office.markers import MarkerCompiler, rewrite_text
from docgen.engines.office.pictures.frame import slide_frame
from docgen.engines.office.shapes import EMU
from docgen.engines.office.tags import Source
from docgen.engines.pptx.blocks import Model
from docgen.engines.pptx.cells import take_cell_tags
from docgen.engines.pptx.fill import ENVIRONMENT, Box, Host, bind_shapes
from docgen.engines.pptx.fit.capacity import (
    Capacity,
    find_capacities,
    has_shapes_off_slide,
    mark_capacities,
    untagged,
)
from docgen.engines.pptx.fit.capacity import out_of_tree as capacity_marks
from docgen.engines.pptx.fit.frames import Frame, PlaceholderKey, placeholder_frames
from docgen.engines.pptx.fit.slide import Sheet
from docgen.engines.pptx.fit.styles import Fonts, fonts_of
from docgen.engines.pptx.fit.tables import TableStyle, table_style_of
from docgen.engines.pptx.package import OwnedPart
from docgen.engines.pptx.repair import mark_ends
from docgen.engines.pptx.repair import out_of_tree as repair_marks
from docgen.engines.pptx.source import (
    PPTX,
    check_paragraphs,
    check_slide_tags,
    next_id,
    normalise,
    renumber_repeated,
    take_blocks,
    take_directives,
)
from docgen.engines.pptx.text import out_of_tree
from docgen.errors import Finding
from docgen.ooxml.names import A, Element, P
from docgen.ooxml.package import TYPES_PART, ContentTypes, owned_parts, read_rels, without_unused
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import pack
from docgen.templating import TAG
from docgen.titles.lookup import Titles

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
FOOT = 40.0
"""Points at the bottom of a slide that a table leaves free."""
NEXT_PART, END_COPY = "\x1e", "\x1d"
"""Separate the parts and copies that one Jinja template renders; XML can't contain these."""
WATERMARK = "docgen_watermark"
"""The name under which a template's context holds the watermark's text."""


@dataclass(slots=True)
class DeckParts:
    """A template's package while it is compiled, its slide size in EMU, its fields' titles, the watermark's text."""

    parts: dict[str, bytes]
    types: ContentTypes
    size: tuple[int, int]
    titles: Titles
    watermark: str
    defaults: Element | None = None

    @property
    def sheet(self) -> Sheet:
        """The slide size and the lower limit of tables, in points."""
        width, height = self.size
        return Sheet(width / EMU, height / EMU, height / EMU - FOOT)


@dataclass(frozen=True, slots=True)
class CompiledSlide:
    """A slide, the parts it owns (itself first), and its Jinja template, which renders `texts` in turn.

    `notes` are among the texts. `frames` are the inner sizes of its layout's placeholders, `capacities` those of bodies
    and tables that may overflow; the shape id `next_shape` is unused. Shapes of `fixed` ids hold no tag.
    """

    name: str
    compiled: CompiledPart
    texts: tuple[str, ...]
    notes: frozenset[str]
    owned: tuple[OwnedPart, ...]
    models: tuple[Model, ...]
    hosts: tuple[Host, ...]
    frames: Mapping[PlaceholderKey, Frame]
    fonts: Fonts
    capacities: tuple[Capacity, ...]
    always_fit: bool
    next_shape: int
    table_style: TableStyle
    fixed: frozenset[str]


def parse(data: bytes) -> Element:
    """A part's tree; entities are never resolved."""
    return parse_xml(data, huge=True)


def compile_slide(deck: DeckParts, name: str, number: int, findings: list[Finding]) -> CompiledSlide | None:
    """The compiled slide, or None if `findings` were added. Parts used by placeholders alone leave `deck`."""
    source, models, texts, where = Source(PPTX), list[Model](), [name], f"slide {number}"
    slide = normalise(parse(deck.parts[name]))
    notes = {part: normalise(parse(deck.parts[part])) for part in owned_parts(deck.parts, name) if _is_notes(part)}
    directives = [tag for root in (*notes.values(), slide) for tag in _directives(root, source, where)]
    next_shape = _add_watermark(slide, deck)
    source.add_text(_opening(source, directives, where))
    inherited = _inherited(deck, name)
    frames, fonts = inherited.frames, inherited.fonts
    _number(source, slide, where)
    hosts = list(bind_shapes(slide, inherited.places))
    fixed = untagged(slide)
    found = find_capacities(slide, frames, fonts, deck.sheet.bottom, fixed)
    is_beyond_edge = has_shapes_off_slide(slide, deck.sheet.width, deck.sheet.height)
    _finish(source, slide, where, models, found)
    hosts = _resolve_hosts(deck, name, source, hosts, findings)
    texts += (_add_other(source, root, part, where, models) for part, root in _other_texts(deck.parts, name, notes))
    source.add_text(END_COPY + "".join(f"{{% end{tag.split()[0]} %}}" for tag in reversed(directives)))
    compiled = compile_source(name, source, ENVIRONMENT, deck.titles)
    findings.extend(source.findings)
    if compiled is None:
        return None
    return CompiledSlide(
        name,
        compiled,
        tuple(texts),
        frozenset(notes),
        tuple(_owned(deck, name, frozenset(texts))),
        tuple(models),
        tuple(hosts),
        frames,
        fonts,
        tuple(capacity for _, capacity in found),
        is_beyond_edge,
        next_shape,
        table_style_of(deck.parts),
        fixed,
    )


def add_part(source: Source, root: Element, where: str, models: list[Model]) -> None:
    """Append a normalised part to `source`; its `{{p }}` paragraphs are added to `models`."""
    _number(source, root, where)
    _finish(source, root, where, models, [])


def _directives(root: Element, source: Source, where: str) -> tuple[str, ...]:
    check_slide_tags(root, source, where)
    return take_directives(root)


def _number(source: Source, root: Element, where: str) -> None:
    source.number(root, where)
    MarkerCompiler(source).compile(root)
    take_cell_tags(root, source)


def _finish(
    source: Source, root: Element, where: str, models: list[Model], capacities: list[tuple[Element, Capacity]]
) -> None:
    """Append a part whose tags are numbered, with marks for its `capacities`."""
    take_blocks(root, source, models)
    check_paragraphs(root, source)
    source.lift(root)
    renumber_repeated(root)
    source.plain(root, where)
    mark_ends(root)
    mark_capacities(capacities)
    mark = len(source.text)
    source.add(root, DECLARATION)
    source.text = source.text[:mark] + capacity_marks(repair_marks(out_of_tree(source.text[mark:])))


def _is_notes(part: str) -> bool:
    return "/notesSlides/" in part


def _opening(source: Source, directives: list[str], where: str) -> str:
    place = f"{where}, its {{%slide %}} tags"
    tags = (f"{{% {tag} {source.note(place, f'{{%slide {tag}%}}')}%}}" for tag in directives)
    return "".join(escape(rewrite_text(tag, source)) for tag in tags)


def _add_watermark(slide: Element, deck: DeckParts) -> int:
    """Add the watermark to a slide if there is one; returns the next unused shape id."""
    free, shapes = next_id(slide), slide.find(f"{{{P}}}cSld/{{{P}}}spTree")
    if not deck.watermark or shapes is None:
        return free
    last = shapes.find(f"{{{P}}}extLst")
    shape = normalise(_watermark_shape(deck.watermark, free, *deck.size))
    shapes.insert(len(shapes) if last is None else shapes.index(last), shape)
    return free + 1


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a slide has from its layout, master and theme: the placeholders' inner sizes and boxes, the fonts."""

    frames: Mapping[PlaceholderKey, Frame]
    places: Mapping[PlaceholderKey, Box]
    fonts: Fonts


def _inherited(deck: DeckParts, slide: str) -> _Inherited:
    layout = _related(deck.parts, slide, "slideLayout")
    master = _related(deck.parts, layout, "slideMaster") if layout else ""
    theme = _related(deck.parts, master, "theme") if master else ""
    return _read_inherited(*(deck.parts.get(part) for part in (layout, master, theme)), deck.defaults)


@lru_cache(maxsize=64)  # the slides of a deck share a few layouts
def _read_inherited(
    layout_data: bytes | None, master_data: bytes | None, theme_data: bytes | None, defaults: Element | None
) -> _Inherited:
    layout, master = (None if data is None else parse(data) for data in (layout_data, master_data))
    frames = {} if layout is None or master is None else placeholder_frames(layout, master, defaults)
    fonts = Fonts() if theme_data is None else fonts_of(parse(theme_data))
    return _Inherited(frames, _places(layout, master), fonts)


def _related(parts: Mapping[str, bytes], part: str, kind: str) -> str:
    return next((item.target for item in read_rels(parts, part) if item.name == kind), "")


def _places(layout: Element | None, master: Element | None) -> dict[PlaceholderKey, Box]:
    """The boxes of the layout's placeholders, inherited from its master where the layout has none."""
    by_kind = {key[0]: box for key, box in _boxes(master) if box is not None}
    return {key: box or by_kind[key[0]] for key, box in _boxes(layout) if box is not None or key[0] in by_kind}


def _boxes(part: Element | None) -> Iterator[tuple[PlaceholderKey, Box | None]]:
    for shape in () if part is None else part.iter(f"{{{P}}}sp", f"{{{P}}}pic", f"{{{P}}}graphicFrame"):
        holder = shape.find(f".//{{{P}}}ph")
        if holder is not None:
            frame = slide_frame(shape)
            key = (holder.get("type", "obj"), holder.get("idx", "0"))
            yield key, None if frame is None else (frame.x, frame.y, frame.cx, frame.cy)


def _resolve_hosts(
    deck: DeckParts, name: str, source: Source, hosts: list[Host], findings: list[Finding]
) -> list[Host]:
    """`hosts` with the template's charts; parts that only placeholders referred to are removed from `deck`."""
    targets = {item.id: item.target for item in read_rels(deck.parts, name)}
    resolved = [_with_chart(deck, host, targets.get(host.chart, ""), findings) for host in hosts]
    unused = [id_ for host in hosts for id_ in sorted(host.ids) if f'"{id_}"' not in source.text]
    if unused:
        for part, data in without_unused(deck.parts, {name: unused}).items():
            if data is None:
                deck.parts.pop(part, None)
            else:
                deck.parts[part] = data
        deck.types = ContentTypes.read(deck.parts[TYPES_PART])
    return resolved


def _with_chart(deck: DeckParts, host: Host, part: str, findings: list[Finding]) -> Host:
    if not host.chart:
        return host
    drawn, source, models = DrawnChart.read(deck.parts, deck.types, part), Source(PPTX), list[Model]()
    root = normalise(parse(deck.parts[part])) if part in deck.parts else None
    if root is None or not holds_tags(root):
        return replace(host, drawn=drawn)
    add_part(source, root, part, models)
    compiled = compile_source(part, source, ENVIRONMENT, deck.titles)
    findings.extend(source.findings)
    return replace(host, drawn=drawn, texts=compiled)


def _other_texts(parts: Mapping[str, bytes], slide: str, notes: Mapping[str, Element]) -> Iterator[tuple[str, Element]]:
    """The rendered parts of a slide besides itself: its notes, and others with tags."""
    yield from notes.items()
    for part in owned_parts(parts, slide):
        if part != slide and part not in notes and part.endswith(".xml") and b"{" in parts[part]:
            root = normalise(parse(parts[part]))
            if holds_tags(root):
                yield part, root


def holds_tags(root: Element) -> bool:
    """Whether a normalised part contains a tag."""
    if any(TAG.search(PPTX.text_of(paragraph)) for paragraph in root.iter(f"{{{A}}}p")):
        return True
    values = (str(value) for item in root.iter(etree.Element) for value in item.attrib.values())
    return any("{{" in text or "{%" in text for text in (*map(str, root.itertext()), *values))


def _add_other(source: Source, root: Element, part: str, where: str, models: list[Model]) -> str:
    """Append another part of the slide to `source`; gives its name."""
    source.add_text(NEXT_PART)
    if _is_notes(part):
        source.add_text(f"{{% if reads.internal {source.note(f'{where}, notes')}%}}")
        add_part(source, root, f"{where}, notes", models)
        source.add_text("{% endif %}")
    else:
        add_part(source, root, f"{where}, {part}", models)
    return part


def _owned(deck: DeckParts, slide: str, texts: frozenset[str]) -> Iterator[OwnedPart]:
    for part in owned_parts(deck.parts, slide):
        yield OwnedPart(
            part,
            deck.types.overrides.get(part, ""),
            None if part in texts else pack(part, deck.parts[part]),
            read_rels(deck.parts, part),
            _is_notes(part),
        )


def _watermark_shape(text: str, number: int, width: int, height: int) -> Element:
    """A text shape over the middle of a slide of `width` × `height` EMU, rotated and nearly transparent.

    It prints the text when the slide is rendered; the length of `text` decides its size.
    """
    size = 8000 if len(text) <= 12 else 5400
    box = (int(width * 0.1), int(height * 0.36), int(width * 0.8), int(height * 0.28))
    return etree.fromstring(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="{number}" name="Watermark"/><p:cNvSpPr txBox="1">'
        '<a:spLocks noSelect="1"/></p:cNvSpPr><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm rot="19800000">'
        f'<a:off x="{box[0]}" y="{box[1]}"/><a:ext cx="{box[2]}" cy="{box[3]}"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="none" anchor="ctr"><a:noAutofit/>'
        "</a:bodyPr>"
        f'<a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-GB" sz="{size}" b="1"><a:solidFill>'
        '<a:schemeClr val="accent6"><a:alpha val="18000"/></a:schemeClr></a:solidFill><a:latin typeface="+mj-lt"/>'
        f'<a:ea typeface="+mj-ea"/></a:rPr><a:t>{{{{ {WATERMARK} }}}}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
