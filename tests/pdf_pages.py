"""The shipped HTML template of a kind and its bindings."""

from datetime import date
from pathlib import Path

import docgen
from docgen.copies import make_bindings, make_stamp, prepare_copy
from docgen.schemas.base import Envelope
from docgen.templating import Bindings, Template

SAMPLES = Path(__file__).parent.parent / "samples"
WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def sample(kind: str) -> Envelope:
    """A shipped input of that kind."""
    return docgen.load(sorted(SAMPLES.glob(f"{kind}*.yaml"))[0])


def shipped(kind: str) -> tuple[Template, Bindings]:
    """The shipped template of that kind and a sample to render with it, for its own audience."""
    document = sample(kind)
    copy = prepare_copy(document, "pdf", document.audience, WORKSPACE.opened, WORKSPACE.today())
    return copy.template, make_bindings(copy, make_stamp(copy))
