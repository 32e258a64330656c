"""The Word templates, a module for each kind of document; one that names INDUSTRIES draws a template for each."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from templates.docx.components.masthead import foot, head
from templates.docx.markup.package import Document, Edges, Properties, package
from templates.words import Words, words_for


def documents() -> Iterator[tuple[str, Words, Document]]:
    """Each template's path below `templates/docx`, its words and its content."""
    for name in sorted(found.name for found in iter_modules(__path__)):
        maker = import_module(f"{__name__}.{name}")
        for words in words_for(name):
            file = f"{name}.{words.language}.docx"
            if not hasattr(maker, "INDUSTRIES"):
                yield f"base/{file}", words, maker.document(words)
                continue
            for industry in maker.INDUSTRIES:
                yield f"{industry}/{file}", words, maker.document(words, industry)


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/docx`."""
    return {path: _packed(path, words, document) for path, words, document in documents()}


def _packed(path: str, words: Words, document: Document) -> bytes:
    kind = path.rpartition("/")[2].partition(".")[0]
    edges = Edges(lambda width: head(words, width), lambda width: foot(words, width))
    properties = Properties(kind, words(kind), words.language)
    return package(document, properties, edges)
