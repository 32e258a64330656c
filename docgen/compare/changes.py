"""Turns one difference into a change: a code, its place, what was and what is, said in English or Chinese."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.compare.phrases import FACTS, MESSAGES, PLACES, SEPARATORS

_LONGEST = 160
_KEY = re.compile(r"‹([\w.]+)›")

Labels = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to a place: `section`, `table`, `slide` …, number (0: none), name in both languages."""

    kind: str
    number: int = 0
    name: str = ""
    zh: str = ""


Place = tuple[Step, ...]
Properties = tuple[tuple[str, str, str], ...]
"""Each property that changed: its name, what it was, what it is (empty: not said)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    `code` says what kind of change (docs/dev/compare.md lists them), `name` what it happened to, `old` and `new` the
    words before and after, `properties` what of its look or facts changed, `zh` the name in Chinese if it has another.
    """

    code: str
    place: Place = ()
    name: str = ""
    old: str = ""
    new: str = ""
    properties: Properties = ()
    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    zh: str = ""

    def say(self, language: str = "en", labels: Labels | None = None) -> str:
        """The change in one line, its place first; `labels` gives the words of a label's key as (en, zh)."""
        where, what = say_place(self.place, language, labels), self.message(language, labels)
        return f"{where}{SEPARATORS[language]['colon']}{what}" if where else what

    def message(self, language: str = "en", labels: Labels | None = None) -> str:
        """What changed, without the place."""
        name = _named(self.zh if language == "zh" and self.zh else self.name, language, labels)
        told = {key: _short(value) for key, value in (("name", name), ("old", self.old), ("new", self.new))}
        pairs = SEPARATORS[language]["semicolon"].join(_property(item, language) for item in self.properties)
        kind = FACTS[language].get(self.code.partition(".")[0], self.code.partition(".")[0])
        return MESSAGES[language][self.code].format(**told, properties=pairs, kind=kind, **self.numbers)

    def as_data(self, labels: Labels | None = None) -> dict[str, Any]:
        """The change as a JSON object, with its line in English."""
        place = [{"kind": step.kind, "number": step.number, "name": step.name} for step in self.place]
        changed = [{"property": name, "old": old, "new": new} for name, old, new in self.properties]
        told = {"code": self.code, "place": place, "name": self.name, "old": self.old, "new": self.new}
        return {**told, "properties": changed, **self.numbers, "message": self.say("en", labels)}


def _named(name: str, language: str, labels: Labels | None) -> str:
    """A name with its labels' words for their keys."""

    def words(found: re.Match[str]) -> str:
        try:
            return labels(found[1])[language == "zh"] if labels is not None else found[0]
        except KeyError:
            return found[0]

    return _KEY.sub(words, name)


def say_place(place: Place, language: str, labels: Labels | None = None) -> str:
    """A place in words: `slide 5 “Investment”, table 1, row 2`."""
    words = PLACES[language]
    told: list[str] = []
    for step in place:
        form = words[step.kind][bool(step.number), bool(step.name)]
        name = step.zh if language == "zh" and step.zh else step.name
        told.append(form.format(number=step.number, name=_short(_named(name, language, labels), 40)))
    return SEPARATORS[language]["comma"].join(told)


def _property(item: tuple[str, str, str], language: str) -> str:
    name, old, new = item
    said, nothing = FACTS[language], SEPARATORS[language]["nothing"]
    before, after = (said.get(value, _short(value)) or nothing for value in (old, new))
    return f"{said.get(name, name)} {before} → {after}".strip()


def _short(text: str, most: int = _LONGEST) -> str:
    line = " ".join(text.replace("\n", " ⏎ ").split())
    return line if len(line) <= most else f"{line[: most // 2].rstrip()} … {line[-(most // 2) :].lstrip()}"
