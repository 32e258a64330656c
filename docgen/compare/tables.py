"""Turns two versions of a table into changes: columns and rows added, removed or moved, and what changed in cells."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from docgen.compare.alignment import Pair, align
from docgen.compare.changes import Change, Place, Step
from docgen.compare.outline import Piece
from docgen.compare.paragraphs import property_changes
from docgen.compare.pieces import compare_pieces
from docgen.compare.words import likeness, plain_name, tags_of, without_tags

Column = tuple[str, ...]


def compare_tables(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The changes from `old` to `new`, which are both tables."""
    pairs = _columns(old, new)
    changed = any(pair.old is None or pair.new is None or pair.moved for pair in pairs)
    changes = [change for pair in pairs if (change := _column(old, new, pair, place))]
    facts = property_changes(old.facts, new.facts)
    if changed:
        facts = tuple(item for item in facts if item[0] != "column widths")
    if facts:
        changes.insert(0, Change("table.facts", place[:-1], _title(new), properties=facts))
    kept_old = [pair.old for pair in pairs if pair.old is not None and pair.new is not None] if changed else []
    kept_new = [pair.new for pair in pairs if pair.old is not None and pair.new is not None] if changed else []
    before = [_only(row, kept_old, _width(old)) for row in old.inner]
    after = [_only(row, kept_new, _width(new)) for row in new.inner]
    return changes + _rows(before, after, place, _heads(new, kept_new))


def _title(table: Piece) -> str:
    return " | ".join(plain_name(_words(cell)) for cell in table.inner[0].inner) if table.inner else ""


def _words(piece: Piece) -> str:
    return " ".join(piece.all_text.split())


def _span(cell: Piece) -> int:
    told = cell.facts["columns"].own if "columns" in cell.facts else "1"
    return int(told) if told.isdecimal() else 1


def _width(table: Piece) -> int:
    """How many cells the rows have that span nothing, by most of them."""
    counts = Counter(len(row.inner) for row in table.inner if all(_span(cell) == 1 for cell in row.inner))
    return max(counts, key=lambda count: (counts[count] * (count > 1), count), default=0)


def _is_full(row: Piece, width: int) -> bool:
    return len(row.inner) == width and all(_span(cell) == 1 for cell in row.inner)


def _columns(old: Piece, new: Piece) -> list[Pair]:
    """The columns of both tables in pairs, by what stands in them."""
    before, after = (_column_texts(table) for table in (old, new))
    if not before or not after or (len(before) == len(after) and _share_places(before, after)):
        most = min(len(before), len(after)) if len(before) == len(after) else 0
        return [Pair(place, place) for place in range(most)]
    return align(before, after, lambda column: column, _alike)


def _alike(old: Column, new: Column) -> float:
    heads = likeness(old[0], new[0]) if old and new else 0.0
    return 0.5 * heads + 0.5 * likeness("\n".join(old), "\n".join(new))


def _share_places(before: Sequence[Column], after: Sequence[Column]) -> bool:
    """Whether no column stands in another place than it did."""
    places = {column: place for place, column in enumerate(before)}
    return all(places.get(column, place) == place or before.count(column) > 1 for place, column in enumerate(after))


def _column_texts(table: Piece) -> list[Column]:
    width = _width(table)
    rows = [row for row in table.inner if _is_full(row, width)]
    return [tuple(_words(row.inner[place]) for row in rows) for place in range(width)]


def _column(old: Piece, new: Piece, pair: Pair, place: Place) -> Change | None:
    if pair.old is None and pair.new is not None:
        return Change("column.added", place, plain_name(_column_texts(new)[pair.new][0]))
    if pair.new is None and pair.old is not None:
        return Change("column.removed", place, plain_name(_column_texts(old)[pair.old][0]))
    if pair.moved and pair.old is not None and pair.new is not None:
        numbers = {"before": pair.old + 1, "after": pair.new + 1}
        return Change("column.moved", place, plain_name(_column_texts(new)[pair.new][0]), numbers=numbers)
    return None


def _only(row: Piece, kept: Sequence[int], width: int) -> Piece:
    """A row with the cells of the columns that both tables have; one that spans columns stays, its span left out."""
    if not kept:
        return row
    if _is_full(row, width):
        return replace(row, inner=tuple(row.inner[place] for place in kept))
    spans = (replace(cell, facts={name: told for name, told in cell.facts.items() if name != "columns"})
             for cell in row.inner)  # fmt: skip
    return replace(row, inner=tuple(spans))


def _heads(table: Piece, kept: Sequence[int]) -> list[str]:
    """The words above each column that is compared."""
    columns = _column_texts(table)
    return [plain_name(columns[place][0]) for place in (kept or range(len(columns))) if columns[place]]


def _rows(old: Sequence[Piece], new: Sequence[Piece], place: Place, heads: Sequence[str]) -> list[Change]:
    changes: list[Change] = []
    pairs = align(old, new, lambda row: tuple(_words(cell) for cell in row.inner), _row_likeness, 0.4)
    for pair in pairs:
        if pair.old is None and pair.new is not None:
            changes += _lone_row(new[pair.new], place, added=True)
        elif pair.new is None and pair.old is not None:
            changes += _lone_row(old[pair.old], place, added=False)
        elif pair.old is not None and pair.new is not None:
            here = (*place, Step("row", pair.new + 1))
            if pair.moved:
                changes.append(Change("row.moved", here, new=_said(new[pair.new])))
            changes += _row(old[pair.old], new[pair.new], here, heads)
    return changes


def _row_likeness(old: Piece, new: Piece) -> float:
    return likeness(_said(old), _said(new)) if len(old.inner) == len(new.inner) else 0.0


def _lone_row(row: Piece, place: Place, added: bool) -> list[Change]:
    tags = tags_of(row.all_text)
    if tags and not without_tags(row.all_text) and all(tag.startswith("{%") for tag in tags):  # it only opens or closes
        return [Change("tag.added", place, new=tag) if added else Change("tag.removed", place, old=tag) for tag in tags]
    return [Change("row.added", place, new=_said(row)) if added else Change("row.removed", place, old=_said(row))]


def _said(row: Piece) -> str:
    return " | ".join(_words(cell) for cell in row.inner)


def _row(old: Piece, new: Piece, place: Place, heads: Sequence[str]) -> list[Change]:
    changes: list[Change] = []
    if facts := property_changes(old.facts, new.facts):
        changes.append(Change("row.facts", place, properties=facts))
    cells = align(old.inner, new.inner, _words, _cell_likeness, 0.0)
    if len(old.inner) == len(new.inner):
        cells = [Pair(number, number) for number in range(len(new.inner))]
    for pair in cells:
        if pair.old is not None and pair.new is not None:
            head = heads[pair.new] if len(heads) == len(new.inner) else ""
            here = (*place, Step("column", pair.new + 1, head))
            changes += _cell(old.inner[pair.old], new.inner[pair.new], here)
        elif pair.new is not None or pair.old is not None:
            cell = new.inner[pair.new] if pair.new is not None else old.inner[pair.old or 0]
            changes += [Change("text.added", place, new=_words(cell)) if pair.old is None else
                        Change("text.removed", place, old=_words(cell))]  # fmt: skip
    return changes


def _cell_likeness(old: Piece, new: Piece) -> float:
    return likeness(_words(old), _words(new))


def _cell(old: Piece, new: Piece, place: Place) -> list[Change]:
    facts = property_changes(old.facts, new.facts)
    changes = [Change("cell.facts", place, properties=facts)] if facts else []
    return changes + compare_pieces(old.inner, new.inner, place)
