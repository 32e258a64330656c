"""Check one edition of an objection: proof, dates, forbidden phrases, steps, approval."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, cast

from pydantic import BaseModel

from docgen.audience import Audience, marks_of_cached
from docgen.errors import Finding, Severity
from docgen.library.source import FieldPath
from docgen.messages import Message, message
from docgen.objections.editions import Edition
from docgen.objections.text_comparison import find_forbidden, find_period_mismatches, forbidden_phrases
from docgen.objections.values import field_names
from docgen.redaction import redacted_values
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Doubt, effective_on, explain_status
from docgen.schemas.placeholders import has_placeholder
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

RULES: MappingProxyType[str, tuple[Severity, str]] = MappingProxyType(
    {
        "answer": ("error", "an entry without an answer for the client"),
        "approval": (
            "error",
            "marked approved, but by nobody, as a draft, or with other words than were approved",
        ),
        "approved_later": ("warning", "approved on a day in the future"),
        "case_missing": ("error", "proof that names a case which the library does not hold"),
        "case_out": ("warning", "proof that names a case which no client may be shown: a draft, retired, or expired"),
        "category": ("warning", "a category without a single answer"),
        "duplicate": ("warning", "two entries for the same saying"),
        "forbidden": ("error", "what a client reads or hears contains words listed under do_not_say"),
        "industry": ("warning", "an industry that the library does not know"),
        "internal": ("error", "what a client reads repeats internal text word for word"),
        "language": ("warning", "an entry that is written in one language only"),
        "older": ("warning", "a language that wasn't updated when the other got a new promise"),
        "promise": ("warning", "an answer that promises another period than the guarantee"),
        "proof": ("error", "an answer without proof"),
        "proof_expired": ("error", "proof past its date"),
        "proof_expires": ("warning", "proof that runs out within 30 days"),
        "review": ("warning", "an approved entry whose review is overdue; long overdue, it counts as in review"),
        "same_answer": ("warning", "two entries with the same answer"),
        "steps": ("warning", "a step of the answer is missing: listen, acknowledge, explore, respond"),
        "translation": ("warning", "the two languages differ in category or in the number of proofs"),
        "unapproved": ("warning", "a draft or a text in review whose review date has passed"),
        "unfilled": ("error", "a place that is still to be filled in"),
        "unused": ("warning", "an entry that no industry uses"),
    }
)
"""Severity and description of each rule, by the last part of its code (`objection.proof`)."""
SOON = timedelta(days=30)
_MIN_SECRET_LENGTH = 8
_CLIENT_FIELDS = frozenset(
    ("clarifying_questions", "short_script", "full_script", "proof", "guarantee", "confirm_question", "client_answer")
)
_CLIENT_STEPS = frozenset(("acknowledge", "explore"))
_MISSING_RULES = frozenset(("missing", "too_short", "string_too_short"))
"""pydantic's types of errors for a field without content."""
_CASE_TEXTS = ("title", "challenge", "solution", "quote")


def rule_finding(key: str, edition: Edition, *path: str | int, hint: Message | None = None, **values: Any) -> Finding:
    """The finding of the catalogue's message `key` on a field of an edition; the message begins with the entry's id."""
    file, line = edition.place(*path) if path else (edition.shown, 1)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    rule = key.partition(":")[0].removeprefix("objection.")
    finding = Finding.of(key, severity=RULES[rule][0], hint=hint, **values).at(file, line, 1, place)
    return replace(finding, subject=edition.id.name)


@dataclass(frozen=True, slots=True)
class References:
    """What editions are checked against: the day, the library's industries, its cases by id and language."""

    today: date
    industries: tuple[str, ...]
    cases: Mapping[tuple[str, str], Case | None]


