"""Turns a sample, or a number of leads, into the template and the bindings that WeasyPrint and Typst both render."""

from datetime import date
from pathlib import Path

import docgen
from benchmarks.register import register
from docgen.audience import Audience, view_for
from docgen.engines import Bindings, Template
from docgen.library import find_template
from docgen.pipeline import make_stamp, printed_stamp
from docgen.schemas.base import kind_of
from docgen.sources import find_entries

SAMPLES = Path(__file__).parent.parent / "samples"
_WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def proposal(sample: str, audience: str = "client") -> tuple[Template, Bindings]:
    """The shipped HTML template and what is poured into it; `sample` is `manufacturing.zh` or `services.en`."""
    document = docgen.load(SAMPLES / f"proposal.{sample}.yaml")
    library, reader, kind = _WORKSPACE.opened, Audience(audience), kind_of(document)
    view, language = view_for(reader, document), str(document.language)
    found = find_template(library, kind, "pdf", document.industry, document.language)
    entries = find_entries(library, document, reader, _WORKSPACE.today())
    stamp = make_stamp(document, reader, found, library, {"doc": view, **entries.names})
    bindings = Bindings(
        names={"doc": view, "stamp": printed_stamp(stamp, document), **entries.names},
        labels=library.labels_for(kind, language),
        language=language,
        audience=str(reader),
        currency=str(view.pricing.currency),
        brand=library.brand_for(document.industry),
    )
    return Template(found.name, found.data, found.digest, found.read, found.read_asset), bindings


def leads(rows: int) -> tuple[Template, Bindings]:
    """The shipped register's HTML template, and `rows` leads."""
    _, bindings = register(rows)
    found = find_template(_WORKSPACE.opened, "lead_register", "pdf", "services", "en")
    return Template(found.name, found.data, found.digest, found.read, found.read_asset), bindings
