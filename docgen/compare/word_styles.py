"""Read Word's styles, run properties and paragraph properties as formatting, with inheritance resolved."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.compare.drawing import Theme
from docgen.compare.outline import Formatting, Value, plain
from docgen.compare.package import attribute, child, children, local
from docgen.ooxml.names import Element

_TOGGLES = {"b": "bold", "i": "italic", "caps": "capitals", "smallCaps": "small capitals", "strike": "struck out",
            "vanish": "hidden"}  # fmt: skip
_NO = {"0", "false", "off", "none"}
_SPACES = {"before": "space before", "after": "space after", "line": "line height"}
_INDENTS = {"left": "left indent", "start": "left indent", "right": "right indent", "end": "right indent"}
_SIDES = {"start": "left", "end": "right", "both": "justified"}
_WORD_DEFAULTS = {  # Word's values for properties that aren't set
    "underline": "none",
    "alignment": "left",
    **dict.fromkeys((*_TOGGLES.values(), "page break before"), "no"),
    **dict.fromkeys(("shading", "shading behind text"), "none"),
    **dict.fromkeys(("top rule", "bottom rule", "left rule", "right rule"), "none"),
    **dict.fromkeys(("space before", "space after", "left indent", "right indent", "first line"), "0 pt"),
}
_UNSET = {name: Value("", value) for name, value in _WORD_DEFAULTS.items()}
_DEEPEST = 12
NUMBERING = "numbering"
"""An internal property: the numbering's id and level, which have a meaning only within one file."""


@dataclass(slots=True)
class Style:
    """A style: its own properties, and whether text uses it."""

    name: str
    kind: str
    based_on: str
    own: dict[str, Value]
    used: bool = False
    full: dict[str, Value] | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a file by id, the document defaults, and the default style of each kind."""

    theme: Theme
    defaults: dict[str, Value] = field(default_factory=dict[str, Value])
    by_id: dict[str, Style] = field(default_factory=dict[str, Style])
    usual: dict[str, str] = field(default_factory=dict[str, str])

    def chain(self, style_id: str, depth: int = 0) -> dict[str, Value]:
        """The properties of a style and of the styles that it is based on."""
        style = self.by_id.get(style_id)
        if style is None or depth > _DEEPEST:
            return {}
        if style.full is None:
            style.full = {**self.chain(style.based_on, depth + 1), **style.own}
        return style.full

    def full(self, style_id: str) -> dict[str, Value]:
        """The resolved properties of a style: Word's defaults, the file's, those of styles it is based on, its own."""
        return {**_UNSET, **self.defaults, **self.chain(style_id)}

    def use(self, style_id: str | None, kind: str) -> str:
        """Mark a style as used and return its id; the default style of its kind if none is named."""
        found = style_id if style_id in self.by_id else self.usual.get(kind, "")
        based_on = found
        while based_on in self.by_id and not self.by_id[based_on].used:
            self.by_id[based_on].used = True
            based_on = self.by_id[based_on].based_on
        return found or ""

    def name(self, style_id: str) -> str:
        """The name of a style; its id if the file lacks the style."""
        style = self.by_id.get(style_id)
        return style.name if style else style_id

    def facts(self) -> tuple[dict[tuple[str, str], Formatting], frozenset[str]]:
        """The styles as facts of the file, and the names of unused styles."""
        facts: dict[tuple[str, str], Formatting] = {}
        for style_id, style in self.by_id.items():
            if style.kind != "numbering":
                is_usual = style_id == self.usual.get("paragraph")
                own = {**self.defaults, **style.own} if is_usual else style.own
                full = self.full(style_id) if style.kind == "paragraph" else self.chain(style_id)
                facts["style", style.name] = _resolved(own, full)
        return facts, frozenset(style.name for style in self.by_id.values() if not style.used)


def _resolved(own: dict[str, Value], full: dict[str, Value]) -> Formatting:
    """All properties with their resolved values, and the style's own value where it sets one."""
    values = {name: own.get(name, Value("", value.final)) for name, value in sorted(full.items())}
    return {name: value for name, value in values.items() if name != NUMBERING}


def read_styles(root: Element | None, theme: Theme) -> Styles:
    """Read the styles part."""
    styles = Styles(theme, {"colour": Value("", theme.colour("text1").final)})
    defaults = child(root, "docDefaults")
    for name in ("rPrDefault", "pPrDefault"):
        styles.defaults |= read_properties(child(defaults, name), theme)
    for item in children(root):
        if local(item) == "style":
            style_id, kind = attribute(item, "styleId") or "", attribute(item, "type") or "paragraph"
            name = attribute(child(item, "name")) or style_id
            based_on = attribute(child(item, "basedOn")) or ""
            own = read_properties(item, theme) | dict(_table_parts(item, theme))
            styles.by_id[style_id] = Style(_display_name(name), kind, based_on, own)
            if attribute(item, "default") in {"1", "true", "on"}:
                styles.usual[kind] = style_id
    return styles


def _display_name(name: str) -> str:
    """A built-in style's name as Word shows it; files have `heading 1` and `toc 1`, or another program's spelling."""
    return name.upper() if name.lower().startswith("toc ") and name[4:].isdecimal() else name[:1].upper() + name[1:]


def _table_parts(style: Element, theme: Theme) -> Iterator[tuple[str, Value]]:
    """The properties of a table style's parts (first row, banded rows …), prefixed with the part's name."""
    for item in children(style):
        if local(item) == "tblStylePr":
            part = attribute(item, "type") or ""
            for name, value in read_properties(item, theme).items():
                yield f"{part} {name}", value


