"""The outline of a template, the same for all formats: pieces with text, formatting and facts; print it as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from docgen.messages import Message
from docgen.templating import TAG

_GROUPS = ("property", "page", "theme colour", "theme font", "style", "rule")
_TITLES = {"property": "properties", "page": "page set-up", "theme colour": "theme colours",
           "theme font": "theme fonts", "style": "styles", "rule": "rules"}  # fmt: skip
_UNPRINTED = {"level", "style", "header row", "header cell"}
_PLACE = ("left", "top", "width", "height")


class Value(NamedTuple):
    """A property's value: `own` as written in the file (`accent2`), `final` as resolved (`#A85B14`).

    Another program may write the resolved value, and a theme may change what a name resolves to. Neither is an edit of
    the property, so two values differ only if both `own` and `final` differ.
    """

    own: str
    final: str

    def differs(self, other: "Value") -> bool:
        """Whether the property itself was edited."""
        return self.own != other.own and self.final != other.final

    @property
    def shown(self) -> str:
        """The value for display: `accent2 (#A85B14)`."""
        return self.own if self.own == self.final or not self.final else f"{self.own} ({self.final})"


Formatting = Mapping[str, Value]
NONE = Value("", "")


def plain(text: object) -> Value:
    """A value that resolves to itself."""
    return Value(str(text), str(text))


@dataclass(frozen=True, slots=True)
class Span:
    """Text with the same direct formatting."""

    text: str
    formatting: Formatting = field(default_factory=dict[str, Value])


class TagText(NamedTuple):
    """A tag: as written, with names for titles in one form (`meaning`), and in words where there are any."""

    written: str
    meaning: str
    words: Message | None = None

    @property
    def is_statement(self) -> bool:
        """Whether it is a marker or another statement, which prints nothing."""
        return self.meaning.startswith("{%")


@dataclass(frozen=True, slots=True)
class Piece:
    """A visible element of a template.

    `kind` is heading, paragraph, table, row, cell, picture, chart, series, shape or group; of a story it is body,
    header, footer, footnotes, comments, slide, notes, layout, master or page. `spans` is its text, `facts` its
    properties (style, alt text, width …), `inner` its children, `base` its style's resolved formatting, which applies
    where neither facts nor spans set a property, `tags` the tags of its text, if they were looked up (tag_words.py).
    """

    kind: str
    name: str = ""
    spans: tuple[Span, ...] = ()
    facts: Formatting = field(default_factory=dict[str, Value])
    inner: tuple["Piece", ...] = ()
    base: Formatting = field(default_factory=dict[str, Value])
    tags: tuple[TagText, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(span.text for span in self.spans)

    @property
    def tag_texts(self) -> tuple[TagText, ...]:
        """The tags of its own text."""
        return self.tags or tuple(
            TagText(tag, tag) for tag in (" ".join(tag.split()) for tag in TAG.findall(self.text))
        )

    @property
    def meaning(self) -> str:
        """Its own text, with each tag by its meaning; without statements, if there is anything else."""
        words, tags = TAG.split(self.text), self.tag_texts
        shown = [*("" if tag.is_statement else tag.meaning for tag in tags), ""]
        text = "".join(part for pair in zip(words, shown, strict=True) for part in pair)
        return text if text.strip() or not tags else "".join(tag.meaning for tag in tags)

    @property
    def all_meaning(self) -> str:
        """The meaning of the piece and its descendants."""
        return "\n".join(text for text in (self.meaning, *(piece.all_meaning for piece in self.inner)) if text)

    @property
    def all_text(self) -> str:
        """The text of the piece and its descendants."""
        return "\n".join(text for text in (self.text, *(piece.all_text for piece in self.inner)) if text)

    def walk(self) -> Iterator["Piece"]:
        """The piece and its descendants."""
        yield self
        for piece in self.inner:
            yield from piece.walk()


Facts = Mapping[tuple[str, str], Formatting]
"""The file's properties by (group, name): ("style", "Heading 1") → size, colour …"""


@dataclass(frozen=True, slots=True)
class Outline:
    """A file's content for comparison; `unread` lists what could not be read, `passive` the unused styles."""

    file_format: str
    facts: Facts = field(default_factory=dict[tuple[str, str], Formatting])
    stories: tuple[Piece, ...] = ()
    unread: tuple[Message, ...] = ()
    passive: frozenset[str] = frozenset()


