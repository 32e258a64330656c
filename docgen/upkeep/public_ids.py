"""Give public ids to the entries of a company's library that have none."""

import re
from collections.abc import Mapping
from pathlib import Path

from docgen.errors import Finding, LibraryError
from docgen.library.editions import EntryFile, entry_files, new_public_id
from docgen.library.layers import Layers, layers_over
from docgen.upkeep.changes import ChangedFile, Changes, read_exact
from docgen.upkeep.planning import rewritten
from docgen.upkeep.written import Written

_INDUSTRY_ID = re.compile(r"^id:.*$", re.MULTILINE)


def give_public_ids(folder: str | Path) -> Changes:
    """What the library's files in `folder` become: each entry without a public id gets one, shared by its editions.

    Raises LibraryError if there is no such folder, or a file can't be read.
    """
    home = Path(folder).resolve()
    library = Layers(layers_over(home))
    own = [file for file in entry_files(library) if file.path.is_relative_to(home)]
    ids = {file.entry: file.public_id for file in own if file.public_id}
    wanted = [file for file in own if file.needs_id and not file.public_id]
    for file in wanted:
        ids.setdefault(file.entry, new_public_id())
    return Changes(home, tuple(_changed(library, file, ids) for file in wanted))


def _changed(library: Layers, file: EntryFile, ids: Mapping[str, str]) -> ChangedFile:
    before = read_exact(file.path) or ""
    shown, public_id = library.shown(file.path), ids[file.entry]
    write = _in_industry if file.path.suffix == ".yaml" else _in_front_matter
    try:
        after = rewritten(before, "en", lambda written: write(written, public_id))
    except LibraryError as error:
        raise LibraryError([finding.at(shown, finding.line, finding.column) for finding in error.findings]) from error
    return ChangedFile(file.path, shown, before, after)


def _in_front_matter(written: Written, public_id: str) -> Written:
    return written.with_field("public_id", public_id)


def _in_industry(written: Written, public_id: str) -> Written:
    text, count = _INDUSTRY_ID.subn(lambda line: f"{line[0]}\npublic_id: {public_id}", written.text, count=1)
    if not count:
        raise LibraryError(Finding("library.id", "an industry's file has no id", "write id: and the file's name"))
    return Written(text, written.language)
