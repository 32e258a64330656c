"""Read themes, and DrawingML and VML objects (pictures, charts, shapes, groups) as pieces."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from docgen.compare.outline import NONE, Formatting, Piece, Span, Value, plain
from docgen.compare.package import (
    DEEPEST,
    Package,
    attribute,
    below,
    centimetres,
    child,
    children,
    digest,
    local,
    picture_size,
)
from docgen.ooxml.names import Element

_SAME = {
    "text1": "dk1", "tx1": "dk1", "dark1": "dk1", "text2": "dk2", "tx2": "dk2", "dark2": "dk2", "bg1": "lt1",
    "background1": "lt1", "light1": "lt1", "bg2": "lt2", "background2": "lt2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_FONTS = {"major": "heading font", "minor": "body font"}
_SHAPES = {"sp", "wsp", "cxnSp"}
_GROUPS = {"grpSp", "wgp", "wpc"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours (six hex digits) and fonts of a theme by name: `accent1`; `body font`, `body font (East Asian)`."""

    colours: Mapping[str, str] = field(default_factory=dict[str, str])
    fonts: Mapping[str, str] = field(default_factory=dict[str, str])

    def colour(self, name: str) -> Value:
        """A theme colour by any of its names."""
        name = _SAME.get(name, name)
        found = self.colours.get(name)
        return Value(name, f"#{found}" if found else name)

    def font(self, name: str) -> Value:
        """A theme font by its name in Word (`majorEastAsia`, `minorHAnsi`) or DrawingML (`+mj-ea`)."""
        which = "heading font" if name.startswith(("major", "+mj")) else "body font"
        east_asian = name.endswith(("EastAsia", "-ea"))
        key = f"{which} (East Asian)" if east_asian else which
        return Value(f"theme {key}", self.fonts.get(key, ""))

    def facts(self) -> dict[tuple[str, str], Formatting]:
        """The theme as facts of the file."""
        facts: dict[tuple[str, str], Formatting] = {
            ("theme colour", name): {"colour": plain(f"#{value}")} for name, value in self.colours.items()
        }
        facts |= {("theme font", name): {"font": plain(value)} for name, value in self.fonts.items() if value}
        return facts


def read_theme(package: Package, part: str) -> Theme:
    """The theme in `part`; an empty one if it can't be read."""
    elements = child(package.tree(part), "themeElements") if part else None
    colours: dict[str, str] = {}
    for item in children(child(elements, "clrScheme")):
        shade = next(children(item), None)
        value = attribute(shade, "lastClr") or attribute(shade) or ""
        colours[local(item)] = value.upper()
    fonts: dict[str, str] = {}
    for name, title in _FONTS.items():
        group = child(elements, "fontScheme", f"{name}Font")
        fonts[title] = attribute(child(group, "latin"), "typeface") or ""
        fonts[f"{title} (East Asian)"] = attribute(child(group, "ea"), "typeface") or ""
    return Theme(colours, fonts)


def drawn_colour(fill: Element | None, theme: Theme) -> Value:
    """The colour of a DrawingML fill or line; `none` for noFill, empty if inherited."""
    for item in children(fill):
        name = local(item)
        if name == "noFill":
            return plain("none")
        if name == "solidFill":
            return _shade(next(children(item), None), theme)
        if name in {"gradFill", "pattFill", "blipFill"}:
            return plain({"gradFill": "gradient", "pattFill": "pattern", "blipFill": "picture"}[name])
    return NONE


def _shade(item: Element | None, theme: Theme) -> Value:
    if item is None:
        return NONE
    name, value = local(item), attribute(item) or ""
    base = theme.colour(value) if name == "schemeClr" else plain(f"#{value.upper()}" if name == "srgbClr" else value)
    marks = "".join(
        f" {local(mark)} {int(attribute(mark) or 0) // 1000} %" for mark in children(item) if _whole(attribute(mark))
    )
    return Value(base.own + marks, base.final + marks)


