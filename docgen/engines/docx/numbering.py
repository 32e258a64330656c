"""The numbers that Word writes before paragraphs of a list: `1.`, `2.1`, `一、`, by the numbering part (17.9)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from docgen.ooxml.names import Element, w

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MOST_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Level:
    """How a list writes one level: first number, format (`decimal`), text (`%1.%2`), what follows, plain digits."""

    start: int = 1
    kind: str = "decimal"
    text: str = "%1."
    suffix: str = "tab"
    is_legal: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a template: the abstract list of each numId, the levels of each, the (numId, level) of styles."""

    abstracts: Mapping[str, str] = field(default_factory=dict[str, str])
    levels: Mapping[str, tuple[Level, ...]] = field(default_factory=dict[str, tuple[Level, ...]])
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])

    def counter(self) -> "Counter":
        """A count of a document's numbered paragraphs, from its beginning."""
        return Counter(self)


@dataclass(slots=True)
class Counter:
    """Counts numbered paragraphs in their order."""

    numbering: Numbering
    _counts: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def next(self, number: str, level: int) -> tuple[str, str]:
        """The text and what follows it (`tab`, `space`, `nothing`) of the next paragraph; empty without a number."""
        abstract = self.numbering.abstracts.get(number, "")
        levels = self.numbering.levels.get(abstract, ())
        if level >= len(levels):
            return "", ""
        counts = self._counts.setdefault(abstract, [])
        counts += [item.start for item in levels[len(counts) : level]]
        if len(counts) > level:
            counts[level] += 1
        else:
            counts.append(levels[level].start)
        del counts[level + 1 :]
        return _written(levels, level, counts), levels[level].suffix


def _written(levels: tuple[Level, ...], level: int, counts: list[int]) -> str:
    own = levels[level]
    if own.kind in {"bullet", "none"}:
        return ""
    text = own.text
    for place, count in enumerate(counts):
        write = _FORMATS.get("decimal" if own.is_legal else levels[place].kind)
        if f"%{place + 1}" in text:
            if write is None:
                return ""
            text = text.replace(f"%{place + 1}", write(count))
    return text


def _chinese(number: int) -> str:
    """一 to 九千九百九十九, as Word counts in Chinese: 十一, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _UNITS[place]
        elif not text.endswith("零") and number % 10**place:
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    """A to Z, then AA to ZZ, as Word counts in letters."""
    return chr(ord("A") + (number - 1) % _MOST_LETTERS) * ((number - 1) // _MOST_LETTERS + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _shifted(first: str, most: int) -> Callable[[int], str]:
    """Numbers as single characters from `first` on, up to `most`; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= most else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "decimalEnclosedCircle": _shifted("①", 20),
    "decimalEnclosedCircleChinese": _shifted("①", 20),
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % len(_STEMS)],
    "ideographDigital": lambda number: "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number)),
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting"), _chinese),
}


def read_numbering(root: Element, styles: Element) -> Numbering:
    """The lists of a numbering part, and which of them the styles of a styles part count in."""
    abstracts = {item.get(w("abstractNumId"), ""): item for item in root.iterfind(w("abstractNum"))}
    lists = {item.get(w("numId"), ""): _value(item.find(w("abstractNumId"))) for item in root.iterfind(w("num"))}
    linked = {key: dict(_linked_levels(item)) for key, item in abstracts.items()}
    return Numbering(
        lists,
        {key: tuple(_level(item) for item in found.iterfind(w("lvl"))) for key, found in abstracts.items()},
        dict(_styles(styles, lists, linked)),
    )


def _linked_levels(abstract: Element) -> Iterator[tuple[str, int]]:
    for level in abstract.iterfind(w("lvl")):
        yield _value(level.find(w("pStyle"))), _number(level.get(w("ilvl"), ""), 0)


def _level(item: Element) -> Level:
    legal = item.find(w("isLgl"))
    return Level(
        _number(_value(item.find(w("start"))), 1),
        _value(item.find(w("numFmt"))) or "decimal",
        _value(item.find(w("lvlText"))),
        _value(item.find(w("suff"))) or "tab",
        legal is not None and legal.get(w("val"), "1") not in {"0", "false", "off"},
    )


def _styles(
    root: Element, lists: Mapping[str, str], linked: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[str, tuple[str, int]]]:
    """The (numId, level) of each style that has numbering, its own or inherited; numId 0 means none."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in root.iter(w("style")):
        name = style.get(w("styleId"), "")
        based[name] = _value(style.find(w("basedOn")))
        numbering = style.find(f"{w('pPr')}/{w('numPr')}")
        if numbering is not None and (number := _value(numbering.find(w("numId")))):
            level = linked.get(lists.get(number, ""), {}).get(name)
            own[name] = (number, _number(_value(numbering.find(w("ilvl"))), 0) if level is None else level)
    for name in based:
        at = name
        for _ in range(len(based)):
            if at in own or at not in based:
                break
            at = based[at]
        if at in own and own[at][0] != "0":
            yield name, own[at]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() else otherwise


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(w("val"), "")
