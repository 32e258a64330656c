"""The minutes' slides: agreed and open side by side, each change as old → new, actions, signatures."""

from templates.pptx.components.cover import cover
from templates.pptx.components.listing import (
    ARROW,
    Column,
    head_row,
    listing,
    rows_each,
    value_row,
)
from templates.pptx.components.slides import on, slide
from templates.pptx.components.text import BODY, LEAD, SMALL, STRONG, bullets, each, heading, panel, topped, when
from templates.pptx.layouts import BOTTOM, COLUMN, HALF, MARGIN, RIGHT, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Para, Rule, Run, Text, para
from templates.pptx.markup.tables import Cell, Row, Table
from templates.tags import either, field
from templates.words import Words

FACTS = 300
WIDE = COLUMN - FACTS - 28


def slides(words: Words) -> list[Slide]:
    """All slides."""
    parties = "{{ doc.client.full_name }} · {{ doc.seller.full_name }}"
    made = (meeting, overview, agreed, open_issues, actions, concessions, bounds, signatures)
    return [*cover(words, parties, "{{ doc.seller.full_name }}"), *(make(words) for make in made)]


def meeting(words: Words) -> Slide:
    """Time, place, basis, subject and participants."""
    facts = [
        para("{{ doc.time }}", 20, "white", bold=True, heading=True),
        para("{{ doc.place }}" + either("doc.mode", " · {{ doc.mode }}") + "", BODY, "white", before=4),
        para(words("minutes_no") + "  {{ doc.minutes_no? }}", BODY, "white", before=4),
        *each(
            "item in doc.basis",
            para(words("basis") + "  {{ item.doc_id }} V{{ item.version }}", BODY, "white", before=4),
        ),
        para(words("recorder") + "  {{ doc.recorder }}", BODY, "white", before=4),
    ]
    agenda = [heading(words("agenda"), LEAD), *bullets("item in doc.agenda", "{{ item }}")]
    shapes: list[Drawable] = [
        panel("Facts", (MARGIN, TOP, FACTS, 172), facts, "primary", "ctr"),
        *topped("Agenda", (MARGIN, TOP + 188, FACTS, TALL - 188), agenda, shown="doc.agenda", alt=words("agenda")),
        _attendees(words),
    ]  # fmt: skip
    return slide(words, words("say_meeting"), "meeting_facts", shapes)


def _attendees(words: Words) -> Table:
    """The participants of each side."""
    columns = [
        Column(140, words.head("attendees"), "{{ person.name }}", bold=True, colour="primary"),
        Column(166, words.head("job_title"), "{{ person.job_title }}"),
        Column(WIDE - 306, words.head("authority"), "{{ person.authority }}", size=SMALL),
    ]
    rows = [head_row(columns)]
    for key, people in (("party_a", "doc.client_attendees"), ("party_b", "doc.seller_attendees")):
        rows += rows_each(f"person in {people} first 1", _side(words(key) + " · {{ person.organisation }}"))
        rows += rows_each(f"person in {people}", value_row(columns, BODY, 24, 4))
    return Table("Attendees", (MARGIN + FACTS + 28, TOP, WIDE, TALL), [item.width for item in columns], rows)


def _side(party: str) -> Row:
    """The row above a side's participants."""
    name = Cell([para(party, SMALL, "primary", bold=True)], "surface", "ctr", span=3, inset=(6, 3, 0, 3))
    return 22.0, [name, *(Cell([para("", SMALL)], merged=True) for _ in range(2))]


def overview(words: Words) -> Slide:
    """Agreed and open, equal in size."""
    done = [
        heading("✓ " + words("agreed") + " ({{ doc.agreed | length }})", LEAD, "positive"),
        *each("item in doc.agreed",
              Para([Run("{{ item.topic }}  ", STRONG, "primary", bold=True),
                    Run("{{ item.agreed_text | plain }}", STRONG, "ink")], before=7)),
    ]  # fmt: skip
    pending = [
        heading("? " + words("open_issues") + " ({{ doc.open_issues | length }})", LEAD, "warning"),
        *each(
            "item in doc.open_issues",
            para("{{ item.issue | plain }}", STRONG, "primary", bold=True, before=7),
            para("{{ item.owner }}" + either("item.due", " · {{ item.due }}"), BODY, "muted"),
        ),
    ]
    shapes: list[Drawable] = []
    for name, left, paras, colour in (("Agreed", MARGIN, done, "positive"), ("Open", RIGHT, pending, "warning")):
        shapes.append(panel(name, (left, TOP, HALF, TALL), paras))
        shapes.append(Rule(f"{name} rule", (left, TOP, HALF, 0), colour, 3))
    title = words.filled("say_agreed_open", "{{ doc.agreed | length }}", "{{ doc.open_issues | length }}")
    return slide(words, title, "at_a_glance", shapes)


def agreed(words: Words) -> Slide:
    """Each term: old → new, with a mark for the change."""
    changes = [
        para("{{ item.change_text? }}", BODY, "accent", bold=True),
        *when("item.is_changed_in_words", para("≠ " + words("changed"), BODY, "accent", bold=True)),
        *when("item.is_unchanged", para("= " + words("unchanged"), SMALL, "muted")),
    ]
    columns = [
        Column(96, words.head("topic"), "{{ item.topic }}", bold=True, colour="primary", size=STRONG,
               more="{{ item.no }}"),
        Column(212, words.head("proposal_text"), "{{ item.proposed_text }}", colour="muted"),
        ARROW,
        Column(292, words.head("agreed_text"), "{{ item.agreed_text }}", bold=True, more="{{ item.condition }}"),
        Column(116, words.head("change_against_proposal"), "", paragraphs=changes),
        Column(COLUMN - 744, words.head("effective_from"), "{{ item.effective_from }}", "r", size=SMALL),
    ]  # fmt: skip
    return slide(words, words("say_changes"), "agreed",
        [listing("Agreed", columns, "item in page", pad=8)],
        notes=on("for page in doc.agreed by 4"),
    )  # fmt: skip


