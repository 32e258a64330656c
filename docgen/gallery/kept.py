"""Pictures of a gallery kept in a cache folder, so that only what changed is made anew; which files a render reads."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docgen.errors import Finding, finding_data, finding_from
from docgen.gallery.cards import Card
from docgen.kept import Shelf
from docgen.library import Library
from docgen.library.layers import Layers, builtin_layer
from docgen.libreoffice import find_libreoffice

_DRAWN_BY = ("weasyprint", "pypdfium2", "pillow", "jinja2", "markdown")
_NO_PART = ("adopt", "batch", "cli", "compare", "lint", "new_library", "reference", "upkeep")
"""Rooms of docgen that no page is made by."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its size in pixels and a WebP in base64."""

    width: int
    height: int
    data: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gallery shows of a document: its first pages and how many there are, or what went wrong (errors).

    `reads` are the library's files that it was made from; `is_lasting` is false for what may be otherwise next time
    though nothing changed; `is_lacking` tells that this machine lacks a program or a font.
    """

    pictures: tuple[Picture, ...] = ()
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    reads: tuple[str, ...] = ()
    is_lasting: bool = True
    is_lacking: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether there is nothing to show but findings."""
        return any(finding.severity == "error" for finding in self.findings)


@cache
def maker_digest() -> str:
    """Of docgen's code that pages are made by, of the libraries that draw, and of which LibreOffice there is."""
    package = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        if relative.parts[0] not in _NO_PART:
            whole.update(f"{relative.as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    whole.update(repr([_version(name) for name in _DRAWN_BY]).encode())
    program = find_libreoffice()
    if program:
        real = Path(program).resolve()
        whole.update(f"{real} {real.stat().st_mtime_ns}".encode())
    return whole.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class KeptPictures:
    """The cache of one library's gallery. A file holds one card, under its name whatever it was made from."""

    shelf: Shelf
    library: str

    def find(self, card: Card) -> tuple[str, str, Shown] | None:
        """The key and the digest of what was read that a card was kept under, and what it shows; None if not there."""
        held = self.shelf.get(*self._name(card))
        try:
            return None if held is None else (held["key"], held["read"], _shown(held["shown"]))
        except (KeyError, TypeError):
            return None

    def keep(self, card: Card, key: str, read: str, shown: Shown) -> None:
        """Keep what a card shows."""
        held = {**asdict(replace(shown, findings=())), "findings": [finding_data(each) for each in shown.findings]}
        self.shelf.put({"key": key, "read": read, "shown": held}, *self._name(card))

    def note(self, name: str, value: Any) -> None:
        """Keep a small value under a name."""
        self.shelf.put(value, name)

    def noted(self, name: str) -> Any:
        """The value kept under a name, or None."""
        return self.shelf.get(name)

    def _name(self, card: Card) -> tuple[str, str]:
        return self.library, repr(card.identity)


def _shown(held: Any) -> Shown:
    return Shown(
        tuple(Picture(**picture) for picture in held["pictures"]),
        held["pages"],
        tuple(finding_from(finding) for finding in held["findings"]),
        tuple(held["reads"]),
        held["is_lasting"],
    )


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
