"""Check an input file: the findings of loading it, and what a render of it refuses before it begins."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from docgen.approval import status_problems
from docgen.audience import Audience
from docgen.copies import Copy, make_bindings, make_stamp, prepare_copy, with_industry_id
from docgen.errors import DocgenError, Finding, InputError, MissingError
from docgen.formats import FORMATS
from docgen.library import Library
from docgen.loading import load_document
from docgen.pipeline import Workspace, check_entries, check_template, declared_for
from docgen.schemas import KINDS
from docgen.schemas.base import Envelope, kind_of
from docgen.sources import missing_entries

_USUAL = ("gb2312", "cp1252")
"""Characters in these encodings are in the fonts of every brand that lays out Chinese or English."""


def check(
    path: str | Path,
    *,
    mapping: str | Path | None = None,
    sheet: str | None = None,
    workspace: Workspace | None = None,
) -> tuple[Finding, ...]:
    """All findings of an input file, errors and notices, without raising InputError.

    It includes what only a render refuses, as far as no layout is needed: a status without an approver, entries that
    the library doesn't have or a client may not get, a template's errors, characters that no font has. The parameters
    are those of `load`.
    Raises LibraryError with all faults of a library's fields.yaml.
    """
    workspace = workspace or Workspace()
    table, declared = Path(mapping) if mapping else None, declared_for(Path(path), workspace)
    rules = partial(find_refusals, workspace=workspace)
    try:
        return load_document(Path(path), mapping=table, sheet=sheet, declared=declared, rules=rules).notices
    except InputError as error:
        return error.findings


def find_refusals(document: Envelope, workspace: Workspace) -> Iterator[Finding]:
    """What a render of `document` for its own audience refuses, in any format; without a layout.

    Of findings on the document itself, `place` is a field path; others name a file of the library.
    """
    yield from status_problems(document)
    if kind_of(document) not in KINDS:
        return
    library, today = workspace.opened, workspace.today()
    document = with_industry_id(document, library)
    missing = missing_entries(library, document, today)
    yield from missing
    if not missing:
        yield from dict.fromkeys(_refusals_of_copies(document, library, workspace))


def _refusals_of_copies(document: Envelope, library: Library, workspace: Workspace) -> Iterator[Finding]:
    kind, reader = KINDS[kind_of(document)], Audience(document.audience)
    if reader.is_outside and workspace.trust_status:
        yield from document.missing_approvals()
    for file_format in filter(kind.has_format, FORMATS):
        try:
            copy = prepare_copy(document, file_format, reader, library, workspace.today(), workspace.brand)
            check_entries(copy, workspace.drafts)
            check_template(copy)
        except DocgenError as error:
            yield from error.findings
        else:
            yield from missing_glyphs(copy, workspace) if file_format == "pdf" else ()


def missing_glyphs(copy: Copy, workspace: Workspace) -> list[Finding]:
    """A finding for each character of the document that no font has, with its field; PDF is refused for it."""
    strange = "".join(sorted(filter(_is_unusual, set(copy.shown))))
    if not strange:
        return []
    from docgen.engines import pdf  # noqa: PLC0415 - an engine is loaded when asked for

    try:
        found = pdf.missing_glyphs(strange, make_bindings(copy, make_stamp(copy), allow_missing_glyphs=True))
    except MissingError:  # what this machine lacks is no fault of the document
        return []
    severity = "warning" if workspace.allow_missing_glyphs else "error"
    return [replace(finding, place=finding.place.removeprefix("doc."), severity=severity) for finding in found]


def _is_unusual(character: str) -> bool:
    for encoding in _USUAL:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return False
    return True
