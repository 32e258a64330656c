"""Approvals for tests: records of the texts of a company's library as they are now."""

from contextlib import suppress
from pathlib import Path

from docgen.errors import LibraryError
from docgen.library import open_library
from docgen.library.editions import find_edition, list_editions
from docgen.objections.approval import record_changes
from docgen.objections.changes import Changes
from docgen.schemas.governance import Doubt

BOUND = (Doubt.unbound, Doubt.changed, Doubt.uncovered)


def seal(folder: Path) -> Path:
    """Bind each approval that a file names to the text as it is, whatever was approved before; returns the folder."""
    library, home = open_library(folder), folder.resolve()
    changes = []
    for key in list_editions(library):
        with suppress(LibraryError):  # a broken entry has no approval
            entry = find_edition(library, key)
            if entry.standing.doubt in BOUND:
                changes += record_changes(library, home, key, entry)
    Changes(home, tuple(changes)).save()
    return folder
