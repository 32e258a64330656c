"""Read fields.yaml: the fields that a company declares for its documents, by kind and place."""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from docgen.audience import Audience, marks_of_cached
from docgen.display import display_fields
from docgen.errors import Finding, LibraryError
from docgen.library.layers import FIELDS, Layers
from docgen.library.problems import problem_finding
from docgen.library.source import Source, parse_yaml, read_text
from docgen.messages import Message, message
from docgen.nearest import suggest
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Text
from docgen.schemas.declared import NO_FIELDS, DeclaredField, DeclaredFields, DeclaredType
from docgen.schemas.extension import field_type, nested_model
from docgen.schemas.slots import normalise_title

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_WORDS_OF_TEMPLATES = frozenset({"true", "false", "none", "loop", "self", "super", "varargs", "kwargs"})
_MOST_CHARACTERS = 60
_ITSELF = "."


class _Titles(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Text
    zh: Text


class _Entry(_Titles):
    """What fields.yaml says of one field."""

    type: DeclaredType
    reader: Audience
    description: Text | None = None
    example: Text | tuple[Text, ...] | None = None
    required: bool = False
    values: dict[Text, _Titles] = {}


def read_fields(library: Layers) -> DeclaredFields:
    """The fields declared in the topmost fields.yaml; none if there is no such file, or it has only comments.

    Raises LibraryError with every fault and its line.
    """
    path = library.find(FIELDS)
    if path is None:
        return NO_FIELDS
    shown = library.shown(path)
    text = read_text(path, shown, library.read(path))
    if all(line.strip() in ("", "---") or line.lstrip().startswith("#") for line in text.splitlines()):
        return NO_FIELDS
    reading = _Reading(parse_yaml(text, shown))
    declared = reading.read()
    if reading.problems:
        raise LibraryError(reading.problems)
    return declared


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a kind's documents, as fields.yaml writes it, with its path and model."""

    kind: str
    written: str
    path: tuple[str, ...]
    model: type[BaseModel]

    def key(self, *steps: str) -> tuple[str, ...]:
        """The path of a field, or of a part of it, in fields.yaml."""
        return self.kind, self.written, *steps


class _Reading:
    """One reading of a fields.yaml; collects `problems`."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Finding] = []
        self._source = source

    def read(self) -> DeclaredFields:
        """The fields without faults."""
        declared = NO_FIELDS
        for place in self._places():
            known = _known_words(place.model)
            for name, content in self._group(self._source.data[place.kind], place.written, place.key()):
                field = self._field(place, name, content, known)
                if field is not None:
                    declared = declared.with_field(place.kind, place.path, field)
        return declared

    def _places(self) -> Iterator[_Place]:
        for kind, content in self._source.data.items():
            if kind not in KINDS:
                self._report((kind,), "kind", suggest(kind, KINDS), name=kind)
                continue
            for written in dict(self._group(self._source.data, kind, (kind,))):
                place = self._place(kind, written)
                if place is not None and cast("Mapping[str, Any]", content):
                    yield place

    def _group(self, content: Mapping[str, Any], name: str, key: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
        """The members of the group `name`; none, with a problem, if it isn't a group."""
        inner = content[name]
        if isinstance(inner, dict) and inner:
            return cast("dict[str, Any]", inner).items()
        self._report(key, "no_place" if len(key) == 1 else "group", name=name)
        return ()

    def _place(self, kind: str, written: str) -> _Place | None:
        """The place `.` or `pricing.lines`; None, with a problem, if the kind has no such group."""
        model: type[BaseModel] = model_for(kind)
        path = () if written == _ITSELF else tuple(written.split("."))
        for number, step in enumerate(path):
            inner = nested_model(model, step)
            if inner is None:
                self._report_place(kind, written, ".".join(path[:number]) or kind, model, step)
                return None
            model = inner
        return _Place(kind, written, path, model)

    def _report_place(self, kind: str, written: str, owner: str, model: type[BaseModel], step: str) -> None:
        if step in model.model_computed_fields:
            self._report((kind, written), "place_computed", step=step, owner=owner)
        elif step in model.model_fields:
            self._report((kind, written), "place_value", step=step, owner=owner)
        else:
            groups = [name for name in model.model_fields if nested_model(model, name)]
            self._report((kind, written), "place", suggest(step, groups), step=step, owner=owner)

    def _field(self, place: _Place, name: str, content: object, known: dict[str, str]) -> DeclaredField | None:
        """The field `name`; None if it has a fault. `known` are the model's words, to which its own are added."""
        before = len(self.problems)
        self._check_name(place, name, known)
        entry = self._entry(place, name, content)
        if entry is not None:
            self._check_titles(place, name, entry, known)
            self._check_values(place, name, entry)
        if entry is None or len(self.problems) > before:
            return None
        values = tuple((value, titles.en, titles.zh) for value, titles in entry.values.items())
        field = DeclaredField(
            name=name,
            en=entry.en,
            zh=entry.zh,
            type=entry.type,
            reader=entry.reader,
            description=entry.description or "",
            example=entry.example,
            is_required=entry.required,
            values=values,
        )
        self._check_example(place, field)
        return field

    def _entry(self, place: _Place, name: str, content: object) -> _Entry | None:
        try:
            return TypeAdapter(_Entry).validate_python(content)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                location = tuple(str(step) for step in detail["loc"] if step != "[key]")
                file, line = self._source.place(place.key(name, *location))
                found = problem_finding(detail, _Entry, file, line)
                self.problems.append(replace(found, code="library.fields", place=_shown(place.key(name, *location))))
            return None

    def _check_name(self, place: _Place, name: str, known: dict[str, str]) -> None:
        is_reserved = keyword.iskeyword(name) or name in _WORDS_OF_TEMPLATES or name.startswith("model_")
        if not _NAME.fullmatch(name) or len(name) > _MOST_CHARACTERS:
            self._report(place.key(name), "name", name=name[:_MOST_CHARACTERS], limit=_MOST_CHARACTERS)
        elif (other := known.get(normalise_title(name))) is not None:
            self._report(place.key(name), "name_taken", name=name, other=other)
        elif is_reserved or hasattr(place.model, name):
            self._report(place.key(name), "reserved", name=name)
        known.setdefault(normalise_title(name), name)

    def _check_titles(self, place: _Place, name: str, entry: _Entry, known: dict[str, str]) -> None:
        for language, title in (("en", entry.en), ("zh", entry.zh)):
            other = known.setdefault(normalise_title(title), name)
            if other != name:
                self._report(place.key(name, language), "title_taken", title=title, other=other)

    def _check_values(self, place: _Place, name: str, entry: _Entry) -> None:
        if entry.type is DeclaredType.choice and not entry.values:
            self._report(place.key(name), "values", name=name)
        if entry.type is not DeclaredType.choice and entry.values:
            self._report(place.key(name, "values"), "values_other", name=name, type=entry.type.value)
        seen: dict[str, str] = {}
        for value, titles in entry.values.items():
            for word in dict.fromkeys(map(normalise_title, (value, titles.en, titles.zh))):
                if seen.setdefault(word, value) != value:
                    self._report(place.key(name, "values", value), "values_twice", word=word, other=seen[word])

    def _check_example(self, place: _Place, field: DeclaredField) -> None:
        if field.example is None:
            return
        try:
            TypeAdapter(field_type(field)).validate_python(field.example)
        except ValidationError:
            shown = field.example if isinstance(field.example, str) else ", ".join(field.example)
            wanted = message("term.either", en=field.type.title_en, zh=field.type.title_zh)
            self._report(place.key(field.name, "example"), "example", example=shown[:_MOST_CHARACTERS], type=wanted)

    def _report(self, key: tuple[str, ...], fault: str, hint: Message | None = None, **values: Any) -> None:
        file, line = self._source.place(key)
        found = Finding.of(f"library.fields:{fault}", hint=hint, **values)
        self.problems.append(found.at(file, line, 1, _shown(key)))


def _shown(key: tuple[str, ...]) -> str:
    """The path of a field for display: `minutes.actions.ticket`; the document itself has no name."""
    return ".".join(step for step in key if step != _ITSELF)


def _known_words(model: type[BaseModel]) -> dict[str, str]:
    """The names and titles of a model's fields, computed and display fields too, each with the name of its field."""
    marks = {**{name: field.mark(model) for name, field in display_fields(model).items()}, **marks_of_cached(model)}
    names = {normalise_title(name): name for name in marks}
    titles = {normalise_title(title): name for name, mark in marks.items() for title in (mark.en, mark.zh)}
    return {**titles, **names}
