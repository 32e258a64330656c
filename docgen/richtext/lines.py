"""Line breaks inside a paragraph: which ones the author meant, and which only wrap the text.

CommonMark joins the lines of a paragraph. Authors also type addresses, signatures and numbered lines without blank
lines between them. A break is meant where the next line begins an item (`1、`, `①`, `(a)`), where lines are labelled
(`Phone: …`), and where a line is much shorter than the paragraph is wide, unless the sentence plainly goes on.
"""

import re
from collections.abc import Sequence

from docgen.richtext.emphasis import is_cjk

_HAN = "一二三四五六七八九十百"
_ALWAYS = re.compile(
    rf"""(?:
      \d{{1,3}}[、．）] | [０-９]{{1,3}}[、．.）)] | [{_HAN}]{{1,4}}[、．.]       # 1、 １． 一、
    | [（(](?:\d{{1,3}}|[０-９]{{1,3}}|[{_HAN}]{{1,4}})[)）]                    # （1） (一)
    | 第[{_HAN}\d]{{1,4}}[条章节款项步]                                       # 第一条
    | [①-⓿❶-➓㈠-㈩㊀-㊉Ⅰ-ⅿ]                                                # ① ⑴ ⒈ ㈠ Ⅰ
    | [A-Za-z][、．）]                                                       # A、
    | [•●○■□◆◇▪▫►▶▸※★☆✓✔☐☑☒]                                               # • ■
    | \[[ xX]\][ \t]                                                         # [ ] a task
    | \[\^[^\]\s]{{1,40}}\]:                                                 # [^1]: a note
    )""",
    re.VERBOSE,
)
_AFTER_A_SENTENCE = re.compile(
    r"""(?:
      \d{1,9}[.)](?!\d) | \d{1,2}(?:\.\d{1,2}){1,3}\.?(?=[ \t]*[^\d\s.,%])   # 1. 2) 1.1
    | \([a-zA-Z]{1,5}\) | （[a-zA-Z]{1,5}）                                  # (a) （a）
    | (?:[a-zA-Z]|[IVXivx]{1,5})[.)](?=\s) | [–—·](?=\s)                     # b) IV. –
    | [-–—·*+](?=[^\W\d]) | (?:Step|Phase|Option)[ ]\d{1,3}\b                # -a, Step 1
    )""",
    re.VERBOSE,
)
_OPENING = re.compile(r"[ \t]*(?:\*\*|__|~~|[*_])?")
_SENTENCE_END = re.compile(r"[.;:!?。；：！？…]\W{0,3}$")
_LABEL = re.compile(r"\W{0,3}[^\W\d_](?:[^\W_]|[ &/.-]){0,23}(?:\*\*)?(?:：|:(?=\s|\*|\d))")
_ROW = re.compile(r"\|.*\|$|[^\t]*\S\t+\S")
_GOES_ON = re.compile(
    r"(?:\b(?:a|an|the|of|in|on|at|by|to|for|from|with|and|or|than|per|over|under|about|until|since|is|are|was|were|be"
    r"|has|have|had|will|no\.|nos\.|clause|section|page|phase|year)|[约的地得和与及或在于为是将把被对从向至到每共第等含达])$",
    re.IGNORECASE,
)
_CLOSING = tuple("，。；：、！？）】》”’…%,.;:!?)")
_NARROW, _SHORT = 36, 60
"""Columns: nobody wraps text at so few; lines of so few are rarely wrapped at the end of a sentence."""
_MOST = 400
"""Characters of a line that are measured."""


def item_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indices of the lines that begin with a number or bullet; never the first."""
    return frozenset(index for index in range(1, len(lines)) if _begins_item(lines, index))


def kept_breaks(lines: Sequence[str]) -> frozenset[int]:
    """The indices of the lines before which a line break is meant; never the first."""
    if len(lines) == 1:
        return frozenset()
    longest = max(map(columns, lines))
    are_sentences = all(map(ends_sentence, lines))
    return frozenset(
        index
        for index in range(1, len(lines))
        if is_meant(lines[index - 1], lines[index], longest, are_sentences=are_sentences)
    )


def is_meant(before: str, after: str, longest: int, *, are_sentences: bool) -> bool:
    """Whether the break between two lines is meant, in a paragraph whose longest line has so many columns.

    `are_sentences`: each line of the paragraph ends a sentence.
    """
    before, after = before.strip(), after.strip()
    if (_LABEL.match(before) and _LABEL.match(after)) or (_ROW.match(before) and _ROW.match(after)):
        return True
    if after.startswith(_CLOSING):
        return False
    needed = columns(before) + columns(_first_word(after)) + 1
    if ends_sentence(before):
        return are_sentences or longest < _SHORT or needed <= longest * 0.8
    if _start_letter(after).islower() or _GOES_ON.search(before[-12:]) or before.endswith(("，", "、", "-")):
        return False
    if before.endswith(","):  # a salutation, a name and the function below it
        return needed <= _NARROW
    return needed <= max(longest * 0.55, _NARROW)


def ends_sentence(line: str) -> bool:
    """Whether the line ends in a full stop, colon or the like."""
    return _SENTENCE_END.search(line.rstrip()[-4:]) is not None


def columns(text: str) -> int:
    """The width of a line: wide characters count twice."""
    text = text[:_MOST].strip()
    return len(text) if text.isascii() else len(text) + sum(map(is_cjk, text))


def _first_word(line: str) -> str:
    word = line[:40].partition(" ")[0]
    return word[:1] if word and is_cjk(word[0]) else word


def _start_letter(line: str) -> str:
    return next((char for char in line[:4] if char.isalnum()), "")


def _begins_item(lines: Sequence[str], index: int) -> bool:
    """Whether a line begins an item; `1.` or `(a)` may instead continue the sentence of the previous line."""
    line, before = lines[index], lines[index - 1]
    if _ALWAYS.match(line, _start(line)):
        return True
    found = _AFTER_A_SENTENCE.match(line, _start(line))
    if not found:
        return False
    if ends_sentence(before) or _ALWAYS.match(before, _start(before)):
        return True
    return _is_sibling(found[0], before) or (index + 1 < len(lines) and _is_sibling(found[0], lines[index + 1]))


def _is_sibling(mark: str, line: str) -> bool:
    """Whether a line begins with a mark like `mark`: a letter or number for one, and the same signs."""
    found = _AFTER_A_SENTENCE.match(line, _start(line))
    return found is not None and _shape(found[0]) == _shape(mark)


def _shape(mark: str) -> str:
    return re.sub(r"[a-zA-Z]+", "a", re.sub(r"\d+", "1", mark))


def _start(line: str) -> int:
    found = _OPENING.match(line)
    return found.end() if found else 0
