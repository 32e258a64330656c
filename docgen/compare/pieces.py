"""Compare two sequences of pieces (a text, a table, a slide's objects).

Tables are compared by columns and rows that were added, removed or moved, and by the content of cells.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from docgen.compare.changes import Change, Place, Step
from docgen.compare.diff import Pair, align, plain_name, similarity
from docgen.compare.likeness import likeness, meaning_of, piece_key, piece_similarity
from docgen.compare.outline import Piece
from docgen.compare.paragraphs import (
    TEXT,
    compare_paragraphs,
    is_only_statements,
    lone_tags,
    printed_lines,
    printed_text,
    property_changes,
    statements,
    text_changes,
)
from docgen.messages import message

Compare = Callable[[Piece, Piece, Place], list[Change]]
_IDENTIFYING = ("alt text", "picture", "fill")
"""The facts that identify a piece without text."""
_PLACED = {"slide", "page"}
_UNORDERED = {"slide", "layout", "master", "group"}
"""Pieces whose order of children is only their z-order."""
_Column = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two sequences, their place, and the heading above each piece of either."""

    old: Sequence[Piece]
    new: Sequence[Piece]
    place: Place
    above_old: Sequence[Step | None]
    above_new: Sequence[Step | None]

    def at(self, pair: Pair) -> Place:
        """The place of a pair: on the new side if it has one."""
        step = self.above_new[pair.new] if pair.new is not None else self.above_old[pair.old or 0]
        return self.place if step is None else (*self.place, step)


def compare_pieces(old: Sequence[Piece], new: Sequence[Piece], place: Place, unordered: bool = False) -> list[Change]:
    """The changes from `old` to `new`. With `unordered`, moves don't count (objects on a slide)."""
    sides = _Sides(old, new, place, _headings(old), _headings(new))
    pairs = align(old, new, piece_key, piece_similarity, single_threshold=0.0)
    changes: list[Change] = []
    waiting: list[Pair] = []
    for pair in pairs:
        if _is_lone_text(sides, pair) and (not waiting or _same_side(waiting[-1], pair)):
            waiting.append(pair)
            continue
        changes += _lone_texts(sides, waiting)
        waiting = [pair] if _is_lone_text(sides, pair) else []
        changes += [] if waiting else _pair(sides, pair, unordered)
    return changes + _lone_texts(sides, waiting)


def _pair(sides: _Sides, pair: Pair, unordered: bool) -> list[Change]:
    place = sides.at(pair)
    if pair.old is None and pair.new is not None:
        return _lone(sides.new[pair.new], place, added=True)
    if pair.new is None and pair.old is not None:
        return _lone(sides.old[pair.old], place, added=False)
    one, other = sides.old[pair.old or 0], sides.new[pair.new or 0]
    moved: list[Change] = []
    if pair.moved and not unordered and (other.all_text.strip() or other.kind not in TEXT):
        code = "text.moved" if other.kind in TEXT else f"{other.kind}.moved"
        moved = [Change(code, place, _name(other), new=printed_lines(other))]
    return moved + compare_piece(one, other, place, _number(sides.new, pair.new or 0))


def compare_piece(old: Piece, new: Piece, place: Place, number: int = 0) -> list[Change]:
    """The changes from one version of a piece to the other; `number` is its place among its kind."""
    if old == new:
        return []
    if new.kind in TEXT:
        return compare_paragraphs(old, new, place) + compare_pieces(old.inner, new.inner, place)
    if new.kind == "table" and old.kind == "table":
        return _compare_tables(old, new, (*place, Step("table", number)))
    here = place if new.kind in _PLACED else (*place, Step(new.kind, 0, new.name or ("" if new.inner else _name(new))))
    inner = compare_pieces(old.inner, new.inner, here, unordered=new.kind in _UNORDERED)
    return _facts(old, new, place) + _own_words(old, new, here) + inner


def _own_words(old: Piece, new: Piece, place: Place) -> list[Change]:
    if old.text == new.text:
        return []
    return compare_paragraphs(_own_paragraph(old), _own_paragraph(new), place)


def _own_paragraph(piece: Piece) -> Piece:
    return Piece("paragraph", "", piece.spans, tags=piece.tags)


def _facts(old: Piece, new: Piece, place: Place) -> list[Change]:
    changed = property_changes(old.facts, new.facts)
    if not changed:
        return []
    replaced = [item for item in changed if item[0] == "picture"]
    if replaced:  # its size changes with the picture
        return [Change("picture.replaced", place, _name(new), replaced[0][1], replaced[0][2], tuple(replaced))]
    return [Change(f"{new.kind}.facts", place, _name(new), properties=changed)]


