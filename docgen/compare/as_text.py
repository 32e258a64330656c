"""Turns an outline into plain text, a line a thing, so that two versions can be told apart line by line."""

from collections.abc import Iterator
from pathlib import Path

from docgen.compare.outline import Facts, Look, Outline, Piece, Span, beyond, joined
from docgen.compare.reading import read_outline
from docgen.errors import Finding, InputError

_GROUPS = ("property", "page", "theme colour", "theme font", "style", "rule")
_TITLES = {"property": "properties", "page": "page set-up", "theme colour": "theme colours",
           "theme font": "theme fonts", "style": "styles", "rule": "rules"}  # fmt: skip
_QUIET = {"level", "style", "header row", "header cell"}
_PLACE = ("left", "top", "width", "height")


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


def template_text(path: str | Path) -> str:
    """A DOCX, PPTX, PDF, HTML or text file as plain text, for people and for `git diff` (textconv).

    The same bytes give the same text whatever the file is called in between; what can't be read is said at its end.
    Raises InputError if there is no such file.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding("compare.read", error.strerror or "can't be read", file=str(path))) from error
    return as_text(read_outline(file.name, data))
