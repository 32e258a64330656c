"""Find and read the editions of entries: one entry in one language, for one industry or for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import DocgenError, Finding, LibraryError
from docgen.library.approvals import EditionKey, apply_approval
from docgen.library.entries import OBJECTIONS, entry_source
from docgen.library.layers import Layers, builtin_layer
from docgen.library.source import FieldPath, Source, checked
from docgen.schemas.playbook import Objection
from docgen.workers import run_jobs

COMMON = "base"
"""The industry of the common edition, which every industry without its own edition uses."""

LANGUAGES = ("zh", "en")
_MANY, _CHUNK = 1000, 50


@dataclass(frozen=True, order=True)
class EditionId:
    """An entry's id, its industry (`base`: the common edition), its language, and the folder of its collection."""

    name: str
    industry: str
    language: str
    folder: str = OBJECTIONS.folder

    @property
    def file(self) -> str:
        """The edition's path in a layer."""
        folder = "" if self.industry == COMMON else f"{self.industry}/"
        return f"{self.folder}/{folder}{self.name}.{self.language}.md"

    @property
    def key(self) -> EditionKey:
        """The edition's key in approvals."""
        return EditionKey(self.folder, self.name, self.industry, self.language)

    def __str__(self) -> str:
        industry = "" if self.industry == COMMON else f", {self.industry}"
        folder = "" if self.folder == OBJECTIONS.folder else f"{self.folder}/"
        return f"{folder}{self.name} ({self.language}{industry})"


@dataclass(frozen=True)
class Edition:
    """An edition of an objection: its topmost file, the merged source of all its files, and its problems.

    `objection` is the parsed source, `counted` the same with the status that its approval supports; both are None if
    it is invalid, and `problems` say why.
    """

    id: EditionId
    path: Path
    shown: str
    source: Source
    objection: Objection | None
    problems: tuple[Finding, ...] = ()
    counted: Objection | None = None

    def place(self, *path: str | int) -> tuple[str, int]:
        """The file and line of a field, or of the group or file that contains it."""
        return self.source.place(path)

    def has(self, path: FieldPath) -> bool:
        """Whether any file of the edition has the field."""
        return path in self.source.places


def list_ids(library: Layers, folder: str = OBJECTIONS.folder) -> Mapping[EditionId, Path]:
    """Each edition in `folder` with its topmost file, sorted by id, the common edition first."""
    found: dict[EditionId, Path] = {}
    for layer in library.layers:
        for path in Layers((layer,)).files(folder, ".md"):
            name, _, language = path.stem.rpartition(".")
            *folders, _ = path.relative_to(layer / folder).parts
            if name and language in LANGUAGES and len(folders) <= 1:
                found.setdefault(EditionId(name, folders[0] if folders else COMMON, language, folder), path)
    in_order = sorted(found, key=lambda id_: (id_.name, id_.language, id_.industry != COMMON, id_.industry))
    return {id_: found[id_] for id_ in in_order}


def is_shadowed(library: Layers, id_: EditionId, path: Path) -> bool:
    """Whether a common edition in a higher layer replaces an industry's edition."""
    if id_.industry == COMMON:
        return False
    common = replace(id_, industry=COMMON).file
    for layer in library.layers:
        if path.is_relative_to(layer):
            return False
        if (layer / common).is_file():
            return True
    return False


def read_editions(library: Layers) -> Iterator[Edition]:
    """Read every edition in use, sorted by id, the common one first; a large library on all cores."""
    in_use = [(id_, path) for id_, path in list_ids(library).items() if not is_shadowed(library, id_, path)]
    if len(in_use) < _MANY:
        yield from (read_edition(library, id_, path) for id_, path in in_use)
        return
    chunks = [in_use[start : start + _CHUNK] for start in range(0, len(in_use), _CHUNK)]
    outcomes = dict(run_jobs(chunks, lambda chunk: [read_edition(library, id_, path) for id_, path in chunk]))
    for number in range(len(chunks)):
        outcome = outcomes[number]
        if isinstance(outcome, DocgenError):
            raise outcome
        yield from outcome


def read_edition(library: Layers, id_: EditionId, path: Path) -> Edition:
    """Read one edition of an objection with the topmost file `path`; problems are in it, not raised."""
    shown = library.shown(path)
    try:
        source = entry_source(library, OBJECTIONS, id_.name, id_.industry, id_.language)
    except LibraryError as error:
        return Edition(id_, path, shown, Source({}, file=shown), None, error.findings)
    try:
        entry = checked(Objection, source)
        return Edition(id_, path, shown, source, entry, counted=apply_approval(library, id_.key, entry))
    except LibraryError as error:
        return Edition(id_, path, shown, source, None, error.findings)


def is_builtin(path: Path) -> bool:
    """Whether the file is in the built-in library, which is never written to."""
    return path.is_relative_to(builtin_layer())
