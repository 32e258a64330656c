"""Find loops: tables with example rows, and lists of blanks, matched to the schema's lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.adopt.blanks import Blank
from docgen.adopt.lines import Line
from docgen.adopt.similarity import normalise
from docgen.adopt.text_parts import Cell, Grid
from docgen.adopt.vocabulary import Entry, Vocabulary, score
from docgen.messages import Message, message
from docgen.templating import TAG

_SERIAL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]|[…\.]{1,6}|#)?(?:\s*[.、)])?")
_SERIAL_HEAD = re.compile(r"(?:序号?|项次|行号|no\.?|#|s/?n|item no\.?|line|pos\.?)\s*", re.IGNORECASE)
_COLUMN, _CLEAR, _NAMED = 70.0, 6.0, 82.0


@dataclass(slots=True, eq=False)
class Loop:
    """Example rows or list paragraphs, to be repeated for each item of a list.

    `path` is the best list, `scores` the possible lists, best first. `rows` are example rows of a table, `items` a
    list's paragraphs. `is_sure`: it is written without asking; `why` says why not.
    """

    path: str
    scores: tuple[tuple[str, float], ...]
    where: str
    text: str
    is_sure: bool
    why: Message | None = None
    grid: Grid | None = None
    rows: tuple[list[Cell], ...] = ()
    items: tuple[Line, ...] = ()
    number: int = 0


def table_loop(grid: Grid, blanks: dict[Line, list[Blank]], vocabulary: Vocabulary) -> Loop | None:
    """Find the loop of a table's example rows; None if its head names no list's fields."""
    rows = _body(grid)
    if not grid.head or not rows or _holds_tags(rows, blanks):
        return None
    heads = [grid.column_head(cell.column) for cell in rows[0]]
    line = next((cell.lines[0] for cell in rows[0] if cell.lines), None)
    if line is None:
        return None
    named = (line.heading, *(above.text for above in _before(grid)))
    ranked = sorted(
        ((entry.path, _list_score(entry, heads, named, vocabulary)) for entry in vocabulary.lists()),
        key=lambda scored: (-scored[1], scored[0]),
    )
    ranked = [scored for scored in ranked if scored[1] >= 55.0][:3]
    if not ranked:
        return None
    is_clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEAR
    examples = [_is_example(row, blanks) for row in rows]
    why = None if all(examples) else message("adopt.why:own_words")
    why = why or (None if is_clear and ranked[0][1] >= 72.0 else message("adopt.why:head"))
    if why and not any(examples) and ranked[0][1] < 72.0:
        return None
    where = ", ".join(line.place.split(", ")[:-1])
    shown = " | ".join(heads)
    return Loop(ranked[0][0], tuple(ranked), where, shown, not why, why, grid, tuple(rows))


def _holds_tags(rows: list[list[Cell]], blanks: dict[Line, list[Blank]]) -> bool:
    """Whether rows contain tags that aren't blanks: a loop that an author wrote."""
    lines = (line for row in rows for cell in row for line in cell.lines)
    return any(TAG.search(line.text) and not blanks.get(line) for line in lines)


def _before(grid: Grid) -> tuple[Line, ...]:
    """The line before a table: a caption or an introduction."""
    first = grid.rows[0][0]
    return first.lines[0].above[-1:] if first.lines else ()


def _body(grid: Grid) -> list[list[Cell]]:
    """The rows below the head, down to the first total row or the first with another number of cells."""
    found: list[list[Cell]] = []
    for row in grid.rows[grid.head :]:
        if not row or grid.is_total(row) or any(cell.is_merged for cell in row):
            break
        if found and len(row) != len(found[0]):
            break
        found.append(row)
    width = sum(cell.span for cell in grid.rows[0]) if grid.rows else 0
    return found if found and sum(cell.span for cell in found[0]) == width else []


def _list_score(entry: Entry, heads: list[str], named: Sequence[str], vocabulary: Vocabulary) -> float:
    """Score a list by its fields against the heads of columns, each field used once; its name above adds to it."""
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


def _is_example(row: list[Cell], blanks: dict[Line, list[Blank]]) -> bool:
    """Whether a row is an example: most of its cells are blanks or empty."""
    asked = [cell for cell in row if not _SERIAL.fullmatch(cell.text.strip()) or _has_blank(cell, blanks)]
    empty = sum(not cell.text.strip() for cell in row)
    marked = sum(_has_blank(cell, blanks) for cell in row)
    if not asked:
        return empty >= 1
    return marked + empty >= len(row) / 2


def _has_blank(cell: Cell, blanks: dict[Line, list[Blank]]) -> bool:
    return any(blanks.get(line) for line in cell.lines)


def is_serial(cell: Cell, grid: Grid) -> bool:
    """Whether a cell is the serial number of its row."""
    return bool(_SERIAL_HEAD.fullmatch(grid.column_head(cell.column))) and bool(_SERIAL.fullmatch(cell.text.strip()))


def list_loops(lines: Sequence[Line], blanks: dict[Line, list[Blank]], vocabulary: Vocabulary) -> list[Loop]:
    """Find the loops of runs of list paragraphs, each a blank."""
    loops: list[Loop] = []
    group: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.is_item and _is_mostly_blank(line, blanks.get(line, [])):
            if group and group[-1].element.getnext() is not line.element:
                loops += _list_loop(group, blanks, vocabulary)
                group = []
            group.append(line)
        elif group:
            loops += _list_loop(group, blanks, vocabulary)
            group = []
    return loops


def _fits(line: Line, blanks: dict[Line, list[Blank]], path: str, vocabulary: Vocabulary) -> bool | None:
    """Whether the words in an item name the list at `path` or a field of it; None if they name no field at all."""
    words = " ".join(blank.inside for blank in blanks[line])
    named = [entry.path for entry in vocabulary.entries if normalise(words) and score(entry, words) >= _NAMED]
    return any(name == path or name.startswith(f"{path}[]") for name in named) if named else None


def _is_mostly_blank(line: Line, blanks: list[Blank]) -> bool:
    covered = sum(blank.end - blank.start for blank in blanks)
    return bool(blanks) and covered >= 0.5 * len(line.text.strip()) and all(blank.control is None for blank in blanks)


def _list_loop(group: list[Line], blanks: dict[Line, list[Blank]], vocabulary: Vocabulary) -> list[Loop]:
    first = group[0]
    names = [line.text for line in first.above[-1:]] + [first.heading]
    inside = " ".join(line.text for line in group[:1])
    ranked: list[tuple[str, float]] = []
    for entry in vocabulary.lists():
        reached = max(score(entry, words) for words in (*names, inside) if normalise(words)) if any(names) else 0.0
        ranked.append((entry.path, reached))
    ranked = sorted((item for item in ranked if item[1] >= 60.0), key=lambda item: (-item[1], item[0]))[:3]
    if not ranked:
        return []
    fits = [_fits(line, blanks, ranked[0][0], vocabulary) for line in group]
    own = [line for line, fit in zip(group, fits, strict=True) if fit or (fit is None and False not in fits)]
    if not own or (len(own) == 1 and ranked[0][1] < _NAMED):
        return []
    is_ahead = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEAR
    is_clear = len(own) == len(group) and ranked[0][1] >= _NAMED and is_ahead
    why = None if is_clear else message("adopt.why:heading")
    text = " / ".join(line.text.strip() for line in own)
    return [Loop(ranked[0][0], tuple(ranked), own[0].place, text, is_clear, why, items=tuple(own))]
