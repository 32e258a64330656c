"""Turns spots and loops into decisions: which tag goes where, what stays, and what a person is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from docgen.adopt.answers import Answer
from docgen.adopt.context import Surroundings, surroundings_of
from docgen.adopt.loops import Loop, is_serial
from docgen.adopt.matching import APART, Proposal, is_sure, propose, ticked
from docgen.adopt.spots import FORMS, Spot
from docgen.adopt.tags import Writing, choice_tag, loop_tags, with_words_around, writing_for
from docgen.adopt.text_parts import Cell, Story
from docgen.adopt.vocabulary import Entry, Vocabulary

BY_HAND = "people sign or date it by hand"


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be written in a place: a tag, what it prints in a person's words, a score from 0 to 100."""

    tag: str
    label: str
    score: float


@dataclass(slots=True, eq=False)
class Decision:
    """What becomes of a place.

    `did`: `written` (a tag, or a person's words), `loop`, `doubt` (kept as it is and marked), `left` (kept as it is).
    `id` is the same in each run over the same file.
    """

    id: str
    story: Story
    where: str
    heading: str
    text: str
    asked: str
    did: str
    why: str = ""
    spot: Spot | None = None
    loop: Loop | None = None
    offers: tuple[Offer, ...] = ()
    writing: Writing | None = None
    tags: tuple[str, str] = ("", "")
    entry: Entry | None = None
    is_answered: bool = False


