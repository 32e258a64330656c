"""Read an HTML template or a style sheet as an outline, with Jinja tags unchanged, in attributes too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from docgen.compare.outline import Formatting, Outline, Piece, Span, Value, merge_spans, plain
from docgen.compare.package import DEEPEST
from docgen.templating import INSIDE, TAG

_COMMENT = re.compile(r"/\*(?:(?!/\*).)*?\*/", re.DOTALL)
_TAG_MARK = re.compile("\ue000(\\d+)\ue001")
_HEADING = re.compile(r"h[1-6]")
_INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
           "sup", "time", "u", "wbr", "img", "input", "label"}  # fmt: skip
_VOID = {"br", "img", "input", "link", "meta", "hr", "wbr", "col", "base", "source", "area", "embed", "param", "track"}
_TABLE_PARTS = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_PICTURES = {"img": "src", "object": "data", "embed": "src", "link": "href"}


def read_html(text: str) -> Outline:
    """The outline of an HTML template."""
    tags: list[str] = []

    def mark(found: re.Match[str]) -> str:
        tags.append(found[0])
        return f"\ue000{len(tags) - 1}\ue001"

    page = _Page(tags)
    page.feed(TAG.sub(mark, text.replace("\ue000", "").replace("\ue001", "")))
    page.close()
    facts = style_facts(page.styles) | page.facts
    return Outline("html", facts, (Piece("body", inner=tuple(page.finished())),))


def read_style_sheet(text: str) -> Outline:
    """The outline of a style sheet: its rules as facts."""
    return Outline("css", style_facts(text))


def style_facts(text: str) -> dict[tuple[str, str], Formatting]:
    """The declarations of each rule by its selector, those of an at-rule under its name; the last one wins."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for selector, name, value in _declarations(_COMMENT.sub("", text)):
        found.setdefault(("rule", selector), {})[name] = plain(value)
    return {key: dict(declarations) for key, declarations in found.items()}


def _declarations(text: str) -> Iterator[tuple[str, str, str]]:
    """The declarations as (selector, property, value), in their order; nested rules and quoted strings are parsed."""
    outer: list[str] = []
    for words, mark in re.findall(
        rf"((?:\"[^\"]*\"|'[^']*'|\([^()]*\)|\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}|[^{{}};])*+)([{{}};]|$)",
        text,
    ):
        text_before = " ".join(words.split())
        name, colon, value = text_before.partition(":")
        if mark == "{":
            outer.append(text_before)
        elif text_before and colon and outer:
            yield " › ".join(outer), name.strip(), value.strip()
        elif text_before:
            yield " › ".join((*outer, text_before)), "", "there"
        if mark == "}" and outer:
            outer.pop()


@dataclass(slots=True)
class _Holder:
    """An open table, row or cell, or the page."""

    kind: str
    facts: Formatting = field(default_factory=dict[str, Value])
    inner: list[Piece] = field(default_factory=list[Piece])


