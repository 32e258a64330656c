"""Break the tokens of a cell into lines of glyphs, with Pango; each word is shaped once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, NamedTuple

from docgen.engines.pdf.glyphs import Fallbacks, find_fallbacks
from docgen.engines.pdf.weasyprint.names import (
    Font,
    Layout,
    Matrix,
    draw_first_line,
    get_log_attrs,
    get_pango_font_key,
    line_size,
    text_libraries,
)
from docgen.engines.pdf.weasyprint.rows.read import Break, Chain, Edge, NotPlainError, Text, Tokens
from docgen.engines.pdf.weasyprint.rows.style import CellStyle, TextStyle

_CACHE_SIZE = 4_000


class Run(NamedTuple):
    """Glyphs of one font: its resource name, size in CSS pixels, the operand of TJ, the colour, the language."""

    font: str
    size: float
    glyphs: str
    colour: str
    language: str | None


class Line(NamedTuple):
    """A line at the left edge `x` on the page and the baseline `y` in the cell's content, in CSS pixels."""

    x: float
    y: float
    runs: tuple[Run, ...]


class Flowed(NamedTuple):
    """A cell's lines and the height of its content."""

    lines: tuple[Line, ...]
    height: float


class _Shape(NamedTuple):
    width: float
    parts: tuple[tuple[str, float, str], ...]


class _Piece(NamedTuple):
    """A text without break opportunity, in one style; `ends` if a line may end after it."""

    text_style: TextStyle
    text: str
    ends: bool


class _Recorder:
    """A stream for WeasyPrint's text drawing that records the glyphs and their fonts."""

    def __init__(self, fonts: dict[Any, Font]) -> None:
        self._fonts = fonts
        self.length, self.ink_rect = (
            text_libraries.ffi.new("unsigned int *"),
            text_libraries.ffi.new("PangoRectangle *"),
        )
        self.logical_rect = text_libraries.ffi.new("PangoRectangle *")
        self.parts: list[tuple[str, float, str]] = []
        self._font: tuple[str, float] = ("", 0.0)

    def add_font(self, pango_font: Any) -> tuple[Font, float]:
        key, description, size = get_pango_font_key(pango_font)
        if key not in self._fonts:
            self._fonts[key] = Font(pango_font, description, size)
        return self._fonts[key], size

    def set_font_size(self, font: str, size: float) -> None:
        self._font = (font, size)

    def show_text(self, text: str) -> None:
        self.parts.append((*self._font, text))

    def set_text_matrix(self, *_values: float) -> None:
        """Ignored: the caller positions the line."""

    def set_text_rise(self, _rise: float) -> None:
        raise NotPlainError


class Flow:
    """Sets the cells of a table; collects fonts in `fonts`, by WeasyPrint's keys, and fallback characters."""

    def __init__(self, fonts: dict[Any, Font], fallbacks: Fallbacks) -> None:
        self._fonts, self.fallbacks = fonts, fallbacks
        self._shapes: dict[tuple[int, str], _Shape] = {}
        self._cells: dict[tuple[int, Tokens], Flowed] = {}

    def set_cell(self, tokens: Tokens, style: CellStyle) -> Flowed:
        """The lines of a cell. Raises NotPlainError if a style or a glyph needs more than a line of text."""
        key = (id(style), tokens)
        if key not in self._cells:
            if len(self._cells) >= _CACHE_SIZE:
                self._cells.clear()
            self._cells[key] = self._set(tokens, style)
        return self._cells[key]

    def _set(self, tokens: Tokens, style: CellStyle) -> Flowed:
        lines: list[Line] = []
        height = 0.0
        for strut, paragraph in _paragraphs(tokens, style.text_styles):
            for pieces in self._broken(paragraph, style.right - style.left) or [()]:
                text_styles = [strut, *(piece.text_style for piece in pieces)]
                baseline = max(text_style.baseline for text_style in text_styles)
                if pieces:
                    lines.append(self._line(pieces, style, height + baseline))
                height += baseline + max(text_style.height - text_style.baseline for text_style in text_styles)
        return Flowed(tuple(lines), height)

    def _line(self, pieces: Sequence[_Piece], style: CellStyle, y: float) -> Line:
        shapes = [(piece.text_style, self._shape(piece.text_style, piece.text)) for piece in pieces]
        available = style.right - style.left - sum(shape.width for _, shape in shapes)
        share = {"end": 1.0, "right": 1.0, "center": 0.5}.get(style.align, 0.0)
        return Line(style.left + available * share, y, tuple(_joined(shapes)))

    def _broken(self, pieces: Sequence[_Piece], available: float) -> list[list[_Piece]]:
        """The pieces in lines, as many on each as fit in `available`; trailing spaces have no width."""
        lines: list[list[_Piece]] = [[]]
        used = 0.0
        for group in self._groups(pieces, available):
            needed = sum(self._shape(piece.text_style, piece.text).width for piece in group)
            last = group[-1]
            shown = needed - self._shape(last.text_style, last.text).width
            shown += self._shape(last.text_style, last.text.rstrip()).width
            if lines[-1] and used + shown > available + 0.01:
                lines.append([])
                used = 0.0
            lines[-1].extend(group)
            used += needed
        return [_trimmed(line) for line in lines if line]

    def _groups(self, pieces: Sequence[_Piece], available: float) -> Iterator[list[_Piece]]:
        """Pieces between break opportunities; a word wider than `available` that may break anywhere is split."""
        group: list[_Piece] = []
        for piece in pieces:
            wide = (
                piece.text_style.style["overflow_wrap"] != "normal"
                and self._shape(piece.text_style, piece.text).width > available
            )
            if wide:
                group.extend(_Piece(piece.text_style, character, True) for character in piece.text)
                yield from ([one] for one in group)
                group = []
                continue
            group.append(piece)
            if piece.ends:
                yield group
                group = []
        if group:
            yield group

    def _shape(self, text_style: TextStyle, text: str) -> _Shape:
        key = (id(text_style), text)
        if key not in self._shapes:
            if len(self._shapes) >= _CACHE_SIZE:
                self._shapes.clear()
            self._shapes[key] = self._shaped(text_style, text)
        return self._shapes[key]

    def _shaped(self, text_style: TextStyle, text: str) -> _Shape:
        if not text:
            return _Shape(0.0, ())
        find_fallbacks(text, text_style.style["font_family"], self.fallbacks)
        layout = Layout(text_style.style)
        layout.set_text(text)
        first, _ = layout.get_first_line()
        width = line_size(first, text_style.style)[0]
        recorder = _Recorder(self._fonts)
        box = SimpleNamespace(
            text=f"{text}.", style=text_style.style, pango_layout=layout
        )  # so that spaces alone are drawn too
        if draw_first_line(recorder, box, "clip", "none", Matrix()):
            raise NotPlainError  # a bitmap or colour glyph
        return _Shape(width, tuple(recorder.parts))


