"""Turns one edition of an objection into its faults: proof, dates, forbidden words, steps, approval."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, cast

from pydantic import BaseModel

from docgen.audience import Audience, marks_of_cached
from docgen.errors import Finding, Severity
from docgen.library.source import FieldPath
from docgen.objections.editions import Edition
from docgen.objections.text_comparison import find_differing, find_said, read_forbidden
from docgen.objections.values import field_names
from docgen.redaction import held_back
from docgen.schemas.base import EntryStatus
from docgen.schemas.fill_in import is_to_be_filled_in
from docgen.schemas.governance import Doubt, counted_on, explain_status
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

RULES: MappingProxyType[str, tuple[Severity, str]] = MappingProxyType(
    {
        "answer": ("error", "an entry without an answer for the client"),
        "approval": ("error", "says approved, but isn't: by nobody, a draft's version, or not the words approved"),
        "approved_later": ("warning", "approved on a day that is still to come"),
        "case_missing": ("error", "proof that names a case which the library does not hold"),
        "case_out": ("warning", "proof that names a case which no client may be shown: a draft, retired, or expired"),
        "category": ("warning", "a category without a single answer"),
        "duplicate": ("warning", "two entries for the same saying"),
        "forbidden": ("error", "what a client reads or hears holds words that stand under do_not_say"),
        "industry": ("warning", "an industry that the library does not know"),
        "internal": ("error", "what a client reads repeats internal text word for word"),
        "language": ("warning", "an entry that is written in one language only"),
        "older": ("warning", "a language that was left behind when the other got a new promise"),
        "promise": ("warning", "an answer that promises another period than the guarantee"),
        "proof": ("error", "an answer without proof"),
        "proof_expired": ("error", "proof past its date"),
        "proof_expires": ("warning", "proof that runs out within 30 days"),
        "review": ("warning", "an approved entry whose review is overdue; long overdue, it counts as in review"),
        "same_answer": ("warning", "two entries with the same answer"),
        "steps": ("warning", "a step of the answer is missing: listen, acknowledge, explore, respond"),
        "translation": ("warning", "the two languages differ in category or in the number of proofs"),
        "unapproved": ("warning", "a draft or a text in review that should have been settled by now"),
        "unfilled": ("error", "a place that is still to be filled in"),
        "unused": ("warning", "an entry that no industry uses"),
    }
)
"""Each rule by the last part of its code (`objection.proof`)."""
SOON = timedelta(days=30)
_LONG_ENOUGH = 8
_SAID = frozenset(
    ("clarifying_questions", "short_script", "full_script", "proof", "guarantee", "confirm_question", "client_answer")
)
_SAID_STEPS = frozenset(("acknowledge", "explore"))
_CASE_TEXTS = ("title", "challenge", "solution", "quote")


def fault(rule: str, message: str, hint: str, edition: Edition, *path: str | int) -> Finding:
    """The finding of `rule` at a field of an edition; the message names the entry, not the industry's edition."""
    file, line = edition.place(*path) if path else (edition.shown, 1)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    told = f"{edition.id.name}: {message}"
    return Finding(f"objection.{rule}", told, hint, file, line, 1, place, RULES[rule][0])


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition is held against: the day, the library's industries, its cases by id and language."""

    today: date
    industries: tuple[str, ...]
    cases: Mapping[tuple[str, str], Case | None]


def check_edition(edition: Edition, known: Known) -> Iterator[Finding]:
    """The faults of one edition by itself; of a retired one only what keeps it from being read."""
    if edition.objection is None:
        open_places = list(_left_open(edition, edition.source.data, ()))
        told = {(finding.file, finding.line) for finding in open_places}
        yield from open_places
        yield from (_in_our_words(p, edition) for p in edition.problems if (p.file, p.line) not in told)
    elif edition.objection.status is not EntryStatus.retired:
        for check in _CHECKS:
            yield from check(edition, edition.objection, known)


