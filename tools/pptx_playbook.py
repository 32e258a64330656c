"""The playbook's slides: rules, an index by category, then an entry a slide, glance first, answer beside it."""

from pptx_blocks import BODY, LEAD, SMALL, Column, bullets, heading, label, listing, on, panel, slide
from pptx_cover import cover
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Slide
from pptx_xml import Para, Run, Text, para, tag

GLANCE = 280
TEXT = 12
RIGHT = MARGIN + GLANCE + 28
WIDE = COLUMN - GLANCE - 28
TALL = BOTTOM - TOP


def slides() -> list[Slide]:
    """The whole deck."""
    return [
        cover("{% if doc.team %}{{ doc.team }}{% else %}{{ industry.name }}{% endif %}", "{{ doc.seller.full_name }}"),
        rules(),
        index(),
        entry(),
    ]


def rules() -> Slide:
    half = (COLUMN - 32) / 2
    left = [
        tag("{%p if doc.purpose %}"),
        para("{{ doc.purpose }}", LEAD, "ink"),
        tag("{%p endif %}"),
        heading(label("industry_focus"), LEAD, "accent", before=16),
        para("{{ industry.emphasis }}", 16, "ink"),
    ]
    right = [
        heading(label("how_to_use"), LEAD),
        tag("{%p for rule in doc.how_to_use %}"),
        para("{{ rule }}", 16, "ink", bullet="1.", before=6),
        tag("{%p endfor %}"),
        tag("{%p if doc.next_review %}"),
        para("{{ label('review_due') }}  {{ doc.next_review }}", BODY, "muted", before=14),
        tag("{%p endif %}"),
    ]
    shapes = [
        Text("Purpose", (MARGIN, TOP, half, TALL), left),
        panel("How to use it", (MARGIN + half + 32, TOP, half, TALL - 16), right),
    ]
    return slide("{{ doc.title }}", shapes)


def index() -> Slide:
    columns = [
        Column(200, "category", "{{ group.grouper }}", bold=True, colour="primary", size=16),
        Column(620, "they_say", "{{ group.list|map(attribute='verbatim')|join('\\n') }}"),
        Column(44, "count", "{{ group.list|length }}", "r", bold=True),
    ]
    return slide(
        label("index_by_category"),
        [listing("Index", columns, "group in groups", pad=5)],
        notes=on("for groups in objections|groupby('category')|paginate(6)"),
    )


def entry() -> Slide:
    glance = [
        Para([Run("{{ item.category }}", BODY, "white", bold=True),
              Run("{% if item.genuineness %} · {{ item.genuineness }}{% endif %}"
                  "{% if item.persona %} · {{ item.persona }}{% endif %}",
                  SMALL, "white")]),
        para(label("they_mean"), SMALL, "white", before=12),
        para("{{ item.underlying_concern }}", BODY, "white", bold=True),
        para("{% if item.short_script %}{{ label('say_in_short') }}{% endif %}", SMALL, "white", before=12),
        para("{{ item.short_script }}", 16, "white", bold=True),
        tag("{%p for proof in item.proof[:1] %}"),
        para(label("evidence"), SMALL, "white", before=12),
        para("{{ proof.figure }}", BODY, "white", bold=True),
        para("{{ proof.source }}", SMALL, "white"),
        tag("{%p endfor %}"),
    ]  # fmt: skip

    def step(name: str) -> list[Para]:
        return [
            tag("{%p if item.steps." + name + " %}"),
            Para(
                [
                    Run(label("step_" + name) + "  ", TEXT, "accent", bold=True),
                    Run("{{ item.steps." + name + " }}", TEXT, "ink"),
                ],
                before=5,
            ),
            tag("{%p endif %}"),
        ]

    answer = [
        tag("{%p if item.clarifying_questions %}"),
        heading(label("ask_first"), BODY),
        *bullets("question in item.clarifying_questions[:3]", "{{ question }}", TEXT),
        tag("{%p endif %}"),
        heading(label("answer_in_steps"), BODY, before=6),
        *(para_ for name in ("listen", "acknowledge", "explore", "respond") for para_ in step(name)),
        tag("{%p if item.guarantee %}"),
        Para(
            [Run(label("guarantee") + "  ", TEXT, "positive", bold=True), Run("{{ item.guarantee }}", TEXT, "ink")],
            before=8,
        ),
        tag("{%p endif %}"),
        tag("{%p if item.confirm_question %}"),
        Para(
            [
                Run(label("then_ask") + "  ", TEXT, "primary", bold=True),
                Run("{{ item.confirm_question }}", TEXT, "ink"),
            ],
            before=5,
        ),
        tag("{%p endif %}"),
        tag("{%p if item.escalation %}"),
        Para(
            [Run(label("escalate_to") + "  ", SMALL, "muted", bold=True), Run("{{ item.escalation }}", SMALL, "muted")],
            before=5,
        ),
        tag("{%p endif %}"),
    ]
    inner = [
        tag("{%p if audience == 'internal' %}"),
        tag("{%p if item.do_not_say %}"),
        Para(
            [
                Run(label("never_say") + "  ", SMALL, "negative", bold=True),
                Run("{{ item.do_not_say|join(' · ') }}", SMALL, "ink"),
            ]
        ),
        tag("{%p endif %}"),
        tag("{%p endif %}"),
    ]
    owner = (
        "{{ item.objection_id }} · {{ label('owner') }} {{ item.owner }} · V{{ item.version }} · "
        "{{ label('review_due') }} {{ item.review_by }}"
    )
    shapes = [
        panel("At a glance", (MARGIN, TOP, GLANCE, TALL - 16), glance, "primary"),
        Text("Answer", (RIGHT, TOP, WIDE, TALL - 106), answer),
        panel("Internal", (RIGHT, BOTTOM - 98, WIDE, 58), inner, anchor="ctr"),
        Text("Owner", (RIGHT, BOTTOM - 34, WIDE, 18), [para(owner, SMALL, "muted")]),
    ]
    notes = on("for item in objections")
    notes += [para("{{ item." + name + " }}") for name in ("full_script", "internal_script")]
    notes.append(
        para("{% if item.concession_rules %}{{ label('concession_rules') }}  {{ item.concession_rules }}{% endif %}")
    )
    return slide("“{{ item.verbatim }}”", shapes, notes=notes)
