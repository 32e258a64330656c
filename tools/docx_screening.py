"""Turns the screening sheet into one page: the grade set large, criteria as bars, what comes next."""

from docx_blocks import bar, bullets, head, label, masthead, said
from docx_package import Document, Page
from docx_xml import (
    Cell,
    Row,
    Run,
    bold,
    border,
    muted,
    p,
    table,
    table_tag,
    when,
    widths,
)

WIDTH = 9978
TIGHT = '<w:spacing w:before="0" w:after="20" w:line="240" w:lineRule="atLeast"/>'
PAGE = Page(margins=(1020, 964, 964, 964))


def document() -> Document:
    blocks = masthead("doc.client.full_name", total=WIDTH, size=21.5, tight=True)
    blocks += verdict() + criteria() + knock_outs() + override() + competition() + foot()
    return Document("Screening sheet", blocks, PAGE)


def verdict() -> str:
    white = '<w:jc w:val="center"/>'
    mark = (
        p(Run(label("screening.grade"), "white", 9), style="Compact", shape=white)
        + p(Run("{{ doc.grade.value }}", "white", 54, bold=True), style="Compact",
            shape='<w:spacing w:line="1060" w:lineRule="exact"/>' + white)
        + p(Run(label("total_score") + " {{ doc.total | number }}", "white", 11, bold=True), style="Compact",
            shape=white)
        + when("doc.knocked_out", p(Run(label("knocked_out"), "white", 9), style="Compact", shape=white))
    )  # fmt: skip
    facts = (
        ("lead_no", "doc.lead_no"), ("screening.assignment", "doc.assignment"),
        ("captured_at", "doc.captured_at"), ("assignee", "doc.assignee"),
        ("assessed_at", "doc.assessed_at"), ("screening.verified_by", "doc.verified_by"),
        ("minutes_to_grading", "doc.minutes_to_grading"), ("assessor", "doc.assessor"),
    )  # fmt: skip
    rule = border("bottom", "line", 0.5)

    def fact(key: str, value: str) -> Cell:
        more = ""
        if key == "minutes_to_grading":
            more = " · {{ label('within_30_yes' if doc.within_30 else 'within_30_no') }}"
        blocks = p(muted(label(key) + "\n", 8), Run(said(value) + more, size=10), style="Compact")
        return Cell(blocks, rules=rule, margins=(24, 240, 24, 0))

    pairs = [facts[i : i + 2] for i in range(0, len(facts), 2)]
    told = table(
        widths(WIDTH - 2000, 50, 50), [Row([fact(*pair) for pair in row]) for row in pairs], style="DocgenColumns"
    )
    cells = [
        Cell(mark, fill="primary", anchor="center", margins=(60, 80, 60, 80)),
        Cell(told + p(style="Gap", shape='<w:spacing w:line="20" w:lineRule="exact"/>')),
    ]
    return table([2000, WIDTH - 2000], [Row(cells)], style="DocgenColumns") + p(style="Gap")


def small_heading(key: str) -> str:
    return p(label(key), style="Heading4", shape='<w:spacing w:before="100" w:after="20"/>')


def criteria() -> str:
    columns = widths(WIDTH, 14, 15, 8, 7, 9, 47)

    def heading(key: str, right: bool) -> Cell:
        shape = '<w:jc w:val="right"/>' if right else ""
        return Cell(p(head(key), style="TableHead", shape=shape), anchor="bottom", margins=(20, 0, 20, 140))

    keys = ("criterion.name", "criterion.share", "criterion.score", "criterion.weight", "criterion.points")
    header = [heading(key, i > 1) for i, key in enumerate((*keys, "criterion.evidence")[:5])]
    header.append(heading("criterion.evidence", right=False))
    source = (
        "{% if item.source or item.confidence %}  {{ item.source }}{% if item.source and item.confidence %} · "
        "{% endif %}{% if item.confidence %}" + label("criterion.confidence") + " {{ item.confidence }}{% endif %}"
        "{% endif %}"
    )
    right = '<w:jc w:val="right"/>'
    row = [
        p(bold("{{ item.name }}", size=9), style="Compact"),
        p(*bar("item.share", 42), style="Compact"),
        p(Run("{{ item.score | number }} / {{ item.max_score | number }}", size=9), style="Compact", shape=right),
        p(Run("{{ item.weight | percent }}", size=9), style="Compact", shape=right),
        p(bold("{{ item.points | number }}", size=9), style="Compact", shape=right),
        p(Run("{{ item.evidence }}", size=9), muted(source, 8), style="Compact"),
    ]
    rows = [
        Row(header, header=True),
        table_tag("for item in doc.criteria", 6),
        Row([Cell(blocks, margins=(20, 0, 20, 140)) for blocks in row]),
        table_tag("endfor", 6),
    ]
    limits = (
        label("thresholds") + " A ≥ {{ doc.thresholds.a_from | number }} · B ≥ {{ doc.thresholds.b_from | number }} · "
        + label("rule_version") + " {{ doc.rule_version }}"
    )  # fmt: skip
    note = p(limits, style="Note", shape='<w:spacing w:before="60" w:after="0"/>')
    return small_heading("screening_criteria") + table(columns, rows) + note


