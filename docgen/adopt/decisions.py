"""Decide on blanks and loops: which tag is written, what stays, and what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.adopt.answers import Answer
from docgen.adopt.blanks import FORMS, Blank
from docgen.adopt.context import Context, context_of, is_generic
from docgen.adopt.loops import Loop, is_serial
from docgen.adopt.matching import MIN_LEAD, MIN_SCORE, Proposal, is_sure, match_checkbox, propose
from docgen.adopt.tags import Tags, TextEdit, choice_tag
from docgen.adopt.text_parts import Cell, TextPart
from docgen.adopt.vocabulary import Entry, Vocabulary
from docgen.errors import Finding
from docgen.messages import Message, message


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal for a place: a tag, a readable label, a score from 0 to 100."""

    tag: str
    label: str | Message
    score: float


@dataclass(slots=True, eq=False)
class Decision:
    """The decision on one place.

    `did`: `written` (a tag, or the words of an answer), `loop`, `doubt` (unchanged and marked), `left` (unchanged).
    `asked` is what names the value, such as its label; `field` what was
    written; `leader` the id of an earlier place with the same words, whose answer goes for this one too. `id` is
    the same in each run over the same file.
    """

    id: str
    part: TextPart
    where: str
    heading: str
    text: str | Message
    asked: str
    did: str
    why: Message | None = None
    blank: Blank | None = None
    loop: Loop | None = None
    offers: tuple[Offer, ...] = ()
    edit: TextEdit | None = None
    marker: str = ""
    entry: Entry | None = None
    is_answered: bool = False
    field: str = ""
    leader: str = ""


