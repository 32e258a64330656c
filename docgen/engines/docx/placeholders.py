"""Placeholders: pictures and shapes whose alt text is an expression that gives a drawing, picture or chart."""

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.engines.docx.repeats import OWN_PART
from docgen.engines.office.charts.parts import DrawnChart, OwnedPart
from docgen.engines.office.filling import CompiledPart
from docgen.engines.office.pictures.frame import picture_format
from docgen.engines.office.pictures.markup import PictureFormat
from docgen.engines.office.placeholders import alt_text_expression, bind, is_always_drawn
from docgen.ooxml.names import A16, MC, PIC, RUN, WP, WP14, WPS, A, C, Element, R, w
from docgen.ooxml.package import TYPES_PART, ContentTypes, read_rels, without_unused

if TYPE_CHECKING:
    from docgen.engines.docx.part import WordPart

_ALTERNATE = f"{{{MC}}}AlternateContent"
_GRAPHIC = f"{{{A}}}graphic"
_DATA = f"{{{A}}}graphicData"
_CHART = f"{{{C}}}chart"
_CREATION = f"{{{A16}}}creationId"
_WIDTH, _HEIGHT, _NUMBER, _ALT, _INSIDE = ("dg-width", "dg-height", "dg-number", "dg-alt", "dg-inside")
_EDGES = '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
_OWN_PARTS = re.compile(rf"'([^']*)'\|{OWN_PART}\b")
_DECLARED = re.compile(r' xmlns:(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Host:
    """A placeholder: `cx` and `cy` in EMU, its name and id.

    `frame` is its `w:drawing` as markup, inline or anchored; a picture takes over its `format` and `edges`
    (`wp:effectExtent`). `chart` is the relationship id of a template chart in it, `drawn` that chart, `texts` the
    chart's part if it has tags. `ids` are the relationships that only the placeholder uses; `is_always_drawn`: the
    placeholder itself is never shown.
    """

    cx: int
    cy: int
    name: str
    id: int
    frame: str
    format: PictureFormat = field(default_factory=PictureFormat)
    edges: str = _EDGES
    ids: frozenset[str] = frozenset()
    is_always_drawn: bool = True
    chart: str = ""
    drawn: DrawnChart | None = None
    texts: CompiledPart | None = None

    def drawing(self, inside: str, alt: str, number: int, size: tuple[int, int] | None = None) -> str:
        """The `w:drawing` with the `a:graphic` `inside`, in a `size` in EMU."""
        width, height = size or (self.cx, self.cy)
        values = {_WIDTH: str(width), _HEIGHT: str(height), _NUMBER: str(number), f'"{_ALT}"': quoteattr(alt)}
        made = self.frame
        for mark, value in values.items():
            made = made.replace(mark, value, 1)
        return made.replace(f"<{_INSIDE}/>", inside)

    def with_edges(self, drawing: str) -> str:
        """A `w:drawing` with the margins that the placeholder's effects or rotation need."""
        return drawing.replace(_EDGES, self.edges, 1)


def bind_drawings(root: Element) -> Iterator[Host]:
    """Replace each placeholder of `root`, whose tags are numbered, by source; yields the placeholders in order."""
    number = 0
    for properties in list(root.iter(f"{{{WP}}}docPr")):
        drawing = next(properties.iterancestors(w("drawing")), None)
        if drawing is None or drawing.find(f"*/{{{WP}}}extent") is None or drawing.find(f"*/{_GRAPHIC}") is None:
            continue
        _move_inner_alt_text(properties, drawing)
        expression = alt_text_expression(properties)
        if not expression:
            continue
        yield _host(properties, drawing, is_always_drawn(expression))
        bind(_outermost(drawing), properties, expression, number)
        number += 1


def _move_inner_alt_text(properties: Element, drawing: Element) -> None:
    """Move alt text from the picture or shape inside a drawing to the drawing; some programs write it only there."""
    content = drawing.find(f"*/{_GRAPHIC}/{_DATA}")
    values = [] if content is None else content.findall(f"*/*/{{{PIC}}}cNvPr") + content.findall(f"*/{{{WPS}}}cNvPr")
    if len(values) == 1 and not properties.get("descr") and alt_text_expression(values[0]):
        properties.set("descr", values[0].attrib.pop("descr"))


def _outermost(drawing: Element) -> Element:
    """The drawing, or the alternate content that holds it with a fallback for old programs."""
    for ancestor in drawing.iterancestors():
        if ancestor.tag == RUN:
            break
        if ancestor.tag == _ALTERNATE:
            return ancestor
    return drawing


def _host(properties: Element, drawing: Element, is_never_shown: bool) -> Host:
    extent = next(drawing.iter(f"{{{WP}}}extent")).get
    chart = drawing.find(f"*/{_GRAPHIC}/{_DATA}/{_CHART}")
    frame, picture = _frame(drawing), _picture_format(drawing)
    retained = f"{frame}{picture.properties}{picture.effects}"
    named = {str(value) for item in _outermost(drawing).iter() for value in _relationships(item)}
    return Host(
        cx=max(1, _number(extent("cx"))),
        cy=max(1, _number(extent("cy"))),
        name=properties.get("name", ""),
        id=_number(properties.get("id")),
        frame=frame,
        format=picture,
        edges=_edges(drawing, picture),
        ids=frozenset(id_ for id_ in named if f'"{id_}"' not in retained),
        is_always_drawn=is_never_shown,
        chart="" if chart is None else chart.get(f"{{{R}}}id", ""),
    )


def _number(number: str | None) -> int:
    """Parse a number of the template; 1 if it is invalid or too large."""
    return int(number) if number and number.isascii() and number.isdecimal() and len(number) <= 10 else 1


def _relationships(element: Element) -> Iterator[str]:
    return (str(value) for name, value in element.attrib.items() if str(name).startswith(f"{{{R}}}"))


def _picture_format(drawing: Element) -> PictureFormat:
    """The format that a picture takes over; the default for a chart or a group."""
    content = drawing.find(f"*/{_GRAPHIC}/{_DATA}")
    return picture_format(drawing) if content is not None and content.get("uri") in (PIC, WPS) else PictureFormat()


def _edges(drawing: Element, picture: PictureFormat) -> str:
    given = drawing.find(f"*/{{{WP}}}effectExtent")
    is_picture = drawing.find(f"*/{_GRAPHIC}/{_DATA}/{{{PIC}}}pic") is not None
    if given is None or not (is_picture or picture.turn):
        return _EDGES
    sides = " ".join(f"{side}={quoteattr(given.get(side, '0'))}" for side in "ltrb")
    return f"<wp:effectExtent {sides}/>"


def _frame(drawing: Element) -> str:
    copy = deepcopy(drawing)
    copy.tail = None
    _remove_unique_ids(copy)
    extent, properties = next(copy.iter(f"{{{WP}}}extent")), next(copy.iter(f"{{{WP}}}docPr"))
    extent.set("cx", _WIDTH)
    extent.set("cy", _HEIGHT)
    properties.set("id", _NUMBER)
    properties.set("descr", _ALT)
    for effect in copy.iter(f"{{{WP}}}effectExtent"):
        for side in "ltrb":
            effect.set(side, "0")
    graphic = next(copy.iter(_GRAPHIC))
    parent = graphic.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(graphic, etree.Element(_INSIDE))
    for relative in [item for item in copy.iter(etree.Element) if etree.QName(item).localname.startswith("sizeRel")]:
        _remove(relative)
    return _markup(copy, drawing.getroottree().getroot())


def _remove_unique_ids(drawing: Element) -> None:
    """Remove the unique ids that Word generates for each drawing, since a loop would repeat them."""
    for created in list(drawing.iter(_CREATION)):
        extension = created.getparent()
        holder = None if extension is None else extension.getparent()
        if extension is not None:
            _remove(extension)
        if holder is not None and len(holder) == 0:
            _remove(holder)
    for item in drawing.iter(etree.Element):
        for name in [name for name in item.attrib if str(name).startswith(f"{{{WP14}}}")]:
            del item.attrib[name]


def _remove(element: Element) -> None:
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)


