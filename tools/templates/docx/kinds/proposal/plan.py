"""The proposal's commitments: scope, plan, service levels, team, cases, return."""

from templates.docx.components.columns import cell_pair, in_pairs, side_by_side
from templates.docx.components.drawn import picture
from templates.docx.components.figures import big_figure, measured
from templates.docx.components.listing import Column, listing
from templates.docx.components.text import CLOSE, bullets, cell_prose, chapter, gap, prose, quotation, section
from templates.docx.markup.markers import section_each, section_when, table_when, when
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import KEEP_NEXT, Run, bold, p, spacing
from templates.tags import literal
from templates.words import Words

_FIRST = KEEP_NEXT + spacing(0, 0)


def scope(words: Words) -> str:
    def side(key: str, items: str, colour: str) -> str:
        heading = p(Run(words(key), colour, 11), style="Heading2", shape=spacing(before=0))
        return when(items, heading) + bullets(items, 10)

    both = side_by_side(side("in_scope", "doc.scope_in", "positive"), side("out_of_scope", "doc.scope_out", "muted"))
    columns = (
        Column(32, "deliverable.name", "{{ item.name }}", strong=True),
        Column(14, "deliverable.form", "{{ item.form }}"),
        Column(32, "deliverable.acceptance", "{{ item.acceptance }}"), Column(22, "deliverable.due", "{{ item.due }}"),
    )  # fmt: skip
    return section_when(
        "doc.has_scope",
        chapter(words, "scope", "doc.headlines.scope"),
        when("doc.has_boundaries", both),
        section_when(
            "doc.deliverables",
            section(words, "deliverables"),
            listing(words, columns, "item in doc.deliverables", together=True),
        ),
    )


def implementation(words: Words) -> str:
    phase = (
        p(bold("{{ phase.name }}"), style="TableText")
        + p("{{ phase.period_text }}", style="Note", shape=spacing(after=0))
        + p(words("phase.milestone") + "  {{ phase.milestone }}", style="Note", shape=spacing(after=0))
    )
    columns = (
        Column(32, "phase.name", blocks=phase),
        Column(34, "our_duties", blocks=bullets("phase.our_duties", 10, CLOSE)),
        Column(34, "your_duties", blocks=bullets("phase.client_duties", 10, CLOSE)),
    )
    figure = picture(words, "Plan", "{{ gantt(doc.implementation) }}", 4536, "gantt_caption")
    phases = listing(words, columns, "phase in doc.implementation")
    return section_when(
        "doc.implementation", chapter(words, "implementation", "doc.headlines.implementation"), figure, phases
    )


def service(words: Words) -> str:
    period = p(bold(words("service_period")), "  {{ doc.service_period.period_text }}", shape=KEEP_NEXT)
    note = prose("doc.service_period.note", shape=KEEP_NEXT)
    columns = (
        Column(28, "service_level.measure", "{{ item.measure }}"),
        Column(24, "service_level.target", "{{ item.target }}", strong=True),
        Column(24, "service_level.measured", "{{ item.measured }}"),
        Column(24, "service_level.remedy", "{{ item.remedy }}"),
    )  # fmt: skip
    return (
        chapter(words, "service_levels")
        + period
        + note
        + table_when("doc.sla", listing(words, columns, "item in doc.sla", together=True))
    )


def team(words: Words) -> str:
    columns = (
        Column(24, "team_member.name", "{{ person.name }}", strong=True, note="person.role"),
        Column(12, "team_member.side", "{{ person.side }}"),
        Column(32, "team_member.responsibility", "{{ person.responsibility }}"),
        Column(32, "team_member.experience", "{{ person.experience }}"),
    )
    return section_when(
        "doc.team",
        chapter(words, "project_team", "doc.headlines.team"),
        listing(words, columns, "person in doc.team", together=True),
    )


def cases(words: Words) -> str:
    def heading(key: str) -> str:
        return p(words(key), style="Heading3", shape=spacing(before=0))

    story = side_by_side(
        heading("case_challenge") + cell_prose("case.challenge"), heading("case_solution") + cell_prose("case.solution")
    )
    case = (
        p(Run("{{ case.title }}", size=17), style="Heading2", shape=spacing(line=21.5))
        + p("{{ case.shown_name }}", style="Note", shape=KEEP_NEXT)
        + before_after("case.figures") + story + quotation(words, "case.quote?", "case.quote_by")
    )  # fmt: skip
    opening = chapter(words, "success_cases", "doc.headlines.cases")
    return section_when("cases", opening, section_each("case in cases", case))


def before_after(figures: str) -> str:
    """Figures before and after, two per row: the old one muted, the new one large."""
    shown = [
        *measured("figure.before", "figure.before_unit", 14, "muted"), Run("  →  ", "muted", 14),
        *measured("figure.after", "figure.after_unit", 27),
    ]  # fmt: skip
    label = p(bold("{{ figure.label_text }}"), style="TableText")
    return in_pairs(f"figure in {figures}", p(*shown, style="Number", shape=spacing(0, 1)) + label)


def returns(words: Words) -> str:
    figures = (
        Column(36, "roi_figure.label", "{{ item.label }}"),
        Column(24, "roi_figure.value", "{{ item.value }}", right=True, strong=True),
        Column(40, "roi_figure.note", "{{ item.note }}"),
    )
    periods = (
        Column(34, "roi_period.period", "{{ item.period }}", strong=True),
        Column(22, "roi_period.cost", "{{ item.cost | amount }}", right=True),
        Column(22, "roi_period.benefit", "{{ item.benefit | amount }}", right=True),
        Column(22, "cumulative", "{{ item.cumulative | amount }}", right=True, strong=True),
    )
    basis = (
        Column(38, "roi_assumption.name", "{{ item.name }}"), Column(26, "roi_assumption.value", "{{ item.value }}"),
        Column(36, "roi_assumption.source", "{{ item.source }}"),
    )  # fmt: skip
    return section_when(
        "doc.roi",
        chapter(words, "return_on_investment", "doc.headlines.roi"),
        payback(words),
        table_when("doc.roi.figures", listing(words, figures, "item in doc.roi.figures", together=True)),
        when("doc.roi.periods", returns_chart(words), listing(words, periods, "item in doc.roi.rows", together=True)),
        section_when(
            "doc.roi.assumptions",
            section(words, "roi.assumptions"),
            listing(words, basis, "item in doc.roi.assumptions", together=True),
        ),
    )


def payback(words: Words) -> str:
    """The payback period, next to the definition of the figures."""
    figure = Cell(big_figure(words, "{{ doc.roi.payback }}", "payback"))
    intro = Cell(prose("doc.roi.intro", shape=_FIRST), anchor="bottom")
    return cell_pair(figure, intro, (50, 4, 46)) + gap()


def returns_chart(words: Words) -> str:
    """Cost and benefit of each period side by side."""
    values = f"{{{literal(words('roi_period.cost'))}: 'cost', {literal(words('roi_period.benefit'))}: 'benefit'}}"
    drawn = f"{{{{ chart(doc.roi.periods, category='period', values={values}, kind='bar', number_format='#,##0') }}}}"
    return picture(words, "Returns", drawn, 2700, "roi_chart_caption", 120)
