"""Load an input file (YAML, JSON; XLSX and CSV for the register) into a validated document and its notices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import Finding, InputError, UsageError
from docgen.loading.check import check_document
from docgen.loading.encodings import decode_text
from docgen.loading.files import Source, read_bytes
from docgen.loading.findings import notices_of
from docgen.loading.json_file import read_json
from docgen.schemas.base import Envelope
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.yaml_source import MAX_BYTES as MAX_YAML_BYTES
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import Node, Position

__all__ = ["Loaded", "load_document"]

_TABLES = {".xlsx", ".csv"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document and its notices, with positions in `file`."""

    document: Envelope
    notices: tuple[Finding, ...]
    root: Node
    file: str

    def placed(self, notices: Iterable[Finding]) -> tuple[Finding, ...]:
        """Further notices, whose places are field paths, with positions in the file."""
        return tuple(replace(found, file=found.file or self.file) for found in notices_of(notices, self.root))


def load_document(
    path: Path,
    *,
    mapping: Path | None = None,
    sheet: str | None = None,
    declared: DeclaredFields = NO_FIELDS,
    rules: Callable[[Envelope], Iterable[Finding]] = lambda _: (),
) -> Loaded:
    """Load the document in `path`, with the `declared` fields of a library. Raises InputError with all errors.

    A register may be an XLSX or CSV file; then `mapping` is a YAML file of `column header: field name`, and `sheet` the
    sheet with the rows. Findings of `rules` are added to the notices.
    """
    source = _read(path, mapping, sheet, declared)
    document, notices = check_document(source, str(path), declared, rules)
    return Loaded(document, notices, source.root or Node(None, Position()), str(path))


def _read(path: Path, mapping: Path | None, sheet: str | None, declared: DeclaredFields) -> Source:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        from docgen.loading.register import read_register  # noqa: PLC0415  # openpyxl is loaded on demand

        return read_register(path, mapping, sheet, declared)
    if mapping or sheet:
        raise UsageError(Finding.of("usage.table").at(str(path)))
    if suffix in {".json", ".yaml", ".yml"}:
        is_json = suffix == ".json"
        text, notices = decode_text(path, read_bytes(path) if is_json else read_bytes(path, MAX_YAML_BYTES))
        root, findings = read_json(text) if is_json else read_yaml(text)
        return Source(root, [*notices, *findings])
    raise InputError(Finding.of("input.file:kind", name=path.name).at(str(path)))
