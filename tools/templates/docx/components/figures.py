"""Large figures, and bars."""

from templates.docx.components.columns import tiles
from templates.docx.components.text import gap
from templates.docx.markup.styles import BODY, DISPLAY, H3
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import (
    Inline,
    Run,
    bold,
    p,
    spacing,
    when,
)
from templates.tags import field
from templates.words import Words


def value_tiles(items: str) -> str:
    """Up to three large figures, each with its unit, label and basis."""

    def tile(index: int) -> Cell:
        item = f"{items}[{index}]"
        return Cell(when(
            f"{items} | length > {index}",
            p(*measured(f"{item}.figure", f"{item}.unit", DISPLAY), style="Big"),
            p(bold(field(f"{item}.label")), style="TableText", shape=spacing(2, 2)),
            p(field(f"{item}.basis"), style="Note", shape=spacing(after=0)),
        ))  # fmt: skip

    return tiles([tile(index) for index in range(3)]) + gap()


def big_figure(words: Words, value: str, key: str, note: str = "") -> str:
    """A large figure with its label and a note."""
    made = p(value, style="Big") + p(bold(words(key)), style="TableText")
    return made + (p(note, style="Note", shape=spacing(after=0)) if note else "")


def measured(figure: str, unit: str, size: float, colour: str = "primary", longest: int = 99) -> list[Run]:
    """A figure and, smaller, its unit: with a space before a word, omitted if longer than `longest`."""
    given = f"{{% if {unit} and {unit} | length <= {longest} and {figure} not in ('–', '—', '-') %}}"
    apart = f"{{% if {unit}[0].isascii() and {unit}[0].isalpha() %}} {{% endif %}}"
    return [
        Run(f"{{{{ {figure} }}}}", colour, size, bold=True),
        Run(f"{given}{apart}{{{{ {unit} }}}}{{% endif %}}", colour, H3 if size > 22 else min(size, BODY)),
    ]


def bar(share: str, steps: int) -> list[Inline]:
    """A bar of `share` (0 to 1) on a track: shaded spaces, which all programs render alike.

    The track's last space is a no-break space: trailing spaces would extend beyond the line's end.
    """
    full = f"{{% set filled = ({share} * {steps}) | round | int %}}{{{{ ' ' * filled }}}}"
    rest = f"{{{{ ' ' * ({steps} - filled) }}}}{{{{ '\\u00a0' }}}}"
    return [Run(full, size=7, fill="primary"), Run(rest, size=7, fill="line")]
