"""Turns a library's lint.yaml into what its templates may do against the rules, each with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from docgen.library.layers import Layers
from docgen.library.source import Source, checked, read_yaml
from docgen.lint.context import schema_of
from docgen.lint.digests import FILE

Reason = Annotated[str, Field(min_length=1)]


class AllowanceFile(BaseModel):
    """What lint.yaml may hold.

    `unprinted`: for a kind (`proposal`), a kind's format (`proposal.pptx`), `all` or `all.pptx` the required fields, as
    `Model.field`, that no template prints. `words`: words that may stand in a template. `unused`: files of a template
    folder, by their path in the layer, that nothing uses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unprinted: Mapping[str, Mapping[str, Reason]] = Field(default_factory=dict)
    words: Mapping[str, Reason] = Field(default_factory=dict)
    unused: Mapping[str, Reason] = Field(default_factory=dict)


@dataclass(slots=True)
class Allowances:
    """The allowances of all layers, and which of them were needed."""

    unprinted: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    words: dict[str, str] = field(default_factory=dict[str, str])
    unused: dict[str, str] = field(default_factory=dict[str, str])
    needed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def allows_unprinted(self, of: str, told: str) -> bool:
        """Whether no template of `of`, a kind or a kind's format (`proposal.pptx`), needs to print `Model.field`.

        What is allowed to a kind is to each of its formats. `all` and `all.pptx` speak of `Document.field`, whatever
        the outermost model is called.
        """
        kind, dot, file_format = of.partition(".")
        model, _, field_name = told.partition(".")
        entries = [(of, told), (kind, told)]
        if model == schema_of(kind).__name__:
            entries += [(f"all{dot}{file_format}", f"Document.{field_name}"), ("all", f"Document.{field_name}")]
        return any(self._take(*entry, entry in self.unprinted) for entry in entries)

    def allows_unused(self, path: str) -> bool:
        """Whether a file may lie in a template folder without use."""
        return self._take("unused", path, path in self.unused)

    def idle(self) -> list[str]:
        """The allowances that nothing needed, in order."""
        told = {*self.unprinted, *(("words", word) for word in self.words), *(("unused", path) for path in self.unused)}
        return sorted(f"{of}: {name}" for of, name in told - self.needed)

    def _take(self, of: str, name: str, is_there: bool) -> bool:
        if is_there:
            self.needed.add((of, name))
        return is_there


def read_allowances(library: Layers) -> Allowances:
    """The allowances of every layer together. Raises LibraryError for a lint.yaml that is not as it should be."""
    found = Allowances()
    for path in library.find_all(FILE):
        told = _read(library, path)
        found.words.update(told.words)
        found.unused.update(told.unused)
        for kind, fields in told.unprinted.items():
            found.unprinted.update({(kind, name): reason for name, reason in fields.items()})
    return found


def _read(library: Layers, path: Path) -> AllowanceFile:
    source: Source = read_yaml(path, library.shown(path))
    return checked(AllowanceFile, source)
