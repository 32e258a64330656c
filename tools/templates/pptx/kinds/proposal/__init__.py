"""The proposal's slides: from the client's statements to the next step, one message per slide."""

from templates.pptx.components import price_table
from templates.pptx.components.cover import cover
from templates.pptx.components.listing import Column, columns_of, head_row, listing, rows_each, value_row
from templates.pptx.components.slides import closing_field, frame, on, slide, titled
from templates.pptx.components.text import BODY, LEAD, SMALL, STRONG, big, bullets, caption, heading, marked, when
from templates.pptx.kinds.proposal import industry as own
from templates.pptx.kinds.proposal import offer
from templates.pptx.kinds.proposal.industry import LEADS, Lead
from templates.pptx.layouts import COLUMN, MAIN, MARGIN, SIDE, TALL, TOP, WIDTH, foot
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Box, Drawable, Group, Holder, Para, Run, Shape, Text, para
from templates.pptx.markup.tables import Table
from templates.tags import either
from templates.words import Words

INDUSTRIES = tuple(LEADS)
SHOWN = {
    "success_cases": "cases", "terms": "doc.has_clauses", "frequent_concerns": "objections",
    "service_levels": "doc.sla", "output_and_downtime": "doc.objectives", "objectives": "doc.objectives",
    "diagnosis": "doc.diagnosis", "guests_day": "doc.diagnosis", "value_statement": "doc.value_statement.figures",
    "risk_and_control": "doc.has_controls",
    "implementation": "doc.implementation", "next_steps": "doc.next_steps",
}  # fmt: skip
"""The condition under which the agenda names a part that not every document has."""


def slides(words: Words, industry: str) -> list[Slide]:
    """All slides; `industry` chooses the cover, the order of the argument and what leads."""
    lead = LEADS[industry]
    return [
        *cover(words, words("prepared_for") + " {{ doc.client.full_name }}", "{{ doc.seller.full_name }}", industry,
               on(say="doc.speaker_notes.cover")),
        agenda(words, lead), *argument(words, lead), *price_table.investment(words),
        price_table.price_lines(words), price_table.price_sums(words),
        price_table.price_options(words), terms(words), objections(words), next_steps(words),
    ]  # fmt: skip


def argument(words: Words, lead: Lead) -> list[Slide]:
    """The slides from the client's situation to the plan, in the industry's order."""
    made = {
        "client_situation": lambda: [situation(words, lead.voices)],
        "diagnosis": lambda: [offer.diagnosis(words)],
        "objectives": lambda: [offer.goals(words, lead.objectives)],
        "solution": lambda: offer.solution(words) if lead.has_pain_table else [offer.modules(words)],
        "value_statement": lambda: offer.value(words),
        "success_cases": lambda: offer.cases(words),
        "implementation": lambda: [plan(words)],
        "scope": lambda: [scope(words)],
        "output_and_downtime": lambda: own.output_and_downtime(words),
        "guests_day": lambda: own.guests_day(words),
        "risk_and_control": lambda: own.risk_and_control(words),
        "service_levels": lambda: own.service_levels(words),
    }
    return [drawn for part in lead.order for drawn in made[part]()]


def agenda(words: Words, lead: Lead) -> Slide:
    """The agenda, next to the executive summary."""
    paras: list[Para] = []
    named = [part for part in lead.order if part != "scope"]
    answers = "doc.has_answers" if lead.has_pain_table else "doc.solution.modules"
    own_conditions = {"client_situation": lead.voices, "solution": answers}
    for key in (*named, "investment", "terms", "frequent_concerns", "next_steps"):
        condition = own_conditions.get(key, SHOWN.get(key, ""))
        line = para(words(key), STRONG, "white", bullet="1.", bullet_colour="white", before=9 if len(named) < 9 else 5)
        paras += when(condition, line) if condition else [line]
    summary = [heading(words("executive_summary"), 22), para("{{p doc.executive_summary }}", STRONG, before=6)]
    left, figures = SIDE + MARGIN, f"item in {lead.figures} first 3"
    strip = columns_of(
        "Key figures", figures,
        [(44, [big("{{ item.figure }}", "{{ item.unit }}", 30)]), (40, [para("{{ item.label }}", SMALL, "ink")])],
        (left, 388, WIDTH - left - MARGIN, 84),
    )  # fmt: skip
    shapes = [
        Holder("Title", "title", [para(words("agenda_slide"))]), *frame(words, "executive_summary")[:2],
        Holder("Agenda", "body", paras, 2),
        Holder("Summary", "body", summary, 1, (left, 56, WIDTH - left - MARGIN, 320)),
        strip, *foot(words),
    ]  # fmt: skip
    return Slide("Side panel", shapes)


def situation(words: Words, voices: str) -> Slide:
    """Quotations of the client, three panels per slide."""
    shapes = [_quote(words, index + 1, (MARGIN, TOP + index * 126, COLUMN, 112)) for index in range(3)]
    notes = on(f"for voices in {voices} by 3", say="doc.speaker_notes.situation")
    return slide(words, titled("situation"), "client_situation", shapes, notes=notes)


