"""Find the face for a family name as Office writes it: the advance of each character.

Where no such face is installed, faces of the same widths stand in, and then a table of average widths.
"""

import array
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from docgen.kept import Shelf, default_folder

_FORMAT = "%{file}\t%{index}\t%{weight}\t%{slant}\t%{family}\n"
_REGULAR, _BOLD = 80, 200
_SANS_CJK: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
_SERIF_CJK: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC")
_ARIAL: Final = ("Liberation Sans", "Arimo")
_TIMES: Final = ("Liberation Serif", "Tinos")
_COURIER: Final = ("Liberation Mono", "Cousine")
# Drawn to the widths of the named face, so that lines break at the same words.
_METRIC_COMPATIBLE: Final[Mapping[str, tuple[str, ...]]] = {
    "calibri": ("Carlito",),
    "cambria": ("Caladea",),
    "arial": _ARIAL,
    "helvetica": _ARIAL,
    "times new roman": _TIMES,
    "times": _TIMES,
    "courier new": _COURIER,
    "georgia": ("Gelasio",),
    "source han sans": _SANS_CJK,
    "source han sans sc": _SANS_CJK,
    "source han sans cn": _SANS_CJK,
    "思源黑体": _SANS_CJK,
    "思源黑体 cn": _SANS_CJK,
    "noto sans cjk sc": _SANS_CJK,
    "noto sans sc": _SANS_CJK,
    "source han serif": _SERIF_CJK,
    "source han serif sc": _SERIF_CJK,
    "思源宋体": _SERIF_CJK,
    "noto serif cjk sc": _SERIF_CJK,
}
# Ideographs of these are one em wide in every face; their Latin letters and their line heights differ.
_SAME_IDEOGRAPHS: Final[Mapping[str, tuple[str, ...]]] = {
    name: faces
    for faces, names in (
        (
            _SANS_CJK,
            "microsoft yahei|微软雅黑|microsoft yahei ui|dengxian|等线|等线 light|simhei|黑体|pingfang sc|苹方-简|苹方|"
            "microsoft jhenghei|微軟正黑體|pingfang tc|meiryo|meiryo ui|yu gothic|ms gothic|ms pgothic|malgun gothic|"
            "hiragino sans gb|heiti sc|stheiti|华文细黑|youyuan|幼圆",
        ),
        (
            _SERIF_CJK,
            "simsun|宋体|nsimsun|新宋体|fangsong|仿宋|kaiti|楷体|stsong|华文宋体|songti sc|pmingliu|ms mincho",
        ),
    )
    for name in names.split("|")
}
_SERIFS: Final = ("times", "cambria", "georgia", "garamond", "book antiqua", "palatino", "serif", "constantia")
_MONOSPACED: Final = ("courier", "consolas", "mono", "menlo")
# Widths of U+0020 to U+007E in thousandths of an em: Helvetica and Times as Adobe published them for PostScript's base
# fonts, which Arial and Times New Roman share; Calibri as its metric-compatible twin Carlito has it.
_HELVETICA: Final = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_TIMES_WIDTHS: Final = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 "
    "564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 "
    "722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 "
    "278 500 500 722 500 500 444 480 200 480 541"
)
_CALIBRI: Final = (
    "226 326 401 498 507 715 682 221 303 303 498 498 250 306 252 386 507 507 507 507 507 507 507 507 507 507 268 268 "
    "498 498 498 463 894 579 544 533 615 488 459 631 623 252 319 520 420 855 646 662 517 673 543 459 487 642 567 890 "
    "519 487 468 307 386 307 498 498 291 479 525 423 525 498 305 471 525 229 239 455 229 799 525 527 525 525 349 391 "
    "335 525 452 715 433 453 395 314 460 314 498"
)
_BOLD_FACTOR: Final = 1.05
_NARROW: Final = {"‘": 0.25, "’": 0.25, "“": 0.42, "”": 0.42, "–": 0.5, "·": 0.25, "…": 0.7, "—": 0.9, "\u00a0": 0.25}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One style of one family: `asked` is the name in the template, `name` the face that was measured with.

    `is_exact`: the widths are those of the face asked for, since it is installed or a twin drawn to its metrics is.
    `advances` are in em. A face without a file (`path` is empty) has average widths.
    """

    asked: str
    name: str
    is_exact: bool
    advances: Mapping[str, float]
    path: str = ""

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
    for name in (asked, *_METRIC_COMPATIBLE.get(key, ())):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(asked, found, is_exact=True)
    for name in _SAME_IDEOGRAPHS.get(key, ()):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(asked, found, is_exact=False)
    return Face(asked, "average widths", False, average_advances(asked, bold=bold))


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


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """A digest of which faces are installed: what was measured under another doesn't hold."""
    return hashlib.sha256(repr(sorted(_installed_faces().items())).encode()).hexdigest()


