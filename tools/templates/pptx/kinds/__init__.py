"""The PowerPoint templates, a module for each kind of document."""

from collections.abc import Callable, Sequence

from templates.pptx.kinds import lead_register, minutes, needs_analysis, playbook, proposal, screening
from templates.pptx.layouts import LAYOUTS, master_shapes
from templates.pptx.markup.package import Deck, Slide, package

DECKS: dict[str, tuple[str, Callable[[], Sequence[Slide]]]] = {
    "base/lead_register.pptx": ("Lead-source register", lead_register.slides),
    "base/minutes.pptx": ("Negotiation minutes", minutes.slides),
    "base/needs_analysis.pptx": ("Needs analysis", needs_analysis.slides),
    "base/playbook.pptx": ("Objection playbook", playbook.slides),
    "base/screening.pptx": ("Screening sheet", screening.slides),
    "base/proposal.pptx": ("Proposal", lambda: proposal.slides("base")),
    "manufacturing/proposal.pptx": ("Proposal", lambda: proposal.slides("manufacturing")),
    "services/proposal.pptx": ("Proposal", lambda: proposal.slides("services")),
}


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/pptx`."""
    return {path: package(Deck(title, slides(), master_shapes(), LAYOUTS)) for path, (title, slides) in DECKS.items()}
