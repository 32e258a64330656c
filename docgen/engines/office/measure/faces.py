"""Turns a family name as Office writes it into a face: the advance of each character and the height of a line."""

import array
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from docgen.engines.office.measure.averages import METRIC_COMPATIBLE, SAME_IDEOGRAPHS, average_advances, average_of
from docgen.kept import Shelf, default_folder

_FORMAT = "%{file}\t%{index}\t%{weight}\t%{slant}\t%{family}\n"
_REGULAR, _BOLD = 80, 200
_AVERAGE_HEIGHTS = (0.94, 0.26)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One style of one family: `asked` is the name in the template, `name` the face that was measured with.

    `is_exact`: the widths are those of the face asked for, since it is installed or a twin drawn to its metrics is.
    `advances`, `ascent`, `descent` (positive downwards) and `line_gap` are in em. A face without a file (`path` is
    empty) has average widths.
    """

    asked: str
    name: str
    is_exact: bool
    advances: Mapping[str, float]
    ascent: float
    descent: float
    line_gap: float
    path: str = ""

    @property
    def line_height(self) -> float:
        """The face's own distance from baseline to baseline, in em (PowerPoint takes 1.2 for every face)."""
        return self.ascent + self.descent + self.line_gap

    def width(self, text: str, size: float) -> float:
        """How wide `text` runs at `size`, both in points; a character that the face lacks counts as an average one."""
        advances = self.advances
        return size * sum(advances[char] if char in advances else average_of(char) for char in text)

    def described(self) -> str:
        """The face for a finding: `Calibri`, `Calibri (measured with Carlito)`, `Gill Sans (average widths)`."""
        if not self.path:
            return f"{self.asked} (average widths)"
        same = self.name.casefold() == self.asked.casefold()
        return self.asked if same else f"{self.asked} (measured with {self.name})"


class _Installed(NamedTuple):
    path: str
    member: int
    weight: int
    slant: int
    family: str


@lru_cache(maxsize=512)
def find_face(family: str, *, bold: bool = False, italic: bool = False) -> Face:
    """The face for `family`: installed, else a twin of the same metrics, else one of a like design, else averages.

    Reads the font file on the first call for a style; later calls give the same object. A missing font never raises.
    """
    asked = family.strip()
    key = asked.casefold()
    for name in (asked, *METRIC_COMPATIBLE.get(key, ())):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(asked, found, is_exact=True)
    for name in SAME_IDEOGRAPHS.get(key, ()):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(asked, found, is_exact=False)
    return Face(asked, "average widths", False, average_advances(asked, bold=bold), *_AVERAGE_HEIGHTS, 0.0)


def _nearest_style(family: str, *, bold: bool, italic: bool) -> _Installed | None:
    """A slanted face that is not installed is drawn by slanting the upright one, at the same widths."""
    weight = _BOLD if bold else _REGULAR
    return min(
        _installed_faces().get(family, ()),
        key=lambda face: ((face.slant > 0) != italic, abs(face.weight - weight), face.path, face.member),
        default=None,
    )


@lru_cache(maxsize=1)
def _installed_faces() -> Mapping[str, tuple[_Installed, ...]]:
    """What fontconfig knows, by family name in lower case; empty where there is no fontconfig.

    One `fc-list` instead of an `fc-match` for each name: `fc-match` always finds something, and a face of other widths
    is worse than none.
    """
    if shutil.which("fc-list") is None:
        return {}
    try:
        done = subprocess.run(["fc-list", "-f", _FORMAT], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    families: dict[str, tuple[_Installed, ...]] = {}
    for line in sorted(set(done.stdout.decode(errors="replace").splitlines())):
        for face in _faces_of(line):
            key = face.family.casefold()
            families[key] = (*families.get(key, ()), face)
    return families


def _faces_of(line: str) -> list[_Installed]:
    """Styles of a variable font are left out: fontconfig counts them in the index's upper half, or gives ranges."""
    path, index, weight, slant, names = (line.split("\t") + [""] * 5)[:5]
    if not (index.isdigit() and weight.isdigit() and slant.isdigit()) or int(index) > 0xFFFF:
        return []
    if Path(path).suffix.casefold() not in {".ttf", ".otf", ".ttc", ".otc"}:
        return []
    return [_Installed(path, int(index), int(weight), int(slant), name) for name in names.split(",")]


def _read_face(asked: str, found: _Installed, *, is_exact: bool) -> Face:
    advances, ascent, descent, gap = _read_file(found.path, found.member)
    return Face(asked, found.family, is_exact, advances, ascent, descent, gap, found.path)


@lru_cache(maxsize=64)
def _read_file(path: str, index: int) -> tuple[Mapping[str, float], float, float, float]:
    """A font's advances and its ascent, descent and gap, in em; kept on disk as long as the file is the same."""
    found = Path(path).stat()
    shelf, key = Shelf(default_folder("fonts"), most=200), (path, str(index), f"{found.st_size} {found.st_mtime_ns}")
    metrics = shelf.get(*key)
    if metrics is None:
        metrics = _read_metrics(path, index)
        shelf.put(metrics, *key)
        shelf.tidy()
    per_em, ascent, descent, gap = metrics["lines"]
    widths = (advance / per_em for advance in metrics["advances"])
    return dict(zip(metrics["characters"], widths, strict=True)), ascent / per_em, descent / per_em, gap / per_em


def _read_metrics(path: str, index: int) -> dict[str, Any]:
    """The same in the font's own units: `lines` of its em, ascent, descent and gap, `advances` of its `characters`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - costs 0.1 s that a render without measuring need not pay

    with TTFont(path, fontNumber=index, lazy=True) as opened:
        font: Any = opened
        per_em = int.from_bytes(font.reader["head"][18:20])  # read whole, fontTools logs what it thinks of its dates
        advances = _advances(font)
        lines = (per_em, *_line_metrics(font))
        return {"lines": lines, "characters": "".join(advances), "advances": list(advances.values())}


def _line_metrics(font: Any) -> tuple[int, int, int]:
    """OS/2's typographic metrics where the font asks for them (fsSelection, bit 7), else hhea's, else Windows'."""
    horizontal, windows = font["hhea"], font["OS/2"]
    if windows.fsSelection & 0x80:
        return windows.sTypoAscender, -windows.sTypoDescender, windows.sTypoLineGap
    if horizontal.ascent or horizontal.descent:
        return horizontal.ascent, -horizontal.descent, horizontal.lineGap
    return windows.usWinAscent, windows.usWinDescent, 0


def _advances(font: Any) -> dict[str, int]:
    """Character → units. Glyphs are named by number, so that no CFF font of 65,000 glyphs is read for its names."""
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    count = font["hhea"].numberOfHMetrics
    metrics = array.array("H", font.reader["hmtx"][: 4 * count])
    if sys.byteorder == "little":
        metrics.byteswap()
    widths = metrics[::2]
    last = count - 1
    return {chr(code): widths[min(int(name), last)] for code, name in font.getBestCmap().items()}
