"""Turns two sequences of pieces (a text, a cell, a slide's objects) into the changes between them, each said once."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from docgen.compare.alignment import Pair, align
from docgen.compare.changes import Change, Place, Step
from docgen.compare.outline import Look, Piece, Value
from docgen.compare.paragraphs import TEXT, compare_paragraphs, property_changes, told_gone
from docgen.compare.words import likeness, plain_name

Compare = Callable[[Piece, Piece, Place], list[Change]]
_TELLING = ("alt text", "picture", "fill")
"""What tells a piece without words."""
_PLACED = {"slide", "page"}
_LOOSE = {"slide", "layout", "master", "group"}
"""What holds objects that lie anywhere: their order is only which covers which."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two sequences, the place that they stand in, and the heading above each piece of either."""

    old: Sequence[Piece]
    new: Sequence[Piece]
    place: Place
    above_old: Sequence[Step | None]
    above_new: Sequence[Step | None]

    def at(self, pair: Pair) -> Place:
        """Where the pair stands: by the new side if it has one."""
        step = self.above_new[pair.new] if pair.new is not None else self.above_old[pair.old or 0]
        return self.place if step is None else (*self.place, step)


def compare_pieces(old: Sequence[Piece], new: Sequence[Piece], place: Place, loose: bool = False) -> list[Change]:
    """The changes from `old` to `new`. With `loose`, the order says nothing (objects on a slide)."""
    sides = _Sides(old, new, place, _headings(old), _headings(new))
    pairs = align(old, new, _key, _likeness, lone=0.0)
    changes: list[Change] = []
    waiting: list[Pair] = []
    for pair in pairs:
        if _is_lone_text(sides, pair) and (not waiting or _same_side(waiting[-1], pair)):
            waiting.append(pair)
            continue
        changes += _lone_texts(sides, waiting)
        waiting = [pair] if _is_lone_text(sides, pair) else []
        changes += [] if waiting else _pair(sides, pair, loose)
    return changes + _lone_texts(sides, waiting)


def _pair(sides: _Sides, pair: Pair, loose: bool) -> list[Change]:
    place = sides.at(pair)
    if pair.old is None and pair.new is not None:
        return _lone(sides.new[pair.new], place, added=True)
    if pair.new is None and pair.old is not None:
        return _lone(sides.old[pair.old], place, added=False)
    one, other = sides.old[pair.old or 0], sides.new[pair.new or 0]
    moved: list[Change] = []
    if pair.moved and not loose and (other.all_text.strip() or other.kind not in TEXT):
        code = "text.moved" if other.kind in TEXT else f"{other.kind}.moved"
        moved = [Change(code, place, _name(other), new=other.all_text)]
    return moved + compare_piece(one, other, place, _number(sides.new, pair.new or 0))


def compare_piece(old: Piece, new: Piece, place: Place, number: int = 0) -> list[Change]:
    """The changes from one piece to the one that it became; `number` is its place among its kind."""
    from docgen.compare.tables import compare_tables  # noqa: PLC0415 - tables hold pieces, pieces hold tables

    if old == new:
        return []
    if new.kind in TEXT:
        return compare_paragraphs(old, new, place) + compare_pieces(old.inner, new.inner, place)
    if new.kind == "table" and old.kind == "table":
        return compare_tables(old, new, (*place, Step("table", number)))
    here = place if new.kind in _PLACED else (*place, Step(new.kind, 0, new.name or ("" if new.inner else _name(new))))
    inner = compare_pieces(old.inner, new.inner, here, loose=new.kind in _LOOSE)
    return _facts(old, new, place) + _own_words(old, new, here) + inner


def _own_words(old: Piece, new: Piece, place: Place) -> list[Change]:
    if old.text == new.text:
        return []
    return compare_paragraphs(Piece("paragraph", "", old.spans), Piece("paragraph", "", new.spans), place)


def _facts(old: Piece, new: Piece, place: Place) -> list[Change]:
    changed = property_changes(old.facts, new.facts)
    if not changed:
        return []
    replaced = [item for item in changed if item[0] == "picture"]
    if replaced:  # the size follows the picture
        return [Change("picture.replaced", place, _name(new), replaced[0][1], replaced[0][2], tuple(replaced))]
    return [Change(f"{new.kind}.facts", place, _name(new), properties=changed)]


def _lone(piece: Piece, place: Place, added: bool) -> list[Change]:
    """What there is to say of a piece that one side lacks."""
    if piece.kind in TEXT:
        return told_gone([piece], place, added) + [
            change for inner in piece.inner for change in _lone(inner, place, added)
        ]
    words = piece.all_text or ", ".join(piece.facts[name].own for name in _TELLING if name in piece.facts)
    if added:
        return [Change(f"{piece.kind}.added", place, _name(piece), new=words)]
    return [Change(f"{piece.kind}.removed", place, _name(piece), old=words)]


def _is_lone_text(sides: _Sides, pair: Pair) -> bool:
    if pair.old is not None and pair.new is not None:
        return False
    piece = sides.new[pair.new] if pair.new is not None else sides.old[pair.old or 0]
    return piece.kind in TEXT and not piece.inner


def _same_side(one: Pair, other: Pair) -> bool:
    return (one.old is None) == (other.old is None)


def _lone_texts(sides: _Sides, pairs: list[Pair]) -> list[Change]:
    """One change for paragraphs that came or went together."""
    if not pairs:
        return []
    added = pairs[0].old is None
    pieces = [sides.new[pair.new or 0] if added else sides.old[pair.old or 0] for pair in pairs]
    return told_gone(pieces, sides.at(pairs[0]), added)


def _name(piece: Piece) -> str:
    if piece.kind == "table":
        first = piece.inner[0].all_text if piece.inner else ""
        return piece.name or " | ".join(map(plain_name, first.split("\n")))
    return piece.name or piece.all_text


def _number(pieces: Sequence[Piece], place: int) -> int:
    """The place of a table among the tables under one heading."""
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


def _key(piece: Piece) -> Hashable:
    if piece.kind in TEXT:
        return "text", piece.text, tuple((inner.kind, inner.name) for inner in piece.inner)
    return piece.kind, piece.name, piece.all_text


def _likeness(old: Piece, new: Piece) -> float:
    if old.kind in TEXT and new.kind in TEXT:
        if not old.text.strip() or not new.text.strip():
            return 0.9 if old.text == new.text and bool(old.inner) == bool(new.inner) else 0.0
        return likeness(old.text, new.text)
    if old.kind != new.kind:
        return -1.0
    words = likeness(old.all_text, new.all_text)
    if old.kind == "table":
        heads = old.inner and new.inner and old.inner[0].all_text == new.inner[0].all_text
        return max(words, 0.7 if heads else 0.0)
    if old.name and old.name == new.name:
        return 0.6 + 0.4 * words
    return 0.9 * words if old.all_text else 0.75 * (1 - _difference(old.facts, new.facts))


def _difference(old: Look, new: Look) -> float:
    names = old.keys() | new.keys()
    nothing = Value("", "")
    other = sum(old.get(name, nothing).final != new.get(name, nothing).final for name in names)
    return other / len(names) if names else 0.0