def _quote(words: Words, number: int, box: Box) -> Group:
    x, y, *_ = box
    quoted = para("{{ voice.quote }}", 20, "primary", bold=True, heading=True)
    said = [marked(quoted, "shape for voice in voices across 3"), para("{{ voice.said_by }}", BODY, "muted", before=6)]
    mark = [para("“", 60, "accent", bold=True, heading=True)]
    return Group(f"Quotation {number}", [
        Text(f"Panel {number}", box, said, "ctr", "surface", (84, 10, 32, 10)),
        Text(f"Quote mark {number}", (x + 24, y + 8, 52, 52), mark),
    ], words("client_voice"))  # fmt: skip


def plan(words: Words) -> Slide:
    """The Gantt chart."""
    return slide(
        words,
        titled("implementation"),
        "implementation",
        [
            caption(words("gantt_caption"), (MARGIN, TOP - 6, COLUMN, 18)),
            Shape("Plan", (MARGIN, TOP + 16, COLUMN, TALL - 16), "surface", "{{ gantt(doc.implementation) }}"),
        ],
        notes=on("if doc.implementation", say="doc.speaker_notes.implementation"),
    )


def scope(words: Words) -> Slide:
    """In scope, out of scope, deliverables; a column for each that the document has."""
    rows = [
        (40.0, [para("{{ part.sign }} {{ part.title }}", LEAD, "primary", bold=True, heading=True)]),
        (250.0, bullets("line in part.lines", "{{ line }}", STRONG, before=8)),
    ]
    table = columns_of("Scope", "part in doc.scope_columns", rows)
    notes = on("if doc.has_scope", say="doc.speaker_notes.scope")
    return slide(words, titled("scope"), "scope", [table], notes=notes)


def terms(words: Words) -> Slide:
    """The library's clauses in a sentence each, then the document's own; one table, continued over slides when long.

    The written proposal has the full text.
    """
    title = Column(230, words.head("term.title"), "{{ term.title }}", bold=True, colour="primary")
    short, full = (
        Column(COLUMN - 230, words.head("clause_says"), value) for value in ("{{ term.summary }}", "{{ term.text }}")
    )
    rows = [
        head_row([title, short]),
        *rows_each("term in legal", value_row([title, short], BODY, pad=5)),
        *rows_each("term in doc.terms", value_row([title, full], BODY, pad=5)),
    ]
    table = Table("Terms", (MARGIN, TOP, COLUMN, TALL), [title.width, short.width], rows)
    note = either("legal", words("terms_in_short"))
    return slide(words, words("say_terms"), "terms", [table], notes=on("if doc.has_clauses"), more=note)


def objections(words: Words) -> Slide:
    """Two or three answers per slide."""
    columns = [
        Column(284, words.head("they_say"), "“{{ item.verbatim }}”", bold=True, colour="primary", size=STRONG),
        Column(580, words.head("answer_for_client"), "{{ item.client_answer }}"),
    ]
    table = listing("Questions", columns, "item in items", pad=14)
    notes = on("for items in objections by 3", say="doc.speaker_notes.objections")
    return slide(words, titled("objections"), "frequent_concerns", [table], notes=notes)


def next_steps(words: Words) -> Slide:
    """Next steps and contact."""
    columns = [
        Column(40, "", "{{ loop.index }}", bold=True, colour="accent", size=24),
        Column(276, words.head("what"), "{{ step.action }}", bold=True, colour="primary", size=STRONG),
        Column(118, words.head("owner_short"), "{{ step.owner }}", more="{{ step.side }}"),
        Column(MAIN - 434, words.head("due_short"), "{{ step.due }}", "r", size=SMALL),
    ]
    table = listing("Next steps", columns, "step in steps", (MARGIN, TOP, MAIN, 300), pad=12, anchor="ctr")
    notes = on("for steps in doc.next_steps by 6", say="doc.speaker_notes.next_steps")
    return closing(words, titled("next_steps"), "next_steps", [table], notes)


def closing(words: Words, title: str, part: str, shapes: list[Drawable], notes: list[Para]) -> Slide:
    """The last slide: shapes at the left, the seller's logo and contact on the panel at the right."""
    contact = [
        heading(words("contact_us"), LEAD, "white"),
        para("{{ doc.seller.full_name }}", BODY, "white", bold=True),
        *when(
            "doc.seller.contact",
            para("{{ doc.seller.contact.name? }}", BODY, "white", before=12),
            para("{{ doc.seller.contact.job_title? }}", BODY, "white"),
            para("{{ doc.seller.contact.phone? }}", BODY, "white", before=6),
            para("{{ doc.seller.contact.email? }}", BODY, "white"),
        ),
        para("{{ doc.seller.address? }}", BODY, "white", before=12),
        *when("doc.valid_until", Para([
            Run(words("valid_to") + "  ", BODY, "white"), Run("{{ doc.valid_until }}", STRONG, "white", bold=True)
        ], before=20)),
    ]  # fmt: skip
    framed = slide(words, title, part, shapes, layout="Closing", notes=notes)
    panel = closing_field("Contact", contact)
    return Slide(framed.layout, [*framed.shapes[:-2], *panel, *framed.shapes[-2:]], framed.notes)
