"""The needs analysis: the client's statements by stage, and the decision map on a separate page."""

from templates.docx.components.columns import tiles
from templates.docx.components.facts import facts_grid
from templates.docx.components.listing import Column, listing, revisions
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import (
    SET_CHAPTERS,
    bullets,
    chapter,
    contents,
    gap,
    prose,
    section,
)
from templates.docx.kinds.needs_analysis.decision import decision, decision_map, for_us, people
from templates.docx.kinds.needs_analysis.findings import (
    AMOUNT,
    budget,
    client,
    current_state,
    goals,
    interviews,
    pains,
    requirements,
)
from templates.docx.markup.package import Document, Page, section_end
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import KEEP_NEXT, Run, p, spacing, when
from templates.tags import label

FIRST = Page(cover=True)
LANDSCAPE = Page(landscape=True, margins=(1134, 1134, 1077, 1134))


def document() -> Document:
    before = SET_CHAPTERS + opening() + contents("contents", "1-1") + revisions()
    before += client() + interviews() + current_state() + pains() + goals() + requirements() + budget() + decision()
    after = people() + for_us() + risks() + onward() + confirmation()
    blocks = before + section_end(FIRST, first=True) + decision_map() + section_end(LANDSCAPE) + after
    return Document("Needs-analysis report", blocks, Page(), continued=True)


def opening() -> str:
    """The masthead with the main findings, and the four stages in a strip."""
    pain = "doc.gravest_pain"
    found = p("{{ " + pain + ".statement }}", style="MastLead", shape=spacing(before=14))
    loss = "{% if " + pain + ".quantified_loss %}{{ " + pain + ".quantified_loss }}{% endif %}"
    found += p(Run(loss, "white"), style="MastText", shape=spacing(before=4))
    return masthead("doc.client.full_name", found) + p(style="Gap") + stages() + p(style="Gap") + control()


def stages() -> str:
    """The four stages: present state, pains, goals, budget."""

    def stage(number: int, key: str, figure: str, note: str) -> Cell:
        name = p(Run(f"{number}  ", "accent"), label(key), style="TableHead")
        shape = spacing(2, 1, 18)
        value = p(Run(figure, "primary", 14, bold=True), style="TableText", shape=shape)
        return Cell(name + value + p(note, style="Note", shape=spacing(after=0)), fill="surface",
                    margins=(140, 140, 140, 140))  # fmt: skip

    base = "{% set base = doc.current_state.baseline | first | default(none) %}"
    goal = "{% set goal = doc.goals | first %}"
    return tiles([
        stage(1, "stage_current", base + "{{ base.value if base else doc.interviews | length }}",
              "{{ base.measure if base else label('interview_record') }}"),
        stage(2, "stage_pain", "{{ doc.pains | length }}", "{{ doc.pains | map(attribute='id') | join(' · ') }}"),
        stage(3, "stage_goal", goal + "{{ goal.target }}", "{{ goal.metric }}"),
        stage(4, "stage_budget", "{{ " + AMOUNT + " }}", "{{ doc.budget.status or '' }}"),
    ], apart=2.5)  # fmt: skip


def risks() -> str:
    threats = (
        Column(34, "needs_risk.risk", "{{ item.risk }}"), Column(30, "needs_risk.impact", "{{ item.impact }}"),
        Column(36, "needs_risk.response", "{{ item.response }}"),
    )  # fmt: skip
    questions = (
        Column(54, "open_question.question", "{{ item.question }}"),
        Column(22, "open_question.owner", "{{ item.owner }}"),
        Column(24, "open_question.due", "{{ item.due }}"),
    )  # fmt: skip
    return when(
        "doc.risks or doc.open_questions",
        chapter("risks_and_questions"),
        when("doc.risks", section("needs_analysis.risks"), listing(threats, "item in doc.risks", together=True)),
        when(
            "doc.open_questions",
            section("open_questions"),
            listing(questions, "item in doc.open_questions", together=True),
        ),
    )


def onward() -> str:
    columns = (
        Column(54, "next_step.action", "{{ item.action }}"), Column(22, "next_step.owner", "{{ item.owner }}"),
        Column(24, "next_step.due", "{{ item.due }}"),
    )  # fmt: skip
    direction = when("doc.solution_direction", section("solution_direction"), prose("doc.solution_direction"))
    return when(
        "doc.solution_direction or doc.next_steps",
        chapter("needs_analysis.next_steps"),
        direction,
        when("doc.next_steps", section("next_steps"), listing(columns, "item in doc.next_steps", together=True)),
    )


def confirmation() -> str:
    within = (
        "('' if doc.sent_within_24h is none else "
        "' · ' ~ label('within_24h_yes' if doc.sent_within_24h else 'within_24h_no'))"
    )
    grid = facts_grid([
        ("sent_at", f"doc.confirmation.sent_at | datetime ~ {within}"),
        ("confirmed_by", "doc.confirmation.confirmed_by"),
        ("confirmed_at", "doc.confirmation.confirmed_at"), ("confirmation.channel", "doc.confirmation.channel"),
    ], columns=4) + gap()  # fmt: skip
    corrections = when(
        "doc.confirmation.corrections",
        section("corrections"),
        bullets("doc.confirmation.corrections", shape=KEEP_NEXT),
    )
    return when("doc.confirmation", chapter("client_confirmation"), grid, corrections)
