"""Turns planned texts of files into a diff that a person reads, and into files that are all written or none."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from docgen.errors import Finding, LibraryError
from docgen.output import write_atomic, write_temporary

LOCK = ".docgen-lock"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file: what it holds now (None: it is not there), and what it will hold."""

    path: Path
    shown: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an act of upkeep would do; nothing is written before `save`. `notices` are for the person to read."""

    folder: Path
    files: tuple[ChangedFile, ...]
    notices: tuple[Finding, ...] = ()

    def diff(self) -> str:
        """What would change, as a unified diff; empty if nothing would."""
        return "".join(line for change in self.files for line in _diff_of(change))

    def save(self) -> tuple[Path, ...]:
        """Write all files or none, and return their paths.

        Raises LibraryError if a file changed since it was read, is locked by another program, or can't be written;
        then, as after Ctrl-C, everything is as it was.
        """
        if not self.files:
            return ()
        with _locked(self.folder):
            _refuse_stale(self.files)
            _write_all(self.files)
        return tuple(change.path for change in self.files)


def _diff_of(change: ChangedFile) -> Iterator[str]:
    before = (change.before or "").splitlines(keepends=True)
    after = change.after.splitlines(keepends=True)
    old = "/dev/null" if change.before is None else change.shown
    for line in unified_diff(before, after, old, change.shown):
        yield line if line.endswith("\n") else f"{line}\n"


def read_exact(path: Path) -> str | None:
    """The text of a file with its line ends and byte order mark as they are, or None if it is not there."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        finding = Finding("library.encoding", f"not UTF-8 at byte {error.start}", "save it as UTF-8", str(path))
        raise LibraryError(finding) from error
    except OSError as error:
        raise LibraryError(_refusal(error, str(path))) from error


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    """Only one process at a time writes into a library; the lock ends with the process, however that ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LibraryError(_refusal(error, str(folder))) from error
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:  # there, the check of what each file holds must do
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _refuse_stale(files: tuple[ChangedFile, ...]) -> None:
    hint = "look at what it says now, and do it again"
    stale = [change for change in files if read_exact(change.path) != change.before]
    if stale:
        raise LibraryError(
            [Finding("upkeep.stale", "changed since it was read", hint, change.shown) for change in stale]
        )


def _write_all(files: tuple[ChangedFile, ...]) -> None:
    """Write everything beside its place first, so that a full disk shows before anything is replaced."""
    parts: list[Path] = []
    done: list[ChangedFile] = []
    try:
        for change in files:
            parts.append(write_temporary(change.path, change.after.encode()))
        for change, part in zip(files, parts, strict=True):
            done.append(change)
            part.replace(change.path)
    except BaseException as error:  # Ctrl-C too must leave all as it was
        _undo(done, parts)
        if isinstance(error, OSError):
            raise LibraryError(_refusal(error, str(error.filename2 or error.filename or files[0].shown))) from error
        raise


def _undo(done: list[ChangedFile], parts: list[Path]) -> None:
    for change in reversed(done):
        _put_back(change)
    for part in parts:
        part.unlink(missing_ok=True)


def _put_back(change: ChangedFile) -> None:
    if change.before is None:
        change.path.unlink(missing_ok=True)
    else:
        write_atomic(change.path, change.before.encode())


def _refusal(error: OSError, file: str) -> Finding:
    hint = "close it in other programs, and see that there is room and that you may write there; nothing was changed"
    return Finding("upkeep.write", error.strerror or str(error), hint, file)
