"""What an industry's readers want first: the chapter of its own, the order of the argument, the figures that lead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from templates.docx.components.listing import Column, head_row, listing
from templates.docx.components.text import cell_prose, chapter, gap, quoted, section
from templates.docx.kinds.proposal.offer import diagnosis, objectives, pain_to_proof, situation, solution, value
from templates.docx.kinds.proposal.plan import cases, implementation, returns, scope, service, team
from templates.docx.kinds.proposal.terms import risks, terms
from templates.docx.markup.markers import section_when, table_when
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, TEXT_WIDTH, bold, p, spacing
from templates.words import Words

CONTROLS = ("exposure_short", "control_short", "effect_short", "evidence_short")
Chapter = Callable[[Words], str]


def output_and_downtime(words: Words) -> str:
    """The objectives by measure, the industry's first, with why it looks at each."""
    columns = (
        Column(26, "objective.metric", "{{ row.metric }}", strong=True, note="row.objective"),
        Column(12, "baseline_short", "{{ row.baseline }}", right=True),
        Column(15, "target_short", "{{ row.target }}", right=True, strong=True, colour="primary"),
        Column(20, "objective.due", "{{ row.due }}"), Column(27, "measure_why", "{{ row.measure_why }}"),
    )  # fmt: skip
    opening = chapter(words, "output_and_downtime", "doc.headlines.objectives", new_page=True)
    rows = listing(words, columns, "row in doc.leading_objectives", together=True)
    return section_when("doc.objectives", opening, rows)


def guests_day(words: Words) -> str:
    """The client's words on each pain; below them what the guest then has, how, and why to believe it."""
    columns = (
        Column(34, "guest_then", blocks=cell_prose("answer.benefit")),
        Column(36, "guest_how", blocks=cell_prose("answer.capability")),
        Column(30, "proof_short", blocks=cell_prose("answer.proof")),
    )  # fmt: skip
    said = p(bold("{{ moment.heading }}", "primary"), style="TableText", shape=KEEP_NEXT)
    said += p(*quoted(words, "moment.quote?"), style="TableText", shape=KEEP_NEXT)
    said += p("{{ moment.said_by? }}", style="Note", shape=KEEP_NEXT + spacing(after=0))
    moments = rows_each(
        "moment in doc.diagnosis",
        Row([Cell(said, span=3, fill="surface", margins=(90, 90, 90, 90))]),
        *rows_each("answer in moment.answers", Row([Cell(column.cell()) for column in columns])),
    )
    shares = widths(TEXT_WIDTH, *(column.share for column in columns))
    day = table(shares, [head_row(words, columns), *moments]) + gap()
    return chapter(words, "guests_day", new_page=True) + day


def risk_and_control(words: Words) -> str:
    """The risks with what is done about them; the controls with their evidence."""
    controls = section(words, "controls_and_trail") + pain_to_proof(words, CONTROLS)
    return chapter(words, "risk_and_control", new_page=True) + table_when("doc.risks", risks(words)) + controls


@dataclass(frozen=True)
class Lead:
    """How the documents of an industry differ: the chapters between summary and prices, and what leads the summary.

    `terms` are the chapter of clauses, without what the argument has.
    """

    argument: Sequence[Chapter]
    facts: str
    figures: str = "doc.leading_figures"
    terms: Chapter = terms


_LED = partial(objectives, rows="doc.leading_objectives", emphasis=False)
_SITUATION = partial(situation, new_page=False)
_SOLUTION = partial(solution, pains=False)
LEADS = {
    "base": Lead(
        (situation, diagnosis, objectives, solution, value, scope, implementation, service, team, cases, returns),
        "doc.key_facts", "doc.value_statement.figures",
    ),
    "manufacturing": Lead(
        (output_and_downtime, returns, value, _SITUATION, diagnosis, solution, implementation, service, scope, cases,
         team), "doc.payback_facts",
    ),
    "services": Lead(
        (guests_day, _LED, service, partial(situation, voices="doc.other_voices", new_page=False),
         partial(diagnosis, quotes=False), _SOLUTION, value, cases, scope, implementation, team, returns),
        "doc.service_facts",
    ),
    "financial_services": Lead(
        (risk_and_control, service, scope, _SITUATION, diagnosis, _LED, _SOLUTION, value, implementation, cases, team,
         returns), "doc.assurance_facts", terms=partial(terms, with_risks=False),
    ),
}  # fmt: skip
