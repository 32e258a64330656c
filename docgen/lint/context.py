"""Context of a check: the names, labels and files that templates of a kind and format may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from docgen.audience import Audience
from docgen.field_sheet import FieldSheet
from docgen.field_sheet.sheet import KIND
from docgen.formats import FORMATS
from docgen.library.industries import Industry
from docgen.lint.problems import ProblemList
from docgen.lint.values import (
    BOOL,
    COUNT,
    TEXT,
    ListOf,
    Model,
    Record,
    Scalar,
    Value,
)
from docgen.lint.values import Callable as Function
from docgen.messages import Message
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Envelope
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case
from docgen.sources import readers_of
from docgen.titles.lookup import Titles

LANGUAGES = ("zh", "en", "zh+en")
GLOBALS: Mapping[str, Value] = {name: Function(name) for name in ("range", "dict", "cycler", "joiner", "namespace")}
"""Jinja's own globals, which templates imported without context have too."""

_STAMP = ("doc_id", "version", "date", "status", "id", "short_id", "generator", "template_name", "audience", "lead")


def checked_kinds() -> tuple[str, ...]:
    """The kinds whose templates are checked: those of documents, and the field sheet."""
    return (*KINDS, KIND)


def schema_of(kind: str, declared: DeclaredFields = NO_FIELDS) -> type[Envelope]:
    """The schema that templates of `kind` are checked against, with the `declared` fields of the library."""
    return FieldSheet if kind == KIND else model_for(kind, declared)


@dataclass(frozen=True, slots=True)
class LintContext:
    """What all parts of one template's check share.

    `schema` and `titles` are those of the template's kind. `has_label(key)`: whether there is a label with that key;
    `suggest_label(key)` is the hint if there is none; `has_asset(path)`: whether a file is in the library;
    `allowed(word)`: whether a literal word may occur. `used` collects the fields that are read, as (model, field).
    """

    kind: str
    schema: type[Envelope]
    titles: Titles
    file_format: str
    problems: ProblemList
    has_label: Callable[[str], bool]
    suggest_label: Callable[[str], Message | None]
    has_asset: Callable[[str], bool]
    allowed: Callable[[str], bool]
    used: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    @property
    def reads(self) -> Mapping[str, frozenset[Audience]]:
        """The names of `reads` in these templates, each with the audiences for which it is true."""
        return readers_of(self.schema)

    def names(self) -> dict[str, Value]:
        """The global names of a template with their values."""
        names: dict[str, Value] = {
            **GLOBALS,
            "doc": Model(self.schema),
            "stamp": Record("stamp", tuple((name, TEXT) for name in _STAMP)),
            "industry": self._entry(Industry, "industry"),
            "objections": ListOf(self._entry(Objection, "objections")),
            "cases": ListOf(self._entry(Case, "cases")),
            "legal": ListOf(self._entry(LegalBlock, "legal")),
            "language": Scalar("text", frozenset(LANGUAGES)),
            "audience": Scalar("text", frozenset(audience.value for audience in Audience)),
            "reads": Record(
                "reads", tuple((name, Scalar("bool", audiences=audiences)) for name, audiences in self.reads.items())
            ),
        }
        names.update({name: Function(name) for name in FORMATS[self.file_format].functions})
        if self.file_format == "pptx":
            names["slide_total"] = TEXT
        if self.file_format == "pdf":
            names.update(html_lang=TEXT, brand=_brand())
        return names

    def _entry(self, model: type[BaseModel], name: str) -> Model:
        """An entry of the library with the fields that this kind of document shows."""
        shown = self.schema.entry_fields[name]
        return Model(model, only=None if shown is None else frozenset(shown))


def _brand() -> Value:
    colours = ("primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative")
    colours += ("accent_on_dark",)
    fonts = ("heading_latin", "heading_east_asian", "body_latin", "body_east_asian", "name")
    lists = ("pdf_fonts", "pdf_heading_fonts", "heading_fonts")
    fields: list[tuple[str, Value]] = [(name, TEXT) for name in (*colours, *fonts)]
    fields += [(name, ListOf(TEXT)) for name in lists]
    fields += [(name, Scalar("float")) for name in ("radius", "rule")]
    fields += [(name, BOOL) for name in ("has_logo", "has_logo_on_dark")]
    return Record("brand", tuple(fields))


LOOP_FIELDS = (
    ("index", COUNT), ("index0", COUNT), ("revindex", COUNT), ("revindex0", COUNT), ("first", BOOL), ("last", BOOL),
    ("length", COUNT), ("depth", COUNT), ("depth0", COUNT),
    ("cycle", Function("cycle")), ("changed", Function("changed")),
)  # fmt: skip
"""The attributes of `loop`, besides `previtem` and `nextitem`."""
