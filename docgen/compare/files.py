"""Compare two versions of a library's file: templates by their outlines, YAML and Markdown field by field."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from docgen.audience import marks_of_cached
from docgen.compare.changes import Change, Place, Step
from docgen.compare.diff import Pair, align, inline_diff, plain_name, similarity
from docgen.compare.outline import Formatting, Outline, Piece
from docgen.compare.package import picture_size
from docgen.compare.paragraphs import property_changes
from docgen.compare.pieces import compare_piece
from docgen.compare.reading import read_outline
from docgen.compare.rewritten_tags import without_rewritten_tags
from docgen.compare.tag_words import NO_CONTEXT, TagContext, describe_tags
from docgen.errors import LibraryError
from docgen.library.entries import COLLECTIONS
from docgen.library.labels import field_titles
from docgen.library.source import parse_yaml

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^##[ \t]++(.*[^ \t#\n])[ \t#]*$", re.MULTILINE)
_NAMED = ("id", "key", "metric", "name", "en", "figure", "question")
_LONG = 60
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
Titles = Mapping[str, tuple[str, str]]
_SHEETS = ("slide", "page")
_WITH_TITLES = (".docx", ".pptx")


def compare_file(path: str, old: bytes, new: bytes, before: str = "", context: TagContext = NO_CONTEXT) -> list[Change]:
    """The changes of a library file, compared by the type that its path implies; `before` is its old path."""
    return [] if old == new else _compared(path, old, new, before or path, context) or [Change("note.stored")]


def _compared(path: str, old: bytes, new: bytes, earlier: str, context: TagContext) -> list[Change]:
    suffix = Path(path).suffix.lower()
    if suffix in _PICTURES:
        return [Change("file.replaced", old=_sized(old), new=_sized(new))]
    if suffix in {".yaml", ".yml", ".md"}:
        texts = [_decoded(data) for data in (old, new)]
        if texts[0] is not None and texts[1] is not None:
            compare = compare_entry if suffix == ".md" else compare_yaml
            found = compare(path, texts[0], texts[1])
            if found is not None:
                return found
    return _outlined(path, old, new, earlier, context)


def _outlined(path: str, old: bytes, new: bytes, earlier: str, context: TagContext) -> list[Change]:
    before, after = (read_outline(path, data, declared)
                     for data, declared in zip((old, new), context.declared, strict=True))  # fmt: skip
    if before.file_format == after.file_format == "file":  # neither can be read
        return [Change("file.replaced", old=_sized(old), new=_sized(new))]
    if before.file_format == after.file_format and Path(path).suffix in _WITH_TITLES:
        before, after = describe_tags(before, after, (earlier, path), context)
    return compare_outlines(before, after)


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _sized(data: bytes) -> str:
    return f"{picture_size(data)}, {hashlib.sha256(data).hexdigest()[:12]}"


def compare_yaml(path: str, old: str, new: str) -> list[Change] | None:
    """The changes of a YAML file by field, label or token; None if either side isn't a YAML mapping."""
    try:
        before, after = (dict(_flat(parse_yaml(text, path).data)) for text in (old, new))
    except (LibraryError, RecursionError):
        return None
    kind = _kind(path)
    if kind == "label":
        before, after = _joined_languages(before), _joined_languages(after)
    return _compare(before, after, kind, {} if kind == "token" else field_titles())


def _kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if folder.endswith("labels"):
        return "label"
    return "token" if name == "brand.yaml" or folder.endswith("brands") else "field"


def _joined_languages(values: dict[str, str]) -> dict[str, str]:
    """Each label's texts in one value: `en “Total”, zh “合计”`."""
    found: dict[str, list[str]] = {}
    for path, value in values.items():
        key, _, language = path.partition(".")
        found.setdefault(key, []).append(f"{language} “{value}”" if language else value)
    return {key: ", ".join(words) for key, words in found.items()}


def compare_entry(path: str, old: str, new: str) -> list[Change] | None:
    """The changes of an objection, a case or another Markdown entry; None if either side has no front matter."""
    before, after = (_FRONT_MATTER.match(text.replace("\r\n", "\n")) for text in (old, new))
    if before is None or after is None:
        return None
    try:
        heads = [dict(_flat(parse_yaml(found[1], path).data)) if found[1].strip() else {} for found in (before, after)]
    except (LibraryError, RecursionError):
        return None
    titles = _titles(path)
    bodies = [dict(_sections(text.replace("\r\n", "\n"), titles)) for text in (old, new)]
    return _compare(heads[0], heads[1], "field", titles) + _texts(bodies[0], bodies[1], titles)


@cache
def _titles(path: str) -> Titles:
    """The titles of an entry's fields: those of its own model first."""
    found = dict(field_titles())
    for collection in COLLECTIONS:
        if f"/{path}".find(f"/{collection.folder}/") >= 0:
            found |= {name: (mark.en, mark.zh) for name, mark in marks_of_cached(collection.model).items()}
    return found


