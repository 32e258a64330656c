"""Titles of fields: which field of which model a title or a path of titles in a tag means.

A title means a field of the innermost loop's item, else of the next loop's outwards, else of the document; there only
a title of the document itself, or a path (`乙方.简称`). Titles of both languages are known; case and width are exact.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Self, cast

from pydantic import BaseModel

from docgen.annotations import nested_models
from docgen.audience import marks_of_cached
from docgen.display import display_fields
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.kinds import KINDS, model_for, registered_digest
from docgen.templating import Template
from docgen.titles.shapes import Shape, field_shape

_DOT = re.compile(r"\s*\.\s*")
_MOST_STEPS, _MOST_NAMED = 6, 5


@dataclass(frozen=True, slots=True)
class Match:
    """A path in a tag that means a field: its `names`, where it ends in the tag's text, and what the field holds.

    `by_title`: whether its last step is a title, `has_title`: whether any is; `old` are former titles in it, each with
    the present one.
    """

    names: tuple[str, ...]
    end: int
    shape: Shape
    by_title: bool = False
    has_title: bool = False
    old: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A value whose fields are meant by their titles: its name in the template, its model, the titles of its list.

    Without a name, its fields are names of the template.
    """

    name: str
    model: type[BaseModel]
    titles: tuple[str, ...] = ()

    def path(self, match: Match) -> str:
        """The path by names that a match in it means."""
        return ".".join(filter(None, (self.name, *match.names)))


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles that templates of one kind may use; without a kind, those of library entries only.

    `state` is what compiled templates depend on besides docgen's code, for keys of caches: the kind and its schema's
    digest.
    """

    kind: str
    state: str
    declared: DeclaredFields = NO_FIELDS

    @classmethod
    def of(cls, kind: str, declared: DeclaredFields = NO_FIELDS) -> Self:
        """The titles of a kind, with a library's declared fields; an unknown one has only those."""
        if kind not in KINDS:
            return cls(kind, f"{kind} {declared.digest}".rstrip(), declared)
        return cls(kind, f"{kind} {registered_digest(kind)} {declared.digest}", declared)

    @classmethod
    def for_template(cls, template: Template) -> Self:
        """The titles that a template may use."""
        return cls.of(template.kind, cast("DeclaredFields", template.declared or NO_FIELDS))

    @property
    def document(self) -> type[BaseModel] | None:
        """The schema of the kind; None if it has none."""
        if self.kind in KINDS:
            return model_for(self.kind, self.declared)
        return _shape_at(*_SHEETS[self.kind]).model if self.kind in _SHEETS else None

    def have(self, text: str) -> bool:
        """Whether a field of any kind, declared ones too, or of a library's entries has the title `text`."""
        title = " ".join(text.translate(_QUOTES).split())
        return title in _all_titles(registered_digest()) or title in self.declared.titles

    def names(self) -> dict[str, Shape]:
        """The names of a template that hold models."""
        return {"doc": Shape(self.document), **_entries()}


ANY_TITLES = Titles("", "")
"""Those of no kind and without declared fields."""

_ENTRIES = {
    "industry": ("docgen.library.industries", "Industry", 0),
    "objections": ("docgen.schemas.playbook", "Objection", 1),
    "cases": ("docgen.schemas.proposal", "Case", 1),
    "legal": ("docgen.schemas.legal", "LegalBlock", 1),
}
"""The library's entries by their names in templates: module and name of the model, imported when titles are looked up,
and whether it is a list."""


_SHEETS = {"field_sheet": ("docgen.field_sheet.sheet", "FieldSheet", 0)}
"""The documents that are of no kind."""


@lru_cache(maxsize=1)
def _entries() -> Mapping[str, Shape]:
    return {name: _shape_at(*place) for name, place in _ENTRIES.items()}


def _shape_at(module: str, model: str, depth: int) -> Shape:
    return Shape(getattr(import_module(module), model), depth)


