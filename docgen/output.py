"""Write a file whole under its name, or not at all, and clear what a process that died left behind."""

import hashlib
import os
import re
import secrets
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_PART = re.compile(r"\.docgen-(?:(?P<place>[0-9a-f]{8})-(?P<pid>[0-9]{1,9})-)?\w+\.part")
"""`.docgen-PLACE-PID-RANDOM.part`; earlier versions wrote only the last."""
_OLD = 24 * 60 * 60
"""Seconds after which a part of another machine, or of an earlier version, counts as left."""


def write_atomic(path: Path, data: bytes, mode: int = 0o666, *, is_synced: bool = True) -> None:
    """Write `data` to a temporary file beside `path`, sync it, then rename; whatever stops it leaves nothing behind.

    The file gets `mode` less the umask, and replaces one of that name. Raises OSError, which names `path`.
    """
    with _beside(path, data, mode, is_synced) as temporary:
        temporary.replace(path)


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Like `write_atomic`, but raises FileExistsError if `path` exists, even if another process has just made it."""
    with _beside(path, data, mode, True) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links; on Windows a rename doesn't replace
            if path.exists():
                raise FileExistsError(0, "File exists", str(path)) from None
            temporary.rename(path)
        else:
            temporary.unlink()


def write_temporary(path: Path, data: bytes, mode: int = 0o666, *, is_synced: bool = True) -> Path:
    """A temporary file beside `path` that holds `data`, synced if wanted; whatever stops it leaves nothing behind.

    Parts that dead processes left in the folder are cleared first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".docgen-{_place()}-{os.getpid()}-{secrets.token_hex(6)}.part"
    with _named(path):
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with _named(path), os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if is_synced:
                os.fsync(stream.fileno())
        with suppress(OSError):
            _clear_left(path.parent, temporary.stat().st_mtime)
    except BaseException:  # Ctrl-C too must not leave a part behind
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextmanager
def _beside(path: Path, data: bytes, mode: int, is_synced: bool) -> Generator[Path]:
    """A temporary file for the block to move to `path`; it is gone afterwards, whatever happened."""
    temporary = write_temporary(path, data, mode, is_synced=is_synced)
    try:
        with _named(path):
            yield temporary
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def _named(path: Path) -> Generator[None]:
    """An OSError of the block names the file that was to be written, not the temporary one, or none."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _clear_left(folder: Path, now: float) -> None:
    """Remove the parts in `folder` whose process is dead; `now` is the time of the folder's own file system."""
    for path in folder.iterdir():
        found = _PART.fullmatch(path.name)
        if found and _is_left(path, found["place"], int(found["pid"] or 0), now):
            with suppress(OSError):
                path.unlink()


def _is_left(part: Path, place: str | None, pid: int, now: float) -> bool:
    if place == _place() and sys.platform != "win32":
        return not _is_alive(pid)
    return now - part.stat().st_mtime > _OLD


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


@cache
def _place() -> str:
    """Where process numbers mean the same: this machine, and this container of it."""
    try:
        space = str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:
        space = ""
    return hashlib.sha256(f"{socket.gethostname()} {space}".encode("utf-8", "replace")).hexdigest()[:8]
