"""Turns a picture or shape whose alt text is an expression into a place where a drawing, picture or chart goes."""

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
from docgen.ooxml.package import TYPES_PART, ContentTypes, read_rels
from docgen.ooxml.unused import without_unused

if TYPE_CHECKING:
    from docgen.engines.docx.part import WordPart

_ALTERNATE = f"{{{MC}}}AlternateContent"
_GRAPHIC = f"{{{A}}}graphic"
_DATA = f"{{{A}}}graphicData"
_CHART = f"{{{C}}}chart"
_CREATION = f"{{{A16}}}creationId"
_WIDTH, _HEIGHT, _NUMBER, _ALT, _INSIDE = ("dg-width", "dg-height", "dg-number", "dg-alt", "dg-inside")
_EDGES = '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
_ASKED = re.compile(rf"'([^']*)'\|{OWN_PART}\b")
_DECLARED = re.compile(r' xmlns:(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Host:
    """Where a drawing goes: `cx` and `cy` in EMU, the placeholder's name and id.

    `frame` is the `w:drawing` as markup, inline or anchored as the placeholder was; `look` and `edges` (its
    `wp:effectExtent`) are what a picture takes over from it. `chart` is the relationship of the chart that a manager
    drew there, `drawn` that chart, `texts` its part if it holds tags of its own. `ids` are the relationships that
    only the placeholder itself names; `is_always_drawn`: it is never shown.
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
        """The `w:drawing` that holds the `a:graphic` `inside`, `size` EMU large."""
        width, height = size or (self.cx, self.cy)
        told = {_WIDTH: str(width), _HEIGHT: str(height), _NUMBER: str(number), f'"{_ALT}"': quoteattr(alt)}
        made = self.frame
        for mark, value in told.items():
            made = made.replace(mark, value, 1)
        return made.replace(f"<{_INSIDE}/>", inside)

    def with_edges(self, drawing: str) -> str:
        """A `w:drawing` with the room that the placeholder's effects or rotation take around it."""
        return drawing.replace(_EDGES, self.edges, 1)


def bind_drawings(root: Element) -> Iterator[Host]:
    """Put source in the place of each placeholder of `root`, whose tags are numbered; gives the hosts in order."""
    number = 0
    for properties in list(root.iter(f"{{{WP}}}docPr")):
        drawing = next(properties.iterancestors(w("drawing")), None)
        if drawing is None or drawing.find(f"*/{{{WP}}}extent") is None or drawing.find(f"*/{_GRAPHIC}") is None:
            continue
        _take_inner_words(properties, drawing)
        expression = alt_text_expression(properties)
        if not expression:
            continue
        yield _host(properties, drawing, is_always_drawn(expression))
        bind(_outermost(drawing), properties, expression, number)
        number += 1


def _take_inner_words(properties: Element, drawing: Element) -> None:
    """Some programs write the alt text of a picture or shape that stands alone into the picture or shape only."""
    content = drawing.find(f"*/{_GRAPHIC}/{_DATA}")
    told = [] if content is None else content.findall(f"*/*/{{{PIC}}}cNvPr") + content.findall(f"*/{{{WPS}}}cNvPr")
    if len(told) == 1 and not properties.get("descr") and alt_text_expression(told[0]):
        properties.set("descr", told[0].attrib.pop("descr"))


def _outermost(drawing: Element) -> Element:
    """The drawing, or the alternate content that holds it beside a fallback for old readers."""
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
        cx=max(1, _whole(extent("cx"))),
        cy=max(1, _whole(extent("cy"))),
        name=properties.get("name", ""),
        id=_whole(properties.get("id")),
        frame=frame,
        format=picture,
        edges=_edges(drawing, picture),
        ids=frozenset(id_ for id_ in named if f'"{id_}"' not in retained),
        is_always_drawn=is_never_shown,
        chart="" if chart is None else chart.get(f"{{{R}}}id", ""),
    )


def _whole(number: str | None) -> int:
    """A number of the template; 1 if it is none, or more than any page or document has."""
    return int(number) if number and number.isascii() and number.isdecimal() and len(number) <= 10 else 1


def _relationships(element: Element) -> Iterator[str]:
    return (str(value) for name, value in element.attrib.items() if str(name).startswith(f"{{{R}}}"))


def _picture_format(drawing: Element) -> PictureFormat:
    """What a picture takes over; of a chart or a group nothing."""
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
    _forget_ids(copy)
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


def _forget_ids(drawing: Element) -> None:
    """Take away the ids that Word gives each drawing anew, since a loop would repeat them."""
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
    """The markup of `element` without the declarations that `root` has anyway."""
    known = root.nsmap

    def undeclared(found: re.Match[str]) -> str:
        return "" if known.get(found[1]) == found[2] else found[0]

    return _DECLARED.sub(undeclared, etree.tostring(element, encoding="unicode"))


def settle_placeholders(parts: dict[str, bytes], compiled: list["WordPart"]) -> list["WordPart"]:
    """`compiled` with the charts of its placeholders; what no part names any more goes from `parts` and from it."""
    compiled = [_with_owned(parts, part, frozenset(part.compiled.name for part in compiled)) for part in compiled]
    if not any(part.hosts for part in compiled):
        return compiled
    texts = {part.compiled.name: part.compiled for part in compiled}
    settled = [_with_charts(parts, part, texts) for part in compiled]
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
    return [part for part in settled if part.compiled.name in parts]


def _names(source: str, id_: str) -> bool:
    return f'"{id_}"' in source or f"'{id_}'|{OWN_PART}" in source


def _with_owned(parts: Mapping[str, bytes], part: "WordPart", filled: Collection[str]) -> "WordPart":
    """`part` with what its loops may repeat; a part that is filled itself is one for all turns."""
    asked = frozenset(_ASKED.findall(part.compiled.source.text))
    if not asked:
        return part
    types, links = ContentTypes.read(parts[TYPES_PART]), read_rels(parts, part.compiled.name)
    wanted = [item for item in links if item.id in asked and item.target in parts and item.target not in filled]
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


def unshown(parts: tuple["WordPart", ...], finished: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Of each finished part the relationships of placeholders that might have been shown in it, and were not."""
    for part in parts:
        text = finished.get(part.compiled.name, "")
        ids = {id_ for host in part.hosts if not host.is_always_drawn for id_ in host.ids if f'"{id_}"' not in text}
        if ids:
            yield part.compiled.name, sorted(ids)
