"""The slides that only an industry's needs analyses have: output and downtime, a guest's day, risk and control."""

from templates.pptx.components.listing import ARROW, Column, listing
from templates.pptx.components.slides import on, slide
from templates.pptx.components.text import BODY, SMALL, STRONG, each
from templates.pptx.kinds.needs_analysis.stages import CLIENT, goals, limits
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Para, Run, para
from templates.tags import either
from templates.words import Words

ASIDE = 264


def output_and_downtime(words: Words) -> list[Slide]:
    """The goals by measure, the industry's first, with why it looks at each."""
    columns = [
        Column(270, words.head("goal.metric"), "{{ goal.metric }}", bold=True, colour="primary", size=STRONG),
        Column(110, words.head("baseline_short"), "{{ goal.baseline }}", "r", colour="muted", size=STRONG),
        ARROW,
        Column(196, words.head("target_short"), "{{ goal.target }}", bold=True, colour="positive", size=24),
        Column(116, words.head("due_short"), "{{ goal.due }}", size=SMALL),
        Column(COLUMN - 720, words.head("measure_why"), "{{ goal.measure_why }}", size=SMALL, colour="muted"),
    ]
    table = listing("Output", columns, "goal in page", pad=13)
    notes = on("for page in doc.leading_goals by 4")
    return [slide(words, words.filled("say_goals", CLIENT), "output_and_downtime", [table], notes=notes)]


def guests_day(words: Words) -> list[Slide]:
    """The client's words on each pain, what it costs, and what is to change."""
    change = Para([
        Run(either("goal.baseline", "{{ goal.baseline }} → "), STRONG, "muted"),
        Run("{{ goal.target }}", STRONG, "positive", bold=True),
    ], before=2)  # fmt: skip
    columns = [
        Column(338, words.head("in_their_words"), "“{{ pain.verbatim }}”", bold=True, colour="primary", size=STRONG,
               more="{{ pain.said_by }} · {{ pain.id }} {{ pain.statement }}"),
        ARROW,
        Column(228, words.head("quantified_loss"), "{{ pain.quantified_loss }}", bold=True, colour="negative",
               size=BODY, more="{{ pain.root_cause }}"),
        ARROW,
        Column(COLUMN - 622, words.head("goals_of_guest"), "",
               paragraphs=each("goal in pain.goals", para("{{ goal.metric }}", SMALL, "ink", before=4), change)),
    ]  # fmt: skip
    table = listing("Day", columns, "pain in page", pad=10)
    return [
        slide(words, words.filled("say_pains", CLIENT), "guests_day", [table], notes=on("for page in doc.pains by 3")),
        goals(words, "doc.goals_without_pain"),
    ]


def risk_and_control(words: Words) -> list[Slide]:
    """The risks with what is done about them, next to what can't be changed."""
    width = COLUMN - ASIDE - 28
    columns = [
        Column(220, words.head("needs_risk.risk"), "{{ item.risk }}", bold=True, colour="primary"),
        Column(150, words.head("needs_risk.impact"), "{{ item.impact }}"),
        ARROW,
        Column(width - 398, words.head("needs_risk.response"), "{{ item.response }}"),
    ]
    shapes = [
        listing("Risks", columns, "item in page", (MARGIN, TOP, width, TALL), pad=11),
        limits(words, "limits_short", (MARGIN + width + 28, TOP, ASIDE, TALL)),
    ]
    notes = on("for page in doc.risks by 5")
    return [slide(words, words("say_risks"), "risk_and_control", shapes, notes=notes)]
