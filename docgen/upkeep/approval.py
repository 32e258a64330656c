"""Turns an act of governance (a change of text, an approval, a retirement) into what an entry's file says of itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.layers import Layers, nearest
from docgen.schemas.base import EntryStatus
from docgen.schemas.playbook import Objection
from docgen.upkeep.changes import Changes
from docgen.upkeep.check import read_known
from docgen.upkeep.checks import check_edition, said_texts
from docgen.upkeep.editions import COMMON, Edition, EditionId, is_builtin, list_ids, read_edition
from docgen.upkeep.planning import Rewrite, find_editions, plan_texts, read_planned
from docgen.upkeep.values import changed_fields, is_content
from docgen.upkeep.written import Written

_MATERIAL = frozenset(("category", "industries", "proof", "guarantee", "concession_rules", "do_not_say"))
_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)*|(?<![一二三四五六七八九十百千万亿两半])[一二三四五六七八九十百千万亿两半]+(?=[天日周月年倍成折个点元万％%])"
)
_STATUS = re.compile("^status:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves, on which day, until when it holds (None: a year), and how the version rises (None: by rule)."""

    by: str
    on: date
    review_by: date | None = None
    change: str | None = None


def approve(
    library: Layers, name: str, approval: Approval, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Changes:
    """Approve an entry in one language, or in those named. Raises LibraryError with the errors that stand against it.

    A draft `0.n` becomes `1.0`; a later version rises if the text differs from the built-in one under the same version,
    or as `approval.change` (major, minor) says. Raises UsageError if there are two languages and none was named.
    """
    found = find_editions(library, name, industry, languages)
    if len(found) > 1 and not languages:
        hint = "say --language zh, --language en, or both"
        raise UsageError(Finding("usage.language", f"{name} is written in two languages", hint))
    review_by = approval.review_by or _a_year_on(approval.on)
    if review_by <= approval.on:
        raise UsageError(Finding("usage.review_by", f"{review_by} is not after {approval.on}", "give a later day"))
    editions = [read_edition(library, id_, path) for id_, path in found.items()]
    rewrites = {edition.id: _approved(library, edition, approval, review_by) for edition in editions}
    changes = plan_texts(library, rewrites)
    told = _standing_against(library, changes, rewrites, approval.on)
    if errors := [finding for finding in told if finding.severity == "error"]:
        raise LibraryError(errors)
    return replace(changes, notices=(*changes.notices, *told))


def _approved(library: Layers, edition: Edition, approval: Approval, review_by: date) -> Rewrite:
    version = edition.objection.version if edition.objection else "0.1"
    change = approval.change or ("major" if version.startswith("0.") else _unmarked_change(library, edition))

    def rewrite(written: Written) -> Written:
        facts = {"version": raised(version, change), "status": EntryStatus.approved, "approved_by": approval.by}
        for name, value in facts.items():
            written = written.with_field(name, value)
        return written.with_field("approved_on", approval.on).with_field("review_by", review_by)

    return rewrite


def _standing_against(library: Layers, changes: Changes, ids: Iterable[EditionId], today: date) -> list[Finding]:
    known = read_known(library, today)
    planned = read_planned(library, changes, ids) if changes.files else []
    found = [finding for edition in planned for finding in check_edition(edition, known)]
    return list(dict.fromkeys(found))


def _unmarked_change(library: Layers, edition: Edition) -> str:
    """How the company's text differs from the built-in one of the same version: `major`, `minor`, or nothing."""
    if edition.objection is None or is_builtin(edition.path):
        return ""
    beneath = Layers(library.layers[1:])
    path = list_ids(beneath).get(edition.id)
    below = read_edition(beneath, edition.id, path).objection if path else None
    if below is None or below.version != edition.objection.version:
        return ""
    return kind_of_change(below, edition.objection)


def kind_of_change(before: Objection, after: Objection) -> str:
    """`major` for a material change (domain.md 2), `minor` for one of wording, an empty string for none.

    Material is what a client is promised or shown: category, industries, proof, guarantee, what may be given or not be
    said, and any figure in what a client reads or hears.
    """
    changed = [name for name in changed_fields(before, after) if is_content(name)]
    if _MATERIAL & set(changed) or (changed and _figures(before) != _figures(after)):
        return "major"
    return "minor" if changed else ""


def _figures(objection: Objection) -> list[str]:
    return sorted(figure for _, text in said_texts(objection) for figure in _FIGURES.findall(text))


def raised(version: str, change: str) -> str:
    """The version after a `major` or `minor` change; the same after none."""
    major, minor = map(int, version.split("."))
    if change == "major":
        return f"{major + 1}.0"
    return f"{major}.{minor + 1}" if change == "minor" else version


def settled(written: Written, before: Objection, after: Objection) -> Written:
    """The changed text of an approved entry: in review again, under a new version, without the old approval.

    A text that is not approved stays as it was written; so the version rises once, when it leaves its approved state.
    """
    if before.status is not EntryStatus.approved or after.status is not EntryStatus.approved:
        return written
    change = kind_of_change(before, after)
    if not change:
        return written
    if before.version == after.version:
        written = written.with_field("version", raised(before.version, change))
    written = written.with_field("status", EntryStatus.in_review)
    return written.without("approved_by").without("approved_on")


def _a_year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why an entry is retired, on which day, and the id of the one that takes its place."""

    because: str
    on: date
    replaced_by: str | None = None


def retire(
    library: Layers, name: str, retirement: Retirement, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Changes:
    """Retire an entry, in every language unless some are named; the common one takes the industries' wording along.

    Raises LibraryError if it is retired already, or if what replaces it is not there or is retired too.
    """
    found = find_editions(library, name, industry, languages)
    editions = [read_edition(library, id_, path) for id_, path in found.items()]
    if all(edition.objection and edition.objection.status is EntryStatus.retired for edition in editions):
        raise LibraryError(Finding("upkeep.retired", f"{name} is retired already", file=editions[0].shown))
    _check_replacement(library, name, retirement.replaced_by, [id_.language for id_ in found])
    if industry == COMMON:
        languages_now = {id_.language for id_ in found}
        for id_, path in list_ids(library).items():
            own = id_.name == name and id_.industry != COMMON and id_.language in languages_now
            if (
                own
                and not is_builtin(path)
                and re.search(r"^status:", path.read_text(encoding="utf-8-sig"), re.MULTILINE)
            ):
                found[id_] = path
    return plan_texts(library, dict.fromkeys(found, _retired(retirement)), keep_industries=False)


def _retired(retirement: Retirement) -> Rewrite:
    comment = f"retired on {retirement.on}: {' '.join(retirement.because.split())}"
    if retirement.replaced_by:
        comment += f"\nreplaced by {retirement.replaced_by}"

    def rewrite(written: Written) -> Written:
        return written.with_field("status", EntryStatus.retired).with_comment("status", comment)

    return rewrite


def _check_replacement(library: Layers, name: str, replaced_by: str | None, languages: Sequence[str]) -> None:
    if replaced_by is None:
        return
    if replaced_by == name:
        raise UsageError(Finding("usage.replaced_by", f"{name} can't take its own place", "name another entry"))
    for id_, path in find_editions(library, replaced_by, COMMON, languages).items():
        entry = read_edition(library, id_, path).objection
        if entry is None or entry.status is EntryStatus.retired:
            message = f"{id_} can't take its place: it is {'retired' if entry else 'broken'}"
            raise LibraryError(Finding("upkeep.replaced_by", message, nearest(replaced_by, [])))