def _lone(piece: Piece, place: Place, added: bool) -> list[Change]:
    """The changes for a piece that is on one side only."""
    if piece.kind in TEXT:
        return text_changes([piece], place, added) + [
            change for inner in piece.inner for change in _lone(inner, place, added)
        ]
    words = printed_lines(piece) or ", ".join(piece.facts[name].own for name in _IDENTIFYING if name in piece.facts)
    code = f"{piece.kind}.{'added' if added else 'removed'}"
    change = Change(code, place, _name(piece), "" if added else words, words if added else "")
    return [change, *lone_tags(statements(piece), place, added)]


def _is_lone_text(sides: _Sides, pair: Pair) -> bool:
    if pair.old is not None and pair.new is not None:
        return False
    piece = sides.new[pair.new] if pair.new is not None else sides.old[pair.old or 0]
    return piece.kind in TEXT and not piece.inner


def _same_side(one: Pair, other: Pair) -> bool:
    return (one.old is None) == (other.old is None)


def _lone_texts(sides: _Sides, pairs: list[Pair]) -> list[Change]:
    """One change for adjacent paragraphs that were added or removed."""
    if not pairs:
        return []
    added = pairs[0].old is None
    pieces = [sides.new[pair.new or 0] if added else sides.old[pair.old or 0] for pair in pairs]
    return text_changes(pieces, sides.at(pairs[0]), added)


def _name(piece: Piece) -> str:
    if piece.kind == "table":
        first = printed_lines(piece.inner[0]) if piece.inner else ""
        return piece.name or " | ".join(map(plain_name, first.split("\n")))
    return piece.name or printed_lines(piece)


def _number(pieces: Sequence[Piece], place: int) -> int:
    """The number of a table among those under one heading."""
    count = 0
    for piece in pieces[: place + 1]:
        count = 0 if piece.kind == "heading" else count + (piece.kind == pieces[place].kind)
    return count


def _headings(pieces: Sequence[Piece]) -> list[Step | None]:
    found: list[Step | None] = []
    above: Step | None = None
    for piece in pieces:
        found.append(above)
        if piece.kind == "heading" and piece.text.strip():
            above = Step("section", 0, plain_name(piece.text))
    return found


