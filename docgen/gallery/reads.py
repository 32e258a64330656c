"""Notes which files a render asks a library for, and gives a digest of them that changes when one of them does."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from docgen.library import Library
from docgen.library.layers import Layers, builtin_layer


@dataclass(frozen=True)
class _WatchedLayers(Layers):
    """Layers that note in `reads` each file that is asked for, there or not: its path, or `folder/*` for all below."""

    reads: set[str] = field(default_factory=set[str], compare=False)

    def alone(self, layer: Path) -> Layers:
        """One of the layers, watched too."""
        return _WatchedLayers((layer,), self.contents, self.reads)

    def has(self, layer: Path, relative: str) -> bool:
        """As in any layers."""
        self.reads.add(relative)
        return super().has(layer, relative)

    def files(self, folder: str, suffix: str) -> Iterator[Path]:
        """As in any layers."""
        self.reads.add(f"{folder}/*")
        return super().files(folder, suffix)


@dataclass(frozen=True)
class WatchedLibrary(_WatchedLayers, Library):
    """A library that notes what is asked of it.

    Its digest is always the same, so that a stamp printed on a page does not change with files that the page is not
    made from.
    """

    @cached_property
    def digest(self) -> str:
        """The same for all libraries."""
        return "0" * 64


class State:
    """The library as it is now: digests of its files by their paths in it, each file read once."""

    def __init__(self, library: Library) -> None:
        self._layers = [(layer, Layers((layer,))) for layer in library.layers]
        self._known: dict[Path, str] = {}

    def digest(self, reads: Iterable[str]) -> str:
        """One digest of all that `reads` name: paths in a layer, and `folder/*` for all files below a folder."""
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
    return layer.files(name.removesuffix("/*"), "") if name.endswith("/*") else layer.find_all(name)
