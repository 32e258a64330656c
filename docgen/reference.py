"""Look up kinds and the library: starter files, JSON schemas, template paths, due reviews, content, samples."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.errors import DocgenError, Finding, UsageError
from docgen.formats import FORMATS
from docgen.inspection import inspect
from docgen.library import Due, Library, find_template, list_due, listing
from docgen.library.editions import public_ids
from docgen.library.industries import industry_id
from docgen.library.layers import builtin_samples
from docgen.nearest import suggest
from docgen.pipeline import Workspace
from docgen.schemas import KINDS, model_for
from docgen.schemas.figures import json_schema
from docgen.stamp import Stamp
from docgen.starter import starter_text
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import scalars

_LONGEST_EXAMPLE = 80


def new(kind: str, *, industry: str = "manufacturing", language: str = "zh", workspace: Workspace | None = None) -> str:
    """A commented YAML input file for `kind`, with placeholders to fill in; with the library's declared fields.

    `industry` is an id, or a name of the library's. Raises UsageError for an unknown kind, LibraryError for an unknown
    industry.
    """
    _check_known("usage.kind", kind, KINDS)
    workspace = workspace or Workspace()
    industry = industry_id(workspace.opened, industry)
    workspace.opened.industry(industry, language)
    return starter_text(kind, industry, language, workspace.declared, _example_texts(kind, language))


def _example_texts(kind: str, language: str) -> dict[str, str]:
    """The title of the kind, and short texts of its shipped samples in one language, by path; the first ones count."""
    texts: dict[str, str] = {}
    other = "en" if language == "zh" else "zh"
    for path in (*shipped_samples(kind, language), *shipped_samples(kind, other)):
        root = read_yaml(path.read_text(encoding="utf-8"))[0] if path.suffix == ".yaml" else None
        for steps, node in scalars(root) if root else ():
            key = ".".join(step for step in steps if isinstance(step, str))
            is_wanted = key == "doc_id" or path.name.split(".")[-2] == language
            if is_wanted and isinstance(node.content, str) and len(node.content) <= _LONGEST_EXAMPLE:
                texts.setdefault(key, node.content)
    return {"title": KINDS[kind].title_zh if language == "zh" else KINDS[kind].title_en, **texts}


def schema(kind: str, *, workspace: Workspace | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `kind`, with titles in both languages, readers, and what each figure is.

    The library of `workspace` may declare further fields.
    """
    _check_known("usage.kind", kind, KINDS)
    model = model_for(kind, (workspace or Workspace()).declared)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(model)}


def which_template(
    kind: str, file_format: str, *, industry: str = "base", language: str = "zh", workspace: Workspace | None = None
) -> list[tuple[str, bool]]:
    """The look-up path of a template: each path with whether it exists; the last one is used."""
    _check_known("usage.kind", kind, KINDS)
    _check_known("usage.format:unknown", file_format, FORMATS)
    found = find_template((workspace or Workspace()).opened, kind, file_format, industry, language)
    return [(str(path), there) for path, there in found.tried]


def library_due(within: int = 30, workspace: Workspace | None = None) -> tuple[Due, ...]:
    """The library's entries that are past a date, will be in `within` days, or are not approved; earliest first."""
    workspace = workspace or Workspace()
    return list_due(workspace.opened, workspace.today(), within)


def used_in(entry: str, folder: str | Path, workspace: Workspace | None = None) -> tuple[tuple[Path, Stamp, str], ...]:
    """The finished files below `folder` whose stamp names `entry` (`price-too-high`, `cases/mfg-precision-gears`).

    Each comes with its stamp and the entry as it was then: name, version, digest. A client's file names an entry by the
    public id that it has in the workspace's library; without one it can't be found. Files without a stamp are skipped.
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
    """The library's content as plain data: templates, industries, objections, cases, legal blocks, labels."""
    workspace = workspace or Workspace()
    return listing(workspace.opened, workspace.today())


def shipped_samples(kind: str, language: str) -> tuple[Path, ...]:
    """The shipped sample inputs of `kind` in `language`, to try a template with."""
    found = sorted(builtin_samples().glob(f"{kind}.*.{language}.*"))
    return tuple(path for path in found if path.suffix in {".yaml", ".xlsx", ".csv"} and ".document." not in path.name)


def _check_known(key: str, name: str, known: Any) -> None:
    if name not in known:
        raise UsageError(Finding.of(key, name=name, hint=suggest(name, known)))
