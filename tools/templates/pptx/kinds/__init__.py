"""The PowerPoint templates, a module for each kind of document; one that names INDUSTRIES draws a deck for each."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules

from templates.pptx.layouts import LAYOUTS, master_shapes
from templates.pptx.markup.package import Deck, Slide, package
from templates.pptx.markup.titles import with_titles
from templates.words import words_for


def decks() -> Iterator[tuple[str, str, Sequence[Slide]]]:
    """Each template's path below `templates/pptx`, its title and its slides; one for each language."""
    for name in sorted(found.name for found in iter_modules(__path__)):
        maker = import_module(f"{__name__}.{name}")
        for words in words_for(name):
            title, file = words(name), f"{name}.{words.language}.pptx"
            made = {name: maker.slides(words, name) for name in getattr(maker, "INDUSTRIES", ())}
            for industry, slides in (made or {"base": maker.slides(words)}).items():
                yield f"{industry}/{file}", title, [with_titles(slide, name, words.language) for slide in slides]


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/pptx`."""
    return {path: package(Deck(title, slides, master_shapes(), LAYOUTS)) for path, title, slides in decks()}
