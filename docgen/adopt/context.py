"""The context of a blank: the label, cell, table head, heading and side that say what belongs in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.adopt.blanks import Blank
from docgen.adopt.lines import Line
from docgen.adopt.similarity import normalise
from docgen.adopt.text_parts import Cell, Grid
from docgen.adopt.vocabulary import split_side

_LABEL = re.compile(r"([^:：。；;\t\n，,、|]{1,40})[:：]$")
_SIGN_AT_END = re.compile(r"(?:人民币|¥|￥|\$|€|£|RMB|CNY|USD)$")
_TAIL_ZH = re.compile(r"([\u4e00-\u9fff（）()/]{1,14})\s*$")
_WORD = re.compile(r"[A-Za-z][\w'’-]*[ .,]*")
_MOST_WORDS, _LONGEST_TAIL = 5, 300
_GENERIC = frozenset(
    [
        "name",
        "date",
        "amount",
        "text",
        "number",
        "value",
        "no",
        "sum",
        "price",
        "figure",
        "content",
        "contents",
        "details",
        "detail",
        "description",
        "field",
        "名称",
        "日期",
        "金额",
        "内容",
        "数字",
        "数值",
        "姓名",
        "说明",
        "文字",
        "描述",
        "公司",
        "时间",
        "年月日",
        "xx",
    ]
)
_MONEY_BEFORE = re.compile(r"(?:[¥￥$€£]|RMB|CNY|USD|EUR|人民币)$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"^\s*(?:元|万元|圆|yuan|RMB|USD|CNY)", re.IGNORECASE)
_COUNT_AFTER = re.compile(
    r"^\s*(?:个?(?:工作|自然)?日|天|个月|年|周|小时|days?|weeks?|months?|years?|hours?|business|working|calendar)",
    re.IGNORECASE,
)
_DATE_LIKE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}"
    r"|\b[DM]{1,2}/[DM]{1,2}/Y{2,4}|YYYY|年[^年月日]*月[^年月日]*日"
)
_MONEY_LIKE = re.compile(r"^[¥￥$€£]\s?[\dX×,.]+|^[\d,]+\.\d{2}$|^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[¥￥$€£]$")
_PLACEHOLDER = re.compile(r"[\[\]<>{}«»【】]|__|××|XX")
_SIGNED = re.compile(
    r"签字|签章|盖章|签名|签署日期|公章|signature|signed|sign here|(?:^|\b)seal(?:\b|$)|stamp", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a blank.

    `label` ends in a colon, `running` is the text before it in the line, `left` the cell to its left, `head` the head
    of its column, `heading` the heading above, `lead` the line above. `side` is client, seller or empty; `kind` the
    type of value asked for; `by_hand`: people sign or date it by hand.
    """

    inside: str = ""
    label: str = ""
    running: str = ""
    left: str = ""
    head: str = ""
    heading: str = ""
    lead: str = ""
    side: str = ""
    kind: str = ""
    by_hand: bool = False
    is_item: bool = False
    is_alone: bool = False
    has_hint: bool = False

    def evidence(self, *, is_example: bool = False) -> Iterator[tuple[float, str]]:
        """Words that may name the field, with their weights (0 to 1); `is_example`: those inside name none."""
        label, inside = self.label or self.left, normalise(self.inside)
        says_little = is_example or self.has_hint or is_generic(self.inside)
        nested = label and inside and inside in normalise(label)
        says_more = label and normalise(label) and not nested and normalise(label) in inside
        if self.inside:
            lesser = 0.86 if self.is_alone and not (label or self.head) else 0.78
            yield (0.97 if self.has_hint else lesser if says_little or nested else 1.0), self.inside
            if says_little and label and not nested:
                yield 0.9, f"{label} {self.inside}"
        yield (1.0 if (says_little or nested) and not says_more else 0.6), label
        if self.head:
            weaker = 0.6 if self.left else 0.75
            yield (0.97 if (says_little or nested or self.is_item) and not self.left else weaker), self.head
        if not label:
            yield (0.88 if says_little else 0.95), self.running
        if says_little and not label:
            yield 0.8, f"{self.running}{self.inside}" if not self.running.isascii() else self.inside
        yield (0.95 if says_little and self.is_alone and not (label or self.head) else 0.45), self.heading
        if says_little and self.is_alone and not (label or self.head):
            yield 0.9, self.lead


def is_generic(words: str) -> bool:
    """Whether words name no value of their own: name, date, 金额."""
    return not normalise(words) or normalise(words) in _GENERIC


def context_of(blank: Blank, cell: Cell | None, grid: Grid | None) -> Context:
    """The context of a blank; `cell` is the cell that contains it, `grid` the table of that cell."""
    line = blank.line
    before, after = line.text[: blank.start], line.text[blank.end :]
    segment = _last_segment(before, line)
    label = _label_in(segment)
    left = head = ""
    is_item = False
    if cell is not None and grid is not None:
        head = grid.head_of(cell)
        is_item = bool(head) and not grid.is_total(grid.row_of(cell))
        left = "" if segment.strip(" $¥￥€£") or is_item else _left_of(cell, grid)
    if not label and not segment.strip(" $¥￥€£") and blank.control is None and _is_label_line(line, cell):
        label = line.above[-1].text.strip().rstrip(":：") if line.above else ""
    inside = blank.inside if blank.form not in {"example", "cell", "filled"} else ""
    other_words = blank.control.other_words if blank.control else ""
    words = (inside, label, left, segment, other_words)
    return Context(
        is_item=is_item,
        is_alone=blank.is_alone,
        has_hint=blank.has_hint or blank.form == "hint" or len(normalise(inside)) > 20,
        inside=inside,
        label=label,
        running="" if label else _tail(segment),
        left=left,
        head=head,
        heading="" if _PLACEHOLDER.search(line.heading) else line.heading,
        lead=_lead(line) if blank.is_alone else "",
        side=_side(blank, words, cell, grid),
        kind=blank.kind or _kind(before, after, blank, head or left),
        by_hand=_is_by_hand(blank, words, grid),
    )


