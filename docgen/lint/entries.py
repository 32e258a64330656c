"""Checks the library's entries: those that can't be read, and those that say approved and aren't."""

from collections.abc import Iterator

from docgen.errors import LibraryError
from docgen.library.catalogue import Library
from docgen.library.editions import find_edition, list_editions
from docgen.lint.problems import Problem, Where
from docgen.schemas.governance import explain_status


def check_entries(library: Library) -> Iterator[Problem]:
    """The problems of each edition, whatever the day: `library due` lists what is overdue."""
    for key in list_editions(library):
        path = library.find(key.file)
        where = Where(library.shown(path) if path else key.file)
        try:
            entry = find_edition(library, key)
        except LibraryError as error:
            for finding in error.findings:
                place = Where(finding.file or where.template, place=finding.place, line=finding.line, column=1)
                yield Problem("entry.broken", finding.message, finding.hint, place)
            continue
        if entry.standing.doubt is not None:
            why, hint = explain_status(entry)
            yield Problem("entry.unapproved", f"{key} {why}", f"{hint} (docgen {key.command} --by NAME)", where)
