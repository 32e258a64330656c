"""The negotiation minutes: agreed and open points, each change marked, signatures."""

from templates.docx.components.columns import cell_pair
from templates.docx.components.contract import Side, clauses, signatures
from templates.docx.components.facts import fact_row, fact_rows, facts_table
from templates.docx.components.listing import Column, listing
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import arrow, chapter, gap, internal_mark, section
from templates.docx.markup.markers import each, section_when, shown_if, when
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, rows_when, table, widths
from templates.docx.markup.text import KEEP_NEXT, KEEP_NEXT_OFF, RIGHT, TEXT_WIDTH, Run, bold, border, muted, p, spacing
from templates.tags import field
from templates.words import Words


def document(words: Words) -> Document:
    parts = (
        opening, glance, control, changes, meeting, agreed, still_open, actions, for_us, notes, signing,
    )  # fmt: skip
    return Document("".join(part(words) for part in parts), Page(cover=True))


def opening(words: Words) -> str:
    """The masthead with place, time and participants."""
    place = shown_if("doc.place", " · {{ doc.place }}")
    when_ = p("{{ doc.time_text }}", *place, style="MastLead", shape=spacing(before=12))
    people = p(Run("{{ doc.attendee_names }}", "white"), style="MastText", shape=spacing(before=4))
    return masthead(words, "doc.client.full_name", when_ + people) + gap()


def glance(words: Words) -> str:
    """Agreed and open points side by side, of equal size."""
    changed = shown_if("item.is_changed", bold(" · " + words("changed"), "warning", 9))
    item = KEEP_NEXT + spacing(6, 0)
    left = _tally(words, "agreed", "positive", "✓") + each(
        "item in doc.agreed",
        p(bold("{{ item.topic }}"), *changed, style="TableText", shape=item),
        p("{{ item.agreed_text }}", style="TableText"),
    )
    due = muted("{{ item.owner_text }}", 8.5)
    right = _tally(words, "open_issues", "warning", "…") + each(
        "item in doc.open_issues",
        p(bold("{{ item.heading }}"), style="TableText", shape=item),
        p("{{ item.issue }}", style="TableText"), p(due, style="TableText"),
    )  # fmt: skip
    inner = (140, 200, 200, 200)
    agreed_ = Cell(left, fill="surface", margins=inner, rules=border("top", "positive", 3))
    open_ = Cell(right, fill="surface", margins=inner, rules=border("top", "warning", 3))
    return cell_pair(agreed_, open_, splits=True) + gap()


def changes(words: Words) -> str:
    """Each change against the proposal: the old and new value, and the signed difference."""
    by = p(bold("{{ item.change_text? }}", "primary"), style="TableFigure")
    by += p("{{ item.change_rate_text? }}", style="Note", shape=spacing(after=0) + RIGHT)
    by += when("item.is_changed_in_words", p(muted(words("changed"), 9), style="TableFigure"))
    right = RIGHT
    heads = [
        Cell(p(words("agreed_item.topic"), style="TableHead")), Cell(p(words("was"), style="TableHead")),
        Cell(p(style="TableHead")), Cell(p(words("is_now"), style="TableHead")),
        Cell(p(words("change_short"), style="TableHead", shape=right), margins=(80, 0, 80, 0)),
    ]  # fmt: skip
    cells = [
        Cell(topic("primary")), Cell(p(muted("{{ item.was_text }}"), style="TableText")), Cell(arrow()),
        Cell(p(bold("{{ item.now_text }}"), style="TableText")), Cell(by, margins=(80, 0, 80, 0)),
    ]  # fmt: skip
    rows = [Row(heads, header=True), *rows_each("item in doc.changed_items", Row(cells))]
    changes = table(widths(TEXT_WIDTH, 16, 28, 6, 32, 18), rows) + gap()
    return section_when("doc.changed_items", chapter(words, "change_against_proposal"), changes)


def _tally(words: Words, name: str, colour: str, sign: str) -> str:
    count = Run("{{ doc." + name + "_count }}", colour)
    return p(count, style="Number", shape=KEEP_NEXT_OFF) + p(bold(sign + " " + words(name), colour), style="TableText")


def meeting(words: Words) -> str:
    fact = fact_row("{{ fact.label }}", "{{ fact.value }}")
    based = each("item in doc.basis", p("{{ item.text }}", style="TableText"))
    basis = Row([Cell(p(words("basis"), style="FactName")), Cell(based)])
    facts = facts_table([*rows_each("fact in doc.meeting_facts", fact), *rows_when("doc.basis", basis)]) + gap()
    agenda = section_when(
        "doc.agenda", section(words, "agenda"), each("item in doc.agenda", p("{{ item }}", style="ListNumber"))
    )
    return chapter(words, "meeting_facts") + facts + section(words, "attendees") + attendees(words) + agenda


def attendees(words: Words) -> str:
    def side(key: str, party: str) -> Cell:
        person = p(bold("{{ person.name }}"), "  {{ person.job_title }}", style="TableText",
                   shape=KEEP_NEXT + spacing(before=4))  # fmt: skip
        authority = shown_if("person.authority", " · " + words("attendee.authority") + " {{ person.authority }}")
        more = p("{{ person.organisation }}", *authority, style="Note", shape=spacing(after=0))
        heading = p(words(key) + " · {{ doc." + party + ".short_name }}", style="TableHead")
        people = each(f"person in doc.{party}_attendees", person, more)
        return Cell(heading + people, rules=border("top", "primary", 1), margins=(80, 0, 80, 0))

    return cell_pair(side("party_a", "client"), side("party_b", "seller")) + gap()


