"""Turns documents' pictures into files of a cache folder and back, so that only what changed is made anew."""

import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docgen.errors import Finding
from docgen.gallery.cards import Card
from docgen.kept import Shelf
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
        self.shelf.put({"key": key, "read": read, "shown": asdict(shown)}, *self._name(card))

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
        tuple(Finding(**finding) for finding in held["findings"]),
        tuple(held["reads"]),
        held["is_lasting"],
    )