def _left_open(edition: Edition, value: Any, path: FieldPath) -> Iterator[Finding]:
    """What is still to be filled in of an entry that can't be read for it."""
    if isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _left_open(edition, inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _left_open(edition, inner, (*path, number))
    elif isinstance(value, str) and is_to_be_filled_in(value):
        yield fault("unfilled", "still to be filled in", "write the real thing", edition, *path)


def said_texts(objection: Objection) -> Iterator[tuple[FieldPath, str]]:
    """Each text that a client reads or hears, with its path: answers, scripts, questions, proof, guarantee."""
    for path, text in texts_of(objection, Audience.CLIENT):
        if path[0] in _SAID or (path[0] == "steps" and path[1] in _SAID_STEPS):
            yield path, text


def texts_of(model: BaseModel, reader: Audience, around: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Each text that `reader` may read, with its path, in the order of the fields."""
    for name, mark in marks_of_cached(type(model)).items():
        if not reader.may_read(mark):
            continue
        yield from _texts(getattr(model, name), reader, (*around, name))


def _texts(value: object, reader: Audience, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, BaseModel):
        yield from texts_of(value, reader, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):  # type: ignore[reportUnknownArgumentType]
            yield from _texts(item, reader, (*path, number))
    elif isinstance(value, str):
        yield path, value


def _in_our_words(problem: Finding, edition: Edition) -> Finding:
    """A missing answer or proof is told by the rule that asks for it."""
    rules = {"proof": "proof", "client_answer": "answer", "steps": "steps", "steps.respond": "steps"}
    rule = rules.get(problem.place)
    if rule is None or not ("required" in problem.message or "at least 1" in problem.message):
        return problem
    titles = {name: zh if edition.id.language == "zh" else en for name, (en, zh) in field_names().items()}
    said, hint = {
        "proof": ("the answer has no proof", "name a figure and its source, or a case"),
        "answer": ("there is no answer for the client", f"write it under `## {titles['client_answer']}`"),
        "steps": ("the answer itself is missing", f"write it under `## {titles['respond']}`"),
    }[rule]
    found = fault(rule, said, hint, edition)
    return replace(
        found, line=problem.line or 1, file=problem.file or edition.shown, place=problem.place, severity="error"
    )


def _proof(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    for number, proof in enumerate(entry.proof):
        until, said = proof.valid_until, f"the proof “{proof.figure}”"
        if until and until < known.today:
            hint = "replace it, or renew its date"
            yield fault(
                "proof_expired", f"{said} was valid until {until}", hint, edition, "proof", number, "valid_until"
            )
        elif until and until <= known.today + SOON:
            hint = "look for newer proof"
            yield fault(
                "proof_expires", f"{said} is valid until {until} only", hint, edition, "proof", number, "valid_until"
            )
        if proof.case_id:
            yield from _case(edition, proof.case_id, number, known)


def _case(edition: Edition, case_id: str, number: int, known: Known) -> Iterator[Finding]:
    place = ("proof", number, "case_id")
    case = known.cases.get((case_id, edition.id.language))
    if (case_id, edition.id.language) not in known.cases:
        message = f"the proof names the case {case_id!r}, which is not in the library in {edition.id.language}"
        yield fault("case_missing", message, "write the case, or name another", edition, *place)
    elif case is not None and case.status is not EntryStatus.approved:
        yield fault("case_out", f"the case {case_id} is {case.status.value}", "name another case", edition, *place)
    elif case is not None and case.valid_until and case.valid_until < known.today:
        message = f"the case {case_id} could be shown until {case.valid_until}"
        yield fault("case_out", message, "renew the permission, or name another case", edition, *place)


def _forbidden(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    forbidden = read_forbidden(entry.do_not_say)
    if not forbidden:
        return
    for path, text in said_texts(entry):
        for said in find_said(forbidden, text):
            yield fault("forbidden", f"says “{said}”, which stands under do_not_say", "word it anew", edition, *path)
    for number, proof in enumerate(entry.proof):
        case = known.cases.get((proof.case_id or "", edition.id.language))
        told = " ".join(str(getattr(case, name) or "") for name in _CASE_TEXTS) if case else ""
        for said in find_said(forbidden, told):
            message = f"the case {proof.case_id} says “{said}”, which stands under do_not_say"
            yield fault("forbidden", message, "name another case", edition, "proof", number, "case_id")


def _internal(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    repeats = dict.fromkeys(path for reader in Audience for path in _repeats(entry, reader))
    for path in repeats:
        yield fault("internal", "repeats text that only reps may read", "word it anew", edition, *path)


def _repeats(entry: Objection, reader: Audience) -> Iterator[FieldPath]:
    """Where what `reader` reads repeats a text that they may not read."""
    kept = [text for text in held_back(entry, reader) if isinstance(text, str) and len(text) >= _LONG_ENOUGH]
    secrets = [text for text in kept if text not in entry.do_not_say]
    for path, text in texts_of(entry, reader):
        if any(secret in text for secret in secrets):
            yield path


def _steps(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    missing = [name for name in ("listen", "acknowledge", "explore") if not getattr(entry.steps, name)]
    if missing:
        hint = "write it under a heading of that name"
        yield fault("steps", f"the answer lacks the step {', '.join(missing)}", hint, edition, "steps")


def _unfilled(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    for path, text in texts_of(entry, Audience.INTERNAL):
        if is_to_be_filled_in(text):
            yield fault("unfilled", "still to be filled in", "write the real thing", edition, *path)


def _industries(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    unknown = [industry for industry in entry.industries if industry not in known.industries]
    if entry.industries and len(unknown) == len(entry.industries):
        message = f"no industry uses it: the library has no {', '.join(unknown)}"
        yield fault("unused", message, f"known are {', '.join(known.industries)}", edition, "industries")
        return
    for industry in unknown:
        hint = f"known are {', '.join(known.industries)}"
        yield fault("industry", f"the library has no industry {industry!r}", hint, edition, "industries")
    own = edition.id.industry
    if own == "base":
        return
    if own not in known.industries:
        hint = f"known are {', '.join(known.industries)}"
        yield fault("unused", f"no industry uses it: the library has no {own}", hint, edition)
    elif entry.industries and own not in entry.industries:
        message = f"is worded for {own}, but meant for {', '.join(entry.industries)} only"
        yield fault("unused", message, f"add {own} to industries, or remove the file", edition)


def _approval(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    counted = counted_on(edition.counted or entry, known.today)
    if counted.standing.doubt is not None:
        why, hint = explain_status(counted)
        rule = "review" if counted.standing.doubt is Doubt.lapsed else "approval"
        found = fault(rule, f"{why} (owner: {entry.owner})", hint, edition, "status")
        facts = {"doubt": str(counted.standing.doubt), "approved_by": entry.approved_by or "", "version": entry.version}
        yield replace(found, values=facts)
        return
    if entry.status is not EntryStatus.approved:
        if entry.review_by < known.today:
            message = f"is {entry.status.value}, and was to be settled by {entry.review_by} (owner: {entry.owner})"
            yield fault("unapproved", message, "approve it, or retire it", edition, "status")
        return
    if counted.review_by < known.today:
        message = f"was due for review on {counted.review_by} (owner: {entry.owner})"
        yield fault("review", message, "look at it again and approve it anew", edition, "review_by")
    if counted.approved_on and counted.approved_on > known.today:
        message = f"was approved on {counted.approved_on}, which is still to come"
        yield fault("approved_later", message, "docgen objection approve writes today's date", edition, "approved_on")


def _promise(edition: Edition, entry: Objection, known: Known) -> Iterator[Finding]:
    for differing in find_differing(entry):
        message = f"promises “{differing.answer}”, while its guarantee says “{differing.guarantee}”"
        yield fault("promise", message, "promise one and the same", edition, differing.field)


_CHECKS: tuple[Callable[[Edition, Objection, Known], Iterator[Finding]], ...] = (
    _proof,
    _forbidden,
    _internal,
    _steps,
    _unfilled,
    _industries,
    _promise,
    _approval,
)
