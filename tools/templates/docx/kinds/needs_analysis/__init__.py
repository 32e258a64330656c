"""The needs analysis: the client's statements by stage, and the decision map on a separate page."""

from templates.docx.components.columns import tiles
from templates.docx.components.facts import facts_grid
from templates.docx.components.listing import Column, listing, revisions
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import (
    bullets,
    chapter,
    contents,
    gap,
    prose,
    section,
)
from templates.docx.kinds.needs_analysis.decision import decision, decision_map, for_us, people
from templates.docx.kinds.needs_analysis.findings import (
    budget,
    client,
    current_state,
    goals,
    interviews,
    pains,
    requirements,
)
from templates.docx.markup.markers import section_when, when
from templates.docx.markup.package import Document, Page, section_end
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import KEEP_NEXT, Run, p, spacing
from templates.words import Words

FIRST = Page(cover=True)
LANDSCAPE = Page(landscape=True, margins=(1134, 1134, 1077, 1134))


BEFORE_MAP = (client, interviews, current_state, pains, goals, requirements, budget, decision)


def document(words: Words) -> Document:
    before = opening(words) + contents(words, "contents", "1-1") + revisions(words)
    before += "".join(chapter_(words) for chapter_ in BEFORE_MAP)
    after = "".join(chapter_(words) for chapter_ in (people, for_us, risks, onward, confirmation))
    blocks = before + section_end(FIRST, first=True) + decision_map(words) + section_end(LANDSCAPE) + after
    return Document(blocks, Page(), continued=True)


def opening(words: Words) -> str:
    """The masthead with the main findings, and the four stages in a strip."""
    found = p("{{ doc.gravest_pain.statement }}", style="MastLead", shape=spacing(before=14))
    found += p(Run("{{ doc.gravest_pain.quantified_loss? }}", "white"), style="MastText", shape=spacing(before=4))
    return (
        masthead(words, "doc.client.full_name", found)
        + p(style="Gap")
        + stages(words)
        + p(style="Gap")
        + control(words)
    )


def stages(words: Words) -> str:
    """The four stages: present state, pains, goals, budget."""

    def stage(number: int, key: str, figure: str, note: str, condition: str = "") -> Cell:
        name = p(Run(f"{number}  ", "accent"), words(key), style="TableHead")
        value = p(Run(figure, "primary", 14, bold=True), style="TableText", shape=spacing(2, 1, 18))
        value += p(note, style="Note", shape=spacing(after=0))
        shown = when(condition, value) if condition else value
        return Cell(name + shown, fill="surface", margins=(140, 140, 140, 140))

    return tiles([
        stage(1, "stage_current", "{{ doc.opening_figure.value }}", "{{ doc.opening_figure.label }}"),
        stage(2, "stage_pain", "{{ doc.pain_count }}", "{{ doc.pain_ids_text }}"),
        stage(3, "stage_goal", "{{ doc.main_goal.target }}", "{{ doc.main_goal.metric }}", "doc.main_goal"),
        stage(4, "stage_budget", "{{ doc.budget.amount_text }}", "{{ doc.budget.status }}"),
    ], apart=2.5)  # fmt: skip


def risks(words: Words) -> str:
    threats = (
        Column(34, "needs_risk.risk", "{{ item.risk }}"), Column(30, "needs_risk.impact", "{{ item.impact }}"),
        Column(36, "needs_risk.response", "{{ item.response }}"),
    )  # fmt: skip
    questions = (
        Column(54, "open_question.question", "{{ item.question }}"),
        Column(22, "open_question.owner", "{{ item.owner }}"),
        Column(24, "open_question.due", "{{ item.due }}"),
    )  # fmt: skip
    return section_when(
        "doc.has_risks",
        chapter(words, "risks_and_questions"),
        section_when(
            "doc.risks",
            section(words, "needs_analysis.risks"),
            listing(words, threats, "item in doc.risks", together=True),
        ),
        section_when(
            "doc.open_questions",
            section(words, "open_questions"),
            listing(words, questions, "item in doc.open_questions", together=True),
        ),
    )


def onward(words: Words) -> str:
    columns = (
        Column(54, "next_step.action", "{{ item.action }}"), Column(22, "next_step.owner", "{{ item.owner }}"),
        Column(24, "next_step.due", "{{ item.due }}"),
    )  # fmt: skip
    direction = section_when(
        "doc.solution_direction", section(words, "solution_direction"), prose("doc.solution_direction")
    )
    return section_when(
        "doc.has_next_steps",
        chapter(words, "needs_analysis.next_steps"),
        direction,
        section_when(
            "doc.next_steps",
            section(words, "next_steps"),
            listing(words, columns, "item in doc.next_steps", together=True),
        ),
    )


def confirmation(words: Words) -> str:
    grid = facts_grid("doc.confirmation_facts", 4) + gap()
    corrections = section_when(
        "doc.confirmation.corrections",
        section(words, "corrections"),
        bullets("doc.confirmation.corrections", shape=KEEP_NEXT),
    )
    return section_when("doc.confirmation", chapter(words, "client_confirmation"), grid, corrections)
