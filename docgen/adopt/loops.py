"""Turns tables with example rows, and lists of placeholders, into loops over the schema's lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.adopt.lines import Line
from docgen.adopt.spots import Spot
from docgen.adopt.text_parts import Cell, Grid
from docgen.adopt.vocabulary import Entry, Vocabulary, score
from docgen.adopt.words import plain
from docgen.templating.tag_patterns import TAG

_SERIAL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]|[…\.]{1,6}|#)?(?:\s*[.、)])?")
_SERIAL_HEAD = re.compile(r"(?:序号?|项次|行号|no\.?|#|s/?n|item no\.?|line|pos\.?)\s*", re.IGNORECASE)
_COLUMN, _CLEAR = 70.0, 6.0


@dataclass(slots=True, eq=False)
class Loop:
    """Rows or list paragraphs that stand for the items of a list.

    `path` is the list that answers best, `scores` the lists that could, best first. `rows` are a table's rows from the
    first on, `items` a list's paragraphs. `is_sure`: it may be made without asking; `why` says why not.
    """

    path: str
    scores: tuple[tuple[str, float], ...]
    where: str
    text: str
    is_sure: bool
    why: str = ""
    grid: Grid | None = None
    rows: tuple[list[Cell], ...] = ()
    items: tuple[Line, ...] = ()
    number: int = 0


def table_loop(grid: Grid, spots: dict[Line, list[Spot]], vocabulary: Vocabulary) -> Loop | None:
    """The loop that a table's example rows ask for, or None if its head names no list's fields."""
    rows = _body(grid)
    if not grid.head or not rows or _holds_tags(rows, spots):
        return None
    heads = [grid.column_head(cell.column) for cell in rows[0]]
    line = next((cell.lines[0] for cell in rows[0] if cell.lines), None)
    if line is None:
        return None
    named = (line.heading, *(above.text for above in _before(grid)))
    ranked = sorted(
        ((entry.path, _answers(entry, heads, named, vocabulary)) for entry in vocabulary.lists()),
        key=lambda told: (-told[1], told[0]),
    )
    ranked = [told for told in ranked if told[1] >= 55.0][:3]
    if not ranked:
        return None
    is_clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEAR
    examples = [_is_example(row, spots) for row in rows]
    why = "" if all(examples) else "the rows hold words of their own; are they examples?"
    why = why or ("" if is_clear and ranked[0][1] >= 72.0 else "its head fits more than one list, or fits badly")
    if why and not any(examples) and ranked[0][1] < 72.0:
        return None
    where = ", ".join(line.place.split(", ")[:-1])
    shown = " | ".join(heads)
    return Loop(ranked[0][0], tuple(ranked), where, shown, not why, why, grid, tuple(rows))


def _holds_tags(rows: list[list[Cell]], spots: dict[Line, list[Spot]]) -> bool:
    """Whether rows hold tags that are no places: a loop that somebody wrote."""
    lines = (line for row in rows for cell in row for line in cell.lines)
    return any(TAG.search(line.text) and not spots.get(line) for line in lines)


def _before(grid: Grid) -> tuple[Line, ...]:
    """The lines that stand before a table: a caption, a sentence that leads to it."""
    first = grid.rows[0][0]
    return first.lines[0].above[-1:] if first.lines else ()


def _body(grid: Grid) -> list[list[Cell]]:
    """The rows below the head down to the first that sums up or has another number of cells."""
    found: list[list[Cell]] = []
    for row in grid.rows[grid.head :]:
        if not row or grid.is_total(row) or any(cell.is_merged for cell in row):
            break
        if found and len(row) != len(found[0]):
            break
        found.append(row)
    width = sum(cell.span for cell in grid.rows[0]) if grid.rows else 0
    return found if found and sum(cell.span for cell in found[0]) == width else []


def _answers(entry: Entry, heads: list[str], named: Sequence[str], vocabulary: Vocabulary) -> float:
    """How well a list's fields answer the heads of columns, each field taken once; its name above helps."""
    items = [item for item in vocabulary.items_of(entry.path) if item.row.type not in {"group", "list"}]
    asked = [head for head in heads if not _SERIAL_HEAD.fullmatch(head)]
    if not items or not asked:
        return 0.0
    reached = [max((score(item, head), item.path) for item in items) for head in asked]
    good = {path: value for value, path in sorted(reached) if value >= _COLUMN}
    if len(good) < min(2, len(asked)) or len(good) < len(asked) / 2:
        return 0.0
    name = max((score(entry, words) for words in named if words), default=0.0)
    bonus = 18.0 if name >= 80.0 else 0.0
    return sum(good.values()) / len(asked) + bonus - entry.weight


def _is_example(row: list[Cell], spots: dict[Line, list[Spot]]) -> bool:
    """Whether a row only shows where values go: most of its cells are spots or empty."""
    asked = [cell for cell in row if not _SERIAL.fullmatch(cell.text.strip()) or _has_spot(cell, spots)]
    empty = sum(not cell.text.strip() for cell in row)
    marked = sum(_has_spot(cell, spots) for cell in row)
    if not asked:
        return empty >= 1
    return marked + empty >= len(row) / 2


def _has_spot(cell: Cell, spots: dict[Line, list[Spot]]) -> bool:
    return any(spots.get(line) for line in cell.lines)


def is_serial(cell: Cell, grid: Grid) -> bool:
    """Whether a cell counts the rows."""
    return bool(_SERIAL_HEAD.fullmatch(grid.column_head(cell.column))) and bool(_SERIAL.fullmatch(cell.text.strip()))


def list_loops(lines: Sequence[Line], spots: dict[Line, list[Spot]], vocabulary: Vocabulary) -> list[Loop]:
    """The loops that stretches of list paragraphs ask for, each paragraph a placeholder."""
    loops: list[Loop] = []
    stretch: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.is_item and _is_placeholder(line, spots.get(line, [])):
            if stretch and stretch[-1].element.getnext() is not line.element:
                loops += _list_loop(stretch, vocabulary)
                stretch = []
            stretch.append(line)
        elif stretch:
            loops += _list_loop(stretch, vocabulary)
            stretch = []
    return loops


def _is_placeholder(line: Line, spots: list[Spot]) -> bool:
    covered = sum(spot.end - spot.start for spot in spots)
    return bool(spots) and covered >= 0.5 * len(line.text.strip()) and all(spot.whole is None for spot in spots)


def _list_loop(stretch: list[Line], vocabulary: Vocabulary) -> list[Loop]:
    first = stretch[0]
    told = [line.text for line in first.above[-1:]] + [first.heading]
    inside = " ".join(line.text for line in stretch[:1])
    ranked: list[tuple[str, float]] = []
    for entry in vocabulary.lists():
        reached = max(score(entry, words) for words in (*told, inside) if plain(words)) if any(told) else 0.0
        ranked.append((entry.path, reached))
    ranked = sorted((item for item in ranked if item[1] >= 60.0), key=lambda item: (-item[1], item[0]))[:3]
    if not ranked:
        return []
    if len(stretch) == 1 and ranked[0][1] < 82.0:
        return []
    is_clear = ranked[0][1] >= 82.0 and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEAR)
    why = "" if is_clear else "its heading fits more than one list, or fits badly"
    text = " / ".join(line.text.strip() for line in stretch)
    return [Loop(ranked[0][0], tuple(ranked), first.place, text, is_clear, why, items=tuple(stretch))]