def differing(stated: Formatting, base: Formatting) -> dict[str, Value]:
    """The properties in `stated` whose resolved value differs from `base`."""
    return {name: value for name, value in sorted(stated.items()) if value.final != base.get(name, NONE).final}


def merge_spans(spans: list[Span]) -> tuple[Span, ...]:
    """Merge adjacent spans of equal formatting, and drop empty ones."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].formatting == span.formatting:
            merged[-1] = Span(merged[-1].text + span.text, span.formatting)
        elif span.text:
            merged.append(span)
    return tuple(merged)


def without_formatting_of_statements(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans, those of statements (`{% … %}`) without formatting, since statements are never printed."""
    text = "".join(span.text for span in spans)
    if "{%" not in text:
        return spans
    plain_places = {at for tag in TAG.finditer(text) if tag[0].startswith("{%") for at in range(*tag.span())}
    found: list[Span] = []
    start = 0
    for span in spans:
        places = range(start, start + len(span.text))
        for is_plain, run in groupby(places, key=plain_places.__contains__):
            taken = list(run)
            found.append(Span(text[taken[0] : taken[-1] + 1], {} if is_plain else span.formatting))
        start += len(span.text)
    return merge_spans(found)


def as_text(outline: Outline) -> str:
    """Print an outline, a line for each piece, ending with what could not be read."""
    lines = [outline.file_format, ""]
    for group in _GROUPS:
        lines += _facts(group, outline.facts, outline.passive)
    for story in outline.stories:
        lines += (_story_title(story), *_children(story, ""), "")
    if outline.unread:
        lines += ("could not be read", *(f"  {_line(why.in_language('en'))}" for why in outline.unread), "")
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _facts(group: str, facts: Facts, passive: frozenset[str]) -> Iterator[str]:
    found = [(name, properties) for (kind, name), properties in facts.items() if kind == group]
    found = [(name, properties) for name, properties in found if group != "style" or name not in passive]
    if found:
        yield _TITLES[group]
        for name, properties in found if group == "rule" else sorted(found):
            yield f"  {name}: {_facts_text(properties)}"
        yield ""


def _facts_text(facts: Formatting) -> str:
    if set(facts) <= {"value", "colour", "font"} and len(facts) == 1:
        return _line(next(iter(facts.values())).own)
    return ", ".join(f"{name} {_line(value.own)}".strip() for name, value in facts.items() if value.own)


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
    """The text, with the formatting after text whose formatting differs from the paragraph's."""
    spans = merge_spans([Span(span.text, differing(span.formatting, piece.base)) for span in piece.spans])
    formatting = [span.formatting for span in spans if span.text.strip()]
    if formatting and formatting.count(formatting[0]) == len(formatting):
        return _line(piece.text) + (f" ({_formatting_text(formatting[0])})" if formatting[0] else "")
    return _line("".join(map(_span_text, spans)))


def _span_text(span: Span) -> str:
    if span.formatting and span.text.strip():
        return f"‹{_line(span.text)}› ({_formatting_text(span.formatting)})"
    return span.text


def _formatting_text(formatting: Formatting) -> str:
    words = (name if value.own == "yes" else f"{name} {value.own}" for name, value in formatting.items())
    return ", ".join(words)


def _row(row: Piece, indent: str) -> Iterator[str]:
    """A row in one line; the other content of its cells follows below."""
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
    stated = differing(piece.facts, piece.base)
    facts = {name: value for name, value in stated.items() if not (quiet and name in _UNPRINTED)}
    place = [facts.pop(name).own for name in _PLACE if name in facts and len(facts) and name in piece.facts]
    words = [f"{name} {_line(value.own)}" for name, value in sorted(facts.items()) if name != "level"]
    words += [f"at {' '.join(place)}" if len(place) == 4 else f"size {' '.join(place)}"] if place else []
    return f" ({'; '.join(words)})" if words else ""


def _line(text: str) -> str:
    return text.replace("\n", " ⏎ ").replace("\t", " ⇥ ").replace("\r", " ").strip()
