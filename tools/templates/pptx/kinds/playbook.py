"""The playbook's slides: rules, an index by category, then a short entry per slide; details are in the notes."""

from templates.pptx.components.cover import control, cover
from templates.pptx.components.listing import Column, listing
from templates.pptx.components.slides import on, slide
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
from templates.tags import either, field
from templates.words import Words

STEPS = ("listen", "acknowledge", "explore", "respond")
WIDE = 520
ASIDE = MARGIN + WIDE + 32
NARROW = COLUMN - WIDE - 32
PROOF_TOP = TOP + 154


def slides(words: Words) -> list[Slide]:
    """All slides."""
    team = "{% if doc.team %}{{ doc.team }}{% else %}{{ industry.name }}{% endif %}"
    return [*cover(words, team, "{{ doc.seller.full_name }}"), rules(words), index(words), entry(words), control(words)]


def rules(words: Words) -> Slide:
    """The purpose and use of the playbook."""
    left = [
        *when("doc.purpose", para("{{ doc.purpose }}", 20, "primary", heading=True)),
        heading(words("industry_focus"), LEAD, "accent", before=20),
        para("{{ industry.emphasis }}", STRONG, "ink"),
    ]
    right = [
        heading(words("how_to_use"), LEAD),
        *bullets("rule in doc.how_to_use", "{{ rule }}", STRONG, mark="1.", before=8),
        *when("doc.next_review", para(words("review_due") + "  {{ doc.next_review }}", BODY, "muted", before=16)),
    ]
    shapes = [
        Text("Purpose", (MARGIN, TOP, HALF, TALL), left), panel("How to use it", (RIGHT, TOP, HALF, TALL), right),
    ]  # fmt: skip
    return slide(words, words("say_playbook"), "at_a_glance", shapes)


def index(words: Words) -> Slide:
    """Every objection by category."""
    columns = [
        Column(200, words.head("category"), "{{ group.grouper }}", bold=True, colour="primary", size=STRONG),
        Column(620, words.head("they_say"), "{{ group.list|map(attribute='verbatim')|join('\\n') }}"),
        Column(44, words.head("count"), "{{ group.list|length }}", "r", bold=True, colour="accent"),
    ]
    return slide(words, words("say_index"), "index_by_category", [listing("Index", columns, "group in groups", pad=5)],
        notes=on("for groups in objections|groupby('category')|paginate(6)"),
    )  # fmt: skip


def entry(words: Words) -> Slide:
    """One objection: its cause, the answer, one proof, and the follow-up."""
    about = (
        "{% if item.genuineness %}{{ item.genuineness }}{% endif %}"
        "{% if item.persona %} · {{ item.persona }}{% endif %}{% if item.stage %} · {{ item.stage }}{% endif %}"
    )
    shapes: list[Drawable] = [
        panel("Answer", (MARGIN, TOP, WIDE, 140), _answer(words), "primary", "ctr"),
        *topped("Concern", (ASIDE, TOP, NARROW, 140), _concern(words), "accent"),
        *topped("Next", (MARGIN, PROOF_TOP, WIDE, 154), _questions(words)),
        *topped("Proof", (ASIDE, PROOF_TOP, NARROW, 168), _proof(words)),
        inner_panel("Never say", (MARGIN, BOTTOM - 48, WIDE, 48), _never(words)),
        Text("Owner", (ASIDE, BOTTOM - 36, NARROW, 36), [para(_owner(words), SMALL, "muted")], "b"),
        Holder("Tab", "body", [para("{{ item.category }}", BODY, "white", bold=True, align="ctr")], 16),
    ]
    framed = slide(words, "“{{ item.verbatim }}”", "they_say", shapes, layout="Entry", notes=_notes(words), more=about)
    return framed


def _answer(words: Words) -> list[Para]:
    """The short answer; the client's answer if there is none."""
    return [
        para(words("say_in_short"), BODY, "white"),
        para("{{ item.short_script or item.client_answer|plain }}", 22, "white", bold=True, heading=True, before=4),
    ]


def _concern(words: Words) -> list[Para]:
    return [
        para(words("they_mean"), SMALL, "accent", bold=True),
        para("{{ item.underlying_concern }}", STRONG, "ink", before=4),
    ]


def _questions(words: Words) -> list[Para]:
    """The opening question and the follow-up question."""
    return [
        *when("item.clarifying_questions", heading(words("ask_first"), BODY)),
        *bullets("question in item.clarifying_questions[:3]", "{{ question }}", BODY),
        *when("item.confirm_question", Para([
            Run(words("then_ask") + "  ", BODY, "accent", bold=True), Run("{{ item.confirm_question }}", BODY, "ink"),
        ], before=8)),
    ]  # fmt: skip


def _proof(words: Words) -> list[Para]:
    """One figure, and the guarantee."""
    return [
        *each("proof in item.proof[:1]", para(words("evidence"), SMALL, "positive", bold=True),
              para("{{ proof.figure }}", STRONG, "positive", bold=True, before=4),
              para("{{ proof.source }}", SMALL, "muted")),
        *when("item.guarantee", Para([
            Run(words("guarantee") + "  ", SMALL, "primary", bold=True), Run("{{ item.guarantee }}", SMALL, "ink"),
        ], before=8)),
    ]  # fmt: skip


def _never(words: Words) -> list[Para]:
    runs = [Run(words("internal_edition") + " · " + words("never_say") + "  ", SMALL, "negative", bold=True),
             Run("{{ item.do_not_say|join(' · ') }}", SMALL, "ink")]  # fmt: skip
    return [tag("{%p if reads.do_not_say %}"), *when("item.do_not_say", Para(runs)), tag("{%p endif %}")]


def _owner(words: Words) -> str:
    return (
        "{% if reads.objection_id %}{{ item.objection_id }} · {% endif %}"
        f"{words('owner')} {{{{ item.owner }}}} · V{{{{ item.version }}}} · "
        f"{words('review_due')} {{{{ item.review_by }}}}"
    )


def _notes(words: Words) -> list[Para]:
    """Speaker notes: the full answer in steps, possible concessions, and whom to call."""
    steps = [
        para(either(f"item.steps.{name}", words(f"step_{name}") + "  " + field(f"item.steps.{name}"))) for name in STEPS
    ]
    scripts = [para("{{ item." + name + " }}") for name in ("full_script", "internal_script")]
    ruled = [
        para(either(f"item.{name}", words(key) + "  " + field(f"item.{name}")))
        for name, key in (("concession_rules", "concession_rules"), ("escalation", "escalate_to"))
    ]
    return [*on("for item in objections"), *steps, *scripts, *ruled]
