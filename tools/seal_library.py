"""Write the approvals of the built-in library (templates/approvals/): one record for each approved text.

`--check` writes nothing, names what is missing or left over, and exits with 1 if anything is. What binds an approval:
docs/dev/approval-of-entries.md.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from docgen.library.approvals import FOLDER, words_digest
from docgen.library.catalogue import open_library
from docgen.library.layers import builtin_layer
from docgen.output import write_whole
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Doubt
from docgen.upkeep.changes import Change, read_exact
from docgen.upkeep.entries import all_editions
from docgen.upkeep.records import record_changes


def planned(folder: Path) -> Iterator[Change]:
    """The records to write, and those to remove: of older texts, and of entries that are gone."""
    library = open_library()
    kept: set[Path] = set()
    for key, entry in all_editions(library):
        if entry.status is EntryStatus.approved or entry.standing.doubt in (
            Doubt.unbound,
            Doubt.changed,
            Doubt.uncovered,
        ):
            path = folder / key.record_of(words_digest(entry))
            kept.add(path)
            yield from (change for change in record_changes(library, folder, key, entry) if change.path == path)
    for path in sorted((folder / FOLDER).rglob("*.yaml")):
        if path not in kept:
            yield Change(path, str(path), read_exact(path), None)


def main() -> int:
    """Write, or check."""
    folder = builtin_layer()
    changes = list(planned(folder))
    for change in changes:
        print("-" if change.after is None else "+", change.path.relative_to(folder))
    if "--check" in sys.argv:
        return 1 if changes else 0
    for change in changes:
        if change.after is None:
            change.path.unlink()
        else:
            write_whole(change.path, change.after.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
