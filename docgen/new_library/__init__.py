"""Turns an empty folder into a company's library to grow from; what stands there already is left as it is."""

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
from docgen.nearest import suggestion
from docgen.output import write_atomic
from docgen.schemas import KINDS

LANGUAGES = ("zh", "en", "zh+en")
_FILES = Path(__file__).parent / "files"
_HIDDEN = {"gitattributes": ".gitattributes", "gitignore": ".gitignore"}
"""Named without their dot in the package, or git and packagers would obey them there."""


@dataclass(frozen=True, slots=True)
class StartedLibrary:
    """A company's library: its folder, and by paths in it what was written and what was there before."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def start_library(
    folder: str | Path, *, industry: str = "manufacturing", language: str = "zh+en", copies: Sequence[str] = ()
) -> StartedLibrary:
    """Write a library with a look, wording, an example entry of each sort and a README into `folder`.

    The examples are drafts, of `industry`, in `language` (zh, en, zh+en). `copies` are built-in files to begin with: a
    template as `proposal.docx` (with what industries have of it) or any path in the library (`industries/retail.yaml`).
    No file is replaced. Raises UsageError for an industry, language or copy unknown, LibraryError if it is a file.
    """
    home = Path(folder)
    if home.exists() and not home.is_dir():
        raise LibraryError(Finding("library.folder", "this is a file, not a folder", "name another", file=str(folder)))
    _check(industry, language)
    files = {**_own_files(home, industry, language), **_copied(copies)}
    kept = sorted(name for name in files if (home / name).exists())
    written = sorted(files.keys() - set(kept))
    copied = {name: files[name] for name in _copied(copies).keys() & set(written)}
    if copied:
        files[ORIGINS] = _origins(home, copied)
        written = sorted({*written, ORIGINS})
    for name in written:
        write_atomic(home / name, files[name])
    return StartedLibrary(home, tuple(written), tuple(kept))


def _check(industry: str, language: str) -> None:
    industries = list_industries(open_library())
    if industry not in industries:
        raise UsageError(Finding("usage.industry", f"no industry {industry!r}", suggestion(industry, industries)))
    if language not in LANGUAGES:
        raise UsageError(Finding("usage.language", f"no language {language!r}", f"known are {', '.join(LANGUAGES)}"))


def _own_files(home: Path, industry: str, language: str) -> dict[str, bytes]:
    """The files of the package, by the path that each has in a library."""
    codes = language.split("+")
    ids: defaultdict[str, str] = defaultdict(new_public_id)  # an entry has one in all its languages
    files: dict[str, bytes] = {}
    readme: list[str] = []
    for path in sorted(path for path in _FILES.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8").replace("INDUSTRY", industry).replace("NAME", _name(home))
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


def _name(home: Path) -> str:
    """What the library calls itself at first: its folder's name, without what YAML would read otherwise."""
    return home.resolve().name.replace('"', "").replace("\\", "") or "company"


def _copied(copies: Sequence[str]) -> dict[str, bytes]:
    """The built-in files asked for. Raises UsageError naming all that there are not."""
    builtin = builtin_layer()
    files: dict[str, bytes] = {}
    problems: list[Finding] = []
    for wanted in copies:
        found = {path.relative_to(builtin).as_posix(): path.read_bytes() for path in _found(builtin, wanted)}
        if not found:
            near = suggestion(wanted, _templates())
            hint = near or "name a template as in proposal.docx, or a path in the built-in library"
            problems.append(Finding("usage.copy", f"the built-in library has no {wanted}", hint))
        files |= found
    if problems:
        raise UsageError(problems)
    return files


def _origins(home: Path, copied: Mapping[str, bytes]) -> bytes:
    """What copies were made from, beside what is noted already: a comparison can then tell what has changed since."""
    path = home / ORIGINS
    before = (
        path.read_text(encoding="utf-8") if path.is_file() else "# SHA-256 of each built-in file when it was copied\n"
    )
    noted = [line for line in before.splitlines() if line.partition(":")[0] not in copied]
    lines = [f"{name}: {hashlib.sha256(data).hexdigest()}" for name, data in sorted(copied.items())]
    return ("\n".join([*noted, *lines]) + "\n").encode()


def _templates() -> list[str]:
    return [f"{kind}.{sort.suffix}" for kind in KINDS for sort in FORMATS.values()]


def _found(builtin: Path, wanted: str) -> Iterator[Path]:
    """A template with all industries' versions: its own copy of the common one would hide theirs; or a path's file."""
    if wanted in _templates():
        yield from sorted((builtin / wanted.rpartition(".")[2]).glob(f"*/{wanted}"))
        return
    path = builtin / wanted
    if path.is_file() and path.resolve().is_relative_to(builtin.resolve()):
        yield path
