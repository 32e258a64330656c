"""The shipped lead register's template, with bindings for any number of rows."""

from datetime import date
from pathlib import Path

import docgen
from docgen.copies import make_bindings, make_stamp, prepare_copy
from docgen.schemas.lead import Lead
from docgen.schemas.lead_register import LeadRegister
from docgen.templating import Bindings, Template

SAMPLE = Path(__file__).parent.parent / "samples" / "lead_register.services.en.yaml"
_WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def register(rows: int) -> tuple[Template, Bindings]:
    """The internal register of `rows` leads: the sample's leads, repeated with unique numbers."""
    sample = docgen.load(SAMPLE)
    assert isinstance(sample, LeadRegister)
    leads = [_lead(sample.rows[number % len(sample.rows)], number) for number in range(rows)]
    document = sample.model_copy(update={"rows": tuple(leads)})
    copy = prepare_copy(document, "docx", docgen.Audience.INTERNAL, _WORKSPACE.opened, _WORKSPACE.today())
    return copy.template, make_bindings(copy, make_stamp(copy))


def _lead(lead: Lead, number: int) -> Lead:
    own = {"lead_no": f"L-{number:05}", "mobile": None, "email": f"{number}@example.com", "credit_code": None}
    return lead.model_copy(update={**own, "duplicate_of": None})
