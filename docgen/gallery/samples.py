"""Turns the sample inputs, a company's own and those that docgen brings, into what templates are shown with."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import DocgenError, Finding
from docgen.library import Library
from docgen.library.layers import builtin_layer, builtin_samples
from docgen.loading import load_document
from docgen.nearest import suggestion
from docgen.schemas.base import kind_of

FOLDER = "samples"
_SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample not read yet: its path, its name as shown, a digest of its content, and whether it is a company's."""

    path: Path
    shown: str
    digest: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample is of, which decides what it can be shown in; or what is wrong with it."""

    file: SampleFile
    kind: str = ""
    industry: str = ""
    language: str = ""
    findings: tuple[Finding, ...] = ()


def find_samples(library: Library) -> tuple[SampleFile, ...]:
    """A company's samples, `samples/` in its library, then docgen's own; each folder sorted."""
    own = [layer for layer in library.layers if layer != builtin_layer()]
    found = [file for layer in own for file in _in_folder(layer / FOLDER, f"{layer.name}/{FOLDER}", is_own=True)]
    return (*found, *_in_folder(builtin_samples(), FOLDER, is_own=False))


def _in_folder(folder: Path, shown: str, *, is_own: bool) -> Iterator[SampleFile]:
    for path in sorted(folder.glob("*")):
        is_hidden = path.name.startswith((".", "~$"))
        if path.suffix in _SUFFIXES and path.is_file() and not is_hidden and ".document." not in path.name:
            yield SampleFile(path, f"{shown}/{path.name}", _digest(path), is_own)


def _digest(path: Path) -> str:
    """Of the file and of the envelope beside a CSV file."""
    whole = hashlib.sha256()
    for part in (path, *sorted(path.parent.glob(f"{path.stem}.document.*"))):
        whole.update(f"{part.name}\0{hashlib.sha256(part.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_sample(file: SampleFile) -> Sample:
    """What the sample is of, or its findings."""
    try:
        document = load_document(file.path).document
    except DocgenError as error:
        return Sample(
            file, findings=tuple(finding.at(file.shown, finding.line, finding.column) for finding in error.findings)
        )
    return Sample(file, kind_of(document), document.industry, str(document.language))


def in_library(sample: Sample, industries: Collection[str]) -> Sample:
    """The sample, with a finding if its industry is none of the library's."""
    if sample.findings or sample.industry in industries:
        return sample
    hint = suggestion(sample.industry, industries) or "add it to the library's industries"
    message = f"no industry {sample.industry!r} in the library"
    return replace(sample, findings=(Finding("library.industry", message, hint, sample.file.shown, place="industry"),))
