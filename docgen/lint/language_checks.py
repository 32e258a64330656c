"""Checks of templates with a file for each language: the fields that they print, and languages without a file."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.layers import LANGUAGES, builtin_layer
from docgen.lint.allowances import Allowances
from docgen.lint.problems import Problem, Where
from docgen.lint.template_check import TemplateFile, TemplateResult

_MOST_NAMED = 12
Checked = tuple[TemplateFile, TemplateResult]
_Family = tuple[Path, str, str]  # folder, kind and format


def check_languages(library: Library, allowances: Allowances, checked: Sequence[Checked]) -> Iterator[Problem]:
    """Compare the files of each kind and format that differ in their language; marks allowances as applied."""
    families = {key: list(found) for key, found in groupby(sorted(checked, key=_order), lambda item: _family(item[0]))}
    for family, files in families.items():
        in_languages = [item for item in files if item[0].language]
        for other in in_languages[1:]:
            yield from _differences(allowances, in_languages[0], other)
        if in_languages and not family[0].is_relative_to(builtin_layer()):
            yield from _missing(library, allowances, family, families)


def _family(file: TemplateFile) -> _Family:
    return file.path.parent, file.kind, file.file_format


def _order(item: Checked) -> tuple[str, str, str, int]:
    file = item[0]
    return str(file.path.parent), file.kind, file.file_format, ("", *LANGUAGES).index(file.language)


def _differences(allowances: Allowances, first: Checked, second: Checked) -> Iterator[Problem]:
    """The notice for a pair of files of which one prints fields that the other doesn't; none if one has errors."""
    if any(problem.severity == "error" for _, found in (first, second) for problem in found.problems):
        return
    lacks = [_lacking(allowances, *pair) for pair in ((first, second), (second, first))]
    names = {"first": first[0].path.name, "second": second[0].path.name}
    key = "lint.language.differs" if all(lacks) else f"lint.language.differs:{'first' if lacks[0] else 'second'}"
    if any(lacks):
        shown = {"missing_in_first": _shortened(lacks[0]), "missing_in_second": _shortened(lacks[1])}
        yield Problem.of(key, Where(second[0].shown), **names, **{name: some for name, some in shown.items() if some})


def _lacking(allowances: Allowances, here: Checked, there: Checked) -> list[str]:
    """The fields, as `Model.field`, that `there` prints and `here` doesn't, but for those that it may omit."""
    names = [f"{model}.{name}" for model, name in sorted(there[1].used - here[1].used)]
    of = f"{here[0].kind}.{here[0].language}.{here[0].file_format}"
    return [name for name in names if not allowances.allows_unprinted(of, name)]


def _shortened(names: list[str]) -> list[str]:
    return names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "…"]


def _missing(
    library: Library, allowances: Allowances, family: _Family, families: Mapping[_Family, list[Checked]]
) -> Iterator[Problem]:
    """The notice for languages whose documents get the built-in template, because the company has only others."""
    folder, kind, file_format = family
    base = families.get((folder.parent / "base", kind, file_format), [])
    languages = {file.language for file, _ in (*families[family], *base)}
    missing = [language for language in LANGUAGES if language not in languages]
    layer = next(layer for layer in library.layers if folder.is_relative_to(layer))
    stem = (folder / kind).relative_to(layer).as_posix()
    if "" not in languages and missing and not allowances.allows_languages(stem):
        where, suffix = Where(families[family][0][0].shown), FORMATS[file_format].suffix
        names = [f"{kind}.{language}.{suffix}" for language in missing]
        yield Problem.of("lint.language.missing", where, languages=missing, files=names, plain=f"{kind}.{suffix}")
