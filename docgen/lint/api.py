"""Cached entry points of the linter: an entire library, or the template of one render."""

from pathlib import Path
from typing import TYPE_CHECKING

from docgen.disk_cache import Cache, default_folder
from docgen.errors import Finding
from docgen.library.layers import Layers, layers_over
from docgen.lint.digests import code_digest, library_digest
from docgen.lint.problems import LintReport
from docgen.schemas.kinds import registered_digest

if TYPE_CHECKING:
    from docgen.library.catalogue import Library
    from docgen.library.layers import FoundTemplate

_CACHE = "checks"


def lint_library(library: Path | None = None, *, keep: bool = False, processes: int | None = 1) -> LintReport:
    """Lint the built-in library, with the company's folder layered over it if one is given.

    With `keep`, results are cached in the user's cache folder (or below DOCGEN_CACHE), so that the next run, in any
    process, does only what has changed. `processes` is the most to run at a time, None for one per core. Raises
    LibraryError if the folder, its labels, industries or lint.yaml can't be read.
    """
    layers, cache = layers_over(library), Cache(default_folder(_CACHE) if keep else None)
    key = ("report", code_digest(), library_digest(Layers(layers)), registered_digest()) if keep else ()
    cached = LintReport.from_cached(cache.get(*key))
    if cached is not None:
        return cached
    from docgen.library.catalogue import Library  # noqa: PLC0415 - a cached report needs no schemas, no engines
    from docgen.lint.run import lint_layers  # noqa: PLC0415

    report = lint_layers(Library(layers), cache, processes=processes)
    cache.put(report.as_cached(), *key)
    return report


def template_errors(library: "Library", found: "FoundTemplate", kind: str, file_format: str) -> tuple[Finding, ...]:
    """The errors that `docgen library lint` reports for a template; none for the built-in library alone.

    The built-in library has no errors (its own tests hold that). Results are cached, in memory and in the user's cache
    folder, by the digests of the template and of all that it depends on, so that a template is checked once.
    """
    if len(library.layers) == 1:
        return ()
    from docgen.lint.run import lint_template  # noqa: PLC0415 - as above

    problems = lint_template(library, found, kind, file_format, Cache(default_folder(_CACHE)))
    return tuple(problem.as_finding() for problem in problems if problem.severity == "error")
