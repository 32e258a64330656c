"""Turns two versions of a library's text file (labels, brand, industries, entries) into changes, field by field."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from docgen.audience import marks_of_cached
from docgen.compare.changes import Change, Step
from docgen.compare.words import marked
from docgen.errors import LibraryError
from docgen.library.entries import SHELVES
from docgen.library.labels import field_titles
from docgen.library.source import parse_yaml

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^##[ \t]++(.*[^ \t#\n])[ \t#]*$", re.MULTILINE)
_NAMED = ("id", "key", "metric", "name", "en", "figure", "question")
_LONG = 60
Titles = Mapping[str, tuple[str, str]]


def compare_yaml(path: str, old: str, new: str) -> list[Change] | None:
    """The changes of a YAML file by field, label or token; None if either side can't be read as one."""
    try:
        before, after = (dict(_flat(parse_yaml(text, path).data)) for text in (old, new))
    except (LibraryError, RecursionError):
        return None
    kind = _kind(path)
    keep = _whole if kind == "label" else _single
    return _compare(keep(before), keep(after), kind, {} if kind == "token" else field_titles())


def _kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if folder.endswith("labels"):
        return "label"
    return "token" if name == "brand.yaml" or folder.endswith("brands") else "field"


def _single(values: dict[str, str]) -> dict[str, str]:
    return values


def _whole(values: dict[str, str]) -> dict[str, str]:
    """A label's words in one: `en “Total”, zh “合计”`."""
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
    for shelf in SHELVES:
        if f"/{path}".find(f"/{shelf.folder}/") >= 0:
            found |= {name: (mark.en, mark.zh) for name, mark in marks_of_cached(shelf.model).items()}
    return found


def _sections(text: str, titles: Titles) -> Iterator[tuple[str, str]]:
    """The text of each section by its field, or by its heading where it is no field's."""
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
            changes.append(Change("wording", (Step("entry section", 0, en, zh),), old=was, new=marked(was, now)))
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
        return Change("wording", (Step(kind, 0, *names),), old=old, new=marked(old, new))
    if "\n" in old + new:
        return Change("wording", (Step(kind, 0, *names),), old=old, new=marked(old, new))
    return Change(f"{kind}.changed", (), names[0], properties=(("value", old, new),), zh=names[1])


def _title(path: str, titles: Titles) -> tuple[str, str]:
    """A field's path in words: each of its names that has a title by that title."""
    words = [titles.get(step, (step, step)) for step in path.split(".")]
    return " › ".join(en for en, _ in words), " › ".join(zh for _, zh in words)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The plain values of a tree by their path; lists of plain values as lines, others by what names their items."""
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
    """What names an item of a list: its id or name, else its place."""
    if isinstance(item, dict):
        for key in _NAMED:
            named = cast("dict[str, Any]", item).get(key)
            named = cast("dict[str, Any]", named).get("en") if isinstance(named, dict) else named
            if isinstance(named, str) and named:
                return named.replace(".", " ")
    return str(number)