def _compare_tables(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The changes from `old` to `new`, which are both tables."""
    pairs = _columns(old, new)
    changed = any(pair.old is None or pair.new is None or pair.moved for pair in pairs)
    changes = [change for pair in pairs if (change := _column(old, new, pair, place))]
    facts = property_changes(old.facts, new.facts)
    if changed:
        facts = tuple(item for item in facts if item[0] != "column widths")
    if facts:
        changes.insert(0, Change("table.facts", place[:-1], _title(new), properties=facts))
    shared_old = [pair.old for pair in pairs if pair.old is not None and pair.new is not None] if changed else []
    shared_new = [pair.new for pair in pairs if pair.old is not None and pair.new is not None] if changed else []
    before = [_only(row, shared_old, _width(old)) for row in old.inner]
    after = [_only(row, shared_new, _width(new)) for row in new.inner]
    return changes + _rows(before, after, place, _heads(new, shared_new))


def _title(table: Piece) -> str:
    return " | ".join(plain_name(printed_text(cell)) for cell in table.inner[0].inner) if table.inner else ""


def _span(cell: Piece) -> int:
    span = cell.facts["columns"].own if "columns" in cell.facts else "1"
    return int(span) if span.isdecimal() else 1


def _width(table: Piece) -> int:
    """The number of cells in most rows without spans."""
    counts = Counter(len(row.inner) for row in table.inner if all(_span(cell) == 1 for cell in row.inner))
    return max(counts, key=lambda count: (counts[count] * (count > 1), count), default=0)


def _is_full(row: Piece, width: int) -> bool:
    return len(row.inner) == width and all(_span(cell) == 1 for cell in row.inner)


def _columns(old: Piece, new: Piece) -> list[Pair]:
    """Pair the columns of both tables by their content."""
    before, after = (_column_texts(table) for table in (old, new))
    if not before or not after or (len(before) == len(after) and _same_order(before, after)):
        most = min(len(before), len(after)) if len(before) == len(after) else 0
        return [Pair(place, place) for place in range(most)]
    return align(before, after, lambda column: column, _column_similarity)


def _column_similarity(old: _Column, new: _Column) -> float:
    heads = similarity(old[0], new[0]) if old and new else 0.0
    return 0.5 * heads + 0.5 * similarity("\n".join(old), "\n".join(new))


def _same_order(before: Sequence[_Column], after: Sequence[_Column]) -> bool:
    """Whether no column moved."""
    places = {column: place for place, column in enumerate(before)}
    return all(places.get(column, place) == place or before.count(column) > 1 for place, column in enumerate(after))


def _column_texts(table: Piece) -> list[_Column]:
    width = _width(table)
    rows = [row for row in table.inner if _is_full(row, width)]
    return [tuple(meaning_of(row.inner[place]) for row in rows) for place in range(width)]


def _column(old: Piece, new: Piece, pair: Pair, place: Place) -> Change | None:
    if pair.old is None and pair.new is not None:
        tags = [tag.words for row in new.inner if _is_full(row, _width(new)) for piece in row.inner[pair.new].walk()
                for tag in piece.tags if tag.words]  # fmt: skip
        words = message("compare.words", words=tags) if tags else ""
        return Change("column.added", place, plain_name(_column_texts(new)[pair.new][0]), new=words)
    if pair.new is None and pair.old is not None:
        return Change("column.removed", place, plain_name(_column_texts(old)[pair.old][0]))
    if pair.moved and pair.old is not None and pair.new is not None:
        numbers = {"before": pair.old + 1, "after": pair.new + 1}
        return Change("column.moved", place, plain_name(_column_texts(new)[pair.new][0]), numbers=numbers)
    return None


def _only(row: Piece, shared: Sequence[int], width: int) -> Piece:
    """A row with the cells of the columns in both tables; a row with spans keeps its cells, without the spans."""
    if not shared:
        return row
    if _is_full(row, width):
        return replace(row, inner=tuple(row.inner[place] for place in shared))
    spans = (replace(cell, facts={name: value for name, value in cell.facts.items() if name != "columns"})
             for cell in row.inner)  # fmt: skip
    return replace(row, inner=tuple(spans))


def _heads(table: Piece, shared: Sequence[int]) -> list[str]:
    """The heading of each compared column."""
    columns = _column_texts(table)
    return [plain_name(columns[place][0]) for place in (shared or range(len(columns))) if columns[place]]


def _rows(old: Sequence[Piece], new: Sequence[Piece], place: Place, heads: Sequence[str]) -> list[Change]:
    changes: list[Change] = []
    pairs = align(old, new, lambda row: tuple(meaning_of(cell) for cell in row.inner), _row_similarity, 0.4)
    for pair in pairs:
        if pair.old is None and pair.new is not None:
            changes += _lone_row(new[pair.new], place, added=True)
        elif pair.new is None and pair.old is not None:
            changes += _lone_row(old[pair.old], place, added=False)
        elif pair.old is not None and pair.new is not None:
            here = (*place, Step("row", pair.new + 1))
            if pair.moved:
                changes.append(Change("row.moved", here, new=" | ".join(map(printed_text, new[pair.new].inner))))
            changes += _row(old[pair.old], new[pair.new], here, heads)
    return changes


def _row_similarity(old: Piece, new: Piece) -> float:
    return likeness(old, new) if len(old.inner) == len(new.inner) else 0.0


def _lone_row(row: Piece, place: Place, added: bool) -> list[Change]:
    texts = [piece for piece in row.walk() if piece.text.strip()]
    if texts and all(is_only_statements(piece) for piece in texts):  # it only opens or closes
        return lone_tags((tag for piece in texts for tag in piece.tag_texts), place, added)
    words = " | ".join(map(printed_text, row.inner))
    change = Change("row.added", place, new=words) if added else Change("row.removed", place, old=words)
    return [change, *lone_tags(statements(row), place, added)]


def _row(old: Piece, new: Piece, place: Place, heads: Sequence[str]) -> list[Change]:
    changes: list[Change] = []
    if facts := property_changes(old.facts, new.facts):
        changes.append(Change("row.facts", place, properties=facts))
    cells = align(old.inner, new.inner, meaning_of, _cell_similarity, 0.0)
    if len(old.inner) == len(new.inner):
        cells = [Pair(number, number) for number in range(len(new.inner))]
    for pair in cells:
        if pair.old is not None and pair.new is not None:
            head = heads[pair.new] if len(heads) == len(new.inner) else ""
            here = (*place, Step("column", pair.new + 1, head))
            changes += _cell(old.inner[pair.old], new.inner[pair.new], here)
        elif pair.new is not None or pair.old is not None:
            cell = new.inner[pair.new] if pair.new is not None else old.inner[pair.old or 0]
            changes += [Change("text.added", place, new=printed_text(cell)) if pair.old is None else
                        Change("text.removed", place, old=printed_text(cell))]  # fmt: skip
    return changes


def _cell_similarity(old: Piece, new: Piece) -> float:
    return likeness(old, new)


def _cell(old: Piece, new: Piece, place: Place) -> list[Change]:
    facts = property_changes(old.facts, new.facts)
    changes = [Change("cell.facts", place, properties=facts)] if facts else []
    return changes + compare_pieces(old.inner, new.inner, place)
