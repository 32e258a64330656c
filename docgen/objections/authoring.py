"""Plan new and edited objections, from an edited text, a YAML file or single values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from docgen.audience import Mark, marks_of_cached
from docgen.errors import Finding, InputError, LibraryError, UsageError
from docgen.library.industries import list_industries
from docgen.library.layers import Layers, check_id
from docgen.messages import Message, message
from docgen.nearest import suggest
from docgen.objections.changes import (
    Changes,
    Rewrite,
    company_folder,
    find_editions,
    plan_texts,
    read_exact,
    read_planned,
)
from docgen.objections.checks import check_edition
from docgen.objections.editions import COMMON, EditionId, list_ids, read_edition
from docgen.objections.entry_text import FRONT_MATTER, EntryText, scalar_text
from docgen.objections.governance import reset_approval
from docgen.objections.library_checks import read_references
from docgen.objections.values import changed_fields, read_values, values_of, with_values
from docgen.output import write_atomic
from docgen.schemas.base import EntryStatus
from docgen.schemas.placeholders import has_placeholder, placeholder
from docgen.schemas.playbook import Objection, Proof, Steps
from docgen.schemas.slots import slot_at
from docgen.yaml_source.tree import Member, Node, Position

DRAFT_PERIOD = timedelta(days=30)
"""From a new entry to its first `review_by`."""

_SECTION = re.compile(r"^##[ \t]+.*?(?=^##[ \t]|\Z)", re.DOTALL | re.MULTILINE)
_NEEDED = re.compile(
    r"##[ \t]+(?:underlying.concern|respond|client.answer|answer for the client|真实顾虑|回应|对客解答)[ \t#]*$",
    re.IGNORECASE | re.MULTILINE,
)
_INTRODUCTION = {
    "zh": (
        "把每一处 <填写：…> 换成真实内容。行首为 # 的字段是可选项，去掉 # 即可启用。",
        "可选的小节可以留着不填，保存时自动去掉。内部话术、让步规则、禁用说法不会出现在客户版中。",
    ),
    "en": (
        "Replace each <fill in: …> by the real thing. A field behind a # is optional: remove that # to use it.",
        "An optional section may stay as it is: it is dropped on saving. Internal script, concession rules and",
        "do-not-say never reach a client.",
    ),
}
_OVERRIDE = {
    "zh": "只写与通用条目不同的内容；其余沿用通用条目。可用的小节：",
    "en": "Write only what differs from the common entry; all else is taken from there. Sections you may use:",
}
_INTERNAL = {"zh": "「内部」", "en": "[internal] "}
_REQUIRED = ("category", "verbatim", "owner", "version", "review_by", "status")
_GIVEN = {"version": "0.1", "status": "draft"}
_NEVER = frozenset(("approved_by", "approved_on", "usage", "success_rate", "public_id"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to edit: an entry's, or a new one to fill in; and the file for an edited text that can't be saved."""

    id: EditionId
    text: str
    side_file: Path

    def keep(self, text: str) -> Path:
        """Write a text that could not be saved next to the entry, where the library ignores it; return its path."""
        write_atomic(self.side_file, text.encode())
        return self.side_file


def draft_new(library: Layers, id_: EditionId, today: date, given: Mapping[str, str] | None = None) -> Draft:
    """A commented text to fill in, with the values `given`. Raises LibraryError if the edition exists."""
    company = company_folder(library)
    _check_new(library, id_)
    values = {"review_by": str(today + DRAFT_PERIOD), **_other_language(library, id_), **(given or {})}
    return Draft(id_, starter_text(id_, values), _side_file(company, id_))


def draft_of(library: Layers, name: str, industry: str, language: str | None) -> Draft:
    """The entry's current text, the company's or the built-in one.

    Raises LibraryError if it doesn't exist, UsageError if there are two languages and none is named.
    """
    company = company_folder(library)
    id_, path = _only(library, name, industry, language)
    text = (read_exact(path) or "").removeprefix("\ufeff").replace("\r\n", "\n")
    return Draft(id_, text, _side_file(company, id_))


def _only(library: Layers, name: str, industry: str, language: str | None) -> tuple[EditionId, Path]:
    found = find_editions(library, name, industry, (language,) if language else ())
    if len(found) > 1:
        raise UsageError(Finding.of("usage.language:one", name=name))
    return next(iter(found.items()))


def _side_file(company: Path, id_: EditionId) -> Path:
    """A hidden file, so that it is neither in the library nor in the digest of its stamp."""
    file = company / id_.file
    return file.with_name(f".{file.name}.rejected")


