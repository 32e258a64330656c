"""Decide what a document's own status is worth: what it says of itself, and what it must name for that."""

from collections.abc import Iterator

from docgen.audience import Audience
from docgen.errors import Finding, RefusedError
from docgen.schemas import KINDS
from docgen.schemas.base import RELEASED, Envelope, Status, kind_of


def status_problems(document: Envelope) -> Iterator[Finding]:
    """What keeps `document` from having the status that it states; `place` is a field path."""
    if kind_of(document) not in KINDS:  # docgen's own hand-outs
        return
    if document.status in RELEASED and not any(map(str.isalnum, document.approved_by or "")):
        message = f"the document is {document.status}, and names nobody who approved it"
        hint = "name the approver under approved_by, or write status: in_review"
        yield Finding("refused.no_approver", message, hint, place="status", values={"status": str(document.status)})


def with_trusted_status(document: Envelope, reader: Audience, trust_status: bool) -> Envelope:
    """`document` as it may be rendered: as it is where its status is trusted, else as the working copy that it then is.

    Raises RefusedError if the status is trusted, and the document lacks what the status needs.
    """
    if not trust_status:
        return document.model_copy(update={"status": Status.draft}) if document.status in RELEASED else document
    problems = list(status_problems(document))
    if reader.is_outside and document.status in RELEASED:
        problems += document.missing_approvals()
    if problems:
        raise RefusedError(problems)
    return document
