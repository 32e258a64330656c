"""Record the content controls and the drawings' tags that a template holds now."""

from collections.abc import Mapping
from pathlib import Path

from docgen.engines.office.record import record_of, with_record
from docgen.library.fields import read_fields
from docgen.library.layers import Layers
from docgen.ooxml.zip_file import read_parts, write_parts
from docgen.output import write_atomic
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.titles.lookup import Titles


def accept_template(path: Path) -> Mapping[str, Mapping[str, int]]:
    """Write into the template at `path` which content controls and drawings' tags it holds now.

    Returns how often it has each, `controls` by their tags and `drawings` by their expressions. All other parts are
    unchanged, and a file whose record is right isn't written. Declared fields are those of the library in which
    the file is. Raises TemplateError if it isn't an Office file, LibraryError for a faulty fields.yaml, OSError.
    """
    parts = read_parts(str(path), path.read_bytes())
    titles = Titles.of("", _declared_fields(path.resolve()))
    recorded = with_record(parts, titles)
    if recorded != parts:
        write_atomic(path, write_parts(recorded))
    now = record_of(parts, titles)
    return {"controls": dict(now.controls), "drawings": dict(now.drawings)}


def _declared_fields(path: Path) -> DeclaredFields:
    """The declared fields of the library whose template is at `path` (`LIBRARY/docx/base/proposal.docx`)."""
    folders = path.parents
    return read_fields(Layers((folders[2],))) if len(folders) > 2 else NO_FIELDS
