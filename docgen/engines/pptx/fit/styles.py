"""Resolve inherited text properties: from master, layout, shape and paragraph to each run."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.engines.office.measure.fit import Paragraph, Run, Spacing, Typeface
from docgen.ooxml.names import A, Element

EMU: Final = 12700
"""English metric units in a point (ECMA-376 part 1, 20.1.10.16)."""

_PPR, _RPR, _DEF_RPR, _END = (f"{{{A}}}{name}" for name in ("pPr", "rPr", "defRPr", "endParaRPr"))
_TEXT, _BREAK, _PARAGRAPH = (f"{{{A}}}{name}" for name in ("t", "br", "p"))
_RUNS: Final = tuple(f"{{{A}}}{name}" for name in ("r", "fld", "br"))
_LATIN, _EAST_ASIAN = f"{{{A}}}latin", f"{{{A}}}ea"
_SPACINGS: Final = {f"{{{A}}}lnSpc": "line", f"{{{A}}}spcBef": "before", f"{{{A}}}spcAft": "after"}
_BULLETS: Final = {f"{{{A}}}{name}": name != "buNone" for name in ("buNone", "buChar", "buAutoNum", "buBlip")}
_LENGTHS: Final = {"marL": "left", "marR": "right", "indent": "indent"}
_TRUE: Final = {"1", "true"}
_BULLET_WIDTH: Final = 0.6
_SCRIPT: Final = 2 / 3
_RUN_SAYS: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "sz": ("size", lambda value: float(value) / 100),
    "b": ("bold", _TRUE.__contains__),
    "i": ("italic", _TRUE.__contains__),
    "cap": ("capitals", lambda value: value == "all"),
    "lang": ("language", str),
}
_FACES: Final = {_LATIN: "latin", _EAST_ASIAN: "east_asian"}
LEVELS: Final = 9


def points_of(value: str) -> float:
    """A coordinate in points: English metric units, or a number with its unit (ST_Coordinate: `2.5cm`)."""
    unit = _UNITS.get(value[-2:])
    return float(value) / EMU if unit is None else float(value[:-2]) * unit


_UNITS: Final = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


class Fonts(NamedTuple):
    """A theme's faces (a:fontScheme); a part of a deck names them `+mj-lt`, `+mj-ea`, `+mn-lt`, `+mn-ea`."""

    major: str = "Calibri"
    major_east_asian: str = "微软雅黑"
    minor: str = "Calibri"
    minor_east_asian: str = "微软雅黑"

    def named(self, name: str) -> str:
        """The face that a `typeface` attribute names."""
        return getattr(self, _THEME[name]) if name in _THEME else name


_THEME: Final = {"+mj-lt": "major", "+mj-ea": "major_east_asian", "+mn-lt": "minor", "+mn-ea": "minor_east_asian"}


def fonts_of(theme: Element) -> Fonts:
    """The faces of a theme part; without an East Asian face, the one of its Chinese script (`Hans`)."""
    found = Fonts()
    for kind in ("major", "minor"):
        held = theme.find(f".//{{{A}}}{kind}Font")
        latin, east_asian = (_face(held, tag) for tag in (_LATIN, _EAST_ASIAN))
        if not east_asian and held is not None:
            script = held.find(f"{{{A}}}font[@script='Hans']")
            east_asian = "" if script is None else script.get("typeface", "")
        if latin:
            found = found._replace(**{kind: latin})
        if east_asian:
            found = found._replace(**{f"{kind}_east_asian": east_asian})
    return found


def _face(held: Element | None, tag: str) -> str:
    found = held.find(tag) if held is not None else None
    return "" if found is None else found.get("typeface", "")


class Level(NamedTuple):
    """Text properties of one level: a:lvlNpPr and its a:defRPr, with inherited values.

    Lengths are in points, `size` too; `latin` and `east_asian` are as written, theme names unresolved.
    """

    size: float = 18.0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    latin: str = "+mn-lt"
    east_asian: str = "+mn-ea"
    language: str = ""
    line: Spacing = Spacing(1.0)
    before: Spacing = Spacing()
    after: Spacing = Spacing()
    left: float = 0.0
    right: float = 0.0
    indent: float = 0.0
    bullet: bool = False
    hanging: bool = False

    def typeface(self, fonts: Fonts) -> Typeface:
        """The faces of the level's text."""
        return _typeface(fonts, self.latin, self.east_asian, self.language)


@lru_cache(maxsize=1024)
def _typeface(fonts: Fonts, latin: str, east_asian: str, language: str) -> Typeface:
    return Typeface(fonts.named(latin), fonts.named(east_asian), language)


