"""Check what a document's own status requires: approved and issued need an approver."""

from collections.abc import Iterator

from docgen.audience import Audience
from docgen.errors import Finding, RefusedError
from docgen.schemas import KINDS
from docgen.schemas.base import RELEASED, Envelope, Status, kind_of


def status_problems(document: Envelope) -> Iterator[Finding]:
    """What the document lacks for the status that it states; `place` is a field path."""
    if kind_of(document) not in KINDS:  # docgen's own hand-outs
        return
    if document.status in RELEASED and not any(map(str.isalnum, document.approved_by or "")):
        yield Finding.of("refused.no_approver", status=str(document.status), place="status")


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
