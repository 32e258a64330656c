"""A change: code, place, old and new content, and its message in English or Chinese."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.messages import Language, Message, message
from docgen.messages.catalogue import catalogue

_LONGEST = 160
OBJECTS = frozenset(
    (
        *("shape", "group", "picture", "chart", "series", "table", "layout", "master", "header", "footer", "footnotes"),
        *("endnotes", "comments", "footnote", "endnote", "comment", "notes", "style sheet", "page", "body"),
        *("style", "theme colour", "theme font", "property", "rule", "label", "field", "token"),
    )
)
"""What is added, removed, changed or moved, with the same wording for all."""
_OWN_WORDING = frozenset(("page.facts", "picture.replaced"))
_OWN_STEPS = frozenset(("section", "table", "row", "column", "slide", "page", "entry section"))
_IN_WORDS = frozenset(("tag.added", "tag.removed", "tag.changed", "column.added"))
"""Changes of tags that are in words if their meaning is known."""
_KEY = re.compile(r"‹([\w.]+)›")
Labels = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a place: kind (`section`, `table`, `slide` …), number (0: none), name in both languages."""

    kind: str
    number: int = 0
    name: str = ""
    zh: str = ""


Place = tuple[Step, ...]
Properties = tuple[tuple[str, str, str], ...]
"""The properties that changed: name, old value, new value (empty: not set)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `code` is the kind of change (listed in docs/dev/compare.md), `name` what changed, `old` and `new` the text before
    and after, `properties` the changed formatting or facts, `zh` the name in Chinese if it differs.
    """

    code: str
    place: Place = ()
    name: str = ""
    old: str | Message = ""
    new: str | Message = ""
    properties: Properties = ()
    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    zh: str = ""

    def format(self, language: Language = "en", labels: Labels | None = None) -> str:
        """The change in one line, its place first; `labels` gives the text of a label's key as (en, zh)."""
        where, what = format_place(self.place, language, labels), self.message(language, labels)
        return message("compare.at", where=where, what=what).in_language(language) if where else what

    def message(self, language: Language = "en", labels: Labels | None = None) -> str:
        """The message without the place."""
        name = _named(self.zh if language == "zh" and self.zh else self.name, language, labels)
        group, _, verb = self.code.rpartition(".")
        is_generic = group in OBJECTS and self.code not in _OWN_WORDING
        key = f"compare.any.{verb}" if is_generic else f"compare.{self.code.replace(' ', '_')}"
        if self.code in _IN_WORDS and all(isinstance(text, Message) for text in (self.old, self.new) if text):
            key += ":words" if self.old or self.new else ""
        separator = message("compare.semicolon").in_language(language)
        found = message(
            key,
            name=_short(name),
            old=_short(_text(self.old, language)),
            new=_short(_text(self.new, language)),
            properties=separator.join(_property(item, language) for item in self.properties),
            kind=_word(group or self.code, language),
            **self.numbers,
        )
        return found.in_language(language)

    def as_data(self, labels: Labels | None = None) -> dict[str, Any]:
        """The change as a JSON object, with its message in English."""
        place = [{"kind": step.kind, "number": step.number, "name": step.name} for step in self.place]
        changed = [{"property": name, "old": old, "new": new} for name, old, new in self.properties]
        texts = {"old": _text(self.old, "en"), "new": _text(self.new, "en")}
        data = {"code": self.code, "place": place, "name": self.name, **texts, "properties": changed}
        return {**data, **self.numbers, "message": self.format("en", labels)}


def _text(value: str | Message, language: Language) -> str:
    return value.in_language(language) if isinstance(value, Message) else value


def _named(name: str, language: Language, labels: Labels | None) -> str:
    """A name with label keys replaced by their texts."""

    def words(found: re.Match[str]) -> str:
        try:
            return labels(found[1])[language == "zh"] if labels is not None else found[0]
        except KeyError:
            return found[0]

    return _KEY.sub(words, name)


def format_place(place: Place, language: Language, labels: Labels | None = None) -> str:
    """A place for display: `slide 5 “Investment”, table 1, row 2`."""
    steps: list[str] = []
    for step in place:
        form = ("both" if step.name else "numbered") if step.number else ("named" if step.name else "alone")
        kind = step.kind.replace(" ", "_") if step.kind in _OWN_STEPS else "step"
        name = _short(_named(step.zh if language == "zh" and step.zh else step.name, language, labels), 40)
        found = message(f"compare.{kind}:{form}", noun=_word(step.kind, language), number=step.number, name=name)
        steps.append(found.in_language(language))
    return message("compare.comma").in_language(language).join(steps)


def _word(name: str, language: Language) -> str:
    """The name of a kind, a property or a value in `language`; the name itself if the catalogue doesn't have it."""
    if name == "value":  # the only property of what has it
        return ""
    entry = catalogue("compare").get(f"compare.word:{name.lower().replace(' ', '_')}")
    return entry[language][0] if entry is not None and entry["en"][0] == name else name


def _property(item: tuple[str, str, str], language: Language) -> str:
    name, old, new = item
    nothing = message("compare.nothing").in_language(language)
    before, after = (_short(_word(value, language)) or nothing for value in (old, new))
    return f"{_word(name, language)} {before} → {after}".strip()


def _short(text: str, most: int = _LONGEST) -> str:
    line = " ".join(text.replace("\n", " ⏎ ").split())
    return line if len(line) <= most else f"{line[: most // 2].rstrip()} … {line[-(most // 2) :].lstrip()}"
