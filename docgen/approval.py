"""Refuse a client's copy of a released document that lacks an approval."""

from docgen.errors import RefusedError
from docgen.schemas.base import RELEASED, Envelope


def refuse_unapproved(document: Envelope) -> None:
    """Raise RefusedError if `document` is approved, issued or accepted, and lacks an approval that it needs."""
    missing = tuple(document.missing_approvals()) if document.status in RELEASED else ()
    if missing:
        raise RefusedError(missing)