Levels = tuple[Level, ...]
PLAIN: Final[Levels] = (Level(),) * LEVELS


def heading_levels(levels: Levels) -> Levels:
    """`levels` in the theme's heading faces."""
    return tuple(level._replace(latin="+mj-lt", east_asian="+mj-ea") for level in levels)


def apply_list_style(levels: Levels, style: Element | None) -> Levels:
    """`levels` with a list style (a:lstStyle, p:titleStyle, p:defaultTextStyle …) applied."""
    if style is None or len(style) == 0:
        return levels
    default = style.find(f"{{{A}}}defPPr")
    found = [apply_paragraph(level, default) for level in levels] if default is not None else list(levels)
    for number in range(LEVELS):
        own = style.find(f"{{{A}}}lvl{number + 1}pPr")
        if own is not None:
            found[number] = apply_paragraph(found[number], own)
    return tuple(found)


def apply_paragraph(level: Level, properties: Element | None) -> Level:
    """A level with a:pPr or a:lvlNpPr applied; the a:defRPr of a paragraph's own a:pPr has no effect."""
    if properties is None:
        return level
    changes: dict[str, object] = {}
    for name, value in properties.items():
        if name in _LENGTHS:
            changes[_LENGTHS[name]] = points_of(value)
        elif name == "hangingPunct":
            changes["hanging"] = value in _TRUE
    for child in properties:
        tag = str(child.tag)
        if tag in _SPACINGS and len(child):
            changes[_SPACINGS[tag]] = _spacing(child[0])
        elif tag in _BULLETS:
            changes["bullet"] = _BULLETS[tag]
    level = level._replace(**changes) if changes else level
    return level if properties.tag == _PPR else apply_run(level, properties.find(_DEF_RPR))


def _spacing(element: Element) -> Spacing:
    value = element.get("val", "0")
    if element.tag == f"{{{A}}}spcPts":
        return Spacing(points=float(value) / 100)
    return Spacing(float(value[:-1]) / 100 if value.endswith("%") else float(value) / 100_000)


def apply_run(level: Level, properties: Element | None) -> Level:
    """A level with a:rPr, a:endParaRPr or a:defRPr applied."""
    if properties is None:
        return level
    changes: dict[str, object] = {}
    for key, value in properties.items():
        if key in _RUN_SAYS:
            name, read = _RUN_SAYS[key]
            changes[name] = read(value)
    for child in properties:
        if child.tag in _FACES and child.get("typeface"):
            changes[_FACES[str(child.tag)]] = child.get("typeface")
    return level._replace(**changes) if changes else level


def paragraphs_of(body: Element, levels: Levels, fonts: Fonts) -> list[Paragraph]:
    """The paragraphs of a text body (p:txBody, a:txBody), each run with its own size, style, faces and language."""
    return [_paragraph(item, levels, fonts) for item in body.iterchildren(_PARAGRAPH)]


def _paragraph(paragraph: Element, levels: Levels, fonts: Fonts) -> Paragraph:
    properties = paragraph.find(_PPR)
    level = apply_paragraph(level_of(properties, levels), properties)
    runs = tuple(_runs(paragraph, level, fonts))
    return Paragraph(
        runs,
        line=level.line,
        before=level.before,
        after=level.after,
        left=level.left,
        right=level.right,
        indent=first_indent(level),
        size=apply_run(level, paragraph.find(_END)).size,
        hanging=level.hanging,
    )


def level_of(properties: Element | None, levels: Levels) -> Level:
    """The level of a paragraph, by its a:pPr."""
    value = properties.get("lvl", "0") if properties is not None else "0"
    return levels[min(int(value), LEVELS - 1)]


def first_indent(level: Level) -> float:
    """How far right of its margin the first line's text starts: after its bullet, if it has one."""
    if level.bullet:
        return max(level.indent + _BULLET_WIDTH * level.size, 0.0)
    return max(level.indent, -level.left)


def _runs(paragraph: Element, level: Level, fonts: Fonts) -> Iterator[Run]:
    for item in paragraph.iterchildren(*_RUNS):
        properties = item.find(_RPR)
        own = apply_run(level, properties)
        text = "\n" if item.tag == _BREAK else (item.findtext(_TEXT) or "")
        size = own.size * (_SCRIPT if properties is not None and properties.get("baseline", "0") != "0" else 1)
        yield Run(text.upper() if own.capitals else text, size, own.bold, own.italic, own.typeface(fonts))
