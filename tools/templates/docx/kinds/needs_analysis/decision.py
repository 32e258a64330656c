"""The decision: criteria, process, people; in internal editions each person's position."""

from templates.docx.components.drawn import placeholder
from templates.docx.components.listing import Column, listing
from templates.docx.components.text import (
    chapter,
    internal_mark,
    section,
)
from templates.docx.markup.text import Run, each, p, spacing, tag, when
from templates.tags import joined
from templates.words import Words

MAP_WIDTH = 16838 - 2 * 1134
MAP_HEIGHT = 8000


def decision(words: Words) -> str:
    criteria = (
        Column(34, "decision_criterion.criterion", "{{ item.criterion }}", strong=True),
        Column(12, "decision_criterion.weight", "{{ item.weight | percent }}", right=True),
        Column(20, "decision_criterion.raised_by", "{{ item.raised_by }}"),
        Column(34, "decision_criterion.remark", "{{ item.remark }}"),
    )
    steps = (
        Column(8, "number_short", "{{ loop.index }}"), Column(32, "what", "{{ item.what }}"),
        Column(20, "who", "{{ item.who }}"), Column(20, "when", "{{ item.when }}"),
        Column(20, "process_step.outcome", "{{ item.outcome }}"),
    )  # fmt: skip
    return when(
        "doc.decision_criteria or doc.decision_process",
        chapter(words, "decision_making"),
        when(
            "doc.decision_criteria",
            section(words, "decision_criteria"),
            listing(words, criteria, "item in doc.decision_criteria", onward=True),
        ),
        when(
            "doc.decision_process",
            section(words, "decision_process"),
            listing(words, steps, "item in doc.decision_process", together=True),
        ),
    )


def decision_map(words: Words) -> str:
    number = Run("{{ chapter.next() }}", "accent")
    title = p(number, words("decision_map"), style="Heading1", shape=spacing(before=0))
    drawing = placeholder("Decision map", "{{ diagram(part) }}", MAP_WIDTH, MAP_HEIGHT)
    where = "{% if part.count > 1 %}{{ part.number }} / {{ part.count }} · {{ part.heads | join(' · ') }} – {% endif %}"
    caption = p(where + words("decision_map_caption"), style="Caption", shape=spacing(after=0))
    return title + each("part in branches(doc.decision_map)", drawing, caption)


def people(words: Words) -> str:
    name = Column(17, "decision_node.name", "{{ node.name }}", strong=True)
    title = Column(22, "decision_node.title", "{{ node.title }}", note="node.department")
    role = Column(22, "decision_node.roles", joined("role", "node.roles"))
    influence = Column(12, "decision_node.influence", "{{ node.influence }}")
    concerns = "decision_node.concerns", "{{ node.concerns | join(' · ') }}"
    loop = "node in doc.decision_map.nodes"
    return (
        section(words, "decision_map.nodes")
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
    missing = joined("role", "doc.decision_map.missing_roles")
    return (
        tag("if reads.internal")
        + internal_mark(words, "decision_map.nodes") + listing(words, standing, "node in doc.decision_map.nodes")
        + when("doc.decision_map.missing_roles", internal_mark(words, "missing_roles"), p(missing, style="Internal"))
        + when("doc.competition", internal_mark(words, "competition"),
               listing(words, rivals, "rival in doc.competition"))
        + tag("endif")
    )  # fmt: skip
