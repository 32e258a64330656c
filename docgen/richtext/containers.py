"""Block rules for lists and quotes: limited nesting, and every number is retained.

Differences from CommonMark 0.31.2, 5.2: an item is nested from two columns on, whatever the width of its parent's
number; a year (`1998. Founded`) doesn't begin a list; after a line that ends in a colon a list may begin with any
number, and anywhere with the number after the last list's. A short line at the margin ends an item.
"""

import re
from typing import NamedTuple

from markdown_it.rules_block import StateBlock, blockquote, list_block

from docgen.richtext.blocks import MAX_LEVEL
from docgen.richtext.lines import columns, ends_sentence, is_meant

MAX_OPEN = 2 * (MAX_LEVEL + 1) + 2
"""The deepest nesting of containers; a list counts twice, for itself and its item."""

_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_NUMBER = re.compile(r"(\d{1,3})[.)](?=[ \t])")
_LONGEST = len("999.")
_FIGURE = re.compile(r">[ \t]?(?!\d{1,3}[.)][ \t])[\d$€£¥￥]")
_ALIGNED, _LAST, DEEP_LINES, FIGURE_LINES = "aligned", "last", "deep_lines", "figure_lines"
"""Keys of markdown-it's `env`: the line up to which lists are aligned; the number of the last item; lines nested too
deep; lines like `> 95 %`."""


class _Item(NamedTuple):
    """An open list item: the columns of its marker and its content, as typed and as aligned."""

    marker: int
    content: int
    aligned_marker: int
    aligned_content: int


def quote_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a block quote, unless it is one line like `> 95 %` or nested too deep."""
    if _is_comparison(state, start, end) or _is_too_deep(state, start, ">"):
        return False
    before = state.env.get(_ALIGNED, 0)
    state.env[_ALIGNED] = 0  # the lines inside a quote have columns of their own
    done = blockquote(state, start, end, silent)
    state.env[_ALIGNED] = before
    return done


def year_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a list before a line that begins with a year; produces no token."""
    found = _MARKER.match(state.src, _text_start(state, start), state.eMarks[start])
    return silent and found is not None and len(found[0]) > _LONGEST


def aside_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a list item before a line at its margin, if the break is meant; produces no token.

    CommonMark (5.2, laziness) reads any such line as part of the item.
    """
    is_lazy = state.sCount[start] < state.blkIndent and state.sCount[start] <= state.listIndent + 1
    if not silent or not is_lazy or start == 0 or state.listIndent < 0:
        return False
    before, after = _text(state, start - 1), _text(state, start)
    longest = max(columns(before), columns(after))
    return is_meant(before, after, longest, are_sentences=ends_sentence(before) and ends_sentence(after))


def table_end_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a table before a line without a `|`, which GFM reads as one more row; produces no token."""
    return silent and state.parentType == "table" and "|" not in _text(state, start)


def _is_comparison(state: StateBlock, line: int, end: int) -> bool:
    if not _FIGURE.match(state.src, _text_start(state, line)):
        return False
    if line + 1 < end and state.src.startswith(">", _text_start(state, line + 1)):
        return False
    state.env.setdefault(FIGURE_LINES, set()).add(line)
    return True


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a list, unless its first item is empty (`-` alone means "none") or a year, or it is nested too deep."""
    if not _begins_list(state, start) or _is_too_deep(state, start, "-+*0123456789"):
        return False
    if silent:
        return _may_interrupt(state, start) or list_block(state, start, end, silent)
    if start >= state.env.get(_ALIGNED, 0):
        state.env[_ALIGNED] = _align(state, start, end)
    done = list_block(state, start, end, silent)
    state.env[_LAST] = _last_number(state)
    return done


def _last_number(state: StateBlock) -> int | None:
    """The number of the last item of the list that ends with the last token."""
    level = state.tokens[-1].level + 1
    items = (token for token in reversed(state.tokens) if token.type == "list_item_open" and token.level == level)
    item = next(items, None)
    return int(item.info) if item and item.info else None


def _begins_list(state: StateBlock, line: int) -> bool:
    found = _MARKER.match(state.src, _text_start(state, line), state.eMarks[line])
    if found is None or len(found[0]) > _LONGEST:
        return False
    is_next = state.sCount[line] < state.blkIndent  # not the list's first item
    return is_next or state.src[found.end() : state.eMarks[line]].strip() != ""


def _may_interrupt(state: StateBlock, line: int) -> bool:
    """Whether a list that begins with any number may interrupt a paragraph.

    It may after a colon, indented in an item, and where it goes on from the number of the last list.
    """
    if state.parentType != "paragraph":
        return False
    is_nested = 0 < state.blkIndent <= state.sCount[line]
    return is_nested or _ends_in_colon(state, line - 1) or _goes_on(state, line)


def _goes_on(state: StateBlock, line: int) -> bool:
    found, last = _NUMBER.match(_text(state, line)), state.env.get(_LAST)
    return found is not None and last is not None and int(found[1]) == last + 1


def _is_too_deep(state: StateBlock, line: int, marks: str) -> bool:
    if state.level < MAX_OPEN:
        return False
    if _text(state, line).startswith(tuple(marks)):
        state.env.setdefault(DEEP_LINES, set()).add(line)
    return True


def _text_start(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _text(state: StateBlock, line: int) -> str:
    return state.src[_text_start(state, line) : state.eMarks[line]]


def _ends_in_colon(state: StateBlock, line: int) -> bool:
    return _text(state, line).rstrip().endswith((":", "："))


def _align(state: StateBlock, start: int, end: int) -> int:
    """Set the columns of a list's lines so that CommonMark nests its items as they look nested.

    Returns the line after the list. Items below the deepest level get the deepest level's column.
    """
    open_items: list[_Item] = []
    after_blank = False
    for line in range(start, end):
        if state.isEmpty(line):
            after_blank = True
            continue
        typed = state.sCount[line]
        marker = _MARKER.match(state.src, _text_start(state, line), state.eMarks[line])
        if marker or after_blank:
            while open_items and typed < (open_items[-1].marker + 2 if marker else open_items[-1].content):
                open_items.pop()
        after_blank = False
        if not open_items and not marker:
            return line
        if open_items and typed >= (open_items[-1].marker + 2 if marker else open_items[-1].content):
            parent = open_items[-1]
            state.sCount[line] = parent.aligned_content + max(0, typed - parent.content)
        if marker:
            _open_item(state, line, typed, marker[0], open_items)
    return end


def _open_item(state: StateBlock, line: int, typed: int, marker: str, open_items: list[_Item]) -> None:
    if len(open_items) > MAX_LEVEL:
        state.bMarks[line] += state.tShift[line]
        state.tShift[line] = 0
        state.sCount[line] = open_items[-1].aligned_marker
        state.env.setdefault(DEEP_LINES, set()).add(line)
        return
    aligned, width = state.sCount[line], _width(state, line, typed, marker)
    open_items.append(_Item(typed, typed + width, aligned, aligned + width))


def _width(state: StateBlock, line: int, column: int, marker: str) -> int:
    """The columns of a marker and the spaces after it; more than four spaces, or an empty item, count as one."""
    at = _text_start(state, line) + len(marker)
    column += len(marker)
    first = column
    while at < state.eMarks[line] and state.src[at] in " \t":
        column += 4 - column % 4 if state.src[at] == "\t" else 1
        at += 1
    spaces = column - first
    return len(marker) + (spaces if spaces <= 4 and at < state.eMarks[line] else 1)