def _lead(line: Line) -> str:
    """The line above, if it is none to fill in itself."""
    above = line.above[-1].text.strip() if line.above else ""
    return "" if _PLACEHOLDER.search(above) else above


def _last_segment(before: str, line: Line) -> str:
    """The text before a blank, from the last full stop, tab, wide gap or other blank on."""
    cut = re.split(r"[。；;\t\n]|\s{3,}|(?<=[a-z])\. |[_＿]{2,}|[】\]}>»](?=\s*[^:：\s])", before.rstrip(" \u3000_"))
    return cut[-1] if cut else before


def _label_in(segment: str) -> str:
    found = _LABEL.search(_SIGN_AT_END.sub("", _without_bracket(segment)).rstrip())
    return found.group(1).strip(" （(·•-–—*") if found else ""


def _tail(segment: str) -> str:
    """The last words before a blank in running text, without punctuation."""
    text = segment.rstrip(" ¥￥$€£（(“\"'#").rstrip()
    found = _TAIL_ZH.search(text)
    return found.group(1).strip() if found else _last_words(text[-_LONGEST_TAIL:])


def _last_words(text: str) -> str:
    """The last English words of `text`, five at most."""
    start = len(text)
    for found in list(_WORD.finditer(text))[: -_MOST_WORDS - 1 : -1]:
        if found.end() != start:
            break
        start = found.start()
    return text[start:].strip()


def _without_bracket(text: str) -> str:
    """`text` without trailing spaces and without one opening bracket before them."""
    text = text.rstrip()
    return text[:-1].rstrip() if text.endswith(("(", "（")) else text


def _is_label_line(line: Line, cell: Cell | None) -> bool:
    """Whether the line above is a label: it ends in a colon, or is the only other line of the cell."""
    if not line.above or line.above[-1].is_heading:
        return False
    last = line.above[-1].text.strip()
    return len(last) <= 30 and (last.endswith((":", "：")) or (cell is not None and len(cell.lines) == 2))


def _left_of(cell: Cell, grid: Grid) -> str:
    """The text of the nearest cell to the left that isn't empty; nothing if it is too long for a label."""
    for other in reversed(grid.row_of(cell)[: cell.index]):
        if other.text.strip():
            return other.text.strip().rstrip(":：") if len(other.text.strip()) <= 40 else ""
    return ""


def _kind(before: str, after: str, blank: Blank, head: str) -> str:
    if _DATE_LIKE.search(blank.text):
        return "date"
    if re.match(r"\s*[%％]", after) or re.search(r"[\dXx×_]\s*[%％]$", blank.text):
        return "percent"
    if re.search(r"大写|in words", before, re.IGNORECASE):
        return ""
    if _MONEY_BEFORE.search(_without_bracket(before)) or _MONEY_AFTER.match(after) or _MONEY_LIKE.match(blank.text):
        return "money"
    if _COUNT_AFTER.match(after):
        return "count"
    return "money" if re.search(r"[(（]\s*(?:元|万元|¥|￥|\$|€|£|USD|CNY|RMB)", head) else ""


def _side(blank: Blank, words: tuple[str, ...], cell: Cell | None, grid: Grid | None) -> str:
    """The side of a blank, by its own words, its cell, its column, the lines above or the heading."""
    for text in words:
        if text and (side := split_side(text)[0]):
            return side
    near = [blank.line.text[: blank.start], *(line.text for line in reversed(blank.line.above))]
    if cell is not None and grid is not None:
        near = [*near, *(other.text for other in reversed(grid.above(cell)))]
        near += [other.text for other in grid.row_of(cell)[: cell.index][::-1]]
    for text in (*near, blank.line.heading):
        opening = re.split(r"[:：_＿（(\[【]", text.strip(), maxsplit=1)[0]
        if opening and len(opening) <= 24 and (side := split_side(opening)[0]):
            return side
    return ""


_SIGNER = re.compile(r"\b(?:name|title|position|by|date)\b|代表|姓名|职务|日期|经办人", re.IGNORECASE)


def _is_by_hand(blank: Blank, words: tuple[str, ...], grid: Grid | None) -> bool:
    """Whether people fill in a blank by hand: a signature, a seal, or a date next to one."""
    if blank.form not in {"underscores", "date", "cell"}:
        return False
    if any(_SIGNED.search(text) for text in words if text):
        return True
    if _SIGNED.search(blank.line.text) and any(_SIGNER.search(text) for text in words if text):
        return True
    nearby = [line.text for line in blank.line.above[-4:]] if blank.line.above else []
    if grid is not None:
        nearby += [cell.text for row in grid.rows for cell in row]
    nearby.append(blank.line.text)
    asks_date = blank.form == "date" or any(re.search(r"日期|date|年", text, re.IGNORECASE) for text in words if text)
    return asks_date and any(_SIGNED.search(text) for text in nearby)
