"""Turns the tokens of a cell into lines of glyphs, with Pango, each word shaped once however often it stands there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, NamedTuple

from docgen.engines.pdf.glyphs import Strays, look
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
from docgen.engines.pdf.weasyprint.rows.style import CellStyle, Voice

_HELD = 20_000


class Run(NamedTuple):
    """Glyphs of one font: its resource name, size in CSS pixels, the operand of TJ, the colour, the language."""

    font: str
    size: float
    glyphs: str
    colour: str
    language: str | None


class Line(NamedTuple):
    """A line from the left edge `x` on the page and the baseline `y` within the cell's content, in CSS pixels."""

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
    """A text that stays on one line, in one voice; `ends` if a line may end after it."""

    voice: Voice
    text: str
    ends: bool


class _Recorder:
    """What WeasyPrint draws a line of text on: keeps the glyphs, and the fonts that they need."""

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
        """A line is placed by whoever writes it."""

    def set_text_rise(self, _rise: float) -> None:
        raise NotPlainError


class Flow:
    """Sets cells; `fonts` collects what they need, by WeasyPrint's keys, and `strays` what changes the face."""

    def __init__(self, fonts: dict[Any, Font]) -> None:
        self._fonts = fonts
        self.strays = Strays()
        self._shapes: dict[tuple[int, str], _Shape] = {}
        self._cells: dict[tuple[int, Tokens], Flowed] = {}

    def set_cell(self, tokens: Tokens, style: CellStyle) -> Flowed:
        """The lines of a cell. Raises NotPlainError where a voice or a glyph needs more than a line of text."""
        key = (id(style), tokens)
        if key not in self._cells:
            if len(self._cells) >= _HELD:
                self._cells.clear()
            self._cells[key] = self._set(tokens, style)
        return self._cells[key]

    def _set(self, tokens: Tokens, style: CellStyle) -> Flowed:
        lines: list[Line] = []
        height = 0.0
        for strut, paragraph in _paragraphs(tokens, style.voices):
            for pieces in self._broken(paragraph, style.right - style.left) or [()]:
                voices = [strut, *(piece.voice for piece in pieces)]
                baseline = max(voice.baseline for voice in voices)
                if pieces:
                    lines.append(self._line(pieces, style, height + baseline))
                height += baseline + max(voice.height - voice.baseline for voice in voices)
        return Flowed(tuple(lines), height)

    def _line(self, pieces: Sequence[_Piece], style: CellStyle, y: float) -> Line:
        shapes = [(piece.voice, self._shape(piece.voice, piece.text)) for piece in pieces]
        room = style.right - style.left - sum(shape.width for _, shape in shapes)
        share = {"end": 1.0, "right": 1.0, "center": 0.5}.get(style.align, 0.0)
        return Line(style.left + room * share, y, tuple(_joined(shapes)))

    def _broken(self, pieces: Sequence[_Piece], room: float) -> list[list[_Piece]]:
        """The pieces in lines, as many on each as there is room for; spaces at the end of a line take none."""
        lines: list[list[_Piece]] = [[]]
        used = 0.0
        for group in self._groups(pieces, room):
            needed = sum(self._shape(piece.voice, piece.text).width for piece in group)
            last = group[-1]
            shown = needed - self._shape(last.voice, last.text).width
            shown += self._shape(last.voice, last.text.rstrip()).width
            if lines[-1] and used + shown > room + 0.01:
                lines.append([])
                used = 0.0
            lines[-1].extend(group)
            used += needed
        return [_trimmed(line) for line in lines if line]

    def _groups(self, pieces: Sequence[_Piece], room: float) -> Iterator[list[_Piece]]:
        """Pieces that stay together; a long word that has no room and may break anywhere is split into characters."""
        group: list[_Piece] = []
        for piece in pieces:
            wide = piece.voice.style["overflow_wrap"] != "normal" and self._shape(piece.voice, piece.text).width > room
            if wide:
                group.extend(_Piece(piece.voice, character, True) for character in piece.text)
                yield from ([one] for one in group)
                group = []
                continue
            group.append(piece)
            if piece.ends:
                yield group
                group = []
        if group:
            yield group

    def _shape(self, voice: Voice, text: str) -> _Shape:
        key = (id(voice), text)
        if key not in self._shapes:
            if len(self._shapes) >= _HELD:
                self._shapes.clear()
            self._shapes[key] = self._shaped(voice, text)
        return self._shapes[key]

    def _shaped(self, voice: Voice, text: str) -> _Shape:
        if not text:
            return _Shape(0.0, ())
        look(text, voice.style["font_family"], self.strays)
        layout = Layout(voice.style)
        layout.set_text(text)
        first, _ = layout.get_first_line()
        width = line_size(first, voice.style)[0]
        recorder = _Recorder(self._fonts)
        box = SimpleNamespace(text=f"{text}.", style=voice.style, pango_layout=layout)  # spaces alone are drawn too
        if draw_first_line(recorder, box, "clip", "none", Matrix()):
            raise NotPlainError  # a picture for a glyph
        return _Shape(width, tuple(recorder.parts))


