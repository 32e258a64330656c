"""Turns a document that people fill in by hand into a template, with a list of every place and what became of it.

The steps:

    1  read      the file becomes parts, and what keeps it from being a template is told (original.py)
    2  find      each part becomes lines, tables and spots: what a person would fill in (text_parts.py, spots.py)
    3  loops     example rows and lists of placeholders become loops over the schema's lists (loops.py)
    4  match     the words around each spot are compared with the schema's fields (context.py, matching.py)
    5  decide    what is sure is written, what is not is marked and asked (decisions.py), or as a person has settled it
    6  write     the parts that changed are written, all others stay as they are (writing.py)
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.adopt.answers import HINT, Settled, read_settled
from docgen.adopt.decisions import Decider, Decision
from docgen.adopt.lines import Line, read_styles
from docgen.adopt.loops import Loop, list_loops, table_loop
from docgen.adopt.original import Original, read_original, write_part
from docgen.adopt.result import Adopted
from docgen.adopt.spots import Spot
from docgen.adopt.text_parts import Story, read_story, row_element
from docgen.adopt.vocabulary import Vocabulary, vocabulary_for
from docgen.adopt.words import is_chinese
from docgen.adopt.writing import literal, mark_span, mark_whole, write_items, write_rows, write_span, write_whole
from docgen.engines.docx.part import parse
from docgen.errors import Finding, InputError, UsageError
from docgen.ooxml.package import office_document, read_rels
from docgen.ooxml.zip_file import write_parts
from docgen.schemas import KINDS


def adopt_template(
    path: str | Path, kind: str, *, language: str | None = None, settle: str | Path | None = None
) -> Adopted:
    """The template that the Word or PowerPoint file at `path` becomes, and what is unsure; nothing is written to disk.

    `language` (zh or en) is that of the document's words; by default it is found out. `settle` is the doubts file of an
    earlier run over the same file, with a person's answers. Raises UsageError for no such kind, InputError if the file
    can't be read, is protected, has tracked changes or nothing to fill in, or if an answer can't be understood.
    """
    if kind not in KINDS:
        raise UsageError(Finding("usage.kind", f"no kind {kind!r}", f"known are {', '.join(KINDS)}"))
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding("adopt.read", error.strerror or "can't be read", file=str(path))) from error
    settled = read_settled(Path(settle)) if settle is not None else None
    digest = hashlib.sha256(data).hexdigest()
    if settled is not None and settled.digest != digest:
        hint = "settle the doubts of this file, or adopt it anew"
        message = f"these answers belong to another file than {file.name}"
        raise InputError(Finding("settle.other", message, hint, str(settle)))
    return _adopt(read_original(str(path), data), kind, language, settled, digest)


@dataclass(slots=True)
class _Adoption:
    """One run: the decider, and the decisions so far."""

    decider: Decider
    decisions: list[Decision] = field(default_factory=list[Decision])
    count: int = 0

    def next(self) -> str:
        """The id of the next place."""
        self.count += 1
        return str(self.count)


def _adopt(original: Original, kind: str, language: str | None, settled: Settled | None, digest: str) -> Adopted:
    vocabulary = vocabulary_for(kind)
    styles = _styles(original)
    parts = original.parts
    stories = [read_story(names, parse(parts[names[0]]), styles, vocabulary) for names in original.stories.items()]
    words = "".join(line.text for story in stories for line in story.lines)
    spoken = language or ("zh" if is_chinese(words) else "en")
    run = _Adoption(Decider(vocabulary, spoken, settled.answers if settled else {}))
    for story in stories:
        _decide(run, story, vocabulary)
    if not run.decisions:
        message = "nothing to fill in was found in this document"
        raise InputError(Finding("adopt.nothing", message, _FORMS, original.name))
    if settled is not None:
        _check_answers(run, settled)
    parts = dict(parts)
    for story in stories:
        mine = [decision for decision in run.decisions if decision.story is story]
        if _write(story, mine):
            parts[story.part] = write_part(story.root, original.parts[story.part])
    file = Adopted(Path(original.name), kind, spoken, write_parts(parts), tuple(run.decisions), digest, settled)
    return replace(file, notes=tuple(_notes(original, run.decisions)), file_format=original.file_format)


_FORMS = (
    "mark what changes, as [Client name], 【客户名称】, <<field>>, {field}, XXX, ____, highlighted words, "
    "a merge field or a content control"
)


def _notes(original: Original, decisions: Sequence[Decision]) -> Iterator[str]:
    """What else a person should know: what was taken out, what a loop leaves out, what no page says."""
    yield from original.notes
    loops = {decision.loop.path for decision in decisions if decision.loop and decision.did == "loop"}
    if "doc.pricing.lines" in loops:
        yield "The price table shows the lines that count in the total; options and alternatives are left out of it."
    edges = [one for one in decisions if one.where.startswith(("header", "footer")) and one.writing]
    named = any("doc.doc_id" in one.writing.text for one in edges if one.writing)
    if original.file_format == "docx" and not named:
        yield "No head or foot names the document's number and version; {{ stamp.lead }} in the footer would."


def _styles(original: Original) -> dict[str, str]:
    document = office_document(original.parts)
    name = next((item.target for item in read_rels(original.parts, document) if item.name == "styles"), "")
    return read_styles(parse(original.parts[name])) if name in original.parts else {}


def _decide(run: _Adoption, story: Story, vocabulary: Vocabulary) -> None:
    """The decisions about one part, in the order of reading; what stands in a pending loop waits for its answer."""
    by_line = _loops(story, vocabulary)
    made: dict[Loop, Decision] = {}
    for line in story.lines:
        if line.echo:
            continue
        loop = by_line.get(line)
        if loop is not None and loop not in made:
            made[loop] = run.decider.loop(story, loop, run.next())
            run.decisions.append(made[loop])
            if made[loop].did == "loop":
                run.decisions += _inside(run.decider, story, loop, made[loop].id)
        numbered = [(spot, run.next()) for spot in story.spots.get(line, [])]
        if loop is None or made[loop].did == "left":
            run.decisions += [run.decider.spot(story, spot, number) for spot, number in numbered]


def _loops(story: Story, vocabulary: Vocabulary) -> dict[Line, Loop]:
    """The loops of a part by the lines that they hold."""
    found = [table_loop(grid, story.spots, vocabulary) for grid in story.grids]
    by_line = {line: loop for loop in found if loop for row in loop.rows for cell in row for line in cell.lines}
    others = [line for line in story.lines if line not in by_line and not line.echo]
    for loop in list_loops(others, story.spots, vocabulary):
        by_line.update(dict.fromkeys(loop.items, loop))
    return by_line


def _inside(decider: Decider, story: Story, loop: Loop, number: str) -> Iterator[Decision]:
    if loop.items:
        yield from decider.item(story, loop, number)
        return
    yield from decider.row(story, loop, number)


def _check_answers(run: _Adoption, settled: Settled) -> None:
    """Find answers that name no place, no proposal or no field."""
    known = {decision.id for decision in run.decisions}
    wrong = [(said, "no place has this id", number) for number, said in settled.answers.items() if number not in known]
    findings = [
        Finding("settle.answer", message, HINT, str(settled.path), answer.line, int(answer.line > 0), f"place {number}")
        for answer, message, number in (*run.decider.problems, *wrong)
    ]
    if findings:
        raise InputError(findings)


def _write(story: Story, decisions: list[Decision]) -> bool:
    """Carry out the decisions about one part, each line's from right to left, then the loops; whether it changed."""
    placed = [decision for decision in decisions if decision.spot is not None]
    for decision in sorted(placed, key=lambda one: -one.spot.start if one.spot else 0):
        _write_spot(story, decision)
    for decision in decisions:
        if decision.loop is not None:
            _write_loop(decision, decision.loop)
    return any(decision.did != "left" for decision in decisions)


