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
    set_chapters,
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
from templates.tags import literal
from templates.words import Words

FIRST = Page(cover=True)
LANDSCAPE = Page(landscape=True, margins=(1134, 1134, 1077, 1134))


def document(words: Words) -> Document:
    before = set_chapters(words) + opening(words) + contents(words, "contents", "1-1") + revisions(words)
    before += (
        client(words)
        + interviews(words)
        + current_state(words)
        + pains(words)
        + goals(words)
        + requirements(words)
        + budget(words)
        + decision(words)
    )
    after = people(words) + for_us(words) + risks(words) + onward(words) + confirmation(words)
    blocks = before + section_end(FIRST, first=True) + decision_map(words) + section_end(LANDSCAPE) + after
    return Document(blocks, Page(), continued=True)


def opening(words: Words) -> str:
    """The masthead with the main findings, and the four stages in a strip."""
    pain = "doc.gravest_pain"
    found = p("{{ " + pain + ".statement }}", style="MastLead", shape=spacing(before=14))
    loss = "{% if " + pain + ".quantified_loss %}{{ " + pain + ".quantified_loss }}{% endif %}"
    found += p(Run(loss, "white"), style="MastText", shape=spacing(before=4))
    return (
        masthead(words, "doc.client.full_name", found)
        + p(style="Gap")
        + stages(words)
        + p(style="Gap")
        + control(words)
    )


def stages(words: Words) -> str:
    """The four stages: present state, pains, goals, budget."""

    def stage(number: int, key: str, figure: str, note: str) -> Cell:
        name = p(Run(f"{number}  ", "accent"), words(key), style="TableHead")
        shape = spacing(2, 1, 18)
        value = p(Run(figure, "primary", 14, bold=True), style="TableText", shape=shape)
        return Cell(name + value + p(note, style="Note", shape=spacing(after=0)), fill="surface",
                    margins=(140, 140, 140, 140))  # fmt: skip

    base = "{% set base = doc.current_state.baseline | first | default(none) %}"
    goal = "{% set goal = doc.goals | first %}"
    return tiles([
        stage(1, "stage_current", base + "{{ base.value if base else doc.interviews | length }}",
              f"{{{{ base.measure if base else {literal(words('interview_record'))} }}}}"),
        stage(2, "stage_pain", "{{ doc.pains | length }}", "{{ doc.pains | map(attribute='id') | join(' · ') }}"),
        stage(3, "stage_goal", goal + "{{ goal.target }}", "{{ goal.metric }}"),
        stage(4, "stage_budget", "{{ " + AMOUNT + " }}", "{{ doc.budget.status or '' }}"),
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
    return when(
        "doc.risks or doc.open_questions",
        chapter(words, "risks_and_questions"),
        when(
            "doc.risks",
            section(words, "needs_analysis.risks"),
            listing(words, threats, "item in doc.risks", together=True),
        ),
        when(
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
    direction = when("doc.solution_direction", section(words, "solution_direction"), prose("doc.solution_direction"))
    return when(
        "doc.solution_direction or doc.next_steps",
        chapter(words, "needs_analysis.next_steps"),
        direction,
        when(
            "doc.next_steps",
            section(words, "next_steps"),
            listing(words, columns, "item in doc.next_steps", together=True),
        ),
    )


def confirmation(words: Words) -> str:
    within = (
        "('' if doc.sent_within_24h is none else "
        f"' · ' ~ ({literal(words('within_24h_yes'))} if doc.sent_within_24h else "
        f"{literal(words('within_24h_no'))}))"
    )
    grid = facts_grid(words, [
        ("sent_at", f"doc.confirmation.sent_at | datetime ~ {within}"),
        ("confirmed_by", "doc.confirmation.confirmed_by"),
        ("confirmed_at", "doc.confirmation.confirmed_at"), ("confirmation.channel", "doc.confirmation.channel"),
    ], columns=4) + gap()  # fmt: skip
    corrections = when(
        "doc.confirmation.corrections",
        section(words, "corrections"),
        bullets("doc.confirmation.corrections", shape=KEEP_NEXT),
    )
    return when("doc.confirmation", chapter(words, "client_confirmation"), grid, corrections)
