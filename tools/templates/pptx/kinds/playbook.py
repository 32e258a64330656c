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
    marked,
    panel,
    topped,
    when,
)
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Holder, Para, Run, Text, para
from templates.tags import either, field
from templates.words import Words

STEPS = ("listen", "acknowledge", "explore", "respond")
WIDE = 520
ASIDE = MARGIN + WIDE + 32
NARROW = COLUMN - WIDE - 32
PROOF_TOP = TOP + 154


def slides(words: Words) -> list[Slide]:
    """All slides."""
    made = (rules, index, entry, control)
    team = either("doc.team", field("doc.team"), field("industry.name"))
    return [*cover(words, team, "{{ doc.seller.full_name }}"), *(make(words) for make in made)]


def rules(words: Words) -> Slide:
    """The purpose and use of the playbook."""
    left = [
        para("{{ doc.purpose? }}", 20, "primary", heading=True),
        heading(words("industry_focus"), LEAD, "accent", before=20),
        para("{{ industry.emphasis }}", STRONG, "ink"),
    ]
    right = [
        marked(heading(words("how_to_use"), LEAD), "shape if doc.has_rules", "para if doc.how_to_use"),
        *bullets("rule in doc.how_to_use", "{{ rule }}", STRONG, mark="1.", before=8),
        para(words("review_due") + "  {{ doc.next_review? }}", BODY, "muted", before=16),
    ]
    shapes = [
        Text("Purpose", (MARGIN, TOP, HALF, TALL), left), panel("How to use it", (RIGHT, TOP, HALF, TALL), right),
    ]  # fmt: skip
    return slide(words, words("say_playbook"), "at_a_glance", shapes)


def index(words: Words) -> Slide:
    """Every objection by category."""
    said = para("{{ item.verbatim }}", BODY, "ink")
    columns = [
        Column(200, words.head("category"), "{{ group.category }}", bold=True, colour="primary", size=STRONG),
        Column(620, words.head("they_say"), "", paragraphs=each("item in group.objections", said)),
        Column(44, words.head("count"), "{{ group.objections | length }}", "r", bold=True, colour="accent"),
    ]
    return slide(words, words("say_index"), "index_by_category", [listing("Index", columns, "group in groups", pad=5)],
        notes=on("for groups in doc.objection_groups by 6"),
    )  # fmt: skip


def entry(words: Words) -> Slide:
    """One objection: its cause, the answer, one proof, and the follow-up."""
    shapes: list[Drawable] = [
        panel("Answer", (MARGIN, TOP, WIDE, 140), _answer(words), "primary", "ctr"),
        *topped("Concern", (ASIDE, TOP, NARROW, 140), _concern(words), "accent"),
        *topped("Next", (MARGIN, PROOF_TOP, WIDE, 154), _questions(words)),
        *topped("Proof", (ASIDE, PROOF_TOP, NARROW, 168), _proof(words)),
        inner_panel("Never say", (MARGIN, BOTTOM - 48, WIDE, 48), _never(words)),
        Text("Owner", (ASIDE, BOTTOM - 36, NARROW, 36), [para(_owner(words), SMALL, "muted")], "b"),
        Holder("Tab", "body", [para("{{ item.category }}", BODY, "white", bold=True, align="ctr")], 16),
    ]
    title, about = "“{{ item.verbatim }}”", "{{ item.about_text }}"
    return slide(words, title, "they_say", shapes, layout="Entry", notes=_notes(words), more=about)


def _answer(words: Words) -> list[Para]:
    """The short answer; the client's answer if there is none."""
    return [
        para(words("say_in_short"), BODY, "white"),
        para("{{ item.answer_in_short }}", 22, "white", bold=True, heading=True, before=4),
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
        *bullets("question in item.clarifying_questions first 3", "{{ question }}", BODY),
        Para([
            Run(words("then_ask") + "  ", BODY, "accent", bold=True), Run("{{ item.confirm_question? }}", BODY, "ink"),
        ], before=8),
    ]  # fmt: skip


def _proof(words: Words) -> list[Para]:
    """One figure, and the guarantee."""
    return [
        *each("proof in item.proof first 1", para(words("evidence"), SMALL, "positive", bold=True),
              para("{{ proof.figure }}", STRONG, "positive", bold=True, before=4),
              para("{{ proof.source }}", SMALL, "muted")),
        Para([
            Run(words("guarantee") + "  ", SMALL, "primary", bold=True), Run("{{ item.guarantee? }}", SMALL, "ink"),
        ], before=8),
    ]  # fmt: skip


def _never(words: Words) -> list[Para]:
    runs = [Run(words("internal_edition") + " · " + words("never_say") + "  ", SMALL, "negative", bold=True),
             Run("{{ item.do_not_say? | join(' · ') }}", SMALL, "ink")]  # fmt: skip
    return when("reads.do_not_say", Para(runs))


def _owner(words: Words) -> str:
    return (
        either("reads.objection_id", "{{ item.objection_id }} · ")
        + f"{words('owner')} {field('item.owner')} · V{field('item.version')} · "
        + f"{words('review_due')} {field('item.review_by')}"
    )


def _notes(words: Words) -> list[Para]:
    """Speaker notes: the full answer in steps, possible concessions, and whom to call."""
    steps = [para(words(f"step_{name}") + "  " + field(f"item.steps.{name}?")) for name in STEPS]
    scripts = [para("{{ item." + name + " }}") for name in ("full_script", "internal_script")]
    ruled = [
        para(words(key) + "  " + field(f"item.{name}?"))
        for name, key in (("concession_rules", "concession_rules"), ("escalation", "escalate_to"))
    ]
    return [*on("for item in objections"), *steps, *scripts, *ruled]
