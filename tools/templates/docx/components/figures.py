"""Figures set large, and bars."""

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
from templates.tags import field, label


def value_tiles(items: str) -> str:
    """Up to three figures set large: the figure with its unit, what it measures, and on what it is based."""

    def tile(index: int) -> Cell:
        item = f"{items}[{index}]"
        return Cell(when(
            f"{items} | length > {index}",
            p(*measured(f"{item}.figure", f"{item}.unit", DISPLAY), style="Big"),
            p(bold(field(f"{item}.label")), style="TableText", shape=spacing(2, 2)),
            p(field(f"{item}.basis"), style="Note", shape=spacing(after=0)),
        ))  # fmt: skip

    return tiles([tile(index) for index in range(3)]) + gap()


def big_figure(value: str, key: str, note: str = "") -> str:
    """A figure set large, what it measures, and a note."""
    made = p(value, style="Big") + p(bold(label(key)), style="TableText")
    return made + (p(note, style="Note", shape=spacing(after=0)) if note else "")


def measured(figure: str, unit: str, size: float, colour: str = "primary", longest: int = 99) -> list[Run]:
    """A figure and, smaller, its unit: a word stands apart, a sign does not, one beyond `longest` is left out."""
    given = f"{{% if {unit} and {unit} | length <= {longest} and {figure} not in ('–', '—', '-') %}}"
    apart = f"{{% if {unit}[0].isascii() and {unit}[0].isalpha() %}} {{% endif %}}"
    return [
        Run(f"{{{{ {figure} }}}}", colour, size, bold=True),
        Run(f"{given}{apart}{{{{ {unit} }}}}{{% endif %}}", colour, H3 if size > 22 else min(size, BODY)),
    ]


def bar(share: str, steps: int) -> list[Inline]:
    """A bar of `share` (0 to 1) on a track: shaded spaces, which every reader draws alike.

    The last space of the track doesn't break, so that none of them hangs over the line's end.
    """
    full = f"{{% set filled = ({share} * {steps}) | round | int %}}{{{{ ' ' * filled }}}}"
    rest = f"{{{{ ' ' * ({steps} - filled) }}}}{{{{ '\\u00a0' }}}}"
    return [Run(full, size=7, fill="primary"), Run(rest, size=7, fill="line")]
