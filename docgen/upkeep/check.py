"""Turns a library into every fault of its objections: each edition's own, and those that show between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from docgen.errors import Finding, LibraryError
from docgen.library import find_case, list_industries
from docgen.library.entries import CASES, list_entries
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
from docgen.schemas.playbook import Objection, ObjectionCategory
from docgen.schemas.proposal import Case
from docgen.upkeep.alike import find_alike, find_copies
from docgen.upkeep.checks import Known, check_edition
from docgen.upkeep.editions import COMMON, LANGUAGES, Edition, EditionId, is_builtin, read_editions
from docgen.upkeep.rules import RULES, fault


def check_objections(library: Layers, today: date, languages: Sequence[str] = LANGUAGES) -> tuple[Finding, ...]:
    """Every fault of the library's objections on the day `today`, sorted by file and line; none twice.

    `languages`: with one of zh and en, only that one is looked at, and the other is not missed. Never raises
    LibraryError: an entry that can't be read is a finding.
    """
    editions = [edition for edition in read_editions(library) if edition.id.language in languages]
    known = read_known(library, today)
    found = [finding for edition in editions for finding in check_edition(edition, known)]
    in_use = [(edition, edition.objection) for edition in editions if edition.objection is not None]
    in_use = [pair for pair in in_use if pair[1].status is not EntryStatus.retired]
    found += find_doubles(in_use)
    found += _empty_categories(entry for _, entry in in_use)
    if len(languages) > 1:
        found += _languages(editions)
        found += _translations(in_use)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.file, finding.line, finding.code)))


def read_known(library: Layers, today: date) -> Known:
    """What editions are held against; a case that can't be read is there, and tells nothing."""
    cases: dict[tuple[str, str], Case | None] = {}
    for name, languages in list_entries(library, CASES).items():
        for language in languages:
            try:
                cases[name, language] = find_case(library, name, COMMON, language)
            except LibraryError:
                cases[name, language] = None
    return Known(today, list_industries(library), cases)


def find_doubles(in_use: Iterable[tuple[Edition, Objection]]) -> Iterator[Finding]:
    """Entries that answer the same saying, and entries that give the same answer, once a pair and language."""
    company_last = sorted(in_use, key=lambda pair: not is_builtin(pair[0].path))
    for language in LANGUAGES:
        here = {edition.id: (edition, entry) for edition, entry in company_last if edition.id.language == language}
        sayings = {id_: entry.verbatim for id_, (_, entry) in here.items()}
        answers = {id_: entry.client_answer for id_, (_, entry) in here.items()}
        told: set[frozenset[str]] = set()
        for rule, field, pairs in (
            ("duplicate", "verbatim", find_alike(_distinct(sayings))),
            ("same_answer", "client_answer", find_copies(_distinct(answers))),
        ):
            for one, other, likeness in pairs:
                names = frozenset((one.name, other.name))
                if len(names) == 2 and names not in told:
                    told.add(names)
                    yield _double(rule, field, here[one][0], here[other][0], likeness)


def _distinct(texts: dict[EditionId, str]) -> dict[EditionId, str]:
    """The texts, without those that an industry's edition only takes over from the common one."""
    own: dict[EditionId, str] = {}
    for id_, text in texts.items():
        common = EditionId(id_.name, COMMON, id_.language)
        if id_ == common or texts.get(common) != text:
            own[id_] = text
    return own


def _double(rule: str, field: str, one: Edition, other: Edition, likeness: float) -> Finding:
    what = "answers the same saying as" if rule == "duplicate" else "gives the same answer as"
    hint = "keep one and retire the other (docgen objection retire)"
    return fault(rule, f"{what} {one.id.name} in {one.shown} ({likeness:.0f} of 100 alike)", hint, other, field)


def _empty_categories(entries: Iterable[Objection]) -> Iterator[Finding]:
    answered = {entry.category for entry in entries}
    severity, _ = RULES["category"]
    for category in ObjectionCategory:
        if category not in answered:
            message = f"no answer in the category {category.value} ({category.title_en} {category.title_zh})"
            hint = f"docgen objection add --set category={category.value}"
            yield Finding("objection.category", message, hint, file="objections", severity=severity)


def _languages(editions: Iterable[Edition]) -> Iterator[Finding]:
    """Entries, or an industry's wording of them, that are there in one language only."""
    written: defaultdict[tuple[str, str], dict[str, Edition]] = defaultdict(dict)
    for edition in editions:
        written[edition.id.name, edition.id.industry][edition.id.language] = edition
    for by_language in written.values():
        if len(by_language) == 1:
            (language, edition), *_ = by_language.items()
            retired = edition.objection is not None and edition.objection.status is EntryStatus.retired
            other = "en" if language == "zh" else "zh"
            if not retired:
                hint = f"docgen objection add {edition.id.name} --language {other}"
                yield fault("language", f"is written in {language} only", hint, edition)


def _translations(in_use: Iterable[tuple[Edition, Objection]]) -> Iterator[Finding]:
    chinese = {(e.id.name, e.id.industry): entry for e, entry in in_use if e.id.language == "zh"}
    for edition, entry in in_use:
        other = chinese.get((edition.id.name, edition.id.industry))
        if edition.id.language == "zh" or other is None:
            continue
        if entry.category is not other.category:
            message = f"is in the category {entry.category.value}, in Chinese in {other.category.value}"
            yield fault("translation", message, "one entry has one category", edition, "category")
        elif len(entry.proof) != len(other.proof):
            message = f"has {len(entry.proof)} proof(s), in Chinese {len(other.proof)}"
            yield fault("translation", message, "prove both alike", edition, "proof")