def _check_new(library: Layers, id_: EditionId) -> None:
    check_id(id_.name, message("library.noun:objection"))
    known = list_industries(library)
    if id_.industry not in (COMMON, *known):
        raise LibraryError(Finding.of("library.industry", industry=id_.industry, hint=suggest(id_.industry, known)))
    ids = list_ids(library)
    if id_ in ids:
        raise LibraryError(Finding.of("upkeep.there", edition=str(id_), name=id_.name).at(library.shown(ids[id_])))
    if id_.industry != COMMON and replace(id_, industry=COMMON) not in ids:
        values = {"name": id_.name, "language": id_.language, "industry": id_.industry}
        raise LibraryError(Finding("upkeep.no_common", Message("upkeep.no_common", values), values=values))


def _other_language(library: Layers, id_: EditionId) -> dict[str, str]:
    """The values that an entry has in common in both languages."""
    other = replace(id_, language="en" if id_.language == "zh" else "zh")
    path = list_ids(library).get(other)
    entry = read_edition(library, other, path).objection if path and id_.industry == COMMON else None
    if entry is None:
        return {}
    names = ("category", "genuineness", "stage")
    return {name: str(value) for name, value in values_of(entry).items() if name in names and value}


def save_draft(library: Layers, draft: Draft, text: str, today: date) -> Changes:
    """Plan the changes of an edited text. An optional section that isn't filled in is dropped.

    Raises LibraryError with every problem, each with its line in `text`.
    """
    checked = plan_texts(library, {draft.id: _replace_text(_SECTION.sub(_blank_if_unfilled, text))})
    if not checked.files:
        return checked
    (edition,) = read_planned(library, checked, [draft.id])
    references = read_references(library, today)
    problems = [
        f for f in check_edition(edition, references) if edition.objection is None or f.code == "objection.unfilled"
    ]
    if edition.objection is None or problems:
        raise LibraryError(sorted(problems, key=lambda finding: finding.line))
    clean = _SECTION.sub(lambda found: "" if _is_unfilled(found.group()) else found.group(), text)
    return _plan_edit(library, draft.id, _replace_text(clean.rstrip("\n") + "\n"), edition.objection, today)


def _is_unfilled(section: str) -> bool:
    """Whether an optional section contains only a fill-in mark."""
    heading, _, body = section.partition("\n")
    return has_placeholder(body) and body.strip().startswith(("<", "- <")) and not _NEEDED.match(heading)


def _blank_if_unfilled(found: re.Match[str]) -> str:
    """The section, or as many empty lines, so that findings on the others have the right line."""
    return "\n" * found.group().count("\n") if _is_unfilled(found.group()) else found.group()


def _replace_text(text: str) -> Rewrite:
    return lambda entry_text: EntryText(text, entry_text.language)


def _plan_edit(library: Layers, id_: EditionId, rewrite: Rewrite, after: Objection, today: date) -> Changes:
    """Plan an edit: an approved entry is in review again, and the notices contain what prevents its approval."""
    path = list_ids(library).get(id_)
    before = read_edition(library, id_, path).objection if path else None

    def rewrite_and_reset(entry_text: EntryText) -> EntryText:
        entry_text = rewrite(entry_text)
        return reset_approval(entry_text, before, after, is_industry=id_.industry != COMMON) if before else entry_text

    changes = plan_texts(library, {id_: rewrite_and_reset})
    if not changes.files:
        return changes
    references = read_references(library, today)
    findings = [
        finding for edition in read_planned(library, changes, [id_]) for finding in check_edition(edition, references)
    ]
    unreadable = [finding for finding in findings if finding.code.startswith("library.")]
    if unreadable:  # a value that parses as a heading, or as two items
        raise LibraryError(unreadable)
    return replace(changes, notices=(*changes.notices, *findings))


def add_values(library: Layers, id_: EditionId, root: Node, today: date) -> Changes:
    """Plan a new edition from the nodes of an input. Raises InputError with every problem, each with its place."""
    _check_new(library, id_)
    common = replace(id_, industry=COMMON)
    path = list_ids(library).get(common) if id_.industry != COMMON else None
    before = read_edition(library, common, path).objection if path else None
    entry = _read(with_defaults(root, today), id_.name, before)
    names = (*dict.fromkeys((*changed_fields(before, entry), "version", "status")),)
    entry_text = with_values(EntryText("---\n---\n", id_.language), entry, names)
    return _plan_edit(library, id_, _replace_text(entry_text.text), entry, today)


