"""What the tags of a template mean, in words: “row repeats for each of Lines (group.lines)”.

The pieces are read in order, with the loops around each tag, so that a title means the field that it means when the
template is compiled. Tags of the old form (`{%tr for … %}`) have the same words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from docgen.compare.outline import Outline, Piece, Span, TagText
from docgen.compare.tag_statements import statement_words, value_words
from docgen.engines.office.loops import read_loop
from docgen.engines.office.tags import QUOTES
from docgen.messages import Message, message
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.templating import TAG, split_tag
from docgen.titles.expressions import RENAMED, Fault
from docgen.titles.lookup import Titles
from docgen.titles.tags import Scopes, resolve_tag

_LABEL = re.compile(r"\{\{[-\s]*+(?:label|head)\((['\"])([\w.]++)\1\)[-\s]*+\}\}")
_AREAS = {"p": "para", "tr": "row", "tc": "column", "r": "text"}
"""The elements of the old form's tags, as markers call them."""
_MARKERS = frozenset({"row", "rows", "column", "para", "table", "section", "block", "shape", "slide"})
_ENDED_BY = {"rows": "row", "block": "para"}
_HOLDERS = {"row": "row", "column": "row", "para": "paragraph", "table": "table", "slide": "slide", "shape": "shape"}
"""The piece with which a marker's reach ends."""
_SHAPES = {"heading": "paragraph", "group": "shape", "picture": "shape", "chart": "shape"}
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class TagContext:
    """What the meaning of tags depends on besides the file: the declared fields of both sides, and the labels.

    `labels(kind, language)` returns the function that gives a label's text by its key, which raises KeyError.
    """

    declared: tuple[DeclaredFields, DeclaredFields] = (NO_FIELDS, NO_FIELDS)
    labels: Callable[[str, str], Words] | None = None


NO_CONTEXT = TagContext()


def describe_tags(
    old: Outline, new: Outline, paths: tuple[str, str], context: TagContext = NO_CONTEXT
) -> tuple[Outline, Outline]:
    """Both sides of a template with the meaning of each tag; `paths` are their names, which say kind and language.

    If only one side is for one language, label tags are replaced by the labels' texts in it, as the makers of a file
    for one language write words for them.
    """
    (kind, one), (_, other) = (split_language(path.rpartition("/")[2]) for path in paths)
    is_split = bool(one) != bool(other) and context.labels is not None
    labels = context.labels(kind, one or other) if is_split and context.labels else None
    before, after = (_described(side, Titles.of(kind, declared), labels)
                     for side, declared in zip((old, new), context.declared, strict=True))  # fmt: skip
    return before, after


def split_language(name: str) -> tuple[str, str]:
    """The kind and the language of a template's file name (`proposal.zh.docx`); no language if it is for all."""
    kind, _, rest = name.partition(".")
    return kind, rest.rpartition(".")[0]


def _described(outline: Outline, titles: Titles, labels: Words | None) -> Outline:
    stories = (_Reader(titles, labels).piece(story) for story in outline.stories)
    return replace(outline, stories=tuple(stories))


@dataclass(slots=True)
class _Open:
    """An open marker or block: the piece with which it ends (empty: an end tag), its nesting, the scopes outside it."""

    ends_with: str
    area: str
    nesting: int
    scope: int
    level: int
    words: Message | None


