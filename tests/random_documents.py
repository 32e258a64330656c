"""Random documents of every kind, and random libraries for them, in which each text is a mark of its own."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from conftest import SAMPLES, loaded
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML

from docgen.audience import Choice, marks_of
from docgen.library import find_case, find_legal, find_objection, list_cases, list_legal, list_objections, open_library
from docgen.library.editions import new_public_id
from docgen.library.industries import find_industry

MARK = re.compile(r"Zq[a-z]{6}")
"""Every text of a random document is made of such marks, each of which occurs at one place."""

_LETTERS = "bcdfghjkmnprstvwxz"
_FIXED = {
    "kind", "version", "language", "governing_language", "industry", "industries", "cases", "legal", "objections",
    "include", "currency", "credit_code", "rule_version", "email", "mobile", "phone", "alternative_to", "duplicate_of",
    "group", "motif", "accent", "public_id",
}  # fmt: skip
_REFERENCES = re.compile(r"(^|_)(id|ids|no|number|reports_to|pains?|pain_ids|must_pains|sku)$")
Path_ = tuple[str | int, ...]


@dataclass
class Marks:
    """Gives out marks, each once."""

    random: Random
    given: set[str] = field(default_factory=set[str])

    def new(self) -> str:
        """A mark that was not given yet."""
        while True:
            mark = "Zq" + "".join(self.random.choice(_LETTERS) for _ in range(6))
            if mark not in self.given:
                self.given.add(mark)
                return mark

    def text(self, *, markdown: bool = False) -> str:
        """A text of one to three marks."""
        words = [self.new() for _ in range(self.random.choice((1, 1, 2, 3)))]
        return f"**{words[0]}** " + " ".join(words[1:]) if markdown and self.random.random() < 0.3 else " ".join(words)


@dataclass
class _Draft:
    """The plain data of a document as its file holds them, and what its schema makes of them."""

    model: type[BaseModel]
    data: dict[str, Any]
    random: Random
    marks: Marks

    def document(self) -> Any:
        """The document. Raises ValidationError."""
        return self.model.model_validate(deepcopy(self.data))

    def leaves(self) -> Iterator[tuple[Path_, Any]]:
        """Each value that the data give, as the schema reads it."""
        read = dict(_leaves(self.document().model_dump(mode="python")))
        return ((path, read[path]) for path, _ in _leaves(self.data) if read.get(path) is not None)

    def change(self, changes: list[tuple[Path_, Any]]) -> None:
        """Make as many of the changes as the schema takes together."""
        before = deepcopy(self.data)
        for path, value in changes:
            _put(self.data, path, value)
        try:
            self.document()
        except ValidationError as error:
            self.data = before
            left = _without_refused(changes, error)
            if len(left) == len(changes):
                half = len(changes) // 2
                self.change(changes[:half]) if half else None
                left = changes[half:] if half else []
            if left:
                self.change(left)


def random_document(kind: str, random: Random, marks: Marks) -> Any:
    """A document of `kind` that its schema takes, from a sample: other texts, figures, choices, and things left out.

    The entries that it names are of a random library.
    """
    sample = random.choice([path for path in SAMPLES if path.name.startswith(f"{kind}.")])
    model = type(loaded(sample))
    draft = _Draft(model, deepcopy(_plain(sample)), random, marks)
    _take_entries(draft)
    for change in (_shorten, _take_values, _take_values, _take_names, _take_texts):
        change(draft)
    draft.data |= {"audience": "client", "title": marks.new()}
    return draft.document()


@cache
def _plain(sample: Path) -> dict[str, Any]:
    if sample.suffix == ".yaml":
        return YAML(typ="base").load(sample)
    data = _listed(loaded(sample).model_dump(mode="python", round_trip=True))
    return {**data, "rows": data["rows"][:40]}


def _listed(value: Any) -> Any:
    """Plain data with lists for tuples."""
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


def _take_entries(draft: _Draft) -> None:
    """Entries of the random library, of which there are three of each sort."""
    names = {"cases": "case", "objections": "objection", "include": "objection", "legal": "legal"}
    for name, noun in names.items():
        if name in draft.data and not (name == "objections" and draft.data["kind"] == "playbook"):
            ids = [f"{noun}-{number}" for number in range(3)]
            draft.data[name] = draft.random.sample(ids, draft.random.randint(1, 3))


def _without_refused(changes: list[tuple[Path_, Any]], error: ValidationError) -> list[tuple[Path_, Any]]:
    named = [tuple(problem["loc"]) for problem in error.errors() if problem["loc"]]
    return [change for change in changes if not any(_meet(change[0], loc) for loc in named)]


def _meet(one: Path_, other: Path_) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _put(data: Any, path: Path_, value: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


def _leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, (*path, name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    else:
        yield path, value


def _name(path: Path_) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shorten(draft: _Draft) -> None:
    """Some lists cut, some values left out, one at a time, as others may need them."""
    random = draft.random
    lists = list(_lists(draft.data))
    for path, value in random.sample(lists, min(len(lists), 6)):
        if _at(draft.data, path) == value:
            draft.change([(path, value[: random.randint(1, len(value))])])
    leaves = [path for path, _ in _leaves(draft.data) if isinstance(path[-1], str) and path[-1] not in _FIXED]
    for path in random.sample(leaves, min(len(leaves), 12)):
        draft.change([(path, None)])


def _lists(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, list[Any]]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _lists(item, (*path, name))
    elif isinstance(value, list) and value:
        yield path, value


def _at(value: Any, path: Path_) -> Any:
    for step in path:
        value = value[step]
    return value


def _take_values(draft: _Draft) -> None:
    """Other figures and choices for about half of those there are."""
    random = draft.random
    changes: list[tuple[Path_, Any]] = []
    for path, value in draft.leaves():
        if _name(path) in _FIXED or random.random() < 0.5:
            continue
        if isinstance(value, Choice):
            changes.append((path, random.choice(list(type(value))).value))
        elif isinstance(value, Decimal) and abs(value) > 1:
            changes.append((path, str(Decimal(random.randint(1001, 98999)) / random.choice((1, 1, 100)))))
    draft.change(changes)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Choice)


def _take_names(draft: _Draft) -> None:
    """Other ids, each the same wherever it is."""
    renamed: dict[str, str] = {}
    changes: list[tuple[Path_, Any]] = []
    for path, value in draft.leaves():
        if _is_text(value) and _REFERENCES.search(_name(path)) and not set(path) & _FIXED:
            renamed.setdefault(value, draft.marks.new())
            changes.append((path, renamed[value]))
    draft.change(changes)


def _take_texts(draft: _Draft) -> None:
    markdown = _markdown_paths(draft.document())
    changes: list[tuple[Path_, Any]] = []
    for path, value in draft.leaves():
        is_fixed = _name(path) in _FIXED or _REFERENCES.search(_name(path))
        if _is_text(value) and not is_fixed:
            changes.append((path, draft.marks.text(markdown=path in markdown)))
    draft.change(changes)


def _markdown_paths(value: Any, path: Path_ = ()) -> set[Path_]:
    found: set[Path_] = set()
    if isinstance(value, BaseModel):
        for name, mark in marks_of(type(value)).items():
            if name in type(value).model_fields:
                inner = getattr(value, name)
                found |= {(*path, name)} if mark.markdown else _markdown_paths(inner, (*path, name))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            found |= _markdown_paths(item, (*path, index))
    return found


def random_library(folder: Path, random: Random, marks: Marks) -> None:
    """A library of three objections, cases and clauses in each language, and the samples' industries in other words."""
    for language in ("zh", "en"):
        for number in range(3):
            for noun, shelf, entry in _shipped_entries(language, number):
                data = _other_entry(entry, random, marks)
                data.pop("language", None) if noun != "case" else data.update(language=language)
                _write(folder / shelf / f"{noun}-{number}.{language}.md", data, front=True)
    for industry in sorted({loaded(path).industry for path in SAMPLES}):
        entry = find_industry(open_library(), industry)
        data = entry.model_dump(mode="json")
        for path, value in list(_leaves(data)):
            if isinstance(value, str) and path[-1] in ("en", "zh") and path[0] != "name":
                _put(data, path, marks.text())
        data |= {"public_id": new_public_id(), "owner": marks.new()}
        _write(folder / "industries" / f"{industry}.yaml", data, front=False)


