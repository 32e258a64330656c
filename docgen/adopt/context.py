"""Turns a spot and its surroundings into the words that say what belongs there: label, cell, head, heading, side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.adopt.lines import Line
from docgen.adopt.spots import Spot
from docgen.adopt.text_parts import Cell, Grid
from docgen.adopt.vocabulary import split_side
from docgen.adopt.words import plain

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
_SIGNED = re.compile(
    r"签字|签章|盖章|签名|签署日期|公章|signature|signed|sign here|(?:^|\b)seal(?:\b|$)|stamp", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a spot. `before` is a label or what stands before it in the line; `side` client or seller.

    `kind` is the type that the place asks for; `by_hand` whether people sign there.
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
    is_told: bool = False

    def evidence(self, *, is_example: bool = False) -> Iterator[tuple[float, str]]:
        """What may name the field, with how much it weighs (0 to 1); `is_example`: the words inside name no field."""
        label = self.label or self.left
        bare = is_example or self.is_told or not plain(self.inside) or plain(self.inside) in _GENERIC
        nested = label and plain(self.inside) and plain(self.inside) in plain(label)
        if self.inside:
            lesser = 0.86 if self.is_alone and not (label or self.head) else 0.78
            yield (0.97 if self.is_told else lesser if bare or nested else 1.0), self.inside
            if bare and label and not nested:
                yield 0.9, f"{label} {self.inside}"
        yield (1.0 if bare or nested else 0.6), label
        if self.head:
            weaker = 0.6 if self.left else 0.75
            yield (0.97 if (bare or nested or self.is_item) and not self.left else weaker), self.head
        if not label:
            yield (0.88 if bare else 0.95), self.running
        if bare and not label:
            yield 0.8, f"{self.running}{self.inside}" if not self.running.isascii() else self.inside
        yield (0.95 if bare and self.is_alone and not (label or self.head) else 0.45), self.heading
        if bare and self.is_alone and not (label or self.head):
            yield 0.9, self.lead


def surroundings_of(spot: Spot, cell: Cell | None, grid: Grid | None) -> Surroundings:
    """What stands around a spot; `cell` is the cell that holds it, `grid` the table of that cell."""
    line = spot.line
    before, after = line.text[: spot.start], line.text[spot.end :]
    segment = _last_segment(before, line)
    label = _label_in(segment)
    left = head = ""
    is_item = False
    if cell is not None and grid is not None:
        head = grid.head_of(cell)
        is_item = bool(head) and not grid.is_total(grid.row_of(cell))
        left = "" if segment.strip(" $¥￥€£") or is_item else _left_of(cell, grid)
    if not label and not segment.strip(" $¥￥€£") and spot.whole is None and _is_label_line(line, cell):
        label = line.above[-1].text.strip().rstrip(":：") if line.above else ""
    inside = spot.inside if spot.form not in {"example", "cell"} else ""
    also = spot.whole.also if spot.whole else ""
    words = (inside, label, left, segment, also)
    return Surroundings(
        is_item=is_item,
        is_alone=spot.is_alone,
        is_told=spot.is_told or spot.form == "hint" or len(plain(inside)) > 20,
        inside=inside,
        label=label,
        running="" if label else _tail(segment),
        left=left,
        head=head,
        heading=line.heading,
        lead=line.above[-1].text.strip() if line.above and spot.is_alone else "",
        side=_side(spot, words, cell, grid),
        kind=spot.kind or _kind(before, after, spot, head or left),
        by_hand=_is_by_hand(spot, words, grid),
    )


def _last_segment(before: str, line: Line) -> str:
    """What stands before a spot since the last full stop, tab or wide gap, and since the spot before it."""
    cut = re.split(r"[。；;\t\n]|\s{3,}|(?<=[a-z])\. |[_＿]{2,}|[】\]}>»](?=\s*[^:：\s])", before.rstrip(" \u3000_"))
    return cut[-1] if cut else before


def _label_in(segment: str) -> str:
    found = _LABEL.search(_SIGN_AT_END.sub("", _without_bracket(segment)).rstrip())
    return found.group(1).strip(" （(·•-–—*") if found else ""


def _tail(segment: str) -> str:
    """The last words before a spot in running text, without punctuation."""
    told = segment.rstrip(" ¥￥$€£（(“\"'#").rstrip()
    found = _TAIL_ZH.search(told)
    return found.group(1).strip() if found else _last_words(told[-_LONGEST_TAIL:])


def _last_words(text: str) -> str:
    """The English words that `text` ends with, five at most."""
    start = len(text)
    for found in list(_WORD.finditer(text))[: -_MOST_WORDS - 1 : -1]:
        if found.end() != start:
            break
        start = found.start()
    return text[start:].strip()


def _without_bracket(text: str) -> str:
    """`text` without the spaces at its end, and without one bracket that opens there."""
    told = text.rstrip()
    return told[:-1].rstrip() if told.endswith(("(", "（")) else told


def _is_label_line(line: Line, cell: Cell | None) -> bool:
    """Whether the line before is a label of its own: it ends in a colon, or is all else of a small cell."""
    if not line.above or line.above[-1].is_heading:
        return False
    last = line.above[-1].text.strip()
    return len(last) <= 30 and (last.endswith((":", "：")) or (cell is not None and len(cell.lines) == 2))


def _left_of(cell: Cell, grid: Grid) -> str:
    """The words of the nearest cell to the left that has some, if no value stands between."""
    for other in reversed(grid.row_of(cell)[: cell.index]):
        if other.text.strip():
            return other.text.strip().rstrip(":：") if len(other.text.strip()) <= 40 else ""
    return ""


def _kind(before: str, after: str, spot: Spot, head: str) -> str:
    if _DATE_LIKE.search(spot.text):
        return "date"
    if re.match(r"\s*[%％]", after) or re.search(r"[\dXx×_]\s*[%％]$", spot.text):
        return "percent"
    if re.search(r"大写|in words", before, re.IGNORECASE):
        return ""
    if _MONEY_BEFORE.search(_without_bracket(before)) or _MONEY_AFTER.match(after) or _MONEY_LIKE.match(spot.text):
        return "money"
    if _COUNT_AFTER.match(after):
        return "count"
    return "money" if re.search(r"[(（]\s*(?:元|万元|¥|￥|\$|€|£|USD|CNY|RMB)", head) else ""


def _side(spot: Spot, words: tuple[str, ...], cell: Cell | None, grid: Grid | None) -> str:
    """The side that a spot belongs to, said by its own words, its cell, its column, the lines or the heading above."""
    for told in words:
        if told and (side := split_side(told)[0]):
            return side
    near = [spot.line.text[: spot.start], *(line.text for line in reversed(spot.line.above))]
    if cell is not None and grid is not None:
        near = [*near, *(other.text for other in reversed(grid.above(cell)))]
        near += [other.text for other in grid.row_of(cell)[: cell.index][::-1]]
    for told in (*near, spot.line.heading):
        opening = re.split(r"[:：_＿（(\[【]", told.strip(), maxsplit=1)[0]
        if opening and len(opening) <= 24 and (side := split_side(opening)[0]):
            return side
    return ""


_SIGNER = re.compile(r"\b(?:name|title|position|by|date)\b|代表|姓名|职务|日期|经办人", re.IGNORECASE)


def _is_by_hand(spot: Spot, words: tuple[str, ...], grid: Grid | None) -> bool:
    """Whether a blank waits for a pen: it is for a signature or a seal, or a date beside one."""
    if spot.form not in {"blank", "date", "cell"}:
        return False
    if any(_SIGNED.search(told) for told in words if told):
        return True
    if _SIGNED.search(spot.line.text) and any(_SIGNER.search(told) for told in words if told):
        return True
    around = [line.text for line in spot.line.above[-4:]] if spot.line.above else []
    if grid is not None:
        around += [cell.text for row in grid.rows for cell in row]
    around.append(spot.line.text)
    asks_date = spot.form == "date" or any(re.search(r"日期|date|年", told, re.IGNORECASE) for told in words if told)
    return asks_date and any(_SIGNED.search(text) for text in around)