@dataclass(slots=True)
class Decider:
    """Decides over the spots of a document, one vocabulary, one language, and a person's answers by id."""

    vocabulary: Vocabulary
    language: str
    answers: dict[str, Answer]
    problems: list[tuple[Answer, str, str]] = field(default_factory=list[tuple[Answer, str, str]])

    def spot(self, story: Story, spot: Spot, number: str, loop: Loop | None = None) -> Decision:
        """What becomes of one spot, alone or in a loop."""
        around = surroundings_of(spot, *story.cell_and_grid(spot.line))
        path = loop.path if loop else ""
        decision = self._made(story, spot, number, around)
        if around.by_hand and not self.answers.get(number):
            decision.did, decision.why = "left", BY_HAND
            return decision
        if spot.form == "box" or (spot.whole is not None and spot.whole.is_box):
            return self._box(decision, spot, around)
        proposals = propose(around, self.vocabulary, path)
        decision.offers = tuple(self._offer(item, spot) for item in proposals[:3])
        answer = self.answers.get(number)
        if answer is not None:
            return self._answered(decision, spot, answer, proposals)
        why = spot.whole.doubt if spot.whole else ""
        if why or not is_sure(proposals):
            decision.did, decision.why = "doubt", why or _why(proposals)
            return decision
        self._write(decision, spot, proposals[0].entry)
        return decision

    def _made(self, story: Story, spot: Spot, number: str, around: Surroundings) -> Decision:
        asked = around.label or around.left or around.head or around.running or around.lead or around.heading
        heading, text = spot.line.heading, spot.text or f"({FORMS[spot.form]})"
        return Decision(number, story, spot.line.place, heading, text, asked, "doubt", spot=spot)

    def _offer(self, proposal: Proposal, spot: Spot) -> Offer:
        return Offer(writing_for(proposal.entry, spot, self.language).text, _label(proposal.entry), proposal.score)

    def _write(self, decision: Decision, spot: Spot, entry: Entry) -> None:
        writing = writing_for(entry, spot, self.language)
        if spot.whole is not None:
            writing = replace(writing, text=with_words_around(writing.text, entry, spot.whole.around))
        decision.did, decision.writing, decision.entry = "written", writing, entry

    def _answered(self, decision: Decision, spot: Spot, answer: Answer, found: tuple[Proposal, ...]) -> Decision:
        decision.is_answered = True
        if answer.kind == "leave":
            decision.did, decision.why = "left", "as you said"
        elif answer.kind == "words":
            decision.did, decision.writing = "written", Writing(answer.text, spot.start, spot.end)
        elif (entry := self._entry(answer, decision, found)) is not None:
            self._write(decision, spot, entry)
        return decision

    def _entry(self, answer: Answer, decision: Decision, found: tuple[Proposal, ...]) -> Entry | None:
        """The field that an answer chooses; a problem is noted if there is none."""
        if answer.kind == "field":
            entry = self.entry_at(answer.text)
            if entry is None:
                self.problems.append((answer, f"there is no field {answer.text}", decision.id))
            return entry
        if answer.number > len(decision.offers):
            self.problems.append((answer, f"there is no proposal {answer.number}", decision.id))
            return None
        return found[answer.number - 1].entry

    def _box(self, decision: Decision, spot: Spot, around: Surroundings) -> Decision:
        found = ticked(spot, around, self.vocabulary)
        decision.offers = tuple(
            Offer(choice_tag(item.entry, item.value), f"{_label(item.entry)} = {item.value}", item.score)
            for item in found[:3]
        )
        answer = self.answers.get(decision.id)
        if answer is not None and answer.kind == "choice" and answer.number <= len(found[:3]):
            writing = Writing(decision.offers[answer.number - 1].tag, spot.start, spot.end)
            decision.did, decision.writing, decision.is_answered = "written", writing, True
        elif answer is not None:
            return self._answered(decision, spot, answer, ())
        elif found and found[0].score >= 84.0 and (len(found) == 1 or found[0].score - found[1].score >= 6.0):
            writing = Writing(decision.offers[0].tag, spot.start, spot.end)
            decision.did, decision.writing, decision.entry = "written", writing, found[0].entry
        else:
            decision.why = "which choice ticks this box is not clear"
        return decision

    def entry_at(self, path: str) -> Entry | None:
        """The field that a person names by its path in the field sheet, or by its name in a loop."""
        return next((entry for entry in self.vocabulary.entries if path in {entry.path, entry.printed}), None)

    def loop(self, story: Story, loop: Loop, number: str) -> Decision:
        """What becomes of example rows or of a list of placeholders; an answer may choose another list."""
        heading = loop.items[0].heading if loop.items else _heading(loop)
        decision = Decision(number, story, loop.where, heading, loop.text, "", "doubt", loop.why, loop=loop)
        mark = "tr" if loop.grid is not None else "p"
        decision.offers = tuple(
            Offer(loop_tags(path, self.variable(path), mark)[0], self._list_label(path), min(score, 100.0))
            for path, score in loop.scores
        )
        answer = self.answers.get(number)
        if answer is not None:
            decision.is_answered = True
            if answer.kind in {"leave", "words"}:
                decision.did, decision.why = "left", "as you said"
                return decision
            loop.path = self._list(answer, loop, number)
        if loop.is_sure or answer is not None:
            decision.did = "loop"
            decision.tags = loop_tags(loop.path, self.variable(loop.path), mark)
        return decision

    def _list(self, answer: Answer, loop: Loop, number: str) -> str:
        """The list that an answer chooses; a problem is noted if there is none."""
        if answer.kind == "choice" and answer.number <= len(loop.scores):
            return loop.scores[answer.number - 1][0]
        entry = self.entry_at(answer.text) if answer.kind == "field" else None
        if entry is None or entry.row.type != "list":
            self.problems.append((answer, f"{answer.text or answer.number} is no list", number))
            return loop.path
        return entry.path

    def variable(self, path: str) -> str:
        """The variable that a loop over a list gives its items."""
        return self.vocabulary.variables.get(path, "item")

    def _list_label(self, path: str) -> str:
        entry = self.vocabulary.find(path)
        return f"each of {_label(entry)}" if entry else path

    def item(self, story: Story, loop: Loop, number: str) -> Iterator[Decision]:
        """The decisions about the first of a loop's list paragraphs."""
        line = loop.items[0]
        spots = story.spots.get(line, [])
        if self.vocabulary.variables.get(loop.path) is None or len(spots) == 1:
            entry = None if loop.path not in self.vocabulary.variables else self._main_field(loop.path)
            made = self._made(story, spots[0], f"{number}.1", Surroundings())
            name = entry.printed if entry else "item"
            start, end = spots[0].start, spots[-1].end
            made.did, made.writing = "written", Writing(f"{{{{ {name} }}}}", start, end)
            made.entry = entry or self.vocabulary.find(loop.path)
            yield made
            return
        for place, spot in enumerate(spots, 1):
            yield self.spot(story, spot, f"{number}.{place}", loop)

    def _main_field(self, path: str) -> Entry:
        """The field of a list's items that says most in one line: its first text that is no number."""
        items = self.vocabulary.items_of(path)
        worded = [item for item in items if item.row.type in {"text", "markdown"} and item.row.is_open]
        return next((item for item in worded if not item.path.endswith(("_id", ".no", ".id", "_no"))), items[0])

    def row(self, story: Story, loop: Loop, number: str) -> list[Decision]:
        """The decisions about the cells of a loop's row; a field that two columns would print is asked for in one."""
        found = [decision for cell in loop.rows[0] for decision in self.cell(story, loop, cell, number)]
        printed: dict[str, list[Decision]] = {}
        for decision in found:
            if decision.entry is not None and not decision.is_answered:
                printed.setdefault(decision.entry.path, []).append(decision)
        for rivals in printed.values():
            best = max(map(_reached, rivals))
            ahead = sum(_reached(rival) > best - APART for rival in rivals)
            for rival in rivals:
                if len(rivals) > 1 and (ahead > 1 or _reached(rival) < best):
                    rival.did, rival.writing, rival.entry = "doubt", None, None
                    rival.why = "another column asks for the same field"
        return found

    def cell(self, story: Story, loop: Loop, cell: Cell, number: str) -> Iterator[Decision]:
        """The decisions about one cell of a loop's row; one that counts the rows counts them."""
        spots = [spot for line in cell.lines for spot in story.spots.get(line, [])]
        if not cell.lines:
            return
        if not spots:
            line = cell.lines[0]
            text = line.text.strip()
            spots = [Spot(line, 0, len(line.text), "example" if text else "cell", text)]
        assert loop.grid is not None  # noqa: S101 - a cell stands in a table
        serial = is_serial(cell, loop.grid)
        for place, spot in enumerate(spots, 1):
            decision = self.spot(story, spot, f"{number}.{cell.index + 1}.{place}", loop)
            if serial and decision.did != "written" and not decision.is_answered:
                decision.did, decision.writing = "written", Writing("{{ loop.index }}", spot.start, spot.end)
            if decision.did == "doubt" and spot.form == "cell" and not loop.grid.column_head(cell.column):
                continue
            yield decision


def _reached(decision: Decision) -> float:
    return decision.offers[0].score if decision.offers else 0.0


def _why(proposals: tuple[Proposal, ...]) -> str:
    if not proposals:
        return "no field has a name like it"
    if len(proposals) > 1 and proposals[0].score - proposals[1].score < 6.0:
        return "two fields fit about as well"
    return "the words are not near enough to a field's name"


def _label(entry: Entry) -> str:
    return f"{entry.row.en} {entry.row.zh} ({entry.path})"


def _heading(loop: Loop) -> str:
    first = next((cell.lines[0] for row in loop.rows for cell in row if cell.lines), None)
    return first.heading if first else ""
