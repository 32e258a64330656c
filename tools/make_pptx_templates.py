"""Makes the built-in PowerPoint templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pptx_lead_register
import pptx_minutes
import pptx_needs_analysis
import pptx_playbook
import pptx_proposal
import pptx_screening
from pptx_package import Deck, Slide, package
from shipped_templates import keep_in_step

TEMPLATES = Path(__file__).parents[1] / "templates" / "pptx"
DECKS: dict[str, tuple[str, Callable[[], Sequence[Slide]]]] = {
    "base/lead_register.pptx": ("Lead-source register", pptx_lead_register.slides),
    "base/minutes.pptx": ("Negotiation minutes", pptx_minutes.slides),
    "base/needs_analysis.pptx": ("Needs analysis", pptx_needs_analysis.slides),
    "base/playbook.pptx": ("Objection playbook", pptx_playbook.slides),
    "base/screening.pptx": ("Screening sheet", pptx_screening.slides),
    "base/proposal.pptx": ("Proposal", lambda: pptx_proposal.slides("base")),
    "manufacturing/proposal.pptx": ("Proposal", lambda: pptx_proposal.slides("manufacturing")),
    "services/proposal.pptx": ("Proposal", lambda: pptx_proposal.slides("services")),
}


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(Deck(title, draw())) for path, (title, draw) in DECKS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
