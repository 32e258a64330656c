"""Consistent snapshots of a library's files, taken again when one changes, so that content and digest agree."""

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
from docgen.library.layers import FIELDS, Layers
from docgen.library.source import read_yaml
from docgen.messages import system_reason

_FOLDERS: Mapping[str, tuple[str, ...]] = {
    **{sort.folder: (f".{sort.suffix}", *sort.parts) for sort in FORMATS.values()},
    **dict.fromkeys(("objections", "cases", "legal"), (".zh.md", ".en.md")),
    **dict.fromkeys(("industries", "labels", BRANDS, APPROVALS), (".yaml",)),
}
"""The folders of a library, with the suffixes of the files in them."""

_TOP_FILES = ("library.yaml", "brand.yaml", FIELDS)
_TRIES = 4
_Stat = tuple[int, int, int, int]
"""A file's mtime and ctime in nanoseconds, its size and its inode."""


def is_library_file(relative: str) -> bool:
    """Whether this file of a layer belongs to the library; logos do too, wherever a brand's file says they are.

    Notes, backups, Office locks and system files don't.
    """
    folder, _, rest = relative.partition("/")
    if any(part.startswith((".", "~$")) for part in relative.split("/")):
        return False
    return relative.lower().endswith(_FOLDERS.get(folder, ()) if rest else (".yaml",))


class Files:
    """The library files of some layers, as of the last reading.

    `brand` is a brand's file outside the layers: the logos that it names belong to the library too.
    """

    def __init__(self, layers: tuple[Path, ...], brand: Path | None = None) -> None:
        """Files are read by `contents`."""
        self._layers, self._brand, self._lock = layers, brand, Lock()
        self._read: dict[Path, tuple[_Stat, bytes]] = {}
        self._logos: tuple[str, ...] = ()
        self._seen: Mapping[str, _Stat | None] | None = None
        self._contents: Mapping[Path, bytes] = {}

    def contents(self) -> Mapping[Path, bytes]:
        """The files' current content; the same object until one of them changes.

        If a file changes while the others are read, changed files are read again. Raises LibraryError if a file can't
        be read.
        """
        with self._lock:
            if self._state() != self._seen:
                self._read_all()
            return self._contents

    def _state(self) -> dict[str, _Stat | None]:
        """The stat of each file; None for a logo or brand that is named but missing."""
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
            existing = ((Path(path), stat) for path, stat in state.items() if stat is not None)
            read = ((path, stat, self._content(path, stat)) for path, stat in existing)
            self._read = {path: (stat, data) for path, stat, data in read if data is not None}
            self._contents = {path: data for path, (_, data) in self._read.items()}
            self._logos = self._named_logos()
            before, state = state, self._state()
            if state == before:
                self._seen = state
                return

    def _content(self, path: Path, stat: _Stat) -> bytes | None:
        """The file's content; None if it no longer exists. Raises LibraryError if it can't be read."""
        known = self._read.get(path)
        if known is not None and known[0] == stat:
            return known[1]
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LibraryError(Finding.of("library.read", reason=system_reason(error)).at(str(path))) from error

    def _named_logos(self) -> tuple[str, ...]:
        library = Layers(self._layers, self._contents)
        brands = [*library.find_all("brand.yaml"), *library.files(BRANDS, ".yaml")]
        brands += [self._brand] if self._brand in self._read else []
        return tuple(sorted({logo for path in brands for logo in _logos_of(path, self._contents[path])}))


def digest_of_layers(layers: Sequence[Path], contents: Mapping[Path, bytes]) -> str:
    """SHA-256 over the path in its layer and the content of every file that a document can read.

    Of the YAML files at the top of a layer only `library.yaml`, `brand.yaml` and `fields.yaml` count. Others, and the
    records of approvals, don't reach documents.
    """
    digest = hashlib.sha256()
    for number, layer in enumerate(reversed(layers)):
        files = {path.relative_to(layer).as_posix(): data for path, data in contents.items() if layer in path.parents}
        for relative in sorted(files):
            if relative not in _TOP_FILES and ("/" not in relative and relative.endswith(".yaml")):
                continue
            if not relative.startswith(f"{APPROVALS}/"):
                content = hashlib.sha256(files[relative]).hexdigest()
                digest.update(f"{number}\0{relative}\0{content}\n".encode())
    return digest.hexdigest()


def _logos_of(brand: Path, data: bytes) -> Iterator[str]:
    with suppress(LibraryError):  # reported when a document is rendered in this brand
        tokens = read_yaml(brand, str(brand), data).data
        yield from (str(tokens[name]) for name in LOGOS if tokens.get(name))


def _listed(folder: str, within: str, above: tuple[str, ...]) -> Iterator[tuple[str, _Stat]]:
    """Each library file below `folder` with its stat; `within` is the folder's path in its layer, ending in `/`.

    `above` has the real paths of the layer and of the folders above. A link is followed only inside the layer.
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
