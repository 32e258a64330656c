"""The minutes' slides: what is agreed and what is open side by side, each term against the proposal, who signs."""

from pptx_blocks import (
    BODY,
    LEAD,
    SMALL,
    Column,
    bullets,
    head_row,
    heading,
    label,
    listing,
    loop_row,
    on,
    panel,
    slide,
    value_row,
)
from pptx_cover import cover
from pptx_design import BOTTOM, COLUMN, MARGIN, TOP
from pptx_package import Drawable, Slide
from pptx_xml import Cell, Para, Run, Shape, Table, Text, para, tag

HALF = (COLUMN - 32) / 2
RIGHT = MARGIN + HALF + 32
TALL = BOTTOM - TOP
FACTS = 312
WIDE = COLUMN - FACTS - 28
CHANGE = (
    "{% if item.change is not none and item.change != 0 %}{{ '▲' if item.change > 0 else '▼' }} "
    "{{ item.change|abs|number }}{% if item.unit %} {{ item.unit }}{% endif %}"
    "{% elif item.is_changed %}{{ label('changed') }}{% endif %}"
)


def slides() -> list[Slide]:
    """The whole deck."""
    return [
        cover("{{ doc.client.full_name }} · {{ doc.seller.full_name }}", "{{ doc.minutes_no }}"),
        meeting(),
        overview(),
        agreed(),
        open_issues(),
        actions(),
        concessions(),
        bounds(),
        signatures(),
    ]


def meeting() -> Slide:
    facts = [
        para("{{ doc.time }}", LEAD, "white", bold=True),
        para("{{ doc.place }}{% if doc.mode %} · {{ doc.mode }}{% endif %}", BODY, "white"),
        tag("{%p for item in doc.basis %}"),
        para("{{ label('basis') }}  {{ item.doc_id }} V{{ item.version }}", BODY, "white", before=3),
        tag("{%p endfor %}"),
        para("{{ label('recorder') }}  {{ doc.recorder }}", BODY, "white", before=3),
    ]
    agenda = [heading(label("agenda"), 16), *bullets("item in doc.agenda", "{{ item }}")]
    columns = [
        Column(150, "attendees", "{{ person.name }}", bold=True, colour="primary"),
        Column(150, "job_title", "{{ person.job_title }}"),
        Column(WIDE - 300, "authority", "{{ person.authority }}", size=SMALL),
    ]
    party = "{{ label('party_a') if person.side == 'client' else label('party_b') }}"
    side = Cell(
        [para(party + " · {{ person.organisation }}", SMALL, "primary", bold=True)],
        "surface", span=3, rule=0, inset=(6, 3, 0, 3),
    )  # fmt: skip
    merged = [Cell([para("", SMALL)], merged=True) for _ in range(2)]
    rows = [
        head_row(columns),
        loop_row(3, "for person in doc.attendees"),
        loop_row(3, "if loop.first or person.side != loop.previtem.side"),
        (22.0, [side, *merged]),
        loop_row(3, "endif"),
        value_row(columns, BODY, 24, 4),
        loop_row(3, "endfor"),
    ]
    shapes = [
        panel("Facts", (MARGIN, TOP, FACTS, 156), facts, "primary", "ctr"),
        panel("Agenda", (MARGIN, TOP + 172, FACTS, TALL - 188), agenda),
        Table("Attendees", (MARGIN + FACTS + 28, TOP, WIDE, 300), [item.width for item in columns], rows),
    ]
    return slide(label("meeting_facts"), shapes)


def overview() -> Slide:
    done = [
        heading("{{ label('agreed') }} ({{ doc.agreed|length }})", LEAD, "positive"),
        tag("{%p for item in doc.agreed %}"),
        Para([Run("{{ item.topic }}  ", BODY, "primary", bold=True),
              Run("{{ item.agreed_text|plain }}", BODY, "ink")],
             bullet="•", before=5),
        tag("{%p endfor %}"),
    ]  # fmt: skip
    pending = [
        heading("{{ label('open_issues') }} ({{ doc.open_issues|length }})", LEAD, "warning"),
        tag("{%p for item in doc.open_issues %}"),
        Para([Run("{{ item.issue|plain }}", BODY, "ink"),
              Run("  {{ item.owner }} {{ item.due }}", SMALL, "muted")],
             bullet="•", before=5),
        tag("{%p endfor %}"),
    ]  # fmt: skip
    shapes: list[Drawable] = [
        Shape("Agreed rule", (MARGIN, TOP, HALF, 4), "positive"),
        panel("Agreed", (MARGIN, TOP + 4, HALF, TALL - 20), done),
        Shape("Open rule", (RIGHT, TOP, HALF, 4), "warning"),
        panel("Open", (RIGHT, TOP + 4, HALF, TALL - 20), pending),
    ]
    return slide(label("at_a_glance"), shapes)


def agreed() -> Slide:
    columns = [
        Column(104, "topic", "{{ item.topic }}", bold=True, colour="primary", size=16, more="{{ item.no }}"),
        Column(230, "proposal_text", "{{ item.proposal_text }}", colour="muted"),
        Column(300, "agreed_text", "{{ item.agreed_text }}", bold=True, more="{{ item.condition }}"),
        Column(110, "change_against_proposal", "", runs=(
            Run(CHANGE, BODY, "accent", bold=True),
            Run("{% if item.is_changed == false %}{{ label('unchanged') }}{% endif %}", SMALL, "muted"),
        )),
        Column(120, "effective_from", "{{ item.effective_from }}", "r", size=SMALL),
    ]  # fmt: skip
    return slide(
        label("agreed"),
        [listing("Agreed", columns, "item in page", pad=7)],
        notes=on("for page in doc.agreed|paginate(4)"),
    )