@cache
def _shipped_ids() -> dict[str, tuple[str, ...]]:
    library = open_library()
    return {"objection": list_objections(library), "case": list_cases(library), "legal": list_legal(library)}


def _shipped_entries(language: str, number: int) -> Iterator[tuple[str, str, Any]]:
    library, ids = open_library(), _shipped_ids()
    find: dict[str, tuple[str, Callable[..., Any]]] = {
        "objection": ("objections", find_objection), "case": ("cases", find_case), "legal": ("legal", find_legal),
    }  # fmt: skip
    for noun, (shelf, found) in find.items():
        yield noun, shelf, found(library, ids[noun][number], "base", language)


def _other_entry(entry: Any, random: Random, marks: Marks) -> dict[str, Any]:
    markdown = _markdown_paths(entry)
    data = entry.model_dump(mode="json", round_trip=True)
    for path, value in list(_leaves(data)):
        if not isinstance(value, str) or _name(path) in _KEPT:
            continue
        _put(data, path, marks.text(markdown=path in markdown))
    given = {name: None for name in ("objection_id", "legal_id", "case_id") if name in data}
    data = {name: value for name, value in {**data, **given}.items() if value is not None}
    if "permission" in data:
        data |= {"permission": random.random() < 0.5, "client_name": marks.text(), "named_until": "2027-12-31"}
    if "do_not_say" in data:
        data |= {"internal_script": marks.text(), "concession_rules": marks.text(), "do_not_say": [marks.text()]}
        data |= {"usage": random.randint(1001, 98999), "escalation": marks.text(), "full_script": marks.text()}
    if "applies_when" in data:
        data |= {"notes": marks.text(), "version": "3.2"}
    return {**data, "status": "approved", "public_id": new_public_id()}


_KEPT = {
    "version", "category", "genuineness", "stage", "status", "approved_on", "review_by", "valid_until", "named_until",
    "language", "industry", "industries", "public_id", "success_rate",
}  # fmt: skip


def _write(path: Path, data: dict[str, Any], *, front: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    yaml = YAML(typ="safe")
    yaml.allow_unicode = True
    with path.open("w", encoding="utf-8") as file:
        file.write("---\n" if front else "")
        yaml.dump(data, file)
        file.write("---\n" if front else "")
