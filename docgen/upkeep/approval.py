"""What a change of text, or a retirement, writes into an entry's file; approving.py has approvals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.layers import Layers
from docgen.nearest import suggestion
from docgen.schemas.base import EntryStatus
from docgen.schemas.playbook import Objection
from docgen.upkeep.changes import Changes
from docgen.upkeep.checks import said_texts
from docgen.upkeep.editions import COMMON, is_builtin, list_ids, read_edition
from docgen.upkeep.planning import Rewrite, find_editions, plan_texts
from docgen.upkeep.values import changed_fields, is_content
from docgen.upkeep.written import Written

_MATERIAL = frozenset(("category", "industries", "proof", "guarantee", "concession_rules", "do_not_say"))
_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)*|(?<![一二三四五六七八九十百千万亿两半])[一二三四五六七八九十百千万亿两半]+(?=[天日周月年倍成折个点元万％%])"
)


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


def settled(written: Written, before: Objection, after: Objection, *, is_industry: bool = False) -> Written:
    """The changed text of an approved entry: in review again, under a new version, without the old approval.

    A text that is not approved stays as it was written; so the version rises once, when it leaves its approved state.
    An industry's wording that only inherits its status gets one of its own, or approving the common text would do.
    """
    change = kind_of_change(before, after)
    if not change:
        return written
    if before.status is not EntryStatus.approved or after.status is not EntryStatus.approved:
        return _with_own_status(written, before, change) if is_industry else written
    if before.version == after.version:
        written = written.with_field("version", raised(before.version, change))
    written = written.with_field("status", EntryStatus.in_review)
    return written.without("approved_by").without("approved_on")


def _with_own_status(written: Written, before: Objection, change: str) -> Written:
    if written.has("status"):
        return written
    if not written.has("version"):
        written = written.with_field("version", raised(before.version, change))
    return written.with_field("status", before.status)


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
            raise LibraryError(Finding("upkeep.replaced_by", message, suggestion(replaced_by, [])))
