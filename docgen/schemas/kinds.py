"""Registry of the kinds of document: the built-in ones and those that other programs register."""

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from docgen.file_names import is_id

if TYPE_CHECKING:
    from docgen.schemas.base import Envelope
    from docgen.schemas.declared import DeclaredFields


@dataclass(frozen=True, slots=True)
class StarterHints:
    """What `docgen new` can't derive from the schema. Fields are named by their path in the document, without indices.

    `examples` replace those of the schema that wouldn't agree with other fields. `wanted` are optional fields that are
    not commented out. `items` are lists that need several items: the name of a field in them, and its value in each.
    """

    examples: Mapping[str, str] = field(default_factory=dict[str, str])
    wanted: Set[str] = frozenset()
    items: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict[str, tuple[str, Sequence[str]]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of document. Records compare by identity, so that they can be keys.

    `name` is the value of `kind` in input files, and the name of templates and samples. `schema` is a subclass of
    Envelope, or `module:Class`, imported on first use. `order` sorts lists of kinds by the steps of a deal; built-in
    kinds have 10 to 60. `audience` is the default audience of a new input file.

    `formats` and `readers` are the formats and audiences that a gallery and the demo render; empty: all. `entries` are
    the fields that name library entries, each with its folder: objections, cases or legal. `rows` is the field that is
    read from a workbook or CSV file, if any. `trade_words` are further names of fields by path
    (`doc.handed_over_on`), by which `docgen template adopt` recognises them.
    """

    name: str
    schema: "type[Envelope] | str"
    title_en: str
    title_zh: str
    order: int
    audience: str = "internal"
    formats: Sequence[str] = ()
    readers: Sequence[str] = ()
    entries: Mapping[str, str] = field(default_factory=dict[str, str])
    rows: str = ""
    starter: StarterHints = field(default_factory=StarterHints)
    trade_words: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])

    @property
    def model(self) -> "type[Envelope]":
        """The schema, imported."""
        if not isinstance(self.schema, str):
            return self.schema
        module, _, name = self.schema.partition(":")
        return getattr(import_module(module), name)

    def has_format(self, file_format: str) -> bool:
        """Whether it is rendered in that format."""
        return not self.formats or file_format in self.formats

    def has_reader(self, reader: str) -> bool:
        """Whether it is rendered for that audience."""
        return not self.readers or reader in self.readers


_BUILT_IN = (
    Kind(
        name="lead_register",
        schema="docgen.schemas.lead_register:LeadRegister",
        title_en="Lead-source register",
        title_zh="线索来源登记表",
        order=10,
        rows="rows",
    ),
    Kind(
        name="minutes",
        schema="docgen.schemas.minutes:Minutes",
        title_en="Negotiation minutes",
        title_zh="谈判纪要",
        order=50,
        audience="client",
        entries={"legal": "legal"},
        starter=StarterHints(
            examples={"date": "2026-12-01"},
            items={"attendees": ("side", ("client", "seller")), "signatures": ("side", ("client", "seller"))},
        ),
    ),
    Kind(
        name="needs_analysis",
        schema="docgen.schemas.needs_analysis:NeedsAnalysis",
        title_en="Needs-analysis report",
        title_zh="客户需求分析报告",
        order=30,
        audience="client",
    ),
    Kind(
        name="playbook",
        schema="docgen.schemas.playbook:Playbook",
        title_en="Objection playbook",
        title_zh="异议处理手册",
        order=60,
        entries={"include": "objections", "objections": "objections"},
        starter=StarterHints(wanted=frozenset({"include"})),
    ),
    Kind(
        name="proposal",
        schema="docgen.schemas.proposal:Proposal",
        title_en="Tailored proposal",
        title_zh="定制化解决方案",
        order=40,
        audience="client",
        entries={"objections": "objections", "cases": "cases", "legal": "legal"},
        starter=StarterHints(
            examples={"payment_terms.share": "1"}, wanted=frozenset({"valid_until", "payment_terms.share"})
        ),
    ),
    Kind(
        name="screening",
        schema="docgen.schemas.screening:Screening",
        title_en="Screening sheet",
        title_zh="线索初筛评估表",
        order=20,
        starter=StarterHints(items={"criteria": ("name", ("industry_fit", "budget", "urgency", "decision_chain"))}),
    ),
)
_ALL = {kind.name: kind for kind in _BUILT_IN}
_REGISTERED: dict[str, Kind] = {}
_RESERVED = frozenset({"field_sheet", "case", "industry", "legal", "objection"})
"""Names that `docgen template fields` uses for other things."""
_FOLDERS = frozenset({"objections", "cases", "legal"})

KINDS: Mapping[str, Kind] = MappingProxyType(_ALL)
"""Live mapping of all kinds by name: the built-in ones, then the registered ones. Don't copy it."""


def kinds() -> Mapping[str, Kind]:
    """All kinds of document by name: the built-in ones, then the registered ones."""
    return KINDS


def register_kind(kind: Kind) -> None:
    """Register a custom kind in this process and in the processes that docgen starts.

    Its schema is a subclass of Envelope that narrows `kind` to the name and marks each field (docgen.audience). Its
    templates and samples are in a company's library. Raises ValueError for a name that is taken or not a valid file
    name, a schema of another kind, an unknown folder of entries, or a second kind that is read from tables.
    """
    problems: list[str] = []
    if not is_id(kind.name) or kind.name in _RESERVED or kind.name in KINDS:
        problems.append(f"{kind.name!r} can't be a kind's name, or is taken; known are {', '.join(KINDS)}")
    if not isinstance(kind.schema, str):
        from docgen.annotations import options_of  # noqa: PLC0415 - a list of the kinds needs no pydantic

        field = kind.schema.model_fields.get("kind")
        if field is None or [option.words for option in options_of(field.annotation)] != [(kind.name,)]:
            problems.append(f"{kind.schema.__name__}.kind must be Literal[{kind.name!r}]")
    if unknown := set(kind.entries.values()) - _FOLDERS:
        problems.append(f"no folder of entries {', '.join(sorted(unknown))}; there are {', '.join(sorted(_FOLDERS))}")
    if kind.rows:
        problems.append(f"tables are read as {table_kind().name} already")
    if problems:
        raise ValueError("; ".join(problems))
    _ALL[kind.name] = _REGISTERED[kind.name] = kind


def unregister_kind(name: str) -> None:
    """Remove a registered kind. Raises KeyError for any other name; built-in kinds can't be removed."""
    del _REGISTERED[name]
    del _ALL[name]


def model_for(kind: str, declared: "DeclaredFields | None" = None) -> "type[Envelope]":
    """Schema of `kind`, with the fields that a library declares for it. Raises KeyError for an unknown kind."""
    model, extension = KINDS[kind].model, declared.of(kind) if declared else None
    if extension is None:
        return model
    from docgen.schemas.extension import extended_model  # noqa: PLC0415 - a list of the kinds needs no pydantic

    return extended_model(model, extension)


def table_kind() -> Kind:
    """The kind that workbooks and CSV files are read as."""
    return next(kind for kind in KINDS.values() if kind.rows)


def registered_kinds() -> tuple[Kind, ...]:
    """The kinds that are not built in."""
    return tuple(_REGISTERED.values())


def registered_digest(name: str = "") -> str:
    """SHA-256 of the schemas of all registered kinds, or of one; empty if there are none, or it is built in.

    Cache keys need it besides the digest of docgen's code, which doesn't cover these schemas.
    """
    found = [kind for kind in registered_kinds() if name in ("", kind.name)]
    return hashlib.sha256("".join(_digest(kind.model) for kind in found).encode()).hexdigest() if found else ""


@lru_cache(maxsize=64)
def _digest(model: "type[Envelope]") -> str:
    shown = {name: only if only is None else sorted(only) for name, only in model.entry_fields.items()}
    facts = [model.model_json_schema(), model.model_json_schema(mode="serialization"), shown]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
