"""Find files in a library's layers: the company's folder over the built-in one."""

import errno
import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from docgen.errors import Finding, LibraryError
from docgen.file_names import MOST_ID_BYTES, is_id
from docgen.formats import FORMATS
from docgen.messages import Message, message
from docgen.nearest import suggest

_T = TypeVar("_T")

LANGUAGES = ("zh", "en", "zh+en")

FIELDS = "fields.yaml"
"""The file in which a company declares fields of its own; see fields.py."""

ORIGINS = "origins.yaml"
"""In a company's library: the SHA-256 of each file copied from the built-in one, at the time of copying."""


@dataclass(frozen=True)
class Layers:
    """Folders of the same layout, highest precedence first. No file outside them is read, by link or `..` either."""

    layers: tuple[Path, ...]
    contents: Mapping[Path, bytes] | None = field(default=None, compare=False, repr=False)
    """The files' content in a snapshot (see snapshot.py); None: files are read on demand."""

    def alone(self, layer: Path) -> "Layers":
        """One of the layers by itself."""
        return self.cached(("alone", layer), lambda: Layers((layer,), self.contents))

    def cached(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The result of `make`, cached under `key` in a snapshot, whose files can't change."""
        if self.contents is None:
            return make()
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def __getstate__(self) -> dict[str, Any]:
        """The state without caches, which each process builds itself."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_cache", "_files_below"}}

    @cached_property
    def _cache(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def _files_below(self) -> Mapping[Path, Sequence[Path]]:
        """The snapshot's files below each folder, sorted."""
        below: dict[Path, list[Path]] = {}
        for path in sorted(self.contents or ()):
            for folder in path.parents:
                below.setdefault(folder, []).append(path)
        return below

    def read(self, path: Path) -> bytes:
        """The content of a file in the layers."""
        return path.read_bytes() if self.contents is None else self.contents[path]

    def shown(self, path: Path) -> str:
        """`path` for display, relative to the layer's parent folder; the built-in layer is `templates`."""
        for layer in self.layers:
            if path.is_relative_to(layer):
                name = "templates" if layer == builtin_layer() else layer.name
                return f"{name}/{path.relative_to(layer).as_posix()}"
        return path.as_posix()

    def find(self, relative: str) -> Path | None:
        """The file `relative` in the topmost layer that has it, or None."""
        return next(self.find_all(relative), None)

    def find_all(self, relative: str) -> Iterator[Path]:
        """The file `relative` in each layer that has it, topmost first. Raises LibraryError as `has` does."""
        return (layer / relative for layer in self.layers if self.has(layer, relative))

    def files(self, folder: str, suffix: str) -> Iterator[Path]:
        """The files below `folder` whose names end in `suffix`, topmost layer first, sorted within a layer.

        Raises LibraryError naming each link, to a file or a folder, that leads out of the library.
        """
        if self.contents is not None:
            return self._snapshot_files(folder, suffix)
        found = [
            (layer, path)
            for layer in self.layers
            for path in sorted((layer / folder).rglob("*"))
            if path.name.endswith(suffix) or path.is_symlink()
        ]
        outside = [self._outside_link(layer, path.relative_to(layer).as_posix()) for layer, path in found]
        if any(outside):
            raise LibraryError([finding for finding in outside if finding])
        return (path for layer, path in found if _has_file(layer, path.relative_to(layer).as_posix()))

    def _snapshot_files(self, folder: str, suffix: str) -> Iterator[Path]:
        """As `files`, in a snapshot, which has no links out of the library."""
        for layer in self.layers:
            yield from (path for path in self._files_below.get(layer / folder, ()) if path.name.endswith(suffix))

    def has(self, layer: Path, relative: str) -> bool:
        """Whether `layer` has `relative`. Raises LibraryError if that is a link that leads out of the library."""
        if layer / relative in self.contents if self.contents is not None else _has_file(layer, relative):
            return True
        if finding := self._outside_link(layer, relative):
            raise LibraryError(finding)
        return False

    def _outside_link(self, layer: Path, relative: str) -> Finding | None:
        """A finding for a link between `layer` and `relative` that leads out of the layer; None if there is none."""
        steps = Path(relative).parts
        if _is_hidden(relative) or Path(relative).is_absolute() or ".." in steps:
            return None
        paths = (layer.joinpath(*steps[:length]) for length in range(1, len(steps) + 1))
        found = next(((path, why) for path in paths if (why := _refuse_link(layer, path))), None)
        if found is None:
            return None
        return Finding.of("library.link", why=found[1]).at(self.shown(found[0]))

    def read_html(self, path: str) -> str:
        """The text of the HTML template `base/proposal.html`. Raises KeyError if no layer has it."""
        return self._read(f"html/{path}").decode()

    def read_asset(self, path: str) -> bytes:
        """The bytes of a picture or style sheet next to the HTML templates, or of a Word file next to the Word ones.

        Raises KeyError if no layer has it.
        """
        return self._read(f"docx/{path}" if path.endswith(".docx") else f"html/{path}")

    def _read(self, relative: str) -> bytes:
        try:
            found = self.find(relative)
        except LibraryError as error:
            raise KeyError(error.findings[0].show()) from error
        if found is None:
            raise KeyError(message("library.no_file", file=relative))
        return self.read(found)


@dataclass(frozen=True, slots=True)
class FoundTemplate:
    """A template and its look-up.

    `name` is the path for display; `tried` has each path looked at, in order, and whether it exists. `read` and
    `read_asset` load what an HTML template extends, includes and links to (see `Layers`).
    """

    name: str
    path: Path
    data: bytes
    digest: str
    tried: tuple[tuple[str, bool], ...]
    read: Callable[[str], str]
    read_asset: Callable[[str], bytes]


def builtin_layer() -> Path:
    """The built-in library: `templates/` of a checkout, `docgen/_templates` in an installation."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def layers_over(company: Path | None) -> tuple[Path, ...]:
    """The built-in layer, with the company's folder over it if given. Raises LibraryError if it is not a folder."""
    builtin = builtin_layer()
    if company is None:
        return (builtin,)
    if not company.is_dir():
        raise LibraryError(Finding.of("library.folder").at(str(company)))
    layer = company.resolve()
    return (builtin,) if layer == builtin else (layer, builtin)


def builtin_samples() -> Path:
    """The shipped sample inputs: `samples/` of a checkout, `docgen/_samples` in an installation."""
    installed = Path(__file__).resolve().parent.parent / "_samples"
    return installed if installed.is_dir() else installed.parent.parent / "samples"


def find_template(library: Layers, kind: str, file_format: str, industry: str, language: str) -> FoundTemplate:
    """The template of `kind` for `file_format` (docx, pptx, pdf).

    Looked up in this order: company industry, company base, built-in industry, built-in base; in each, a name with the
    language (`proposal.zh.docx`, `proposal.zh+en.docx`) before the one without. Raises LibraryError.
    """
    sort = FORMATS[file_format]
    check_id(kind, message("library.noun:kind"))
    check_id(industry, message("library.noun:industry"))
    names = (f"{kind}.{language}.{sort.suffix}", f"{kind}.{sort.suffix}")
    places = dict.fromkeys((industry, "base"))
    tried: list[tuple[str, bool]] = []
    for layer in library.layers:
        for relative in (f"{sort.folder}/{place}/{name}" for place in places for name in names):
            found = library.has(layer, relative)
            tried.append((library.shown(layer / relative), found))
            if found:
                return _found(library, layer / relative, tried)
    raise LibraryError(_no_template(library, kind, file_format, tried))


def _found(library: Layers, path: Path, tried: Sequence[tuple[str, bool]]) -> FoundTemplate:
    data = library.read(path)
    digest = hashlib.sha256(data).hexdigest()
    return FoundTemplate(library.shown(path), path, data, digest, tuple(tried), library.read_html, library.read_asset)


def _no_template(library: Layers, kind: str, file_format: str, tried: Sequence[tuple[str, bool]]) -> Finding:
    sort = FORMATS[file_format]
    known = {path.name.split(".")[0] for path in library.files(sort.folder, f".{sort.suffix}")}
    looked = [path for path, _ in tried]
    return Finding.of("library.template", kind=kind, format=file_format, looked=looked, hint=suggest(kind, known))


def check_id(name: str, what: Message) -> str:
    """`name`, if it can be a file name (see `file_names.is_id`). Raises LibraryError otherwise."""
    if not is_id(name):
        raise LibraryError(Finding.of("library.id", id=name[:60], what=what, most=MOST_ID_BYTES))
    return name


def _has_file(layer: Path, relative: str) -> bool:
    """Whether `relative` is a file inside `layer`, neither hidden nor an Office lock."""
    path = layer / relative
    if _is_hidden(relative) or not _is_file(path):
        return False
    return path.resolve().is_relative_to(layer.resolve())


def _is_hidden(relative: str) -> bool:
    return any(part.startswith((".", "~$")) for part in Path(relative).parts)


def _is_file(path: Path) -> bool:
    """Whether `path` is a file; False for a name that is too long for the file system."""
    try:
        return path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _refuse_link(layer: Path, path: Path) -> Message | None:
    """Why `path` may not be followed if it is a link; None if it may, or is not a link."""
    if not _is_link(path):
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return message("library.link_target:missing")
    return None if target.is_relative_to(layer.resolve()) else message("library.link_target")
