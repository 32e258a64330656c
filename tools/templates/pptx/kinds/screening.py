"""The screening sheet's slides: the grade in large type next to its criteria, then gaps and next steps."""

from templates.pptx.components.listing import Column, listing
from templates.pptx.components.slides import logo, slide
from templates.pptx.components.text import (
    BODY,
    LEAD,
    SMALL,
    STRONG,
    bullets,
    heading,
    marked,
    meter,
    panel,
    topped,
    when,
)
from templates.pptx.layouts import BOTTOM, HALF, MARGIN, RIGHT, TALL, TOP, VERDICT, WIDTH
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Holder, Para, Run, Text, para
from templates.pptx.markup.tables import BARE, Cell, Table
from templates.tags import either, field
from templates.words import Words

LEFT = VERDICT + 40
WIDE = WIDTH - LEFT - MARGIN
FACTS = [
    ("prepared_by", "{{ doc.prepared_by }}"), ("lead_no", "{{ doc.lead_no }}"),
    ("captured_at", "{{ doc.captured_at }}"), ("assessed_at", "{{ doc.assessed_at }}"),
    ("assessor", "{{ doc.assessor }}"), ("verified_by", "{{ doc.verified_by }}"),
    ("rule_version", "{{ doc.rule_version }}"),
]  # fmt: skip


def slides(words: Words) -> list[Slide]:
    """Two slides: the result and its consequences."""
    return [result(words), follow_up(words)]


def _verdict(words: Words) -> list[Para]:
    """The grade in large type, the total, the owner and the next step."""
    return [
        para(words("grade"), BODY, "muted"),
        para("{{ doc.grade.value }}", 130, "accent", bold=True, heading=True),
        Para([Run("{{ doc.total | number }}", 30, "primary", bold=True, heading=True),
              Run("  " + words("total_score"), BODY, "muted")]),
        para("{{ doc.assignment }}", STRONG, "primary", bold=True, before=10),
        para("{{ doc.assignee? }}", BODY, "ink"),
        *when("doc.follow_up_by", para(words("follow_up_by"), SMALL, "muted", before=10),
              para("{{ doc.follow_up_by }}", STRONG, "primary", bold=True)),
        para(f"{field('doc.minutes_to_grading')} {words('minutes_unit')} · {field('doc.within_30_text')}", SMALL,
             "muted", before=10),
    ]  # fmt: skip


def result(words: Words) -> Slide:
    """The verdict and its reasons."""
    company = either("doc.client", field("doc.client.full_name"), field("doc.lead_no"))
    columns = [
        Column(124, words.head("criteria"), "{{ item.name }}", bold=True, colour="primary",
               more=words("weight") + " {{ item.weight | percent }}"),
        Column(142, words.head("score"), "", runs=meter("item", SMALL)),
        Column(64, "", "{{ item.score | number }}/{{ item.max_score | number }}", "r", bold=True),
        Column(WIDE - 330, words.head("judged_on"), "", runs=(
            Run("{{ item.evidence }}", SMALL, "ink"),
            Run(either("item.source", "  {{ item.source }}")
                + either("item.confidence", f" · {words('confidence')} {field('item.confidence')}"), SMALL, "muted"),
        )),
    ]  # fmt: skip
    shapes: list[Drawable] = [
        logo((MARGIN, 40, 200, 34)), Holder("Verdict", "body", _verdict(words), 1),
        listing("Criteria", columns, "item in doc.criteria", (LEFT, TOP, WIDE, TALL), pad=4),
    ]  # fmt: skip
    return slide(words, company, "screening_criteria", shapes, layout="Verdict")


def follow_up(words: Words) -> Slide:
    """Missing information, knock-out criteria, and the next steps."""
    missing = [
        heading(words("missing_information"), LEAD, "warning"),
        *bullets("item in doc.missing_information", "{{ item }}", STRONG, mark="?", before=6),
        *when("not doc.missing_information", para(words("none_given"), STRONG, "muted")),
    ]
    shapes: list[Drawable] = [
        *topped("Missing information", (MARGIN, TOP, HALF, 206), missing, "warning"),
        *topped("Knock-outs", (MARGIN, TOP + 218, HALF, TALL - 218), _risks(words), "negative"),
        panel("Action", (RIGHT, TOP, HALF, 206), _action(words), "primary"),
        _facts(words),
        Text("Stamp id", (RIGHT, BOTTOM - 12, HALF, 12), [para("{{ stamp.id }}", 9, "muted")]),
    ]
    return slide(words, words("say_missing"), "missing_and_next", shapes, last=True)


def _risks(words: Words) -> list[Para]:
    text = "{{ item.condition }}" + either("item.evidence", " · {{ item.evidence }}")
    return [
        heading(words("knocked_out"), LEAD, "negative"),
        *bullets("item in doc.applying_knock_outs", text, BODY, mark="✗"),
        *when("not doc.knocked_out", para("✓ " + words("knocked_out_none"), BODY, "ink")),
        *when("doc.override", para(words("override_reason"), SMALL, "muted", before=8),
              para("{{ doc.override.reason }}", BODY, "ink")),
    ]  # fmt: skip


def _action(words: Words) -> list[Para]:
    return [
        marked(heading(words("action"), LEAD, "white"), "shape if doc.has_action"),
        para("{{ doc.action? }}", STRONG, "white"),
        para(words("follow_up_by") + "  {{ doc.follow_up_by? }}", STRONG, "white", bold=True, before=10),
        para(words("reassess_on") + "  {{ doc.reassess_on? }}", BODY, "white", before=4),
    ]


def _facts(words: Words) -> Table:
    rows = [
        (17.0, [Cell([para(words(key), SMALL, "muted")], inset=(0, 0, 8, 0)),
                Cell([para(value, SMALL, "ink", bold=True)], inset=(0, 0, 0, 0))])
        for key, value in FACTS
    ]  # fmt: skip
    return Table("Facts", (RIGHT, TOP + 218, HALF, 119), [130, HALF - 130], rows, "column", BARE)
