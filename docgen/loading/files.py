"""Read input files: bytes, and the result of parsing (`Source`)."""

from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.messages import system_reason
from docgen.yaml_source.tree import Node
from docgen.yaml_source.tree import Path as FieldPath

MAX_BYTES = 50 * 1024 * 1024


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of `path`. Raises InputError if it is not a readable file, or is larger than `limit`."""
    try:
        if not path.is_file():
            key = "input.file:no_file" if path.exists() else "input.file:none"
            raise InputError(Finding.of(key).at(str(path)))
        size = path.stat().st_size
        if size > limit:
            found = Finding.of("input.file:size", size=round(size / 1048576), limit=limit // 1048576)
            raise InputError(found.at(str(path)))
        return path.read_bytes()
    except OSError as error:
        found = Finding.of("input.file:read", reason=system_reason(error))
        raise InputError(found.at(str(path))) from error


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed input file: root node, errors and notices, and paths of fields that are already reported.

    `reported` are fields without a column or an envelope, with index 0 for every row; `faulty` are single cells. `rows`
    is the field whose items are the rows of a table.
    """

    root: Node | None
    findings: list[Finding]
    reported: frozenset[FieldPath] = frozenset()
    faulty: frozenset[FieldPath] = frozenset()
