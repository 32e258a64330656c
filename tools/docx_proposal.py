"""Turns the proposal into pages: cover, contents, one-page summary, the case from pain to price, appendix, signatures."""

from docx_blocks import (
    PAGE_BREAK,
    SET_CHAPTERS,
    Column,
    Side,
    bullets,
    chapter,
    contents,
    facts,
    fingerprint,
    gap,
    head,
    label,
    listing,
    placeholder,
    prose,
    revisions,
    section,
    side_by_side,
    signatures,
    words,
)
from docx_motifs import panel
from docx_package import Document, Page
from docx_pricing import pricing
from docx_xml import (
    TEXT_WIDTH,
    Cell,
    Raw,
    Row,
    Run,
    bold,
    border,
    each,
    muted,
    p,
    table,
    table_tag,
    tag,
    when,
    widths,
)

DARK = 9630
"""How far the cover's words reach into its coloured panel, from the top margin."""


def document(industry: str) -> Document:
    blocks = SET_CHAPTERS + cover(industry) + front() + summary() + situation() + diagnosis() + objectives(industry)
    blocks += solution() + value() + scope() + implementation() + service() + team() + cases() + returns()
    blocks += pricing() + payment() + terms() + next_steps() + objections() + acceptance()
    return Document("Proposal", blocks, Page(cover=True))


def cover(industry: str) -> str:
    white = '<w:spacing w:before="0" w:after="160" w:line="{}" w:lineRule="atLeast"/>'.format
    kind = when("doc.title != label('proposal')", p(Run(label("proposal"), "white", 11), shape=white(340)))
    mark = p(Run("\u00a0" * 16, size=4, fill="accent"), shape=white(160))
    title = p(Run("{{ doc.title }}", "white"), style="Title", shape='<w:spacing w:after="160"/><w:ind w:right="1400"/>')
    whom = p(Run(label("prepared_for") + "\n", "white", 11), Run("{{ doc.client.full_name }}", "white", 14, bold=True),
             shape=white(420))  # fmt: skip
    dark = Row([Cell(kind + title + mark + whom, anchor="bottom")], height=DARK)
    anchor = p(Raw(panel(industry)), style="Joint")
    return anchor + table([TEXT_WIDTH], [dark], style="DocgenColumns") + p(shape=white(240)) + sheet() + fingerprint()


def sheet() -> str:
    """Who, when, which version, how long it holds."""

    def told(key: str, value: str, condition: str = "") -> Cell:
        text = p(muted(label(key) + "\n", 9), Run(value, size=10), style="Compact",
                 shape='<w:spacing w:before="60" w:after="100" w:line="280" w:lineRule="atLeast"/>')  # fmt: skip
        return Cell(when(condition, text) if condition else text, margins=(0, 0, 0, 160))

    rows = [
        Row([told("prepared_by_seller", "{{ doc.seller.full_name }}"), told("prepared_by", "{{ doc.prepared_by }}"),
             told("doc_id", "{{ doc.doc_id }}")]),
        Row([told("date", "{{ doc.date }}"), told("version", "{{ stamp.version }} · {{ doc.status }}"),
             told("valid_to", "{{ doc.valid_until }}", "doc.valid_until")]),
    ]  # fmt: skip
    return table(widths(TEXT_WIDTH, 44, 26, 30), rows, style="DocgenColumns")


def front() -> str:
    toc = contents("contents", "1-2").replace('"TOCHeading"/>', '"TOCHeading"/><w:pageBreakBefore/>', 1)
    return toc + revisions()


def measured(figure: str, unit: str, size: float, colour: str = "primary") -> list[Run]:
    """A figure and, smaller, its unit: a word stands apart, a sign does not."""
    given = f"{{% if {unit} and {figure} not in ('–', '—', '-') %}}"
    apart = f"{{% if {unit}[0].isascii() and {unit}[0].isalpha() %}} {{% endif %}}"
    return [
        Run(f"{{{{ {figure} }}}}", colour, size, bold=True),
        Run(f"{given}{apart}{{{{ {unit} }}}}{{% endif %}}", colour, 14 if size > 22 else size),
    ]


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


def cell_prose(name: str) -> str:
    return p(Run("{{p " + name + " }}", size=10), style="TableText")


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
        Column(20, "objective.metric", "{{ row.metric }}"), Column(14, "baseline_short", "{{ row.baseline }}", right=True),
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
    right = when("module.support", p(label("solution_module.support"), style="TableHead"), bullets("module.support", 10))
    module = (
        p("{{ module.name }}", style="Heading4")
        + when("module.summary", prose("module.summary"))
        + when("module.features or module.support", side_by_side(left, right))
    )
    modules = when("doc.solution.modules", section("solution_modules", 3), each("module in doc.solution.modules", module))
    return chapter("solution", "doc.headlines.solution") + prose("doc.solution.intro") + rows + modules


