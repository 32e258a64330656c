"""Which editions an approval covers: the industries that read one, and those with wording of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.errors import Finding, LibraryError
from docgen.library.approvals import UNBOUND_FIELDS
from docgen.library.entries import EntryCollection, entry_source, find_entry
from docgen.library.industries import list_industries
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
from docgen.schemas.playbook import Objection
from docgen.upkeep.editions import COMMON, EditionId, is_shadowed, list_ids
from docgen.upkeep.promises import find_differing


@dataclass(frozen=True, slots=True)
class Covered:
    """One edition that an approval covers, and the industries that read it for want of a wording of their own."""

    edition: str
    version: str
    approved_by: str
    review_by: date | None
    industries: tuple[str, ...] = ()

    def show(self) -> str:
        """The edition in one line."""
        read_by = f"; read by {', '.join(self.industries)} too" if self.industries else ""
        return f"{self.edition} {self.version}, approved by {self.approved_by}, next review {self.review_by}{read_by}"


def covered_edition(layers: Layers, shelf: EntryCollection, id_: EditionId) -> Covered:
    """The edition, and who reads it. Raises LibraryError if it can't be read."""
    entry = find_entry(layers, shelf, id_.name, id_.industry, id_.language)
    industries: tuple[str, ...] = ()
    if id_.industry == COMMON:
        own = {other.industry for other in _worded_alone(layers, id_)}
        meant = entry.industries if isinstance(entry, Objection) and entry.industries else list_industries(layers)
        industries = tuple(industry for industry in meant if industry not in own)
    return Covered(str(id_), entry.version, entry.approved_by or "", entry.review_by, industries)


def _worded_alone(layers: Layers, id_: EditionId) -> Mapping[EditionId, Path]:
    """The industries' editions of a common one that are in use."""
    ids = list_ids(layers, id_.folder)
    same = {other: path for other, path in ids.items() if (other.name, other.language) == (id_.name, id_.language)}
    return {o: path for o, path in same.items() if o.industry != COMMON and not is_shadowed(layers, o, path)}


def find_uncovered(layers: Layers, shelf: EntryCollection, id_: EditionId) -> Iterator[Finding]:
    """A notice for each industry whose own wording the approval of the common one doesn't cover."""
    for other, path in _worded_alone(layers, id_).items():
        try:
            entry = find_entry(layers, shelf, other.name, other.industry, other.language)
        except LibraryError as error:
            yield from (replace(finding, severity="warning") for finding in error.findings)
            continue
        if entry.status is EntryStatus.approved:
            continue
        own = ", ".join(_own_fields(layers, shelf, other, path))
        message = f"{other} is not covered: it words {own or 'nothing'} itself, and is {entry.status.value}"
        for differing in find_differing(entry) if isinstance(entry, Objection) else ():
            message += f"; its {differing.field} says “{differing.answer}”, the guarantee “{differing.guarantee}”"
        values = {"edition": str(other), "industry": other.industry, "fields": own, "status": entry.status.value}
        yield Finding(
            "upkeep.not_covered",
            message,
            f"read it, then docgen {other.key.command} --by NAME",
            severity="warning",
            values=values,
        )


def _own_fields(layers: Layers, shelf: EntryCollection, id_: EditionId, path: Path) -> list[str]:
    """The fields that the edition's own file gives, as its headings name them."""
    source = entry_source(layers, shelf, id_.name, id_.industry, id_.language)
    shown = layers.shown(path)
    own = [place for place, (file, _) in source.places.items() if file == shown and str(place[0]) not in UNBOUND_FIELDS]
    return list(dict.fromkeys(str(place[1] if place[0] == "steps" and place[1:] else place[0]) for place in own))
