"""Allowances of lint.yaml: exceptions to the rules for a library's templates, each with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from docgen.library.layers import Layers
from docgen.library.source import Source, checked, read_yaml
from docgen.lint.context import schema_of
from docgen.lint.digests import LINT_FILE

Reason = Annotated[str, Field(min_length=1)]


class AllowanceFile(BaseModel):
    """The content of lint.yaml.

    `unprinted`: for a kind (`proposal`), a kind's format (`proposal.pptx`), `all` or `all.pptx`, the required fields,
    as `Model.field`, that no template prints. `words`: literal words that may occur in a template. `unused`: unused
    files of the template folders, by their path in the layer. In `unprinted`, `proposal.en.docx` names fields that the
    file of one language omits. `languages`: kinds with files for some languages only, as `docx/base/proposal`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unprinted: Mapping[str, Mapping[str, Reason]] = Field(default_factory=dict)
    words: Mapping[str, Reason] = Field(default_factory=dict)
    unused: Mapping[str, Reason] = Field(default_factory=dict)
    languages: Mapping[str, Reason] = Field(default_factory=dict)


@dataclass(slots=True)
class Allowances:
    """The allowances of all layers, and which of them apply."""

    unprinted: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    words: dict[str, str] = field(default_factory=dict[str, str])
    unused: dict[str, str] = field(default_factory=dict[str, str])
    languages: dict[str, str] = field(default_factory=dict[str, str])
    applied: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def allows_unprinted(self, of: str, name: str) -> bool:
        """Whether templates of `of`, a kind or a kind's format (`proposal.pptx`), may omit `Model.field`.

        An allowance of a kind holds for each of its formats. Those of `all` and `all.pptx` name fields of the
        outermost model as `Document.field`.
        """
        kind, dot, file_format = of.partition(".")
        model, _, field_name = name.partition(".")
        entries = [(of, name), (kind, name)]
        if model == schema_of(kind).__name__:
            entries += [(f"all{dot}{file_format}", f"Document.{field_name}"), ("all", f"Document.{field_name}")]
        return any(self._allow(*entry, entry in self.unprinted) for entry in entries)

    def allows_unused(self, path: str) -> bool:
        """Whether a file in a template folder may be unused."""
        return self._allow("unused", path, path in self.unused)

    def allows_languages(self, path: str) -> bool:
        """Whether a kind may have templates for some languages only; `path` is that of its templates, `docx/base/x`."""
        return self._allow("languages", path, path in self.languages)

    def unneeded(self) -> list[str]:
        """The allowances that apply to nothing, sorted."""
        words = {("words", word) for word in self.words}
        unused = {("unused", path) for path in self.unused}
        languages = {("languages", path) for path in self.languages}
        return sorted(f"{of}: {name}" for of, name in {*self.unprinted, *words, *unused, *languages} - self.applied)

    def _allow(self, of: str, name: str, is_there: bool) -> bool:
        if is_there:
            self.applied.add((of, name))
        return is_there


def read_allowances(library: Layers) -> Allowances:
    """Read the allowances of all layers. Raises LibraryError for an invalid lint.yaml."""
    found = Allowances()
    for path in library.find_all(LINT_FILE):
        file = _read(library, path)
        found.words.update(file.words)
        found.unused.update(file.unused)
        found.languages.update(file.languages)
        for kind, fields in file.unprinted.items():
            found.unprinted.update({(kind, name): reason for name, reason in fields.items()})
    return found


def _read(library: Layers, path: Path) -> AllowanceFile:
    source: Source = read_yaml(path, library.shown(path))
    return checked(AllowanceFile, source)
