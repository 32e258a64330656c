"""Every edition of a library's entries: by its key, and as it reads."""

from collections.abc import Iterator

from docgen.library.approvals import EditionKey
from docgen.library.entries import SHELVES, edition_key, find_entry, industries_of, list_entries
from docgen.library.industries import FOLDER, find_industry, list_industries
from docgen.library.layers import Layers
from docgen.schemas.governance import Governed


def list_editions(library: Layers) -> Iterator[EditionKey]:
    """The key of each edition in use that has a file of its own: industries, then objections, cases, legal blocks."""
    yield from (EditionKey(FOLDER, name) for name in list_industries(library))
    for shelf in SHELVES:
        for name, languages in list_entries(library, shelf).items():
            for language in languages:
                industries = industries_of(library, shelf, name, language)
                keys = (edition_key(library, shelf, name, industry, language) for industry in industries)
                yield from dict.fromkeys(keys)


def find_edition(library: Layers, key: EditionKey) -> Governed:
    """The entry of that edition, as its approval counts. Raises LibraryError if it can't be read."""
    if key.folder == FOLDER:
        return find_industry(library, key.name)
    shelf = next(shelf for shelf in SHELVES if shelf.folder == key.folder)
    return find_entry(library, shelf, key.name, key.industry, key.language)


def all_editions(library: Layers) -> Iterator[tuple[EditionKey, Governed]]:
    """Each edition with its entry. Raises LibraryError at the first that can't be read."""
    yield from ((key, find_edition(library, key)) for key in list_editions(library))