@dataclass(slots=True)
class Drawings:
    """Reads the objects of `part`; `text` reads the content of a shape's text box."""

    package: Package
    part: str
    theme: Theme
    text: Callable[[Element], Iterator[Piece]]

    def read(self, holder: Element, depth: int = 0) -> Iterator[Piece]:
        """The objects in `holder`, in their order."""
        name = local(holder)
        if depth > DEEPEST:
            return
        if name in {"inline", "anchor"}:
            yield from self._anchored(holder, depth)
        elif name in _GROUPS:
            yield self._group(holder, depth)
        elif (read := self._readers().get(name)) is not None:
            yield read(holder)
        else:
            for item in children(holder):
                yield from self.read(item, depth + 1)

    def _readers(self) -> dict[str, Callable[[Element], Piece]]:
        alone = {"pic": self._picture, "imagedata": self._imagedata, "textbox": self._text_box, "chart": self._chart,
                 "relIds": self._diagram}  # fmt: skip
        return alone | dict.fromkeys(_SHAPES, self._shape)

    def _chart(self, element: Element) -> Piece:
        link = self.package.linked(self.part, element)
        return Piece("chart") if link is None else _read_chart(self.package, link.target)

    def _text_box(self, element: Element) -> Piece:
        """A VML text box of an old Word file."""
        content = child(element, "txbxContent")
        return Piece("shape", inner=tuple(self.text(element if content is None else content)))

    def _anchored(self, holder: Element, depth: int) -> Iterator[Piece]:
        """An object of a Word file, with the name, alt text and size of its frame."""
        named, extent = child(holder, "docPr"), child(holder, "extent")
        for piece in (found for item in children(holder) for found in self.read(item, depth + 1)):
            facts = {**piece.facts, **_alt(named)}
            facts |= {"width": plain(centimetres(attribute(extent, "cx")))}
            facts |= {"height": plain(centimetres(attribute(extent, "cy")))}
            yield Piece(piece.kind, attribute(named, "name") or piece.name, piece.spans, facts, piece.inner)

    def _picture(self, element: Element) -> Piece:
        named = next(below(element, "cNvPr"), None)
        facts = dict(self._content(next(iter((*below(element, "svgBlip"), *below(element, "blip"))), None)))
        crop = child(element, "blipFill", "srcRect")
        if crop is not None and crop.attrib:
            sides = (f"{key} {int(value) / 1000:g} %" for key, value in sorted(crop.attrib.items()) if _whole(value))
            facts["cut"] = plain(", ".join(map(str, sides)))
        return Piece("picture", attribute(named, "name") or "", (), facts | _alt(named) | self._box(element))

    def _imagedata(self, element: Element) -> Piece:
        return Piece("picture", attribute(element, "title") or "", (), dict(self._content(element)))

    def _content(self, blip: Element | None) -> Iterator[tuple[str, Value]]:
        if blip is None:
            return
        for name in ("embed", "link", "id"):
            link = self.package.linked(self.part, blip, name)
            if link is not None:
                data = None if link.external else self.package.parts.get(link.target)
                yield "picture", plain(link.target if data is None else f"{digest(data)}, {picture_size(data)}")
                return

    def _shape(self, element: Element) -> Piece:
        named = next(below(element, "cNvPr"), None)
        properties = child(element, "spPr")
        facts = _alt(named) | self._box(element)
        if (fill := drawn_colour(properties, self.theme)) != NONE:
            facts["fill"] = fill
        if (line := drawn_colour(child(properties, "ln"), self.theme)) != NONE:
            facts["line"] = line
        if geometry := attribute(child(properties, "prstGeom"), "prst"):
            facts["form"] = plain(geometry)
        holder = next((item for item in below(element, "txbxContent")), None)
        holder = holder if holder is not None else child(element, "txBody")
        inner = tuple(self.text(holder)) if holder is not None else ()
        return Piece("shape", attribute(named, "name") or "", (), facts | self._placeholder(element), inner)

    def frame(self, element: Element, named: Element | None) -> dict[str, Value]:
        """The alt text, position and size of a slide's graphic frame."""
        return _alt(named) | self._box(element)

    def _placeholder(self, element: Element) -> dict[str, Value]:
        found = child(element, "nvSpPr", "nvPr", "ph")
        if found is None:
            return {}
        return {
            "placeholder": plain(" ".join(filter(None, (attribute(found, "type") or "body", attribute(found, "idx")))))
        }

    def _group(self, element: Element, depth: int) -> Piece:
        named = child(element, "nvGrpSpPr", "cNvPr")
        inner = tuple(found for item in children(element) for found in self.read(item, depth + 1))
        return Piece("group", attribute(named, "name") or "", (), _alt(named) | self._box(element), inner)

    def _diagram(self, element: Element) -> Piece:
        """The text of SmartArt."""
        link = self.package.linked(self.part, element, "dm")
        root = self.package.tree(link.target) if link is not None else None
        words = [text.text or "" for text in below(root, "t")]
        return Piece("shape", "SmartArt", inner=tuple(Piece("paragraph", word) for word in words if word.strip()))

    def _box(self, element: Element) -> dict[str, Value]:
        """The position and size of a slide's object; in Word files the frame has them."""
        if "/presentationml/" not in str(element.tag):
            return {}
        frame = child(element, "xfrm")
        for holder in ("spPr", "grpSpPr"):
            frame = frame if frame is not None else child(element, holder, "xfrm")
        offset, extent = child(frame, "off"), child(frame, "ext")
        sizes = {"left": attribute(offset, "x"), "top": attribute(offset, "y"),
                 "width": attribute(extent, "cx"), "height": attribute(extent, "cy")}  # fmt: skip
        facts = {name: plain(centimetres(value)) for name, value in sizes.items() if value is not None}
        if turned := attribute(frame, "rot"):
            facts["turned"] = plain(f"{int(turned) / 60000:g}°" if _whole(turned) else turned)
        return facts