def value() -> str:
    figure = p(*measured("value.figure", "value.unit", 14), style="TableFigure")
    columns = (
        Column(20, "value_figure.figure", blocks=figure, right=True),
        Column(30, "value_figure.label", "{{ value.label }}", strong=True), Column(50, "value_basis", "{{ value.basis }}"),
    )  # fmt: skip
    statement = when("doc.value_statement.statement", prose("doc.value_statement.statement"))
    return when("doc.value_statement.figures", chapter("value_statement"), statement,
                listing(columns, "value in doc.value_statement.figures"))  # fmt: skip


def scope() -> str:
    def side(key: str, items: str, colour: str) -> str:
        heading = p(Run(label(key), colour), style="Heading4", shape='<w:spacing w:before="0"/>')
        return when(items, heading, bullets(items, 10))

    both = side_by_side(side("in_scope", "doc.scope_in", "positive"), side("out_of_scope", "doc.scope_out", "muted"))
    columns = (
        Column(32, "deliverable.name", "{{ item.name }}", strong=True), Column(14, "deliverable.form", "{{ item.form }}"),
        Column(32, "deliverable.acceptance", "{{ item.acceptance }}"), Column(22, "deliverable.due", "{{ item.due }}"),
    )  # fmt: skip
    return when(
        "doc.scope_in or doc.scope_out or doc.deliverables",
        chapter("scope", "doc.headlines.scope"),
        when("doc.scope_in or doc.scope_out", both),
        when("doc.deliverables", section("deliverables", 3), listing(columns, "item in doc.deliverables")),
    )


def implementation() -> str:
    drawing = placeholder("Plan", "{{ gantt(doc.implementation) }}", TEXT_WIDTH, 4536)
    phase = (
        p(bold("{{ phase.name }}"), style="TableText")
        + p("{{ phase.start | period(phase.end) }}", style="Note", shape='<w:spacing w:after="0"/>')
        + p(label("phase.milestone") + "  {{ phase.milestone }}", style="Note", shape='<w:spacing w:after="0"/>')
    )
    columns = (
        Column(32, "phase.name", blocks=phase),
        Column(34, "our_duties", blocks=bullets("phase.our_duties", 10, _CLOSE)),
        Column(34, "your_duties", blocks=bullets("phase.client_duties", 10, _CLOSE)),
    )
    return when("doc.implementation", chapter("implementation", "doc.headlines.implementation"), drawing,
                p(label("gantt_caption"), style="Caption"), listing(columns, "phase in doc.implementation"))  # fmt: skip


_CLOSE = '<w:spacing w:before="0" w:after="40" w:line="280" w:lineRule="atLeast"/>'


def service() -> str:
    period = p(bold(label("service_period")), "  {{ doc.service_period.start | period(doc.service_period.end) }}")
    note = when("doc.service_period.note", prose("doc.service_period.note"))
    columns = (
        Column(28, "service_level.measure", "{{ item.measure }}"),
        Column(24, "service_level.target", "{{ item.target }}", strong=True),
        Column(24, "service_level.measured", "{{ item.measured }}"), Column(24, "service_level.remedy", "{{ item.remedy }}"),
    )  # fmt: skip
    return chapter("service_levels") + period + note + when("doc.sla", listing(columns, "item in doc.sla"))


def team() -> str:
    columns = (
        Column(24, "team_member.name", "{{ person.name }}", strong=True, note="person.role"),
        Column(12, "team_member.side", "{{ person.side }}"),
        Column(32, "team_member.responsibility", "{{ person.responsibility }}"),
        Column(32, "team_member.experience", "{{ person.experience }}"),
    )
    return when("doc.team", chapter("project_team", "doc.headlines.team"), listing(columns, "person in doc.team"))


def cases() -> str:
    def heading(key: str) -> str:
        return p(label(key), style="Heading4", shape='<w:spacing w:before="0"/>')

    story = side_by_side(
        heading("case_challenge") + cell_prose("case.challenge"), heading("case_solution") + cell_prose("case.solution")
    )
    right = '<w:jc w:val="right"/>'
    header = [
        Cell(p(head("case_results"), style="TableHead")), Cell(p(head("before"), style="TableHead", shape=right)),
        Cell(p(style="TableHead")), Cell(p(head("after"), style="TableHead")),
    ]  # fmt: skip
    row = [
        Cell(p("{{ figure.label }}", style="TableText"), anchor="center"),
        Cell(p(*measured("figure.before", "figure.unit", 14, "muted"), style="TableFigure"), anchor="center"),
        Cell(p(Run("→", "accent", 14), style="TableText", shape='<w:jc w:val="center"/>'), anchor="center"),
        Cell(p(*measured("figure.after", "figure.unit", 21.5), style="TableText"), anchor="center"),
    ]
    figures = table(
        widths(TEXT_WIDTH, 44, 20, 10, 26),
        [Row(header, header=True), table_tag("for figure in case.figures", 4), Row(row), table_tag("endfor", 4)],
    )
    case = (
        p("{{ case.title }}", style="Heading2")
        + p("{{ case.shown_name }}", style="Note", shape="<w:keepNext/>")
        + story + figures + gap() + when("case.quote", words("case.quote", "case.quote_by"))
    )  # fmt: skip
    return when("cases", chapter("success_cases", "doc.headlines.cases"), each("case in cases", case))


