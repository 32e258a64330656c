"""Compare two versions of a paragraph: wording, tags, style, properties, and formatting of its text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from docgen.compare.changes import Change, Place, Properties, Step
from docgen.compare.diff import inline_diff, paired, plain_name, segments, without_tags
from docgen.compare.outline import NONE, Formatting, Piece, TagText, Value, plain
from docgen.templating import TAG

TEXT = frozenset({"heading", "paragraph"})
_LONG = 70  # characters of a tag, above which only the change inside it is shown
_WIDTHS = "column widths"
_TOLERATED = 2  # per cent of a table's width: programs round


def compare_paragraphs(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The changes from `old` to `new`, without those of their inner pieces."""
    changes = _wording(old, new, place)
    is_printed = not (is_only_statements(old) and is_only_statements(new))
    changed = () if not is_printed else property_changes(_facts(old), _facts(new), old.base, new.base)
    formatting = _formatting_changes(old, new, place)
    if changed and len(formatting) == 1 and formatting[0].name == new.text.strip():  # of the complete text
        changed, formatting = (*changed, *formatting[0].properties), []
    if changed:
        changes.append(Change("paragraph.facts", place, without_statements(new) or old.text, properties=changed))
    return changes + formatting


def _wording(old: Piece, new: Piece, place: Place) -> list[Change]:
    if old.text == new.text:
        return []
    tags = _tag_changes(old, new, place)
    before, after = without_tags(old.text), without_tags(new.text)
    if before != after:
        return [Change("wording", place, old=old.text, new=inline_diff(*map(without_statements, (old, new)))), *tags]
    return tags or _spaces(old, new, place)


def _tag_changes(old: Piece, new: Piece, place: Place) -> list[Change]:
    """A change for each tag that has another meaning: values first, then statements."""
    changes: list[Change] = []
    for is_statement in (False, True):
        before, after = (
            {key: tag for key, tag in _by_key(piece, other) if tag.is_statement == is_statement}
            for piece, other in ((old, new), (new, old))
        )
        order = [[key for key, _ in _by_key(piece, other) if key in by_key]
                 for piece, other, by_key in ((old, new, before), (new, old, after))]  # fmt: skip
        where = _heading_place(new, place) if is_statement else place
        changes += [tag_change(before.get(one), after.get(two), where) for one, two in paired(*order)]
    return changes


def _by_key(piece: Piece, other: Piece) -> Iterator[tuple[str, TagText]]:
    """Each tag with what it is compared by: its meaning, but as written if it means nothing on one side.

    The title of a field means nothing when the loop around it is gone, which is another tag's change.
    """
    without_words = {tag.written for side in (piece, other) for tag in side.tag_texts if tag.words is None}
    for tag in piece.tag_texts:
        yield tag.written if tag.written in without_words else tag.meaning, tag


def _heading_place(piece: Piece, place: Place) -> Place:
    """The place of a heading's marker: the section that it begins."""
    if piece.kind != "heading" or not without_tags(piece.text):
        return place
    outer = place[:-1] if place and place[-1].kind == "section" else place
    return (*outer, Step("section", 0, plain_name(piece.text)))


def _spaces(old: Piece, new: Piece, place: Place) -> list[Change]:
    """The change of texts with equal words and tags: in their order, or the spaces between them."""
    if " ".join(old.meaning.split()) == " ".join(new.meaning.split()):
        return []
    return [Change("wording", place, old=old.text, new=inline_diff(old.text, new.text))]


def tag_change(old: TagText | None, new: TagText | None, place: Place) -> Change:
    """The change from one tag to another, in words if both have them; either may be missing."""
    code = "tag.changed" if old and new else "tag.removed" if old else "tag.added"
    if all(tag is None or tag.words is not None for tag in (old, new)):
        return Change(code, place, old=(old and old.words) or "", new=(new and new.words) or "")
    before, after = old.written if old else "", new.written if new else ""
    if before and after and max(len(before), len(after)) > _LONG and _ends(before) == _ends(after):
        inside = inline_diff(before[2:-2], after[2:-2])
        gaps = " " * (after[2] == " "), " " * (after[-3] == " ")
        return Change("tag.edited", place, old=before, new=f"{after[:2]}{gaps[0]}{inside}{gaps[1]}{after[-2:]}")
    return Change(code, place, old=before, new=after)


def _ends(tag: str) -> tuple[str, str]:
    return tag[:2], tag[-2:]


def lone_tags(tags: Iterable[TagText], place: Place, added: bool) -> list[Change]:
    """A change for each tag that was added or removed."""
    return [tag_change(None, tag, place) if added else tag_change(tag, None, place) for tag in tags]


def is_only_statements(piece: Piece) -> bool:
    """Whether a paragraph has statements and nothing that is printed."""
    tags = piece.tag_texts
    return bool(tags) and all(tag.is_statement for tag in tags) and not without_tags(piece.text)


def statements(piece: Piece) -> list[TagText]:
    """The statements of a piece and its descendants that have words."""
    return [tag for item in piece.walk() for tag in item.tags if tag.words and tag.is_statement]


def printed_text(piece: Piece) -> str:
    """The text of a piece and its descendants in one line, without the statements that have words."""
    return " ".join(" ".join(without_statements(item) for item in piece.walk()).split())


def printed_lines(piece: Piece) -> str:
    """The text of a piece and its descendants, a line each, without the statements that have words."""
    return "\n".join(text for item in piece.walk() if (text := without_statements(item)).strip())


def without_statements(piece: Piece) -> str:
    """The text of a piece without the statements that have words."""
    shown = {tag.written for tag in statements(piece)}
    return TAG.sub(lambda found: "" if " ".join(found[0].split()) in shown else found[0], piece.text)


def text_changes(pieces: Sequence[Piece], place: Place, added: bool) -> list[Change]:
    """The changes for added or removed paragraphs: one for their text, unless they are only tags; one for each tag."""
    printed = [piece for piece in pieces if piece.text.strip()]
    if all(not without_tags(piece.text) for piece in printed):
        return lone_tags((tag for piece in printed for tag in piece.tag_texts), place, added)
    words = "\n".join(text for piece in printed if (text := without_statements(piece)).strip())
    change = Change("text.added", place, new=words) if added else Change("text.removed", place, old=words)
    return [change, *lone_tags((tag for piece in printed for tag in statements(piece)), place, added)]


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
