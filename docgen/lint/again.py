"""Turns a library's folder into the report of its check: the one that is kept, or one made anew of what has changed."""

from pathlib import Path

from docgen.disk_cache import Cache, default_folder
from docgen.library.layers import Layers, layers_over
from docgen.lint.digests import code_digest, library_digest
from docgen.lint.report import LintReport
from docgen.schemas.kinds import registered_digest


def lint_library(library: Path | None = None, *, keep: bool = False, processes: int | None = 1) -> LintReport:
    """Every problem of the templates of the built-in library, with the company's folder over it if one is given.

    With `keep`, what was found is kept in the person's cache folder (or below DOCGEN_CACHE), so that the next run, in
    any process, does only what has changed. `processes`: at most so many at a time, None: one for each core. Raises
    LibraryError if the folder, its labels, industries or lint.yaml can't be read.
    """
    layers, shelf = layers_over(library), Cache(default_folder("checks") if keep else None)
    key = ("report", code_digest(), library_digest(Layers(layers)), registered_digest()) if keep else ()
    kept = LintReport.from_kept(shelf.get(*key))
    if kept is not None:
        return kept
    from docgen.library.catalogue import Library  # noqa: PLC0415 - a report that is kept needs no schemas, no engines
    from docgen.lint.run import lint_layers  # noqa: PLC0415

    report = lint_layers(Library(layers), shelf, processes=processes)
    shelf.put(report.as_kept(), *key)
    return report
