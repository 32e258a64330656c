"""Fuzz a render with atheris: `python tests/fuzz/office_template.py docx`, ended by hand."""

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

import atheris  # pyright: ignore[reportMissingImports]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

with atheris.instrument_imports(include=["docgen"]):
    from docgen.audience import View
    from docgen.engines import engine_for
    from docgen.errors import InputError, TemplateError
    from docgen.templating import Bindings, Template

FORMAT = sys.argv.pop(1) if len(sys.argv) > 1 and sys.argv[1] in {"docx", "pptx"} else "docx"
BINDINGS = Bindings({"doc": View("proposal", {"title": "T"}, frozenset())}, lambda key: (key, key))


def once(data: bytes) -> None:
    """Render `data`; anything but a file or findings ends the run."""
    with suppress(TemplateError, InputError):
        engine_for(FORMAT).render(Template(f"fuzz.{FORMAT}", data, hashlib.sha256(data).hexdigest()), BINDINGS)


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
