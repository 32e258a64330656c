"""Cache results on disk between runs, in a folder that belongs to this user alone.

A file is the SHA-256 of its content followed by the content, so a torn or altered file counts as missing. It is read
only if the folder and the file belong to this user, have no access for others, and are not links: whoever can change
them can change the user's programs too. Any number of processes may read and write at the same time.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

from docgen._version import __version__
from docgen.output import write_atomic

_SETTING = "DOCGEN_CACHE"
_SUFFIX = ".kept"


def default_folder(name: str) -> Path:
    """The folder for one type of results: below the one that DOCGEN_CACHE names, or the user's cache folder."""
    chosen = os.environ.get(_SETTING)
    if chosen:
        return Path(chosen) / name
    from platformdirs import user_cache_path  # noqa: PLC0415 - loaded where no folder is chosen

    return user_cache_path("docgen", appauthor=False) / name


@cache
def code_state() -> str:
    """A fingerprint of docgen's code, which cached results depend on: version, files by size and mtime, Python."""
    package = Path(__file__).resolve().parent
    return repr((MAGIC_NUMBER, __version__, sorted(_files(os.fspath(package), ""))))


def _files(folder: str, within: str) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            found = entry.stat()
            yield within + entry.name, found.st_size, found.st_mtime_ns
        elif entry.is_dir() and not entry.name.startswith(("_", ".")):
            yield from _files(entry.path, f"{within}{entry.name}/")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of cached results by key; None caches nothing. Beyond `most` files, `tidy` deletes the older half."""

    folder: Path | None
    most: int = 2000

    def get(self, *key: str) -> Any:
        """The plain data cached under `key`; None if missing or damaged."""
        data = self.read(*key)
        with suppress(ValueError):
            return None if data is None else json.loads(data)
        return None

    def put(self, value: Any, *key: str) -> None:
        """Cache plain data under `key`; does nothing if the folder can't be written."""
        self.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), *key)

    def read(self, *key: str) -> bytes | None:
        """The bytes cached under `key`; None if missing, damaged, or writable by others."""
        if self.folder is None:
            return None
        try:
            data = _read(self.folder, _name(key))
        except OSError:
            return None
        digest, content = data[:32], data[32:]
        return content if digest == hashlib.sha256(content).digest() else None

    def write(self, content: bytes, *key: str) -> None:
        """Cache bytes under `key`; does nothing if the folder can't be written or isn't this user's alone."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check(self.folder.lstat(), stat.S_IFDIR)
            data = hashlib.sha256(content).digest() + content
            write_atomic(self.folder / _name(key), data, 0o600, is_synced=False)  # the digest detects a torn file

    def tidy(self) -> None:
        """Delete the older half of the files if there are more than `most`."""
        if self.folder is None:
            return
        with suppress(OSError):
            files = sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
            for path in files[: len(files) // 2] if len(files) > self.most else ():
                path.unlink(missing_ok=True)


def _name(key: tuple[str, ...]) -> str:
    return f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()}{_SUFFIX}"


def _read(folder: Path, name: str) -> bytes:
    """The bytes of a file. Raises OSError if it is missing, or it or the folder isn't this user's alone."""
    if sys.platform == "win32":  # the user's cache folder is private there
        return (folder / name).read_bytes()
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _check(os.fstat(place), stat.S_IFDIR)
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    finally:
        os.close(place)
    with os.fdopen(handle, "rb") as stream:
        _check(os.fstat(handle), stat.S_IFREG)
        return stream.read()


def _check(found: os.stat_result, kind: int) -> None:
    """Raise PermissionError unless `found` is of type `kind`, owned by this user, and without access for others."""
    if sys.platform == "win32":
        return
    if stat.S_IFMT(found.st_mode) != kind or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError
