"""Turns a company's folder over the built-in one into one layered look-up of files."""

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
from docgen.nearest import suggestion

_T = TypeVar("_T")

LANGUAGES = ("zh", "en", "zh+en")

ORIGINS = "origins.yaml"
"""In a company's library: of each file copied from the built-in one, the SHA-256 that it had then."""


@dataclass(frozen=True)
class Layers:
    """Folders laid out alike, the one that wins first; nothing outside them is read, through a link or `..` either."""

    layers: tuple[Path, ...]
    contents: Mapping[Path, bytes] | None = field(default=None, compare=False, repr=False)
    """What the files held when all were read at one time (see snapshot.py); None: each is read when asked for."""

    def alone(self, layer: Path) -> "Layers":
        """One of the layers, without the others."""
        return self.cached(("alone", layer), lambda: Layers((layer,), self.contents))

    def cached(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives, made once under `key` if the files are held; what they say can't change then."""
        if self.contents is None:
            return make()
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def __getstate__(self) -> dict[str, Any]:
        """Without what was made once: another process makes its own."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_made", "_below"}}

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def _below(self) -> Mapping[Path, Sequence[Path]]:
        """The files held below each folder, sorted."""
        below: dict[Path, list[Path]] = {}
        for path in sorted(self.contents or ()):
            for folder in path.parents:
                below.setdefault(folder, []).append(path)
        return below

    def read(self, path: Path) -> bytes:
        """What a file of the layers holds."""
        return path.read_bytes() if self.contents is None else self.contents[path]

    def shown(self, path: Path) -> str:
        """`path` as it is named to a person: from the layer's own folder on, the built-in one as `templates`."""
        for layer in self.layers:
            if path.is_relative_to(layer):
                name = "templates" if layer == builtin_layer() else layer.name
                return f"{name}/{path.relative_to(layer).as_posix()}"
        return path.as_posix()

    def find(self, relative: str) -> Path | None:
        """The file of the topmost layer that has `relative`, or None."""
        return next(self.find_all(relative), None)

    def find_all(self, relative: str) -> Iterator[Path]:
        """The file of each layer that has `relative`, topmost first. Raises LibraryError as `has`."""
        return (layer / relative for layer in self.layers if self.has(layer, relative))

    def files(self, folder: str, suffix: str) -> Iterator[Path]:
        """Every file below `folder` in every layer whose name ends in `suffix`, topmost layer first, sorted.

        Raises LibraryError naming each link, to a file or a folder, that leads out of the library.
        """
        if self.contents is not None:
            return self._held(folder, suffix)
        found = [
            (layer, path)
            for layer in self.layers
            for path in sorted((layer / folder).rglob("*"))
            if path.name.endswith(suffix) or path.is_symlink()
        ]
        astray = [self._astray(layer, path.relative_to(layer).as_posix()) for layer, path in found]
        if any(astray):
            raise LibraryError([finding for finding in astray if finding])
        return (path for layer, path in found if _holds(layer, path.relative_to(layer).as_posix()))

    def _held(self, folder: str, suffix: str) -> Iterator[Path]:
        """As `files`, of what was read at one time; links out of the library were left out then."""
        for layer in self.layers:
            yield from (path for path in self._below.get(layer / folder, ()) if path.name.endswith(suffix))

    def has(self, layer: Path, relative: str) -> bool:
        """Whether `layer` has `relative`. Raises LibraryError if that is a link that leads out of the library."""
        if layer / relative in self.contents if self.contents is not None else _holds(layer, relative):
            return True
        if finding := self._astray(layer, relative):
            raise LibraryError(finding)
        return False

    def _astray(self, layer: Path, relative: str) -> Finding | None:
        """That a link on the way from `layer` to `relative` leads out of it, if one does."""
        steps = Path(relative).parts
        if _is_hidden(relative) or Path(relative).is_absolute() or ".." in steps:
            return None
        ways = (layer.joinpath(*steps[:length]) for length in range(1, len(steps) + 1))
        found = next(((way, why) for way in ways if (why := _leads_astray(layer, way))), None)
        if found is None:
            return None
        message, hint = (
            f"this is a link that {found[1]}",
            "put the file itself there; nothing outside the library is read",
        )
        return Finding("library.link", message, hint, self.shown(found[0]), values={"why": found[1]})

    def read_html(self, path: str) -> str:
        """The text of the HTML template `base/proposal.html`. Raises KeyError if no layer has it."""
        return self._read(f"html/{path}").decode()

    def read_asset(self, path: str) -> bytes:
        """The bytes of a picture or style sheet beside the HTML templates, or of a Word file beside the Word ones.

        Raises KeyError if no layer has it.
        """
        return self._read(f"docx/{path}" if path.endswith(".docx") else f"html/{path}")

    def _read(self, relative: str) -> bytes:
        try:
            found = self.find(relative)
        except LibraryError as error:
            raise KeyError(error.findings[0].show()) from error
        if found is None:
            raise KeyError(f"no `{relative}` in the library")
        return self.read(found)


@dataclass(frozen=True, slots=True)
class FoundTemplate:
    """A template and the way to it.

    `name` is the path as shown to a person, `tried` each path looked at, in order, and whether it was there.
    `read` and `read_asset` give an HTML template what it extends, includes and links to (see `Layers`).
    """

    name: str
    path: Path
    data: bytes
    digest: str
    tried: tuple[tuple[str, bool], ...]
    read: Callable[[str], str]
    read_asset: Callable[[str], bytes]


def builtin_layer() -> Path:
    """The library that docgen brings: `templates/` of a checkout, `docgen/_templates` once installed."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def layers_over(company: Path | None) -> tuple[Path, ...]:
    """The built-in layer, under the company's folder if one is given. Raises LibraryError if it is no folder."""
    builtin = builtin_layer()
    if company is None:
        return (builtin,)
    if not company.is_dir():
        hint = "give the folder that holds docx/, pptx/, html/, objections/ …"
        raise LibraryError(Finding("library.folder", "there is no such library folder", hint, file=str(company)))
    layer = company.resolve()
    return (builtin,) if layer == builtin else (layer, builtin)


def builtin_samples() -> Path:
    """The sample inputs that docgen brings: `samples/` of a checkout, `docgen/_samples` once installed."""
    installed = Path(__file__).resolve().parent.parent / "_samples"
    return installed if installed.is_dir() else installed.parent.parent / "samples"


def find_template(library: Layers, kind: str, file_format: str, industry: str, language: str) -> FoundTemplate:
    """The template of `kind` for `file_format` (docx, pptx, pdf).

    Company industry, company base, built-in industry, built-in base; in each a name with the language
    (`proposal.zh.docx`, `proposal.zh+en.docx`) before the one without. Raises LibraryError.
    """
    sort = FORMATS[file_format]
    check_id(kind, "kind")
    check_id(industry, "industry")
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
    looked = ", ".join(path for path, _ in tried)
    message = f"no {file_format} template for {kind!r}; looked at {looked}"
    return Finding("library.template", message, suggestion(kind, known))


def check_id(name: str, what: str) -> str:
    """`name`, if it can be a file's name (see `file_names.is_id`). Raises LibraryError otherwise."""
    if not is_id(name):
        hint = f"an id is made of letters, digits, - and _, {MOST_ID_BYTES} bytes at most"
        message = f"{name[:60]!r} can't be the id of a library's {what}"
        raise LibraryError(Finding("library.id", message, hint, values={"id": name[:60], "what": what}))
    return name


def _holds(layer: Path, relative: str) -> bool:
    """Whether `relative` is a file inside `layer` that a person put there: not hidden, not an Office lock."""
    path = layer / relative
    if _is_hidden(relative) or not _is_file(path):
        return False
    return path.resolve().is_relative_to(layer.resolve())


def _is_hidden(relative: str) -> bool:
    return any(part.startswith((".", "~$")) for part in Path(relative).parts)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name that is too long for the file system names none."""
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


def _leads_astray(layer: Path, path: Path) -> str:
    """Where `path` leads if it is a link that may not be followed, else nothing."""
    if not _is_link(path):
        return ""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "leads to nothing"
    return "" if target.is_relative_to(layer.resolve()) else "leads out of the library"
