"""The needs analysis' slides: an overview of the four stages, a slide for each, then decision and open questions."""

from dataclasses import replace

from templates.pptx.components.cover import cover
from templates.pptx.components.listing import ARROW, Column, listing
from templates.pptx.components.slides import closing_field, on, slide
from templates.pptx.components.text import BODY, LEAD, SMALL, STRONG, bullets, caption, heading, panel, when
from templates.pptx.kinds.needs_analysis import industry as own
from templates.pptx.kinds.needs_analysis.leads import LEADS, Lead
from templates.pptx.kinds.needs_analysis.stages import CLIENT, budget, current_state, goals, pains, requirements, stages
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MAIN, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Para, Shape, para
from templates.tags import either, field
from templates.words import Words

INDUSTRIES = tuple(LEADS)
ASIDE = 268


def slides(words: Words, industry: str) -> list[Slide]:
    """All slides; `industry` chooses the cover, the order and what leads."""
    lead = LEADS[industry]
    only = "" if industry == "base" else industry
    return [
        *cover(words, "{{ doc.client.full_name }}", "{{ doc.seller.full_name }}", only), stages(words, lead),
        *findings(words, lead), next_steps(words),
    ]  # fmt: skip


def findings(words: Words, lead: Lead) -> list[Slide]:
    """The slides between the overview and the next steps, in the industry's order."""
    made = {
        "profile": lambda: [profile(words)],
        "current_state": lambda: [current_state(words, lead.baseline)],
        "pains": lambda: [pains(words)],
        "goals": lambda: [goals(words, lead.goals)],
        "requirements": lambda: [requirements(words)],
        "budget": lambda: [budget(words, lead.limits)],
        "decision_map": lambda: [decision_map(words)],
        "people": lambda: people(words),
        "decision_process": lambda: [decision_process(words)],
        "competition": lambda: [competition(words)],
        "open_questions": lambda: [open_questions(words)],
        "output_and_downtime": lambda: own.output_and_downtime(words),
        "guests_day": lambda: own.guests_day(words),
        "risk_and_control": lambda: own.risk_and_control(words),
    }
    return [drawn for part in lead.order for drawn in made[part]()]


def profile(words: Words) -> Slide:
    """The client's profile and the interviewees."""
    facts = [
        ("size", "{{ doc.client_profile.size }}"), ("business_model", "{{ doc.client_profile.business_model }}"),
        ("market", "{{ doc.client_profile.market }}"),
    ]  # fmt: skip
    profile: list[Para] = []
    for key, value in facts:
        pair = [para(words(key), SMALL, "muted", before=6), para(value, SMALL, "ink", bold=True)]
        profile += when("doc.client_profile.market", *pair) if key == "market" else pair
    moves = [heading(words("recent_moves"), BODY, before=12),
             *bullets("move in doc.client_profile.recent_moves", "{{ move }}", SMALL, before=3)]  # fmt: skip
    held = "{{ interview.method }} · {{ interview.interviewer }}"
    held += either("interview.technical_support", " · {{ interview.technical_support }}")
    columns = [
        Column(118, words.head("date"), "{{ interview.date }}", colour="muted", size=SMALL),
        Column(206, words.head("interviewee"), "{{ interview.interviewee }}", bold=True, colour="primary",
               more="{{ interview.role }}"),
        Column(COLUMN - ASIDE - 28 - 324, words.head("topics"), "{{ interview.topics }}", size=SMALL,
               more=held),
    ]  # fmt: skip
    side = [heading(words("client_profile"), LEAD), *profile, *when("doc.client_profile.recent_moves", *moves)]
    left = MARGIN + ASIDE + 28
    return slide(words, words.filled("say_profile", CLIENT), "interview_record",
        [
            panel("Profile", (MARGIN, TOP, ASIDE, TALL), side),
            listing("Interviews", columns, "interview in page", (left, TOP, COLUMN - ASIDE - 28, TALL), pad=6),
        ],
        notes=on("for page in doc.interviews by 6"),
    )  # fmt: skip


def decision_map(words: Words) -> Slide:
    """The decision map on a separate slide; a large one on several, the top first, then branch by branch."""
    drawing = Shape("Decision map", (MARGIN, TOP - 7, COLUMN, TALL - 11), "surface", "{{ diagram(part) }}")
    where = either("part.heading", "{{ part.heading }} – ")
    note = caption(where + words("decision_map_caption"), (MARGIN, BOTTOM - 16, COLUMN, 18))
    each = on("if doc.decision_map.has_map", "for part in doc.decision_map.slides")
    return slide(words, words.filled("say_map", CLIENT), "decision_map", [drawing, note], notes=each)


