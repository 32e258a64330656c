"""Turns the proposal into pages: cover, contents, summary, the case from pain to price, appendix, signatures."""

from docx_blocks import (
    SET_CHAPTERS,
    Column,
    bullets,
    cell_prose,
    chapter,
    facts,
    label,
    listing,
    measured,
    prose,
    section,
    side_by_side,
    words,
)
from docx_cover import cover, front
from docx_package import Document, Page
from docx_plan import cases, implementation, returns, scope, service, team
from docx_pricing import pricing
from docx_terms import acceptance, next_steps, objections, payment, terms
from docx_xml import TEXT_WIDTH, Cell, Row, bold, border, each, p, table, tag, when, widths


def document(industry: str) -> Document:
    blocks = SET_CHAPTERS + cover(industry) + front() + summary() + situation() + diagnosis() + objectives(industry)
    blocks += solution() + value() + scope() + implementation() + service() + team() + cases() + returns()
    blocks += pricing() + payment() + terms() + next_steps() + objections() + acceptance()
    return Document("Proposal", blocks, Page(cover=True))


def summary() -> str:
    def figure(index: int) -> Cell:
        item = f"doc.value_statement.figures[{index}]"
        top = f"<w:keepNext/><w:pBdr>{border('top', 'accent', 2.5, 6)}</w:pBdr>"
        return Cell(when(
            f"doc.value_statement.figures | length > {index}",
            p(*measured(f"{item}.figure", f"{item}.unit", 27), style="Big", shape=top),
            p(bold(f"{{{{ {item}.label }}}}"), style="TableText", shape='<w:spacing w:before="40" w:after="40"/>'),
            p(f"{{{{ {item}.basis }}}}", style="Note", shape='<w:spacing w:after="0"/>'),
        ))  # fmt: skip

    space = Cell(p(style="Gap"))
    cells = [figure(0), space, figure(1), space, figure(2)]
    figures = table(widths(TEXT_WIDTH, 30, 5, 30, 5, 30), [Row(cells)], style="DocgenColumns")
    lead = when("doc.headlines.value", p("{{ doc.headlines.value }}", style="Lead"))
    told = facts([
        ("payable_row", "doc.pricing.totals.payable | money"),
        ("implementation", "doc.project_start | period(doc.project_end)"),
        ("service_period", "doc.service_period.start | period(doc.service_period.end)"),
        ("payback", "doc.roi.payback if doc.roi else none"),
    ])  # fmt: skip
    return (
        chapter("executive_summary", new_page=True) + lead
        + when("doc.value_statement.figures", figures, p(style="Gap"), p(style="Gap"))
        + prose("doc.executive_summary") + p(style="Gap") + told
    )  # fmt: skip


def situation() -> str:
    voices = each("voice in doc.client_voice", words("voice.quote", "voice.said_by"))
    return when(
        "doc.background or doc.client_voice or doc.headlines.situation",
        chapter("client_situation", "doc.headlines.situation", new_page=True),
        when("doc.background", prose("doc.background")),
        voices,
    )


def diagnosis() -> str:
    problem = p(bold("{{ row.pain_id }}{% if row.title %}  {{ row.title }}{% endif %}", "accent"), style="TableText",
                shape="<w:keepNext/>")  # fmt: skip
    columns = (
        Column(34, "problem", blocks=problem + cell_prose("row.problem")),
        Column(33, "cause", blocks=cell_prose("row.cause")),
        Column(33, "cost_of_inaction", "{{ row.cost_of_inaction }}", strong=True),
    )
    heard = tag("set heard = doc.client_voice | map(attribute='quote') | list")
    more = each("row in doc.diagnosis if row.quote and row.quote not in heard", words("row.quote", "row.said_by"))
    return when("doc.diagnosis", chapter("diagnosis", "doc.headlines.diagnosis"),
                listing(columns, "row in doc.diagnosis"), heard, more)  # fmt: skip


def objectives(industry: str) -> str:
    columns = (
        Column(30, "objective.objective", "{{ row.objective }}", strong=True),
        Column(20, "objective.metric", "{{ row.metric }}"),
        Column(14, "baseline_short", "{{ row.baseline }}", right=True),
        Column(14, "target_short", "{{ row.target }}", right=True, strong=True, colour="primary"),
        Column(22, "objective.due", "{{ row.due }}"),
    )  # fmt: skip
    told = listing(columns, "row in doc.objectives")
    chosen = "" if industry == "base" else measures()
    return when("doc.objectives", chapter("objectives", "doc.headlines.objectives"), told, chosen)


def measures() -> str:
    """What this industry judges by."""
    named = (
        Column(30, "industry_measures", "{{ measure.name }}", strong=True, note="measure.direction"),
        Column(14, "price_line.unit", "{{ measure.unit }}"),
        Column(56, "industry_focus", "{{ measure.why }}"),
    )
    return when("industry.measures", section("industry_focus", 3), p("{{ industry.emphasis }}"),
                listing(named, "measure in industry.measures[:4]"))  # fmt: skip


def solution() -> str:
    columns = (
        Column(22, "pain_short", blocks=p(bold("{{ row.pain_id }}", "accent"), style="TableText")
               + p(bold("{{ row.pain }}"), style="TableText")),
        Column(28, "capability_short", blocks=cell_prose("row.capability")),
        Column(25, "benefit_short", blocks=cell_prose("row.benefit")),
        Column(25, "proof_short", blocks=cell_prose("row.proof")),
    )  # fmt: skip
    rows = when("doc.solution.rows", section("solution_table", 3), listing(columns, "row in doc.solution.rows"))
    left = when("module.features", p(label("features"), style="TableHead"), bullets("module.features", 10))
    right = when(
        "module.support", p(label("solution_module.support"), style="TableHead"), bullets("module.support", 10)
    )
    module = (
        p("{{ module.name }}", style="Heading4")
        + when("module.summary", prose("module.summary", shape="<w:keepNext/>"))
        + when("module.features or module.support", side_by_side(left, right))
    )
    modules = when(
        "doc.solution.modules", section("solution_modules", 3), each("module in doc.solution.modules", module)
    )
    return chapter("solution", "doc.headlines.solution") + prose("doc.solution.intro") + rows + modules


def value() -> str:
    figure = p(*measured("value.figure", "value.unit", 14), style="TableFigure")
    columns = (
        Column(20, "value_figure.figure", blocks=figure, right=True),
        Column(30, "value_figure.label", "{{ value.label }}", strong=True),
        Column(50, "value_basis", "{{ value.basis }}"),
    )  # fmt: skip
    statement = when("doc.value_statement.statement", prose("doc.value_statement.statement"))
    return when("doc.value_statement.figures", chapter("value_statement"), statement,
                listing(columns, "value in doc.value_statement.figures"))  # fmt: skip
