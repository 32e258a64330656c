"""Turns a kind, or the library, into what a person looks up: a file to start from, a schema, what would be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.errors import DocgenError, Finding, UsageError
from docgen.formats import FORMATS
from docgen.inspection import inspect
from docgen.library import Due, Library, find_template, list_due, listing
from docgen.library.layers import builtin_samples
from docgen.library.public_ids import public_ids
from docgen.nearest import nearest
from docgen.pipeline import Workspace
from docgen.schemas import KINDS, model_for
from docgen.schemas.figures import json_schema
from docgen.stamp import Stamp
from docgen.starter import starter_text


def new(kind: str, *, industry: str = "manufacturing", language: str = "zh") -> str:
    """A commented YAML input file for `kind`, with its places to fill in marked. Raises UsageError for no such kind."""
    _check_known("kind", kind, KINDS)
    return starter_text(kind, industry, language)


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `kind`, with titles in both languages, readers, and what each figure is."""
    _check_known("kind", kind, KINDS)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(model_for(kind))}


def which_template(
    kind: str, file_format: str, *, industry: str = "base", language: str = "zh", workspace: Workspace | None = None
) -> list[tuple[str, bool]]:
    """The look-up path of a template, each step with whether the file is there; the last one is what would be used."""
    _check_known("kind", kind, KINDS)
    _check_known("format", file_format, FORMATS)
    found = find_template((workspace or Workspace()).opened, kind, file_format, industry, language)
    return [(str(path), there) for path, there in found.tried]


def library_due(within: int = 30, workspace: Workspace | None = None) -> tuple[Due, ...]:
    """What of the library's entries is past its date, will be in `within` days, or is not approved; earliest first."""
    workspace = workspace or Workspace()
    return list_due(workspace.opened, workspace.today(), within)


def used_in(entry: str, folder: str | Path, workspace: Workspace | None = None) -> tuple[tuple[Path, Stamp, str], ...]:
    """The finished files below `folder` whose stamp names `entry` (`price-too-high`, `cases/mfg-precision-gears`).

    Each with its stamp and the entry as it was then: name, version, digest. A client's file names an entry by the
    public id that the workspace's library gives it; without one it can't be found. Files without a stamp are passed
    over.
    """
    wanted = {entry, *_public_ids_of(entry, (workspace or Workspace()).opened)}
    found: list[tuple[Path, Stamp, str]] = []
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix.lower().lstrip(".") not in FORMATS or not path.is_file():
            continue
        try:
            stamp = inspect(path).stamp
        except DocgenError:
            continue
        names = {used: used.partition(" ")[0] for used in stamp.entries}
        found += [(path, stamp, used) for used, name in names.items() if wanted & {name, name.partition("/")[2]}]
    return tuple(found)


def _public_ids_of(entry: str, library: Library) -> Iterator[str]:
    for name, ids in public_ids(library).items():
        if entry in {name, name.partition("/")[2]}:
            yield from ids


def library_contents(workspace: Workspace | None = None) -> dict[str, Any]:
    """What the library holds, as plain data: templates, industries, objections, cases, legal blocks, labels."""
    workspace = workspace or Workspace()
    return listing(workspace.opened, workspace.today())


def shipped_samples(kind: str, language: str) -> tuple[Path, ...]:
    """The sample inputs of `kind` in `language` that docgen brings, to try a template with."""
    found = sorted(builtin_samples().glob(f"{kind}.*.{language}.*"))
    return tuple(path for path in found if path.suffix in {".yaml", ".xlsx", ".csv"} and ".document." not in path.name)


def _check_known(what: str, name: str, known: Any) -> None:
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"known are {', '.join(known)}"
        raise UsageError(Finding(f"usage.{what}", f"no {what} {name!r}", hint))