@dataclass(slots=True)
class Decider:
    """Decides on the blanks of a document with one vocabulary, one language, and the user's answers by id."""

    vocabulary: Vocabulary
    tags: Tags
    answers: dict[str, Answer]
    problems: list[tuple[Answer, Finding, str]] = field(default_factory=list[tuple[Answer, Finding, str]])
    leaders: dict[tuple[str, ...], tuple[str, tuple[Proposal, ...]]] = field(
        default_factory=dict[tuple[str, ...], tuple[str, tuple[Proposal, ...]]]
    )

    def decide_blank(self, part: TextPart, blank: Blank, number: str, loop: Loop | None = None) -> Decision:
        """Decide on one blank, alone or in a loop."""
        context = context_of(blank, *part.cell_and_grid(blank.line))
        path = loop.path if loop else ""
        decision = self._new_decision(part, blank, number, context)
        if context.by_hand and not self.answers.get(number):
            decision.did, decision.why = "left", message("adopt.why:by_hand")
            return decision
        if blank.form == "box" or (blank.control is not None and blank.control.is_box):
            return self._decide_checkbox(decision, blank, context)
        proposals = propose(context, self.vocabulary, path)
        decision.offers = tuple(self._offer(item, blank, path) for item in proposals[:3])
        why = blank.control.doubt if blank.control else None
        why = message("adopt.why:filled") if blank.form == "filled" else why
        is_asked = bool(why) or not is_sure(proposals)
        proposals = self._of_leader(decision, blank, path, proposals) if is_asked else proposals
        answer = self.answers.get(number) or self.answers.get(decision.leader)
        if answer is not None:
            return self._apply_answer(decision, blank, answer, proposals, path)
        if is_asked:
            decision.did, decision.why = "doubt", why or _why(proposals)
            return decision
        self._write(decision, blank, proposals[0].entry, path)
        return decision

    def _of_leader(
        self, decision: Decision, blank: Blank, loop: str, proposals: tuple[Proposal, ...]
    ) -> tuple[Proposal, ...]:
        """Find an earlier question with the same words, and return its proposals; else those of this place.

        Words that say little (`[Name]`), dates and sums are the same question only with the same proposals.
        """
        if blank.control is not None or not (blank.inside or blank.form == "filled"):
            return proposals
        says_little = bool(blank.kind) or (is_generic(blank.inside or "name") and blank.form != "filled")
        offered = tuple(offer.tag for offer in decision.offers) if says_little else ()
        key = (blank.text, loop, *offered)
        leader, found = self.leaders.setdefault(key, (decision.id, proposals))
        if leader == decision.id:
            return proposals
        decision.leader = leader
        decision.offers = tuple(self._offer(item, blank, loop) for item in found[:3])
        return found

    def _new_decision(self, part: TextPart, blank: Blank, number: str, context: Context) -> Decision:
        asked = context.label or context.left or context.head or context.running or context.lead or context.heading
        heading, text = blank.line.heading, blank.text or message("adopt.form", form=message(FORMS[blank.form]))
        return Decision(number, part, blank.line.place, heading, text, asked, "doubt", blank=blank)

    def _offer(self, proposal: Proposal, blank: Blank, loop: str) -> Offer:
        edit = self.tags.edit(proposal.entry, blank, loop)
        return Offer(edit.text, self._label(proposal.entry), proposal.score)

    def _label(self, entry: Entry) -> str:
        return label_of(entry, self.tags.language)

    def _write(self, decision: Decision, blank: Blank, entry: Entry, loop: str = "") -> None:
        edit = self.tags.edit(entry, blank, loop, blank.control.affixes if blank.control else ("", ""))
        decision.did, decision.edit, decision.entry = "written", edit, entry
        decision.field = self._label(entry)

    def _apply_answer(
        self, decision: Decision, blank: Blank, answer: Answer, found: tuple[Proposal, ...], loop: str = ""
    ) -> Decision:
        decision.is_answered = True
        if answer.kind == "leave":
            decision.did, decision.why = "left", message("adopt.why:answer")
        elif answer.kind == "words":
            decision.did, decision.edit = "written", TextEdit(answer.text, blank.start, blank.end)
        elif (entry := self._entry(answer, decision, found, loop)) is not None:
            self._write(decision, blank, entry, loop)
        return decision

    def _entry(self, answer: Answer, decision: Decision, found: tuple[Proposal, ...], loop: str) -> Entry | None:
        """The field that an answer chooses; None, with a problem added, if it doesn't exist."""
        if answer.kind == "field":
            entry = self.entry_at(answer.text, loop)
            if entry is None:
                self.problems.append((answer, Finding.of("settle.answer:field", name=answer.text), decision.id))
            return entry
        if answer.number > len(decision.offers):
            unknown = Finding.of("settle.answer:number", number=answer.number)
            self.problems.append((answer, unknown, decision.id))
            return None
        return found[answer.number - 1].entry

    def _decide_checkbox(self, decision: Decision, blank: Blank, context: Context) -> Decision:
        found = match_checkbox(blank, context, self.vocabulary)
        decision.offers = tuple(
            Offer(choice_tag(item.entry, item.value), f"{self._label(item.entry)} = {item.value}", item.score)
            for item in found[:3]
        )
        answer = self.answers.get(decision.id)
        if answer is not None and answer.kind == "choice" and answer.number <= len(found[:3]):
            edit = TextEdit(decision.offers[answer.number - 1].tag, blank.start, blank.end)
            decision.did, decision.edit, decision.is_answered = "written", edit, True
        elif answer is not None:
            return self._apply_answer(decision, blank, answer, ())
        elif found and found[0].score >= MIN_SCORE and (len(found) == 1 or found[0].score - found[1].score >= MIN_LEAD):
            edit = TextEdit(decision.offers[0].tag, blank.start, blank.end)
            decision.did, decision.edit, decision.entry = "written", edit, found[0].entry
        else:
            decision.why = message("adopt.why:box")
        return decision

    def entry_at(self, path: str, loop: str = "") -> Entry | None:
        """The field at a path of the field sheet, with that name in a loop, or with that title."""
        wanted = {path, self.tags.names(path, loop)}
        return next((entry for entry in self.vocabulary.entries if wanted & {entry.path, entry.printed}), None)

    def decide_loop(self, part: TextPart, loop: Loop, number: str) -> Decision:
        """Decide on example rows or a list of blanks; an answer may choose another list."""
        heading = loop.items[0].heading if loop.items else _heading(loop)
        decision = Decision(number, part, loop.where, heading, loop.text, "", "doubt", loop.why, loop=loop)
        mark = "row" if loop.grid is not None else "para"
        decision.offers = tuple(
            Offer(self.tags.marker(path, mark), self._list_label(path), min(score, 100.0))
            for path, score in loop.scores
        )
        answer = self.answers.get(number)
        if answer is not None:
            decision.is_answered = True
            if answer.kind in {"leave", "words"}:
                decision.did, decision.why = "left", message("adopt.why:answer")
                return decision
            loop.path = self._list(answer, loop, number)
        if loop.is_sure or answer is not None:
            decision.did = "loop"
            decision.marker = self.tags.marker(loop.path, mark)
        return decision

    def _list(self, answer: Answer, loop: Loop, number: str) -> str:
        """The list that an answer chooses; the proposed one, with a problem added, if it isn't a list."""
        if answer.kind == "choice" and answer.number <= len(loop.scores):
            return loop.scores[answer.number - 1][0]
        entry = self.entry_at(answer.text) if answer.kind == "field" else None
        if entry is None or entry.row.type != "list":
            other = Finding.of("settle.answer:list", answer=answer.text or answer.number)
            self.problems.append((answer, other, number))
            return loop.path
        return entry.path

    def _list_label(self, path: str) -> str | Message:
        entry = self.vocabulary.find(path)
        return message("adopt.each", field=self._label(entry)) if entry else path

    def decide_items(self, part: TextPart, loop: Loop, number: str) -> Iterator[Decision]:
        """Decide on the blanks of the first of a loop's list paragraphs."""
        line = loop.items[0]
        blanks = part.blanks.get(line, [])
        if self.vocabulary.variables.get(loop.path) is None or len(blanks) == 1:
            entry = None if loop.path not in self.vocabulary.variables else self._main_field(loop.path)
            decision = self._new_decision(part, blanks[0], f"{number}.1", Context())
            name = self.tags.expression(entry.printed, loop.path) if entry else self.tags.variable(loop.path)
            start, end = blanks[0].start, blanks[-1].end
            decision.did, decision.edit = "written", TextEdit(f"{{{{ {name} }}}}", start, end)
            decision.entry = entry or self.vocabulary.find(loop.path)
            decision.field = self._label(decision.entry) if decision.entry else ""
            yield decision
            return
        for place, blank in enumerate(blanks, 1):
            yield self.decide_blank(part, blank, f"{number}.{place}", loop)

    def _main_field(self, path: str) -> Entry:
        """The main field of a list's items: the first text field that isn't an id or a number."""
        items = self.vocabulary.items_of(path)
        texts = [item for item in items if item.row.type in {"text", "markdown"} and item.row.is_open]
        return next((item for item in texts if not item.path.endswith(("_id", ".no", ".id", "_no"))), items[0])

    def decide_row(self, part: TextPart, loop: Loop, number: str) -> list[Decision]:
        """Decide on the cells of a loop's row. If columns share a field, all but a clear best match are doubts."""
        found = [decision for cell in loop.rows[0] for decision in self._decide_cell(part, loop, cell, number)]
        printed: dict[str, list[Decision]] = {}
        for decision in found:
            if decision.entry is not None and not decision.is_answered:
                printed.setdefault(decision.entry.path, []).append(decision)
        for rivals in printed.values():
            best = max(map(_best_score, rivals))
            ahead = sum(_best_score(rival) > best - MIN_LEAD for rival in rivals)
            for rival in rivals:
                if len(rivals) > 1 and (ahead > 1 or _best_score(rival) < best):
                    rival.did, rival.edit, rival.entry = "doubt", None, None
                    rival.why = message("adopt.why:rival")
        return found

    def _decide_cell(self, part: TextPart, loop: Loop, cell: Cell, number: str) -> Iterator[Decision]:
        """Decide on one cell of a loop's row; a serial number becomes `loop.index`."""
        blanks = [blank for line in cell.lines for blank in part.blanks.get(line, [])]
        if not cell.lines:
            return
        if not blanks:
            line = cell.lines[0]
            text = line.text.strip()
            blanks = [Blank(line, 0, len(line.text), "example" if text else "cell", text)]
        assert loop.grid is not None  # noqa: S101 - a cell is in a table
        serial = is_serial(cell, loop.grid)
        for place, blank in enumerate(blanks, 1):
            decision = self.decide_blank(part, blank, f"{number}.{cell.index + 1}.{place}", loop)
            if serial and decision.did != "written" and not decision.is_answered:
                decision.did, decision.edit = "written", TextEdit("{{ loop.index }}", blank.start, blank.end)
            if decision.did == "doubt" and blank.form == "cell" and not loop.grid.column_head(cell.column):
                continue
            yield decision


def _best_score(decision: Decision) -> float:
    return decision.offers[0].score if decision.offers else 0.0


def _why(proposals: tuple[Proposal, ...]) -> Message:
    if not proposals:
        return message("adopt.why:no_field")
    if len(proposals) > 1 and proposals[0].score - proposals[1].score < MIN_LEAD:
        return message("adopt.why:two_fields")
    return message("adopt.why:not_near")


def label_of(entry: Entry, language: str) -> str:
    """A field's title in `language`, with its name."""
    return f"{entry.row.zh if language == 'zh' else entry.row.en} ({entry.path})"


def _heading(loop: Loop) -> str:
    first = next((cell.lines[0] for row in loop.rows for cell in row if cell.lines), None)
    return first.heading if first else ""
