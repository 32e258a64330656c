"""Write the approvals of the built-in library (templates/approvals/): one record for each approved text.

`--check` writes nothing, prints missing and superfluous records, and exits with 1 if there are any. See
docs/dev/approval-of-entries.md.
"""

import shutil
import sys
from pathlib import Path

from docgen.library.approvals import FOLDER, Record, content_digest
from docgen.library.catalogue import open_library
from docgen.library.editions import all_editions
from docgen.library.layers import builtin_layer
from docgen.output import write_atomic
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Doubt


def records() -> dict[str, str]:
    """The text of each record by its path in the layer; in a released library each edition starts again at number 1."""
    found: dict[str, str] = {}
    for key, entry in all_editions(open_library()):
        if entry.status is EntryStatus.approved or entry.standing.doubt not in (None, Doubt.unsigned):
            facts = {name: getattr(entry, name) for name in ("version", "approved_by", "approved_on", "review_by")}
            record = Record.model_validate({"number": 1, "digest": content_digest(entry), **facts})
            found[f"{key.records}/{record.name}"] = record.text()
    return found


def main() -> int:
    """Write or check the records."""
    folder, wanted = builtin_layer(), records()
    here = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in _files(folder / FOLDER)}
    changed = sorted(path for path in {*wanted, *here} if wanted.get(path) != here.get(path))
    for path in changed:
        print("+" if path in wanted else "-", path)
    if "--check" in sys.argv:
        return 1 if changed else 0
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    for path, text in wanted.items():
        write_atomic(folder / path, text.encode())
    return 0


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


if __name__ == "__main__":
    sys.exit(main())
