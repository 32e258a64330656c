"""Check all objections of a library: each edition, duplicates, translations, categories without an answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from docgen.errors import Finding, LibraryError
from docgen.library import find_case, list_industries
from docgen.library.entries import CASES, list_entries
from docgen.library.layers import Layers
from docgen.messages import Message
from docgen.objections.checks import RULES, References, check_edition, rule_finding
from docgen.objections.editions import COMMON, LANGUAGES, Edition, EditionId, is_builtin, read_editions
from docgen.objections.text_comparison import find_copies, find_similar, first_of, group_pairs
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import effective_on, find_outdated
from docgen.schemas.playbook import Objection, ObjectionCategory
from docgen.schemas.proposal import Case

_DUPLICATES = {
    ("duplicate", True): "objection.duplicate",
    ("duplicate", False): "objection.duplicate:group",
    ("same_answer", True): "objection.same_answer",
    ("same_answer", False): "objection.same_answer:group",
}
_OLDER = {"zh": "objection.older:zh", "en": "objection.older:en"}


def check_objections(library: Layers, today: date, languages: Sequence[str] = LANGUAGES) -> tuple[Finding, ...]:
    """Check the library's objections on the day `today`; the findings are sorted by file and line, without duplicates.

    With one of zh and en in `languages`, only that one is checked, and the other isn't missed. An invalid entry is a
    finding, never a LibraryError.
    """
    editions = [edition for edition in read_editions(library) if edition.id.language in languages]
    references = read_references(library, today)
    found = [finding for edition in editions for finding in check_edition(edition, references)]
    in_use = [(edition, edition.objection) for edition in editions if edition.objection is not None]
    in_use = [pair for pair in in_use if pair[1].status is not EntryStatus.retired]
    found += find_duplicates(in_use)
    found += _empty_categories(entry for _, entry in in_use)
    if len(languages) > 1:
        found += _missing_languages(editions)
        found += _differing_translations(in_use)
        found += _outdated_translations(in_use, today)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.file, finding.line, finding.code)))


def read_references(library: Layers, today: date) -> References:
    """Read what editions are checked against; an invalid case is None."""
    cases: dict[tuple[str, str], Case | None] = {}
    for name, languages in list_entries(library, CASES).items():
        for language in languages:
            try:
                cases[name, language] = find_case(library, name, COMMON, language)
            except LibraryError:
                cases[name, language] = None
    return References(today, list_industries(library), cases)


def find_duplicates(in_use: Iterable[tuple[Edition, Objection]]) -> Iterator[Finding]:
    """Find groups of entries with the same saying, and with the same answer, in each language."""
    company_last = sorted(in_use, key=lambda pair: not is_builtin(pair[0].path))
    for language in LANGUAGES:
        here = {edition.id: (edition, entry) for edition, entry in company_last if edition.id.language == language}
        sayings = {id_: entry.verbatim for id_, (_, entry) in here.items()}
        answers = {id_: entry.client_answer for id_, (_, entry) in here.items()}
        reported: set[frozenset[str]] = set()
        for rule, field, pairs in (
            ("duplicate", "verbatim", find_similar(_distinct(sayings))),
            ("same_answer", "client_answer", find_copies(_distinct(answers))),
        ):
            alike = [pair for pair in pairs if pair[0].name != pair[1].name]
            for group in group_pairs(alike):
                names = frozenset(id_.name for id_ in group)
                if not any(names <= other for other in reported):
                    reported.add(names)
                    yield _duplicate(rule, field, [here[id_][0] for id_ in group], alike)


def _distinct(texts: dict[EditionId, str]) -> dict[EditionId, str]:
    """The texts, without those that an industry's edition inherits from the common one."""
    own: dict[EditionId, str] = {}
    for id_, text in texts.items():
        common = EditionId(id_.name, COMMON, id_.language)
        if id_ == common or texts.get(common) != text:
            own[id_] = text
    return own


def _duplicate(
    rule: str, field: str, group: list[Edition], pairs: Iterable[tuple[EditionId, EditionId, float]]
) -> Finding:
    """One finding for a group, with the first few names and the lowest similarity."""
    first, *others = group
    ids = {edition.id for edition in group}
    least = min(similarity for one, _, similarity in pairs if one in ids)
    names = list(dict.fromkeys(edition.id.name for edition in group))
    values: dict[str, Any] = {"entries": ", ".join(names), "count": len(names), "likeness": round(least)}
    words: dict[str, Any] = {**values, "other": first.id.name, "file": first.shown, "names": first_of(names)}
    found = rule_finding(_DUPLICATES[rule, len(names) == 2], others[-1], field, **words)
    return replace(found, values=values)


def _empty_categories(entries: Iterable[Objection]) -> Iterator[Finding]:
    answered = {entry.category for entry in entries}
    severity, _ = RULES["category"]
    for category in ObjectionCategory:
        if category not in answered:
            titles = {"en_title": category.title_en, "zh_title": category.title_zh}
            found = Finding("objection.category", Message("objection.category", {"category": category.value, **titles}))
            yield replace(found, file="objections", severity=severity)


def _missing_languages(editions: Iterable[Edition]) -> Iterator[Finding]:
    """Find entries, or an industry's wordings, in only one language."""
    editions_of: defaultdict[tuple[str, str], dict[str, Edition]] = defaultdict(dict)
    for edition in editions:
        editions_of[edition.id.name, edition.id.industry][edition.id.language] = edition
    for by_language in editions_of.values():
        if len(by_language) == 1:
            (language, edition), *_ = by_language.items()
            retired = edition.objection is not None and edition.objection.status is EntryStatus.retired
            other = "en" if language == "zh" else "zh"
            if not retired:
                values: dict[str, Any] = {"name": edition.id.name, "language": language, "other": other}
                yield rule_finding("objection.language", edition, **values)


def _differing_translations(in_use: Iterable[tuple[Edition, Objection]]) -> Iterator[Finding]:
    chinese = {(e.id.name, e.id.industry): entry for e, entry in in_use if e.id.language == "zh"}
    for edition, entry in in_use:
        other = chinese.get((edition.id.name, edition.id.industry))
        if edition.id.language == "zh" or other is None:
            continue
        if entry.category is not other.category:
            values: dict[str, Any] = {"category": entry.category.value, "other_category": other.category.value}
            yield rule_finding("objection.translation", edition, "category", **values)
        elif len(entry.proof) != len(other.proof):
            counts: dict[str, Any] = {"count": len(entry.proof), "other_count": len(other.proof)}
            yield rule_finding("objection.translation:proof", edition, "proof", **counts)


def _outdated_translations(in_use: Iterable[tuple[Edition, Objection]], today: date) -> Iterator[Finding]:
    """Find approved editions whose other language has a newer major version."""
    approved: defaultdict[tuple[str, str], dict[str, tuple[Edition, Objection]]] = defaultdict(dict)
    for edition, entry in in_use:
        effective = effective_on(edition.counted or entry, today)
        if effective.status is EntryStatus.approved:
            approved[edition.id.name, edition.id.industry][edition.id.language] = edition, effective
    for by_language in approved.values():
        entries = {language: entry for language, (_, entry) in by_language.items()}
        if behind := find_outdated(entries):
            edition, entry = by_language[behind]
            other = entries["en" if behind == "zh" else "zh"]
            values: dict[str, Any] = {"version": entry.version, "other_version": other.version}
            dates: dict[str, Any] = {"approved_on": entry.approved_on, "other_approved_on": other.approved_on}
            found = rule_finding(_OLDER[behind], edition, "version", **values, **dates)
            yield replace(found, values=values)
