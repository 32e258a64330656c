"""The screening sheet's slides: the grade set large beside its criteria, then what is missing and what happens next."""

from pptx_blocks import BODY, LEAD, SMALL, Column, bullets, heading, label, listing, panel, slide
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Slide
from pptx_xml import Para, Run, Text, para, tag

BAR = 10
COMPANY = "{% if doc.client %}{{ doc.client.full_name }}{% else %}{{ doc.lead_no }}{% endif %}"


def slides() -> list[Slide]:
    """Two slides: the result, and what follows from it."""
    return [result(), follow_up()]


def bar(share: str, length: int) -> tuple[Run, Run]:
    """A bar of `length` full blocks, as many in colour as `share` (an expression from 0 to 1) says."""
    filled = f"(({share}) * {length})|round|int"
    return (
        Run("{{ '█' * (" + filled + ") }}", SMALL, "accent", tight=True),
        Run("{{ '█' * (" + str(length) + " - (" + filled + ")) }}", SMALL, "line", tight=True),
    )


def result() -> Slide:
    grade = [
        para("{{ doc.title }}", BODY, "white", align="ctr", after=8),
        para(label("grade"), 16, "white", align="ctr"),
        para("{{ doc.grade.value }}", 120, "white", bold=True, heading=True, align="ctr"),
        Para([Run(label("total_score") + " ", BODY, "white"),
              Run("{{ doc.total|number }}", 26, "white", bold=True)], "ctr"),
        para("{{ doc.assignment }}", 16, "white", bold=True, align="ctr", before=10),
        para("{{ doc.assignee }}", BODY, "white", align="ctr"),
        Para(
            [Run("{{ doc.minutes_to_grading }} {{ label('minutes_unit') }} · "
                 "{{ label('within_30_yes') if doc.within_30 else label('within_30_no') }}", SMALL, "white")],
            "ctr", before=10,
        ),
    ]  # fmt: skip
    columns = [
        Column(140, "criteria", "{{ item.name }}", bold=True, colour="primary", more="{{ item.confidence }}"),
        Column(134, "score", "", runs=bar("item.share", BAR)),
        Column(66, "", "{{ item.score|number }}/{{ item.max_score|number }}", "r", bold=True),
        Column(260, "judged_on", "{{ item.evidence }}", size=SMALL, more="{{ item.source }}"),
    ]
    table = listing("Criteria", columns, "item in doc.criteria", (MARGIN + 264, TOP, 600, 370), pad=3, anchor="ctr")
    title = COMPANY + " · {{ doc.grade }} · {{ doc.total|number }}"
    shapes = [panel("Grade", (MARGIN, TOP, 232, BOTTOM - TOP - 16), grade, "primary", "ctr"), table]
    return slide(title, shapes)


def follow_up() -> Slide:
    half = (COLUMN - 32) / 2
    right = MARGIN + half + 32
    missing = [
        heading(label("missing_information"), LEAD, "warning"),
        *bullets("item in doc.missing_information", "{{ item }}"),
        tag("{%p if not doc.missing_information %}"),
        para(label("none_given"), BODY, "muted"),
        tag("{%p endif %}"),
        heading(label("knocked_out"), LEAD, "negative", before=14),
        tag("{%p for item in doc.knock_outs if item.applies %}"),
        para(
            "{{ item.condition }}{% if item.evidence %} · {{ item.evidence }}{% endif %}", BODY, "negative", bullet="•"
        ),
        tag("{%p endfor %}"),
        tag("{%p if not doc.knocked_out %}"),
        para(label("knocked_out_none"), BODY, "ink"),
        tag("{%p endif %}"),
        tag("{%p if doc.override %}"),
        heading(label("override_reason"), LEAD, "primary", before=14),
        para("{{ doc.override.grade }} · {{ doc.override.reason }}", BODY, "ink"),
        tag("{%p endif %}"),
    ]
    action = [
        tag("{%p if doc.action %}"),
        heading(label("action"), LEAD, "white"),
        para("{{ doc.action }}", 16, "white"),
        tag("{%p endif %}"),
        para(
            "{% if doc.follow_up_by %}{{ label('follow_up_by') }}  {{ doc.follow_up_by }}{% endif %}",
            16,
            "white",
            bold=True,
            before=10,
        ),
        para(
            "{% if doc.reassess_on %}{{ label('reassess_on') }}  {{ doc.reassess_on }}{% endif %}",
            BODY,
            "white",
            before=6,
        ),
    ]
    facts = [
        Para([Run(label(key) + "  ", SMALL, "muted"), Run("{{ doc." + key + " }}", SMALL, "ink", bold=True)], before=3)
        for key in ("prepared_by", "lead_no", "captured_at", "assessed_at", "assessor", "verified_by", "rule_version")
    ]
    inner = [
        tag("{%p if audience == 'internal' %}"),
        tag("{%p if doc.competition %}"),
        heading(label("competition") + " · " + label("internal_only"), 16, "negative", before=14),
        para("{{ doc.competition }}", BODY, "ink"),
        tag("{%p endif %}"),
        tag("{%p endif %}"),
    ]
    shapes = [
        panel("Missing", (MARGIN, TOP, half, BOTTOM - TOP - 16), [*missing, *inner]),
        panel("Action", (right, TOP, half, 168), action, "primary"),
        Text(
            "Facts",
            (right, TOP + 184, half, BOTTOM - TOP - 216),
            facts,
        ),
    ]
    stamp = Text("Stamp id", (right, BOTTOM - 28, half, 12), [para("{{ stamp.id }}", 8, "muted")])
    return slide(label("missing_and_next"), [*shapes, stamp])
