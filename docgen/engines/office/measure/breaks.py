"""Turns text into the pieces between which a line may break: words, ideographs, and what clings to them."""

import re
from typing import Final

# May not end a line (brackets that open, currency signs before a number).
OPENING: Final = "([{（［｛「『《〈【〔〖〘〝“‘$£¥＄￡￥«‹﹙﹛﹝"
# May not begin a line; the set of Simplified Chinese, standard level, with Japanese marks that repeat or prolong.
CLOSING: Final = (
    "!%),.:;?]}¢°’”†‡‰′″℃…‥·"
    "、。〃〉》」』】〕〗〙〞！％），．：；？］｝～｜｠々〻ー゛゜ゝゞ・\u3000﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞»›"
)
# May hang past the frame's edge where a paragraph allows it (a:pPr hangingPunct).
HANGING: Final = "，。、．,."
SPACES: Final = " \u1680\u2000-\u2006\u2008-\u200b\u205f"
WIDE: Final = (
    "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uffef"
    "\U0001f000-\U0001ffff\U00020000-\U0003ffff"
)

_NARROW_MARKS: Final = "!%),.:;?]}([{$£¥¢°’”†‡‰…·“‘«»‹›′″"
_WIDE_OPENING: Final = "".join(mark for mark in OPENING if mark not in _NARROW_MARKS)
_WIDE_CLOSING: Final = "".join(mark for mark in CLOSING if mark not in _NARROW_MARKS)
_LETTER: Final = f"[^{SPACES}\\t\\n\\r—―{WIDE}{re.escape(_WIDE_OPENING + _WIDE_CLOSING)}]"
_OPEN: Final = f"[{re.escape(OPENING)}]"
_JOINING: Final = "[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d."
_IDEOGRAPH: Final = f"(?![{re.escape(OPENING + CLOSING)}])[{WIDE}]"
# A hyphen between letters ends a piece, one before a digit doesn't (UAX #14, HY × NU).
_HYPHENED: Final = f"{_LETTER}*?[^\\W_](?:-(?=[^\\W\\d_])|–(?=\\w))"
_PIECE: Final = re.compile(
    f"{_OPEN}*+(?:{_IDEOGRAPH}|{_HYPHENED}|(?:{_LETTER})*(?!{_OPEN}){_LETTER}|[—―]+)"
    f"(?:[{re.escape(CLOSING)}\u00a0]|{_JOINING})*[—―]*[{SPACES}]*|\\t|[{SPACES}]+|{_OPEN}+|.",
    re.DOTALL,
)


def spans_of(text: str) -> list[tuple[int, int, int]]:
    """Each piece as (start, end of what is seen, end with its spaces); a tab is a piece that ends nowhere near a space.

    Spaces belong to the piece before them, since they vanish at a line's end. `text` holds no hard break.
    """
    spans: list[tuple[int, int, int]] = []
    for found in _PIECE.finditer(text):
        start, end = found.span()
        seen = len(found.group().rstrip(_SPACE_CHARS))
        spans.append((start, start + seen, end))
    return spans


_LATIN: Final = "0-9A-Za-z\u00c0-\u024f"
SCRIPT_CHANGE: Final = re.compile(f"(?<={_IDEOGRAPH})(?=[{_LATIN}])|(?<=[{_LATIN}])(?={_IDEOGRAPH})")
_SPACE_CHARS: Final = " \u1680\u205f" + "".join(map(chr, (*range(0x2000, 0x2007), *range(0x2008, 0x200C))))
