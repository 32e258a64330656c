"""The negotiation minutes: agreed and open points, each change marked, signatures."""

from templates.docx.components.columns import cell_pair
from templates.docx.components.contract import Side, clauses, signatures
from templates.docx.components.facts import facts
from templates.docx.components.listing import Column, listing
from templates.docx.components.masthead import control, masthead
from templates.docx.components.text import arrow, chapter, gap, internal_mark, section, set_chapters
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import (
    KEEP_NEXT,
    RIGHT,
    TEXT_WIDTH,
    Run,
    bold,
    border,
    each,
    muted,
    p,
    spacing,
    tag,
    when,
)
from templates.tags import field
from templates.words import Words

TIME = "doc.time | datetime ~ (' – ' ~ doc.end_time.strftime('%H:%M') if doc.end_time else '')"


def document(words: Words) -> Document:
    blocks = (
        set_chapters(words)
        + opening(words)
        + glance(words)
        + control(words)
        + changes(words)
        + meeting(words)
        + agreed(words)
        + still_open(words)
    )
    return Document(blocks + actions(words) + for_us(words) + notes(words) + signing(words), Page(cover=True))


def opening(words: Words) -> str:
    """The masthead with place, time and participants."""
    place = field(TIME) + "{% if doc.place %} · {{ doc.place }}{% endif %}"
    people = "{{ doc.attendees | map(attribute='name') | join(' · ') }}"
    lead = p(place, style="MastLead", shape=spacing(before=12))
    lead += p(Run(people, "white"), style="MastText", shape=spacing(before=4))
    return masthead(words, "doc.client.full_name", lead) + p(style="Gap")


def glance(words: Words) -> str:
    """Agreed and open points side by side, of equal size."""
    changed = bold("{% if item.is_changed %} · " + words("changed") + "{% endif %}", "warning", 9)
    item = KEEP_NEXT + spacing(6, 0)
    left = _tally(words, "agreed", "positive", "✓") + each(
        "item in doc.agreed",
        p(bold("{{ item.topic or item.no }}"), changed, style="TableText", shape=item),
        p("{{ item.agreed_text }}", style="TableText"),
    )
    due = muted("{{ item.owner }}{% if item.due %} · {{ item.due }}{% endif %}", 8.5)
    right = _tally(words, "open_issues", "warning", "…") + each(
        "item in doc.open_issues",
        p(bold("{{ item.topic or item.no }}"), style="TableText", shape=item),
        p("{{ item.issue }}", style="TableText"), p(due, style="TableText"),
    )  # fmt: skip
    inner = (140, 200, 200, 200)
    agreed_ = Cell(left, fill="surface", margins=inner, rules=border("top", "positive", 3))
    open_ = Cell(right, fill="surface", margins=inner, rules=border("top", "warning", 3))
    return cell_pair(agreed_, open_, splits=True) + gap()


def changes(words: Words) -> str:
    """Each change against the proposal: the old and new value, and the signed difference."""
    unit = "{% if item.unit %} {{ item.unit }}{% endif %}"
    was = "{% if item.proposal_text %}{{ item.proposal_text }}{% else %}{{ item.proposal_value | number }}" + unit
    now = "{% if item.proposal_text %}{{ item.agreed_text }}{% else %}{{ item.agreed_value | number }}" + unit
    sign = (
        "{% if item.change > 0 %}▲ +{% elif item.change < 0 %}▼ {% endif %}"
        "{{ (item.change | number) | replace('-', '−') }}" + unit
    )
    rate = "{% if item.change_rate is not none %}{% if item.change_rate > 0 %}+{% endif %}"
    rate += "{{ (item.change_rate | percent(1)) | replace('-', '−') }}{% endif %}"
    by = when("item.change is not none", p(bold(sign, "primary"), style="TableFigure"),
              p(rate, style="Note", shape=spacing(after=0) + RIGHT))  # fmt: skip
    by += when("item.change is none", p(muted(words("changed"), 9), style="TableFigure"))
    right = RIGHT
    heads = [
        Cell(p(words("agreed_item.topic"), style="TableHead")), Cell(p(words("was"), style="TableHead")),
        Cell(p(style="TableHead")), Cell(p(words("is_now"), style="TableHead")),
        Cell(p(words("change_short"), style="TableHead", shape=right), margins=(80, 0, 80, 0)),
    ]  # fmt: skip
    cells = [
        Cell(topic("primary")), Cell(p(muted(was + "{% endif %}"), style="TableText")), Cell(arrow()),
        Cell(p(bold(now + "{% endif %}"), style="TableText")), Cell(by, margins=(80, 0, 80, 0)),
    ]  # fmt: skip
    found = "doc.agreed | selectattr('is_changed') | list"
    rows = [Row(heads, header=True), *rows_each(f"item in {found}", 5, Row(cells))]
    changes = table(widths(TEXT_WIDTH, 16, 28, 6, 32, 18), rows) + gap()
    return when(found, chapter(words, "change_against_proposal"), changes)