def positions(words: Words, theirs: str, ours: str) -> str:
    def side(key: str, name: str) -> str:
        return p(muted(words(key) + "  ", 9), field(name + "?"), style="TableText")

    return side("party_a", theirs) + side("party_b", ours)


def topic(colour: str, name: str = "topic") -> str:
    return p(bold(field(f"item.{name}"), colour), style="TableText") + p("{{ item.no }}", style="Note")


def change(words: Words) -> str:
    """Whether the term is unchanged from the proposal."""
    moved = p(bold("≠ " + words("changed"), "warning", 9), style="TableText")
    same = p(bold("= " + words("unchanged"), "positive", 9), style="TableText")
    return when("item.is_changed", moved) + when("item.is_unchanged", same)


def agreed(words: Words) -> str:
    condition = p(muted(words("agreed_item.condition") + "  {{ item.condition? }}", 9), style="TableText")
    day = p(muted(words("effective_from") + "  {{ item.effective_from? }}", 9), style="TableText")
    text = p(bold("{{ item.agreed_text }}"), style="TableText") + condition + day
    columns = (
        Column(13, "agreed_item.topic", blocks=topic("positive")),
        Column(33, "opening_positions", blocks=positions(words, "item.client_position", "item.seller_position")),
        Column(36, "agreed_text", blocks=text),
        Column(18, "change_against_proposal", blocks=change(words)),
    )
    return section_when("doc.agreed", chapter(words, "agreed"), listing(words, columns, "item in doc.agreed"))


def still_open(words: Words) -> str:
    due = p("{{ item.due? }}", style="Note")
    columns = (
        Column(13, "agreed_item.topic", blocks=topic("warning", "topic?")),
        Column(30, "opening_positions", blocks=positions(words, "item.their_view", "item.our_view")),
        Column(33, "open_issue.issue", "{{ item.issue }}", strong=True),
        Column(24, "owner_short", blocks=p("{{ item.owner }}", style="TableText") + due),
    )
    return section_when(
        "doc.open_issues", chapter(words, "open_issues"), listing(words, columns, "item in doc.open_issues")
    )


def actions(words: Words) -> str:
    columns = (
        Column(10, "action.no", "{{ item.no }}"), Column(48, "action.what", "{{ item.what }}"),
        Column(20, "action.owner", "{{ item.owner }}", note="item.side"), Column(22, "action.due", "{{ item.due }}"),
    )  # fmt: skip
    return when("doc.actions", chapter(words, "actions"), listing(words, columns, "item in doc.actions", together=True))


def for_us(words: Words) -> str:
    """Limits, concessions and other content of internal editions."""
    inside = shown_if("not check.is_outside", Run("{{ check.within_text }}", "positive", 9, bold=True))
    outside = shown_if("check.is_outside", Run("{{ check.within_text }}", "negative", 9, bold=True))
    verdict = p(*inside, *outside, style="TableText") + p("{{ check.note? }}", style="Note")
    unit = shown_if("check.unit", " ({{ check.unit }})")
    heading = p("{{ check.topic }} {{ check.agreed_no }}", *unit, style="TableText")
    bounds = (
        Column(24, "bound.topic", blocks=heading),
        Column(15, "bound_check.agreed_value", "{{ check.agreed_value | number }}", right=True),
        Column(15, "bound.target", "{{ check.target | number }}", right=True),
        Column(15, "bound.floor", "{{ check.floor | number }}", right=True),
        Column(31, "within_bounds", blocks=verdict),
    )
    given = (
        Column(32, "concession.given", "{{ item.given }}"), Column(32, "concession.in_return", "{{ item.in_return }}"),
        Column(18, "concession.value", "{{ item.value | number }} {{ item.unit }}", right=True),
        Column(18, "concession.approved_by", "{{ item.approved_by }}"),
    )  # fmt: skip
    blocks = (
        when("doc.bound_checks", internal_mark(words, "bounds"), listing(words, bounds, "check in doc.bound_checks")),
        when("doc.concessions", internal_mark(words, "concessions"), listing(words, given, "item in doc.concessions")),
        when("doc.batna", internal_mark(words, "batna"), p("{{p doc.batna }}", style="Internal")),
        when("doc.decision_maker_preferences", internal_mark(words, "decision_maker_preferences"),
             p("{{p doc.decision_maker_preferences }}", style="Internal")),
    )  # fmt: skip
    return when("reads.internal", *blocks)


def notes(words: Words) -> str:
    pairs = [("legal_effect", "doc.legal_effect"), ("minutes.governing_language", "doc.governing_language | label")]
    meeting = fact_row(words("next_meeting"), "{{ doc.next_meeting.text }}")
    copies = fact_rows(words, [("copies_to", "doc.copies_text")])
    effect = facts_table([*fact_rows(words, pairs), *rows_when("doc.next_meeting", meeting), *copies]) + gap()
    enclosed = each("item in doc.attachments", p("{{ item.text }}", style="ListBullet"))
    listed = section_when("doc.attachments", section(words, "attachments"), enclosed)
    return chapter(words, "notes_heading") + clauses("term in legal") + gap() + effect + listed


def signing(words: Words) -> str:
    sides = (
        Side("for_party_a", "doc.client", "doc.client_signers", signed_on=True),
        Side("for_party_b", "doc.seller", "doc.seller_signers", signed_on=True),
    )
    return chapter(words, "signatures", new_page=True) + signatures(words, sides, words("minutes_signature_text"))
