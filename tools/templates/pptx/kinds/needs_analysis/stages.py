"""The four stages of a needs analysis (present, pains, goals, budget): a strip of tiles, then a slide for each."""

from templates.pptx.components.listing import ARROW, Column, listing
from templates.pptx.components.slides import on, slide
from templates.pptx.components.text import (
    BODY,
    FIGURE,
    LEAD,
    SMALL,
    STRONG,
    big,
    bullets,
    each,
    heading,
    panel,
    topped,
    when,
)
from templates.pptx.kinds.needs_analysis.leads import Lead
from templates.pptx.layouts import COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Box, Drawable, Para, Shape, Text, para
from templates.tags import either
from templates.words import Words

CLIENT = "{{ doc.client.short_name }}"


def stages(words: Words, lead: Lead) -> Slide:
    """The strip of tiles: present state, pains, goals, budget."""
    gap = 26.0
    width = (COLUMN - 3 * gap) / 4
    shapes: list[Drawable] = []
    for index, (key, paras) in enumerate(_tiles(words, lead)):
        x = MARGIN + index * (width + gap)
        content = [para(words(key), BODY, "accent", bold=True), *paras]
        shapes.append(panel(f"Stage {index + 1}", (x, TOP, width, 268), content))
        if index:
            shapes.append(Shape(f"Arrow {index}", (x - gap + 6, TOP + 120, 14, 28), "accent", shape="chevron"))
    event = [
        *when("doc.compelling_event", para(words("compelling_event"), SMALL, "white"),
              para("{{ doc.compelling_event | plain }}", BODY, "white", bold=True, before=2)),
    ]  # fmt: skip
    shapes.append(panel("Compelling event", (MARGIN, TOP + 284, COLUMN, TALL - 284), event, "primary", "ctr"))
    return slide(words, words.filled("say_stages", CLIENT), "overview", shapes)


def _tiles(words: Words, lead: Lead) -> list[tuple[str, list[Para]]]:
    """Each stage's figure, and the lines below it."""

    def lines(loop: str, value: str) -> list[Para]:
        return bullets(loop, value, BODY, before=7)

    present = [
        *each(f"item in {lead.baseline} first 1",
              big("{{ item.value }}", size=FIGURE, colour="primary", before=8),
              para("{{ item.measure }}", SMALL, "muted")),
        *when(f"not {lead.baseline}",
              big("{{ doc.opening_figure.value }}", size=FIGURE, colour="primary", before=8),
              para("{{ doc.opening_figure.label }}", SMALL, "muted")),
        *lines(f"item in {lead.further_baseline} first 3", "{{ item.measure }} {{ item.value }}"),
    ]  # fmt: skip
    hurting = [
        big("{{ doc.pain_count }}", size=FIGURE, colour="primary", before=8), para(words("pains"), SMALL, "muted"),
        *lines("item in doc.pains first 3", "{{ item.statement }}"),
    ]  # fmt: skip
    wanted = [
        *each(f"item in {lead.goals} first 1", big("{{ item.target }}", size=FIGURE, colour="primary", before=8),
              para("{{ item.metric }}", SMALL, "muted")),
        *lines(f"item in {lead.further_goals} first 3", "{{ item.metric }} {{ item.target }}"),
    ]  # fmt: skip
    money = [
        big("{{ doc.budget.limit_text? }}", size=22, colour="primary", before=8),
        *when("not doc.budget.limit_text", big("–", size=22, colour="primary", before=8)),
        para("{{ doc.budget.status }}", SMALL, "muted"),
        para("{{ doc.budget.source? }}", BODY, "ink", bullet="•", before=7),
        *lines("item in doc.timeline first 2", "{{ item.date }} {{ item.event }}"),
    ]  # fmt: skip
    return [("stage_current", present), ("stage_pain", hurting), ("stage_goal", wanted), ("stage_budget", money)]


def current_state(words: Words, baseline: str) -> Slide:
    """Today's process, next to today's figures."""
    columns = [
        Column(230, words.head("measure"), "{{ figure.measure }}", bold=True, colour="primary",
               more="{{ figure.source }}"),
        Column(HALF - 230, words.head("baseline_short"), "{{ figure.value }}", "r", bold=True, colour="accent", size=24,
               more="{{ figure.period }}"),
    ]  # fmt: skip
    process = [
        heading(words("process"), LEAD), para("{{p doc.current_state.process }}", BODY),
        *when("doc.current_state.systems", heading(words("systems"), STRONG, before=12)),
        *bullets("item in doc.current_state.systems",
                 "{{ item.name }} · {{ item.purpose }}" + either("item.remark", " · {{ item.remark }}"), SMALL),
    ]  # fmt: skip
    table = listing("Baseline", columns, f"figure in {baseline}", (RIGHT, TOP, HALF, TALL), pad=5)
    return slide(
        words,
        words.filled("say_current", CLIENT),
        "stage_current",
        [*topped("Process", (MARGIN, TOP, HALF, TALL), process), table],
    )


