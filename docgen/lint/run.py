"""Lint all templates of a library; results are cached by everything that each depends on.

The steps:

    1  list     the templates of all kinds and formats, of every layer
    2  parse    each template's parts as Jinja with places (office.py, pages.py), as its engine compiles them
    3  walk     each expression is checked against the schema of its kind (walk.py, expressions.py)
    4  contents what is beside the tags (contents.py, pages.py)
    5  compare  required fields that no template of a kind prints, and unused files (library_checks.py)
    6  entries  objections, cases, legal blocks and industries: readable, approved (library_checks.py)
    7  ids      public ids of entries, missing or duplicate (library_checks.py)

Steps 2 to 4 are those of one template (checking.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.formats import FORMATS
from docgen.kept import Shelf
from docgen.library.catalogue import Library
from docgen.library.industries import list_industries
from docgen.library.layers import LANGUAGES, FoundTemplate
from docgen.lint.allowances import Allowances, read_allowances
from docgen.lint.checking import Checked, Entry, check_template
from docgen.lint.context import checked_kinds
from docgen.lint.digests import code_digest, file_digest, surroundings, taken_digest
from docgen.lint.library_checks import check_entries, check_public_ids, check_whole
from docgen.lint.problems import LintReport, Problem, problem_data, problems_from
from docgen.schemas.kinds import registered_digest
from docgen.workers import run_jobs

_Key = tuple[str, ...]
_Kept = tuple[dict[str, str], Checked]
_KNOWN: dict[_Key, _Kept] = {}
_MOST = 4096
_FEW = 8  # so many templates are done sooner than processes are started


def lint_layers(opened: Library, shelf: Shelf | None = None, *, processes: int | None = 1) -> LintReport:
    """Every problem of the templates of an opened library, as `lint_library`; results are kept on `shelf`."""
    allowances = read_allowances(opened)
    entries = list(_entries(opened))
    results = Results(opened, allowances, shelf or Shelf(None), processes)
    checked = list(zip(entries, results.of(entries), strict=True))
    problems = [problem for _, found in checked for problem in found.problems]
    problems += check_whole(opened, allowances, checked)
    problems += check_entries(opened)
    problems += check_public_ids(opened)
    kept = {problem: None for problem in problems}
    return LintReport(tuple(sorted(kept, key=_order)), len(entries))


def lint_template(
    opened: Library, found: FoundTemplate, kind: str, file_format: str, shelf: Shelf
) -> tuple[Problem, ...]:
    """The problems of one template; results are kept on `shelf`."""
    results = Results(opened, read_allowances(opened), shelf, 1)
    return next(results.of([Entry(kind, file_format, found.path, found.name)])).problems


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


@dataclass(frozen=True, slots=True)
class Results:
    """What the templates of a library gave, each checked only if something that it leans on has changed."""

    library: Library
    allowances: Allowances
    shelf: Shelf
    processes: int | None

    def of(self, entries: list[Entry]) -> Iterator[Checked]:
        """What each template gives, in order; those that changed are done on several processes if they are many."""
        leant_on = surroundings(self.library)
        keys = [
            (e.shown, e.kind, e.file_format, file_digest(e.path), leant_on, registered_digest(e.kind)) for e in entries
        ]
        found = {key: self._known(key) for key in keys}
        anew = [number for number, key in enumerate(keys) if found[key] is None]
        jobs = [entries[number] for number in anew]
        processes = self.processes if len(jobs) > _FEW else 1
        for job, done in run_jobs(jobs, self._check, processes):
            if not isinstance(done, Checked):
                raise done
            found[keys[anew[job]]] = done
            self._keep(keys[anew[job]], done)
        self.shelf.tidy()
        return (done for key in keys if (done := found[key]) is not None)

    def _check(self, entry: Entry) -> Checked:
        return check_template(self.library, self.allowances, entry)

    def _known(self, key: _Key) -> Checked | None:
        """What is kept for a template that is the same, if all the files that it took in are the same too."""
        kept = _KNOWN.get(key) or _from_data(self.shelf.get(code_digest(), *key))
        if kept is None or any(taken_digest(self.library, path) != told for path, told in kept[0].items()):
            return None
        _KNOWN[key] = kept
        return kept[1]

    def _keep(self, key: _Key, done: Checked) -> None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        taken = {path: taken_digest(self.library, path) for path in sorted(done.files)}
        _KNOWN[key] = taken, done
        used = [list(field) for field in sorted(done.used)]
        self.shelf.put([taken, problem_data(done.problems), used, sorted(done.words)], code_digest(), *key)


def _from_data(told: Any) -> _Kept | None:
    """What `_keep` wrote; None for anything else, as another version of docgen may have written it."""
    try:
        taken, problems, used, words = told
        fields = frozenset((str(model), str(name)) for model, name in used)
        checked = Checked(problems_from(problems), fields, frozenset(taken), frozenset(words))
        return {str(path): str(digest) for path, digest in taken.items()}, checked
    except (TypeError, ValueError, AttributeError):
        return None