def _tally(words: Words, name: str, colour: str, sign: str) -> str:
    count = Run("{{ doc." + name + " | length }}", colour)
    return p(count, style="Number") + p(bold(sign + " " + words(name), colour), style="TableText")


def meeting(words: Words) -> str:
    basis = (
        "{% for item in doc.basis %}{{ item.doc_id }} V{{ item.version }}"
        "{% if item.title %} {{ item.title }}{% endif %}"
        "{% if item.date %} · {{ item.date }}{% endif %}{% if not loop.last %}\n{% endif %}{% endfor %}"
    )
    meeting = facts(words, [
        ("minutes_no", "doc.minutes_no"), ("round", "doc.round"), ("time", TIME), ("place", "doc.place"),
        ("mode", "doc.mode"), ("chair", "doc.chair"), ("recorder", "doc.recorder"),
    ])  # fmt: skip
    basis_row = table(
        widths(TEXT_WIDTH, 26, 74),
        [Row([Cell(p(words("basis"), style="FactName")), Cell(p(basis, style="TableText"))])],
    )
    agenda = when(
        "doc.agenda", section(words, "agenda"), each("item in doc.agenda", p("{{ item }}", style="ListNumber"))
    )
    joined = meeting.replace(p(style="Gap"), "") + when("doc.basis", p(style="Joint"), basis_row)
    return chapter(words, "meeting_facts") + joined + section(words, "attendees") + attendees(words) + agenda


def attendees(words: Words) -> str:
    def side(key: str, party: str, name: str) -> Cell:
        person = p(bold("{{ person.name }}"), "{% if person.job_title %}  {{ person.job_title }}{% endif %}",
                   style="TableText", shape=KEEP_NEXT + spacing(before=4))  # fmt: skip
        authority = "{% if person.authority %} · " + words("attendee.authority") + " {{ person.authority }}{% endif %}"
        more = p("{{ person.organisation }}" + authority, style="Note", shape=spacing(after=0))
        heading = p(words(key) + " · {{ doc." + party + ".short_name }}", style="TableHead")
        return Cell(
            heading + each(f"person in doc.attendees if person.side == '{name}'", person, more),
            rules=border("top", "primary", 1), margins=(80, 0, 80, 0),
        )  # fmt: skip

    return cell_pair(side("party_a", "client", "client"), side("party_b", "seller", "seller")) + gap()


def positions(words: Words, theirs: str, ours: str) -> str:
    def side(key: str, name: str) -> str:
        return when(name, p(muted(words(key) + "  ", 9), "{{ " + name + " }}", style="TableText"))

    return side("party_a", theirs) + side("party_b", ours)


def topic(colour: str) -> str:
    return p(bold("{{ item.topic or item.no }}", colour), style="TableText") + p("{{ item.no }}", style="Note")


def change(words: Words) -> str:
    """Whether the term is unchanged from the proposal."""
    moved = p(bold("≠ " + words("changed"), "warning", 9), style="TableText")
    same = p(bold("= " + words("unchanged"), "positive", 9), style="TableText")
    return when("item.is_changed", moved) + when("item.is_changed is not none and not item.is_changed", same)


