"""Turns the source of an Office part into the blocks that open in one cell or text box and close in another.

The engine lets them pass, since the markup stays well-formed; a row would lose a cell where the condition fails.
"""

import re
from collections.abc import Iterator

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.templating.tag_patterns import INSIDE

_TOKEN = re.compile(
    rf"\{{%[-+]?\s*+(\w++)({INSIDE})%\}}|\{{\{{{INSIDE}\}}\}}|<(/?)(?:w:tc|a:tc|w:txbxContent|p:txBody)(?=[\s>/])([^>]*)>",
    re.DOTALL,
)


def crossings(source: str) -> Iterator[tuple[int, str]]:
    """The line and the message of each such block; blocks without a partner are the engine's to tell."""
    cells: list[int] = []
    blocks: list[tuple[str, int, tuple[int, ...]]] = []
    for count, token in enumerate(_TOKEN.finditer(source)):
        word, rest, slash, attributes = token.groups()
        if slash is not None:
            _step(cells, count, slash, attributes)
        elif word in BLOCK_WORDS and not (word == "set" and "=" in rest):
            line = source.count("\n", 0, token.start()) + 2  # each tag breaks the line after its opening
            blocks.append((f"{{% {word}{rest.rstrip()} %}}", line, tuple(cells)))
        elif word and word.startswith("end") and blocks:
            tag, line, inside = blocks.pop()
            if inside != tuple(cells):
                yield line, f"{' '.join(tag.split())} opens in one cell and closes in another"


def _step(cells: list[int], number: int, slash: str, attributes: str) -> None:
    if slash and cells:
        cells.pop()
    elif not slash and not attributes.endswith("/"):
        cells.append(number)