def check_edition(edition: Edition, references: References) -> Iterator[Finding]:
    """Check one edition by itself; a retired one only for being valid."""
    if edition.objection is None:
        open_places = list(_unfilled_places(edition, edition.source.data, ()))
        reported = {(finding.file, finding.line) for finding in open_places}
        yield from open_places
        yield from (_as_rule_finding(p, edition) for p in edition.problems if (p.file, p.line) not in reported)
    elif edition.objection.status is not EntryStatus.retired:
        for check in _CHECKS:
            yield from check(edition, edition.objection, references)


def _unfilled_places(edition: Edition, value: Any, path: FieldPath) -> Iterator[Finding]:
    """The unfilled places of an invalid entry."""
    if isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _unfilled_places(edition, inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _unfilled_places(edition, inner, (*path, number))
    elif isinstance(value, str) and has_placeholder(value):
        yield rule_finding("objection.unfilled", edition, *path)


def client_texts(objection: Objection) -> Iterator[tuple[FieldPath, str]]:
    """Each text that a client reads or hears, with its path: answers, scripts, questions, proof, guarantee."""
    for path, text in texts_of(objection, Audience.CLIENT):
        if path[0] in _CLIENT_FIELDS or (path[0] == "steps" and path[1] in _CLIENT_STEPS):
            yield path, text


def texts_of(model: BaseModel, audience: Audience, prefix: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Each text for `audience`, with its path, in the order of the fields."""
    for name, mark in marks_of_cached(type(model)).items():
        if not audience.may_read(mark):
            continue
        yield from _texts(getattr(model, name), audience, (*prefix, name))


def _texts(value: object, audience: Audience, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, BaseModel):
        yield from texts_of(value, audience, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):  # type: ignore[reportUnknownArgumentType]
            yield from _texts(item, audience, (*path, number))
    elif isinstance(value, str):
        yield path, value


def _as_rule_finding(problem: Finding, edition: Edition) -> Finding:
    """Replace the validation error of a missing answer or proof by the finding of its rule."""
    rules = {"proof": "proof", "client_answer": "answer", "steps": "steps", "steps.respond": "steps"}
    rule = rules.get(problem.place)
    if rule is None or problem.values.get("rule") not in _MISSING_RULES:
        return problem
    titles = {name: zh if edition.id.language == "zh" else en for name, (en, zh) in field_names().items()}
    found = {
        "proof": lambda: rule_finding("objection.proof", edition),
        "answer": lambda: rule_finding("objection.answer", edition, title=titles["client_answer"]),
        "steps": lambda: rule_finding("objection.steps:respond", edition, title=titles["respond"]),
    }[rule]()
    return replace(
        found, line=problem.line or 1, file=problem.file or edition.shown, place=problem.place, severity="error"
    )


def _proof(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    for number, proof in enumerate(entry.proof):
        until, place = proof.valid_until, ("proof", number, "valid_until")
        if until and until < references.today:
            yield rule_finding("objection.proof_expired", edition, *place, figure=proof.figure, until=until)
        elif until and until <= references.today + SOON:
            yield rule_finding("objection.proof_expires", edition, *place, figure=proof.figure, until=until)
        if proof.case_id:
            yield from _case(edition, proof.case_id, number, references)


def _case(edition: Edition, case_id: str, number: int, references: References) -> Iterator[Finding]:
    place = ("proof", number, "case_id")
    case = references.cases.get((case_id, edition.id.language))
    if (case_id, edition.id.language) not in references.cases:
        yield rule_finding("objection.case_missing", edition, *place, case=case_id, language=edition.id.language)
    elif case is not None and case.status is not EntryStatus.approved:
        yield rule_finding("objection.case_out", edition, *place, case=case_id, status=case.status.value)
    elif case is not None and case.valid_until and case.valid_until < references.today:
        yield rule_finding("objection.case_out:expired", edition, *place, case=case_id, until=case.valid_until)


def _forbidden(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    forbidden = forbidden_phrases(entry.do_not_say)
    if not forbidden:
        return
    for path, text in client_texts(entry):
        for phrase in find_forbidden(forbidden, text):
            yield rule_finding("objection.forbidden", edition, *path, phrase=phrase)
    for number, proof in enumerate(entry.proof):
        case = references.cases.get((proof.case_id or "", edition.id.language))
        case_text = " ".join(str(getattr(case, name) or "") for name in _CASE_TEXTS) if case else ""
        for phrase in find_forbidden(forbidden, case_text):
            place: FieldPath = ("proof", number, "case_id")
            yield rule_finding("objection.forbidden:case", edition, *place, case=proof.case_id, phrase=phrase)


def _internal(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    repeats = dict.fromkeys(path for audience in Audience for path in _repeats(entry, audience))
    for path in repeats:
        yield rule_finding("objection.internal", edition, *path)


def _repeats(entry: Objection, audience: Audience) -> Iterator[FieldPath]:
    """The paths of texts for `audience` that repeat a text withheld from it."""
    withheld = [
        text for text in redacted_values(entry, audience) if isinstance(text, str) and len(text) >= _MIN_SECRET_LENGTH
    ]
    secrets = [text for text in withheld if text not in entry.do_not_say]
    for path, text in texts_of(entry, audience):
        if any(secret in text for secret in secrets):
            yield path


def _steps(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    missing = [name for name in ("listen", "acknowledge", "explore") if not getattr(entry.steps, name)]
    if missing:
        yield rule_finding("objection.steps", edition, "steps", steps=missing)


def _unfilled(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    for path, text in texts_of(entry, Audience.INTERNAL):
        if has_placeholder(text):
            yield rule_finding("objection.unfilled", edition, *path)


def _industries(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    known = message("hint.known", names=references.industries)
    unknown = [industry for industry in entry.industries if industry not in references.industries]
    if entry.industries and len(unknown) == len(entry.industries):
        yield rule_finding("objection.unused", edition, "industries", industries=unknown, hint=known)
        return
    for industry in unknown:
        yield rule_finding("objection.industry", edition, "industries", industry=industry, hint=known)
    own = edition.id.industry
    if own == "base":
        return
    if own not in references.industries:
        yield rule_finding("objection.unused", edition, industries=[own], hint=known)
    elif entry.industries and own not in entry.industries:
        yield rule_finding("objection.unused:own", edition, industry=own, industries=entry.industries)


def _approval(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    effective = effective_on(edition.counted or entry, references.today)
    if effective.standing.doubt is not None:
        why, hint = explain_status(effective)
        key = "objection.review:lapsed" if effective.standing.doubt is Doubt.lapsed else "objection.approval"
        found = rule_finding(key, edition, "status", why=why, owner=entry.owner)
        facts = {
            "doubt": str(effective.standing.doubt),
            "approved_by": entry.approved_by or "",
            "version": entry.version,
        }
        yield replace(found, remedy=hint, values=facts)
        return
    if entry.status is not EntryStatus.approved:
        if entry.review_by < references.today:
            values: dict[str, Any] = {"status": entry.status.value, "review_by": entry.review_by, "owner": entry.owner}
            yield rule_finding("objection.unapproved", edition, "status", **values)
        return
    if effective.review_by < references.today:
        values: dict[str, Any] = {"review_by": effective.review_by, "owner": entry.owner}
        yield rule_finding("objection.review", edition, "review_by", **values)
    if effective.approved_on and effective.approved_on > references.today:
        yield rule_finding("objection.approved_later", edition, "approved_on", approved_on=effective.approved_on)


def _promise(edition: Edition, entry: Objection, references: References) -> Iterator[Finding]:
    for mismatch in find_period_mismatches(entry):
        values: dict[str, Any] = {"answer": mismatch.answer, "guarantee": mismatch.guarantee}
        yield rule_finding("objection.promise", edition, mismatch.field, **values)


_CHECKS: tuple[Callable[[Edition, Objection, References], Iterator[Finding]], ...] = (
    _proof,
    _forbidden,
    _internal,
    _steps,
    _unfilled,
    _industries,
    _promise,
    _approval,
)
