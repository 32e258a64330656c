"""Turns two outlines of one file into the changes between them: its styles and theme, its stories, its slides."""

from collections.abc import Sequence
from dataclasses import replace

from docgen.compare.alignment import Pair, align
from docgen.compare.changes import Change, Place, Step
from docgen.compare.outline import Look, Outline, Piece
from docgen.compare.paragraphs import property_changes
from docgen.compare.pieces import compare_piece
from docgen.compare.words import likeness, plain_name

_SHEETS = ("slide", "page")


def compare_outlines(old: Outline, new: Outline) -> list[Change]:
    """Every change from `old` to `new`, those of the whole file first; none if they say the same."""
    changes = _unread(old, new) + _facts(old, new)
    for kind in _SHEETS:
        changes += _sheets([s for s in old.stories if s.kind == kind], [s for s in new.stories if s.kind == kind])
    return changes + _stories(old.stories, new.stories)


def _unread(old: Outline, new: Outline) -> list[Change]:
    gone = [Change("unread.old", old=why) for why in old.unread if why not in new.unread]
    return gone + [Change("unread.new", new=why) for why in new.unread if why not in old.unread]


def _facts(old: Outline, new: Outline) -> list[Change]:
    changes: list[Change] = []
    for group, name in sorted(old.facts.keys() | new.facts.keys()):
        was, now = old.facts.get((group, name)), new.facts.get((group, name))
        if was is not None and now is not None:
            changes += _changed(group, name, property_changes(was, now))
        elif not (group == "style" and name in (new.passive | old.passive)):  # programs add and drop unused styles
            changes.append(_lone(group, name, was, now))
    return changes


def _changed(group: str, name: str, changed: tuple[tuple[str, str, str], ...]) -> list[Change]:
    if not changed:
        return []
    if group == "page":
        number = name.removeprefix("section ")
        place = (Step("section", int(number)),) if number.isdecimal() and number != "1" else ()
        return [Change("page.facts", place, name, properties=changed)]
    return [Change(f"{group}.changed", (), name, properties=changed)]


def _lone(group: str, name: str, was: Look | None, now: Look | None) -> Change:
    told = {key: value.own for key, value in (now or was or {}).items() if value.own}
    words = ", ".join(told.values() if len(told) == 1 else (f"{key} {value}" for key, value in told.items()))
    if group == "page":
        return Change("page.facts", (), name, properties=((name, "" if now else words, words if now else ""),))
    return Change(f"{group}.added", (), name, new=words) if now else Change(f"{group}.removed", (), name, old=words)


def _sheets(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """The changes of slides, or of a PDF's pages."""
    changes: list[Change] = []
    for pair in align(old, new, lambda sheet: (sheet.name, sheet.all_text), _likeness):
        if pair.old is None and pair.new is not None:
            changes.append(_sheet_change(new[pair.new], "added", pair))
        elif pair.new is None and pair.old is not None:
            changes.append(_sheet_change(old[pair.old], "removed", pair))
        elif pair.old is not None and pair.new is not None:
            sheet = new[pair.new]
            changes += [_sheet_change(sheet, "moved", pair)] if pair.moved else []
            place = (Step(sheet.kind, pair.new + 1, plain_name(sheet.name) if sheet.kind == "slide" else ""),)
            changes += compare_piece(old[pair.old], sheet, place)
    return changes


def _sheet_change(sheet: Piece, verb: str, pair: Pair) -> Change:
    numbers = {"before": (pair.old or 0) + 1, "after": (pair.new or 0) + 1}
    if sheet.kind == "page":
        old, new = (sheet.all_text, "") if verb == "removed" else ("", sheet.all_text)
        return Change(f"page.{verb}", (), sheet.name, old, new)
    name = plain_name(sheet.name) or sheet.facts["layout"].own
    return Change(f"slide.{verb}", (), name, numbers=numbers)


def _likeness(old: Piece, new: Piece) -> float:
    words = likeness(old.all_text, new.all_text)
    return words if old.all_text or new.all_text else 1.0


def _stories(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """The changes of what is not a slide or page: the body, headers, footers, notes, layouts."""
    before = {(story.kind, story.name): story for story in old if story.kind not in _SHEETS}
    after = {(story.kind, story.name): story for story in new if story.kind not in _SHEETS}
    changes: list[Change] = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None:
            changes += _story(was, now)
        elif (lone := was or now) is not None and (lone.all_text.strip() or lone.kind == "layout"):
            verb, old_text, new_text = ("added", "", lone.all_text) if was is None else ("removed", lone.all_text, "")
            changes.append(Change(f"{lone.kind}.{verb}", (), lone.name, old_text, new_text))
    return changes


def _story(old: Piece, new: Piece) -> list[Change]:
    place: Place = () if new.kind == "body" else (Step(new.kind, 0, new.name),)
    found = compare_piece(old, new, ())
    return [replace(change, place=(*place, *_inside(change.place, new))) for change in found]


def _inside(place: Place, story: Piece) -> Place:
    """A place without its first step where that is the story itself."""
    return place[1:] if place and place[0].kind == story.kind else place
