"""Make a template of a document that people fill in by hand, with a list of every blank and the decision on it.

The steps:

    1  read      the file as parts; files that can't be adopted are refused (original.py)
    2  find      the lines, tables and blanks of each part (text_parts.py, blanks.py)
    3  loops     example rows and lists of blanks become loops over the schema's lists (loops.py)
    4  filled    what a filled-in document holds of its last client becomes blanks to ask about (filled.py, names.py)
    5  match     the words around each blank are compared with the schema's fields (context.py, matching.py)
    6  decide    a sure match is written, an unsure one is marked and asked, an answer overrules both (decisions.py)
    7  write     the parts that changed; all others keep their bytes (writing.py)
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.adopt.answers import Settled, read_answers
from docgen.adopt.blanks import Blank
from docgen.adopt.decisions import Decider, Decision
from docgen.adopt.filled import find_filled
from docgen.adopt.lines import WORD, Line, markup_of, read_styles
from docgen.adopt.loops import Loop, list_loops, table_loop
from docgen.adopt.original import Original, read_original, write_part
from docgen.adopt.result import Adopted
from docgen.adopt.similarity import is_chinese
from docgen.adopt.stamp import add_stamp
from docgen.adopt.tags import Tags
from docgen.adopt.text_parts import TextPart, read_text_part, row_element
from docgen.adopt.vocabulary import Vocabulary, vocabulary_for
from docgen.adopt.writing import literal, mark_control, mark_span, write_control, write_loop, write_span
from docgen.engines.docx.part import parse
from docgen.engines.office.record import with_record
from docgen.errors import Finding, InputError, UsageError
from docgen.messages import Message, message, system_reason
from docgen.ooxml.package import office_document, read_rels
from docgen.ooxml.zip_file import write_parts
from docgen.pipeline import Workspace
from docgen.rewriting.runs import hide_statements
from docgen.schemas import KINDS
from docgen.titles.lookup import Titles


def adopt_template(
    path: str | Path,
    kind: str,
    *,
    language: str | None = None,
    settle: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Adopted:
    """Make a template of the Word or PowerPoint file at `path`, and list what is unsure. Nothing is written to disk.

    `language` (zh or en) is that of the document's text; by default it is detected. `settle` is the doubts file of an
    earlier run over the same file, with the user's answers. The library of `workspace` may declare further fields.
    Raises UsageError for an unknown kind, InputError if the file can't be read, is protected, has tracked changes or
    nothing to fill in, or if an answer is invalid.
    """
    if kind not in KINDS:
        raise UsageError(Finding.of("usage.kind", name=kind, hint=message("hint.known", names=list(KINDS))))
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding.of("adopt.read", reason=system_reason(error)).at(str(path))) from error
    settled = read_answers(Path(settle)) if settle is not None else None
    digest = hashlib.sha256(data).hexdigest()
    if settled is not None and settled.digest != digest:
        raise InputError(Finding.of("settle.other", name=file.name).at(str(settle)))
    vocabulary = vocabulary_for(kind, (workspace or Workspace()).declared)
    return _adopt(read_original(str(path), data), vocabulary, language, settled, digest)


@dataclass(slots=True)
class _Adoption:
    """The state of one run: the decider, and the decisions so far."""

    decider: Decider
    decisions: list[Decision] = field(default_factory=list[Decision])
    count: int = 0

    def next_id(self) -> str:
        """The id of the next blank."""
        self.count += 1
        return str(self.count)


def _adopt(
    original: Original, vocabulary: Vocabulary, language: str | None, settled: Settled | None, digest: str
) -> Adopted:
    styles = _styles(original)
    parts = original.parts
    text_parts = [
        read_text_part(names, parse(parts[names[0]]), styles, vocabulary) for names in original.text_parts.items()
    ]
    words = "".join(line.text for part in text_parts for line in part.lines)
    document_language = language or ("zh" if is_chinese(words) else "en")
    tags = Tags(Titles.of(vocabulary.kind, vocabulary.declared), document_language, vocabulary.variables)
    adoption = _Adoption(Decider(vocabulary, tags, settled.answers if settled else {}))
    loops = {part.name: _loops(part, vocabulary) for part in text_parts}
    find_filled(text_parts, {line: loop for found in loops.values() for line, loop in found.items()}, vocabulary)
    for part in text_parts:
        _decide(adoption, part, loops[part.name])
    if not adoption.decisions:
        raise InputError(Finding.of("adopt.nothing").at(original.name))
    if settled is not None:
        _check_answers(adoption, settled)
    parts = dict(parts)
    for part in text_parts:
        own = [decision for decision in adoption.decisions if decision.part is part]
        if _write(part, own):
            parts[part.name] = write_part(part.root, original.parts[part.name])
    stamped = _stamp_slides(original, text_parts, parts, document_language)
    file = Adopted(
        Path(original.name),
        vocabulary.kind,
        document_language,
        write_parts(with_record(parts)),
        tuple(adoption.decisions),
        digest,
        settled,
    )
    notes = (*_notes(original, adoption.decisions), *stamped)
    return replace(file, notes=notes, file_format=original.file_format)


def _stamp_slides(
    original: Original, text_parts: Sequence[TextPart], parts: dict[str, bytes], language: str
) -> tuple[Message, ...]:
    """Put the stamp on the slides of a deck that have none; a note of how many."""
    if original.file_format != "pptx":
        return ()
    presentation = parse(original.parts[office_document(original.parts)])
    stamped = [part for part in text_parts if add_stamp(part.root, presentation, language)]
    for part in stamped:
        parts[part.name] = write_part(part.root, original.parts[part.name])
    return (message("adopt.note:stamped", count=len(stamped)),) if stamped else ()


def _notes(original: Original, decisions: Sequence[Decision]) -> Iterator[Message]:
    """Notes for the user: what was removed, what a loop leaves out, what no page shows."""
    yield from original.notes
    loops = {decision.loop.path for decision in decisions if decision.loop and decision.did == "loop"}
    if "doc.pricing.lines" in loops:
        yield message("adopt.note:prices")
    edges = [one for one in decisions if one.where.startswith(("header", "footer")) and one.edit]
    named = any("doc.doc_id" in one.edit.text for one in edges if one.edit)
    if original.file_format == "docx" and not named:
        yield message("adopt.note:stamp")


def _styles(original: Original) -> dict[str, str]:
    document = office_document(original.parts)
    name = next((item.target for item in read_rels(original.parts, document) if item.name == "styles"), "")
    return read_styles(parse(original.parts[name])) if name in original.parts else {}


def _decide(adoption: _Adoption, part: TextPart, by_line: dict[Line, Loop]) -> None:
    """Decide on the blanks of one part, in document order; those of a pending loop wait for its answer."""
    made: dict[Loop, Decision] = {}
    for line in part.lines:
        if line.is_fallback:
            continue
        loop = by_line.get(line)
        if loop is not None and loop not in made:
            made[loop] = adoption.decider.decide_loop(part, loop, adoption.next_id())
            adoption.decisions.append(made[loop])
            if made[loop].did == "loop":
                adoption.decisions += _inner_decisions(adoption.decider, part, loop, made[loop].id)
        numbered = [(blank, adoption.next_id()) for blank in part.blanks.get(line, [])]
        if loop is None or made[loop].did == "left":
            adoption.decisions += [adoption.decider.decide_blank(part, blank, number) for blank, number in numbered]


def _loops(part: TextPart, vocabulary: Vocabulary) -> dict[Line, Loop]:
    """The loops of a part, by the lines that they contain."""
    found = [table_loop(grid, part.blanks, vocabulary) for grid in part.grids]
    by_line = {line: loop for loop in found if loop for row in loop.rows for cell in row for line in cell.lines}
    others = [line for line in part.lines if line not in by_line and not line.is_fallback]
    for loop in list_loops(others, part.blanks, vocabulary):
        by_line.update(dict.fromkeys(loop.items, loop))
    return by_line


def _inner_decisions(decider: Decider, part: TextPart, loop: Loop, number: str) -> Iterator[Decision]:
    if loop.items:
        yield from decider.decide_items(part, loop, number)
        return
    yield from decider.decide_row(part, loop, number)


def _check_answers(adoption: _Adoption, settled: Settled) -> None:
    """Raise InputError for answers that name an unknown place, proposal or field."""
    known = {decision.id for decision in adoption.decisions}
    wrong = [
        (answer, Finding.of("settle.answer:id"), number)
        for number, answer in settled.answers.items()
        if number not in known
    ]
    findings = [
        finding.at(str(settled.path), answer.line, int(answer.line > 0), f"place {number}")
        for answer, finding, number in (*adoption.decider.problems, *wrong)
    ]
    if findings:
        raise InputError(findings)


def _write(part: TextPart, decisions: list[Decision]) -> bool:
    """Write the decisions on one part, each line's from right to left, then the loops; return whether it changed."""
    on_blanks = [decision for decision in decisions if decision.blank is not None]
    for decision in sorted(on_blanks, key=lambda one: -one.blank.start if one.blank else 0):
        _write_blank(part, decision)
    for decision in decisions:
        if decision.loop is not None:
            _write_loop(decision, decision.loop)
    is_changed = any(decision.did != "left" for decision in decisions)
    if is_changed and markup_of(part.root) is WORD:
        hide_statements(part.root)
    return is_changed


