"""Compare two versions of a paragraph: wording, tags, style, properties, and formatting of its text."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from docgen.compare.changes import Change, Place, Properties
from docgen.compare.diff import inline_diff, paired, segments, tags_of, without_tags
from docgen.compare.outline import NONE, Formatting, Piece, Value, plain

TEXT = frozenset({"heading", "paragraph"})
_LONG = 70  # characters of a tag, above which only the change inside it is shown
_WIDTHS = "column widths"
_TOLERATED = 2  # per cent of a table's width: programs round


def compare_paragraphs(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The changes from `old` to `new`, without those of their inner pieces."""
    changes = _wording(old.text, new.text, place)
    changed = property_changes(_facts(old), _facts(new), old.base, new.base)
    formatting = _formatting_changes(old, new, place)
    if changed and len(formatting) == 1 and formatting[0].name == new.text.strip():  # of the complete text
        changed, formatting = (*changed, *formatting[0].properties), []
    if changed:
        changes.append(Change("paragraph.facts", place, new.text or old.text, properties=changed))
    return changes + formatting


def _wording(old: str, new: str, place: Place) -> list[Change]:
    if old == new:
        return []
    tags = [_tag(before, after, place) for before, after in paired(tags_of(old), tags_of(new))]
    if without_tags(old) == without_tags(new) and tags:
        return tags
    if not without_tags(old) and not without_tags(new):
        return tags or _spaces(old, new, place)
    wording = Change("wording", place, old=old, new=inline_diff(old, new))
    return [wording, *tags] if without_tags(old) != without_tags(new) else _spaces(old, new, place)


def _spaces(old: str, new: str, place: Place) -> list[Change]:
    """The change of texts with equal words and tags: in their order, or the spaces between them."""
    if " ".join(old.split()) == " ".join(new.split()):
        return []
    return [Change("wording", place, old=old, new=inline_diff(old, new))]


def _tag(old: str, new: str, place: Place) -> Change:
    if old and new and max(len(old), len(new)) > _LONG and (old[:2], old[-2:]) == (new[:2], new[-2:]):
        inside = inline_diff(old[2:-2], new[2:-2])
        before, after = " " * (new[2] == " "), " " * (new[-3] == " ")
        return Change("tag.edited", place, old=old, new=f"{new[:2]}{before}{inside}{after}{new[-2:]}")
    code = "tag.changed" if old and new else "tag.removed" if old else "tag.added"
    return Change(code, place, old=old, new=new)


def text_changes(pieces: Sequence[Piece], place: Place, added: bool) -> list[Change]:
    """The changes for added or removed paragraphs: one for each tag if they are only tags, else one for their text."""
    texts = [piece.text for piece in pieces if piece.text.strip()]
    if not texts:
        return []
    if all(not without_tags(text) for text in texts):
        tags = [tag for text in texts for tag in tags_of(text)]
        return [_tag("", tag, place) if added else _tag(tag, "", place) for tag in tags]
    words = "\n".join(texts)
    return [Change("text.added", place, new=words) if added else Change("text.removed", place, old=words)]


def _facts(piece: Piece) -> Formatting:
    """The facts of a paragraph, with a heading's level as its style."""
    facts = {name: value for name, value in piece.facts.items() if name != "level"}
    if piece.kind == "heading":
        facts["style"] = plain(f"Heading {piece.facts['level'].own}") if "level" in piece.facts else plain("Heading")
    return facts


def property_changes(
    old: Formatting, new: Formatting, base_old: Formatting | None = None, base_new: Formatting | None = None
) -> Properties:
    """The properties that were edited; a property that a side doesn't set has the value of its base."""
    before, after = base_old or {}, base_new or {}
    found: list[tuple[str, str, str]] = []
    for name in sorted(old.keys() | new.keys()):
        was = old.get(name) or Value("", before.get(name, NONE).final)
        now = new.get(name) or Value("", after.get(name, NONE).final)
        if was.differs(now) and not (name == _WIDTHS and _about_the_same(was.own, now.own)):
            found.append((name, _shown(was), _shown(now)))
    return tuple(found)


def _shown(value: Value) -> str:
    return value.shown if value.own else value.final


def _about_the_same(old: str, new: str) -> bool:
    before, after = ([int(part) for part in text.split() if part.isdecimal()] for text in (old, new))
    return len(before) != len(after) or all(
        abs(one - other) < _TOLERATED for one, other in zip(before, after, strict=True)
    )


def _formatting_changes(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The formatting changes of unchanged text; the same change in several places is one change."""
    found: dict[Properties, list[str]] = {}
    for words, changed in _unchanged_text(old, new):
        if changed and words.strip():
            found.setdefault(changed, []).append(words.strip())
    return [Change("look", place, " … ".join(words), properties=changed) for changed, words in found.items()]


def _unchanged_text(old: Piece, new: Piece) -> Iterator[tuple[str, Properties]]:
    """The text in both, split where the formatting of either changes, with the properties that changed."""
    before, after = _by_character(old), _by_character(new)
    here = there = 0
    for segment in segments(old.text, new.text):
        if segment.same:
            both = zip(segment.old, before[here:], after[there:], strict=False)
            for (one, other), run in groupby(both, key=lambda item: (item[1], item[2])):
                words = "".join(letter for letter, _, _ in run)
                formatting = old.spans[one].formatting, new.spans[other].formatting
                yield words, property_changes(*formatting, old.base, new.base) if formatting[0] != formatting[1] else ()
        here, there = here + len(segment.old), there + len(segment.new)


def _by_character(piece: Piece) -> list[int]:
    """The index of each character's span."""
    return [number for number, span in enumerate(piece.spans) for _ in span.text]
