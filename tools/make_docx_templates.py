"""Makes the built-in Word templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from shipped_templates import keep_in_step
from templates.docx.kinds import field_sheet, lead_register, minutes, needs_analysis, playbook, proposal, screening
from templates.docx.markup.package import Document, package

TEMPLATES = Path(__file__).parents[1] / "templates" / "docx"
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


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(draw()) for path, draw in DOCUMENTS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
