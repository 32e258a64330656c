"""Checks of a library's other files: brand and logos, labels, and files whose place or name nothing reads."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from docgen.errors import LibraryError
from docgen.formats import FORMATS
from docgen.library.brand import list_brands, read_brand
from docgen.library.catalogue import Library
from docgen.library.entries import COLLECTIONS
from docgen.library.labels import read_catalogue
from docgen.library.layers import LANGUAGES, builtin_layer
from docgen.lint.problems import Problem, Where
from docgen.messages import Message, message

_YAML_FOLDERS = ("industries", "brands", "labels")
_ENTRY_FOLDERS = tuple(collection.folder for collection in COLLECTIONS)
_FORMAT_FOLDERS = {known.folder: f".{known.suffix}" for known in FORMATS.values()}
_FOLDERS = (*_YAML_FOLDERS, *_ENTRY_FOLDERS, *_FORMAT_FOLDERS)
_TEMPLATES = {".docx", ".dotx", ".docm", ".dotm", ".doc", ".wps", ".pptx", ".potx", ".pptm", ".ppt", ".dps", ".html"}
_CLOSE = 0.88  # a letter more, less or changed places
_NOTES = ("readme", "changelog", "license", "~$", ".")


def check_library_files(library: Library) -> Iterator[Problem]:
    """Problems of the brand, the labels, and misplaced or misnamed files of a company's layers."""
    yield from _check_brands(library)
    for layer in library.layers:
        if layer != builtin_layer():
            yield from _check_layer(library, layer)
    yield from _check_labels(library)


def _check_brands(library: Library) -> Iterator[Problem]:
    """What stops a render with the library's own brand, or one that can be chosen."""
    seen: set[str] = set()
    for chosen in (None, *list_brands(library)):
        try:
            read_brand(library, chosen=chosen)
        except LibraryError as error:
            fresh = [finding for finding in error.findings if finding.show() not in seen]
            seen |= {finding.show() for finding in fresh}
            for finding in fresh:
                where = Where(finding.file or "brand.yaml", place=finding.place, line=finding.line, column=1)
                yield Problem("entry.broken", finding.words, finding.remedy or None, where)


def _check_layer(library: Library, layer: Path) -> Iterator[Problem]:
    for path in sorted(layer.rglob("*")):
        relative = PurePosixPath(path.relative_to(layer).as_posix())
        is_note = any(part.lower().startswith(_NOTES) for part in relative.parts)
        if path.is_file() and not is_note and (hint := _misplaced(relative)):
            yield Problem.of("lint.file.misplaced", Where(library.shown(path)), hint)


def _misplaced(path: PurePosixPath) -> Message | None:
    """How a file should be named or where it belongs, if nothing reads it."""
    folder = path.parts[0] if len(path.parts) > 1 else ""
    if folder in _ENTRY_FOLDERS:
        parts = path.name.split(".")
        is_entry = len(parts) == 3 and parts[1] in LANGUAGES and parts[2] == "md"
        return None if is_entry else message("lint.file.misplaced:entry", folder=folder)
    if folder in _YAML_FOLDERS:
        return None if path.suffix == ".yaml" else message("lint.file.misplaced:yaml", folder=folder)
    if folder in _FORMAT_FOLDERS:
        wanted = _FORMAT_FOLDERS[folder]
        is_other = path.suffix.lower() in _TEMPLATES and path.suffix != wanted
        return message("lint.file.misplaced:format", suffix=wanted) if is_other else None
    if folder and (near := _near(folder, _FOLDERS)):
        return message("hint.did_you_mean", name=near)
    return message("lint.file.misplaced:template") if not folder and path.suffix.lower() in _TEMPLATES else None


def _check_labels(library: Library) -> Iterator[Problem]:
    """Labels of a company that nearly have the name of a built-in one: they replace nothing."""
    known = read_catalogue(library.alone(builtin_layer())).keys()
    for layer in library.layers:
        if layer == builtin_layer():
            continue
        for key in sorted(read_catalogue(library.alone(layer)).keys() - known):
            if near := _near(key, known):
                where = Where(f"{layer.name}/labels", expression=key)
                yield Problem.of("lint.label.misspelt", where, message("hint.did_you_mean", name=near), label=key)


def _near(name: str, known: Iterable[str]) -> str:
    """The known name that another one is a slip of; empty if there is none."""
    return next(iter(get_close_matches(name, list(known), 1, _CLOSE)), "")
