"""How alike two pieces are, by the meaning of their tags, and what makes two the same."""

from collections.abc import Hashable

from docgen.compare.diff import similarity
from docgen.compare.outline import Formatting, Piece, Value
from docgen.compare.paragraphs import TEXT


def piece_key(piece: Piece) -> Hashable:
    """What two pieces have in common that are the same piece."""
    if piece.kind in TEXT:
        return "text", piece.meaning, tuple((inner.kind, inner.name) for inner in piece.inner)
    return piece.kind, piece.name, piece.all_meaning


def piece_similarity(old: Piece, new: Piece) -> float:
    """How alike two pieces are, from 0 to 1; negative for those of different kinds."""
    if old.kind in TEXT and new.kind in TEXT:
        if not old.text.strip() or not new.text.strip():
            return 0.9 if old.text == new.text and bool(old.inner) == bool(new.inner) else 0.0
        return max(similarity(old.meaning, new.meaning), similarity(old.text, new.text))
    if old.kind != new.kind:
        return -1.0
    words = similarity(old.all_meaning, new.all_meaning)
    if old.kind == "table":
        heads = old.inner and new.inner and old.inner[0].all_text == new.inner[0].all_text
        return max(words, 0.7 if heads else 0.0)
    if old.name and old.name == new.name:
        return 0.6 + 0.4 * words
    return 0.9 * words if old.all_text else 0.75 * (1 - _difference(old.facts, new.facts))


def _difference(old: Formatting, new: Formatting) -> float:
    names = old.keys() | new.keys()
    nothing = Value("", "")
    other = sum(old.get(name, nothing).final != new.get(name, nothing).final for name in names)
    return other / len(names) if names else 0.0


def likeness(old: Piece, new: Piece) -> float:
    """How alike the content of two pieces is, from 0 to 1."""
    return max(similarity(meaning_of(old), meaning_of(new)), similarity(old.all_text, new.all_text))


def meaning_of(piece: Piece) -> str:
    """The meaning of a piece and its descendants in one line."""
    return " ".join(piece.all_meaning.split())
