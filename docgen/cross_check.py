"""Check input files together: minutes against the proposals that they are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docgen.checking import find_refusals
from docgen.errors import Finding, InputError
from docgen.loading import Loaded, load_document
from docgen.pipeline import Workspace
from docgen.schemas.base import Envelope, Language, kind_of, list_ids, notice
from docgen.schemas.money import Currency

if TYPE_CHECKING:  # a kind's schema is loaded with the first document of that kind
    from docgen.schemas.minutes import Minutes
    from docgen.schemas.minutes_parts import Basis
    from docgen.schemas.proposal import Proposal

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "US$": "USD", "HK$": "HKD", "RMB": "CNY", "元": "CNY", "万元": "CNY"}
_CURRENCIES = {word: item.value for item in Currency for word in (item.value, item.title_zh)} | _SIGNS


def check_together(
    paths: Sequence[str | Path],
    *,
    mapping: str | Path | None = None,
    sheet: str | None = None,
    workspace: Workspace | None = None,
) -> tuple[Finding, ...]:
    """All findings of input files, alone and compared with each other, without raising InputError.

    If there is a proposal among the files, minutes are compared with it: the number and version of their basis, the
    parties, the currency. The library of `workspace` may declare further fields.
    """
    findings: list[Finding] = []
    loaded: list[Loaded] = []
    workspace = workspace or Workspace()
    table, declared = Path(mapping) if mapping else None, workspace.declared
    rules = partial(find_refusals, workspace=workspace)
    for path in paths:
        try:
            found = load_document(Path(path), mapping=table, sheet=sheet, declared=declared, rules=rules)
        except InputError as error:
            findings += error.findings
        else:
            findings += found.notices
            loaded.append(found)
    proposals = [cast("Proposal", found.document) for found in loaded if kind_of(found.document) == "proposal"]
    documents = [found.document for found in loaded]
    for found in loaded:
        if proposals and kind_of(found.document) == "minutes":
            minutes = cast("Minutes", found.document)
            findings += found.placed(_differences(minutes, documents, proposals))
    return tuple(findings)


def _differences(minutes: Minutes, documents: Sequence[Envelope], proposals: Sequence[Proposal]) -> Iterator[Finding]:
    """Differences between minutes and the other documents."""
    checked = {(document.doc_id, document.version) for document in documents}
    known = {doc_id for doc_id, _ in checked}
    named = {basis.doc_id for basis in minutes.basis}
    basis_of = [proposal for proposal in proposals if proposal.doc_id in named]
    for index, basis in enumerate(minutes.basis):
        if (basis.doc_id, basis.version) in checked:
            continue
        if basis.doc_id in known:
            yield _other_version(index, basis, documents)
        elif not basis_of or any(_series(basis.doc_id) == _series(proposal.doc_id) for proposal in proposals):
            yield _missing(index, basis, proposals)
    versions = {(basis.doc_id, basis.version) for basis in minutes.basis}
    exact = [proposal for proposal in basis_of if (proposal.doc_id, proposal.version) in versions]
    for proposal in exact or basis_of:
        yield from _other_parties(minutes, proposal)
        yield from _other_currency(minutes, proposal)


def _series(doc_id: str) -> str:
    """The prefix of a document's number: `PR-` of PR-2026-0093."""
    return re.split(r"\d", doc_id, maxsplit=1)[0]


def _other_version(index: int, basis: Basis, documents: Sequence[Envelope]) -> Finding:
    there = list_ids(document.version for document in documents if document.doc_id == basis.doc_id)
    values = {"doc_id": basis.doc_id, "version": basis.version, "there": there}
    return notice("notice.basis_version", f"basis[{index}].version", **values)


def _missing(index: int, basis: Basis, proposals: Sequence[Proposal]) -> Finding:
    there = list_ids(f"{proposal.doc_id} {proposal.version}" for proposal in proposals)
    values = {"doc_id": basis.doc_id, "version": basis.version, "there": there}
    return notice("notice.basis_unknown", f"basis[{index}].doc_id", **values)


def _other_parties(minutes: Minutes, proposal: Proposal) -> Iterator[Finding]:
    for name in ("client", "seller"):
        here, there = getattr(minutes, name).full_name, getattr(proposal, name).full_name
        if not _is_same(here, there, minutes.language, proposal.language):
            values = {"here": here, "there": there, "doc_id": proposal.doc_id, "version": proposal.version}
            yield notice(f"notice.other_party:{name}", f"{name}.full_name", party=name, **values)


def _is_same(here: str, there: str, *languages: Language) -> bool:
    """Whether two names are the same party's; a bilingual document may have the name in both languages."""
    return here == there or (Language.both in languages and (here in there or there in here))


def _other_currency(minutes: Minutes, proposal: Proposal) -> Iterator[Finding]:
    there = proposal.pricing.currency.value
    for index, item in enumerate(minutes.agreed):
        here = _currency_of(item.unit or "")
        if here and here != there:
            values = {"here": here, "there": there, "doc_id": proposal.doc_id, "version": proposal.version}
            yield notice("notice.other_currency", f"agreed[{index}].unit", no=item.no, **values)


def _currency_of(unit: str) -> str:
    """The currency that a unit begins with (`GBP before VAT`, 元), or an empty string."""
    first = re.split(r"[\s（(/,，]", unit.strip(), maxsplit=1)[0]
    return _CURRENCIES.get(first.upper(), "")
