"""Turns two files or two library folders into what changed, file by file; renamed files and hidden ones told.

The steps:

    1  pair     files of one path; what is left by content, then by likeness (a file renamed)
    2  compare  each pair that differs, by what the file is (files.py)
    3  shadow   what a company's own files hide of it, or have in place of the built-in ones
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docgen.compare.changes import SUMMARY, Change
from docgen.compare.diff import likeness
from docgen.compare.files import compare_file
from docgen.compare.reading import read_outline
from docgen.errors import DocgenError, Finding, UsageError
from docgen.formats import BY_FOLDER
from docgen.library import Library, open_library
from docgen.library.approvals import FOLDER as APPROVALS
from docgen.library.layers import ORIGINS, Layers, builtin_layer
from docgen.library.source import read_yaml

_CARD = "library.yaml"
_LAID_OVER = {"token.removed", "label.removed"}
"""What a company's file need not say: the built-in one says it still."""
_RENAMED = 0.6
_MOST_COMPARED = 400_000  # characters of each text, where a renamed file is looked for


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What changed in one file: its path in the library (`before`: another that it had), both sides, the changes."""

    path: str
    before: str
    old: bytes | None
    new: bytes | None
    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        """How many changes there are, without what is only told: that a file hides another, or was saved anew."""
        return sum(not change.code.startswith(("shadow.", "note.")) for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    """What changed between two files or libraries, the files by their paths; `old` and `new` are where they lie."""

    old: Path
    new: Path
    files: tuple[FileChanges, ...]

    def labels(self, key: str) -> tuple[str, str]:
        """The words (en, zh) of a label of the new library, or of the built-in one. Raises KeyError."""
        return self._library.labels(key)

    @cached_property
    def _library(self) -> Library:
        """The library that names are said by; a broken one has no say."""
        try:
            opened = open_library(self.new if self.new.is_dir() else None)
            opened.catalogue  # noqa: B018 - read now, to see whether it can be
        except DocgenError:
            return open_library()
        return opened

    @property
    def changes(self) -> int:
        """How many changes there are."""
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

    def lines(self, language: str = "en") -> Iterator[str]:
        """The comparison in words, a line a change, under each file's path."""
        for file in self.files:
            yield file.path
            yield from (f"  {change.say(language, self.labels)}" for change in file.changes)

    def summary(self, language: str = "en") -> str:
        """How much changed, in a line."""
        count = sum(file.count > 0 for file in self.files)
        return SUMMARY[language][min(self.changes, 1)].format(files=count, changes=self.changes)


def library_diff(old: str | Path, new: str | Path | None = None, *, over: str | Path | None = None) -> Comparison:
    """What changed from `old` to `new`: two files, or two library folders.

    Without `new`, `old` is a company's library and is compared with the built-in one: only the files that it has, each
    as it differs from the built-in file of its path. `over` is a company's library: what of the changes its own files
    hide is told. Raises UsageError if there is no such file or folder, or if one is a file and the other a folder.
    """
    if new is None:
        company = _folder(Path(old))
        compared = _compare_folders(builtin_layer(), company, only_new=True)
        return replace(compared, files=tuple(_against_builtin(compared, company)))
    one, other = Path(old), Path(new)
    for path in (one, other):
        if not path.exists():
            raise UsageError(Finding("usage.compare", "there is no such file or folder", file=str(path)))
    if one.is_dir() != other.is_dir():
        hint = "give two files or two folders"
        raise UsageError(Finding("usage.compare", "one is a file, the other a folder", hint, file=str(other)))
    compared = _compare_folders(one, other) if one.is_dir() else _compare_files(one, other)
    return compared if over is None else replace(compared, files=tuple(_hidden(compared, _folder(Path(over)))))


def _folder(path: Path) -> Path:
    if not path.is_dir():
        hint = "give the folder that holds docx/, pptx/, html/, objections/ …"
        raise UsageError(Finding("usage.compare", "there is no such library folder", hint, file=str(path)))
    return path


def _compare_files(old: Path, new: Path) -> Comparison:
    before, after = old.read_bytes(), new.read_bytes()
    library_path = f"{new.resolve().parent.parent.name}/{new.resolve().parent.name}/{new.name}"
    changes = compare_file(library_path, before, after)
    file = FileChanges(new.name, "" if old.name == new.name else old.name, before, after, tuple(changes))
    return Comparison(old, new, (file,) if changes else ())