def open_issues(words: Words) -> Slide:
    """Open points: both positions and the owner."""
    columns = [
        Column(250, words.head("open_issues"), "{{ item.issue }}", bold=True, colour="primary", size=STRONG,
               more="{{ item.topic }}"),
        Column(206, words.head("our_view"), "{{ item.our_view }}"),
        Column(206, words.head("their_view"), "{{ item.their_view }}"),
        Column(88, words.head("owner_short"), "{{ item.owner }}"),
        Column(COLUMN - 750, words.head("due_short"), "{{ item.due }}", "r", bold=True, size=SMALL),
    ]  # fmt: skip
    return slide(words, words("say_open"), "open_issues",
        [listing("Open issues", columns, "item in page", pad=12)],
        notes=on("for page in doc.open_issues by 4"),
    )  # fmt: skip


def actions(words: Words) -> Slide:
    """Actions with owner and due date."""
    columns = [
        Column(46, words.head("number_short"), "{{ item.no }}", bold=True, colour="accent"),
        Column(464, words.head("what"), "{{ item.what }}", bold=True, colour="primary", size=STRONG),
        Column(190, words.head("owner_short"), "{{ item.owner }}", more="{{ item.side }}"),
        Column(164, words.head("due_short"), "{{ item.due }}", "r"),
    ]
    table = listing("Actions", columns, "item in page", pad=12, anchor="ctr")
    return slide(words, words("say_actions"), "actions", [table], notes=on("for page in doc.actions by 6"))


def concessions(words: Words) -> Slide:
    """Concessions and what was received for them; internal editions only."""
    columns = [
        Column(290, words.head("given"), "{{ item.given }}", bold=True, colour="negative", size=STRONG),
        ARROW,
        Column(290, words.head("in_return"), "{{ item.in_return }}", bold=True, colour="positive", size=STRONG),
        Column(
            130,
            words.head("value"),
            "{{ item.value_text }}",
            "r",
        ),
        Column(COLUMN - 738, words.head("approved_by"), "{{ item.approved_by }}", "r", colour="muted"),
    ]
    return slide(words, words("say_concessions"), "concessions",
        [listing("Concessions", columns, "item in page", pad=12)],
        notes=on("if reads.concessions", "for page in doc.concessions by 5"), inner=True,
    )  # fmt: skip


def bounds(words: Words) -> Slide:
    """Each term with its target and floor; internal editions only."""
    verdict = [
        *when("item.within_bounds", para("✓ " + words("within_bounds_yes"), BODY, "positive", bold=True)),
        *when("item.is_outside", para("✗ " + words("within_bounds_no"), BODY, "negative", bold=True)),
    ]
    columns = [
        Column(120, words.head("topic"), "{{ item.topic }}", bold=True, colour="primary", more="{{ item.agreed_no }}"),
        Column(140, words.head("target"), "{{ item.target_text }}", "r"),
        Column(140, words.head("floor"), "{{ item.floor_text }}", "r"),
        Column(150, words.head("agreed_value"), "{{ item.agreed_text }}", "r", bold=True),
        Column(130, words.head("bounds"), "", paragraphs=verdict),
        Column(184, words.head("remarks"), "{{ item.note }}", size=SMALL),
    ]
    return slide(words, words("say_bounds"), "bounds", [listing("Bounds", columns, "item in page", pad=8)],
        notes=on("if reads.bound_checks", "for page in doc.bound_checks by 6"), inner=True,
    )  # fmt: skip


def _signing(words: Words, side: str, key: str) -> list[Para]:
    line = "______________________"
    return [
        para(words(key), SMALL, "muted"), para(field(f"doc.{side}.full_name"), STRONG, "primary", bold=True),
        *each(
            f"signer in doc.{side}_signers",
            para(words("signatory") + "  {{ signer.who }}", BODY, "ink", before=10),
            para(words("signature") + "  " + line, BODY, "ink", before=10),
            para(words("signed_on") + "  {{ signer.signed_on_or_line }}", BODY, "ink", before=6),
        ),
    ]  # fmt: skip


def _seal(words: Words, number: int, left: float) -> Text:
    """The space for a company's seal."""
    box = (left, TOP + 208, 82, 82)
    return Text(f"Seal {number}", box, [para(words("seal"), SMALL, "muted", align="ctr")], "ctr", shape="ellipse",
                edge="muted")  # fmt: skip


def signatures(words: Words) -> Slide:
    """Both sides' signatures, the minutes' legal effect, and the next meeting."""
    effect = [
        para(words("minutes_signature_text"), SMALL, "ink"),
        *each("block in legal", para("{{ block.summary }}", SMALL, "muted")),
        para("{{ doc.legal_effect? }}", SMALL, "muted"),
        *when("doc.next_meeting", Para([
            Run(words("next_meeting") + "  ", BODY, "accent", bold=True),
            Run("{{ doc.next_meeting.text }}", BODY, "ink"),
        ], before=6)),
    ]  # fmt: skip
    shapes: list[Drawable] = [
        *topped("Client", (MARGIN, TOP, HALF, 206), _signing(words, "client", "for_party_a")),
        *topped("Seller", (RIGHT, TOP, HALF, 206), _signing(words, "seller", "for_party_b")),
        *(_seal(words, number, x) for number, x in ((1, MARGIN), (2, RIGHT))),
        Text("Legal effect", (MARGIN, BOTTOM - 72, COLUMN, 72), effect, "b"),
    ]
    return slide(words, words("say_signatures"), "signatures", shapes, last=True)