def returns() -> str:
    payback = p(Run(label("payback") + "\n", "muted", 9), Run("{{ doc.roi.payback }}", "primary", 21.5, bold=True),
                style="Words")  # fmt: skip
    figures = (
        Column(36, "roi_figure.label", "{{ item.label }}"),
        Column(24, "roi_figure.value", "{{ item.value }}", right=True, strong=True),
        Column(40, "roi_figure.note", "{{ item.note }}"),
    )
    periods = (
        Column(34, "roi_period.period", "{{ item.period }}", strong=True),
        Column(22, "roi_period.cost", "{{ item.cost | amount }}", right=True),
        Column(22, "roi_period.benefit", "{{ item.benefit | amount }}", right=True),
        Column(22, "cumulative", "{{ doc.roi.cumulative[loop.index0] | amount }}", right=True, strong=True),
    )
    basis = (
        Column(38, "roi_assumption.name", "{{ item.name }}"), Column(26, "roi_assumption.value", "{{ item.value }}"),
        Column(36, "roi_assumption.source", "{{ item.source }}"),
    )  # fmt: skip
    return when(
        "doc.roi",
        chapter("return_on_investment", "doc.headlines.roi"),
        when("doc.roi.intro", prose("doc.roi.intro")),
        payback,
        when("doc.roi.figures", listing(figures, "item in doc.roi.figures")),
        when("doc.roi.periods", listing(periods, "item in doc.roi.periods")),
        when("doc.roi.assumptions", section("roi.assumptions", 3), listing(basis, "item in doc.roi.assumptions")),
    )


def payment() -> str:
    columns = (
        Column(34, "payment_milestone", "{{ term.milestone }}", strong=True),
        Column(12, "payment_share", "{{ term.share | percent }}", right=True),
        Column(24, "payment_amount", "{{ term.amount | money }}", right=True, strong=True),
        Column(30, "payment_due", "{{ term.due }}", note="term.due_date"),
    )
    top = border("top", "primary", 1)

    def total(text: str, style: str = "TableText") -> Cell:
        clear = (70, 0, 70, 240) if style == "TableFigure" else None
        return Cell(p(bold(text), style=style), rules=top, margins=clear)

    last = Row([
        total(label("total")), total("{{ doc.payment_terms | sum('share') | percent }}", "TableFigure"),
        total("{{ doc.payment_terms | sum('amount') | money }}", "TableFigure"), total(""),
    ])  # fmt: skip
    told = listing(columns, "term in doc.payment_terms", last=[last], together=True)
    return when("doc.payment_terms", chapter("payment_terms"), told)


def terms() -> str:
    clauses = table(
        widths(TEXT_WIDTH, 24, 76),
        [
            table_tag("for term in doc.terms", 2),
            Row([Cell(p(bold("{{ term.title }}"), style="TableText")), Cell(cell_prose("term.text"))]),
            table_tag("endfor", 2),
        ],
    )
    risks = (
        Column(32, "risk.risk", "{{ item.risk }}"), Column(12, "risk.likelihood", "{{ item.likelihood }}"),
        Column(12, "risk.impact", "{{ item.impact }}"), Column(44, "risk.response", "{{ item.response }}", note="item.owner"),
    )  # fmt: skip
    governing = facts([("proposal.governing_language", "doc.governing_language | label if doc.governing_language else none")])
    return when(
        "doc.assumptions or doc.risks or doc.terms or doc.governing_language",
        chapter("terms"),
        when("doc.governing_language", governing),
        when("doc.terms", clauses, p(style="Gap")),
        when("doc.assumptions", section("assumptions", 3), bullets("doc.assumptions")),
        when("doc.risks", section("risks", 3), listing(risks, "item in doc.risks")),
    )


def next_steps() -> str:
    columns = (
        Column(52, "what", "{{ item.action }}"), Column(24, "who", "{{ item.owner }}", note="item.side"),
        Column(24, "when", "{{ item.due }}"),
    )  # fmt: skip
    told = listing(columns, "item in doc.next_steps", together=True)
    return when("doc.next_steps", chapter("next_steps", "doc.headlines.next_steps"), told)


def objections() -> str:
    entry = words("entry.verbatim") + p(Run("{{p entry.client_answer }}", size=10))
    kicker = p(label("appendix"), style="Kicker", shape=PAGE_BREAK)
    return when("objections", kicker, chapter("frequent_concerns", "doc.headlines.objections"),
                each("entry in objections", entry))  # fmt: skip


def acceptance() -> str:
    sides = (
        Side("for_party_a", "doc.client", "[doc.acceptance.client_signatory]"),
        Side("for_party_b", "doc.seller", "[doc.acceptance.seller_signatory]"),
    )
    text = "{{ doc.acceptance.statement or label('acceptance_text') }}"
    return chapter("acceptance", new_page=True) + signatures(sides, text)
