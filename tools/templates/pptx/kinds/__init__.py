"""The PowerPoint templates, a module for each kind of document; one that names INDUSTRIES draws a deck for each."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules

from templates.pptx.layouts import LAYOUTS, master_shapes
from templates.pptx.markup.package import Deck, Slide, package


def decks() -> Iterator[tuple[str, str, Sequence[Slide]]]:
    """Each template's path below `templates/pptx`, its title and its slides."""
    for name in sorted(found.name for found in iter_modules(__path__)):
        maker = import_module(f"{__name__}.{name}")
        if not hasattr(maker, "INDUSTRIES"):
            yield f"base/{name}.pptx", maker.TITLE, maker.slides()
            continue
        for industry in maker.INDUSTRIES:
            yield f"{industry}/{name}.pptx", maker.TITLE, maker.slides(industry)


def templates() -> dict[str, bytes]:
    """Each template's bytes by its path below `templates/pptx`."""
    return {path: package(Deck(title, slides, master_shapes(), LAYOUTS)) for path, title, slides in decks()}
