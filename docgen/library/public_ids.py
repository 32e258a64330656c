"""Public ids: the random names of a library's entries in files that clients get."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.library.entries import SHELVES, Shelf
from docgen.library.layers import LANGUAGES, Layers

_LETTERS = "bcdfghjkmnpqrstvwxyz"  # without vowels no words arise, and no YAML value that isn't text
_LENGTH = 12
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"""^public_id:[ \t]*["']?([a-z]+)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of an entry: its name in stamps (`cases/mfg-precision-gears`), its path, its public id if it has one.

    `needs_id` is false where a public id comes from the common file that an industry's lies over.
    """

    entry: str
    path: Path
    public_id: str | None
    needs_id: bool


def new_public_id() -> str:
    """A random public id; it says nothing of the entry that gets it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def entry_files(library: Layers) -> Iterator[EntryFile]:
    """Every file of industries, objections, cases and legal blocks in every layer, broken ones too."""
    for path in library.files("industries", ".yaml"):
        found = _FIELD.search(_text_of(path))
        yield EntryFile(f"industries/{path.stem}", path, found[1] if found else None, needs_id=True)
    for shelf in SHELVES:
        for path in library.files(shelf.folder, ".md"):
            name, _, language = path.stem.rpartition(".")
            if name and language in LANGUAGES:
                yield _entry_file(library, shelf, path, name)


def _entry_file(library: Layers, shelf: Shelf, path: Path, name: str) -> EntryFile:
    front = _FRONT.match(_text_of(path))
    found = _FIELD.search(front[1]) if front else None
    is_common = path.parent.name == shelf.folder
    needs_id = is_common or library.find(f"{shelf.folder}/{path.name}") is None
    return EntryFile(f"{shelf.folder}/{name}", path, found[1] if found else None, needs_id)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def public_ids(library: Layers) -> Mapping[str, frozenset[str]]:
    """The entries that have public ids, by name, with all that their editions have had in any layer."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in entry_files(library):
        if file.public_id:
            found[file.entry].add(file.public_id)
    return {entry: frozenset(ids) for entry, ids in found.items()}
