"""Turns the name of a kind into the shipped HTML template and its bindings."""

from datetime import date
from pathlib import Path

import docgen
from docgen.audience import Audience, view_for
from docgen.library import find_template
from docgen.pipeline import make_stamp, printed_stamp, shown_data
from docgen.schemas.base import Envelope, kind_of
from docgen.sources import find_entries, reads_for
from docgen.templating.bindings import Bindings, Template

SAMPLES = Path(__file__).parent.parent / "samples"
WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def sample(kind: str) -> Envelope:
    """A shipped input of that kind."""
    return docgen.load(sorted(SAMPLES.glob(f"{kind}*.yaml"))[0])


def shipped(kind: str) -> tuple[Template, Bindings]:
    """The shipped template of that kind and a sample to pour into it, for its own reader."""
    document = sample(kind)
    reader, library = Audience(document.audience), WORKSPACE.opened
    found = find_template(library, kind_of(document), "pdf", document.industry, document.language)
    view, entries = view_for(reader, document), find_entries(library, document, reader, WORKSPACE.today())
    stamp = make_stamp(document, reader, found, library, shown_data(view, entries))
    bindings = Bindings(
        names={"doc": view, "stamp": printed_stamp(stamp, document), **entries.names},
        labels=library.labels_for(kind_of(document), str(document.language)),
        language=str(document.language),
        audience=str(reader),
        reads=reads_for(reader, type(document)),
        brand=library.brand_for(document.industry),
    )
    return Template(found.name, found.data, found.digest, found.read, found.read_asset), bindings
