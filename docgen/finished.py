"""A finished file, and the rules for which existing file it may replace.

A draft replaces an earlier draft of the same document for the same audience. Any other file is left unchanged, and the
write is refused: another document, an edition for another audience, a released version with different content, a file
edited since docgen wrote it, a file that docgen didn't write.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.audience import Audience
from docgen.errors import Finding, InputError, MissingError, RefusedError
from docgen.file_names import name_key
from docgen.inspection import Inspected, inspect_bytes
from docgen.messages import Message, Remedy, message
from docgen.output import write_atomic, write_new
from docgen.schemas import KINDS
from docgen.schemas.base import RELEASED
from docgen.stamp import Stamp

_DOCUMENT = ("doc_id", "kind", "language")
_EDITION = ("version", "audience")
_CONTENT = ("status", "date", "title", "data_digest", "template_digest", "library_digest", "generator")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: its bytes, stamp, file name and warnings.

    `alternative` is its name if another document already has `filename`.
    """

    data: bytes
    stamp: Stamp
    filename: str
    warnings: tuple[Finding, ...] = ()
    alternative: str = ""

    @property
    def folder(self) -> str:
        """The subfolder of the output folder that it belongs in; empty for a client's."""
        return self._audience.folder

    @property
    def _audience(self) -> Audience:
        return Audience(self.stamp.audience)

    def save(self, folder: str | Path) -> Path:
        """Write the file into `folder` atomically and return its path.

        Its name is `filename`, or `alternative` if another document has that name. The file gets the umask's mode; an
        internal one gets 0600, and a folder made for it 0700. Raises RefusedError if it may not replace an existing
        file (see `docgen.finished`), MissingError if the file system's encoding lacks a character, and OSError.
        """
        target = Path(folder)
        target.mkdir(mode=0o777 if self._audience.is_outside else 0o700, parents=True, exist_ok=True)
        mode = 0o666 if self._audience.is_outside else 0o600
        path, existing = self._find_target(target)
        try:
            self._write(path, existing, mode)
        except FileExistsError:  # another process has just made it: check again
            path, existing = self._find_target(target)
            self._write(path, existing, mode)
        return path

    def _write(self, path: Path, existing: bytes | None, mode: int) -> None:
        if existing is None:
            write_new(path, self.data, mode)
        elif existing != self.data:
            write_atomic(path, self.data, mode)
        elif not self._audience.is_outside:
            path.chmod(mode)

    def _find_target(self, folder: Path) -> tuple[Path, bytes | None]:
        """The path to write, and the bytes of the file to replace there (None: no file). Raises RefusedError."""
        names = list(dict.fromkeys(name for name in (self.filename, self.alternative) if name))
        existing = _names_in(folder)
        files = [_read_existing(folder / existing[name_key(name)]) for name in names if name_key(name) in existing]
        same = next((file for file in files if file.stamp and not _differing(_DOCUMENT, file.stamp, self.stamp)), None)
        if same is not None:
            return same.path, same.require_replaceable(self)
        free = next((name for name in names if name_key(name) not in existing), None)
        if free is None or (files and files[0].stamp is None):
            raise RefusedError([problem for file in files for problem in file.problems(self)])
        return folder / _writable(free), None


@dataclass(frozen=True, slots=True)
class _ExistingFile:
    """A file that has the name already: its stamp, or why docgen didn't write it."""

    path: Path
    data: bytes
    inspected: Inspected | None
    why: Message | Sequence[Message] = ()

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
        """The reasons why `by` may not replace this file."""
        if self.inspected is None:
            yield Finding.of("output.not_ours", why=self.why).at(str(self.path))
        else:
            yield from _conflicts(self.inspected, by.stamp, self.path)


def _read_existing(path: Path) -> _ExistingFile:
    if path.is_symlink() or not path.is_file():
        return _ExistingFile(path, b"", None, message("output.no_file"))
    data = path.read_bytes()
    try:
        return _ExistingFile(path, data, inspect_bytes(data, path.suffix.lower().lstrip(".")))
    except InputError as error:
        return _ExistingFile(path, data, None, [_reason(finding) for finding in error.findings])


def _reason(finding: Finding) -> Message:
    """A finding and its remedy, to be a value of a message."""
    words = finding.words
    if not words.remedy():
        return words
    return message("output.reason", reason=words, remedy=Remedy(words.key, words.values))


def _names_in(folder: Path) -> Mapping[str, str]:
    """The names in `folder` by `name_key`, which is equal for names of one file on some file system."""
    return {name_key(path.name): path.name for path in folder.iterdir()}


def _writable(name: str) -> str:
    try:
        os.fsencode(name)
    except UnicodeEncodeError as error:
        raise MissingError(Finding.of("output.encoding", encoding=error.encoding, name=ascii(name))) from error
    return name


def _conflicts(existing: Inspected, new: Stamp, path: Path) -> Iterator[Finding]:
    """The reasons why a file with the stamp `new` may not replace the file at `path`, whose bytes differ."""
    old = existing.stamp
    if other := _differing((*_DOCUMENT, *_EDITION), old, new):
        yield _refusal("output.other_document", old, other, path)
    elif old.kind in KINDS and old.status in RELEASED:
        yield _refusal("output.released", old, _differing(_CONTENT, old, new), path)
    if not existing.consistent or existing.contents == "changed":
        yield Finding.of("output.edited").at(str(path))
    elif existing.contents == "unchecked":
        yield Finding.of("output.unchecked").at(str(path))


def _differing(names: tuple[str, ...], old: Stamp, new: Stamp) -> dict[str, tuple[str, str]]:
    before, after = asdict(old), asdict(new)
    return {name: (before[name], after[name]) for name in names if before[name] != after[name]}


def _refusal(code: str, old: Stamp, differing: Mapping[str, tuple[str, str]], path: Path) -> Finding:
    changes = [f"{name} {before[:40]} → {after[:40]}" for name, (before, after) in differing.items()]
    values = {f"old_{name}": before for name, (before, _) in differing.items()}
    values |= {f"new_{name}": after for name, (_, after) in differing.items()}
    shown = {"version": old.version, "doc_id": old.doc_id, "status": old.status}
    words = message(code, changes=changes or message("output.layout"), **shown)
    return Finding(code, words, file=str(path), values=values)
