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
from templates.docx.kinds.needs_analysis.decision import decision_map, for_us, people
from templates.docx.kinds.needs_analysis.industry import LEADS, Lead
from templates.docx.markup.markers import marked, section_when, when
from templates.docx.markup.package import Document, Page, section_end
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import KEEP_NEXT, Run, p, spacing
from templates.tags import field
from templates.words import Words

INDUSTRIES = tuple(LEADS)
FIRST = Page(cover=True)
LANDSCAPE = Page(landscape=True, margins=(1134, 1134, 1077, 1134))


def document(words: Words, industry: str) -> Document:
    """The document; `industry` chooses the order and what leads."""
    lead = LEADS[industry]
    before = opening(words, lead) + contents(words, "contents", "1-1") + revisions(words)
    before += "".join(chapter_(words) for chapter_ in lead.before_map)
    after = "".join(chapter_(words) for chapter_ in (people, for_us, *lead.after_map, onward, confirmation))
    turned = marked(decision_map(words), "{%block if doc.decision_map.has_map%}")
    turned += marked(section_end(LANDSCAPE), "{%block end%}", ends=True)
    blocks = before + section_end(FIRST, first=True) + turned + after
    return Document(blocks, Page(), continued=True)


def opening(words: Words, lead: Lead) -> str:
    """The masthead with the main findings, and the four stages in a strip."""
    found = p("{{ doc.gravest_pain.statement }}", style="MastLead", shape=spacing(before=14))
    found += p(Run("{{ doc.gravest_pain.quantified_loss? }}", "white"), style="MastText", shape=spacing(before=4))
    return (
        masthead(words, "doc.client.full_name", found, line=lead.line)
        + p(style="Gap")
        + stages(words, lead)
        + p(style="Gap")
        + control(words)
    )


def stages(words: Words, lead: Lead) -> str:
    """The four stages: present state, pains, goals, budget."""

    def stage(number: int, key: str, figure: str, note: str, condition: str = "") -> Cell:
        name = p(Run(f"{number}  ", "accent"), words(key), style="TableHead")
        value = p(Run(figure, "primary", 14, bold=True), style="TableText", shape=spacing(2, 1, 18))
        value += p(note, style="Note", shape=spacing(after=0))
        shown = when(condition, value) if condition else value
        return Cell(name + shown, fill="surface", margins=(140, 140, 140, 140))

    return tiles([
        stage(1, "stage_current", field(f"{lead.figure}.value"), field(f"{lead.figure}.label")),
        stage(2, "stage_pain", "{{ doc.pain_count }}", "{{ doc.pain_ids_text }}"),
        stage(3, "stage_goal", field(f"{lead.goal}.target"), field(f"{lead.goal}.metric"), lead.goal),
        stage(4, "stage_budget", "{{ doc.budget.amount_text }}", "{{ doc.budget.status }}"),
    ], apart=2.5)  # fmt: skip


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
