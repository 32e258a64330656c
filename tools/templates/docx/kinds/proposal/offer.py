"""The proposal's argument: summary, situation, diagnosis, objectives, solution, value."""

from collections.abc import Sequence

from templates.docx.components.columns import in_pairs
from templates.docx.components.facts import facts_grid
from templates.docx.components.figures import measured, value_tiles
from templates.docx.components.listing import Column, listing
from templates.docx.components.text import (
    CLOSE,
    arrow,
    bullets,
    cell_prose,
    chapter,
    gap,
    prose,
    quotation,
    section,
)
from templates.docx.markup.markers import each, section_when, when
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, KEEP_NEXT_OFF, TEXT_WIDTH, bold, p, spacing
from templates.words import Words

PAIN_TO_PROOF = ("pain_short", "capability_short", "benefit_short", "proof_short")
_LINK = (120, 0, 120, 80)
_ROOM = spacing(4, 1)


def summary(words: Words, figures: str = "doc.value_statement.figures", facts: str = "doc.key_facts") -> str:
    """One page: the message, three of the `figures`, the proposed solution, four facts."""
    return (
        chapter(words, "executive_summary", "doc.headlines.value", new_page=True)
        + value_tiles(figures) + gap()
        + section(words, "what_we_propose") + prose("doc.executive_summary")
        + p(style="Gap") + facts_grid(facts, 4)
    )  # fmt: skip


def situation(words: Words, voices: str = "doc.client_voice", *, new_page: bool = True) -> str:
    said = each(f"voice in {voices}", quotation(words, "voice.quote", "voice.said_by", named=True))
    return section_when(
        "doc.has_situation",
        chapter(words, "client_situation", "doc.headlines.situation", new_page=new_page),
        prose("doc.background"),
        said,
    )


def diagnosis(words: Words, *, quotes: bool = True) -> str:
    """A chain from left to right: pain, cause, cost; with `quotes`, what the client said and no other chapter has."""
    problem = p(bold("{{ row.pain_id }}  {{ row.title }}", "primary"), style="TableText",
                shape=KEEP_NEXT)  # fmt: skip
    head_ = [Cell(p(words.head(key) if key else "", style="TableHead"), margins=_LINK)
             for key in ("problem", "", "cause", "", "cost_of_inaction")]  # fmt: skip
    cost = Cell(p(bold("{{ row.cost_of_inaction }}", "primary"), style="TableText"), fill="surface",
                margins=(120, 140, 120, 140))  # fmt: skip
    cells = [
        Cell(problem + cell_prose("row.problem"), margins=_LINK), Cell(arrow(), anchor="center", margins=(0, 0, 0, 0)),
        Cell(cell_prose("row.cause"), margins=_LINK), Cell(arrow(), anchor="center", margins=(0, 0, 0, 0)), cost,
    ]  # fmt: skip
    chain = table(
        widths(TEXT_WIDTH, 32, 5, 28, 5, 30),
        [Row(head_, header=True), *rows_each("row in doc.diagnosis", Row(cells))],
    )
    more = each("said in doc.further_quotes", quotation(words, "said.quote", "said.said_by"))
    opening = chapter(words, "diagnosis", "doc.headlines.diagnosis")
    return section_when("doc.diagnosis", opening, chain, gap(), more if quotes else "")


def objectives(words: Words, rows: str = "doc.objectives", *, emphasis: bool = True) -> str:
    columns = (
        Column(30, "objective.objective", "{{ row.objective }}", strong=True),
        Column(20, "objective.metric", "{{ row.metric }}"),
        Column(14, "baseline_short", "{{ row.baseline }}", right=True),
        Column(14, "target_short", "{{ row.target }}", right=True, strong=True, colour="primary"),
        Column(22, "objective.due", "{{ row.due }}"),
    )  # fmt: skip
    table = listing(words, columns, f"row in {rows}", together=True)
    opening = chapter(words, "objectives", "doc.headlines.objectives")
    return section_when("doc.objectives", opening, table, measures(words, emphasis=emphasis))


def measures(words: Words, *, emphasis: bool) -> str:
    """The industry's measures; with `emphasis` what counts in it."""
    named = (
        Column(30, "industry_measures", "{{ measure.name }}", strong=True, note="measure.direction"),
        Column(14, "price_line.unit", "{{ measure.unit }}"),
        Column(56, "industry_focus", "{{ measure.why }}"),
    )
    opening = section(words, "industry_focus")
    opening += p("{{ industry.emphasis }}", shape=KEEP_NEXT) if emphasis else ""
    return section_when("industry.measures", opening,
                listing(words, named, "measure in industry.measures first 4", together=True))  # fmt: skip


def solution(words: Words, *, pains: bool = True) -> str:
    """The idea, with `pains` what answers each of them, the modules."""
    rows = section_when("doc.solution.rows", section(words, "solution_table"), pain_to_proof(words)) if pains else ""
    modules = section_when("doc.solution.modules", section(words, "solution_modules"), module_grid(words))
    return chapter(words, "solution", "doc.headlines.solution") + prose("doc.solution.intro") + rows + modules


def pain_to_proof(words: Words, heads: Sequence[str] = PAIN_TO_PROOF) -> str:
    """What answers each pain; `heads` are the labels of pain, capability, benefit and proof."""
    pain, capability, benefit, proof = heads
    columns = (
        Column(22, pain, blocks=p(bold("{{ row.pain_id }}", "accent"), style="TableText")
               + p(bold("{{ row.pain }}"), style="TableText")),
        Column(28, capability, blocks=cell_prose("row.capability")),
        Column(25, benefit, blocks=cell_prose("row.benefit")),
        Column(25, proof, blocks=cell_prose("row.proof")),
    )  # fmt: skip
    return listing(words, columns, "row in doc.solution.rows")


def module_grid(words: Words) -> str:
    """Two modules side by side, each with its features and our support."""

    def listed(key: str, items: str) -> str:
        return when(items, p(words(key), style="TableHead", shape=_ROOM)) + bullets(items, 10, CLOSE)

    module = (
        p(style="Joint")  # what an empty slot is like
        + p("{{ module.name }}", style="Heading3", shape=KEEP_NEXT_OFF + spacing(0, 2))
        + prose("module.summary", "Dense")
        + listed("features", "module.features")
        + listed("solution_module.support", "module.support")
    )
    return in_pairs("module in doc.solution.modules", module)


def value(words: Words) -> str:
    figure = p(*measured("value.figure", "value.unit_text", 14), style="TableFigure", shape=spacing(line=18))
    columns = (
        Column(20, "value_figure.figure", blocks=figure, right=True),
        Column(30, "value_figure.label", "{{ value.label }}", strong=True),
        Column(50, "value_basis", "{{ value.basis }}"),
    )  # fmt: skip
    opening = chapter(words, "value_statement") + prose("doc.value_statement.statement")
    figures = listing(words, columns, "value in doc.value_statement.figures", together=True)
    return section_when("doc.value_statement.figures", opening, figures)