def _sections(text: str, titles: Titles) -> Iterator[tuple[str, str]]:
    """The text of each section by its field, or by its heading if that isn't a field."""
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    headings = list(_SECTION.finditer(text, start))
    plain = {name: both for name, both in titles.items() if "." not in name}
    known = {word.casefold(): name for name, both in plain.items() for word in (name, *both)}
    lead = text[start : headings[0].start() if headings else len(text)].strip()
    if lead:
        yield "", lead
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        words = text[heading.end() : following.start() if following else len(text)].strip()
        yield known.get(heading[1].casefold(), heading[1]), words


def _texts(old: Mapping[str, str], new: Mapping[str, str], titles: Titles) -> list[Change]:
    changes: list[Change] = []
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        en, zh = _title(name, titles)
        if was is None or now is None:
            code = "field.added" if was is None else "field.removed"
            changes.append(Change(code, (), en, was or "", now or "", zh=zh))
        else:
            changes.append(Change("wording", (Step("entry section", 0, en, zh),), old=was, new=inline_diff(was, now)))
    return changes


def _compare(old: Mapping[str, str], new: Mapping[str, str], kind: str, titles: Titles) -> list[Change]:
    changes: list[Change] = []
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        en, zh = _title(name, titles) if kind == "field" else (name, name)
        if was is None and now is not None:
            changes.append(Change(f"{kind}.added", (), en, new=now, zh=zh))
        elif now is None and was is not None:
            changes.append(Change(f"{kind}.removed", (), en, old=was, zh=zh))
        elif was is not None and now is not None and was != now:
            changes.append(_value(kind, (en, zh), was, now))
    return changes


def _value(kind: str, names: tuple[str, str], old: str, new: str) -> Change:
    if max(len(old), len(new)) > _LONG and "\n" not in old:
        return Change("wording", (Step(kind, 0, *names),), old=old, new=inline_diff(old, new))
    if "\n" in old + new:
        return Change("wording", (Step(kind, 0, *names),), old=old, new=inline_diff(old, new))
    return Change(f"{kind}.changed", (), names[0], properties=(("value", old, new),), zh=names[1])


def _title(path: str, titles: Titles) -> tuple[str, str]:
    """A field's path for display, with titles for the names that have one."""
    words = [titles.get(step, (step, step)) for step in path.split(".")]
    return " › ".join(en for en, _ in words), " › ".join(zh for _, zh in words)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The scalar values of a tree by path; a list of scalars is one value of lines, other items get a path each."""
    if isinstance(value, dict):
        for key, inner in cast("dict[Any, Any]", value).items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        if any(isinstance(item, dict | list) for item in items):
            names = [_item_name(item, number) for number, item in enumerate(items, 1)]
            for number, (item, name) in enumerate(zip(items, names, strict=True), 1):
                yield from _flat(item, f"{path}.{name if names.count(name) == 1 else number}")
        else:
            yield path, "\n".join(map(str, items))
    else:
        yield path, "" if value is None else str(value)


def _item_name(item: Any, number: int) -> str:
    """The name of a list item: its id or name, else its number."""
    if isinstance(item, dict):
        for key in _NAMED:
            named = cast("dict[str, Any]", item).get(key)
            named = cast("dict[str, Any]", named).get("en") if isinstance(named, dict) else named
            if isinstance(named, str) and named:
                return named.replace(".", " ")
    return str(number)


def compare_outlines(old: Outline, new: Outline) -> list[Change]:
    """All changes from `old` to `new`, those of file properties first."""
    changes = _unread(old, new) + _facts(old, new)
    for kind in _SHEETS:
        changes += _sheets([s for s in old.stories if s.kind == kind], [s for s in new.stories if s.kind == kind])
    return without_rewritten_tags(changes + _stories(old.stories, new.stories))


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


def _lone(group: str, name: str, was: Formatting | None, now: Formatting | None) -> Change:
    values = {key: value.own for key, value in (now or was or {}).items() if value.own}
    words = ", ".join(values.values() if len(values) == 1 else (f"{key} {value}" for key, value in values.items()))
    if group == "page":
        return Change("page.facts", (), name, properties=((name, "" if now else words, words if now else ""),))
    return Change(f"{group}.added", (), name, new=words) if now else Change(f"{group}.removed", (), name, old=words)


def _sheets(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """The changes of slides, or of a PDF's pages."""
    changes: list[Change] = []
    for pair in align(old, new, lambda sheet: (sheet.name, sheet.all_meaning), _similarity):
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


def _similarity(old: Piece, new: Piece) -> float:
    words = similarity(old.all_meaning, new.all_meaning)
    return words if old.all_text or new.all_text else 1.0


def _stories(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """The changes of stories other than slides and pages: body, headers, footers, notes, layouts."""
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
    """A place without its first step if that is the story itself."""
    return place[1:] if place and place[0].kind == story.kind else place
