"""The kinds of document docgen knows, each with the module that describes it."""

from importlib import import_module

from docgen.schemas.base import Envelope

KINDS: dict[str, str] = {
    "lead_register": "docgen.schemas.lead_register:LeadRegister",
    "minutes": "docgen.schemas.minutes:Minutes",
    "needs_analysis": "docgen.schemas.needs_analysis:NeedsAnalysis",
    "playbook": "docgen.schemas.playbook:Playbook",
    "proposal": "docgen.schemas.proposal:Proposal",
    "screening": "docgen.schemas.screening:Screening",
}


def model_for(kind: str) -> type[Envelope]:
    """The schema of `kind`. Raises KeyError if there is no such kind."""
    module, name = KINDS[kind].split(":")
    return getattr(import_module(module), name)