def edit_values(library: Layers, id_: EditionId, root: Node, today: date) -> Changes:
    """Plan an edited edition from the nodes of an input. Raises InputError with every problem and its place."""
    ((id_, path),) = find_editions(library, id_.name, id_.industry, (id_.language,)).items()
    edition = read_edition(library, id_, path)
    if edition.objection is None:
        raise LibraryError(edition.problems)
    before = edition.objection
    after = _read(root, id_.name, before)
    if before.status is not EntryStatus.approved and after.status is EntryStatus.approved:
        raise UsageError(Finding.of("usage.status", name=id_.name))
    names = changed_fields(before, after)
    return _plan_edit(library, id_, lambda entry_text: with_values(entry_text, after, names), after, today)


def with_defaults(root: Node, today: date) -> Node:
    """The nodes of a new entry: always a draft or in review, with a first review within DRAFT_PERIOD."""
    members = dict(root.content) if isinstance(root.content, dict) else {}
    status = members.get("status")
    if status is None or status.node.content not in (EntryStatus.draft.value, EntryStatus.in_review.value):
        members["status"] = _member("draft", root.position)
    for name in ("approved_by", "approved_on"):
        members.pop(name, None)
    for name, value in (("version", "0.1"), ("review_by", str(today + DRAFT_PERIOD))):
        if name not in members or members[name].node.content is None:
            members[name] = _member(value, root.position)
    return Node(members, root.position)


def _member(value: str, position: Position) -> Member:
    return Member(position, Node(value, position))


def _read(root: Node, name: str, before: Objection | None) -> Objection:
    entry, findings = read_values(root, name, before)
    if entry is None or findings:
        raise InputError(findings)
    return entry


def starter_text(id_: EditionId, given: Mapping[str, str]) -> str:
    """A commented Markdown text for a new edition, with fill-in marks for values that aren't `given`."""
    if id_.industry != COMMON:
        return _override_text(id_.language)
    values = {**_GIVEN, **given}
    front = [f"# {line}" for line in _INTRODUCTION[id_.language]]
    for name in FRONT_MATTER:
        if name not in _NEVER:
            front += _fact(name, id_.language, values)
    sections = "".join(f"\n{block}" for block in _sections(id_.language, values))
    return "---\n" + "\n".join(front) + "\n---\n" + sections


def _override_text(language: str) -> str:
    names = ", ".join(f"## {_title(mark, language)}" for _, mark in _section_marks())
    return f'---\n# {_OVERRIDE[language]}\n# {names}\nversion: "0.1"\nstatus: draft\n---\n'


def _title(mark: Mark, language: str) -> str:
    return mark.zh if language == "zh" else mark.en


def _fact(name: str, language: str, values: Mapping[str, str]) -> Iterator[str]:
    mark = marks_of_cached(Objection)[name]
    yield f"# {_comment(name, mark, language)}"
    if name == "proof":
        yield "proof:"
        for number, (inner, inner_mark) in enumerate(marks_of_cached(Proof).items()):
            optional = "" if inner in ("figure", "source") else "# "
            lead = "  - " if number == 0 else "    "
            yield f"{lead}{optional}{inner}: {scalar_text(_fill_in_mark(inner_mark, language), inner)}"
        return
    value = values.get(name)
    optional = "" if value or name in _REQUIRED else "# "
    words = scalar_text(value or _fill_in_mark(mark, language), name)
    yield f"{optional}{name}: {f'[{words}]' if name == 'industries' else words}"


def _comment(name: str, mark: Mark, language: str) -> str:
    is_internal = not mark.is_open and mark.searched  # an entry's id is internal, its content isn't
    inside = _INTERNAL[language] if is_internal else ""
    title = mark.zh if language == "zh" else f"{mark.en}: {mark.description}"
    slot = slot_at(Objection, (name,))
    choices = slot.choices if slot else ()
    words = (f"{member.value} {member.title_zh}" if language == "zh" else member.value for member in choices)
    return f"{inside}{title}{' ' if choices else ''}{' | '.join(words)}"


def _section_marks() -> Iterator[tuple[str, Mark]]:
    for name, mark in marks_of_cached(Objection).items():
        if name == "steps":
            yield from marks_of_cached(Steps).items()
        elif name not in FRONT_MATTER and name != "objection_id":
            yield name, mark


def _sections(language: str, values: Mapping[str, str]) -> Iterator[str]:
    for name, mark in _section_marks():
        slot = slot_at(Objection, (name,))
        bullet = "- " if slot and slot.item else ""
        yield f"## {_title(mark, language)}\n\n{values.get(name) or bullet + _fill_in_mark(mark, language)}\n"


def _fill_in_mark(mark: Mark, language: str) -> str:
    """A fill-in mark with the field's example; English texts have its description instead of a Chinese example."""
    example = mark.example[0] if isinstance(mark.example, list) and mark.example else mark.example
    prompt = str(example) if language == "zh" or str(example).isascii() else mark.description
    return placeholder(language, prompt)
