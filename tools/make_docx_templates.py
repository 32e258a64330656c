"""Makes the built-in Word templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from docx_package import Document, package
from shipped_templates import keep_in_step

import docgen

TEMPLATES = Path(__file__).parents[1] / "templates" / "docx"


def documents() -> Iterator[tuple[str, Document]]:
    """Each template's path and content: `docx_KIND` draws a kind's, one for each of its industries if it names any."""
    for kind in (*docgen.kinds(), "field_sheet"):
        if find_spec(f"docx_{kind}"):
            maker = import_module(f"docx_{kind}")
            for industry in getattr(maker, "INDUSTRIES", ()):
                yield f"{industry}/{kind}.docx", maker.document(industry)
            if not hasattr(maker, "INDUSTRIES"):
                yield f"base/{kind}.docx", maker.document()


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(document) for path, document in documents()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