def _write_spot(story: Story, decision: Decision) -> None:
    spot = decision.spot
    if spot is None or (decision.did == "left" and literal(spot.text) == spot.text):
        return
    for target in (spot, *_echoes(story, spot)):
        moved = target.start - spot.start
        if decision.did == "doubt":
            _mark(target, f"{{# doubt {decision.id} #}}")
        elif decision.did == "left":
            write_span(target.line, target.start, target.end, literal(spot.text))
        elif decision.writing is not None and target.whole is not None:
            write_whole(target.whole, decision.writing.text)
        elif decision.writing is not None:
            write_span(target.line, decision.writing.start + moved, decision.writing.end + moved, decision.writing.text)


def _mark(spot: Spot, mark: str) -> None:
    if spot.whole is not None:
        mark_whole(spot.whole, mark)
    else:
        mark_span(spot.line, spot.start, spot.end, mark)


def _echoes(story: Story, spot: Spot) -> list[Spot]:
    """The same spot in the copy of a text box that old programs read."""
    place = story.spots[spot.line].index(spot) if spot in story.spots.get(spot.line, []) else -1
    at = story.lines.index(spot.line) if place >= 0 else -1
    for line in story.lines[at + 1 :] if at >= 0 else ():
        if line.echo and line.text == spot.line.text and len(story.spots.get(line, [])) == len(story.spots[spot.line]):
            return [story.spots[line][place]]
    return []


def _write_loop(decision: Decision, loop: Loop) -> None:
    if decision.did == "left":
        return
    if decision.did == "doubt":
        line = loop.items[0] if loop.items else next(cell.lines[0] for cell in loop.rows[0] if cell.lines)
        mark_span(line, 0, 0, f"{{# doubt {decision.id} #}}")
    elif loop.items:
        write_items(loop.items[0].element, [line.element for line in loop.items[1:]], decision.tags)
    else:
        rows = [row_element(row) for row in loop.rows]
        write_rows(rows[0], rows[1:], decision.tags)