def _paragraphs(tokens: Tokens, text_styles: dict[Chain, TextStyle]) -> Iterator[tuple[TextStyle, list[_Piece]]]:
    """The cell's paragraphs, separated by breaks and block edges, each with the style of its empty lines."""
    texts: list[tuple[TextStyle, str]] = []
    for token in tokens:
        if isinstance(token, Text):
            texts.append((_plain(text_styles, token.chain), token.text))
        elif isinstance(token, Break):
            yield text_styles[()] if not texts else texts[0][0], _pieces(texts)
            texts = []
        elif isinstance(token, Edge) and texts and _is_block(text_styles, token.chain):
            yield texts[0][0], _pieces(texts)
            texts = []
    if texts and "".join(text for _, text in texts).strip():
        yield texts[0][0], _pieces(texts)


def _plain(text_styles: dict[Chain, TextStyle], chain: Chain) -> TextStyle:
    text_style = text_styles.get(chain) or text_styles[()]
    if not text_style.is_plain:
        raise NotPlainError
    return text_style


def _is_block(text_styles: dict[Chain, TextStyle], chain: Chain) -> bool:
    return chain in text_styles and text_styles[chain].is_block


def _pieces(texts: Sequence[tuple[TextStyle, str]]) -> list[_Piece]:
    collapsed = list(_collapsed(texts))
    joined = "".join(text for _, text in collapsed)
    if not joined:
        return []
    attributes = get_log_attrs(joined, collapsed[0][0].style["lang"])
    pieces: list[_Piece] = []
    start = 0
    for text_style, text in collapsed:
        wraps, end = text_style.style["white_space"] == "normal", start + len(text)
        cuts = [n for n in range(start + 1, end) if wraps and attributes[n].is_line_break]
        edges = [start, *cuts, end]
        pieces.extend(
            _Piece(
                text_style, joined[a:b], b in cuts or (wraps and b < len(joined) and bool(attributes[b].is_line_break))
            )
            for a, b in pairwise(edges)
        )
        start = end
    return pieces


def _collapsed(texts: Sequence[tuple[TextStyle, str]]) -> Iterator[tuple[TextStyle, str]]:
    """Collapse spaces: none at the start, none doubled, none at the end."""
    spaced, left = True, "".join(text for _, text in texts).rstrip(" ")
    length = len(left)
    for text_style, text in texts:
        cut, length = text[: max(length, 0)], length - len(text)
        collapsed = cut.lstrip(" ") if spaced else cut
        if collapsed:
            spaced = collapsed.endswith(" ")
            yield text_style, collapsed


def _trimmed(line: list[_Piece]) -> list[_Piece]:
    last = line[-1]
    return [*line[:-1], last._replace(text=last.text.rstrip(" "))]


def _joined(shapes: Sequence[tuple[TextStyle, _Shape]]) -> Iterator[Run]:
    """Merge runs of the same font, size, colour and language."""
    held: Run | None = None
    for text_style, shape in shapes:
        for font, size, glyphs in shape.parts:
            run = Run(font, size, glyphs, text_style.colour, text_style.style["lang"])
            if held and held._replace(glyphs="") == run._replace(glyphs=""):
                held = held._replace(glyphs=held.glyphs + glyphs)
            else:
                if held:
                    yield held
                held = run
    if held:
        yield held
