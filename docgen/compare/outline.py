"""The outline of a template: pieces with words, looks and facts, apart from how its file stores them; as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_GROUPS = ("property", "page", "theme colour", "theme font", "style", "rule")
_TITLES = {"property": "properties", "page": "page set-up", "theme colour": "theme colours",
           "theme font": "theme fonts", "style": "styles", "rule": "rules"}  # fmt: skip
_QUIET = {"level", "style", "header row", "header cell"}
_PLACE = ("left", "top", "width", "height")


class Value(NamedTuple):
    """A property's value: `own` as the file says it (`accent2`), `final` what that comes to (`#A85B14`).

    Another program may spell a value out, and a theme may change what a name comes to; neither is an edit of the
    property. So two values differ only if both sides of them do.
    """

    own: str
    final: str

    def differs(self, other: "Value") -> bool:
        """Whether somebody changed the property itself."""
        return self.own != other.own and self.final != other.final

    @property
    def shown(self) -> str:
        """The value for a person: `accent2 (#A85B14)`."""
        return self.own if self.own == self.final or not self.final else f"{self.own} ({self.final})"


Look = Mapping[str, Value]
NONE = Value("", "")


def plain(text: object) -> Value:
    """A value that is what it says."""
    return Value(str(text), str(text))


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look, as the file states it at the words themselves."""

    text: str
    look: Look = field(default_factory=dict[str, Value])


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a person sees.

    `kind` is heading, paragraph, table, row, cell, picture, chart, series, shape, group, or of a whole: body, header,
    footer, footnotes, comments, slide, notes, layout, master, page. `name` is what it is called, `spans` its words,
    `facts` what is said of it (style, alt text, width …), `inner` what it holds, `base` what its style comes to, which
    holds for what neither facts nor spans say.
    """

    kind: str
    name: str = ""
    spans: tuple[Span, ...] = ()
    facts: Look = field(default_factory=dict[str, Value])
    inner: tuple["Piece", ...] = ()
    base: Look = field(default_factory=dict[str, Value])

    @property
    def text(self) -> str:
        """Its own words."""
        return "".join(span.text for span in self.spans)

    @property
    def all_text(self) -> str:
        """Its words and those of all that it holds."""
        return "\n".join(text for text in (self.text, *(piece.all_text for piece in self.inner)) if text)

    def walk(self) -> Iterator["Piece"]:
        """Itself and all that it holds."""
        yield self
        for piece in self.inner:
            yield from piece.walk()


Facts = Mapping[tuple[str, str], Look]
"""What is said of the file as a whole by (group, name): ("style", "Heading 1") → size, colour …"""


@dataclass(frozen=True, slots=True)
class Outline:
    """A file as it is compared: `unread` says what of it could not be read, `passive` names the styles not in use."""

    file_format: str
    facts: Facts = field(default_factory=dict[tuple[str, str], Look])
    stories: tuple[Piece, ...] = ()
    unread: tuple[str, ...] = ()
    passive: frozenset[str] = frozenset()


def beyond(stated: Look, base: Look) -> dict[str, Value]:
    """What of `stated` comes out otherwise than `base` has it."""
    return {name: value for name, value in sorted(stated.items()) if value.final != base.get(name, NONE).final}


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """`spans` with neighbours of one look as one, and empty ones left out."""
    kept: list[Span] = []
    for span in spans:
        if kept and kept[-1].look == span.look:
            kept[-1] = Span(kept[-1].text + span.text, span.look)
        elif span.text:
            kept.append(span)
    return tuple(kept)


def as_text(outline: Outline) -> str:
    """The outline as text; ends with what could not be read."""
    lines = [outline.file_format, ""]
    for group in _GROUPS:
        lines += _facts(group, outline.facts, outline.passive)
    for story in outline.stories:
        lines += (_story_title(story), *_children(story, ""), "")
    if outline.unread:
        lines += ("could not be read", *(f"  {_line(why)}" for why in outline.unread), "")
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _facts(group: str, facts: Facts, passive: frozenset[str]) -> Iterator[str]:
    told = [(name, look) for (kind, name), look in facts.items() if kind == group]
    told = [(name, look) for name, look in told if group != "style" or name not in passive]
    if told:
        yield _TITLES[group]
        for name, look in told if group == "rule" else sorted(told):
            yield f"  {name}: {_said(look)}"
        yield ""


def _said(look: Look) -> str:
    if set(look) <= {"value", "colour", "font"} and len(look) == 1:
        return _line(next(iter(look.values())).own)
    return ", ".join(f"{name} {_line(value.own)}".strip() for name, value in look.items() if value.own)


def _story_title(story: Piece) -> str:
    name = f" ({_line(story.name)})" if story.name else ""
    return f"== {story.kind}{name}{_marks(story)}"


def _children(piece: Piece, indent: str) -> Iterator[str]:
    for inner in piece.inner:
        yield from _lines(inner, indent)


def _lines(piece: Piece, indent: str) -> Iterator[str]:
    if piece.kind in {"heading", "paragraph"}:
        yield from _paragraph(piece, indent)
    elif piece.kind == "table":
        yield f"{indent}table{_marks(piece)}"
        for row in piece.inner:
            yield from _row(row, f"{indent}  ")
    else:
        name = f" {_line(piece.name)}" if piece.name else ""
        words = f": {_line(piece.text)}" if piece.text else ""
        yield f"{indent}[{piece.kind}{name}{_marks(piece)}]{words}"
        yield from _children(piece, f"{indent}  ")


def _paragraph(piece: Piece, indent: str) -> Iterator[str]:
    text = _marked(piece)
    style = piece.facts.get("style")
    before = (
        f"{'#' * int(piece.facts['level'].own)} " if piece.kind == "heading" else f"[{style.own}] " if style else ""
    )
    if text or len(piece.facts) > bool(style) or not piece.inner:
        line = f"{before}{text}{_marks(piece, quiet=True)}"
        if line:
            yield f"{indent}{line}"
    yield from _children(piece, f"{indent}  ")


def _marked(piece: Piece) -> str:
    """The words, those of another look followed by what it is."""
    spans = joined([Span(span.text, beyond(span.look, piece.base)) for span in piece.spans])
    looks = [span.look for span in spans if span.text.strip()]
    if looks and looks.count(looks[0]) == len(looks):
        return _line(piece.text) + (f" ({_said_look(looks[0])})" if looks[0] else "")
    parts = (f"‹{_line(span.text)}› ({_said_look(span.look)})" if span.look and span.text.strip() else span.text
             for span in spans)  # fmt: skip
    return _line("".join(parts))


def _said_look(look: Look) -> str:
    words = (name if value.own == "yes" else f"{name} {value.own}" for name, value in look.items())
    return ", ".join(words)


def _row(row: Piece, indent: str) -> Iterator[str]:
    """A row in a line; what a cell holds besides words follows below it."""
    cells: list[str] = []
    others: list[str] = []
    for cell in row.inner:
        words = [_marked(piece) for piece in cell.inner if piece.kind in {"heading", "paragraph"}]
        cells.append(" ⏎ ".join(word for word in words if word) + _marks(cell, quiet=True))
        for piece in cell.inner:
            inner = piece.inner if piece.kind in {"heading", "paragraph"} else (piece,)
            others += [line for found in inner for line in _lines(found, f"{indent}  ")]
    head = " (header row)" if "header row" in row.facts else ""
    yield f"{indent}| {' | '.join(cells)} |{head}"
    yield from others


def _marks(piece: Piece, quiet: bool = False) -> str:
    facts = {name: value for name, value in beyond(piece.facts, piece.base).items() if not (quiet and name in _QUIET)}
    place = [facts.pop(name).own for name in _PLACE if name in facts and len(facts) and name in piece.facts]
    words = [f"{name} {_line(value.own)}" for name, value in sorted(facts.items()) if name != "level"]
    words += [f"at {' '.join(place)}" if len(place) == 4 else f"size {' '.join(place)}"] if place else []
    return f" ({'; '.join(words)})" if words else ""


def _line(text: str) -> str:
    return text.replace("\n", " ⏎ ").replace("\t", " ⇥ ").replace("\r", " ").strip()
