"""The fields of the library's entries that a document's templates may read; all else is left out of their views."""

import re
from collections.abc import Mapping, Set
from typing import Annotated

from pydantic import AfterValidator

EntryFields = Mapping[str, Set[str] | None]
"""By the name in templates (`industry`, `objections`, `cases`, `legal`); None: the whole entry, by its marks."""

INDUSTRY = frozenset({"name", "motif", "emphasis", "measures"})
ENTRY_FIELDS: EntryFields = {
    "industry": INDUSTRY,
    "objections": frozenset({"verbatim", "client_answer"}),
    "cases": frozenset({"title", "shown_name", "challenge", "solution", "figures", "quote", "quote_by"}),
    "legal": frozenset({"title", "summary", "text"}),
}
"""What documents need, unless their kind says otherwise (domain.md 8: the client's question and the answer)."""

COACHING = frozenset({
    "underlying_concern", "clarifying_questions", "steps", "short_script", "full_script", "confirm_question",
    "escalation",
})  # fmt: skip
"""Texts of an objection that teach a rep; where they are left out, a client's finished file is searched for them."""

_PUBLIC_ID = re.compile(r"[a-z]{12}")


def _public_id(value: str) -> str:
    if not _PUBLIC_ID.fullmatch(value):
        raise ValueError(f"{value!r} is no public id; remove it and run `docgen library ids`, which writes one")
    return value


PublicId = Annotated[str, AfterValidator(_public_id)]
"""Twelve random letters, which say nothing of the entry: its name in files that clients get."""
