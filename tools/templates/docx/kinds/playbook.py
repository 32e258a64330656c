"""The objection playbook: an index by category, then an entry per page, its summary first."""

from templates.docx.components.columns import side_by_side
from templates.docx.components.drawn import tab
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import bullets, contents, quoted
from templates.docx.markup.markers import each, shown_if, when
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, table, widths
from templates.docx.markup.text import KEEP_NEXT, NO_RULE_ABOVE, PAGE_BREAK_BEFORE, Run, bold, border, muted, p, spacing
from templates.tags import field
from templates.words import Words

WIDTH = 9978
PAGE = Page(margins=(964, 1134, 794, 794), cover=True)
CLOSE = spacing(0, 2, 13)
SIZE = 10
TABS = 7


def document(words: Words) -> Document:
    purpose = p("{{ doc.purpose_text? }}", style="MastLead", shape=spacing(before=14))
    front = masthead(words, "doc.written_for", purpose, margin=794, top=964) + p(style="Gap") + control(words, WIDTH)
    front += when("doc.how_to_use", p(words("how_to_use"), style="FrontHeading"), bullets("doc.how_to_use"))
    front += contents(words, "index_by_category", "1-2")
    entries = each("group in doc.objection_groups", each("entry in group.objections", entry(words)))
    return Document(front + entries, PAGE)


def entry(words: Words) -> str:
    return opening(words) + glance(words) + answer(words) + for_us(words)


def opening(words: Words) -> str:
    """An entry's page with its category's tab; the first of a category has the heading for the index."""
    category = Run("{{ entry.category }}", "accent", SIZE, bold=True)
    shape = PAGE_BREAK_BEFORE + NO_RULE_ABOVE
    shape += spacing(0, 0, 14)
    first = p(category, style="Heading1", shape=shape)
    later = p(category, style="Kicker", shape=shape)
    used = shown_if("reads.internal", *shown_if("entry.use_text", " · {{ entry.use_text }}"))
    named = shown_if("reads.objection_id", "{{ entry.objection_id }} · ")
    who = p(*named, "{{ entry.origin_text }}", *used, style="Note", shape=spacing(0, 3))
    title = p(
        *quoted(words, "entry.verbatim", 17),
        style="Heading2",
        shape=spacing(0, 6, 22),
    )
    return when("loop.first", first) + when("not loop.first", later) + tabs() + who + title


def tabs() -> str:
    """The index tab, lower with each category."""
    blocks = ""
    for place in range(TABS):
        drawn = tab("{{ entry.category }}", 964 + place * 2020, 300 + place)
        blocks += when(f"group.at_tab_{place + 1}", p(drawn, style="Joint"))
    return blocks


def small(words: Words, key: str, colour: str = "muted") -> str:
    return p(Run(words(key), colour, 9, bold=True), style="Dense", shape=KEEP_NEXT + spacing(before=3))


def text(name: str) -> str:
    return p(Run("{{p " + name + " }}", size=SIZE), style="Dense")


def glance(words: Words) -> str:
    """The summary that a sales rep reads in ten seconds."""
    space = spacing(after=4, line=19)
    say = p(Run("{{ entry.short_script? }}", "primary", 14, bold=True), style="Dense", shape=space)
    proof = p(bold("{{ entry.main_proof.figure }}", size=SIZE), muted("\n{{ entry.main_proof.source_text }}", 8),
              style="Dense")  # fmt: skip
    inner = (40, 0, 80, 240)
    left = small(words, "they_mean") + text("entry.underlying_concern")
    left += when("entry.guarantee", small(words, "guarantee"), text("entry.guarantee"))
    right = when("entry.main_proof", small(words, "evidence"), proof)
    right += when(
        "entry.confirm_question",
        small(words, "then_ask"),
        p(Run("{{ entry.confirm_question }}", size=SIZE), style="Dense"),
    )
    pair = [Cell(left, margins=inner, fill="surface"), Cell(right, margins=(40, 0, 80, 0), fill="surface")]
    top = border("top", "accent", 2.5)
    outer = Cell(
        p(Run(words("at_a_glance"), "accent", 9, bold=True), style="Dense") + say
        + table(widths(WIDTH - 400, 52, 48), [Row(pair)], style="DocgenColumns") + p(style="Joint"),
        fill="surface", rules=top, margins=(120, 220, 80, 220),
    )  # fmt: skip
    return table([WIDTH], [Row([outer])], style="DocgenColumns") + p(style="Gap")


def answer(words: Words) -> str:
    steps = "".join(_step(words, name) for name in ("listen", "acknowledge", "explore", "respond"))
    left = small(words, "answer_in_steps", "primary") + steps
    left += when("entry.full_script", small(words, "say_in_full", "primary"), text("entry.full_script"))
    left += when("entry.escalation", small(words, "escalate_to", "primary"), text("entry.escalation"))
    right = when("entry.clarifying_questions", small(words, "ask_first", "primary"),
                 bullets("entry.clarifying_questions", SIZE, CLOSE))  # fmt: skip
    edge = p(Run("{{p entry.client_answer }}", size=SIZE), style="Words",
             shape=spacing(4, 6, 13))  # fmt: skip
    right += small(words, "answer_for_client", "primary") + edge
    more = each("proof in entry.further_proof",
                p(Run("{{ proof.figure }}", size=SIZE), muted("  {{ proof.source_text }}", 8), style="ListBullet",
                  shape=CLOSE))  # fmt: skip
    right += when("entry.further_proof", small(words, "evidence", "primary"), more)
    return side_by_side(left, right, WIDTH)


def _step(words: Words, name: str) -> str:
    heading = Run(words(f"step_{name}") + "  ", "accent", SIZE, bold=True)
    text_ = Run(field(f"entry.steps.{name}?"), size=SIZE)
    return p(heading, text_, style="Dense", shape=spacing(after=3))


def for_us(words: Words) -> str:
    body = spacing(3, 3, 12)

    def block(name: str, key: str) -> str:
        return when(f"entry.{name}", p(Run(words(key), "negative", 9, bold=True), style="Dense"),
                    p(Run("{{p entry." + name + " }}", size=9), style="Dense", shape=body))  # fmt: skip

    never = when("entry.do_not_say", p(Run(words("never_say"), "negative", 9, bold=True), style="Dense"),
                 bullets("entry.do_not_say", 9, body))  # fmt: skip
    inner = (60, 140, 20, 140)
    rule = border("top", "negative", 1.5)
    cells = [
        Cell(block("internal_script", "internal_script"), fill="surface", rules=rule, margins=inner),
        Cell(block("concession_rules", "concession_rules"), fill="surface", rules=rule, margins=inner),
        Cell(never, fill="surface", rules=rule, margins=inner),
    ]
    notes = when(
        "entry.has_internal_notes",
        p(words("internal_only"), style="InternalMark", shape=spacing(2, 2)),
        table(widths(WIDTH, 1, 1, 1), [Row(cells)], style="DocgenColumns"),
    )
    return when("reads.internal", notes)
