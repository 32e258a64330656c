"""Turns what all templates of a library gave into what only shows over all: fields that none prints, idle files."""

from collections.abc import Iterator, Sequence

from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.industries import list_industries
from docgen.lint.allowances import Allowances
from docgen.lint.checking import Checked, Entry
from docgen.lint.context import CHECKED
from docgen.lint.coverage import unprinted
from docgen.lint.digests import FILE
from docgen.lint.problems import Problem, Where
from docgen.nearest import suggestion


def check_whole(
    library: Library, allowances: Allowances, checked: Sequence[tuple[Entry, Checked]]
) -> Iterator[Problem]:
    """The problems of a library as a whole, its templates checked."""
    for _, found in checked:
        allowances.needed |= {("words", word) for word in found.words}
    yield from _unprinted(allowances, checked)
    yield from _unused(library, allowances, checked)
    for told in allowances.idle():
        yield Problem("allowance.unused", f"nothing needs `{told}`", "take it away", Where(FILE, expression=told))


def _unprinted(allowances: Allowances, checked: Sequence[tuple[Entry, Checked]]) -> Iterator[Problem]:
    """Per kind what none of its templates prints, else per format what none of the format prints."""
    used: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for entry, found in checked:
        used.setdefault(entry.kind, {}).setdefault(entry.file_format, set()).update(found.used)
    for kind, formats in sorted(used.items()):
        nowhere = set(unprinted(kind, {field for fields in formats.values() for field in fields}))
        for told in sorted(nowhere):
            if not allowances.allows_unprinted(kind, told):
                message = f"no template of {kind} prints {told}, which every document of the kind gives"
                yield _missing(kind, told, message)
        for file_format, fields in sorted(formats.items()):
            for told in unprinted(kind, fields):
                if told not in nowhere and not allowances.allows_unprinted(f"{kind}.{file_format}", told):
                    message = f"no {FORMATS[file_format].template} template of {kind} prints {told}; other formats do"
                    yield _missing(f"{kind}.{file_format}", told, message)


def _missing(of: str, told: str, message: str) -> Problem:
    hint = f"print it, or say under `unprinted: {of}:` of {FILE} why not"
    return Problem("field.unprinted", message, hint, Where(of, expression=told))


def _unused(library: Library, allowances: Allowances, checked: Sequence[tuple[Entry, Checked]]) -> Iterator[Problem]:
    industries = ("base", *list_industries(library))
    known = {entry.path for entry, _ in checked}
    taken = {path for _, found in checked for path in found.files}
    for sort in FORMATS.values():
        for path in library.files(sort.folder, f".{sort.suffix}"):
            layer = next(layer for layer in library.layers if path.is_relative_to(layer))
            relative = path.relative_to(layer).as_posix()
            if path in known or relative in taken or allowances.allows_unused(relative):
                continue
            name, place = path.name.split(".")[0], path.parent.name
            hint = suggestion(name, CHECKED) if place in industries else suggestion(place, industries)
            message = "nothing uses this file: no kind, language or industry has this name"
            yield Problem("template.unused", message, hint, Where(library.shown(path)))
