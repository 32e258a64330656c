"""What an industry's readers want first in a needs analysis: the order of the slides, the lists that lead."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lead:
    """How the decks of an industry differ.

    `order` are the slides between the overview and the next steps; the lists are those of the overview and of today's
    figures; `limits` is the label of the panel with the constraints, empty where the own slides have them.
    """

    order: Sequence[str]
    goals: str = "doc.leading_goals"
    further_goals: str = "doc.further_leading_goals"
    baseline: str = "doc.leading_baseline"
    further_baseline: str = "doc.further_leading_baseline"
    limits: str = "constraints"


_DECISION = ("decision_map", "people", "decision_process", "competition")
LEADS = {
    "base": Lead(
        ("profile", "current_state", "pains", "goals", "requirements", "budget", *_DECISION, "open_questions"),
        "doc.goals", "doc.further_goals", "doc.current_state.baseline", "doc.current_state.further_baseline",
    ),
    "manufacturing": Lead(
        ("output_and_downtime", "current_state", "pains", "requirements", "budget", "profile", *_DECISION,
         "open_questions"), limits="downtime_windows",
    ),
    "services": Lead(
        ("guests_day", "requirements", "current_state", "profile", "budget", *_DECISION, "open_questions"),
    ),
    "financial_services": Lead(
        ("risk_and_control", "open_questions", "pains", "goals", "requirements", *_DECISION, "current_state", "budget",
         "profile"), limits="",
    ),
}  # fmt: skip
