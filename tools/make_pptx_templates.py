"""Makes the built-in PowerPoint templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from shipped_templates import keep_in_step
from templates.pptx.kinds import lead_register, minutes, needs_analysis, playbook, proposal, screening
from templates.pptx.package import Deck, Slide, package

TEMPLATES = Path(__file__).parents[1] / "templates" / "pptx"
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


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(Deck(title, draw())) for path, (title, draw) in DECKS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
