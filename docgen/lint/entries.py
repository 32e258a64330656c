"""Check the library's entries: those that can't be read, that say approved and aren't, and their public ids."""

from collections import defaultdict
from collections.abc import Iterator

from docgen.errors import LibraryError
from docgen.library.catalogue import Library
from docgen.library.editions import EntryFile, entry_files, find_edition, list_editions
from docgen.library.layers import Layers, builtin_layer
from docgen.lint.problems import Problem, Where
from docgen.schemas.governance import explain_status

_MOST_NAMED = 5


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


def check_public_ids(library: Layers) -> Iterator[Problem]:
    """One problem for all entries without a public id, and one for each id that entries share."""
    files = list(entry_files(library))
    without = [file for file in files if file.needs_id and file.public_id is None and not _is_builtin(file)]
    if without:
        named = list(dict.fromkeys(file.entry for file in without))
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        message = f"no public id for {', '.join(named[:_MOST_NAMED])}{more}: clients' files can't be traced to them"
        yield Problem("entry.public_id", message, "`docgen library ids DIR` writes them", _where(library, without[0]))
    holders: defaultdict[str, dict[str, EntryFile]] = defaultdict(dict)
    for file in files:
        if file.public_id:
            holders[file.public_id].setdefault(file.entry, file)
    for public_id, held in holders.items():
        if len(held) > 1:
            message = f"one public id for {', '.join(sorted(held))}"
            hint = "take the line out of the copy, and run `docgen library ids DIR`"
            yield Problem(
                "entry.public_id_doubled", message, hint, _where(library, next(iter(held.values())), public_id)
            )


def _is_builtin(file: EntryFile) -> bool:
    return file.path.is_relative_to(builtin_layer())


def _where(library: Layers, file: EntryFile, public_id: str = "") -> Where:
    return Where(library.shown(file.path), expression=f"public_id: {public_id}" if public_id else "")
