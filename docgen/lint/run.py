"""Turns a template library into every problem of its templates, each template read once and kept while nothing changes.

The steps:

    1  list the templates of all kinds and formats, of every layer
    2  read     each template's parts become Jinja with places (office.py, pages.py), as its engine compiles them
    3  walk     each expression is checked against the schema of its kind (walk.py, expressions.py)
    4  look     what stands beside the tags is checked (contents.py, web.py)
    5  compare  required fields that no template of a kind prints, and files that nothing uses (whole.py)
    6  entries  objections, cases, legal blocks and industries: can they be read, are they approved (entries.py)
    7  name     public ids of the library's entries that are missing or doubled (entries.py)

Steps 2 to 4 are those of one template (checking.py), kept by all that it leans on (results.py).
"""

from collections.abc import Iterator

from docgen.disk_cache import Cache
from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.industries import list_industries
from docgen.library.layers import LANGUAGES
from docgen.lint.allowances import read_allowances
from docgen.lint.checking import Entry
from docgen.lint.context import checked_kinds
from docgen.lint.entries import check_entries, check_public_ids
from docgen.lint.problems import Problem
from docgen.lint.report import LintReport
from docgen.lint.results import Results
from docgen.lint.whole import check_whole


def lint_layers(opened: Library, shelf: Cache | None = None, *, processes: int | None = 1) -> LintReport:
    """Every problem of the templates of an opened library, as `lint_library`; results are kept on `shelf`."""
    allowances = read_allowances(opened)
    entries = list(_entries(opened))
    results = Results(opened, allowances, shelf or Cache(None), processes)
    checked = list(zip(entries, results.of(entries), strict=True))
    problems = [problem for _, found in checked for problem in found.problems]
    problems += check_whole(opened, allowances, checked)
    problems += check_entries(opened)
    problems += check_public_ids(opened)
    kept = {problem: None for problem in problems}
    return LintReport(tuple(sorted(kept, key=_order)), len(entries))


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    where = problem.where
    return where.template, where.order, where.line, where.place, problem.code


def _entries(library: Library) -> Iterator[Entry]:
    industries, kinds = {"base", *list_industries(library)}, checked_kinds()
    for file_format, sort in FORMATS.items():
        for path in library.files(sort.folder, f".{sort.suffix}"):
            kind, _, language = path.name.removesuffix(f".{sort.suffix}").partition(".")
            if kind in kinds and language in ("", *LANGUAGES) and path.parent.name in industries:
                yield Entry(kind, file_format, path, library.shown(path))
