"""Makes the built-in PowerPoint templates, the same bytes each time; `--check` says which differ from those shipped."""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from pptx_package import Deck, package
from shipped_templates import keep_in_step

import docgen

TEMPLATES = Path(__file__).parents[1] / "templates" / "pptx"


def decks() -> Iterator[tuple[str, Deck]]:
    """Each template's path and content: `pptx_KIND` draws a kind's, one for each of its industries if it names any."""
    for kind in docgen.kinds():
        if find_spec(f"pptx_{kind}"):
            maker = import_module(f"pptx_{kind}")
            for industry in getattr(maker, "INDUSTRIES", ()):
                yield f"{industry}/{kind}.pptx", Deck(maker.TITLE, maker.slides(industry))
            if not hasattr(maker, "INDUSTRIES"):
                yield f"base/{kind}.pptx", Deck(maker.TITLE, maker.slides())


def made() -> dict[Path, bytes]:
    """Each template's path and bytes."""
    return {TEMPLATES / path: package(deck) for path, deck in decks()}


def main(arguments: Sequence[str] | None = None) -> int:
    return keep_in_step(TEMPLATES, made(), __doc__, arguments)


if __name__ == "__main__":
    sys.exit(main())
