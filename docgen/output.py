"""Write files atomically, and remove temporary files of processes that died."""

import errno
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

_TEMPORARY = re.compile(r"\.docgen-(?:(?P<host>[0-9a-f]{8})-(?P<pid>[0-9]{1,9})-)?\w+\.part")
"""`.docgen-HOST-PID-RANDOM.part`; earlier versions wrote only `.docgen-RANDOM.part`."""
_OLD = 24 * 60 * 60
"""Seconds after which a temporary file of another machine, or of an earlier version, counts as abandoned."""


def write_atomic(path: Path, data: bytes, mode: int = 0o666, *, is_synced: bool = True) -> None:
    """Write `data` to a temporary file next to `path`, sync it, then rename it; the temporary file never remains.

    The file gets `mode` less the umask, and replaces an existing one. Raises OSError, which names `path`.
    """
    with _temporary(path, data, mode, is_synced) as temporary:
        temporary.replace(path)


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Like `write_atomic`, but raises FileExistsError if `path` exists, even if another process has just made it."""
    with _temporary(path, data, mode, True) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links; on Windows a rename doesn't replace
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            temporary.rename(path)
        else:
            temporary.unlink()


def write_temporary(path: Path, data: bytes, mode: int = 0o666, *, is_synced: bool = True) -> Path:
    """Write `data` to a temporary file next to `path` and return its path; on failure it is removed.

    Temporary files of dead processes in that folder are removed too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".docgen-{_host_id()}-{os.getpid()}-{secrets.token_hex(6)}.part"
    with _named(path):
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with _named(path), os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if is_synced:
                os.fsync(stream.fileno())
        with suppress(OSError):
            _remove_abandoned(path.parent, temporary.stat().st_mtime)
    except BaseException:  # KeyboardInterrupt too
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextmanager
def _temporary(path: Path, data: bytes, mode: int, is_synced: bool) -> Generator[Path]:
    """A temporary file for the block to move to `path`; removed if the block raises."""
    temporary = write_temporary(path, data, mode, is_synced=is_synced)
    try:
        with _named(path):
            yield temporary
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def _named(path: Path) -> Generator[None]:
    """Let an OSError of the block name `path` and not the temporary file."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _remove_abandoned(folder: Path, now: float) -> None:
    """Remove temporary files in `folder` whose process is dead; `now` is the time of the folder's file system."""
    for path in folder.iterdir():
        found = _TEMPORARY.fullmatch(path.name)
        if found and _is_abandoned(path, found["host"], int(found["pid"] or 0), now):
            with suppress(OSError):
                path.unlink()


def _is_abandoned(path: Path, host: str | None, pid: int, now: float) -> bool:
    if host == _host_id() and sys.platform != "win32":
        return not _is_alive(pid)
    return now - path.stat().st_mtime > _OLD


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


@cache
def _host_id() -> str:
    """Identifies the scope of process ids: this machine and its PID namespace."""
    try:
        namespace = str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:
        namespace = ""
    return hashlib.sha256(f"{socket.gethostname()} {namespace}".encode("utf-8", "replace")).hexdigest()[:8]
