"""What an industry's readers want first: the slides of its own, the order of the argument, the figures that lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.pptx.components.listing import ARROW, Column, listing
from templates.pptx.components.slides import on, slide, titled
from templates.pptx.components.text import BODY, SMALL, STRONG, each
from templates.pptx.kinds.proposal.offer import pain_to_proof
from templates.pptx.layouts import COLUMN
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import para
from templates.words import Words

CONTROLS = ("exposure_short", "control_short", "effect_short", "evidence_short")


@dataclass(frozen=True)
class Lead:
    """How the decks of an industry differ: the parts of the argument in order, lists that lead, whose table moved.

    `figures`, `objectives` and `voices` are the lists that the deck prints; without `has_pain_table` another part
    prints what answers each pain.
    """

    order: Sequence[str]
    figures: str = "doc.leading_figures"
    objectives: str = "doc.leading_objectives"
    voices: str = "doc.client_voice"
    has_pain_table: bool = True


LEADS = {
    "base": Lead(
        ("client_situation", "diagnosis", "objectives", "solution", "value_statement", "success_cases",
         "implementation", "scope"), "doc.value_statement.figures", "doc.objectives",
    ),
    "manufacturing": Lead(
        ("output_and_downtime", "value_statement", "client_situation", "diagnosis", "solution", "implementation",
         "scope", "success_cases"),
    ),
    "services": Lead(
        ("guests_day", "objectives", "client_situation", "diagnosis", "solution", "value_statement",
         "success_cases", "scope", "implementation"), voices="doc.other_voices", has_pain_table=False,
    ),
    "financial_services": Lead(
        ("risk_and_control", "service_levels", "scope", "client_situation", "diagnosis", "objectives", "solution",
         "value_statement", "implementation", "success_cases"), has_pain_table=False,
    ),
}  # fmt: skip


def output_and_downtime(words: Words) -> list[Slide]:
    """The objectives by measure, the industry's first, with why it looks at each."""
    columns = [
        Column(250, words.head("objective.metric"), "{{ goal.metric }}", bold=True, colour="primary", size=STRONG,
               more="{{ goal.objective }}"),
        Column(100, words.head("baseline_short"), "{{ goal.baseline }}", "r", colour="muted", size=STRONG),
        ARROW,
        Column(150, words.head("target_short"), "{{ goal.target }}", bold=True, colour="positive", size=24),
        Column(128, words.head("due_short"), "{{ goal.due }}", size=SMALL),
        Column(COLUMN - 656, words.head("measure_why"), "{{ goal.measure_why }}", size=SMALL, colour="muted"),
    ]  # fmt: skip
    notes = on("for goals in doc.leading_objectives by 4", say="doc.speaker_notes.objectives")
    table = listing("Output", columns, "goal in goals", pad=12)
    return [slide(words, titled("objectives"), "output_and_downtime", [table], notes=notes)]


def guests_day(words: Words) -> list[Slide]:
    """The client's words on each pain, next to what the guest then has, how, and why to believe it."""
    said = [
        para("{{ moment.heading }}", STRONG, "primary", bold=True),
        para("“{{ moment.quote? }}”", BODY, "ink", before=3), para("{{ moment.said_by? }}", SMALL, "muted", before=2),
    ]  # fmt: skip
    answers = "answer in moment.answers"
    columns = [
        Column(278, words.head("guests_day"), "", paragraphs=said),
        ARROW,
        Column(196, words.head("guest_then"), "",
               paragraphs=each(answers, para("{{ answer.benefit }}", BODY, "positive", bold=True))),
        Column(180, words.head("guest_how"), "", paragraphs=each(answers, para("{{ answer.capability }}", BODY))),
        Column(COLUMN - 682, words.head("proof_short"), "",
               paragraphs=each(answers, para("{{ answer.proof }}", SMALL, "muted"))),
    ]  # fmt: skip
    table = listing("Day", columns, "moment in moments", pad=12)
    return [slide(words, words("say_guests_day"), "guests_day", [table], notes=on("for moments in doc.diagnosis by 3"))]


def risk_and_control(words: Words) -> list[Slide]:
    """The risks with what is done about them; the controls with their evidence."""
    columns = [
        Column(270, words.head("risk.risk"), "{{ item.risk }}", bold=True, colour="primary", size=STRONG),
        Column(90, words.head("risk.likelihood"), "{{ item.likelihood }}"),
        Column(90, words.head("risk.impact"), "{{ item.impact }}"),
        ARROW,
        Column(COLUMN - 478, words.head("risk.response"), "{{ item.response }}", more="{{ item.owner }}"),
    ]
    risks = listing("Risks", columns, "item in risks", pad=12)
    controls = pain_to_proof(words, "rows", CONTROLS)
    return [
        slide(words, words("say_risks"), "risk_and_control", [risks], notes=on("for risks in doc.risks by 5")),
        slide(words, words("say_controls"), "risk_and_control", [controls], more=words("controls_and_trail"),
              notes=on("for rows in doc.solution.rows by 4")),
    ]  # fmt: skip


def service_levels(words: Words) -> list[Slide]:
    """What is promised, how it is counted, and what follows if it is missed."""
    columns = [
        Column(
            250, words.head("service_level.measure"), "{{ level.measure }}", bold=True, colour="primary", size=STRONG
        ),
        Column(
            230, words.head("service_level.target"), "{{ level.target }}", bold=True, colour="positive", size=STRONG
        ),
        Column(180, words.head("service_level.measured"), "{{ level.measured }}", colour="muted"),
        Column(COLUMN - 660, words.head("service_level.remedy"), "{{ level.remedy }}"),
    ]
    table = listing("Service levels", columns, "level in levels", pad=12)
    return [
        slide(words, words("say_service_levels"), "service_levels", [table], notes=on("for levels in doc.sla by 5"))
    ]