@dataclass(slots=True)
class _Reader:
    """Reads one story, with the names that its tags know."""

    titles: Titles
    labels: Words | None
    scopes: Scopes = field(init=False)
    open: list[_Open] = field(default_factory=list[_Open])
    depths: dict[str, int] = field(default_factory=dict[str, int])
    level: int = 0

    def __post_init__(self) -> None:
        self.scopes = Scopes(self.titles)

    def piece(self, piece: Piece) -> Piece:
        """A piece with the meaning of its tags and its inner pieces' tags."""
        kind = _SHAPES.get(piece.kind, piece.kind)
        if piece.kind == "heading":
            self.level = int(piece.facts["level"].own) if "level" in piece.facts else 1
            self._close(lambda item: item.ends_with == "heading" and self.level <= item.level)
        self.depths[kind] = self.depths.get(kind, 0) + 1
        labels = self.labels
        spans = (
            piece.spans
            if labels is None
            else tuple(Span(_with_labels(span.text, labels), span.formatting) for span in piece.spans)
        )
        tags = tuple(self._tag(found.group()) for found in TAG.finditer("".join(span.text for span in spans)))
        inner = tuple(self.piece(item) for item in piece.inner)
        self._close(lambda item: item.ends_with == kind and item.nesting == self.depths[kind])
        self.depths[kind] -= 1
        name = piece.name if labels is None else _with_labels(piece.name, labels)
        return replace(piece, name=name, spans=spans, tags=tags, inner=inner)

    def _close(self, ends: Callable[[_Open], bool]) -> None:
        """Leave the open markers that end here, and those inside them."""
        first = next((at for at, item in enumerate(self.open) if ends(item)), len(self.open))
        if first < len(self.open):
            self.scopes.close_to(self.open[first].scope)
            del self.open[first:]

    def _tag(self, tag: str) -> TagText:
        written = " ".join(tag.split())
        if tag.startswith("{#"):
            return TagText(written, written)
        word, _, rest = (inner := " ".join(split_tag(tag)[1].translate(QUOTES).split())).partition(" ")
        if tag.startswith("{{"):
            return self._value(written, rest.strip() if word in _AREAS else inner)
        if word in _AREAS or (word in _MARKERS and rest.split(" ")[0] in {"for", "if", "end"}):
            return self._statement(written, _AREAS.get(word, word), rest.strip(), has_end=word in _AREAS)
        return self._statement(written, "text", inner, has_end=True)

    def _value(self, written: str, inner: str) -> TagText:
        faults: list[Fault] = []
        is_optional = inner.partition("|")[0].rstrip().endswith(("?", "？"))
        plain = re.sub(r"[?？](?=\s*+(?:\||$))", "", inner, count=1) if is_optional else inner
        printed = resolve_tag(f"{{{{ {plain} }}}}", self.scopes, faults)[2:-2].strip()
        meaning = re.sub(r" *+\| *+", " | ", printed)
        wrong = any(fault.code != RENAMED for fault in faults)
        words = None if wrong else value_words(meaning, self.scopes, is_optional=is_optional)
        return TagText(written, f"{{{{ {meaning}{'?' * is_optional} }}}}", words)

    def _statement(self, written: str, area: str, statement: str, *, has_end: bool) -> TagText:
        word = statement.split(" ", maxsplit=1)[0]
        if word.startswith("end"):
            return TagText(written, f"{{% {area} {word} %}}", self._end(area, is_marker=not has_end))
        loop, faults, before = read_loop(statement), list[Fault](), self.scopes.depth
        words = statement_words(area, statement, loop, self.scopes)
        resolved = resolve_tag(f"{{% {loop.statement if loop else statement} %}}", self.scopes, faults)
        if self.scopes.depth > before:
            piece = "" if has_end or area in _ENDED_BY else "heading" if area == "section" else _HOLDERS[area]
            self.open.append(_Open(piece, area, self.depths.get(piece, 0), before, self.level, words))
        across = f" across {loop.across}" if loop and loop.across else ""
        meaning = f"{{% {area} {resolved[2:-2].strip()}{across} %}}"
        return TagText(written, meaning, None if any(fault.code != RENAMED for fault in faults) else words)

    def _end(self, area: str, *, is_marker: bool) -> Message | None:
        """Leave what an end tag ends; returns its words. What a marker repeats ends with the element around its end."""
        ended = next((item for item in reversed(self.open) if not item.ends_with and item.area == area), None)
        if ended is None:
            return None
        if is_marker:
            ended.ends_with = _HOLDERS[_ENDED_BY[area]]
            ended.nesting = self.depths.get(ended.ends_with, 0)
        else:
            self._close(lambda item: item is ended)
        return message("compare.tag:end", what=ended.words) if ended.words else None


def _with_labels(text: str, labels: Words) -> str:
    """A text with the labels' texts for its label tags."""

    def words(found: re.Match[str]) -> str:
        try:
            return labels(found[2])
        except KeyError:
            return found[0]

    return _LABEL.sub(words, text)