def _markup(element: Element, root: Element) -> str:
    """The markup of `element` without the namespace declarations of `root`."""
    known = root.nsmap

    def undeclared(found: re.Match[str]) -> str:
        return "" if known.get(found[1]) == found[2] else found[0]

    return _DECLARED.sub(undeclared, etree.tostring(element, encoding="unicode"))


def resolve_placeholders(parts: dict[str, bytes], compiled: list["WordPart"]) -> list["WordPart"]:
    """Read the charts of placeholders into `compiled`; remove from it and from `parts` what is no longer used.

    A sample picture, or a sample chart with its workbook, that only a placeholder uses would be an orphan.
    """
    compiled = [_with_owned(parts, part, frozenset(part.compiled.name for part in compiled)) for part in compiled]
    if not any(part.hosts for part in compiled):
        return compiled
    texts = {part.compiled.name: part.compiled for part in compiled}
    resolved = [_with_charts(parts, part, texts) for part in compiled]
    dropped = {
        part.compiled.name: [id_ for host in part.hosts for id_ in host.ids if not _names(text, id_)]
        for part in compiled
        for text in (part.compiled.source.text,)
    }
    changed = without_unused(parts, dropped)
    for name, data in changed.items():
        if data is None:
            parts.pop(name, None)
        else:
            parts[name] = data
    return [part for part in resolved if part.compiled.name in parts]


def _names(source: str, id_: str) -> bool:
    return f'"{id_}"' in source or f"'{id_}'|{OWN_PART}" in source


def _with_owned(parts: Mapping[str, bytes], part: "WordPart", filled: Collection[str]) -> "WordPart":
    """`part` with the parts that its loops may repeat; a part with tags is shared by all iterations."""
    used = frozenset(_OWN_PARTS.findall(part.compiled.source.text))
    if not used:
        return part
    types, links = ContentTypes.read(parts[TYPES_PART]), read_rels(parts, part.compiled.name)
    wanted = [item for item in links if item.id in used and item.target in parts and item.target not in filled]
    return replace(part, owned={item.id: (item, OwnedPart.read(parts, types, item.target)) for item in wanted})


def _with_charts(parts: Mapping[str, bytes], part: "WordPart", texts: Mapping[str, CompiledPart]) -> "WordPart":
    if not any(host.chart for host in part.hosts):
        return part
    types = ContentTypes.read(parts[TYPES_PART])
    targets = {item.id: item.target for item in read_rels(parts, part.compiled.name)}

    def known(host: Host) -> Host:
        target = targets.get(host.chart, "")
        return replace(host, drawn=DrawnChart.read(parts, types, target), texts=texts.get(target))

    return replace(part, hosts=tuple(known(host) if host.chart else host for host in part.hosts))


def unused_relationships(parts: tuple["WordPart", ...], finished: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Relationship ids of placeholders that could have been shown in each finished part, and were not."""
    for part in parts:
        text = finished.get(part.compiled.name, "")
        ids = {id_ for host in part.hosts if not host.is_always_drawn for id_ in host.ids if f'"{id_}"' not in text}
        if ids:
            yield part.compiled.name, sorted(ids)
