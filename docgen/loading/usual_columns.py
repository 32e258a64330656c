"""Usual heads and values of lead tables, as data (`columns.toml`): the field of a head, the choice of a word."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from docgen.audience import Choice
from docgen.schemas.slots import Slot, normalise_title, slot_at

GIVEN, FAMILY = "given", "family"
_FILE = Path(__file__).with_name("columns.toml")
_MEANINGLESS = re.compile(r"[\s_\-–/.'’&]+")
_STARS = re.compile(r"^[*＊]+|[*＊:：]+$")
_REMARK = re.compile(r"\([^()]*\)$")
_CUSTOM = re.compile(r"__c$")
_WORD_ENDS = re.compile(r"[\s:：(（]")


@dataclass(frozen=True, slots=True)
class Target:
    """What a head names: a field; several, if it is ambiguous; none, if its column isn't read.

    The head with the lowest rank counts; that of field names, titles and mappings is 0. `part` is given or family, of a
    person's name in two columns. `is_ignored`: a mapping file leaves the column out.
    """

    fields: tuple[str, ...]
    rank: int = 0
    part: str = ""
    is_ignored: bool = False


@cache
def usual_columns() -> Mapping[str, Any]:
    """The data of columns.toml."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class KnownHeads:
    """The heads that a table of `model` may have: names and titles of its fields, usual heads, those of a mapping."""

    def __init__(self, model: type[BaseModel], names: Mapping[str, str], mapping: Mapping[str, str | None]) -> None:
        """`names` are fields by normalised name or title, `mapping` those of a mapping file (None: ignore the head)."""
        self.names = names
        usual = dict(_usual_targets(model))
        own = {squeezed(head): Target((name,)) for head, name in names.items()}
        mapped = {
            squeezed(head): Target((name,)) if name else Target((), is_ignored=True) for head, name in mapping.items()
        }
        self._targets = {**usual, **own, **mapped}

    def find(self, head: str) -> Target | None:
        """What `head` names, or None if it is unknown."""
        return next((self._targets[key] for key in _keys_of(head) if key in self._targets), None)

    def __contains__(self, head: object) -> bool:
        return isinstance(head, str) and self.find(head) is not None


def squeezed(head: str) -> str:
    """A head for comparison: half width, case-folded, without spaces and signs between words."""
    plain = normalise_title(head)
    return _MEANINGLESS.sub("", plain) or plain


def _keys_of(head: str) -> Iterator[str]:
    """The head, and the head without stars, a remark in brackets, and the ending of custom fields."""
    plain = normalise_title(head)
    yield squeezed(plain)
    plain = _CUSTOM.sub("", _STARS.sub("", plain)).strip()
    yield squeezed(plain)
    yield squeezed(_STARS.sub("", _REMARK.sub("", plain).strip()))


def _usual_targets(model: type[BaseModel]) -> Iterator[tuple[str, Target]]:
    data = usual_columns()
    for head in data["unread"]["heads"]:
        yield squeezed(head), Target((), 1)
    for head, fields in data["ambiguous"].items():
        yield squeezed(head), Target(tuple(name for name in fields if name in model.model_fields), 1)
    for part in (GIVEN, FAMILY):
        for head in data["names"][part]:
            yield squeezed(head), Target(("contact",), 1, part)
    for name, heads in data["heads"].items():
        if name in model.model_fields:
            yield from ((squeezed(head), Target((name,), rank)) for rank, head in enumerate(heads, 1))


@cache
def choices_of(model: type[BaseModel], name: str) -> Mapping[str, tuple[str, bool]]:
    """The choices of a field by what cells call them, and whether that is a usual word, not a value or a title."""
    slot = slot_at(model, (name,))
    words = {squeezed(word): (value, False) for value, word in _own_words(slot)}
    usual = usual_columns()["values"].get(name, {})
    known = {value for value, _ in words.values()}
    for value, others in usual.items():
        if value in known:
            words = {squeezed(word): (value, True) for word in others} | words
    return words


def _own_words(slot: Slot | None) -> Iterator[tuple[str, str]]:
    for choice in slot.choices if slot else ():
        yield from _words_of(choice)


def _words_of(choice: Choice) -> Iterator[tuple[str, str]]:
    return ((choice.value, word) for word in (choice.value, choice.title_en, choice.title_zh))


def starts_with(text: str, words: list[str]) -> bool:
    """Whether `text` is one of the words, or begins with one that ends there: `合计：3 条`, `Total (12)`, `合计3`."""
    plain = normalise_title(text)
    for word in map(normalise_title, words):
        rest = plain[len(word) :]
        if plain.startswith(word) and (not rest or _WORD_ENDS.match(rest) or rest[0].isdigit()):
            return True
    return False