def _write_blank(part: TextPart, decision: Decision) -> None:
    blank = decision.blank
    if blank is None or (decision.did == "left" and literal(blank.text) == blank.text):
        return
    for target in (blank, *_fallback_blanks(part, blank)):
        offset = target.start - blank.start
        if decision.did == "doubt":
            _mark(target, f"{{# doubt {decision.leader or decision.id} #}}")
        elif decision.did == "left":
            write_span(target.line, target.start, target.end, literal(blank.text))
        elif decision.edit is not None and target.control is not None:
            write_control(target.control, decision.edit.text)
        elif decision.edit is not None:
            write_span(target.line, decision.edit.start + offset, decision.edit.end + offset, decision.edit.text)


def _mark(blank: Blank, mark: str) -> None:
    if blank.control is not None:
        mark_control(blank.control, mark)
    else:
        mark_span(blank.line, blank.start, blank.end, mark)


def _fallback_blanks(part: TextPart, blank: Blank) -> list[Blank]:
    """The same blank in the `mc:Fallback` copy of a text box."""
    place = part.blanks[blank.line].index(blank) if blank in part.blanks.get(blank.line, []) else -1
    at = part.lines.index(blank.line) if place >= 0 else -1
    for line in part.lines[at + 1 :] if at >= 0 else ():
        if (
            line.is_fallback
            and line.text == blank.line.text
            and len(part.blanks.get(line, [])) == len(part.blanks[blank.line])
        ):
            return [part.blanks[line][place]]
    return []


def _write_loop(decision: Decision, loop: Loop) -> None:
    if decision.did == "left":
        return
    if decision.did == "doubt":
        line = loop.items[0] if loop.items else next(cell.lines[0] for cell in loop.rows[0] if cell.lines)
        mark_span(line, 0, 0, f"{{# doubt {decision.id} #}}")
    elif loop.items:
        write_loop(loop.items[0].element, [line.element for line in loop.items[1:]], decision.marker)
    else:
        rows = [row_element(row) for row in loop.rows]
        write_loop(rows[0], rows[1:], decision.marker)
