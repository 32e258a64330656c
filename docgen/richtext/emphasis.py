"""Inline rule for `*`, `_` and `~~`: CommonMark's flanking rules, amended for CJK text and for numbers.

CommonMark 0.31.2, 6.2, doesn't make `**“重点”**内容` bold: it needs a space between punctuation and a letter. The
CJK-friendly amendments (https://github.com/tats-u/markdown-cjk-friendly, specification.md) let Chinese, Japanese and
Korean characters count as that space. In addition, an operator in an expression (`600*800`, `长*宽`, `2**3`) stays one.
"""

import unicodedata

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_MARKERS = "*_~"
_ENDS = frozenset(",.;:!?，。、；：！？…")


def delimiters(state: StateInline, silent: bool) -> bool:
    """Push a run of markers as text tokens, and as delimiters where it can open or close emphasis."""
    marker = state.src[state.pos]
    if silent or marker not in _MARKERS:
        return False
    start = end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    length = end - start
    opens, closes = _flanking(state.src, start, end)
    step = 2 if marker == "~" else 1
    if (marker == "~" and length != 2) or not (opens or closes):
        step = length
        opens = closes = False
    for _ in range(0, length, step):
        state.push("text", "", 0).content = marker * step
        if opens or closes:
            counted = 0 if marker == "~" else length
            state.delimiters.append(Delimiter(ord(marker), counted, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def _flanking(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the delimiter run can open, and can close, emphasis. The ends of the text count as spaces."""
    before, after = _before(text, start), text[end] if end < len(text) else " "
    if text[start] != "_" and _is_operator(before, after, is_star=text[start:end] == "*"):
        return False, False
    punctuation_before = _is_western_punctuation(before, text[start - 2] if start > 1 else " ")
    punctuation_after = _is_western_punctuation(after, text[end + 1] if end + 1 < len(text) else " ")
    left = not after.isspace() and (not punctuation_after or before.isspace() or punctuation_before or is_cjk(before))
    right = not before.isspace() and (not punctuation_before or after.isspace() or punctuation_after or is_cjk(after))
    if text[start] == "_":
        return left and (not right or _is_punctuation(before)), right and (not left or _is_punctuation(after))
    if is_cjk(before) or is_cjk(after):  # `价格*，` closes, if anything; `（*含税` opens
        left = left and (before.isspace() or not _is_end(after))
        right = right and (after.isspace() or not _is_start(before))
    if text[start:end] == "*":  # `(a+b)*c`, `c*(a+b)`
        return left and not _is_bracket_end(before), right and not _is_bracket_start(after)
    return left, right


def _is_operator(before: str, after: str, is_star: bool) -> bool:
    """Whether a run is an operator: a single star at a digit or between letters, other runs inside `x**2`."""
    near_digit = before.isdigit() or after.isdigit()
    inside = before.isalnum() and after.isalnum()
    if is_star:
        return near_digit or inside
    return near_digit and inside and not (is_cjk(before) or is_cjk(after))


def is_cjk(char: str) -> bool:
    """Whether `char` is a Chinese, Japanese or Korean character: wide, and not an emoji (UAX #11, UTS #51)."""
    if char < "\u1100":
        return False
    is_emoji = "\u2300" <= char <= "\u2bff" or "\U0001f000" <= char <= "\U0001fbff"
    return unicodedata.east_asian_width(char) in "WFH" and not is_emoji


def _before(text: str, start: int) -> str:
    """The character before `start`, ignoring a variation selector."""
    if start and ("\ufe00" <= text[start - 1] <= "\ufe0e" or "\U000e0100" <= text[start - 1] <= "\U000e01ef"):
        start -= 1
    return text[start - 1] if start else " "


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_western_punctuation(char: str, beyond: str) -> bool:
    """Whether `char` is punctuation and not CJK; a quotation mark is CJK if the character `beyond` it is."""
    if not _is_punctuation(char) or is_cjk(char):
        return False
    return not (unicodedata.east_asian_width(char) == "A" and is_cjk(beyond))


def _is_end(char: str) -> bool:
    return char in _ENDS or _is_bracket_end(char) or unicodedata.category(char) == "Pf"


def _is_start(char: str) -> bool:
    return _is_bracket_start(char) or unicodedata.category(char) == "Pi"


def _is_bracket_end(char: str) -> bool:
    return unicodedata.category(char) == "Pe"


def _is_bracket_start(char: str) -> bool:
    return unicodedata.category(char) == "Ps"
