"""Approvals for tests: records of the texts of a company's library as they are now."""

from contextlib import suppress
from pathlib import Path

from docgen.errors import LibraryError
from docgen.library import list_industries, open_library
from docgen.library.approvals import EditionKey
from docgen.library.entries import SHELVES, find_entry
from docgen.library.industries import find_industry
from docgen.schemas.governance import Doubt
from docgen.upkeep.changes import Changes
from docgen.upkeep.editions import is_shadowed, list_ids
from docgen.upkeep.records import record_changes

UNBOUND = (Doubt.unbound, Doubt.changed, Doubt.uncovered)


def seal(folder: Path) -> Path:
    """Bind each approval that a file names to the text as it is, whatever was approved before; returns the folder."""
    library = open_library(folder)
    found = [(EditionKey("industries", name), lambda n=name: find_industry(library, n)) for name in list_industries(library)]
    for shelf in SHELVES:
        for id_, path in list_ids(library, shelf.folder).items():
            if not is_shadowed(library, id_, path):
                found.append(
                    (id_.key, lambda s=shelf, i=id_: find_entry(library, s, i.name, i.industry, i.language))
                )
    changes = []
    for key, read in found:
        with suppress(LibraryError):  # a broken entry has no approval
            entry = read()
            if entry.standing.doubt in UNBOUND:
                changes += record_changes(library, folder.resolve(), key, entry)
    Changes(folder.resolve(), tuple(changes)).save()
    return folder
