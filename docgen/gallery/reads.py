"""Turns what a render reads of a library into names, and names into a digest that changes when what they name does."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from docgen.library import Library
from docgen.library.approvals import FOLDER as APPROVALS
from docgen.library.entries import SHELVES
from docgen.library.layers import Layers, builtin_layer

ENTRY_FOLDERS = (*(shelf.folder for shelf in SHELVES), "industries")


@dataclass(frozen=True)
class WatchedLibrary(Library):
    """A library that notes in `reads` each file that is asked for, there or not.

    Its digest is always the same, so that a stamp printed on a page does not change with files that the page is not
    made from.
    """

    reads: set[str] = field(default_factory=set[str], compare=False)

    def find_all(self, relative: str) -> Iterator[Path]:
        """The file of each layer, as in any library."""
        self.reads.add(relative)
        return super().find_all(relative)

    @cached_property
    def digest(self) -> str:
        """The same for all libraries."""
        return "0" * 64


def reads_of_entries(used: Iterable[str] | None) -> set[str]:
    """Names of entries as a stamp lists them (`objections/price-too-high 2.1 …`), and of their approvals; None, not
    known: all there are.
    """
    if used is None:
        return {f"{folder}/*" for folder in (*ENTRY_FOLDERS, APPROVALS)}
    entries = [told.partition(" ")[0] for told in used]
    patterns = ("{}.*", f"{APPROVALS}/{{}}.*", f"{APPROVALS}/{{}}/*")
    return {pattern.format(entry) for entry in entries for pattern in patterns}


class State:
    """The library as it is now: digests of its files by their paths in it, each file read once."""

    def __init__(self, library: Library) -> None:
        self._layers = [(layer, Layers((layer,))) for layer in library.layers]
        self._known: dict[Path, str] = {}

    def digest(self, reads: Iterable[str]) -> str:
        """One digest of all that `reads` name.

        A name is a path in a layer, or `folder/start*` for all files below the folder whose names, or whose folders'
        names, start so.
        """
        whole = hashlib.sha256()
        for name in sorted(reads):
            for number, (layer, alone) in enumerate(self._layers):
                for path in _named(alone, name):
                    relative = path.relative_to(layer).as_posix()
                    depth = 0 if layer == builtin_layer() else number + 1
                    whole.update(f"{name}\0{depth}\0{relative}\0{self._of(path)}\n".encode())
        return whole.hexdigest()

    def _of(self, path: Path) -> str:
        if path not in self._known:
            self._known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._known[path]


def _named(layer: Layers, name: str) -> Iterable[Path]:
    if not name.endswith("*"):
        return layer.find_all(name)
    folder, _, start = name[:-1].rpartition("/")
    return (
        path for path in layer.files(folder, "") if path.name.startswith(start) or path.parent.name.startswith(start)
    )
