"""The Word templates, a module for each kind of document; one that names INDUSTRIES draws a template for each."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from templates.docx.components.masthead import foot, head
from templates.docx.markup.package import Document, package


def documents() -> Iterator[tuple[str, Document]]:
    """Each template's content with its path below `templates/docx`."""
    for name in sorted(found.name for found in iter_modules(__path__)):
        maker = import_module(f"{__name__}.{name}")
        if not hasattr(maker, "INDUSTRIES"):
            yield f"base/{name}.docx", maker.document()
            continue
        for industry in maker.INDUSTRIES:
            yield f"{industry}/{name}.docx", maker.document(industry)


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/docx`."""
    return {path: package(document, head, foot) for path, document in documents()}
