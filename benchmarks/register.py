"""Turns a number of rows into the shipped lead register's template and what is poured into it."""

from datetime import date
from pathlib import Path

import docgen
from docgen.audience import Audience, view_for
from docgen.library import find_template
from docgen.pipeline import make_stamp, printed_stamp, shown_data
from docgen.schemas.lead import Lead
from docgen.schemas.lead_register import LeadRegister
from docgen.sources import find_entries, reads_for
from docgen.templating.bindings import Bindings, Template

SAMPLE = Path(__file__).parent.parent / "samples" / "lead_register.services.en.yaml"
_WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def register(rows: int) -> tuple[Template, Bindings]:
    """The internal register of `rows` leads, the sample's own again and again under numbers of their own."""
    sample = docgen.load(SAMPLE)
    assert isinstance(sample, LeadRegister)
    leads = [_lead(sample.rows[number % len(sample.rows)], number) for number in range(rows)]
    document = sample.model_copy(update={"rows": tuple(leads)})
    library, reader = _WORKSPACE.opened, Audience.INTERNAL
    view = view_for(reader, document)
    language = str(document.language)
    found = find_template(library, "lead_register", "docx", document.industry, document.language)
    entries = find_entries(library, document, reader, _WORKSPACE.today())
    stamp = make_stamp(document, reader, found, library, shown_data(view, entries))
    bindings = Bindings(
        names={"doc": view, "stamp": printed_stamp(stamp, document), **entries.names},
        labels=library.labels_for("lead_register", language),
        language=language,
        audience=str(reader),
        reads=reads_for(reader, type(document)),
        brand=library.brand_for(document.industry),
    )
    return Template(found.name, found.data, found.digest, found.read, found.read_asset), bindings


def _lead(lead: Lead, number: int) -> Lead:
    own = {"lead_no": f"L-{number:05}", "mobile": None, "email": f"{number}@example.com", "credit_code": None}
    return lead.model_copy(update={**own, "duplicate_of": None})
