"""What a template says, apart from how its file stores it: pieces with words, looks and facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


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
