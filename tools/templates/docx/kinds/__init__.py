"""The Word templates, a module for each kind of document."""

from collections.abc import Callable

from templates.docx.components.page_edges import foot, head
from templates.docx.kinds import field_sheet, lead_register, minutes, needs_analysis, playbook, proposal, screening
from templates.docx.markup.package import Document, package

DOCUMENTS: dict[str, Callable[[], Document]] = {
    "base/field_sheet.docx": field_sheet.document,
    "base/lead_register.docx": lead_register.document,
    "base/minutes.docx": minutes.document,
    "base/needs_analysis.docx": needs_analysis.document,
    "base/playbook.docx": playbook.document,
    "base/screening.docx": screening.document,
    "base/proposal.docx": lambda: proposal.document("base"),
    "manufacturing/proposal.docx": lambda: proposal.document("manufacturing"),
    "services/proposal.docx": lambda: proposal.document("services"),
}


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/docx`."""
    return {path: package(document(), head, foot) for path, document in DOCUMENTS.items()}