def read_properties(holder: Element | None, theme: Theme) -> dict[str, Value]:
    """The run, paragraph and cell properties set in a style, a run or a paragraph itself."""
    found: dict[str, Value] = {}
    for item in children(holder):
        name = local(item)
        if name == "rPr":
            found |= dict(run_properties(item, theme))
        elif name == "pPr":
            found |= dict(paragraph_properties(item, theme))
        elif name in {"tcPr", "tblPr"}:
            found |= dict(_frame(item, theme))
    return found


def run_properties(rpr: Element | None, theme: Theme) -> Iterator[tuple[str, Value]]:
    """The properties in an `rPr` (ECMA-376 part 1, 17.3.2)."""
    for item in children(rpr):
        name, value = local(item), attribute(item)
        if name in _TOGGLES:
            yield _TOGGLES[name], plain("no" if value in _NO else "yes")
        elif name == "rFonts":
            yield from _fonts(item, theme)
        elif name == "sz":
            yield "size", _points(value, 2)
        elif name == "color":
            yield "colour", _colour(item, "themeColor", value, theme)
        elif name in {"u", "highlight", "vertAlign"}:
            title = {"u": "underline", "highlight": "highlight", "vertAlign": "raised or lowered"}[name]
            yield title, plain(value or "none")
        elif name == "shd":
            yield "shading behind text", _colour(item, "themeFill", attribute(item, "fill"), theme)


def _fonts(item: Element, theme: Theme) -> Iterator[tuple[str, Value]]:
    for title, names in (("font", ("ascii", "hAnsi")), ("East Asian font", ("eastAsia",))):
        for name in names:
            themed, font = attribute(item, f"{name}Theme"), attribute(item, name)
            if themed or font:
                yield title, theme.font(themed) if themed else plain(font)
                break


def _colour(item: Element, themed: str, value: str | None, theme: Theme) -> Value:
    name = attribute(item, themed)
    if name and name != "none":
        prefix = themed.removesuffix("Color")
        tint, shade = attribute(item, f"{prefix}Tint"), attribute(item, f"{prefix}Shade")
        base, mark = theme.colour(name), f" tint {tint.upper()}" if tint else f" shade {shade.upper()}" if shade else ""
        return Value(base.own + mark, base.final + mark)
    if value in {None, "auto"}:  # black on white, as the theme's text is
        return Value("automatic", theme.colour("text1").final if themed == "themeColor" else "none")
    return plain(f"#{(value or '').upper()}")


def paragraph_properties(ppr: Element | None, theme: Theme) -> Iterator[tuple[str, Value]]:
    """The properties in a `pPr` (ECMA-376 part 1, 17.3.1)."""
    for item in children(ppr):
        name = local(item)
        if name == "jc":
            yield "alignment", plain(_SIDES.get(attribute(item) or "", attribute(item)))
        elif name == "spacing":
            yield from _lengths(item, _SPACES)
        elif name == "ind":
            yield from _lengths(item, _INDENTS)
            yield from _first_line(item)
        elif name == "pageBreakBefore":
            yield "page break before", plain("no" if attribute(item) in _NO else "yes")
        elif name == "outlineLvl":
            yield "outline level", _counted(item)
        elif name == "numPr":
            number, level = attribute(child(item, "numId")) or "", attribute(child(item, "ilvl")) or "0"
            yield NUMBERING, plain(f"{number} {level}")
    yield from _frame(ppr, theme)


def _counted(item: Element) -> Value:
    """An outline level, counted from 1."""
    value = attribute(item) or ""
    return plain(int(value) + 1 if value.isdecimal() else value)


def _lengths(item: Element, names: dict[str, str]) -> Iterator[tuple[str, Value]]:
    yield from ((title, _points(attribute(item, key), 20)) for key, title in names.items() if attribute(item, key))


def _first_line(item: Element) -> Iterator[tuple[str, Value]]:
    first, hanging = attribute(item, "firstLine"), attribute(item, "hanging")
    if first or hanging:
        yield "first line", _points(first or f"-{hanging}", 20)


def _frame(holder: Element | None, theme: Theme) -> Iterator[tuple[str, Value]]:
    """Shading and borders of a paragraph, a cell or a table."""
    for item in children(holder):
        name = local(item)
        if name == "shd":
            yield "shading", _colour(item, "themeFill", attribute(item, "fill"), theme)
        elif name in {"pBdr", "tcBorders", "tblBorders"}:
            for side in children(item):
                yield f"{local(side)} rule", _rule(side, theme)


def _rule(side: Element, theme: Theme) -> Value:
    kind = attribute(side) or "none"
    if kind in {"nil", "none"}:
        return plain("none")
    name = attribute(side, "themeColor")  # without its tint, which LibreOffice loses
    colour = theme.colour(name) if name else _colour(side, "themeColor", attribute(side, "color"), theme)
    width = _points(attribute(side, "sz"), 8).own
    return Value(f"{kind} {width} {colour.own}", f"{kind} {width} {colour.final}")


def _points(value: str | None, parts: int) -> Value:
    """A length given in 1/`parts` of a point, in points."""
    try:
        return plain(f"{round(float(value or '') / parts, 1) + 0.0:g} pt")
    except ValueError:
        return plain(value or "")
