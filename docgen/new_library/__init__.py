"""Create a company's library in a folder, from starter files; existing files are never replaced."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Finding, LibraryError, UsageError
from docgen.formats import FORMATS
from docgen.library import list_industries, open_library
from docgen.library.editions import new_public_id
from docgen.library.layers import ORIGINS, builtin_layer
from docgen.nearest import suggest
from docgen.output import write_atomic
from docgen.schemas import KINDS

LANGUAGES = ("zh", "en", "zh+en")
_FILES = Path(__file__).parent / "files"
_HIDDEN = {"gitattributes": ".gitattributes", "gitignore": ".gitignore"}
"""Files named without their dot in the package, where git and packagers would apply them."""


@dataclass(frozen=True, slots=True)
class StartedLibrary:
    """A new library: its folder, and the paths in it that were written and that existed (`kept`)."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def start_library(
    folder: str | Path, *, industry: str = "manufacturing", language: str = "zh+en", copies: Sequence[str] = ()
) -> StartedLibrary:
    """Write a library into `folder`: brand, labels, an example entry of each collection and a README.

    The examples are drafts for `industry`, in `language` (zh, en, zh+en). `copies` are built-in files to start from: a
    template as `proposal.docx`, for its industries and in `language` (zh+en: in each), or a path in the library
    (`industries/retail.yaml`). No file is replaced. Raises UsageError for an unknown industry, language or copy,
    LibraryError if `folder` is a file.
    """
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise LibraryError(Finding.of("library.folder:file").at(str(folder)))
    _check(industry, language)
    requested = _read_copies(copies, language)
    files = {**_starter_files(root, industry, language), **requested}
    kept = sorted(name for name in files if (root / name).exists())
    written = sorted(files.keys() - set(kept))
    copied = {name: files[name] for name in requested.keys() & set(written)}
    if copied:
        files[ORIGINS] = _origins(root, copied)
        written = sorted({*written, ORIGINS})
    for name in written:
        write_atomic(root / name, files[name])
    return StartedLibrary(root, tuple(written), tuple(kept))


def _check(industry: str, language: str) -> None:
    industries = list_industries(open_library())
    if industry not in industries:
        raise UsageError(Finding.of("usage.industry", name=industry, hint=suggest(industry, industries)))
    if language not in LANGUAGES:
        raise UsageError(Finding.of("usage.language:unknown", name=language, known=LANGUAGES))


def _starter_files(root: Path, industry: str, language: str) -> dict[str, bytes]:
    """The starter files, by their path in a library."""
    codes = language.split("+")
    ids: defaultdict[str, str] = defaultdict(new_public_id)  # one for all languages of an entry
    files: dict[str, bytes] = {}
    readme: list[str] = []
    for path in sorted(path for path in _FILES.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8").replace("INDUSTRY", industry).replace("NAME", _name(root))
        name = path.relative_to(_FILES).as_posix().replace("INDUSTRY", industry)
        text = text.replace("PUBLIC_ID", ids[name.partition(".")[0]])
        code = path.stem.rpartition(".")[2] if path.suffix == ".md" else ""
        if code and code not in codes:
            continue
        if path.name.startswith("README"):
            readme.insert(codes.index(code), text)
        else:
            files[_HIDDEN.get(name, name)] = text.encode()
    return {**files, "README.md": "\n---\n\n".join(readme).encode()}


def _name(root: Path) -> str:
    """The library's initial name: that of its folder, without characters that are special in YAML."""
    return root.resolve().name.replace('"', "").replace("\\", "") or "company"


def _read_copies(copies: Sequence[str], language: str) -> dict[str, bytes]:
    """The requested built-in files, by path. Raises UsageError for all that don't exist."""
    builtin = builtin_layer()
    files: dict[str, bytes] = {}
    problems: list[Finding] = []
    for wanted in copies:
        found = {path.relative_to(builtin).as_posix(): path.read_bytes() for path in _find_files(wanted, language)}
        if not found:
            problems.append(Finding.of("usage.copy", name=wanted, hint=suggest(wanted, _templates())))
        files |= found
    if problems:
        raise UsageError(problems)
    return files


def _origins(root: Path, copied: Mapping[str, bytes]) -> bytes:
    """The file with the digests of what copies were made from, so that later changes can be compared."""
    path = root / ORIGINS
    before = (
        path.read_text(encoding="utf-8") if path.is_file() else "# SHA-256 of each built-in file when it was copied\n"
    )
    recorded = [line for line in before.splitlines() if line.partition(":")[0] not in copied]
    lines = [f"{name}: {hashlib.sha256(data).hexdigest()}" for name, data in sorted(copied.items())]
    return ("\n".join([*recorded, *lines]) + "\n").encode()


def _templates() -> list[str]:
    return [f"{kind}.{known.suffix}" for kind in KINDS for known in FORMATS.values()]


def _find_files(wanted: str, language: str) -> Iterator[Path]:
    """The file of a path, or a template with its industries' variants, which a copy of the common one would hide."""
    builtin = builtin_layer()
    if wanted in _templates():
        kind, _, suffix = wanted.partition(".")
        names = {wanted, *(f"{kind}.{name}.{suffix}" for name in LANGUAGES if language in ("zh+en", name))}
        yield from sorted(path for path in (builtin / suffix).glob(f"*/{kind}.*") if path.name in names)
        return
    path = builtin / wanted
    if path.is_file() and path.resolve().is_relative_to(builtin.resolve()):
        yield path
