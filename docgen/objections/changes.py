"""Plan, diff and save changes to the files of a company's library; a save writes all files or none."""

import os
import tempfile
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import FOLDER
from docgen.library.editions import new_public_id, public_ids
from docgen.library.entries import COLLECTIONS, OBJECTIONS, LibraryCollection, list_entries
from docgen.library.industries import FOLDER as INDUSTRIES
from docgen.library.layers import Layers
from docgen.library.settings import SETTINGS
from docgen.messages import message, system_reason
from docgen.nearest import suggest
from docgen.objections.editions import COMMON, Edition, EditionId, is_builtin, is_shadowed, list_ids, read_edition
from docgen.objections.entry_text import EntryText
from docgen.output import write_atomic, write_temporary

LOCK = ".docgen-lock"
Rewrite = Callable[[EntryText], EntryText]
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file: its current text (None: it doesn't exist), and its new text."""

    path: Path
    shown: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The planned changes of an operation; nothing is written before `save`. `notices` are for the user."""

    folder: Path
    files: tuple[ChangedFile, ...]
    notices: tuple[Finding, ...] = ()

    def diff(self) -> str:
        """The changes as a unified diff; empty if there are none."""
        return "".join(line for change in self.files for line in _diff_of(change))

    def save(self) -> tuple[Path, ...]:
        """Write all files or none, and return their paths.

        Raises LibraryError if a file changed since it was read, is locked by another program, or can't be written;
        then, as after Ctrl-C, no file is changed.
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
    """The text of a file with its original line ends and byte order mark, or None if it doesn't exist."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise LibraryError(Finding.of("library.encoding", byte=error.start).at(str(path))) from error
    except OSError as error:
        raise LibraryError(_refusal(error, str(path))) from error


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    """Lock a library, so that one process at a time writes into it; the lock ends with the process."""
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
    except ImportError:  # there, only _refuse_stale protects the files
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _refuse_stale(files: tuple[ChangedFile, ...]) -> None:
    stale = [change for change in files if read_exact(change.path) != change.before]
    if stale:
        raise LibraryError([Finding.of("upkeep.stale").at(change.shown) for change in stale])


def _write_all(files: tuple[ChangedFile, ...]) -> None:
    """Write all texts to temporary files first, so that a full disk is noticed before any file is replaced."""
    parts: list[Path] = []
    done: list[ChangedFile] = []
    try:
        for change in files:
            parts.append(write_temporary(change.path, change.after.encode()))
        for change, part in zip(files, parts, strict=True):
            done.append(change)
            part.replace(change.path)
    except BaseException as error:  # Ctrl-C has to undo everything too
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
    return Finding.of("upkeep.write", reason=system_reason(error)).at(file)


def company_folder(library: Layers) -> Path:
    """The company's layer. Raises UsageError if there is only the built-in one, which is never written to."""
    if is_builtin(library.layers[0]):
        raise UsageError(Finding.of("usage.library"))
    return library.layers[0]


def find_editions(
    library: Layers,
    name: str,
    industry: str = COMMON,
    languages: Iterable[str] = (),
    collection: LibraryCollection = OBJECTIONS,
) -> dict[EditionId, Path]:
    """The entry's editions for `industry` in `languages` (none: all), each with its topmost file.

    Raises LibraryError naming the nearest id, or the existing editions.
    """
    ids = {id_: path for id_, path in list_ids(library, collection.folder).items() if id_.name == name}
    if not ids:
        known = list_entries(library, collection)
        raise LibraryError(Finding.of(collection.code, name=name, hint=suggest(name, known)))
    here = {id_: path for id_, path in ids.items() if id_.industry == industry}
    wanted = tuple(languages) or tuple(id_.language for id_ in here)
    missing = [language for language in wanted if language not in {id_.language for id_ in here}]
    if missing or not here:
        key = "library.language:objection" if collection is OBJECTIONS else "library.language:edition"
        there = [f"{id_.language} ({id_.industry})" for id_ in ids]
        what = message("library.languages", codes=missing) if missing else message("library.languages:any")
        raise LibraryError(Finding.of(key, name=name, industry=industry, languages=what, editions=there))
    return {id_: path for id_, path in here.items() if id_.language in wanted}


def plan_texts(
    library: Layers,
    rewrites: Mapping[EditionId, Rewrite],
    *,
    keep_industries: bool = True,
    notices: tuple[Finding, ...] = (),
) -> Changes:
    """Plan changed texts of editions of one collection, in the company's folder; unchanged ones are left out.

    A new common entry gets a public id. A built-in one is copied to the company's folder; since that copy would replace
    the built-in wordings of single industries too, those are copied with it if `keep_industries`.
    """
    company = company_folder(library)
    ids = list_ids(library, next((id_.folder for id_ in rewrites), OBJECTIONS.folder))
    public = {entry: min(found) for entry, found in public_ids(library).items()}
    files: dict[EditionId, ChangedFile] = {}
    for id_, rewrite in rewrites.items():
        if id_ not in ids and id_.industry == COMMON:
            public_id = public.setdefault(f"{id_.folder}/{id_.name}", new_public_id())
            rewrite = _with_public_id(rewrite, public_id)  # noqa: PLW2901 - a new entry gets its public id
        change = _change(library, company, id_, ids.get(id_), rewrite)
        if change is not None:
            files[id_] = change
    copied = [id_ for id_ in _replaced_editions(library, ids, files) if id_ not in files] if keep_industries else []
    for id_ in copied:
        text = read_exact(ids[id_]) or ""
        files[id_] = ChangedFile(company / id_.file, library.shown(company / id_.file), None, text)
    copy_notices = tuple(_copied_notice(id_) for id_ in copied)
    return Changes(company, tuple(files.values()), (*notices, *copy_notices))


def _with_public_id(rewrite: Rewrite, public_id: str) -> Rewrite:
    return lambda entry_text: rewrite(entry_text).with_default("public_id", public_id)


def _change(library: Layers, company: Path, id_: EditionId, path: Path | None, rewrite: Rewrite) -> ChangedFile | None:
    text = (read_exact(path) or "") if path else ""
    after = rewritten(text, id_.language, rewrite)
    if after == text:
        return None
    target = company / id_.file
    before = text if path is not None and path == target else None
    return ChangedFile(target, library.shown(target), before, after)


def rewritten(text: str, language: str, rewrite: Rewrite) -> str:
    """Apply `rewrite` to a text; its byte order mark and line ends stay."""
    mark = _BOM if text.startswith(_BOM) else ""
    has_crlf = "\r\n" in text
    changed = rewrite(EntryText(text.removeprefix(_BOM).replace("\r\n", "\n"), language)).text
    return mark + (changed.replace("\n", "\r\n") if has_crlf else changed)


def _replaced_editions(
    library: Layers, ids: Mapping[EditionId, Path], files: Mapping[EditionId, ChangedFile]
) -> list[EditionId]:
    """The built-in editions of industries that new common files would replace."""
    new = {(id_.name, id_.language) for id_, change in files.items() if id_.industry == COMMON and not change.before}
    return [
        id_
        for id_, path in ids.items()
        if (id_.name, id_.language) in new
        and id_.industry != COMMON
        and is_builtin(path)
        and not is_shadowed(library, id_, path)
    ]


def _copied_notice(id_: EditionId) -> Finding:
    return Finding.of("upkeep.copied", edition=str(id_), severity="warning")


@contextmanager
def planned_layers(library: Layers, changes: Changes, ids: Iterable[EditionId] = ()) -> Generator[Layers]:
    """The library with the entries of `changes` and `ids` as they will be once the changes are saved.

    Other files of the company's layer are left out.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        layer = Path(folder).resolve() / changes.folder.name
        names = {change.path.stem for change in changes.files} | {Path(id_.file).stem for id_ in ids}
        texts = {path: path.read_bytes() for path in _files_of(changes.folder, names)}
        for change in changes.files:
            texts[change.path] = change.after.encode()
        for path, data in texts.items():
            copy = layer / path.relative_to(changes.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
        layer.mkdir(parents=True, exist_ok=True)
        yield Layers((layer, *library.layers[1:]))


def _files_of(company: Path, names: Collection[str]) -> Iterator[Path]:
    """The company's files of entries named `names` (with their language), their approvals, and its library.yaml."""
    for collection in COLLECTIONS:
        yield from (
            path for path in (company / collection.folder).rglob("*.md") if path.stem in names and path.is_file()
        )
    records = (company / FOLDER).rglob("*.yaml")
    yield from (path for path in records if path.parent.name in names and path.is_file())
    industries = (company / INDUSTRIES).glob("*.yaml")
    yield from (path for path in (*industries, company / SETTINGS) if path.is_file())


def read_planned(library: Layers, changes: Changes, ids: Iterable[EditionId]) -> list[Edition]:
    """Read the objections' editions as they will be once the changes are saved."""
    wanted = list(ids)
    with planned_layers(library, changes, wanted) as layers:
        paths = list_ids(layers)
        return [read_edition(layers, id_, paths[id_]) for id_ in wanted]