def _faces_of(line: str) -> list[_Installed]:
    """Styles of a variable font are left out: fontconfig counts them in the index's upper half, or gives ranges."""
    path, index, weight, slant, names = (line.split("\t") + [""] * 5)[:5]
    if not (index.isdigit() and weight.isdigit() and slant.isdigit()) or int(index) > 0xFFFF:
        return []
    if Path(path).suffix.casefold() not in {".ttf", ".otf", ".ttc", ".otc"}:
        return []
    return [_Installed(path, int(index), int(weight), int(slant), name) for name in names.split(",")]


def _read_face(asked: str, found: _Installed, *, is_exact: bool) -> Face:
    return Face(asked, found.family, is_exact, _read_file(found.path, found.member), found.path)


@lru_cache(maxsize=64)
def _read_file(path: str, index: int) -> Mapping[str, float]:
    """The advances of a font file, in em; kept on disk as long as the file is the same."""
    found = Path(path).stat()
    shelf, key = Shelf(default_folder("fonts"), most=200), (path, str(index), f"{found.st_size} {found.st_mtime_ns}")
    metrics = shelf.get(*key)
    if metrics is None:
        metrics = _read_metrics(path, index)
        shelf.put(metrics, *key)
        shelf.tidy()
    widths = (advance / metrics["em"] for advance in metrics["advances"])
    return dict(zip(metrics["characters"], widths, strict=True))


def _read_metrics(path: str, index: int) -> dict[str, Any]:
    """The same in the font's own units: of its em, and the `advances` of its `characters`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - costs 0.1 s that a render without measuring need not pay

    with TTFont(path, fontNumber=index, lazy=True) as opened:
        font: Any = opened
        per_em = int.from_bytes(font.reader["head"][18:20])  # read whole, fontTools logs what it thinks of its dates
        advances = _advances(font)
        return {"em": per_em, "characters": "".join(advances), "advances": list(advances.values())}


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


def average_advances(family: str, *, bold: bool) -> dict[str, float]:
    """Widths by character, in em, of the faces closest to `family`: Calibri, Helvetica, Times or a monospaced one.

    A bold letter counts 5 % more. Of other characters `average_of` says how wide.
    """
    name = family.casefold()
    if any(part in name for part in _MONOSPACED):
        return {chr(code): 0.6 for code in range(32, 127)}
    row = _CALIBRI if "calibri" in name else _TIMES_WIDTHS if any(part in name for part in _SERIFS) else _HELVETICA
    factor = _BOLD_FACTOR / 1000 if bold else 0.001
    widths = {chr(code): int(width) * factor for code, width in enumerate(row.split(), 32)}
    return {**_NARROW, **widths}


def average_of(char: str) -> float:
    """About how wide a character is that no face has, in em: marks that join 0, letters 0.55, all else 1."""
    code = ord(char)
    if 0x300 <= code < 0x370 or 0xFE00 <= code < 0xFE10 or code in {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD}:
        return 0.0
    if 0x1F3FB <= code <= 0x1F3FF or code < 32:
        return 0.0
    return 0.55 if code < 0x1100 or 0x1E00 <= code < 0x2100 else 1.0
