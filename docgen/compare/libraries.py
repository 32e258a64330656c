"""Compare two files or two library folders, file by file, with renamed and overridden files.

The steps:

    1  pair     files of the same path; the others by content, then by similarity (renamed files)
    2  compare  each pair that differs, by the type of the file (files.py)
    3  shadow   find what a company's files override, or have in place of the built-in ones
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docgen.compare.changes import Change
from docgen.compare.diff import similarity
from docgen.compare.files import compare_file
from docgen.compare.reading import read_outline
from docgen.compare.tag_words import TagContext, split_language
from docgen.errors import DocgenError, Finding, UsageError
from docgen.formats import BY_FOLDER
from docgen.library import Library, open_library
from docgen.library.approvals import FOLDER as APPROVALS
from docgen.library.layers import ORIGINS, Layers, builtin_layer
from docgen.library.source import read_yaml
from docgen.messages import Language, message

_CARD = "library.yaml"
_INHERITED = {"token.removed", "label.removed"}
"""Changes that mean nothing in a company's file, since the built-in value still applies."""
_RENAMED = 0.6  # the least similarity of a renamed file
_MOST_COMPARED = 400_000  # characters of each text, in the search for renamed files


@dataclass(frozen=True, slots=True)
class FileChanges:
    """The changes of one file: its path in the library (`before`: its old path), both contents, the changes."""

    path: str
    before: str
    old: bytes | None
    new: bytes | None
    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        """The number of changes, without notes: that a file overrides another, or was only saved again."""
        return sum(not change.code.startswith(("shadow.", "note.")) for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    """The changes between two files or libraries at the paths `old` and `new`, the files sorted by path."""

    old: Path
    new: Path
    files: tuple[FileChanges, ...]

    def labels(self, key: str) -> tuple[str, str]:
        """The text (en, zh) of a label of the new library, or of the built-in one. Raises KeyError."""
        return self._library.labels(key)

    @cached_property
    def _library(self) -> Library:
        """The library for labels: the new one, or the built-in one if that is invalid."""
        return _opened(self.new)

    @property
    def changes(self) -> int:
        """The number of changes."""
        return sum(file.count for file in self.files)

    def as_data(self) -> dict[str, Any]:
        """The comparison as plain data for JSON."""
        files = [
            {
                "path": file.path,
                "before": file.before,
                "changes": [change.as_data(self.labels) for change in file.changes],
            }
            for file in self.files
        ]
        return {"different": bool(self.changes), "changes": self.changes, "files": files}

    def lines(self, language: Language = "en") -> Iterator[str]:
        """The comparison as lines: each file's path, and a line for each of its changes."""
        for file in self.files:
            yield file.path
            yield from (f"  {change.format(language, self.labels)}" for change in file.changes)

    def summary(self, language: Language = "en") -> str:
        """The number of files and changes in one line."""
        count = sum(file.count > 0 for file in self.files)
        if not self.changes:
            return message("compare.summary:none").in_language(language)
        return message("compare.summary", files=count, changes=self.changes).in_language(language)


def library_diff(old: str | Path, new: str | Path | None = None, *, over: str | Path | None = None) -> Comparison:
    """The changes from `old` to `new`, two files or two library folders.

    Without `new`, `old` is a company's library, whose files are compared with the built-in files of the same paths.
    `over` is a company's library; changes that its own files override are marked. Raises UsageError if a file or folder
    doesn't exist, or if one is a file and the other a folder.
    """
    if new is None:
        company = _folder(Path(old))
        compared = _compare_folders(builtin_layer(), company, only_new=True)
        return replace(compared, files=tuple(_against_builtin(compared, company)))
    one, other = Path(old), Path(new)
    for path in (one, other):
        if not path.exists():
            raise UsageError(Finding.of("usage.compare").at(str(path)))
    if one.is_dir() != other.is_dir():
        raise UsageError(Finding.of("usage.compare:sorts").at(str(other)))
    compared = _compare_folders(one, other) if one.is_dir() else _compare_files(one, other)
    return compared if over is None else replace(compared, files=tuple(_mark_overridden(compared, _folder(Path(over)))))


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(Finding.of("usage.compare:library").at(str(path)))
    return path


def _compare_files(old: Path, new: Path) -> Comparison:
    before, after = old.read_bytes(), new.read_bytes()
    library_path = f"{new.resolve().parent.parent.name}/{new.resolve().parent.name}/{new.name}"
    library = new.resolve().parents[2] if len(new.resolve().parents) > 2 else None
    context = _context(*(library if library and (library / "fields.yaml").is_file() else None,) * 2)
    earlier = f"{library_path.rpartition('/')[0]}/{old.name}"
    changes = compare_file(library_path, before, after, earlier, context)
    file = FileChanges(new.name, "" if old.name == new.name else old.name, before, after, tuple(changes))
    return Comparison(old, new, (file,) if changes else ())


def _compare_folders(old: Path, new: Path, only_new: bool = False) -> Comparison:
    before, after = _files(old), _files(new)
    context = _context(old, new)
    found: list[FileChanges] = []
    for path in sorted(before.keys() & after.keys()):
        changes = compare_file(path, before[path], after[path], context=context)
        if changes or only_new:
            found.append(FileChanges(path, "", before[path], after[path], tuple(changes)))
    removed = {path: before[path] for path in sorted(before.keys() - after.keys())}
    added = {path: after[path] for path in sorted(after.keys() - before.keys())}
    for earlier, path in () if only_new else _split_by_language(removed, added):
        inside = compare_file(path, before[earlier], added.pop(path), earlier, context)
        removed.pop(earlier, None)
        changes = (Change("file.split", old=earlier), *(item for item in inside if item.code != "note.stored"))
        found.append(FileChanges(path, earlier, before[earlier], after[path], changes))
    for earlier, path in _renamed({} if only_new else removed, added):
        inside = compare_file(path, removed.pop(earlier), added[path], earlier, context)
        changes = [Change("file.renamed", old=earlier), *inside]
        found.append(FileChanges(path, earlier, before[earlier], added.pop(path), tuple(changes)))
    found += [FileChanges(path, "", None, data, (Change("file.added"),)) for path, data in added.items()]
    if not only_new:
        found += [FileChanges(path, "", data, None, (Change("file.removed"),)) for path, data in removed.items()]
    return Comparison(old, new, tuple(sorted(found, key=lambda file: file.path)))


def _context(old: Path | None, new: Path | None) -> TagContext:
    """What the tags of two libraries' templates depend on; what can't be read is left out."""
    libraries = [_opened(folder) for folder in (old, new)]

    def labels(kind: str, language: str) -> Callable[[str], str]:
        texts = libraries[1].labels_for(kind, language)
        return lambda key: "".join(dict.fromkeys(texts(key))) if "+" in language else texts(key)[language == "zh"]

    return TagContext((libraries[0].declared, libraries[1].declared), labels)


def _opened(folder: Path | None) -> Library:
    """The library in `folder` if its labels and declared fields are valid, else the built-in one."""
    try:
        library = open_library(folder if folder is not None and folder.is_dir() else None)
        _ = library.catalogue, library.declared
    except DocgenError:
        return open_library()
    return library


def _split_by_language(removed: Mapping[str, bytes], added: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """A template for all languages that is gone, and each new one in its folder for its kind in one language."""
    found: list[tuple[str, str]] = []
    for path in added:
        folder, _, name = path.rpartition("/")
        kind, language = split_language(name)
        earlier = f"{folder}/{kind}{Path(name).suffix}"
        if language and earlier in removed and folder.partition("/")[0] in BY_FOLDER:
            found.append((earlier, path))
    return found


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a library by path, without hidden files, Office locks and records of approvals."""
    layer = Layers((folder,))
    named = ((path.relative_to(folder), path) for path in layer.files("", ""))
    return {relative.as_posix(): path.read_bytes() for relative, path in named if relative.parts[0] != APPROVALS}


def _renamed(removed: Mapping[str, bytes], added: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Renamed files as (old path, new path): those of equal content first, then the most similar of one suffix."""
    found: dict[str, str] = {}
    by_digest = {hashlib.sha256(data).digest(): path for path, data in removed.items()}
    for path, data in added.items():
        earlier = by_digest.pop(hashlib.sha256(data).digest(), None)
        if earlier is not None:
            found[earlier] = path
    scores: list[tuple[float, str, str]] = []
    texts = {path: _text(path, data) for path, data in (*removed.items(), *added.items()) if path not in found}
    for earlier in (path for path in removed if path not in found):
        for path in (path for path in added if path not in found.values()):
            if Path(earlier).suffix == Path(path).suffix and texts[earlier] and texts[path]:
                scores.append((similarity(texts[earlier], texts[path]), earlier, path))
    for score, earlier, path in sorted(scores, key=lambda item: (-item[0], item[1:])):
        if score >= _RENAMED and earlier not in found and path not in found.values():
            found[earlier] = path
    return sorted(found.items(), key=lambda item: item[1])


def _text(path: str, data: bytes) -> str:
    outline = read_outline(path, data)
    return "\n".join(story.all_text for story in outline.stories)[:_MOST_COMPARED]


def _mark_overridden(compared: Comparison, company: Path) -> Iterator[FileChanges]:
    """The files, each with a note for each file of the company's library that overrides it."""
    own = _files(company)
    for file in compared.files:
        paths = {path for path in _overriding(file.path) if path in own}
        notes = (Change("shadow.hides", name=f"{company.name}/{path}") for path in sorted(paths))
        yield replace(file, changes=(*file.changes, *notes))


def _overriding(path: str) -> Iterator[str]:
    """The paths in a company's library that override `path` of the built-in one.

    For a template also the one for all languages, and the base ones.
    """
    yield path
    steps = path.split("/")
    if len(steps) == 3 and steps[0] in BY_FOLDER:
        kind, _, rest = steps[2].partition(".")
        names = (steps[2], f"{kind}.{rest.rpartition('.')[2]}")
        yield from (f"{steps[0]}/{place}/{name}" for place in (steps[1], "base") for name in names)


def _against_builtin(compared: Comparison, company: Path) -> Iterator[FileChanges]:
    """The company's files that have a built-in counterpart, with a note if that changed since it was copied."""
    origins = _origins(company)
    for file in compared.files:
        if file.old is None or file.path == _CARD:
            continue
        notes = [Change("shadow.same")] if file.old == file.new else []
        changes = tuple(change for change in file.changes if change.code not in _INHERITED)
        copied = origins.get(file.path)
        if copied is not None and copied != hashlib.sha256(file.old).hexdigest():
            notes.append(Change("shadow.stale"))
        if changes or notes:
            yield replace(file, changes=(*notes, *changes))


def _origins(company: Path) -> Mapping[str, str]:
    path = company / ORIGINS
    if not path.is_file():
        return {}
    try:
        return {str(name): str(value) for name, value in read_yaml(path, ORIGINS).data.items()}
    except DocgenError:
        return {}