def _compare_folders(old: Path, new: Path, only_new: bool = False) -> Comparison:
    before, after = _files(old), _files(new)
    found: list[FileChanges] = []
    for path in sorted(before.keys() & after.keys()):
        changes = compare_file(path, before[path], after[path])
        if changes or only_new:
            found.append(FileChanges(path, "", before[path], after[path], tuple(changes)))
    gone = {path: before[path] for path in sorted(before.keys() - after.keys())}
    come = {path: after[path] for path in sorted(after.keys() - before.keys())}
    for earlier, path in _renamed({} if only_new else gone, come):
        inside = compare_file(path, gone.pop(earlier), come[path])
        changes = [Change("file.renamed", old=earlier), *inside]
        found.append(FileChanges(path, earlier, before[earlier], come.pop(path), tuple(changes)))
    found += [FileChanges(path, "", None, data, (Change("file.added"),)) for path, data in come.items()]
    if not only_new:
        found += [FileChanges(path, "", data, None, (Change("file.removed"),)) for path, data in gone.items()]
    return Comparison(old, new, tuple(sorted(found, key=lambda file: file.path)))


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a library by their paths, without hidden ones, Office locks and records of approvals."""
    home = Layers((folder,))
    named = ((path.relative_to(folder), path) for path in home.files("", ""))
    return {relative.as_posix(): path.read_bytes() for relative, path in named if relative.parts[0] != APPROVALS}


def _renamed(gone: Mapping[str, bytes], come: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The files that have another path now: those of the same content first, then the most alike of one format."""
    found: dict[str, str] = {}
    by_digest = {hashlib.sha256(data).digest(): path for path, data in gone.items()}
    for path, data in come.items():
        earlier = by_digest.pop(hashlib.sha256(data).digest(), None)
        if earlier is not None:
            found[earlier] = path
    scores: list[tuple[float, str, str]] = []
    texts = {path: _text(path, data) for path, data in (*gone.items(), *come.items()) if path not in found}
    for earlier in (path for path in gone if path not in found):
        for path in (path for path in come if path not in found.values()):
            if Path(earlier).suffix == Path(path).suffix and texts[earlier] and texts[path]:
                scores.append((likeness(texts[earlier], texts[path]), earlier, path))
    for score, earlier, path in sorted(scores, key=lambda item: (-item[0], item[1:])):
        if score >= _RENAMED and earlier not in found and path not in found.values():
            found[earlier] = path
    return sorted(found.items(), key=lambda item: item[1])


def _text(path: str, data: bytes) -> str:
    outline = read_outline(path, data)
    return "\n".join(story.all_text for story in outline.stories)[:_MOST_COMPARED]


def _hidden(compared: Comparison, company: Path) -> Iterator[FileChanges]:
    """The files, each with what of the company's library takes its place."""
    own = _files(company)
    for file in compared.files:
        paths = {path for path in _over(file.path) if path in own}
        told = (Change("shadow.hides", name=f"{company.name}/{path}") for path in sorted(paths))
        yield replace(file, changes=(*file.changes, *told))


def _over(path: str) -> Iterator[str]:
    """The paths in a company's library that win over `path` of the built-in one: a template also by its common one."""
    yield path
    steps = path.split("/")
    if len(steps) == 3 and steps[0] in BY_FOLDER:
        yield f"{steps[0]}/base/{steps[2]}"


def _against_builtin(compared: Comparison, company: Path) -> Iterator[FileChanges]:
    """The company's files that have a built-in one, with whether that has changed since it was copied."""
    origins = _origins(company)
    for file in compared.files:
        if file.old is None or file.path == _CARD:
            continue
        told = [Change("shadow.same")] if file.old == file.new else []
        kept = tuple(change for change in file.changes if change.code not in _LAID_OVER)
        copied = origins.get(file.path)
        if copied is not None and copied != hashlib.sha256(file.old).hexdigest():
            told.append(Change("shadow.stale"))
        if kept or told:
            yield replace(file, changes=(*told, *kept))


def _origins(company: Path) -> Mapping[str, str]:
    path = company / ORIGINS
    if not path.is_file():
        return {}
    try:
        return {str(name): str(value) for name, value in read_yaml(path, ORIGINS).data.items()}
    except DocgenError:
        return {}
