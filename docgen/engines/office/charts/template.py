"""Render a chart part from a template chart and data."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self
from xml.sax.saxutils import escape

from docgen.engines.office.charts.axis_ends import space_for_labels
from docgen.engines.office.charts.figures import ChartData, error_of, kind_problems
from docgen.engines.office.charts.markup import accents, axis_xml, name_xml, number_format_xml, values_xml
from docgen.engines.office.charts.slots import mark_chart

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = re.compile(r"<\?docgen ([^?]*)\?>")
_SLOTS = ("format", "ends", "name", "points", "title", "number", "place")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place for a text."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Pieces that repeat with the data; `first` is the first series or point that they apply to."""

    name: str
    first: int
    accents: tuple[tuple[str, str], ...]
    pieces: tuple["str | _Slot | _Block", ...]


_Piece = str | _Slot | _Block


@dataclass(frozen=True, slots=True)
class ChartTemplate:
    """A compiled chart part, immutable and shared between threads.

    `kind` is one of `KINDS`, empty for another kind. `formats` are the number formats of its series. `workbook_id` is
    the relationship id of its workbook, empty if it has none.
    """

    kind: str
    formats: tuple[str, ...]
    workbook_id: str
    _pieces: tuple[_Piece, ...]

    @classmethod
    def compile(cls, chart_xml: bytes) -> Self:
        """Compile a chart part. Raises ValueError, with the reason, if it is unsupported."""
        marked = mark_chart(chart_xml)
        texts = iter(_MARK.split(marked.text))
        return cls(marked.kind, marked.formats, marked.workbook_id, tuple(_pieces(texts)))

    def completed(self, data: ChartData) -> ChartData:
        """`data` with the kind and, where the call has none, the number formats of the template's chart.

        Pass the result to `fill` and `workbook`, and take the alt text from it, so that they agree. Raises ValueError
        if this kind of chart can't show `data`.
        """
        problems = kind_problems(data, self.kind)
        if problems:
            raise error_of(problems)
        if data.number_format:
            return data if data.kind == self.kind else replace(data, kind=self.kind)
        last = len(self.formats) - 1
        series = tuple(
            one if one.number_format else replace(one, number_format=self.formats[min(number, last)])
            for number, one in enumerate(data.series)
        )
        return replace(data, kind=self.kind, series=series)

    def fill(self, data: ChartData) -> bytes:
        """Render the chart part with `data`. Raises ValueError if this kind of chart can't show it."""
        filling = _Filling(self.completed(data))
        filling.write(self._pieces)
        return "".join((_DECLARATION, *filling.out)).encode()


def _pieces(texts: Iterator[str]) -> Iterator[_Piece]:
    """Parse pieces up to the end of a block, from alternating texts and instructions."""
    for text in texts:
        if text:
            yield text
        instruction = next(texts, "end")
        if instruction == "end":
            return
        name, _, argument = instruction.partition(" ")
        if name in _SLOTS:
            yield _Slot(name, argument)
        else:
            first, _, used = argument.partition(" ")
            yield _Block(name, int(first or 0), accents(used.split(",")), tuple(_pieces(texts)))


class _Filling:
    """State of one render: the data, the current series, point and accent, and the output."""

    def __init__(self, data: ChartData) -> None:
        self.out: list[str] = []
        self._data = data
        self._axes: dict[bool, str] = {}
        self._series = 0
        self._point = 0
        self._accent = ("accent1", "")
        self._texts: Mapping[str, Callable[[str], str]] = {
            "format": self._number_format, "name": self._name, "points": self._points, "title": self._title,
            "number": self._number, "place": self._place, "ends": lambda _: space_for_labels(self._data),
        }  # fmt: skip
        self._blocks: Mapping[str, Callable[[_Block], None]] = {
            "titled": self._if_titled, "untitled": self._if_untitled, "own": self._if_own_format,
            "since": self._if_series, "series": self._one_series, "extra": self._further_series,
            "point": self._if_point, "further": self._further_points, "entry": self._if_entry, "colour": self._colour,
        }  # fmt: skip

    def write(self, pieces: tuple[_Piece, ...]) -> None:
        """Write the pieces in order."""
        for piece in pieces:
            if isinstance(piece, str):
                self.out.append(piece)
            elif isinstance(piece, _Slot):
                self.out.append(self._texts[piece.name](piece.argument))
            else:
                self._blocks[piece.name](piece)

    def _number_format(self, linked: str) -> str:
        given = self._data.number_format
        return number_format_xml(given, linked == "1") if given else ""

    def _name(self, _: str) -> str:
        return name_xml(self._data.series[self._series], self._series)

    def _points(self, coordinates: str) -> str:
        is_scatter = coordinates == "xy"
        if is_scatter not in self._axes:
            self._axes[is_scatter] = axis_xml(self._data, is_scatter)
        return self._axes[is_scatter] + values_xml(self._data, self._series, is_scatter)

    def _title(self, _: str) -> str:
        return escape(self._data.title)

    def _number(self, shifts: str) -> str:
        index, order = (self._series + int(shift) for shift in shifts.split())
        return f'<c:idx val="{index}"/><c:order val="{order}"/>'

    def _place(self, _: str) -> str:
        return f'<c:idx val="{self._point}"/>'

    def _if_titled(self, block: _Block) -> None:
        if self._data.title:
            self.write(block.pieces)

    def _if_untitled(self, block: _Block) -> None:
        if not self._data.title:
            self.write(block.pieces)

    def _if_own_format(self, block: _Block) -> None:
        if not self._data.number_format:
            self.write(block.pieces)

    def _if_series(self, block: _Block) -> None:
        if block.first < len(self._data.series):
            self.write(block.pieces)

    def _one_series(self, block: _Block) -> None:
        self._series = block.first
        self._if_series(block)

    def _further_series(self, block: _Block) -> None:
        for number in range(block.first, len(self._data.series)):
            self._series = number
            self._accent = block.accents[(number - block.first) % len(block.accents)]
            self.write(block.pieces)

    def _if_point(self, block: _Block) -> None:
        if block.first < len(self._data.categories):
            self.write(block.pieces)

    def _further_points(self, block: _Block) -> None:
        for number in range(block.first, len(self._data.categories)):
            self._point = number
            self._accent = block.accents[(number - block.first) % len(block.accents)]
            self.write(block.pieces)

    def _if_entry(self, block: _Block) -> None:
        is_by_point = self._data.kind in ("pie", "doughnut")
        if block.first < len(self._data.categories if is_by_point else self._data.series):
            self.write(block.pieces)

    def _colour(self, block: _Block) -> None:
        name, changes = self._accent
        self.out.append(f'<a:schemeClr val="{name}">{changes}')
        self.write(block.pieces)
        self.out.append("</a:schemeClr>")