def agreed(words: Words) -> str:
    condition = muted(
        "{% if item.condition %}\n" + words("agreed_item.condition") + "  {{ item.condition }}{% endif %}", 9
    )
    day = muted(
        "{% if item.effective_from %}\n" + words("effective_from") + "  {{ item.effective_from }}{% endif %}", 9
    )
    text = p(bold("{{ item.agreed_text }}"), condition, day, style="TableText")
    columns = (
        Column(13, "agreed_item.topic", blocks=topic("positive")),
        Column(33, "opening_positions", blocks=positions(words, "item.client_position", "item.seller_position")),
        Column(36, "agreed_text", blocks=text),
        Column(18, "change_against_proposal", blocks=change(words)),
    )
    return when("doc.agreed", chapter(words, "agreed"), listing(words, columns, "item in doc.agreed"))


def still_open(words: Words) -> str:
    due = when("item.due", p("{{ item.due }}", style="Note"))
    columns = (
        Column(13, "agreed_item.topic", blocks=topic("warning")),
        Column(30, "opening_positions", blocks=positions(words, "item.their_view", "item.our_view")),
        Column(33, "open_issue.issue", "{{ item.issue }}", strong=True),
        Column(24, "owner_short", blocks=p("{{ item.owner }}", style="TableText") + due),
    )
    return when("doc.open_issues", chapter(words, "open_issues"), listing(words, columns, "item in doc.open_issues"))


def actions(words: Words) -> str:
    columns = (
        Column(10, "action.no", "{{ item.no }}"), Column(48, "action.what", "{{ item.what }}"),
        Column(20, "action.owner", "{{ item.owner }}", note="item.side"), Column(22, "action.due", "{{ item.due }}"),
    )  # fmt: skip
    return when("doc.actions", chapter(words, "actions"), listing(words, columns, "item in doc.actions", together=True))


def for_us(words: Words) -> str:
    """Limits, concessions and other content of internal editions."""
    verdict = (
        when("check.within_bounds is not none and check.within_bounds",
             p(bold(words("within_bounds_yes"), "positive", 9), style="TableText"))
        + when("check.within_bounds is not none and not check.within_bounds",
               p(bold(words("within_bounds_no"), "negative", 9), style="TableText"))
        + when("check.note", p("{{ check.note }}", style="Note"))
    )  # fmt: skip
    bounds = (
        Column(
            24,
            "bound.topic",
            "{{ check.topic }} {{ check.agreed_no }}{% if check.unit %} ({{ check.unit }}){% endif %}",
        ),
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
    return tag("if reads.internal") + "".join(blocks) + tag("endif")


def notes(words: Words) -> str:
    meeting_ = (
        "doc.next_meeting.time | datetime ~ (' · ' ~ doc.next_meeting.place if doc.next_meeting.place else '') ~ "
        "(' · ' ~ doc.next_meeting.purpose if doc.next_meeting.purpose else '') if doc.next_meeting else none"
    )
    enclosed = p(
        "{{ item.title }}{% if item.doc_id %} {{ item.doc_id }}{% endif %}"
        "{% if item.version %} V{{ item.version }}{% endif %}",
        style="ListBullet",
    )  # fmt: skip
    effect = facts(words, [
        ("legal_effect", "doc.legal_effect"),
        ("minutes.governing_language", "doc.governing_language | label if doc.governing_language else none"),
        ("next_meeting", meeting_),
        ("copies_to", "doc.copies | join(' · ')"),
    ])  # fmt: skip
    listed = when("doc.attachments", section(words, "attachments"), each("item in doc.attachments", enclosed))
    return chapter(words, "notes_heading") + when("legal", clauses("term in legal"), p(style="Gap")) + effect + listed


def signing(words: Words) -> str:
    def side(key: str, party: str, name: str) -> Side:
        found = f"(doc.signatures | selectattr('side', 'eq', '{name}') | list) or [none]"
        return Side(key, f"doc.{party}", found, signed_on=True)

    sides = (side("for_party_a", "client", "client"), side("for_party_b", "seller", "seller"))
    return chapter(words, "signatures", new_page=True) + signatures(words, sides, words("minutes_signature_text"))
