"""The playbook's slides: rules, an index by category, then a short entry per slide; details are in the notes."""

from templates.pptx.components.cover import control, cover
from templates.pptx.components.listing import Column, listing
from templates.pptx.components.slides import on, say, slide
from templates.pptx.components.text import (
    BODY,
    LEAD,
    SMALL,
    STRONG,
    bullets,
    each,
    heading,
    inner_panel,
    panel,
    topped,
    when,
)
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Holder, Para, Run, Text, para, tag
from templates.tags import label

TITLE = "Objection playbook"
STEPS = ("listen", "acknowledge", "explore", "respond")
WIDE = 520
ASIDE = MARGIN + WIDE + 32
NARROW = COLUMN - WIDE - 32
PROOF_TOP = TOP + 154


def slides() -> list[Slide]:
    """All slides."""
    team = "{% if doc.team %}{{ doc.team }}{% else %}{{ industry.name }}{% endif %}"
    return [*cover(team, "{{ doc.seller.full_name }}"), rules(), index(), entry(), control()]


def rules() -> Slide:
    """The purpose and use of the playbook."""
    left = [
        *when("doc.purpose", para("{{ doc.purpose }}", 20, "primary", heading=True)),
        heading(label("industry_focus"), LEAD, "accent", before=20),
        para("{{ industry.emphasis }}", STRONG, "ink"),
    ]
    right = [
        heading(label("how_to_use"), LEAD),
        *bullets("rule in doc.how_to_use", "{{ rule }}", STRONG, mark="1.", before=8),
        *when("doc.next_review", para("{{ label('review_due') }}  {{ doc.next_review }}", BODY, "muted", before=16)),
    ]
    shapes = [
        Text("Purpose", (MARGIN, TOP, HALF, TALL), left), panel("How to use it", (RIGHT, TOP, HALF, TALL), right),
    ]  # fmt: skip
    return slide(say("say_playbook"), "at_a_glance", shapes)


def index() -> Slide:
    """Every objection by category."""
    columns = [
        Column(200, "category", "{{ group.grouper }}", bold=True, colour="primary", size=STRONG),
        Column(620, "they_say", "{{ group.list|map(attribute='verbatim')|join('\\n') }}"),
        Column(44, "count", "{{ group.list|length }}", "r", bold=True, colour="accent"),
    ]
    return slide(
        say("say_index"), "index_by_category", [listing("Index", columns, "group in groups", pad=5)],
        notes=on("for groups in objections|groupby('category')|paginate(6)"),
    )  # fmt: skip


def entry() -> Slide:
    """One objection: its cause, the answer, one proof, and the follow-up."""
    about = (
        "{% if item.genuineness %}{{ item.genuineness }}{% endif %}"
        "{% if item.persona %} · {{ item.persona }}{% endif %}{% if item.stage %} · {{ item.stage }}{% endif %}"
    )
    shapes: list[Drawable] = [
        panel("Answer", (MARGIN, TOP, WIDE, 140), _answer(), "primary", "ctr"),
        *topped("Concern", (ASIDE, TOP, NARROW, 140), _concern(), "accent"),
        *topped("Next", (MARGIN, PROOF_TOP, WIDE, 154), _questions()),
        *topped("Proof", (ASIDE, PROOF_TOP, NARROW, 168), _proof()),
        inner_panel("Never say", (MARGIN, BOTTOM - 48, WIDE, 48), _never()),
        Text("Owner", (ASIDE, BOTTOM - 36, NARROW, 36), [para(_owner(), SMALL, "muted")], "b"),
        Holder("Tab", "body", [para("{{ item.category }}", BODY, "white", bold=True, align="ctr")], 16),
    ]
    framed = slide("“{{ item.verbatim }}”", "they_say", shapes, layout="Entry", notes=_notes(), more=about)
    return framed


def _answer() -> list[Para]:
    """The short answer; the client's answer if there is none."""
    return [
        para(label("say_in_short"), BODY, "white"),
        para("{{ item.short_script or item.client_answer|plain }}", 22, "white", bold=True, heading=True, before=4),
    ]


def _concern() -> list[Para]:
    return [
        para(label("they_mean"), SMALL, "accent", bold=True),
        para("{{ item.underlying_concern }}", STRONG, "ink", before=4),
    ]


def _questions() -> list[Para]:
    """The opening question and the follow-up question."""
    return [
        *when("item.clarifying_questions", heading(label("ask_first"), BODY)),
        *bullets("question in item.clarifying_questions[:3]", "{{ question }}", BODY),
        *when("item.confirm_question", Para([
            Run(label("then_ask") + "  ", BODY, "accent", bold=True), Run("{{ item.confirm_question }}", BODY, "ink"),
        ], before=8)),
    ]  # fmt: skip


def _proof() -> list[Para]:
    """One figure, and the guarantee."""
    return [
        *each("proof in item.proof[:1]", para(label("evidence"), SMALL, "positive", bold=True),
              para("{{ proof.figure }}", STRONG, "positive", bold=True, before=4),
              para("{{ proof.source }}", SMALL, "muted")),
        *when("item.guarantee", Para([
            Run(label("guarantee") + "  ", SMALL, "primary", bold=True), Run("{{ item.guarantee }}", SMALL, "ink"),
        ], before=8)),
    ]  # fmt: skip


def _never() -> list[Para]:
    words = [Run(label("internal_edition") + " · " + label("never_say") + "  ", SMALL, "negative", bold=True),
             Run("{{ item.do_not_say|join(' · ') }}", SMALL, "ink")]  # fmt: skip
    return [tag("{%p if reads.do_not_say %}"), *when("item.do_not_say", Para(words)), tag("{%p endif %}")]


def _owner() -> str:
    return (
        "{% if reads.objection_id %}{{ item.objection_id }} · {% endif %}"
        "{{ label('owner') }} {{ item.owner }} · V{{ item.version }} · "
        "{{ label('review_due') }} {{ item.review_by }}"
    )


def _notes() -> list[Para]:
    """Speaker notes: the full answer in steps, possible concessions, and whom to call."""
    steps = [
        para(
            "{% if item.steps." + name + " %}{{ label('step_" + name + "') }}  {{ item.steps." + name + " }}{% endif %}"
        )
        for name in STEPS
    ]
    scripts = [para("{{ item." + name + " }}") for name in ("full_script", "internal_script")]
    ruled = [
        para("{% if item." + name + " %}{{ label('" + key + "') }}  {{ item." + name + " }}{% endif %}")
        for name, key in (("concession_rules", "concession_rules"), ("escalation", "escalate_to"))
    ]
    return [*on("for item in objections"), *steps, *scripts, *ruled]