def titled_fields(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    """The fields of `model` as (name, English title, Chinese title), the display fields last."""
    for name, mark in marks_of_cached(model).items():
        yield name, mark.en, mark.zh
    for name, field in display_fields(model).items():
        yield name, field.en, field.zh


def former_titles(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    """The titles that fields of `model` had before, as (name, English title, Chinese title)."""
    for name, mark in marks_of_cached(model).items():
        yield from ((name, en, zh) for en, zh in mark.formerly)
    for name, field in display_fields(model).items():
        yield from ((name, en, zh) for en, zh in field.formerly)


@lru_cache(maxsize=2)
def _all_titles(state: str) -> frozenset[str]:
    """All titles, former ones too; `state` is what they depend on."""
    roots = [kind.model for kind in KINDS.values()] + [shape.model for shape in _entries().values() if shape.model]
    models = dict.fromkeys(model for root in roots for model in nested_models(root))
    return frozenset(key.text for model in models for key in _keys(model) if key.is_title)


@dataclass(frozen=True, slots=True)
class _Key:
    """A text that means a field of a model: its name, a title, or a former title with the present one in `now`."""

    text: str
    name: str
    pattern: re.Pattern[str]
    is_title: bool = True
    now: str = ""


@lru_cache(maxsize=512)
def _keys(model: type[BaseModel]) -> tuple[_Key, ...]:
    """All texts that mean a field. A title of a display field never takes over one of a field, nor a former one."""
    present = list(titled_fields(model))
    titles = {name: (en, zh) for name, en, zh in present}
    names = [_Key(name, name, re.compile(rf"{name}\b"), is_title=False) for name in titles]
    own = [_key(title, name) for name in marks_of_cached(model) for title in dict.fromkeys(titles[name])]
    known = {key.text for key in (*names, *own)}
    display = [_key(title, name) for name in display_fields(model) for title in dict.fromkeys(titles[name])]
    for is_display, keys in ((False, own), (True, display)):
        keys += [key for key in _former_keys(model, titles, is_display=is_display) if key.text not in known]
        known |= {key.text for key in own}
    return (*names, *own, *(key for key in display if key.text not in known))


def _former_keys(model: type[BaseModel], titles: Mapping[str, tuple[str, str]], *, is_display: bool) -> Iterator[_Key]:
    """The former titles of the fields of `model`, or of its display fields."""
    for name, *old in former_titles(model):
        if (name in display_fields(model)) == is_display:
            pairs = zip(old, titles[name], strict=True)
            yield from (_key(title, name, now) for title, now in dict.fromkeys(pairs))


def _key(title: str, name: str, now: str = "") -> _Key:
    words = title.translate(_QUOTES).split()
    return _Key(" ".join(words), name, re.compile(r"\s+".join(map(re.escape, words))), now=now)


_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def match_fields(model: type[BaseModel], text: str, start: int) -> Iterator[Match]:
    """Each path of names and titles from a value of `model` that `text` has at `start`; shorter ones too."""
    for key in _keys(model):
        found = key.pattern.match(text, start)
        if found is None:
            continue
        shape, old = field_shape(model, key.name), ((key.text, key.now),) if key.now else ()
        yield Match((key.name,), found.end(), shape, key.is_title, key.is_title, old)
        dot = _DOT.match(text, found.end())
        if dot and shape.item_model is not None:
            for rest in match_fields(shape.item_model, text, dot.end()):
                names, has_title = (key.name, *rest.names), key.is_title or rest.has_title
                yield replace(rest, names=names, has_title=has_title, old=(*old, *rest.old))


def match_item(level: Level, text: str, start: int) -> Iterator[Match]:
    """The paths that begin with the title of the list of which the level's value is an item (`报价分组.小计`)."""
    for title in level.titles:
        found = _key(title, "").pattern.match(text, start)
        dot = _DOT.match(text, found.end()) if found else None
        if dot:
            for match in match_fields(level.model, text, dot.end()):
                yield replace(match, has_title=True)


def suggest_title(title: str, levels: Sequence[Level]) -> Message | None:
    """The known title nearest to `title`, a path of any length to it included, or None."""
    known = [key.text for level in levels for key in _keys(level.model) if key.is_title and not key.now]
    head, dot, last = title.rpartition(".")
    near = nearest(title, known)
    if dot:
        for level in levels:
            inner = level.model if head == level.name else _model_at(level.model, head)
            found = nearest(last, [key.text for key in _keys(inner) if key.is_title]) if inner else None
            near = f"{head}.{found}" if found else near
    return message("title.as_is", title=near) if near else None


def _model_at(model: type[BaseModel], path: str) -> type[BaseModel] | None:
    """The model of the value that `path` means, from a value of `model`; None if it means none."""
    found = (match.shape.item_model for match in match_fields(model, path, 0) if match.end == len(path))
    return next(found, None)


def list_places(document: type[BaseModel] | None, title: str) -> list[Message]:
    """Where the fields below `document` are that have `title`, as paths to write; a few of them."""
    places = _places(document, title) if document is not None else iter(())
    return [_place(steps, in_list) for steps, in_list in islice(places, _MOST_NAMED)]


def _place(steps: tuple[str, ...], in_list: int) -> Message:
    """A path to write: by titles from the document, or from the item of its last list."""
    if not in_list:
        return message("title.as_is", title=".".join(steps))
    return message("title.in_loop", title=".".join(steps[in_list:]), of=".".join(steps[:in_list]))


def _places(document: type[BaseModel], title: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The paths by titles to the fields below `document` that have `title`, and how many steps its last list takes."""
    wanted, language = " ".join(title.split()), 0 if title.isascii() else 1
    pending: list[tuple[type[BaseModel], tuple[str, ...], int, tuple[type[BaseModel], ...]]] = [(document, (), 0, ())]
    for model, steps, in_list, around in pending:
        for name, *both in titled_fields(model):
            path = (*steps, both[language])
            if wanted in both:
                yield path, in_list
            shape = field_shape(model, name)
            if shape.model is not None and shape.model not in (*around, model) and len(path) < _MOST_STEPS:
                pending.append((shape.model, path, len(path) if shape.depth else in_list, (*around, model)))


def longest(matches: Iterable[Match]) -> list[Match]:
    """Those of the matches that end last, without duplicates: more than one is ambiguous."""
    found: dict[tuple[str, ...], Match] = {}
    for match in sorted(matches, key=lambda match: (match.end, not match.old), reverse=True):
        if not found or match.end == next(iter(found.values())).end:
            found.setdefault(match.names, match)
    return list(found.values())
