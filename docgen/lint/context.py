"""Turns a library, a kind and a format into what its templates may name: the names, labels and files they can use."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from docgen.audience import Audience
from docgen.errors import Finding
from docgen.field_sheet import FieldSheet
from docgen.field_sheet.sheet import KIND
from docgen.formats import FORMATS
from docgen.library.industries import Industry
from docgen.lint.problems import Notes
from docgen.lint.rules import RULES
from docgen.lint.text import syntax_hint
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
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Envelope
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case
from docgen.sources import readers_of

LANGUAGES = ("zh", "en", "zh+en")
GLOBALS: Mapping[str, Value] = {name: Function(name) for name in ("range", "dict", "cycler", "joiner", "namespace")}
"""What Jinja itself offers, in templates that are imported without context too."""

_STAMP = ("doc_id", "version", "date", "status", "id", "short_id", "generator", "template_name", "audience", "lead")
_TAG_AT_END = re.compile(r",? in (\{[{%](?:(?! in \{[{%]).)*[}%]\})$", re.DOTALL)


def checked_kinds() -> tuple[str, ...]:
    """What templates are checked for: the kinds of documents, and the hand-out on what their templates may write."""
    return (*KINDS, KIND)


def schema_of(kind: str) -> type[Envelope]:
    """The schema that the templates of `kind` are held against."""
    return FieldSheet if kind == KIND else model_for(kind)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the templates of one kind and format share while they are checked.

    `label_error` says what is wrong with a label's key, `has_asset` whether a file is in the library,
    `allowed` whether a word may stand in a template. `used` collects the fields that are read, as (model, field).
    """

    kind: str
    file_format: str
    notes: Notes
    label_error: Callable[[str], str]
    has_asset: Callable[[str], bool]
    allowed: Callable[[str], bool]
    used: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    @property
    def reads(self) -> Mapping[str, frozenset[Audience]]:
        """The names that `reads` has in these templates, each with the readers for whom it is true."""
        return readers_of(schema_of(self.kind))

    def names(self) -> dict[str, Value]:
        """All that a template may name, and what it is."""
        told: dict[str, Value] = {
            **GLOBALS,
            "doc": Model(schema_of(self.kind)),
            "stamp": Record("stamp", tuple((name, TEXT) for name in _STAMP)),
            "industry": self._entry(Industry, "industry"),
            "objections": ListOf(self._entry(Objection, "objections")),
            "cases": ListOf(self._entry(Case, "cases")),
            "legal": ListOf(self._entry(LegalBlock, "legal")),
            "language": Scalar("text", frozenset(LANGUAGES)),
            "audience": Scalar("text", frozenset(reader.value for reader in Audience)),
            "reads": Record("reads", tuple((name, Scalar("bool", readers=who)) for name, who in self.reads.items())),
        }
        told.update({name: Function(name) for name in FORMATS[self.file_format].functions})
        if self.file_format == "pptx":
            told["slide_total"] = TEXT
        if self.file_format == "pdf":
            told.update(html_lang=TEXT, brand=_brand())
        return told

    def _entry(self, model: type[BaseModel], name: str) -> Model:
        """An entry of the library, as far as this kind of document shows it."""
        shown = schema_of(self.kind).entry_fields[name]
        return Model(model, only=None if shown is None else frozenset(shown))


def known_code(finding: Finding, tag: str = "") -> tuple[str, str, str]:
    """An engine's finding by this check's code, its message and its hint: ours where it can be told from the tag."""
    code = finding.code
    message, named = split_tag(finding.message)
    if "No filter named" in finding.message or "No test named" in finding.message:
        code = "filter.unknown"
    elif code in {"template.macros", "template.active", "template.field"}:
        code = "template.unsafe"
    elif code not in RULES:
        code = "template.broken"
    is_misspelt = code in {"template.syntax", "template.unbalanced"}
    return code, finding.message, (syntax_hint(message, named or tag) if is_misspelt else "") or finding.hint


def split_tag(message: str) -> tuple[str, str]:
    """An engine's message and the tag that it ends with, if it names one."""
    found = _TAG_AT_END.search(message)
    return (message[: found.start()], found.group(1)) if found else (message, "")


def _brand() -> Value:
    colours = ("primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative")
    colours += ("accent_on_dark",)
    fonts = ("heading_latin", "heading_east_asian", "body_latin", "body_east_asian", "name")
    lists = ("pdf_fonts", "pdf_heading_fonts", "heading_fonts")
    fields: list[tuple[str, Value]] = [(name, TEXT) for name in (*colours, *fonts)]
    fields += [(name, ListOf(TEXT)) for name in lists]
    return Record("brand", (*fields, ("radius", Scalar("float")), ("rule", Scalar("float"))))


LOOP = (
    ("index", COUNT), ("index0", COUNT), ("revindex", COUNT), ("revindex0", COUNT), ("first", BOOL), ("last", BOOL),
    ("length", COUNT), ("depth", COUNT), ("depth0", COUNT),
    ("cycle", Function("cycle")), ("changed", Function("changed")),
)  # fmt: skip
"""What `loop` has in every loop, beside `previtem` and `nextitem`."""
