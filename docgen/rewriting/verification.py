"""Check that a rewritten template prints what it printed: render samples with both, for each audience."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

from docgen.audience import Audience
from docgen.copies import make_bindings, make_stamp, prepare_copy
from docgen.engines import engine_for
from docgen.errors import Finding, InputError, TemplateError
from docgen.library import Library
from docgen.library.layers import builtin_samples
from docgen.loading import load_document
from docgen.schemas.base import Envelope, Language
from docgen.templating import Template

_SUFFIXES = {".yaml", ".yml", ".json", ".xlsx", ".csv"}
_MOST, _LONGEST = 4, 120
_DAY = date(2026, 11, 30)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared: the kind, format and language of a template, its library, and its name in messages."""

    name: str
    kind: str
    file_format: str
    language: str
    library: Library

    def check(self, old: bytes, new: bytes) -> int:
        """Render both with the samples; return how many documents were compared.

        Raises TemplateError with the first difference, or what keeps a document from being rendered.
        """
        documents = list(self._samples())
        if not documents:
            raise TemplateError(Finding.of("fmt.no_sample", kind=self.kind).at(self.name))
        for path, document in documents:
            for audience in Audience:
                before, after = (self._words(document, audience, data) for data in (old, new))
                self._compare(before, after, f"{path.name}, {audience}")
        return len(documents) * len(Audience)

    def _samples(self) -> Iterator[tuple[Path, Envelope]]:
        """Samples of the kind, the company's first, then those in the template's language; all in that language."""
        folders = [layer / "samples" for layer in self.library.layers] + [builtin_samples()]
        paths = dict.fromkeys(path for folder in folders for path in sorted(folder.glob(f"{self.kind}.*")))
        files = [path for path in paths if path.suffix in _SUFFIXES and ".document." not in path.name]
        files.sort(key=lambda path: (path.parent == builtin_samples(), f".{self.language}." not in path.name))
        for path in files[:_MOST]:
            try:
                document = load_document(path, declared=self.library.declared).document
            except InputError:
                continue
            if self.language:
                document = document.model_copy(update={"language": Language(self.language)})
            yield path, document

    def _words(self, document: Envelope, audience: Audience, data: bytes) -> list[tuple[str, str]]:
        engine = engine_for(self.file_format)
        copy = prepare_copy(document, self.file_format, audience, self.library, _DAY)
        found = copy.found
        template = Template(
            self.name, data, str(hash(data)), found.read, found.read_asset, self.kind, self.library.declared
        )
        stamp = make_stamp(copy)
        rendered = engine.stamp(engine.render(template, make_bindings(copy, stamp)), stamp)
        pairs = (
            (place, " ".join(text.split())) for place, text in engine.searchable(rendered) if "docProps" not in place
        )
        return [(place, text) for place, text in pairs if text]

    def _compare(self, before: list[tuple[str, str]], after: list[tuple[str, str]], sample: str) -> None:
        for old, new in zip_longest(before, after, fillvalue=("", "")):
            if old[1] != new[1]:
                place, one, other = old[0] or new[0], old[1][:_LONGEST], new[1][:_LONGEST]
                different = Finding.of("fmt.different", place=place, sample=sample, before=one, after=other)
                raise TemplateError(different.at(self.name))
