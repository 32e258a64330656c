"""Record the content controls and the drawings' tags that a template holds now."""

from collections.abc import Mapping
from pathlib import Path

from docgen.engines.office.record import record_of, with_record
from docgen.ooxml.zip_file import read_parts, write_parts
from docgen.output import write_atomic


def accept_template(path: Path) -> Mapping[str, Mapping[str, int]]:
    """Write into the template at `path` which content controls and drawings' tags it holds now.

    Returns how often it has each, `controls` by their tags and `drawings` by their expressions. All other parts are
    unchanged, and a file whose record is right isn't written. Raises TemplateError if it isn't an Office file, OSError.
    """
    parts = read_parts(str(path), path.read_bytes())
    recorded = with_record(parts)
    if recorded != parts:
        write_atomic(path, write_parts(recorded))
    now = record_of(parts)
    return {"controls": dict(now.controls), "drawings": dict(now.drawings)}