def open_issues() -> Slide:
    columns = [
        Column(250, "open_issues", "{{ item.issue }}", bold=True, colour="primary", more="{{ item.topic }}"),
        Column(210, "our_view", "{{ item.our_view }}"),
        Column(210, "their_view", "{{ item.their_view }}"),
        Column(84, "owner_short", "{{ item.owner }}"),
        Column(110, "due_short", "{{ item.due }}", "r", bold=True, size=SMALL),
    ]
    return slide(
        label("open_issues"),
        [listing("Open issues", columns, "item in page", pad=8)],
        notes=on("for page in doc.open_issues|paginate(4)"),
    )


def actions() -> Slide:
    columns = [
        Column(40, "number_short", "{{ item.no }}", colour="muted", size=SMALL),
        Column(470, "what", "{{ item.what }}", bold=True, colour="primary", size=16),
        Column(190, "owner_short", "{{ item.owner }}", more="{{ item.side }}"),
        Column(164, "due_short", "{{ item.due }}", "r"),
    ]
    return slide(
        label("actions"),
        [listing("Actions", columns, "item in page", pad=8, anchor="ctr")],
        notes=on("for page in doc.actions|paginate(6)"),
    )


def concessions() -> Slide:
    columns = [
        Column(300, "given", "{{ item.given }}", bold=True, colour="negative"),
        Column(300, "in_return", "{{ item.in_return }}", bold=True, colour="positive"),
        Column(134, "value", "{% if item.value is not none %}{{ item.value|number }} {{ item.unit }}{% endif %}", "r"),
        Column(130, "approved_by", "{{ item.approved_by }}", "r", colour="muted"),
    ]
    return slide(
        label("concessions") + " · " + label("internal_only"),
        [listing("Concessions", columns, "item in page", pad=9)],
        notes=on("if audience == 'internal'", "for page in doc.concessions|paginate(5)"),
    )


def bounds() -> Slide:
    def figure(name: str) -> str:
        return "{% if item." + name + " is not none %}{{ item." + name + "|number }} {{ item.unit }}{% endif %}"

    verdict = (
        Run("{% if item.within_bounds %}✓ {{ label('within_bounds_yes') }}{% endif %}", BODY, "positive", bold=True),
        Run(
            "{% if item.within_bounds == false %}✗ {{ label('within_bounds_no') }}{% endif %}",
            BODY,
            "negative",
            bold=True,
        ),
    )
    columns = [
        Column(120, "topic", "{{ item.topic }}", bold=True, colour="primary", more="{{ item.agreed_no }}"),
        Column(140, "target", figure("target"), "r"),
        Column(140, "floor", figure("floor"), "r"),
        Column(150, "agreed_value", figure("agreed_value"), "r", bold=True),
        Column(130, "bounds", "", runs=verdict),
        Column(184, "remarks", "{{ item.note }}", size=SMALL),
    ]
    return slide(
        label("bounds") + " · " + label("internal_only"),
        [listing("Bounds", columns, "item in page", pad=8)],
        notes=on("if audience == 'internal'", "for page in doc.bound_checks|paginate(6)"),
    )


def signatures() -> Slide:
    def block(side: str, party: str, key: str) -> list[Para]:
        signed = f"{{%p for person in doc.signatures if person.side == '{side}' %}}"
        return [
            para(label(key), BODY, "muted"),
            para("{{ doc." + party + ".full_name }}", 16, "primary", bold=True),
            tag(signed),
            para(
                "{{ label('signatory') }}  {{ person.name }}{% if person.job_title %} · {{ person.job_title }}{% "
                "endif %}",
                BODY,
                "ink",
                before=14,
            ),
            para("{{ label('signature') }}  ______________________", BODY, "ink", before=14),
            para("{{ label('signed_on') }}  {{ person.signed_on or '______________________' }}", BODY, "ink", before=8),
            tag("{%p endfor %}"),
        ]

    foot = [
        para("{{ doc.legal_effect or label('legal_effect_default') }}", SMALL, "ink"),
        tag("{%p if doc.next_meeting %}"),
        Para([
            Run(label("next_meeting") + "  ", BODY, "primary", bold=True),
            Run("{{ doc.next_meeting.time }}{% if doc.next_meeting.place %} · {{ doc.next_meeting.place }}{% endif %}"
                "{% if doc.next_meeting.purpose %} · {{ doc.next_meeting.purpose }}{% endif %}", BODY, "ink"),
        ], before=4),
        tag("{%p endif %}"),
    ]  # fmt: skip
    shapes = [
        Text("Statement", (MARGIN, TOP - 8, COLUMN, 20), [para(label("minutes_signature_text"), BODY, "ink")]),
        panel("Client", (MARGIN, TOP + 28, HALF, 268), block("client", "client", "for_party_a")),
        panel("Seller", (RIGHT, TOP + 28, HALF, 268), block("seller", "seller", "for_party_b")),
        Text("Legal effect", (MARGIN, BOTTOM - 76, COLUMN, 64), foot),
    ]
    return slide(label("signatures"), shapes)