def people(words: Words) -> list[Slide]:
    """The people on the map; in internal editions with support and coverage."""
    standing = either("person.support", field("person.support")) + either("person.coverage", " · {{ person.coverage }}")
    ours = when("reads.support", para(standing, SMALL, "negative", bold=True))
    columns = [
        Column(190, words.head("person"), "{{ person.name }}", bold=True, colour="primary",
               more="{{ person.position_text }}"),
        Column(196, words.head("decision_node.roles"), "{{ person.roles_text }}"),
        Column(96, words.head("influence"), "{{ person.influence }}", more="{{ person.focus }}"),
        Column(222, words.head("concerns"), "{{ person.concerns | join(' · ') }}", size=SMALL),
        Column(COLUMN - 704, words.head("internal_view"), "", paragraphs=ours),
    ]  # fmt: skip
    wide = [*columns[:2], replace(columns[3], width=COLUMN - 386)]
    return [
        slide(words, words("say_people"), "decision_making", [listing("People", shown, "person in page", pad=4)],
            notes=on(f"if {condition}", "for page in doc.decision_map.nodes by 6"),
        )
        for condition, shown in (("reads.influence", columns), ("not reads.influence", wide))
    ]  # fmt: skip


def decision_process(words: Words) -> Slide:
    """The decision process and criteria."""
    steps = [
        Column(28, "", "{{ loop.index }}", bold=True, colour="accent", size=STRONG),
        Column(170, words.head("step"), "{{ step.what }}", bold=True, colour="primary", more="{{ step.outcome }}"),
        Column(110, words.head("who"), "{{ step.who }}", size=SMALL),
        Column(HALF - 308, words.head("when"), "{{ step.when }}", "r", size=SMALL),
    ]
    criteria = [
        Column(
            240,
            words.head("decision_criteria"),
            "{{ item.criterion }}",
            bold=True,
            colour="primary",
            more="{{ item.remark }}",
        ),
        Column(60, words.head("weight"), "{{ item.weight_text }}", "r", bold=True, size=STRONG, colour="accent"),
        Column(HALF - 300, words.head("raised_by"), "{{ item.raised_by }}", "r", colour="muted", size=SMALL),
    ]
    shapes = [
        listing("Process", steps, "step in doc.decision_process", (MARGIN, TOP, HALF, TALL), pad=6),
        listing("Criteria", criteria, "item in doc.decision_criteria", (RIGHT, TOP, HALF, TALL), pad=6),
    ]
    notes = on("if doc.has_decision_rules")
    return slide(words, words("say_decision"), "decision_making", shapes, notes=notes)


def competition(words: Words) -> Slide:
    """The competitors; internal editions only."""
    columns = [
        Column(160, words.head("competition"), "{{ rival.name }}", bold=True, colour="primary", size=STRONG,
               more="{{ rival.position }}"),
        Column(216, words.head("strengths"), "{{ rival.strengths }}"),
        Column(216, words.head("weaknesses"), "{{ rival.weaknesses }}"),
        ARROW,
        Column(COLUMN - 620, words.head("our_answer"), "{{ rival.our_answer }}", bold=True, colour="positive"),
    ]  # fmt: skip
    return slide(words, words("say_competition"), "competition",
        [listing("Competition", columns, "rival in page", pad=12)],
        notes=on("if reads.competition", "for page in doc.competition by 4"), inner=True,
    )  # fmt: skip


def open_questions(words: Words) -> Slide:
    """Open questions with owner and due date."""
    columns = [
        Column(32, "", "?", bold=True, colour="warning", size=LEAD),
        Column(508, words.head("open_questions"), "{{ item.question }}", bold=True, colour="primary", size=STRONG),
        Column(150, words.head("owner_short"), "{{ item.owner }}"),
        Column(174, words.head("due_short"), "{{ item.due }}", "r"),
    ]
    table = listing("Open questions", columns, "item in page", pad=13, anchor="ctr")
    return slide(
        words,
        words("say_open_questions"),
        "open_questions",
        [table],
        notes=on("for page in doc.open_questions by 6"),
    )


def next_steps(words: Words) -> Slide:
    """The next steps; on the panel the goal and the client's confirmation."""
    columns = [
        Column(36, "", "{{ loop.index }}", bold=True, colour="accent", size=22),
        Column(280, words.head("what"), "{{ step.action }}", bold=True, colour="primary"),
        Column(104, words.head("owner_short"), "{{ step.owner }}"),
        Column(MAIN - 420, words.head("due_short"), "{{ step.due }}", "r", size=SMALL),
    ]
    by = "{{ doc.confirmation.confirmed_by }} · {{ doc.confirmation.confirmed_at }} · {{ doc.confirmation.channel }}"
    side = [
        *when("doc.solution_direction", heading(words("solution_direction"), LEAD, "white")),
        *when("doc.solution_direction", para("{{p doc.solution_direction }}", BODY, "white")),
        *when(
            "doc.confirmation",
            heading(words("client_confirmation"), STRONG, "white", before=16),
            para("{{ doc.sent_text }}", SMALL, "white"),
            *when("doc.confirmation.confirmed_by", para(by, SMALL, "white", bold=True, before=4)),
        ),
    ]
    shapes = [
        *closing_field("Direction", side),
        listing("Next steps", columns, "step in doc.next_steps", (MARGIN, TOP, MAIN, TALL), pad=12, anchor="ctr"),
    ]  # fmt: skip
    return slide(words, words("say_next_steps"), "next_steps", shapes, layout="Closing",
                 notes=on("if doc.has_outlook"))  # fmt: skip