class _Page(HTMLParser):
    """Collects pieces; `tags` are the Jinja tags, which are marks in the text."""

    def __init__(self, tags: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.styles = tags, ""
        self.facts: dict[tuple[str, str], Formatting] = {}
        self.holders = [_Holder("body")]
        self.blocks: list[str] = []
        self.inline: list[str] = []
        self.spans: list[Span] = []
        self.raw = ""

    def finished(self) -> list[Piece]:
        """The pieces, once everything is parsed."""
        self._end_paragraph()
        while len(self.holders) > 1:
            self._close_holder()
        return self.holders[0].inner

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, an inline element, or a part of a table."""
        tag = tag.partition("\ue000")[0]  # Jinja may follow a tag's name without a space
        attributes = {self._restored(name): self._restored(value or "") for name, value in attrs}
        if tag in {"style", "script", "title"}:
            self.raw = tag
        if tag in _PICTURES:
            self._picture(tag, attributes)
        if tag == "br":
            self.spans.append(Span("\n"))
        if tag in _VOID:
            return
        label = tag + "".join(f".{name}" for name in attributes.get("class", "").split())
        if tag in _INLINE:
            self.inline.append(label)
            return
        self._end_paragraph()
        if tag in _TABLE_PARTS and len(self.holders) < DEEPEST:
            self._open_holder(_TABLE_PARTS[tag], tag, attributes)
        else:
            self.blocks.append(label)

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag opened, if it is still open."""
        if tag == self.raw:
            self.raw = ""
        open_labels = self.inline if tag in _INLINE else self.blocks
        if tag not in _INLINE:
            self._end_paragraph()
        if tag in _TABLE_PARTS:
            if any(holder.kind == _TABLE_PARTS[tag] for holder in self.holders[1:]):
                while self._close_holder() != _TABLE_PARTS[tag]:
                    pass
            return
        for place in range(len(open_labels) - 1, -1, -1):
            if open_labels[place].partition(".")[0] == tag:
                del open_labels[place:]
                return

    def handle_data(self, data: str) -> None:
        """Text with Jinja tags."""
        if self.raw == "style":
            self.styles += self._restored(data)
        elif self.raw == "title":
            self.facts["property", "title"] = {"value": plain(" ".join(self._restored(data).split()))}
        elif self.raw != "script":
            label = " ".join(self.inline)
            self.spans.append(Span(data, {"inline style": plain(label)} if label else {}))

    def _picture(self, tag: str, attributes: dict[str, str]) -> None:
        facts = {"picture": plain(attributes.get(_PICTURES[tag], ""))}
        if alt := attributes.get("alt"):
            facts["alt text"] = plain(alt)
        kind = "style sheet" if tag == "link" else "picture"
        self._end_paragraph()
        self.holders[-1].inner.append(Piece(kind, attributes.get("class", attributes.get("rel", "")), (), facts))

    def _open_holder(self, kind: str, tag: str, attributes: dict[str, str]) -> None:
        facts = {"style": plain(attributes["class"])} if attributes.get("class") else {}
        facts |= {"columns": plain(attributes["colspan"])} if attributes.get("colspan") else {}
        facts |= {"header cell": plain("yes")} if tag == "th" else {}
        self.holders.append(_Holder(kind, facts))

    def _close_holder(self) -> str:
        """Close the innermost holder; content of a table outside its rows becomes a separate row."""
        done = self.holders.pop()
        inner = [piece if done.kind != "table" or piece.kind == "row" else _as_row(piece) for piece in done.inner]
        self.holders[-1].inner.append(Piece(done.kind, "", (), done.facts, tuple(inner)))
        return done.kind

    def _end_paragraph(self) -> None:
        """Add the text so far as a piece; statements at its beginning and end are separate pieces."""
        words = [Span(re.sub(r"\s+", " ", span.text), span.formatting) for span in merge_spans(self.spans)]
        self.spans = []
        before, words = self._statements(words, first=True)
        after, words = self._statements(words, first=False)
        self.holders[-1].inner += (Piece("paragraph", "", (Span(text),)) for text in before)
        spans = merge_spans([Span(self._restored(span.text), span.formatting) for span in words])
        if spans:
            label = self.blocks[-1] if self.blocks else ""
            heading = _HEADING.fullmatch(label.partition(".")[0])
            facts = {"level": plain(heading[0][1])} if heading else {}
            facts |= {"style": plain(label)} if label and label != "p" else {}
            self.holders[-1].inner.append(Piece("heading" if heading else "paragraph", "", spans, facts))
        self.holders[-1].inner += (Piece("paragraph", "", (Span(text),)) for text in reversed(after))

    def _statements(self, words: list[Span], first: bool) -> tuple[list[str], list[Span]]:
        """The statements (`{% … %}`, `{# … #}`) at one end of `words`, and the rest."""
        found: list[str] = []
        place = 0 if first else -1
        while words:
            span = words[place]
            text = span.text.lstrip() if first else span.text.rstrip()
            mark = re.match(r"\ue000(\d+)\ue001", text) if first else re.search(r"\ue000(\d+)\ue001$", text)
            statement = self.tags[int(mark[1])] if mark and int(mark[1]) < len(self.tags) else ""
            if text and (mark is None or statement.startswith("{{") or statement == ""):
                words[place] = Span(text, span.formatting)
                break
            if mark is None:
                words.pop(place)
                continue
            found.append(" ".join(statement.split()))
            words[place] = Span(text[mark.end() :] if first else text[: mark.start()], span.formatting)
        return found, words

    def _restored(self, text: str) -> str:
        return _TAG_MARK.sub(lambda found: self.tags[int(found[1])] if int(found[1]) < len(self.tags) else "", text)


def _as_row(piece: Piece) -> Piece:
    return Piece("row", inner=(Piece("cell", inner=(piece,)),))
