"""Font faces by family name: find the installed file and read the advance width of each character.

If a face isn't installed, a metric-compatible one is used, then one of a similar design, then average widths.
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

from docgen.disk_cache import Cache, default_folder

_FORMAT = "%{file}\t%{index}\t%{weight}\t%{slant}\t%{family}\n"
_REGULAR, _BOLD = 80, 200
_SANS_CJK: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
_SERIF_CJK: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC")
_ARIAL: Final = ("Liberation Sans", "Arimo")
_TIMES: Final = ("Liberation Serif", "Tinos")
_COURIER: Final = ("Liberation Mono", "Cousine")
# Faces with the same widths, so that lines break at the same words.
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
# Ideographs are one em wide in all of these; Latin letters and line heights differ.
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
# Widths of U+0020 to U+007E in thousandths of an em: Helvetica and Times from Adobe's metrics of the PostScript base
# fonts, which Arial and Times New Roman share; Calibri from the metric-compatible Carlito.
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
    """One style of a family: `requested` is the name in the template, `name` the face that is measured.

    `is_exact`: the widths are those of the requested face, since it or a metric-compatible one is installed.
    `advances` are in em. A face without a file (`path` is empty) has average widths.
    """

    requested: str
    name: str
    is_exact: bool
    advances: Mapping[str, float]
    path: str = ""

    def width(self, text: str, size: float) -> float:
        """The width of `text` at `size`, both in points; a character that the face lacks has an average width."""
        advances = self.advances
        return size * sum(advances[char] if char in advances else average_advance(char) for char in text)

    def described(self) -> str:
        """The face's name for a finding: `Calibri`, `Calibri (measured with Carlito)`, `Gill Sans (average widths)`."""
        if not self.path:
            return f"{self.requested} (average widths)"
        same = self.name.casefold() == self.requested.casefold()
        return self.requested if same else f"{self.requested} (measured with {self.name})"


class _Installed(NamedTuple):
    path: str
    member: int
    weight: int
    slant: int
    family: str


@lru_cache(maxsize=512)
def find_face(family: str, *, bold: bool = False, italic: bool = False) -> Face:
    """Find the face for `family`: installed, metric-compatible, of a similar design, or average widths.

    Reads the font file on the first call for a style; later calls return the same object. Doesn't raise.
    """
    requested = family.strip()
    key = requested.casefold()
    for name in (requested, *_METRIC_COMPATIBLE.get(key, ())):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(requested, found, is_exact=True)
    for name in _SAME_IDEOGRAPHS.get(key, ()):
        found = _nearest_style(name.casefold(), bold=bold, italic=italic)
        if found:
            return _read_face(requested, found, is_exact=False)
    return Face(requested, "average widths", False, average_advances(requested, bold=bold))


def _nearest_style(family: str, *, bold: bool, italic: bool) -> _Installed | None:
    """The closest installed style; a missing italic is drawn by slanting the regular one, at the same widths."""
    weight = _BOLD if bold else _REGULAR
    return min(
        _installed_faces().get(family, ()),
        key=lambda face: ((face.slant > 0) != italic, abs(face.weight - weight), face.path, face.member),
        default=None,
    )


@lru_cache(maxsize=1)
def _installed_faces() -> Mapping[str, tuple[_Installed, ...]]:
    """Installed faces by family name in lower case, from fontconfig; empty without fontconfig.

    One `fc-list` instead of an `fc-match` for each name: `fc-match` always finds a face, and one with other widths is
    worse than none.
    """
    if shutil.which("fc-list") is None:
        return {}
    try:
        listed = subprocess.run(["fc-list", "-f", _FORMAT], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    families: dict[str, tuple[_Installed, ...]] = {}
    for line in sorted(set(listed.stdout.decode(errors="replace").splitlines())):
        for face in _faces_of(line):
            key = face.family.casefold()
            families[key] = (*families.get(key, ()), face)
    return families


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """A digest of the installed faces, which measurements depend on."""
    return hashlib.sha256(repr(sorted(_installed_faces().items())).encode()).hexdigest()


def _faces_of(line: str) -> list[_Installed]:
    """Parse a line of `fc-list`, without styles of a variable font, which have a large index or ranges."""
    path, index, weight, slant, names = (line.split("\t") + [""] * 5)[:5]
    if not (index.isdigit() and weight.isdigit() and slant.isdigit()) or int(index) > 0xFFFF:
        return []
    if Path(path).suffix.casefold() not in {".ttf", ".otf", ".ttc", ".otc"}:
        return []
    return [_Installed(path, int(index), int(weight), int(slant), name) for name in names.split(",")]


def _read_face(requested: str, found: _Installed, *, is_exact: bool) -> Face:
    return Face(requested, found.family, is_exact, _read_file(found.path, found.member), found.path)


@lru_cache(maxsize=64)
def _read_file(path: str, index: int) -> Mapping[str, float]:
    """The advances of a font file, in em; cached on disk until the file changes."""
    found = Path(path).stat()
    cache, key = Cache(default_folder("fonts"), most=200), (path, str(index), f"{found.st_size} {found.st_mtime_ns}")
    metrics = cache.get(*key)
    if metrics is None:
        metrics = _read_metrics(path, index)
        cache.put(metrics, *key)
        cache.tidy()
    widths = (advance / metrics["em"] for advance in metrics["advances"])
    return dict(zip(metrics["characters"], widths, strict=True))


def _read_metrics(path: str, index: int) -> dict[str, Any]:
    """The metrics of a font file in font units: `em`, and the `advances` of `characters`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes 0.1 s, and only measuring needs it

    with TTFont(path, fontNumber=index, lazy=True) as opened:
        font: Any = opened
        per_em = int.from_bytes(font.reader["head"][18:20])  # parsing the table would log warnings about its dates
        advances = _advances(font)
        return {"em": per_em, "characters": "".join(advances), "advances": list(advances.values())}


def _advances(font: Any) -> dict[str, int]:
    """Character → font units. Glyphs are named by number, so that a CFF font's 65,000 glyph names aren't read."""
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    count = font["hhea"].numberOfHMetrics
    metrics = array.array("H", font.reader["hmtx"][: 4 * count])
    if sys.byteorder == "little":
        metrics.byteswap()
    widths = metrics[::2]
    last = count - 1
    return {chr(code): widths[min(int(name), last)] for code, name in font.getBestCmap().items()}


def average_advances(family: str, *, bold: bool) -> dict[str, float]:
    """Widths by character, in em, of the face closest to `family`: Calibri, Helvetica, Times or a monospaced one.

    Bold letters are 5 % wider. `average_advance` has the widths of other characters.
    """
    name = family.casefold()
    if any(part in name for part in _MONOSPACED):
        return {chr(code): 0.6 for code in range(32, 127)}
    row = _CALIBRI if "calibri" in name else _TIMES_WIDTHS if any(part in name for part in _SERIFS) else _HELVETICA
    factor = _BOLD_FACTOR / 1000 if bold else 0.001
    widths = {chr(code): int(width) * factor for code, width in enumerate(row.split(), 32)}
    return {**_NARROW, **widths}


def average_advance(char: str) -> float:
    """The estimated width of a character that no face has, in em: combining marks 0, letters 0.55, others 1."""
    code = ord(char)
    if 0x300 <= code < 0x370 or 0xFE00 <= code < 0xFE10 or code in {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD}:
        return 0.0
    if 0x1F3FB <= code <= 0x1F3FF or code < 32:
        return 0.0
    return 0.55 if code < 0x1100 or 0x1E00 <= code < 0x2100 else 1.0
