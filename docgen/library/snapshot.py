"""A library's files read at one time, and again when one of them has changed, so that words and digest go together."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from docgen.errors import Finding, LibraryError
from docgen.formats import FORMATS
from docgen.library.approvals import FOLDER as APPROVALS
from docgen.library.brand import BRANDS, LOGOS
from docgen.library.layers import Layers
from docgen.library.source import read_yaml

_FOLDERS: Mapping[str, tuple[str, ...]] = {
    **{sort.folder: (f".{sort.suffix}", *sort.parts) for sort in FORMATS.values()},
    **dict.fromkeys(("objections", "cases", "legal"), (".zh.md", ".en.md")),
    **dict.fromkeys(("industries", "labels", BRANDS, APPROVALS), (".yaml",)),
}
"""The folders of a library, and how the names of the files in them end."""

_CARDS = ("library.yaml", "brand.yaml")
_TRIES = 4
_Stat = tuple[int, int, int, int]
"""When a file's content and when its properties were changed, its size, its inode."""


def is_library_file(relative: str) -> bool:
    """Whether this file of a layer belongs to a library; a logo does besides, wherever a brand's file says it is.

    Notes, backups, locks of Office, and what else people and systems leave in a folder, do not belong to it.
    """
    folder, _, rest = relative.partition("/")
    if any(part.startswith((".", "~$")) for part in relative.split("/")):
        return False
    return relative.lower().endswith(_FOLDERS.get(folder, ()) if rest else (".yaml",))


class Files:
    """The files of some layers that belong to a library, as they were when they were read last.

    `brand` is a brand's file outside the layers: the logos that it names belong to the library too.
    """

    def __init__(self, layers: tuple[Path, ...], brand: Path | None = None) -> None:
        """Read nothing yet."""
        self._layers, self._brand, self._lock = layers, brand, Lock()
        self._read: dict[Path, tuple[_Stat, bytes]] = {}
        self._logos: tuple[str, ...] = ()
        self._seen: Mapping[str, _Stat | None] | None = None
        self._contents: Mapping[Path, bytes] = {}

    def contents(self) -> Mapping[Path, bytes]:
        """What the files hold now; the same object as long as none has changed.

        All are read at one time: if one is changed while the others are read, they are looked at again. Raises
        LibraryError if one can't be read.
        """
        with self._lock:
            if self._state() != self._seen:
                self._read_all()
            return self._contents

    def _state(self) -> dict[str, _Stat | None]:
        """Of each file what changes when it is changed; None for a logo or brand that is named and not there."""
        state: dict[str, _Stat | None] = {}
        for layer in self._layers:
            real = os.path.realpath(layer)
            state.update(_listed(os.fspath(layer), "", (real,)))
            for logo in self._logos:
                path = os.path.normpath(layer / logo)
                is_inside = os.path.realpath(path).startswith(real + os.sep)
                state[path] = _stat_of(Path(path)) if is_inside else None
        if self._brand is not None:
            state[os.fspath(self._brand)] = _stat_of(self._brand)
        return state

    def _read_all(self) -> None:
        state, self._seen = self._state(), None
        for _ in range(_TRIES):
            there = ((Path(path), stat) for path, stat in state.items() if stat is not None)
            read = ((path, stat, self._content(path, stat)) for path, stat in there)
            self._read = {path: (stat, data) for path, stat, data in read if data is not None}
            self._contents = {path: data for path, (_, data) in self._read.items()}
            self._logos = self._named_logos()
            before, state = state, self._state()
            if state == before:
                self._seen = state
                return

    def _content(self, path: Path, stat: _Stat) -> bytes | None:
        """What the file holds; None if it is gone. Raises LibraryError if it can't be read."""
        known = self._read.get(path)
        if known is not None and known[0] == stat:
            return known[1]
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            problem = Finding("library.read", f"can't be read: {error.strerror}", "check its rights", file=str(path))
            raise LibraryError(problem) from error

    def _named_logos(self) -> tuple[str, ...]:
        held = Layers(self._layers, self._contents)
        brands = [*held.find_all("brand.yaml"), *held.files(BRANDS, ".yaml")]
        brands += [self._brand] if self._brand in self._read else []
        return tuple(sorted({logo for path in brands for logo in _logos_of(path, self._contents[path])}))


def digest_of_layers(layers: Sequence[Path], contents: Mapping[Path, bytes]) -> str:
    """SHA-256 over the path and content of every file that a document can read; where the folders lie does not matter.

    Of the YAML files at the top of a layer those are `library.yaml` and `brand.yaml`: others are for its keepers, as
    the records of approvals are.
    """
    whole = hashlib.sha256()
    for number, layer in enumerate(reversed(layers)):
        held = {path.relative_to(layer).as_posix(): data for path, data in contents.items() if layer in path.parents}
        for relative in sorted(held):
            if relative not in _CARDS and ("/" not in relative and relative.endswith(".yaml")):
                continue
            if not relative.startswith(f"{APPROVALS}/"):
                content = hashlib.sha256(held[relative]).hexdigest()
                whole.update(f"{number}\0{relative}\0{content}\n".encode())
    return whole.hexdigest()


def _logos_of(brand: Path, data: bytes) -> Iterator[str]:
    with suppress(LibraryError):  # reported when a document is rendered in this brand
        given = read_yaml(brand, str(brand), data).data
        yield from (str(given[name]) for name in LOGOS if given.get(name))


def _listed(folder: str, within: str, above: tuple[str, ...]) -> Iterator[tuple[str, _Stat]]:
    """Each file below `folder` that belongs to a library; `within` is the folder's path in its layer, ending in `/`.

    A link is followed inside the layer only, of which `above` has the real path first; then those of the folders above.
    """
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        relative, real = within + entry.name, entry.path
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if not real.startswith(above[0] + os.sep) or real in above:
                continue
        if entry.is_dir():
            if within or entry.name in _FOLDERS:
                yield from _listed(entry.path, f"{relative}/", (*above, real))
        elif is_library_file(relative) and (stat := _stat_of(entry)) is not None:
            yield entry.path, stat


def _stat_of(file: "os.DirEntry[str] | Path") -> _Stat | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
