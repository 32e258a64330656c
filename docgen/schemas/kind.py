"""The record of a kind of document: all that docgen knows of it beside its schema's fields."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.schemas.base import Envelope


@dataclass(frozen=True, slots=True)
class StarterHints:
    """What `docgen new` can't tell from the schema; fields are named by their path in the document, without indices.

    `examples` stand where the schema's own would not agree with their neighbours. `wanted` are optional fields that are
    not commented out. `items` are lists that need several items: the name of a field in them, and its value in each.
    """

    examples: Mapping[str, str] = field(default_factory=dict[str, str])
    wanted: Set[str] = frozenset()
    items: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict[str, tuple[str, Sequence[str]]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of document; two records are equal only if they are the same one, so that they can be keys.

    `name` is what its input files say under `kind`, and how its templates and samples are named. `schema` is a subclass
    of Envelope, or `module:Class`, imported when first asked for. `order` is its place where kinds are listed as a deal
    goes on; docgen's own have 10 to 60. `audience` is the reader that a new input file is for.

    `formats` and `readers` are those it is made in and for by a gallery and the demo; empty: all. `entries` are the
    fields that name entries of the library, each with its folder there: objections, cases or legal. `rows` is the field
    that a workbook or a CSV file gives, if the kind can be read from one. `trade_words` are further names of fields by
    path (`doc.handed_over_on`), by which `docgen template adopt` knows them.
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
        """Whether it is made in that format."""
        return not self.formats or file_format in self.formats

    def has_reader(self, reader: str) -> bool:
        """Whether it is made for that reader."""
        return not self.readers or reader in self.readers