def _alt(named: Element | None) -> dict[str, Value]:
    found = {"alt text": attribute(named, "descr"), "title": attribute(named, "title")}
    facts = {name: plain(value) for name, value in found.items() if value}
    return facts | ({"hidden": plain("yes")} if attribute(named, "hidden") in {"1", "true"} else {})


def _whole(value: object) -> bool:
    return str(value).lstrip("-").isdecimal()


def _read_chart(package: Package, part: str) -> Piece:
    """The chart in `part` (ECMA-376 part 1, 21.2); an empty piece if it can't be read."""
    chart = child(package.tree(part), "chart")
    area = child(chart, "plotArea")
    plots = [item for item in children(area) if local(item).endswith("Chart")]
    facts = {"kind": plain(", ".join(local(item).removesuffix("Chart") for item in plots))}
    for item in children(area):
        title = _words(child(item, "title")) if local(item).endswith("Ax") else ""
        if title:
            facts[f"{local(item)} title"] = plain(title)
    title = _words(child(chart, "title"))
    series = tuple(_series(item) for plot in plots for item in children(plot) if local(item) == "ser")
    return Piece("chart", "", (Span(title),) if title else (), facts, series)


def _words(title: Element | None) -> str:
    return "".join(text.text or "" for text in below(child(title, "tx"), "t"))


def _series(element: Element) -> Piece:
    name = " ".join(_cached(child(element, "tx")))
    facts: dict[str, Value] = {}
    for title, names in (("categories", ("cat", "xVal")), ("values", ("val", "yVal"))):
        found = [value for key in names for value in _cached(child(element, key))]
        if found:
            facts[title] = plain(" | ".join(found))
    return Piece("series", name, (), facts)


def _cached(holder: Element | None) -> Iterator[str]:
    for point in below(holder, "v"):
        yield _number(point.text or "")


def _number(text: str) -> str:
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text