def knock_outs() -> str:
    def cell(index: int) -> Cell:
        given = f"{{% set item = row[{index}] %}}"
        mark = "{% if item.applies %}" + label("yes") + "{% else %}" + label("no") + "{% endif %}  "
        evidence = "{% if item.evidence %}  {{ item.evidence }}{% endif %}"
        told = p(
            bold(given + mark, "accent", 9), Run("{{ item.condition }}", size=9), muted(evidence, 8), style="Compact"
        )
        return Cell(when(f"row | length > {index}", told), margins=(30, 0, 30, 200))

    rows = [
        table_tag("for row in doc.knock_outs | paginate(3)", 3),
        Row([cell(i) for i in range(3)]),
        table_tag("endfor", 3),
    ]
    return when("doc.knock_outs", small_heading("knock_outs"), table(widths(WIDTH, 1, 1, 1), rows))


def override() -> str:
    change = bold(label("override") + " {{ doc.computed_grade }} → {{ doc.override.grade }}")
    who = "{% if doc.override.decided_by %} · {{ doc.override.decided_by }}{% endif %}\n{{ doc.override.reason }}"
    return when("doc.override", p(change, who, style="Words"))


def competition() -> str:
    known = "audience == 'internal' and (doc.competition or doc.total_with_competition is not none)"
    title = bold(label("internal_only") + " · " + label("competition"), "negative", 9)
    total = (
        "{% if doc.total_with_competition is not none %}\n" + label("total_with_competition")
        + " {{ doc.total_with_competition | number }} · {{ doc.grade_with_competition }}{% endif %}"
    )  # fmt: skip
    told = p(title, Run("\n{{ doc.competition }}" + total, size=9), style="Internal",
             shape='<w:spacing w:before="160" w:after="80" w:line="260" w:lineRule="atLeast"/>')  # fmt: skip
    return when(known, told)


def foot() -> str:
    missing = small_heading("missing_information")
    missing += when("doc.missing_information", bullets("doc.missing_information", 9, TIGHT))
    missing += when("not doc.missing_information", p(label("none_given"), style="TableText"))
    dates = (
        "{% if doc.follow_up_by %}" + label("follow_up_by") + " {{ doc.follow_up_by }}{% endif %}"
        "{% if doc.follow_up_by and doc.reassess_on %} · {% endif %}"
        "{% if doc.reassess_on %}" + label("reassess_on") + " {{ doc.reassess_on }}{% endif %}"
    )
    after = small_heading("screening.action")
    after += when("doc.action", p(Run("{{p doc.action }}", size=9), style="Compact"))
    after += p(muted(dates, 8), style="TableText", shape='<w:spacing w:before="60" w:after="0"/>')
    inner = (60, 160, 100, 160)
    top = border("top", "accent", 2)
    cells = [
        Cell(missing, fill="surface", margins=inner, rules=top), Cell(p(style="Gap")),
        Cell(after, fill="surface", margins=inner, rules=top),
    ]  # fmt: skip
    return p(style="Gap") + table(widths(WIDTH, 48.5, 3, 48.5), [Row(cells)], style="DocgenColumns")