def _paragraphs(tokens: Tokens, voices: dict[Chain, Voice]) -> Iterator[tuple[Voice, list[_Piece]]]:
    """The cell's paragraphs, parted by breaks and by edges of blocks, each with the voice that gives empty lines."""
    texts: list[tuple[Voice, str]] = []
    for token in tokens:
        if isinstance(token, Text):
            texts.append((_plain(voices, token.chain), token.text))
        elif isinstance(token, Break):
            yield voices[()] if not texts else texts[0][0], _pieces(texts)
            texts = []
        elif isinstance(token, Edge) and texts and _is_block(voices, token.chain):
            yield texts[0][0], _pieces(texts)
            texts = []
    if texts and "".join(text for _, text in texts).strip():
        yield texts[0][0], _pieces(texts)


def _plain(voices: dict[Chain, Voice], chain: Chain) -> Voice:
    voice = voices.get(chain) or voices[()]
    if not voice.is_plain:
        raise NotPlainError
    return voice


def _is_block(voices: dict[Chain, Voice], chain: Chain) -> bool:
    return chain in voices and voices[chain].is_block


def _pieces(texts: Sequence[tuple[Voice, str]]) -> list[_Piece]:
    kept = list(_collapsed(texts))
    whole = "".join(text for _, text in kept)
    if not whole:
        return []
    attributes = get_log_attrs(whole, kept[0][0].style["lang"])
    pieces: list[_Piece] = []
    start = 0
    for voice, text in kept:
        wraps, end = voice.style["white_space"] == "normal", start + len(text)
        cuts = [n for n in range(start + 1, end) if wraps and attributes[n].is_line_break]
        edges = [start, *cuts, end]
        pieces.extend(
            _Piece(voice, whole[a:b], b in cuts or (wraps and b < len(whole) and bool(attributes[b].is_line_break)))
            for a, b in pairwise(edges)
        )
        start = end
    return pieces


def _collapsed(texts: Sequence[tuple[Voice, str]]) -> Iterator[tuple[Voice, str]]:
    """No space at the start, none doubled, none at the end."""
    spaced, left = True, "".join(text for _, text in texts).rstrip(" ")
    length = len(left)
    for voice, text in texts:
        cut, length = text[: max(length, 0)], length - len(text)
        kept = cut.lstrip(" ") if spaced else cut
        if kept:
            spaced = kept.endswith(" ")
            yield voice, kept


def _trimmed(line: list[_Piece]) -> list[_Piece]:
    last = line[-1]
    return [*line[:-1], last._replace(text=last.text.rstrip(" "))]


def _joined(shapes: Sequence[tuple[Voice, _Shape]]) -> Iterator[Run]:
    """Runs of one font, size, colour and language made one."""
    held: Run | None = None
    for voice, shape in shapes:
        for font, size, glyphs in shape.parts:
            run = Run(font, size, glyphs, voice.colour, voice.style["lang"])
            if held and held._replace(glyphs="") == run._replace(glyphs=""):
                held = held._replace(glyphs=held.glyphs + glyphs)
            else:
                if held:
                    yield held
                held = run
    if held:
        yield held
