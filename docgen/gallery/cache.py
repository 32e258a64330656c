"""Cache of a gallery's pictures, and the library files that each document was rendered from."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docgen.disk_cache import Cache
from docgen.errors import Finding, finding_data, finding_from
from docgen.gallery.cards import Card
from docgen.library import Library
from docgen.library.layers import Layers, builtin_layer
from docgen.libreoffice import find_libreoffice

_RENDERERS = ("weasyprint", "pypdfium2", "pillow", "jinja2", "markdown")
_NOT_RENDERING = ("adopt", "batch", "cli", "compare", "lint", "new_library", "objections", "reference")
"""Packages of docgen that have no influence on pages."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: size in pixels, and a WebP image in base64."""

    width: int
    height: int
    data: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gallery shows of a document: its first pages and their total number, or errors.

    `reads` are the library's files that it was rendered from. `is_lasting` is false for a result that may differ next
    time without a change; `is_lacking` is true if this machine lacks a program or a font.
    """

    pictures: tuple[Picture, ...] = ()
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    reads: tuple[str, ...] = ()
    is_lasting: bool = True
    is_lacking: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether there are errors instead of pages."""
        return any(finding.severity == "error" for finding in self.findings)


@cache
def renderer_digest() -> str:
    """The digest of docgen's rendering code, of the libraries it draws with, and of the installed LibreOffice."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        if relative.parts[0] not in _NOT_RENDERING:
            digest.update(f"{relative.as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    digest.update(repr([_version(name) for name in _RENDERERS]).encode())
    program = find_libreoffice()
    if program:
        real = Path(program).resolve()
        digest.update(f"{real} {real.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class PictureCache:
    """The cache of one library's gallery: a file per card, named by the card's identity."""

    files: Cache
    library: str

    def find(self, card: Card) -> tuple[str, str, Shown] | None:
        """The cached key of a card, digest of the files it reads, and what it shows; None if there is none."""
        data = self.files.get(*self._name(card))
        try:
            return None if data is None else (data["key"], data["read"], _shown(data["shown"]))
        except (KeyError, TypeError):
            return None

    def store(self, card: Card, key: str, read: str, shown: Shown) -> None:
        """Store what a card shows."""
        data = {**asdict(replace(shown, findings=())), "findings": [finding_data(each) for each in shown.findings]}
        self.files.put({"key": key, "read": read, "shown": data}, *self._name(card))

    def put(self, name: str, value: Any) -> None:
        """Store a JSON value under a name."""
        self.files.put(value, name)

    def get(self, name: str) -> Any:
        """The value stored under a name, or None."""
        return self.files.get(name)

    def _name(self, card: Card) -> tuple[str, str]:
        return self.library, repr(card.identity)


def _shown(data: Any) -> Shown:
    return Shown(
        tuple(Picture(**picture) for picture in data["pictures"]),
        data["pages"],
        tuple(finding_from(finding) for finding in data["findings"]),
        tuple(data["reads"]),
        data["is_lasting"],
    )


@dataclass(frozen=True)
class _WatchedLayers(Layers):
    """Layers that record in `reads` each file that is requested, existing or not: its path, or `folder/*`."""

    reads: set[str] = field(default_factory=set[str], compare=False)

    def alone(self, layer: Path) -> Layers:
        """One of the layers, also watched."""
        return _WatchedLayers((layer,), self.contents, self.reads)

    def has(self, layer: Path, relative: str) -> bool:
        """As in `Layers`; records the path."""
        self.reads.add(relative)
        return super().has(layer, relative)

    def files(self, folder: str, suffix: str) -> Iterator[Path]:
        """As in `Layers`; records the path."""
        self.reads.add(f"{folder}/*")
        return super().files(folder, suffix)


@dataclass(frozen=True)
class WatchedLibrary(_WatchedLayers, Library):
    """A library that records which of its files are requested.

    Its digest is constant, so that a stamp printed on a page doesn't change with files that the page doesn't use.
    """

    @cached_property
    def digest(self) -> str:
        """A constant."""
        return "0" * 64


class LibraryState:
    """The current content of a library: digests of its files, each read once."""

    def __init__(self, library: Library) -> None:
        self._layers = [(layer, Layers((layer,))) for layer in library.layers]
        self._known: dict[Path, str] = {}

    def digest(self, reads: Iterable[str]) -> str:
        """The digest of all files in `reads`: paths in a layer, and `folder/*` for all files below a folder."""
        digest = hashlib.sha256()
        for name in sorted(reads):
            for number, (layer, alone) in enumerate(self._layers):
                for path in _named(alone, name):
                    relative = path.relative_to(layer).as_posix()
                    depth = 0 if layer == builtin_layer() else number + 1
                    digest.update(f"{name}\0{depth}\0{relative}\0{self._file_digest(path)}\n".encode())
        return digest.hexdigest()

    def _file_digest(self, path: Path) -> str:
        if path not in self._known:
            self._known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._known[path]


def _named(layer: Layers, name: str) -> Iterable[Path]:
    return layer.files(name.removesuffix("/*"), "") if name.endswith("/*") else layer.find_all(name)