def pains(words: Words) -> Slide:
    """Pain → cause → cost."""
    columns = [
        Column(338, words.head("in_their_words"), "“{{ pain.verbatim }}”", bold=True, colour="primary", size=STRONG,
               more="{{ pain.said_by }} · {{ pain.id }} {{ pain.statement }}"),
        ARROW,
        Column(228, words.head("root_cause"), "{{ pain.root_cause }}", more="{{ pain.impact }}"),
        ARROW,
        Column(COLUMN - 622, words.head("quantified_loss"), "{{ pain.quantified_loss }}", bold=True, colour="negative",
               size=STRONG, more=either("pain.severity", words("severity") + " {{ pain.severity }}")),
    ]  # fmt: skip
    return slide(words, words.filled("say_pains", CLIENT), "stage_pain",
        [listing("Pains", columns, "pain in page", pad=10)],
        notes=on("for page in doc.pains by 3"),
    )  # fmt: skip


def goals(words: Words, listed: str = "doc.goals") -> Slide:
    """Today → target, by when."""
    columns = [
        Column(380, words.head("metric"), "{{ goal.metric }}", bold=True, colour="primary", size=STRONG,
               more="{{ goal.pain_ids | join(' · ') }}"),
        Column(130, words.head("baseline_short"), "{{ goal.baseline }}", "r", colour="muted", size=STRONG),
        ARROW,
        Column(186, words.head("target_short"), "{{ goal.target }}", bold=True, colour="positive", size=FIGURE),
        Column(COLUMN - 724, words.head("due_short"), "{{ goal.due }}", "r"),
    ]  # fmt: skip
    table = listing("Goals", columns, "goal in page", pad=13, anchor="ctr")
    return slide(
        words,
        words.filled("say_goals", CLIENT),
        "stage_goal",
        [table],
        notes=on(f"for page in {listed} by 5"),
    )


def limits(words: Words, title: str, box: Box) -> Text:
    """What can't be changed, on a panel."""
    listed = bullets("item in doc.constraints", "{{ item }}", BODY)
    return panel("Constraints", box, when("doc.constraints", heading(words(title), LEAD), *listed))


def requirements(words: Words) -> Slide:
    """Requirements by priority, with acceptance criteria."""
    columns = [
        Column(44, words.head("number_short"), "{{ need.id }}", colour="muted"),
        Column(340, words.head("requirements"), "{{ need.statement }}", bold=True, colour="primary"),
        Column(86, words.head("priority"), "{{ need.priority }}", bold=True, colour="accent"),
        Column(284, words.head("acceptance_criterion"), "{{ need.acceptance }}"),
        Column(110, words.head("raised_by"), "{{ need.raised_by }}", "r", colour="muted"),
    ]
    table = listing("Requirements", columns, "need in page", size=SMALL, pad=4)
    return slide(
        words,
        words("say_requirements"),
        "requirements",
        [table],
        notes=on("for page in doc.requirements_by_priority by 9"),
    )


def budget(words: Words, limits_title: str) -> Slide:
    """Budget, dates and, under the label `limits_title`, constraints; without it another slide has them."""
    aside = HALF - 60
    left = [
        para(words("budget"), BODY, "white"),
        para("{{ doc.budget.amount_text }}", 26, "white", bold=True, heading=True, before=4),
        para("{{ doc.budget.status }}", STRONG, "white", bold=True, before=8),
        para("{{ doc.budget.source? }}", BODY, "white", before=4),
        para("{{ doc.budget.remark? }}", BODY, "white", before=4),
    ]  # fmt: skip
    columns = [
        Column(136, words.head("date"), "{{ entry.date }}", bold=True, colour="primary"),
        Column(HALF - 76, words.head("timeline"), "{{ entry.event }}", more="{{ entry.remark }}"),
    ]
    tall = 176 if limits_title else TALL
    shapes: list[Drawable] = [
        panel("Budget", (MARGIN, TOP, aside, tall), left, "primary", "ctr"),
        *([limits(words, limits_title, (MARGIN, TOP + 190, aside, TALL - 190))] if limits_title else []),
        listing("Timeline", columns, "entry in doc.timeline", (RIGHT - 60, TOP, HALF + 60, TALL), pad=6),
    ]
    return slide(words, words.filled("say_budget", CLIENT), "budget_and_timeline", shapes)
