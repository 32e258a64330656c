"""Makes the built-in Word templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import docx_field_sheet
import docx_lead_register
import docx_minutes
import docx_needs_analysis
import docx_playbook
import docx_proposal
import docx_screening
from docx_package import Document, package
from shipped_templates import keep_in_step

TEMPLATES = Path(__file__).parents[1] / "templates" / "docx"
DOCUMENTS: dict[str, Callable[[], Document]] = {
    "base/field_sheet.docx": docx_field_sheet.document,
    "base/lead_register.docx": docx_lead_register.document,
    "base/minutes.docx": docx_minutes.document,
    "base/needs_analysis.docx": docx_needs_analysis.document,
    "base/playbook.docx": docx_playbook.document,
    "base/screening.docx": docx_screening.document,
    "base/proposal.docx": lambda: docx_proposal.document("base"),
    "manufacturing/proposal.docx": lambda: docx_proposal.document("manufacturing"),
    "services/proposal.docx": lambda: docx_proposal.document("services"),
}


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(draw()) for path, draw in DOCUMENTS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
