"""A finished file, and the rule of which file it may replace.

A working copy replaces the same document's earlier working copy for the same reader. Whatever else is there stays, and
the write is refused: another document, another reader's copy, a released version with other content, a file that was
edited since docgen wrote it, a file that is not docgen's.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.audience import Audience
from docgen.errors import Finding, InputError, MissingError, RefusedError
from docgen.file_names import name_key
from docgen.inspection import Inspected, inspect_bytes
from docgen.output import write_atomic, write_new
from docgen.schemas import KINDS
from docgen.schemas.base import RELEASED
from docgen.stamp import Stamp

_DOCUMENT = ("doc_id", "kind", "language")
_EDITION = ("version", "audience")
_CONTENT = ("status", "date", "title", "data_digest", "template_digest", "library_digest", "generator")
_HINT = "move or rename it, or write into another folder"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: its bytes, its stamp, the name it should have, and what was noticed on the way.

    `alternative` is its name where another document has `filename` already.
    """

    data: bytes
    stamp: Stamp
    filename: str
    warnings: tuple[Finding, ...] = ()
    alternative: str = ""

    @property
    def folder(self) -> str:
        """The folder of its own that it belongs into, below the one for output; empty for a client's."""
        return self._reader.folder

    @property
    def _reader(self) -> Audience:
        return Audience(self.stamp.audience)

    def save(self, folder: str | Path) -> Path:
        """Write the file into `folder`, whole or not at all, and return its path.

        Its name is `filename`, or `alternative` if another document has that. The file gets the umask's mode, an
        internal one 0600, and a folder made for it 0700. Raises RefusedError if a file is there that it may not replace
        (see `docgen.finished`), MissingError if this machine's file names can't hold the name, and OSError.
        """
        target = Path(folder)
        target.mkdir(mode=0o777 if self._reader.is_outside else 0o700, parents=True, exist_ok=True)
        mode = 0o666 if self._reader.is_outside else 0o600
        path, there = self._place(target)
        try:
            self._write(path, there, mode)
        except FileExistsError:  # another process made it just then: look once more
            path, there = self._place(target)
            self._write(path, there, mode)
        return path

    def _write(self, path: Path, there: bytes | None, mode: int) -> None:
        if there is None:
            write_new(path, self.data, mode)
        elif there != self.data:
            write_atomic(path, self.data, mode)
        elif not self._reader.is_outside:
            path.chmod(mode)

    def _place(self, folder: Path) -> tuple[Path, bytes | None]:
        """Where to write, and the bytes of what may be replaced there (None: nothing is there). Raises RefusedError."""
        names = list(dict.fromkeys(name for name in (self.filename, self.alternative) if name))
        there = _names_in(folder)
        taken = [_look_at(folder / there[name_key(name)]) for name in names if name_key(name) in there]
        own = next((file for file in taken if file.stamp and not _differing(_DOCUMENT, file.stamp, self.stamp)), None)
        if own is not None:
            return own.path, own.require_replaceable(self)
        free = next((name for name in names if name_key(name) not in there), None)
        if free is None or (taken and taken[0].stamp is None):
            raise RefusedError([problem for file in taken for problem in file.problems(self)])
        return folder / _writable(free), None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file that has a name already: what it is, or why it is none of docgen's."""

    path: Path
    data: bytes
    inspected: Inspected | None
    why: str = ""

    @property
    def stamp(self) -> Stamp | None:
        return self.inspected.stamp if self.inspected else None

    def require_replaceable(self, by: Rendered) -> bytes:
        """The bytes, if `by` may replace them. Raises RefusedError."""
        problems = [] if self.data == by.data else list(self.problems(by))
        if problems:
            raise RefusedError(problems)
        return self.data

    def problems(self, by: Rendered) -> Iterator[Finding]:
        """What stands against replacing this file."""
        if self.inspected is None:
            message = f"the file there is not docgen's: {self.why}"
            yield Finding("output.not_ours", message, _HINT, str(self.path), values={"why": self.why})
        else:
            yield from _against(self.inspected, by.stamp, self.path)


def _look_at(path: Path) -> _Taken:
    if path.is_symlink() or not path.is_file():
        return _Taken(path, b"", None, "it is a folder, a link or a device")
    data = path.read_bytes()
    try:
        return _Taken(path, data, inspect_bytes(data, path.suffix.lower().lstrip(".")))
    except InputError as error:
        return _Taken(path, data, None, "; ".join(finding.show() for finding in error.findings))


def _names_in(folder: Path) -> Mapping[str, str]:
    """The names in `folder` by what makes two of them one file on some system."""
    return {name_key(path.name): path.name for path in folder.iterdir()}


def _writable(name: str) -> str:
    try:
        os.fsencode(name)
    except UnicodeEncodeError as error:
        message = f"this machine's file names are {error.encoding}, and can't hold {name!a}"
        hint = "set PYTHONUTF8=1, or a UTF-8 locale such as LC_ALL=C.UTF-8"
        raise MissingError(Finding("output.encoding", message, hint, values={"encoding": error.encoding})) from error
    return name


def _against(there: Inspected, new: Stamp, path: Path) -> Iterator[Finding]:
    """What stands against replacing the file at `path`, whose bytes differ, by one with the stamp `new`."""
    old = there.stamp
    if other := _differing((*_DOCUMENT, *_EDITION), old, new):
        yield _refusal("output.other_document", "another document or edition is there", other, path)
    elif old.kind in KINDS and old.status in RELEASED:
        message = f"V{old.version} of {old.doc_id} is there, {old.status}, with other content"
        yield _refusal("output.released", message, _differing(_CONTENT, old, new), path)
    if not there.consistent or there.contents == "changed":
        message = "the file there was saved or edited by another program since docgen wrote it"
        yield Finding("output.edited", message, _HINT, str(path))
    elif there.contents == "unchecked":
        message = "whether the file there was edited is not known: it holds no digest of its contents"
        yield Finding("output.unchecked", message, _HINT, str(path))


def _differing(names: tuple[str, ...], old: Stamp, new: Stamp) -> dict[str, tuple[str, str]]:
    before, after = asdict(old), asdict(new)
    return {name: (before[name], after[name]) for name in names if before[name] != after[name]}


def _refusal(code: str, message: str, differing: Mapping[str, tuple[str, str]], path: Path) -> Finding:
    said = ", ".join(f"{name} {old[:40]} → {new[:40]}" for name, (old, new) in differing.items())
    values = {f"old_{name}": old for name, (old, _) in differing.items()}
    values |= {f"new_{name}": new for name, (_, new) in differing.items()}
    return Finding(code, f"{message} ({said or 'laid out otherwise'})", _HINT, str(path), values=values)
