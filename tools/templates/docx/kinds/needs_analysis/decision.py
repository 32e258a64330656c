"""The decision: criteria, process, people; in internal editions each person's position."""

from templates.docx.components.drawn import placeholder
from templates.docx.components.listing import Column, listing
from templates.docx.components.text import (
    chapter,
    chapter_heading,
    internal_mark,
    section,
)
from templates.docx.markup.markers import each, section_when, shown_if, when
from templates.docx.markup.text import p, spacing
from templates.words import Words

MAP_WIDTH = 16838 - 2 * 1134
MAP_HEIGHT = 8000


def decision(words: Words) -> str:
    criteria = (
        Column(34, "decision_criterion.criterion", "{{ item.criterion }}", strong=True),
        Column(12, "decision_criterion.weight", "{{ item.weight_text }}", right=True),
        Column(20, "decision_criterion.raised_by", "{{ item.raised_by }}"),
        Column(34, "decision_criterion.remark", "{{ item.remark }}"),
    )
    steps = (
        Column(8, "number_short", "{{ loop.index }}"), Column(32, "what", "{{ item.what }}"),
        Column(20, "who", "{{ item.who }}"), Column(20, "when", "{{ item.when }}"),
        Column(20, "process_step.outcome", "{{ item.outcome }}"),
    )  # fmt: skip
    return section_when(
        "doc.has_decision",
        chapter(words, "decision_making"),
        section_when(
            "doc.decision_criteria",
            section(words, "decision_criteria"),
            listing(words, criteria, "item in doc.decision_criteria", onward=True),
        ),
        section_when(
            "doc.decision_process",
            section(words, "decision_process"),
            listing(words, steps, "item in doc.decision_process", together=True),
        ),
    )


def decision_map(words: Words) -> str:
    title = chapter_heading(words, "decision_map", before=0)
    drawing = placeholder("Decision map", "{{ diagram(part) }}", MAP_WIDTH, MAP_HEIGHT)
    where = shown_if("part.heading", "{{ part.heading }} – ")
    caption = p(*where, words("decision_map_caption"), style="Caption", shape=spacing(after=0))
    return title + each("part in doc.decision_map.parts", drawing, caption)


def people(words: Words) -> str:
    """The people on the map, behind it; a chapter of their own where there is no map."""
    heading = when("doc.decision_map.has_map", section(words, "decision_map.nodes"))
    heading += when("not doc.decision_map.has_map", chapter(words, "decision_map.nodes"))
    name = Column(17, "decision_node.name", "{{ node.name }}", strong=True)
    title = Column(22, "decision_node.title", "{{ node.title }}", note="node.department")
    role = Column(22, "decision_node.roles", "{{ node.roles_text }}")
    influence = Column(12, "decision_node.influence", "{{ node.influence }}")
    concerns = "decision_node.concerns", "{{ node.concerns_text }}"
    loop = "node in doc.decision_map.nodes"
    return (
        heading
        + when("reads.influence", listing(words, (name, title, role, influence, Column(27, *concerns)), loop))
        + when("not reads.influence", listing(words, (name, title, role, Column(39, *concerns)), loop))
    )


def for_us(words: Words) -> str:
    """Content of internal editions: support, coverage, competitors."""
    standing = (
        Column(17, "decision_node.name", "{{ node.name }}", strong=True), Column(17, "support", "{{ node.support }}"),
        Column(18, "coverage", "{{ node.coverage }}"), Column(32, "personal_win", "{{ node.personal_win }}"),
        Column(16, "our_owner", "{{ node.our_owner }}"),
    )  # fmt: skip
    rivals = (
        Column(18, "competitor.name", "{{ rival.name }}", strong=True),
        Column(16, "competitor.position", "{{ rival.position }}"),
        Column(22, "competitor.strengths", "{{ rival.strengths }}"),
        Column(22, "competitor.weaknesses", "{{ rival.weaknesses }}"),
        Column(22, "competitor.our_answer", "{{ rival.our_answer }}"),
    )  # fmt: skip
    missing = internal_mark(words, "missing_roles") + p("{{ doc.decision_map.missing_roles_text }}", style="Internal")
    competitors = internal_mark(words, "competition") + listing(words, rivals, "rival in doc.competition")
    return when(
        "reads.internal",
        internal_mark(words, "decision_map.nodes"),
        listing(words, standing, "node in doc.decision_map.nodes"),
        when("doc.decision_map.missing_roles", missing),
        when("doc.competition", competitors),
    )
