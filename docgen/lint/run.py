"""Lint all templates of a library; each result is cached by the digests of all it depends on.

The steps:

    1  list     the templates of all kinds and formats, of every layer
    2  parse    each template's parts as Jinja with places (office.py, pages.py), as its engine compiles them
    3  evaluate each expression, against the schema of its kind (interpreter.py, expressions.py)
    4  contents what is outside the tags (contents.py, pages.py)
    5  compare  required fields that no template of a kind prints, and unused files (library_checks.py)
    6  languages compare the files of one kind and format in several languages (language_checks.py)
    7  entries  objections, cases, legal blocks and industries: readable, approved (library_checks.py)
    8  ids      public ids of entries, missing or duplicate (library_checks.py)
    9  files    brand and logos, labels, misplaced and misnamed files (library_files.py, check_logos)

Steps 2 to 4 are those of one template (template_check.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.disk_cache import Cache
from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.industries import list_industries
from docgen.library.layers import LANGUAGES, FoundTemplate
from docgen.lint.allowances import Allowances, read_allowances
from docgen.lint.context import checked_kinds
from docgen.lint.digests import asset_digest, code_digest, entries_digest, file_digest, names_digest, shared_digest
from docgen.lint.language_checks import check_languages
from docgen.lint.library_checks import check_coverage, check_entries, check_logos, check_public_ids
from docgen.lint.library_files import check_library_files
from docgen.lint.problems import LintReport, Problem, fold, problem_data, problems_from
from docgen.lint.template_check import TemplateFile, TemplateResult, check_template
from docgen.schemas.kinds import registered_digest
from docgen.workers import run_jobs

_Key = tuple[str, ...]
_Cached = tuple[dict[str, str], TemplateResult]
_MEMORY: dict[_Key, _Cached] = {}
_ENTRIES: dict[_Key, tuple[Problem, ...]] = {}
_NUMBERS = re.compile(r"(\d+)")
_MEMORY_SIZE = 4096
_MAX_SEQUENTIAL = 8  # so many templates are checked sooner than processes start


def lint_layers(opened: Library, cache: Cache | None = None, *, processes: int | None = 1) -> LintReport:
    """Lint an opened library, as `lint_library` does; results are stored in `cache`."""
    allowances = read_allowances(opened)
    files = list(_template_files(opened))
    results = CachedResults(opened, allowances, cache or Cache(None), processes)
    checked = list(zip(files, results.check_all(files), strict=True))
    problems = [problem for _, found in checked for problem in found.problems]
    problems += check_languages(opened, allowances, checked)
    problems += check_coverage(opened, allowances, checked)
    problems += _check_entries(opened, cache or Cache(None))
    problems += check_logos(opened)
    found = {(problem.code, problem.words, problem.where): problem for problem in reversed(problems)}
    return LintReport(tuple(fold(sorted(found.values(), key=_order))), len(files))


def _check_entries(library: Library, cache: Cache) -> tuple[Problem, ...]:
    """Steps 7 to 9, cached by the files that they read: most changes of a library are of its templates."""
    key = ("entries", code_digest(), entries_digest(library), names_digest(library))
    found = _ENTRIES[key] if key in _ENTRIES else _problems_from(cache.get(*key))
    if found is None:
        found = (*check_library_files(library), *check_entries(library), *check_public_ids(library))
        cache.put(problem_data(found), *key)
    _ENTRIES[key] = found
    return found


def _problems_from(data: Any) -> tuple[Problem, ...] | None:
    try:
        return problems_from(data)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


def lint_template(
    opened: Library, found: FoundTemplate, kind: str, file_format: str, cache: Cache
) -> tuple[Problem, ...]:
    """The problems of one template; its result is stored in `cache`."""
    results = CachedResults(opened, read_allowances(opened), cache, 1)
    return next(results.check_all([TemplateFile(kind, file_format, found.path, found.name)])).problems


def _order(problem: Problem) -> tuple[Any, ...]:
    where = problem.where
    numbers = tuple(int(part) if part.isdecimal() else part for part in _NUMBERS.split(where.place))
    return where.template, where.order, where.line, numbers, problem.code


def _template_files(library: Library) -> Iterator[TemplateFile]:
    industries, kinds = {"base", *list_industries(library)}, checked_kinds()
    for file_format, known in FORMATS.items():
        for path in library.files(known.folder, f".{known.suffix}"):
            kind, _, language = path.name.removesuffix(f".{known.suffix}").partition(".")
            if kind in kinds and language in ("", *LANGUAGES) and path.parent.name in industries:
                yield TemplateFile(kind, file_format, path, library.shown(path))


@dataclass(frozen=True, slots=True)
class CachedResults:
    """Results of a library's templates, cached in memory and on disk; templates are checked again if inputs change."""

    library: Library
    allowances: Allowances
    cache: Cache
    processes: int | None

    def check_all(self, files: list[TemplateFile]) -> Iterator[TemplateResult]:
        """The result of each template, in order; many changed ones are checked in several processes."""
        shared = shared_digest(self.library)
        keys = [(f.shown, f.kind, f.file_format, file_digest(f.path), shared, registered_digest(f.kind)) for f in files]
        found = {key: self._find(key) for key in keys}
        outdated = [number for number, key in enumerate(keys) if found[key] is None]
        jobs = [files[number] for number in outdated]
        processes = self.processes if len(jobs) > _MAX_SEQUENTIAL else 1
        for job, done in run_jobs(jobs, self._check, processes):
            if not isinstance(done, TemplateResult):
                raise done
            found[keys[outdated[job]]] = done
            self._store(keys[outdated[job]], done)
        self.cache.tidy()
        return (done for key in keys if (done := found[key]) is not None)

    def _check(self, file: TemplateFile) -> TemplateResult:
        return check_template(self.library, self.allowances, file)

    def _find(self, key: _Key) -> TemplateResult | None:
        """The cached result; None if there is none, or a file that the template includes has changed."""
        cached = _MEMORY.get(key) or _from_data(self.cache.get(code_digest(), *key))
        if cached is None or any(asset_digest(self.library, path) != digest for path, digest in cached[0].items()):
            return None
        _MEMORY[key] = cached
        return cached[1]

    def _store(self, key: _Key, done: TemplateResult) -> None:
        if len(_MEMORY) >= _MEMORY_SIZE:
            _MEMORY.clear()
        included = {path: asset_digest(self.library, path) for path in sorted(done.files)}
        _MEMORY[key] = included, done
        used = [list(field) for field in sorted(done.used)]
        self.cache.put(
            [included, problem_data(done.problems), used, sorted(done.words), done.is_stamped], code_digest(), *key
        )


def _from_data(data: Any) -> _Cached | None:
    """A result that `_store` wrote; None for anything else, which another version of docgen may have written."""
    try:
        included, problems, used, words, is_stamped = data
        fields = frozenset((str(model), str(name)) for model, name in used)
        checked = TemplateResult(
            problems_from(problems), fields, frozenset(included), frozenset(words), bool(is_stamped)
        )
        return {str(path): str(digest) for path, digest in included.items()}, checked
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
