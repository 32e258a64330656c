"""The numbers that Word writes before headings: `1.` or `一、`, by the numbering part (ECMA-376 part 1, 17.9)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from docgen.ooxml.names import Element, w

_DIGITS = "零一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a list writes the number of its first level: the format (`decimal`), and the text around it (`%1.`)."""

    kind: str
    text: str

    def written(self, number: int) -> str:
        """The text before the paragraph number `number`; empty for bullets and formats that aren't known."""
        write = _FORMATS.get(self.kind)
        return self.text.replace("%1", write(number)) if write and "%2" not in self.text else ""


def _chinese(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


_FORMATS: Mapping[str, Callable[[int], str]] = {"decimal": str, **dict.fromkeys(_CHINESE, _chinese)}


def number_formats(numbering: Element) -> Iterator[tuple[str, NumberFormat]]:
    """The numId and the format of each list's first level."""
    levels = {item.get(w("abstractNumId"), ""): item.find(w("lvl")) for item in numbering.iterfind(w("abstractNum"))}
    for item in numbering.iterfind(w("num")):
        level = levels.get(_value(item.find(w("abstractNumId"))))
        if level is not None:
            kind, text = _value(level.find(w("numFmt"))), _value(level.find(w("lvlText")))
            yield item.get(w("numId"), ""), NumberFormat(kind, text)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(w("val"), "")
